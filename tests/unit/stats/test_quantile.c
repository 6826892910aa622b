/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "random/stream.h"
#include "stats/quantile.h"

enum { N = 20000, P = 7 };
static const double p[P] = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Values of several kinds: 0 spread over both signs, 1 counts, 2 huge and tiny, 3 constant, 4 with zeros and
 * NANs. */
static void make(int kind, double *value)
{
    bireme_stream stream = bireme_stream_create(5, "values", "");
    bireme_stream_fill(&stream, 0, 0, (uint32_t)kind, N, value);
    for (int i = 0; i < N; i++) {
        double u = value[i];
        switch (kind) {
        case 0:
            value[i] = tan(3 * (u - 0.5)) * 1e5;
            break;
        case 1:
            value[i] = floor(-log(u) * 40);
            break;
        case 2:
            value[i] = exp(60 * (u - 0.5));
            break;
        case 3:
            value[i] = 1234.5;
            break;
        default:
            value[i] = u < 0.2 ? 0 : u < 0.3 ? NAN : u * 7;
            break;
        }
    }
}

static size_t sorted_without_nan(const double *value, double *sorted)
{
    size_t n = 0;
    for (int i = 0; i < N; i++)
        if (!isnan(value[i])) sorted[n++] = value[i];
    qsort(sorted, n, sizeof *sorted, compare);
    return n;
}

static double rank_value(const double *sorted, size_t n, double place)
{
    place = ceil(place);
    return sorted[(size_t)(place < 1 ? 1 : place > (double)n ? (double)n : place) - 1];
}

static void exact_quantiles_are_those_of_the_sorted_sample(void **state)
{
    (void)state;
    static double value[N], sorted[N];
    bireme_order *order;
    bireme_error error;
    assert_int_equal(bireme_order_create(N, &order, &error), BIREME_OK);
    for (int kind = 0; kind < 5; kind++) {
        double quantile[P], se[P];
        make(kind, value);
        size_t n = sorted_without_nan(value, sorted);
        bireme_order_quantiles(order, N, value, P, p, quantile, se);
        for (int k = 0; k < P; k++) {
            double d = sqrt((double)n * p[k] * (1 - p[k])), middle = (double)n * p[k];
            assert_true(quantile[k] == rank_value(sorted, n, middle));
            assert_true(se[k] == (rank_value(sorted, n, middle + d) - rank_value(sorted, n, middle - d)) / 2);
        }
    }
    bireme_order_free(order);
}

static void no_values_give_no_quantiles(void **state)
{
    (void)state;
    double value[3] = {NAN, NAN, NAN}, quantile[P], se[P];
    bireme_order *order;
    bireme_error error;
    assert_int_equal(bireme_order_create(3, &order, &error), BIREME_OK);
    bireme_order_quantiles(order, 3, value, P, p, quantile, se);
    for (int k = 0; k < P; k++) assert_true(isnan(quantile[k]) && isnan(se[k]));
    bireme_order_free(order);
}

static void a_sample_too_small_says_that_it_cannot_tell(void **state)
{
    (void)state;
    const double value[] = {3, 1, 2, 5, 4, 7, 6, 8};
    double quantile[P], se[P];
    bireme_order *order;
    bireme_error error;
    assert_int_equal(bireme_order_create(8, &order, &error), BIREME_OK);
    bireme_order_quantiles(order, 8, value, P, p, quantile, se);
    assert_true(isnan(se[0]) && isnan(se[1]) && isnan(se[5]) &&
                isnan(se[6]));                     /* 0.4 ± 0.6 and 0.8 ± 0.8 of 8 */
    assert_true(quantile[3] == 4 && se[3] == 1.5); /* ranks 4 and 4 ± 1.41: 3 and 6 */
    bireme_order_quantiles(order, 1, value, P, p, quantile, se);
    for (int k = 0; k < P; k++) assert_true(quantile[k] == 3 && isnan(se[k]));
    bireme_order_free(order);
}

