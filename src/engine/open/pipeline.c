/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Open deals (docs/model, Open pipeline), one after another, each in all trials of the block at once. Lanes
 * in which the deal is still open are packed: after the first step most deals are lost in most trials.
 */
#include "engine/open/internal.h"

#include <math.h>
#include <string.h>
#include "base/kernel.h"

/* Draw numbers of a deal; the slot is its number in the group. No funnel has more than 64 stages. */
enum { FATE, VALUE, TAKEN_UP, STARTED, STEP, LOST = STEP + 64, AGAIN = LOST + 64 };
/* Slot of touches, used by no period. */
static const uint32_t TOUCH_SLOT = UINT32_MAX;

typedef struct deals {
    const bireme_open *open;
    const bireme_source *source;
    bireme_channel_block *here;
    size_t periods;
    uint32_t slot;
    size_t n;
    uint16_t lane[BIREME_BLOCK]; /* [n] lanes still in play */
    double fate[BIREME_BLOCK], time[BIREME_BLOCK];
    int64_t period[BIREME_BLOCK]; /* `periods`: after the horizon */
} deals;

/* u[k]: the uniform of the deal in lane[k], k < n. */
static void fill(const deals *d, uint32_t draw, double *u)
{
    double room[BIREME_BLOCK];
    const bireme_block *block = d->open->block;
    bireme_block_some_uniforms(block, d->source, draw, d->slot, d->n, d->lane, room, u);
}

/* Keeps in play the deals whose fate is below the limit. */
static void keep_below(deals *d, const double *limit)
{
    size_t kept = 0;
    for (size_t k = 0; k < d->n; k++) {
        uint16_t i = d->lane[k];
        d->lane[kept] = i;
        kept += d->fate[i] < limit[i];
    }
    d->n = kept;
}

/* The number of period ends that have passed. */
BIREME_KERNEL static void find_periods(const double *clock, size_t periods, const double *time,
                                       int64_t *period)
{
    for (int i = 0; i < BIREME_BLOCK; i++) period[i] = 0;
    for (size_t t = 1; t <= periods; t++) {
        const double *end = clock + t * BIREME_BLOCK;
        for (int i = 0; i < BIREME_BLOCK; i++) period[i] += end[i] <= time[i];
    }
}

static void wait_for_step(deals *d, size_t s)
{
    double delay[BIREME_BLOCK] = {0};
    const bireme_pipeline_step *step = &d->open->group->steps[s];
    if (step->table == NULL && step->fixed == 0) return;
    if (step->table != NULL) fill(d, STEP + (uint32_t)s, delay);
    bireme_open_delay(d->open, s, d->n, d->lane, delay);
    for (size_t k = 0; k < d->n; k++) d->time[d->lane[k]] += delay[k];
    find_periods(d->open->block->clock, d->periods, d->time, d->period);
}

static void count_entries(const deals *d, size_t row)
{
    const bireme_block *block = d->open->block;
    if (block->depth == BIREME_DEPTH_WINS && row + 1 != block->compiled->rows) return;
    double *entries = bireme_lane_array(d->here->entries, row * d->periods);
    for (size_t k = 0; k < d->n; k++) {
        uint16_t i = d->lane[k];
        size_t t = (size_t)d->period[i];
        if (t < d->periods) bireme_lane_array(entries, t)[i] += 1;
    }
}

/* ------------------------ what is open */

/* The deals in play have been at the stage since the periods `from`, [lanes]. */
static void stay(const deals *d, size_t stage, const int64_t *from)
{
    for (size_t k = 0; k < d->n; k++) {
        uint16_t i = d->lane[k];
        bireme_open_stay(d->open, stage, i, (size_t)from[i], (size_t)d->period[i]);
    }
}

