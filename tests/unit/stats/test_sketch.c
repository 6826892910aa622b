/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <string.h>
#include "stats/sketch.h"
#include "unit/stats/samples.h"

static void create(bireme_sketch *sketch)
{
    bireme_error error;
    assert_int_equal(bireme_sketch_create(1, sketch, &error), BIREME_OK);
}

static void a_sketch_is_within_its_stated_error_and_exact_for_counts(void **state)
{
    (void)state;
    static double value[N], sorted[N];
    for (int kind = 0; kind < KINDS; kind++) {
        bireme_sketch sketch;
        double quantile[P], se[P];
        make(kind, value);
        size_t n = sorted_without_nan(N, value, sorted);
        create(&sketch);
        bireme_sketch_add(&sketch, N, value);
        const bireme_sketch_query query = {.sketch = &sketch,
                                           .parts = 1,
                                           .n = n,
                                           .min = sorted[0],
                                           .max = sorted[n - 1],
                                           .whole = is_whole(kind),
                                           .replicates = 1};
        bireme_sketch_quantiles(&query, P, p, quantile, se);
        for (int k = 0; k < P; k++) {
            double exact = rank_value(sorted, n, (double)n * p[k]);
            if (kind == COUNTS || kind == NEGATIVE_COUNTS || kind == CONSTANT)
                assert_true(quantile[k] == exact);
            else
                assert_close(quantile[k], exact, BIREME_SKETCH_ERROR, 0x1p-20);
        }
        bireme_sketch_free(1, &sketch);
    }
}

static void parts_of_a_sample_answer_like_one_sketch_and_stay_what_they_were(void **state)
{
    (void)state;
    static double value[N], sorted[N];
    bireme_sketch whole, part[2];
    double one[P], two[P], again[P], se_one[P], se_two[P];
    make(BOTH_SIGNS, value);
    size_t n = sorted_without_nan(N, value, sorted);
    create(&whole), create(&part[0]), create(&part[1]);
    bireme_sketch_add(&whole, N, value);
    bireme_sketch_add(&part[0], 777, value);
    bireme_sketch_add(&part[1], N - 777, value + 777);
    bireme_sketch_query query = {
        .sketch = &whole, .parts = 1, .n = n, .min = sorted[0], .max = sorted[n - 1], .replicates = 1};
    bireme_sketch_quantiles(&query, P, p, one, se_one);
    query.sketch = part, query.parts = 2;
    bireme_sketch_quantiles(&query, P, p, two, se_two);
    bireme_sketch_quantiles(&query, P, p, again, se_two);
    assert_memory_equal(one, two, sizeof one);
    assert_memory_equal(one, again, sizeof one);
    assert_memory_equal(se_one, se_two, sizeof se_one);
    bireme_sketch_free(1, &whole), bireme_sketch_free(1, &part[0]), bireme_sketch_free(1, &part[1]);
}

