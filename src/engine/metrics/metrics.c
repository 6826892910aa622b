/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The metrics of a block, each computed by its rule.
 */
#include <assert.h>
#include "model/past.h"
#include "engine/metrics/rules.h"
#include "engine/metrics/threshold.h"

static const bireme_metric_how how[BIREME_METRIC_KINDS] = {
#define METRIC(kind, is, computed) [BIREME_METRIC_##kind] = {BIREME_METRIC_COLUMN computed},
#include "model/metric_rows.inc"
};

const bireme_metric_how *bireme_metric_how_of(bireme_metric_kind kind)
{
    return &how[kind];
}

size_t bireme_block_metric_periods(const bireme_block *block, const bireme_metric *metric)
{
    return how[metric->kind].once ? bireme_count_periods(block) : block->compiled->model->periods;
}

bool bireme_block_reaches(const bireme_metric *metric, bireme_depth depth)
{
    bireme_metric_known known = how[metric->kind].known;
    if (depth == BIREME_DEPTH_ALL || known == BIREME_KNOWN_ALWAYS) return true;
    return known == (depth == BIREME_DEPTH_WINS ? BIREME_KNOWN_WITH_DRAWS : BIREME_KNOWN_WITH_COUNTS);
}

bool bireme_block_is_timed(const bireme_metric *metric)
{
    return how[metric->kind].timed;
}

void bireme_block_metric(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    assert(how[metric->kind].at != NULL);
    how[metric->kind].at(block, metric, t, out);
}

/* What the metric that the rule computes was in the periods that are over. */
static double past_of(const bireme_block *block, bireme_metric_rule *rule, int index)
{
    for (int k = 0; k < BIREME_METRIC_KINDS; k++)
        if (how[k].at == rule)
            return bireme_past_part(block->compiled->model, bireme_metric_one((bireme_metric_kind)k, index));
    return 0;
}

void bireme_block_metric_whole(bireme_block *block, const bireme_metric *metric, double *out)
{
    const bireme_model *model = block->compiled->model;
    assert(how[metric->kind].whole != NULL);
    bool past = model->past.periods > 0 && bireme_past_enters(metric->kind) &&
                bireme_past_suffices(model, bireme_metric_id_of(metric));
    block->past_of = past ? past_of : NULL;
    how[metric->kind].whole(block, metric, 0, out);
    block->past_of = NULL;
}

void bireme_block_metric_over(bireme_block *block, const bireme_metric *metric, size_t first, size_t n,
                              double *out)
{
    assert(how[metric->kind].over != NULL);
    how[metric->kind].over(block, metric, first, n, out);
}

double bireme_metric_terms(const bireme_compiled *compiled, const bireme_metric *metric)
{
    return how[metric->kind].terms != NULL ? how[metric->kind].terms(compiled) : 0;
}

void bireme_block_metric_until(bireme_block *block, const bireme_metric *metric, size_t by, double *out)
{
    bireme_lanes value;
    if (metric->total == BIREME_TOTAL_OWN || metric->total == BIREME_TOTAL_ALONE) {
        bireme_block_metric_whole(block, metric, out);
        return;
    }
    bireme_lanes_set(bireme_past_part(block->compiled->model, bireme_metric_id_of(metric)), out);
    for (size_t t = 0; t <= by && t < bireme_block_metric_periods(block, metric); t++) {
        bireme_block_metric(block, metric, t, value);
        if (metric->total == BIREME_TOTAL_SUM)
            bireme_lanes_add(value, out);
        else
            bireme_lanes_copy(value, out);
    }
}
