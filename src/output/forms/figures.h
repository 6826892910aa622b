/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers of an answer as CSV. An answer passes through its numbers once, in order; they become a tidy
 * table (one row per number, with its metric, period and statistic) or a wide one (one row per answer, with
 * columns METRIC.STATISTIC after those that identify the answer). Building never fails at the call: a failed
 * allocation is remembered in the text that is written to.
 */
#ifndef BIREME_OUTPUT_FORMS_FIGURES_H
#define BIREME_OUTPUT_FORMS_FIGURES_H

#include "output/forms/csv.h"
#include "output/forms/summary.h"

enum { BIREME_FIGURES_KEYS = 2 };

typedef struct bireme_figures {
    bireme_csv csv;
    enum { BIREME_FIGURES_TIDY, BIREME_FIGURES_TITLES, BIREME_FIGURES_WIDE } form;
    const char *const *titles; /* titles of the keys */
    size_t n_keys;
    const char *key[BIREME_FIGURES_KEYS];
    const char *period;
    bireme_text metric, title;
} bireme_figures;

/* A pass through an answer; row: which of its rows, if it has several. */
typedef void bireme_figures_visit(const void *view, size_t row, bireme_figures *figures);

typedef struct bireme_figures_table {
    bireme_figures_visit *visit;
    const void *view;
    const char *keys[BIREME_FIGURES_KEYS]; /* titles of the columns that each row begins with: "scenario" */
    bool wide;
    bireme_csv_style style;
} bireme_figures_table;

/* Write the head, whose titles in the wide table are those of a row, and the rows, one at a time. */
void bireme_figures_write_head(const bireme_figures_table *table, size_t row, bireme_text *out);
void bireme_figures_write_row(const bireme_figures_table *table, size_t row, bireme_text *out);

/* ------------------------ what a pass says */

bool bireme_figures_are_tidy(const bireme_figures *figures);
/* A key's value, before everything else; it must outlive the pass. */
void bireme_figures_key(bireme_figures *figures, const char *value);
/* Columns of only the wide table; a text may be NULL. */
void bireme_figures_text(bireme_figures *figures, const char *title, const char *value);
void bireme_figures_whole(bireme_figures *figures, const char *title, uint64_t value);
void bireme_figures_number(bireme_figures *figures, const char *title, double value);

/* What follows belongs to this metric over the whole horizon, until the next one is named. */
void bireme_figures_of(bireme_figures *figures, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* What follows belongs to this period; the text must outlive that. */
void bireme_figures_in(bireme_figures *figures, const char *period);
void bireme_figures_put(bireme_figures *figures, const char *statistic, double value);
/* An estimate, and under STATISTIC_se its standard error. */
void bireme_figures_estimate(bireme_figures *figures, const char *statistic, double value, double se);
void bireme_figures_put_whole(bireme_figures *figures, const char *statistic, uint64_t value);
/* If it is not present, the wide table has an empty cell and the tidy one no row. */
void bireme_figures_put_if(bireme_figures *figures, bool present, const char *statistic, double value);
void bireme_figures_statistics(bireme_figures *figures, const bireme_summary *summary);
/* Includes the share of trials left out; NULL: there is no summary. */
void bireme_figures_summary(bireme_figures *figures, const bireme_summary *summary);
/* The statistics of something that does not exist, each with an empty value. */
void bireme_figures_nothing(bireme_figures *figures);

#endif