/* A prefix in which the replicates are alike, and one in which they are as unlike as may be. */
static void errors_are_scaled_by_what_the_first_values_show(void **state)
{
    (void)state;
    enum { PREFIX = 4096 };
    static double value[N], sorted[N], first[PREFIX];
    static float prefix[PREFIX];
    bireme_sketch sketch;
    make(LARGE_COUNTS, value);
    size_t n = sorted_without_nan(N, value, sorted);
    create(&sketch);
    bireme_sketch_add(&sketch, N, value);
    for (int kind = 0; kind < 2; kind++) {
        double quantile[P], se[P];
        memcpy(first, value, sizeof first);
        if (kind == 0)
            qsort(first, PREFIX, sizeof *first, compare_values); /* neighbours in different replicates */
        for (int i = 0; i < PREFIX; i++) prefix[i] = (float)(kind == 0 ? first[i] : i % 16 * 500);
        for (int i = 0; i < PREFIX; i++) first[i] = prefix[i];
        const bireme_sketch_query query = {.sketch = &sketch,
                                           .parts = 1,
                                           .n = n,
                                           .min = sorted[0],
                                           .max = sorted[n - 1],
                                           .whole = 1,
                                           .replicates = 16,
                                           .prefix = prefix,
                                           .n_prefix = PREFIX};
        bireme_sketch_quantiles(&query, P, p, quantile, se);
        for (int k = 0; k < P; k++) {
            double ratio = ratio_of(16, PREFIX, first, quantile[k]), middle = (double)n * p[k];
            double least = 0.5 / sqrt(PREFIX * p[k] * (1 - p[k]));
            double d = fmin(fmax(ratio, least), 1.5) * sqrt(middle * (1 - p[k]));
            double wanted = (rank_value(sorted, n, middle + d) - rank_value(sorted, n, middle - d)) / 2;
            assert_true(kind == 0 ? d < 0.2 * sqrt(middle * (1 - p[k])) : ratio == 1 || ratio > 1.5);
            /* each of the two values is a bin's width off at most */
            assert_close(se[k], wanted, 0, quantile[k] * 1.1 * BIREME_SKETCH_ERROR + 1);
        }
    }
    bireme_sketch_free(1, &sketch);
}

/* The replicates' shares of 4,096 values do not differ at all, which they cannot tell from half a value. Of
 * the values 0 … 2²⁰ − 1 a rank is its value, but for rounding. */
static void errors_are_not_smaller_than_the_first_values_can_tell(void **state)
{
    (void)state;
    enum { PREFIX = 4096, MANY = 1 << 20, CHUNK = 1024 };
    static double chunk[CHUNK];
    static float prefix[PREFIX];
    bireme_sketch sketch;
    double quantile[P], se[P];
    create(&sketch);
    for (int from = 0; from < MANY; from += CHUNK) {
        for (int i = 0; i < CHUNK; i++) chunk[i] = from + i;
        bireme_sketch_add(&sketch, CHUNK, chunk);
    }
    for (int i = 0; i < PREFIX; i++) prefix[i] = (float)(i / 16 * (MANY / (PREFIX / 16)));
    const bireme_sketch_query query = {.sketch = &sketch,
                                       .parts = 1,
                                       .n = MANY,
                                       .max = MANY - 1,
                                       .whole = 1,
                                       .replicates = 16,
                                       .prefix = prefix,
                                       .n_prefix = PREFIX};
    bireme_sketch_quantiles(&query, P, p, quantile, se);
    for (int k = 0; k < P; k++) {
        assert_close(quantile[k], p[k] * MANY, BIREME_SKETCH_ERROR, 0);
        assert_close(se[k], 0.5 * sqrt(MANY / PREFIX), 0, 1);
    }
    bireme_sketch_free(1, &sketch);
}

/* A value at u, non-decreasing. */
static double priced(double u, double price, double from)
{
    return price * floor(from + 300 * u);
}

/* Where the values are far apart the quantile is one of them to the bit; where several share a bin, the
 * standard error reaches the right one; of a continuous quantity it is not larger than it was. */
