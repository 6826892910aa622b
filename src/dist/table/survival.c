/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * On each piece of the octave grid a polynomial of degree 5 through six values of P(X > x): on a piece that
 * is short relative to x, even a steep tail falls by only a modest factor, so that the relative error is
 * small. Pieces that contain an atom or a kink, or that no polynomial fits, are marked by NAN; there the
 * distribution itself is evaluated.
 */
#include "dist/table/survival.h"

#include <math.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "numeric/interpolate.h"
#include "numeric/octave_grid.h"

enum { TERMS = BIREME_QUINTIC, BITS_LOW = 4, BITS_HIGH = 8, PIECES_MOST = 1 << 14 };
static const double TAIL = 1e-14, ERROR_WANTED = 1e-8;

typedef struct piece {
    double c[TERMS]; /* Σ c[k] t^k */
} piece;

struct bireme_survival {
    const bireme_dist *dist;
    double unit, inverse_unit;
    int bits;
    size_t n_pieces, n_exact;
    piece *pieces; /* one more than n_pieces: zeros */
};

static bool fit(const bireme_survival *s, size_t index, double *c)
{
    double from = bireme_grid_edge(s->unit, s->bits, index), f[TERMS];
    double width = bireme_grid_edge(s->unit, s->bits, index + 1) - from;
    for (int i = 0; i < TERMS; i++) f[i] = bireme_dist_sf(s->dist, from + width * bireme_quintic_node[i]);
    bireme_interpolate(TERMS, bireme_quintic_node, f, c);
    for (int i = 0; i < 2; i++) {
        double exact = bireme_dist_sf(s->dist, from + width * bireme_quintic_check[i]);
        if (!(fabs(bireme_quintic_value(c, bireme_quintic_check[i]) - exact) <= ERROR_WANTED * exact))
            return false;
    }
    return true;
}

/* Marks the pieces that contain x, or end at it. */
static void mark(bireme_survival *s, double x)
{
    double t;
    if (!(x >= 0)) return;
    uint64_t index = bireme_grid_locate(1 + x * s->inverse_unit, s->bits, &t);
    for (uint64_t back = 0; back < 2; back++)
        if (index >= back && index - back < s->n_pieces) s->pieces[index - back].c[0] = NAN;
}

static bireme_status mark_kinks(bireme_survival *s, bireme_error *error)
{
    const bireme_dist *dist = s->dist;
    size_t n = bireme_dist_breaks(dist, NULL, 0);
    double *breaks = bireme_calloc(n, sizeof *breaks);
    if (breaks == NULL) return bireme_fail_memory(error);
    n = bireme_dist_breaks(dist, breaks, n);
    for (size_t i = 0; i < n; i++) mark(s, breaks[i]);
    bireme_free(breaks);
    for (size_t i = 0; i < bireme_dist_atom_count(dist); i++) {
        double value, mass;
        bireme_dist_atom(dist, i, &value, &mass);
        mark(s, value);
    }
    if (bireme_dist_lower(dist) > 0) mark(s, bireme_dist_lower(dist));
    if (isfinite(bireme_dist_upper(dist))) mark(s, bireme_dist_upper(dist));
    return BIREME_OK;
}

static bireme_status fill(bireme_survival *s, double end, bireme_error *error)
{
    size_t n = bireme_grid_pieces(s->unit, s->bits, end);
    n = n > 0 ? n : 1;
    bireme_free(s->pieces);
    s->pieces = bireme_calloc(n + 1, sizeof *s->pieces);
    if (s->pieces == NULL) return bireme_fail_memory(error);
    s->n_pieces = n;
    s->n_exact = 0;
    bireme_status status = mark_kinks(s, error);
    for (size_t i = 0; i < n && status == BIREME_OK; i++) {
        double *c = s->pieces[i].c;
        if (!isnan(c[0]) && fit(s, i, c)) continue;
        c[0] = NAN;
        s->n_exact++;
    }
    return status;
}

bireme_status bireme_survival_create(const bireme_dist *dist, bireme_survival **out, bireme_error *error)
{
    bireme_survival *s = bireme_calloc(1, sizeof *s);
    if (s == NULL) return bireme_fail_memory(error);
    double scale = bireme_dist_quantile(dist, 0.5), end = bireme_dist_quantile_pq(dist, 1 - TAIL, TAIL);
    if (!(scale > 0)) scale = bireme_dist_mean(dist);
    s->dist = dist;
    scale = fmax(scale, 0x1p-60 * end);    /* no more octaves than BIREME_GRID_OCTAVES */
    s->unit = scale > 0 ? scale / 128 : 1; /* finer near 0, where a density may be infinite */
    s->inverse_unit = 1 / s->unit;
    size_t most = PIECES_MOST / bireme_dist_cost(dist);
    bireme_status status = BIREME_OK;
    for (s->bits = BITS_LOW; status == BIREME_OK; s->bits++) {
        status = fill(s, end, error);
        if (s->n_exact * 32 <= s->n_pieces || s->bits == BITS_HIGH || 2 * s->n_pieces > most) break;
    }
    if (status != BIREME_OK) {
        bireme_survival_free(s);
        return status;
    }
    *out = s;
    return BIREME_OK;
}

void bireme_survival_free(bireme_survival *survival)
{
    if (survival == NULL) return;
    bireme_free(survival->pieces);
    bireme_free(survival);
}

BIREME_KERNEL static void look_up(const bireme_survival *s, size_t n, const double *restrict x,
                                  double *restrict out)
{
    const piece *restrict pieces = s->pieces;
    const double inverse_unit = s->inverse_unit;
    const int bits = s->bits;
    const uint64_t last = s->n_pieces;
    for (size_t i = 0; i < n; i++) {
        double t, z = x[i] > 0 ? x[i] : 0;
        uint64_t index = bireme_grid_locate(1 + z * inverse_unit, bits, &t);
        index = index < last ? index : last;
        out[i] = bireme_quintic_value(pieces[index].c, t);
    }
}

void bireme_survival_eval(const bireme_survival *s, size_t n, const double *x, double *out)
{
    look_up(s, n, x, out);
    if (s->n_exact == 0) return;
    for (size_t i = 0; i < n; i++)
        if (isnan(out[i])) out[i] = bireme_dist_sf(s->dist, x[i] > 0 ? x[i] : 0);
}

double bireme_survival_exact_share(const bireme_survival *s)
{
    return (double)s->n_exact / (double)s->n_pieces;
}
