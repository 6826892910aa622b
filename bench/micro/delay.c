/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Delays: nanoseconds for a value of G_D (compile/delay.h), from which follows who reaches a stage in which
 * month, for the delays of shipped scenarios and some that are harder; and milliseconds to choose the rule.
 * The peer is the closed form for one gamma step, two calls of gsl_cdf_gamma_P.
 *
 * Run from the top folder of the sources, where the scenarios are.
 */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "bireme/scenario.h"
#include "harness.h"
#include "compile/delay/delay_internal.h"
#include "dist/table/qtable.h"
#include "random/stream.h"
#include "scenario/internal.h"

enum { BLOCK = BIREME_DELAY_BLOCK, PERIODS = 12, SAMPLES = PERIODS * BLOCK };

typedef struct delay_case {
    const char *label, *file;
    bireme_override set; /* path NULL: none */
    bool peer;
} delay_case;

#define UNCERTAIN(days)                                                                                      \
    "{\"dist\":\"exponential\",\"mean\":{\"dist\":\"lognormal\",\"median\":" #days ",\"sigma\":0.2}}"
static const delay_case cases[] = {
    {"one step, mean uncertain (reference)", "bench/reference.json", {0}, true},
    {"one step, all fixed",
     "bench/reference.json",
     {"channels.search.cycle_days.won", "{\"dist\":\"gamma\",\"mean\":60,\"cv\":0.6}"},
     false},
    {"four steps, one uncertain (base)", "scenarios/base.json", {0}, false},
    {"four steps, two uncertain", "scenarios/base.json", {"defaults.cycle_days.mql", UNCERTAIN(4)}, false},
    {"four steps, the longest but one uncertain too",
     "scenarios/base.json",
     {"defaults.cycle_days.opportunity", UNCERTAIN(15)},
     false},
};

typedef struct job {
    const bireme_model *model;
    bireme_delay *delay;
    const double **quantity;
    double *values;
    double x[PERIODS][BLOCK], out[PERIODS][BLOCK];
} job;

static double run_bireme(void *context)
{
    job *j = context;
    for (size_t t = 0; t < PERIODS; t++) bireme_delay_eval(j->delay, j->quantity, BLOCK, j->x[t], j->out[t]);
    return j->out[PERIODS - 1][1];
}

static double run_gsl(void *context)
{
    job *j = context;
    const double *mean = j->quantity[j->model->channels[0].cycle[j->model->stages - 1].scale];
    double shape = 1 / 0.36;
    for (size_t t = 0; t < PERIODS; t++)
        for (size_t i = 0; i < BLOCK; i++) {
            double x = j->x[t][i], scale = mean[i] / shape;
            j->out[t][i] = x * gsl_cdf_gamma_P(x, shape, scale) -
                           mean[i] * gsl_cdf_gamma_P(x, shape + 1, scale);
        }
    return j->out[PERIODS - 1][1];
}

static double create(void *context)
{
    job *j = context;
    bireme_error error;
    bireme_delay_free(j->delay);
    j->delay = NULL;
    bireme_delay_sums *sums = NULL;
    bireme_status status = bireme_delay_sums_create(&sums, &error);
    if (status == BIREME_OK)
        status = bireme_delay_create(j->model, &j->model->channels[0], 1, j->model->stages - 1, sums,
                                     &j->delay, &error);
    bireme_delay_sums_free(sums);
    return status == BIREME_OK ? 1 : NAN;
}

/* A block of each quantity, and the ends of the months by a clock that differs a bit from trial to trial. */
static bool draw(job *j)
{
    size_t n = j->model->n_quantities;
    j->quantity = calloc(n, sizeof *j->quantity);
    j->values = calloc(n * BLOCK, sizeof *j->values);
    if (j->quantity == NULL || j->values == NULL) return false;
    for (size_t q = 0; q < n; q++) {
        bireme_qtable *table = NULL;
        bireme_error error;
        bireme_stream stream = bireme_stream_create(1, j->model->quantities[q].path, "");
        if (bireme_qtable_create(j->model->quantities[q].dist, &table, &error) != BIREME_OK) return false;
        bireme_stream_fill(&stream, 0, 0, 0, BLOCK, j->values + q * BLOCK);
        bireme_qtable_eval(table, BLOCK, j->values + q * BLOCK, j->values + q * BLOCK);
        bireme_qtable_free(table);
        j->quantity[q] = j->values + q * BLOCK;
    }
    for (size_t t = 0; t < PERIODS; t++)
        for (size_t i = 0; i < BLOCK; i++)
            j->x[t][i] = (double)(t + 1) * 365.25 / 12 * (0.95 + 0.1 * (double)i / BLOCK);
    return true;
}

static bool time_case(const bench *b, const delay_case *c)
{
    static job j;
    bireme_scenario *scenario = NULL;
    bireme_error error = {0};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .overrides = &c->set, .n_overrides = c->set.path != NULL};
    if (bireme_scenario_load(c->file, &options, NULL, &scenario, &error) != BIREME_OK) {
        fprintf(stderr, "delay: %s: %s %s\n", c->file, error.pointer, error.message);
        return false;
    }
    j = (job){.model = bireme_scenario_model(scenario)};
    bool done = draw(&j) && !isnan(create(&j));
    if (done) {
        bench_contender run[] = {{"bireme", run_bireme, &j, SAMPLES, "ns/value"},
                                 {"gsl", run_gsl, &j, SAMPLES, "ns/value"}};
        bench_by_turns(b, c->label, 0, c->peer ? 2 : 1, run);
        bench_figure(b, c->label, "rule", "nodes", (double)j.delay->rules[j.delay->everywhere].n_nodes);
        bench_by_turns(b, c->label, 5, 1, (bench_contender[]){{"choose the rule", create, &j, 1, "ms"}});
    }
    bireme_delay_free(j.delay);
    free(j.quantity);
    free(j.values);
    bireme_scenario_free(scenario);
    return done;
}

int main(int argc, char **argv)
{
    bench b = bench_begin("delay", argc, argv);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (bench_wants(&b, cases[i].label) && !time_case(&b, &cases[i])) return 1;
    return bench_end(&b);
}
