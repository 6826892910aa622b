/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a forecast answers where there is nothing to answer with: an index beyond the last, a name that no
 * metric has.
 */
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "support/scenario_of.h"

#define TEXT                                                                                                 \
    "{'name': 'Small', 'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'economy': {'regimes': " \
    "{'good': {}, 'bad': {'leads': 0.5}}, 'start': 'good', 'transition': {'good': {'good': 0.8, 'bad': "     \
    "0.2}, 'bad': {'bad': 0.7, 'good': 0.3}}}, 'channels': {'web': {'organic_leads': 50, 'conversion': "     \
    "{'won': 0.2}, 'deal_value': 100}}}"

/* Indices that are none: the count, what is far beyond, and the two that a sum or a product of sizes leads
 * back into an array. */
static const size_t beyond[] = {0, 1, 1000, SIZE_MAX / 2, SIZE_MAX / sizeof(bireme_summary) + 1, SIZE_MAX};
enum { BEYOND = sizeof beyond / sizeof *beyond };

/* The numbers 0 and 1 of the list are counted from `count` on. */
static size_t beyond_of(size_t k, size_t count)
{
    return k < 2 ? count + beyond[k] : beyond[k];
}

static bireme_forecast *small(bool totals_only)
{
    return run_and_free(scenario_of(TEXT), &(bireme_run_options){.size = sizeof(bireme_run_options),
                                                                 .trials = 200,
                                                                 .threads = 1,
                                                                 .totals_only = totals_only,
                                                                 .keep_samples = true});
}

static void a_metric_that_is_not_there_has_no_answer(void **state)
{
    (void)state;
    bireme_forecast *f = small(false);
    size_t n = bireme_forecast_metric_count(f);
    for (size_t k = 0; k < BEYOND; k++) {
        size_t metric = beyond_of(k, n);
        assert_null(bireme_forecast_metric_name(f, metric));
        assert_int_equal(bireme_forecast_metric_unit(f, metric), BIREME_UNIT_NONE);
        assert_null(bireme_forecast_total(f, metric));
        assert_null(bireme_forecast_period(f, metric, 0));
        assert_null(bireme_forecast_samples(f, metric));
    }
    for (size_t m = 0; m < n; m++) {
        assert_non_null(bireme_forecast_metric_name(f, m));
        assert_true(bireme_forecast_metric_unit(f, m) != BIREME_UNIT_NONE);
        assert_non_null(bireme_forecast_total(f, m));
        assert_non_null(bireme_forecast_samples(f, m));
    }
    bireme_forecast_free(f);
}

static void a_period_or_regime_that_is_not_there_has_no_answer(void **state)
{
    (void)state;
    size_t revenue;
    bireme_error error;
    bireme_forecast *f = small(false), *totals = small(true);
    assert_int_equal(bireme_forecast_metric_find(f, "revenue", &revenue, &error), BIREME_OK);
    assert_int_equal(bireme_forecast_period_count(f), 3);
    assert_non_null(bireme_forecast_period(f, revenue, 2));
    assert_null(bireme_forecast_period(totals, revenue, 2));
    assert_int_equal(bireme_forecast_regime_count(f), 1);
    assert_true(bireme_forecast_regime(f, 0)->comes->n > 0 && bireme_forecast_regime(f, 0)->stays_out->n > 0);
    for (size_t k = 0; k < BEYOND; k++) {
        assert_null(bireme_forecast_period(f, revenue, beyond_of(k, 3)));
        assert_null(bireme_forecast_period_label(f, beyond_of(k, 3)));
        assert_null(bireme_forecast_regime(f, beyond_of(k, 1)));
    }
    assert_false(bireme_forecast_goal(f)->present);
    assert_false(bireme_forecast_precision(f)->asked);
    bireme_forecast_free(f);
    bireme_forecast_free(totals);
}

static void assert_not_found(const bireme_forecast *f, const char *name, const char *message)
{
    bireme_error error;
    size_t metric = 77;
    assert_int_equal(bireme_forecast_metric_find(f, name, &metric, &error), BIREME_DOMAIN);
    assert_int_equal(error.status, BIREME_DOMAIN);
    assert_string_equal(error.message, message);
    assert_int_equal(metric, 77);
    assert_int_equal(bireme_forecast_metric_find(f, name, &metric, NULL), BIREME_DOMAIN);
}

static void a_name_that_no_metric_has_is_an_error_with_the_nearest(void **state)
{
    (void)state;
    bireme_forecast *f = small(true);
    for (size_t m = 0; m < bireme_forecast_metric_count(f); m++) {
        size_t found = SIZE_MAX;
        assert_int_equal(bireme_forecast_metric_find(f, bireme_forecast_metric_name(f, m), &found, NULL),
                         BIREME_OK);
        assert_int_equal(found, m);
    }
    assert_not_found(f, "revenu", "there is no metric `revenu`; did you mean `revenue`?");
    assert_not_found(f, "Wins", "there is no metric `Wins`; did you mean `wins`?");
    assert_not_found(f, "channel.web.win",
                     "there is no metric `channel.web.win`; did you mean `channel.web.wins`?");
    assert_not_found(f, NULL, "the name of a metric is needed, found none");
    char far[100], long_name[5001];
    snprintf(far, sizeof far, "there is no metric `xyzzy` among the %zu that there are",
             bireme_forecast_metric_count(f));
    assert_not_found(f, "xyzzy", far);
    memset(long_name, 'q', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    size_t metric;
    assert_int_equal(bireme_forecast_metric_find(f, long_name, &metric, NULL), BIREME_DOMAIN);
    bireme_forecast_free(f);
}

static void quantiles_have_names(void **state)
{
    (void)state;
    static const double share[] = {
        [BIREME_P05] = .05, [BIREME_P10] = .1, [BIREME_P25] = .25, [BIREME_P50] = .5,
        [BIREME_P75] = .75, [BIREME_P90] = .9, [BIREME_P95] = .95};
    assert_int_equal(sizeof share / sizeof *share, BIREME_QUANTILE_COUNT);
    for (int q = BIREME_P05; q <= BIREME_P95; q++) {
        assert_true(bireme_quantile_probability[q] == share[q]);
        assert_true(strtod(bireme_quantile_name[q] + 1, NULL) / 100 == share[q]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_metric_that_is_not_there_has_no_answer),
        cmocka_unit_test(a_period_or_regime_that_is_not_there_has_no_answer),
        cmocka_unit_test(a_name_that_no_metric_has_is_an_error_with_the_nearest),
        cmocka_unit_test(quantiles_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
