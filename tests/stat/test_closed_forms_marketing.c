/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What spend buys, against exact values: response curves, carry-over, average and marginal cost per lead,
 * overdispersed leads. The marginal cost is a difference quotient here. 65,536 trials and a fixed seed each;
 * the width of the checks is explained in oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <gsl/gsl_randist.h>
#include "oracle/forecast_of.h"
#include "support/closing.h"

enum { PERIODS = 4, BEFORE_MOST = 2000 };

/* ---- what spend buys */

typedef struct curve {
    double reference, elasticity, half, shape; /* elasticity > 0: power; half > 0: Hill; else linear */
} curve;

/* Spend as good as x at the reference: what buys leads at the stated cost per lead. */
static double effective_spend(const curve *c, double x)
{
    if (x <= 0) return 0;
    if (c->elasticity > 0) return c->reference * pow(x / c->reference, c->elasticity);
    if (c->half <= 0) return x;
    double here = pow(x, c->shape), there = pow(c->reference, c->shape), half = pow(c->half, c->shape);
    return c->reference * here / (half + here) * (half + there) / there;
}

typedef struct carry {
    double retention, steady; /* steady: spent in every period before the first */
    double before[2];         /* the last period before comes last */
    size_t n_before;
} carry;

/* x[t] = sum of (1 − r) r^k spend[t − k] over k: of the horizon's own spend times `scale`, and of that
 * before. */
static double carried(const carry *c, const double *spend, size_t t, double scale)
{
    double sum = 0;
    for (size_t k = 0; k < BEFORE_MOST; k++) {
        double then = 0, weight = (1 - c->retention) * pow(c->retention, (double)k);
        size_t ago = k - t; /* 1: the last period before the first, if k > t */
        if (k <= t)
            then = scale * spend[t - k];
        else if (c->steady > 0)
            then = c->steady;
        else if (ago <= c->n_before)
            then = c->before[c->n_before - ago];
        sum += weight * then;
    }
    return sum;
}

typedef struct buying {
    const char *json;
    curve curve;
    carry carry;
    double spend[PERIODS];
} buying;

static const buying cases[] = {
    {.json = "'spend': [900, 0, 450, 1300]", .spend = {900, 0, 450, 1300}},
    {.json = "'spend': [500, 1000, 1800, 0], 'response': {'curve': 'power', 'reference_spend': 1000, "
             "'elasticity': 0.6}",
     .curve = {.reference = 1000, .elasticity = 0.6},
     .spend = {500, 1000, 1800, 0}},
    {.json = "'spend': [500, 1000, 1800, 0], 'response': {'curve': 'hill', 'reference_spend': 1000, "
             "'half_saturation': 900, 'shape': 1.3}",
     .curve = {.reference = 1000, .half = 900, .shape = 1.3},
     .spend = {500, 1000, 1800, 0}},
    {.json = "'spend': [1000, 0, 500, 0], 'adstock': 0.4",
     .carry = {.retention = 0.4},
     .spend = {1000, 0, 500, 0}},
    {.json = "'spend': [1000, 0, 500, 0], 'adstock': 0.4, 'spend_before': 800",
     .carry = {.retention = 0.4, .steady = 800},
     .spend = {1000, 0, 500, 0}},
    {.json = "'spend': [1000, 0, 500, 0], 'adstock': 0.7, 'spend_before': [300, 700]",
     .carry = {.retention = 0.7, .before = {300, 700}, .n_before = 2},
     .spend = {1000, 0, 500, 0}},
    {.json = "'spend': [1000, 0, 500, 0], 'adstock': 0.5, 'spend_before': [400], 'response': {'curve': "
             "'power', 'reference_spend': 600, 'elasticity': 1.4}",
     .curve = {.reference = 600, .elasticity = 1.4},
     .carry = {.retention = 0.5, .before = {400}, .n_before = 1},
     .spend = {1000, 0, 500, 0}},
    {.json = "'spend': [1000, 700, 0, 1200], 'adstock': 0.3, 'spend_before': 1000, 'response': {'curve': "
             "'hill', 'reference_spend': 1000, 'half_saturation': 400, 'shape': 0.8}",
     .curve = {.reference = 1000, .half = 400, .shape = 0.8},
     .carry = {.retention = 0.3, .steady = 1000},
     .spend = {1000, 700, 0, 1200}},
};

