/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The registry, what is refused and how it is said, and descriptions.
 */
#include "unit/dist/make.h"

/* Not created, DOMAIN, the argument at fault in `pointer`, each of the parts in the message, the output
 * untouched. */
static void refused_between(double min, double max, const char *pointer, const char *const *parts,
                            const char *family, size_t n, const bireme_dist_argument *arguments)
{
    bireme_dist_spec spec = spec_of(family, n, arguments, min, max);
    bireme_dist *dist = NULL;
    bireme_error error = {0};
    assert_int_equal(bireme_dist_create(&spec, &dist, &error), BIREME_DOMAIN);
    assert_int_equal(error.status, BIREME_DOMAIN);
    assert_null(dist);
    assert_string_equal(error.pointer, pointer);
    for (; *parts != NULL; parts++)
        if (strstr(error.message, *parts) == NULL) fail_msg("no \"%s\" in \"%s\"", *parts, error.message);
    /* Nor does it need the error. */
    assert_int_equal(bireme_dist_create(&spec, &dist, NULL), BIREME_DOMAIN);
}

#define SAYS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define refused(pointer, says, family, ...)                                                                  \
    refused_between(-INFINITY, INFINITY, pointer, says, family, __VA_ARGS__)

static void the_registry_lists_all_families(void **state)
{
    (void)state;
    static const char *const names[] = {"uniform",  "triangular", "pert",      "normal",      "lognormal",
                                        "gamma",    "beta",       "weibull",   "exponential", "metalog",
                                        "discrete", "histogram",  "empirical", "mixture"};
    assert_int_equal(bireme_family_count(), sizeof names / sizeof names[0]);
    for (size_t i = 0; i < bireme_family_count(); i++) {
        const bireme_family *family = bireme_family_get(i);
        assert_string_equal(family->name, names[i]);
        assert_ptr_equal(bireme_family_find(names[i]), family);
        assert_true(strlen(family->description) > 0 && strlen(family->support) > 0);
        for (size_t s = 0; s < family->n_sets; s++) {
            bool location = family->sets[s].location == NULL;
            assert_in_range(family->sets[s].count, 1, BIREME_SET_MOST);
            for (size_t p = 0; p < family->sets[s].count; p++) {
                assert_non_null(bireme_family_parameter(family, family->sets[s].names[p]));
                if (!location) location = strcmp(family->sets[s].names[p], family->sets[s].location) == 0;
            }
            assert_true(location); /* the location is one of the set's own parameters */
        }
        for (size_t p = 0; p < family->n_parameters; p++) {
            assert_true(strlen(family->parameters[p].description) > 0);
            assert_true(family->parameters[p].low <= family->parameters[p].high);
        }
    }
    assert_null(bireme_family_get(bireme_family_count()));
    assert_null(bireme_family_find("pareto"));
    assert_null(bireme_family_parameter(bireme_family_find("normal"), "shape"));
}

static void wrong_sets_are_told_apart(void **state)
{
    (void)state;
    refused("meen", SAYS("`meen`", "did you mean `mean`", "(mean, cv)", "(p10, p90)"), "lognormal",
            ARGUMENTS(NUMBER("meen", 1), NUMBER("cv", 1)));
    refused("xyzzy", SAYS("`xyzzy` is not a parameter of normal; it takes (mean, sd) or (p10, p90)"),
            "normal", ARGUMENTS(NUMBER("xyzzy", 1), NUMBER("sd", 1)));
    refused("", SAYS("incomplete", "found mean;", "(mean, cv), (mean, sd) or (shape, scale)"), "gamma",
            ARGUMENTS(NUMBER("mean", 1)));
    refused("", SAYS("incomplete", "found nothing"), "gamma", 0, NULL);
    refused("", SAYS("more parameters than it needs", "found mean, cv, sd"), "gamma",
            ARGUMENTS(NUMBER("mean", 1), NUMBER("cv", 1), NUMBER("sd", 1)));
    refused("", SAYS("cannot be made of", "found mean, p90"), "lognormal",
            ARGUMENTS(NUMBER("mean", 1), NUMBER("p90", 2)));
    refused("sd", SAYS("`sd` is given twice"), "normal",
            ARGUMENTS(NUMBER("mean", 1), NUMBER("sd", 1), NUMBER("sd", 1)));
    refused("file", SAYS("have not been read"), "empirical", ARGUMENTS({.name = "file"}, {.name = "column"}));
}

