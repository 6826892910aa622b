/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include "stats/quantile.h"
#include "unit/stats/samples.h"

static bireme_order *order_of(size_t most)
{
    bireme_order *order = NULL;
    bireme_error error;
    assert_int_equal(bireme_order_create(most, &order, &error), BIREME_OK);
    return order;
}

static void ask(bireme_order *order, size_t n, const double *value, unsigned replicates, int whole,
                double *quantile, double *se)
{
    const bireme_order_query query = {.n = n, .value = value, .replicates = replicates, .whole = whole};
    bireme_order_quantiles(order, &query, P, p, quantile, se);
}

static void exact_quantiles_are_those_of_the_sorted_sample(void **state)
{
    (void)state;
    static double value[N], sorted[N];
    bireme_order *order = order_of(N);
    for (int kind = 0; kind < KINDS; kind++) {
        double quantile[P], se[P];
        make(kind, value);
        size_t n = sorted_without_nan(N, value, sorted);
        ask(order, N, value, 1, is_whole(kind), quantile, se);
        for (int k = 0; k < P; k++) {
            double d = sqrt((double)n * p[k] * (1 - p[k])), middle = (double)n * p[k];
            assert_true(quantile[k] == rank_value(sorted, n, middle));
            assert_true(se[k] == se_of(sorted, n, middle, d));
        }
    }
    bireme_order_free(order);
}

/* Also of lengths that end within a block; and values in ascending order, so that the first replicates of the
 * last row are as far apart from the others as may be. */
static void errors_from_replicates_are_those_of_their_shares(void **state)
{
    (void)state;
    static const size_t sizes[] = {N, 1000, 256, 77};
    static double value[N], sorted[N];
    bireme_order *order = order_of(N);
    for (int i = 0; i < 2 * KINDS * 4; i++) {
        double quantile[P], se[P];
        size_t size = sizes[i % 4];
        int kind = i / 4 % KINDS;
        unsigned replicates = i % 3 == 0 ? 4 : 16;
        make(kind, value);
        if (i >= KINDS * 4) qsort(value, N, sizeof *value, compare_values); /* NANs stay somewhere */
        size_t n = sorted_without_nan(size, value, sorted);
        ask(order, size, value, replicates, is_whole(kind), quantile, se);
        for (int k = 0; k < P; k++) {
            double middle = (double)n * p[k], ratio = ratio_of(replicates, size, value, quantile[k]);
            double d = fmax(0.5, fmin(ratio, 2) * sqrt(middle * (1 - p[k])));
            double wanted = se_of(sorted, n, middle, d);
            assert_true(quantile[k] == rank_value(sorted, n, middle));
            if (middle - d > 0 && middle + d <= (double)n)
                assert_close(se[k], wanted, 0, 0);
            else
                assert_true(isnan(se[k]));
        }
    }
    bireme_order_free(order);
}

static void no_values_give_no_quantiles(void **state)
{
    (void)state;
    double value[3] = {NAN, NAN, NAN}, quantile[P], se[P];
    bireme_order *order = order_of(3);
    ask(order, 3, value, 1, 0, quantile, se);
    for (int k = 0; k < P; k++) assert_true(isnan(quantile[k]) && isnan(se[k]));
    bireme_order_free(order);
}

static void a_sample_too_small_says_that_it_cannot_tell(void **state)
{
    (void)state;
    const double value[] = {3, 1, 2, 5, 4, 7, 6, 8};
    double quantile[P], se[P];
    bireme_order *order = order_of(8);
    ask(order, 8, value, 1, 0, quantile, se);
    assert_true(isnan(se[0]) && isnan(se[1]) && isnan(se[5]) &&
                isnan(se[6]));                     /* 0.4 ± 0.6 and 0.8 ± 0.8 of 8 */
    assert_true(quantile[3] == 4 && se[3] == 1.5); /* ranks 4 and 4 ± 1.41: 3 and 6 */
    ask(order, 1, value, 1, 0, quantile, se);
    for (int k = 0; k < P; k++) assert_true(quantile[k] == 3 && isnan(se[k]));
    bireme_order_free(order);
}

static void values_of_one_replicate_alone_tell_no_error(void **state)
{
    (void)state;
    double value[64], quantile[P], se[P];
    for (int i = 0; i < 64; i++) value[i] = i % 16 == 5 ? i : NAN;
    bireme_order *order = order_of(64);
    ask(order, 64, value, 16, 0, quantile, se);
    for (int k = 0; k < P; k++) assert_true(isnan(se[k]));
    assert_true(quantile[3] == 21); /* 5, 21, 37, 53 */
    bireme_order_free(order);
}

