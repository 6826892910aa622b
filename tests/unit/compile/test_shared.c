/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is equal is made once, what is not is told apart.
 */
#include "support/check.h"

#include "compile/shared.h"

static bireme_dist *make(const char *family, const char *a, double x, const char *b, double y, double max)
{
    bireme_dist *dist = NULL;
    bireme_error error;
    const bireme_dist_argument arguments[2] = {{.name = a, .value = x}, {.name = b, .value = y}};
    const bireme_dist_spec spec = {.family = bireme_family_find(family),
                                   .arguments = arguments,
                                   .n_arguments = 2,
                                   .has_max = max > 0,
                                   .max = max};
    assert_int_equal(bireme_dist_create(&spec, &dist, &error), BIREME_OK);
    return dist;
}

static bireme_dist *make_list(const char *family, const char *second, const double *values, size_t n,
                              const double *weights, size_t n_weights)
{
    bireme_dist *dist = NULL;
    bireme_error error;
    const bireme_dist_argument arguments[2] = {
        {.name = family[0] == 'h' ? "edges" : "values", .values = values, .n = n},
        {.name = second, .values = weights, .n = n_weights}};
    const bireme_dist_spec spec = {
        .family = bireme_family_find(family), .arguments = arguments, .n_arguments = 2};
    assert_int_equal(bireme_dist_create(&spec, &dist, &error), BIREME_OK);
    return dist;
}

static void distributions_are_equal_by_their_law(void **state)
{
    (void)state;
    const double one[] = {1, 2, 3}, two[] = {1, 2, 4}, weights[] = {0.25, 0.25, 0.5},
                 others[] = {0.25, 0.5, 0.25};
    const double edges[] = {0, 1, 2, 4}, other_edges[] = {0, 1, 3, 4};
    bireme_dist *dists[] = {
        make("gamma", "mean", 2, "sd", 1, 0),
        make("gamma", "mean", 2, "sd", 1.0000001, 0),
        make("gamma", "mean", 2, "sd", 1, 9),
        make("gamma", "mean", 2, "sd", 1, 8),
        make("lognormal", "mean", 2, "sd", 1, 0),
        make("normal", "mean", 2, "sd", 1, 0),
        make_list("discrete", "weights", one, 3, weights, 3),
        make_list("discrete", "weights", one, 3, others, 3),
        make_list("discrete", "weights", two, 3, weights, 3),
        make_list("histogram", "weights", edges, 4, weights, 3),
        make_list("histogram", "weights", other_edges, 4, weights, 3),
    };
    enum { N = sizeof dists / sizeof *dists };
    for (int i = 0; i < N; i++) {
        bireme_dist *copy = NULL;
        bireme_error error;
        assert_int_equal(bireme_dist_copy(dists[i], &copy, &error), BIREME_OK);
        for (int j = 0; j < N; j++) assert_int_equal(bireme_dist_equal(copy, dists[j]), i == j);
        bireme_dist_free(copy);
    }
    for (int i = 0; i < N; i++) bireme_dist_free(dists[i]);
}

static void equal_distributions_share_a_table(void **state)
{
    (void)state;
    bireme_shared shared = {0};
    bireme_error error;
    bireme_dist *a = make("gamma", "mean", 2, "sd", 1, 0), *b = make("gamma", "mean", 2, "sd", 1, 0),
                *c = make("gamma", "mean", 3, "sd", 1, 0);
    const bireme_qtable *ta, *tb, *tc;
    const bireme_shared_place nowhere = {0};
    assert_int_equal(bireme_shared_table(&shared, a, nowhere, &ta, &error), BIREME_OK);
    assert_int_equal(bireme_shared_table(&shared, b, nowhere, &tb, &error), BIREME_OK);
    assert_int_equal(bireme_shared_table(&shared, c, nowhere, &tc, &error), BIREME_OK);
    const bireme_sums *sa, *sb, *sc;
    assert_int_equal(bireme_shared_sums_of(&shared, a, nowhere, 70, &sa, &error), BIREME_OK);
    assert_int_equal(bireme_shared_sums_of(&shared, b, nowhere, 100, &sb, &error), BIREME_OK);
    assert_int_equal(bireme_shared_sums_of(&shared, a, nowhere, 1e6, &sc, &error), BIREME_OK);
    assert_null(ta);
    assert_null(sa);
    assert_int_equal(bireme_shared_count(&shared), 4);
    for (size_t i = 0; i < 4; i++) assert_int_equal(bireme_shared_make(&shared, i, &error), BIREME_OK);
    bireme_shared_hand_out(&shared);
    assert_ptr_equal(ta, tb);
    assert_ptr_not_equal(ta, tc);
    assert_ptr_equal(sa, sb);
    assert_ptr_not_equal(sa, sc);
    assert_true(bireme_sums_levels(sc) > bireme_sums_levels(sa));
    bireme_shared_free(&shared);
    bireme_dist_free(a);
    bireme_dist_free(b);
    bireme_dist_free(c);
}

