/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One uncertainty is one uncertainty: what channels share does not average out over them, what each draws
 * does. Exact variances of both, for rates, deal values and cycles; and that a channel which says something
 * of its own leaves what the others draw alone.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "oracle/forecast_of.h"
#include "support/scenario_of.h"

static const char *const each[] = {"", ", 'each': true"};

/* Leads of two channels, and the square of the sum of them that a rate moves together. */
static const double first = 30, second = 20;
static double moved_squared(int separately)
{
    return separately ? first * first + second * second : (first + second) * (first + second);
}

/* p ~ Beta: Var[wins] = E + (Λ₁ + Λ₂)² Var(p) if it is shared, E + (Λ₁² + Λ₂²) Var(p) if each draws its
 * own. */
static void a_shared_rate_does_not_average_out(void **state)
{
    (void)state;
    double a = 3, b = 9, p = a / (a + b), v = p * (1 - p) / (a + b + 1), all = first + second;
    for (int k = 0; k < 2; k++) {
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'defaults': {'conversion': "
            "{'won': "
            "{'dist': 'beta', 'alpha': 3, 'beta': 9%s}}}, 'channels': {'a': {'organic_leads': 30}, 'b': "
            "{'organic_leads': 20}}}",
            each[k]);
        check_moments(f, "wins", OVER_HORIZON, all * p, all * p + moved_squared(k) * v);
        check_moments(f, "channel.a.wins", OVER_HORIZON, first * p, first * p + first * first * v);
        bireme_forecast_free(f);
    }
}

/* A third channel has a rate of its own, with the same distribution: it is independent of what the two
 * share. */
static void an_overridden_rate_is_the_channels_own(void **state)
{
    (void)state;
    double a = 3, b = 9, p = a / (a + b), v = p * (1 - p) / (a + b + 1), third = 25;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'defaults': {'conversion': {'won': "
        "{'dist': "
        "'beta', 'alpha': 3, 'beta': 9}}}, 'channels': {'a': {'organic_leads': 30}, 'b': {'organic_leads': "
        "20}, 'c': "
        "{'organic_leads': 25, 'conversion': {'won': {'dist': 'beta', 'alpha': 3, 'beta': 9}}}}}");
    double mean = (first + second + third) * p;
    check_moments(f, "wins", OVER_HORIZON, mean, mean + (moved_squared(0) + third * third) * v);
    bireme_forecast_free(f);
}

/* Values x of mean 1 and cv c times a level M: Var[bookings] = Λ E[M²] (1 + c²) + Λ² Var(M), Λ² as above. */
static void a_shared_level_of_deal_values_does_not_average_out(void **state)
{
    (void)state;
    double m = 900, sd = 200, cv = 0.5, all = first + second;
    for (int k = 0; k < 2; k++) {
        bireme_forecast *f =
            forecast_of("{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'defaults': "
                        "{'conversion': {'won': 1}, "
                        "'deal_value': {'dist': 'gamma', 'mean': {'dist': 'gamma', 'mean': 900, 'sd': "
                        "200%s}, 'cv': 0.5}}, "
                        "'channels': {'a': {'organic_leads': 30}, 'b': {'organic_leads': 20}}}",
                        each[k]);
        check_moments(f, "bookings", OVER_HORIZON, all * m,
                      all * (m * m + sd * sd) * (1 + cv * cv) + moved_squared(k) * sd * sd);
        bireme_forecast_free(f);
    }
}

/* Exponential delays whose mean is 10 or 60 days: of the leads of a month of d days the share w = 1 − (K/d)(1
 * − exp(−d/K)) is decided in it, and Var[wins] = E + Λ² Var(w), Λ² as above. */
static void a_shared_length_of_the_cycle_does_not_average_out(void **state)
{
    (void)state;
    double d = 365.25 / 12, all = first + second;
    double fast = 1 - 10 / d * (1 - exp(-d / 10)), slow = 1 - 60 / d * (1 - exp(-d / 60));
    double mean = (fast + slow) / 2, v = (fast - slow) * (fast - slow) / 4;
    for (int k = 0; k < 2; k++) {
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'defaults': {'conversion': "
            "{'won': 1}, "
            "'cycle_days': {'won': {'dist': 'gamma', 'mean': {'dist': 'discrete', 'values': [10, 60], "
            "'weights': "
            "[0.5, 0.5]%s}, 'cv': 1}}}, 'channels': {'a': {'organic_leads': 30}, 'b': {'organic_leads': "
            "20}}}",
            each[k]);
        check_moments(f, "wins", OVER_HORIZON, all * mean, all * mean + moved_squared(k) * v);
        bireme_forecast_free(f);
    }
}

/* Leads that come from a shared number per period: L ~ Gamma, N | L ~ Poisson(2L). */
static void a_shared_number_of_leads_does_not_average_out(void **state)
{
    (void)state;
    double mean = 20, sd = 6;
    for (int k = 0; k < 2; k++) {
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'defaults': {'conversion': "
            "{'won': 0.5}, "
            "'organic_leads': {'dist': 'gamma', 'mean': 20, 'sd': 6%s}}, 'channels': {'a': {}, 'b': {}}}",
            each[k]);
        check_moments(f, "leads", OVER_HORIZON, 2 * mean, 2 * mean + (k ? 2 : 4) * sd * sd);
        bireme_forecast_free(f);
    }
}

/* Open deals without a channel take the same rate: n of them beside Λ leads: E = (Λ + n) p, Var = E[Λp + np(1
 * − p)] + (Λ + n)² Var(p), E[p²] = Var(p) + p². */
static void open_deals_without_a_channel_share_it_too(void **state)
{
    (void)state;
    double a = 3, b = 9, p = a / (a + b), v = p * (1 - p) / (a + b + 1), n = 40;
    bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], "
                                     "'defaults': {'conversion': {'won': {'dist': "
                                     "'beta', 'alpha': 3, 'beta': 9}}}, 'channels': {'a': {'organic_leads': "
                                     "30}}, 'pipeline': [{'stage': 'lead', "
                                     "'count': 40}]}");
    check_moments(f, "wins", OVER_HORIZON, (first + n) * p,
                  first * p + n * (p - p * p - v) + (first + n) * (first + n) * v);
    bireme_forecast_free(f);
}

