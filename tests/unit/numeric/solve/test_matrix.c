/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cholesky, and the nearest correlation matrix.
 */
#include "support/check.h"

#include <math.h>
#include "numeric/solve/matrix.h"

static void cholesky_gives_the_factor(void **state)
{
    (void)state;
    const double a[9] = {4, 2, -2, 2, 10, 2, -2, 2, 6};
    const double expected[9] = {2, 0, 0, 1, 3, 0, -1, 1, 2}; /* multiplied out by hand */
    double lower[9];
    assert_true(bireme_matrix_cholesky(3, a, lower, NULL));
    for (int i = 0; i < 9; i++) assert_close(lower[i], expected[i], 1e-15, 1e-15); /* a few roundings */
}

static void cholesky_refuses_what_is_not_positive_definite(void **state)
{
    (void)state;
    const double negative[4] = {1, 2, 2, 1}, singular[4] = {1, 1, 1, 1};
    bool out_of_memory = true;
    assert_false(bireme_matrix_cholesky(2, negative, NULL, &out_of_memory));
    assert_false(out_of_memory);
    assert_false(bireme_matrix_cholesky(2, singular, NULL, NULL));
}

static void a_valid_matrix_is_its_own_nearest(void **state)
{
    (void)state;
    const double a[9] = {1, 0.5, 0.2, 0.5, 1, -0.1, 0.2, -0.1, 1};
    double out[9];
    assert_int_equal(bireme_matrix_nearest_correlation(3, a, 1e-8, out, NULL), BIREME_OK);
    /* Tolerance: reassembling a matrix from its eigenvectors, a few roundings each. */
    for (int i = 0; i < 9; i++) assert_close(out[i], a[i], 0, 1e-13);
}

/* Higham 2002, section 4: the nearest correlation matrix to tridiag(1, 1, 1) of order 3. */
static void the_example_of_higham_is_reproduced(void **state)
{
    (void)state;
    const double a[9] = {1, 1, 0, 1, 1, 1, 0, 1, 1};
    const double expected[9] = {1, 0.7607, 0.1573, 0.7607, 1, 0.7607, 0.1573, 0.7607, 1};
    double out[9];
    assert_int_equal(bireme_matrix_nearest_correlation(3, a, 1e-8, out, NULL), BIREME_OK);
    for (int i = 0; i < 9; i++) assert_close(out[i], expected[i], 0, 5e-5); /* printed with four decimals */
    assert_true(bireme_matrix_cholesky(3, out, NULL, NULL));
}

static void the_nearest_of_a_contradiction_is_the_symmetric_compromise(void **state)
{
    (void)state;
    /* r = 1, 1, -1 around a triangle: by symmetry the nearest is a, a, -a, singular where 1 − 3a² − 2a³ = 0:
     * a = ½. */
    const double a[9] = {1, 1, -1, 1, 1, 1, -1, 1, 1};
    double out[9];
    assert_int_equal(bireme_matrix_nearest_correlation(3, a, 1e-8, out, NULL), BIREME_OK);
    /* Tolerance: the smallest eigenvalue is 1e-8 instead of 0. */
    assert_close(out[1], 0.5, 0, 1e-7);
    assert_close(out[2], -0.5, 0, 1e-7);
    assert_true(out[0] == 1 && out[4] == 1 && out[8] == 1);
    assert_true(out[1] == out[3] && out[2] == out[6]);
}

static void a_larger_hopeless_matrix_becomes_positive_definite(void **state)
{
    (void)state;
    enum { N = 12 };
    double a[N * N], out[N * N];
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) a[i * N + j] = i == j ? 1 : (i * j + i + j) % 3 == 0 ? 0.95 : -0.9;
    assert_false(bireme_matrix_cholesky(N, a, NULL, NULL));
    assert_int_equal(bireme_matrix_nearest_correlation(N, a, 1e-8, out, NULL), BIREME_OK);
    assert_true(bireme_matrix_cholesky(N, out, NULL, NULL));
    for (int i = 0; i < N * N; i++) assert_true(fabs(out[i]) <= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cholesky_gives_the_factor),
        cmocka_unit_test(cholesky_refuses_what_is_not_positive_definite),
        cmocka_unit_test(a_valid_matrix_is_its_own_nearest),
        cmocka_unit_test(the_example_of_higham_is_reproduced),
        cmocka_unit_test(the_nearest_of_a_contradiction_is_the_symmetric_compromise),
        cmocka_unit_test(a_larger_hopeless_matrix_becomes_positive_definite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
