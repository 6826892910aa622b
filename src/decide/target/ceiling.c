/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search for a target that is a maximum: the largest scale x with P(x) = P(metric ≤ target) ≥ q. (A
 * backlog or a cost rises with the plan; CAC falls first, as long as the cost of the team is shared by more
 * wins, and rises as channels saturate. The smallest scale would not be an answer: nobody asks how little may
 * be done.)
 *
 * A pilot doubles the scale until P is low and no longer falls, and halves it from today's; the answer
 * lies between the largest of its scales that keeps the target and the next one. There full runs close in,
 * alternately by a line through Φ⁻¹(P) over the logarithm of the scale and by bisection. If no scale of
 * the pilot keeps the target, the maximum of P between them is searched for.
 */
#include "decide/target/internal.h"

#include <math.h>
#include "base/error.h"
#include "numeric/special/special.h"

enum { DOUBLINGS = 24, HALVINGS = 12, STEPS = 24, CLIMBS = 24, LIKELIEST = 6 };

static bool keeps(const bireme_target_search *search, const bireme_target_node *node)
{
    return node->share >= search->target->confidence;
}

/* The index of the run with the largest scale that keeps the target; SIZE_MAX: there is none. */
static size_t last_kept(const bireme_target_search *search, const bireme_target_nodes *nodes)
{
    return bireme_target_last(nodes, search->target->confidence);
}

static size_t likeliest(const bireme_target_nodes *nodes)
{
    size_t best = 0;
    for (size_t k = 1; k < nodes->n; k++)
        if (nodes->node[k].share > nodes->node[best].share) best = k;
    return best;
}

static bireme_status explore(bireme_target_search *search, double highest, bireme_error *error)
{
    bireme_target_nodes *pilot = &search->pilot;
    const bireme_target_node *node;
    double low = 0.5 * search->target->confidence, before = 1;
    bireme_status status = BIREME_OK;
    for (double i = 0, scale = 1; i < HALVINGS && status == BIREME_OK; i++, scale /= 2)
        status = bireme_target_visit(search, pilot, scale, NULL, error);
    for (int i = 0, beyond = 0; i < DOUBLINGS && beyond < 3 && before < highest && status == BIREME_OK; i++) {
        before = fmin(2 * before, highest);
        status = bireme_target_visit(search, pilot, before, &node, error);
        if (status != BIREME_OK) break;
        /* below half of the confidence, and past the maximum: while P still rises it may yet reach it */
        bool fallen = node->share < low && node->share <= pilot->node[pilot->n - 2].share;
        beyond = fallen ? beyond + 1 : 0;
        search->cut = beyond < 3 && before < highest && bireme_target_is_too_much(search, node);
        if (search->cut) break;
    }
    return status;
}

/* The next scale to run at, between one that keeps the target and one that does not. */
static double between(const bireme_target_search *search, const bireme_target_node *kept,
                      const bireme_target_node *missed, int step)
{
    double least = 0.5 / (double)search->full.trials, way = 0.5;
    if (!(kept->scale > 0)) return missed->scale / 2;
    double a = bireme_normal_quantile(fmin(fmax(kept->share, least), 1 - least)),
           b = bireme_normal_quantile(fmin(fmax(missed->share, least), 1 - least)),
           q = bireme_normal_quantile(search->target->confidence);
    if (step % 3 != 2 && a > b) way = fmin(fmax((a - q) / (a - b), 0.02), 0.98);
    return kept->scale * pow(missed->scale / kept->scale, way);
}

/* Whether the answer is known: P is close to the confidence, or nothing lies between the run that keeps the
 * target and the next. */
static bool has_closed_in(const bireme_target_search *search)
{
    const double next_to = 1e-6;
    const bireme_target_nodes *full = &search->full;
    size_t k = last_kept(search, full);
    if (k == SIZE_MAX || k + 1 == full->n) return true;
    const bireme_target_node *node = &full->node[k];
    double close = fmax(6 / (double)full->trials, 0.1 * node->se);
    if (bireme_target_is_stepped(search))
        return isnan(bireme_target_step_between(search, node->scale, node[1].scale));
    return (node->share - search->target->confidence <= close) ||
           node[1].scale - node->scale <= next_to * node->scale;
}

