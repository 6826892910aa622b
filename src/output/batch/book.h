/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of a batch's workbook.
 */
#ifndef BIREME_OUTPUT_BATCH_BOOK_H
#define BIREME_OUTPUT_BATCH_BOOK_H

#include "output/batch/pictures.h"
#include "output/book/charts.h"

#define BIREME_BATCH_RUNS  "Runs"
#define BIREME_BATCH_GRIDS "Grids"
/* The first row of the sheet Runs that is a run's, from 0. */
enum { BIREME_BATCH_FIRST_ROW = 3 };

/* Adds the sheet Runs: every run with what it sets and the statistics of all metrics. */
void bireme_batch_book_runs(bireme_book *book, const bireme_batch_table *table);
/* Adds the sheet Grids: heat maps of grids of two or more. False: there are none, and no sheet. */
bool bireme_batch_book_grids(bireme_book *book, const bireme_batch_table *table);
/* Draws charts on the summary from that row on; returns the number of rows they take. */
int bireme_batch_book_charts(bireme_charts *charts, const bireme_batch_table *table, lxw_worksheet *summary,
                             int row);

#endif
