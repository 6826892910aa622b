/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What drives a result, shared by the files that find it: the inputs and their Sobol indices (inputs.c), how
 * the metric moves with each (swings.c), what it is worth to know it (worth.c).
 */
#ifndef BIREME_DECIDE_SENSITIVITY_INTERNAL_H
#define BIREME_DECIDE_SENSITIVITY_INTERNAL_H

#include <string.h>
#include "decide/sensitivity/result.h"
#include "engine/run/study.h"
#include "scenario/syntax/arena.h"

/* What the study runs bring. */
enum { BIREME_SENSITIVITY_METRIC, BIREME_SENSITIVITY_WORTH, BIREME_SENSITIVITY_WANTED };

/* The quantities that an input is made of. */
typedef struct bireme_driver {
    size_t n;
    const int *quantity; /* [n] of a quantity or a set */
} bireme_driver;

typedef struct bireme_driven {
    const bireme_model *model;
    bireme_sensitivity *result;
    bireme_run_options run; /* settled */
    size_t metric, by, worth;
    bireme_study *study;
    bireme_arena rooms; /* where the following are */
    bireme_driver
        *driver;        /* [n_inputs] in the order of the result's inputs, as long as those are not sorted */
    int *numbers;       /* [n_quantities] 0, 1, … */
    double *drawn;      /* [trials] the metric of today's plan */
    double *a, *b, *ab; /* [trials] the metric, or its mean given the rates, of both worlds and mixed */
    double *chance, *square; /* [trials] what a trial adds to the variance: of chance, and in all */
    double *value;           /* [trials] of an input */
    double *work;            /* [2 × trials] */
    double **alternative;    /* [n_alternatives][trials] what is decided by, its mean given the rates */
    size_t *order;           /* [trials] */
    double *pinned;          /* [n_quantities] */
    bireme_source *swapped;  /* [n_quantities] */
    int *path;               /* [periods] */
} bireme_driven;

/* Names the inputs: result->inputs and driver. Errors: DOMAIN (there is none), MEMORY. */
BIREME_MUST_USE bireme_status bireme_driven_find_inputs(bireme_driven *driven, bireme_error *error);
/* The indices of all of them, and chance. */
BIREME_MUST_USE bireme_status bireme_driven_find_indices(bireme_driven *driven, bireme_error *error);
/* Rank correlations, and the means at P10 and P90. */
BIREME_MUST_USE bireme_status bireme_driven_find_swings(bireme_driven *driven, bireme_error *error);
/* The alternatives, and what knowing the inputs is worth. */
BIREME_MUST_USE bireme_status bireme_driven_find_alternatives(bireme_driven *driven, bireme_error *error);
BIREME_MUST_USE bireme_status bireme_driven_find_worth(bireme_driven *driven, bireme_error *error);
/* How many alternatives there will be. */
size_t bireme_driven_count_alternatives(const bireme_model *model);

#endif
