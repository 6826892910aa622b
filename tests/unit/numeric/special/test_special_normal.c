/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The normal distribution's functions against closed forms, long double and GSL; roots; Gauss–Legendre.
 */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <math.h>
#include "numeric/solve/root.h"
#include "numeric/special/special.h"

static void both_tails_match_long_double(void **state)
{
    (void)state;
    for (double z = -37; z <= 37; z += 0.173) {
        double exact = (double)(0.5L * erfcl((long double)z / sqrtl(2)));
        assert_close(bireme_normal_sf(z), exact, 5e-15,
                     0); /* erfc: 1.5 ulp; the argument's rounding is corrected */
        assert_close(bireme_normal_cdf(-z), exact, 5e-15, 0);
    }
    assert_true(bireme_normal_sf(50) == 0 && bireme_normal_cdf(50) == 1);
}

static void the_density_matches_long_double(void **state)
{
    (void)state;
    for (double z = -37; z <= 37; z += 0.173) {
        long double exact = expl(-0.5L * z * z) / sqrtl(2 * 3.14159265358979323846264338L);
        assert_close(bireme_normal_pdf(z), (double)exact, 5e-16, 0);
    }
}

static void the_quantile_inverts_both_tails(void **state)
{
    (void)state;
    for (double p = 1e-300; p < 0.5; p *= 3.7) {
        double z = bireme_normal_quantile_pq(p, 1 - p);
        /* AS 241 with its log and square root: 4 ulp of z, which move the tail by z² times as much. */
        assert_close(bireme_normal_cdf(z), p, 1e-14 + 9e-16 * z * z, 0);
        assert_true(bireme_normal_quantile_pq(1 - p, p) == -z);
        assert_close(z, gsl_cdf_ugaussian_Pinv(p), 2e-15, 1e-15);
    }
    assert_true(bireme_normal_quantile(0.5) == 0);
    assert_close(bireme_normal_quantile(0.9), 1.2815515655446004, 2e-16, 0);
    assert_true(bireme_normal_quantile_pq(0, 1) == -INFINITY && bireme_normal_quantile_pq(1, 0) == INFINITY);
}

static void lgamma1p_keeps_its_digits_near_zero(void **state)
{
    (void)state;
    for (double a = 1e-12; a < 50; a *= 1.9)
        assert_close(bireme_lgamma1p(a),
                     (double)(a < 1e-6 ? -0.57721566490153286061L * a + 0.8224670334241132L * a * a
                                       : lgammal(1 + (long double)a)),
                     a < 0.01 ? 1e-12 : 2e-14, 0); /* the comparison's 1 + a costs it 1e-19/a */
}

static void gauss_legendre_integrates_polynomials_of_degree_2n_less_1(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 64; n++) {
        double node[64], weight[64], ones = 0, even = 0, odd = 0;
        bireme_gauss_legendre(n, node, weight);
        for (size_t i = 0; i < n; i++) {
            ones += weight[i];
            even += weight[i] * pow(node[i], (double)(2 * n - 2));
            odd += weight[i] * pow(node[i], (double)(2 * n - 1));
            assert_true(node[i] == -node[n - 1 - i]);
            if (i > 0) assert_true(node[i] > node[i - 1]);
        }
        assert_close(ones, 2, 1e-14, 0); /* n roundings */
        assert_close(even, 2.0 / (double)(2 * n - 1), 2e-13,
                     0); /* the power multiplies a node's half ulp by 2n */
        assert_close(odd, 0, 0, 1e-16);
    }
}

static void gauss_legendre_matches_the_tables_of_gsl(void **state)
{
    (void)state;
    static const size_t tabulated[] = {2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12,
                                       13, 14, 15, 16, 17, 18, 19, 20, 32, 64};
    for (size_t k = 0; k < sizeof tabulated / sizeof tabulated[0]; k++) {
        size_t n = tabulated[k];
        double node[64], weight[64];
        bireme_gauss_legendre(n, node, weight);
        gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc(n);
        for (size_t i = 0; i < n; i++) {
            double x, w;
            gsl_integration_glfixed_point(-1, 1, i, &x, &w, table);
            assert_close(node[i], x, 0, 3e-16);
            assert_close(weight[i], w, 2e-13, 0); /* near the ends the recurrence's rounding grows with n² */
        }
        gsl_integration_glfixed_table_free(table);
    }
}

static double cube_minus_two(double x, void *context)
{
    ++*(int *)context;
    return x * x * x - 2;
}

static double step_at_third(double x, void *context)
{
    ++*(int *)context;
    return x < 1.0 / 3 ? -1 : 1e9;
}

static void the_root_is_found_in_few_evaluations(void **state)
{
    (void)state;
    int calls = 0;
    double root = bireme_root_find(cube_minus_two, &calls, 0, 10, -2, 998, 1e-14);
    assert_close(root, cbrt(2), 0, 1.1e-14);
    assert_true(calls < 30);
    calls = 0; /* a jump: 46 halvings of [0, 1] leave 2e-14; one more is allowed */
    root = bireme_root_find(step_at_third, &calls, 0, 1, -1, 1e9, 1e-14);
    assert_close(root, 1.0 / 3, 0, 2e-14);
    assert_true(calls <= 48);
    assert_true(bireme_root_find(cube_minus_two, &calls, 0, 10, 0, 998, 1e-14) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_tails_match_long_double),
        cmocka_unit_test(the_density_matches_long_double),
        cmocka_unit_test(the_quantile_inverts_both_tails),
        cmocka_unit_test(lgamma1p_keeps_its_digits_near_zero),
        cmocka_unit_test(gauss_legendre_integrates_polynomials_of_degree_2n_less_1),
        cmocka_unit_test(gauss_legendre_matches_the_tables_of_gsl),
        cmocka_unit_test(the_root_is_found_in_few_evaluations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