/* Two channels with equal cycles share their delays unless a quantity of their own scales them. */
static void delays_are_shared_unless_a_quantity_of_their_own_scales_them(void **state)
{
    (void)state;
    bireme_quantity quantities[2] = {{.dist = make("lognormal", "mean", 1, "sd", 0.2, 0)},
                                     {.dist = make("lognormal", "mean", 1, "sd", 0.2, 0)}};
    bireme_model model = {.periods = 12,
                          .stages = 3,
                          .calendar = {BIREME_PERIOD_MONTH, 2027, 1, 1},
                          .n_quantities = 2,
                          .quantities = quantities};
    bireme_item first[3] = {{.scale = -1}, {.scale = -1}, {.scale = -1}},
                second[3] = {{.scale = -1}, {.scale = -1}, {.scale = -1}};
    for (int s = 1; s < 3; s++) {
        first[s].shape = make("gamma", "mean", 20, "sd", 10, 0);
        second[s].shape = make("gamma", "mean", 20, "sd", 10, 0);
    }
    bireme_item first_scaled[3], second_scaled[3];
    for (int s = 0; s < 3; s++) first_scaled[s] = first[s], second_scaled[s] = second[s];
    first_scaled[2].scale = 0;
    second_scaled[2].scale = 1;
    bireme_channel a = {.cycle = first}, b = {.cycle = second}, a_scaled = {.cycle = first_scaled},
                   b_scaled = {.cycle = second_scaled};
    bireme_shared shared = {0};
    bireme_shared_delay *da, *db, *later, *scaled_a, *scaled_b;
    bireme_error error;
    assert_int_equal(bireme_shared_delay_of(&shared, &model, &a, 1, 2, &da, &error), BIREME_OK);
    assert_int_equal(bireme_shared_delay_of(&shared, &model, &b, 1, 2, &db, &error), BIREME_OK);
    assert_int_equal(bireme_shared_delay_of(&shared, &model, &b, 2, 2, &later, &error), BIREME_OK);
    assert_ptr_equal(da, db);
    assert_int_equal(da->users, 2);
    assert_ptr_not_equal(later, da);
    assert_int_equal(bireme_shared_delay_of(&shared, &model, &a_scaled, 1, 2, &scaled_a, &error), BIREME_OK);
    assert_ptr_not_equal(scaled_a, da);
    assert_int_equal(bireme_shared_delay_of(&shared, &model, &b_scaled, 1, 2, &scaled_b, &error), BIREME_OK);
    assert_ptr_not_equal(scaled_a, scaled_b);
    assert_int_equal(shared.n_delays, 4);
    bireme_shared_free(&shared);
    for (int s = 1; s < 3; s++) {
        bireme_dist_free(first[s].shape);
        bireme_dist_free(second[s].shape);
    }
    for (int q = 0; q < 2; q++) bireme_dist_free(quantities[q].dist);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distributions_are_equal_by_their_law),
        cmocka_unit_test(equal_distributions_share_a_table),
        cmocka_unit_test(delays_are_shared_unless_a_quantity_of_their_own_scales_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
