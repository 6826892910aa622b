/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Delays against closed forms. G_D(x) = ∫₀ˣ P(D ≤ y) dy = E[(x − D)⁺].
 */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "compile/delay/delay_internal.h"

static bireme_dist *make_dist(const char *family, const char *a, double x, const char *b, double y)
{
    bireme_dist *dist = NULL;
    bireme_error error;
    bireme_dist_argument arguments[2] = {{.name = a, .value = x}, {.name = b, .value = y}};
    bireme_dist_spec spec = {
        .family = bireme_family_find(family), .arguments = arguments, .n_arguments = b ? 2 : 1};
    bireme_status status = bireme_dist_create(&spec, &dist, &error);
    if (status != BIREME_OK) print_error("%s\n", error.message);
    assert_int_equal(status, BIREME_OK);
    return dist;
}

static bireme_dist *make_discrete(size_t n, const double *values, const double *weights)
{
    bireme_dist *dist = NULL;
    bireme_error error;
    bireme_dist_argument arguments[2] = {{.name = "values", .values = values, .n = n},
                                         {.name = "weights", .values = weights, .n = n}};
    bireme_dist_spec spec = {
        .family = bireme_family_find("discrete"), .arguments = arguments, .n_arguments = 2};
    assert_int_equal(bireme_dist_create(&spec, &dist, &error), BIREME_OK);
    return dist;
}

/* A model with up to 32 steps; quantities 0 … 2 are lognormal around 1. */
typedef struct bench {
    bireme_model model;
    bireme_channel channel;
    bireme_item cycle[33];
    bireme_quantity quantities[3];
    bireme_delay_sums *sums;
} bench;

static void set_up(bench *b, size_t steps)
{
    memset(b, 0, sizeof *b);
    b->model.periods = 12;
    b->model.stages = steps + 1;
    b->model.calendar = (bireme_calendar){BIREME_PERIOD_MONTH, 2027, 1, 1};
    b->model.n_quantities = 3;
    b->model.quantities = b->quantities;
    b->channel.cycle = b->cycle;
    bireme_error error;
    assert_int_equal(bireme_delay_sums_create(&b->sums, &error), BIREME_OK);
    for (int q = 0; q < 3; q++) b->quantities[q].dist = make_dist("lognormal", "mu", 0, "sigma", 0.3);
    for (int s = 0; s < 33; s++) b->cycle[s].scale = -1;
}

static void tear_down(bench *b)
{
    bireme_delay_sums_free(b->sums);
    for (int q = 0; q < 3; q++) bireme_dist_free(b->quantities[q].dist);
    for (int s = 0; s < 33; s++) bireme_dist_free(b->cycle[s].shape);
}

static bireme_delay *make_delay(bench *b)
{
    bireme_delay *delay = NULL;
    bireme_error error;
    assert_int_equal(
        bireme_delay_create(&b->model, &b->channel, 1, b->model.stages - 1, b->sums, &delay, &error),
        BIREME_OK);
    return delay;
}

/* G at x with the three scales s. */
static double value(const bireme_delay *delay, double x, double s0, double s1, double s2)
{
    double s[3] = {s0, s1, s2}, out;
    const double *quantity[3] = {&s[0], &s[1], &s[2]};
    bireme_delay_eval(delay, quantity, 1, &x, &out);
    return out;
}

static double gamma_integral(double x, double shape, double scale)
{
    if (x <= 0) return 0;
    return x * gsl_cdf_gamma_P(x, shape, scale) - shape * scale * gsl_cdf_gamma_P(x, shape + 1, scale);
}

static void one_step_scales_with_its_quantity(void **state)
{
    (void)state;
    bench b;
    set_up(&b, 1);
    b.cycle[1].shape = make_dist("gamma", "mean", 1, "cv", 0.6);
    b.quantities[0].dist = (bireme_dist_free(b.quantities[0].dist),
                            make_dist("lognormal", "median", 60, "sigma", 0.4));
    b.cycle[1].scale = 0;
    bireme_delay *delay = make_delay(&b);
    assert_int_equal(delay->rules[delay->everywhere].n_nodes, 1);
    assert_true(delay->n_scaled > 0);
    double shape = 1 / 0.36;
    for (double x = 1; x < 400; x *= 1.3)
        for (double s = 20; s < 200; s *= 1.7)
            assert_close(value(delay, x, s, 0, 0), gamma_integral(x, shape, s / shape), 0, 5e-8 * s + 3e-6);
    bireme_delay_free(delay);
    tear_down(&b);
}

