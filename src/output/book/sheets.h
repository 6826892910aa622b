/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sheets that every workbook has: the head of the summary, the assumptions, and the checks.
 */
#ifndef BIREME_OUTPUT_BOOK_SHEETS_H
#define BIREME_OUTPUT_BOOK_SHEETS_H

#include "model/model.h"
#include "output/book/book.h"

/* Columns of the summary: one for names, the others for numbers; with minimum widths, for the charts. */
enum { BIREME_SUMMARY_NAMES = 44, BIREME_SUMMARY_NUMBERS = 13, BIREME_SUMMARY_COLUMNS = 8 };

/* Adds the sheet Summary: the scenario's name, a line under it, and the answer in words. widths [columns]:
 * what its table needs, 0: nothing. *row: the next free row. */
lxw_worksheet *bireme_book_summary(bireme_book *book, const char *name, const char *line,
                                   const char *const *answer, size_t n_answer, const double *widths,
                                   int columns, int *row);
/* "Forecast: 12 months from January 2027, in USD" */
void bireme_book_subtitle(bireme_text *out, const char *kind, const bireme_model *model);
/* Writes a heading and a text over the width of the summary; returns the next free row. */
int bireme_book_passage(bireme_book *book, lxw_worksheet *sheet, int row, const char *heading,
                        const char *text);
/* Lists what the other sheets hold, with links; returns the next free row. names and words end with NULL. */
int bireme_book_contents(bireme_book *book, lxw_worksheet *sheet, int row, const char *const *names,
                         const char *const *words);

/* Adds the sheet Assumptions: every number of the first model with its unit, its source and where it was
 * written; for further models, the numbers that differ from it, under their names [n]. Errors: MEMORY,
 * DOMAIN. */
BIREME_MUST_USE bireme_status bireme_book_assumptions(bireme_book *book, size_t n,
                                                      const bireme_model *const *models,
                                                      const char *const *names, bireme_error *error);

typedef struct bireme_checks {
    bireme_book *book;
    lxw_worksheet *sheet;
    int row;
} bireme_checks;

/* Adds the sheet Checks, with the origin of the answer: program, scenarios [n] under their names, hashes,
 * trials, seed; trials 0: there are several of these, and they are not said. */
void bireme_checks_open(bireme_checks *checks, bireme_book *book, size_t n, const bireme_model *const *models,
                        const char *const *names, uint64_t trials, uint64_t seed, const char *sampler);
void bireme_checks_heading(bireme_checks *checks, const char *text);
void bireme_checks_text(bireme_checks *checks, const char *what, const char *text);
void bireme_checks_number(bireme_checks *checks, const char *what, bireme_format format, double value);
/* A condition that is calculated on the sheet: "yes", or "NO". */
void bireme_checks_formula(bireme_checks *checks, const char *what, const char *condition, bool holds);
/* A condition that was checked when the workbook was made. */
void bireme_checks_fact(bireme_checks *checks, const char *what, bool holds);
/* A table of numbers at the end of the sheet; its head is repeated on every page. heads: of columns, ended by
 * NULL. */
void bireme_checks_table(bireme_checks *checks, const char *heading, const char *const *heads);
/* How sure the answer is, in words; and the scenarios' warnings. */
void bireme_checks_warnings(bireme_checks *checks, size_t n, const bireme_model *const *models,
                            const char *certainty);

#endif
