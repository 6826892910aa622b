/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a trial is worth: bench/reference.json, with a goal, by each way of sampling. Run from the top folder
 * of the sources.
 *
 *   variance    of the answer over 64 seeds at 16,384 trials: that of plain random trials over that of the
 *               sampler. A ratio of two variances of 64 values each is itself uncertain, by a quarter of its
 *               value up or down (one standard error).
 *   0.1 %       the first of 1,024, 2,048, … trials whose own standard error of that statistic of revenue is
 *               at most 0.1 % of it: how many, and how long that run takes on two threads
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "runs.h"

enum { SEEDS = 64, SEEDS_SMOKE = 3, TRIALS = 16384, FIRST = 1024, DOUBLINGS = 14, STATISTICS = 5 };
static const char *const statistic[STATISTICS] = {"mean", "P10", "P50", "P90", "P(goal)"};
static const int place[STATISTICS] = {-1, 1, 3, 5, -1}; /* among the quantiles */

/* Of revenue, which is the first metric: value [STATISTICS], relative standard error [STATISTICS]. */
static bool answer(const bireme_scenario *scenario, const bireme_run_options *options, double *value,
                   double *se)
{
    bireme_forecast *forecast = NULL;
    bireme_error error = {0};
    if (bireme_forecast_run(scenario, options, &forecast, &error) != BIREME_OK) {
        fprintf(stderr, "accuracy: %s %s\n", error.pointer, error.message);
        return false;
    }
    const bireme_summary *revenue = bireme_forecast_total(forecast, 0);
    bireme_goal_result goal = *bireme_forecast_goal(forecast);
    for (int k = 0; k < STATISTICS; k++) {
        value[k] = place[k] >= 0 ? revenue->quantile[place[k]] : k == 0 ? revenue->mean : goal.probability;
        se[k] = place[k] >= 0 ? revenue->quantile_se[place[k]]
                : k == 0      ? revenue->mean_se
                              : goal.probability_se;
        se[k] /= value[k];
    }
    bireme_forecast_free(forecast);
    return true;
}

/* ------------------------ variances */

static bool variances(const bench *b, const bireme_scenario *scenario, bireme_run_options options,
                      double out[STATISTICS])
{
    int seeds = b->smoke ? SEEDS_SMOKE : SEEDS;
    double mean[STATISTICS] = {0};
    memset(out, 0, STATISTICS * sizeof *out);
    for (int i = 0; i < seeds; i++) {
        double value[STATISTICS], se[STATISTICS];
        options.seed = (uint64_t)i + 1;
        if (!answer(scenario, &options, value, se)) return false;
        for (int k = 0; k < STATISTICS; k++) { /* Welford */
            double d = value[k] - mean[k];
            mean[k] += d / (i + 1);
            out[k] += d * (value[k] - mean[k]) / (seeds - 1);
        }
    }
    return true;
}

static bool compare(const bench *b, const bireme_scenario *scenario, bool totals)
{
    static const struct {
        const char *name;
        bireme_sampler sampler;
    } kind[] = {{"sobol", BIREME_SAMPLER_SOBOL}, {"lhs", BIREME_SAMPLER_LHS}};
    bireme_run_options options = {.size = sizeof(bireme_run_options),
                                  .trials = b->smoke ? FIRST : TRIALS,
                                  .has_seed = true,
                                  .threads = 2,
                                  .totals_only = totals};
    double plain[STATISTICS], better[STATISTICS];
    options.sampler = BIREME_SAMPLER_RANDOM;
    if (!variances(b, scenario, options, plain)) return false;
    for (size_t s = 0; s < sizeof kind / sizeof kind[0]; s++) {
        options.sampler = kind[s].sampler;
        if (!variances(b, scenario, options, better)) return false;
        for (int k = 0; k < STATISTICS; k++) {
            char label[32];
            snprintf(label, sizeof label, "%s%s", statistic[k], totals ? ", totals" : "");
            bench_figure(b, label, kind[s].name, "times smaller", plain[k] / better[k]);
        }
    }
    return true;
}

/* ------------------------ to a precision */

static bool reach(const bench *b, const bireme_scenario *scenario, bireme_sampler sampler, const char *name)
{
    bool done[STATISTICS] = {false};
    for (int i = 0; i < (b->smoke ? 2 : DOUBLINGS); i++) {
        double value[STATISTICS], se[STATISTICS], start = bench_seconds();
        const bireme_run_options options = {.size = sizeof(bireme_run_options),
                                            .trials = (uint64_t)FIRST << i,
                                            .has_seed = true,
                                            .seed = 1,
                                            .threads = 2,
                                            .sampler = sampler};
        if (!answer(scenario, &options, value, se)) return false;
        double seconds = bench_seconds() - start;
        for (int k = 0; k + 1 < STATISTICS; k++) {
            char label[32], who[32];
            if (done[k] || !(se[k] <= 0.001)) continue;
            done[k] = true;
            snprintf(label, sizeof label, "%s to 0.1 %%", statistic[k]);
            bench_figure(b, label, name, "trials", (double)options.trials);
            snprintf(who, sizeof who, "%s, time", name);
            bench_figure(b, label, who, "ms", 1000 * seconds);
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    bench b = bench_begin("accuracy", argc, argv);
    const bireme_override goal = {"goal", "{\"metric\":\"revenue\",\"at_least\":4000000}"};
    bireme_scenario *scenario = bench_load("bench/reference.json", &goal, 1);
    if (scenario == NULL) return 1;
    bool good = compare(&b, scenario, false) && compare(&b, scenario, true) &&
                reach(&b, scenario, BIREME_SAMPLER_SOBOL, "sobol") &&
                reach(&b, scenario, BIREME_SAMPLER_LHS, "lhs") &&
                reach(&b, scenario, BIREME_SAMPLER_RANDOM, "random");
    bireme_scenario_free(scenario);
    int status = bench_end(&b);
    return good ? status : 1;
}
