/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demand of open deals on teams: the expected number that enters a worked stage in each period, given the
 * trial's rates.
 *
 * A deal enters by the operational time x if the steps up to the first worked stage that it
 * meets, what is left of the current one among them, take x or less in all. With steps D₁ …
 * D_m that is P(D₁ + … + D_m ≤ x) = ∫ P(D₂ + … + D_m ≤ x − q(u)) du, q the quantile function
 * of D₁, down to D_m, whose distribution function is known. A step with few values is summed
 * over. The integral runs only where the integrand is between 0 and 1: from P(D₁ ≤ x − the
 * most that the others can take) to P(D₁ ≤ x − the least). The nodes are Gaussian, denser
 * towards the ends, where quantile and distribution functions curve most; the longest step
 * comes last. The error is 1e-5 with 24 nodes, 1e-4 with 16 nested in 16, and 1e-3 with 6,
 * used if many groups need an integral.
 *
 * To the next worked stage a deal goes like any lead: from what the team takes up of it in each period,
 * spread evenly, after the delays in between (trial/flow.c).
 */
#include "engine/open/internal.h"
#include "engine/trial/passage.h"

#include <assert.h>
#include "base/kernel.h"

/* Evaluations of a distribution function per period and block: BUDGET over all stretches (times ALONE where
 * one lane stands for all), but at least LEAST in each. */
static const double BUDGET = 256, LEAST = 6, ALONE = 256;
enum { PARTS_MOST = 64 }; /* no funnel has more stages */

/* A stretch of groups that move on alike, on its way to the worked stage. */
typedef struct way {
    const bireme_open *open;
    size_t n;                         /* lanes; 1: the same in all of them */
    size_t n_parts, part[PARTS_MOST]; /* steps in the order of summation */
    const bireme_pipeline_rule *rule; /* of the integrals */
} way;

static bool is_current(const way *p, size_t s)
{
    return s == p->open->group->open->stage + 1;
}

static bool is_over(const way *p, size_t i)
{
    return p->open->left != NULL && p->open->left[i] < BIREME_PIPELINE_LEFT_LEAST;
}

static const double *scale_of(const way *p, size_t s)
{
    return bireme_open_scale(p->open, p->open->group->steps[s].scale);
}

/* What is left of a step that takes `whole` times its scale altogether. */
static double rest_of(const way *p, size_t s, double whole, size_t i)
{
    const double *scale = scale_of(p, s);
    double delay = scale != NULL ? whole * scale[i] : whole;
    if (!is_current(p, s)) return delay;
    delay -= p->open->group->open->age_days;
    return delay > 0 && !is_over(p, i) ? delay : 0;
}

/* What a step takes altogether, in units of its scale, if x is left of it. */
BIREME_KERNEL static void whole_of(double age, const double *restrict scale, size_t n,
                                   const double *restrict x, double *restrict out)
{
    for (size_t i = 0; i < n; i++) out[i] = x[i] > 0 ? x[i] + age : age;
    if (scale == NULL) return;
    for (size_t i = 0; i < n; i++) out[i] /= scale[i];
}

/* Turns P(the whole step takes longer than …), in `out`, into P(what is left of it ≤ x). */
BIREME_KERNEL static void below(const double *restrict left, size_t n, const double *restrict x,
                                double *restrict out)
{
    if (left != NULL)
        for (size_t i = 0; i < n; i++) {
            double above = out[i] / left[i];
            out[i] = left[i] < BIREME_PIPELINE_LEFT_LEAST ? 0 : above;
        }
    for (size_t i = 0; i < n; i++) {
        double rest = out[i] < 1 ? 1 - out[i] : 0;
        out[i] = x[i] >= 0 ? rest : 0;
    }
}

/* out = P(what is left of step s ≤ x). */
static void step_cdf(const way *p, size_t s, const double *x, double *out)
{
    const bireme_pipeline_step *step = &p->open->group->steps[s];
    bool current = is_current(p, s);
    double whole[BIREME_BLOCK];
    if (step->survival == NULL) {
        for (size_t i = 0; i < p->n; i++) out[i] = x[i] >= rest_of(p, s, step->fixed, i);
        return;
    }
    whole_of(current ? p->open->group->open->age_days : 0, scale_of(p, s), p->n, x, whole);
    bireme_survival_eval(step->survival, p->n, whole, out);
    below(current ? p->open->left : NULL, p->n, x, out);
}

static void parts_cdf(const way *p, size_t part, const double *x, double *out);