/* The deals in play are lost in the step to stage s. */
static void lose(deals *d, size_t s)
{
    const bireme_pipeline_step *step = &d->open->group->steps[s];
    const double *scale = bireme_open_scale(d->open, step->lost_scale);
    double delay[BIREME_BLOCK] = {0};
    int64_t from[BIREME_BLOCK];
    memcpy(from, d->period, sizeof from);
    if (step->lost_shape == NULL) {
        wait_for_step(d, s);
        stay(d, s - 1, from);
        return;
    }
    if (step->lost_table != NULL) {
        fill(d, LOST + (uint32_t)s, delay);
        bireme_qtable_eval(step->lost_table, d->n, delay, delay);
    }
    for (size_t k = 0; k < d->n; k++) {
        double days = step->lost_table != NULL ? delay[k] : step->lost_fixed;
        d->time[d->lane[k]] += days * (scale != NULL ? scale[d->lane[k]] : 1);
    }
    find_periods(d->open->block->clock, d->periods, d->time, d->period);
    stay(d, s - 1, from);
}

/* Keeps those in play that are not among the deals `others`, which are a part of them. */
static void leave_out(deals *d, const deals *others)
{
    size_t kept = 0, at = 0;
    for (size_t k = 0; k < d->n; k++) {
        if (at < others->n && others->lane[at] == d->lane[k])
            at++;
        else
            d->lane[kept++] = d->lane[k];
    }
    d->n = kept;
}

/* Keeps in play those that go on to stage s, an inner one; the others leave it. */
static void part(deals *d, size_t s)
{
    if (d->open->block->stock == NULL) {
        keep_below(d, bireme_lane_array(d->open->reach, s));
        return;
    }
    deals lost = *d;
    keep_below(d, bireme_lane_array(d->open->reach, s));
    leave_out(&lost, d);
    lose(&lost, s);
}

static void go_on(deals *d, size_t s, bool since_start)
{
    int64_t from[BIREME_BLOCK];
    if (d->open->block->stock == NULL || since_start) {
        wait_for_step(d, s);
        return;
    }
    memcpy(from, d->period, sizeof from);
    wait_for_step(d, s);
    stay(d, s - 1, from);
}

/* ------------------------ capacity */

/* The period in which a deal that enters in period t is taken up; `periods` if later, more than that if
 * never. until: the first period at whose end it does not wait. One uniform answers several questions in
 * turn: what each answer leaves of it is uniform again. */
static size_t taken_up_in(const deals *d, int number, uint16_t lane, size_t t, double u, size_t *until)
{
    const bireme_team_block *work = &d->open->block->team[number];
    const bireme_team *team = &d->open->model->teams[number];
    for (; t < d->periods; t++) {
        double share = bireme_lane_array(work->share, t)[lane];
        *until = t;
        if (u < share) return t;
        u = (u - share) / (1 - share);
        if (!team->waits || u >= team->patience) return d->periods + 1;
        u /= team->patience;
    }
    *until = t;
    return u < work->later[lane] ? d->periods : d->periods + 1;
}

/* The draw of being taken up at a stage: the deal's first has one number, each later stage two of its own. */
static uint32_t taken_up_draw(const deals *d, size_t stage, uint32_t draw)
{
    const bool is_first = stage == d->open->group->meets;
    return is_first ? draw : AGAIN + 2 * (uint32_t)stage + (draw == STARTED);
}

static void take_up(deals *d, int team)
{
    const size_t stage = d->open->model->teams[team].stage;
    double u[BIREME_BLOCK], within[BIREME_BLOCK];
    const double *clock = d->open->block->clock;
    size_t kept = 0;
    fill(d, taken_up_draw(d, stage, TAKEN_UP), u);
    fill(d, taken_up_draw(d, stage, STARTED), within);
    for (size_t k = 0; k < d->n; k++) {
        uint16_t i = d->lane[k];
        size_t entered = (size_t)d->period[i], until = entered;
        size_t t = taken_up_in(d, team, i, entered, u[k], &until);
        if (d->open->block->stock != NULL) bireme_open_stay(d->open, stage, i, entered, until);
        d->lane[kept] = i;
        kept += t <= d->periods;
        d->period[i] = (int64_t)t;
        if (t >= d->periods) {
            d->time[i] = INFINITY;
            continue;
        }
        double from = clock[t * BIREME_BLOCK + i], to = clock[(t + 1) * BIREME_BLOCK + i];
        d->time[i] = from + within[k] * (to - from);
    }
    d->n = kept;
    count_entries(d, bireme_compiled_row(d->open->block->compiled, stage) + 1);
}

