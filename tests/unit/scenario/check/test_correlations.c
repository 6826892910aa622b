/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Correlations: patterns, connected sets, the copula's matrix, contradictions and their repair.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "unit/scenario/reading.h"

#include <math.h>
#include "numeric/solve/matrix.h"

/* Three channels a, b, c, each of which draws what `defaults` say; won and leads uncertain, deal values with
 * an uncertain mean; a's mql of its own is fixed. */
#define THREE(correlations)                                                                                  \
    "{\"start\": \"2027-01\", \"periods\": 3, \"funnel\": [\"lead\", \"mql\", \"won\"], \"defaults\": {"     \
    "\"organic_leads\": {\"dist\": \"gamma\", \"mean\": 9, \"sd\": 1, \"each\": true}, \"conversion\": "     \
    "{\"mql\": {\"dist\": \"uniform\", \"min\": 0.2, \"max\": 0.4, \"each\": true}, \"won\": {\"dist\": "    \
    "\"beta\", \"alpha\": 2, \"beta\": 8, \"each\": true}}, \"deal_value\": {\"dist\": \"gamma\", "          \
    "\"mean\": "                                                                                             \
    "{\"dist\": \"gamma\", \"mean\": 9, \"sd\": 1, \"each\": true}, \"cv\": 1}}, "                           \
    "\"channels\": {\"a\": {\"conversion\": {\"mql\": 0.3}}, \"b\": {}, \"c\": {}}, \"correlations\": "      \
    "[" correlations "]}"

static size_t index_in(const bireme_scenario *scenario, const bireme_correlated *set, const char *path)
{
    const bireme_model *model = bireme_scenario_model(scenario);
    for (size_t i = 0; i < set->n; i++)
        if (strcmp(model->quantities[set->quantity[i]].path, path) == 0) return i;
    fail_msg("%s is not in the set", path);
    return 0;
}

