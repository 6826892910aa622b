/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From what happened in a trial to the metrics, under the names that the program gives them. Metrics that
 * the program leaves out of a scenario (capacity without sales) are written all the same: nobody asks for
 * them.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const oracle_rule_name[3] = {".credit.last", ".credit.linear", ".credit.position"};

void oracle_put_both(oracle_writer *w, const char *prefix, const char *name, const char *suffix,
                     const double *period, double rest, double whole)
{
    oracle_samples *out = w->out;
    size_t metric = w->metric++;
    if (metric == out->n_metrics) oracle_stop("too many metrics");
    if (out->value == NULL) {
        snprintf(out->name[metric], sizeof out->name[0], "%s%s%s", prefix, name, suffix);
        for (size_t t = 0; t < out->n_past; t++)
            out->fact[metric * out->n_past + t] = oracle_fact(w->model, out->name[metric], t);
        return;
    }
    double *cell = out->value + metric * out->n_columns * out->n_trials + w->trial;
    for (size_t t = 0; t < w->periods; t++) cell[t * out->n_trials] = period == NULL ? NAN : period[t];
    cell[w->periods * out->n_trials] = rest;
    cell[(w->periods + 1) * out->n_trials] = whole;
}

void oracle_put(oracle_writer *w, const char *prefix, const char *name, const char *suffix,
                const double *period, double total)
{
    oracle_put_both(w, prefix, name, suffix, period, total, w->model->past > 0 ? NAN : total);
}

void oracle_put_last(oracle_writer *w, const char *prefix, const char *name, const char *suffix,
                     const double *period)
{
    oracle_put_both(w, prefix, name, suffix, period, period[w->periods - 1], period[w->periods - 1]);
}

double oracle_put_sum(oracle_writer *w, const char *prefix, const char *name, const char *suffix,
                      const double *period)
{
    const oracle_samples *out = w->out;
    double sum = 0, facts = 0;
    for (size_t t = 0; t < w->periods; t++) sum += period[t];
    for (size_t t = 0; t < out->n_past; t++) facts += out->fact[w->metric * out->n_past + t];
    oracle_put_both(w, prefix, name, suffix, period, sum, facts + sum);
    return sum;
}

static void put_total(oracle_writer *w, const char *prefix, const char *name, const char *suffix,
                      double total)
{
    oracle_put(w, prefix, name, suffix, NULL, total);
}

double oracle_ratio(double above, double below)
{
    return below > 0 ? above / below : NAN;
}

/* ---- sums over channels */

enum { EVERY_OWNER = -1 };

static int owner_of(const oracle *model, size_t c)
{
    return c < model->n_channels ? model->channels[c].owner : ORACLE_OWNERS;
}

/* Σ over the channels of an owner of a table [(n_channels + 1) × periods]; in `sum` [periods]. */
static const double *over(const oracle *model, const double *table, int owner, double *sum)
{
    memset(sum, 0, model->periods * sizeof *sum);
    for (size_t c = 0; c <= model->n_channels; c++)
        for (size_t t = 0; t < model->periods; t++)
            if (owner == EVERY_OWNER || owner_of(model, c) == owner) sum[t] += table[c * model->periods + t];
    return sum;
}

/* Revenue by channel, from what was booked before. */
static void earn(const oracle_trial *now, double *revenue)
{
    const oracle *model = now->model;
    size_t h = model->periods;
    for (size_t c = 0; c <= model->n_channels; c++) {
        const double *booked = now->bookings + c * h;
        double base = 0;
        for (size_t t = 0; t < h; t++) {
            base = t == 0 ? 0 : (base + booked[t - 1]) * now->keeps[t];
            revenue[c * h + t] = model->revenue.recurring ? (base + booked[t] / 2) * model->days / 365.25
                                                          : booked[t];
        }
    }
}

static void put_credits(const oracle_trial *now, oracle_writer *w)
{
    const oracle *model = now->model;
    size_t n = model->n_channels;
    for (int rule = 0; rule < 3; rule++) {
        const double *credit = now->credit + (size_t)rule * (n + 1);
        for (int o = 0; o <= ORACLE_OWNERS; o++) {
            double sum = 0;
            for (size_t c = 0; c <= n; c++) sum += owner_of(model, c) == o ? credit[c] : 0;
            put_total(w, "owner.", oracle_owner_name[o], oracle_rule_name[rule], sum);
        }
        for (size_t c = 0; c < n; c++)
            put_total(w, "channel.", model->channels[c].name, oracle_rule_name[rule], credit[c]);
    }
    for (int o = 0; o < ORACLE_OWNERS; o++)
        put_total(w, "owner.", oracle_owner_name[o], ".touched", now->owner_touched[o]);
    for (size_t c = 0; c < n; c++)
        put_total(w, "channel.", model->channels[c].name, ".touched", now->touched[c]);
}

