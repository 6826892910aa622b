/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include "dist/table/poisson.h"
#include "dist/table/poisson_lanes.h"
#include "numeric/special/special.h"
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

/* What a count may be off in u: 1e-12 (our own gamma functions) where the normal table has no part in it,
 * that is for central uniforms and small means, otherwise the stated 1e-9. */
static double spare(double u, double mean)
{
    return mean < BIREME_POISSON_LARGE || fabs(u - 0.5) <= BIREME_POISSON_CENTRAL ? 1e-12 : 1e-9;
}

/* u must lie between P(N < n) and P(N ≤ n); in the upper tail by the upper tails. */
static void check_inverse(double u, double mean, double n)
{
    double below, upto, above, from, off = spare(u, mean);
    tails(n, mean, &below, &from);
    tails(n + 1, mean, &upto, &above);
    int good = u <= 0.5 ? below <= u + off && u <= upto + off : from >= 1 - u - off && 1 - u >= above - off;
    if (!good) print_error("mean %.17g u %.17g: %g\n", mean, u, n);
    assert_true(good);
}

static void counts_invert_the_distribution_function(void **state)
{
    (void)state;
    static const double means[] = {1e-9, 1e-3, 0.01, 0.3, 1,  2.5, 5,   5.999, 6,   6.001, 8,   11,
                                   12,   16,   20,   33,  57, 99,  200, 1000,  5e4, 1e6,   3e7, 1e9};
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

/* A step is P(N < n): uniforms that differ from it by as little as what the functions can tell, and by as
 * much as the probability of n itself, on both sides. Here an expansion with errors beyond its margin goes
 * wrong. */
static void uniforms_at_every_distance_from_a_step_fall_on_the_right_side(void **state)
{
    (void)state;
    bireme_poisson *poisson = make();
    for (double mu = 0.05; mu < 1e8; mu *= mu < 2000 ? 1.037 : 3.1) {
        double spread = sqrt(mu), stride = floor(1 + spread / 15);
        for (double n = fmax(1, floor(mu - 3.3 * spread)); n < mu + 3.3 * spread + 1; n += stride) {
            double below, from, upto, above, u[N], mean[N], count[N];
            size_t size = 0;
            tails(n, mu, &below, &from);
            tails(n + 1, mu, &upto, &above);
            if (below < 1e-5 || from < 1e-5) continue;
            for (double part = 0.9; part > 1e-15; part *= 0.55)
                for (int side = -1; side <= 1; side += 2) {
                    double by = part * (upto - below);
                    if (by < 1.5 * spare(below, mu)) continue;
                    u[size] = below + side * by, mean[size] = mu, size++;
                }
            bireme_poisson_eval(poisson, size, u, mean, count);
            for (size_t i = 0; i < size; i++)
                if (fabs(u[i] - below) > 1.4 * spare(u[i], mu)) {
                    int good = u[i] < below ? count[i] < n : count[i] == n;
                    if (!good) print_error("mean %.17g, %g, u %.17g: %g\n", mu, n, u[i], count[i]);
                    assert_true(good);
                }
        }
    }
    bireme_poisson_free(poisson);
}

/* What is slow must be rare: single decisions, a few hundred nanoseconds each, for one lane in a thousand at
 * most. */
static void few_central_lanes_are_in_doubt(void **state)
{
    (void)state;
    enum { BLOCKS = 256 };
    static const double means[] = {6, 12, 50, 1e3, 1e6, 1e8};
    bireme_stream stream = bireme_stream_create(5, "poisson", "");
    for (size_t m = 0; m < sizeof means / sizeof means[0]; m++) {
        int doubtful = 0, outer = 0;
        for (uint32_t draw = 0; draw < BLOCKS; draw++) {
            double u[N], mean[N], count[N], margin[N];
            bireme_stream_fill(&stream, 0, draw, (uint32_t)m, N, u);
            for (int i = 0; i < N; i++) mean[i] = means[m];
            bireme_poisson_central(N, u, mean, count, margin);
            for (int i = 0; i < N; i++) {
                int doubt = margin[i] < 0 && margin[i] > -1,
                    central = fabs(u[i] - 0.5) <= BIREME_POISSON_CENTRAL;
                doubtful += doubt && central, outer += doubt && !central;
            }
        }
        assert_true(doubtful < N * BLOCKS / 1000);
        assert_true(outer < 0.012 * N * BLOCKS); /* 655 ± 26 expected; fewer where small counts go first */
    }
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
    for (int k = 0; k < 300; k++) {
        for (int i = 0; i < N; i++) u[i] = (i + 0.5) / N, mean[i] = 0.1 * exp(k * 0.07);
        bireme_poisson_eval(poisson, N, u, mean, count);
        for (int i = 1; i < N; i++) assert_true(count[i] >= count[i - 1]);
        for (int i = 0; i < N; i++) u[i] = (k + 0.5) / 300, mean[i] = 0.1 * exp(i * 0.05);
        bireme_poisson_eval(poisson, N, u, mean, count);
        for (int i = 1; i < N; i++) assert_true(count[i] >= count[i - 1]);
        for (int i = 0; i < N; i++)
            mean[i] = BIREME_POISSON_LARGE + (i - N / 2) * 1e-4; /* from one method to the next */
        bireme_poisson_eval(poisson, N, u, mean, count);
        for (int i = 1; i < N; i++) assert_true(count[i] >= count[i - 1]);
        for (int i = 0; i < N; i++) { /* from the tails into the centre */
            u[i] = (k % 2 ? 0.5 + BIREME_POISSON_CENTRAL : 0.5 - BIREME_POISSON_CENTRAL) + (i - N / 2) * 1e-6;
            mean[i] = exp(k * 0.06);
        }
        bireme_poisson_eval(poisson, N, u, mean, count);
        for (int i = 1; i < N; i++) assert_true(count[i] >= count[i - 1]);
    }
    bireme_poisson_free(poisson);
}

static void lanes_that_the_central_kernel_may_not_do_are_marked(void **state)
{
    (void)state;
    static const double means[] = {0, 1e-300, 1, 5, 5.9999, 6, 8, 30, 1e4, 1e14, 1.1e14, 1e18, 1e300};
    const double edges[] = {0x1p-54, 1e-9, 0.0049, 0.3, 0.5, 0.9, 0.9951, 0.9999999, 1 - 0x1p-53};
    enum { MEANS = sizeof means / sizeof means[0], EDGES = sizeof edges / sizeof edges[0] };
    double u[N], mean[N], count[N], margin[N];
    for (int i = 0; i < MEANS * EDGES; i++) u[i] = edges[i % EDGES], mean[i] = means[i / EDGES];
    bireme_poisson_central(MEANS * EDGES, u, mean, count, margin);
    for (int i = 0; i < MEANS * EDGES; i++) {
        int small = mean[i] < BIREME_POISSON_LARGE || (mean[i] < 9 && u[i] < 0.0050);
        int outer = fabs(u[i] - 0.5) > BIREME_POISSON_CENTRAL || mean[i] > 1e14;
        assert_true(small ? margin[i] <= -2 : !outer || (margin[i] < 0 && margin[i] > -1));
    }
}

static void a_block_may_be_of_any_length_and_lie_where_the_uniforms_are(void **state)
{
    (void)state;
    bireme_poisson *poisson = make();
    bireme_stream stream = bireme_stream_create(6, "poisson", "");
    double u[N], mean[N], all[N], some[N + 1];
    bireme_stream_fill(&stream, 0, 0, 0, N, u);
    for (int kind = 0; kind < 4; kind++) { /* small, large, mostly small, mostly large */
        for (int i = 0; i < N; i++)
            mean[i] = kind == 0 || (kind == 2 && i % 5) || (kind == 3 && i % 5 == 0) ? 2 : 70;
        bireme_poisson_eval(poisson, N, u, mean, all);
        for (size_t n = 0; n <= N; n++) {
            for (size_t i = 0; i <= n && i < N; i++) some[i] = u[i];
            some[n] = -7;
            bireme_poisson_eval(poisson, n, some, mean, some);
            for (size_t i = 0; i < n; i++) assert_true(some[i] == all[i]);
            assert_true(some[n] == -7);
        }
    }
    bireme_poisson_free(poisson);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_invert_the_distribution_function),
        cmocka_unit_test(uniforms_beside_a_step_fall_on_the_right_side),
        cmocka_unit_test(uniforms_at_every_distance_from_a_step_fall_on_the_right_side),
        cmocka_unit_test(few_central_lanes_are_in_doubt),
        cmocka_unit_test(lanes_that_the_central_kernel_may_not_do_are_marked),
        cmocka_unit_test(a_block_may_be_of_any_length_and_lie_where_the_uniforms_are),
        cmocka_unit_test(blocks_with_small_and_large_means_are_put_together_in_order),
        cmocka_unit_test(a_mean_of_zero_gives_zero),
        cmocka_unit_test(counts_do_not_fall_when_u_or_the_mean_rises),
    };
    return cmocka_run_group_tests_name("dist.poisson", tests, NULL, NULL);
}
