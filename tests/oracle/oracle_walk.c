/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The oracle's items, one by one. Leads arrive with exponential gaps. The clock is stepped through the
 * periods: what is left of a delay shrinks by the speed of the period it is in. Open deals start at the
 * beginning of the horizon; how long the current step still takes is drawn by rejection. After the horizon
 * everything stays as it was in the last period.
 */
#include "oracle_internal.h"

#include <math.h>
#include <string.h>
#include <gsl/gsl_randist.h>

typedef struct moment {
    size_t period; /* `periods`: after the horizon */
    double inside; /* days since the period began */
} moment;

/* The moment a delay later. */
static moment wait(const oracle_trial *now, moment start, double delay)
{
    moment here = start;
    while (here.period < now->model->periods) {
        double speed = now->speed[here.period], possible = (now->model->days - here.inside) * speed;
        if (delay < possible) {
            here.inside += delay / speed;
            return here;
        }
        delay -= possible;
        here.period++;
        here.inside = 0;
    }
    return here;
}

static double draw_item(const oracle_trial *now, const oracle_item *item, size_t period)
{
    if (item->dist == NULL) return 0;
    return oracle_dist_sample(item->dist, now->rng) * oracle_rate_in(now, item->scale, 1, period);
}

/* An item is at stage s from one moment to another: is it there when a period ends? group NULL: a lead of
 * channel c. */
static void stay(oracle_trial *now, size_t c, const oracle_group *group, size_t s, moment from, moment to)
{
    const oracle *model = now->model;
    const oracle_item *value = group != NULL ? &group->value : &model->channels[c].deal_value;
    for (size_t t = from.period; t < to.period && t < model->periods; t++) {
        now->open[s * model->periods + t]++;
        if (s < model->worked || value->dist == NULL) continue;
        now->open_value[t] +=
            value->mean * oracle_rate_in(now, value->scale, 1, t) *
            (group != NULL && group->known ? 1 : oracle_effect_on(now, c, ORACLE_DEAL_VALUE, t));
    }
}

/* Waits for a rep of the team; false: in vain. On return the moment is that at which work starts. */
static bool take_up(oracle_trial *now, const oracle_team *team, moment *here)
{
    const oracle *model = now->model;
    const size_t k = (size_t)(team - model->teams), first = k * model->periods;
    while (here->period < model->periods) {
        if (gsl_rng_uniform(now->rng) < now->share[first + here->period]) {
            now->worked[first + here->period]++;
            here->inside = gsl_rng_uniform(now->rng) * model->days;
            return true;
        }
        if (!team->waits || gsl_rng_uniform(now->rng) >= team->patience) return false;
        here->period++;
    }
    return gsl_rng_uniform(now->rng) < now->later[k];
}

/* Counts an entry to the stage, and by whom it is to be worked there. */
static void count_entry(oracle_trial *now, size_t c, size_t s, size_t period)
{
    const oracle *model = now->model;
    if (period >= model->periods) return;
    now->entries[s * model->periods + period]++;
    for (size_t k = 0; k < model->n_teams; k++)
        if (model->teams[k].stage == s && model->teams[k].works[c])
            now->entered[k * (model->n_channels + 1) + c]++;
}

/* Enters the stage; false if no rep takes it up there. */
static bool enter(oracle_trial *now, size_t c, const oracle_group *group, size_t s, moment *here)
{
    const oracle_team *team = oracle_team_at(now->model, c, s);
    const moment entered = *here;
    count_entry(now, c, s, here->period);
    if (team == NULL) return true;
    bool works = take_up(now, team, here);
    stay(now, c, group, s, entered, *here); /* whoever gives up does so before the period ends */
    return works;
}

static void close_deal(oracle_trial *now, size_t c, size_t period, double value, bool open)
{
    const oracle *model = now->model;
    if (period >= model->periods) {
        now->carried++;
        now->carried_value += value;
        return;
    }
    now->entries[(model->stages - 1) * model->periods + period]++;
    now->wins[c * model->periods + period]++;
    now->bookings[c * model->periods + period] += value;
    if (open) {
        now->pipeline_wins[period]++;
        now->pipeline_bookings[period] += value;
    }
    oracle_credit(now, c, value * now->earns[period]);
}