/* Sums over a step with one value, or a few. */
static void sum_values(const way *p, size_t part, const double *x, double *out)
{
    size_t s = p->part[part];
    const bireme_pipeline_step *step = &p->open->group->steps[s];
    bool many = step->kind == BIREME_PIPELINE_ATOMS, conditional = many && is_current(p, s);
    size_t n = many ? bireme_dist_atom_count(step->shape) : 1;
    double rest[BIREME_BLOCK], inner[BIREME_BLOCK], value = step->fixed, mass = 1;
    for (size_t i = 0; i < p->n; i++) out[i] = 0;
    for (size_t a = 0; a < n; a++) {
        if (many) bireme_dist_atom(step->shape, a, &value, &mass);
        for (size_t i = 0; i < p->n; i++) rest[i] = rest_of(p, s, value, i);
        for (size_t i = 0; i < p->n; i++) inner[i] = x[i] - rest[i];
        for (size_t i = 0; i < p->n; i++) {
            double weight = mass;
            if (conditional && is_over(p, i))
                weight = a == 0;
            else if (conditional)
                weight = rest[i] > 0 ? mass / (p->open->left != NULL ? p->open->left[i] : 1) : 0;
            rest[i] = weight;
        }
        double cdf[BIREME_BLOCK];
        parts_cdf(p, part + 1, inner, cdf);
        for (size_t i = 0; i < p->n; i++) out[i] += rest[i] * cdf[i];
    }
}

/* x less the most (the least) that the parts from `part` on can take together. */
static void less_others(const way *p, size_t part, bool most, const double *x, double *out)
{
    for (size_t i = 0; i < p->n; i++) out[i] = x[i];
    for (size_t k = part; k < p->n_parts; k++) {
        const bireme_dist *shape = p->open->group->steps[p->part[k]].shape;
        double bound = most ? bireme_dist_upper(shape) : bireme_dist_lower(shape);
        if (bound == 0) continue;
        for (size_t i = 0; i < p->n; i++) out[i] -= rest_of(p, p->part[k], bound, i);
    }
}

BIREME_KERNEL static void node_at(double node, size_t n, const double *restrict from,
                                  const double *restrict width, double *restrict u)
{
    for (size_t i = 0; i < n; i++) u[i] = from[i] + node * width[i];
}

BIREME_KERNEL static void rest_after(size_t n, const double *restrict x, double *restrict delay)
{
    for (size_t i = 0; i < n; i++) delay[i] = x[i] - delay[i];
}

BIREME_KERNEL static void add_node(double weight, size_t n, const double *restrict width,
                                   const double *restrict value, double *restrict out)
{
    for (size_t i = 0; i < n; i++) out[i] += weight * width[i] * value[i];
}

static void integrate(const way *p, size_t part, const double *x, double *out)
{
    size_t s = p->part[part];
    double from[BIREME_BLOCK], width[BIREME_BLOCK], inner[BIREME_BLOCK], u[BIREME_BLOCK];
    less_others(p, part + 1, true, x, u);
    step_cdf(p, s, u, from);
    less_others(p, part + 1, false, x, u);
    step_cdf(p, s, u, width);
    for (size_t i = 0; i < p->n; i++) out[i] = from[i];
    for (size_t i = 0; i < p->n; i++) width[i] -= from[i];
    for (size_t k = 0; k < p->rule->n; k++) {
        node_at(p->rule->node[k], p->n, from, width, u);
        bireme_open_delay(p->open, s, p->n, NULL, u);
        rest_after(p->n, x, u);
        parts_cdf(p, part + 1, u, inner);
        add_node(p->rule->weight[k], p->n, width, inner, out);
    }
}

/* out = P(the parts from `part` on take at most x together). */
static void parts_cdf(const way *p, size_t part, const double *x, double *out)
{
    if (part == p->n_parts) {
        for (size_t i = 0; i < p->n; i++) out[i] = x[i] >= 0;
        return;
    }
    bireme_pipeline_kind kind = p->open->group->steps[p->part[part]].kind;
    if (kind == BIREME_PIPELINE_FIXED || (kind == BIREME_PIPELINE_ATOMS && part + 1 < p->n_parts))
        sum_values(p, part, x, out);
    else if (part + 1 == p->n_parts)
        step_cdf(p, p->part[part], x, out);
    else
        integrate(p, part, x, out);
}

/* ------------------------ entries by period */

/* Whether neither clock nor steps differ between trials. */
static bool is_certain(const bireme_compiled *compiled, const bireme_pipeline_group *group)
{
    bool certain = compiled->clock_fixed;
    for (size_t s = group->open->stage + 1; s <= group->meets; s++) {
        int scale = group->steps[s].scale;
        certain = certain && (scale < 0 || compiled->quantities[scale].table == NULL);
    }
    return certain;
}

/* The order of summation: by kind, the longest step last. */
static bool comes_before(const bireme_pipeline_step *a, const bireme_pipeline_step *b)
{
    return a->kind != b->kind ? a->kind < b->kind : a->typical < b->typical;
}

