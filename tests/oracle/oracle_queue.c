/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the reps take up: the model page's rule needs the expected entries to the worked stage given the
 * trial's rates. Delays are taken at ORACLE_POINTS points of the unit cube (Sobol's, shifted at random in
 * each trial, so that the error of the integral averages out over the trials), by tables of each step's
 * quantiles; for every one of them the arrivals of a period, spread evenly over its operational time, are
 * moved by the delay and cut at the period boundaries. Only where rates are uncertain can results be
 * compared: the error blurs what is fixed.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <gsl/gsl_rng.h>

enum { STEPS_MOST = 40, TAIL_LEAST = 200 };

/* One kind of items: a channel's leads or a group's deals. */
typedef struct flow {
    double *entries; /* [periods] expected */
    double *passing; /* [periods] of them, those who will pass the inner stages that follow */
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

/* age: in stage `from`; negative for a new lead. */
static void find_delays(const oracle_trial *now, const oracle_item *cycle, size_t from, double age, delays *d)
{
    memset(d, 0, sizeof *d);
    d->none = true;
    for (size_t s = from + 1; s <= now->model->sales.stage; s++)
        add_step(now, &cycle[s], s, s == from + 1 ? age : -1, d);
}

/* All arrivals, delayed by so much: what arrives evenly in period a enters evenly between from and to. */
static void spread(const double *clock, size_t periods, double delay, const double *count,
                   const double *passing, flow *f)
{
    size_t first = 0;
    for (size_t a = 0; a < periods; a++) {
        double from = clock[a] + delay, to = clock[a + 1] + delay;
        while (first < periods && clock[first + 1] <= from) first++;
        for (size_t t = first; t < periods && clock[t] < to; t++) {
            double begin = clock[t] > from ? clock[t] : from, end = clock[t + 1] < to ? clock[t + 1] : to;
            double part = (end - begin) / ((to - from) * ORACLE_POINTS);
            f->entries[t] += count[a] * part;
            f->passing[t] += passing[a] * part;
        }
    }
}

static void channel_flow(const oracle_trial *now, const double *clock, size_t c, flow *f)
{
    const oracle *model = now->model;
    const oracle_channel *channel = &model->channels[c];
    size_t h = model->periods;
    double *count = oracle_need(2 * h, sizeof *count), *passing = count + h;
    delays d;
    find_delays(now, channel->cycle, 0, -1, &d);
    for (size_t a = 0; a < h; a++) {
        count[a] = passing[a] = now->arrivals[c * h + a];
        for (size_t s = 1; s + 1 < model->stages; s++) {
            double p = oracle_chance(now, c, oracle_rate_in(now, channel->conversion[s], 0, a), s, a);
            if (s <= model->sales.stage) count[a] *= p;
            passing[a] *= p;
        }
        if (d.none) {
            f->entries[a] = count[a];
            f->passing[a] = passing[a];
        }
    }
    for (size_t i = 0; i < ORACLE_POINTS && !d.none; i++) spread(clock, h, d.days[i], count, passing, f);
    free(count);
}

static void group_flow(const oracle_trial *now, const double *clock, const oracle_group *group, flow *f)
{
    const oracle *model = now->model;
    size_t w = model->sales.stage;
    delays d;
    if (group->stage >= w || group->closes.dist != NULL || !isnan(group->due)) return;
    find_delays(now, group->cycle, group->stage, group->age, &d);
    double count = (double)group->count * oracle_reach(now, group, w, 0) / ORACLE_POINTS;
    for (size_t i = 0; i < ORACLE_POINTS; i++) {
        size_t t = 0;
        while (t < model->periods && clock[t + 1] <= d.days[i]) t++;
        if (t < model->periods) f->entries[t] += count;
    }
}

/* What one of those who are turned away in period t would have brought, per head in `passing` (a channel)
 * or in `entries` (a group). */
static double worth(const oracle_trial *now, size_t class, size_t t)
{
    const oracle *model = now->model;
    size_t won = model->stages - 1;
    size_t c = class;
    if (class >= model->n_channels) c = oracle_class_of(model, &model->groups[class - model->n_channels]);
    double effect = oracle_effect_on(now, c, ORACLE_DEAL_VALUE, t), p;
    if (class < model->n_channels) {
        const oracle_channel *channel = &model->channels[class];
        p = oracle_chance(now, c, oracle_rate_in(now, channel->conversion[won], 0, t), won, t);
        return p * channel->deal_value.mean * oracle_rate_in(now, channel->deal_value.scale, 1, t) * effect;
    }
    const oracle_group *group = &model->groups[class - model->n_channels];
    double reached = oracle_reach(now, group, model->sales.stage, 0);
    p = reached > 0 ? oracle_reach(now, group, won, t) / reached : 0;
    if (group->known) effect = 1;
    return p * group->value.mean * oracle_rate_in(now, group->value.scale, 1, t) * effect;
}

/* What is lost in each period of one class, in money. */
static void add_lost_value(oracle_trial *now, size_t class, const flow *f)
{
    const double *items = class < now->model->n_channels ? f->passing : f->entries;
    double waiting = 0, patience = now->model->sales.patience;
    for (size_t t = 0; t < now->model->periods; t++) {
        double left = (1 - now->share[t]) * (items[t] + waiting);
        waiting = patience * left;
        now->turned_value[t] += (left - waiting) * worth(now, class, t);
    }
}

static void take_up(oracle_trial *now)
{
    const oracle_sales *sales = &now->model->sales;
    double waiting = 0, left = 0;
    for (size_t t = 0; t < now->model->periods; t++) {
        double there = now->demand[t] + waiting, possible = sales->effective[t] * sales->per_rep;
        now->share[t] = there > possible ? possible / there : 1;
        left = there > possible ? there - possible : 0;
        waiting = sales->patience * left;
        now->backlog[t] = sales->waits ? left : 0;
        now->turned_away[t] = left - waiting;
        now->turned_value[t] = 0;
        double share = now->share[t], stays = 1 - (1 - share) * sales->patience;
        now->later = stays > 0 ? share / stays : 0; /* of the last period in the end */
    }
}

void oracle_share_out(oracle_trial *now)
{
    const oracle *model = now->model;
    size_t h = model->periods, classes = model->n_channels + model->n_groups;
    if (!model->sales.limited) return;
    double *clock = oracle_need(h + 1, sizeof *clock), *room = oracle_need(2 * h * classes, sizeof *room);
    for (size_t t = 0; t < h; t++) clock[t + 1] = clock[t] + model->days * now->speed[t];
    memset(now->demand, 0, h * sizeof *now->demand);
    for (size_t k = 0; k < classes; k++) {
        flow f = {room + 2 * h * k, room + 2 * h * k + h};
        if (k < model->n_channels)
            channel_flow(now, clock, k, &f);
        else
            group_flow(now, clock, &model->groups[k - model->n_channels], &f);
        for (size_t t = 0; t < h; t++) now->demand[t] += f.entries[t];
    }
    take_up(now);
    for (size_t k = 0; k < classes; k++) {
        const flow f = {room + 2 * h * k, room + 2 * h * k + h};
        add_lost_value(now, k, &f);
    }
    free(clock);
    free(room);
}
