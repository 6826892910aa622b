/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs of the same trials at different scales, in order of scale.
 */
#include "decide/target/internal.h"

#include <math.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "compile/variant.h"
#include "numeric/rank.h"
#include "stats/sample.h"

static double mean_of(const double *value, uint64_t n, double *finite)
{
    double sum = 0;
    uint64_t count = 0;
    for (uint64_t i = 0; i < n; i++)
        if (isfinite(value[i])) sum += value[i], count++;
    if (finite != NULL) *finite = (double)count / (double)n;
    return count > 0 ? sum / (double)count : NAN;
}

/* The median of the values that there are; NAN: none. */
static double middle_of(bireme_target_search *search, const double *value, uint64_t n)
{
    double *sorted = search->crossing;
    uint64_t count = 0;
    for (uint64_t i = 0; i < n; i++)
        if (isfinite(value[i])) sorted[count++] = value[i];
    bireme_sort(count, sorted);
    return count > 0 ? (sorted[(count - 1) / 2] + sorted[count / 2]) / 2 : NAN;
}

static bireme_status run_at(bireme_target_search *search, uint64_t trials, double scale,
                            bireme_target_node *out, bireme_error *error)
{
    bireme_compiled *compiled;
    double *wanted[] = {out->value, search->room[0], search->room[1], search->room[2]}, finite = 1;
    bireme_status status = bireme_target_variant(search, scale, &compiled, error);
    if (status != BIREME_OK) return status;
    status = bireme_study_run(search->study, compiled, NULL, trials, wanted, error);
    out->threshold =
        bireme_metric_threshold(compiled, &compiled->metrics->items[search->metric],
                                search->goal.at_most ? -search->goal.at_least : search->goal.at_least, false);
    bireme_variant_free(compiled);
    if (status != BIREME_OK) return status;
    search->target->runs += (double)trials / (double)search->run.trials;
    out->scale = scale;
    out->reach = NAN;
    double sign = search->goal.at_most ? -1 : 1; /* a maximum for the metric is a minimum for its negative */
    for (uint64_t i = 0; i < trials; i++)        /* a trial without a value, or unbought, does not reach it */
        out->value[i] = isfinite(out->value[i]) ? sign * out->value[i] : -INFINITY;
    out->share = bireme_sample_share(out->value, trials, search->study->replicates, out->threshold, &out->se);
    out->leads = mean_of(search->room[0], trials, NULL);
    out->cost = mean_of(search->room[1], trials, &finite);
    out->middle_cost = middle_of(search, search->room[1], trials);
    out->wins = mean_of(search->room[2], trials, NULL);
    out->unbought = 1 - finite;
    out->mean = mean_of(out->value, trials, NULL) * finite;
    return BIREME_OK;
}

bireme_status bireme_target_visit(bireme_target_search *search, bireme_target_nodes *nodes, double scale,
                                  const bireme_target_node **out, bireme_error *error)
{
    size_t at = 0;
    const char *bound;
    if (bireme_target_is_stepped(search)) /* of all scales with these reps, the one that is theirs */
        scale = bireme_target_reps_at(search, scale, &bound) / search->model->teams[0].reps;
    while (at < nodes->n && nodes->node[at].scale < scale * (1 - 1e-9)) at++;
    bool there = at < nodes->n && nodes->node[at].scale <= scale * (1 + 1e-9);
    if (!there) {
        if (nodes->n == BIREME_TARGET_NODES_MOST) there = true, at = at < nodes->n ? at : at - 1;
    }
    if (!there) {
        bireme_target_node node = {.value = bireme_calloc((size_t)nodes->trials, sizeof *node.value)};
        bireme_status status = node.value != NULL ? run_at(search, nodes->trials, scale, &node, error)
                                                  : bireme_fail_memory(error);
        if (status != BIREME_OK) {
            bireme_free(node.value);
            return status;
        }
        if (nodes == &search->pilot)
            search->scanned +=
                fmax((double)nodes->trials / (double)search->run.trials - 1.0 / BIREME_TARGET_PILOT_PART, 0);
        memmove(&nodes->node[at + 1], &nodes->node[at], (nodes->n - at) * sizeof *nodes->node);
        nodes->node[at] = node;
        nodes->n++;
    }
    if (out != NULL) *out = &nodes->node[at];
    return BIREME_OK;
}

void bireme_target_nodes_free(bireme_target_nodes *nodes)
{
    for (size_t i = 0; i < nodes->n; i++) bireme_free(nodes->node[i].value);
    nodes->n = 0;
}

/* Deals with touches are drawn one by one, so the work of a run grows with them; it is limited. */
bool bireme_target_is_too_much(const bireme_target_search *search, const bireme_target_node *node)
{
    const double deals_most = 0x1p26; /* in all trials of the pilot: some seconds */
    const bireme_compiled *compiled = search->study->compiled;
    bool touched = false;
    for (size_t c = 0; c < compiled->model->n_channels; c++) touched |= compiled->channels[c].touches != NULL;
    return touched && 2 * node->wins * (double)search->pilot.trials > deals_most;
}
