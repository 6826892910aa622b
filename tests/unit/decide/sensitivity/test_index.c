/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sobol indices of functions for which they are known.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "bireme/bireme.h"

static const double PI = 3.141592653589793;

typedef struct function {
    size_t n;
    double (*of)(const double *u); /* [n] */
    int left;                      /* calls until it is told to stop */
} function;

static void evaluate(void *context, size_t n, const double *const *u, double *value)
{
    const function *f = context;
    double x[8] = {0};
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < f->n; k++) x[k] = u[k][i];
        value[i] = f->of(x);
    }
}

static bool cancelled(void *context)
{
    return --((function *)context)->left < 0;
}

/* Against first and total; within 4 standard errors, and those are small. */
static void check(function f, bireme_sampler sampler, const double *first, const double *total, double near)
{
    bireme_index index[8];
    bireme_error error;
    const bireme_index_options options = {.size = sizeof(bireme_index_options),
                                          .n_inputs = f.n,
                                          .trials = 65536,
                                          .seed = 7,
                                          .sampler = sampler,
                                          .evaluate = evaluate,
                                          .context = &f};
    assert_int_equal(bireme_index_run(&options, index, &error), BIREME_OK);
    for (size_t i = 0; i < f.n; i++) {
        if (fabs(index[i].first_order - first[i]) > fmin(near, 4 * index[i].first_order_se + 1e-6))
            fail_msg("input %zu: first order %g +- %g, not %g", i, index[i].first_order,
                     index[i].first_order_se, first[i]);
        if (fabs(index[i].total - total[i]) > fmin(near, 4 * index[i].total_se + 1e-6))
            fail_msg("input %zu: total %g +- %g, not %g", i, index[i].total, index[i].total_se, total[i]);
        assert_true(index[i].first_order_se < near && index[i].total_se < near);
        assert_close(index[i].left_out, 0, 0, 0);
    }
}

/* ------------------------ Ishigami and Homma (1990): a = 7, b = 0.1 */