static bireme_status close_in(bireme_target_search *search, double kept, double missed, bireme_error *error)
{
    bireme_target_nodes *full = &search->full;
    bireme_status status = bireme_target_visit(search, full, kept, NULL, error);
    if (status == BIREME_OK) status = bireme_target_visit(search, full, missed, NULL, error);
    /* the pilot's few trials may have been wrong about either end */
    for (int i = 0; i < 6 && status == BIREME_OK && last_kept(search, full) == SIZE_MAX; i++)
        status = bireme_target_visit(search, full, kept /= 1.5, NULL, error);
    for (int i = 0; i < 6 && status == BIREME_OK && keeps(search, &full->node[full->n - 1]); i++)
        status = bireme_target_visit(search, full, missed *= 1.5, NULL, error);
    for (int i = 0; i < STEPS && status == BIREME_OK && !has_closed_in(search); i++) {
        const bireme_target_node *node = &full->node[last_kept(search, full)];
        double step = bireme_target_step_between(search, node->scale, node[1].scale);
        if (isnan(step)) step = between(search, node, node + 1, i);
        status = bireme_target_visit(search, full, step, NULL, error);
    }
    return status;
}

/* The error of P divided by its slope, between the nearest runs that differ distinguishably in P. */
static double scale_se(const bireme_target_nodes *full, size_t k)
{
    const double apart = 0.02;
    const bireme_target_node *node = &full->node[k];
    size_t low = k, high = k;
    while (low > 0 && full->node[low].share < node->share + apart) low--;
    while (high + 1 < full->n && full->node[high].share > node->share - apart) high++;
    double fall = full->node[low].share - full->node[high].share;
    if (!(fall > 0) || !(full->node[low].scale > 0)) return NAN;
    double slope = fall / log(full->node[high].scale / full->node[low].scale);
    return node->scale * hypot(node->se, 3.3 / (double)full->trials) / slope;
}

/* ------------------------ the answer */

static void settle(bireme_target_search *search, bool held)
{
    bireme_target *target = search->target;
    const bireme_target_nodes *full = &search->full;
    size_t k = last_kept(search, full);
    target->reached = k != SIZE_MAX;
    if (!target->reached) k = likeliest(full);
    target->scale = full->node[k].scale;
    target->achieved = full->node[k].share;
    target->achieved_se = full->node[k].se;
    target->unbought = full->node[k].unbought;
    bool open = (held || !target->reached) && search->cut;
    target->converged = has_closed_in(search) && !open;
    target->unsettled = !target->reached && target->confidence - full->node[k].share <= 2 * full->node[k].se;
    target->scale_se = !target->converged || !target->reached ? NAN : held ? 0 : scale_se(full, k);
}

/* The largest plan: full runs near the scale that the pilot found. held: every scale up to the end of the
 * lines keeps the target. */
static bireme_status find_largest(bireme_target_search *search, double highest, bool *held,
                                  bireme_error *error)
{
    bireme_target_nodes *pilot = &search->pilot, *full = &search->full;
    bireme_status status = BIREME_OK;
    size_t k = last_kept(search, pilot);
    if (k == SIZE_MAX) { /* buying nothing may not keep it either */
        status = bireme_target_visit(search, pilot, 0, NULL, error);
        if (status != BIREME_OK) return status;
        return bireme_target_visit(search, full, search->cut ? 1 : bireme_target_best(search, pilot)->scale,
                                   NULL, error);
    }
    *held = k + 1 == pilot->n;
    if (*held && pilot->node[k].scale < highest && !search->cut)
        return bireme_fail(
            error, BIREME_DOMAIN,
            "`%s` stays at most that however much is bought: there is no largest plan; a maximum of the "
            "decision's lines would set one",
            search->target->metric);
    if (*held) return bireme_target_visit(search, full, pilot->node[k].scale, NULL, error);
    return close_in(search, pilot->node[k].scale, pilot->node[k + 1].scale, error);
}

/* ------------------------ the curve */

/* Whether the full runs determine the scale for that share, apart from what lies between two nearly equal
 * scales. */
static bool is_enclosed(const bireme_target_nodes *full, double share)
{
    const double close = 0.06;
    size_t k = bireme_target_last(full, share);
    return k != SIZE_MAX && k + 1 < full->n && full->node[k].share - full->node[k + 1].share < close;
}

