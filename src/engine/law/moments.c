/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cumulants of a compound Poisson sum are mean numbers times raw moments of what one deal is worth, X = a
 * V + b, and those of independent sums add up:
 *
 *     κ₁ = A + Σ μ E[X],   κ₂ = Σ μ E[X²],   κ₃ = Σ μ E[X³],
 *
 * with e = E[X] = a m + b and V's central moments σ², τ: E[X²] = e² + a² σ², E[X³] = e³ + 3 e a²
 * σ² + a³ τ. A variant changes A and the μ of each trial, and nothing else.
 *
 * A gamma distribution of shape k, scale θ, moved, has κ₂ = k θ², κ₃ = 2 k θ³: with s = κ₃ /
 * κ₂^1.5 it is k = 4 / s², θ = √κ₂ s / 2. A negative s is that of its mirror image. Beyond |s| = 2
 * (an exponential) the third moment is that of values so rare that they say nothing of the body,
 * and 2 is taken.
 */
#include "engine/law/moments.h"

#include <math.h>
#include "base/memory.h"
#include "engine/law/internal.h"
#include "engine/run/parallel.h"
#include "numeric/special/portable.h"
#include "numeric/special/special.h"

typedef struct asking {
    bireme_law_kept *kept;
    const bireme_wanted *wanted;
    bireme_law_moments *out;
    bireme_error *errors; /* [n_blocks] */
} asking;

static void take(void *context, bireme_block *block, size_t n)
{
    const asking *a = context;
    const size_t b = (size_t)(block->first / BIREME_BLOCK);
    bireme_law_block *to = &a->kept->blocks[b];
    to->lanes = n;
    if (to->term_of != NULL)
        bireme_law_renew_terms(block, a->wanted, to);
    else if (bireme_law_find_terms(block, a->wanted, true, to, &a->errors[b]) != BIREME_OK)
        to->lanes = 0;
}

static void add_term(const bireme_law_term *term, const bireme_transform *value, size_t n, double *mean,
                     double *variance, double *third)
{
    for (size_t i = 0; i < n; i++) {
        const double a = term->each[i], e = a * value->mean + term->besides[i],
                     squared = a * a * value->variance;
        mean[i] += term->mean[i] * e;
        variance[i] += term->mean[i] * (e * e + squared);
        third[i] += term->mean[i] * (e * (e * e + 3 * squared) + a * a * a * value->third);
    }
}

static void add_up(void *context, size_t thread, size_t b)
{
    const asking *a = context;
    const bireme_law_block *block = &a->kept->blocks[b];
    bireme_law_moments *out = a->out + b * BIREME_BLOCK;
    bireme_lanes mean, variance, third;
    (void)thread;
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        mean[i] = block->base[i] + block->count[i];
        variance[i] = third[i] = block->count[i];
    }
    for (size_t k = 0; k < block->n; k++)
        add_term(&block->terms[k], a->kept->tables.of[block->terms[k].channel], BIREME_BLOCK, mean, variance,
                 third);
    for (size_t i = 0; i < block->lanes; i++)
        out[i] = block->alive[i] > 0 ? (bireme_law_moments){mean[i], variance[i], third[i]}
                                     : (bireme_law_moments){NAN, NAN, NAN};
}

static bireme_status make_room(asking *a, const bireme_study *study, size_t blocks, bireme_error *error)
{
    bireme_law_kept *kept = a->kept;
    if (kept->blocks == NULL) {
        kept->n_blocks = (size_t)((study->options.trials + BIREME_BLOCK - 1) / BIREME_BLOCK);
        kept->blocks = bireme_calloc(kept->n_blocks, sizeof *kept->blocks);
    }
    a->errors = bireme_calloc(blocks, sizeof *a->errors);
    return kept->blocks != NULL && a->errors != NULL ? BIREME_OK : bireme_fail_memory(error);
}

