/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts of a channel, given the means: for every stage and period a Poisson count, so that all stages of a
 * trial are about the same leads.
 *
 * What is exact. Write μ_s[b] for the mean entries to stage s in period b and M_s for its sum over the
 * horizon. The leads whose last stage within the horizon is j are a Poisson count with mean M_j − M_{j+1},
 * independent of those with another last stage (thinning). Every stage's total is a sum of these, so the
 * totals of all stages and the wins have exactly the right joint distribution: they are nested, and leads and
 * wins are correlated as they should be. The entries to one stage in different periods are independent
 * Poisson counts with means μ_s[b], exactly. Stages that are entered at the same moment are nested in every
 * period.
 *
 * What is chosen. Given when a lead entered the stages after a step that takes time, when it entered the ones
 * before cannot be drawn without a cost that grows with the square of the horizon. Instead the order is first
 * in, first out: leads that entered a stage first are the first to pass on to the next. This decides how the
 * counts of different stages in different periods move together, and nothing else.
 *
 * How. Lay all leads of the horizon on a line of length M_0, those that got furthest first: y in [0, M_S) are
 * the wins, then come those that end at stage S − 1, and so on. Along the line, for each group of stages (see
 * compiled.h), the leads that end in it fill the periods in order, each period up to its mean; the leads that
 * pass beyond it fill the periods in order up to κ[a], the mean number in period a that sooner or later pass.
 * Cut the line wherever any period changes. Each piece is a Poisson count with the piece's length as mean,
 * and counts for the periods that lie above it. Sums of independent Poisson counts are Poisson: that gives
 * the marginal distributions; sharing the pieces among all stages gives the joint one.
 *
 * With capacity, what is taken up has a row of its own between the worked stage and the next one; read "row"
 * for "stage" then.
 */
#include "engine/trial/block.h"

#include <math.h>
#include "base/kernel.h"

void bireme_block_poisson(const bireme_block *block, size_t n, const double *u, const double *mean,
                          double *count)
{
    for (size_t at = 0; at < n; at += BIREME_POISSON_BLOCK) {
        size_t some = n - at < BIREME_POISSON_BLOCK ? n - at : BIREME_POISSON_BLOCK;
        bireme_poisson_eval(block->compiled->poisson, some, u + at, mean + at, count + at);
    }
}

/* The walk along the line, for all lanes at once: for each group passed, the current period and what is left
 * of it. */
typedef struct walk {
    bireme_block *block;
    const bireme_channel *channel;
    const bireme_compiled_channel *ready;
    const bireme_channel_sources *sources;
    size_t stride;   /* periods of the model */
    size_t periods;  /* periods drawn: all, or one for all of them */
    double *means;   /* [rows × periods] */
    double *ending;  /* [rows × periods] mean leads that end at the row */
    double *entries; /* [rows × periods] leads that end at the row, later all entries */
} walk;

static double *lanes(const walk *w, double *base, size_t row, size_t t)
{
    return bireme_lane_array(base, row * w->stride + t);
}

/* The κ of group g, [periods + 1]: the last entry is after the last period, where a walk ends. */
static double *passing_of(const walk *w, size_t g)
{
    return bireme_lane_array(w->block->passing, g * (w->stride + 1));
}

static double *passed_of(const walk *w, size_t g)
{
    return bireme_lane_array(w->block->passed, g * (w->stride + 1));
}

static void sum_periods(const walk *w, double *base, size_t row, double *out)
{
    bireme_lanes_set(0, out);
    for (size_t t = 0; t < w->periods; t++) bireme_lanes_add(lanes(w, base, row, t), out);
}

/* The mean over the periods of a quantity that is drawn anew in each, in room; else the quantity. */
static const double *mean_of(const bireme_block *block, int quantity, double *room)
{
    const size_t periods = block->compiled->model->periods;
    if (!bireme_block_redraws(block, quantity)) return block->quantity[quantity];
    bireme_lanes_set(0, room);
    for (size_t t = 0; t < periods; t++)
        bireme_lanes_add_scaled(bireme_block_quantity(block, quantity, t), 1 / (double)periods, room);
    return room;
}

