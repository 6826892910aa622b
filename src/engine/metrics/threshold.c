/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two metrics are differences of large numbers. Near its goal g, contribution is margin · revenue − costs,
 * whose terms come to |g| and twice the costs: so a plan that breaks even to the cent does, though its
 * revenue was rounded. ROMI is such a difference over the cost: |g| and 2. (Costs are those that are known
 * when it is compiled; a commission, or leads whose price is a rate of the trial, are of the same size, and
 * BIREME_SUM_ERROR has room for that.) All others are sums and quotients of terms of one sign, for which |g|
 * is all.
 */
#include "engine/metrics/threshold.h"

static double known_costs(const bireme_compiled *compiled)
{
    const bireme_model *model = compiled->model;
    double sum = 0;
    for (size_t t = 0; t < model->periods; t++) {
        sum += compiled->initiative_cost[t] + compiled->heads[t] * model->sales.cost_per_rep;
        for (size_t c = 0; c < model->n_channels; c++) sum += model->channels[c].spend[t];
    }
    return sum;
}

double bireme_metric_terms(const bireme_compiled *compiled, const bireme_metric *metric)
{
    if (metric->kind == BIREME_METRIC_CONTRIBUTION) return 2 * known_costs(compiled);
    return metric->kind == BIREME_METRIC_ROMI ? 2 : 0;
}

bireme_threshold bireme_metric_threshold(const bireme_compiled *compiled, const bireme_metric *metric,
                                         double goal, bool at_most)
{
    return bireme_threshold_of(goal, bireme_metric_terms(compiled, metric), at_most);
}
