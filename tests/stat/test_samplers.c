/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sobol points and Latin hypercubes must not change the law of anything, their stated standard errors must be
 * right, and they must be worth it. Held against random numbers on varied scenarios, against long runs, and
 * by variance.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <gsl/gsl_cdf.h>
#include "oracle/forecast_of.h"
#include "oracle/two_samples.h"
#include "support/scenario_of.h"
#include "support/tier.h"

enum { TRIALS = 16384 };

/* Two channels, uncertain rates, three steps; MORE follows the channels, CYCLE and VALUE are a channel's. */
#define BASE(CYCLE, VALUE, CHANNEL, MORE)                                                                    \
    "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'mql', 'opp', 'won'], 'defaults': "               \
    "{'conversion': "                                                                                        \
    "{'mql': {'dist': 'beta', 'mean': 0.6, 'sd': 0.1}, 'opp': 0.7, 'won': {'dist': 'beta', 'mean': 0.5, "    \
    "'sd': 0.08}}" CYCLE ", 'deal_value': " VALUE "}, 'channels': {'web': {'spend': [0, 900, 500, 0, 900, "  \
    "200], 'cost_per_lead': {'dist': 'lognormal', 'median': 30, 'p90': 45}" CHANNEL "}, 'calls': {'owner': " \
    "'sales', 'organic_leads': {'dist': 'gamma', 'mean': 9, 'sd': 2}, 'conversion': {'mql': 1}}}" MORE "}"
#define SLOW ", 'cycle_days': {'won': {'dist': 'exponential', 'mean': 30}}"
#define SLOW_ALL                                                                                             \
    ", 'cycle_days': {'mql': {'dist': 'exponential', 'mean': 9}, 'opp': 12, 'won': {'dist': 'gamma', "       \
    "'mean': "                                                                                               \
    "{'dist': 'lognormal', 'median': 30, 'p90': 40}, 'cv': 0.6}}"
#define SPREAD "{'dist': 'lognormal', 'mean': {'dist': 'normal', 'mean': 900, 'sd': 50}, 'cv': 0.8}"
#define PRICES "{'dist': 'discrete', 'values': [100, 250, 1000], 'weights': [0.5, 0.3, 0.2]}"

static const struct {
    const char *name, *text;
} scenarios[] = {
    {"plain", BASE("", SPREAD, "", "")},
    {"capacity",
     BASE(SLOW, SPREAD, "",
          ", 'sales': {'reps': 2, 'hires': {'2027-03': 1}, 'ramp_months': 2, 'stage': 'opp', "
          "'opportunities_per_rep': 3, 'overflow': 'wait', 'patience': 0.8, 'cost_per_rep': 100}")},
    {"economy", BASE(SLOW, SPREAD, "",
                     ", 'economy': {'regimes': {'up': {'leads': 1.4, 'cycle_time': 0.7, 'conversion_odds': "
                     "{'mql': 1.5}}, 'down': {'deal_value': 0.7}}, 'start': {'up': 0.5, 'down': 0.5}, "
                     "'transition': {'up': {'up': 0.7, 'down': 0.3}, 'down': {'down': 0.8, 'up': 0.2}}}")},
    {"recurring",
     BASE(SLOW, SPREAD, "",
          ", 'revenue': {'model': 'recurring', 'opening': 5000, 'churn': {'dist': 'beta', 'mean': "
          "0.1, 'sd': 0.02}, 'expansion': 0.2}")},
    {"pipeline",
     BASE(SLOW, SPREAD, "",
          ", 'pipeline': [{'stage': 'lead', 'count': 9, 'channel': 'web'}, {'stage': 'opp', 'count': "
          "3, 'age_days': 20, 'value': 5000, 'win_probability': 0.3}]")},
    {"dispersion", BASE(SLOW, SPREAD, ", 'dispersion': 0.4", "")},
    {"touches", BASE(SLOW, SPREAD, ", 'touches': {'calls': 0.5}", "")},
    {"three steps", BASE(SLOW_ALL, SPREAD, "", ", 'goal': {'metric': 'wins', 'at_least': 30}")},
    {"price list", BASE(SLOW, PRICES, "", "")},
};
enum { SCENARIOS = sizeof scenarios / sizeof *scenarios };

static bireme_forecast *forecast(const char *text, bireme_sampler sampler, bool totals_only, uint64_t seed,
                                 uint64_t trials, bool samples)
{
    return run_and_free(scenario_of("%s", text), &(bireme_run_options){.size = sizeof(bireme_run_options),
                                                                       .trials = trials,
                                                                       .sampler = sampler,
                                                                       .has_seed = true,
                                                                       .seed = seed,
                                                                       .threads = 2,
                                                                       .totals_only = totals_only,
                                                                       .keep_samples = samples});
}

