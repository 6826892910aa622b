/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Laws against what is known: Poisson counts, compound Poisson sums by closed form and by convolution,
 * mixtures by their integral; and against the drawn engine.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "compile/variant.h"
#include "engine/law/law.h"
#include "numeric/special/special.h"
#include "support/scenario_of.h"
#include "support/tier.h"
#include "support/varied.h"
#include "unit/engine/law/made_study.h"

enum { TRIALS = 4096 };

static bireme_law_tables tables; /* of the law at hand */

static bireme_law *law_of_study(bireme_study *study, uint64_t trials)
{
    bireme_law *law;
    bireme_error error;
    bireme_law_tables_free(&tables);
    if (bireme_law_create(study, NULL, 0, trials, &tables, &law, &error) != BIREME_OK)
        fail_msg("%s", error.message);
    return law;
}

static int end(void **state)
{
    (void)state;
    bireme_law_tables_free(&tables);
    return 0;
}

/* The law of a metric of a scenario, which is freed. With fixed rates all trials are the same. */
static bireme_law *law_from(bireme_scenario *scenario, const char *name, uint64_t trials)
{
    bireme_study *study = study_for(scenario, name, trials, 2, false);
    assert_non_null(study);
    assert_true(bireme_law_exists(study, 0));
    bireme_law *law = law_of_study(study, trials);
    bireme_study_free(study);
    bireme_scenario_free(scenario);
    return law;
}

static bireme_law *law_of(bireme_scenario *scenario, const char *name)
{
    return law_from(scenario, name, 256);
}

static bireme_threshold at_least(double x)
{
    return bireme_threshold_of(x, 0, false);
}

static bireme_threshold at_most(double x)
{
    return bireme_threshold_of(x, 0, true);
}

/* One channel with `leads` a period for a year, of which the share `won` closes at once. */
static bireme_scenario *plain(const char *leads, const char *won, const char *value, const char *rest)
{
    return scenario_of(
        "{'name': 's', 'start': '2027-01', 'periods': 12, 'funnel': ['lead', 'won'], 'channels': "
        "{'a': {'owner': 'marketing', 'organic_leads': %s, 'conversion': {'won': %s}, "
        "'deal_value': %s}}%s}",
        leads, won, value, rest);
}

static double poisson_at_least(double mean, double k)
{
    double p, q;
    if (k <= 0) return 1;
    bireme_gamma_pq(k, mean, &p, &q);
    return p;
}

/* ------------------------ with fixed rates everything is exact */

static void counts_are_poisson(void **state)
{
    (void)state;
    const double mean = 12 * 40 * 0.2;
    bireme_law *law = law_of(plain("40", "0.2", "1000", ""), "wins");
    for (double k = 60; k <= 130; k += 7) {
        bireme_law_found found = bireme_law_share(law, at_least(k));
        assert_close(found.value, poisson_at_least(mean, k), 1e-11, 0);
        assert_close(found.se, 0, 0, 1e-15);
        assert_close(bireme_law_share(law, at_most(k)).value, 1 - poisson_at_least(mean, k + 1), 1e-11,
                     1e-12);
    }
    double q = bireme_law_quantile(law, 0.9).value;
    assert_true(q == floor(q) && 1 - poisson_at_least(mean, q + 1) >= 0.9 &&
                1 - poisson_at_least(mean, q) < 0.9);
    assert_close(bireme_law_mean(law).value, mean, 1e-12, 0);
    assert_close(bireme_law_variance(law).value, mean, 1e-12, 0);
    bireme_law_free(law);
}

/* At one price the sum is the price times a Poisson count. */
static void one_price_makes_steps(void **state)
{
    (void)state;
    const double mean = 12 * 2 * 0.25;
    bireme_law *law = law_of(plain("2", "0.25", "25000", ""), "revenue");
    for (double k = 0; k < 20; k++) {
        assert_close(bireme_law_share(law, at_least(25000 * k)).value, poisson_at_least(mean, k), 1e-10,
                     1e-13);
        assert_close(bireme_law_share(law, at_least(25000 * k - 24999)).value, poisson_at_least(mean, k),
                     1e-10, 1e-13);
    }
    assert_close(bireme_law_quantile(law, 0.5).value, 25000 * 6, 1e-9, 0);
    bireme_law_free(law);
}

/* A price list of 2, 3 and 7, by Panjer's recursion: j g_j = Σ_x mean x p_x g_(j − x), g_0 = e^−mean. */
static void a_price_list_is_as_by_recursion(void **state)
{
    (void)state;
    enum { MOST = 120 };
    const int price[] = {2, 3, 7};
    const double share[] = {0.2, 0.5, 0.3}, mean = 12 * 5 * 0.2;
    double mass[MOST] = {exp(-mean)}, below = 0;
    for (int j = 1; j < MOST; j++) {
        for (int k = 0; k < 3; k++)
            if (price[k] <= j) mass[j] += mean * share[k] * price[k] * mass[j - price[k]] / j;
    }
    bireme_law *law = law_of(
        plain("5", "0.2", "{'dist': 'discrete', 'values': [200, 300, 700], 'weights': [0.2, 0.5, 0.3]}", ""),
        "revenue");
    for (int j = 0; j < MOST; j++) {
        below += mass[j];
        assert_close(bireme_law_share(law, at_most(100 * j)).value, below, 0, 1e-6);
    }
    bireme_law_free(law);
}