/* κ of group g, and the mean leads that end at its last stage: μ − pass, where pass is the beginning of κ up
 * to the mean entries to the next group. κ = r μ with r the step's conversion, or larger if more pass. */
static void part_last_row(const walk *w, size_t g)
{
    bireme_block *block = w->block;
    size_t last = w->ready->groups[g].last, next = w->ready->groups[g + 1].first;
    bireme_lanes total, passing, r;
    const bireme_compiled *compiled = block->compiled;
    bool waited;
    bireme_lanes mean;
    const size_t stage = bireme_compiled_stage(compiled, next, &waited);
    const double *conversion = waited ? NULL : mean_of(block, w->channel->conversion[stage], mean);
    sum_periods(w, w->means, last, total);
    sum_periods(w, w->means, next, passing);
    for (int i = 0; i < BIREME_BLOCK; i++) {
        double least = total[i] > 0 ? passing[i] / total[i] : 0;
        double most = conversion != NULL ? conversion[i] : 1, share = most > least ? most : least;
        r[i] = share < 1 ? share : 1;
    }
    for (size_t t = 0; t < w->periods; t++) {
        const double *entered = lanes(w, w->means, last, t);
        double *kappa = bireme_lane_array(passing_of(w, g), t), *own = lanes(w, w->ending, last, t);
        for (int i = 0; i < BIREME_BLOCK; i++) {
            double k = r[i] * entered[i], pass = k < passing[i] ? k : passing[i];
            kappa[i] = k;
            passing[i] -= pass;
            own[i] = entered[i] - pass;
        }
    }
}

/* The mean leads that end at each row. */
static void part_means(const walk *w)
{
    size_t n = w->ready->n_groups;
    for (size_t g = 0; g < n; g++) {
        const bireme_compiled_group *group = &w->ready->groups[g];
        for (size_t s = group->first; s < group->last; s++)
            for (size_t t = 0; t < w->periods; t++)
                bireme_lanes_subtract_positive(lanes(w, w->means, s, t), lanes(w, w->means, s + 1, t),
                                               lanes(w, w->ending, s, t));
        if (g + 1 < n)
            part_last_row(w, g);
        else
            for (size_t t = 0; t < w->periods; t++)
                bireme_lanes_copy(lanes(w, w->means, group->last, t), lanes(w, w->ending, group->last, t));
    }
}

/* ------------------------ the walk */

/* Moves on to the next period where one is used up. A place is period × BIREME_BLOCK + lane; lanes stop at
 * the period `last`, the one after the last. */
BIREME_KERNEL static void pass_on(uint32_t last, const double *restrict lengths,
                                  const double *restrict length, uint32_t *restrict place,
                                  double *restrict left)
{
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        double rest = left[i] - length[i];
        uint32_t step = rest <= 0 ? BIREME_BLOCK : 0, here = place[i] + (place[i] < last ? step : 0);
        double next = lengths[here];
        left[i] = rest <= 0 ? next : rest;
        place[i] = here;
    }
}

/* Notes the count so far and moves on: in the end `counted` of a period is the number up to the end of that
 * period. */
static void move_on(size_t end, const double *lengths, const double *total, const double *length,
                    uint32_t *place, double *left, double *counted)
{
    for (size_t i = 0; i < BIREME_BLOCK; i++) counted[place[i]] = total[i];
    pass_on((uint32_t)(end * BIREME_BLOCK), lengths, length, place, left);
}

static void start_at_first(const double *lengths, uint32_t *place, double *left)
{
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        place[i] = (uint32_t)i;
        left[i] = lengths[i];
    }
}

BIREME_KERNEL static void at_most(const double *restrict limit, double *restrict out)
{
    for (size_t i = 0; i < BIREME_BLOCK; i++) out[i] = limit[i] < out[i] ? limit[i] : out[i];
}

