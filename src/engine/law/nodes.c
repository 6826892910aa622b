/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As long as the function is not small, the phases of single deals are: with many deals the logarithm is a
 * smooth function of u, however many terms it has, and a polynomial through a few places gives it everywhere.
 * Each panel has Chebyshev nodes of the first kind, x_j = cos((2j + 1)π/2n), and the barycentric weights
 * (−1)^j sin((2j + 1)π/2n) (Berrut and Trefethen 2004). Panels are halved until what they give is what the
 * terms give, at places where nodes are furthest; if that takes too many, deals are few and the terms are
 * summed at each u.
 */
#include "engine/law/nodes.h"

#include <math.h>
#include <string.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "engine/run/parallel.h"
#include "engine/trial/kernels.h"
#include "numeric/special/exp_block.h"
#include "numeric/special/portable.h"
#include "numeric/special/sincos_block.h"

enum { N = BIREME_LAW_NODES, TESTS = 2, PANELS = 2 };
static const double PI = 3.141592653589793;
/* What may be left beyond the reach, and what interpolation may be off, in the mean over the trials. */
static const double LITTLE = 1e-9, CLOSE = 1e-6;

/* ------------------------ from the terms */

BIREME_KERNEL static void add_fixed(const double *restrict mean, const double *restrict cosine,
                                    const double *restrict sine, double *restrict re, double *restrict im)
{
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        re[i] += mean[i] * (cosine[i] - 1);
        im[i] += mean[i] * sine[i];
    }
}

/* at: the place in the table, in entries. */
BIREME_KERNEL static void add_values(const double *restrict mean, const double *restrict cosine,
                                     const double *restrict sine, const double *restrict at,
                                     const double *restrict each, const double *restrict table_re,
                                     const double *restrict table_im, double *restrict re,
                                     double *restrict im)
{
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        int j = (int)at[i];
        double x = 0, y = 0, w[6];
        bireme_transform_weights(at[i] - j, w);
        for (int n = 0; n < 6; n++) x += w[n] * table_re[j + n], y += w[n] * table_im[j + n];
        y = each[i] < 0 ? -y : y; /* ψ(−v) is the conjugate of ψ(v) */
        re[i] += mean[i] * (x * cosine[i] - y * sine[i] - 1);
        im[i] += mean[i] * (x * sine[i] + y * cosine[i]);
    }
}

/* The turn of a term, and its place in the table: per_v entries to a unit of v, n in all, beyond which there
 * is nothing or, with a period, all of it again. */
BIREME_KERNEL static void find_places(double u, const double *restrict each, const double *restrict besides,
                                      double centre, double per_v, double n, double period,
                                      double *restrict angle, double *restrict at)
{
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        double value = each[i] < 0 ? -each[i] : each[i], place = u * value * per_v;
        angle[i] = u * (each[i] * centre + besides[i]);
        double turns = (double)(int)(period > 0 ? place / n : 0);
        place -= turns * n;
        at[i] = place < n ? place : n;
    }
}

void bireme_law_log_at(const bireme_law *law, const bireme_law_block *block, double u, double *re, double *im)
{
    bireme_lanes angle, sine, cosine, at;
    bireme_lanes_set(0, re);
    bireme_lanes_set(0, im);
    for (size_t k = 0; k < block->n; k++) {
        const bireme_law_term *term = &block->terms[k];
        const bireme_transform *table = law->transforms[term->channel];
        find_places(u, term->each, term->besides, table->centre, table->n > 0 ? 1 / table->step : 0,
                    (double)table->n, table->lattice, angle, at);
        bireme_sincos_block(BIREME_BLOCK, angle, sine, cosine);
        if (table->n == 0)
            add_fixed(term->mean, cosine, sine, re, im);
        else
            add_values(term->mean, cosine, sine, at, term->each, table->re, table->im, re, im);
    }
}

/* ------------------------ how far it reaches */

/* What is left of the function at u in the mean over a block's trials. */
static double left_of(const bireme_law *law, const bireme_law_block *block, double u)
{
    bireme_lanes re, im;
    double sum = 0, alive = 0;
    bireme_law_log_at(law, block, u, re, im);
    for (size_t i = 0; i < BIREME_BLOCK; i++) re[i] = re[i] > -700 ? re[i] : -700;
    bireme_exp_block(BIREME_BLOCK, re, re);
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        sum += block->alive[i] * fabs(re[i] - block->none[i]);
        alive += block->alive[i];
    }
    return alive > 0 ? sum / alive : 0;
}

/* The first block and one in the middle stand for all: the sums tell how much is really left (spectrum.c). */
size_t bireme_law_reach(const bireme_law *law, double du, size_t most)
{
    enum { FIRST = 64, PLACES = 3 };
    const bireme_law_block *blocks[] = {&law->blocks[0], &law->blocks[law->n_blocks / 2]};
    size_t reach = FIRST;
    for (bool little = false; reach < most && !little;) {
        double left = 0;
        for (int k = 0; k < PLACES; k++) /* with values nearly alike it comes and goes: several places */
            for (int b = 0; b < 2; b++)
                left = fmax(left, left_of(law, blocks[b], du * (double)reach * (1 + 0.07 * k)));
        little = left < LITTLE;
        if (!little) reach += reach / 4;
    }
    return reach < most ? reach : most;
}

/* ------------------------ nodes */

static double node_at(size_t j)
{
    return bireme_cos((2 * (double)j + 1) * PI / (2 * N));
}

static double *values_at(const bireme_law_nodes *nodes, size_t b, size_t panel, size_t j)
{
    return nodes->values + (((b * nodes->panels + panel) * N + j) * 2) * BIREME_BLOCK;
}

