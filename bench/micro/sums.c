/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bookings: the sum of n deal values, by n, put together as the engine does (dist/sums.h), against a loop
 * over n calls of gsl_ran_lognormal. Nanoseconds for each sum of n. Here n is the same in all trials of a
 * block; in a forecast it is not, which makes no difference as long as n is less than 16.
 */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include "dist/sums/sums.h"
#include "harness.h"
#include "random/stream.h"

enum { BLOCK = 256, BLOCKS = 16, MOST = 4096 };

typedef struct job {
    bireme_sums *sums;
    bireme_stream stream;
    gsl_rng *rng;
    unsigned n;
    uint32_t round;
    double u[BLOCK], count[BLOCK], sum[BLOCK];
    uint16_t lane[BLOCK];
} job;

/* As the engine does it: the first draw without asking, further ones if a lane needs them. */
static void sum_block(job *j)
{
    j->round++;
    for (size_t i = 0; i < BLOCK; i++) j->sum[i] = 0;
    for (unsigned level = 0, left = j->n; level < bireme_sums_levels(j->sums) && left > 0;
         level++, left /= 16)
        for (uint32_t draw = 0;; draw++) {
            bool needed = level + draw == 0 ||
                          bireme_sums_lanes(j->sums, level, draw, BLOCK, j->count, j->lane) > 0;
            if (!needed) break;
            bireme_stream_fill(&j->stream, 0, 64 * level + draw, j->round, BLOCK, j->u);
            bireme_sums_eval(j->sums, level, draw, BLOCK, j->u, j->count, j->sum);
        }
}

static double run_bireme(void *context)
{
    job *j = context;
    for (int i = 0; i < BLOCKS; i++) sum_block(j);
    return j->sum[1];
}

/* So many sums that they take about as long for every n. */
static size_t gsl_sums(unsigned n)
{
    return n < BLOCK * BLOCKS / 8 ? BLOCK * BLOCKS / 8 / n : 1;
}

static double run_gsl(void *context)
{
    job *j = context;
    for (size_t i = 0; i < gsl_sums(j->n); i++) {
        double sum = 0;
        for (unsigned k = 0; k < j->n; k++) sum += gsl_ran_lognormal(j->rng, 9.789113, 0.770299);
        j->sum[i % BLOCK] = sum;
    }
    return j->sum[0];
}

int main(int argc, char **argv)
{
    static job j;
    static const unsigned counts[] = {1, 3, 4, 15, 16, 63, 64, 255, 1023, 4096};
    bench b = bench_begin("sums", argc, argv);
    const bireme_dist_argument arguments[] = {{.name = "mean", .value = 24000}, {.name = "cv", .value = 0.9}};
    const bireme_dist_spec spec = {
        .family = bireme_family_find("lognormal"), .arguments = arguments, .n_arguments = 2};
    bireme_dist *dist = NULL;
    bireme_error error = {0};
    bireme_status status = bireme_dist_create(&spec, &dist, &error);
    if (status == BIREME_OK) status = bireme_sums_create(dist, MOST, &j.sums, &error);
    if (status != BIREME_OK) {
        fprintf(stderr, "sums: %s\n", error.message);
        return 1;
    }
    j.stream = bireme_stream_create(1, "bench", "");
    j.rng = gsl_rng_alloc(gsl_rng_mt19937);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        char label[32];
        snprintf(label, sizeof label, "%u deal%s", counts[i], counts[i] == 1 ? "" : "s");
        j.n = counts[i];
        for (size_t k = 0; k < BLOCK; k++) j.count[k] = j.n;
        bench_by_turns(&b, label, 0, 2,
                       (bench_contender[]){{"bireme", run_bireme, &j, BLOCK * BLOCKS, "ns/sum"},
                                           {"gsl", run_gsl, &j, (double)gsl_sums(j.n), "ns/sum"}});
    }
    gsl_rng_free(j.rng);
    bireme_sums_free(j.sums);
    bireme_dist_free(dist);
    return bench_end(&b);
}