BIREME_KERNEL static uint32_t least_place(const uint32_t *place)
{
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < BIREME_BLOCK; i++) least = place[i] < least ? place[i] : least;
    return least;
}

static uint32_t *place_of(const walk *w, size_t g)
{
    return w->block->walk_at + g * BIREME_BLOCK;
}

static void start_walk(const walk *w)
{
    for (size_t g = 0; g + 1 < w->ready->n_groups; g++) {
        bireme_lanes_set(INFINITY, bireme_lane_array(passing_of(w, g), w->periods));
        start_at_first(passing_of(w, g), place_of(w, g), bireme_lane_array(w->block->walk_left, g));
    }
    bireme_lanes_set(0, w->block->walk_total);
}

/* Draws the leads that end at row s of group h: all lanes go along the row's part of the line together, one
 * piece per step. Every step ends a period of the row or of a group before, so there are at most
 * bireme_compiled_pieces() steps. */
static void draw_pieces(const walk *w, const bireme_source *source, size_t s, size_t h)
{
    bireme_block *block = w->block;
    double *own = block->own, *counted = block->own_counted, *total = block->walk_total;
    bireme_lanes u, length, before, score, to_come, left;
    uint32_t place[BIREME_BLOCK];
    for (size_t t = 0; t < w->periods; t++)
        bireme_lanes_copy(lanes(w, w->ending, s, t), bireme_lane_array(own, t));
    bireme_lanes_set(0, bireme_lane_array(own, w->periods));
    bireme_lanes_copy(total, before);
    bool is_led = s + 1 == block->compiled->rows && bireme_block_score(block, &w->sources->all_wins, score);
    if (is_led) sum_periods(w, w->ending, s, to_come);
    start_at_first(own, place, left);
    size_t most = bireme_compiled_pieces(w->ready, s, w->periods);
    for (uint32_t piece = 0; piece < most && least_place(place) < w->periods * BIREME_BLOCK; piece++) {
        bireme_lanes_copy(left, length);
        for (size_t g = 0; g < h; g++) at_most(bireme_lane_array(block->walk_left, g), length);
        bireme_block_uniforms(block, source, 0, piece, u);
        if (is_led) bireme_block_part(block, length, to_come, score, u);
        bireme_block_poisson(block, BIREME_BLOCK, u, length, u);
        bireme_lanes_add(u, total);
        move_on(w->periods, own, total, length, place, left, counted);
        for (size_t g = 0; g < h; g++)
            move_on(w->periods, passing_of(w, g), total, length, place_of(w, g),
                    bireme_lane_array(block->walk_left, g), passed_of(w, g));
    }
    for (size_t t = 0; t < w->periods; t++)
        bireme_lanes_subtract_positive(bireme_lane_array(counted, t),
                                       t > 0 ? bireme_lane_array(counted, t - 1) : before,
                                       lanes(w, w->entries, s, t));
}

/* Turns the numbers up to the ends of the periods into numbers per period, once all that pass beyond group g
 * are counted. Periods that the walk did not reach have none; what rounding left over is in the last. */
static void end_walk(const walk *w, size_t g)
{
    double *counted = passed_of(w, g), *total = w->block->walk_total;
    const uint32_t *place = place_of(w, g);
    for (size_t t = w->periods; t-- > 0;) {
        double *here = bireme_lane_array(counted, t);
        for (uint32_t i = 0; i < BIREME_BLOCK; i++) {
            bool passed = t + 1 < w->periods && t * BIREME_BLOCK + i <= place[i];
            here[i] = passed ? here[i] : total[i];
        }
    }
    for (size_t t = w->periods; t-- > 1;)
        bireme_lanes_subtract_positive(bireme_lane_array(counted, t), bireme_lane_array(counted, t - 1),
                                       bireme_lane_array(counted, t));
}

