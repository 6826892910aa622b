/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a run is said to need, against what it takes: the largest resident size of a process that does nothing
 * else.
 */
#define _DEFAULT_SOURCE /* wait4 */
#include "support/check.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "support/scenario_of.h"

#ifdef __SANITIZE_ADDRESS__ /* which takes memory of its own */
enum { MEASURED = 0 };
#else
enum { MEASURED = 1 };
#endif

static bireme_scenario *business(int periods)
{
    return scenario_of(
        "{'name':'need','start':'2027-01','periods':%d,'funnel':['lead','sql','won'],'defaults':{"
        "'conversion':{'sql':0.5,'won':{'dist':'beta','mean':0.2,'sd':0.03}},'cycle_days':{'won':"
        "{'dist':'gamma','mean':40,'cv':0.5}},'deal_value':{'dist':'lognormal','mean':900,'cv':1}},"
        "'channels':{'a':{'organic_leads':90},'b':{'spend':4000,'cost_per_lead':60},'c':{'owner':"
        "'partner','organic_leads':20}}}",
        periods);
}

/* In bytes, less what a process of this test has anyway; the run is done in a child. */
static double taken(const bireme_scenario *scenario, const bireme_run_options *options)
{
    double size[2];
    for (int runs = 0; runs < 2; runs++) {
        struct rusage usage;
        int status;
        fflush(NULL);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            bireme_forecast *forecast = NULL;
            bireme_error error;
            _exit(runs == 1 && bireme_forecast_run(scenario, options, &forecast, &error) != BIREME_OK);
        }
        assert_int_equal(wait4(child, &status, 0, &usage), child);
        assert_int_equal(status, 0);
        size[runs] = (double)usage.ru_maxrss * 1024;
    }
    return size[1] - size[0];
}

static void a_run_takes_what_it_is_said_to_need(void **state)
{
    (void)state;
    static const struct {
        int periods;
        bireme_run_options options;
    } shapes[] = {
        {12, {.size = sizeof(bireme_run_options), .trials = 300000, .threads = 1}},
        {12,
         {.size = sizeof(bireme_run_options),
          .trials = 1 << 21,
          .threads = 1,
          .totals_only = true,
          .keep_samples = true}},
        {104, {.size = sizeof(bireme_run_options), .trials = 20000, .threads = 2}},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        bireme_scenario *scenario = business(shapes[i].periods);
        bireme_error error;
        bireme_need need;
        assert_int_equal(bireme_forecast_need(scenario, &shapes[i].options, &need, &error), BIREME_OK);
        assert_true(need.bytes > 5e7 && need.address >= need.bytes);
        assert_close(need.trials, (double)shapes[i].options.trials, 0, 0);
        if (MEASURED) {
            double found = taken(scenario, &shapes[i].options);
            print_message("shape %zu: %.0f MB said, %.0f MB taken\n", i, need.bytes / 1e6, found / 1e6);
            assert_close(need.bytes, found, 0.25, 1.2e7); /* the program's own 12 MB are in it */
        }
        bireme_scenario_free(scenario);
    }
}

static void need_grows_with_what_is_kept(void **state)
{
    (void)state;
    bireme_scenario *scenario = business(12);
    bireme_error error;
    bireme_need few, kept;
    const bireme_run_options plain = {.size = sizeof(bireme_run_options), .trials = 100000000, .threads = 1},
                             samples = {.size = sizeof(bireme_run_options),
                                        .trials = 100000000,
                                        .threads = 1,
                                        .keep_samples = true},
                             too_many = {.size = sizeof(bireme_run_options), .trials = UINT64_C(1) << 60};
    assert_int_equal(bireme_forecast_need(scenario, &plain, &few, &error), BIREME_OK);
    assert_int_equal(bireme_forecast_need(scenario, &samples, &kept, &error), BIREME_OK);
    assert_true(few.bytes < 1e9);
    assert_true(kept.bytes > few.bytes + 100e6 * 8 * 5); /* five metrics at the very least */
    assert_int_equal(bireme_forecast_need(scenario, &too_many, &kept, &error), BIREME_DOMAIN);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_run_takes_what_it_is_said_to_need),
                                       cmocka_unit_test(need_grows_with_what_is_kept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
