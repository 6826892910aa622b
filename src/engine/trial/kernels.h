/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The arithmetic of a block: every kernel works on BIREME_BLOCK lanes, one per trial, in arrays aligned to 64
 * bytes that do not overlap unless it says so.
 */
#ifndef BIREME_ENGINE_TRIAL_KERNELS_H
#define BIREME_ENGINE_TRIAL_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/* A multiple of 256. Results do not depend on it: code that looks at several lanes at once (the rule of a
 * delay, the moments) takes 256 at a time. -DBIREME_BLOCK_SIZE=512 builds with another size; the tests do. */
#ifndef BIREME_BLOCK_SIZE
#define BIREME_BLOCK_SIZE 256
#endif
_Static_assert(BIREME_BLOCK_SIZE > 0 && BIREME_BLOCK_SIZE % 256 == 0, "a block is a multiple of 256 trials");
enum { BIREME_BLOCK = BIREME_BLOCK_SIZE };
/* One value per lane, for a temporary within a step. */
typedef double bireme_lanes[BIREME_BLOCK] __attribute__((aligned(64)));

void bireme_lanes_set(double value, double *out);
void bireme_lanes_copy(const double *a, double *out);
void bireme_lanes_scale(const double *a, double factor, double *out);         /* a · factor; out may be a */
void bireme_lanes_affine(double factor, double constant, double *out);        /* factor · out + constant */
void bireme_lanes_product(const double *a, const double *b, double *out);     /* a · b */
void bireme_lanes_multiply(const double *a, double *out);                     /* out · a */
void bireme_lanes_add(const double *a, double *out);                          /* out + a */
void bireme_lanes_add_scaled(const double *a, double factor, double *out);    /* out + a · factor */
void bireme_lanes_add_product(const double *a, const double *b, double *out); /* out + a · b */
void bireme_lanes_at_least(double least, double *out);                        /* max(out, least) */
void bireme_lanes_subtract_positive(const double *a, const double *b, double *out); /* max(a − b, 0) */
void bireme_lanes_ratio(const double *a, const double *b,
                        double *out); /* a / b, NAN where b = 0; out may be a */
void bireme_lanes_odds(const double *p, const double *odds,
                       double *out); /* o p / (1 − p + o p), 0 where that is 0 / 0 */
/* leads = factor · (organic + reps · per_rep + spend / (cost · cost_factor)), with factor = season · effect ·
 * dispersion. The leads that spend and `marginal` buy are also added to *paid and *paid_marginal. If NULL,
 * organic, per_rep and spend (cost) count as 0, factors as 1. */
typedef struct bireme_lanes_sources {
    double season, reps, spend, marginal;
    const double *spends, *marginals; /* spend and marginal, lane by lane; NULL: the same in all */
    const double *effect, *dispersion, *organic, *per_rep, *cost, *cost_factor;
    double *paid, *paid_marginal; /* not used without cost */
} bireme_lanes_sources;
void bireme_lanes_leads(const bireme_lanes_sources *from, double *out);
void bireme_lanes_power(const double *a, double exponent, double *out); /* out · a^exponent, a ≥ 0 */
/* sum = Σ_{k < n} ratio^k and power = ratio^n */
void bireme_lanes_geometric(const double *ratio, uint64_t n, double *sum, double *power);
void bireme_lanes_taken_up(double capacity, const double *there,
                           double *out); /* min(1, capacity / there), 1 where there is nothing */
/* With there = entries + left: taken = share · there; left = patience · (there − taken); `lost` (NULL: not
 * wanted) grows by the rest. */
void bireme_lanes_take_up(const double *share, double patience, const double *entries, double *left,
                          double *taken, double *lost);
void bireme_lanes_select(const uint8_t *key, uint8_t which, const double *value,
                         double *out); /* where key = which */
void bireme_lanes_step(const double *u, size_t n, const double *cumulative, const uint8_t *from, uint8_t *to);
/* to = number of entries of row from[i] of cumulative [rows × n] that are ≤ u, the next state of a Markov
 * chain; from NULL: row 0 */

#endif