static bireme_status tabulate(const asking *a, const bireme_compiled *compiled, size_t blocks,
                              bireme_error *error)
{
    bireme_status status = BIREME_OK;
    for (size_t b = 0; b < blocks; b++)
        for (size_t k = 0; k < a->kept->blocks[b].n && status == BIREME_OK; k++)
            status = bireme_law_tabulate(compiled, a->kept->blocks[b].terms[k].channel, &a->kept->tables,
                                         error);
    return status;
}

bireme_status bireme_law_find_moments(bireme_study *study, const bireme_compiled *compiled, size_t w,
                                      uint64_t trials, bireme_law_kept *kept, bireme_law_moments *out,
                                      bireme_error *error)
{
    asking a = {.kept = kept, .wanted = &study->wanted[w], .out = out};
    const size_t blocks = (size_t)((trials + BIREME_BLOCK - 1) / BIREME_BLOCK);
    bireme_status status = make_room(&a, study, blocks, error);
    if (status == BIREME_OK)
        status = bireme_study_each(study, compiled, trials, BIREME_DEPTH_OPEN, take, &a, error);
    for (size_t b = 0; b < blocks && status == BIREME_OK; b++)
        if (kept->blocks[b].lanes == 0) status = bireme_fail_memory(error);
    if (status == BIREME_OK)
        status = tabulate(&a, compiled != NULL ? compiled : study->compiled, blocks, error);
    if (status == BIREME_OK) bireme_parallel_each(study->options.threads, blocks, add_up, &a);
    bireme_free(a.errors);
    return status;
}

void bireme_law_kept_free(bireme_law_kept *kept)
{
    for (size_t b = 0; b < kept->n_blocks && kept->blocks != NULL; b++)
        bireme_law_block_free(&kept->blocks[b]);
    bireme_free(kept->blocks);
    bireme_law_tables_free(&kept->tables);
    *kept = (bireme_law_kept){0};
}

/* ------------------------ the gamma distribution with these moments */

/* X = mean + side · (G − k) θ, G a gamma variable of shape k; k INFINITY: normal, θ its standard
 * deviation. */
typedef struct pearson {
    double mean, side, shape, scale;
} pearson;

static pearson pearson_of(bireme_law_moments m)
{
    const double most = 2, little = 1e-3;
    double sd = sqrt(m.variance), skewness = m.third / (m.variance * sd), size = fabs(skewness);
    if (!(size > little)) return (pearson){m.mean, 1, INFINITY, sd};
    if (size > most) size = most;
    return (pearson){m.mean, skewness < 0 ? -1 : 1, 4 / (size * size), sd * size / 2};
}

void bireme_law_moments_below(bireme_law_moments m, double x, double *p, double *q)
{
    if (!(m.variance > 0)) {
        *p = x >= m.mean, *q = 1 - *p;
        return;
    }
    const pearson d = pearson_of(m);
    double z = (x - d.mean) / d.scale;
    if (isinf(d.shape)) {
        *p = bireme_normal_cdf(z), *q = bireme_normal_cdf(-z);
    } else {
        double g = d.side * z + d.shape;
        bireme_gamma_pq(d.shape, g > 0 ? g : 0, d.side > 0 ? p : q, d.side > 0 ? q : p);
    }
}

/* With E[max(c − G, 0)] = (c − k) P(k, c) + c^k e^−c / Γ(k); of the mirror image E[max(G − c, 0)] is
 * that and k − c. */
double bireme_law_moments_short(bireme_law_moments m, double x)
{
    const double root = 0.3989422804014327; /* 1 / √(2π) */
    if (!(m.variance > 0)) return fmax(x - m.mean, 0);
    const pearson d = pearson_of(m);
    double z = (x - d.mean) / d.scale;
    if (isinf(d.shape)) return d.scale * (z * bireme_normal_cdf(z) + root * bireme_exp(-z * z / 2));
    double c = d.side * z + d.shape, p = 0, q = 1, less = 0;
    if (c > 0) {
        bireme_gamma_pq(d.shape, c, &p, &q);
        less = (c - d.shape) * p + d.shape * bireme_gamma_prefix(d.shape, c);
    }
    return d.scale * (d.side > 0 ? less : less + d.shape - c);
}
