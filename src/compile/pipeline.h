/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The open pipeline made ready for the trial loop: quantile tables of the steps that are left, the share of
 * the current step that the age has not used up, values, and the order in which groups are worked through.
 */
#ifndef BIREME_COMPILE_PIPELINE_H
#define BIREME_COMPILE_PIPELINE_H

#include "dist/table/qtable.h"
#include "dist/table/survival.h"
#include "model/model.h"
#include "compile/shared.h"

/* How a step's delay is summed over where an expectation is wanted; in the order in which that is done. */
typedef enum bireme_pipeline_kind {
    BIREME_PIPELINE_FIXED,   /* one value, or none */
    BIREME_PIPELINE_ATOMS,   /* a few values */
    BIREME_PIPELINE_BOUNDED, /* it ends somewhere, or has bends */
    BIREME_PIPELINE_SMOOTH,
    BIREME_PIPELINE_KINDS
} bireme_pipeline_kind;

/* The delay of a step: shape times scale. */
typedef struct bireme_pipeline_step {
    bireme_pipeline_kind kind;
    const bireme_dist *shape;        /* NULL: no delay */
    double typical;                  /* mean with a typical scale */
    double fixed;                    /* its value, where the kind is FIXED */
    const bireme_qtable *table;      /* of the others */
    const bireme_survival *survival; /* P(shape > x); NULL: nobody asks */
    int scale;                       /* quantity, −1: 1 */
} bireme_pipeline_step;

/* Below this the current step is taken to be over: what is left of it could not be resolved. */
#define BIREME_PIPELINE_LEFT_LEAST 1e-12

typedef struct bireme_pipeline_group {
    size_t number;  /* in the model */
    size_t channel; /* the number of channels: none */
    const bireme_open_group *open;
    const bireme_pipeline_step *steps; /* [stages]: of the step to s, for s > stage */
    double left;                /* P(the current step takes longer than the age); NAN: that depends on the
                                          trial; 1 where there is no age */
    const bireme_qtable *value; /* of one deal with scale 1; NULL: always value_fixed */
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
    bireme_pipeline_group *groups;        /* [n] those with equal chances next to each other */
    const bireme_pipeline_group **by_age; /* [n] with those next to each other that move on alike */
    bireme_pipeline_step *steps;          /* [(n_channels + 1) × stages] */
    bireme_pipeline_rule rules[BIREME_PIPELINE_RULES]; /* that with the most nodes first */
    size_t n_integrals; /* stretches of by_age whose way to the worked stage takes an integral */
    size_t n_kept;      /* of them, whose shares are worth their memory */
    size_t n_survivals;
    bireme_survival **survivals;
} bireme_pipeline;

/* Tables are shared with the others that are compiled. Errors: MEMORY, DOMAIN (a distribution that no table
 * can hold), INTERNAL. The model has open groups. */
BIREME_MUST_USE bireme_status bireme_pipeline_create(const bireme_model *model, bireme_shared *shared,
                                                     bireme_pipeline **out, bireme_error *error);
void bireme_pipeline_free(bireme_pipeline *pipeline);

/* The finest rule that stays within the budget of nodes, or the coarsest, for integrals `depth` deep. */
const bireme_pipeline_rule *bireme_pipeline_rule_for(const bireme_pipeline *pipeline, size_t depth,
                                                     double budget);
/* Does the way of a group to the worked stage take an integral? Not if at most one of its steps is more than
 * a few values. */
bool bireme_pipeline_takes_integral(const bireme_model *model, const bireme_pipeline_group *group);
/* The deals of both go from one stage to the next alike: the same steps, the same age. */
bool bireme_pipeline_alike(const bireme_pipeline_group *a, const bireme_pipeline_group *b);
/* The same chances to get ahead. */
bool bireme_pipeline_same_chances(const bireme_pipeline_group *a, const bireme_pipeline_group *b);

#endif
