/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every continuous family by its quantile table: nanoseconds a sample, in blocks as the engine asks for
 * them, against GSL's own generator (gsl_ran_*) and UNU.RAN's PINV at the same u-error, in the same run.
 *
 *   table, table+uniforms    bireme without and with making the uniforms (Philox)
 *   gsl                      with the uniforms that it takes, Mersenne twister
 *   pinv, pinv+uniforms      without and with uniforms, Mersenne twister
 *
 * gsl is left out for families that GSL has no generator for, pinv where it is not installed or refuses the
 * family. Then milliseconds to compile the table, and the tables of sums of up to 64 values.
 */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include "dist/table/qtable_build.h"
#include "dist/sums/sums.h"
#include "harness.h"
#include "peers/pinv.h"
#include "random/stream.h"

enum { BLOCK = 256, SAMPLES = 16 * BLOCK, OCTAVES = BIREME_QPACKED_OCTAVES };
#define U_RESOLUTION 1e-9 /* what bireme's tables state */

typedef double peer_draw(const gsl_rng *rng, double a, double b);

typedef struct family {
    const char *label, *name, *first, *second, *third; /* parameters; NULL: none */
    double a, b, c;
    peer_draw *peer;
} family;

typedef struct job {
    bireme_dist *dist;
    bireme_qtable *table;
    bireme_sums *sums;
    bireme_stream stream;
    uint32_t round;
    const family *family;
    gsl_rng *rng;
    pinv *pinv;
    double u[SAMPLES], x[SAMPLES];
} job;

static double peer_normal(const gsl_rng *rng, double a, double b)
{
    return a + gsl_ran_gaussian_ziggurat(rng, b); /* the fastest of its three */
}

/* The peers' parameters are what a program would work out once; log and sqrt stay out of the loop. */
static double peer_lognormal_09(const gsl_rng *rng, double mean, double cv)
{
    (void)mean, (void)cv;
    return gsl_ran_lognormal(rng, 9.789113, 0.770299);
}

