/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Money against exact values: compound Poisson revenue for every family of deal values, uncertain scales, the
 * goal's probability, cost per win, quantiles. 65,536 trials and a fixed seed each; the width of the checks
 * is explained in oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include "oracle/forecast_of.h"

typedef struct two_moments {
    double first, second; /* E[V], E[V²] */
} two_moments;

/* ---- deal values and their moments */

static two_moments from_mean_and_variance(double mean, double variance)
{
    return (two_moments){mean, variance + mean * mean};
}

static two_moments uniform_moments(double a, double b)
{
    return (two_moments){(a + b) / 2, (a * a + a * b + b * b) / 3};
}

/* Beta(α, β) on [lowest, lowest + width]. */
static two_moments beta_moments(double alpha, double beta, double lowest, double width)
{
    double n = alpha + beta;
    return from_mean_and_variance(lowest + width * alpha / n,
                                  width * width * alpha * beta / (n * n * (n + 1)));
}

/* N(m, s) given that it is positive; λ = φ(m/s)/Φ(m/s): E = m + sλ, Var = s² (1 − λ (λ + m/s)). */
static two_moments positive_normal_moments(double m, double s)
{
    double lambda = gsl_ran_ugaussian_pdf(m / s) / gsl_cdf_ugaussian_P(m / s);
    return from_mean_and_variance(m + s * lambda, s * s * (1 - lambda * (lambda + m / s)));
}

/* Lognormal (median m, σ) given X ≤ u: E[X^k; X ≤ u] = m^k e^(k²σ²/2) Φ((ln(u/m))/σ − kσ). */
static two_moments truncated_lognormal_moments(double m, double sigma, double u)
{
    double z = log(u / m) / sigma, mass = gsl_cdf_ugaussian_P(z);
    return (two_moments){m * exp(sigma * sigma / 2) * gsl_cdf_ugaussian_P(z - sigma) / mass,
                         m * m * exp(2 * sigma * sigma) * gsl_cdf_ugaussian_P(z - 2 * sigma) / mass};
}

/* Keelin's three-term metalog through p10, p50, p90: M(y) = m + a L + b (y − ½) L, L = ln(y / (1 − y)). */
typedef struct metalog {
    double m, a, b;
    int power;
} metalog;

static double metalog_value(const metalog *d, double y)
{
    double logit = log(y / (1 - y));
    return d->m + d->a * logit + d->b * (y - 0.5) * logit;
}

static double metalog_power(double y, void *parameters)
{
    const metalog *d = parameters;
    return gsl_pow_int(metalog_value(d, y), d->power);
}

/* Given that it is positive: by quadrature over y from the root of M on. */
static two_moments positive_metalog_moments(double p10, double p50, double p90)
{
    double l = log(9), low = 0, high = 0.5, moment[2];
    metalog d = {p50, (p90 - p10) / (2 * l), 0, 0};
    /* M(0.9) + M(0.1) − 2m = 2 · 0.4 b l */
    d.b = (p90 + p10 - 2 * p50) / (0.8 * l);
    for (int i = 0; i < 60; i++) {
        double y = (low + high) / 2;
        *(metalog_value(&d, y) < 0 ? &low : &high) = y;
    }
    gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(500);
    gsl_function f = {metalog_power, &d};
    for (d.power = 1; d.power <= 2; d.power++) {
        double error;
        gsl_integration_qags(&f, high, 1, 0, 1e-9, 500, workspace, &moment[d.power - 1], &error);
    }
    gsl_integration_workspace_free(workspace);
    return (two_moments){moment[0] / (1 - high), moment[1] / (1 - high)};
}

/* Revenue of a fixed rate of wins is compound Poisson: mean M E[V], variance M E[V²]; nothing with
 * probability e^(−M). */