/* ------------------------ the same law */

/* Means within six errors of the difference of two independent runs of random numbers; that of points is
 * smaller. */
static void compare_means(const char *what, const bireme_summary *a, const bireme_summary *b)
{
    double n = (double)(a->n < b->n ? a->n : b->n);
    assert_close((double)a->n, (double)b->n, 0, 6 * sqrt(TRIALS / 2.0));
    if (n < 100) return;
    double se = fmax(a->sd, b->sd) * sqrt(2 / n), allowed = 6 * se + 1e-9 * fabs(b->mean);
    if (!(fabs(a->mean - b->mean) <= allowed))
        fail_msg("%s: mean %.10g, at random %.10g: off by %.1f errors", what, a->mean, b->mean,
                 fabs(a->mean - b->mean) / se);
}

static void compare_all_means(const char *name, const bireme_forecast *a, const bireme_forecast *b)
{
    for (size_t m = 0; m < bireme_forecast_metric_count(a); m++) {
        char what[160];
        snprintf(what, sizeof what, "%s, %s by %s", name, bireme_forecast_metric_name(a, m),
                 bireme_forecast_sampler(a));
        compare_means(what, bireme_forecast_total(a, m), bireme_forecast_total(b, m));
        for (size_t t = 0; t < bireme_forecast_period_count(a); t++) {
            const bireme_summary *x = bireme_forecast_period(a, m, t);
            if (x != NULL) compare_means(what, x, bireme_forecast_period(b, m, t));
        }
    }
}

