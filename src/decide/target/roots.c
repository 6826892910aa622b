/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * At which scale P has a given value, between two runs: each trial's metric is assumed linear in the scale (a
 * count, or a sum of deals: a walk in even jumps), which tells where it crosses the target, and crossings are
 * counted.
 */
#include "decide/target/internal.h"

#include <math.h>
#include "numeric/special/special.h"

/* Where a metric that makes m jumps on the way makes its r-th: like the r-th of m uniform points, a beta
 * variable, at its quantile of u in (0, 1). Exact for the first and the last; otherwise approximated well
 * enough by the cube root (Wilson and Hilferty 1931), from the nearer end. */
static double jump_at(double r, double m, double u)
{
    double last = m - r + 1;
    if (r > last) return 1 - jump_at(last, m, 1 - u);
    if (r <= 1) return 1 - pow(1 - u, 1 / m);
    double cube = 1 - 1 / (9 * r) + bireme_normal_quantile(u) / (3 * sqrt(r));
    double arrival = r * fmax(cube, 0) * cube * cube;
    return fmin(arrival / (arrival + last), 1);
}

/* The number of whole jumps needed to come that far. */
static double jumps_to(double distance, double jump)
{
    return fmax(ceil(distance / jump * (1 - BIREME_SUM_ERROR)), 1);
}

/* Where between two runs the trials cross the target, as a share of the way; for those that cross downwards,
 * −1 minus that. */
static size_t find_crossings(const bireme_target_search *search, const bireme_target_nodes *nodes, size_t k,
                             double *out)
{
    const double golden = 0.6180339887498949; /* its multiples are evenly spread */
    /* values are negated if the target is a maximum */
    double target = search->goal.at_most ? -search->goal.at_least : search->goal.at_least,
           jump = search->jump;
    const double *from = nodes->node[k].value, *to = nodes->node[k + 1].value;
    size_t n = 0;
    for (uint64_t i = 0; i < nodes->trials; i++) {
        bool before = bireme_threshold_met(nodes->node[k].threshold, from[i]),
             after = bireme_threshold_met(nodes->node[k + 1].threshold, to[i]);
        if (before == after) continue;
        double way = (target - from[i]) / (to[i] - from[i]), spread = (double)(i + 1) * golden;
        if (!isfinite(to[i] - from[i]))
            way = 0.5; /* at one end it cannot be bought, or has no value */
        else if (jump > 0)
            way = jump_at(jumps_to(after ? target - from[i] : from[i] - target + jump, jump),
                          jumps_to(fabs(to[i] - from[i]), jump), spread - floor(spread));
        out[n++] = after ? way : -1 - way;
    }
    return n;
}

/* How many more trials reach the target at that share of the way than at its beginning. */
static double crossed(const double *crossing, size_t n, double way)
{
    double count = 0;
    for (size_t i = 0; i < n; i++)
        count += crossing[i] >= 0 ? crossing[i] <= way : -(-1 - crossing[i] <= way);
    return count;
}

/* The share of the way from one run to the next at which P is `share`, whether P rises or falls. */
static double way_to(bireme_target_search *search, const bireme_target_nodes *nodes, size_t k, double share)
{
    enum { HALVINGS = 34 };
    const bireme_target_node *from = &nodes->node[k];
    bool rises = from->share < share;
    size_t n = find_crossings(search, nodes, k, search->crossing);
    double low = 0, high = 1, missing = (share - from->share) * (double)nodes->trials;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if ((crossed(search->crossing, n, middle) >= missing) == rises)
            high = middle;
        else
            low = middle;
    }
    return rises ? high : low;
}

/* The scale at a share of the way, which is a ratio of scales: the density of the scale that trials need
 * decreases towards the end. */
static double scale_at(const bireme_target_node *from, double way)
{
    const bireme_target_node *to = from + 1;
    return from->scale > 0 ? from->scale * pow(to->scale / from->scale, way) : way * to->scale;
}

double bireme_target_root(bireme_target_search *search, const bireme_target_nodes *nodes, double share)
{
    size_t k = 0;
    while (k < nodes->n && nodes->node[k].share < share) k++;
    if (k == nodes->n) return NAN;
    if (k == 0) return nodes->node[0].scale;
    return scale_at(&nodes->node[k - 1], way_to(search, nodes, k - 1, share));
}

double bireme_target_last_root(bireme_target_search *search, const bireme_target_nodes *nodes, double share)
{
    size_t k = bireme_target_last(nodes, share);
    if (k == SIZE_MAX) return NAN;
    if (k + 1 == nodes->n) return nodes->node[k].scale;
    return scale_at(&nodes->node[k], way_to(search, nodes, k, share));
}

size_t bireme_target_last(const bireme_target_nodes *nodes, double share)
{
    for (size_t k = nodes->n; k-- > 0;)
        if (nodes->node[k].share >= share) return k;
    return SIZE_MAX;
}