static void revenue_is_compound_poisson_for_every_family(void **state)
{
    (void)state;
    double g1 = gsl_sf_gamma(1 + 1 / 0.8), g2 = gsl_sf_gamma(1 + 2 / 0.8);
    const struct {
        const char *value;
        two_moments v;
    } cases[] = {
        {"250", {250, 62500}},
        {"{'dist': 'uniform', 'min': 100, 'max': 900}", uniform_moments(100, 900)},
        /* triangular: E[V²] = (a² + b² + c² + ab + ac + bc) / 6 */
        {"{'dist': 'triangular', 'min': 1, 'mode': 2, 'max': 6}", {3, (1 + 4 + 36 + 2 + 6 + 12) / 6.0}},
        {"{'dist': 'pert', 'min': 100, 'mode': 200, 'max': 1100}", beta_moments(1.4, 4.6, 100, 1000)},
        {"{'dist': 'normal', 'mean': 100, 'sd': 80, 'min': 0}", positive_normal_moments(100, 80)},
        {"{'dist': 'lognormal', 'mean': 1000, 'cv': 0.9}", {1000, 1e6 * 1.81}},
        {"{'dist': 'lognormal', 'median': 1000, 'sigma': 0.7, 'max': 5000}",
         truncated_lognormal_moments(1000, 0.7, 5000)},
        {"{'dist': 'lognormal', 'mu': 2, 'sigma': 0.5}", {exp(2.125), exp(4.5)}},
        {"{'dist': 'gamma', 'mean': 300, 'cv': 0.4}", {300, 90000 * 1.16}},
        {"{'dist': 'gamma', 'shape': 0.4, 'scale': 500}", {200, 40000 + 0.4 * 250000}},
        {"{'dist': 'beta', 'alpha': 2, 'beta': 3}", beta_moments(2, 3, 0, 1)},
        {"{'dist': 'weibull', 'shape': 0.8, 'scale': 70}", {70 * g1, 4900 * g2}},
        {"{'dist': 'exponential', 'mean': 40}", {40, 3200}},
        {"{'dist': 'metalog', 'p10': 10, 'p50': 30, 'p90': 90, 'min': 0}",
         positive_metalog_moments(10, 30, 90)},
        {"{'dist': 'discrete', 'values': [10, 0, 200], 'weights': [0.5, 0.3, 0.2]}", {45, 50 + 8000}},
        {"{'dist': 'empirical', 'values': [1, 5, 5, 9]}", {5, 132 / 4.0}},
        {"{'dist': 'histogram', 'edges': [0, 1, 4], 'weights': [0.25, 0.75]}",
         {0.25 * 0.5 + 0.75 * 2.5, 0.25 / 3 + 0.75 * 7}}, /* (1 + 4 + 16) / 3 = 7 */
        {"{'dist': 'mixture', 'components': [100, {'dist': 'uniform', 'min': 0, 'max': 30}], 'weights': "
         "[0.1, 0.9]}",
         {10 + 0.9 * 15, 1000 + 0.9 * 300}},
        {"{'dist': 'mixture', 'components': [{'dist': 'normal', 'mean': 55, 'sd': 5}, {'dist': 'gamma', "
         "'mean': 900,"
         "'cv': 0.1}], 'weights': [0.7, 0.3]}",
         {0.7 * 55 + 270, 0.7 * (3025 + 25) + 0.3 * 810000 * 1.01}},
    };
    double m = 1.5;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bireme_forecast *f =
            forecast_of("{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'a':"
                        "{'organic_leads': 3, 'conversion': {'won': 0.5}, 'deal_value': %s}}}",
                        cases[i].value);
        print_message("%s\n", cases[i].value);
        check_moments(f, "revenue", 1, m * cases[i].v.first, m * cases[i].v.second);
        check_moments(f, "channel.a.revenue", OVER_HORIZON, 2 * m * cases[i].v.first,
                      2 * m * cases[i].v.second);
        const double *revenue = samples_of(f, "revenue"), *wins = samples_of(f, "wins");
        size_t nothing = 0;
        for (size_t k = 0; k < FORECAST_TRIALS; k++) {
            nothing += wins[k] == 0;
            assert_true(wins[k] > 0 || revenue[k] == 0);
        }
        check_share("P(no wins)", (double)nothing / FORECAST_TRIALS, exp(-2 * m));
        bireme_forecast_free(f);
    }
}

