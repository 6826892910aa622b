/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Has 1/X a mean? Of each family that can touch 0, on both sides of the limit: the density at 0 is above 0,
 * or it falls to 0 as a power of x.
 */
#include "unit/dist/make.h"

static void expect(int line, bool endless, bireme_dist *dist)
{
    if (bireme_dist_inverse_is_endless(dist) != endless)
        fail_msg("line %d: 1/X %s", line, endless ? "has no mean" : "has a mean");
    bireme_dist_free(dist);
}
#define ENDLESS(dist)  expect(__LINE__, true, dist)
#define HAS_MEAN(dist) expect(__LINE__, false, dist)

static void density_at_zero_leaves_the_inverse_without_a_mean(void **state)
{
    (void)state;
    ENDLESS(make("uniform", ARGUMENTS(NUMBER("min", 0), NUMBER("max", 100))));
    ENDLESS(make("uniform", ARGUMENTS(NUMBER("min", 0), NUMBER("max", 1e-90))));
    HAS_MEAN(make("uniform", ARGUMENTS(NUMBER("min", 1e-6), NUMBER("max", 100))));
    ENDLESS(make("triangular", ARGUMENTS(NUMBER("min", 0), NUMBER("mode", 0), NUMBER("max", 9))));
    HAS_MEAN(make("triangular", ARGUMENTS(NUMBER("min", 0), NUMBER("mode", 5), NUMBER("max", 9))));
    ENDLESS(make("pert", ARGUMENTS(NUMBER("min", 0), NUMBER("mode", 0), NUMBER("max", 9))));
    HAS_MEAN(make("pert", ARGUMENTS(NUMBER("min", 0), NUMBER("mode", 1), NUMBER("max", 9))));
    ENDLESS(make("histogram", ARGUMENTS(LIST("edges", 0, 10, 20), LIST("weights", 0.01, 0.99))));
    HAS_MEAN(make("histogram", ARGUMENTS(LIST("edges", 0, 10, 20), LIST("weights", 0, 1))));
    HAS_MEAN(make("discrete", ARGUMENTS(LIST("values", 10, 20), LIST("weights", 0.5, 0.5))));
    HAS_MEAN(make_fixed(7));
}

static void powers_at_zero_decide(void **state)
{
    (void)state;
    ENDLESS(make("exponential", ARGUMENTS(NUMBER("mean", 10))));
    HAS_MEAN(make_between(1, INFINITY, "exponential", ARGUMENTS(NUMBER("mean", 10))));
    ENDLESS(make("gamma", ARGUMENTS(NUMBER("shape", 0.9), NUMBER("scale", 10))));
    ENDLESS(make("gamma", ARGUMENTS(NUMBER("shape", 0.01), NUMBER("scale", 10))));
    ENDLESS(make("gamma", ARGUMENTS(NUMBER("shape", 1), NUMBER("scale", 10))));
    HAS_MEAN(make("gamma", ARGUMENTS(NUMBER("shape", 1.1), NUMBER("scale", 10))));
    HAS_MEAN(make("gamma", ARGUMENTS(NUMBER("shape", 100), NUMBER("scale", 10))));
    ENDLESS(make("weibull", ARGUMENTS(NUMBER("shape", 0.8), NUMBER("scale", 10))));
    ENDLESS(make("weibull", ARGUMENTS(NUMBER("shape", 1), NUMBER("scale", 10))));
    HAS_MEAN(make("weibull", ARGUMENTS(NUMBER("shape", 1.2), NUMBER("scale", 10))));
    ENDLESS(make("beta", ARGUMENTS(NUMBER("alpha", 0.9), NUMBER("beta", 3))));
    HAS_MEAN(make("beta", ARGUMENTS(NUMBER("alpha", 1.5), NUMBER("beta", 3))));
    ENDLESS(make("metalog", ARGUMENTS(LIST("coefficients", 4, 1), NUMBER("lower", 0), NUMBER("upper", 90))));
    HAS_MEAN(make("metalog", ARGUMENTS(LIST("coefficients", 4, 0.9), NUMBER("lower", 0))));
    HAS_MEAN(
        make("metalog", ARGUMENTS(LIST("coefficients", 4, 1.5), NUMBER("lower", 1), NUMBER("upper", 90))));
}

static void a_normal_cut_off_at_zero_is_judged_by_what_is_there(void **state)
{
    (void)state;
    ENDLESS(make_between(0, INFINITY, "normal", ARGUMENTS(NUMBER("mean", 10), NUMBER("sd", 5))));
    HAS_MEAN(make_between(0.5, INFINITY, "normal", ARGUMENTS(NUMBER("mean", 10), NUMBER("sd", 5))));
    /* φ(10) · 10: no run shows it */
    HAS_MEAN(make_between(0, INFINITY, "normal", ARGUMENTS(NUMBER("mean", 10), NUMBER("sd", 1))));
}

static void a_lognormal_keeps_away(void **state)
{
    (void)state;
    HAS_MEAN(make("lognormal", ARGUMENTS(NUMBER("median", 50), NUMBER("sigma", 1))));
    HAS_MEAN(make("lognormal", ARGUMENTS(NUMBER("median", 50), NUMBER("sigma", 10))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(density_at_zero_leaves_the_inverse_without_a_mean),
        cmocka_unit_test(powers_at_zero_decide),
        cmocka_unit_test(a_normal_cut_off_at_zero_is_judged_by_what_is_there),
        cmocka_unit_test(a_lognormal_keeps_away),
    };
    return cmocka_run_group_tests_name("dist.inverse", tests, NULL, NULL);
}
