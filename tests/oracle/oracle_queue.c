/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the reps take up: the model page's rule needs the expected entries to each worked stage given the
 * trial's rates. Delays are taken at ORACLE_POINTS points of the unit cube (Sobol's, shifted at random in
 * each trial, so that the error of the integral averages out over the trials), by tables of each step's
 * quantiles; for every one of them the arrivals of a period, spread evenly over its operational time, are
 * moved by the delay and cut at the period boundaries. What a team takes up in a period is spread over it
 * again, and goes on to the next team in the same way. Only where rates are uncertain can results be
 * compared: the error blurs what is fixed.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <gsl/gsl_rng.h>

enum { STEPS_MOST = 40, TAIL_LEAST = 200 };

/* One kind of items, on their way: a channel's leads, a row for every period in which they arrived (whose
 * effects their inner steps have), or a group's deals, one row. */
typedef struct flow {
    const oracle_group *group; /* NULL: a channel's leads */
    size_t c, rows;
    size_t from;   /* the stage from which they go on */
    bool begun;    /* a group's that nobody has taken up yet: it goes on from the horizon's start */
    double *start; /* [rows × periods] how many go on, evenly over the period */
    double *come;  /* [rows × periods] how many come to the next stage that is worked */
} flow;

/* Delays at all points: the steps after `from`, up to the worked stage. */
typedef struct delays {
    bool none;
    double days[ORACLE_POINTS];
} delays;

/* The table's quantile at u of what lies beyond the first entries. */
static double look_up(const double *quantile, size_t first, double u)
{
    size_t left = ORACLE_QUANTILES - first;
    return quantile[first + (size_t)fmin((double)left - 1, u * (double)left)];
}

/* The first entry beyond the age; all entries: nothing lasts so long. */
static size_t beyond(const oracle_item *item, double scale, double age)
{
    size_t first = 0;
    while (first < ORACLE_QUANTILES && item->quantile[first] * scale <= age) first++;
    if (first > ORACLE_QUANTILES - TAIL_LEAST && 1 - oracle_dist_cdf(item->dist, age / scale) >= 1e-12)
        oracle_stop("an open deal is too old for the oracle");
    return first;
}

static void add_step(const oracle_trial *now, const oracle_item *item, size_t s, double age, delays *d)
{
    if (item->dist == NULL) return;
    double scale = oracle_rate_in(now, item->scale, 1, 0), shift = gsl_rng_uniform(now->rng);
    size_t first = age < 0 ? 0 : beyond(item, scale, age);
    if (first > ORACLE_QUANTILES - TAIL_LEAST) return; /* decided at once */
    d->none = false;
    for (size_t i = 0; i < ORACLE_POINTS; i++) {
        double u = now->model->points[i * now->model->stages + s] + shift;
        if (u >= 1) u -= 1;
        d->days[i] += scale * look_up(item->quantile, first, u) - fmax(age, 0);
    }
}

/* Of the steps from one stage to another. age: in the first; negative: not known, they have just come or been
 * taken up there. */
static void find_delays(const oracle_trial *now, const oracle_item *cycle, size_t from, size_t to, double age,
                        delays *d)
{
    memset(d, 0, sizeof *d);
    d->none = true;
    for (size_t s = from + 1; s <= to; s++) add_step(now, &cycle[s], s, s == from + 1 ? age : -1, d);
}

/* All that starts evenly in period a, delayed by so much, comes evenly between from and to: adds to the
 * shares of a that come in t, share [periods × periods]. */
static void spread(const double *clock, size_t periods, double delay, double *share)
{
    size_t first = 0;
    for (size_t a = 0; a < periods; a++) {
        double from = clock[a] + delay, to = clock[a + 1] + delay;
        while (first < periods && clock[first + 1] <= from) first++;
        for (size_t t = first; t < periods && clock[t] < to; t++) {
            double begin = clock[t] > from ? clock[t] : from, end = clock[t + 1] < to ? clock[t + 1] : to;
            share[a * periods + t] += (end - begin) / ((to - from) * ORACLE_POINTS);
        }
    }
}

