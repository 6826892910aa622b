/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <math.h>
#include "numeric/solve/optimum.h"

/* Σ w x^β of two powers, of which Σ x = 1: w₁ β₁ x₁^(β₁ − 1) = w₂ β₂ x₂^(β₂ −
 * 1). */
typedef struct powers {
    double weight[2], power[2];
    int left;
} powers;

static bireme_status sum_of_powers(void *context, const double *x, double *out, bireme_error *error)
{
    powers *p = context;
    if (p->left-- == 0) return bireme_fail(error, BIREME_CANCELLED, "enough");
    *out = p->weight[0] * pow(x[0], p->power[0]) + p->weight[1] * pow(x[1], p->power[1]);
    return BIREME_OK;
}

static const double none[] = {0, 0}, all[] = {1, 1};

static bireme_optimum problem(powers *p, const bireme_linear *linear, size_t n)
{
    return (bireme_optimum){.n = 2,
                            .low = none,
                            .high = all,
                            .n_linear = n,
                            .linear = linear,
                            .value = sum_of_powers,
                            .context = p,
                            .step = 1e-3,
                            .central = true,
                            .tolerance = 1e-5,
                            .most = 100};
}

static void equal_powers_have_their_closed_form(void **state)
{
    (void)state;
    /* w x^−½ alike: x₁ / x₂ = (w₁ / w₂)². */
    for (double ratio = 0.5; ratio < 3; ratio *= 1.5) {
        powers p = {{ratio, 1}, {0.5, 0.5}, -1};
        const bireme_linear sum = {all, 1, true};
        const bireme_optimum o = problem(&p, &sum, 1);
        double x[] = {0.5, 0.5}, value;
        bireme_error error;
        assert_int_equal(bireme_optimum_find(&o, x, &value, &error), BIREME_OK);
        assert_close(x[0], ratio * ratio / (1 + ratio * ratio), 0, 2e-3);
        assert_close(x[0] + x[1], 1, 1e-9, 0);
        assert_close(value, sqrt(1 + ratio * ratio), 1e-5, 0);
    }
}

/* The least of x₁ that the slopes at the start ask for: the value there and a step of each variable. */
typedef struct asked {
    int left;
    double least;
} asked;

static bireme_status least_asked(void *context, const double *x, double *out, bireme_error *error)
{
    asked *a = context;
    (void)error;
    if (a->left-- > 0) a->least = fmin(a->least, x[0]);
    *out = 2 * x[0] + sqrt(x[1]);
    return BIREME_OK;
}

/* What lies an ulp below its bound has a slope all the same, that of a whole step inwards. Small variables
 * are moved by a part of themselves. */
static void differences_are_neither_ulps_nor_larger_than_what_they_are_of(void **state)
{
    (void)state;
    static const double high[] = {0.12, 1};
    const bireme_linear sum = {all, 1, true};
    for (int relative = 0; relative < 2; relative++) {
        asked a = {3, 1};
        bireme_optimum o = problem(NULL, &sum, 1);
        o.high = high, o.value = least_asked, o.context = &a, o.central = false;
        o.relative = relative ? 1e-3 : 0;
        double x[] = {nextafter(0.12, 0), 0.88}, value;
        bireme_error error;
        assert_int_equal(bireme_optimum_find(&o, x, &value, &error), BIREME_OK);
        assert_close(a.least, 0.12 - (relative ? 1.2e-4 : 1e-3), 1e-9, 0);
        assert_close(x[0], 0.12, 1e-9, 0);
    }
}

static void constraints_and_bounds_hold(void **state)
{
    (void)state;
    static const double first[] = {1, 0}, high[] = {1, 0.15};
    powers p = {{2, 1}, {0.5, 0.5}, -1};
    const bireme_linear both[] = {{all, 1, true}, {first, 0.6, false}};
    bireme_optimum o = problem(&p, both, 2);
    double x[] = {0.1, 0.9}, value;
    bireme_error error;
    assert_int_equal(bireme_optimum_find(&o, x, &value, &error), BIREME_OK);
    assert_close(x[0], 0.6, 0, 1e-6); /* not 0.8 */
    o.n_linear = 1;
    o.high = high;
    x[0] = 0.5, x[1] = 0.15;
    assert_int_equal(bireme_optimum_find(&o, x, &value, &error), BIREME_OK);
    assert_close(x[1], 0.15, 0, 1e-9);
    assert_close(x[0], 0.85, 0, 1e-9);
}

static void what_fails_inside_ends_the_search(void **state)
{
    (void)state;
    for (int after = 0; after < 12; after++) {
        powers p = {{2, 1}, {0.5, 0.5}, after};
        const bireme_linear sum = {all, 1, true};
        const bireme_optimum o = problem(&p, &sum, 1);
        double x[] = {0.5, 0.5}, value;
        bireme_error error;
        assert_int_equal(bireme_optimum_find(&o, x, &value, &error), BIREME_CANCELLED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_powers_have_their_closed_form),
        cmocka_unit_test(differences_are_neither_ulps_nor_larger_than_what_they_are_of),
        cmocka_unit_test(constraints_and_bounds_hold),
        cmocka_unit_test(what_fails_inside_ends_the_search),
    };
    return cmocka_run_group_tests_name("numeric.optimum", tests, NULL, NULL);
}
