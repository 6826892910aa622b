/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Money in time against exact values: present values, invoices, late payment, the lowest point of cash, the
 * bridge of recurring revenue. 65,536 trials and a fixed seed each; the width of the checks is explained in
 * oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include "engine/run/metric_of.h"
#include "oracle/forecast_of.h"

enum { PERIODS = 6 };

static const struct {
    const char *name, *start;
    double years; /* of a period */
} lengths[] = {
    {"month", "2027-01", 1 / 12.0}, {"week", "2027-01-04", 7 / 365.25}, {"quarter", "2027-01", 0.25}};

/* ---- what later money is worth */

/* Nothing but a cost of 1000 a period, in the middle of each: an annuity of H payments, moved by half a
 * period, 1000 v^(d/2) (1 − v^(H d)) / (1 − v^d), v = 1 / (1 + r). */
static void the_present_value_of_a_constant_is_an_annuity(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        double d = lengths[i].years, v = 1 / 1.12;
        bireme_forecast *f = forecast_of(
            "{'start': '%s', 'period': '%s', 'periods': 40, 'funnel': ['lead', 'won'], 'revenue': "
            "{'discount_rate': 0.12}, 'channels': {'a': {'spend': 1000, 'cost_per_lead': 10, 'conversion': "
            "{'won': 0}, 'deal_value': 1}}}",
            lengths[i].start, lengths[i].name);
        check_exact(f, "npv", OVER_HORIZON, -1000 * pow(v, d / 2) * (1 - pow(v, 40 * d)) / (1 - pow(v, d)));
        assert_false(has_metric(f, "npv.lifetime"));
        assert_false(has_metric(f, "cash"));
        bireme_forecast_free(f);
    }
}

/* One-time deals bring nothing later, and undiscounted the present value is the contribution: exact values of
 * metrics that are there because the goal is about them. */
static void metrics_are_there_for_a_goal_about_them(void **state)
{
    (void)state;
    static const struct {
        const char *metric;
        double value;
    } goals[] = {{"npv", -4000}, {"npv.lifetime", -4000}, {"cash", -4000}, {"cash.low", -4000}};
    for (size_t i = 0; i < sizeof goals / sizeof *goals; i++) {
        bireme_forecast *f = forecast_of(
            "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'won'], 'goal': {'metric': '%s', "
            "'at_least': "
            "-5000}, 'channels': {'a': {'spend': 1000, 'cost_per_lead': 10, 'conversion': {'won': 0}, "
            "'deal_value': 1}}}",
            goals[i].metric);
        check_exact(f, goals[i].metric, OVER_HORIZON, goals[i].value);
        assert_close(bireme_forecast_goal(f)->probability, 1, 0, 0);
        bireme_forecast_free(f);
    }
}

/* Poisson(m) deals of 1200 in every period b, each of which brings
 *
 *   margin d 1200 (½ f^(b+½) + Σ_{b < t < H} q^(t−b) f^(t+½) + Σ_{t ≥ H} …),   f = v^d,
 *
 * where with x = q f the first sum is f^(b+½) x (1 − x^(H−1−b)) / (1 − x) and the second, n = K − (H − b)
 * whole periods and a part, f^(b+½) x^(H−b) ((1 − x^n) / (1 − x) + part · x^n). */
static void lifetime_present_value_adds_geometric_tails(void **state)
{
    (void)state;
    static const double lifetimes[] = {4.3, 0.3}; /* the second is over soon after the horizon, or before */
    double m = 2, v = 1200;
    for (size_t i = 0; i < 6; i++) {
        double d = lengths[i % 3].years, q = 0.97 * pow(1.05, d), f = pow(1.1, -d), x = q * f;
        double life = lifetimes[i / 3] / d + 1e-12, mean = 0, spread = 0, sooner = 0, spread_sooner = 0;
        bireme_forecast *forecast = forecast_of(
            "{'start': '%s', 'period': '%s', 'periods': 6, 'funnel': ['lead', 'won'], 'revenue': {'model': "
            "'recurring', 'churn': 0.03, 'expansion': 0.05, 'discount_rate': 0.1, 'lifetime_years': %g, "
            "'gross_margin': 0.8}, 'channels': {'a': {'organic_leads': 4, 'conversion': {'won': 0.5}, "
            "'deal_value': 1200}}}",
            lengths[i % 3].start, lengths[i % 3].name, lifetimes[i / 3]);
        for (int b = 0; b < PERIODS; b++) {
            double within = 0.5 + x * (1 - pow(x, PERIODS - 1 - b)) / (1 - x), left = life - (PERIODS - b);
            double n = floor(left), after = pow(x, PERIODS - b);
            after *= left > 0 ? (1 - pow(x, n)) / (1 - x) + (left - n) * pow(x, n) : 0;
            double each = 0.8 * d * v * pow(f, b + 0.5);
            sooner += m * each * within;
            spread_sooner += m * each * within * each * within;
            mean += m * each * (within + after);
            spread += m * each * (within + after) * each * (within + after);
        }
        check_moments(forecast, "npv", OVER_HORIZON, sooner, spread_sooner);
        check_moments(forecast, "npv.lifetime", OVER_HORIZON, mean, spread);
        bireme_forecast_free(forecast);
    }
}

