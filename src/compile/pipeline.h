/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The open pipeline made ready for the trial loop: quantile tables of the remaining steps, the probability
 * that the current step takes longer than it has so far, values, and the order in which groups are processed.
 */
#ifndef BIREME_COMPILE_PIPELINE_H
#define BIREME_COMPILE_PIPELINE_H

#include "dist/table/qtable.h"
#include "dist/table/survival.h"
#include "model/model.h"
#include "compile/shared.h"

/* How a step's delay is summed over where an expectation is wanted, in the order of summation. */
typedef enum bireme_pipeline_kind {
    BIREME_PIPELINE_FIXED,   /* one value, or none */
    BIREME_PIPELINE_ATOMS,   /* a few values */
    BIREME_PIPELINE_BOUNDED, /* it is bounded, or has kinks */
    BIREME_PIPELINE_SMOOTH,
    BIREME_PIPELINE_KINDS
} bireme_pipeline_kind;

/* The delay of a step: shape times scale. */
typedef struct bireme_pipeline_step {
    bireme_pipeline_kind kind;
    const bireme_dist *shape;        /* NULL: no delay */
    double typical;                  /* its mean with a typical scale */
    double fixed;                    /* its value, if the kind is FIXED */
    const bireme_qtable *table;      /* for the other kinds */
    const bireme_survival *survival; /* P(shape > x); NULL: not needed */
    int scale;                       /* quantity, −1: 1 */
    /* the same of those that are lost in the step; lost_shape NULL: as above */
    const bireme_dist *lost_shape;
    double lost_fixed;
    const bireme_qtable *lost_table;
    const bireme_survival *lost_survival;
    int lost_scale;
} bireme_pipeline_step;

/* Below this the current step counts as over: the time left could not be resolved. */
#define BIREME_PIPELINE_LEFT_LEAST 1e-12

typedef struct bireme_pipeline_group {
    size_t number;  /* in the model */
    size_t channel; /* n_channels: none */
    const bireme_open_group *open;
    size_t meets;                      /* the stage at which a team takes its deals up next; 0: none does */
    const bireme_pipeline_step *steps; /* [stages]: of the step to s, for s > stage */
    double left; /* P(the current step takes longer than the age); NAN: it depends on the
                                   trial; 1 if there is no age */
    /* Losing takes time of its own: P(going on takes longer than the age) and P(being lost takes longer);
     * NAN: depends on the trial. weighs_age: and the age says something about the outcome. */
    bool has_lost, weighs_age;
    double ahead, behind;
    /* It says itself when it is decided: `due` days from the start and as many days later as `close` says,
     * times the quantity close_scale (−1: 1). ends [periods]: how many days from the start each period ends;
     * with a date by the calendar, else periods are equally long. */
    bool is_dated;
    double due;
    const double *ends;
    const bireme_qtable *close; /* NULL: always close_fixed */
    double close_fixed;
    int close_scale;
    const bireme_dist *close_shape; /* NULL: it does not slip */
    const bireme_survival
        *close_survival;        /* where its scale is uncertain and it cannot be negative; else NULL */
    const bireme_qtable *value; /* of one deal, with scale 1; NULL: always value_fixed */
    double value_fixed, value_mean;
} bireme_pipeline_group;

/* Nodes in (0, 1) for expectations: E[h(U)] = Σ weight · h(node), U uniform; dense towards the ends. */
enum { BIREME_PIPELINE_RULES = 6, BIREME_PIPELINE_NODES = 24 };
typedef struct bireme_pipeline_rule {
    size_t n;
    double node[BIREME_PIPELINE_NODES], weight[BIREME_PIPELINE_NODES];
} bireme_pipeline_rule;

typedef struct bireme_pipeline {
    size_t n;
    bireme_pipeline_group *groups;                     /* [n] groups with equal chances are adjacent */
    const bireme_pipeline_group **by_age;              /* [n] groups that move on alike are adjacent */
    bireme_pipeline_step *steps;                       /* [(n_channels + 1) × stages] */
    bireme_pipeline_rule rules[BIREME_PIPELINE_RULES]; /* the one with the most nodes first */
    size_t
        n_integrals; /* stretches of by_age for which entry to the stage that they meet takes an integral */
    size_t n_kept;   /* those of them whose shares are worth keeping in memory */
    double *ends;    /* [2 × periods] of equally long periods, then by the calendar */
    size_t n_survivals;
    bireme_survival **survivals;
} bireme_pipeline;

/* Tables are shared with the rest of the compiled scenario. Errors: MEMORY, DOMAIN (a distribution that no
 * table can hold), INTERNAL. The model must have open groups. */
BIREME_MUST_USE bireme_status bireme_pipeline_create(const bireme_model *model, bireme_shared *shared,
                                                     bireme_pipeline **out, bireme_error *error);
void bireme_pipeline_free(bireme_pipeline *pipeline);

/* The finest rule whose nodes stay within the budget, for integrals nested `depth` deep; else the
 * coarsest. */
const bireme_pipeline_rule *bireme_pipeline_rule_for(const bireme_pipeline *pipeline, size_t depth,
                                                     double budget);
/* Whether a group's entry to the stage that it meets takes an integral: it does not if at most one of its
 * steps has more than a few values. */
bool bireme_pipeline_takes_integral(const bireme_pipeline_group *group);
/* Whether the deals of both move from stage to stage alike: the same steps, the same age. */
bool bireme_pipeline_alike(const bireme_pipeline_group *a, const bireme_pipeline_group *b);
/* Whether both have the same chances of getting ahead. */
bool bireme_pipeline_same_chances(const bireme_pipeline_group *a, const bireme_pipeline_group *b);

#endif