/* ---- leads */

static bool converts(const oracle_trial *now, size_t c, size_t s, size_t period)
{
    const oracle_channel *channel = &now->model->channels[c];
    double p = oracle_rate_in(now, channel->conversion[s], 0, period);
    return gsl_rng_uniform(now->rng) < oracle_chance(now, c, p, s, period);
}

/* It is lost on the way to stage s. */
static void lose_lead(oracle_trial *now, size_t c, size_t s, moment here)
{
    const oracle_channel *channel = &now->model->channels[c];
    if (!now->model->stock) return;
    const oracle_item *item = channel->lost[s].dist != NULL ? &channel->lost[s] : &channel->cycle[s];
    stay(now, c, NULL, s - 1, here, wait(now, here, draw_item(now, item, here.period)));
}

static void walk_lead(oracle_trial *now, size_t c, moment arrival)
{
    const oracle *model = now->model;
    const oracle_channel *channel = &model->channels[c];
    moment here = arrival;
    now->leads[c * model->periods + arrival.period]++;
    if (!enter(now, c, NULL, 0, &here)) return;
    for (size_t s = 1; s + 1 < model->stages; s++) {
        const moment since = here;
        if (!converts(now, c, s, arrival.period)) {
            lose_lead(now, c, s, since);
            return;
        }
        here = wait(now, here, draw_item(now, &channel->cycle[s], here.period));
        stay(now, c, NULL, s - 1, since, here);
        if (!enter(now, c, NULL, s, &here)) return;
    }
    size_t won = model->stages - 1;
    const moment since = here;
    here = wait(now, here, draw_item(now, &channel->cycle[won], here.period));
    if (!converts(now, c, won, here.period)) {
        if (channel->lost[won].dist != NULL)
            lose_lead(now, c, won, since);
        else
            stay(now, c, NULL, won - 1, since, here);
        return;
    }
    stay(now, c, NULL, won - 1, since, here);
    double value = draw_item(now, &channel->deal_value, here.period);
    close_deal(now, c, here.period, value * oracle_effect_on(now, c, ORACLE_DEAL_VALUE, here.period), false);
}

static void walk_leads(oracle_trial *now, size_t c, size_t t)
{
    const oracle *model = now->model;
    double mean_gap = model->days / now->arrivals[c * model->periods + t]; /* infinite without leads */
    for (double at = gsl_ran_exponential(now->rng, mean_gap); at < model->days;
         at += gsl_ran_exponential(now->rng, mean_gap))
        walk_lead(now, c, (moment){t, at});
}

/* ---- open deals */

static double longer(const oracle_trial *now, const oracle_item *item, double age)
{
    return 1 - oracle_dist_cdf(item->dist, age / oracle_rate_in(now, item->scale, 1, 0));
}

/* The chance to go on from the step that the deal is in, by what its age says about it: of those that came
 * when it came, how many of the one kind and of the other are still there? */
static double by_age(const oracle_trial *now, const oracle_group *group, size_t s, double p)
{
    if (s != group->stage + 1 || group->lost[s].dist == NULL || group->cycle[s].dist == NULL) return p;
    double on = longer(now, &group->cycle[s], group->age), off = longer(now, &group->lost[s], group->age);
    if (on < 1e-12 && off < 1e-12) return p;
    return p * on + (1 - p) * off > 0 ? p * on / (p * on + (1 - p) * off) : p;
}

static double step_chance(const oracle_trial *now, const oracle_group *group, size_t s, size_t period)
{
    if (group->conversion[s] < 0) return 0;
    size_t c = oracle_class_of(now->model, group);
    double p = oracle_chance(now, c, oracle_rate_in(now, group->conversion[s], 0, period), s, period);
    return isnan(group->win_probability) ? by_age(now, group, s, p) : p;
}