static void a_quantile_on_an_atom_is_the_atom_and_its_error_holds_the_bins(void **state)
{
    (void)state;
    enum { MANY = 1 << 18, CHUNK = 1024 };
    static const struct {
        double price, from;
        int exact;
    } cases[] = {{1000, 100, 1}, {19.99, 10, 1},  {1e6 / 3, 40, 1},
                 {0.01, 5, 1},   {-33.33, 50, 1}, {5, 20000, 0}};
    static double chunk[CHUNK];
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double quantile[P], se[P], min = INFINITY, max = -INFINITY;
        bireme_sketch sketch[2];
        bireme_error error;
        assert_int_equal(bireme_sketch_create(2, sketch, &error), BIREME_OK);
        for (int from = 0; from < MANY; from += CHUNK) {
            for (int i = 0; i < CHUNK; i++) {
                double u = (from + i + 0.5) / MANY;
                chunk[i] = priced(u, cases[c].price, cases[c].from);
                if (i % 3 == 1) chunk[i] = nextafter(chunk[i], INFINITY); /* as sums come out */
                min = fmin(min, chunk[i]), max = fmax(max, chunk[i]);
            }
            bireme_sketch_add(&sketch[from / CHUNK % 2], CHUNK, chunk);
        }
        const bireme_sketch_query query = {
            .sketch = sketch, .parts = 2, .n = MANY, .min = min, .max = max, .replicates = 1};
        bireme_sketch_quantiles(&query, P, p, quantile, se);
        for (int k = 0; k < P; k++) {
            double u = cases[c].price > 0 ? p[k] : 1 - p[k], right = priced(u, cases[c].price, cases[c].from);
            if (fabs(300 * u - floor(300 * u + 0.5)) < 1e-6) continue; /* between two of them */
            if (cases[c].exact)
                assert_close(quantile[k], right, 1e-15, 0);
            else
                assert_close(quantile[k], right, 0, 2 * se[k]);
            assert_true(se[k] <= 3 * fabs(cases[c].price));
        }
        bireme_sketch_free(2, sketch);
    }
}

static void a_continuous_quantity_is_read_as_well_as_from_its_values(void **state)
{
    (void)state;
    enum { MANY = 1 << 18, CHUNK = 1024 };
    static double chunk[CHUNK];
    double quantile[P], se[P];
    bireme_sketch sketch;
    create(&sketch);
    for (int from = 0; from < MANY; from += CHUNK) {
        for (int i = 0; i < CHUNK; i++) chunk[i] = 1e5 * exp((from + i + 0.5) / MANY);
        bireme_sketch_add(&sketch, CHUNK, chunk);
    }
    const bireme_sketch_query query = {
        .sketch = &sketch, .parts = 1, .n = MANY, .min = 1e5, .max = 1e5 * exp(1), .replicates = 1};
    bireme_sketch_quantiles(&query, P, p, quantile, se);
    for (int k = 0; k < P; k++) {
        double right = 1e5 * exp(p[k]), wanted = right * sqrt(p[k] * (1 - p[k]) / MANY);
        assert_close(quantile[k], right, 1e-5, 0);
        assert_close(se[k], wanted, 0.05, 0);
    }
    bireme_sketch_free(1, &sketch);
}

/* Half of the values are one, in a bin with others: what that is, is not known to a bin's width, and said. */
static void an_atom_among_others_is_within_its_error(void **state)
{
    (void)state;
    enum { MANY = 1 << 16, CHUNK = 1024 };
    static double chunk[CHUNK];
    double quantile[P], se[P];
    bireme_sketch sketch;
    create(&sketch);
    for (int from = 0; from < MANY; from += CHUNK) {
        for (int i = 0; i < CHUNK; i++)
            chunk[i] = i % 2 == 0 ? 150100 : 100000 + 100000.0 * (from + i) / MANY;
        bireme_sketch_add(&sketch, CHUNK, chunk);
    }
    const bireme_sketch_query query = {
        .sketch = &sketch, .parts = 1, .n = MANY, .min = 100000, .max = 200000, .replicates = 1};
    bireme_sketch_quantiles(&query, P, p, quantile, se);
    assert_close(quantile[3], 150100, 0, 2 * se[3]);
    bireme_sketch_free(1, &sketch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sketch_is_within_its_stated_error_and_exact_for_counts),
        cmocka_unit_test(parts_of_a_sample_answer_like_one_sketch_and_stay_what_they_were),
        cmocka_unit_test(errors_are_scaled_by_what_the_first_values_show),
        cmocka_unit_test(errors_are_not_smaller_than_the_first_values_can_tell),
        cmocka_unit_test(a_quantile_on_an_atom_is_the_atom_and_its_error_holds_the_bins),
        cmocka_unit_test(a_continuous_quantity_is_read_as_well_as_from_its_values),
        cmocka_unit_test(an_atom_among_others_is_within_its_error),
    };
    return cmocka_run_group_tests_name("stats.sketch", tests, NULL, NULL);
}
