/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include "numeric/special/exp_block.h"
#include "numeric/solve/integral_table.h"

typedef struct gamma_law {
    double shape, scale;
} gamma_law;

static double gamma_cdf(const void *context, double x)
{
    const gamma_law *law = context;
    return gsl_cdf_gamma_P(x, law->shape, law->scale);
}

/* ∫₀ˣ P(k, y/θ) dy = x P(k, x/θ) − kθ P(k+1, x/θ). */
static double gamma_integral(const void *context, double x)
{
    const gamma_law *law = context;
    return x * gsl_cdf_gamma_P(x, law->shape, law->scale) -
           law->shape * law->scale * gsl_cdf_gamma_P(x, law->shape + 1, law->scale);
}

static bireme_integral_table *make(const gamma_law *law, bool from_integral)
{
    bireme_integral_table *table = NULL;
    bireme_error error;
    double middle = gsl_cdf_gamma_Pinv(0.5, law->shape, law->scale);
    double end = gsl_cdf_gamma_Qinv(1e-14, law->shape, law->scale);
    bireme_status status = bireme_integral_table_create(from_integral ? gamma_integral : gamma_cdf, law,
                                                        from_integral, middle, end, 1, &table, &error);
    assert_int_equal(status, BIREME_OK);
    return table;
}

static const gamma_law laws[] = {{0.3, 10}, {1, 30}, {2, 5}, {3.3, 18}, {100, 0.5}};
enum { LAWS = sizeof laws / sizeof laws[0] };

static void tables_of_gamma_laws_agree_with_the_closed_form(void **state)
{
    (void)state;
    for (int i = 0; i < LAWS; i++)
        for (int from_integral = 0; from_integral < 2; from_integral++) {
            bireme_integral_table *table = make(&laws[i], from_integral);
            double middle = gsl_cdf_gamma_Pinv(0.5, laws[i].shape, laws[i].scale);
            double mean = laws[i].shape * laws[i].scale;
            /* the table aims at 1e-8 of the median, summed over its pieces */
            for (double x = 0; x < 20 * mean; x += mean / 37) {
                assert_close(bireme_integral_table_value(table, x), gamma_integral(&laws[i], x), 0,
                             5e-8 * middle);
                if (x > 0.1 * mean)
                    assert_close(bireme_integral_table_slope(table, x), gamma_cdf(&laws[i], x), 0, 2e-6);
            }
            bireme_integral_table_free(table);
        }
}

static void beyond_the_end_it_is_a_straight_line_and_before_zero_nothing(void **state)
{
    (void)state;
    bireme_integral_table *table = make(&laws[3], 0);
    double end = bireme_integral_table_end(table), mean = 3.3 * 18;
    assert_close(bireme_integral_table_value(table, 10 * end), 10 * end - mean, 1e-9, 0);
    assert_true(bireme_integral_table_value(table, 0) == 0 && bireme_integral_table_value(table, -5) == 0);
    assert_true(bireme_integral_table_slope(table, 2 * end) == 1 &&
                bireme_integral_table_slope(table, -1) == 0);
    bireme_integral_table_free(table);
}

static void the_block_form_shifts_scales_and_adds(void **state)
{
    (void)state;
    bireme_integral_table *table = make(&laws[2], 0);
    double x[4] = {3, 10, 500, 1}, scale[4] = {1, 2, 0.5, 4}, inverse[4] = {1, 0.5, 2, 0.25},
           out[4] = {1, 1, 1, 1};
    bireme_integral_table_add(table, 4, x, 2, scale, inverse, 0.25, out);
    for (int i = 0; i < 4; i++)
        assert_close(out[i], 1 + 0.25 * scale[i] * bireme_integral_table_value(table, (x[i] - 2) / scale[i]),
                     1e-14, 0);
    bireme_integral_table_free(table);
}

static double step_at_seven(const void *context, double x)
{
    (void)context;
    return x >= 7 ? 1 : 0;
}

/* A jump in F is a kink in G: the error is the jump times a piece's width, 7 · 2⁻¹⁰ at most, over 8. */
static void a_jump_is_met_within_the_width_of_a_piece(void **state)
{
    (void)state;
    bireme_integral_table *table;
    bireme_error error;
    assert_int_equal(bireme_integral_table_create(step_at_seven, NULL, false, 7, 8, 1, &table, &error),
                     BIREME_OK);
    for (double x = 0; x < 30; x += 0.01)
        assert_close(bireme_integral_table_value(table, x), fmax(x - 7, 0), 0, 7e-3);
    bireme_integral_table_free(table);
}

static void exp_of_a_block_is_exp(void **state)
{
    (void)state;
    double x[512], out[512];
    for (int i = 0; i < 512; i++) x[i] = -700 + i * 2.7344 + 0.001 * i;
    bireme_exp_block(512, x, out);
    for (int i = 0; i < 512; i++)
        if (fabs(x[i]) <= 700)
            assert_close(out[i], exp(x[i]), 5e-16, 0); /* 4e-16 stated, and glibc's half an ulp */
    x[0] = 0;
    bireme_exp_block(1, x, out);
    assert_true(out[0] == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_of_gamma_laws_agree_with_the_closed_form),
        cmocka_unit_test(beyond_the_end_it_is_a_straight_line_and_before_zero_nothing),
        cmocka_unit_test(the_block_form_shifts_scales_and_adds),
        cmocka_unit_test(a_jump_is_met_within_the_width_of_a_piece),
        cmocka_unit_test(exp_of_a_block_is_exp),
    };
    return cmocka_run_group_tests_name("numeric.integral_table", tests, NULL, NULL);
}
