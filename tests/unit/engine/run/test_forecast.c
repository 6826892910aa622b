/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What holds of every forecast, whatever the scenario: bits do not depend on threads, parts add up, streams
 * belong to paths.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "bireme/bireme.h"
#include "engine/run/metric_of.h"

#define CHANNEL_A                                                                                            \
    "\"ads\": {\"owner\": \"marketing\", \"spend\": 20000,"                                                  \
    " \"cost_per_lead\": {\"dist\": \"lognormal\", \"p10\": 80, \"p90\": 150},"                              \
    " \"conversion\": {\"opportunity\": {\"dist\": \"beta\", \"mean\": 0.2, \"sd\": 0.03},"                  \
    "   \"won\": {\"dist\": \"beta\", \"mean\": 0.25, \"sd\": 0.03}},"                                       \
    " \"cycle_days\": {\"won\": {\"dist\": \"gamma\", \"mean\": {\"dist\": \"lognormal\", \"median\": 45,"   \
    "   \"p90\": 60}, \"cv\": 0.7}},"                                                                        \
    " \"deal_value\": {\"dist\": \"lognormal\", \"mean\": 20000, \"cv\": 0.8}}"
#define CHANNEL_B                                                                                            \
    "\"calls\": {\"owner\": \"sales\", \"organic_leads\": {\"dist\": \"gamma\", \"mean\": 40, \"sd\": 6},"   \
    " \"conversion\": {\"opportunity\": 0.3, \"won\": {\"dist\": \"beta\", \"mean\": 0.2, \"sd\": 0.04}},"   \
    " \"deal_value\": {\"dist\": \"gamma\", \"mean\": 9000, \"cv\": 0.5}}"
#define ECONOMY                                                                                              \
    "\"economy\": {\"regimes\": {\"up\": {\"leads\": 1.1, \"cycle_time\": 0.9}, \"down\": {\"leads\":"       \
    " {\"dist\": \"uniform\", \"min\": 0.7, \"max\": 0.9}, \"conversion_odds\": {\"won\": 0.8},"             \
    " \"cycle_time\": 1.3, \"deal_value\": 0.9}}, \"start\": \"up\", \"transition\": {\"up\": {\"up\": 0.8," \
    " \"down\": 0.2}, \"down\": {\"up\": 0.3, \"down\": 0.7}}}"
#define SCENARIO(channels, more)                                                                             \
    "{\"start\": \"2027-01\", \"periods\": 6, \"funnel\": [\"lead\", \"opportunity\", \"won\"],"             \
    " \"goal\": {\"metric\": \"revenue\", \"at_least\": 400000, \"by\": \"2027-04\"},"                       \
    " \"channels\": {" channels "}" more "}"

static bireme_scenario *load(const char *text)
{
    char path[] = "/tmp/bireme-test-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    bireme_scenario *scenario = NULL;
    bireme_error error = {0};
    bireme_status status = bireme_scenario_load(path, NULL, NULL, &scenario, &error);
    unlink(path);
    if (status != BIREME_OK) print_error("%s: %s\n", error.pointer, error.message);
    assert_int_equal(status, BIREME_OK);
    return scenario;
}

static bireme_forecast *run_by(bireme_sampler sampler, const bireme_scenario *scenario, uint64_t trials,
                               int threads, bool totals_only)
{
    bireme_forecast *forecast = NULL;
    bireme_error error = {0};
    bireme_run_options options = {.size = sizeof(bireme_run_options),
                                  .trials = trials,
                                  .sampler = sampler,
                                  .has_seed = true,
                                  .seed = 7,
                                  .threads = threads,
                                  .totals_only = totals_only,
                                  .keep_samples = true};
    bireme_status status = bireme_forecast_run(scenario, &options, &forecast, &error);
    if (status != BIREME_OK) print_error("%s\n", error.message);
    assert_int_equal(status, BIREME_OK);
    return forecast;
}

static bireme_forecast *run(const bireme_scenario *scenario, uint64_t trials, int threads, bool totals_only)
{
    return run_by(BIREME_SAMPLER_UNSET, scenario, trials, threads, totals_only);
}

static const double *samples(const bireme_forecast *forecast, const char *name)
{
    size_t metric = bireme_forecast_metric_of(forecast, name);
    assert_true(metric != SIZE_MAX);
    const double *values = bireme_forecast_samples(forecast, metric);
    assert_non_null(values);
    return values;
}

