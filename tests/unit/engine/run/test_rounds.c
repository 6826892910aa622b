/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rounds: where a run with a precision stops, what it then says, and that it is the run of so many trials.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "engine/run/metric_of.h"
#include "engine/run/run.h"
#include "support/scenario_of.h"
#include "support/tier.h"

#define SCENARIO(MORE)                                                                                       \
    "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'web': {'organic_leads': "   \
    "{'dist': 'gamma', 'mean': 20, 'sd': 5}, 'conversion': {'won': {'dist': 'beta', 'mean': 0.5, 'sd': "     \
    "0.1}}, 'deal_value': {'dist': 'lognormal', 'mean': 100, 'cv': 0.7}}}" MORE "}"

static const char PLAIN[] = SCENARIO("");

static bireme_forecast *run(const char *text, bireme_run_options options)
{
    if (options.threads == 0) options.threads = 2;
    options.keep_samples = options.trials <= 1 << 17;
    return run_and_free(scenario_of("%s", text), &options);
}

static const bireme_summary *total(const bireme_forecast *f, const char *name)
{
    return bireme_forecast_total(f, bireme_forecast_metric_of(f, name));
}

static double relative(double se, double value)
{
    return se == 0 ? 0 : fabs(se / value);
}

/* The largest relative error of the four. */
static double worst_of(const bireme_summary *s, const char **name)
{
    static const char *const names[] = {"mean", "p10", "p50", "p90"};
    const double all[] = {relative(s->mean_se, s->mean), relative(s->quantile_se[1], s->quantile[1]),
                          relative(s->quantile_se[3], s->quantile[3]),
                          relative(s->quantile_se[5], s->quantile[5])};
    size_t worst = 0;
    for (size_t k = 1; k < 4; k++)
        if (all[k] > all[worst]) worst = k;
    *name = names[worst];
    return all[worst];
}

static void assert_stated(const bireme_forecast *f, const char *metric, double wanted)
{
    bireme_precision_result precision = *bireme_forecast_precision(f);
    const char *name;
    double worst = worst_of(total(f, metric), &name);
    assert_true(precision.asked && precision.wanted == wanted);
    assert_string_equal(precision.metric, metric);
    assert_string_equal(precision.worst, name);
    assert_true(precision.reached == worst && precision.met == (worst <= wanted));
}

/* ------------------------ where the rounds are */

static void a_round_is_as_long_as_all_before_it(void **state)
{
    (void)state;
    bireme_run r = {.trials = UINT64_C(1) << 24, .precision = 0.1, .threads = 1};
    bireme_run_cut_tasks(&r);
    enum { TASKS = BIREME_FIRST_ROUND / BIREME_STEP };
    for (size_t task = 0; task < r.tasks; task++) {
        uint64_t here = bireme_run_first_step(&r, task), next = bireme_run_first_step(&r, task + 1);
        assert_true(next > here);
        if (task % TASKS == 0) assert_int_equal(here, task == 0 ? 0 : (uint64_t)TASKS << (task / TASKS - 1));
    }
    assert_int_equal(r.tasks, TASKS * 11); /* 2²⁴ = 2¹⁴ · 2¹⁰ */
    assert_int_equal(bireme_run_trials_of(&r, r.tasks), r.trials);
    assert_int_equal(bireme_run_trials_of(&r, 2 * TASKS), 2 * BIREME_FIRST_ROUND);
    r = (bireme_run){.trials = 20000, .precision = 0.1, .threads = 99};
    bireme_run_cut_tasks(&r);
    assert_int_equal(bireme_run_trials_of(&r, r.tasks), 20000);
    assert_true(bireme_run_first_step(&r, r.tasks - 1) * BIREME_STEP < 20000);
    assert_true((size_t)r.threads <= r.tasks);
}

static void without_a_precision_every_task_but_the_last_is_as_long(void **state)
{
    (void)state;
    static const uint64_t trials[] = {1, 256, 257, 65536, 1000000, UINT64_C(1) << 24};
    for (size_t k = 0; k < sizeof trials / sizeof *trials; k++) {
        bireme_run r = {.trials = trials[k], .threads = 1};
        bireme_run_cut_tasks(&r);
        uint64_t steps = (trials[k] + BIREME_STEP - 1) / BIREME_STEP;
        for (size_t task = 0; task <= r.tasks; task++)
            assert_int_equal(bireme_run_first_step(&r, task), task * r.steps_per_task);
        assert_true(bireme_run_first_step(&r, r.tasks - 1) < steps &&
                    bireme_run_first_step(&r, r.tasks) >= steps);
        assert_int_equal(bireme_run_trials_of(&r, r.tasks), trials[k]);
    }
}