static void two_equal_exponential_steps_are_an_erlang_delay(void **state)
{
    (void)state;
    bench b;
    set_up(&b, 2);
    b.cycle[1].shape = make_dist("exponential", "mean", 25, NULL, 0);
    b.cycle[2].shape = make_dist("exponential", "mean", 25, NULL, 0);
    bireme_delay *delay = make_delay(&b);
    assert_int_equal(delay->n_scaled, 0);
    for (double x = 0.5; x < 400;
         x *= 1.3) /* tables to 1e-8 of the scale; from where it is straight, 1e-7 periods */
        assert_close(value(delay, x, 1, 1, 1), gamma_integral(x, 2, 25), 0, 5e-6);
    bireme_delay_free(delay);
    tear_down(&b);
}

/* Exponentials of means a ≠ b: E[(x − D)⁺] = x − a − b + (a² e^{−x/a} − b² e^{−x/b}) / (a − b). */
static double hypoexponential_integral(double x, double a, double b)
{
    return x - a - b + (a * a * exp(-x / a) - b * b * exp(-x / b)) / (a - b);
}

static void exponential_steps_of_very_different_means_convolve(void **state)
{
    (void)state;
    static const double means[][2] = {{4, 58}, {0.05, 60}, {90, 3}};
    for (int i = 0; i < 3; i++) {
        bench b;
        set_up(&b, 2);
        b.cycle[1].shape = make_dist("exponential", "mean", means[i][0], NULL, 0);
        b.cycle[2].shape = make_dist("exponential", "mean", means[i][1], NULL, 0);
        bireme_delay *delay = make_delay(&b);
        for (double x = 0.5; x < 400; x *= 1.3)
            assert_close(value(delay, x, 1, 1, 1), hypoexponential_integral(x, means[i][0], means[i][1]), 0,
                         5e-6);
        bireme_delay_free(delay);
        tear_down(&b);
    }
}

/* Both means uncertain: the rule over the smaller part. The law of two exponentials has a kink, the worst
 * case of a Gaussian rule. */
static void two_uncertain_exponential_steps_are_right(void **state)
{
    (void)state;
    bench b;
    set_up(&b, 2);
    b.cycle[1].shape = make_dist("exponential", "mean", 1, NULL, 0);
    b.cycle[2].shape = make_dist("exponential", "mean", 1, NULL, 0);
    b.quantities[0].dist = (bireme_dist_free(b.quantities[0].dist),
                            make_dist("lognormal", "median", 30, "sigma", 0.2));
    b.quantities[1].dist = (bireme_dist_free(b.quantities[1].dist),
                            make_dist("lognormal", "median", 12, "sigma", 0.2));
    b.cycle[1].scale = 0;
    b.cycle[2].scale = 1;
    bireme_delay *delay = make_delay(&b);
    double days = bireme_calendar_days(&b.model.calendar), worst = 0;
    for (double x = 0.5; x < 400; x *= 1.1)
        for (double s = 20; s < 50; s += 7)
            for (double r = 6; r < 20; r += 3.1)
                worst = fmax(worst,
                             fabs(value(delay, x, s, r, 0) - hypoexponential_integral(x, s, r)) / days);
    print_message("two uncertain exponentials: %zu nodes, found error %.2g periods\n",
                  delay->rules[delay->everywhere].n_nodes, worst);
    assert_true(worst < 2e-4);
    bireme_delay_free(delay);
    tear_down(&b);
}

typedef struct mix {
    double x, mean, shape, scale;
} mix;

static double mix_integrand(double y, void *context)
{
    const mix *m = context;
    return exp(-y / m->mean) / m->mean * gamma_integral(m->x - y, m->shape, m->scale);
}

