/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The arithmetic of a block: every kernel works on BIREME_BLOCK lanes, one lane a trial, on arrays aligned to
 * 64 bytes that do not overlap unless it says so.
 */
#ifndef BIREME_ENGINE_KERNELS_H
#define BIREME_ENGINE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

enum { BIREME_BLOCK = 256 };

void bireme_lanes_set(double value, double *out);
void bireme_lanes_copy(const double *a, double *out);
void bireme_lanes_scale(const double *a, double factor, double *out);         /* a · factor; out may be a */
void bireme_lanes_product(const double *a, const double *b, double *out);     /* a · b */
void bireme_lanes_multiply(const double *a, double *out);                     /* out · a */
void bireme_lanes_add(const double *a, double *out);                          /* out + a */
void bireme_lanes_add_scaled(const double *a, double factor, double *out);    /* out + a · factor */
void bireme_lanes_add_product(const double *a, const double *b, double *out); /* out + a · b */
void bireme_lanes_subtract_positive(const double *a, const double *b, double *out); /* max(a − b, 0) */
void bireme_lanes_ratio(const double *a, const double *b, double *out); /* a / b, NAN where b = 0 */
void bireme_lanes_odds(const double *p, const double *odds,
                       double *out); /* o p / (1 − p + o p), 0 where that is 0 / 0 */
void bireme_lanes_leads(double season, const double *organic, double spend, const double *cost,
                        const double *cost_factor, const double *factor, double *out);
/* season · factor · (organic + spend / (cost · cost_factor)); NULL: organic 0, no spend (cost), factors 1 */
void bireme_lanes_select(const uint8_t *key, uint8_t which, const double *value,
                         double *out); /* where key = which */
void bireme_lanes_step(const double *u, size_t n, const double *cumulative, const uint8_t *from, uint8_t *to);
/* to = number of entries of row from[i] of cumulative [rows × n] that are ≤ u, the next state of a chain;
 * from NULL: row 0 */

#endif