/* ------------------------ where a run stops */

static void check_stop(bireme_sampler sampler, double precision)
{
    enum { CAP = 100000 };
    bireme_run_options options = {
        .size = sizeof(bireme_run_options), .trials = CAP, .sampler = sampler, .precision = precision};
    bireme_forecast *f = run(PLAIN, options);
    uint64_t trials = bireme_forecast_trials(f);
    assert_stated(f, "revenue", precision);
    if (!bireme_forecast_precision(f)->met) assert_int_equal(trials, CAP);
    if (trials < CAP) assert_true(trials % BIREME_FIRST_ROUND == 0 && (trials & (trials - 1)) == 0);
    bireme_forecast_free(f);
    if (trials <= BIREME_FIRST_ROUND) return;
    /* The round before was not enough. */
    options.trials = BIREME_FIRST_ROUND;
    while (2 * options.trials < trials) options.trials *= 2;
    f = run(PLAIN, options);
    assert_int_equal(bireme_forecast_trials(f), options.trials);
    assert_stated(f, "revenue", precision);
    assert_false(bireme_forecast_precision(f)->met);
    bireme_forecast_free(f);
}

static void a_run_stops_at_the_first_round_that_is_precise_enough_or_at_the_cap(void **state)
{
    (void)state;
    static const double precisions[] = {0.1, 0.005, 0.003, 0.0024, 0.0015, 0.001, 0.0005, 0.00001};
    for (size_t k = 0; k < sizeof precisions / sizeof *precisions; k += of_tier(2, 1))
        for (bireme_sampler sampler = BIREME_SAMPLER_SOBOL; sampler <= BIREME_SAMPLER_RANDOM; sampler++)
            check_stop(sampler, precisions[k]);
}

static void the_goals_metric_is_the_one_that_is_looked_at(void **state)
{
    (void)state;
    bireme_forecast *f =
        run(SCENARIO(", 'goal': {'metric': 'wins', 'at_least': 15}"),
            (bireme_run_options){.size = sizeof(bireme_run_options), .trials = 40000, .precision = 0.002});
    assert_stated(f, "wins", 0.002);
    bireme_forecast_free(f);
}

static void a_cap_below_the_first_round_is_kept(void **state)
{
    (void)state;
    static const uint64_t caps[] = {1, 300, 1000, 16383, 16384};
    for (size_t k = 0; k < sizeof caps / sizeof *caps; k++) {
        bireme_forecast *f = run(
            PLAIN,
            (bireme_run_options){.size = sizeof(bireme_run_options), .trials = caps[k], .precision = 1e-6});
        assert_int_equal(bireme_forecast_trials(f), caps[k]);
        assert_false(bireme_forecast_precision(f)->met);
        if (caps[k] >= 300) assert_stated(f, "revenue", 1e-6);
        bireme_forecast_free(f);
    }
}

/* One trial has no error that could be told. */
static void what_cannot_be_told_is_not_precise(void **state)
{
    (void)state;
    bireme_forecast *f =
        run(PLAIN, (bireme_run_options){.size = sizeof(bireme_run_options), .trials = 1, .precision = 0.5});
    bireme_precision_result precision = *bireme_forecast_precision(f);
    assert_true(isnan(precision.reached) && precision.worst == NULL && !precision.met);
    bireme_forecast_free(f);
}

static void a_metric_that_is_always_0_is_known_exactly(void **state)
{
    (void)state;
    bireme_forecast *f =
        run("{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'web': "
            "{'organic_leads': 0, 'conversion': {'won': 0.5}, 'deal_value': 9}}}",
            (bireme_run_options){.size = sizeof(bireme_run_options), .trials = 100000, .precision = 1e-9});
    assert_int_equal(bireme_forecast_trials(f), BIREME_FIRST_ROUND);
    assert_true(total(f, "revenue")->mean == 0 && total(f, "revenue")->mean_se == 0);
    bireme_precision_result precision = *bireme_forecast_precision(f);
    assert_true(precision.met && precision.reached == 0);
    assert_string_equal(precision.worst, "mean");
    bireme_forecast_free(f);
}

