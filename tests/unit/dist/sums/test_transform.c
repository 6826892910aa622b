/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <complex.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>
#include "dist/sums/transform.h"

static bireme_dist *dist_of(const char *family, size_t n, const bireme_dist_argument *arguments)
{
    bireme_dist *dist;
    bireme_error error;
    const bireme_dist_spec spec = {
        .family = bireme_family_find(family), .n_arguments = n, .arguments = arguments};
    if (bireme_dist_create(&spec, &dist, &error) != BIREME_OK) fail_msg("%s", error.message);
    return dist;
}

static bireme_transform *transform_of(const bireme_dist *dist)
{
    bireme_qtable *table;
    bireme_transform *transform;
    bireme_error error;
    assert_int_equal(bireme_qtable_create(dist, &table, &error), BIREME_OK);
    assert_int_equal(bireme_transform_create(dist, table, &transform, &error), BIREME_OK);
    bireme_qtable_free(table);
    return transform;
}

static void assert_at(const bireme_transform *transform, double v, double complex expected, double within)
{
    double re, im;
    bireme_transform_at(transform, v, &re, &im);
    assert_close(re, creal(expected), 0, within);
    assert_close(im, cimag(expected), 0, within);
}

/* Gamma with shape k and mean m: (1 − ivm/k)^−k. Its density is smooth for large k, and has a corner at 0 for
 * k = 1. The table is within 1e-7; quantile tables are within 1e-9 in u. */
static void a_gamma_has_its_characteristic_function(void **state)
{
    (void)state;
    const double shapes[] = {1, 2.5, 40};
    for (size_t i = 0; i < 3; i++) {
        const double shape = shapes[i], mean = 300;
        bireme_dist *dist = dist_of("gamma", 2,
                                    (bireme_dist_argument[]){{.name = "shape", .value = shape},
                                                             {.name = "scale", .value = mean / shape}});
        bireme_transform *transform = transform_of(dist);
        assert_close(transform->mean, mean, 1e-12, 0);
        assert_close(transform->variance, mean * mean / shape, 1e-12, 0);
        for (double v = 0; v < 100; v += 0.37) /* in units of 1/sd */ {
            double at = v * sqrt(shape) / mean;
            assert_at(transform, at, cpow(1 - I * at * mean / shape, -shape), 1e-6);
        }
        bireme_transform_free(transform);
        bireme_dist_free(dist);
    }
}

/* A price list: exact at any v, and periodic. */
static void a_price_list_has_its_own(void **state)
{
    (void)state;
    const double prices[] = {990, 1990, 4990}, shares[] = {0.5, 0.3, 0.2};
    bireme_dist *dist = dist_of("discrete", 2,
                                (bireme_dist_argument[]){{.name = "values", .values = prices, .n = 3},
                                                         {.name = "weights", .values = shares, .n = 3}});
    bireme_transform *transform = transform_of(dist);
    assert_close(transform->lattice, 1000, 1e-9, 0);
    for (double v = 0; v < 1; v += 0.0137) {
        double complex expected = 0;
        for (int k = 0; k < 3; k++) expected += shares[k] * cexp(I * v * prices[k]);
        assert_at(transform, v, expected,
                  1e-5); /* cubics over 32 entries for each turn of its fastest part */
    }
    bireme_transform_free(transform);
    bireme_dist_free(dist);
}

static void a_fixed_value_turns_and_nothing_else(void **state)
{
    (void)state;
    bireme_dist *dist;
    bireme_transform *transform;
    bireme_error error;
    assert_int_equal(bireme_dist_create_fixed(250, &dist, &error), BIREME_OK);
    assert_int_equal(bireme_transform_create(dist, NULL, &transform, &error), BIREME_OK);
    assert_int_equal(transform->n, 0);
    assert_at(transform, 0.4, cexp(I * 100), 1e-12);
    bireme_transform_free(transform);
    bireme_dist_free(dist);
}

static void without_a_variance_there_is_none(void **state)
{
    (void)state;
    bireme_error error;
    bireme_transform *transform;
    bireme_dist *dist = dist_of("metalog", 4,
                                (bireme_dist_argument[]){{.name = "p10", .value = 1},
                                                         {.name = "p50", .value = 4},
                                                         {.name = "p90", .value = 30},
                                                         {.name = "lower", .value = 0}});
    bireme_qtable *table;
    assert_int_equal(bireme_qtable_create(dist, &table, &error), BIREME_OK);
    assert_true(isinf(bireme_dist_variance(dist)));
    assert_int_equal(bireme_transform_create(dist, table, &transform, &error), BIREME_DOMAIN);
    bireme_qtable_free(table);
    bireme_dist_free(dist);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gamma_has_its_characteristic_function),
        cmocka_unit_test(a_price_list_has_its_own),
        cmocka_unit_test(a_fixed_value_turns_and_nothing_else),
        cmocka_unit_test(without_a_variance_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