static void put_channels(const oracle_trial *now, oracle_writer *w, const double *revenue)
{
    const oracle *model = now->model;
    size_t h = model->periods;
    for (size_t c = 0; c < model->n_channels; c++) {
        const char *name = model->channels[c].name;
        oracle_put_sum(w, "channel.", name, ".leads", now->leads + c * h);
        oracle_put_sum(w, "channel.", name, ".wins", now->wins + c * h);
        oracle_put_sum(w, "channel.", name, ".revenue", revenue + c * h);
        oracle_put_sum(w, "channel.", name, ".bookings", now->bookings + c * h);
        bool lifts = false, lifted = false;
        for (size_t k = 0; k < model->n_channels; k++) {
            lifts = lifts || oracle_lifts(model, c, k);
            lifted = lifted || oracle_lifts(model, k, c);
        }
        if (lifted) put_total(w, "channel.", name, ".lifted_leads", now->lifted[c]);
        if (lifts) put_total(w, "channel.", name, ".lifts_leads", now->lifts[c]);
        double spend = oracle_put_sum(w, "channel.", name, ".spend", now->spent + c * h);
        put_total(w, "channel.", name, ".paid_leads", now->paid[c]);
        put_total(w, "channel.", name, ".cost_per_lead", oracle_ratio(spend, now->paid[c]));
        put_total(w, "channel.", name, ".marginal_cost_per_lead", oracle_ratio(spend, now->margin[c]));
    }
}

static void put_owners(const oracle_trial *now, oracle_writer *w, const double *revenue, double *sum)
{
    const oracle *model = now->model;
    for (int o = 0; o <= ORACLE_OWNERS; o++) {
        const char *name = oracle_owner_name[o];
        oracle_put_sum(w, "owner.", name, ".leads", over(model, now->leads, o, sum));
        oracle_put_sum(w, "owner.", name, ".wins", over(model, now->wins, o, sum));
        oracle_put_sum(w, "owner.", name, ".revenue", over(model, revenue, o, sum));
        oracle_put_sum(w, "owner.", name, ".bookings", over(model, now->bookings, o, sum));
    }
}

static void put_volumes(const oracle_trial *now, oracle_writer *w, double *sum)
{
    const oracle *model = now->model;
    size_t h = model->periods;
    oracle_put_sum(w, "bookings", "", "", over(model, now->bookings, EVERY_OWNER, sum));
    oracle_put_sum(w, "wins", "", "", over(model, now->wins, EVERY_OWNER, sum));
    oracle_put_sum(w, "leads", "", "", over(model, now->leads, EVERY_OWNER, sum));
    for (size_t s = 0; s < model->stages; s++)
        oracle_put_sum(w, "stage.", model->stage[s], "", now->entries + s * h);
    for (size_t s = 0; s + 1 < model->stages; s++)
        oracle_put_last(w, "stage.", model->stage[s], ".open", now->open + s * h);
    oracle_put_last(w, "pipeline.open_value", "", "", now->open_value);
    oracle_put_sum(w, "pipeline.wins", "", "", now->pipeline_wins);
    oracle_put_sum(w, "pipeline.bookings", "", "", now->pipeline_bookings);
    oracle_put_both(w, "carried_out", "", "", NULL, now->carried, now->carried);
    oracle_put_both(w, "carried_out_value", "", "", NULL, now->carried_value, now->carried_value);
}

void oracle_record(const oracle_trial *now, oracle_writer *w)
{
    const oracle *model = now->model;
    double *revenue = oracle_need((model->n_channels + 1) * model->periods, sizeof *revenue);
    double *sum = oracle_need(model->periods, sizeof *sum);
    earn(now, revenue);
    put_volumes(now, w, sum);
    put_owners(now, w, revenue, sum);
    put_channels(now, w, revenue);
    put_credits(now, w);
    oracle_record_teams(now, w);
    oracle_record_money(now, w, revenue);
    free(sum);
    free(revenue);
}
