/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A run in parts, merged: the very forecast of one run. Runs of several rounds, with sketches, are in
 * tests/batch.
 */
#include "support/check.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "support/scenario_of.h"

#define SCENARIO                                                                                             \
    "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'goal': {'metric': 'revenue', "           \
    "'at_least': "                                                                                           \
    "18000}, 'channels': {'ads': {'spend': 500, 'cost_per_lead': {'dist': 'uniform', 'min': 4, 'max': 6}, "  \
    "'conversion': {'won': {'dist': 'beta', 'mean': 0.1, 'sd': 0.03}}, 'deal_value': {'dist': 'lognormal', " \
    "'mean': 1000, 'cv': 0.6}}, 'web': {'owner': 'sales', 'organic_leads': 2, 'conversion': {'won': 0.02}, " \
    "'deal_value': 500}}, 'economy': {'regimes': {'ok': {}, 'bad': {'leads': 0.6}}, 'start': 'ok', "         \
    "'transition': {'ok': {'ok': 0.8, 'bad': 0.2}, 'bad': {'bad': 1}}}}"

enum { PARTS_MOST = 200 };

typedef struct parts {
    size_t n;
    void *data[PARTS_MOST];
    size_t length[PARTS_MOST];
} parts;

static parts make(const bireme_scenario *scenario, const bireme_run_options *options, size_t n)
{
    parts p = {.n = n};
    bireme_error error;
    for (size_t i = 0; i < n; i++) {
        bireme_run_options own = *options;
        own.threads = 1 + (int)(i % 3);
        /* the last first */
        if (bireme_forecast_run_part(scenario, &own, n - i, n, &p.data[i], &p.length[i], &error) != BIREME_OK)
            fail_msg("%s", error.message);
    }
    return p;
}

static void free_parts(parts *p)
{
    for (size_t i = 0; i < p->n; i++) bireme_forecast_part_free(p->data[i]);
}

static void assert_same(const bireme_forecast *a, const bireme_forecast *b)
{
    assert_int_equal(bireme_forecast_trials(a), bireme_forecast_trials(b));
    assert_int_equal(bireme_forecast_metric_count(a), bireme_forecast_metric_count(b));
    for (size_t m = 0; m < bireme_forecast_metric_count(a); m++) {
        assert_memory_equal(bireme_forecast_total(a, m), bireme_forecast_total(b, m), sizeof(bireme_summary));
        for (size_t t = 0; t < bireme_forecast_period_count(a); t++) {
            const bireme_summary *x = bireme_forecast_period(a, m, t), *y = bireme_forecast_period(b, m, t);
            assert_int_equal(x == NULL, y == NULL);
            if (x != NULL) assert_memory_equal(x, y, sizeof *x);
        }
        assert_int_equal(bireme_forecast_quarter_count(a), bireme_forecast_quarter_count(b));
        for (size_t y = 0; y < bireme_forecast_year_count(a); y++) {
            const bireme_summary *x = bireme_forecast_year(a, m, y), *z = bireme_forecast_year(b, m, y);
            assert_int_equal(x == NULL, z == NULL);
            if (x != NULL) assert_memory_equal(x, z, sizeof *x);
        }
        for (size_t q = 0; q < bireme_forecast_quarter_count(a); q++) {
            const bireme_summary *x = bireme_forecast_quarter(a, m, q), *y = bireme_forecast_quarter(b, m, q);
            assert_int_equal(x == NULL, y == NULL);
            if (x != NULL) assert_memory_equal(x, y, sizeof *x);
        }
        const double *x = bireme_forecast_samples(a, m), *y = bireme_forecast_samples(b, m);
        assert_int_equal(x == NULL, y == NULL);
        if (x != NULL) assert_memory_equal(x, y, bireme_forecast_trials(a) * sizeof *x);
    }
    bireme_goal_result g = *bireme_forecast_goal(a), h = *bireme_forecast_goal(b);
    assert_true(g.probability == h.probability && g.probability_se == h.probability_se);
    for (size_t t = 0; t < bireme_forecast_period_count(a); t++) {
        const bireme_to_date *x = bireme_forecast_to_date(a, t), *y = bireme_forecast_to_date(b, t);
        assert_int_equal(x == NULL, y == NULL);
        if (x == NULL) continue;
        assert_memory_equal(x->value, y->value, sizeof *x->value);
        assert_memory_equal(&x->probability, &y->probability, 2 * sizeof x->probability);
    }
    assert_true(bireme_forecast_given_probability(a) == bireme_forecast_given_probability(b));
    assert_int_equal(bireme_forecast_regime_count(a), bireme_forecast_regime_count(b));
    for (size_t k = 0; k < bireme_forecast_regime_count(a); k++) {
        bireme_regime_result p = *bireme_forecast_regime(a, k), q = *bireme_forecast_regime(b, k);
        assert_true(p.probability == q.probability);
        assert_memory_equal(p.comes, q.comes, sizeof *p.comes);
        assert_memory_equal(p.stays_out, q.stays_out, sizeof *p.stays_out);
    }
}

