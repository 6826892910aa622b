/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * P(X > x) by its table, against the distribution itself.
 */
#include "unit/dist/make.h"

#include "dist/table/survival.h"

/* The stated error, at points that are nodes of no table. */
static const double STATED = 1e-8;

static void check(bireme_dist *dist, double exact_share)
{
    enum { POINTS = 500 };
    bireme_survival *survival = NULL;
    bireme_error error;
    double x[POINTS], value[POINTS];
    assert_int_equal(bireme_survival_create(dist, &survival, &error), BIREME_OK);
    for (int i = 0; i < POINTS; i++) {
        double tail = pow(1e-13, (i + 0.37) / POINTS);
        x[i] = i % 2 == 0 ? bireme_dist_quantile_pq(dist, 1 - tail, tail) : bireme_dist_quantile(dist, tail);
    }
    bireme_survival_eval(survival, POINTS, x, value);
    for (int i = 0; i < POINTS; i++) assert_close(value[i], bireme_dist_sf(dist, x[i]), 2 * STATED, 0);
    double ends[2] = {-1, 1e300};
    bireme_survival_eval(survival, 2, ends, value);
    assert_close(value[0], bireme_dist_sf(dist, 0), STATED, 0);
    assert_close(value[1], 0, 0, 0);
    print_message("exact share %.3f\n", bireme_survival_exact_share(survival));
    assert_true(bireme_survival_exact_share(survival) <= exact_share);
    bireme_survival_free(survival);
    bireme_dist_free(dist);
}

static void tails_keep_their_digits(void **state)
{
    (void)state;
    check(make("exponential", ARGUMENTS(NUMBER("mean", 30))), 0);
    check(make("gamma", ARGUMENTS(NUMBER("mean", 1), NUMBER("cv", 0.7))), 0.05);
    check(make("lognormal", ARGUMENTS(NUMBER("mean", 45), NUMBER("cv", 0.9))), 0.05);
    check(make("weibull", ARGUMENTS(NUMBER("shape", 1.7), NUMBER("scale", 80))), 0.05);
}

/* An infinite density at 0, a very heavy tail. */
static void hard_shapes_are_right_too(void **state)
{
    (void)state;
    check(make("gamma", ARGUMENTS(NUMBER("shape", 0.2), NUMBER("scale", 5))), 0.4);
    check(make("lognormal", ARGUMENTS(NUMBER("mu", 0), NUMBER("sigma", 3))), 0.05);
}

static void where_there_are_atoms_and_bends_the_distribution_is_asked(void **state)
{
    (void)state;
    check(make("uniform", ARGUMENTS(NUMBER("min", 20), NUMBER("max", 60))), 0.2);
    check(make("triangular", ARGUMENTS(NUMBER("min", 1), NUMBER("mode", 20), NUMBER("max", 60))), 0.3);
    check(make_between(5, 90, "lognormal", ARGUMENTS(NUMBER("mean", 45), NUMBER("cv", 0.9))), 0.3);
    check(make("discrete", ARGUMENTS(LIST("values", 0, 10, 50), LIST("weights", 0.5, 0.25, 0.25))), 0.1);
}

static void a_value_is_not_exceeded_at_an_atom(void **state)
{
    (void)state;
    bireme_dist *dist = make("discrete",
                             ARGUMENTS(LIST("values", 0, 10, 50), LIST("weights", 0.5, 0.25, 0.25)));
    bireme_survival *survival = NULL;
    bireme_error error;
    assert_int_equal(bireme_survival_create(dist, &survival, &error), BIREME_OK);
    const double x[] = {0, 9.999999, 10, 49.999999, 50, 51}, expected[] = {0.5, 0.5, 0.25, 0.25, 0, 0};
    double value[6];
    bireme_survival_eval(survival, 6, x, value);
    for (int i = 0; i < 6; i++) assert_close(value[i], expected[i], 1e-15, 0); /* masses of powers of two */
    bireme_survival_free(survival);
    bireme_dist_free(dist);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_keep_their_digits),
        cmocka_unit_test(hard_shapes_are_right_too),
        cmocka_unit_test(where_there_are_atoms_and_bends_the_distribution_is_asked),
        cmocka_unit_test(a_value_is_not_exceeded_at_an_atom),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
