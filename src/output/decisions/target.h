/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer of `plan` in its forms: a document for people, JSON and CSV for programs.
 */
#ifndef BIREME_OUTPUT_DECISIONS_TARGET_H
#define BIREME_OUTPUT_DECISIONS_TARGET_H

#include "decide/target/result.h"
#include "model/metric.h"
#include "output/forms/answer.h"

typedef struct bireme_target_view {
    const bireme_target *target;
    const bireme_model *model;
    double elapsed_s;
    bool beside_quarters; /* other tables of the page are by quarters: say that this one is not */
} bireme_target_view;

/* The sentences that open the document, and those on how sure the answer is. */
void bireme_target_opening(const bireme_target_view *view, bireme_text *out);
void bireme_target_certainty(const bireme_target_view *view, bireme_text *out);
/* The plan's leads or budget: of a channel, and of all as the sum of these (the mean over trials differs from
 * it by chance). Not finite: not to be had at any price. */
double bireme_target_to_come(const bireme_target *target, size_t c, bool budget);
double bireme_target_all_to_come(const bireme_target *target, bool budget);
/* Where the first periods are over, what they were: of a channel, of all, and of all in period t. NAN: not
 * known. */
double bireme_target_so_far(const bireme_target_view *view, size_t c, bool budget);
double bireme_target_all_so_far(const bireme_target_view *view, bool budget);
double bireme_target_past_in(const bireme_target_view *view, size_t t, bool budget);

/* This answer's row of functions, and the functions in it. */
extern const bireme_answer_kind bireme_target_kind;
static inline bireme_answer bireme_answer_of_target(const bireme_target_view *view)
{
    return (bireme_answer){&bireme_target_kind, view, view->model->currency, 1, view->model->name};
}
void bireme_target_document(const void *view, bireme_document *document);
void bireme_target_json(const void *view, bireme_json *json);
/* The whole horizon and the periods of `leads`, `budget`, `opportunities`, `reps`, the channels' leads and
 * budgets; the answer itself under `plan`, the curve under `curve.50` to `curve.95`. */
void bireme_target_figures(const void *view, size_t row, bireme_figures *f);
BIREME_MUST_USE bireme_status bireme_target_book(const void *view, bireme_text *out, bireme_error *error);

#endif
