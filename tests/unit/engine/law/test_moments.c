/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Moments given the rates: against closed forms, against the law, of one variant after another; and the gamma
 * distribution that is made of them.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "compile/variant.h"
#include "engine/law/moments.h"
#include "numeric/special/special.h"
#include "support/scenario_of.h"
#include "support/tier.h"
#include "support/varied.h"
#include "unit/engine/law/made_study.h"

enum { TRIALS = 512 };

static void find(bireme_study *study, const bireme_compiled *compiled, bireme_law_kept *kept,
                 bireme_law_moments *out)
{
    bireme_error error;
    if (bireme_law_find_moments(study, compiled, 0, TRIALS, kept, out, &error) != BIREME_OK)
        fail_msg("%s", error.message);
}

/* ------------------------ closed forms */

/* 1,200 leads, a tenth won at once, each worth a gamma value of mean 100 and cv ½: k = 4, θ = 25. */
static void a_compound_poisson_sum_has_its_cumulants(void **state)
{
    (void)state;
    bireme_scenario *scenario = scenario_of(
        "{'start': '2027-01', 'periods': 12, 'funnel': ['lead', 'won'], 'channels': {'a': {'organic_leads': "
        "100, "
        "'conversion': {'won': 0.1}, 'deal_value': {'dist': 'gamma', 'mean': 100, 'cv': 0.5}}}}");
    bireme_study *study = study_for(scenario, "revenue", TRIALS, 2, true);
    bireme_law_kept kept = {0};
    bireme_law_moments m[TRIALS];
    find(study, NULL, &kept, m);
    const double wins = 120, k = 4, scale = 25;
    for (size_t i = 0; i < TRIALS; i += 100) {
        assert_close(m[i].mean, wins * k * scale, 1e-9, 0);
        assert_close(m[i].variance, wins * k * (k + 1) * scale * scale, 1e-9, 0);
        assert_close(m[i].third, wins * k * (k + 1) * (k + 2) * scale * scale * scale, 1e-4, 0);
    }
    bireme_law_kept_free(&kept);
    bireme_study_free(study);
    study = study_for(scenario, "wins", TRIALS, 2, true);
    find(study, NULL, &kept, m);
    assert_close(m[7].mean, wins, 1e-9, 0);
    assert_close(m[7].variance, wins, 1e-9, 0);
    assert_close(m[7].third, wins, 1e-9, 0);
    bireme_law_kept_free(&kept);
    bireme_study_free(study);
    bireme_scenario_free(scenario);
}

/* ------------------------ against the law, and of one variant after another */

static bireme_compiled *variant_with(const bireme_study *study, double factor)
{
    const bireme_model *model = study->compiled->model;
    double *spend = calloc(model->n_channels, sizeof *spend);
    bireme_compiled *out;
    bireme_error error;
    assert_non_null(spend);
    for (size_t c = 0; c < model->n_channels; c++) spend[c] = c == 0 ? factor : 1 / factor;
    const bireme_moves moves = {.spend = spend, .reps = factor > 1 ? 5 : NAN};
    if (bireme_variant_create(study->compiled, &moves, &out, &error) != BIREME_OK)
        fail_msg("%s", error.message);
    free(spend);
    return out;
}

static void agree_with_law(bireme_study *study, const bireme_compiled *compiled, bireme_law_kept *kept)
{
    bireme_law_moments *m = calloc(TRIALS, sizeof *m), *alone = calloc(TRIALS, sizeof *alone);
    bireme_law_tables tables = {0};
    bireme_law_kept fresh = {0};
    bireme_law *law;
    bireme_error error;
    double mean = 0, square = 0;
    assert_true(m != NULL && alone != NULL);
    find(study, compiled, kept, m);
    find(study, compiled, &fresh, alone);
    for (size_t i = 0; i < TRIALS; i++) {
        assert_close(m[i].mean, alone[i].mean, 1e-12, 1e-9);
        assert_close(m[i].variance, alone[i].variance, 1e-12, 1e-9);
        mean += m[i].mean / TRIALS;
        square += (m[i].variance + m[i].mean * m[i].mean) / TRIALS;
    }
    assert_int_equal(bireme_law_create(study, compiled, 0, TRIALS, &tables, &law, &error), BIREME_OK);
    assert_close(bireme_law_mean(law).value, mean, 1e-12, 1e-9);
    assert_close(bireme_law_variance(law).value, square - mean * mean, 1e-6, 1e-9 * square);
    bireme_law_free(law);
    bireme_law_tables_free(&tables);
    bireme_law_kept_free(&fresh);
    free(m);
    free(alone);
}

