/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs that draw less than everything, or keep what does not change between them: they must mean the same.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "engine/run/study.h"
#include "compile/variant.h"
#include "scenario/internal.h"
#include "stats/sample.h"
#include "support/scenario_of.h"
#include "support/varied.h"

enum { TRIALS = 4096 };

static bireme_study *study_of(const bireme_scenario *scenario, const char *name, bireme_study_options options)
{
    const bireme_model *model = bireme_scenario_model(scenario);
    bireme_metrics *metrics;
    bireme_error error;
    bireme_study *study;
    assert_int_equal(bireme_metrics_create(model, &metrics, &error), BIREME_OK);
    const bireme_wanted wanted = {bireme_metrics_find(metrics, name), model->periods - 1, false};
    assert_true(wanted.metric != SIZE_MAX);
    bireme_metrics_free(metrics);
    options.trials = TRIALS;
    options.seed = 7;
    options.threads = 2;
    options.n_wanted = 1;
    options.wanted = &wanted;
    if (bireme_study_create(model, &options, &study, &error) != BIREME_OK) fail_msg("%s", error.message);
    return study;
}

static void run(bireme_study *study, const bireme_moves *moves, uint64_t trials, double *out)
{
    bireme_error error;
    bireme_compiled *compiled = NULL;
    double *list[] = {out};
    if (moves != NULL && bireme_variant_create(study->compiled, moves, &compiled, &error) != BIREME_OK)
        fail_msg("%s", error.message);
    if (bireme_study_run(study, compiled, NULL, trials, list, &error) != BIREME_OK)
        fail_msg("%s", error.message);
    bireme_variant_free(compiled);
}

typedef struct moments {
    double mean, se, sd;
} moments;

static moments moments_of(const bireme_study *study, const double *value)
{
    moments m = {0};
    double squares = 0, n = 0;
    m.mean = bireme_sample_mean(value, TRIALS, study->replicates, &m.se);
    for (size_t i = 0; i < TRIALS; i++)
        if (!isnan(value[i])) squares += (value[i] - m.mean) * (value[i] - m.mean), n++;
    m.sd = sqrt(squares / n);
    return m;
}

/* ------------------------ depth */

/* All counts drawn, wins alone, means: the same mean; the same spread of the first two, and no more of the
 * last. */
static void depths_have_the_same_mean(void **state)
{
    (void)state;
    static const char *const names[] = {"revenue", "wins", "contribution", "bookings"};
    static double value[TRIALS];
    for (unsigned number = 0; number < VARIED_COUNT; number++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            bireme_scenario *scenario = varied_scenario(&(varied){.number = number, .spend_scale = 1});
            bireme_study *whole = study_of(
                scenario, names[k], (bireme_study_options){.sampler = BIREME_SAMPLER_SOBOL, .whole = true});
            bireme_study *lean = study_of(scenario, names[k],
                                          (bireme_study_options){.sampler = BIREME_SAMPLER_SOBOL});
            assert_int_equal(whole->depth, BIREME_DEPTH_ALL);
            assert_int_equal(lean->depth, BIREME_DEPTH_WINS);
            run(whole, NULL, TRIALS, value);
            moments all = moments_of(whole, value);
            run(lean, NULL, TRIALS, value);
            moments wins = moments_of(lean, value);
            lean->means = true;
            assert_true(bireme_study_has_means(lean, 0));
            run(lean, NULL, TRIALS, value);
            moments means = moments_of(lean, value);
            assert_true(fabs(all.mean - wins.mean) <= 5 * hypot(all.se, wins.se));
            assert_true(fabs(all.mean - means.mean) <= 5 * hypot(all.se, means.se));
            assert_close(wins.sd, all.sd, 0.06, 0);
            assert_true(means.sd < 1.03 * all.sd);
            bireme_study_free(whole);
            bireme_study_free(lean);
            bireme_scenario_free(scenario);
        }
}

/* Of fixed rates the means are the same in every trial: the closed form. */
static void means_are_the_closed_form(void **state)
{
    (void)state;
    static double value[TRIALS];
    static const struct {
        const char *metric;
        double exact;
    } cases[] = {
        {"wins", 100}, {"revenue", 10000}, {"leads", 1000}, {"stage.opp", 400}, {"contribution", -12000}};
    bireme_scenario *scenario = scenario_of(
        "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], 'revenue': {'gross_margin': "
        "0.8},"
        " 'channels': {'ads': {'spend': 5000, 'deal_value': {'dist': 'gamma', 'mean': 100, 'cv': 0.5}, "
        "'cost_per_lead': 20, 'conversion': {'opp': 0.4, 'won': 0.25}}}}");
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bireme_study *study = study_of(scenario, cases[k].metric,
                                       (bireme_study_options){.sampler = BIREME_SAMPLER_RANDOM});
        study->means = true;
        run(study, NULL, TRIALS, value);
        for (size_t i = 0; i < TRIALS; i++) assert_close(value[i], cases[k].exact, 1e-12, 0);
        bireme_study_free(study);
    }
    bireme_scenario_free(scenario);
}