/* Draws the leads that end at row s of the first group: nothing cuts their periods. */
static void draw_periods(const walk *w, const bireme_source *source, size_t s)
{
    bireme_lanes u;
    for (size_t t = 0; t < w->periods; t++) {
        bireme_block_uniforms(w->block, source, 0, (uint32_t)t, u);
        bireme_block_poisson(w->block, BIREME_BLOCK, u, lanes(w, w->ending, s, t),
                             lanes(w, w->entries, s, t));
    }
}

/* Turns the leads that end at each stage, and those that passed each group, into all that entered. */
static void add_up(const walk *w)
{
    for (size_t g = 0; g < w->ready->n_groups; g++)
        for (size_t t = 0; t < w->periods; t++) {
            const bireme_compiled_group *group = &w->ready->groups[g];
            if (g + 1 < w->ready->n_groups)
                bireme_lanes_add(bireme_lane_array(passed_of(w, g), t), lanes(w, w->entries, group->last, t));
            for (size_t s = group->last; s-- > group->first;)
                bireme_lanes_add(lanes(w, w->entries, s + 1, t), lanes(w, w->entries, s, t));
        }
}

/* Sums the means of all periods into the first. */
static void superpose(const walk *w)
{
    for (size_t row = 0; row < w->block->compiled->rows; row++)
        for (size_t t = 1; t < w->stride; t++)
            bireme_lanes_add(lanes(w, w->means, row, t), lanes(w, w->means, row, 0));
}

/* Draws only the wins: their periods are independent Poisson counts, led by one score. */
static void draw_wins(const walk *w)
{
    const bireme_block *block = w->block;
    size_t won = block->compiled->rows - 1;
    bireme_lanes u, score, to_come;
    bool is_led = w->ready->n_groups > 1 && bireme_block_score(block, &w->sources->all_wins, score);
    if (is_led) sum_periods(w, w->means, won, to_come);
    for (size_t t = 0; t < w->periods; t++) {
        const double *mean = lanes(w, w->means, won, t);
        bireme_block_uniforms(block, &w->sources->entries[won], 0, (uint32_t)t, u);
        if (is_led) bireme_block_part(block, mean, to_come, score, u);
        bireme_block_poisson(block, BIREME_BLOCK, u, mean, lanes(w, w->entries, won, t));
    }
}

static void expect_all(const walk *w)
{
    for (size_t row = 0; row < w->block->compiled->rows; row++)
        for (size_t t = 0; t < w->periods; t++)
            bireme_lanes_copy(lanes(w, w->means, row, t), lanes(w, w->entries, row, t));
}

static void clear_all(const walk *w)
{
    for (size_t row = 0; row < w->block->compiled->rows; row++)
        for (size_t t = 0; t < w->periods; t++) bireme_lanes_set(0, lanes(w, w->entries, row, t));
}

void bireme_block_count(bireme_block *block, size_t index)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_channel_sources *sources = &block->sources->channel[index];
    walk w = {.block = block,
              .channel = &compiled->model->channels[index],
              .ready = &compiled->channels[index],
              .sources = sources,
              .stride = compiled->model->periods,
              .periods = block->superposed ? 1 : compiled->model->periods,
              .means = block->channel[index].means,
              .ending = block->channel[index].ending,
              .entries = block->channel[index].entries};
    if (block->superposed && !block->horizon_only) superpose(&w);
    if (block->depth == BIREME_DEPTH_WINS) draw_wins(&w);
    if (block->depth == BIREME_DEPTH_MEANS) expect_all(&w);
    if (block->depth == BIREME_DEPTH_OPEN) clear_all(&w);
    if (block->depth != BIREME_DEPTH_ALL) return;
    part_means(&w);
    start_walk(&w);
    for (size_t h = w.ready->n_groups; h-- > 0;) {
        for (size_t s = w.ready->groups[h].last + 1; s-- > w.ready->groups[h].first;)
            if (h > 0)
                draw_pieces(&w, &sources->entries[s], s, h);
            else
                draw_periods(&w, &sources->entries[s], s);
        if (h > 0) end_walk(&w, h - 1);
    }
    add_up(&w);
}