static void check_of(bireme_scenario *scenario, const bireme_run_options *options, size_t n)
{
    bireme_forecast *whole = NULL, *merged = NULL;
    bireme_error error;
    parts p = make(scenario, options, n);
    assert_int_equal(bireme_forecast_run(scenario, options, &whole, &error), BIREME_OK);
    if (bireme_forecast_merge(scenario, options, n, (const void *const *)p.data, p.length, &merged, &error) !=
        BIREME_OK)
        fail_msg("%s", error.message);
    assert_same(whole, merged);
    bireme_forecast_free(whole);
    bireme_forecast_free(merged);
    bireme_scenario_free(scenario);
    free_parts(&p);
}

static void check(const bireme_run_options *options, size_t n)
{
    check_of(scenario_of("%s", SCENARIO), options, n);
}

/* Of bookings of channels only moments are kept. */
static void parts_have_what_has_no_quantiles(void **state)
{
    (void)state;
    static const char text[] =
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'revenue': {'model': 'recurring', "
        "'churn': 0.02}, 'defaults': {'deal_value': 1000, 'conversion': {'won': 0.3}}, 'channels': {'a': "
        "{'organic_leads': 4}, 'b': {'organic_leads': 2}}}";
    check_of(scenario_of("%s", text),
             &(bireme_run_options){.size = sizeof(bireme_run_options), .trials = 3000}, 3);
}

static void parts_of_one_round_are_the_whole(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 3, 14}; /* with more parts than tasks some are empty */
    static const bireme_given bad = {.regime = "bad"};
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        check(&(bireme_run_options){.size = sizeof(bireme_run_options), .trials = 3000}, counts[k]);
        check(
            &(bireme_run_options){.size = sizeof(bireme_run_options), .trials = 3000, .fiscal_year_start = 2},
            counts[k]);
        check(&(bireme_run_options){.size = sizeof(bireme_run_options),
                                    .trials = 2001,
                                    .sampler = BIREME_SAMPLER_RANDOM,
                                    .totals_only = true},
              counts[k]);
        check(&(bireme_run_options){.size = sizeof(bireme_run_options),
                                    .trials = 2500,
                                    .sampler = BIREME_SAMPLER_LHS,
                                    .keep_samples = true},
              counts[k]);
        check(
            &(bireme_run_options){
                .size = sizeof(bireme_run_options), .trials = 1500, .given = &bad, .n_given = 1},
            counts[k]);
        check(&(bireme_run_options){.size = sizeof(bireme_run_options), .trials = 7}, counts[k]);
    }
}

static void assert_refused(const bireme_scenario *scenario, const bireme_run_options *options, size_t n,
                           const parts *p, const char *message)
{
    bireme_forecast *out = NULL;
    bireme_error error = {0};
    assert_int_equal(
        bireme_forecast_merge(scenario, options, n, (const void *const *)p->data, p->length, &out, &error),
        BIREME_DOMAIN);
    assert_null(out);
    if (strstr(error.message, message) == NULL) fail_msg("expected \"%s\" in \"%s\"", message, error.message);
}

static void what_does_not_belong_together_is_refused(void **state)
{
    (void)state;
    bireme_scenario *scenario = scenario_of("%s", SCENARIO);
    bireme_scenario *other = scenario_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'channels': "
        "{'ads': {'organic_leads': 9, 'conversion': {'won': 0.5}}}}");
    const bireme_run_options options = {.size = sizeof(bireme_run_options), .trials = 3000},
                             longer = {.size = sizeof(bireme_run_options), .trials = 3001},
                             seeded = {.size = sizeof(bireme_run_options),
                                       .trials = 3000,
                                       .has_seed = true,
                                       .seed = 4};
    parts p = make(scenario, &options, 3);
    assert_refused(scenario, &options, 0, &p, "no parts");
    assert_refused(scenario, &options, 2, &p, "one of 3, and 2 are given");
    assert_refused(scenario, &longer, 3, &p, "of another run");
    assert_refused(scenario, &seeded, 3, &p, "of another run");
    assert_refused(other, &options, 3, &p, "of another run");
    parts twice = p;
    twice.data[0] = p.data[1], twice.length[0] = p.length[1];
    assert_refused(scenario, &options, 3, &twice, "part 2 is there twice");
    for (size_t at = 0; at < p.length[0]; at += 1 + p.length[0] / 8) { /* any byte */
        ((char *)p.data[0])[at] ^= 1;
        assert_refused(scenario, &options, 3, &p, "part 1 of the list is damaged");
        ((char *)p.data[0])[at] ^= 1;
    }
    parts cut = p;
    for (size_t length = 0; length < p.length[0]; length += 1 + p.length[0] / 5) {
        cut.length[0] = length;
        assert_refused(scenario, &options, 3, &cut, "damaged");
    }
    bireme_error error;
    void *data;
    size_t length;
    assert_int_equal(bireme_forecast_run_part(scenario, &options, 4, 3, &data, &length, &error),
                     BIREME_DOMAIN);
    assert_int_equal(bireme_forecast_run_part(scenario, &options, 0, 3, &data, &length, &error),
                     BIREME_DOMAIN);
    const bireme_run_options precise = {.size = sizeof(bireme_run_options), .trials = 3000, .precision = 0.1};
    assert_int_equal(bireme_forecast_run_part(scenario, &precise, 1, 3, &data, &length, &error),
                     BIREME_DOMAIN);
    assert_non_null(strstr(error.message, "precision"));
    free_parts(&p);
    bireme_scenario_free(scenario);
    bireme_scenario_free(other);
}

