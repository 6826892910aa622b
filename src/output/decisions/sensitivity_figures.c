/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers of what drives a result.
 */
#include "output/decisions/sensitivity.h"

static void put_input(bireme_figures *f, const bireme_input *input)
{
    bireme_figures_of(f, "input.%s", input->path);
    bireme_figures_estimate(f, "first_order", input->index.first_order, input->index.first_order_se);
    bireme_figures_estimate(f, "total", input->index.total, input->index.total_se);
    bireme_figures_put(f, "rank_correlation", input->rank_correlation);
    bireme_figures_estimate(f, "low", input->low, input->low_se);
    bireme_figures_estimate(f, "high", input->high, input->high_se);
    bireme_figures_put(f, "p10", input->low_at);
    bireme_figures_put(f, "p90", input->high_at);
    bireme_figures_estimate(f, "worth", input->worth, input->worth_se);
    for (size_t k = 0; k < input->n_members; k++) put_input(f, &input->members[k]);
}

static void put_alternative(bireme_figures *f, const bireme_alternative *a, size_t number)
{
    bireme_figures_of(f, "decision.%zu.%s", number, a->path != NULL ? a->path : "today");
    bireme_figures_put(f, "factor", a->factor);
    bireme_figures_put(f, "mean", a->mean);
    bireme_figures_estimate(f, "gain", a->gain, a->gain_se);
}

void bireme_sensitivity_figures(const void *view, size_t row, bireme_figures *f)
{
    const bireme_sensitivity *r = ((const bireme_sensitivity_view *)view)->result;
    (void)row;
    bireme_figures_key(f, r->scenario);
    bireme_figures_text(f, "metric", r->metric);
    bireme_figures_text(f, "until", r->until);
    bireme_figures_whole(f, "trials", r->trials);
    bireme_figures_whole(f, "seed", r->seed);
    bireme_figures_text(f, "sampler", bireme_sampler_name(r->sampler));
    bireme_figures_of(f, "%s", r->metric);
    bireme_figures_statistics(f, &r->summary);
    for (size_t i = 0; i < r->n_inputs; i++) put_input(f, &r->inputs[i]);
    bireme_figures_of(f, "chance");
    bireme_figures_estimate(f, "share", r->chance.index.total, r->chance.index.total_se);
    bireme_figures_of(f, "interactions");
    bireme_figures_put(f, "share", 1 - r->sum_first - r->chance.index.total);
    for (size_t k = 0; k < r->n_alternatives; k++) put_alternative(f, &r->alternatives[k], k);
    for (size_t k = 0; k < r->n_one_more; k++) {
        bireme_figures_of(f, "one_more.%s.%s", r->one_more[k].path, r->one_more[k].metric);
        bireme_figures_estimate(f, "gain", r->one_more[k].gain, r->one_more[k].gain_se);
    }
}

/* ------------------------ the row */

const bireme_answer_kind bireme_sensitivity_kind = {
    .name = "sensitivity",
    .document = bireme_sensitivity_document,
    .json = bireme_sensitivity_json,
    .figures = bireme_sensitivity_figures,
    .book = bireme_sensitivity_book,
};