static void prepare_way(const bireme_open *open, way *p)
{
    const bireme_compiled *compiled = open->block->compiled;
    const bireme_pipeline_step *steps = open->group->steps;
    size_t spread = 0;
    assert(compiled->model->stages <= PARTS_MOST);
    *p = (way){.open = open, .n = is_certain(compiled, open->group) ? 1 : BIREME_BLOCK};
    for (size_t s = open->group->open->stage + 1; s <= open->group->meets; s++) {
        if (steps[s].kind == BIREME_PIPELINE_FIXED && steps[s].fixed == 0) continue;
        size_t k = p->n_parts++;
        for (; k > 0 && comes_before(&steps[s], &steps[p->part[k - 1]]); k--) p->part[k] = p->part[k - 1];
        p->part[k] = s;
        spread += steps[s].kind >= BIREME_PIPELINE_BOUNDED;
    }
    if (spread < 2) return;
    double budget = BUDGET / (double)compiled->pipeline->n_integrals * (p->n == 1 ? ALONE : 1);
    p->rule = bireme_pipeline_rule_for(compiled->pipeline, spread - 1, budget > LEAST ? budget : LEAST);
}

/* entering[t] = the share of the deals that would enter the stage that they meet in period t if all of them
 * got there. */
static void find_entering(const bireme_open *open, double *entering)
{
    way p;
    bireme_lanes before, by;
    prepare_way(open, &p);
    bireme_lanes_set(0, before);
    for (size_t t = 0; t < open->model->periods; t++) {
        parts_cdf(&p, 0, bireme_lane_array(open->block->clock, t + 1), by);
        if (p.n == 1) bireme_lanes_set(by[0], by);
        bireme_lanes_subtract_positive(by, before, bireme_lane_array(entering, t));
        bireme_lanes_copy(by, before);
    }
}

/* Consecutive groups that move on alike and have not entered the stage. */
typedef struct stretch {
    size_t first, end;  /* indices into by_age */
    size_t n_integrals; /* integrals of the stretches before it */
    double *entering;   /* its shares at the stage that it meets: kept ones, or temporary ones */
    bool is_kept;
} stretch;

/* Moves to the next stretch that a team takes up at the stage; false if there is none. Start with a zeroed
 * one. */
static bool next_stretch(bireme_block *block, size_t stage, stretch *r)
{
    const bireme_model *model = block->compiled->model;
    const bireme_pipeline *pipeline = block->compiled->pipeline;
    for (;;) {
        if (r->end > 0) r->n_integrals += bireme_pipeline_takes_integral(pipeline->by_age[r->first]);
        if (r->end == pipeline->n) return false;
        r->first = r->end;
        const bireme_pipeline_group *group = pipeline->by_age[r->first];
        while (r->end < pipeline->n && bireme_pipeline_alike(group, pipeline->by_age[r->end])) r->end++;
        if (group->meets > 0 && group->meets <= stage &&
            bireme_model_team_at(model, group->channel, stage) >= 0)
            break;
    }
    r->is_kept = bireme_pipeline_takes_integral(pipeline->by_age[r->first]) &&
                 r->n_integrals < pipeline->n_kept;
    r->entering = r->is_kept ? bireme_lane_array(block->entering, r->n_integrals * model->periods)
                             : block->weights;
    return true;
}

/* The expected number of a stretch's deals that ever get as far as the stage. */
static void find_reaching(bireme_open *open, const stretch *r, size_t stage, double *out)
{
    const bireme_pipeline *pipeline = open->block->compiled->pipeline;
    const double *reach = bireme_lane_array(open->reach, stage);
    bireme_lanes_set(0, out);
    for (size_t k = r->first; k < r->end; k++) {
        const bireme_pipeline_group *group = pipeline->by_age[k];
        if (k == r->first || !bireme_pipeline_same_chances(pipeline->by_age[k - 1], group))
            bireme_open_reach(open, group);
        bireme_lanes_add_scaled(reach, (double)group->open->count, out);
    }
}

/* Of the shares that enter a team's stage [periods]: those that it takes up, and those that are lost for lack
 * of capacity; NULL: not wanted. Either may be the same array. */
static void take_up(const bireme_block *block, int number, const double *shares, double *taken, double *lost)
{
    const bireme_team *team = &block->compiled->model->teams[number];
    const size_t periods = block->compiled->model->periods;
    bireme_lanes left, entered, up, away;
    bireme_lanes_set(0, left);
    for (size_t t = 0; t < periods; t++) {
        bireme_lanes_set(0, away);
        bireme_lanes_copy(shares + t * BIREME_BLOCK, entered);
        bireme_lanes_take_up(bireme_lane_array(block->team[number].share, t),
                             team->waits ? team->patience : 0, entered, left, up, away);
        if (taken != NULL) bireme_lanes_copy(up, bireme_lane_array(taken, t));
        if (lost != NULL) bireme_lanes_copy(away, bireme_lane_array(lost, t));
    }
}

