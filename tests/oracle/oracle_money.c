/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The oracle's metrics of money: revenue, cost, and the ratios of the two.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Sums over the horizon. */
typedef struct sums {
    double bookings, wins, sold; /* sold: revenue of what was sold within the horizon */
    double of_marketing;         /* gross profit that it sourced */
    double units, yearly;        /* cost of units; yearly gross profit of what was sold, less these */
    double marketing, initiatives, sales; /* cost */
    double *reps;                         /* [n_teams] cost */
} sums;

/* What is left of a yearly value after 12 months. */
static double kept_after_a_year(const oracle_trial *now)
{
    size_t h = now->model->periods, t = 0;
    double periods = 365.25 / now->model->days, kept = 1;
    for (; (double)t + 1 <= periods + 1e-9; t++) kept *= now->keeps[t < h ? t : h - 1];
    double rest = periods - (double)t;
    return rest > 1e-9 ? kept * pow(now->keeps[t < h ? t : h - 1], rest) : kept;
}

/* What a customer of yearly value 1 brings in a lifetime, discounted. */
static double lifetime(const oracle_trial *now)
{
    const oracle *model = now->model;
    double years = model->days / 365.25, survival = 0, sum = 0;
    for (size_t t = 0; t < model->periods; t++) survival += now->survival[t] / (double)model->periods;
    double grows = 0;
    for (size_t t = 0; t < model->periods; t++)
        grows += pow(1 + oracle_rate_in(now, model->revenue.expansion, 0, t), years) / (double)model->periods;
    double factor = survival * grows / pow(1 + model->revenue.discount_rate, years);
    double periods = model->revenue.lifetime_years / years, value = 1;
    for (double k = 0; k < periods - 1e-9; k++, value *= factor) sum += fmin(1, periods - k) * value;
    return sum * years;
}

/* A channel's part of a team's reps, by entries to the team's stage among the channels that it works. */
static double part_of_reps(const oracle_trial *now, size_t c, size_t k, double cost)
{
    const size_t n = now->model->n_channels + 1;
    const double *entered = now->entered + k * n;
    double all = 0;
    if (!now->model->teams[k].works[c] || !(cost > 0)) return 0;
    for (size_t i = 0; i < n; i++) all += entered[i];
    return cost * oracle_ratio(entered[c], all);
}

/* A channel's costs, those that it shares with others by entries to worked stages and by wins. */
static void put_channel_cac(const oracle_trial *now, oracle_writer *w, size_t c, const sums *all)
{
    const oracle *model = now->model;
    double cost = 0, wins = 0;
    for (size_t t = 0; t < model->periods; t++) {
        size_t at = c * model->periods + t;
        cost += now->spent[at] + now->own_cost[at];
        wins += now->wins[at];
        cost += oracle_commission_on(now, c, t) * now->bookings[at];
    }
    for (size_t k = 0; k < model->n_teams; k++) cost += part_of_reps(now, c, k, all->reps[k]);
    if (all->initiatives > 0) cost += all->initiatives * oracle_ratio(wins, all->wins);
    /* Where nothing but spend costs anything, that is what the channel cost. */
    const oracle_channel *channel = &model->channels[c];
    bool only_spend = model->n_teams == 0 && model->n_initiatives == 0 && channel->fixed_cost < 0 &&
                      channel->cost_per_organic_lead < 0;
    char spend[128];
    snprintf(spend, sizeof spend, "channel.%s.spend", channel->name);
    if (only_spend)
        oracle_put_both(w, "channel.", channel->name, ".cost", NULL, cost, oracle_facts(model, spend) + cost);
    else
        oracle_put(w, "channel.", channel->name, ".cost", NULL, cost);
    oracle_put(w, "channel.", channel->name, ".cac", NULL, oracle_ratio(cost, wins));
}

/* What the trial brought and what the facts say; NAN: not known. */
static sums with_facts(const oracle *model, const sums *all)
{
    sums whole = *all;
    double margin;
    bool certain = oracle_margin_is_certain(model, &margin);
    whole.wins += oracle_facts(model, "wins");
    whole.marketing += oracle_facts(model, "cost.marketing");
    whole.sales += oracle_facts(model, "cost.sales");
    if (model->past == 0) return whole;
    whole.of_marketing += certain ? margin * oracle_facts(model, "owner.marketing.revenue") : NAN;
    whole.yearly += certain ? margin * oracle_facts(model, "bookings") : NAN;
    whole.sold += model->revenue.recurring ? NAN : oracle_facts(model, "revenue");
    return whole;
}