static void gamma_rejects_zero_shape(void **state)
{
    (void)state;
    refused("shape", SAYS("`shape`", "at least 0.01", "found 0"), "gamma",
            ARGUMENTS(NUMBER("shape", 0), NUMBER("scale", 1)));
}

static void numbers_out_of_range_are_refused(void **state)
{
    (void)state;
    refused("sd", SAYS("`sd` must be greater than 0, found -1"), "normal",
            ARGUMENTS(NUMBER("mean", 1), NUMBER("sd", -1)));
    refused("sd", SAYS("`sd`", "found 0"), "normal", ARGUMENTS(NUMBER("mean", 1), NUMBER("sd", 0)));
    refused("mean", SAYS("`mean`", "finite"), "normal", ARGUMENTS(NUMBER("mean", NAN), NUMBER("sd", 1)));
    refused("sd", SAYS("`sd`", "finite"), "normal", ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", INFINITY)));
    refused("mean", SAYS("`mean` must be greater than 0 and less than 1, found 1.2"), "beta",
            ARGUMENTS(NUMBER("mean", 1.2), NUMBER("sd", 0.1)));
    refused("median", SAYS("`median` must be greater than 0"), "lognormal",
            ARGUMENTS(NUMBER("median", -5), NUMBER("cv", 1)));
    refused("sigma", SAYS("`sigma`", "at most 15"), "lognormal",
            ARGUMENTS(NUMBER("mu", 0), NUMBER("sigma", 16)));
    refused("cv", SAYS("sd / mean", "10", "found 11"), "gamma",
            ARGUMENTS(NUMBER("mean", 1), NUMBER("cv", 11)));
    refused("", SAYS("sigma", "at most 15"), "lognormal",
            ARGUMENTS(NUMBER("p10", 1e-30), NUMBER("p90", 1e30)));
    refused("", SAYS("not a finite number"), "normal", ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", 1e200)));
    refused("values", SAYS("`values`", "empty"), "empirical", ARGUMENTS({.name = "values", .n = 0}));
}

static void impossible_parameters_are_refused(void **state)
{
    (void)state;
    refused("p10", SAYS("`p10` must be less than `p90`", "p10 9 and p90 9"), "normal",
            ARGUMENTS(NUMBER("p10", 9), NUMBER("p90", 9)));
    refused("median", SAYS("`median` must be less than `p90`", "80", "75"), "lognormal",
            ARGUMENTS(NUMBER("median", 80), NUMBER("p90", 75)));
    refused("median", SAYS("`median` must be less than `p90`"), "weibull",
            ARGUMENTS(NUMBER("median", 2), NUMBER("p90", 1)));
    refused("p10", SAYS("`p10` must be less than `p90`"), "beta",
            ARGUMENTS(NUMBER("p10", 0.4), NUMBER("p90", 0.3)));
    refused("min", SAYS("`min` must be less than `max`", "min 5 and max 2"), "uniform",
            ARGUMENTS(NUMBER("min", 5), NUMBER("max", 2)));
    refused("mode", SAYS("`mode` must be from `min` 0 to `max` 1, found 2"), "pert",
            ARGUMENTS(NUMBER("min", 0), NUMBER("mode", 2), NUMBER("max", 1)));
    refused("mode", SAYS("`mode`", "found -1"), "triangular",
            ARGUMENTS(NUMBER("min", 0), NUMBER("mode", -1), NUMBER("max", 1)));
    refused("successes", SAYS("at most `trials`", "9", "8"), "beta",
            ARGUMENTS(NUMBER("successes", 9), NUMBER("trials", 8)));
    refused("p90", SAYS("p90 / median", "found 1"), "weibull",
            ARGUMENTS(NUMBER("median", 1), NUMBER("p90", 1 + 1e-12)));
}

static void the_largest_sd_of_a_beta_is_said_and_is_allowed(void **state)
{
    (void)state;
    /* α = mean (mean (1 − mean)/sd² − 1) = 0.01 at sd = √(0.21 / (1 + 0.01/0.3)) = 0.4508057… */
    refused("sd", SAYS("with a mean of 0.3 `sd` can be at most 0.450805, found 0.46"), "beta",
            ARGUMENTS(NUMBER("mean", 0.3), NUMBER("sd", 0.46)));
    bireme_dist_free(make("beta", ARGUMENTS(NUMBER("mean", 0.3), NUMBER("sd", 0.450805))));
    refused("sd", SAYS("with a mean of 0.3 `sd` must be at least 3.83406e-05"), "beta",
            ARGUMENTS(NUMBER("mean", 0.3), NUMBER("sd", 1e-6)));
}

static void betas_outside_the_allowed_shapes_say_which_way(void **state)
{
    (void)state;
    refused("p90", SAYS("p10 0.5 and p90 0.500001 are so close"), "beta",
            ARGUMENTS(NUMBER("p10", 0.5), NUMBER("p90", 0.500001)));
    refused("p10", SAYS("so far apart"), "beta", ARGUMENTS(NUMBER("p10", 1e-250), NUMBER("p90", 0.5)));
}

static void weights_must_sum_to_1(void **state)
{
    (void)state;
    refused("weights", SAYS("3 weights must sum to 1", "found a sum of 0.95"), "discrete",
            ARGUMENTS(LIST("values", 1, 2, 3), LIST("weights", 0.25, 0.5, 0.2)));
    refused("weights", SAYS("found a sum of 1.000002"), "discrete",
            ARGUMENTS(LIST("values", 1, 2), LIST("weights", 0.5, 0.500002)));
    refused("weights", SAYS("`weights` must be at least 0 and at most 1, found -0.5"), "histogram",
            ARGUMENTS(LIST("edges", 0, 1, 2), LIST("weights", -0.5, 1)));
    refused("weights", SAYS("as many weights as values", "1 weights and 2 values"), "discrete",
            ARGUMENTS(LIST("values", 1, 2), LIST("weights", 1)));
    refused("edges", SAYS("one edge more than weights", "found 2 edges and 2 weights"), "histogram",
            ARGUMENTS(LIST("edges", 0, 1), LIST("weights", 0.5, 0.5)));
    refused("edges", SAYS("must ascend", "3 followed by 2"), "histogram",
            ARGUMENTS(LIST("edges", 1, 3, 2), LIST("weights", 0.5, 0.5)));
    bireme_dist *one = make_fixed(1);
    const bireme_dist *const list[] = {one};
    refused("weights", SAYS("2 weights and 1 components"), "mixture",
            ARGUMENTS({.name = "components", .components = list, .n = 1}, LIST("weights", 0.5, 0.5)));
    bireme_dist_free(one);
    /* Within 1e-6 they are brought to 1. */
    bireme_dist *dist = make("discrete", ARGUMENTS(LIST("values", 1, 2), LIST("weights", 0.5, 0.5000009)));
    assert_true(bireme_dist_cdf(dist, 2) == 1);
    bireme_dist_free(dist);
}

static void infeasible_metalogs_are_refused(void **state)
{
    (void)state;
    refused("p50", SAYS("between 12.4987 and 22.5013, found 11"), "metalog",
            ARGUMENTS(NUMBER("p10", 10), NUMBER("p50", 11), NUMBER("p90", 25)));
    refused("p10", SAYS("`p10` must be less than `p50`"), "metalog",
            ARGUMENTS(NUMBER("p10", 10), NUMBER("p50", 9), NUMBER("p90", 25)));
    refused("quantiles", SAYS("would fall around the probability 0."), "metalog",
            ARGUMENTS(LIST("probabilities", 0.1, 0.2, 0.3, 0.5, 0.9), LIST("quantiles", 10, 30, 31, 32, 90)));
    refused("quantiles", SAYS("must ascend", "7 followed by 6"), "metalog",
            ARGUMENTS(LIST("probabilities", 0.1, 0.5, 0.9), LIST("quantiles", 5, 7, 6)));
    refused("probabilities", SAYS("must ascend", "0.5 followed by 0.5"), "metalog",
            ARGUMENTS(LIST("probabilities", 0.5, 0.5), LIST("quantiles", 5, 7)));
    refused("probabilities", SAYS("from 2 to 16", "found 1"), "metalog",
            ARGUMENTS(LIST("probabilities", 0.5), LIST("quantiles", 5)));
    refused("quantiles", SAYS("2 quantiles and 3 probabilities"), "metalog",
            ARGUMENTS(LIST("probabilities", 0.1, 0.5, 0.9), LIST("quantiles", 5, 7)));
    refused("probabilities", SAYS("`probabilities`", "less than 1", "found 1"), "metalog",
            ARGUMENTS(LIST("probabilities", 0.5, 1), LIST("quantiles", 5, 7)));
    refused("lower", SAYS("less than the lowest quantile", "found 5 and 5"), "metalog",
            ARGUMENTS(LIST("probabilities", 0.1, 0.5), LIST("quantiles", 5, 7), NUMBER("lower", 5)));
    refused("upper", SAYS("greater than the highest quantile", "found 6 and 7"), "metalog",
            ARGUMENTS(LIST("probabilities", 0.1, 0.5), LIST("quantiles", 5, 7), NUMBER("upper", 6)));
    refused("lower", SAYS("`lower` must be less than `upper`"), "metalog",
            ARGUMENTS(LIST("coefficients", 1, 2), NUMBER("lower", 5), NUMBER("upper", 5)));
    refused("p50", SAYS("between 11.649 and 21.4611, found 11"), "metalog",
            ARGUMENTS(NUMBER("p10", 10), NUMBER("p50", 11), NUMBER("p90", 25), NUMBER("lower", 0)));
    refused("p90", SAYS("so heavy that it has no mean", "a `p90` of less than 196.7", "`upper`"), "metalog",
            ARGUMENTS(NUMBER("p10", 1), NUMBER("p50", 20), NUMBER("p90", 400), NUMBER("lower", 0)));
    refused("", SAYS("so heavy that it has no mean", "`lower`"), "metalog",
            ARGUMENTS(LIST("coefficients", 1, 1), NUMBER("upper", 0)));
    refused("coefficients", SAYS("from 2 to 16", "found 1"), "metalog", ARGUMENTS(LIST("coefficients", 1)));
    refused("", SAYS("(p10, p50, p90 [, lower] [, upper])", "is incomplete"), "metalog",
            ARGUMENTS(NUMBER("p10", 1), NUMBER("lower", 0)));
    /* The bounds of the message are those of the check. */
    bireme_dist_free(
        make("metalog", ARGUMENTS(NUMBER("p10", 10), NUMBER("p50", 12.4987), NUMBER("p90", 25))));
    bireme_dist_free(
        make("metalog", ARGUMENTS(NUMBER("p10", 10), NUMBER("p50", 22.5013), NUMBER("p90", 25))));
}

static void truncations_that_leave_nothing_are_refused(void **state)
{
    (void)state;
    refused_between(50, INFINITY, "min", SAYS("nothing is left above `min` 50"), "normal",
                    ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", 1)));
    refused_between(-INFINITY, 0, "max", SAYS("nothing is left below `max` 0"), "gamma",
                    ARGUMENTS(NUMBER("mean", 1), NUMBER("cv", 1)));
    refused_between(2.5, 2.9, "min", SAYS("nothing is left between `min` 2.5 and `max` 2.9"), "empirical",
                    ARGUMENTS(LIST("values", 1, 2, 3)));
    refused_between(3, 2, "min", SAYS("`min` must be less than `max`", "min 3 and max 2"), "normal",
                    ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", 1)));
    refused_between(0, 1e-8, "min", SAYS("so little of it", "3.98942e-09", "wider"), "normal",
                    ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", 1)));
    bireme_dist_spec spec = spec_of("normal", ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", 1)), -INFINITY,
                                    INFINITY);
    bireme_dist *dist = NULL;
    bireme_error error;
    spec.has_min = true;
    spec.min = NAN;
    assert_int_equal(bireme_dist_create(&spec, &dist, &error), BIREME_DOMAIN);
    assert_string_equal(error.pointer, "min");
    spec = spec_of("uniform", ARGUMENTS(NUMBER("min", 0), NUMBER("max", 1)), 0.5, INFINITY);
    assert_int_equal(bireme_dist_create(&spec, &dist, &error), BIREME_DOMAIN);
    assert_non_null(strstr(error.message, "cannot be truncated as well"));
    assert_int_equal(bireme_dist_create_fixed(NAN, &dist, &error), BIREME_DOMAIN);
    assert_null(dist);
}

static void described(bireme_dist *dist, const char *text)
{
    char buffer[200], small[12];
    bireme_dist_describe(dist, buffer, sizeof buffer);
    assert_string_equal(buffer, text);
    bireme_dist_describe(dist, small, sizeof small);
    assert_memory_equal(small, text, strlen(small));
    assert_true(strlen(small) < sizeof small);
    bireme_dist_free(dist);
}

static void descriptions_are_sentences_for_people(void **state)
{
    (void)state;
    described(make_between(0, 90000, "lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("cv", 0.9))),
              "lognormal (mean 24,000, cv 0.9), truncated to [0, 90000]");
    described(
        make_between(0, INFINITY, "normal", ARGUMENTS(NUMBER("mean", -1234567.25), NUMBER("sd", 500000))),
        "normal (mean -1,234,567.25, sd 500,000), truncated to [0, ∞)");
    described(make_between(-INFINITY, 5, "exponential", ARGUMENTS(NUMBER("mean", 1e-7))),
              "exponential (mean 1e-07), truncated to (-∞, 5]");
    described(make("discrete", ARGUMENTS(LIST("values", 1096, 55, 550), LIST("weights", 0.5, 0.25, 0.25))),
              "discrete (3 values from 55 to 1,096)");
    described(make("histogram", ARGUMENTS(LIST("edges", 0, 10, 90), LIST("weights", 0.5, 0.5))),
              "histogram (2 bins from 0 to 90)");
    described(make("metalog", ARGUMENTS(LIST("probabilities", 0.1, 0.5), LIST("quantiles", 5, 7))),
              "metalog (2 quantiles from 5 to 7)");
    described(make("metalog", ARGUMENTS(LIST("coefficients", 5, 0.2, 0.1), NUMBER("lower", -20000))),
              "metalog (3 coefficients from 0.1 to 5, lower -20,000)");
    bireme_dist *parts[] = {make_fixed(1200), make("exponential", ARGUMENTS(NUMBER("mean", 40)))};
    described(make("mixture",
                   ARGUMENTS({.name = "components", .components = (const bireme_dist *const *)parts, .n = 2},
                             LIST("weights", 0.3, 0.7))),
              "mixture (0.3 × fixed at 1,200; 0.7 × exponential (mean 40))");
    bireme_dist_free(parts[0]);
    bireme_dist_free(parts[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_registry_lists_all_families),
        cmocka_unit_test(wrong_sets_are_told_apart),
        cmocka_unit_test(gamma_rejects_zero_shape),
        cmocka_unit_test(numbers_out_of_range_are_refused),
        cmocka_unit_test(impossible_parameters_are_refused),
        cmocka_unit_test(the_largest_sd_of_a_beta_is_said_and_is_allowed),
        cmocka_unit_test(betas_outside_the_allowed_shapes_say_which_way),
        cmocka_unit_test(weights_must_sum_to_1),
        cmocka_unit_test(infeasible_metalogs_are_refused),
        cmocka_unit_test(truncations_that_leave_nothing_are_refused),
        cmocka_unit_test(descriptions_are_sentences_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
