/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An answer in every form. The particulars of a kind of answer are one row of functions: a document for
 * people, the members of an object and a pass through its numbers for programs, and a workbook. A new kind is
 * a new row; a new form is a function here.
 */
#ifndef BIREME_OUTPUT_FORMS_ANSWER_H
#define BIREME_OUTPUT_FORMS_ANSWER_H

#include "output/forms/document.h"
#include "output/forms/figures.h"

typedef struct bireme_answer_kind {
    const char *name;                                              /* in JSON: "forecast" */
    void (*document)(const void *view, bireme_document *document); /* the document remembers failures */
    void (*json)(const void *view, bireme_json *json);
    bireme_figures_visit *figures;
    bireme_status (*book)(const void *view, bireme_text *out, bireme_error *error);
} bireme_answer_kind;

typedef struct bireme_answer {
    const bireme_answer_kind *kind;
    const void *view; /* of that kind */
    const char *currency;
    size_t rows;       /* of the wide table */
    const char *title; /* of a page: the scenario's name; NULL: none of its own */
} bireme_answer;

/* Initialises the document. */
void bireme_answer_document(const bireme_answer *answer, bireme_document *document);
/* These append to out; its `failed` tells if memory ran out. */
void bireme_answer_write_json(const bireme_answer *answer, bireme_text *out);
/* Tidy: scenario,metric,period,statistic,value. Wide: one row per scenario, columns METRIC.STATISTIC. */
void bireme_answer_write_csv(const bireme_answer *answer, bool wide, bireme_csv_style style,
                             bireme_text *out);
/* Appends the bytes of a workbook. Errors: IO (temporary file), MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_answer_write_book(const bireme_answer *answer, bireme_text *out,
                                                       bireme_error *error);

/* Opens the object of the answer, with the program's version and the kind of answer. */
void bireme_answer_json_open(bireme_json *json, const char *kind);

#endif