static void assert_same(const bireme_forecast *a, const bireme_forecast *b, bool periods)
{
    assert_int_equal(bireme_forecast_trials(a), bireme_forecast_trials(b));
    for (size_t m = 0; m < bireme_forecast_metric_count(a); m++) {
        assert_memory_equal(bireme_forecast_total(a, m), bireme_forecast_total(b, m), sizeof(bireme_summary));
        assert_memory_equal(bireme_forecast_samples(a, m), bireme_forecast_samples(b, m),
                            bireme_forecast_trials(a) * sizeof(double));
        for (size_t t = 0; periods && t < bireme_forecast_period_count(a); t++) {
            const bireme_summary *x = bireme_forecast_period(a, m, t), *y = bireme_forecast_period(b, m, t);
            assert_true((x == NULL) == (y == NULL));
            if (x != NULL) assert_memory_equal(x, y, sizeof *x);
        }
    }
    assert_true(bireme_forecast_goal(a)->probability == bireme_forecast_goal(b)->probability);
}

static void the_bytes_are_the_same_for_any_number_of_threads(void **state)
{
    (void)state;
    bireme_scenario *scenario = load(SCENARIO(CHANNEL_A ", " CHANNEL_B, ", " ECONOMY));
    bireme_forecast *one = run(scenario, 5001, 1, false);
    for (int threads = 2; threads <= 5; threads++) {
        bireme_forecast *many = run(scenario, 5001, threads, false);
        assert_same(one, many, true);
        bireme_forecast_free(many);
    }
    bireme_forecast_free(one);
    bireme_scenario_free(scenario);
}

static void a_shorter_run_is_the_beginning_of_a_longer_one(void **state)
{
    (void)state;
    bireme_scenario *scenario = load(SCENARIO(CHANNEL_A ", " CHANNEL_B, ", " ECONOMY));
    bireme_forecast *shorter = run(scenario, 1, 1, false), *longer = run(scenario, 2000, 2, false);
    for (size_t m = 0; m < bireme_forecast_metric_count(longer); m++)
        assert_memory_equal(bireme_forecast_samples(shorter, m), bireme_forecast_samples(longer, m),
                            sizeof(double));
    bireme_forecast_free(shorter);
    bireme_forecast_free(longer);
    bireme_scenario_free(scenario);
}

static void totals_alone_are_the_same_totals(void **state)
{
    (void)state;
    bireme_scenario *scenario = load(SCENARIO(CHANNEL_A ", " CHANNEL_B, ", " ECONOMY));
    bireme_forecast *all = run(scenario, 3000, 2, false), *totals = run(scenario, 3000, 2, true);
    assert_same(all, totals, false);
    assert_null(bireme_forecast_period(totals, 0, 0));
    bireme_forecast_free(all);
    bireme_forecast_free(totals);
    bireme_scenario_free(scenario);
}

typedef struct stop {
    uint64_t after, done;
} stop;

static void note_progress(void *context, uint64_t done, uint64_t trials)
{
    stop *s = context;
    assert_true(done >= s->done && done <= trials);
    s->done = done;
}

static bool stop_after(void *context)
{
    const stop *s = context;
    return s->done >= s->after;
}

/* Where the block of `size` values is among those of the longer run, from `from` on. */
static uint64_t find_block(const double *block, const double *run, uint64_t from, uint64_t n, uint64_t size)
{
    while (from + size <= n && memcmp(block, run + from, size * sizeof *block) != 0) from += size;
    assert_true(from + size <= n);
    return from + size;
}

/* What is finished are whole blocks of the run, in their order; some of the tasks that were under way is
 * missing. */