static void a_pair_becomes_a_set_with_pearsons_correlation(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(
        THREE("{\"between\": [\"channels.b.conversion.won\", \"channels.a.organic_leads\"], \"rank\": -0.3}"),
        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_int_equal(model->n_correlated, 1);
    const bireme_correlated *set = &model->correlated[0];
    assert_int_equal(set->n, 2);
    index_in(scenario, set, "channels.b.conversion.won");
    index_in(scenario, set, "channels.a.organic_leads");
    /* 2 sin(π ρ / 6); tolerance: an ulp or two of the sine. */
    assert_close(set->pearson[1], 2 * sin(acos(-1) * -0.3 / 6), 1e-15, 0);
    assert_true(set->pearson[0] == 1 && set->pearson[3] == 1 && set->pearson[1] == set->pearson[2]);
    bireme_scenario_free(scenario);
}

static void a_pattern_joins_every_pair_of_what_it_matches_in_defaults_too(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(THREE("{\"among\": \"channels.*.conversion.won\", \"rank\": 0.5}"),
                                        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_int_equal(model->n_correlated, 1);
    assert_int_equal(model->correlated[0].n, 3);
    for (int i = 0; i < 9; i++)
        assert_close(model->correlated[0].pearson[i], i % 4 == 0 ? 1 : 2 * sin(acos(-1) * 0.5 / 6), 1e-15, 0);
    bireme_scenario_free(scenario);
    scenario = load_ok(THREE("{\"among\": \"channels.*.deal_value.mean\", \"rank\": 0.5}"), NULL);
    assert_int_equal(bireme_scenario_model(scenario)->correlated[0].n, 3);
    bireme_scenario_free(scenario);
    /* a's mql is fixed: the pattern leaves it out */
    scenario = load_ok(THREE("{\"among\": \"channels.*.conversion.mql\", \"rank\": 0.5}"), NULL);
    assert_int_equal(bireme_scenario_model(scenario)->correlated[0].n, 2);
    bireme_scenario_free(scenario);
}

static void sets_that_no_pair_joins_stay_apart_and_missing_pairs_are_zero(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(
        THREE("{\"between\": [\"channels.a.organic_leads\", \"channels.b.organic_leads\"], \"rank\": 0.4},"
              "{\"between\": [\"channels.c.conversion.mql\", \"channels.c.conversion.won\"], \"rank\": 0.2},"
              "{\"between\": [\"channels.b.organic_leads\", \"channels.c.organic_leads\"], \"rank\": 0.4}"),
        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_int_equal(model->n_correlated, 2);
    const bireme_correlated *three = &model->correlated[model->correlated[0].n == 3 ? 0 : 1];
    assert_int_equal(three->n, 3);
    assert_int_equal(model->correlated[0].n + model->correlated[1].n, 5);
    size_t a = index_in(scenario, three, "channels.a.organic_leads");
    size_t c = index_in(scenario, three, "channels.c.organic_leads");
    assert_true(three->pearson[a * 3 + c] == 0);
    bireme_scenario_free(scenario);
}

#define CONTRADICTION                                                                                        \
    THREE("{\"between\": [\"channels.a.organic_leads\", \"channels.b.organic_leads\"], \"rank\": 0.9},"      \
          "{\"between\": [\"channels.b.organic_leads\", \"channels.c.organic_leads\"], \"rank\": 0.9},"      \
          "{\"between\": [\"channels.a.organic_leads\", \"channels.c.organic_leads\"], \"rank\": -0.9}")

static void a_contradiction_is_refused_with_the_nearest_matrix(void **state)
{
    (void)state;
    bireme_error error = load_error(CONTRADICTION, NULL);
    assert_int_equal(error.status, BIREME_SCENARIO);
    assert_string_equal(error.pointer, "/correlations/0");
    assert_contains(error.message, "`channels.a.organic_leads` [1, 0.483, -0.483]"); /* 6/π·asin(¼): r = ½ */
    assert_contains(error.message, "not positive definite");
}

static void a_contradiction_is_repaired_on_request_with_a_warning(void **state)
{
    (void)state;
    bireme_problems *problems = bireme_problems_create();
    bireme_scenario *scenario = NULL;
    const bireme_load_options options = {.size = sizeof(bireme_load_options), .repair_correlations = true};
    bireme_status status = bireme_scenario_load(put_file("scenario.json", CONTRADICTION), &options, problems,
                                                &scenario, NULL);
    assert_int_equal(status, BIREME_OK);
    assert_int_equal(bireme_problems_count(problems), 1);
    assert_int_equal(bireme_problems_count_errors(problems), 0);
    assert_contains(bireme_problems_get(problems, 0, NULL)->message, "the nearest that do not are taken");
    const bireme_correlated *set = &bireme_scenario_model(scenario)->correlated[0];
    assert_close(set->pearson[1], 0.5, 0, 1e-7); /* the smallest eigenvalue is 1e-8 instead of 0 */
    assert_true(bireme_matrix_cholesky(3, set->pearson, NULL, NULL));
    bireme_problems_free(problems);
    bireme_scenario_free(scenario);
}

static void a_large_contradiction_shows_its_matrix_row_by_row(void **state)
{
    (void)state;
    bireme_problems *problems = bireme_problems_create();
    bireme_scenario *scenario = NULL;
    const char *file = put_file("scenario.json", THREE("{\"among\": \"channels.*.*\", \"rank\": -0.5},"
                                                       "{\"among\": \"channels.*.*.*\", \"rank\": -0.5}"));
    assert_int_equal(bireme_scenario_load(file, NULL, problems, &scenario, NULL), BIREME_SCENARIO);
    assert_null(scenario);
    /* leads: three quantities, in one message; conversion and deal value: 3 + 2 + 3, a message and eight rows
     */
    assert_int_equal(bireme_problems_count(problems), 1 + 1 + 8);
    assert_contains(bireme_problems_get(problems, 1, NULL)->message, "8 quantities");
    assert_contains(bireme_problems_get(problems, 2, NULL)->message, "row 1, `channels.");
    bireme_problems_free(problems);
}

/* ------------------------ walks */

#define WALKS(correlations)                                                                                  \
    "{\"start\": \"2027-01\", \"periods\": 4, \"funnel\": [\"lead\", \"won\"], \"defaults\": "               \
    "{\"deal_value\": 9, "                                                                                   \
    "\"organic_leads\": {\"dist\": \"gamma\", \"mean\": 9, \"sd\": 1, \"each\": true}, \"conversion\": "     \
    "{\"won\": 0.2}, \"drift\": {\"leads\": 0.3, \"each\": true, \"deal_value\": 0.1}}, \"channels\": "      \
    "{\"a\": "                                                                                               \
    "{}, \"b\": {\"drift\": {\"leads\": 0.2}}, \"c\": {}, \"d\": {\"drift\": {\"leads\": 0}}}, "             \
    "\"correlations\": [" correlations "]}"

static void walks_are_a_set_of_one_row_each(void **state)
{
    (void)state;
    bireme_scenario *scenario = load_ok(WALKS("{\"among\": \"channels.*.drift.leads\", \"rank\": 0.4}"),
                                        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_int_equal(model->n_correlated, 1);
    const bireme_correlated *set = &model->correlated[0];
    assert_int_equal(set->kind, BIREME_CORRELATED_WALKS);
    assert_int_equal(set->n, 3); /* d does not drift */
    assert_string_equal(bireme_model_correlated_path(model, set, 1), "channels.b.drift.leads");
    assert_close(set->pearson[1], 2 * sin(acos(-1) * 0.4 / 6), 1e-15, 0);
    bireme_scenario_free(scenario);
}

static const char *correlation(const bireme_scenario *scenario, size_t set, const char *one, double *pearson)
{
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_correlated *of = &model->correlated[set];
    const char *path[2], *other = NULL;
    for (size_t i = 0; i < of->n; i++)
        for (size_t j = i + 1; j < of->n; j++) {
            double found = bireme_model_correlation(model, of, i, j, path);
            if (found == 0 || (strcmp(path[0], one) != 0 && strcmp(path[1], one) != 0)) continue;
            assert_null(other); /* told once */
            other = strcmp(path[0], one) == 0 ? path[1] : path[0];
            *pearson = found;
        }
    assert_non_null(other);
    return other;
}

static void single_increments_make_sets_with_all_of_their_walks(void **state)
{
    (void)state;
    double r;
    bireme_scenario *scenario = load_ok(
        WALKS("{\"between\": [\"channels.a.drift.leads\", \"channels.b.drift.leads\"], \"rank\": 0.4},"
              "{\"between\": [\"channels.b.organic_leads\", \"channels.b.drift.leads[3]\"], \"rank\": -0.2},"
              "{\"between\": [\"channels.c.drift.leads\", \"channels.c.drift.deal_value\"], \"rank\": 0.3},"
              "{\"between\": [\"channels.c.organic_leads\", \"channels.a.organic_leads\"], \"rank\": 0.1}"),
        NULL);
    const bireme_model *model = bireme_scenario_model(scenario);
    assert_int_equal(model->n_correlated, 3);
    const bireme_correlated *set = &model->correlated[2];
    assert_int_equal(model->correlated[0].kind, BIREME_CORRELATED_QUANTITIES);
    assert_int_equal(model->correlated[1].kind, BIREME_CORRELATED_WALKS);
    assert_int_equal(set->kind, BIREME_CORRELATED_INCREMENTS);
    assert_int_equal(set->n, 2 * 4 + 1);
    for (size_t i = 1; i < set->n; i++) assert_true(set->quantity[i] > set->quantity[i - 1]);
    assert_string_equal(correlation(scenario, 2, "channels.a.drift.leads", &r), "channels.b.drift.leads");
    assert_close(r, 2 * sin(acos(-1) * 0.4 / 6), 1e-15, 0);
    assert_string_equal(correlation(scenario, 2, "channels.b.drift.leads[3]", &r),
                        "channels.b.organic_leads");
    assert_close(r, 2 * sin(acos(-1) * -0.2 / 6), 1e-15, 0);
    bireme_scenario_free(scenario);
}

static void walks_are_repaired_once_for_all_periods(void **state)
{
    (void)state;
    bireme_problems *problems = bireme_problems_create();
    bireme_scenario *scenario = NULL;
    const bireme_load_options options = {.size = sizeof(bireme_load_options), .repair_correlations = true};
    const char *file = put_file(
        "scenario.json",
        WALKS("{\"between\": [\"channels.a.drift.leads\", \"channels.b.drift.leads\"], \"rank\": 0.9},"
              "{\"between\": [\"channels.b.drift.leads\", \"channels.c.drift.leads\"], \"rank\": 0.9},"
              "{\"between\": [\"channels.a.drift.leads\", \"channels.c.drift.leads\"], \"rank\": -0.9}"));
    assert_int_equal(bireme_scenario_load(file, &options, problems, &scenario, NULL), BIREME_OK);
    assert_int_equal(bireme_problems_count_errors(problems), 0);
    assert_contains(bireme_problems_get(problems, 0, NULL)->message, "the correlations of 3 walks");
    assert_close(bireme_scenario_model(scenario)->correlated[0].pearson[1], 0.5, 0, 1e-7);
    bireme_problems_free(problems);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pair_becomes_a_set_with_pearsons_correlation),
        cmocka_unit_test(a_pattern_joins_every_pair_of_what_it_matches_in_defaults_too),
        cmocka_unit_test(sets_that_no_pair_joins_stay_apart_and_missing_pairs_are_zero),
        cmocka_unit_test(a_contradiction_is_refused_with_the_nearest_matrix),
        cmocka_unit_test(a_contradiction_is_repaired_on_request_with_a_warning),
        cmocka_unit_test(a_large_contradiction_shows_its_matrix_row_by_row),
        cmocka_unit_test(walks_are_a_set_of_one_row_each),
        cmocka_unit_test(single_increments_make_sets_with_all_of_their_walks),
        cmocka_unit_test(walks_are_repaired_once_for_all_periods),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
