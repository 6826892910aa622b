/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How metrics are computed from a block of trials: one rule each, named in model/metric_rows.inc. Rules are
 * called only by each other and through the table in metrics.c. docs/model, Money, defines the metrics.
 */
#ifndef BIREME_ENGINE_METRICS_RULES_H
#define BIREME_ENGINE_METRICS_RULES_H

#include "engine/trial/block.h"

/* What must be drawn in a trial for the metric to keep its distribution. (At the depth of means only the
 * metric's mean given the rates is kept: the metric must be linear in wins and bookings, or decided by the
 * rates.) */
typedef enum bireme_metric_known {
    BIREME_KNOWN_IN_FULL,
    BIREME_KNOWN_WITH_DRAWS,  /* ratios of wins and bookings: not at the depth of means */
    BIREME_KNOWN_WITH_COUNTS, /* counts of stages before the win: not at the depth of wins */
    BIREME_KNOWN_ALWAYS
} bireme_metric_known;

/* A metric over the periods first … first + n − 1, n ≥ 1. */
typedef void bireme_metric_over_rule(bireme_block *block, const bireme_metric *metric, size_t first, size_t n,
                                     double *out);

/* How a kind of metric is computed: a row of model/metric_rows.inc. */
typedef struct bireme_metric_how {
    bireme_metric_rule *at;    /* in a period; NULL: it has no per-period values */
    bireme_metric_rule *whole; /* over the horizon; NULL: computed from the periods */
    bireme_metric_known known;
    bireme_metric_over_rule *over; /* over some of the periods; NULL: their sum, or what the last one has */
    bool once;                     /* where counts are superposed, the first period holds all of it */
    bool timed; /* even over the horizon it depends on when things happen: counts must not be superposed */
    /* Σ|terms| − |value|, for a difference of large numbers (threshold.c); NULL: 0. */
    double (*terms)(const bireme_compiled *compiled);
} bireme_metric_how;
const bireme_metric_how *bireme_metric_how_of(bireme_metric_kind kind);

/* volumes.c: counts, and the money that comes with them */
bireme_metric_rule bireme_rule_revenue, bireme_rule_opening, bireme_rule_bookings, bireme_rule_wins,
    bireme_rule_leads, bireme_rule_stage, bireme_rule_owner_leads, bireme_rule_owner_wins,
    bireme_rule_owner_revenue, bireme_rule_channel_leads, bireme_rule_channel_wins,
    bireme_rule_channel_bookings, bireme_rule_owner_bookings, bireme_rule_channel_revenue,
    bireme_rule_pipeline_wins, bireme_rule_pipeline_bookings, bireme_rule_carried_out,
    bireme_rule_carried_out_value, bireme_rule_stage_open, bireme_rule_open_value, bireme_rule_coverage;
/* The number of periods that hold counts: all, or 1 if they are superposed. */
size_t bireme_count_periods(const bireme_block *block);
/* out: the sum of a rule over periods 0 … periods − 1, for the stage, owner or channel `index`; with
 * block->past_of plus what it was in the periods that are over. */
void bireme_rule_sum(bireme_block *block, bireme_metric_rule *rule, int index, size_t periods, double *out);

/* costs.c: costs, and what they leave */
bireme_metric_rule bireme_rule_marketing_cost, bireme_rule_sales_cost, bireme_rule_contribution;
/* Revenue less what is sold costs: of all (index −1), or of what an owner has sourced. */
bireme_metric_rule bireme_rule_gross_profit;
/* The same over the horizon; owner −1: all. */
void bireme_gross_profit(bireme_block *block, int owner, double *out);
/* The same with the sum of another rule (of money, for the owner) in place of revenue. */
void bireme_margin_sum(bireme_block *block, bireme_metric_rule *rule, int owner, double *out);
/* value · the mean margin of the horizon, for revenue after it. */
void bireme_margin_later(bireme_block *block, double *value);
/* From the revenue of all that was sold over its life: what it leaves, at the mean margin of the horizon. */
void bireme_margin_lasting(bireme_block *block, double *value);
/* Whether there is a cost of sales. */
bool bireme_costs_sales(const bireme_block *block);
/* out · the quantity in period t; −1: out · otherwise. */
void bireme_rate_times(const bireme_block *block, int quantity, double otherwise, size_t t, double *out);
/* The cost of a team's reps, and of all initiatives, over the horizon; false: there is none. */
bool bireme_reps_cost(const bireme_block *block, size_t team, double *out);
bool bireme_initiatives_cost(const bireme_block *block, double *out);
double bireme_terms_contribution(const bireme_compiled *compiled);
double bireme_terms_romi(const bireme_compiled *compiled);

/* over.c: over some of the periods */
bireme_metric_over_rule bireme_over_arr_opening, bireme_over_reps, bireme_over_revenue_per_rep,
    bireme_over_bookings_per_rep, bireme_over_team_utilisation;

/* customers.c: the yearly value of recurring revenue */
bireme_metric_rule bireme_rule_arr_opening, bireme_rule_arr_at_start, bireme_rule_arr_expanded,
    bireme_rule_arr_churned, bireme_rule_arr_end;

/* cash.c: money when it moves, and what later money is worth */
bireme_metric_rule bireme_rule_npv, bireme_rule_npv_lifetime, bireme_rule_collected, bireme_rule_cash,
    bireme_rule_cash_balance, bireme_rule_cash_low, bireme_rule_receivable;

/* money.c: what a win costs and is worth, shares */
bireme_metric_rule bireme_rule_cac, bireme_rule_romi, bireme_rule_nrr, bireme_rule_lifetime_revenue,
    bireme_rule_ltv, bireme_rule_ltv_revenue, bireme_rule_ltv_cac, bireme_rule_payback, bireme_rule_credit,
    bireme_rule_sourced, bireme_rule_marketing_touched;

/* acquisition.c: what a channel's leads and wins cost */
bireme_metric_rule bireme_rule_channel_spend, bireme_rule_paid_leads, bireme_rule_cost_per_lead,
    bireme_rule_marginal_cost_per_lead, bireme_rule_channel_cost, bireme_rule_channel_cac,
    bireme_rule_lifted_leads, bireme_rule_lifts_leads;

/* sales.c: teams, and how much they can work; team_expected: the expected number taken up */
bireme_metric_rule bireme_rule_reps, bireme_rule_mean_reps, bireme_rule_revenue_per_rep,
    bireme_rule_revenue_per_mean_rep, bireme_rule_bookings_per_rep, bireme_rule_bookings_per_mean_rep,
    bireme_rule_team_capacity, bireme_rule_team_worked, bireme_rule_team_expected,
    bireme_rule_team_utilisation, bireme_rule_team_utilisation_of_all, bireme_rule_team_backlog,
    bireme_rule_team_turned_away, bireme_rule_team_turned_away_value, bireme_rule_turned_away_share;

#endif
