/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts against exact values: Poisson and mixed Poisson counts, bought leads, the Markov economy,
 * correlations, seasons. Delays are in test_closed_forms_time.c, money in test_closed_forms_money.c. Each
 * forecast has 65,536 trials and a fixed seed; how wide the checks are, and why, is said in
 * oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include "oracle/forecast_of.h"

enum { PERIODS = 6 };

/* ---- counts */

static void fixed_rates_give_poisson_counts(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'sql', 'won'],"
                                     "'channels': {'a': {'organic_leads': 4, 'deal_value': 1,"
                                     "'conversion': {'sql': 0.8, 'won': 0.5}}}}");
    for (size_t t = 0; t < 3; t++) {
        check_moments(f, "leads", t, 4, 4);
        check_moments(f, "stage.sql", t, 3.2, 3.2);
        check_moments(f, "wins", t, 1.6, 1.6);
        check_moments(f, "revenue", t, 1.6, 1.6);
    }
    check_moments(f, "stage.lead", OVER_HORIZON, 12, 12);
    check_moments(f, "channel.a.wins", OVER_HORIZON, 4.8, 4.8);
    const double *wins = samples_of(f, "wins");
    for (unsigned k = 0; k <= 14; k++) {
        size_t count = 0;
        for (size_t i = 0; i < FORECAST_TRIALS; i++) count += wins[i] == k;
        check_share("P(wins = k)", (double)count / FORECAST_TRIALS, gsl_ran_poisson_pdf(k, 4.8));
    }
    bireme_forecast_free(f);
}

/* Without delays a win is one of the same trial's leads: of N ~ Poisson(Λ), W ~ Binomial(N, p), cov(N, W) =
 * Λp. */
static void wins_without_delay_are_some_of_the_leads(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'sql', 'won'],"
                                     "'channels': {'a': {'organic_leads': 5, 'deal_value': 1,"
                                     "'conversion': {'sql': 0.6, 'won': 0.5}}}}");
    const double *leads = samples_of(f, "leads"), *wins = samples_of(f, "wins"),
                 *sql = samples_of(f, "stage.sql");
    double sum = 0, squares = 0;
    for (size_t i = 0; i < FORECAST_TRIALS; i++) {
        assert_true(wins[i] <= sql[i] && sql[i] <= leads[i]);
        double product = (leads[i] - 10) * (wins[i] - 3);
        sum += product / FORECAST_TRIALS;
        squares += product * product / FORECAST_TRIALS;
    }
    check_z("covariance of leads and wins", sum, sqrt((squares - sum * sum) / FORECAST_TRIALS), 3);
    bireme_forecast_free(f);
}

/* p ~ Beta: E[wins] = Λ E[p], Var[wins] = E[wins] + Λ² Var[p]. */
static void a_beta_rate_widens_the_wins(void **state)
{
    (void)state;
    double lambda = 40, a = 3, b = 9, mean = a / (a + b),
           variance = a * b / ((a + b) * (a + b) * (a + b + 1));
    bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'],"
                                     "'channels': {'a': {'organic_leads': 10, 'deal_value': 1,"
                                     "'conversion': {'won': {'dist': 'beta', 'alpha': 3, 'beta': 9}}}}}");
    check_moments(f, "wins", OVER_HORIZON, lambda * mean, lambda * mean + lambda * lambda * variance);
    check_moments(f, "wins", 2, 10 * mean, 10 * mean + 100 * variance);
    bireme_forecast_free(f);
}

/* X ~ N(m, s) conditioned on [l, u], with α = (l−m)/s, β = (u−m)/s, Z = Φ(β) − Φ(α): E = m + s (φ(α) −
 * φ(β))/Z, Var = s² (1 + (αφ(α) − βφ(β))/Z − ((φ(α) − φ(β))/Z)²). */
