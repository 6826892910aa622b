/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers of an answer as CSV. An answer goes through its numbers once, in their order; what is made of
 * them is a tidy table (a number a row, with the metric, the period and the statistic that it is of) or a
 * wide one (a row an answer, a column METRIC.STATISTIC a number, and before them what the answer is of).
 * Building never fails at the call: a failed allocation is remembered in the text that is written to.
 */
#ifndef BIREME_OUTPUT_FORMS_FIGURES_H
#define BIREME_OUTPUT_FORMS_FIGURES_H

#include "output/forms/csv.h"
#include "output/forms/summary.h"

enum { BIREME_FIGURES_KEYS = 2 };

typedef struct bireme_figures {
    bireme_csv csv;
    enum { BIREME_FIGURES_TIDY, BIREME_FIGURES_TITLES, BIREME_FIGURES_WIDE } form;
    const char *const *titles; /* of the keys */
    size_t n_keys;
    const char *key[BIREME_FIGURES_KEYS];
    const char *period;
    bireme_text metric, title;
} bireme_figures;

/* A pass through an answer: its row-th, of those that have more than one. */
typedef void bireme_figures_visit(const void *view, size_t row, bireme_figures *figures);

typedef struct bireme_figures_table {
    bireme_figures_visit *visit;
    const void *view;
    const char *keys[BIREME_FIGURES_KEYS]; /* titles of what each row begins with: "scenario" */
    bool wide;
    bireme_csv_style style;
} bireme_figures_table;

/* Row by row: the head, whose titles in the wide table are those of a row, and the rows. */
void bireme_figures_write_head(const bireme_figures_table *table, size_t row, bireme_text *out);
void bireme_figures_write_row(const bireme_figures_table *table, size_t row, bireme_text *out);

/* ------------------------ what a pass says */

bool bireme_figures_are_tidy(const bireme_figures *figures);
/* A key's value, before all else; it outlives the pass. */
void bireme_figures_key(bireme_figures *figures, const char *value);
/* Columns of the wide table only; a text may be NULL. */
void bireme_figures_text(bireme_figures *figures, const char *title, const char *value);
void bireme_figures_whole(bireme_figures *figures, const char *title, uint64_t value);
void bireme_figures_number(bireme_figures *figures, const char *title, double value);

/* What follows is of this metric over the whole horizon, until the next one is named. */
void bireme_figures_of(bireme_figures *figures, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* In this period; it outlives what follows. */
void bireme_figures_in(bireme_figures *figures, const char *period);
void bireme_figures_put(bireme_figures *figures, const char *statistic, double value);
/* What was estimated, and under STATISTIC_se its standard error. */
void bireme_figures_estimate(bireme_figures *figures, const char *statistic, double value, double se);
void bireme_figures_put_whole(bireme_figures *figures, const char *statistic, uint64_t value);
/* Where there is none the wide table has an empty cell and the tidy one no row. */
void bireme_figures_put_if(bireme_figures *figures, bool present, const char *statistic, double value);
void bireme_figures_statistics(bireme_figures *figures, const bireme_summary *summary);
/* With how many trials were left out; NULL: there is none. */
void bireme_figures_summary(bireme_figures *figures, const bireme_summary *summary);
/* The statistics of what there is not, each with an empty value. */
void bireme_figures_nothing(bireme_figures *figures);

#endif
