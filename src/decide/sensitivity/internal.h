/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What drives a result, shared by the files that find it: the inputs and their Sobol indices (inputs.c), how
 * the metric moves with each (swings.c), the value of knowing it (worth.c); what one more rep brings
 * (one_more.c).
 */
#ifndef BIREME_DECIDE_SENSITIVITY_INTERNAL_H
#define BIREME_DECIDE_SENSITIVITY_INTERNAL_H

#include <string.h>
#include "decide/sensitivity/result.h"
#include "engine/run/study.h"
#include "scenario/syntax/arena.h"

/* The values that the study's runs yield. */
enum { BIREME_SENSITIVITY_METRIC, BIREME_SENSITIVITY_WORTH, BIREME_SENSITIVITY_WANTED };

/* What is known of a walk to whoever decides: as many of its increments, the most important ones. */
enum { BIREME_DRIVEN_INCREMENTS = 8 };

/* The quantities that an input consists of. */
typedef struct bireme_driver {
    size_t n;
    const int *quantity; /* [n] for a quantity or a set */
    size_t n_known;      /* the first ones, by which whoever decides knows it */
    const int *moved;    /* [n_members] of a set: the quantity that moves each; of a walk that of its end */
} bireme_driver;

typedef struct bireme_driven {
    const bireme_model *model;
    bireme_sensitivity *result;
    bireme_run_options run; /* settled */
    size_t metric, by, worth;
    bireme_study *study;
    bireme_arena rooms;    /* holds the arrays below */
    bireme_driver *driver; /* [n_inputs] in the order of the result's inputs, until those are sorted */
    int *numbers;          /* [n_quantities] 0, 1, … */
    double *drawn;         /* [trials] the metric of today's plan */
    double *a, *b, *ab;    /* [trials] the metric, or its mean given the rates, in both worlds, and mixed */
    /* [trials] a and ab with other chance, where at the depth of means something is still drawn */
    double *a_again, *ab_again;
    bool again;
    double *chance, *square; /* [trials] what a trial adds to the variance due to chance, and to the total */
    double *value;           /* [trials] values of an input */
    double *work;            /* [2 × trials] */
    double **alternative; /* [n_alternatives][trials] the metric to decide by, as its mean given the rates */
    size_t *order;        /* [trials] */
    double *pinned;       /* [n_quantities] */
    bireme_source *swapped; /* [n_quantities] */
    int *path;              /* [periods] */
} bireme_driven;

/* Finds the inputs: result->inputs and driver. Errors: DOMAIN (there are none), MEMORY. */
BIREME_MUST_USE bireme_status bireme_driven_find_inputs(bireme_driven *driven, bireme_error *error);
/* The indices of all inputs, and chance. */
BIREME_MUST_USE bireme_status bireme_driven_find_indices(bireme_driven *driven, bireme_error *error);
/* Rank correlations, and the means at P10 and P90. */
BIREME_MUST_USE bireme_status bireme_driven_find_swings(bireme_driven *driven, bireme_error *error);
/* The alternatives, and the value of knowing the inputs. */
BIREME_MUST_USE bireme_status bireme_driven_find_alternatives(bireme_driven *driven, bireme_error *error);
BIREME_MUST_USE bireme_status bireme_driven_find_worth(bireme_driven *driven, bireme_error *error);
/* What one more rep of each team brings: in a study of its own, which takes the place of driven->study. */
BIREME_MUST_USE bireme_status bireme_driven_find_one_more(bireme_driven *driven, bireme_error *error);
/* The number of its runs. */
uint64_t bireme_driven_one_more_runs(const bireme_model *model);
/* The number of alternatives. */
size_t bireme_driven_count_alternatives(const bireme_model *model);

#endif