static void a_truncated_normal_rate_is_conditioned(void **state)
{
    (void)state;
    double m = 3, s = 2, alpha = (1 - m) / s, beta = (4 - m) / s;
    double z = gsl_cdf_ugaussian_P(beta) - gsl_cdf_ugaussian_P(alpha);
    double pa = gsl_ran_ugaussian_pdf(alpha) / z, pb = gsl_ran_ugaussian_pdf(beta) / z;
    double mean = m + s * (pa - pb), variance = s * s * (1 + alpha * pa - beta * pb - (pa - pb) * (pa - pb));
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels':"
        "{'a': {'organic_leads': {'dist': 'normal', 'mean': 3, 'sd': 2, 'min': 1,"
        "'max': 4}, 'deal_value': 1, 'conversion': {'won': 0.5}}}}");
    check_moments(f, "leads", OVER_HORIZON, 2 * mean, 2 * mean + 4 * variance);
    check_moments(f, "wins", 0, mean / 2, mean / 2 + variance / 4);
    bireme_forecast_free(f);
}

/* leads[t] = spend[t] / (CPL · economy); CPL lognormal(μ, σ): E[1/CPL] = e^(−μ + σ²/2), E[1/CPL²] = e^(−2μ +
 * 2σ²). */
static void spend_buys_leads_in_proportion(void **state)
{
    (void)state;
    double mu = 4.6, sigma = 0.3, multiplier = 1.25;
    double first = exp(-mu + sigma * sigma / 2) / multiplier;
    double second = exp(-2 * mu + 2 * sigma * sigma) / (multiplier * multiplier);
    double spend[3] = {1000, 0, 2500}, total = 3500;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'economy': {'regimes': {'dear':"
        "{'cost_per_lead': 1.25}}}, 'channels': {'a': {'spend': [1000, 0, 2500], 'cost_per_lead': {'dist':"
        "'lognormal', 'mu': 4.6, 'sigma': 0.3}, 'deal_value': 1, 'conversion': {'won': 0.5}}}}");
    for (size_t t = 0; t < 3; t++) {
        check_moments(f, "channel.a.leads", t, spend[t] * first,
                      spend[t] * first + spend[t] * spend[t] * (second - first * first));
        check_moments(f, "cost.marketing", t, spend[t], 0);
        check_moments(f, "channel.a.spend", t, spend[t], 0);
    }
    check_moments(f, "leads", OVER_HORIZON, total * first,
                  total * first + total * total * (second - first * first));
    bireme_forecast_free(f);
}

/* ---- economy */

/* A Markov chain with multipliers m: E[m_t] = Σ π_t m with π_t = π_0 P^t, E[m_s m_t] = Σ_i π_s(i) m_i Σ_j
 * P^(t−s)_ij m_j; leads are Poisson given the path: Var[Σ N_t] = Σ E[λ_t] + Σ_s Σ_t cov(λ_s, λ_t). */
static void a_markov_economy_is_autocorrelated(void **state)
{
    (void)state;
    enum { N = 3 };
    static const double p[N][N] = {{0.7, 0.2, 0.1}, {0.15, 0.7, 0.15}, {0.05, 0.25, 0.7}},
                        m[N] = {1.4, 1, 0.5};
    double pi[PERIODS][N] = {{0.2, 0.5, 0.3}}, mean[PERIODS] = {0}, rate = 10, total = 0, variance = 0;
    for (size_t t = 0; t < PERIODS; t++) {
        for (size_t i = 0; i < N; i++) {
            for (size_t j = 0; j < N && t + 1 < PERIODS; j++) pi[t + 1][j] += pi[t][i] * p[i][j];
            mean[t] += pi[t][i] * m[i];
        }
        total += rate * mean[t];
    }
    for (size_t s = 0; s < PERIODS; s++) {
        double ahead[N] = {m[0], m[1], m[2]}; /* P^(t−s) m */
        for (size_t t = s; t < PERIODS; t++) {
            double product = 0, next[N] = {0};
            for (size_t i = 0; i < N; i++) product += pi[s][i] * m[i] * ahead[i];
            variance += (t == s ? 1 : 2) * rate * rate * (product - mean[s] * mean[t]);
            for (size_t i = 0; i < N; i++)
                for (size_t j = 0; j < N; j++) next[i] += p[i][j] * ahead[j];
            for (size_t i = 0; i < N; i++) ahead[i] = next[i];
        }
    }
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'economy': {'regimes': {'up': "
        "{'leads':"
        "1.4}, 'flat': {}, 'down': {'leads': 0.5}}, 'start': {'up': 0.2, 'flat': 0.5, 'down': 0.3}, "
        "'transition':"
        "{'up': {'up': 0.7, 'flat': 0.2, 'down': 0.1}, 'flat': {'up': 0.15, 'flat': 0.7, 'down': 0.15}, "
        "'down':"
        "{'up': 0.05, 'flat': 0.25, 'down': 0.7}}}, 'channels': {'a': {'organic_leads': 10, 'deal_value': 1,"
        "'conversion': {'won': 0.5}}}}");
    for (size_t t = 0; t < PERIODS; t++) {
        double square = 0;
        for (size_t i = 0; i < N; i++) square += pi[t][i] * m[i] * m[i];
        check_moments(f, "leads", t, rate * mean[t],
                      rate * mean[t] + rate * rate * (square - mean[t] * mean[t]));
    }
    check_moments(f, "leads", OVER_HORIZON, total, total + variance);
    bireme_forecast_free(f);
}

/* ---- correlations and seasons */

/* Uniform rates with a Gaussian copula: rank ρ is also their product-moment correlation. The leads of a mean
 * of 10⁵ show the rate to 0.3 %, which lowers a correlation by less than 2e-5. */
static void ranks_are_correlated_as_asked_for(void **state)
{
    (void)state;
    bireme_forecast *f =
        forecast_of("{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'defaults': {"
                    "'deal_value': 1, 'conversion': {'won': 0.001}}, 'channels': {'a': {%s},"
                    "'b': {%s}, 'c': {%s}}, 'correlations': [{'between': ['channels.a.organic_leads',"
                    "'channels.b.organic_leads'], 'rank': 0.7}, {'between': ['channels.b.organic_leads',"
                    "'channels.c.organic_leads'], 'rank': -0.4}]}",
                    "'organic_leads': {'dist': 'uniform', 'min': 0, 'max': 200000}",
                    "'organic_leads': {'dist': 'uniform', 'min': 0, 'max': 200000}",
                    "'organic_leads': {'dist': 'uniform', 'min': 0, 'max': 200000}");
    const double *x[3] = {samples_of(f, "channel.a.leads"), samples_of(f, "channel.b.leads"),
                          samples_of(f, "channel.c.leads")};
    static const double exact[3] = {0.7, -0.4, 0}; /* a–b, b–c, c–a */
    for (size_t pair = 0; pair < 3; pair++) {
        double sum = 0, squares = 0, sd = 200000 / sqrt(12);
        for (size_t i = 0; i < FORECAST_TRIALS; i++) {
            double product = (x[pair][i] - 1e5) * (x[(pair + 1) % 3][i] - 1e5) / (sd * sd);
            sum += product / FORECAST_TRIALS;
            squares += product * product / FORECAST_TRIALS;
        }
        check_z("correlation of two uniform rates", sum, sqrt((squares - sum * sum) / FORECAST_TRIALS),
                exact[pair]);
    }
    bireme_forecast_free(f);
}

static void a_calendar_season_is_averaged_over_the_days_of_a_quarter(void **state)
{
    (void)state;
    /* Quarters from November 2027: Nov Dec Jan; Feb Mar Apr with the leap day of 2028; May Jun Jul. */
    double season[3] = {(30 * 1.1 + 31 * 1.2 + 31 * 0.1) / 92, (29 * 0.2 + 31 * 0.3 + 30 * 0.4) / 90,
                        (31 * 0.5 + 30 * 0.6 + 31 * 0.7) / 92};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-11', 'periods': 3, 'period': 'quarter', 'funnel': ['lead', 'won'], 'channels': {'a':"
        "{'organic_leads': 30, 'season': {'calendar': [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, "
        "1.2]},"
        "'deal_value': 1, 'conversion': {'won': 0.5}}}}");
    for (size_t t = 0; t < 3; t++) check_moments(f, "leads", t, 30 * season[t], 30 * season[t]);
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_rates_give_poisson_counts),
        cmocka_unit_test(wins_without_delay_are_some_of_the_leads),
        cmocka_unit_test(a_beta_rate_widens_the_wins),
        cmocka_unit_test(a_truncated_normal_rate_is_conditioned),
        cmocka_unit_test(spend_buys_leads_in_proportion),
        cmocka_unit_test(a_markov_economy_is_autocorrelated),
        cmocka_unit_test(ranks_are_correlated_as_asked_for),
        cmocka_unit_test(a_calendar_season_is_averaged_over_the_days_of_a_quarter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