/* Without a value where a part of it is not known. */
static double whole_ratio(double above, double below)
{
    return isnan(above) || isnan(below) ? NAN : oracle_ratio(above, below);
}

static void put_both(oracle_writer *w, const char *name, double rest, double whole)
{
    oracle_put_both(w, name, "", "", NULL, rest, whole);
}

static void put_ratios(const oracle_trial *now, oracle_writer *w, const sums *all)
{
    const oracle_revenue *revenue = &now->model->revenue;
    const sums whole = with_facts(now->model, all);
    double cost = all->marketing + all->sales, life = lifetime(now), total = whole.marketing + whole.sales;
    double cac = oracle_ratio(cost, all->wins), lifelong = all->bookings * life, margin = 0, ltv;
    for (size_t t = 0; t < now->model->periods; t++) /* the mean of the horizon */
        margin += oracle_rate_in(now, revenue->gross_margin, 1, t) / (double)now->model->periods;
    ltv = oracle_ratio(margin * lifelong - all->units, all->wins);
    put_both(w, "cac", cac, whole_ratio(total, whole.wins));
    put_both(w, "romi", oracle_ratio(all->of_marketing - all->marketing, all->marketing),
             whole_ratio(whole.of_marketing - whole.marketing, whole.marketing));
    put_both(w, "nrr", kept_after_a_year(now), kept_after_a_year(now));
    put_both(w, "lifetime_revenue", lifelong, lifelong);
    put_both(w, "ltv", ltv, ltv);
    put_both(w, "ltv_revenue", oracle_ratio(lifelong, all->wins), oracle_ratio(lifelong, all->wins));
    put_both(w, "ltv_cac", oracle_ratio(ltv, cac), whole_ratio(ltv, whole_ratio(total, whole.wins)));
    put_both(w, "payback_months", oracle_ratio(12 * cost, all->yearly),
             whole_ratio(12 * total, whole.yearly));
    for (size_t c = 0; c < now->model->n_channels; c++) put_channel_cac(now, w, c, all);
}

/* What an owner's channels brought, of what all deals did; of the whole horizon only if what every channel
 * brought is known. Without touches nobody but the source touches a deal. */
static void put_shares(const oracle_trial *now, oracle_writer *w, const double *revenue, const sums *all)
{
    const oracle *model = now->model;
    const sums whole = with_facts(model, all);
    double facts[ORACLE_OWNERS], known = 0, share[ORACLE_OWNERS];
    bool touches = false;
    char name[64];
    for (int o = 0; o < ORACLE_OWNERS; o++) {
        snprintf(name, sizeof name, "owner.%s.revenue", oracle_owner_name[o]);
        facts[o] = oracle_facts(model, name);
        known += facts[o];
    }
    for (int o = 0; o < ORACLE_OWNERS; o++) {
        double sourced = 0;
        for (size_t c = 0; c < model->n_channels; c++)
            for (size_t t = 0; t < model->periods; t++)
                sourced += model->channels[c].owner == o ? revenue[c * model->periods + t] : 0;
        share[o] = isnan(known) ? NAN : whole_ratio(sourced + facts[o], whole.sold);
        oracle_put_both(w, "share.", oracle_owner_name[o], "_sourced", NULL, oracle_ratio(sourced, all->sold),
                        share[o]);
    }
    for (size_t c = 0; c < model->n_channels; c++) touches = touches || model->channels[c].touches != NULL;
    oracle_put_both(w, "share.marketing_touched", "", "", NULL,
                    oracle_ratio(now->owner_touched[0], all->sold),
                    touches && model->past > 0 ? NAN
                    : touches                  ? oracle_ratio(now->owner_touched[0], all->sold)
                                               : share[0]);
}

/* Columns of what is written period by period. */
enum { TOTAL, OPENING, MARKETING, SALES, CONTRIBUTION, HEADS, PER_REP, BOOKED_PER_REP, COLUMNS };