static double peer_lognormal_5(const gsl_rng *rng, double mean, double cv)
{
    (void)mean, (void)cv;
    return gsl_ran_lognormal(rng, 8.456758, 1.805020);
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

static double peer_pert(const gsl_rng *rng, double min, double mode)
{
    (void)min, (void)mode; /* 500, 700, 2000: a beta on [500, 2000] */
    return 500 + 1500 * gsl_ran_beta(rng, 1 + 4 * 200. / 1500, 1 + 4 * 1300. / 1500);
}

static const family families[] = {
    {"uniform", "uniform", "min", "max", NULL, 4, 9, 0, gsl_ran_flat},
    {"normal", "normal", "mean", "sd", NULL, 24000, 1800, 0, peer_normal},
    {"lognormal", "lognormal", "mean", "cv", NULL, 24000, 0.9, 0, peer_lognormal_09},
    {"lognormal, cv 5", "lognormal", "mean", "cv", NULL, 24000, 5, 0, peer_lognormal_5},
    {"exponential", "exponential", "mean", NULL, NULL, 4, 0, 0, peer_exponential},
    {"weibull", "weibull", "shape", "scale", NULL, 1.4, 16, 0, peer_weibull},
    {"gamma, shape 2.5", "gamma", "shape", "scale", NULL, 2.5, 3, 0, gsl_ran_gamma},
    {"gamma, shape 0.3", "gamma", "shape", "scale", NULL, 0.3, 3, 0, gsl_ran_gamma},
    {"beta", "beta", "alpha", "beta", NULL, 34, 66, 0, gsl_ran_beta},
    {"pert", "pert", "min", "mode", "max", 500, 700, 2000, peer_pert},
    {"triangular", "triangular", "min", "mode", "max", 0.7, 0.85, 0.95, NULL},
    {"metalog", "metalog", "p10", "p50", "p90", 20, 45, 130, NULL},
};

/* ------------------------ the contenders */

static double run_table(void *context)
{
    job *j = context;
    for (size_t at = 0; at < SAMPLES; at += BLOCK) bireme_qtable_eval(j->table, BLOCK, j->u + at, j->x + at);
    return j->x[SAMPLES / 2];
}

static double run_table_with_uniforms(void *context)
{
    job *j = context;
    j->round++;
    for (uint32_t at = 0; at < SAMPLES; at += BLOCK) {
        bireme_stream_fill(&j->stream, at, 0, j->round, BLOCK, j->x + at);
        bireme_qtable_eval(j->table, BLOCK, j->x + at, j->x + at);
    }
    return j->x[SAMPLES / 2];
}

static double run_gsl(void *context)
{
    job *j = context;
    for (size_t i = 0; i < SAMPLES; i++) j->x[i] = j->family->peer(j->rng, j->family->a, j->family->b);
    return j->x[SAMPLES / 2];
}

static double run_pinv(void *context)
{
    job *j = context;
    for (size_t i = 0; i < SAMPLES; i++) j->x[i] = pinv_quantile(j->pinv, j->u[i]);
    return j->x[SAMPLES / 2];
}

static double run_pinv_with_uniforms(void *context)
{
    job *j = context;
    for (size_t i = 0; i < SAMPLES; i++) j->x[i] = pinv_draw(j->pinv);
    return j->x[SAMPLES / 2];
}

static double compile_table(void *context)
{
    job *j = context;
    bireme_error error;
    bireme_qtable_free(j->table);
    j->table = NULL;
    return bireme_qtable_create(j->dist, &j->table, &error) == BIREME_OK ? 1 : NAN;
}

static double compile_sums(void *context)
{
    job *j = context;
    bireme_error error;
    bireme_sums_free(j->sums);
    j->sums = NULL;
    return bireme_sums_create(j->dist, 64, &j->sums, &error) == BIREME_OK ? 1 : NAN;
}

/* ------------------------ */

static bireme_status make(const family *f, job *j, bireme_error *error)
{
    const bireme_dist_argument arguments[] = {{.name = f->first, .value = f->a},
                                              {.name = f->second, .value = f->b},
                                              {.name = f->third, .value = f->c}};
    const bireme_dist_spec spec = {.family = bireme_family_find(f->name),
                                   .arguments = arguments,
                                   .n_arguments = f->third != NULL    ? 3
                                                  : f->second != NULL ? 2
                                                                      : 1};
    bireme_status status = bireme_dist_create(&spec, &j->dist, error);
    if (status == BIREME_OK) status = bireme_qtable_create(j->dist, &j->table, error);
    j->family = f;
    j->stream = bireme_stream_create(1, "bench", "");
    bireme_stream_fill(&j->stream, 0, 0, 0, SAMPLES, j->u);
    j->pinv = pinv_create(f->name, f->a, f->b, U_RESOLUTION, j->rng);
    return status;
}

static void release(job *j)
{
    pinv_free(j->pinv);
    bireme_sums_free(j->sums);
    bireme_qtable_free(j->table);
    bireme_dist_free(j->dist);
}

/* Sentinels end both sides. */
static double bytes_of(const bireme_qtable *table)
{
    size_t pieces = table->lower_count + table->upper_count + ((size_t)2 << table->search);
    size_t piece = table->steps != NULL ? sizeof *table->steps : sizeof *table->records;
    size_t packed = table->packed != NULL ? bireme_qpacked_count(table->packed_bits) : 0;
    size_t guide = (size_t)2 * OCTAVES << table->bits;
    return (double)(sizeof *table + pieces * piece + packed * sizeof *table->packed +
                    guide * sizeof *table->guide);
}

static void time_all(const bench *b, job *j)
{
    const char *label = j->family->label, *unit = "ns/sample";
    bench_contender c[5] = {{"table", run_table, j, SAMPLES, unit},
                            {"table+uniforms", run_table_with_uniforms, j, SAMPLES, unit}};
    size_t n = 2;
    if (j->family->peer != NULL) c[n++] = (bench_contender){"gsl", run_gsl, j, SAMPLES, unit};
    if (j->pinv != NULL) {
        c[n++] = (bench_contender){"pinv", run_pinv, j, SAMPLES, unit};
        c[n++] = (bench_contender){"pinv+uniforms", run_pinv_with_uniforms, j, SAMPLES, unit};
    }
    bench_by_turns(b, label, 0, n, c);
    bench_contender compile[] = {{"compile table", compile_table, j, 1, "ms"},
                                 {"compile sums to 64", compile_sums, j, 1, "ms"}};
    bench_by_turns(b, label, 11, 2, compile);
    if (j->table == NULL) return;
    bench_figure(b, label, "table size", "bytes", bytes_of(j->table));
    bench_figure(b, label, "u-error", "probability", j->table->u_error);
}

int main(int argc, char **argv)
{
    static job room;
    bench b = bench_begin("families", argc, argv);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!pinv_is_there()) fprintf(stderr, "families: built without UNU.RAN (libunuran-dev): no pinv\n");
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        bireme_error error = {0};
        if (!bench_wants(&b, families[i].label)) continue;
        room = (job){.rng = rng};
        if (make(&families[i], &room, &error) == BIREME_OK) {
            time_all(&b, &room);
        } else {
            fprintf(stderr, "families: %s\n", error.message);
            bench_consume(NAN);
        }
        if (pinv_is_there() && room.pinv == NULL && families[i].peer != NULL)
            fprintf(stderr, "families: %s: PINV has no generator for it\n", families[i].label);
        release(&room);
    }
    gsl_rng_free(rng);
    return bench_end(&b);
}
