/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include "dist/poisson.h"
#include "numeric/special.h"
#include "random/stream.h"

enum { N = BIREME_POISSON_BLOCK };

static bireme_poisson *make(void)
{
    bireme_poisson *poisson = NULL;
    bireme_error error;
    assert_int_equal(bireme_poisson_create(&poisson, &error), BIREME_OK);
    return poisson;
}

/* P(N < n) and P(N ≥ n): GSL's to a mean of 1,000, above it our own, which test_special_gamma checks (GSL 2.7
 * gives up on some arguments there). */
static void tails(double n, double mean, double *below, double *from)
{
    if (n <= 0) {
        *below = 0, *from = 1;
    } else if (mean <= 1000) {
        *below = gsl_sf_gamma_inc_Q(n, mean), *from = gsl_sf_gamma_inc_P(n, mean);
    } else {
        bireme_gamma_pq(n, mean, from, below);
    }
}

/* u must lie between P(N < n) and P(N ≤ n), with the stated 1e-9 to spare; in the upper tail by the upper
 * tails. */
static void check_inverse(double u, double mean, double n)
{
    double below, upto, above, from;
    tails(n, mean, &below, &from);
    tails(n + 1, mean, &upto, &above);
    int good = u <= 0.5 ? below <= u + 1e-9 && u <= upto + 1e-9
                        : from >= 1 - u - 1e-9 && 1 - u >= above - 1e-9;
    if (!good) print_error("mean %.17g u %.17g: %g\n", mean, u, n);
    assert_true(good);
}

static void counts_invert_the_distribution_function(void **state)
{
    (void)state;
    static const double means[] = {1e-9, 0.01, 0.3, 1,  2.5, 5,   9,    11.99, 12,  12.5,
                                   16,   20,   33,  57, 99,  200, 1000, 5e4,   1e6, 3e7};
    bireme_poisson *poisson = make();
    bireme_stream stream = bireme_stream_create(3, "poisson", "");
    for (size_t m = 0; m < sizeof means / sizeof means[0]; m++)
        for (uint32_t draw = 0; draw < 8; draw++) {
            double u[N], mean[N], count[N];
            bireme_stream_fill(&stream, 0, draw, (uint32_t)m, N, u);
            for (int i = 0; i < N; i++) {
                if (draw >= 6) u[i] = pow(2, -1 - i / 5.0); /* the lower tail to 2^-52 */
                if (draw == 7) u[i] = 1 - u[i];
                if (!(u[i] < 1)) u[i] = 1 - 0x1p-53;
                mean[i] = means[m];
            }
            bireme_poisson_eval(poisson, N, u, mean, count);
            for (int i = 0; i < N; i++) check_inverse(u[i], mean[i], count[i]);
        }
    bireme_poisson_free(poisson);
}

/* Where the expansion alone would err: uniforms 3e-9 on either side of P(N < n), in units of probability. */
static void uniforms_beside_a_step_fall_on_the_right_side(void **state)
{
    (void)state;
    static const double means[] = {0.7, 5, 11.9, 12, 13.7, 20, 45, 130, 700};
    const double beside = 3e-9;
    bireme_poisson *poisson = make();
    for (size_t m = 0; m < sizeof means / sizeof means[0]; m++)
        for (double n = 1; n < means[m] + 6 * sqrt(means[m]); n += 1) {
            double below, from, mean[2] = {means[m], means[m]}, count[2];
            tails(n, means[m], &below, &from);
            double u[2] = {below - beside, below + beside};
            if (below < 1e-6 || from < 1e-6) continue;
            bireme_poisson_eval(poisson, 2, u, mean, count);
            assert_true(count[0] == n - 1 && count[1] == n);
        }
    bireme_poisson_free(poisson);
}

static void blocks_with_small_and_large_means_are_put_together_in_order(void **state)
{
    (void)state;
    bireme_poisson *poisson = make();
    bireme_stream stream = bireme_stream_create(4, "poisson", "");
    double u[N], mean[N], count[N], one;
    bireme_stream_fill(&stream, 0, 0, 0, N, u);
    for (int i = 0; i < N; i++) mean[i] = exp(8 * sin(i * 1.7));
    bireme_poisson_eval(poisson, N, u, mean, count);
    for (int i = 0; i < N; i++) {
        check_inverse(u[i], mean[i], count[i]);
        bireme_poisson_eval(poisson, 1, &u[i], &mean[i], &one);
        assert_true(one == count[i]); /* a lane does not depend on its neighbours */
    }
    bireme_poisson_free(poisson);
}

static void a_mean_of_zero_gives_zero(void **state)
{
    (void)state;
    bireme_poisson *poisson = make();
    double u[2] = {0x1p-54, 1 - 0x1p-53}, mean[2] = {0, 0}, count[2];
    bireme_poisson_eval(poisson, 2, u, mean, count);
    assert_true(count[0] == 0 && count[1] == 0);
    bireme_poisson_free(poisson);
}

static void counts_do_not_fall_when_u_or_the_mean_rises(void **state)
{
    (void)state;
    bireme_poisson *poisson = make();
    double u[N], mean[N], count[N];
    for (int k = 0; k < 200; k++) {
        for (int i = 0; i < N; i++) u[i] = (i + 0.5) / N, mean[i] = 0.1 * exp(k * 0.07);
        bireme_poisson_eval(poisson, N, u, mean, count);
        for (int i = 1; i < N; i++) assert_true(count[i] >= count[i - 1]);
        for (int i = 0; i < N; i++) u[i] = (k + 0.5) / 200, mean[i] = 0.1 * exp(i * 0.05);
        bireme_poisson_eval(poisson, N, u, mean, count);
        for (int i = 1; i < N; i++) assert_true(count[i] >= count[i - 1]);
    }
    bireme_poisson_free(poisson);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_invert_the_distribution_function),
        cmocka_unit_test(uniforms_beside_a_step_fall_on_the_right_side),
        cmocka_unit_test(blocks_with_small_and_large_means_are_put_together_in_order),
        cmocka_unit_test(a_mean_of_zero_gives_zero),
        cmocka_unit_test(counts_do_not_fall_when_u_or_the_mean_rises),
    };
    return cmocka_run_group_tests_name("dist.poisson", tests, NULL, NULL);
}
