/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What multiplies something of one channel alone, on top of the economy and the initiatives: growth, drift,
 * and what the spend of others lifts (docs/model, Growth and drift; What one channel does for another).
 */
#ifndef BIREME_COMPILE_FACTORS_H
#define BIREME_COMPILE_FACTORS_H

#include "base/error.h"
#include "model/model.h"

/* A period of a walk: B = from_left · B[left] + from_right · B[right] + sd · ε, with an ε of its own. Index
 * −1: the start, where B is 0. */
typedef struct bireme_walk_step {
    size_t period;
    int left, right;
    double from_left, from_right, sd;
} bireme_walk_step;

/* What a channel's spend does to an effect on another: base[t]^quantity. */
typedef struct bireme_compiled_lift {
    size_t lifter;
    int quantity;
    const double *base; /* [periods] (1 + x / x0) / 2 of the lifter */
} bireme_compiled_lift;

/* Of an effect on a channel. */
typedef struct bireme_factor {
    bool present;
    double *fixed; /* [periods] fixed growth; NULL: 1 */
    int growth;    /* quantity g, as (1 + g)^years; −1: none, or fixed */
    int walk;      /* −1: none */
    size_t n_lifts;
    bireme_compiled_lift *lifts;
} bireme_factor;

typedef struct bireme_factors {
    size_t n_present;
    bool lifted;           /* some channel lifts another: they depend on what is spent */
    bireme_factor *factor; /* [n_channels × n_effects] */
    double *years;         /* [periods] from the start to the middle of each */
    double *base;          /* [n_channels × periods] of each channel that lifts */
    size_t n;              /* n_channels × n_effects */
} bireme_factors;

typedef struct bireme_compiled bireme_compiled;

/* *out is NULL if no channel has any. stock: the spend after adstock that lifts [n_channels × periods] (NULL:
 * what the model's channels spend). Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_factors_create(const bireme_compiled *compiled, const double *stock,
                                                    bireme_factors **out, bireme_error *error);
void bireme_factors_free(bireme_factors *factors); /* NULL is fine */

/* out [periods]: a Brownian motion at the middle of each of `periods` periods of `years` years, the last one
 * first, then from midpoint to midpoint. */
void bireme_walk_steps(size_t periods, double years, bireme_walk_step *out);

#endif