typedef struct filling {
    const bireme_law *law;
    bireme_law_nodes *nodes;
    double *off; /* [n_blocks] the largest mean difference at a place */
} filling;

static void fill(void *context, size_t thread, size_t b)
{
    const filling *f = context;
    (void)thread;
    for (size_t p = 0; p < f->nodes->panels; p++)
        for (size_t j = 0; j < N; j++) {
            double u = f->nodes->width * ((double)p + 0.5 + 0.5 * node_at(j));
            double *re = values_at(f->nodes, b, p, j);
            bireme_law_log_at(f->law, &f->law->blocks[b], u, re, re + BIREME_BLOCK);
        }
}

/* The sum over the trials of |e^x − e^y|. */
static double differ(const double *alive, double *re, double *im, double *other_re, double *other_im)
{
    bireme_lanes size, sine, cosine, other_size, other_sine, other_cosine;
    double sum = 0;
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        re[i] = fmin(fmax(re[i], -700), 700);
        other_re[i] = fmin(fmax(other_re[i], -700), 700);
    }
    bireme_exp_block(BIREME_BLOCK, re, size);
    bireme_exp_block(BIREME_BLOCK, other_re, other_size);
    bireme_sincos_block(BIREME_BLOCK, im, sine, cosine);
    bireme_sincos_block(BIREME_BLOCK, other_im, other_sine, other_cosine);
    for (size_t i = 0; i < BIREME_BLOCK; i++)
        sum += alive[i] * (fabs(size[i] * cosine[i] - other_size[i] * other_cosine[i]) +
                           fabs(size[i] * sine[i] - other_size[i] * other_sine[i]));
    return sum;
}

static void test(void *context, size_t thread, size_t b)
{
    const filling *f = context;
    static const double place[TESTS] = {0.0, 0.46}; /* beyond the last node, between the middle ones */
    bireme_lanes re, im, other_re, other_im;
    (void)thread;
    f->off[b] = 0;
    for (size_t p = 0; p < f->nodes->panels; p++)
        for (size_t k = 0; k < TESTS; k++) {
            double u = f->nodes->width * ((double)p + place[k]);
            bireme_law_log_at(f->law, &f->law->blocks[b], u, re, im);
            bireme_law_nodes_at(f->nodes, b, u, other_re, other_im);
            f->off[b] = fmax(f->off[b], differ(f->law->blocks[b].alive, re, im, other_re, other_im));
        }
}

bireme_status bireme_law_nodes_create(const bireme_law *law, double end, size_t panels_most, int threads,
                                      bireme_law_nodes *out, bireme_error *error)
{
    filling f = {.law = law, .nodes = out, .off = bireme_calloc(law->n_blocks, sizeof *f.off)};
    *out = (bireme_law_nodes){0};
    if (f.off == NULL) return bireme_fail_memory(error);
    bool close = false;
    for (size_t panels = PANELS; panels <= panels_most && !close; panels *= 2) {
        double sum = 0;
        bireme_free(out->values);
        *out = (bireme_law_nodes){.panels = panels, .width = end / (double)panels};
        out->values = bireme_calloc_aligned(bireme_times(law->n_blocks * panels, 2 * N),
                                            sizeof(bireme_lanes));
        if (out->values == NULL) {
            bireme_free(f.off);
            return bireme_fail_memory(error);
        }
        bireme_parallel_each(threads, law->n_blocks, fill, &f);
        bireme_parallel_each(threads, law->n_blocks, test, &f);
        for (size_t b = 0; b < law->n_blocks; b++) sum += f.off[b];
        close = sum / (double)law->trials < CLOSE;
    }
    bireme_free(f.off);
    if (!close) bireme_law_nodes_free(out);
    return BIREME_OK;
}

void bireme_law_nodes_free(bireme_law_nodes *nodes)
{
    bireme_free(nodes->values);
    *nodes = (bireme_law_nodes){0};
}

/* Weights of the nodes of a panel at x in [−1, 1]. */
static void weigh(double x, double *weight)
{
    double sum = 0;
    for (size_t j = 0; j < N; j++) {
        double apart = x - node_at(j);
        if (apart == 0) {
            for (size_t k = 0; k < N; k++) weight[k] = k == j;
            return;
        }
        weight[j] = (j % 2 == 0 ? 1 : -1) * bireme_sin((2 * (double)j + 1) * PI / (2 * N)) / apart;
        sum += weight[j];
    }
    for (size_t j = 0; j < N; j++) weight[j] /= sum;
}

BIREME_KERNEL static void combine(const double *restrict values, const double *restrict weight,
                                  double *restrict out)
{
    for (size_t i = 0; i < 2 * BIREME_BLOCK; i++) {
        double sum = 0;
        for (size_t j = 0; j < N; j++) sum += weight[j] * values[j * 2 * BIREME_BLOCK + i];
        out[i] = sum;
    }
}

void bireme_law_nodes_at(const bireme_law_nodes *nodes, size_t b, double u, double *re, double *im)
{
    double weight[N], both[2 * BIREME_BLOCK];
    size_t panel = (size_t)(u / nodes->width);
    if (panel >= nodes->panels) panel = nodes->panels - 1;
    weigh(2 * (u / nodes->width - (double)panel) - 1, weight);
    combine(values_at(nodes, b, panel, 0), weight, both);
    memcpy(re, both, BIREME_BLOCK * sizeof *re);
    memcpy(im, both + BIREME_BLOCK, BIREME_BLOCK * sizeof *im);
}