/* The chance of the steps of a row from one stage to another. */
static double passes(const oracle_trial *now, const flow *f, size_t row, size_t from, size_t to)
{
    double product = 1, before;
    if (f->group != NULL) {
        before = from > f->group->stage ? oracle_reach(now, f->group, from, 0) : 1;
        return before > 0 ? oracle_reach(now, f->group, to, 0) / before : 0;
    }
    const oracle_channel *channel = &now->model->channels[f->c];
    for (size_t s = from + 1; s <= to; s++)
        product *= oracle_chance(now, f->c, oracle_rate_in(now, channel->conversion[s], 0, row), s, row);
    return product;
}

/* From the start of the horizon. */
static void come_first(const oracle_trial *now, const double *clock, size_t s, flow *f)
{
    delays d;
    find_delays(now, f->group->cycle, f->group->stage, s, f->group->age, &d);
    double count = (double)f->group->count * passes(now, f, 0, f->group->stage, s) / ORACLE_POINTS;
    for (size_t i = 0; i < ORACLE_POINTS; i++) {
        size_t t = 0;
        while (t < now->model->periods && clock[t + 1] <= d.days[i]) t++;
        if (t < now->model->periods) f->come[t] += count;
    }
}

/* How many come to stage s, and when. share [periods × periods]: room. */
static void come(const oracle_trial *now, const double *clock, size_t s, double *share, flow *f)
{
    const oracle *model = now->model;
    const size_t h = model->periods;
    memset(f->come, 0, f->rows * h * sizeof *f->come);
    if (f->begun) {
        come_first(now, clock, s, f);
        return;
    }
    delays d;
    find_delays(now, f->group != NULL ? f->group->cycle : model->channels[f->c].cycle, f->from, s, -1, &d);
    memset(share, 0, h * h * sizeof *share);
    for (size_t t = 0; t < h && d.none; t++) share[t * h + t] = 1;
    for (size_t i = 0; i < ORACLE_POINTS && !d.none; i++) spread(clock, h, d.days[i], share);
    for (size_t row = 0; row < f->rows; row++) {
        const double *start = f->start + row * h, p = passes(now, f, row, f->from, s);
        for (size_t a = 0; a < h; a++)
            for (size_t t = a; t < h && start[a] > 0; t++)
                f->come[row * h + t] += start[a] * p * share[a * h + t];
    }
}

/* What one that is turned away at stage s in period t would have brought, if nobody else had turned it away.
 */
static double worth(const oracle_trial *now, const flow *f, size_t row, size_t s, size_t t)
{
    const size_t won = now->model->stages - 1, c = f->c;
    double effect = oracle_effect_on(now, c, ORACLE_DEAL_VALUE, t), p;
    if (f->group == NULL) {
        const oracle_channel *channel = &now->model->channels[c];
        p = oracle_chance(now, c, oracle_rate_in(now, channel->conversion[won], 0, t), won, t);
        return passes(now, f, row, s, won - 1) * p * channel->deal_value.mean *
               oracle_rate_in(now, channel->deal_value.scale, 1, t) * effect;
    }
    double reached = oracle_reach(now, f->group, s, 0);
    p = reached > 0 ? oracle_reach(now, f->group, won, t) / reached : 0;
    if (f->group->known) effect = 1;
    return p * f->group->value.mean * oracle_rate_in(now, f->group->value.scale, 1, t) * effect;
}

/* What is taken up by team k goes on from its stage; the rest waits or is lost. */
static void go_on(oracle_trial *now, size_t k, flow *f)
{
    const oracle_team *team = &now->model->teams[k];
    const size_t h = now->model->periods;
    for (size_t row = 0; row < f->rows; row++) {
        double waiting = 0;
        for (size_t t = 0; t < h; t++) {
            double there = f->come[row * h + t] + waiting, share = now->share[k * h + t];
            f->start[row * h + t] = share * there;
            waiting = team->patience * (1 - share) * there;
            double lost = (1 - share) * there - waiting;
            if (lost > 0) now->turned_value[k * h + t] += lost * worth(now, f, row, team->stage, t);
        }
    }
    f->from = team->stage;
    f->begun = false;
}