static void ratios_have_no_means(void **state)
{
    (void)state;
    bireme_scenario *scenario = varied_scenario(&(varied){.number = 2, .spend_scale = 1});
    bireme_study *study = study_of(scenario, "cac", (bireme_study_options){.sampler = BIREME_SAMPLER_SOBOL});
    assert_false(bireme_study_has_means(study, 0));
    assert_int_equal(study->depth, BIREME_DEPTH_WINS);
    bireme_study_free(study);
    study = study_of(scenario, "leads", (bireme_study_options){.sampler = BIREME_SAMPLER_SOBOL});
    assert_true(bireme_study_has_means(study, 0));
    assert_int_equal(study->depth, BIREME_DEPTH_ALL);
    bireme_study_free(study);
    bireme_scenario_free(scenario);
}

/* ------------------------ what is kept */

/* One study keeps what the rates decide, the other makes it anew: bit for bit the same, whatever ran
 * before. */
static void what_is_kept_changes_nothing(void **state)
{
    (void)state;
    static double kept[TRIALS], anew[TRIALS];
    for (unsigned number = 0; number < VARIED_COUNT; number++) {
        bireme_scenario *scenario = varied_scenario(&(varied){.number = number, .spend_scale = 1});
        const bireme_model *model = bireme_scenario_model(scenario);
        bireme_study *keeps = study_of(
            scenario, "revenue", (bireme_study_options){.sampler = BIREME_SAMPLER_SOBOL, .keeps = true});
        bireme_study *makes = study_of(scenario, "revenue",
                                       (bireme_study_options){.sampler = BIREME_SAMPLER_SOBOL});
        for (int k = 0; k < 5; k++) {
            double spend[16];
            for (size_t c = 0; c < model->n_channels; c++) spend[c] = 1 + 0.3 * (double)k - 0.1 * (double)c;
            const bireme_moves moves = {.spend = spend,
                                        .reps = model->n_teams > 0 ? model->teams[0].reps + k : NAN};
            keeps->means = makes->means = k % 2 == 0;
            uint64_t trials = k == 1 ? 700 : k == 2 ? TRIALS : 2000;
            run(keeps, &moves, trials, kept);
            run(makes, &moves, trials, anew);
            assert_memory_equal(kept, anew, trials * sizeof *kept);
        }
        bireme_study_free(keeps);
        bireme_study_free(makes);
        bireme_scenario_free(scenario);
    }
}

/* ------------------------ variants that a scenario could say */

#define CYCLE                                                                                                \
    "'cycle_days': {'opp': 30, 'won': {'dist': 'gamma', 'mean': {'dist': 'lognormal', 'median': 40, 'p90': " \
    "60}, 'cv': 0.5}},"
#define RATES                                                                                                \
    "'cost_per_lead': {'dist': 'lognormal', 'median': 20, 'p90': 28}, 'conversion': {'opp': 0.4, 'won': "    \
    "{'dist': 'beta', 'mean': 0.25, 'sd': 0.05}}"
#define ECONOMY                                                                                              \
    "'economy': {'regimes': {'good': {}, 'bad': {'leads': 0.7, 'conversion_odds': {'won': {'dist': 'pert', " \
    "'min': 0.5, 'mode': 0.7, 'max': 0.9}}}}, %s},"
#define MARKOV                                                                                               \
    "'start': 'good', 'transition': {'good': {'good': 0.8, 'bad': 0.2}, 'bad': {'bad': 0.7, 'good': 0.3}}"
#define SCENARIO(ECONOMY_OF, CYCLE_OF, RATES_OF)                                                             \
    "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], " ECONOMY_OF                       \
    " 'channels': {'ads': {'spend': 5000, 'deal_value': 100, " CYCLE_OF RATES_OF "}}}"

/* The means of the same trials: those of a variant of the one scenario, and those of the other. */
static void assert_same(const bireme_scenario *one, const bireme_moves *moves, const bireme_scenario *other)
{
    static double here[TRIALS], there[TRIALS];
    const bireme_study_options options = {.sampler = BIREME_SAMPLER_RANDOM};
    bireme_study *a = study_of(one, "revenue", options), *b = study_of(other, "revenue", options);
    a->means = b->means = true;
    run(a, moves, TRIALS, here);
    run(b, NULL, TRIALS, there);
    for (size_t i = 0; i < TRIALS; i++) assert_close(here[i], there[i], 1e-9, 0);
    bireme_study_free(a);
    bireme_study_free(b);
}

static void instant_is_a_scenario_without_cycle_times(void **state)
{
    (void)state;
    bireme_scenario *slow = scenario_of(SCENARIO("", CYCLE, RATES)),
                    *fast = scenario_of(SCENARIO("", "", RATES));
    assert_same(slow, &(bireme_moves){.reps = NAN, .instant = true}, fast);
    bireme_scenario_free(slow);
    bireme_scenario_free(fast);
}

