/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The oracle's trials, one after another, and the table of what they gave.
 */
#include "oracle_internal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The next n doubles of a trial's memory. */
static double *take(double **free_from, size_t n)
{
    double *taken = *free_from;
    *free_from += n;
    return taken;
}

oracle_trial *oracle_trial_new(const oracle *model, unsigned long seed)
{
    size_t h = model->periods, n = model->n_channels, effects = ORACLE_ODDS + model->stages;
    oracle_trial *now = oracle_need(1, sizeof *now);
    double *room = oracle_need((model->n_rates + effects * (n + 2) + 2 * model->n_walks + 2 * model->stages +
                                7 + 7 * (n + 1) + 6 * model->n_teams) *
                                       h +
                                   (8 + model->n_teams) * (n + 1) + model->n_teams,
                               sizeof *room);
    now->model = model;
    now->rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(now->rng, seed);
    now->regime = oracle_need(h, sizeof *now->regime);
    now->rate = take(&room, model->n_rates * h);
    now->effect = take(&room, effects * h);
    now->own = take(&room, effects * (n + 1) * h);
    now->walk = take(&room, model->n_walks * h);
    now->increment = take(&room, model->n_walks * h);
    now->entries = take(&room, model->stages * h);
    now->open = take(&room, model->stages * h);
    double **per_period[] = {&now->speed,         &now->survival,          &now->keeps,     &now->earns,
                             &now->pipeline_wins, &now->pipeline_bookings, &now->open_value};
    for (size_t i = 0; i < sizeof per_period / sizeof *per_period; i++) *per_period[i] = take(&room, h);
    double **table[] = {&now->arrivals, &now->leads,    &now->wins, &now->bookings,
                        &now->spent,    &now->own_cost, &now->stock};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) *table[i] = take(&room, (n + 1) * h);
    double **per_team[] = {&now->demand,      &now->share,        &now->backlog,
                           &now->turned_away, &now->turned_value, &now->worked};
    for (size_t i = 0; i < sizeof per_team / sizeof *per_team; i++)
        *per_team[i] = take(&room, model->n_teams * h);
    double **per_channel[] = {&now->paid, &now->margin, &now->touched, &now->lifted, &now->lifts};
    for (size_t i = 0; i < sizeof per_channel / sizeof *per_channel; i++)
        *per_channel[i] = take(&room, n + 1);
    now->credit = take(&room, 3 * (n + 1));
    now->entered = take(&room, model->n_teams * (n + 1));
    now->later = take(&room, model->n_teams);
    return now;
}

void oracle_trial_free(oracle_trial *now)
{
    gsl_rng_free(now->rng);
    free(now->rate); /* the beginning of its memory */
    free(now->regime);
    free(now);
}

/* Room for the metrics' values, once their number and names are known. */
static oracle_samples *new_samples(const oracle_trial *now, size_t n_trials)
{
    const oracle *model = now->model;
    oracle_samples *out = oracle_need(1, sizeof *out);
    out->n_trials = n_trials;
    out->n_columns = model->periods + 2;
    out->n_past = model->past;
    out->n_metrics = 64 + 2 * model->stages + 8 * model->n_teams +
                     20 * (model->n_channels + ORACLE_OWNERS + 1); /* more than enough */
    out->name = oracle_need(out->n_metrics, sizeof *out->name);
    out->fact = oracle_need(out->n_metrics * out->n_past, sizeof *out->fact);
    oracle_writer names = {model, out, 0, 0, model->periods};
    oracle_record(now, &names);
    out->n_metrics = names.metric;
    out->value = oracle_need(out->n_metrics * out->n_columns * n_trials, sizeof *out->value);
    return out;
}

oracle_samples *oracle_run(const oracle *model, size_t n_trials, unsigned long seed)
{
    oracle_trial *now = oracle_trial_new(model, seed);
    oracle_draw_world(now);
    oracle_samples *out = new_samples(now, n_trials);
    for (size_t i = 0; i < n_trials; i++) {
        oracle_writer w = {model, out, i, 0, model->periods};
        oracle_draw_world(now);
        oracle_share_out(now);
        oracle_walk_all(now);
        oracle_record(now, &w);
    }
    oracle_trial_free(now);
    return out;
}

void oracle_samples_free(oracle_samples *samples)
{
    if (samples == NULL) return;
    free(samples->name);
    free(samples->fact);
    free(samples->value);
    free(samples);
}

size_t oracle_samples_find(const oracle_samples *samples, const char *name)
{
    for (size_t m = 0; m < samples->n_metrics; m++)
        if (strcmp(samples->name[m], name) == 0) return m;
    return SIZE_MAX;
}

const double *oracle_samples_of(const oracle_samples *samples, size_t metric, size_t column)
{
    return samples->value + (metric * samples->n_columns + column) * samples->n_trials;
}

double oracle_effort(const oracle *model)
{
    enum { DRAWS = 50 };
    oracle_trial *now = oracle_trial_new(model, 1);
    double leads = 0;
    for (int i = 0; i < DRAWS; i++) {
        oracle_draw_world(now);
        for (size_t c = 0; c < model->n_channels; c++)
            for (size_t t = 0; t < model->periods; t++)
                leads += now->arrivals[c * model->periods + t] / DRAWS;
    }
    oracle_trial_free(now);
    for (size_t g = 0; g < model->n_groups; g++) leads += (double)model->groups[g].count;
    /* What is expected at a worked stage takes about as long as a lead for every eight points. */
    for (size_t k = 0; k < model->n_teams; k++)
        if (model->teams[k].limited)
            leads += (double)((model->n_channels + model->n_groups) * ORACLE_POINTS) / 8;
    return leads;
}