/* 400 samples of 1,000 uniforms: the stated error of a quantile agrees with the spread of the quantiles. The
 * estimate of an sd from 400 values has a relative standard error of 3.5 %; five of them and the noise of the
 * mean se: 20 %. */
static void the_error_of_a_quantile_is_the_spread_of_quantiles(void **state)
{
    (void)state;
    enum { SAMPLES = 400, SIZE = 1000 };
    double value[SIZE], sum[P] = {0}, square[P] = {0}, mean_se[P] = {0};
    bireme_order *order = order_of(SIZE);
    bireme_stream stream = bireme_stream_create(11, "spread", "");
    for (uint32_t s = 0; s < SAMPLES; s++) {
        double quantile[P], se[P];
        bireme_stream_fill(&stream, 0, s, 0, SIZE, value);
        ask(order, SIZE, value, 1, 0, quantile, se);
        for (int k = 0; k < P; k++)
            sum[k] += quantile[k], square[k] += quantile[k] * quantile[k], mean_se[k] += se[k];
    }
    for (int k = 0; k < P; k++) {
        double mean = sum[k] / SAMPLES, sd = sqrt(square[k] / SAMPLES - mean * mean);
        assert_close(mean_se[k] / SAMPLES, sd, 0.2, 0);
    }
    bireme_order_free(order);
}

/* A value of 2,000 independent ones that a distribution gives at u. */
typedef struct law {
    double (*value)(double u);
    /* the share of samples whose quantile is within two standard errors of the right one, at least */
    double least;
} law;

static double exponential(double u)
{
    return -log(1 - u);
}

static double wins(double u) /* of few: 0 … 6 */
{
    return floor(7 * u * u);
}

static double dollars(double u) /* in steps of 19.99 */
{
    return 19.99 * floor(120 * u);
}

static double mostly_none(double u)
{
    return u < 0.4993 ? 0 : 100 * u;
}

/* ±2 standard errors cover 92 to 95 % of a continuous quantity, because they are made of a few spacings (20
 * ranks at P5) and so are known to some 20 % themselves; where values are few, more. 400 samples: at 92 % the
 * chance to come to less than 89 % is 2 %, and the seed is fixed. */
static void two_standard_errors_cover_also_where_values_are_few(void **state)
{
    (void)state;
    enum { SIZE = 2000, SAMPLES = 400 };
    static const law laws[] = {{exponential, 0.89}, {wins, 0.93}, {dollars, 0.89}, {mostly_none, 0.89}};
    static double value[SIZE];
    bireme_order *order = order_of(SIZE);
    bireme_stream stream = bireme_stream_create(6, "coverage", "");
    for (size_t l = 0; l < sizeof laws / sizeof *laws; l++) {
        size_t covered[P] = {0};
        for (uint64_t s = 0; s < SAMPLES; s++) {
            double quantile[P], se[P];
            bireme_stream_fill(&stream, 0, s, (uint32_t)l, SIZE, value);
            for (int i = 0; i < SIZE; i++) value[i] = laws[l].value(value[i]);
            ask(order, SIZE, value, 1, 0, quantile, se);
            for (int k = 0; k < P; k++) {
                double right = laws[l].value(p[k] - 1e-12);
                covered[k] += fabs(quantile[k] - right) <= 2 * se[k] + 1e-9;
            }
        }
        for (int k = 0; k < P; k++)
            if ((double)covered[k] / SAMPLES < laws[l].least)
                fail_msg("law %zu, p = %g: %g", l, p[k], (double)covered[k] / SAMPLES);
    }
    bireme_order_free(order);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_quantiles_are_those_of_the_sorted_sample),
        cmocka_unit_test(errors_from_replicates_are_those_of_their_shares),
        cmocka_unit_test(no_values_give_no_quantiles),
        cmocka_unit_test(a_sample_too_small_says_that_it_cannot_tell),
        cmocka_unit_test(values_of_one_replicate_alone_tell_no_error),
        cmocka_unit_test(the_error_of_a_quantile_is_the_spread_of_quantiles),
        cmocka_unit_test(two_standard_errors_cover_also_where_values_are_few),
    };
    return cmocka_run_group_tests_name("stats.quantile", tests, NULL, NULL);
}