/* Season, economy's leads and economy's cost per lead of every case. */
static const double season[PERIODS] = {1, 1.2, 0.8, 1.5}, more[PERIODS] = {1, 0.8, 0.8, 1},
                    dearer[PERIODS] = {1, 1.25, 1.25, 1};
static const double cost_per_lead = 40, organic = 2;

static double paid_leads(const buying *b, size_t t, double scale)
{
    return season[t] * more[t] * effective_spend(&b->curve, carried(&b->carry, b->spend, t, scale)) /
           (cost_per_lead * dearer[t]);
}

static double all_paid_leads(const buying *b, double scale)
{
    double sum = 0;
    for (size_t t = 0; t < PERIODS; t++) sum += paid_leads(b, t, scale);
    return sum;
}

static double all_spend(const buying *b)
{
    double sum = 0;
    for (size_t t = 0; t < PERIODS; t++) sum += b->spend[t];
    return sum;
}

/* Spend over the leads that one more part in all of it brings: a central difference, right to step²/6. */
static double marginal_cost(const buying *b)
{
    double step = 1e-5;
    return all_spend(b) * 2 * step / (all_paid_leads(b, 1 + step) - all_paid_leads(b, 1 - step));
}

static void curves_and_carry_over_buy_the_leads_that_they_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const buying *b = &cases[i];
        bool plain = b->carry.retention <= 0 && b->curve.reference <= 0;
        print_message("%s\n", b->json);
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'economy': {'regimes': {'calm': "
            "{}, 'dear': {'leads': 0.8, 'cost_per_lead': 1.25}}, 'path': ['calm', 'dear', 'dear', 'calm']}, "
            "'channels': {'a': {%s, 'cost_per_lead': 40, 'organic_leads': 2, 'season': [1, 1.2, 0.8, 1.5], "
            "'deal_value': 1, 'conversion': {'won': 0.5}}}}",
            b->json);
        double all = 0;
        for (size_t t = 0; t < PERIODS; t++) {
            double mean = paid_leads(b, t, 1) + season[t] * more[t] * organic;
            check_moments(f, "channel.a.leads", t, mean, mean);
            check_exact(f, "cost.marketing", t, b->spend[t]);
            all += mean;
        }
        check_moments(f, "leads", OVER_HORIZON, all, all);
        check_exact(f, "channel.a.spend", OVER_HORIZON, all_spend(b));
        check_exact(f, "channel.a.cost_per_lead", OVER_HORIZON, all_spend(b) / all_paid_leads(b, 1));
        assert_true(has_metric(f, "channel.a.marginal_cost_per_lead") == !plain);
        if (!plain) check_exact(f, "channel.a.marginal_cost_per_lead", OVER_HORIZON, marginal_cost(b));
        bireme_forecast_free(f);
    }
}

/* Spend that was always the same and stays so, carried over or not, is what it is: x = (1 − r) Σ r^k x. */
static void steady_spend_maps_to_itself(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'channels': {'a': "
        "{'spend': 1000, 'spend_before': 1000, 'adstock': 0.8, 'cost_per_lead': 50, "
        "'deal_value': 1, 'conversion': {'won': 0.5}}}}");
    for (size_t t = 0; t < PERIODS; t++) check_moments(f, "leads", t, 20, 20);
    check_exact(f, "channel.a.cost_per_lead", OVER_HORIZON, 50);
    /* Of each period's spend, 1 − 0.8^(4 − t) acts within the horizon; of all of it that is a fraction. */
    double acting = 0;
    for (int t = 0; t < PERIODS; t++) acting += (1 - pow(0.8, PERIODS - t)) / PERIODS;
    check_exact(f, "channel.a.marginal_cost_per_lead", OVER_HORIZON, 50 / acting);
    bireme_forecast_free(f);
}

/* f(2x) = 2^e f(x): so are the leads, and the cost of a lead rises by 2^(1−e); the next one costs 1/e times
 * as much. */
static void doubling_the_spend_of_a_power_curve_has_its_elasticity(void **state)
{
    (void)state;
    double e = 0.7, leads[2], cost[2];
    for (int i = 0; i < 2; i++) {
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'a': {'spend': %d, "
            "'cost_per_lead': 25, 'response': {'curve': 'power', 'reference_spend': 1500, 'elasticity': "
            "0.7}, 'deal_value': 1, 'conversion': {'won': 0.5}}}}",
            i == 0 ? 1000 : 2000);
        leads[i] = 2 * 60 * pow((i + 1) * 1000 / 1500.0, e);
        check_moments(f, "leads", OVER_HORIZON, leads[i], leads[i]);
        cost[i] = summary_of(f, "channel.a.cost_per_lead", OVER_HORIZON)->mean;
        check_exact(f, "channel.a.marginal_cost_per_lead", OVER_HORIZON, cost[i] / e);
        bireme_forecast_free(f);
    }
    /* A few rounded operations each. */
    assert_close(leads[1] / leads[0], pow(2, e), 1e-12, 0);
    assert_close(cost[1] / cost[0], pow(2, 1 - e), 1e-12, 0);
}

