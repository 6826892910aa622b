/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packed quantile tables: order across every border of buckets, agreement with the pieces they were made
 * from, the same bits in whatever number samples are asked for.
 */
#include "unit/dist/make.h"

#include <stdlib.h>
#include "dist/table/qtable_build.h"
#include "random/stream.h"

static bireme_qtable *compile(bireme_dist *dist)
{
    bireme_qtable *table = NULL;
    bireme_error error;
    if (bireme_qtable_create(dist, &table, &error) != BIREME_OK) fail_msg("%s", error.message);
    return table;
}

static double edge(uint32_t bucket, unsigned bits)
{
    return ldexp(1 + (bucket & ((1U << bits) - 1)) * ldexp(1, -(int)bits), (int)(bucket >> bits) - 54);
}

/* From a few steps before u to a few after it. */
static void walk(const char *name, const bireme_qtable *table, double u, double step)
{
    double last = -INFINITY;
    for (int i = -6; i <= 6; i++) {
        double at = u + i * step;
        if (!(at > 0 && at < 1)) continue;
        double x = bireme_qtable_eval_one(table, at);
        if (!(x >= last)) fail_msg("%s: falls from %.17g to %.17g at u = %.17g", name, last, x, at);
        last = x;
    }
}

static void check_order(bireme_dist *dist, bool packed)
{
    char name[128];
    bireme_dist_describe(dist, name, sizeof name);
    bireme_qtable *table = compile(dist);
    if ((table->packed != NULL) != packed) fail_msg("%s: %s", name, packed ? "not packed" : "packed");
    unsigned bits = packed ? table->packed_bits : table->bits;
    for (uint32_t b = 0; b <= (uint32_t)BIREME_QPACKED_OCTAVES << bits; b++) {
        double v = edge(b, bits);
        walk(name, table, v, 0x1p-53);     /* as uniforms are made */
        walk(name, table, v, v * 0x1p-53); /* by single roundings */
        walk(name, table, 1 - v, 0x1p-53);
    }
    bireme_stream stream = bireme_stream_create(3, "pairs", "");
    for (uint64_t i = 0; i < 20000; i++) {
        double u[2];
        bireme_stream_fill(&stream, 2 * i, 0, 0, 2, u);
        walk(name, table, u[0], 0x1p-53);
        walk(name, table, ldexp(u[1], -(int)(i % 40)), 0x1p-53);
        walk(name, table, ldexp(u[1], -(int)(i % 50)), ldexp(u[1], -(int)(i % 50) - 52));
        double low = fmin(u[0], u[1]), high = fmax(u[0], u[1]);
        assert_true(bireme_qtable_eval_one(table, low) <= bireme_qtable_eval_one(table, high));
    }
    bireme_qtable_free(table);
    bireme_dist_free(dist);
}