/* ------------------------ closing */

static size_t closing_period(const deals *d, uint16_t lane)
{
    size_t t = (size_t)d->period[lane];
    return t < d->periods ? t : d->periods - 1;
}

static void keep_won(deals *d)
{
    size_t kept = 0;
    for (size_t k = 0; k < d->n; k++) {
        uint16_t i = d->lane[k];
        d->lane[kept] = i;
        kept += d->fate[i] < bireme_open_win(d->open, closing_period(d, i))[i];
    }
    d->n = kept;
}

static void price(const deals *d, double *value)
{
    const bireme_pipeline_group *group = d->open->group;
    const int scale = group->open->value.scale;
    if (group->value != NULL) {
        fill(d, VALUE, value);
        bireme_qtable_eval(group->value, d->n, value, value);
    } else {
        for (size_t k = 0; k < d->n; k++) value[k] = group->value_fixed;
    }
    if (bireme_block_redraws(d->open->block, scale)) {
        for (size_t k = 0; k < d->n; k++)
            value[k] *= bireme_block_quantity(d->open->block, scale,
                                              closing_period(d, d->lane[k]))[d->lane[k]];
    } else if (scale >= 0) {
        const double *times = bireme_open_scale(d->open, scale);
        for (size_t k = 0; k < d->n; k++) value[k] *= times[d->lane[k]];
    }
    for (size_t k = 0; k < d->n && !group->open->value_is_known; k++) {
        const double *effect = bireme_block_effect(d->open->block, group->channel, BIREME_EFFECT_DEAL_VALUE,
                                                   closing_period(d, d->lane[k]));
        if (effect != NULL) value[k] *= effect[d->lane[k]];
    }
}

/* Keeps the deals that close within the horizon, with their values; counts the others as carried out. */
static void carry(deals *d, double *value)
{
    size_t kept = 0;
    for (size_t k = 0; k < d->n; k++) {
        uint16_t i = d->lane[k];
        if ((size_t)d->period[i] < d->periods) {
            d->lane[kept] = i;
            value[kept++] = value[k];
        } else {
            d->here->carried[i] += 1;
            d->here->carried_value[i] += value[k];
        }
    }
    d->n = kept;
}

static void touch(const deals *d, double *value)
{
    bireme_block *block = d->open->block;
    const bireme_pipeline_group *group = d->open->group;
    if (group->channel == d->open->model->n_channels ||
        block->compiled->channels[group->channel].touches == NULL)
        return;
    for (size_t k = 0; k < d->n && block->earned != NULL; k++)
        value[k] *= bireme_lane_array(block->earned, (size_t)d->period[d->lane[k]])[d->lane[k]];
    bireme_block_touch(block, group->channel, d->slot, TOUCH_SLOT - (uint32_t)group->number, d->n, d->lane,
                       value);
}

static void close_deals(deals *d)
{
    bireme_block *block = d->open->block;
    double value[BIREME_BLOCK] = {0};
    price(d, value);
    carry(d, value);
    count_entries(d, block->compiled->rows - 1);
    for (size_t k = 0; k < d->n; k++) {
        uint16_t i = d->lane[k];
        size_t t = (size_t)d->period[i];
        bireme_lane_array(d->here->bookings, t)[i] += value[k];
        bireme_lane_array(block->pipeline_wins, t)[i] += 1;
        bireme_lane_array(block->pipeline_bookings, t)[i] += value[k];
    }
    touch(d, value);
}

/* ------------------------ deals that say when they close */

/* It finds the period, and no clock time. */
static void find_date(deals *d)
{
    const bireme_pipeline_group *group = d->open->group;
    double delay[BIREME_BLOCK] = {0};
    if (group->close != NULL) {
        fill(d, STEP + (uint32_t)group->open->stage + 1, delay);
        bireme_qtable_eval(group->close, d->n, delay, delay);
    } else {
        for (size_t k = 0; k < d->n; k++) delay[k] = group->close_fixed;
    }
    bireme_open_date(d->open, d->n, d->lane, delay, d->period);
}

