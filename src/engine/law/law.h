/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The distribution of a metric over trials without drawing what comes of leads: F(x) = E[F(x | rates)]
 * (conditional Monte Carlo, Rao and Blackwell). Given the rates of a trial, and what its open deals bring, a
 * metric that is linear in wins and bookings is
 *
 *     Y = A + Σ_k Σ_{j ≤ N_k} (a_k V_kj + b_k),   N_k ~ Poisson(μ_k) independent, V_kj the values of deals,
 *
 * over the channels and periods k. Trials give A, μ_k, a_k and b_k; everything else is computed:
 *
 *   counts   Y − A is a Poisson count with mean M: the mixture of these laws over the trials.
 *   lattice  Y can only be start + j · step (one price, a price list): its probabilities, by a Fourier
 *            transform of the characteristic function averaged over the trials.
 *   else     the same function, averaged and inverted once as a cosine series; the atom of a trial in which
 *            nothing is won, e^(−Σμ) at A, is kept apart, since a series would blur it.
 *
 * What is known so is smooth in every decision, and its error, that of the rates alone, is told by the
 * replicates of the points. A ratio of drawn numbers has no such law, nor has a value without a variance.
 */
#ifndef BIREME_ENGINE_LAW_LAW_H
#define BIREME_ENGINE_LAW_LAW_H

#include "engine/run/study.h"
#include "stats/replicates.h"
#include "stats/threshold.h"

typedef struct bireme_law bireme_law;

/* Whether the study's wanted metric w has such a law in the scenario. */
bool bireme_law_exists(const bireme_study *study, size_t w);

/* What is made once of the values of deals, for all laws of a study: zeroed by the caller, filled in by
 * them. */
typedef struct bireme_law_tables {
    size_t n;
    struct bireme_transform **of; /* [n] by channel; NULL: not yet needed */
} bireme_law_tables;
void bireme_law_tables_free(bireme_law_tables *tables);

/* The law of wanted metric w under a variant (NULL: the scenario itself), from the first `trials` trials of
 * the study, a multiple of 16; the study must have been made with `laws`. tables: must outlive it. Errors:
 * MEMORY, CANCELLED, INTERNAL. */
BIREME_MUST_USE bireme_status bireme_law_create(bireme_study *study, const bireme_compiled *compiled,
                                                size_t w, uint64_t trials, bireme_law_tables *tables,
                                                bireme_law **out, bireme_error *error);
void bireme_law_free(bireme_law *law); /* NULL is fine */

/* What is found, with its standard error. A trial whose plan cannot be bought (bireme_wanted) meets no goal,
 * and is left out of all else; NAN where nothing is left. */
typedef struct bireme_law_found {
    double value, se;
} bireme_law_found;

bireme_law_found bireme_law_mean(const bireme_law *law);
bireme_law_found bireme_law_variance(const bireme_law *law);
/* P(Y meets the threshold). */
bireme_law_found bireme_law_share(const bireme_law *law, bireme_threshold threshold);
/* The smallest y with P(Y ≤ y) ≥ p, 0 < p < 1. */
bireme_law_found bireme_law_quantile(const bireme_law *law, double p);
/* The mean of the worst share of the trials, 0 < worst ≤ 1: of the lowest values or, if less is better, of
 * the highest. */
bireme_law_found bireme_law_tail_mean(const bireme_law *law, double worst, bool highest);
/* The same for each replicate of the points, as the mean over its trials; trial i is of replicate i mod 16.
 * NAN where it has none. */
void bireme_law_share_parts(const bireme_law *law, bireme_threshold threshold,
                            double part[BIREME_REPLICATES_MOST]);
void bireme_law_tail_mean_parts(const bireme_law *law, double worst, bool highest,
                                double part[BIREME_REPLICATES_MOST]);
/* The share of trials whose plan cannot be bought. */
double bireme_law_unbought(const bireme_law *law);

#endif