/* The period's figures; adds to the sums. */
static void period_figures(const oracle_trial *now, const double *revenue, size_t t, double *column,
                           double *opening, sums *all)
{
    const oracle *model = now->model;
    size_t h = model->periods;
    double booked = 0, sold = 0, spend = 0, initiatives = 0, of_sales = 0, profit = 0, heads = 0;
    for (size_t c = 0; c <= model->n_channels; c++) {
        booked += now->bookings[c * h + t];
        sold += revenue[c * h + t];
        all->wins += now->wins[c * h + t];
        double units = oracle_rate_in(now, model->revenue.unit_cost, 0, t) * now->wins[c * h + t];
        double margin = oracle_rate_in(now, model->revenue.gross_margin, 1, t);
        profit += margin * revenue[c * h + t] - units;
        all->units += units;
        all->yearly += margin * now->bookings[c * h + t] - units;
        of_sales += oracle_commission_on(now, c, t) * now->bookings[c * h + t];
        if (c == model->n_channels) continue;
        if (model->channels[c].owner == 0) all->of_marketing += margin * revenue[c * h + t] - units;
        spend += now->spent[c * h + t];
        *(model->channels[c].owner == 1 ? &of_sales : &spend) += now->own_cost[c * h + t];
    }
    for (size_t i = 0; i < model->n_initiatives; i++) {
        const oracle_influence *initiative = &model->initiatives[i];
        if (t >= initiative->first) initiatives += oracle_rate_in(now, initiative->cost, 0, t);
        if (t == initiative->once) initiatives += oracle_rate_in(now, initiative->one_time_cost, 0, t);
    }
    for (size_t k = 0; k < model->n_teams; k++) {
        double reps = oracle_reps_cost(now, k, t);
        heads += model->teams[k].heads[t];
        all->reps[k] += reps;
        of_sales += reps;
    }
    *opening *= now->keeps[t];
    column[OPENING * h] = model->revenue.recurring ? *opening * model->days / 365.25 : 0;
    column[TOTAL * h] = sold + column[OPENING * h];
    column[MARKETING * h] = spend + initiatives;
    column[SALES * h] = of_sales;
    profit += oracle_rate_in(now, model->revenue.gross_margin, 1, t) * column[OPENING * h];
    column[CONTRIBUTION * h] = profit - column[MARKETING * h] - column[SALES * h];
    column[HEADS * h] = heads;
    column[PER_REP * h] = oracle_ratio(column[TOTAL * h], heads);
    column[BOOKED_PER_REP * h] = oracle_ratio(booked, heads);
    all->bookings += booked;
    all->sold += sold;
    all->initiatives += initiatives;
}

void oracle_record_money(const oracle_trial *now, oracle_writer *w, const double *revenue)
{
    const oracle *model = now->model;
    size_t h = model->periods;
    double *table = oracle_need(COLUMNS * h, sizeof *table), opening = model->revenue.opening, heads = 0;
    sums all = {.reps = oracle_need(model->n_teams + 1, sizeof *all.reps)};
    for (size_t t = 0; t < h; t++) {
        period_figures(now, revenue, t, table + t, &opening, &all);
        heads += table[HEADS * h + t] / (double)h;
    }
    double total = oracle_put_sum(w, "revenue", "", "", table + TOTAL * h);
    oracle_put_sum(w, "revenue.opening", "", "", table + OPENING * h);
    all.marketing = oracle_put_sum(w, "cost.marketing", "", "", table + MARKETING * h);
    all.sales = oracle_put_sum(w, "cost.sales", "", "", table + SALES * h);
    oracle_put_sum(w, "contribution", "", "", table + CONTRIBUTION * h);
    oracle_record_cash(now, w, table + TOTAL * h, table + OPENING * h, table + CONTRIBUTION * h);
    oracle_put(w, "reps", "", "", table + HEADS * h, heads);
    oracle_put(w, "revenue_per_rep", "", "", table + PER_REP * h, oracle_ratio(total, heads));
    oracle_put(w, "bookings_per_rep", "", "", table + BOOKED_PER_REP * h, oracle_ratio(all.bookings, heads));
    put_shares(now, w, revenue, &all);
    put_ratios(now, w, &all);
    free(table);
    free(all.reps);
}