static void a_sketch_is_within_its_stated_error_and_exact_for_counts(void **state)
{
    (void)state;
    static double value[N], sorted[N];
    for (int kind = 0; kind < 5; kind++) {
        bireme_sketch sketch;
        bireme_error error;
        double quantile[P], se[P];
        make(kind, value);
        size_t n = sorted_without_nan(value, sorted);
        assert_int_equal(bireme_sketch_create(&sketch, &error), BIREME_OK);
        bireme_sketch_add(&sketch, N, value);
        bireme_sketch_quantiles(&sketch, sorted[0], sorted[n - 1], kind == 1, P, p, quantile, se);
        for (int k = 0; k < P; k++) {
            double exact = rank_value(sorted, n, (double)n * p[k]);
            if (kind == 1 || kind == 3)
                assert_true(quantile[k] == exact);
            else
                assert_close(quantile[k], exact, BIREME_SKETCH_ERROR, 0x1p-20);
        }
        bireme_sketch_free(&sketch);
    }
}

static void merged_sketches_equal_one(void **state)
{
    (void)state;
    static double value[N];
    bireme_sketch whole, a, b;
    bireme_error error;
    double one[P], two[P], se_one[P], se_two[P];
    make(0, value);
    assert_int_equal(bireme_sketch_create(&whole, &error), BIREME_OK);
    assert_int_equal(bireme_sketch_create(&a, &error), BIREME_OK);
    assert_int_equal(bireme_sketch_create(&b, &error), BIREME_OK);
    bireme_sketch_add(&whole, N, value);
    bireme_sketch_add(&a, 777, value);
    bireme_sketch_add(&b, N - 777, value + 777);
    bireme_sketch_merge(&a, &b);
    bireme_sketch_quantiles(&whole, -1e9, 1e9, 0, P, p, one, se_one);
    bireme_sketch_quantiles(&a, -1e9, 1e9, 0, P, p, two, se_two);
    assert_memory_equal(one, two, sizeof one);
    assert_memory_equal(se_one, se_two, sizeof se_one);
    bireme_sketch_free(&whole);
    bireme_sketch_free(&a);
    bireme_sketch_free(&b);
}

/* 400 samples of 1,000 uniforms: the stated error of a quantile agrees with the spread of the quantiles. The
 * estimate of an sd from 400 values has a relative standard error of 3.5 %; five of them and the noise of the
 * mean se: 20 %. */
static void the_error_of_a_quantile_is_the_spread_of_quantiles(void **state)
{
    (void)state;
    enum { SAMPLES = 400, SIZE = 1000 };
    double value[SIZE], sum[P] = {0}, square[P] = {0}, mean_se[P] = {0};
    bireme_order *order;
    bireme_error error;
    bireme_stream stream = bireme_stream_create(11, "spread", "");
    assert_int_equal(bireme_order_create(SIZE, &order, &error), BIREME_OK);
    for (uint32_t s = 0; s < SAMPLES; s++) {
        double quantile[P], se[P];
        bireme_stream_fill(&stream, 0, s, 0, SIZE, value);
        bireme_order_quantiles(order, SIZE, value, P, p, quantile, se);
        for (int k = 0; k < P; k++)
            sum[k] += quantile[k], square[k] += quantile[k] * quantile[k], mean_se[k] += se[k];
    }
    for (int k = 0; k < P; k++) {
        double mean = sum[k] / SAMPLES, sd = sqrt(square[k] / SAMPLES - mean * mean);
        assert_close(mean_se[k] / SAMPLES, sd, 0.2, 0);
    }
    bireme_order_free(order);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_quantiles_are_those_of_the_sorted_sample),
        cmocka_unit_test(no_values_give_no_quantiles),
        cmocka_unit_test(a_sample_too_small_says_that_it_cannot_tell),
        cmocka_unit_test(a_sketch_is_within_its_stated_error_and_exact_for_counts),
        cmocka_unit_test(merged_sketches_equal_one),
        cmocka_unit_test(the_error_of_a_quantile_is_the_spread_of_quantiles),
    };
    return cmocka_run_group_tests_name("stats.quantile", tests, NULL, NULL);
}