/* P(S ≤ x) = Σ_n e^−mean mean^n / n! · P(n values ≤ x), for gamma values of shape k and scale s a gamma of
 * shape n k; the first term is the atom of nothing won. */
static double compound_gamma(double mean, double shape, double scale, double x)
{
    double weight = exp(-mean), sum = x >= 0 ? weight : 0;
    for (int n = 1; n < 400 && x > 0; n++) {
        double p, q;
        weight *= mean / n;
        bireme_gamma_pq(n * shape, x / scale, &p, &q);
        sum += weight * p;
    }
    return sum;
}

static void sums_of_gammas_are_as_by_their_series(void **state)
{
    (void)state;
    const double means[] = {0.6, 3, 96};
    for (size_t i = 0; i < 3; i++) {
        char leads[32];
        (void)snprintf(leads, sizeof leads, "%.17g", means[i] / 12 / 0.2);
        bireme_law *law = law_of(plain(leads, "0.2", "{'dist': 'gamma', 'shape': 2, 'scale': 500}", ""),
                                 "revenue");
        for (double x = 0; x < means[i] * 1000 + 8000; x += 731) {
            double exact = compound_gamma(means[i], 2, 500, x);
            assert_close(bireme_law_share(law, at_most(x)).value, exact, 0, 5e-6);
        }
        double q = bireme_law_quantile(law, 0.8).value;
        assert_close(compound_gamma(means[i], 2, 500, q), 0.8, 0, 5e-6);
        bireme_law_free(law);
    }
}

/* E[Y | the worst tenth], of a compound Poisson-exponential sum, by its distribution function. */
static void the_tail_mean_is_the_integral_of_the_tail(void **state)
{
    (void)state;
    const double mean = 18, scale = 1000;
    bireme_law *law = law_of(plain("7.5", "0.2", "{'dist': 'exponential', 'mean': 1000}", ""), "revenue");
    double q = bireme_law_quantile(law, 0.1).value, below = 0, step = q / 4000;
    for (int i = 0; i < 4000; i++) below += step * compound_gamma(mean, 1, scale, (i + 0.5) * step);
    assert_close(bireme_law_tail_mean(law, 0.1, false).value, q - below / 0.1, 1e-4, 0);
    double all = bireme_law_mean(law).value, low = bireme_law_tail_mean(law, 0.4, false).value,
           high = bireme_law_tail_mean(law, 0.6, true).value;
    assert_close(0.4 * low + 0.6 * high, all, 1e-6, 0);
    bireme_law_free(law);
}

/* ------------------------ uncertain rates */

/* Wins with a beta rate: P(N ≥ k) = E[P(Poisson(λp) ≥ k)], by the midpoint rule over quantiles. */
static void a_beta_rate_is_integrated(void **state)
{
    (void)state;
    enum { NODES = 4000 };
    const double leads = 12 * 50;
    bireme_law *law = law_from(plain("50", "{'dist': 'beta', 'alpha': 21, 'beta': 81}", "1000", ""), "wins",
                               TRIALS);
    for (double k = 80; k <= 180; k += 20) {
        double exact = 0, y;
        for (int i = 0; i < NODES; i++) {
            double u = (i + 0.5) / NODES;
            exact += poisson_at_least(leads * bireme_beta_pq_inverse(21, 81, u, 1 - u, &y), k) / NODES;
        }
        bireme_law_found found = bireme_law_share(law, at_least(k));
        assert_true(found.se > 0 && found.se < 2e-3);
        assert_close(found.value, exact, 0, 4 * found.se + 1e-6);
    }
    bireme_law_free(law);
}

/* A cost of goods for each deal, a margin and a commission: contribution is the sum of what each deal leaves,
 * less what is spent. With exponential values of mean 1,000, 60 % of which are left, less 100 a deal: each is
 * worth 0.6 V − 100, which may be a loss. Moments by hand; the distribution by drawn trials elsewhere. */
static void a_deal_may_cost_something(void **state)
{
    (void)state;
    bireme_law *law = law_of(plain("10", "0.5", "{'dist': 'exponential', 'mean': 1000}",
                                   ", 'revenue': {'gross_margin': 0.6, 'unit_cost': 100}"),
                             "contribution");
    const double mean = 60, each = 500, square = 0.36 * 2e6 - 2 * 0.6 * 100 * 1000 + 1e4;
    assert_close(bireme_law_mean(law).value, mean * each, 1e-9, 0);
    assert_close(bireme_law_variance(law).value, mean * square, 1e-6, 0);
    bireme_law_free(law);
}

/* ------------------------ the drawn engine */