/* ------------------------ what it says */

static void assert_same_summary(const bireme_summary *a, const bireme_summary *b, bool same_tasks)
{
    if (same_tasks || b->n == 0) { /* without values all is NAN */
        assert_memory_equal(a, b, sizeof *a);
        return;
    }
    /* Longer tasks: the sums are the same but for the order in which they are added up. */
    assert_true(a->n == b->n && a->min == b->min && a->max == b->max);
    assert_memory_equal(a->quantile, b->quantile, sizeof a->quantile);
    assert_memory_equal(a->quantile_se, b->quantile_se, sizeof a->quantile_se);
    assert_close(a->mean, b->mean, 1e-13, 0);
    assert_close(a->mean_se, b->mean_se, 1e-9, 1e-13 * fabs(b->mean));
    assert_close(a->sd, b->sd, 1e-12, 0);
    assert_close(a->sd_se, b->sd_se, 1e-9, 0);
}

static void assert_same(const bireme_forecast *a, const bireme_forecast *b, bool same_tasks)
{
    assert_int_equal(bireme_forecast_trials(a), bireme_forecast_trials(b));
    for (size_t m = 0; m < bireme_forecast_metric_count(a); m++) {
        assert_same_summary(bireme_forecast_total(a, m), bireme_forecast_total(b, m), same_tasks);
        assert_memory_equal(bireme_forecast_samples(a, m), bireme_forecast_samples(b, m),
                            bireme_forecast_trials(a) * sizeof(double));
        for (size_t t = 0; t < bireme_forecast_period_count(a); t++) {
            const bireme_summary *x = bireme_forecast_period(a, m, t), *y = bireme_forecast_period(b, m, t);
            assert_int_equal(x == NULL, y == NULL);
            if (x != NULL) assert_same_summary(x, y, same_tasks);
        }
    }
    bireme_goal_result g = *bireme_forecast_goal(a), h = *bireme_forecast_goal(b);
    assert_true(g.probability == h.probability && g.probability_se == h.probability_se);
}

static const char GOAL[] = SCENARIO(", 'goal': {'metric': 'revenue', 'at_least': 1800}");

static void a_run_that_stops_is_the_run_of_so_many_trials(void **state)
{
    (void)state;
    static const uint64_t caps[] = {1000, 16384, 20001, 65536, 100000, 32768};
    for (size_t k = 0; k < sizeof caps / sizeof *caps; k += of_tier(2, 1))
        for (int kind = 0; kind < 4; kind++) {
            bireme_run_options options = {.size = sizeof(bireme_run_options),
                                          .trials = caps[k],
                                          .sampler = kind % 2 ? BIREME_SAMPLER_RANDOM : BIREME_SAMPLER_SOBOL,
                                          .totals_only = kind / 2};
            bireme_forecast *plain = run(GOAL, options);
            options.precision = 1e-9;
            bireme_forecast *precise = run(GOAL, options);
            /* Up to 128 steps all tasks are one block, with and without a precision. */
            assert_same(precise, plain, caps[k] <= 128 * BIREME_STEP);
            bireme_forecast_free(plain);
            bireme_forecast_free(precise);
        }
}

static void it_is_the_same_on_any_number_of_threads(void **state)
{
    (void)state;
    static const int threads[] = {2, 5};
    for (bireme_sampler sampler = BIREME_SAMPLER_SOBOL; sampler <= BIREME_SAMPLER_RANDOM; sampler++) {
        bireme_run_options options = {.size = sizeof(bireme_run_options),
                                      .trials = 100000,
                                      .sampler = sampler,
                                      .precision = 1e-5,
                                      .threads = 1};
        bireme_forecast *one = run(GOAL, options);
        for (size_t k = 0; k < 2; k++) {
            options.threads = threads[k];
            bireme_forecast *many = run(GOAL, options);
            assert_same(one, many, true);
            assert_true(bireme_forecast_precision(one)->reached == bireme_forecast_precision(many)->reached);
            bireme_forecast_free(many);
        }
        bireme_forecast_free(one);
    }
}

typedef struct stop {
    uint64_t at, done, last_limit;
} stop;

static void progress(void *context, uint64_t done, uint64_t trials)
{
    stop *s = context;
    assert_true(done >= s->done && done <= trials);
    s->done = done;
    s->last_limit = trials;
}