static void variants_have_the_moments_of_their_law(void **state)
{
    (void)state;
    static const char *const names[] = {"revenue", "wins", "contribution"};
    size_t compared = 0;
    for (unsigned number = 0; number < (unsigned)of_build(VARIED_COUNT / 2, 1); number++) {
        bireme_scenario *scenario = varied_scenario(&(varied){.number = number, .spend_scale = 1});
        bireme_study *study = study_for(scenario, names[number % 3], TRIALS, 2, true);
        bireme_law_kept kept = {0};
        for (double factor = 0.25; factor < 5 && bireme_law_exists(study, 0); factor *= 4, compared++) {
            bireme_compiled *compiled = variant_with(study, factor);
            agree_with_law(study, NULL, &kept);
            agree_with_law(study, compiled, &kept);
            bireme_variant_free(compiled);
        }
        bireme_law_kept_free(&kept);
        bireme_study_free(study);
        bireme_scenario_free(scenario);
    }
    assert_true(compared > 0);
}

/* ------------------------ the gamma distribution */

static double below(bireme_law_moments m, double x)
{
    double p, q;
    bireme_law_moments_below(m, x, &p, &q);
    assert_close(p + q, 1, 1e-12, 0);
    return p;
}

static void moments_make_a_gamma_distribution(void **state)
{
    (void)state;
    const bireme_law_moments normal = {10, 4, 0}, exponential = {3, 1, 2}, mirror = {-3, 1, -2},
                             atom = {5, 0, 0};
    for (double x = 4; x < 16; x += 1.5)
        assert_close(below(normal, x), bireme_normal_cdf((x - 10) / 2), 1e-12, 0);
    for (double x = 2.1; x < 9; x += 0.7) { /* 2 and an exponential variable */
        assert_close(below(exponential, x), 1 - exp(-(x - 2)), 1e-12, 0);
        assert_close(below(mirror, -x), exp(-(x - 2)), 1e-12, 0);
        assert_close(bireme_law_moments_short(exponential, x), x - 2 - (1 - exp(-(x - 2))), 1e-11, 0);
        assert_close(bireme_law_moments_short(mirror, -x), exp(-(x - 2)), 1e-11, 0);
    }
    assert_close(below(exponential, 1.9), 0, 0, 0);
    assert_close(bireme_law_moments_short(exponential, 1.9), 0, 0, 0);
    assert_close(bireme_law_moments_short(normal, 10), 2 * 0.3989422804014327, 1e-12, 0);
    assert_true(below(atom, 4.9) == 0 && below(atom, 5) == 1);
    assert_close(bireme_law_moments_short(atom, 7), 2, 0, 0);
    /* nearly no skewness: next to the normal */
    const bireme_law_moments near = {10, 4, 8 * 2e-4};
    assert_close(below(near, 11), bireme_normal_cdf(0.5), 1e-4, 0);
    /* the integral of P is what falls short */
    const bireme_law_moments skew = {10, 4, 6};
    double sum = 0, step = 1e-3;
    for (double x = -10; x < 9; x += step) sum += step * below(skew, x + step / 2);
    assert_close(bireme_law_moments_short(skew, 9), sum, 1e-6, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_compound_poisson_sum_has_its_cumulants),
        cmocka_unit_test(variants_have_the_moments_of_their_law),
        cmocka_unit_test(moments_make_a_gamma_distribution),
    };
    return cmocka_run_group_tests_name("engine.law.moments", tests, NULL, NULL);
}