static double ishigami(const double *u)
{
    double x[3];
    for (int i = 0; i < 3; i++) x[i] = PI * (2 * u[i] - 1);
    return sin(x[0]) + 7 * pow(sin(x[1]), 2) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

/* V = a²/8 + bπ⁴/5 + b²π⁸/18 + ½, V₁ = ½ (1 + bπ⁴/5)², V₂ = a²/8, V₁₃ = 8 b²π⁸/225. */
static void ishigami_has_its_indices(void **state)
{
    (void)state;
    double a = 7, b = 0.1, p4 = pow(PI, 4), p8 = p4 * p4;
    double v1 = pow(1 + b * p4 / 5, 2) / 2, v2 = a * a / 8, v13 = 8 * b * b * p8 / 225, v = v1 + v2 + v13;
    const double first[] = {v1 / v, v2 / v, 0}, total[] = {(v1 + v13) / v, v2 / v, v13 / v};
    assert_close(first[0], 0.3139, 0, 5e-5);
    assert_close(total[2], 0.2437, 0, 5e-5);
    check((function){3, ishigami, 0}, BIREME_SAMPLER_UNSET, first, total, 0.005);
    check((function){3, ishigami, 0}, BIREME_SAMPLER_LHS, first, total, 0.02);
    check((function){3, ishigami, 0}, BIREME_SAMPLER_RANDOM, first, total, 0.02);
}

/* ------------------------ Sobol's G */

static const double G[] = {0, 1, 4.5, 9, 99, 99};

static double sobol_g(const double *u)
{
    double product = 1;
    for (int i = 0; i < 6; i++) product *= (fabs(4 * u[i] - 2) + G[i]) / (1 + G[i]);
    return product;
}

/* Vᵢ = 1 / (3 (1 + aᵢ)²), V = Π (1 + Vᵢ) − 1, total Vᵢ Π over the others (1 + Vⱼ) / V. */
static void sobol_g_has_its_indices(void **state)
{
    (void)state;
    double part[6], all = 1, first[6], total[6];
    for (int i = 0; i < 6; i++) all *= 1 + (part[i] = 1 / (3 * pow(1 + G[i], 2)));
    for (int i = 0; i < 6; i++) {
        first[i] = part[i] / (all - 1);
        total[i] = part[i] * all / (1 + part[i]) / (all - 1);
    }
    check((function){6, sobol_g, 0}, BIREME_SAMPLER_SOBOL, first, total, 0.005);
}

/* ------------------------ a sum, and nothing */

static double sum(const double *u)
{
    return u[0] + 2 * u[1] + 4 * u[2];
}

static void of_a_sum_both_are_the_same(void **state)
{
    (void)state;
    const double share[] = {1 / 21.0, 4 / 21.0, 16 / 21.0};
    check((function){3, sum, 0}, BIREME_SAMPLER_SOBOL, share, share, 0.005);
}

static double constant(const double *u)
{
    (void)u;
    return 0.1;
}

/* Of half of the trials there is a value. */
static double half(const double *u)
{
    return u[1] < 0.5 ? NAN : u[0];
}

static void what_does_not_vary_has_no_indices(void **state)
{
    (void)state;
    function f = {2, constant, 0};
    bireme_index index[2];
    bireme_error error;
    bireme_index_options options = {.size = sizeof(bireme_index_options),
                                    .n_inputs = 2,
                                    .trials = 1000,
                                    .evaluate = evaluate,
                                    .context = &f,
                                    .sampler = BIREME_SAMPLER_SOBOL};
    assert_int_equal(bireme_index_run(&options, index, &error), BIREME_OK);
    assert_true(isnan(index[0].first_order) && isnan(index[1].total));
    f.of = half;
    options.trials = 16384;
    assert_int_equal(bireme_index_run(&options, index, &error), BIREME_OK);
    assert_close(index[0].left_out, 0.75, 0, 0.02); /* A and B both have one, and AB then too */
    assert_close(index[0].first_order, 1, 0, 0.02);
    assert_close(index[1].left_out, 0.75, 0, 0.02); /* B brings the number that decides */
    assert_close(index[1].total, 0, 0, 0);
}

/* ------------------------ errors */

static void what_cannot_be_asked_is_refused(void **state)
{
    (void)state;
    function f = {2, sum, 3};
    bireme_index index[2];
    bireme_error error;
    bireme_index_options options = {.size = sizeof(bireme_index_options),
                                    .n_inputs = 0,
                                    .trials = 1024,
                                    .evaluate = evaluate,
                                    .context = &f};
    assert_int_equal(bireme_index_run(&options, index, &error), BIREME_DOMAIN);
    assert_non_null(strstr(error.message, "0 inputs"));
    options.n_inputs = 2;
    options.evaluate = NULL;
    assert_int_equal(bireme_index_run(&options, index, &error), BIREME_DOMAIN);
    assert_non_null(strstr(error.message, "no function"));
    options.evaluate = evaluate;
    options.n_inputs = 2049;
    assert_int_equal(bireme_index_run(&options, index, &error), BIREME_DOMAIN);
    options.n_inputs = 2;
    options.trials = 0;
    assert_int_equal(bireme_index_run(&options, index, &error), BIREME_DOMAIN);
    assert_non_null(strstr(error.message, "0 trials"));
    options.trials = 65536;
    options.cancelled = cancelled;
    assert_int_equal(bireme_index_run(&options, index, &error), BIREME_CANCELLED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ishigami_has_its_indices),
        cmocka_unit_test(sobol_g_has_its_indices),
        cmocka_unit_test(of_a_sum_both_are_the_same),
        cmocka_unit_test(what_does_not_vary_has_no_indices),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
    };
    return cmocka_run_group_tests_name("decide.index", tests, NULL, NULL);
}
