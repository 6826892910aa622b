/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Time against exact values: when leads that arrive evenly are decided, for exponential, Erlang and mixed
 * cycles, along a clock that changes its speed, and which period's economy acts on them. The exact values
 * come from quadrature over the time of arrival. 65,536 trials and a fixed seed each; the width of the checks
 * is explained in oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include "oracle/forecast_of.h"
#include "support/closing.h"

enum { PERIODS = 6 };

/* Mean number of items decided in a period, of `rate` arrivals in every period. */
static double decided_of(closing_delay d, double rate, size_t decision)
{
    const double rates[PERIODS] = {rate, rate, rate, rate, rate, rate};
    return decided_in(&d, rates, decision);
}

/* Moments of h(e^(mu + sigma Z)), Z standard normal, by quadrature. */
typedef struct mixing {
    double (*h)(double scale, void *context);
    void *context;
    double mu, sigma;
    int power;
} mixing;

static double mixing_integrand(double z, void *parameters)
{
    const mixing *m = parameters;
    return gsl_ran_ugaussian_pdf(z) * pow(m->h(exp(m->mu + m->sigma * z), m->context), m->power);
}

static double lognormal_moment(double (*h)(double, void *), void *context, double mu, double sigma, int power)
{
    mixing m = {h, context, mu, sigma, power};
    gsl_function f = {mixing_integrand, &m};
    gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(200);
    double result, error;
    gsl_integration_qag(&f, -9, 9, 0, 1e-7, 200, GSL_INTEG_GAUSS31, workspace, &result, &error);
    gsl_integration_workspace_free(workspace);
    return result;
}

/* ---- time */

static void exponential_and_erlang_cycles_close_when_they_should(void **state)
{
    (void)state;
    static const struct {
        const char *cycle;
        double (*cdf)(double, double);
    } cases[] = {
        {"'won': {'dist': 'exponential', 'mean': 40}", exponential_cdf},
        {"'won': {'dist': 'gamma', 'shape': 2, 'scale': 40}", erlang_cdf},
        {"'sql': {'dist': 'exponential', 'mean': 40}, 'won': {'dist': 'exponential', 'mean': 40}",
         erlang_cdf},
    };
    for (size_t i = 0; i < 3; i++) {
        closing_delay d = {cases[i].cdf, 40, NULL, 0};
        bireme_forecast *f =
            forecast_of("{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'sql', 'won'],"
                        "'channels': {'a': {'organic_leads': 8, 'deal_value': 2, 'cycle_days':"
                        "{%s}, 'conversion': {'sql': 0.6, 'won': 0.5}}}}",
                        cases[i].cycle);
        double inside = 0;
        for (size_t t = 0; t < PERIODS; t++) {
            double mean = decided_of(d, 2.4, t);
            inside += mean;
            check_moments(f, "wins", t, mean, mean);
            check_moments(f, "revenue", t, 2 * mean, 4 * mean);
        }
        check_moments(f, "wins", OVER_HORIZON, inside, inside);
        check_moments(f, "carried_out", OVER_HORIZON, 6 * 2.4 - inside, 6 * 2.4 - inside);
        check_moments(f, "carried_out_value", OVER_HORIZON, 2 * (6 * 2.4 - inside), 4 * (6 * 2.4 - inside));
        bireme_forecast_free(f);
    }
}

static void an_inner_stage_is_entered_after_its_own_delays(void **state)
{
    (void)state;
    closing_delay first = {exponential_cdf, 25, NULL, 0}, both = {erlang_cdf, 25, NULL, 0};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'mql', 'sql', 'won'], 'channels': {'a':"
        "{'organic_leads': 10, 'deal_value': 1, 'conversion': {'mql': 0.7, 'sql': 0.6, 'won': 0.5}, "
        "'cycle_days':"
        "{'mql': {'dist': 'exponential', 'mean': 25}, 'sql': {'dist': 'exponential', 'mean': 25}}}}}");
    for (size_t t = 0; t < PERIODS; t++) {
        double mql = decided_of(first, 7, t), sql = decided_of(both, 4.2, t);
        check_moments(f, "stage.mql", t, mql, mql);
        check_moments(f, "stage.sql", t, sql, sql);
        check_moments(f, "stage.won", t, sql / 2, sql / 2);
    }
    bireme_forecast_free(f);
}

static void weeks_are_seven_days_long(void **state)
{
    (void)state;
    closing_delay d = {exponential_cdf, 10, NULL, 7};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01-04', 'period': 'week', 'periods': 6, 'funnel': ['lead',"
        "'won'], 'channels': {'a': {'organic_leads': 5, 'deal_value': 1, 'conversion':"
        "{'won': 0.4}, 'cycle_days': {'won': {'dist': 'exponential', 'mean': 10}}}}}");
    for (size_t t = 0; t < PERIODS; t++)
        check_moments(f, "wins", t, decided_of(d, 2, t), decided_of(d, 2, t));
    bireme_forecast_free(f);
}