/* As engine/part.c ends a part: whoever changes one on purpose does so too. */
static void seal(void *data, size_t length)
{
    uint64_t hash = BIREME_HASH_START;
    bireme_hash_stir(&hash, data, length - sizeof hash);
    memcpy((char *)data + length - sizeof hash, &hash, sizeof hash);
}

/* Whatever the numbers in a part are changed to, it is refused or makes an answer; nothing is read out of
 * bounds. */
static void a_part_that_was_made_up_does_no_harm(void **state)
{
    (void)state;
    static const uint64_t values[] = {0,
                                      1,
                                      UINT64_MAX,
                                      UINT64_C(1) << 63,
                                      UINT64_C(0x7FF8000000000000),
                                      UINT64_C(0x7FF0000000000000),
                                      UINT64_C(0xFFF0000000000000)};
    bireme_scenario *scenario = scenario_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'goal': {'metric': 'wins', "
        "'at_least': 4}, 'channels': {'ads': {'spend': 50, 'cost_per_lead': 5, 'conversion': {'won': "
        "0.2}}}}");
    const bireme_run_options options = {
        .size = sizeof(bireme_run_options), .trials = 40, .threads = 1, .totals_only = true};
    parts p = make(scenario, &options, 1);
    size_t refused = 0, tried = 0;
    assert_int_equal(p.length[0] % 8, 0);
    for (size_t at = 0; at + 8 < p.length[0]; at += 8)
        for (size_t k = tried % 7; k < 7; k += 7) {
            uint64_t before;
            bireme_forecast *out = NULL;
            bireme_error error = {0};
            memcpy(&before, (char *)p.data[0] + at, sizeof before);
            memcpy((char *)p.data[0] + at, &values[k], sizeof before);
            seal(p.data[0], p.length[0]);
            bireme_status status = bireme_forecast_merge(scenario, &options, 1, (const void *const *)p.data,
                                                         p.length, &out, &error);
            assert_true(status == BIREME_OK || status == BIREME_DOMAIN);
            bireme_forecast_free(out);
            memcpy((char *)p.data[0] + at, &before, sizeof before);
            tried++, refused += status != BIREME_OK;
        }
    assert_true(refused > tried / 4); /* what the numbers are for themselves, nobody can tell */
    free_parts(&p);
    bireme_scenario_free(scenario);
}

/* Memory that was used before is full of other things each time. */
static void equal_runs_make_equal_parts(void **state)
{
    (void)state;
    static const bireme_run_options options[] = {
        {.size = sizeof(bireme_run_options), .trials = 3000},
        {.size = sizeof(bireme_run_options), .trials = 3000, .totals_only = true},
        {.size = sizeof(bireme_run_options), .trials = 700, .sampler = BIREME_SAMPLER_RANDOM}};
    bireme_scenario *scenario = scenario_of("%s", SCENARIO);
    for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
        void *data[2];
        size_t length[2];
        for (int i = 0; i < 2; i++) {
            bireme_error error;
            bireme_run_options own = options[k];
            own.threads = 1 + i;
            mallopt(M_PERTURB, 0x5A + i);
            assert_int_equal(bireme_forecast_run_part(scenario, &own, 2, 3, &data[i], &length[i], &error),
                             BIREME_OK);
        }
        assert_int_equal(length[0], length[1]);
        assert_memory_equal(data[0], data[1], length[0]);
        for (int i = 0; i < 2; i++) bireme_forecast_part_free(data[i]);
    }
    mallopt(M_PERTURB, 0);
    bireme_scenario_free(scenario);
}

static bool at_once(void *context)
{
    (void)context;
    return true;
}

static void a_part_that_is_interrupted_is_none(void **state)
{
    (void)state;
    bireme_scenario *scenario = scenario_of("%s", SCENARIO);
    const bireme_run_options options = {
        .size = sizeof(bireme_run_options), .trials = 3000, .cancelled = at_once};
    bireme_error error;
    void *data = NULL;
    size_t length;
    assert_int_equal(bireme_forecast_run_part(scenario, &options, 1, 2, &data, &length, &error),
                     BIREME_CANCELLED);
    assert_null(data);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_of_one_round_are_the_whole),
        cmocka_unit_test(parts_have_what_has_no_quantiles),
        cmocka_unit_test(what_does_not_belong_together_is_refused),
        cmocka_unit_test(a_part_that_was_made_up_does_no_harm),
        cmocka_unit_test(equal_runs_make_equal_parts),
        cmocka_unit_test(a_part_that_is_interrupted_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