static void a_pinned_number_is_a_fixed_one(void **state)
{
    (void)state;
    bireme_scenario
        *one = scenario_of(SCENARIO("", CYCLE, RATES)),
        *other = scenario_of(
            SCENARIO("", CYCLE,
                     "'cost_per_lead': {'dist': 'lognormal', 'median': 20, 'p90': 28}, 'conversion': {'opp': "
                     "0.4, 'won': 0.31}"));
    const bireme_model *model = bireme_scenario_model(one);
    double pinned[16];
    for (size_t q = 0; q < model->n_quantities; q++)
        pinned[q] = strcmp(model->quantities[q].path, "channels.ads.conversion.won") == 0 ? 0.31 : NAN;
    assert_same(one, &(bireme_moves){.reps = NAN, .pinned = pinned}, other);
    bireme_scenario_free(one);
    bireme_scenario_free(other);
}

/* The other member of its set keeps its law: the same as without the correlation, in distribution. */
static void a_pinned_member_leaves_the_others(void **state)
{
    (void)state;
    static double value[TRIALS];
    bireme_scenario *scenario =
        scenario_of(SCENARIO("'correlations': [{'between': ['channels.ads.cost_per_lead', "
                             "'channels.ads.conversion.won'], 'rank': -0.8}],",
                             "", RATES));
    const bireme_model *model = bireme_scenario_model(scenario);
    bireme_study *study = study_of(scenario, "wins", (bireme_study_options){.sampler = BIREME_SAMPLER_SOBOL});
    study->means = true;
    double pinned[16];
    for (size_t q = 0; q < model->n_quantities; q++)
        pinned[q] = strcmp(model->quantities[q].path, "channels.ads.conversion.won") == 0 ? 0.4 : NAN;
    run(study, &(bireme_moves){.reps = NAN, .pinned = pinned}, TRIALS, value);
    moments m = moments_of(study, value);
    double sigma = log(28 / 20.0) / 1.2815515655446004; /* E[1/X] = e^(σ²/2) / median */
    assert_close(m.mean, 20000 * 0.4 * 0.4 / 20 * exp(sigma * sigma / 2), 0.003, 0);
    assert_close(m.sd / m.mean, sqrt(exp(sigma * sigma) - 1), 0.03, 0);
    bireme_study_free(study);
    bireme_scenario_free(scenario);
}

static void a_path_of_the_economy_is_that_of_a_scenario(void **state)
{
    (void)state;
    bireme_scenario *drawn = scenario_of(SCENARIO(ECONOMY, CYCLE, RATES), MARKOV),
                    *given = scenario_of(SCENARIO(ECONOMY, CYCLE, RATES),
                                         "'path': ['good', 'bad', 'bad', 'good']");
    int path[] = {0, 1, 1, 0};
    assert_same(drawn, &(bireme_moves){.reps = NAN, .path = path}, given);
    bireme_scenario_free(drawn);
    bireme_scenario_free(given);
}

/* ------------------------ what the trials drew */

static void values_of_quantities_and_regimes(void **state)
{
    (void)state;
    static double value[TRIALS], bad[TRIALS];
    bireme_scenario *scenario = scenario_of(SCENARIO(ECONOMY, CYCLE, RATES), MARKOV);
    const bireme_model *model = bireme_scenario_model(scenario);
    bireme_study *study = study_of(scenario, "wins", (bireme_study_options){.sampler = BIREME_SAMPLER_SOBOL});
    bireme_error error;
    double mean = 0, all = 0;
    for (size_t q = 0; q < model->n_quantities; q++) {
        if (strcmp(model->quantities[q].path, "channels.ads.conversion.won") != 0) continue;
        assert_int_equal(bireme_study_quantity(study, (int)q, TRIALS, value, &error), BIREME_OK);
        for (size_t i = 0; i < TRIALS; i++) mean += value[i] / TRIALS;
    }
    assert_close(mean, 0.25, 0.001, 0);
    assert_int_equal(bireme_study_regime(study, 0, 3, TRIALS, value, &error), BIREME_OK);
    assert_int_equal(bireme_study_regime(study, 1, 3, TRIALS, bad, &error), BIREME_OK);
    for (size_t i = 0; i < TRIALS; i++) {
        assert_true(value[i] + bad[i] == 4);
        all += bad[i] / TRIALS;
    }
    assert_close(all, 0.2 + 0.3 + 0.35, 0.01, 0); /* P(bad) in the second period, the third, the fourth */
    bireme_study_free(study);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(depths_have_the_same_mean),
        cmocka_unit_test(means_are_the_closed_form),
        cmocka_unit_test(ratios_have_no_means),
        cmocka_unit_test(what_is_kept_changes_nothing),
        cmocka_unit_test(instant_is_a_scenario_without_cycle_times),
        cmocka_unit_test(a_pinned_number_is_a_fixed_one),
        cmocka_unit_test(a_pinned_member_leaves_the_others),
        cmocka_unit_test(a_path_of_the_economy_is_that_of_a_scenario),
        cmocka_unit_test(values_of_quantities_and_regimes),
    };
    return cmocka_run_group_tests_name("engine.study_depth", tests, NULL, NULL);
}
