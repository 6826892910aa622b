/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A model made ready for the trial loop: tables compiled, everything that does not depend on the trial
 * decided. Plain immutable data, shared by all threads; borrows the model, which must outlive it.
 */
#ifndef BIREME_PLAN_PLAN_H
#define BIREME_PLAN_PLAN_H

#include "dist/poisson.h"
#include "dist/qtable.h"
#include "dist/sums.h"
#include "model/metric.h"
#include "model/model.h"
#include "plan/delay.h"

/* A quantity: one value a trial. */
typedef struct bireme_plan_quantity {
    bireme_qtable *table; /* NULL: fixed */
    double fixed;
    int correlated; /* index of its correlated set, −1: independent */
    int row;        /* its row in that set */
} bireme_plan_quantity;

/* Quantities that are drawn together: z = L ε, u = Φ(z). */
typedef struct bireme_plan_correlated {
    size_t n;
    const int *quantity; /* [n], the model's */
    double *cholesky;    /* [n × n] lower triangle L */
} bireme_plan_correlated;

/* An effect of the economy over the periods: the quantity that multiplies in regime r, or −1. */
typedef struct bireme_plan_effect {
    bool present;        /* some regime has it */
    bool constant;       /* the same quantity in every period of every trial (a given path in one regime) */
    const int *quantity; /* [n_regimes] */
} bireme_plan_effect;

/* Stages of a channel that are reached after the same delay: the first of them after a step that takes time
 * (or the lead itself), the others at once. */
typedef struct bireme_plan_group {
    size_t first, last;  /* stages */
    bireme_delay *delay; /* NULL: no delay, the period of entry is the period of arrival */
    double *share; /* [periods × periods]: share[b · periods + a] of the leads that arrive in a have entered
                      by the end of b, where delay and clock are the same in every trial; else NULL */
} bireme_plan_group;

typedef struct bireme_plan_channel {
    size_t n_groups;
    bireme_plan_group *groups;
    bireme_sums *value; /* NULL: deals have no value */
    int value_scale;    /* quantity, −1: 1 */
} bireme_plan_channel;

typedef struct bireme_plan {
    const bireme_model *model;
    bireme_metrics *metrics;
    bireme_poisson *poisson;
    bireme_qtable *normal;            /* standard normal, for the copula; NULL without correlations */
    bireme_plan_quantity *quantities; /* [n_quantities] */
    size_t n_correlated;
    bireme_plan_correlated *correlated;
    bireme_plan_channel *channels; /* [n_channels] */
    /* Economy. chain: a Markov path is drawn per trial; else model->economy.path holds the path. */
    bool chain;
    bireme_plan_effect leads, cost_per_lead, deal_value, cycle_time;
    bireme_plan_effect *odds; /* [stages] */
    int *effect_quantity;     /* storage of the effects' lists */
    double *chain_start;      /* [n_regimes] cumulative */
    double *chain_step;       /* [n_regimes × n_regimes] cumulative rows */
    double days;              /* length of a period */
    bool clock_uniform;       /* the clock runs equally fast in every period of a trial */
    bool clock_fixed; /* and is not uncertain: speed[t] of every trial is pace[t] / fixed multiplier */
} bireme_plan;

/* Errors: MEMORY, DOMAIN (a distribution that no table can hold), INTERNAL. */
BIREME_MUST_USE bireme_status bireme_plan_create(const bireme_model *model, bireme_plan **out,
                                                 bireme_error *error);
void bireme_plan_free(bireme_plan *plan);

#endif