/* The clock runs at speed pace / multiplier; quadrature over the time of arrival. */
static void the_clock_slows_down_half_way_and_follows_the_pace(void **state)
{
    (void)state;
    static const double slow[PERIODS] = {1, 1, 1, 0.5, 0.5, 0.5},
                        paced[PERIODS] = {1.5, 0.6, 1.2, 0.25, 0.65, 1};
    static const struct {
        const char *pace;
        const double *speed;
    } cases[] = {{"1", slow}, {"[1.5, 0.6, 1.2, 0.5, 1.3, 2]", paced}};
    for (size_t i = 0; i < 2; i++) {
        closing_delay d = {erlang_cdf, 30, cases[i].speed, 0};
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 6, 'pace': %s, 'funnel': ['lead', 'sql', 'won'], 'economy':"
            "{'regimes': {'calm': {}, 'storm': {'cycle_time': 2}}, 'path': ['calm', 'calm', 'calm', 'storm',"
            "'storm', 'storm']}, 'channels': {'a': {'organic_leads': 6, 'deal_value': 1, 'conversion': "
            "{'sql': 1,"
            "'won': 0.5}, 'cycle_days': {'sql': {'dist': 'exponential', 'mean': 30}, 'won': {'dist':"
            "'exponential', 'mean': 30}}}}}",
            cases[i].pace);
        for (size_t t = 0; t < PERIODS; t++)
            check_moments(f, "wins", t, decided_of(d, 3, t), decided_of(d, 3, t));
        bireme_forecast_free(f);
    }
}

typedef struct closing {
    size_t period; /* OVER_HORIZON: in the horizon */
    double rate;
} closing;

static double closing_mean(double scale, void *context)
{
    const closing *c = context;
    closing_delay d = {exponential_cdf, scale, NULL, 0};
    double sum = 0;
    for (size_t t = 0; t < PERIODS; t++)
        if (c->period == OVER_HORIZON || c->period == t) sum += decided_of(d, c->rate, t);
    return sum;
}

/* Cycle mean lognormal: wins are Poisson given it, so Var = E[μ(S)] + Var[μ(S)]. */
static void an_uncertain_cycle_mixes_over_its_mean(void **state)
{
    (void)state;
    double mu = log(45), sigma = log(90.0 / 45) / gsl_cdf_ugaussian_Pinv(0.9);
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'won'], 'channels': {'a': {'organic_leads': "
        "20,"
        "'deal_value': 1, 'conversion': {'won': 0.5}, 'cycle_days': {'won': {'dist': 'exponential', 'mean':"
        "{'dist': 'lognormal', 'median': 45, 'p90': 90}}}}}}");
    for (size_t t = 0; t <= PERIODS; t++) {
        closing c = {t == PERIODS ? OVER_HORIZON : t, 10};
        double mean = lognormal_moment(closing_mean, &c, mu, sigma, 1);
        double square = lognormal_moment(closing_mean, &c, mu, sigma, 2);
        check_moments(f, "wins", c.period, mean, mean + square - mean * mean);
    }
    bireme_forecast_free(f);
}

/* ---- economy */

/* Odds of the first step by the period of arrival, of the last (the win rate) and the value by that of the
 * decision. */
static void odds_act_on_arrival_and_the_win_rate_on_decision(void **state)
{
    (void)state;
    static const bool storm[PERIODS] = {false, false, true, true, false, true};
    closing_delay d = {exponential_cdf, 50, NULL, 0};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'sql', 'won'], 'economy': {'regimes': {'calm':"
        "{}, 'storm': {'leads': 0.8, 'conversion_odds': {'sql': 0.5, 'won': 0.6}, 'deal_value': 0.75}}, "
        "'path':"
        "['calm', 'calm', 'storm', 'storm', 'calm', 'storm']}, 'channels': {'a': {'organic_leads': 12,"
        "'deal_value': 100, 'conversion': {'sql': 0.6, 'won': 0.5}, 'cycle_days': {'won': {'dist': "
        "'exponential',"
        "'mean': 50}}}}}");
    double inside = 0, qualified = 0;
    for (size_t b = 0; b < PERIODS; b++) {
        double entered = 12 * (storm[b] ? 0.8 : 1) * with_odds(0.6, storm[b] ? 0.5 : 1), decided = 0;
        for (size_t a = 0; a <= b; a++)
            decided += 12 * (storm[a] ? 0.8 : 1) * with_odds(0.6, storm[a] ? 0.5 : 1) *
                       share_decided(&d, a, b);
        double mean = decided * with_odds(0.5, storm[b] ? 0.6 : 1), value = storm[b] ? 75 : 100;
        check_moments(f, "stage.sql", b, entered, entered);
        check_moments(f, "wins", b, mean, mean);
        check_moments(f, "bookings", b, mean * value, mean * value * value);
        inside += decided;
        qualified += entered;
    }
    /* After the horizon the storm of the last period goes on. */
    double later = (qualified - inside) * with_odds(0.5, 0.6);
    check_moments(f, "carried_out", OVER_HORIZON, later, later);
    check_moments(f, "carried_out_value", OVER_HORIZON, 75 * later, 75.0 * 75 * later);
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exponential_and_erlang_cycles_close_when_they_should),
        cmocka_unit_test(an_inner_stage_is_entered_after_its_own_delays),
        cmocka_unit_test(weeks_are_seven_days_long),
        cmocka_unit_test(the_clock_slows_down_half_way_and_follows_the_pace),
        cmocka_unit_test(an_uncertain_cycle_mixes_over_its_mean),
        cmocka_unit_test(odds_act_on_arrival_and_the_win_rate_on_decision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