/* Runs at the largest scale for that share; first in the pilot, whose root is then known better. */
static bireme_status look_at(bireme_target_search *search, double share, double highest, bireme_error *error)
{
    bireme_target_nodes *pilot = &search->pilot, *full = &search->full;
    size_t k = bireme_target_last(pilot, share);
    if (k == SIZE_MAX || is_enclosed(full, share)) return BIREME_OK;
    if (k + 1 == pilot->n) /* at the end of the lines, or without an end */
        return bireme_target_visit(search, full, fmin(pilot->node[k].scale, highest), NULL, error);
    bireme_status status = bireme_target_visit(search, pilot, bireme_target_last_root(search, pilot, share),
                                               NULL, error);
    if (status != BIREME_OK) return status;
    return bireme_target_visit(search, full, bireme_target_last_root(search, pilot, share), NULL, error);
}

/* The pilot's few trials may be wrong about the ends: runs at its next scales outwards, until the curve lies
 * between full runs. */
static bireme_status look_beyond(bireme_target_search *search, bireme_error *error)
{
    const double ends[] = {bireme_target_share(0), bireme_target_share(BIREME_TARGET_POINTS - 1)};
    bireme_target_nodes *pilot = &search->pilot, *full = &search->full;
    bireme_status status = BIREME_OK;
    for (size_t i = 0; i < pilot->n && status == BIREME_OK; i++)
        if (pilot->node[i].scale > full->node[full->n - 1].scale && full->node[full->n - 1].share >= ends[0])
            status = bireme_target_visit(search, full, pilot->node[i].scale, NULL, error);
    for (size_t i = pilot->n; i-- > 0 && status == BIREME_OK;)
        if (pilot->node[i].share >= ends[1] && bireme_target_last(full, ends[1]) == SIZE_MAX)
            status = bireme_target_visit(search, full, pilot->node[i].scale, NULL, error);
    return status;
}

static bireme_status find_curve(bireme_target_search *search, double highest, bireme_error *error)
{
    const double beside = 0.015; /* so that the curve's ends lie between the runs */
    bireme_status status = BIREME_OK;
    for (int i = 0; i < BIREME_TARGET_POINTS && status == BIREME_OK; i++) {
        double share = bireme_target_share(i);
        if (i == 0) share -= beside;
        if (i + 1 == BIREME_TARGET_POINTS) share += beside / 3;
        status = look_at(search, share, highest, error);
    }
    return status == BIREME_OK ? look_beyond(search, error) : status;
}

/* If P is not monotone, a larger scale may keep the target too. */
static bireme_status look_above(bireme_target_search *search, bireme_error *error)
{
    bireme_target_tooth tooth;
    bireme_status status = bireme_target_scan(search, search->target->scale, false, &tooth, error);
    if (status != BIREME_OK || !tooth.there || isnan(tooth.missed)) return status;
    status = close_in(search, tooth.reached, tooth.missed, error);
    if (status == BIREME_OK) settle(search, false);
    return status;
}

bireme_status bireme_target_solve_ceiling(bireme_target_search *search, bireme_error *error)
{
    bireme_target *target = search->target;
    double highest = bireme_target_highest(search);
    bool held = false;
    bireme_status status = explore(search, highest, error);
    if (status == BIREME_OK && last_kept(search, &search->pilot) == SIZE_MAX)
        status = bireme_target_climb(search, &search->pilot, CLIMBS, target->confidence, error);
    if (status == BIREME_OK && last_kept(search, &search->pilot) == SIZE_MAX)
        status = bireme_target_climb_likeliest(search, &search->pilot, LIKELIEST, error);
    if (status == BIREME_OK) status = bireme_target_visit(search, &search->pilot, 1, NULL, error);
    if (status != BIREME_OK) return status;
    status = find_largest(search, highest, &held, error);
    if (status != BIREME_OK) return status;
    settle(search, held);
    status = find_curve(search, highest, error);
    if (status != BIREME_OK) return status;
    size_t k = last_kept(search, &search->full); /* a run for the curve may have found a larger one */
    if (k != SIZE_MAX && (!target->reached || search->full.node[k].scale > target->scale) &&
        k + 1 < search->full.n) {
        status = close_in(search, search->full.node[k].scale, search->full.node[k + 1].scale, error);
        if (status != BIREME_OK) return status;
        settle(search, held);
    }
    if (target->reached && !held) status = look_above(search, error);
    if (status == BIREME_OK) status = bireme_target_look_at_today(search, error);
    if (status != BIREME_OK) return status;
    return bireme_target_draw_curve(search, error);
}