static void an_interrupted_run_keeps_what_was_finished(void **state)
{
    (void)state;
    bireme_scenario *scenario = load(SCENARIO(CHANNEL_A ", " CHANNEL_B, ", " ECONOMY));
    bireme_forecast *part = NULL;
    bireme_error error;
    stop s = {.after = 5120};
    bireme_run_options options = {.size = sizeof(bireme_run_options),
                                  .trials = 1000000,
                                  .has_seed = true,
                                  .seed = 7,
                                  .threads = 2,
                                  .keep_samples = true,
                                  .progress = note_progress,
                                  .cancelled = stop_after,
                                  .context = &s};
    assert_int_equal(bireme_forecast_run(scenario, &options, &part, &error), BIREME_CANCELLED);
    assert_non_null(part);
    uint64_t trials = bireme_forecast_trials(part);
    enum { BLOCK = 256, LONGER = 65536 };
    assert_true(trials > 0 && trials < LONGER && trials % BLOCK == 0);
    bireme_forecast *longer = run(scenario, LONGER, 1, false);
    for (size_t m = 0; m < bireme_forecast_metric_count(part); m++) {
        const double *kept = bireme_forecast_samples(part, m), *all = bireme_forecast_samples(longer, m);
        double sum = 0;
        uint64_t n = 0, from = 0;
        for (uint64_t i = 0; i < trials; i += BLOCK) from = find_block(kept + i, all, from, LONGER, BLOCK);
        for (uint64_t i = 0; i < trials; i++)
            if (!isnan(kept[i])) sum += kept[i], n++;
        if (n > 0) assert_close(bireme_forecast_total(part, m)->mean, sum / (double)n, 1e-12, 1e-12);
        assert_int_equal(bireme_forecast_total(part, m)->n, n);
    }
    bireme_forecast_free(part);
    bireme_forecast_free(longer);
    bireme_scenario_free(scenario);
}

static void a_run_cancelled_at_once_gives_no_forecast(void **state)
{
    (void)state;
    bireme_scenario *scenario = load(SCENARIO(CHANNEL_B, ""));
    bireme_forecast *forecast = NULL;
    bireme_error error;
    stop s = {.after = 0};
    bireme_run_options options = {.size = sizeof(bireme_run_options), .cancelled = stop_after, .context = &s};
    assert_int_equal(bireme_forecast_run(scenario, &options, &forecast, &error), BIREME_CANCELLED);
    assert_null(forecast);
    bireme_scenario_free(scenario);
}

static void channels_and_owners_add_up_in_every_trial(void **state)
{
    (void)state;
    bireme_scenario *scenario = load(SCENARIO(CHANNEL_A ", " CHANNEL_B, ", " ECONOMY));
    bireme_forecast *forecast = run(scenario, 4000, 2, false);
    const double *revenue = samples(forecast, "revenue"), *wins = samples(forecast, "wins");
    const double *leads = samples(forecast, "leads");
    for (int i = 0; i < 4000; i++) {
        assert_close(samples(forecast, "channel.ads.revenue")[i] +
                         samples(forecast, "channel.calls.revenue")[i],
                     revenue[i], 1e-12, 0);
        assert_close(samples(forecast, "owner.marketing.revenue")[i] +
                         samples(forecast, "owner.sales.revenue")[i],
                     revenue[i], 1e-12, 0);
        assert_true(samples(forecast, "channel.ads.wins")[i] + samples(forecast, "channel.calls.wins")[i] ==
                    wins[i]);
        assert_true(samples(forecast, "stage.lead")[i] == leads[i] &&
                    samples(forecast, "stage.won")[i] == wins[i]);
        assert_true(leads[i] == floor(leads[i]) && leads[i] >= 0 && revenue[i] >= 0);
        double share = samples(forecast, "share.marketing_sourced")[i];
        if (revenue[i] > 0)
            assert_close(share * revenue[i], samples(forecast, "owner.marketing.revenue")[i], 1e-12, 0);
        else
            assert_true(isnan(share));
    }
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
}

/* One owner has everything, one channel is an owner: the metrics that share their values must say so. */
static void metrics_that_are_the_same_have_the_same_values(void **state)
{
    (void)state;
    static const char *const same[][2] = {{"bookings", "revenue"},
                                          {"stage.lead", "leads"},
                                          {"stage.won", "wins"},
                                          {"owner.marketing.leads", "leads"},
                                          {"owner.marketing.revenue", "revenue"},
                                          {"channel.ads.wins", "wins"},
                                          {"channel.ads.revenue", "revenue"}};
    bireme_scenario *scenario = load(SCENARIO(CHANNEL_A, ""));
    bireme_forecast *forecast = run(scenario, 1000, 2, false);
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        size_t a = bireme_forecast_metric_of(forecast, same[i][0]),
               b = bireme_forecast_metric_of(forecast, same[i][1]);
        assert_memory_equal(samples(forecast, same[i][0]), samples(forecast, same[i][1]),
                            1000 * sizeof(double));
        assert_memory_equal(bireme_forecast_total(forecast, a), bireme_forecast_total(forecast, b),
                            sizeof(bireme_summary));
        for (size_t t = 0; t < 6; t++)
            assert_memory_equal(bireme_forecast_period(forecast, a, t),
                                bireme_forecast_period(forecast, b, t), sizeof(bireme_summary));
    }
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
}

