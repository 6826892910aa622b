/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a sum is drawn from its tables: levels, digits and their pieces, lanes side by side.
 */
#include "unit/dist/sums/made_sums.h"

#include <stdlib.h>
#include "random/stream.h"

static void there_are_two_to_five_levels(void **state)
{
    (void)state;
    bireme_dist *dist = make("normal", ARGUMENTS(NUMBER("mean", 10), NUMBER("sd", 3)));
    bireme_sums *few = add_up(dist, 1), *many = add_up(dist, 1e300);
    assert_int_equal(bireme_sums_levels(few), 2);
    assert_int_equal(few->level[1].digits, 1);
    assert_int_equal(bireme_sums_levels(many), 5);
    assert_int_equal(many->level[4].digits, 15);
    bireme_sums_free(few);
    bireme_sums_free(many);
    bireme_dist_free(dist);
}

/* Draws of level `level` with the uniforms u[draw], count by count, from the digit tables alone. */
static double by_pieces(const bireme_sums *sums, double count, unsigned draw, double u)
{
    unsigned whole = (unsigned)count / 16, digits = sums->level[1].digits;
    unsigned left = whole > draw * digits ? whole - draw * digits : 0;
    return left == 0 ? 0 : value_at(sums, 1, left < digits ? left : digits, u);
}

/* Around every bucket's edges, and from uniform to uniform near ½ and at both ends, no table falls. */
static void tables_do_not_fall_between_neighbouring_uniforms(void **state)
{
    (void)state;
    enum { NEAR = 8 };
    bireme_dist *dists[] = {make("lognormal", ARGUMENTS(NUMBER("mean", 1), NUMBER("cv", 1))),
                            make("gamma", ARGUMENTS(NUMBER("shape", 0.3), NUMBER("scale", 1))),
                            make("normal", ARGUMENTS(NUMBER("mean", 1e6), NUMBER("sd", 1))),
                            make("uniform", ARGUMENTS(NUMBER("min", -1), NUMBER("max", 3)))};
    for (int k = 0; k < 4; k++) {
        bireme_sums *sums = add_up(dists[k], 64);
        for (unsigned digit = 1; digit <= 15; digit++)
            for (unsigned level = 0; level < 2; level++)
                for (int edge = 0; edge < 53 * 8 && has_table(sums, level, digit); edge++)
                    for (int upper = 0; upper < 2; upper++) {
                        double v = ldexp(1 + edge % 8 / 8.0, -1 - edge / 8), before = -INFINITY;
                        for (int i = -NEAR; i <= NEAR; i++) {
                            double u = (upper ? 1 - v : v) + i * 0x1p-53;
                            if (!(u > 0 && u < 1)) continue;
                            double x = value_at(sums, level, digit, u);
                            assert_true(x >= before);
                            before = x;
                        }
                    }
        bireme_sums_free(sums);
        bireme_dist_free(dists[k]);
    }
}

/* Larger counts than foreseen: the top level is drawn again and again; every draw is exact in mean and
 * variance, so their number of values must be the count's. */
static void larger_counts_take_more_draws(void **state)
{
    (void)state;
    enum { N = 41 };
    bireme_dist *dist = make("normal", ARGUMENTS(NUMBER("mean", 10), NUMBER("sd", 3)));
    bireme_sums *sums = add_up(dist, 40); /* digits to 3 at the top */
    double count[N], u[N];
    uint16_t lane[N];
    assert_int_equal(sums->level[1].digits, 3);
    for (int i = 0; i < N; i++) count[i] = 16 * i + 5, u[i] = (i + 0.5) / N;
    for (unsigned draw = 0;; draw++) {
        double sum[N] = {0};
        size_t n = bireme_sums_lanes(sums, 1, draw, N, count, lane), expected = 0;
        bireme_sums_eval(sums, 1, draw, N, u, count, sum);
        for (int i = 0; i < N; i++) {
            double exact = by_pieces(sums, count[i], draw, u[i]);
            assert_true(sum[i] == exact);
            if (exact != 0) assert_int_equal(lane[expected++], i);
        }
        assert_int_equal(n, expected);
        if (n == 0) {
            assert_int_equal(draw, 14); /* 40 = 13 · 3 + 1 */
            break;
        }
    }
    bireme_sums_free(sums);
    bireme_dist_free(dist);
}

