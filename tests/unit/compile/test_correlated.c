/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The triangles of correlated sets: what they do to walks, followed through the bridge.
 */
#include "unit/scenario/reading.h"

#include <math.h>
#include <stdlib.h>
#include "compile/compiled.h"

#define WALKS(correlations)                                                                                  \
    "{\"start\": \"2027-01\", \"periods\": 7, \"funnel\": [\"lead\", \"won\"], \"defaults\": "               \
    "{\"conversion\": {\"won\": 0.2}}, \"channels\": {\"a\": {\"drift\": {\"leads\": 0.3}, "                 \
    "\"organic_leads\": {\"dist\": \"gamma\", \"mean\": 9, \"sd\": 1}}, \"b\": {\"organic_leads\": 5, "      \
    "\"drift\": {\"leads\": 0.2}}, \"c\": {\"organic_leads\": 4, \"drift\": {\"leads\": 0.2}}}, "            \
    "\"correlations\": [" correlations "]}"

enum { PERIODS = 7, MOST = 64 };

/* Scores as combinations of independent ones: of quantity q row q. */
static double score[MOST][MOST];

static void follow(const bireme_compiled *compiled)
{
    for (size_t q = 0; q < MOST; q++)
        for (size_t e = 0; e < MOST; e++) score[q][e] = q == e;
    for (size_t c = 0; c < compiled->n_correlated; c++) {
        const bireme_compiled_correlated *set = &compiled->correlated[c];
        for (size_t t = 0; t < set->times; t++)
            for (size_t i = 0; i < set->n; i++)
                for (size_t j = 0; j < set->n; j++)
                    score[set->quantity[i] + (int)t][set->quantity[j] + (int)t] =
                        set->cholesky[i * set->n + j];
    }
}

/* The increment of the walk in period t, by the steps of the bridge, in the unit of its deviation. */
static void follow_walk(const bireme_compiled *compiled, size_t w, size_t t, double *out)
{
    static double b[PERIODS][MOST];
    for (size_t k = 0; k < PERIODS; k++) {
        const bireme_walk_step *step = &compiled->walk_steps[k];
        const double *own = score[compiled->model->walks[w].first + (int)step->period];
        for (size_t e = 0; e < MOST; e++)
            b[step->period][e] = step->sd * own[e] +
                                 (step->left >= 0 ? step->from_left * b[step->left][e] : 0) +
                                 (step->right >= 0 ? step->from_right * b[step->right][e] : 0);
    }
    double length = compiled->days / 365.25 * (t == 0 ? 0.5 : 1);
    for (size_t e = 0; e < MOST; e++) out[e] = (b[t][e] - (t > 0 ? b[t - 1][e] : 0)) / sqrt(length);
}

static double product(const double *x, const double *y)
{
    double sum = 0;
    for (size_t e = 0; e < MOST; e++) sum += x[e] * y[e];
    return sum;
}

static bireme_compiled *compile(const bireme_scenario *scenario)
{
    bireme_compiled *compiled = NULL;
    bireme_error error;
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_true(model->n_quantities <= MOST && model->n_walks == 3 && model->periods == PERIODS);
    if (bireme_compile_begin(model, true, &compiled, &error) != BIREME_OK) fail_msg("%s", error.message);
    follow(compiled);
    return compiled;
}

/* expected(v, s, w, t): the correlation of the increment of walk v in s with that of w in t. */
static void check_walks(const bireme_compiled *compiled,
                        double (*expected)(size_t v, size_t s, size_t w, size_t t))
{
    double one[MOST], other[MOST];
    for (size_t v = 0; v < 3; v++)
        for (size_t s = 0; s < PERIODS; s++)
            for (size_t w = 0; w < 3; w++)
                for (size_t t = 0; t < PERIODS; t++) {
                    follow_walk(compiled, v, s, one);
                    follow_walk(compiled, w, t, other);
                    /* rounding of sums of some twenty terms */
                    assert_close(product(one, other), v == w ? s == t : expected(v, s, w, t), 0, 1e-12);
                }
}

static double normal(double rank)
{
    return 2 * sin(acos(-1) * rank / 6);
}

static double a_and_b_in_every_period(size_t v, size_t s, size_t w, size_t t)
{
    return s == t && v + w == 1 ? normal(0.5) : 0;
}

static void walks_are_correlated_in_every_period(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(
        WALKS("{\"between\": [\"channels.a.drift.leads\", \"channels.b.drift.leads\"], \"rank\": 0.5}"),
        NULL);
    bireme_compiled *compiled = compile(scenario);
    assert_int_equal(compiled->correlated[0].n, 2);
    assert_int_equal(compiled->correlated[0].times, PERIODS);
    check_walks(compiled, a_and_b_in_every_period);
    bireme_compiled_free(compiled);
    bireme_scenario_free(scenario);
}

/* Besides, b's in period 6 with c's in period 0. */
static double also_single_ones(size_t v, size_t s, size_t w, size_t t)
{
    if ((v == 1 && s == 6 && w == 2 && t == 0) || (w == 1 && t == 6 && v == 2 && s == 0)) return normal(-0.7);
    return a_and_b_in_every_period(v, s, w, t);
}

static void single_increments_are_correlated_and_no_others(void **state)
{
    (void)state;
    double other[MOST];
    bireme_scenario *scenario = load_ok(
        WALKS(
            "{\"between\": [\"channels.a.drift.leads\", \"channels.b.drift.leads\"], \"rank\": 0.5}, "
            "{\"between\": [\"channels.c.drift.leads[0]\", \"channels.b.drift.leads[6]\"], \"rank\": -0.7}, "
            "{\"between\": [\"channels.a.organic_leads\", \"channels.a.drift.leads[3]\"], \"rank\": 0.4}"),
        NULL);
    bireme_compiled *compiled = compile(scenario);
    assert_int_equal(compiled->n_correlated, 1);
    assert_int_equal(compiled->correlated[0].n, 3 * PERIODS + 1);
    check_walks(compiled, also_single_ones);
    for (size_t w = 0; w < 3; w++)
        for (size_t t = 0; t < PERIODS; t++) {
            follow_walk(compiled, w, t, other);
            const int rate = compiled->model->channels[0].organic_leads;
            assert_close(product(score[rate], other), w == 0 && t == 3 ? normal(0.4) : 0, 0, 1e-12);
        }
    bireme_compiled_free(compiled);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walks_are_correlated_in_every_period),
        cmocka_unit_test(single_increments_are_correlated_and_no_others),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
