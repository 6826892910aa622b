/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search. Every run uses the same random numbers, so that P(x), the share of the trials that reach the
 * target at scale x, is one fixed function. If each trial's metric grows with x, P is the distribution
 * function of the scale that a trial needs, and its quantile is the answer; if it need not grow (sales
 * capacity taken up by other channels, a metric that spend lowers), the answer is the smallest x with P(x)
 * ≥ q.
 *
 * A pilot (a part of the trials, the beginning of the same points) doubles and halves the scale until the
 * shares of interest lie between; full runs follow at its roots. Between two runs each trial's metric is
 * assumed linear in x (a count, or a sum of deals: a walk in even jumps), which tells where it crosses the
 * target: P between the runs is then a count of crossings, exact at the runs themselves, and right even where
 * P is flat because rates take separate values. The remaining error is corrected by runs at the root itself
 * or, if these do not get closer because no trial moves as assumed (capacity that binds from some scale on),
 * by bisection.
 */
#include "decide/target/internal.h"

#include <math.h>
#include "base/error.h"
#include "numeric/special/special.h"

/* ------------------------ the pilot */

/* A scale of 2^20, a million times today's plan, is where a search ends that nothing else ends. */
enum { DOUBLINGS_MOST = 20, HALVINGS_MOST = 20, CLIMBS = 24, CLIMBS_FREED = 8, LIKELIEST = 6 };
static const double LITTLE = 0.02; /* less of P than that does not show where it rises */

/* Whether what is reached with the confidence comes closer to the target by a part of the distance. */
static bool rises(bireme_target_search *search, bireme_target_nodes *nodes, const bireme_target_node *from,
                  const bireme_target_node *to, double part)
{
    double target = search->goal.at_most ? -search->goal.at_least : search->goal.at_least,
           before = bireme_target_reach(search, nodes, (size_t)(from - nodes->node)),
           after = bireme_target_reach(search, nodes, (size_t)(to - nodes->node));
    return isfinite(after) && after < target &&
           (!isfinite(before) || after - before > part * (target - after));
}

/* Whether more may bring more trials to the target: their share grows; or, in trials that miss it, the metric
 * still grows, not ever more slowly towards a level below the target (a cost per win), and its mean is not
 * already far beyond the target (as where a rate is 0 in half of the trials): no use waiting for what never
 * comes. */
static bool grows(bireme_target_search *search, bireme_target_nodes *nodes, const bireme_target_node *from,
                  const bireme_target_node *to)
{
    const double far = 100, little = 0.01;
    double target = search->goal.at_most ? -search->goal.at_least : search->goal.at_least;
    if (to->share > from->share + 0.002) return true;
    if (to->share > 0.002 && to->mean > far * fabs(search->goal.at_least)) return false;
    if (rises(search, nodes, from, to, little)) return true;
    uint64_t rising = 0;
    for (uint64_t i = 0; i < nodes->trials; i++) {
        double before = from->value[i], after = to->value[i];
        bool met = bireme_threshold_met(to->threshold, after);
        rising += !met && after > before &&
                  (!isfinite(before) || after - before > little * fmin(target - after, fabs(after)));
    }
    return rising > nodes->trials / 500;
}

static bireme_status upwards(bireme_target_search *search, bireme_target_nodes *nodes, double top,
                             bireme_error *error)
{
    double scale = 1, highest = bireme_target_highest(search);
    int flat = 0;
    for (int i = 0; i < DOUBLINGS_MOST && flat < 2 && scale < highest; i++) {
        const bireme_target_node *last, *next;
        double further = fmin(2 * scale, highest);
        bireme_status status = bireme_target_visit(search, nodes, further, NULL, error);
        if (status == BIREME_OK) status = bireme_target_visit(search, nodes, scale, &last, error);
        if (status == BIREME_OK) status = bireme_target_visit(search, nodes, further, &next, error);
        if (status != BIREME_OK) return status;
        if (next->share >= top) return BIREME_OK;
        flat = grows(search, nodes, last, next) ? 0 : flat + 1;
        scale = further;
        bool end = i + 1 == DOUBLINGS_MOST, far = end || bireme_target_is_too_much(search, next);
        search->cut = flat < 2 && scale < highest && far;
        search->target->bounded = search->cut && end;
        if (search->cut) return BIREME_OK;
    }
    return BIREME_OK;
}

