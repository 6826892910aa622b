/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many runs: in order, the same as alone, with those that fail among them.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "unit/scenario/reading.h"

#include "bireme/bireme.h"
#include "engine/run/metric_of.h"

static const char manifest_text[] =
    "{'scenarios': ['a.json'], 'grid': {'channels.events.organic_leads': [100, 200, 300, -1]}, 'seeds': [5, "
    "6],"
    " 'runs': [{'scenario': 'none.json'}, {'scenario': 'a.json', 'trials': 300, 'seed': 9}]}";
enum { RUNS = 11, TRIALS = 1000 };

typedef struct seen {
    size_t n, failures;
    double mean[RUNS];
    uint64_t seed[RUNS], trials[RUNS];
    size_t stop_after;   /* 0: never */
    int cancelled_after; /* −1: never */
    uint64_t done, runs;
} seen;

static bool finished(void *context, const bireme_batch_result *result)
{
    seen *s = context;
    assert_int_equal(result->index, s->n); /* in order */
    assert_true((result->forecast == NULL) == (result->error != NULL));
    if (result->forecast != NULL) {
        size_t wins = bireme_forecast_metric_of(result->forecast, "wins");
        s->mean[s->n] = bireme_forecast_total(result->forecast, wins)->mean;
        s->seed[s->n] = bireme_forecast_seed(result->forecast);
        s->trials[s->n] = bireme_forecast_trials(result->forecast);
    } else {
        s->failures++;
        assert_true(result->error->message[0] != '\0');
    }
    s->n++;
    return s->stop_after == 0 || s->n < s->stop_after;
}

static void progress(void *context, uint64_t done, uint64_t runs)
{
    seen *s = context;
    assert_int_equal(done, s->done + 1);
    s->done = done;
    s->runs = runs;
}

static bool cancelled(void *context)
{
    seen *s = context;
    return s->cancelled_after >= 0 && s->cancelled_after-- == 0;
}

static bireme_manifest *load(void)
{
    bireme_manifest *manifest = NULL;
    bireme_error error = {0};
    put_file("a.json", SMALLEST("", ""));
    if (bireme_manifest_load(put_file("m.json", plain(manifest_text)), NULL, &manifest, &error) != BIREME_OK)
        fail_msg("%s", error.message);
    assert_int_equal(bireme_manifest_count(manifest), RUNS);
    return manifest;
}

static bireme_batch_options options_of(seen *s, int threads)
{
    *s = (seen){.cancelled_after = -1};
    return (bireme_batch_options){.size = sizeof(bireme_batch_options),
                                  .threads = threads,
                                  .finished = finished,
                                  .progress = progress,
                                  .cancelled = cancelled,
                                  .context = s};
}

static void each_run_is_what_it_is_alone(void **state)
{
    (void)state;
    static const int threads[] = {1, 2, 3, 16}; /* the last: more than runs, so within each */
    bireme_manifest *manifest = load();
    bireme_error error;
    for (size_t k = 0; k < sizeof threads / sizeof *threads; k++) {
        seen s;
        bireme_batch_options options = options_of(&s, threads[k]);
        if (bireme_batch_run(manifest, &options, &error) != BIREME_OK) fail_msg("%s", error.message);
        assert_int_equal(s.n, RUNS);
        assert_int_equal(s.done, RUNS);
        assert_int_equal(s.runs, RUNS);
        assert_int_equal(s.failures, 4);
        for (size_t i = 0; i < 6; i++) {
            char leads[16];
            snprintf(leads, sizeof leads, "%zu", 100 * (1 + i / 2));
            const bireme_override set = {"channels.events.organic_leads", leads};
            const bireme_load_options load_options = {
                .size = sizeof(bireme_load_options), .overrides = &set, .n_overrides = 1};
            const bireme_run_options run = {
                .size = sizeof(bireme_run_options), .has_seed = true, .seed = 5 + i % 2, .totals_only = true};
            bireme_scenario *scenario = load_ok(SMALLEST("", ""), &load_options);
            bireme_forecast *forecast;
            assert_int_equal(bireme_forecast_run(scenario, &run, &forecast, &error), BIREME_OK);
            double mean = bireme_forecast_total(forecast, bireme_forecast_metric_of(forecast, "wins"))->mean;
            assert_memory_equal(&s.mean[i], &mean, sizeof mean);
            assert_int_equal(s.seed[i], 5 + i % 2);
            bireme_forecast_free(forecast);
            bireme_scenario_free(scenario);
        }
        assert_int_equal(s.trials[10], 300);
        assert_int_equal(s.seed[10], 9);
    }
    bireme_manifest_free(manifest);
}

static void a_part_can_be_run(void **state)
{
    (void)state;
    seen s;
    bireme_error error;
    bireme_manifest *manifest = load();
    bireme_batch_options options = options_of(&s, 2);
    options.first = 10;
    s.n = 10;
    options.trials = TRIALS;
    assert_int_equal(bireme_batch_run(manifest, &options, &error), BIREME_OK);
    assert_int_equal(s.n, 11);
    assert_int_equal(s.trials[10], TRIALS);
    options = options_of(&s, 2);
    options.count = 3;
    assert_int_equal(bireme_batch_run(manifest, &options, &error), BIREME_OK);
    assert_int_equal(s.n, 3);
    options.first = 9;
    assert_int_equal(bireme_batch_run(manifest, &options, &error), BIREME_DOMAIN);
    options = options_of(&s, -1);
    assert_int_equal(bireme_batch_run(manifest, &options, &error), BIREME_DOMAIN);
    options = options_of(&s, 1);
    options.finished = NULL;
    assert_int_equal(bireme_batch_run(manifest, &options, &error), BIREME_DOMAIN);
    bireme_manifest_free(manifest);
}

/* Whoever takes the results can end it, and so can who watches; what was handed over is whole and in
 * order. */
static void it_ends_when_told(void **state)
{
    (void)state;
    bireme_error error;
    bireme_manifest *manifest = load();
    for (int threads = 1; threads <= 16; threads *= 4)
        for (int k = 0; k < 8; k++) {
            seen s;
            bireme_batch_options options = options_of(&s, threads);
            options.trials = TRIALS;
            s.stop_after = (size_t)k + 1;
            assert_int_equal(bireme_batch_run(manifest, &options, &error), BIREME_CANCELLED);
            assert_int_equal(s.n, (size_t)k + 1);
            options = options_of(&s, threads);
            s.cancelled_after = 3 * k;
            assert_int_equal(bireme_batch_run(manifest, &options, &error), BIREME_CANCELLED);
            assert_true(s.n < RUNS);
        }
    bireme_manifest_free(manifest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_run_is_what_it_is_alone),
        cmocka_unit_test(a_part_can_be_run),
        cmocka_unit_test(it_ends_when_told),
    };
    return cmocka_run_group_tests_name("decide.batch", tests, make_folder, remove_folder);
}