static double compare(const double *value, size_t n, const bireme_law *law, double p, double *worst)
{
    size_t at = (size_t)(p * (double)n), hits = 0;
    double x = value[at];
    for (size_t i = 0; i < n; i++) hits += value[i] <= x;
    double drawn = (double)hits / (double)n;
    bireme_law_found found = bireme_law_share(law, (bireme_threshold){x + 1e-9 * fabs(x), true});
    double z = (found.value - drawn) / sqrt(found.se * found.se + drawn * (1 - drawn) / (double)n + 1e-10);
    *worst = fmax(*worst, fabs(z));
    return z;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Every metric that has a law, of scenarios with every feature: the shares below its drawn percentiles, to
 * within 4.5 standard errors; and its mean is that of the depth of means, to the last bits. */
static void laws_agree_with_drawn_trials(void **state)
{
    (void)state;
    enum { DRAWN = 8192 };
    static double value[DRAWN];
    static const char *const names[] = {"revenue",
                                        "wins",
                                        "leads",
                                        "bookings",
                                        "contribution",
                                        "npv.lifetime",
                                        "owner.marketing.revenue",
                                        "carried_out_value",
                                        "cost.sales"};
    size_t laws = 0;
    const unsigned step = (unsigned)of_tier(of_build(8, VARIED_COUNT), of_build(1, 6));
    const size_t each = of_build(of_tier(3, 1), 4);
    for (unsigned number = 1; number < VARIED_COUNT; number += step)
        for (size_t k = 0; k < sizeof names / sizeof *names; k += each) {
            bireme_scenario *scenario = varied_scenario(&(varied){.number = number, .spend_scale = 1});
            bireme_study *study = study_for(scenario, names[k], DRAWN, 2, false);
            if (study != NULL && bireme_law_exists(study, 0)) {
                double *out[] = {value}, worst = 0, mean = 0;
                bireme_error error;
                bireme_law *law = law_of_study(study, TRIALS);
                study->means = true;
                assert_int_equal(bireme_study_run(study, NULL, NULL, TRIALS, out, &error), BIREME_OK);
                for (size_t i = 0; i < TRIALS; i++) mean += value[i] / TRIALS;
                assert_close(bireme_law_mean(law).value, mean, 1e-9, 1e-6);
                study->means = false;
                assert_int_equal(bireme_study_run(study, NULL, NULL, DRAWN, out, &error), BIREME_OK);
                qsort(value, DRAWN, sizeof *value, ascending);
                const double at[] = {0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98};
                for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
                    double z = compare(value, DRAWN, law, at[i], &worst);
                    if (!(fabs(z) <= 4.5))
                        fail_msg("scenario %u, %s at %g: z = %g", number, names[k], at[i], z);
                }
                laws++;
                bireme_law_free(law);
            }
            bireme_study_free(study);
            bireme_scenario_free(scenario);
        }
    assert_true(laws >= 3);
}

/* ------------------------ the rest */

static void the_number_of_threads_changes_nothing(void **state)
{
    (void)state;
    double found[2];
    enum { FEW = 1024 };
    for (int i = 0; i < 2; i++) {
        bireme_scenario *scenario = varied_scenario(&(varied){.number = 3, .spend_scale = 1});
        bireme_study *study = study_for(scenario, "revenue", FEW, 1 + 2 * i, false);
        bireme_law *law = law_of_study(study, FEW);
        found[i] = bireme_law_quantile(law, 0.37).value;
        bireme_law_free(law);
        bireme_study_free(study);
        bireme_scenario_free(scenario);
    }
    assert_memory_equal(&found[0], &found[1], sizeof found[0]);
}

/* Values without a variance, and ratios of what is drawn. */
static void some_metrics_have_none(void **state)
{
    (void)state;
    bireme_scenario *scenario =
        plain("40", "0.2", "{'dist': 'metalog', 'p10': 1000, 'p50': 4000, 'p90': 30000, 'lower': 0}", "");
    bireme_study *study = study_for(scenario, "revenue", TRIALS, 1, false);
    assert_false(bireme_law_exists(study, 0));
    bireme_study_free(study);
    study = study_for(scenario, "wins", TRIALS, 1, false);
    assert_true(bireme_law_exists(study, 0));
    bireme_study_free(study);
    bireme_scenario_free(scenario);
    scenario = varied_scenario(&(varied){.number = 0, .spend_scale = 1});
    study = study_for(scenario, "cac", TRIALS, 1, false);
    assert_non_null(study);
    assert_false(bireme_law_exists(study, 0));
    bireme_study_free(study);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_poisson),
        cmocka_unit_test(one_price_makes_steps),
        cmocka_unit_test(a_price_list_is_as_by_recursion),
        cmocka_unit_test(sums_of_gammas_are_as_by_their_series),
        cmocka_unit_test(the_tail_mean_is_the_integral_of_the_tail),
        cmocka_unit_test(a_beta_rate_is_integrated),
        cmocka_unit_test(a_deal_may_cost_something),
        cmocka_unit_test(laws_agree_with_drawn_trials),
        cmocka_unit_test(the_number_of_threads_changes_nothing),
        cmocka_unit_test(some_metrics_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