/* V = S X, S lognormal once a trial, X gamma of mean 1 per deal: mean M E[S]; given S the variance is M S²
 * E[X²]. */
static void an_uncertain_mean_of_the_deal_value_is_common_to_a_trial(void **state)
{
    (void)state;
    double m = 6, mean = 500, second = mean * mean * (1 + 0.3 * 0.3), x2 = 1 + 0.6 * 0.6;
    bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], "
                                     "'channels': {'a': {'organic_leads': 4, 'conversion':"
                                     "{'won': 0.5}, 'deal_value': {'dist': 'gamma', 'mean': {'dist': "
                                     "'lognormal', 'mean': 500, 'cv': 0.3}, 'cv': 0.6}}}}");
    check_moments(f, "revenue", OVER_HORIZON, m * mean, m * second * x2 + m * m * (second - mean * mean));
    check_moments(f, "revenue", 0, 2 * mean, 2 * second * x2 + 4 * (second - mean * mean));
    bireme_forecast_free(f);
}

/* Two channels share nothing: variances add up; the shares of owners are those of their channels. */
static void channels_and_owners_add_up(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'defaults': {'conversion': {'won': "
        "0.5}}, 'channels': {"
        "'a': {'owner': 'marketing', 'organic_leads': 4, 'deal_value': 10}, 'b': {'owner': 'sales', "
        "'organic_leads': 2,"
        "'deal_value': {'dist': 'exponential', 'mean': 30}}, 'c': {'owner': 'marketing', 'organic_leads': 6,"
        "'deal_value': 5}}}");
    check_moments(f, "owner.marketing.revenue", OVER_HORIZON, 4 * 10 + 6 * 5, 4 * 100 + 6 * 25);
    check_moments(f, "owner.sales.revenue", OVER_HORIZON, 2 * 30, 2 * 1800);
    check_moments(f, "revenue", OVER_HORIZON, 130, 400 + 150 + 3600);
    check_moments(f, "owner.marketing.wins", 1, 5, 5);
    check_moments(f, "wins", OVER_HORIZON, 12, 12);
    const double *all = samples_of(f, "revenue"), *sales = samples_of(f, "owner.sales.revenue");
    const double *marketing = samples_of(f, "owner.marketing.revenue"),
                 *share = samples_of(f, "share.marketing_sourced");
    for (size_t i = 0; i < FORECAST_TRIALS; i++) {
        /* Rounding of sums of a dozen numbers. */
        assert_close(all[i], sales[i] + marketing[i], 1e-13, 0);
        if (all[i] > 0)
            assert_close(share[i], marketing[i] / all[i], 1e-13, 0);
        else
            assert_true(isnan(share[i]));
    }
    bireme_forecast_free(f);
}

/* Deals of 100 each: revenue by the end of the second month ≥ 500 is N ≥ 5, N ~ Poisson(2 · 2.5). */
static void the_goal_is_met_with_the_exact_probability(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'goal': "
                                     "{'metric': 'revenue', 'at_least': 500,"
                                     "'confidence': 0.5, 'by': '2027-02'}, 'channels': {'a': "
                                     "{'organic_leads': 5, 'conversion': {'won': 0.5},"
                                     "'deal_value': 100}}}");
    bireme_goal_result goal = *bireme_forecast_goal(f);
    double exact = gsl_cdf_poisson_Q(4, 5);
    assert_true(goal.present);
    check_z("probability of the goal", goal.probability, goal.probability_se, exact);
    /* A share's standard error; the reported one uses the estimate, which is within 3 % of the exact share.
     */
    assert_close(goal.probability_se, sqrt(exact * (1 - exact) / FORECAST_TRIALS), 0.03, 0);
    bireme_forecast_free(f);
}