/* From those taken up at the beginning of the leg, those that enter the stage at its end. */
static void hand_over(bireme_block *block, const bireme_compiled_leg *leg, double *taken, double *entering)
{
    const bireme_compiled_group group = {.delay = leg->delay};
    bireme_channel_block here = {.arriving = taken, .means = entering};
    const bireme_passage p = {.block = block,
                              .model = block->compiled->model,
                              .here = &here,
                              .periods = block->compiled->model->periods,
                              .spans = block->compiled->model->periods};
    bireme_passage_flow(&p, &group, 0, 0);
}

/* The shares that enter the stage if all get there and those before are taken up; is_made: those of the stage
 * that the stretch meets have been made before and kept. The array may be written to if it is not kept. */
static double *enter(bireme_open *open, const stretch *r, size_t stage, bool is_made)
{
    bireme_block *block = open->block;
    const bireme_pipeline_group *group = block->compiled->pipeline->by_age[r->first];
    const bireme_compiled_way *legs_of = &block->compiled->ways[group->channel];
    bireme_open_left(open, group);
    if (!(is_made && r->is_kept)) find_entering(open, r->entering);
    double *taken = block->handed_over, *entering = r->entering;
    for (size_t k = 1; k < legs_of->n && legs_of->legs[k].to <= stage; k++) {
        if (legs_of->legs[k].from < group->meets) continue;
        take_up(block, legs_of->legs[k - 1].team, entering, taken, NULL);
        entering = bireme_lane_array(block->handed_over, block->compiled->model->periods);
        hand_over(block, &legs_of->legs[k], taken, entering);
    }
    return entering;
}

void bireme_block_open_demand(bireme_block *block, size_t stage)
{
    const bireme_pipeline *pipeline = block->compiled->pipeline;
    bireme_open open = bireme_open_of(block);
    bireme_lanes reaching;
    for (stretch r = {0}; next_stretch(block, stage, &r);) {
        const bireme_pipeline_group *group = pipeline->by_age[r.first];
        double *demand = block->team[bireme_model_team_at(open.model, group->channel, stage)].demand;
        find_reaching(&open, &r, stage, reaching);
        const double *entering = enter(&open, &r, stage, stage > group->meets);
        for (size_t t = 0; t < open.model->periods; t++)
            bireme_lanes_add_product(reaching, entering + t * BIREME_BLOCK, bireme_lane_array(demand, t));
    }
}

/* ------------------------ what is turned away */

static void add_lost_value(const bireme_open *open, double *lost, double *turned_value)
{
    const bireme_open_group *group = open->group->open;
    bireme_lanes value;
    double mean = open->group->value_mean * (double)group->count;
    for (size_t t = 0; t < open->model->periods; t++) {
        const double *effect = group->value_is_known ? NULL
                                                     : bireme_block_effect(open->block, open->group->channel,
                                                                           BIREME_EFFECT_DEAL_VALUE, t);
        bireme_lanes_product(bireme_lane_array(lost, t), bireme_open_win(open, t), value);
        if (group->value.scale >= 0)
            bireme_lanes_multiply(bireme_block_quantity(open->block, group->value.scale, t), value);
        if (effect != NULL) bireme_lanes_multiply(effect, value);
        bireme_lanes_add_scaled(value, mean, bireme_lane_array(turned_value, t));
    }
}

void bireme_block_open_turned_away(bireme_block *block, size_t stage)
{
    const bireme_pipeline *pipeline = block->compiled->pipeline;
    bireme_open open = bireme_open_of(block);
    for (stretch r = {0}; next_stretch(block, stage, &r);) {
        const bool meets_later = block->compiled->n_worked > 1;
        const int team = bireme_model_team_at(open.model, pipeline->by_age[r.first]->channel, stage);
        double *entering = enter(&open, &r, stage, true);
        /* what is kept is still needed at the next stage */
        double *lost = meets_later && r.is_kept && entering == r.entering ? block->handed_over : entering;
        take_up(block, team, entering, NULL, lost);
        for (size_t k = r.first; k < r.end; k++) {
            const bireme_pipeline_group *group = pipeline->by_age[k];
            if (k == r.first || !bireme_pipeline_same_chances(pipeline->by_age[k - 1], group))
                bireme_open_chances(&open, group);
            open.group = group;
            add_lost_value(&open, lost, block->team[team].turned_value);
        }
    }
}