/* Pieces of a digit without a table have as many values as the digit, whichever digits have one. */
static void pieces_make_up_the_digit(void **state)
{
    (void)state;
    bireme_dist *dists[] = {make("gamma", ARGUMENTS(NUMBER("shape", 0.1), NUMBER("scale", 3))),
                            make("discrete", ARGUMENTS(LIST("values", 1, 3.14159265, 10.7182818),
                                                       LIST("weights", 0.5, 0.3, 0.2))),
                            make("lognormal", ARGUMENTS(NUMBER("mean", 1), NUMBER("cv", 1)))};
    for (int i = 0; i < 3; i++) {
        bireme_sums *sums = add_up(dists[i], 64);
        const bireme_sum_level *level = &sums->level[0];
        for (double count = 0; count <= 47; count++) {
            unsigned total = 0, digit = (unsigned)count % 16, draw = 0;
            uint16_t lane[1];
            for (; bireme_sums_lanes(sums, 0, draw, 1, &count, lane) > 0; draw++) {
                double u = 0.37, sum = 0, piece = level->piece[draw][digit], expected = 0;
                bireme_sums_eval(sums, 0, draw, 1, &u, &count, &sum);
                bireme_sums_eval(sums, 0, 0, 1, &u, &piece, &expected);
                assert_true(sum == expected);
                total += (unsigned)piece;
            }
            assert_int_equal(total, digit);
            double u = 0.37, sum = 0;
            bireme_sums_eval(sums, 0, draw, 1, &u, &count, &sum);
            assert_true(sum == 0);
        }
        bireme_sums_free(sums);
        bireme_dist_free(dists[i]);
    }
}

/* A block of lanes with any counts gives what each lane gives alone. */
static void lanes_do_not_depend_on_each_other(void **state)
{
    (void)state;
    enum { N = 256 };
    bireme_dist *dists[] = {make("lognormal", ARGUMENTS(NUMBER("mean", 1), NUMBER("cv", 1))),
                            make("uniform", ARGUMENTS(NUMBER("min", 0), NUMBER("max", 1))),
                            make("discrete", ARGUMENTS(LIST("values", 0.1, 0.4), LIST("weights", 0.7, 0.3)))};
    bireme_stream stream = bireme_stream_create(5, "lanes", "");
    double u[N], count[N];
    bireme_stream_fill(&stream, 0, 0, 0, N, u);
    for (int i = 0; i < N; i++) count[i] = i * 7 % 64;
    for (int k = 0; k < 3; k++) {
        bireme_sums *sums = add_up(dists[k], 64);
        for (unsigned level = 0; level < 2; level++) {
            double sum[N];
            for (int i = 0; i < N; i++) sum[i] = 1;
            bireme_sums_eval(sums, level, 0, N, u, count, sum);
            for (int i = 0; i < N; i++)
                assert_true(sum[i] == 1 + value_at(sums, level, (unsigned)count[i] >> 4 * level & 15, u[i]));
        }
        bireme_sums_free(sums);
        bireme_dist_free(dists[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_two_to_five_levels),
        cmocka_unit_test(tables_do_not_fall_between_neighbouring_uniforms),
        cmocka_unit_test(larger_counts_take_more_draws),
        cmocka_unit_test(pieces_make_up_the_digit),
        cmocka_unit_test(lanes_do_not_depend_on_each_other),
    };
    return cmocka_run_group_tests_name("dist.sums_draws", tests, NULL, NULL);
}
