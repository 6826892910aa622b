/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The scale at which most is reached. Where a metric rises and falls again in the scale (contribution, once
 * sales has no more room), the scales with a high P may lie as closely together as trials do: between two
 * runs that both have P = 0. What the metric reaches with the confidence, its quantile, rises and falls over
 * the whole range, and P is at least the confidence exactly where that is at least the target. So the summit
 * of the quantile is climbed: by golden sections of the wider side of the highest run, in logarithms of the
 * scale.
 *
 * It ends where nothing higher is left: the neighbours are next to it; or, if the quantile is concave (as
 * what saturates is), where the lines through the runs on either side, continued, meet below the target by
 * far.
 */
#include "decide/target/internal.h"

#include <math.h>
#include <string.h>
#include "numeric/rank.h"

double bireme_target_reach(bireme_target_search *search, bireme_target_nodes *nodes, size_t k)
{
    bireme_target_node *node = &nodes->node[k];
    if (!isnan(node->reach)) return node->reach;
    memcpy(search->crossing, node->value, nodes->trials * sizeof *search->crossing);
    bireme_sort(nodes->trials, search->crossing);
    double below = floor((double)nodes->trials * (1 - search->target->confidence) * (1 + 1e-12));
    node->reach = search->crossing[(size_t)below];
    return node->reach;
}

size_t bireme_target_summit(bireme_target_search *search, bireme_target_nodes *nodes)
{
    size_t best = 0;
    for (size_t k = 1; k < nodes->n; k++) {
        double here = bireme_target_reach(search, nodes, k), there = bireme_target_reach(search, nodes, best);
        if (here > there || (here == there && nodes->node[k].share > nodes->node[best].share)) best = k;
    }
    return best;
}

/* The line through two runs, at the scale of a third. */
static double continued(bireme_target_search *search, bireme_target_nodes *nodes, size_t a, size_t b,
                        size_t at)
{
    const bireme_target_node *node = nodes->node;
    double from = bireme_target_reach(search, nodes, a), to = bireme_target_reach(search, nodes, b);
    return to + (to - from) * (node[at].scale - node[b].scale) / (node[b].scale - node[a].scale);
}

/* Whether concavity leaves no chance that the target is reached next to the summit. */
static bool is_hopeless(bireme_target_search *search, bireme_target_nodes *nodes, size_t best)
{
    double here = bireme_target_reach(search, nodes, best), more = 0,
           target = search->goal.at_most ? -search->goal.at_least : search->goal.at_least;
    if (best < 2 || best + 2 >= nodes->n || !isfinite(here)) return false;
    more = fmax(continued(search, nodes, best - 2, best - 1, best) - here,
                continued(search, nodes, best + 2, best + 1, best) - here);
    return isfinite(more) && here + 3 * fmax(more, 0) < target;
}

/* The next scale to run at; NAN: nothing lies between the summit and its neighbours. */
static double next_to(const bireme_target_nodes *nodes, size_t best, double near)
{
    const double golden = 0.3819660112501051;
    const bireme_target_node *node = &nodes->node[best];
    double here = node->scale, below = best > 0 ? node[-1].scale : here,
           above = best + 1 < nodes->n ? node[1].scale : here;
    if (!(here > 0)) return above > 0 ? above / 2 : NAN;
    double down = below > 0 ? log(here / below) : best > 0 ? 1 : 0, up = log(above / here);
    if (fmax(down, up) < near) return NAN;
    return here * exp(up >= down ? golden * up : -golden * down);
}

bireme_status bireme_target_climb(bireme_target_search *search, bireme_target_nodes *nodes, int steps,
                                  double enough, bireme_error *error)
{
    for (int i = 0; i < steps; i++) {
        size_t best = bireme_target_summit(search, nodes);
        if (nodes->node[best].share >= enough || is_hopeless(search, nodes, best)) return BIREME_OK;
        double scale = next_to(nodes, best, 1e-4);
        if (isnan(scale)) return BIREME_OK;
        bireme_status status = bireme_target_visit(search, nodes, scale, NULL, error);
        if (status != BIREME_OK) return status;
    }
    return BIREME_OK;
}

bireme_status bireme_target_climb_likeliest(bireme_target_search *search, bireme_target_nodes *nodes,
                                            int steps, bireme_error *error)
{
    const double near = 0.01;
    for (int i = 0; i < steps; i++) {
        size_t best = 0;
        for (size_t k = 1; k < nodes->n; k++)
            if (nodes->node[k].share > nodes->node[best].share) best = k;
        double scale = nodes->node[best].share > 0 ? next_to(nodes, best, near) : NAN;
        if (isnan(scale)) return BIREME_OK;
        bireme_status status = bireme_target_visit(search, nodes, scale, NULL, error);
        if (status != BIREME_OK) return status;
    }
    return BIREME_OK;
}

const bireme_target_node *bireme_target_best(bireme_target_search *search, bireme_target_nodes *nodes)
{
    const bireme_target_node *first = nodes->node, *end = first + nodes->n, *best = first;
    for (const bireme_target_node *node = first + 1; node < end; node++)
        if (node->share > best->share || (node->share == best->share && node->mean > best->mean)) best = node;
    if (best->share <= 0.01) best = first + bireme_target_summit(search, nodes);
    bool is_close = best->share > search->target->confidence - 0.03; /* where a point is much */
    double less = is_close ? fmin(0.01, best->se) : 0.01;
    for (const bireme_target_node *node = first; node < best; node++) {
        bool as_likely = node->share >= best->share - less, as_much = node->mean >= best->mean * 0.995;
        if (as_likely && (best->share > 0.01 || as_much)) return node;
    }
    return best;
}
