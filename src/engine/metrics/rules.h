/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How metrics are computed from a block of trials: a rule each, named in model/metric_rows.inc. Rules call
 * each other, and nobody else calls them but the table of metrics.c. docs/model, Money, says what each of
 * them is.
 */
#ifndef BIREME_ENGINE_METRICS_RULES_H
#define BIREME_ENGINE_METRICS_RULES_H

#include "engine/trial/block.h"

/* Values of a metric in period t, or over the horizon, where t means nothing. index: the metric's; out:
 * lanes. */
typedef void bireme_metric_rule(bireme_block *block, const bireme_metric *metric, size_t t, double *out);

/* What must be drawn of a trial, for the metric to have its law (with the means alone: its mean given the
 * rates, since it is linear in wins and bookings, or what the rates decide). */
typedef enum bireme_metric_known {
    BIREME_KNOWN_IN_FULL,
    BIREME_KNOWN_WITH_DRAWS,  /* ratios of wins and bookings: not with means alone */
    BIREME_KNOWN_WITH_COUNTS, /* of stages before the win: not with wins alone */
    BIREME_KNOWN_ALWAYS
} bireme_metric_known;

/* How a kind of metric is computed: a row of model/metric_rows.inc. */
typedef struct bireme_metric_how {
    bireme_metric_rule *at;    /* in a period; NULL: it has none */
    bireme_metric_rule *whole; /* over the horizon, where that is not made of its periods; else NULL */
    bireme_metric_known known;
    bool once; /* where counts are superposed, all of it is in the first period */
    /* Σ|terms| less |value|, of differences of large numbers (threshold.c); NULL: 0. */
    double (*terms)(const bireme_compiled *compiled);
} bireme_metric_how;
const bireme_metric_how *bireme_metric_how_of(bireme_metric_kind kind);

/* volumes.c: counts, and the money that comes with them */
bireme_metric_rule bireme_rule_revenue, bireme_rule_opening, bireme_rule_bookings, bireme_rule_wins,
    bireme_rule_leads, bireme_rule_stage, bireme_rule_worked, bireme_rule_owner_leads, bireme_rule_owner_wins,
    bireme_rule_owner_revenue, bireme_rule_channel_leads, bireme_rule_channel_wins,
    bireme_rule_channel_revenue, bireme_rule_pipeline_wins, bireme_rule_pipeline_bookings,
    bireme_rule_carried_out, bireme_rule_carried_out_value;
/* Periods with counts: all, or the first where they are superposed. */
size_t bireme_count_periods(const bireme_block *block);
/* out: the sum of a rule over periods 0 … periods − 1, of the stage, owner or channel `index`. */
void bireme_rule_sum(bireme_block *block, bireme_metric_rule *rule, int index, size_t periods, double *out);

/* money.c: costs, what is left, shares */
bireme_metric_rule bireme_rule_marketing_cost, bireme_rule_sales_cost, bireme_rule_contribution,
    bireme_rule_cac, bireme_rule_romi, bireme_rule_nrr, bireme_rule_arr_end, bireme_rule_lifetime_revenue,
    bireme_rule_ltv, bireme_rule_ltv_revenue, bireme_rule_ltv_cac, bireme_rule_payback, bireme_rule_credit,
    bireme_rule_sourced, bireme_rule_marketing_touched;
double bireme_terms_contribution(const bireme_compiled *compiled);
double bireme_terms_romi(const bireme_compiled *compiled);

/* acquisition.c: what a channel's leads and wins cost */
bireme_metric_rule bireme_rule_channel_spend, bireme_rule_paid_leads, bireme_rule_cost_per_lead,
    bireme_rule_marginal_cost_per_lead, bireme_rule_channel_cost, bireme_rule_channel_cac;

/* sales.c: reps and what they can take up */
bireme_metric_rule bireme_rule_reps, bireme_rule_mean_reps, bireme_rule_revenue_per_rep,
    bireme_rule_revenue_per_mean_rep, bireme_rule_bookings_per_rep, bireme_rule_bookings_per_mean_rep,
    bireme_rule_capacity, bireme_rule_utilisation, bireme_rule_utilisation_of_all, bireme_rule_backlog,
    bireme_rule_turned_away, bireme_rule_turned_away_share, bireme_rule_turned_away_value;

#endif