/* ---- when money moves */

/* Deals of 300, m of them a period of p days, paid after an exponential time of mean 40 days: of what is
 * invoiced evenly over a period, 1 − (40/p) e^(−k p/40) (1 − e^(−p/40)) is paid by the end of the k-th period
 * after it. */
static void payment_after_an_exponential_time(void **state)
{
    (void)state;
    double m = 4, v = 300;
    for (size_t i = 0; i < 3; i++) {
        double p = lengths[i].years * 365.25;
        bireme_forecast *f = forecast_of(
            "{'start': '%s', 'period': '%s', 'periods': 6, 'funnel': ['lead', 'won'], 'revenue': "
            "{'gross_margin': 0.6, 'payment_days': {'dist': 'exponential', 'mean': 40}}, 'channels': {'a': "
            "{'organic_leads': 8, 'conversion': {'won': 0.5}, 'deal_value': 300}}}",
            lengths[i].start, lengths[i].name);
        double before = 0, paid[PERIODS], open[PERIODS];
        for (int k = 0; k < PERIODS; k++) {
            double by = 1 - 40 / p * exp(-k * p / 40) * -expm1(-p / 40);
            paid[k] = by - before;
            open[k] = 1 - by;
            before = by;
        }
        for (size_t t = 0; t < PERIODS; t++) {
            double got = 0, got2 = 0, due = 0, due2 = 0, cash2 = 0;
            for (size_t k = 0; k <= t; k++) {
                got += paid[k];
                got2 += paid[k] * paid[k];
                due += open[k];
                due2 += open[k] * open[k];
                cash2 += (paid[k] - (k == 0 ? 0.4 : 0)) * (paid[k] - (k == 0 ? 0.4 : 0));
            }
            check_moments(f, "cash.collected", t, m * v * got, m * v * v * got2);
            check_moments(f, "cash.receivable", t, m * v * due, m * v * v * due2);
            check_moments(f, "cash", t, m * v * (got - 0.4), m * v * v * cash2);
        }
        bireme_forecast_free(f);
    }
}

/* What customers owe at the start is paid as what is left of the delays: of an exponential time again by an
 * exponential one, of a fixed time evenly over it, of 0 at once; of delays of 20 and 100 days, of which three
 * in four are the shorter, (¾ (20 − x)+ + ¼ (100 − x)+) / 40 is left x days after the start. */
static double left_of_exponential(double x)
{
    return exp(-x / 40);
}

static double left_of_fixed(double x)
{
    return fmax(0, 1 - x / 75);
}

static double left_of_nothing(double x)
{
    (void)x;
    return 0;
}

static double left_of_two(double x)
{
    return (0.75 * fmax(0, 20 - x) + 0.25 * fmax(0, 100 - x)) / 40;
}

/* The same in every trial, to 1e-10 of what there is in all (9000): what is left in the end is a small
 * difference of large integrals. */
static void check_left(const bireme_forecast *f, const char *metric, size_t t, double exact)
{
    const bireme_summary *s = bireme_forecast_period(f, bireme_forecast_metric_of(f, metric), t);
    if (!(fabs(s->min - exact) <= 9e-7 && fabs(s->max - exact) <= 9e-7))
        fail_msg("%s, period %zu, is %.12g to %.12g, exactly %.12g", metric, t, s->min, s->max, exact);
}

