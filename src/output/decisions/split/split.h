/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer of `split` in its forms: a document for people, JSON and CSV for programs.
 */
#ifndef BIREME_OUTPUT_DECISIONS_SPLIT_H
#define BIREME_OUTPUT_DECISIONS_SPLIT_H

#include "decide/split/result.h"
#include "model/metric.h"
#include "output/forms/answer.h"

typedef struct bireme_split_view {
    const bireme_split *split;
    const bireme_model *model;
    double elapsed_s;
} bireme_split_view;

/* The sentences that open the document, those on where the next money should go, and those on how sure the
 * answer is. */
void bireme_split_opening(const bireme_split_view *view, bireme_text *out);
void bireme_split_next(const bireme_split_view *view, bireme_text *out);
void bireme_split_certainty(const bireme_split_view *view, bireme_text *out);
/* What it comes to by each measure, and what more money brings of it in each line; nothing if there are
 * none. */
void bireme_split_worth(const bireme_split_view *view, bireme_document *document);
/* Says what the best loses, by what is to be judged by, against today's plan; nothing if it does not. */
void bireme_split_loss(const bireme_split_view *view, bireme_text *out);
/* What two values of the objective differ by. buffer of BIREME_PEOPLE_SIZE; returned. */
const char *bireme_split_difference(char *buffer, const bireme_split_view *view, double value, double se);
/* Values of the objective that differ by less differ by rounding. */
double bireme_split_rounding(const bireme_split *split);
/* The format of the objective, and of a difference between two. */
bireme_format bireme_split_format(const bireme_split *split);
bireme_format bireme_split_difference_format(const bireme_split *split);
/* "p_goal", "mean", "cvar" */
const char *bireme_objective_name(bireme_objective objective);

/* This answer's row of functions, and the functions in it. */
extern const bireme_answer_kind bireme_split_kind;
static inline bireme_answer bireme_answer_of_split(const bireme_split_view *view)
{
    return (bireme_answer){&bireme_split_kind, view, view->model->currency, 1, view->model->name};
}
void bireme_split_document(const void *view, bireme_document *document);
void bireme_split_json(const void *view, bireme_json *json);
/* `today`, `scaled`, `best` and `frontier.N`, each with its total, value, and what each line gets; then gain,
 * margins, and how far the search can be trusted. */
void bireme_split_figures(const void *view, size_t row, bireme_figures *f);
BIREME_MUST_USE bireme_status bireme_split_book(const void *view, bireme_text *out, bireme_error *error);

#endif