static void values_never_fall_across_a_border(void **state)
{
    (void)state;
    check_order(make("normal", ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", 1))), true);
    check_order(make("normal", ARGUMENTS(NUMBER("mean", 1e9), NUMBER("sd", 2))), true);
    check_order(make("lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("cv", 5))), true);
    check_order(make("uniform", ARGUMENTS(NUMBER("min", -4), NUMBER("max", 9))), true);
    check_order(make("gamma", ARGUMENTS(NUMBER("shape", 0.3), NUMBER("scale", 3))), true);
    check_order(make("gamma", ARGUMENTS(NUMBER("shape", 0.01), NUMBER("scale", 3))), true);
    check_order(make("beta", ARGUMENTS(NUMBER("alpha", 34), NUMBER("beta", 66))), true);
    check_order(make("beta", ARGUMENTS(NUMBER("alpha", 0.5), NUMBER("beta", 0.5))), true);
    check_order(make("beta", ARGUMENTS(NUMBER("alpha", 0.1), NUMBER("beta", 5))), true);
    check_order(make("metalog", ARGUMENTS(NUMBER("p10", 10), NUMBER("p50", 20), NUMBER("p90", 40))), true);
}

/* Near the upper bound the value changes by a few roundings a bucket. */
static void values_never_fall_where_they_hardly_rise(void **state)
{
    (void)state;
    check_order(make_between(0.22180020406040124, 0.557926999503865, "exponential",
                             ARGUMENTS(NUMBER("mean", 1.134065420344312))),
                true);
    check_order(make_between(742.118373373382, 1147.6168510338896, "normal",
                             ARGUMENTS(NUMBER("mean", -113.28733943245676), NUMBER("sd", 658.3081751938472))),
                true);
}

static void values_never_fall_where_the_curve_bends(void **state)
{
    (void)state;
    check_order(make("triangular", ARGUMENTS(NUMBER("min", 0.7), NUMBER("mode", 0.85), NUMBER("max", 0.95))),
                true);
    check_order(make("triangular", ARGUMENTS(NUMBER("min", 0), NUMBER("mode", 0), NUMBER("max", 1))), true);
    check_order(
        make("histogram", ARGUMENTS(LIST("edges", 0, 20, 60, 100, 300), LIST("weights", 0.4, 0.1, 0.4, 0.1))),
        true);
    check_order(make_between(1000, 90000, "lognormal", ARGUMENTS(NUMBER("mean", 24000), NUMBER("cv", 0.9))),
                true);
}

/* The difference to the pieces, over their slope, is at most what packing says it adds. */
static void packed_values_are_those_of_the_pieces(void **state)
{
    (void)state;
    bireme_dist *dist = make("beta", ARGUMENTS(NUMBER("alpha", 34), NUMBER("beta", 66)));
    bireme_qtable *table = compile(dist);
    assert_int_equal(table->search, 0);
    for (unsigned bits = table->bits; bits < table->bits + 2; bits++) {
        bireme_qpacked *packed = calloc(bireme_qpacked_count(bits), sizeof *packed);
        assert_non_null(packed);
        bireme_qpack result = bireme_qtable_pack(table, bits, packed);
        assert_true(result.unpacked == 0 && result.u_error < 5e-11);
        double worst = 0;
        for (int i = 0; i < 40000; i++) {
            double u = (i + 0.37) / 40000, v = fmin(u, 1 - u), t;
            uint32_t record = bireme_qpacked_place(u, bits, &t);
            double x = bireme_qpacked_value(&packed[record], t);
            double exact = bireme_qtable_tail(table, v, u > 0.5);
            worst = fmax(worst, fabs(x - exact) * bireme_dist_pdf(dist, exact));
        }
        if (!(worst <= result.u_error + 1e-15)) fail_msg("%.3g, stated %.3g", worst, result.u_error);
        if (!(worst > 0.3 * result.u_error)) fail_msg("%.3g, stated %.3g", worst, result.u_error);
        free(packed);
    }
    bireme_qtable_free(table);
    bireme_dist_free(dist);
}

static void any_number_of_samples_gives_the_same_bits(void **state)
{
    (void)state;
    enum { M = 131 };
    double u[M], many[M];
    bireme_dist *dist = make("gamma", ARGUMENTS(NUMBER("shape", 2.5), NUMBER("scale", 3)));
    bireme_qtable *table = compile(dist);
    for (int i = 0; i < M; i++) u[i] = (i + 0.5) / M;
    for (int n = 1; n <= M; n += n < 10 ? 1 : 11) {
        bireme_qtable_eval(table, (size_t)n, u, many);
        for (int i = 0; i < n; i++) {
            double t;
            const bireme_qpacked *record = &table->packed[bireme_qpacked_place(u[i], table->packed_bits, &t)];
            assert_true(t >= -0.5 && t < 0.5 && many[i] == bireme_qpacked_value(record, t));
        }
    }
    bireme_qtable_free(table);
    bireme_dist_free(dist);
}

/* Pieces that begin below the end of the one before, and sides that overlap in the middle. */
static void values_never_fall_where_pieces_overlap(void **state)
{
    (void)state;
    bireme_dist *dist = make("normal", ARGUMENTS(NUMBER("mean", 0), NUMBER("sd", 1)));
    bireme_qtable *table = compile(dist);
    for (uint32_t i = 0; i < table->lower_count; i += 3) table->records[i].c[0] -= 1e-10;
    bireme_qrecord *middle = &table->records[table->lower_count - 1];
    middle->c[0] += 1e-10;
    middle->end += 1e-10;
    bireme_qpack result = bireme_qtable_pack(table, table->packed_bits, table->packed);
    assert_true(result.unpacked == 0);
    for (uint32_t b = 0; b <= (uint32_t)BIREME_QPACKED_OCTAVES << table->packed_bits; b++) {
        walk("overlapping", table, edge(b, table->packed_bits), 0x1p-53);
        walk("overlapping", table, 1 - edge(b, table->packed_bits), 0x1p-53);
    }
    bireme_qtable_free(table);
    bireme_dist_free(dist);
}

/* Buckets with a bend are searched, in one go for all of a block: still each sample its own value. */
static void bends_give_the_same_bits_alone_and_among_others(void **state)
{
    (void)state;
    enum { M = 5000 };
    static double u[M], many[M];
    bireme_dist *dist = make("triangular", ARGUMENTS(NUMBER("min", 0), NUMBER("mode", 4), NUMBER("max", 9)));
    bireme_qtable *table = compile(dist);
    assert_true(table->packed != NULL && !table->whole);
    int searched = 0;
    bireme_stream stream = bireme_stream_create(8, "bends", "");
    bireme_stream_fill(&stream, 0, 0, 0, M, u);
    for (int i = 0; i < M; i += 7) u[i] = 4.0 / 9 + (i - M / 2) * 1e-6; /* near the mode */
    bireme_qtable_eval(table, M, u, many);
    for (int i = 0; i < M; i++) {
        double t;
        uint32_t record = bireme_qpacked_place(u[i], table->packed_bits, &t);
        searched += isnan(table->packed[record].c0) ? 1 : 0;
        assert_true(many[i] == bireme_qtable_eval_one(table, u[i]));
        assert_close(bireme_dist_cdf(dist, many[i]), u[i], 0, 1e-9);
    }
    assert_true(searched > M / 16 && searched < M / 2);
    bireme_qtable_free(table);
    bireme_dist_free(dist);
}

static double hill(void *context, size_t segment, double v, bool upper)
{
    (void)context, (void)segment;
    double p = upper ? 1 - v : v;
    return p + p * p;
}

static void a_table_is_searched_until_it_is_finished(void **state)
{
    (void)state;
    const bireme_qsegment whole = {0, 1, 1, 0, 0, 2, false};
    const bireme_qbuild build = {.curve = hill,
                                 .segments = &whole,
                                 .n_segments = 1,
                                 .tolerance = 1e-10,
                                 .relative = 1e-6,
                                 .floor = 1e-10,
                                 .most = 1000,
                                 .unfinished = true};
    bireme_qtable *table = NULL;
    bireme_error error;
    double reached, before[100];
    assert_int_equal(bireme_qtable_fit(&build, &table, &reached, &error), BIREME_OK);
    assert_null(table->packed);
    for (int i = 0; i < 100; i++) before[i] = bireme_qtable_eval_one(table, (i + 0.5) / 100);
    assert_int_equal(bireme_qtable_finish(table, &error), BIREME_OK);
    assert_non_null(table->packed);
    for (int i = 0; i < 100; i++) {
        double p = (i + 0.5) / 100;
        assert_close(before[i], p + p * p, 0, 1e-9);
        assert_close(bireme_qtable_eval_one(table, p), before[i], 0, 1e-10);
    }
    bireme_qtable_free(table);
}

static void the_middle_and_both_ends_have_records(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits < 6; bits++) {
        double t;
        assert_int_equal(bireme_qpacked_place(0, bits, &t), 0);
        assert_true(t == -0.5);
        assert_int_equal(bireme_qpacked_place(0x1.fffffffffffffp-2, bits, &t),
                         (BIREME_QPACKED_OCTAVES << bits) - 1);
        assert_int_equal(bireme_qpacked_place(1, bits, &t), BIREME_QPACKED_OCTAVES << bits);
        assert_int_equal(bireme_qpacked_place(0.5, bits, &t), bireme_qpacked_count(bits) - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_never_fall_across_a_border),
        cmocka_unit_test(values_never_fall_where_they_hardly_rise),
        cmocka_unit_test(values_never_fall_where_the_curve_bends),
        cmocka_unit_test(values_never_fall_where_pieces_overlap),
        cmocka_unit_test(packed_values_are_those_of_the_pieces),
        cmocka_unit_test(any_number_of_samples_gives_the_same_bits),
        cmocka_unit_test(bends_give_the_same_bits_alone_and_among_others),
        cmocka_unit_test(a_table_is_searched_until_it_is_finished),
        cmocka_unit_test(the_middle_and_both_ends_have_records),
    };
    return cmocka_run_group_tests_name("dist.qtable_pack", tests, NULL, NULL);
}