/* Downwards from today's plan, until P is low and what is reached no longer rises. */
static bireme_status downwards(bireme_target_search *search, bireme_target_nodes *nodes, bireme_error *error)
{
    double nothing = nodes->node[0].share, least = fmin(0.45, 0.8 * search->target->confidence);
    int fallen = 0;
    for (double i = 0, scale = 1; i < HALVINGS_MOST; i++, scale /= 2) {
        const bireme_target_node *node;
        bireme_status status = bireme_target_visit(search, nodes, scale, &node, error);
        if (status != BIREME_OK) return status;
        size_t k = (size_t)(node - nodes->node), summit = bireme_target_summit(search, nodes);
        bool done = node->share < least || fabs(node->share - nothing) < 0.005;
        fallen = k < summit ? fallen + 1 : 0;
        bool reached = nodes->node[summit].share >= search->target->confidence;
        if (done && (reached || fallen >= 1)) return BIREME_OK;
    }
    return BIREME_OK;
}

/* Whether some run reaches the confidence, by more than chance. */
static bool is_reached(const bireme_target_search *search, const bireme_target_nodes *nodes)
{
    for (size_t k = 0; k < nodes->n; k++)
        if (nodes->node[k].share >= search->target->confidence + 2 * nodes->node[k].se) return true;
    return false;
}

bireme_status bireme_target_explore(bireme_target_search *search, bireme_target_nodes *nodes, double top,
                                    bireme_error *error)
{
    const bireme_target_node *today = NULL;
    search->cut = false;
    bireme_status status = bireme_target_visit(search, nodes, 0, NULL, error);
    if (status == BIREME_OK && nodes->node[0].share >= top) return BIREME_OK;
    if (status == BIREME_OK) status = bireme_target_visit(search, nodes, 1, &today, error);
    if (status == BIREME_OK && today->share < top) status = upwards(search, nodes, top, error);
    if (status == BIREME_OK) status = downwards(search, nodes, error);
    const bireme_target_freed *freed = &search->freed;
    bool is_freed = freed->capacity || freed->saturation || freed->cycle || freed->lines;
    if (status != BIREME_OK || search->cut || is_reached(search, nodes)) return status;
    if (!is_freed || bireme_target_best(search, nodes)->share < LITTLE)
        status = bireme_target_climb(search, nodes, is_freed ? CLIMBS_FREED : CLIMBS, top, error);
    if (status == BIREME_OK && !is_reached(search, nodes))
        status = bireme_target_climb_likeliest(search, nodes, LIKELIEST, error);
    return status;
}

/* ------------------------ full runs */

/* Shares at which P is evaluated, so that the curve's ends lie between them. */
static const double levels[] = {0.485, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.955};
enum { LEVELS = sizeof levels / sizeof *levels };
#define NEAR 0.02                            /* the runs at the answer are this near */
enum { RUNS_MOST = 32, RUNS_OF_CURVE = 11 }; /* as runs of all trials, including the verification */

static double top_of(const bireme_target_search *search)
{
    double confidence = search->target->confidence;
    return fmax(0.97, confidence + (1 - confidence) / 2);
}

/* Runs the pilot at its own root first, which is then known far better. */
static bireme_status look_at(bireme_target_search *search, double share, bireme_error *error)
{
    double scale = bireme_target_root(search, &search->pilot, share);
    if (isnan(scale)) return BIREME_OK;
    bireme_status status = bireme_target_visit(search, &search->pilot, scale, NULL, error);
    scale = bireme_target_root(search, &search->pilot, share);
    if (status == BIREME_OK) status = bireme_target_visit(search, &search->full, scale, NULL, error);
    return status;
}

/* The nodes between which P reaches the confidence, [k − 1, k]; nodes->n: it never does. */
static size_t bracket_of(const bireme_target_search *search)
{
    const bireme_target_nodes *full = &search->full;
    size_t k = 0;
    while (k < full->n && full->node[k].share < search->target->confidence) k++;
    return k;
}

/* If no full run has reached the confidence, the highest of the pilot may: P may come close to it and go
 * no further. Or not much further: how P rises just above the confidence then tells how accurate the scale
 * is. */