static bool cancelled(void *context)
{
    stop *s = context;
    return s->done >= s->at;
}

static void a_run_cancelled_in_a_later_round_keeps_what_was_finished(void **state)
{
    (void)state;
    static const uint64_t at[] = {256, 16384, 20000, 50000};
    for (size_t k = 0; k < sizeof at / sizeof *at; k++)
        for (int threads = 1; threads <= 3; threads += 2) {
            stop s = {.at = at[k]};
            bireme_run_options options = {.size = sizeof(bireme_run_options),
                                          .trials = 100000,
                                          .precision = 1e-9,
                                          .threads = threads,
                                          .keep_samples = true,
                                          .progress = progress,
                                          .cancelled = cancelled,
                                          .context = &s};
            bireme_scenario *scenario = scenario_of("%s", GOAL);
            bireme_forecast *f = NULL;
            assert_int_equal(bireme_forecast_run(scenario, &options, &f, NULL), BIREME_CANCELLED);
            bireme_scenario_free(scenario);
            assert_non_null(f);
            uint64_t trials = bireme_forecast_trials(f);
            uint64_t task = 16 * BIREME_STEP; /* at most; of those under way some is missing */
            assert_true(trials + (uint64_t)(threads - 1) * task >= at[k] && trials < at[k] + task);
            assert_int_equal(s.last_limit, 100000);
            assert_stated(f, "revenue", 1e-9);
            if (threads == 1) {
                bireme_forecast *whole =
                    run(GOAL, (bireme_run_options){.size = sizeof(bireme_run_options), .trials = trials});
                assert_same(f, whole, trials <= 128 * BIREME_STEP);
                bireme_forecast_free(whole);
            }
            bireme_forecast_free(f);
        }
}

/* Beyond 2²⁰ trials values go over into a sketch, which the run without a precision has from the
 * beginning. */
static void a_long_run_goes_over_to_sketches_and_loses_nothing(void **state)
{
    (void)state;
    bireme_run_options options = {.size = sizeof(bireme_run_options),
                                  .trials = UINT64_C(1) << 21,
                                  .totals_only = true,
                                  .precision = -1};
    bireme_forecast *plain = run(GOAL, options);
    options.precision = 1e-9;
    bireme_forecast *precise = run(GOAL, options);
    assert_int_equal(bireme_forecast_trials(precise), UINT64_C(1) << 21);
    assert_stated(precise, "revenue", 1e-9);
    for (size_t m = 0; m < bireme_forecast_metric_count(plain); m++) {
        const bireme_summary *a = bireme_forecast_total(precise, m), *b = bireme_forecast_total(plain, m);
        assert_int_equal(a->n, b->n);
        if (b->n == 0) continue;
        assert_true(a->min == b->min && a->max == b->max);
        assert_close(a->mean, b->mean, 1e-12, 0);
        assert_close(a->sd, b->sd, 1e-9, 0);
        assert_memory_equal(a->quantile, b->quantile, sizeof a->quantile); /* counts of the same bins */
    }
    assert_true(total(precise, "revenue")->quantile_error > 0); /* it did go over */
    assert_true(bireme_forecast_goal(precise)->probability == bireme_forecast_goal(plain)->probability);
    bireme_forecast_free(plain);
    bireme_forecast_free(precise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_round_is_as_long_as_all_before_it),
        cmocka_unit_test(without_a_precision_every_task_but_the_last_is_as_long),
        cmocka_unit_test(a_run_stops_at_the_first_round_that_is_precise_enough_or_at_the_cap),
        cmocka_unit_test(the_goals_metric_is_the_one_that_is_looked_at),
        cmocka_unit_test(a_cap_below_the_first_round_is_kept),
        cmocka_unit_test(what_cannot_be_told_is_not_precise),
        cmocka_unit_test(a_metric_that_is_always_0_is_known_exactly),
        cmocka_unit_test(a_run_that_stops_is_the_run_of_so_many_trials),
        cmocka_unit_test(it_is_the_same_on_any_number_of_threads),
        cmocka_unit_test(a_run_cancelled_in_a_later_round_keeps_what_was_finished),
        cmocka_unit_test(a_long_run_goes_over_to_sketches_and_loses_nothing),
    };
    return cmocka_run_group_tests_name("engine.rounds", tests, NULL, NULL);
}