/* ---- what the others draw */

static bireme_forecast *with(const char *of_a, const char *more)
{
    return run_and_free(
        scenario_of(
            "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'opp', 'won'], 'defaults': {'conversion': "
            "{'opp': "
            "{'dist': 'beta', 'alpha': 5, 'beta': 5, 'each': true}, 'won': {'dist': 'beta', 'alpha': 3, "
            "'beta': 9}}, "
            "'cycle_days': {'won': {'dist': 'gamma', 'mean': {'dist': 'lognormal', 'median': 20, 'p90': 40}, "
            "'cv': 1}}, "
            "'deal_value': {'dist': 'gamma', 'mean': {'dist': 'gamma', 'mean': 900, 'sd': 200}, 'cv': 0.5}}, "
            "'channels': {'a': {'organic_leads': 30%s}, 'b': {'organic_leads': 20}, 'c': {'organic_leads': "
            "10}%s}}",
            of_a, more),
        &(bireme_run_options){.size = sizeof(bireme_run_options),
                              .trials = 512,
                              .sampler = BIREME_SAMPLER_RANDOM,
                              .has_seed = true,
                              .seed = 11,
                              .threads = 1,
                              .keep_samples = true});
}

static void what_one_channel_overrides_leaves_the_others_as_they_are(void **state)
{
    (void)state;
    static const char *const own[][2] = {
        {", 'conversion': {'won': {'dist': 'beta', 'alpha': 4, 'beta': 9}}", ""},
        {", 'conversion': {'opp': 0.5}", ""},
        {", 'deal_value': 700, 'cycle_days': {'won': 12}", ""},
        {"", ", 'd': {'organic_leads': 5}"},
        {"", ", 'd': {'organic_leads': 5, 'conversion': {'won': {'dist': 'beta', 'alpha': 4, 'beta': 9}}}"}};
    static const char *const metrics[] = {"channel.b.wins", "channel.b.revenue", "channel.c.wins",
                                          "channel.c.revenue"};
    bireme_forecast *f = with("", "");
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        bireme_forecast *other = with(own[i][0], own[i][1]);
        for (size_t m = 0; m < sizeof metrics / sizeof *metrics; m++)
            assert_memory_equal(samples_of(f, metrics[m]), samples_of(other, metrics[m]),
                                512 * sizeof(double));
        bireme_forecast_free(other);
    }
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shared_rate_does_not_average_out),
        cmocka_unit_test(an_overridden_rate_is_the_channels_own),
        cmocka_unit_test(a_shared_level_of_deal_values_does_not_average_out),
        cmocka_unit_test(a_shared_length_of_the_cycle_does_not_average_out),
        cmocka_unit_test(a_shared_number_of_leads_does_not_average_out),
        cmocka_unit_test(open_deals_without_a_channel_share_it_too),
        cmocka_unit_test(what_one_channel_overrides_leaves_the_others_as_they_are),
    };
    return cmocka_run_group_tests_name("closed_forms_shared", tests, NULL, NULL);
}