static void a_fixed_step_before_an_uncertain_one_is_right(void **state)
{
    (void)state;
    bench b;
    set_up(&b, 2);
    b.cycle[1].shape = make_dist("exponential", "mean", 8, NULL, 0);
    b.cycle[2].shape = make_dist("gamma", "mean", 1, "cv", 0.55);
    b.quantities[2].dist = (bireme_dist_free(b.quantities[2].dist),
                            make_dist("lognormal", "median", 58, "p90", 75));
    b.cycle[2].scale = 2;
    bireme_delay *delay = make_delay(&b);
    gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(1000);
    double shape = 1 / (0.55 * 0.55), worst = 0;
    for (double x = 2; x < 400; x *= 1.25)
        for (double s = 35; s < 90; s += 11) {
            mix m = {x, 8, shape, s / shape};
            gsl_function f = {mix_integrand, &m};
            double exact, error;
            gsl_integration_qag(&f, 0, x, 1e-11, 1e-11, 1000, GSL_INTEG_GAUSS31, workspace, &exact, &error);
            worst = fmax(worst, fabs(value(delay, x, 1, 1, s) - exact));
        }
    print_message("fixed and uncertain: %zu nodes, found error %.2g days\n",
                  delay->rules[delay->everywhere].n_nodes, worst);
    assert_true(worst < 3e-5 * 365.25 / 12); /* 1e-5 of a period is aimed at, measured at fewer points */
    gsl_integration_workspace_free(workspace);
    bireme_delay_free(delay);
    tear_down(&b);
}

static void fixed_days_and_few_values_are_exact(void **state)
{
    (void)state;
    static const double values[] = {10, 20, 40}, weights[] = {0.5, 0.25, 0.25};
    bireme_error error;
    bench b;
    set_up(&b, 3);
    assert_int_equal(bireme_dist_create_fixed(5, &b.cycle[1].shape, &error), BIREME_OK);
    b.cycle[2].shape = make_discrete(3, values, weights);
    assert_int_equal(bireme_dist_create_fixed(1, &b.cycle[3].shape, &error), BIREME_OK);
    b.cycle[3].scale = 1; /* an uncertain but otherwise certain step */
    bireme_delay *delay = make_delay(&b);
    assert_int_equal(delay->rules[delay->everywhere].n_nodes, 3);
    for (double x = 0; x < 100; x += 1.5) {
        double exact = 0;
        for (int k = 0; k < 3; k++) exact += weights[k] * fmax(x - 5 - values[k] - 7.5, 0);
        assert_close(value(delay, x, 1, 7.5, 1), exact, 1e-13, 1e-13);
    }
    bireme_delay_free(delay);
    tear_down(&b);
}

static void no_steps_take_no_time(void **state)
{
    (void)state;
    bench b;
    set_up(&b, 2);
    bireme_delay *delay = make_delay(&b);
    for (double x = -1; x < 50; x += 3) assert_close(value(delay, x, 1, 1, 1), fmax(x, 0), 0, 0);
    bireme_delay_free(delay);
    tear_down(&b);
}

/* Two uncertain steps, so that the rule depends on where the lanes of a block lie. */
static void any_number_of_lanes_is_done_a_block_at_a_time(void **state)
{
    (void)state;
    enum { N = 2 * BIREME_DELAY_BLOCK + 37 };
    static double x[N], scale[3][N], all[N], piece[N];
    bench b;
    set_up(&b, 2);
    for (int s = 1; s <= 2; s++) {
        b.cycle[s].shape = make_dist("exponential", "mean", 25, NULL, 0);
        b.cycle[s].scale = s - 1;
    }
    bireme_delay *delay = make_delay(&b);
    for (int i = 0; i < N; i++) {
        x[i] = i; /* in days, past the horizon's end: later blocks have another rule */
        for (int q = 0; q < 3; q++) scale[q][i] = 1 + 0.001 * (i + q);
    }
    const double *quantity[3] = {scale[0], scale[1], scale[2]};
    bireme_delay_eval(delay, quantity, N, x, all);
    for (size_t at = 0; at < N; at += BIREME_DELAY_BLOCK) {
        const double *here[3] = {scale[0] + at, scale[1] + at, scale[2] + at};
        size_t n = N - at < BIREME_DELAY_BLOCK ? N - at : BIREME_DELAY_BLOCK;
        bireme_delay_eval(delay, here, n, x + at, piece + at);
    }
    assert_memory_equal(all, piece, sizeof all);
    bireme_delay_free(delay);
    tear_down(&b);
}