static void receivables_are_paid_by_what_is_left_of_the_delays(void **state)
{
    (void)state;
    static const struct {
        const char *days;
        double (*left)(double x);
    } delays[] = {{"{'dist': 'exponential', 'mean': 40}", left_of_exponential},
                  {"75", left_of_fixed},
                  {"0", left_of_nothing},
                  {"{'dist': 'discrete', 'values': [20, 100], 'weights': [0.75, 0.25]}", left_of_two}};
    for (size_t i = 0; i < 12; i++) {
        double p = lengths[i % 3].years * 365.25, before = 9000;
        bireme_forecast *f = forecast_of(
            "{'start': '%s', 'period': '%s', 'periods': 6, 'funnel': ['lead', 'won'], 'revenue': "
            "{'payment_days': %s, 'receivables': 9000}, 'channels': {'a': {'organic_leads': 1, 'conversion': "
            "{'won': 0}, 'deal_value': 1}}}",
            lengths[i % 3].start, lengths[i % 3].name, delays[i / 3].days);
        for (size_t t = 0; t < PERIODS; t++) {
            double left = 9000 * delays[i / 3].left((double)(t + 1) * p);
            check_left(f, "cash.collected", t, before - left);
            check_left(f, "cash.receivable", t, left);
            check_left(f, "cash.balance", t, 9000 - left);
            before = left;
        }
        check_exact(f, "cash.low", OVER_HORIZON, 9000 - 9000 * delays[i / 3].left(p));
        bireme_forecast_free(f);
    }
}

/* Who goes on invoicing 100 a day, and is owed what is then out (100 times the mean delay, whatever its
 * shape), collects 100 a day from the first one on. */
static void a_steady_business_collects_what_it_invoices(void **state)
{
    (void)state;
    static const char *const billing[] = {"as_earned", "yearly"};
    for (size_t i = 0; i < 6; i++) {
        double p = lengths[i % 3].years * 365.25;
        bireme_forecast *f = forecast_of(
            "{'start': '%s', 'period': '%s', 'periods': 6, 'funnel': ['lead', 'won'], 'revenue': {'model': "
            "'recurring', 'opening': 36525, 'billing': '%s', 'payment_days': {'dist': 'gamma', 'mean': 42, "
            "'cv': 0.6}, 'receivables': 4200}, 'channels': {'a': {'organic_leads': 1, 'conversion': {'won': "
            "0}, 'deal_value': 1}}}",
            lengths[i % 3].start, lengths[i % 3].name, billing[i / 3]);
        for (size_t t = 0; t < PERIODS; t++) {
            check_exact(f, "cash.collected", t, 100 * p);
            check_exact(f, "cash.receivable", t, 4200);
        }
        bireme_forecast_free(f);
    }
}

/* A contract year that begins in period b is invoiced there and, if the customer stays, 12 months later: in
 * months by q^12 more than was sold a year before. Those there at the start are invoiced evenly. */
static void contract_years_are_invoiced_when_they_begin(void **state)
{
    (void)state;
    double m = 2, v = 1200, q = 0.98 * pow(1.06, 1 / 12.0);
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 26, 'funnel': ['lead', 'won'], 'revenue': {'model': 'recurring', "
        "'opening': 3600, 'churn': 0.02, 'expansion': 0.06, 'billing': 'yearly'}, 'channels': {'a': "
        "{'organic_leads': 4, 'conversion': {'won': 0.5}, 'deal_value': 1200}}}");
    for (size_t t = 0; t < 26; t++) {
        double sum = 0, squares = 0;
        for (size_t years = 0; 12 * years <= t; years++) {
            double kept = pow(q, 12.0 * (double)years);
            sum += kept;
            squares += kept * kept;
        }
        check_moments(f, "cash.collected", t, m * v * sum + 300 * pow(q, (double)t + 1), m * v * v * squares);
    }
    bireme_forecast_free(f);
    /* In weeks, a year is 52 and 5/28 weeks: of what was sold a year before, 23/28 come after 52 weeks, the
     * rest after 53. */
    f = forecast_of(
        "{'start': '2027-01-04', 'period': 'week', 'periods': 54, 'funnel': ['lead', 'won'], "
        "'revenue': {'model': 'recurring', 'churn': 0.01, 'billing': 'yearly'}, 'channels': {'a': "
        "{'organic_leads': 4, 'conversion': {'won': 0.5}, 'deal_value': 1200}}}");
    double kept = pow(0.99, 52), later = 5 / 28.0;
    double of_52 = (1 - later) * kept, of_53 = later * kept * 0.99;
    check_moments(f, "cash.collected", 51, m * v, m * v * v);
    check_moments(f, "cash.collected", 52, m * v * (1 + of_52), m * v * v * (1 + of_52 * of_52));
    check_moments(f, "cash.collected", 53, m * v * (1 + of_52 + of_53),
                  m * v * v * (1 + of_52 * of_52 + of_53 * of_53));
    bireme_forecast_free(f);
}

/* Two months, 100 spent in each, N and then M deals of 1000, both Poisson(m). The lowest point is −200
 * without a deal, −100 if the first comes in the second month; else 1000 N − 100, and 100 less without a
 * second deal. */
