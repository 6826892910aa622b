/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A metalog's series M that is not increasing everywhere (published coefficients may be so): the distribution
 * of Y = M(U), U uniform, which is what a reader who computes M of a random number samples.
 *
 *   F(y) = P(M(U) ≤ y): the total length in u of the parts where M ≤ y, over the intervals on which M is
 *          monotone
 *   R(p) = inf { y : F(y) ≥ p }
 *
 * R is the increasing rearrangement of M: R(U) has the distribution of M(U), because F is the distribution
 * function of both (V. Chernozhukov, I. Fernández-Val and A. Galichon, Quantile and probability curves
 * without crossing, Econometrica 78, 2010). Where M increases, R = M, unless another branch has the same
 * values. R has kinks at the values where M turns, and is smooth between them: at a maximum y₁ the two
 * branches that meet there have F(y₁) − F(y) = c √(y₁ − y) + …, whose inverse is a power series in p.
 */
#ifndef BIREME_DIST_FAMILIES_METALOG_FOLD_H
#define BIREME_DIST_FAMILIES_METALOG_FOLD_H

#include <stdbool.h>
#include <stddef.h>

enum { BIREME_METALOG_TURNS = 64 };
#define BIREME_METALOG_OUTERMOST 745.0 /* log odds; the tail beyond is below the smallest double */

typedef struct bireme_metalog_fold {
    const double *a; /* [n] */
    size_t n;
    const double *turn; /* [turns] log odds where M turns, ascending */
    size_t turns;
} bireme_metalog_fold;

/* The log odds at which M turns, ascending, at most BIREME_METALOG_TURNS; returns how many. */
size_t bireme_metalog_turns(const double *a, size_t n, double *turn);
/* F(y) and 1 − F(y), each accurate where it is small. */
void bireme_metalog_fold_pq(const bireme_metalog_fold *fold, double y, double *p, double *q);
/* dF/dy; INFINITY at a value where M turns. */
double bireme_metalog_fold_density(const bireme_metalog_fold *fold, double y);
/* R; p > 0, q = 1 − p > 0. */
double bireme_metalog_fold_quantile(const bireme_metalog_fold *fold, double p, double q);
/* The values at the ends of the stretches, [turns + 2], in the order of u: infinite at an end without a
 * limit. */
void bireme_metalog_fold_values(const bireme_metalog_fold *fold, double *value);

#endif