/* All that remains happens at once. It takes up no capacity: somebody is at work on it. */
static void draw_dated(deals *d)
{
    const size_t won = d->open->model->stages - 1;
    find_date(d);
    for (size_t s = d->open->group->open->stage + 1; s < won; s++) {
        keep_below(d, bireme_lane_array(d->open->reach, s));
        count_entries(d, bireme_compiled_row(d->open->block->compiled, s));
    }
    keep_won(d);
    if (d->n > 0) close_deals(d);
}

/* ------------------------ all */

/* Keeps those that win, after the last step. */
static void decide(deals *d, bool since_start)
{
    const size_t won = d->open->model->stages - 1;
    if (d->open->block->stock == NULL || since_start) {
        wait_for_step(d, won);
        keep_won(d);
        return;
    }
    deals before = *d;
    if (d->open->group->steps[won].lost_shape == NULL) {
        go_on(d, won, false); /* all leave together */
        keep_won(d);
        return;
    }
    wait_for_step(d, won);
    keep_won(d);
    stay(d, won - 1, before.period);
    leave_out(&before, d);
    lose(&before, won);
}

/* limit: a deal whose fate is above it has no effect at all. */
static void draw_deal(deals *d, const double *limit, uint32_t slot)
{
    const bireme_compiled *compiled = d->open->block->compiled;
    size_t first = d->open->group->open->stage + 1, won = d->open->model->stages - 1;
    d->slot = slot;
    bireme_block_uniforms(d->open->block, d->source, FATE, slot, d->fate);
    d->n = BIREME_BLOCK;
    for (int i = 0; i < BIREME_BLOCK; i++) d->lane[i] = (uint16_t)i;
    keep_below(d, limit);
    memset(d->time, 0, sizeof d->time);
    memset(d->period, 0, sizeof d->period);
    if (d->open->group->is_dated) {
        draw_dated(d);
        return;
    }
    for (size_t s = first; s < won; s++) {
        if (s > first) part(d, s);
        if (d->n == 0) return;
        go_on(d, s, s == first);
        count_entries(d, bireme_compiled_row(compiled, s));
        const int team = bireme_model_team_at(d->open->model, d->open->group->channel, s);
        if (team >= 0) take_up(d, team);
    }
    if (d->n == 0) return;
    decide(d, first == won);
    if (d->n > 0) close_deals(d);
}

BIREME_KERNEL static void at_least(const double *least, double *out)
{
    for (int i = 0; i < BIREME_BLOCK; i++) out[i] = out[i] < least[i] ? least[i] : out[i];
}

/* The probability of entering the next stage; if that is the win, the largest of all periods. */
static void find_limit(const bireme_open *open, double *limit)
{
    size_t next = open->group->open->stage + 1;
    if (next + 1 < open->model->stages) {
        bireme_lanes_copy(bireme_lane_array(open->reach, next), limit);
        return;
    }
    bireme_lanes_copy(open->win, limit);
    for (size_t t = 1; open->win_varies && t < open->model->periods; t++)
        at_least(bireme_open_win(open, t), limit);
}

void bireme_block_open_draw(bireme_block *block)
{
    const bireme_pipeline *pipeline = block->compiled->pipeline;
    bireme_open open = bireme_open_of(block);
    deals d = {.open = &open, .periods = block->compiled->model->periods};
    bireme_lanes limit;
    for (size_t g = 0; g < pipeline->n; g++) {
        const bireme_pipeline_group *group = &pipeline->groups[g];
        if (g == 0 || !bireme_pipeline_same_chances(group - 1, group)) {
            bireme_open_chances(&open, group);
            find_limit(&open, limit);
        }
        bireme_open_left(&open, group);
        if (block->stock != NULL) bireme_open_stock(&open);
        d.source = &block->sources->open[group->number];
        d.here = &block->channel[group->channel];
        for (uint64_t deal = 0; deal < group->open->count; deal++) draw_deal(&d, limit, (uint32_t)deal);
    }
}