double oracle_reach(const oracle_trial *now, const oracle_group *group, size_t s, size_t period)
{
    size_t won = now->model->stages - 1, worked = now->model->worked;
    bool stated = !isnan(group->win_probability);
    double product = 1;
    if (stated && s <= worked) return 1; /* it is worked on, whatever becomes of it */
    for (size_t k = (stated && group->stage < worked ? worked : group->stage) + 1; k <= s && k < won; k++)
        product *= step_chance(now, group, k, 0);
    if (s < won) { /* whoever may win in some period must get there */
        for (size_t t = 0; stated && s > group->stage && t < now->model->periods; t++)
            product = fmax(product, oracle_chance(now, oracle_class_of(now->model, group),
                                                  group->win_probability, won, t));
        return product;
    }
    if (!stated) return product * step_chance(now, group, won, period);
    return oracle_chance(now, oracle_class_of(now->model, group), group->win_probability, won, period);
}

/* What is left of a step that has gone on for so long: by rejection, in the far tail by inversion. */
static double remaining(const oracle_trial *now, const oracle_item *item, double age)
{
    if (item->dist == NULL) return 0;
    double scale = oracle_rate_in(now, item->scale, 1, 0);
    double before = oracle_dist_cdf(item->dist, age / scale), delay = 0;
    if (1 - before < 1e-12) return 0;
    if (1 - before < 1e-3) {
        double u = before + (1 - before) * gsl_rng_uniform_pos(now->rng);
        return fmax(0, oracle_dist_quantile(item->dist, u) * scale - age);
    }
    do delay = oracle_dist_sample(item->dist, now->rng) * scale;
    while (delay <= age);
    return delay - age;
}

static void close_open_deal(oracle_trial *now, const oracle_group *group, size_t c, size_t period)
{
    double value = draw_item(now, &group->value, period);
    if (!group->known) value *= oracle_effect_on(now, c, ORACLE_DEAL_VALUE, period);
    close_deal(now, c, period, value, true);
}

static bool is_dated(const oracle_group *group)
{
    return group->closes.dist != NULL || group->due[0] != '\0';
}

/* A deal that says when it closes: on a day of the calendar, whatever the speed of the clock. */
static void walk_dated(oracle_trial *now, const oracle_group *group, size_t c, double fate)
{
    const oracle *model = now->model;
    size_t period = 0, won = model->stages - 1;
    if (group->due[0] != '\0') {
        period = oracle_period_after(model, group->due, draw_item(now, &group->slip, 0));
    } else {
        const double days = draw_item(now, &group->closes, 0);
        while (period < model->periods && days >= (double)(period + 1) * model->days) period++;
    }
    stay(now, c, group, group->stage, (moment){0, 0}, (moment){period, 0});
    for (size_t s = group->stage + 1; s < won; s++) {
        if (fate >= oracle_reach(now, group, s, 0)) return;
        count_entry(now, c, s, period);
    }
    if (fate < oracle_reach(now, group, won, period)) close_open_deal(now, group, c, period);
}

/* age: in the step; negative if it begins now. */
static double takes(const oracle_trial *now, const oracle_item *item, double age, size_t period)
{
    return age < 0 ? draw_item(now, item, period) : remaining(now, item, age);
}

/* It is lost on the way to stage s. */
static void lose_deal(oracle_trial *now, const oracle_group *group, size_t c, size_t s, moment since)
{
    if (!now->model->stock) return;
    const oracle_item *item = group->lost[s].dist != NULL ? &group->lost[s] : &group->cycle[s];
    stay(now, c, group, s - 1, since,
         wait(now, since, takes(now, item, s == group->stage + 1 ? group->age : -1, since.period)));
}

static void walk_deal(oracle_trial *now, const oracle_group *group)
{
    const oracle *model = now->model;
    size_t won = model->stages - 1, c = oracle_class_of(model, group);
    double fate = gsl_rng_uniform(now->rng);
    moment here = {0, 0};
    if (is_dated(group)) {
        walk_dated(now, group, c, fate);
        return;
    }
    for (size_t s = group->stage + 1; s <= won; s++) {
        const moment since = here;
        const double age = s == group->stage + 1 ? group->age : -1;
        if (s < won && fate >= oracle_reach(now, group, s, 0)) {
            lose_deal(now, group, c, s, since);
            return;
        }
        here = wait(now, here, takes(now, &group->cycle[s], age, here.period));
        if (s == won && fate >= oracle_reach(now, group, won, here.period)) {
            if (group->lost[s].dist != NULL)
                lose_deal(now, group, c, s, since);
            else
                stay(now, c, group, s - 1, since, here);
            return;
        }
        stay(now, c, group, s - 1, since, here);
        if (s < won && !enter(now, c, group, s, &here)) return;
    }
    close_open_deal(now, group, c, here.period);
}