/* CPL lognormal(μ, σ) once a trial, f fixed: leads have mean F E[1/CPL], and variance that + F² Var[1/CPL];
 * the average and the marginal cost are CPL times what they are at a CPL of 1. */
static void an_uncertain_cost_per_lead_moves_everything_that_is_bought(void **state)
{
    (void)state;
    double mu = log(40), sigma = 0.25, v = exp(sigma * sigma);
    double inverse = exp(-mu + sigma * sigma / 2), mean = exp(mu + sigma * sigma / 2);
    for (size_t i = 1; i < 8; i += 6) {
        const buying *b = &cases[i];
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'economy': {'regimes': {'calm': "
            "{}, 'dear': {'leads': 0.8, 'cost_per_lead': 1.25}}, 'path': ['calm', 'dear', 'dear', 'calm']}, "
            "'channels': {'a': {%s, 'cost_per_lead': {'dist': 'lognormal', 'median': 40, 'sigma': 0.25}, "
            "'season': [1, 1.2, 0.8, 1.5], 'deal_value': 1, 'conversion': {'won': 0.5}}}}",
            b->json);
        for (size_t t = 0; t <= PERIODS; t++) {
            double at_one = cost_per_lead * (t < PERIODS ? paid_leads(b, t, 1) : all_paid_leads(b, 1));
            double expected = at_one * inverse;
            check_moments(f, "leads", t < PERIODS ? t : OVER_HORIZON, expected,
                          expected + expected * expected * (v - 1));
        }
        double average = all_spend(b) / all_paid_leads(b, 1) / cost_per_lead * mean;
        double marginal = marginal_cost(b) / cost_per_lead * mean;
        check_moments(f, "channel.a.cost_per_lead", OVER_HORIZON, average, average * average * (v - 1));
        check_moments(f, "channel.a.marginal_cost_per_lead", OVER_HORIZON, marginal,
                      marginal * marginal * (v - 1));
        bireme_forecast_free(f);
    }
}

static void without_spend_there_is_no_cost_per_lead(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'defaults': "
        "{'deal_value': 1, 'conversion': {'won': 0.5}}, 'channels': {'a': {'spend': [0, 0], "
        "'cost_per_lead': 50, 'organic_leads': 3, 'response': {'curve': 'power', "
        "'reference_spend': 100, 'elasticity': 0.5}}, 'b': {'organic_leads': 2}}}");
    static const char *const none[] = {"channel.a.cost_per_lead", "channel.a.marginal_cost_per_lead"};
    for (size_t i = 0; i < 2; i++) {
        const bireme_summary *s = summary_of(f, none[i], OVER_HORIZON);
        assert_true(s->n == 0 && s->left_out == 1);
    }
    assert_false(has_metric(f, "channel.b.cost_per_lead"));
    check_moments(f, "channel.a.leads", OVER_HORIZON, 6, 6); /* f(0) = 0 */
    bireme_forecast_free(f);
}

/* ---- overdispersion */

/* g ~ Gamma, mean 1, variance v, for each period: counts are negative binomial with n = 1/v and p = 1/(1
 * + vλ), of mean λ and variance λ + vλ²; periods and channels are independent, so that variances add
 * up. */