static bireme_status look_higher(bireme_target_search *search, bireme_error *error)
{
    const bireme_target_nodes *pilot = &search->pilot, *full = &search->full;
    size_t highest = 0;
    double reached = 0, confidence = search->target->confidence;
    for (size_t i = 0; i < full->n; i++) reached = fmax(reached, full->node[i].share);
    if (bracket_of(search) < full->n && reached >= confidence + bireme_target_room_above(confidence))
        return BIREME_OK;
    for (size_t i = 1; i < pilot->n; i++)
        if (pilot->node[i].share > pilot->node[highest].share) highest = i;
    if (full->n > 0 && pilot->node[highest].share < confidence - 6 * pilot->node[highest].se - 0.03)
        return BIREME_OK; /* out of reach by far */
    return bireme_target_visit(search, &search->full, pilot->node[highest].scale, NULL, error);
}

/* No full run reaches the confidence, but more may: those of the highest, next to it, are nearly as high. */
static bireme_status climb_in_full(bireme_target_search *search, bireme_error *error)
{
    enum { STEPS = 8 };
    bireme_target_nodes *full = &search->full;
    const double confidence = search->target->confidence, apart = 0.005;
    if (bracket_of(search) < full->n || full->n == 0) return BIREME_OK;
    const bireme_target_node *best = bireme_target_best(search, full);
    if (best->share < confidence - 6 * best->se - 0.03) return BIREME_OK;
    double here = full->node[bireme_target_summit(search, full)].scale,
           scales[] = {here * (1 - apart), fmin(here * (1 + apart), bireme_target_highest(search)),
                       fmin(1, bireme_target_highest(search))};
    bireme_status status = BIREME_OK;
    for (int i = 0; i < 3 && status == BIREME_OK && bracket_of(search) == full->n; i++)
        status = bireme_target_visit(search, full, scales[i], NULL, error);
    if (status == BIREME_OK) status = bireme_target_climb(search, full, STEPS, confidence, error);
    if (status != BIREME_OK || bracket_of(search) < full->n) return status;
    return bireme_target_sweep(search, here, error);
}

/* How far above the confidence P may be at the answer. */
static double tolerance_of(const bireme_target_search *search, double se)
{
    return fmax(6 / (double)search->full.trials, 0.1 * se);
}

/* Whether the answer is known: P is close to the confidence, or nothing lies between it and the previous
 * run. */
static bool has_closed_in(const bireme_target_search *search)
{
    const double next_to = 1e-7; /* scales this close are the same plan */
    const bireme_target_nodes *full = &search->full;
    size_t k = bracket_of(search);
    if (k == 0 || k == full->n) return true;
    const bireme_target_node *node = &full->node[k];
    if (bireme_target_is_stepped(search))
        return isnan(bireme_target_step_between(search, node[-1].scale, node->scale));
    return node->share - search->target->confidence <= tolerance_of(search, node->se) ||
           node->scale - node[-1].scale <= next_to * node->scale;
}

/* The next scale to run at, between two runs: by the crossings, unless that has failed; by a line through
 * Φ⁻¹(P) and the logarithm of the scale; or half-way. */
static double next_scale(bireme_target_search *search, size_t k, int i, double aim)
{
    const bireme_target_node *from = &search->full.node[k - 1], *to = from + 1;
    double step = bireme_target_step_between(search, from->scale, to->scale);
    if (!isnan(step)) return step;
    if (i < 3) {
        double root = bireme_target_root(search, &search->full, search->target->confidence + aim);
        if (root > from->scale && root < to->scale) return root;
    }
    if (!(from->scale > 0)) return to->scale / 2;
    double way = 0.5, least = 0.5 / (double)search->full.trials;
    double a = bireme_normal_quantile(fmax(from->share, least)),
           b = bireme_normal_quantile(fmin(to->share, 1 - least));
    if (i % 3 != 2 && b > a)
        way = fmin(fmax((bireme_normal_quantile(search->target->confidence + aim) - a) / (b - a), 0.01),
                   0.99);
    return from->scale * pow(to->scale / from->scale, way);
}

/* The answer: runs until P is at or just above the confidence, as closely as the trials can tell. If one run
 * falls short, the next one aims higher by as much. */
static bireme_status close_in(bireme_target_search *search, bireme_error *error)
{
    double more = 0;
    for (int i = 0; !has_closed_in(search) && search->target->runs + 2 <= RUNS_MOST + search->scanned; i++) {
        const bireme_target_node *node;
        size_t k = bracket_of(search), n = search->full.n;
        double confidence = search->target->confidence,
               tolerance = tolerance_of(search, search->full.node[k].se);
        double aim = fmin(tolerance / 4 + more, (1 - confidence) / 2);
        double scale = next_scale(search, k, i, aim);
        bireme_status status = bireme_target_visit(search, &search->full, scale, &node, error);
        if (status != BIREME_OK || search->full.n == n) return status; /* nothing lies between */
        more = node->share < confidence ? fmin(confidence - node->share, tolerance) : 0;
    }
    return BIREME_OK;
}