/* ---- who touched a deal that was won, and what each rule credits them with */

/* amount, in equal parts to all in the list. */
static void give(double *credit, const size_t *list, size_t n, double amount)
{
    for (size_t i = 0; i < n; i++) credit[list[i]] += amount / (double)n;
}

enum { TOUCHES_MOST = 64 };

void oracle_credit(oracle_trial *now, size_t source, double revenue)
{
    const oracle *model = now->model;
    size_t n = model->n_channels, all[TOUCHES_MOST] = {source}, last[TOUCHES_MOST], other[TOUCHES_MOST];
    size_t n_all = 1, n_last = 0, n_other = 0;
    const double *touches = source < n ? model->channels[source].touches : NULL;
    bool owner[ORACLE_OWNERS] = {false};
    for (size_t k = 0; touches != NULL && k < n; k++) {
        if (k == source || !(gsl_rng_uniform(now->rng) < touches[k])) continue;
        if (n_all == TOUCHES_MOST) oracle_stop("too many touches");
        all[n_all++] = k;
        if (model->channels[k].owner == 1)
            last[n_last++] = k;
        else
            other[n_other++] = k;
    }
    for (size_t i = 0; i < n_all && source < n; i++) {
        now->touched[all[i]] += revenue;
        owner[model->channels[all[i]].owner] = true;
    }
    for (int o = 0; o < ORACLE_OWNERS; o++) now->owner_touched[o] += owner[o] ? revenue : 0;
    if (n_last == 0) last[n_last++] = source;
    double *by_last = now->credit, *by_linear = by_last + n + 1, *by_position = by_linear + n + 1;
    give(by_last, last, n_last, revenue);
    give(by_linear, all, n_all, revenue);
    double end = n_other > 0 ? 0.4 : 0.5; /* first and last share what others do not get */
    give(by_position, all, 1, end * revenue);
    give(by_position, last, n_last, end * revenue);
    give(by_position, other, n_other, 0.2 * revenue);
}

/* ---- all of them */

void oracle_walk_all(oracle_trial *now)
{
    const oracle *model = now->model;
    size_t h = model->periods, n = model->n_channels;
    memset(now->entries, 0, model->stages * h * sizeof *now->entries);
    memset(now->worked, 0, model->n_teams * h * sizeof *now->worked);
    memset(now->leads, 0, (n + 1) * h * sizeof *now->leads);
    memset(now->wins, 0, (n + 1) * h * sizeof *now->wins);
    memset(now->bookings, 0, (n + 1) * h * sizeof *now->bookings);
    memset(now->entered, 0, model->n_teams * (n + 1) * sizeof *now->entered);
    memset(now->pipeline_wins, 0, h * sizeof *now->pipeline_wins);
    memset(now->open, 0, model->stages * h * sizeof *now->open);
    memset(now->open_value, 0, h * sizeof *now->open_value);
    memset(now->pipeline_bookings, 0, h * sizeof *now->pipeline_bookings);
    memset(now->touched, 0, n * sizeof *now->touched);
    memset(now->credit, 0, 3 * (n + 1) * sizeof *now->credit);
    for (int o = 0; o < ORACLE_OWNERS; o++) now->owner_touched[o] = 0;
    now->carried = now->carried_value = 0;
    for (size_t c = 0; c < n; c++)
        for (size_t t = 0; t < h; t++) walk_leads(now, c, t);
    for (size_t g = 0; g < model->n_groups; g++)
        for (size_t i = 0; i < model->groups[g].count; i++) walk_deal(now, &model->groups[g]);
}
