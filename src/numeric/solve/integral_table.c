/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pieces are those of the octave grid, with an octave divided into 2^m. Within a piece F is interpolated at
 * five Chebyshev nodes and integrated exactly: G is a polynomial of degree 5, and continuous by construction.
 * If G itself is given, the polynomial goes through six values of it, including both ends. m grows until G,
 * integrated twice as finely, agrees within 1e-8 of the scale, or until it is 10 (kinks, where the error then
 * falls with the square of the width).
 */
#include "numeric/solve/integral_table.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "numeric/interpolate.h"
#include "numeric/octave_grid.h"

enum { NODES = 5, TERMS = BIREME_QUINTIC, BITS_LOW = 4, BITS_HIGH = 10 };
static const double ERROR_WANTED = 1e-8;

typedef struct piece {
    double g[TERMS]; /* G = Σ g[k] t^k */
} piece;

struct bireme_integral_table {
    double unit, inverse_unit, end; /* end: where the last piece stops */
    int bits;
    size_t n_pieces;
    double error;
    piece *pieces; /* one more than n_pieces: the straight line, slope in g[1] per unit of x − end */
};

/* Chebyshev nodes on [0, 1]: ½ − ½ cos((2j + 1) π / 10). */
static const double node[NODES] = {0.02447174185242321, 0.2061073738537635, 0.5, 0.7938926261462365,
                                   0.9755282581475768};

/* What a table is made from: F, or G. */
typedef struct source {
    bireme_integral_function function;
    const void *context;
    bool is_integral;
} source;

/* start: G at `from`, used if F is given. */
static void fill_piece(const source *from_what, double from, double width, double start, piece *out)
{
    double f[TERMS], power[TERMS];
    if (from_what->is_integral) {
        for (int j = 0; j < TERMS; j++)
            f[j] = from_what->function(from_what->context, from + width * bireme_quintic_node[j]);
        bireme_interpolate(TERMS, bireme_quintic_node, f, out->g);
        return;
    }
    for (int j = 0; j < NODES; j++) f[j] = from_what->function(from_what->context, from + width * node[j]);
    bireme_interpolate(NODES, node, f, power);
    out->g[0] = start;
    for (int j = 0; j < NODES; j++) out->g[j + 1] = power[j] * width / (j + 1);
}

static bireme_status fill(bireme_integral_table *table, const source *from_what, int bits, double end,
                          bireme_error *error)
{
    size_t n = bireme_grid_pieces(table->unit, bits, end);
    piece *pieces = bireme_calloc(n + 1, sizeof *pieces);
    if (pieces == NULL) return bireme_fail_memory(error);
    double start = 0;
    for (size_t i = 0; i < n; i++) {
        double from = bireme_grid_edge(table->unit, bits, i),
               width = bireme_grid_edge(table->unit, bits, i + 1) - from;
        fill_piece(from_what, from, width, start, &pieces[i]);
        start = bireme_quintic_value(pieces[i].g, 1);
    }
    pieces[n].g[0] = start;
    bireme_free(table->pieces);
    table->pieces = pieces;
    table->n_pieces = n;
    table->bits = bits;
    table->end = bireme_grid_edge(table->unit, bits, n);
    return BIREME_OK;
}

/* If G is given: the largest difference at a point between two nodes of each piece, alternately left and
 * right. */
static double measure_integral(const bireme_integral_table *table, const source *from_what)
{
    double largest = 0;
    for (size_t i = 0; i < table->n_pieces; i++) {
        double from = bireme_grid_edge(table->unit, table->bits, i),
               width = bireme_grid_edge(table->unit, table->bits, i + 1) - from;
        double t = i % 2 == 0 ? 0.21 : 0.79,
               value = from_what->function(from_what->context, from + width * t);
        largest = fmax(largest, fabs(value - bireme_quintic_value(table->pieces[i].g, t)));
    }
    return largest;
}

/* If F is given: every piece is made again as two halves. The differences of their integrals are summed,
 * because they carry over to all later pieces, and the largest difference at the quarters is added. */
static double measure_cdf(const bireme_integral_table *table, const source *from_what)
{
    double sum = 0, largest = 0;
    for (size_t i = 0; i < table->n_pieces; i++) {
        const piece *whole = &table->pieces[i];
        double from = bireme_grid_edge(table->unit, table->bits, i),
               width = bireme_grid_edge(table->unit, table->bits, i + 1) - from;
        piece a, b;
        fill_piece(from_what, from, width / 2, whole->g[0], &a);
        fill_piece(from_what, from + width / 2, width / 2, bireme_quintic_value(a.g, 1), &b);
        sum += fabs(bireme_quintic_value(b.g, 1) - bireme_quintic_value(whole->g, 1));
        largest = fmax(largest, fabs(bireme_quintic_value(a.g, 0.5) - bireme_quintic_value(whole->g, 0.25)));
        largest = fmax(largest, fabs(bireme_quintic_value(b.g, 0.5) - bireme_quintic_value(whole->g, 0.75)));
    }
    return sum + largest;
}

