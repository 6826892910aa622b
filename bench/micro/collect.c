/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Collecting metrics: blocks of 256 trials of 40 variables added, their values kept or counted in sketches;
 * GSL's running moments and P² quantiles (gsl_rstat) for the same mean, sd and seven quantiles. Then the
 * summary of a variable of 65,536 kept values, seven quantiles and their errors, against sorting them.
 */
#include <gsl/gsl_rstat.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "harness.h"
#include "random/stream.h"
#include "stats/collector.h"

/* So many blocks that all that waits for a sketch has gone into it. */
enum { BLOCK = 256, VARIABLES = 40, BLOCKS = 64, FIRST = 8192, MANY = 65536 };

typedef struct job {
    bireme_collector *kept, *sketched, *summary;
    gsl_rstat_workspace *moments;
    gsl_rstat_quantile_workspace *quantile[BIREME_QUANTILE_COUNT];
    double value[MANY], sorted[MANY];
} job;

static double add_blocks(const job *j, bireme_collector *collector)
{
    for (size_t b = 0; b < BLOCKS; b++)
        for (size_t v = 0; v < VARIABLES; v++)
            bireme_collector_add(collector, 0, 0, v, FIRST + b * BLOCK, BLOCK,
                                 j->value + (b + v) % BLOCKS * BLOCK);
    return (double)BLOCKS;
}

static double add_kept(void *context)
{
    const job *j = context;
    return add_blocks(j, j->kept);
}

static double add_sketched(void *context)
{
    const job *j = context;
    return add_blocks(j, j->sketched);
}

static double add_gsl(void *context)
{
    job *j = context;
    for (size_t i = 0; i < BLOCK; i++) {
        gsl_rstat_add(j->value[i], j->moments);
        for (size_t k = 0; k < BIREME_QUANTILE_COUNT; k++)
            gsl_rstat_quantile_add(j->value[i], j->quantile[k]);
    }
    return gsl_rstat_mean(j->moments) + gsl_rstat_quantile_get(j->quantile[0]);
}

static double summarise(void *context)
{
    const job *j = context;
    bireme_summary summary;
    bireme_collector_summarise(j->summary, 0, 0, MANY, &summary);
    return summary.quantile[0] + summary.quantile_se[0];
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double sort(void *context)
{
    job *j = context;
    memcpy(j->sorted, j->value, sizeof j->value);
    qsort(j->sorted, MANY, sizeof *j->sorted, compare);
    return j->sorted[MANY / 10];
}

static bireme_collector *create(size_t variables, uint64_t trials, bool is_kept, bool is_whole)
{
    bool exact[VARIABLES], whole[VARIABLES];
    for (size_t v = 0; v < VARIABLES; v++) exact[v] = is_kept, whole[v] = is_whole;
    bireme_collector_options options = {.trials = trials,
                                        .tasks = 1,
                                        .threads = 1,
                                        .n_variables = variables,
                                        .exact = exact,
                                        .whole = whole,
                                        .replicates = 16};
    bireme_collector *collector = NULL;
    bireme_error error;
    if (bireme_collector_create(&options, &collector, &error) == BIREME_OK) return collector;
    fprintf(stderr, "collect: %s\n", error.message);
    exit(1);
}

static double value_of(size_t kind, double u)
{
    double tail = -log(u);
    switch (kind) {
    case 0: /* money */
        return 1e5 * (1 + tail) * (1 + u);
    case 1: /* counts about 1,000 */
        return floor(500 * (1 + tail));
    case 2: /* counts about 1 */
        return floor(1.4 * tail);
    default:
        return 42;
    }
}

int main(int argc, char **argv)
{
    static job j;
    static const char *const labels[] = {"money", "counts", "small counts", "constant"};
    bench b = bench_begin("collect", argc, argv);
    j.moments = gsl_rstat_alloc();
    for (size_t k = 0; k < BIREME_QUANTILE_COUNT; k++)
        j.quantile[k] = gsl_rstat_quantile_alloc(bireme_quantile_probability[k]);
    bireme_stream stream = bireme_stream_create(1, "bench", "");
    for (size_t kind = 0; kind < sizeof labels / sizeof labels[0]; kind++) {
        char label[64];
        bireme_stream_fill(&stream, 0, 0, 0, MANY, j.value);
        for (size_t i = 0; i < MANY; i++) j.value[i] = value_of(kind, j.value[i]);
        j.kept = create(VARIABLES, FIRST + BLOCKS * BLOCK, true, kind > 0);
        j.sketched = create(VARIABLES, FIRST + BLOCKS * BLOCK, false, kind > 0);
        j.summary = create(1, MANY, true, kind > 0);
        bireme_collector_begin(j.summary, 0);
        for (size_t i = 0; i < MANY; i += BLOCK)
            bireme_collector_add(j.summary, 0, 0, 0, i, BLOCK, j.value + i);
        bireme_collector_end_round(j.summary, 1, 0);
        snprintf(label, sizeof label, "add %s", labels[kind]);
        bench_by_turns(
            &b, label, 0, 3,
            (bench_contender[]){{"kept", add_kept, &j, BLOCKS * VARIABLES * BLOCK, "ns/value"},
                                {"sketch", add_sketched, &j, BLOCKS * VARIABLES * BLOCK, "ns/value"},
                                {"gsl", add_gsl, &j, BLOCK, "ns/value"}});
        snprintf(label, sizeof label, "summary %s", labels[kind]);
        bench_by_turns(&b, label, 0, 2,
                       (bench_contender[]){{"bireme", summarise, &j, MANY, "ns/value"},
                                           {"sort", sort, &j, MANY, "ns/value"}});
        bireme_collector_free(j.kept);
        bireme_collector_free(j.sketched);
        bireme_collector_free(j.summary);
    }
    gsl_rstat_free(j.moments);
    for (size_t k = 0; k < BIREME_QUANTILE_COUNT; k++) gsl_rstat_quantile_free(j.quantile[k]);
    return bench_end(&b);
}