static int by_size(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* The largest difference of two samples' distribution functions; sums that differ by rounding alone are
 * ties. */
static double ks_distance(const double *from_x, const double *from_y)
{
    static double x[TRIALS], y[TRIALS];
    double largest = 0;
    memcpy(x, from_x, sizeof x);
    memcpy(y, from_y, sizeof y);
    qsort(x, TRIALS, sizeof *x, by_size);
    qsort(y, TRIALS, sizeof *y, by_size);
    for (size_t i = 0, j = 0; i < TRIALS && j < TRIALS;) {
        double value = fmin(x[i], y[j]), tie = value + 1e-9 * fabs(value);
        while (i < TRIALS && x[i] <= tie) i++;
        while (j < TRIALS && y[j] <= tie) j++;
        largest = fmax(largest, fabs((double)i - (double)j) / TRIALS);
    }
    return largest;
}

/* Two-sample Kolmogorov-Smirnov at the level 1e-6: D √(n/2) above √(−½ ln ½e-6) = 2.694. */
static void compare_laws(const char *name, const bireme_forecast *a, const bireme_forecast *b)
{
    static const char *const metrics[] = {"revenue", "wins", "leads"};
    for (int k = 0; k < 3; k++) {
        double distance = ks_distance(samples_of(a, metrics[k]), samples_of(b, metrics[k]));
        if (!(distance * sqrt(TRIALS / 2.0) < 2.694))
            fail_msg("%s, %s: laws %.4f apart", name, metrics[k], distance);
    }
}

static double covariance_of(const bireme_forecast *f, const char *first, const char *second, double *se)
{
    static double x[TRIALS], y[TRIALS];
    const double *from_x = samples_of(f, first), *from_y = samples_of(f, second);
    double mean_x = summary_of(f, first, OVER_HORIZON)->mean,
           mean_y = summary_of(f, second, OVER_HORIZON)->mean;
    for (size_t i = 0; i < TRIALS; i++) x[i] = from_x[i] - mean_x, y[i] = from_y[i] - mean_y;
    return covariance(x, y, TRIALS, se);
}

static void compare_covariances(const char *name, const bireme_forecast *a, const bireme_forecast *b)
{
    static const char *const pairs[][2] = {{"leads", "wins"}, {"wins", "revenue"}, {"leads", "revenue"}};
    for (int k = 0; k < 3; k++) {
        double se_a, se_b, of_a = covariance_of(a, pairs[k][0], pairs[k][1], &se_a),
                           of_b = covariance_of(b, pairs[k][0], pairs[k][1], &se_b);
        if (!(fabs(of_a - of_b) <= 6 * hypot(se_a, se_b)))
            fail_msg("%s: covariance of %s and %s %g, at random %g", name, pairs[k][0], pairs[k][1], of_a,
                     of_b);
    }
}

/* Some 9 × 4 × 400 means at six errors (2e-9 each), 108 distances at 1e-6, 108 covariances at six errors: by
 * chance one of all fails in one of 10³ choices of the seeds at most. */
static void points_change_the_law_of_nothing(void **state)
{
    (void)state;
    for (size_t s = 0; s < SCENARIOS; s++)
        for (int totals_only = 0; totals_only < 2; totals_only++) {
            if (!is_long() && totals_only != (int)s % 2) continue; /* every day each scenario in one way */
            const char *text = scenarios[s].text, *name = scenarios[s].name;
            bireme_forecast *random = forecast(text, BIREME_SAMPLER_RANDOM, totals_only, 101, TRIALS, true);
            for (bireme_sampler sampler = BIREME_SAMPLER_SOBOL; sampler <= BIREME_SAMPLER_LHS; sampler++) {
                bireme_forecast *points = forecast(text, sampler, totals_only, 102 + s, TRIALS, true);
                compare_all_means(name, points, random);
                compare_laws(name, points, random);
                compare_covariances(name, points, random);
                bireme_forecast_free(points);
            }
            bireme_forecast_free(random);
        }
}

/* ------------------------ stated errors */

enum { MEAN, P10, P50, P90, GOAL, FIGURES };
static const char *const figure_name[FIGURES] = {"mean", "P10", "P50", "P90", "P(goal)"};

typedef struct figures {
    double value[FIGURES], se[FIGURES];
} figures;

static figures figures_of(bireme_forecast *f)
{
    static const int quantile[] = {1, 3, 5};
    const bireme_summary *s = summary_of(f, "revenue", OVER_HORIZON);
    bireme_goal_result goal = *bireme_forecast_goal(f);
    figures all = {.value = {s->mean, 0, 0, 0, goal.probability},
                   .se = {s->mean_se, 0, 0, 0, goal.probability_se}};
    for (int k = 0; k < 3; k++) {
        all.value[P10 + k] = s->quantile[quantile[k]];
        all.se[P10 + k] = s->quantile_se[quantile[k]];
    }
    bireme_forecast_free(f);
    return all;
}

#define SMALL                                                                                                \
    "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'channels': {'web': {'organic_leads': "   \
    "{'dist': 'gamma', 'mean': 40, 'sd': 9}, 'conversion': {'won': {'dist': 'beta', 'mean': 0.5, 'sd': "     \
    "0.1}}, 'deal_value': {'dist': 'lognormal', 'mean': 100, 'cv': 0.7}}}, 'goal': {'metric': 'revenue', "   \
    "'at_least': 4500}}"

/* The mean of revenue is 2 · 40 · 0.5 · 100; the others from four long runs, whose errors are some 25 times
 * smaller than those of the short ones, in a long run 50 times. */
static figures truth_of(bireme_sampler sampler, bool totals_only)
{
    figures truth = {.value = {0}};
    for (uint64_t seed = 1; seed <= 4; seed++) {
        figures one =
            figures_of(forecast(SMALL, sampler, totals_only, 9000 + seed, of_tier(1 << 18, 1 << 20), false));
        for (int k = 0; k < FIGURES; k++) truth.value[k] += one.value[k] / 4;
        if (seed == 4) check_z("mean of a long run", one.value[MEAN], one.se[MEAN], 4000);
    }
    truth.value[MEAN] = 4000;
    return truth;
}

/* |error| ≤ 2.13 se holds in 95 % of all runs for the mean and for a chance: the t-distribution with the 15
 * degrees of freedom of 16 replicates. The error of a quantile holds an estimate of the density as well, from
 * few values in a run so short, so it varies more and 5 to 12 % of the errors are beyond it. The numbers of
 * misses are binomial: each of 15 is as far out by chance once in 10⁶ on either side. The ratio of root mean
 * squares is known to some 5 % over 300 seeds, and to 8 % over 120. */
static void check_errors(bireme_sampler sampler, bool totals_only, const char *name)
{
    enum { SHORT = 2048 };
    const unsigned seeds = (unsigned)of_tier(120, 300);
    const double allowed = is_long() ? 1.25 : 1.33;
    figures truth = truth_of(sampler, totals_only);
    double squares[FIGURES] = {0}, stated[FIGURES] = {0};
    unsigned misses[FIGURES] = {0};
    for (uint64_t seed = 0; seed < seeds; seed++) {
        figures here = figures_of(forecast(SMALL, sampler, totals_only, 500 + seed, SHORT, false));
        for (int k = 0; k < FIGURES; k++) {
            double error = here.value[k] - truth.value[k];
            squares[k] += error * error / seeds;
            stated[k] += here.se[k] * here.se[k] / seeds;
            misses[k] += fabs(error) > 2.1314 * here.se[k];
        }
    }
    for (int k = 0; k < FIGURES; k++) {
        double ratio = sqrt(squares[k] / stated[k]);
        print_message("%s, %s: error / se %.3f, %u of %u outside\n", name, figure_name[k], ratio, misses[k],
                      seeds);
        double most = k == MEAN || k == GOAL ? 0.05 : 0.12;
        assert_true(gsl_cdf_binomial_P(misses[k], 0.05, seeds) > 1e-6);
        assert_true(misses[k] == 0 || gsl_cdf_binomial_Q(misses[k] - 1, most, seeds) > 1e-6);
        assert_true(ratio > 1 / allowed && ratio < allowed);
    }
}

static void stated_errors_are_those_that_are_made(void **state)
{
    (void)state;
    check_errors(BIREME_SAMPLER_SOBOL, false, "sobol");
    check_errors(BIREME_SAMPLER_SOBOL, true, "sobol, totals");
    check_errors(BIREME_SAMPLER_LHS, false, "lhs");
}

/* ------------------------ what points are worth */

/* The scenario that bireme is measured on, with a goal that about half of its trials reach. */
static figures reference(bireme_sampler sampler, bool totals_only, uint64_t seed)
{
    const bireme_override goal = {"goal", "{\"metric\": \"revenue\", \"at_least\": 4200000}"};
    const bireme_load_options load = {
        .size = sizeof(bireme_load_options), .overrides = &goal, .n_overrides = 1};
    bireme_scenario *scenario = NULL;
    bireme_error error;
    if (bireme_scenario_load(BIREME_SOURCE_DIR "/bench/reference.json", &load, NULL, &scenario, &error) !=
        BIREME_OK)
        fail_msg("%s", error.message);
    return figures_of(run_and_free(scenario, &(bireme_run_options){.size = sizeof(bireme_run_options),
                                                                   .trials = TRIALS,
                                                                   .sampler = sampler,
                                                                   .has_seed = true,
                                                                   .seed = seed,
                                                                   .threads = 2,
                                                                   .totals_only = totals_only}));
}

/* Variances of random numbers (their stated ones, which hardly differ from run to run) over those of Sobol
 * points: the spread of 24 seeds, known to 30 % only (every day of 12, to 45 %), must be `least`, and the
 * stated ones, with 15 degrees of freedom a seed, `stated` (which without the turn of the main dimensions are
 * 4 for all but the mean). */
static void check_worth(bool totals_only, const double least[FIGURES], const double least_stated[FIGURES])
{
    const unsigned seeds = (unsigned)of_tier(12, 24), random_seeds = (unsigned)of_tier(2, 4);
    double sum[FIGURES] = {0}, squares[FIGURES] = {0}, stated[FIGURES] = {0}, random[FIGURES] = {0};
    double first[FIGURES] = {0};
    for (uint64_t seed = 0; seed < seeds; seed++) {
        figures here = reference(BIREME_SAMPLER_SOBOL, totals_only, 700 + seed);
        for (int k = 0; k < FIGURES; k++) {
            if (seed == 0) first[k] = here.value[k];
            double off = here.value[k] - first[k];
            sum[k] += off;
            squares[k] += off * off;
            stated[k] += here.se[k] * here.se[k] / seeds;
        }
    }
    for (uint64_t seed = 0; seed < random_seeds; seed++) {
        figures here = reference(BIREME_SAMPLER_RANDOM, totals_only, 800 + seed);
        for (int k = 0; k < FIGURES; k++) random[k] += here.se[k] * here.se[k] / random_seeds;
    }
    for (int k = 0; k < FIGURES; k++) {
        double spread = (squares[k] - sum[k] * sum[k] / seeds) / (seeds - 1);
        print_message("%s%s: %.4g, variance 1 / %.1f of that at random, stated 1 / %.1f\n", figure_name[k],
                      totals_only ? ", totals" : "", first[k], random[k] / spread, random[k] / stated[k]);
        assert_true(random[k] / spread >= least[k] && random[k] / stated[k] >= least_stated[k]);
    }
}

static void a_run_with_periods_is_worth_many_random_ones(void **state)
{
    (void)state;
    /* Measured: 60 to 120 for the mean, 4 to 8 for the others. */
    check_worth(false, (const double[FIGURES]){[MEAN] = 30, [P50] = 2, [GOAL] = 2},
                (const double[FIGURES]){[MEAN] = 60, [P50] = 5, [GOAL] = 5});
}

static void a_run_of_totals_is_worth_many_random_ones(void **state)
{
    (void)state;
    /* Measured: 100 for the mean, 5 to 11 for the others. */
    check_worth(true, (const double[FIGURES]){[MEAN] = 60, [P10] = 2, [P50] = 2, [P90] = 2, [GOAL] = 2},
                (const double[FIGURES]){[MEAN] = 60, [P10] = 4, [P50] = 6, [P90] = 5, [GOAL] = 6});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_change_the_law_of_nothing),
        cmocka_unit_test(stated_errors_are_those_that_are_made),
        cmocka_unit_test(a_run_with_periods_is_worth_many_random_ones),
        cmocka_unit_test(a_run_of_totals_is_worth_many_random_ones),
    };
    return cmocka_run_group_tests_name("samplers", tests, NULL, NULL);
}
