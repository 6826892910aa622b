/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A delay: its parts, the main one among them, and the rules that compute G_D.
 */
#include "compile/delay/delay_internal.h"

#include <assert.h>
#include <math.h>
#include "base/memory.h"

/* The table with the largest weight, n_parts if all parts are atoms. */
static size_t choose_main(const bireme_delay_part *parts, size_t n_parts)
{
    size_t main = n_parts;
    for (size_t i = 0; i < n_parts; i++)
        if (parts[i].table != NULL && (main == n_parts || parts[i].weight > parts[main].weight)) main = i;
    return main;
}

static bireme_status assemble(bireme_delay *delay, const bireme_model *model, bireme_delay_part *parts,
                              size_t n_parts, bireme_error *error)
{
    size_t main = choose_main(parts, n_parts);
    delay->main_scale = main < n_parts ? parts[main].scale : -1;
    for (size_t i = 0; i < n_parts; i++) delay->n_scaled += parts[i].scale >= 0;
    delay->scale = bireme_calloc(delay->n_scaled, sizeof *delay->scale);
    if (delay->scale == NULL) return bireme_fail_memory(error);
    size_t column = 0;
    for (size_t i = 0; i < n_parts; i++)
        if (i != main && parts[i].scale >= 0) delay->scale[column++] = parts[i].scale;
    if (delay->main_scale >= 0) delay->scale[column] = delay->main_scale;
    if (main < n_parts) { /* the delay takes ownership of the table; G(x) = x − mean beyond its end */
        double end = bireme_integral_table_end(parts[main].table);
        delay->main = parts[main].table;
        delay->main_mean = end - bireme_integral_table_value(delay->main, end);
    }
    bireme_status status = bireme_delay_choose_rules(delay, model, parts, n_parts, main, error);
    if (main < n_parts) parts[main].table = NULL;
    return status;
}

bireme_status bireme_delay_create(const bireme_model *model, const bireme_channel *channel, size_t first,
                                  size_t last, bireme_delay_sums *sums, bireme_delay **out,
                                  bireme_error *error)
{
    assert(first >= 1 && last < model->stages);
    bireme_status status = BIREME_OK;
    size_t n_parts;
    bireme_delay_part *parts = bireme_calloc(model->stages, sizeof *parts);
    bireme_delay *delay = bireme_calloc(1, sizeof *delay);
    if (parts == NULL || delay == NULL) {
        status = bireme_fail_memory(error);
        goto done;
    }
    status = bireme_delay_parts(model, channel, first, last, sums, parts, &n_parts, &delay->shift, error);
    if (status != BIREME_OK) goto done;
    status = assemble(delay, model, parts, n_parts, error);
    if (status != BIREME_OK) {
        bireme_model_locate(error, channel->cycle[last].origin, channel->cycle[last].pointer);
        goto done;
    }
    *out = delay;
    delay = NULL;
done:
    if (parts != NULL)
        for (size_t i = 0; i < model->stages; i++) bireme_integral_table_free(parts[i].table);
    bireme_free(parts);
    bireme_delay_free(delay);
    return status;
}

void bireme_delay_free(bireme_delay *delay)
{
    if (delay == NULL) return;
    for (size_t r = 0; r < delay->n_rules; r++) bireme_delay_rule_free(&delay->rules[r]);
    bireme_integral_table_free(delay->main);
    bireme_free(delay->scale);
    bireme_free(delay);
}

/* Serves only to order the rules: a node with a table look-up takes several times as long as one of the
 * straight line. */
static size_t cost_of(const bireme_delay_rule *rule)
{
    return rule->n_nodes * (rule->straight ? 1 : 8);
}

/* The cheapest rule that is valid from the earliest to the latest of the times. */
static const bireme_delay_rule *rule_for(const bireme_delay *delay, double earliest, double latest)
{
    const bireme_delay_rule *best = &delay->rules[delay->everywhere];
    for (size_t r = 0; r < delay->n_rules; r++) {
        const bireme_delay_rule *rule = &delay->rules[r];
        if (rule->from <= earliest && latest <= rule->to && cost_of(rule) < cost_of(best)) best = rule;
    }
    return best;
}

static void eval_block(const bireme_delay *delay, const double *const *quantity, size_t first, size_t n,
                       const double *x, double *out)
{
    double inverse[BIREME_DELAY_BLOCK], earliest = INFINITY, latest = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        earliest = x[i] < earliest ? x[i] : earliest;
        latest = x[i] > latest ? x[i] : latest;
    }
    const bireme_delay_rule *rule = rule_for(delay, earliest, latest);
    if (delay->main_scale >= 0 && !rule->straight)
        for (size_t i = 0; i < n; i++) inverse[i] = 1 / quantity[delay->main_scale][first + i];
    bireme_delay_rule_eval(delay, rule, quantity, first, inverse, n, x, out);
}

void bireme_delay_eval(const bireme_delay *delay, const double *const *quantity, size_t n, const double *x,
                       double *out)
{
    for (size_t at = 0; at < n; at += BIREME_DELAY_BLOCK) {
        size_t some = n - at < BIREME_DELAY_BLOCK ? n - at : BIREME_DELAY_BLOCK;
        eval_block(delay, quantity, at, some, x + at, out + at);
    }
}
