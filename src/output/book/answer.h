/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The workbook of a decision: Summary, the whole answer, Assumptions, Checks, Chart data.
 */
#ifndef BIREME_OUTPUT_BOOK_ANSWER_H
#define BIREME_OUTPUT_BOOK_ANSWER_H

#include "output/book/charts.h"
#include "output/book/sheets.h"

typedef struct bireme_book_answer {
    const char *kind, *sheet; /* "Comparison", and the sheet of the whole answer: "Compare" */
    const char *name;         /* heading of the summary */
    size_t n;
    const bireme_model *const *models; /* [n], at least one */
    const char *const *names;          /* [n] */
    uint64_t trials, seed;
    const char *sampler;
    bireme_text answer[2], certainty;                              /* sentences; may be empty */
    const void *view;                                              /* passed to the functions below */
    void (*document)(const void *view, bireme_document *document); /* its first table is on the summary */
    /* Draws charts on the summary from that row on; returns the number of rows they take. */
    int (*charts)(const void *view, bireme_charts *charts, lxw_worksheet *summary, int row);
    void (*checks)(const void *view, bireme_checks *checks); /* whether the figures are consistent */
    void (*numbers)(const void *view,
                    bireme_checks *checks); /* the table at the end of the checks; or NULL */
} bireme_book_answer;

/* Appends the bytes; the answer's sentences are freed. Errors: IO (temporary file), MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_book_write(bireme_book_answer *answer, bireme_text *out,
                                                bireme_error *error);

/* The size of a chart that is half as wide as the summary, and the rows that it takes; the places left and
 * right. */
enum { BIREME_CHART_WIDTH = 490, BIREME_CHART_HEIGHT = 290, BIREME_CHART_ROWS = 17 };
bireme_chart_place bireme_book_half(lxw_worksheet *sheet, int row, bool right);

#endif
