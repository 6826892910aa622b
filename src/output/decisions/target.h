/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer of `plan` in its forms: for people a document, for programs JSON and CSV.
 */
#ifndef BIREME_OUTPUT_DECISIONS_TARGET_H
#define BIREME_OUTPUT_DECISIONS_TARGET_H

#include "decide/target/result.h"
#include "model/model.h"
#include "output/forms/answer.h"

typedef struct bireme_target_view {
    const bireme_target *target;
    const bireme_model *model;
    double elapsed_s;
} bireme_target_view;

/* The sentences that open the document, and those on how sure it is. */
void bireme_target_opening(const bireme_target_view *view, bireme_text *out);
void bireme_target_certainty(const bireme_target_view *view, bireme_text *out);
/* The leads of the plan as its table of channels adds them up; the mean of its trials differs from that by
 * chance. */
double bireme_target_view_leads(const bireme_target_view *view);

/* The row of functions, and what it is made of. */
extern const bireme_answer_kind bireme_target_kind;
static inline bireme_answer bireme_answer_of_target(const bireme_target_view *view)
{
    return (bireme_answer){&bireme_target_kind, view, view->model->currency, 1};
}
void bireme_target_document(const void *view, bireme_document *document);
void bireme_target_json(const void *view, bireme_json *json);
/* The whole horizon and the periods of `leads`, `budget`, `opportunities`, `reps`, the channels' leads and
 * budgets; the answer itself under `plan`, the curve under `curve.50` to `curve.95`. */
void bireme_target_figures(const void *view, size_t row, bireme_figures *f);
BIREME_MUST_USE bireme_status bireme_target_book(const void *view, bireme_text *out, bireme_error *error);

#endif
