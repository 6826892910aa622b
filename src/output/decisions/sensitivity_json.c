/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stable JSON of what drives a result: fields may be added, but those here remain.
 */
#include "output/decisions/sensitivity.h"

#include "output/forecast/forecast.h"

static const char *const kinds[] = {[BIREME_INPUT_QUANTITY] = "number",
                                    [BIREME_INPUT_SET] = "correlated",
                                    [BIREME_INPUT_ECONOMY] = "economy",
                                    [BIREME_INPUT_CHANCE] = "chance",
                                    [BIREME_INPUT_DRIFT] = "drift"};

static void write_input(bireme_json *json, const bireme_input *input)
{
    bireme_json_open(json, NULL, '{', true);
    bireme_json_string(json, "path", input->path);
    bireme_json_string(json, "kind", kinds[input->kind]);
    bireme_json_estimate(json, "first_order", input->index.first_order, input->index.first_order_se);
    bireme_json_estimate(json, "total", input->index.total, input->index.total_se);
    bireme_json_number(json, "rank_correlation", input->rank_correlation);
    bireme_json_estimate(json, "low", input->low, input->low_se);
    bireme_json_estimate(json, "high", input->high, input->high_se);
    if (input->kind == BIREME_INPUT_ECONOMY) {
        bireme_json_string(json, "low_regime", input->low_regime);
        bireme_json_string(json, "high_regime", input->high_regime);
    } else {
        bireme_json_number(json, "p10", input->low_at);
        bireme_json_number(json, "p90", input->high_at);
    }
    bireme_json_estimate(json, "worth", input->worth, input->worth_se);
    if (input->index.left_out > 0) bireme_json_number(json, "left_out", input->index.left_out);
    if (input->n_members > 0) {
        bireme_json_open(json, "members", '[', true);
        for (size_t k = 0; k < input->n_members; k++) write_input(json, &input->members[k]);
        bireme_json_close(json, ']');
    }
    bireme_json_close(json, '}');
}

static void write_decision(bireme_json *json, const bireme_sensitivity *r)
{
    bireme_json_open(json, "decision", '{', false);
    bireme_json_string(json, "metric", r->worth_metric);
    bireme_json_whole(json, "best", r->best);
    bireme_json_open(json, "alternatives", '[', false);
    for (size_t k = 0; k < r->n_alternatives; k++) {
        const bireme_alternative *a = &r->alternatives[k];
        bireme_json_open(json, NULL, '{', true);
        bireme_json_string(json, "path", a->path);
        bireme_json_number(json, "factor", a->factor);
        bireme_json_number(json, "mean", a->mean);
        bireme_json_estimate(json, "gain", a->gain, a->gain_se);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
    bireme_json_close(json, '}');
}

/* Only where teams have names. */
static void write_one_more(bireme_json *json, const bireme_sensitivity *r)
{
    if (r->n_one_more == 0) return;
    bireme_json_open(json, "one_more", '[', false);
    for (size_t k = 0; k < r->n_one_more; k++) {
        const bireme_one_more *more = &r->one_more[k];
        bireme_json_open(json, NULL, '{', true);
        bireme_json_string(json, "path", more->path);
        bireme_json_string(json, "metric", more->metric);
        bireme_json_estimate(json, "gain", more->gain, more->gain_se);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
}

void bireme_sensitivity_json(const void *of, bireme_json *json)
{
    const bireme_sensitivity_view *view = of;
    const bireme_sensitivity *r = view->result;
    bireme_json_string(json, "scenario", r->scenario);
    bireme_json_string(json, "currency", view->model->currency);
    bireme_json_whole(json, "trials", r->trials);
    bireme_json_whole(json, "seed", r->seed);
    bireme_json_string(json, "sampler", bireme_sampler_name(r->sampler));
    bireme_json_number(json, "elapsed_s", view->elapsed_s);
    bireme_json_string(json, "metric", r->metric);
    bireme_json_string(json, "until", r->until);
    bireme_summary_json(json, "summary", &r->summary);
    bireme_json_open(json, "inputs", '[', false);
    for (size_t i = 0; i < r->n_inputs; i++) write_input(json, &r->inputs[i]);
    bireme_json_close(json, ']');
    bireme_json_open(json, "chance", '{', true);
    bireme_json_estimate(json, "share", r->chance.index.total, r->chance.index.total_se);
    bireme_json_close(json, '}');
    bireme_json_number(json, "interactions", 1 - r->sum_first - r->chance.index.total);
    write_decision(json, r);
    write_one_more(json, r);
    bireme_json_number(json, "forward_runs", r->runs);
}