static void the_lowest_point_of_cash(void **state)
{
    (void)state;
    double m = 0.4, none = exp(-m);
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'goal': {'metric': 'cash.low', "
        "'at_least': -100}, 'channels': {'a': {'spend': 100, 'cost_per_lead': 125, 'conversion': {'won': "
        "0.5}, 'deal_value': 1000}}}");
    double low = -200 * none * none - 100 * none * (1 - none) + 1000 * m - (1 - none) * (100 + 100 * none);
    check_mean(f, "cash.low", OVER_HORIZON, low);
    check_mean(f, "cash.low", 0, 1000 * m - 100);
    check_moments(f, "cash.balance", 0, 1000 * m - 100, 1e6 * m);
    check_moments(f, "cash.balance", 1, 2000 * m - 200, 2e6 * m);
    check_moments(f, "cash.balance", OVER_HORIZON, 2000 * m - 200, 2e6 * m);
    check_share("P(never below -100)", bireme_forecast_goal(f)->probability, 1 - none * none);
    bireme_forecast_free(f);
}

/* ---- in every single trial */

static void assert_sum(const bireme_forecast *f, const char *what, const char *const *names,
                       const double *factor)
{
    for (size_t i = 0; i < (size_t)bireme_forecast_trials(f); i++) {
        double sum = 0, size = 0;
        for (size_t k = 0; names[k] != NULL; k++) {
            double value = factor[k] * samples_of(f, names[k])[i];
            sum += value;
            size += fabs(value);
        }
        if (!(fabs(sum) <= 1e-12 * size)) /* the order of sums of some hundred terms */
            fail_msg("%s: off by %.15g of %.15g in trial %zu", what, sum, size, i);
    }
}

static void money_adds_up_in_every_trial(void **state)
{
    (void)state;
    static const char *const bridge[] = {"arr.opening", "arr.new", "arr.expanded",
                                         "arr.churned", "arr.end", NULL};
    static const double bridge_factor[] = {1, 1, 1, -1, -1};
    static const char *const earned[] = {"revenue", "cash.collected", "cash.receivable", NULL};
    static const double earned_factor[] = {1, -1, -1};
    static const char *const flow[] = {"contribution", "revenue", "cash.collected", "cash", NULL};
    static const double flow_factor[] = {1, -1, 1, -1};
    static const struct {
        const char *file;
        bool recurring, as_earned;
    } files[] = {{"cash-one-time.json", false, true},
                 {"cash-quarters.json", true, true},
                 {"cash-yearly.json", true, false},
                 {"cash-yearly-weeks.json", true, false}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/tests/oracle/scenarios/%s", BIREME_SOURCE_DIR, files[i].file);
        bireme_forecast *f = forecast_of_file(path, NULL, NULL, 4096, 11);
        if (files[i].recurring) assert_sum(f, "the bridge", bridge, bridge_factor);
        if (files[i].as_earned) assert_sum(f, "what is invoiced", earned, earned_factor);
        assert_sum(f, "cash", flow, flow_factor);
        bireme_forecast_free(f);
    }
}

/* What was owed, and what is invoiced, is collected or owed at the end: in every trial. */
static void what_is_owed_adds_up_in_every_trial(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of_file(BIREME_SOURCE_DIR "/tests/oracle/scenarios/cash-one-time.json",
                                          "revenue.receivables", "50000", 4096, 11);
    const double *revenue = samples_of(f, "revenue"), *collected = samples_of(f, "cash.collected"),
                 *owed = samples_of(f, "cash.receivable");
    for (size_t i = 0; i < (size_t)bireme_forecast_trials(f); i++) {
        double off = 50000 + revenue[i] - collected[i] - owed[i];
        if (!(fabs(off) <= 1e-12 * (50000 + 2 * revenue[i]))) fail_msg("trial %zu: off by %.15g", i, off);
    }
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_present_value_of_a_constant_is_an_annuity),
        cmocka_unit_test(lifetime_present_value_adds_geometric_tails),
        cmocka_unit_test(payment_after_an_exponential_time),
        cmocka_unit_test(receivables_are_paid_by_what_is_left_of_the_delays),
        cmocka_unit_test(a_steady_business_collects_what_it_invoices),
        cmocka_unit_test(contract_years_are_invoiced_when_they_begin),
        cmocka_unit_test(metrics_are_there_for_a_goal_about_them),
        cmocka_unit_test(the_lowest_point_of_cash),
        cmocka_unit_test(money_adds_up_in_every_trial),
        cmocka_unit_test(what_is_owed_adds_up_in_every_trial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
