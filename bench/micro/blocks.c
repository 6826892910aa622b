/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all sampling rests on, in blocks: making uniforms, exp, the normal quantile and distribution
 * function, each against what a program would call instead.
 */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include "dist/table/qtable.h"
#include "harness.h"
#include "numeric/special/exp_block.h"
#include "numeric/special/normal_block.h"
#include "random/stream.h"

enum { BLOCK = 256, SAMPLES = 16 * BLOCK };

typedef struct job {
    bireme_stream stream;
    bireme_qtable *normal;
    gsl_rng *mt19937, *taus2;
    uint32_t round;
    uint16_t lane[BLOCK / 4];
    double u[SAMPLES], z[SAMPLES], x[SAMPLES];
} job;

static double fill(void *context)
{
    job *j = context;
    j->round++;
    for (uint32_t at = 0; at < SAMPLES; at += BLOCK)
        bireme_stream_fill(&j->stream, at, 0, j->round, BLOCK, j->x + at);
    return j->x[1];
}

/* A quarter of the trials of each block. */
static double pick(void *context)
{
    job *j = context;
    j->round++;
    for (uint32_t at = 0; at < SAMPLES; at += BLOCK)
        bireme_stream_pick(&j->stream, at, 0, j->round, BLOCK / 4, j->lane, j->x + at);
    return j->x[1];
}

static double next_of(job *j, const gsl_rng *rng)
{
    for (size_t i = 0; i < SAMPLES; i++) j->x[i] = gsl_rng_uniform(rng);
    return j->x[1];
}

static double mt19937(void *context)
{
    job *j = context;
    return next_of(j, j->mt19937);
}

static double taus2(void *context)
{
    job *j = context;
    return next_of(j, j->taus2);
}

static double normal_quantile(void *context)
{
    job *j = context;
    for (size_t at = 0; at < SAMPLES; at += BLOCK) bireme_qtable_eval(j->normal, BLOCK, j->u + at, j->x + at);
    return j->x[1];
}

static double normal_with_uniforms(void *context)
{
    job *j = context;
    fill(j);
    for (size_t at = 0; at < SAMPLES; at += BLOCK) bireme_qtable_eval(j->normal, BLOCK, j->x + at, j->x + at);
    return j->x[1];
}

static double ziggurat(void *context)
{
    job *j = context;
    for (size_t i = 0; i < SAMPLES; i++) j->x[i] = gsl_ran_gaussian_ziggurat(j->mt19937, 1);
    return j->x[1];
}

static double gsl_normal_quantile(void *context)
{
    job *j = context;
    for (size_t i = 0; i < SAMPLES; i++) j->x[i] = gsl_cdf_ugaussian_Pinv(j->u[i]);
    return j->x[1];
}

static double exponentials(void *context)
{
    job *j = context;
    for (size_t at = 0; at < SAMPLES; at += BLOCK) bireme_exp_block(BLOCK, j->z + at, j->x + at);
    return j->x[1];
}

static double libm_exponentials(void *context)
{
    job *j = context;
    for (size_t i = 0; i < SAMPLES; i++) j->x[i] = exp(j->z[i]);
    return j->x[1];
}

static double normal_cdf(void *context)
{
    job *j = context;
    for (size_t at = 0; at < SAMPLES; at += BLOCK) bireme_normal_cdf_block(BLOCK, j->z + at, j->x + at);
    return j->x[1];
}

static double libm_normal_cdf(void *context)
{
    job *j = context;
    for (size_t i = 0; i < SAMPLES; i++) j->x[i] = 0.5 * erfc(-j->z[i] * 0.70710678118654752);
    return j->x[1];
}

static void time_all(const bench *b, job *j)
{
    const char *unit = "ns/sample";
    bench_by_turns(b, "uniforms", 0, 3,
                   (bench_contender[]){{"bireme", fill, j, SAMPLES, unit},
                                       {"gsl mt19937", mt19937, j, SAMPLES, unit},
                                       {"gsl taus2", taus2, j, SAMPLES, unit}});
    bench_by_turns(b, "uniforms of every fourth trial", 0, 1,
                   (bench_contender[]){{"bireme", pick, j, SAMPLES / 4, unit}});
    bench_by_turns(b, "normal quantile", 0, 2,
                   (bench_contender[]){{"bireme", normal_quantile, j, SAMPLES, unit},
                                       {"gsl", gsl_normal_quantile, j, SAMPLES, unit}});
    bench_by_turns(b, "normal sample", 0, 2,
                   (bench_contender[]){{"bireme", normal_with_uniforms, j, SAMPLES, unit},
                                       {"gsl ziggurat", ziggurat, j, SAMPLES, unit}});
    bench_by_turns(b, "exp", 0, 2,
                   (bench_contender[]){{"bireme", exponentials, j, SAMPLES, unit},
                                       {"libm", libm_exponentials, j, SAMPLES, unit}});
    bench_by_turns(b, "normal cdf", 0, 2,
                   (bench_contender[]){{"bireme", normal_cdf, j, SAMPLES, unit},
                                       {"libm erfc", libm_normal_cdf, j, SAMPLES, unit}});
}

int main(int argc, char **argv)
{
    static job j;
    bench b = bench_begin("blocks", argc, argv);
    bireme_error error = {0};
    if (bireme_qtable_create_normal(&j.normal, &error) != BIREME_OK) {
        fprintf(stderr, "blocks: %s\n", error.message);
        return 1;
    }
    j.stream = bireme_stream_create(1, "bench", "");
    j.mt19937 = gsl_rng_alloc(gsl_rng_mt19937);
    j.taus2 = gsl_rng_alloc(gsl_rng_taus2);
    for (uint16_t i = 0; i < BLOCK / 4; i++) j.lane[i] = (uint16_t)(4 * i);
    bireme_stream_fill(&j.stream, 0, 0, 0, SAMPLES, j.u);
    bireme_qtable_eval(j.normal, SAMPLES, j.u, j.z);
    time_all(&b, &j);
    gsl_rng_free(j.mt19937);
    gsl_rng_free(j.taus2);
    bireme_qtable_free(j.normal);
    return bench_end(&b);
}
