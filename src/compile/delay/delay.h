/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The delay from a lead's arrival to a stage, made ready for the trial loop.
 *
 * D = d + Σ_j s_j Y_j: fixed days d, independent Y_j with known distributions, scales s_j that are quantities
 * of the trial (or 1). All that the model needs of D is G_D(x) = ∫₀ˣ P(D ≤ y) dy (see docs/model): the share
 * of the leads that arrive uniformly in an interval of operational time and reach the stage by a later time
 * is a difference of two values of G.
 *
 *   one Y            G_D(x) = s G_Y((x − d)/s): one table, exact to 1e-8
 *   all scales 1     the Y are convolved when the scenario is compiled: one table
 *   otherwise        G_D(x) = Σ_k w_k s G_Y((x − d − Σ_j s_j y_jk)/s): the main Y by its table, the others by
 *                    Gaussian rules whose nodes move with the scales, as few nodes as the error allows
 *
 * A discrete Y with few values is its own exact rule. The later the time, the fewer nodes are needed: once
 * everything is decided, G_D(x) = x − E[D].
 */
#ifndef BIREME_COMPILE_DELAY_H
#define BIREME_COMPILE_DELAY_H

#include "model/model.h"

typedef struct bireme_delay bireme_delay;

/* Tables of steps and of their sums, each made once, whoever needs it: the delay of one more step is the one
 * before with a table added. The distributions must outlive it; finished delays do not need it. */
typedef struct bireme_delay_sums bireme_delay_sums;
BIREME_MUST_USE bireme_status bireme_delay_sums_create(bireme_delay_sums **out, bireme_error *error);
void bireme_delay_sums_free(bireme_delay_sums *sums);

/* The delay of steps first … last of the channel (first 1: from the lead's arrival); the model's horizon
 * decides which times matter. Errors: MEMORY, DOMAIN (cannot be tabulated, or combined in reasonable time),
 * INTERNAL. */
BIREME_MUST_USE bireme_status bireme_delay_create(const bireme_model *model, const bireme_channel *channel,
                                                  size_t first, size_t last, bireme_delay_sums *sums,
                                                  bireme_delay **out, bireme_error *error);
void bireme_delay_free(bireme_delay *delay);

/* out[i] = G_D(x[i]), i < n. quantity[q]: the lanes of quantity q. One rule is chosen for every
 * BIREME_DELAY_BLOCK lanes. */
enum { BIREME_DELAY_BLOCK = 256 };
void bireme_delay_eval(const bireme_delay *delay, const double *const *quantity, size_t n, const double *x,
                       double *out);

#endif
