/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first moments of a metric given the rates of each trial, for searches that ask again and again on the
 * same trials: what is true of every variant, what a deal is worth to the metric, is kept.
 */
#ifndef BIREME_ENGINE_LAW_MOMENTS_H
#define BIREME_ENGINE_LAW_MOMENTS_H

#include "engine/law/law.h"

struct bireme_law_block;

/* Zeroed by the caller, filled in by what is asked, of one study and one metric of it. */
typedef struct bireme_law_kept {
    size_t n_blocks;
    struct bireme_law_block *blocks; /* [n_blocks] */
    bireme_law_tables tables;
} bireme_law_kept;
void bireme_law_kept_free(bireme_law_kept *kept);

/* Of a metric Y given the rates of a trial, and what its open deals bring: E[Y], Var(Y), E[(Y −
 * E[Y])³]. */
typedef struct bireme_law_moments {
    double mean, variance, third;
} bireme_law_moments;

/* Of the first `trials` trials under a variant (NULL: the scenario itself) that differs from the study's
 * scenario in spend and reps only: out [trials]; all NAN where the plan cannot be bought. The metric must
 * have a law. Errors: MEMORY, CANCELLED. */
BIREME_MUST_USE bireme_status bireme_law_find_moments(bireme_study *study, const bireme_compiled *compiled,
                                                      size_t w, uint64_t trials, bireme_law_kept *kept,
                                                      bireme_law_moments *out, bireme_error *error);

/* P(Y ≤ x) and P(Y > x), and E[max(x − Y, 0)], of the gamma distribution with these moments, moved to
 * where its mean is (Pearson's type III). Where many deals are won it is the law of Y but for an error
 * that is small beside what the rates do; where few are, it is smooth where the law has steps. */
void bireme_law_moments_below(bireme_law_moments moments, double x, double *p, double *q);
double bireme_law_moments_short(bireme_law_moments moments, double x);

#endif