/* If calls cost more than this, tables have fewer pieces. */
enum { COST_PLAIN = 4 };

bireme_status bireme_integral_table_create(bireme_integral_function function, const void *context,
                                           bool is_integral, double scale, double end, size_t cost,
                                           bireme_integral_table **out, bireme_error *error)
{
    const source from_what = {function, context, is_integral};
    size_t most = (size_t)BIREME_INTEGRAL_PIECES * COST_PLAIN / (cost > COST_PLAIN ? cost : COST_PLAIN);
    bireme_integral_table *table = bireme_calloc(1, sizeof *table);
    if (table == NULL) return bireme_fail_memory(error);
    scale = fmax(scale, 0x1p-60 * end); /* no more octaves than BIREME_GRID_OCTAVES */
    table->unit = scale / 128;          /* finer near 0, where a density may be infinite */
    table->inverse_unit = 1 / table->unit;
    bireme_status status = BIREME_OK;
    for (int bits = BITS_LOW; status == BIREME_OK; bits++) {
        status = fill(table, &from_what, bits, end, error);
        if (status != BIREME_OK) break;
        double error_found = is_integral ? measure_integral(table, &from_what)
                                         : measure_cdf(table, &from_what);
        table->error = error_found / scale;
        if (table->error <= ERROR_WANTED || bits == BITS_HIGH || 2 * table->n_pieces > most) break;
    }
    if (status != BIREME_OK) {
        bireme_integral_table_free(table);
        return status;
    }
    *out = table;
    return BIREME_OK;
}

bireme_status bireme_integral_table_copy(const bireme_integral_table *table, bireme_integral_table **out,
                                         bireme_error *error)
{
    bireme_integral_table *copy = bireme_calloc(1, sizeof *copy);
    piece *pieces = bireme_calloc(table->n_pieces + 1, sizeof *pieces);
    if (copy == NULL || pieces == NULL) {
        bireme_free(copy);
        bireme_free(pieces);
        return bireme_fail_memory(error);
    }
    *copy = *table;
    copy->pieces = pieces;
    for (size_t i = 0; i <= table->n_pieces; i++) pieces[i] = table->pieces[i];
    *out = copy;
    return BIREME_OK;
}

void bireme_integral_table_free(bireme_integral_table *table)
{
    if (table == NULL) return;
    bireme_free(table->pieces);
    bireme_free(table);
}

double bireme_integral_table_error(const bireme_integral_table *table)
{
    return table->error;
}

double bireme_integral_table_end(const bireme_integral_table *table)
{
    return table->end;
}

size_t bireme_integral_table_pieces(const bireme_integral_table *table)
{
    return table->n_pieces;
}

BIREME_KERNEL void bireme_integral_table_add(const bireme_integral_table *table, size_t n, const double *x,
                                             double shift, const double *scale, const double *inverse,
                                             double weight, double *out)
{
    const piece *restrict pieces = table->pieces;
    const double inverse_unit = table->inverse_unit, end = table->end;
    const int bits = table->bits;
    const uint64_t last = table->n_pieces;
    for (size_t i = 0; i < n; i++) {
        double s = scale ? scale[i] : 1, z = (x[i] - shift) * (inverse ? inverse[i] : 1);
        z = z > 0 ? z : 0;
        double over = z > end ? z - end : 0, t;
        uint64_t index = bireme_grid_locate(1 + z * inverse_unit, bits, &t);
        index = index < last ? index : last;
        out[i] += weight * s * (bireme_quintic_value(pieces[index].g, t) + over);
    }
}

double bireme_integral_table_value(const bireme_integral_table *table, double x)
{
    double out = 0;
    bireme_integral_table_add(table, 1, &x, 0, NULL, NULL, 1, &out);
    return out;
}

double bireme_integral_table_edge(const bireme_integral_table *table, size_t i)
{
    return bireme_grid_edge(table->unit, table->bits, i);
}

double bireme_integral_table_slope(const bireme_integral_table *table, double x)
{
    if (x <= 0) return 0;
    if (x >= table->end) return 1;
    double t;
    uint64_t index = bireme_grid_locate(1 + x * table->inverse_unit, table->bits, &t);
    if (index >= table->n_pieces) return 1;
    double width = bireme_grid_edge(table->unit, table->bits, index + 1) -
                   bireme_grid_edge(table->unit, table->bits, index);
    return bireme_quintic_slope(table->pieces[index].g, t) / width;
}