/* If P is not monotone, a smaller scale may reach the confidence too. */
static bireme_status look_below(bireme_target_search *search, bireme_error *error)
{
    bireme_target_tooth tooth;
    size_t k = bracket_of(search);
    if (k == 0 || k == search->full.n) return BIREME_OK;
    bireme_status status = bireme_target_scan(search, search->full.node[k].scale, true, &tooth, error);
    return status == BIREME_OK && tooth.there ? close_in(search, error) : status;
}

/* The closest run from above; if that is not close, because P is steep, the root between it and the one
 * before. A search that has not converged has no standard error; nor has a step of whole reps that is as high
 * as the confidence, apart from chance. */
static void settle_scale(bireme_target_search *search, bool cut)
{
    bireme_target *target = search->target;
    bireme_target_nodes *full = &search->full;
    const double confidence = target->confidence;
    size_t k = bracket_of(search);
    target->reached = k < full->n;
    const bireme_target_node *node = target->reached ? &full->node[k] : bireme_target_best(search, full);
    target->scale = node->scale;
    target->achieved = node->share;
    target->achieved_se = node->se;
    target->unbought = node->unbought;
    target->converged = has_closed_in(search) && (target->reached || !cut);
    target->unsettled = !target->reached && confidence - node->share <= 2 * node->se;
    if (!target->reached || k == 0) return;
    if (bireme_target_is_stepped(search)) {
        bool known = node->share - confidence > 2 * node->se && confidence - node[-1].share > 2 * node[-1].se;
        target->scale_se = known ? 0 : NAN;
        return;
    }
    target->scale_se = target->converged ? bireme_target_find_scale_se(search, target->confidence, node->se)
                                         : NAN;
}

bireme_status bireme_target_solve(bireme_target_search *search, bireme_error *error)
{
    bireme_target *target = search->target;
    bireme_status status = bireme_target_explore(search, &search->pilot, top_of(search), error);
    bool cut = search->cut;
    if (status == BIREME_OK) status = bireme_target_visit(search, &search->pilot, 1, NULL, error);
    if (status != BIREME_OK) return status;
    if (cut && bireme_target_best(search, &search->pilot)->share < target->confidence) {
        status = bireme_target_visit(search, &search->full, 1, NULL, error);
        if (status != BIREME_OK) return status;
        settle_scale(search, cut);
        status = bireme_target_look_at_today(search, error);
        return status == BIREME_OK ? bireme_target_draw_curve(search, error) : status;
    }
    for (int i = 0; i < LEVELS && status == BIREME_OK && target->runs - search->scanned < RUNS_OF_CURVE; i++)
        if (fabs(levels[i] - target->confidence) > NEAR || i == 0 || i + 1 == LEVELS)
            status = look_at(search, levels[i], error);
    if (status == BIREME_OK && target->confidence > levels[LEVELS - 1])
        status = look_at(search, target->confidence + (1 - target->confidence) / 2, error);
    const bireme_target_node *best = bireme_target_best(search, &search->pilot);
    if (status == BIREME_OK && target->confidence < 0.5)
        status = look_at(search, 0.9 * target->confidence, error);
    if (status == BIREME_OK && search->full.n > 0 &&
        search->full.node[0].share > fmin(0.5, target->confidence))
        status = bireme_target_visit(search, &search->full, 0, NULL, error);
    if (status == BIREME_OK &&
        (search->full.n == 0 || bireme_target_best(search, &search->full)->share < 0.95))
        status = bireme_target_visit(search, &search->full, best->scale, NULL, error);
    if (status == BIREME_OK) status = look_higher(search, error);
    if (status == BIREME_OK) status = climb_in_full(search, error);
    if (status == BIREME_OK) status = close_in(search, error);
    if (status == BIREME_OK) status = look_below(search, error);
    if (status != BIREME_OK) return status;
    settle_scale(search, cut);
    status = bireme_target_look_at_today(search, error);
    return status == BIREME_OK ? bireme_target_draw_curve(search, error) : status;
}
