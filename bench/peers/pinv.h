/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The peer that does what bireme's quantile tables do: UNU.RAN's method PINV (Derflinger, Hörmann and
 * Leydold 2010), numerical inversion by polynomials on intervals. Left out where the library is not
 * installed (libunuran-dev).
 */
#ifndef BENCH_PEERS_PINV_H
#define BENCH_PEERS_PINV_H

#include <stdbool.h>
#include <gsl/gsl_rng.h>

typedef struct pinv pinv;

/* family: of bireme's names, the standard parameters a and b as in families.c. rng gives the uniforms of
 * pinv_draw(); borrowed. u_resolution: the error asked for. NULL: no library, no such family there, or PINV
 * refuses it. */
pinv *pinv_create(const char *family, double a, double b, double u_resolution, gsl_rng *rng);
void pinv_free(pinv *p);
bool pinv_is_there(void); /* built with the library */

double pinv_draw(const pinv *p);
double pinv_quantile(const pinv *p, double u);

#endif