static void periods_add_up_to_the_horizon(void **state)
{
    (void)state;
    bireme_scenario *scenario = load(SCENARIO(CHANNEL_A ", " CHANNEL_B, ", " ECONOMY));
    bireme_forecast *forecast = run(scenario, 4000, 2, false);
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++) {
        if (bireme_forecast_period(forecast, m, 0) == NULL) continue;
        double sum = 0;
        for (size_t t = 0; t < 6; t++) sum += bireme_forecast_period(forecast, m, t)->mean;
        assert_close(sum, bireme_forecast_total(forecast, m)->mean, 1e-12, 0);
    }
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
}

static void stages_entered_at_the_same_moment_are_nested(void **state)
{
    (void)state;
    bireme_scenario *scenario = load(SCENARIO(CHANNEL_B, ""));
    bireme_forecast *forecast = run(scenario, 4000, 2, false);
    const double *leads = samples(forecast, "leads"), *opportunities = samples(forecast, "stage.opportunity");
    const double *wins = samples(forecast, "wins"), *carried = samples(forecast, "carried_out");
    for (int i = 0; i < 4000; i++)
        assert_true(leads[i] >= opportunities[i] && opportunities[i] >= wins[i] && carried[i] == 0);
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
}

static void totals_are_nested_also_across_steps_that_take_time(void **state)
{
    (void)state;
    bireme_scenario *scenario = load(SCENARIO(CHANNEL_A ", " CHANNEL_B, ", " ECONOMY));
    bireme_forecast *forecast = run(scenario, 4000, 2, false);
    const double *leads = samples(forecast, "channel.ads.leads"),
                 *wins = samples(forecast, "channel.ads.wins");
    const double *all = samples(forecast, "stage.lead"),
                 *opportunities = samples(forecast, "stage.opportunity");
    const double *won = samples(forecast, "stage.won");
    for (int i = 0; i < 4000; i++)
        assert_true(leads[i] >= wins[i] && all[i] >= opportunities[i] && opportunities[i] >= won[i]);
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
}

/* Fixed rates, three steps that take time: leads, opportunities and wins of the horizon are N = W +
 * independent rest, so Cov(leads, wins) = Cov(opportunities, wins) = E[wins] and Cov(leads, opportunities) =
 * E[opportunities]. The sample covariance of n pairs has a variance of at most 2 Var X Var Y / n; six
 * standard errors, three checks. */
static void leads_and_wins_of_one_trial_are_the_same_people(void **state)
{
    (void)state;
    enum { N = 65536 };
    bireme_scenario *scenario = load(
        "{\"start\": \"2027-01\", \"periods\": 4, \"funnel\": [\"lead\", \"mql\", \"opportunity\", \"won\"],"
        " \"channels\": {\"web\": {\"organic_leads\": 12, \"season\": [1, 0, 2, 1],"
        " \"conversion\": {\"mql\": 0.8, \"opportunity\": 0.7, \"won\": 0.6}, \"deal_value\": 1, "
        "\"cycle_days\":"
        " {\"mql\": 5, \"opportunity\": {\"dist\": \"exponential\", \"mean\": 15},"
        " \"won\": {\"dist\": \"gamma\", \"mean\": 20, \"cv\": 0.5}}}}}");
    bireme_forecast *forecast = run(scenario, N, 2, false);
    const char *pair[3][2] = {
        {"leads", "wins"}, {"stage.opportunity", "wins"}, {"leads", "stage.opportunity"}};
    for (int k = 0; k < 3; k++) {
        const bireme_summary *x = bireme_forecast_total(forecast,
                                                        bireme_forecast_metric_of(forecast, pair[k][0]));
        const bireme_summary *y = bireme_forecast_total(forecast,
                                                        bireme_forecast_metric_of(forecast, pair[k][1]));
        const double *a = samples(forecast, pair[k][0]), *b = samples(forecast, pair[k][1]);
        double covariance = 0;
        for (int i = 0; i < N; i++) covariance += (a[i] - x->mean) * (b[i] - y->mean) / N;
        assert_close(covariance, y->mean, 0, 6 * (sqrt(2.0 / N) * x->sd * y->sd + y->mean_se));
    }
    const double season[] = {1, 0, 2, 1};
    for (size_t t = 0; t < 4;
         t++) { /* sharing the leads out among those who passed and those who did not loses none */
        const bireme_summary *leads = bireme_forecast_period(forecast,
                                                             bireme_forecast_metric_of(forecast, "leads"), t);
        assert_close(leads->mean, 12 * season[t], 0, 6 * leads->mean_se);
        assert_close(leads->sd * leads->sd, 12 * season[t], 0.04, 0); /* six times √(2 / N) */
    }
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
}