static void take_up(oracle_trial *now, size_t k)
{
    const oracle_team *team = &now->model->teams[k];
    const size_t first = k * now->model->periods;
    double waiting = 0, left = 0;
    for (size_t t = 0; t < now->model->periods; t++) {
        double there = now->demand[first + t] + waiting, possible = team->effective[t] * team->per_rep;
        double share = there > possible ? possible / there : 1, stays = 1 - (1 - share) * team->patience;
        left = there > possible ? there - possible : 0;
        waiting = team->patience * left;
        now->share[first + t] = share;
        now->backlog[first + t] = team->waits ? left : 0;
        now->turned_away[first + t] = left - waiting;
        now->later[k] = stays > 0 ? share / stays : 0; /* of the last period in the end */
    }
}

/* Whether they are yet to come to the stage, and it is this team's turn. */
static bool comes_to(const oracle_team *team, const flow *f)
{
    if (!team->limited || !team->works[f->c]) return false;
    if (f->group == NULL) return true;
    return f->group->stage < team->stage && f->group->closes.dist == NULL && f->group->due[0] == '\0';
}

/* One team after another is enough: those of one stage have nothing in common. */
static void work(oracle_trial *now, const double *clock, double *room, size_t k, flow *flows, size_t n)
{
    const oracle_team *team = &now->model->teams[k];
    const size_t h = now->model->periods;
    for (size_t i = 0; i < n; i++) {
        if (!comes_to(team, &flows[i])) continue;
        come(now, clock, team->stage, room, &flows[i]);
        for (size_t row = 0; row < flows[i].rows; row++)
            for (size_t t = 0; t < h; t++) now->demand[k * h + t] += flows[i].come[row * h + t];
    }
    take_up(now, k);
    for (size_t i = 0; i < n; i++)
        if (comes_to(team, &flows[i])) go_on(now, k, &flows[i]);
}

static void set_off(const oracle_trial *now, flow *flows, double *room)
{
    const oracle *model = now->model;
    const size_t h = model->periods;
    for (size_t i = 0; i < model->n_channels + model->n_groups; i++) {
        flow *f = &flows[i];
        f->group = i < model->n_channels ? NULL : &model->groups[i - model->n_channels];
        f->c = f->group == NULL ? i : oracle_class_of(model, f->group);
        f->rows = f->group == NULL ? h : 1;
        f->begun = f->group != NULL;
        f->start = room + 2 * h * h * i;
        f->come = f->start + h * h;
        for (size_t a = 0; a < h && f->group == NULL; a++) f->start[a * h + a] = now->arrivals[i * h + a];
    }
}

void oracle_share_out(oracle_trial *now)
{
    const oracle *model = now->model;
    const size_t h = model->periods, n = model->n_channels + model->n_groups;
    if (!model->limited) return;
    double *clock = oracle_need(h + 1, sizeof *clock), *room = oracle_need((2 * n + 1) * h * h, sizeof *room);
    flow *flows = oracle_need(n, sizeof *flows);
    for (size_t t = 0; t < h; t++) clock[t + 1] = clock[t] + model->days * now->speed[t];
    memset(now->demand, 0, model->n_teams * h * sizeof *now->demand);
    memset(now->turned_value, 0, model->n_teams * h * sizeof *now->turned_value);
    set_off(now, flows, room);
    for (size_t s = 0; s + 1 < model->stages; s++)
        for (size_t k = 0; k < model->n_teams; k++)
            if (model->teams[k].stage == s && model->teams[k].limited)
                work(now, clock, room + 2 * n * h * h, k, flows, n);
    free(flows);
    free(clock);
    free(room);
}
