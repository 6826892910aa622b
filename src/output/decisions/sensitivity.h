/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer of `sensitivity` in its forms: a document for people, JSON and CSV for programs.
 */
#ifndef BIREME_OUTPUT_DECISIONS_SENSITIVITY_H
#define BIREME_OUTPUT_DECISIONS_SENSITIVITY_H

#include "decide/sensitivity/result.h"
#include "model/metric.h"
#include "output/forms/answer.h"

typedef struct bireme_sensitivity_view {
    const bireme_sensitivity *result;
    const bireme_model *model;
    double elapsed_s;
} bireme_sensitivity_view;

/* The sentences that open the document, those on the value of knowing, and those on how sure the answer
 * is. */
void bireme_sensitivity_opening(const bireme_sensitivity_view *view, bireme_text *out);
void bireme_sensitivity_worth(const bireme_sensitivity_view *view, bireme_text *out);
void bireme_sensitivity_certainty(const bireme_sensitivity_view *view, bireme_text *out);
/* Which team one more rep brings most, by the last of the figures that there are of each. */
void bireme_sensitivity_most(const bireme_sensitivity_view *view, size_t figures, bireme_text *out);
/* "the economy", "win rate of ads", "win rate of ads and 2 numbers that go with it" */
void bireme_sensitivity_name(const bireme_sensitivity_view *view, const bireme_input *input,
                             bireme_text *out);
/* What people call a number of the scenario: "win rate of paid_search". */
void bireme_sensitivity_say(const bireme_sensitivity_view *view, const char *path, bireme_text *out);
/* Whether knowing it is distinguishably worth something. */
bool bireme_sensitivity_is_worth(const bireme_input *input);

/* This answer's row of functions, and the functions in it. */
extern const bireme_answer_kind bireme_sensitivity_kind;
static inline bireme_answer bireme_answer_of_sensitivity(const bireme_sensitivity_view *view)
{
    return (bireme_answer){&bireme_sensitivity_kind, view, view->model->currency, 1, view->model->name};
}
void bireme_sensitivity_document(const void *view, bireme_document *document);
void bireme_sensitivity_json(const void *view, bireme_json *json);
/* The metric's summary, then each input under `input.PATH`, including members of a set; `chance`,
 * `interactions`, and the decision's alternatives. */
void bireme_sensitivity_figures(const void *view, size_t row, bireme_figures *f);
BIREME_MUST_USE bireme_status bireme_sensitivity_book(const void *view, bireme_text *out,
                                                      bireme_error *error);

#endif
