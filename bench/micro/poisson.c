/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Poisson counts by the mean, against gsl_ran_poisson. In a forecast the mean differs from trial to trial,
 * because rates are uncertain: the cases "mean m ± 30 %" draw it anew for each sample (the same for both);
 * in "mean m" it is always the same, which a program that goes through the trials one after another never
 * has. In "means 0.5 … 300" it is log-uniform between these, so that every block has small and large ones.
 */
#include <gsl/gsl_randist.h>
#include <stdio.h>
#include "dist/table/poisson.h"
#include "dist/table/qtable.h"
#include "harness.h"
#include "numeric/special/exp_block.h"
#include "random/stream.h"

enum { BLOCK = BIREME_POISSON_BLOCK, SAMPLES = 16 * BLOCK };

typedef struct job {
    bireme_poisson *poisson;
    bireme_stream stream;
    gsl_rng *rng;
    uint32_t round;
    double u[SAMPLES], mean[SAMPLES], x[SAMPLES];
} job;

static double run_bireme(void *context)
{
    job *j = context;
    for (size_t at = 0; at < SAMPLES; at += BLOCK)
        bireme_poisson_eval(j->poisson, BLOCK, j->u + at, j->mean + at, j->x + at);
    return j->x[1];
}

static double run_bireme_with_uniforms(void *context)
{
    job *j = context;
    j->round++;
    for (uint32_t at = 0; at < SAMPLES; at += BLOCK) {
        bireme_stream_fill(&j->stream, at, 0, j->round, BLOCK, j->x + at);
        bireme_poisson_eval(j->poisson, BLOCK, j->x + at, j->mean + at, j->x + at);
    }
    return j->x[1];
}

static double run_gsl(void *context)
{
    job *j = context;
    for (size_t i = 0; i < SAMPLES; i++) j->x[i] = gsl_ran_poisson(j->rng, j->mean[i]);
    return j->x[1];
}

/* mean · exp(0.3 z). */
static void vary(job *j, const bireme_qtable *normal, double mean, double by)
{
    bireme_qtable_eval(normal, SAMPLES, j->u, j->mean);
    for (size_t i = 0; i < SAMPLES; i++) j->mean[i] *= by;
    bireme_exp_block(SAMPLES, j->mean, j->mean);
    for (size_t i = 0; i < SAMPLES; i++) j->mean[i] *= mean;
    bireme_stream_fill(&j->stream, 0, 1, 0, SAMPLES, j->u); /* not those that the means came from */
}

/* 0.5 · 600^v, v uniform. */
static void mix(job *j)
{
    bireme_stream_fill(&j->stream, 0, 2, 0, SAMPLES, j->mean);
    for (size_t i = 0; i < SAMPLES; i++) j->mean[i] = -0.69314718055994531 + j->mean[i] * 6.3969296552161463;
    bireme_exp_block(SAMPLES, j->mean, j->mean);
    bireme_stream_fill(&j->stream, 0, 1, 0, SAMPLES, j->u);
}

static void time_mean(const bench *b, job *j, const char *label)
{
    const char *unit = "ns/sample";
    bench_by_turns(b, label, 0, 3,
                   (bench_contender[]){{"table", run_bireme, j, SAMPLES, unit},
                                       {"table+uniforms", run_bireme_with_uniforms, j, SAMPLES, unit},
                                       {"gsl", run_gsl, j, SAMPLES, unit}});
}

int main(int argc, char **argv)
{
    static job j;
    static const double means[] = {0.1, 1, 3, 8, 12, 30, 100, 1e3, 1e6};
    bench b = bench_begin("poisson", argc, argv);
    bireme_error error = {0};
    bireme_qtable *normal = NULL;
    bireme_status status = bireme_poisson_create(&j.poisson, &error);
    if (status == BIREME_OK) status = bireme_qtable_create_normal(&normal, &error);
    if (status != BIREME_OK) {
        fprintf(stderr, "poisson: %s\n", error.message);
        return 1;
    }
    j.stream = bireme_stream_create(1, "bench", "");
    j.rng = gsl_rng_alloc(gsl_rng_mt19937);
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++)
        for (int varied = 0; varied <= 1; varied++) {
            char label[64];
            snprintf(label, sizeof label, "mean %.10g%s", means[i], varied ? " ± 30 %" : "");
            bireme_stream_fill(&j.stream, 0, 0, 0, SAMPLES, j.u);
            vary(&j, normal, means[i], varied ? 0.3 : 0);
            time_mean(&b, &j, label);
        }
    mix(&j);
    time_mean(&b, &j, "means 0.5 … 300");
    gsl_rng_free(j.rng);
    bireme_qtable_free(normal);
    bireme_poisson_free(j.poisson);
    return bench_end(&b);
}