static void another_channel_does_not_disturb_the_numbers_of_the_first(void **state)
{
    (void)state;
    bireme_scenario *alone = load(SCENARIO(CHANNEL_B, "")),
                    *both = load(SCENARIO(CHANNEL_A ", " CHANNEL_B, ""));
    bireme_forecast *a = run_by(BIREME_SAMPLER_RANDOM, alone, 1000, 1, false),
                    *b = run_by(BIREME_SAMPLER_RANDOM, both, 1000, 1, false);
    assert_memory_equal(samples(a, "channel.calls.revenue"), samples(b, "channel.calls.revenue"),
                        1000 * sizeof(double));
    assert_memory_equal(samples(a, "channel.calls.leads"), samples(b, "channel.calls.leads"),
                        1000 * sizeof(double));
    bireme_forecast_free(a);
    bireme_forecast_free(b);
    bireme_scenario_free(alone);
    bireme_scenario_free(both);
}

static void the_goal_is_measured_by_the_period_it_names(void **state)
{
    (void)state;
    bireme_scenario *scenario = load(SCENARIO(CHANNEL_A, ""));
    bireme_forecast *forecast = run_by(BIREME_SAMPLER_RANDOM, scenario, 20000, 2, false);
    bireme_goal_result goal = *bireme_forecast_goal(forecast);
    assert_true(goal.present && goal.at_least == 400000 && isnan(goal.confidence));
    assert_string_equal(goal.by, "2027-04");
    assert_string_equal(goal.metric, "revenue");
    /* four of six months: fewer trials reach it than in the whole horizon, more than none */
    const double *revenue = samples(forecast, "revenue");
    double whole = 0;
    for (int i = 0; i < 20000; i++) whole += revenue[i] >= 400000;
    assert_true(goal.probability > 0.01 && goal.probability < whole / 20000);
    double p = goal.probability;
    assert_close(goal.probability_se, sqrt(p * (1 - p) / 20000), 0.01, 0);
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
}

static void too_many_trials_and_threads_are_refused(void **state)
{
    (void)state;
    bireme_scenario *scenario = load(SCENARIO(CHANNEL_B, ""));
    bireme_forecast *forecast = NULL;
    bireme_error error;
    bireme_run_options trials = {.size = sizeof(bireme_run_options), .trials = UINT64_C(1) << 60},
                       threads = {.size = sizeof(bireme_run_options), .threads = -3};
    assert_int_equal(bireme_forecast_run(scenario, &trials, &forecast, &error), BIREME_DOMAIN);
    assert_non_null(strstr(error.message, "1000000000"));
    assert_int_equal(bireme_forecast_run(scenario, &threads, &forecast, &error), BIREME_DOMAIN);
    assert_null(forecast);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bytes_are_the_same_for_any_number_of_threads),
        cmocka_unit_test(a_shorter_run_is_the_beginning_of_a_longer_one),
        cmocka_unit_test(totals_alone_are_the_same_totals),
        cmocka_unit_test(an_interrupted_run_keeps_what_was_finished),
        cmocka_unit_test(a_run_cancelled_at_once_gives_no_forecast),
        cmocka_unit_test(channels_and_owners_add_up_in_every_trial),
        cmocka_unit_test(metrics_that_are_the_same_have_the_same_values),
        cmocka_unit_test(periods_add_up_to_the_horizon),
        cmocka_unit_test(stages_entered_at_the_same_moment_are_nested),
        cmocka_unit_test(totals_are_nested_also_across_steps_that_take_time),
        cmocka_unit_test(leads_and_wins_of_one_trial_are_the_same_people),
        cmocka_unit_test(another_channel_does_not_disturb_the_numbers_of_the_first),
        cmocka_unit_test(the_goal_is_measured_by_the_period_it_names),
        cmocka_unit_test(too_many_trials_and_threads_are_refused),
    };
    return cmocka_run_group_tests_name("engine.forecast", tests, NULL, NULL);
}