static void dispersed_leads_are_negative_binomial(void **state)
{
    (void)state;
    double v = 0.4, lambda[2] = {5, 8}, sum = 13 + 4 + 4;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'goal': {'metric': "
        "'channel.a.leads', 'at_least': 1, 'by': '2027-01'}, 'defaults': {'deal_value': 1, "
        "'conversion': {'won': 0.5}}, 'channels': {'a': {'organic_leads': 5, 'season': [1, 1.6], "
        "'dispersion': 0.4}, 'b': {'organic_leads': 4, 'dispersion': 1.5}}}");
    for (size_t t = 0; t < 2; t++) {
        check_moments(f, "channel.a.leads", t, lambda[t], lambda[t] + v * lambda[t] * lambda[t]);
        check_moments(f, "channel.b.leads", t, 4, 4 + 1.5 * 16);
    }
    check_moments(f, "leads", OVER_HORIZON, sum, sum + v * (25 + 64) + 1.5 * (16 + 16));
    /* Thinned by p = 1/2: mean λ/2, variance λ/2 + vλ²/4. */
    check_moments(f, "channel.a.wins", OVER_HORIZON, 6.5, 6.5 + v * (25 + 64) / 4);
    bireme_goal_result goal = *bireme_forecast_goal(f);
    check_z("P(a lead in the first month)", goal.probability, goal.probability_se,
            1 - pow(1 + v * 5, -1 / v));
    bireme_forecast_free(f);
}

static void the_counts_of_one_period_have_the_negative_binomial_probabilities(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'channels': {'a': "
        "{'organic_leads': 3, 'dispersion': 0.8, 'deal_value': 1, 'conversion': {'won': 0.5}}}}");
    const double *leads = samples_of(f, "leads");
    for (unsigned k = 0; k <= 12; k++) {
        size_t count = 0;
        for (size_t i = 0; i < FORECAST_TRIALS; i++) count += leads[i] == k;
        check_share("P(leads = k)", (double)count / FORECAST_TRIALS,
                    gsl_ran_negative_binomial_pdf(k, 1 / (1 + 0.8 * 3), 1 / 0.8));
    }
    bireme_forecast_free(f);
}

/* A lead of period a is won in b with chance p w(a, b). Var[wins in b] = μ + v Σ_a (λ p w(a, b))², and
 * over the horizon with W(a) = Σ_b w(a, b) in the place of w: the periods of decision share the g of
 * their leads. */
static void dispersion_follows_the_leads_to_the_period_of_decision(void **state)
{
    (void)state;
    closing_delay d = {exponential_cdf, 40, NULL, 0};
    double v = 0.5, rate = 12 * 0.5, inside = 0, spread = 0;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'channels': {'a': "
        "{'organic_leads': 12, 'dispersion': 0.5, 'deal_value': 1, 'conversion': {'won': 0.5}, "
        "'cycle_days': {'won': {'dist': 'exponential', 'mean': 40}}}}}");
    for (size_t a = 0; a < PERIODS; a++) {
        double within = 0;
        for (size_t b = a; b < PERIODS; b++) within += rate * share_decided(&d, a, b);
        inside += within;
        spread += v * within * within;
    }
    for (size_t b = 0; b < PERIODS; b++) {
        double mean = 0, squares = 0;
        for (size_t a = 0; a <= b; a++) {
            double part = rate * share_decided(&d, a, b);
            mean += part;
            squares += v * part * part;
        }
        check_moments(f, "wins", b, mean, mean + squares);
    }
    check_moments(f, "wins", OVER_HORIZON, inside, inside + spread);
    bireme_forecast_free(f);
}

/* In one period the average cost of a lead is CPL/g; with k = 1/v, E[1/g] = k/(k − 1) and E[1/g²] = k²/((k −
 * 1)(k − 2)). */
static void dispersion_makes_the_cost_per_lead_uncertain(void **state)
{
    (void)state;
    double k = 12, first = k / (k - 1), second = k * k / ((k - 1) * (k - 2));
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'channels': {'a': {'spend': 1000, "
        "'cost_per_lead': 40, 'dispersion': %.17g, 'deal_value': 1, 'conversion': {'won': 0.5}}}}",
        1 / k);
    check_moments(f, "channel.a.cost_per_lead", OVER_HORIZON, 40 * first, 1600 * (second - first * first));
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curves_and_carry_over_buy_the_leads_that_they_should),
        cmocka_unit_test(steady_spend_maps_to_itself),
        cmocka_unit_test(doubling_the_spend_of_a_power_curve_has_its_elasticity),
        cmocka_unit_test(an_uncertain_cost_per_lead_moves_everything_that_is_bought),
        cmocka_unit_test(without_spend_there_is_no_cost_per_lead),
        cmocka_unit_test(dispersed_leads_are_negative_binomial),
        cmocka_unit_test(the_counts_of_one_period_have_the_negative_binomial_probabilities),
        cmocka_unit_test(dispersion_follows_the_leads_to_the_period_of_decision),
        cmocka_unit_test(dispersion_makes_the_cost_per_lead_uncertain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