/* CAC = S/N given N ≥ 1, N ~ Poisson(2): left out with probability e^(−2). */
static void the_cost_per_win_leaves_out_trials_without_a_win(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'a': {"
        "'spend': 400, 'cost_per_lead': 100, 'conversion': {'won': 0.25}, 'deal_value': 1}}}");
    double mean = 0, square = 0, some = -expm1(-2.0);
    for (unsigned k = 1; k < 40; k++) {
        mean += 800.0 / k * gsl_ran_poisson_pdf(k, 2) / some;
        square += 800.0 * 800 / k / k * gsl_ran_poisson_pdf(k, 2) / some;
    }
    check_moments(f, "cac", OVER_HORIZON, mean, square - mean * mean);
    check_share("trials without a cost per win", summary_of(f, "cac", OVER_HORIZON)->left_out, exp(-2.0));
    bireme_forecast_free(f);
}

/* Leads of a mean of about 10⁶ that is lognormal (σ = 0.3) show the mean's quantiles: the Poisson scatter of
 * 0.1 % moves them by less than 1e-5 of their value, a hundredth of a standard error. */
static void quantiles_and_their_standard_errors_are_right(void **state)
{
    (void)state;
    double sigma = 0.3;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'channels': {'a': {"
        "'organic_leads': {'dist': 'lognormal', 'median': 1000000, 'sigma': 0.3},"
        "'conversion': {'won': 0.0001}, 'deal_value': 1}}}");
    for (size_t period = 0; period < 2; period++) {
        const bireme_summary *s = summary_of(f, "leads", period == 0 ? 0 : OVER_HORIZON);
        for (int q = 0; q < BIREME_QUANTILE_COUNT; q++) {
            double p = bireme_quantile_probability[q], z = gsl_cdf_ugaussian_Pinv(p);
            double exact = 1e6 * exp(sigma * z), density = gsl_ran_ugaussian_pdf(z) / (sigma * exact);
            double se = sqrt(p * (1 - p) / FORECAST_TRIALS) / density;
            assert_close(s->quantile[q], exact, s->quantile_error + 1e-5, CHECK_Z * se);
            /* The estimate of the density from order statistics scatters; a factor of 1.5 is five times that.
             */
            assert_close(log(s->quantile_se[q] / se), 0, 0, log(1.5));
        }
    }
    bireme_forecast_free(f);
}

/* Counts: the quantile of a Poisson variable is the smallest k with F(k) ≥ p, except where F comes nearer to
 * p than the sampling allows to tell (5.3 standard errors of a share). */
static void quantiles_of_counts_are_those_of_the_poisson_distribution(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'a': {"
        "'organic_leads': 14, 'conversion': {'won': 0.5}, 'deal_value': 1}}}");
    const bireme_summary *total = summary_of(f, "wins", OVER_HORIZON), *period = summary_of(f, "wins", 1);
    for (int q = 0; q < BIREME_QUANTILE_COUNT; q++) {
        double p = bireme_quantile_probability[q], allowed = CHECK_Z * sqrt(p * (1 - p) / FORECAST_TRIALS);
        for (int i = 0; i < 2; i++) {
            double value = i == 0 ? total->quantile[q] : period->quantile[q], mean = i == 0 ? 14 : 7;
            assert_true(value == floor(value) && value >= 1);
            assert_true(gsl_cdf_poisson_P((unsigned)value, mean) >= p - allowed);
            assert_true(gsl_cdf_poisson_P((unsigned)value - 1, mean) <= p + allowed);
        }
    }
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(revenue_is_compound_poisson_for_every_family),
        cmocka_unit_test(an_uncertain_mean_of_the_deal_value_is_common_to_a_trial),
        cmocka_unit_test(channels_and_owners_add_up),
        cmocka_unit_test(the_goal_is_met_with_the_exact_probability),
        cmocka_unit_test(the_cost_per_win_leaves_out_trials_without_a_win),
        cmocka_unit_test(quantiles_and_their_standard_errors_are_right),
        cmocka_unit_test(quantiles_of_counts_are_those_of_the_poisson_distribution),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
