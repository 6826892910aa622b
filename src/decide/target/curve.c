/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The curve: what each confidence requires or, if the target is a maximum, allows; from the runs already
 * made.
 */
#include "decide/target/internal.h"

#include <math.h>
#include "model/past.h"
#include "base/error.h"

static double root_of(bireme_target_search *search, double share)
{
    return search->goal.at_most ? bireme_target_last_root(search, &search->full, share)
                                : bireme_target_root(search, &search->full, share);
}

/* The lowest share that the runs cover, on the side where P decreases. */
static double least_of(const bireme_target_search *search)
{
    const bireme_target_nodes *full = &search->full;
    return full->node[search->goal.at_most ? full->n - 1 : 0].share;
}

double bireme_target_room_above(double confidence)
{
    return fmin(0.03, (1 - confidence) / 3);
}

/* The error of the scale: the error of P, and of aiming at it, divided by its slope. The slope is that
 * between the scales of shares at equal distances below and above, because next to a plateau P bends, and the
 * steep part below would be taken for the flat part at the place itself. NAN if P does not continue for
 * enough trials to know its slope. */
double bireme_target_find_scale_se(bireme_target_search *search, double share, double se)
{
    const double trials = (double)search->full.trials, least = 16 / trials;
    double width = fmin(bireme_target_room_above(share), share), above = share + width;
    double to = root_of(search, above);
    while (isnan(to) && width / 2 >= least) { /* that much is not reached */
        width /= 2;
        above = share + width;
        to = root_of(search, above);
    }
    double below = fmax(share - width, least_of(search));
    if (share - below < fmin(0.001, width / 2)) below = share;
    if (isnan(to) && search->goal.at_most && below < share) to = root_of(search, share), above = share;
    return hypot(se, 3.3 / trials) * fabs(to - root_of(search, below)) / (above - below);
}

static const bireme_target_node *nearest(const bireme_target_nodes *nodes, double scale)
{
    size_t best = 0;
    for (size_t i = 1; i < nodes->n; i++)
        if (fabs(nodes->node[i].scale - scale) < fabs(nodes->node[best].scale - scale)) best = i;
    return &nodes->node[best];
}

/* The means and the median of a scale, interpolated between two runs. */
static bireme_target_node between(const bireme_target_nodes *nodes, double scale)
{
    size_t k = 0;
    while (k < nodes->n && nodes->node[k].scale < scale) k++;
    const bireme_target_node *to = &nodes->node[k < nodes->n ? k : nodes->n - 1], *from = k > 0 ? to - 1 : to;
    double way = to->scale > from->scale ? fmin((scale - from->scale) / (to->scale - from->scale), 1) : 0;
    return (bireme_target_node){.scale = scale,
                                .leads = from->leads + way * (to->leads - from->leads),
                                .cost = from->cost + way * (to->cost - from->cost),
                                .middle_cost = from->middle_cost +
                                               way * (to->middle_cost - from->middle_cost)};
}

static bool is_answer(const bireme_target *target, double share)
{
    return target->reached && fabs(share - target->confidence) < 1e-9;
}

/* The smallest scale with the share. False: there is none. */
static bool find_smallest(bireme_target_search *search, bireme_target_point *point)
{
    const bireme_target *target = search->target;
    double share = point->confidence, scale = root_of(search, share);
    if (is_answer(target, share)) scale = target->scale;
    if (isnan(scale)) return false;
    point->scale = scale;
    point->scale_se = bireme_target_find_scale_se(search, share, nearest(&search->full, scale)->se);
    return true;
}

/* The largest scale with the share: the end of the lines, if that has it; whole reps alone are steps, with
 * nothing in between. False: there is none, or all have it. */
static bool find_largest(bireme_target_search *search, bireme_target_point *point)
{
    const bireme_target *target = search->target;
    const bireme_target_nodes *full = &search->full;
    size_t k = bireme_target_last(full, point->confidence);
    if (k == SIZE_MAX) return false;
    bool last = k + 1 == full->n, steps = bireme_target_is_stepped(search);
    point->unlimited = last && full->node[k].scale < bireme_target_highest(search) * (1 - 1e-9);
    if (point->unlimited) {
        point->unlimited = !search->cut;
        return false;
    }
    point->scale = last || steps ? full->node[k].scale : root_of(search, point->confidence);
    point->scale_se = last ? 0 : bireme_target_find_scale_se(search, point->confidence, full->node[k].se);
    if (is_answer(target, point->confidence)) {
        point->scale = target->scale;
        point->scale_se = target->scale_se;
    }
    return true;
}

bireme_status bireme_target_draw_curve(bireme_target_search *search, bireme_error *error)
{
    bireme_target *target = search->target;
    target->curve = bireme_arena_alloc(&target->arena, BIREME_TARGET_POINTS, sizeof *target->curve);
    if (target->curve == NULL) return bireme_fail_memory(error);
    /* What is over is in neither: the searches count it, since the target does. */
    double leads = bireme_past_part(search->model, bireme_metric_all(BIREME_METRIC_LEADS)),
           other = bireme_past_part(search->model, bireme_metric_all(BIREME_METRIC_COST_MARKETING));
    for (size_t t = 0; t < search->model->periods; t++) other += search->study->compiled->initiative_cost[t];
    for (int i = 0; i < BIREME_TARGET_POINTS; i++) {
        bireme_target_point *point = &target->curve[target->n_curve++];
        *point = (bireme_target_point){
            .confidence = bireme_target_share(i), .scale = NAN, .scale_se = NAN, .leads = NAN, .budget = NAN};
        point->reached = search->goal.at_most ? find_largest(search, point) : find_smallest(search, point);
        if (!point->reached) continue;
        const bireme_target_node there = between(&search->full, point->scale);
        point->leads = there.leads - leads;
        point->budget = there.cost - other;
        search->middle_budget[i] = there.middle_cost - other;
    }
    return BIREME_OK;
}
