/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantile tables: nanoseconds per sample of each family against GSL's own generator (gsl_ran_*, Mersenne
 * twister; its uniforms are part of what it does, so bireme's figure is given with and without making
 * uniforms), and milliseconds to compile a table and the tables of sums up to 64. One JSON line a family.
 */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "dist/qtable.h"
#include "dist/sums.h"
#include "random/stream.h"

enum { SAMPLES = 4096, REPEATS = 200, COMPILES = 15 };

static double u[SAMPLES], x[SAMPLES];
static double consumed; /* so that nothing is optimised away */

static double now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

typedef struct spread {
    double least, median, most;
} spread;

static spread summary(double *values, size_t n)
{
    qsort(values, n, sizeof *values, ascending);
    return (spread){values[0], values[n / 2], values[n - 1]};
}

typedef struct family {
    const char *label, *family, *first, *second;
    double a, b;
    double (*peer)(const gsl_rng *rng, double a, double b);
} family;

static double peer_normal(const gsl_rng *rng, double a, double b)
{
    return a + gsl_ran_gaussian_ziggurat(rng, b);
}

static double peer_lognormal(const gsl_rng *rng, double mean, double cv)
{
    double variance = log(1 + cv * cv);
    return gsl_ran_lognormal(rng, log(mean) - variance / 2, sqrt(variance));
}

static double peer_exponential(const gsl_rng *rng, double a, double b)
{
    (void)b;
    return gsl_ran_exponential(rng, a);
}

static double peer_weibull(const gsl_rng *rng, double shape, double scale)
{
    return gsl_ran_weibull(rng, scale, shape);
}

static const family families[] = {
    {"uniform", "uniform", "min", "max", 4, 9, gsl_ran_flat},
    {"normal", "normal", "mean", "sd", 24000, 1800, peer_normal},
    {"lognormal", "lognormal", "mean", "cv", 24000, 0.9, peer_lognormal},
    {"lognormal cv 5", "lognormal", "mean", "cv", 24000, 5, peer_lognormal},
    {"exponential", "exponential", "mean", NULL, 4, 0, peer_exponential},
    {"weibull", "weibull", "shape", "scale", 1.4, 16, peer_weibull},
    {"gamma 2.5", "gamma", "shape", "scale", 2.5, 3, gsl_ran_gamma},
    {"gamma 0.3", "gamma", "shape", "scale", 0.3, 3, gsl_ran_gamma},
    {"gamma 0.01", "gamma", "shape", "scale", 0.01, 3, gsl_ran_gamma},
    {"beta", "beta", "alpha", "beta", 34, 66, gsl_ran_beta},
};

static void time_samples(const bireme_qtable *table, spread *eval, spread *with_uniforms)
{
    double plain[REPEATS], whole[REPEATS];
    bireme_stream stream = bireme_stream_create(1, "bench", "");
    bireme_stream_fill(&stream, 0, 0, 0, SAMPLES, u);
    for (int r = -10; r < REPEATS; r++) { /* the first ten warm up */
        double start = now_ns();
        bireme_qtable_eval(table, SAMPLES, u, x);
        double middle = now_ns();
        bireme_stream_fill(&stream, 0, (uint32_t)(r + 10), 0, SAMPLES, x);
        bireme_qtable_eval(table, SAMPLES, x, x);
        double end = now_ns();
        consumed += x[r + 10];
        if (r < 0) continue;
        plain[r] = (middle - start) / SAMPLES;
        whole[r] = (end - middle) / SAMPLES;
    }
    *eval = summary(plain, REPEATS);
    *with_uniforms = summary(whole, REPEATS);
}

static spread time_peer(const family *f)
{
    double times[REPEATS];
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    for (int r = -2; r < REPEATS; r++) {
        double start = now_ns();
        for (int i = 0; i < SAMPLES; i++) x[i] = f->peer(rng, f->a, f->b);
        if (r >= 0) times[r] = (now_ns() - start) / SAMPLES;
        consumed += x[r + 2];
    }
    gsl_rng_free(rng);
    return summary(times, REPEATS);
}

static int bench(const family *f)
{
    const bireme_dist_argument arguments[] = {{.name = f->first, .value = f->a},
                                              {.name = f->second, .value = f->b}};
    const bireme_dist_spec spec = {.family = bireme_family_find(f->family),
                                   .arguments = arguments,
                                   .n_arguments = f->second == NULL ? 1 : 2};
    bireme_dist *dist = NULL;
    bireme_error error;
    if (bireme_dist_create(&spec, &dist, &error) != BIREME_OK)
        return fprintf(stderr, "%s\n", error.message), 1;
    double table_ms[COMPILES], sums_ms[COMPILES];
    bireme_qtable *table = NULL;
    for (int i = 0; i < COMPILES; i++) {
        bireme_sums *sums = NULL;
        bireme_qtable_free(table);
        table = NULL;
        double start = now_ns();
        if (bireme_qtable_create(dist, &table, &error) != BIREME_OK) break;
        double middle = now_ns();
        if (bireme_sums_create(dist, 64, &sums, &error) != BIREME_OK) break;
        table_ms[i] = (middle - start) / 1e6;
        sums_ms[i] = (now_ns() - middle) / 1e6;
        bireme_sums_free(sums);
        if (i + 1 < COMPILES) continue;
        spread eval, whole, peer = time_peer(f), compile = summary(table_ms, COMPILES),
                            add = summary(sums_ms, COMPILES);
        time_samples(table, &eval, &whole);
        printf(
            "{\"bench\":\"qtable\",\"family\":\"%s\",\"ns_per_sample\":{\"min\":%.2f,\"median\":%.2f,\"max\":"
            "%.2f},"
            "\"ns_with_uniforms\":{\"min\":%.2f,\"median\":%.2f},\"gsl_ns\":{\"min\":%.2f,\"median\":%.2f},"
            "\"compile_ms\":{\"min\":%.3f,\"median\":%.3f},\"sums_64_ms\":{\"min\":%.2f,\"median\":%.2f},"
            "\"bytes\":%zu,\"u_error\":%.1e,\"compiler\":\"%s\"}\n",
            f->label, eval.least, eval.median, eval.most, whole.least, whole.median, peer.least, peer.median,
            compile.least, compile.median, add.least, add.median, bireme_qtable_bytes(table),
            bireme_qtable_u_error(table), __VERSION__);
    }
    bireme_qtable_free(table);
    bireme_dist_free(dist);
    return 0;
}

int main(void)
{
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        if (bench(&families[i]) != 0) return 1;
    return isfinite(consumed) ? 0 : 1;
}