static void a_long_chain_of_gamma_steps_is_the_gamma_delay_of_their_sum(void **state)
{
    (void)state;
    enum { STEPS = 32 };
    bench b;
    set_up(&b, STEPS);
    for (int s = 1; s <= STEPS; s++)
        b.cycle[s].shape = make_dist("gamma", "shape", 0.5 + 0.25 * s, "scale", 3);
    bireme_delay *delay = make_delay(&b);
    double shape = 0;
    for (int s = 1; s <= STEPS; s++) shape += 0.5 + 0.25 * s;
    for (double x = 10; x < 1500; x *= 1.07)
        assert_close(value(delay, x, 1, 1, 1), gamma_integral(x, shape, 3), 0, 3e-5);
    bireme_delay_free(delay);
    tear_down(&b);
}

static void narrow_and_wide_steps_add_up(void **state)
{
    (void)state;
    bench b;
    set_up(&b, 3);
    b.cycle[1].shape = make_dist("normal", "mean", 100, "sd", 2);
    b.cycle[2].shape = make_dist("normal", "mean", 40, "sd", 0.5);
    b.cycle[3].shape = make_dist("normal", "mean", 70, "sd", 9);
    bireme_delay *delay = make_delay(&b);
    double sd = sqrt(4 + 0.25 + 81);
    for (double x = 130; x < 300; x += 1.7) {
        double z = (x - 210) / sd;
        double right = sd * (z * gsl_cdf_ugaussian_P(z) + exp(-z * z / 2) / sqrt(2 * M_PI));
        assert_close(value(delay, x, 1, 1, 1), right, 0, 1e-4); /* days: 3e-6 of a period */
    }
    bireme_delay_free(delay);
    tear_down(&b);
}

static void every_step_is_added_once_for_all_that_come_after_it(void **state)
{
    (void)state;
    enum { STEPS = 32 };
    bench b;
    bireme_error error;
    set_up(&b, STEPS);
    for (int s = 1; s <= STEPS; s++) b.cycle[s].shape = make_dist("gamma", "mean", 10 + s % 3, "sd", 5);
    for (int channels = 0; channels < 2; channels++)
        for (size_t last = 1; last <= STEPS; last++) {
            bireme_delay *delay = NULL;
            assert_int_equal(bireme_delay_create(&b.model, &b.channel, 1, last, b.sums, &delay, &error),
                             BIREME_OK);
            bireme_delay_free(delay);
        }
    size_t steps = 0;
    for (size_t i = 0; i < b.sums->n; i++) steps += b.sums->all[i].dist != NULL;
    assert_int_equal(steps, 3);
    assert_int_equal(b.sums->n - steps, STEPS - 1);
    tear_down(&b);
}

static void more_uncertain_steps_than_can_be_combined_are_an_error(void **state)
{
    (void)state;
    bench b;
    bireme_error error;
    bireme_delay *delay = NULL;
    set_up(&b, 32);
    for (int s = 1; s <= 32; s++) {
        b.cycle[s].shape = make_dist("exponential", "mean", 3, NULL, 0);
        b.cycle[s].scale = s % 3;
    }
    assert_int_equal(bireme_delay_create(&b.model, &b.channel, 1, 32, b.sums, &delay, &error), BIREME_DOMAIN);
    assert_non_null(strstr(error.message, "32 times of uncertain length"));
    tear_down(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_step_scales_with_its_quantity),
        cmocka_unit_test(two_equal_exponential_steps_are_an_erlang_delay),
        cmocka_unit_test(exponential_steps_of_very_different_means_convolve),
        cmocka_unit_test(two_uncertain_exponential_steps_are_right),
        cmocka_unit_test(a_fixed_step_before_an_uncertain_one_is_right),
        cmocka_unit_test(fixed_days_and_few_values_are_exact),
        cmocka_unit_test(no_steps_take_no_time),
        cmocka_unit_test(any_number_of_lanes_is_done_a_block_at_a_time),
        cmocka_unit_test(a_long_chain_of_gamma_steps_is_the_gamma_delay_of_their_sum),
        cmocka_unit_test(narrow_and_wide_steps_add_up),
        cmocka_unit_test(every_step_is_added_once_for_all_that_come_after_it),
        cmocka_unit_test(more_uncertain_steps_than_can_be_combined_are_an_error),
    };
    return cmocka_run_group_tests_name("plan.delay", tests, NULL, NULL);
}
