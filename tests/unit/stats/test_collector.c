/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "random/sobol.h"
#include "random/stream.h"
#include "stats/collector.h"
#include "stats/sketch.h"

enum { BLOCK = 256, P10 = 1, P50 = 3, P90 = 5 };

/* Two variables, the first exact, the second with a sketch, of the same values. */
static bireme_collector *collector_of(uint64_t trials, size_t tasks, size_t parts, unsigned replicates)
{
    static const bool exact[2] = {true, false}, whole[2] = {false, false};
    const bireme_collector_options options = {.trials = trials,
                                              .tasks = tasks,
                                              .threads = parts,
                                              .n_variables = 2,
                                              .exact = exact,
                                              .whole = whole,
                                              .replicates = replicates};
    bireme_collector *collector = NULL;
    bireme_error error;
    assert_int_equal(bireme_collector_create(&options, &collector, &error), BIREME_OK);
    return collector;
}

/* The trials of the task, of `blocks` blocks but for the last task, as that number of its round. */
static void add_task_as(size_t number, bireme_collector *c, size_t part, size_t task, size_t blocks,
                        uint64_t trials, const double *value)
{
    bireme_collector_begin(c, number);
    for (size_t b = 0; b < blocks; b++) {
        uint64_t first = (task * blocks + b) * BLOCK;
        if (first >= trials) return;
        size_t n = trials - first < BLOCK ? (size_t)(trials - first) : BLOCK;
        for (size_t v = 0; v < 2; v++) bireme_collector_add(c, part, number, v, first, n, value + first);
    }
}

static void add_task(bireme_collector *c, size_t part, size_t task, size_t blocks, uint64_t trials,
                     const double *value)
{
    add_task_as(task, c, part, task, blocks, trials, value);
}

static void end_round(bireme_collector *c, size_t tasks)
{
    for (size_t v = 0; v < 2; v++) bireme_collector_end_round(c, tasks, v);
}

static void summarise_both(bireme_collector *c, size_t part, uint64_t trials, bireme_summary out[2])
{
    for (size_t v = 0; v < 2; v++) bireme_collector_summarise(c, part, v, trials, &out[v]);
}

/* One task a block. */
static void summarise_all(unsigned replicates, uint64_t trials, const double *value, bireme_summary out[2])
{
    size_t tasks = (size_t)((trials + BLOCK - 1) / BLOCK);
    bireme_collector *c = collector_of(trials, tasks, 1, replicates);
    for (size_t t = 0; t < tasks; t++) add_task(c, 0, t, 1, trials, value);
    end_round(c, tasks);
    summarise_both(c, 0, trials, out);
    bireme_collector_free(c);
}

/* ------------------------ the numbers do not depend on who adds what when */

enum { TRIALS = 256 * 41 + 100, TASK_BLOCKS = 3, TASKS = 14 };

static void make_values(double *value)
{
    bireme_stream stream = bireme_stream_create(3, "collector", "");
    bireme_stream_fill(&stream, 0, 0, 0, TRIALS, value);
    for (int i = 0; i < TRIALS; i++) value[i] = value[i] < 0.01 ? NAN : exp(3 * value[i]);
}

static void tasks_may_be_added_by_any_part_in_any_order(void **state)
{
    (void)state;
    static double value[TRIALS];
    make_values(value);
    bireme_summary one[2], two[2];
    bireme_collector *a = collector_of(TRIALS, TASKS, 1, 16), *b = collector_of(TRIALS, TASKS, 3, 16);
    for (size_t t = 0; t < TASKS; t++) add_task(a, 0, t, TASK_BLOCKS, TRIALS, value);
    for (size_t i = 0; i < TASKS; i++) { /* 5, 10, 1, 6, … by parts 0, 1, 2, 0, … */
        size_t t = (i + 1) * 5 % TASKS;
        add_task(b, i % 3, t, TASK_BLOCKS, TRIALS, value);
    }
    end_round(a, TASKS);
    end_round(b, TASKS);
    summarise_both(a, 0, TRIALS, one);
    summarise_both(b, 2, TRIALS, two);
    assert_memory_equal(one, two, sizeof one);
    assert_true(one[0].quantile_error == 0 && one[1].quantile_error > 0);
    bireme_collector_free(a);
    bireme_collector_free(b);
}

/* The moments are those of a variable that keeps all; no memory is taken for the rest, also when it grows. */
static void where_only_moments_are_kept_there_are_no_quantiles(void **state)
{
    (void)state;
    static double value[TRIALS];
    static const bool exact[2] = {true, false}, whole[2] = {false, false}, moments[2] = {false, true};
    make_values(value);
    const bireme_collector_options options = {.trials = TRIALS / 2,
                                              .tasks = TASKS,
                                              .threads = 2,
                                              .n_variables = 2,
                                              .exact = exact,
                                              .whole = whole,
                                              .moments = moments,
                                              .replicates = 16};
    bireme_collector *c = NULL;
    bireme_error error;
    bireme_summary s[2];
    assert_int_equal(bireme_collector_create(&options, &c, &error), BIREME_OK);
    assert_int_equal(bireme_collector_reserve(c, TRIALS, 0, exact, &error), BIREME_OK);
    for (size_t t = 0; t < TASKS; t++) add_task(c, t % 2, t, TASK_BLOCKS, TRIALS, value);
    end_round(c, TASKS);
    summarise_both(c, 0, TRIALS, s);
    assert_true(s[1].n == s[0].n && s[1].mean == s[0].mean && s[1].sd == s[0].sd && s[1].min == s[0].min);
    assert_true(s[1].mean_se == s[0].mean_se && s[1].max == s[0].max && s[1].left_out == s[0].left_out);
    for (int q = 0; q < BIREME_QUANTILE_COUNT; q++)
        assert_true(isnan(s[1].quantile[q]) && isnan(s[1].quantile_se[q]) && !isnan(s[0].quantile[q]));
    assert_null(bireme_collector_values(c, 1));
    bireme_collector_free(c);
}

/* More values than wait for their sketch, of one part and of three: what is asked is answered from all of
 * them, as from a sketch into which they went at once. */
static void values_that_wait_are_in_the_answer(void **state)
{
    (void)state;
    enum { MANY = 40000, MANY_BLOCKS = 5, MANY_TASKS = MANY / (MANY_BLOCKS * BLOCK) + 1 };
    static double value[MANY];
    bireme_stream stream = bireme_stream_create(4, "collector", "");
    bireme_stream_fill(&stream, 0, 0, 0, MANY, value);
    for (int i = 0; i < MANY; i++) value[i] = value[i] < 0.01 ? NAN : exp(3 * value[i]) - 2;
    bireme_summary some[2], alone[2];
    bireme_collector *a = collector_of(MANY, MANY_TASKS, 3, 1), *b = collector_of(MANY, MANY_TASKS, 1, 1);
    for (size_t t = 0; t < MANY_TASKS; t++) {
        add_task(a, t < MANY_TASKS - 3 ? 0 : 1 + t % 2, t, MANY_BLOCKS, MANY, value);
        add_task(b, 0, t, MANY_BLOCKS, MANY, value);
    }
    end_round(a, MANY_TASKS);
    end_round(b, MANY_TASKS);
    summarise_both(a, 0, MANY, some);
    summarise_both(b, 0, MANY, alone);
    assert_memory_equal(some, alone, sizeof some);

    bireme_sketch sketch;
    double quantile[BIREME_QUANTILE_COUNT], se[BIREME_QUANTILE_COUNT];
    assert_int_equal(bireme_sketch_create(1, &sketch, NULL), BIREME_OK);
    sketch.whole = 0;
    bireme_sketch_add(&sketch, MANY, value);
    const bireme_sketch_query query = {.sketch = &sketch,
                                       .parts = 1,
                                       .n = some[1].n,
                                       .min = some[1].min,
                                       .max = some[1].max,
                                       .replicates = 1};
    bireme_sketch_quantiles(&query, BIREME_QUANTILE_COUNT, bireme_quantile_probability, quantile, se);
    assert_memory_equal(quantile, some[1].quantile, sizeof quantile);
    assert_memory_equal(se, some[1].quantile_se, sizeof se);
    bireme_sketch_free(1, &sketch);
    bireme_collector_free(a);
    bireme_collector_free(b);
}

static void a_summary_may_be_asked_for_on_the_way(void **state)
{
    (void)state;
    static double value[TRIALS];
    make_values(value);
    bireme_summary way[2], fresh[2], end[2], again[2];
    bireme_collector *a = collector_of(TRIALS, TASKS, 2, 16), *b = collector_of(TRIALS, TASKS, 2, 16);
    for (size_t t = 0; t < TASKS; t++) {
        add_task_as(0, a, t % 2, t, TASK_BLOCKS, TRIALS, value); /* a round of its own */
        end_round(a, 1);
        uint64_t trials = (t + 1) * TASK_BLOCKS * BLOCK;
        trials = trials < TRIALS ? trials : TRIALS;
        summarise_both(a, t % 2, trials, way);
        if (t != 5) continue;
        for (size_t i = 0; i <= t; i++) add_task(b, 1, i, TASK_BLOCKS, TRIALS, value);
        end_round(b, t + 1);
        summarise_both(b, 0, trials, fresh);
        assert_memory_equal(way, fresh, sizeof way);
    }
    bireme_collector *c = collector_of(TRIALS, TASKS, 1, 16);
    for (size_t t = 0; t < TASKS; t++) add_task(c, 0, t, TASK_BLOCKS, TRIALS, value);
    end_round(c, TASKS);
    summarise_both(c, 0, TRIALS, end);
    summarise_both(c, 0, TRIALS, again);
    assert_memory_equal(way, end, sizeof way);
    assert_memory_equal(again, end, sizeof way);
    bireme_collector_free(a);
    bireme_collector_free(b);
    bireme_collector_free(c);
}

static void a_collector_that_grew_says_what_a_large_one_does(void **state)
{
    (void)state;
    enum { EARLY = 4, ROOM = EARLY * TASK_BLOCKS * BLOCK };
    static double value[TRIALS];
    static const bool keeps[2] = {true, false}, keeps_none[2] = {false, false};
    make_values(value);
    bireme_summary large[2], grown[2], sketched[2];
    bireme_collector *a = collector_of(TRIALS, TASKS, 2, 16), *b = collector_of(ROOM, TASKS, 2, 16),
                     *c = collector_of(ROOM, TASKS, 2, 16);
    for (size_t t = 0; t < TASKS; t++) add_task(a, 0, t, TASK_BLOCKS, TRIALS, value);
    for (size_t t = 0; t < EARLY; t++) {
        add_task(b, t % 2, t, TASK_BLOCKS, TRIALS, value);
        add_task(c, t % 2, t, TASK_BLOCKS, TRIALS, value);
    }
    end_round(b, EARLY);
    end_round(c, EARLY);
    assert_int_equal(bireme_collector_reserve(b, TRIALS, ROOM, keeps, NULL), BIREME_OK);
    assert_int_equal(bireme_collector_reserve(c, TRIALS, ROOM, keeps_none, NULL), BIREME_OK);
    for (size_t t = EARLY; t < TASKS; t++) {
        add_task_as(t - EARLY, b, t % 2, t, TASK_BLOCKS, TRIALS, value);
        add_task_as(t - EARLY, c, t % 2, t, TASK_BLOCKS, TRIALS, value);
    }
    end_round(a, TASKS);
    end_round(b, TASKS - EARLY);
    end_round(c, TASKS - EARLY);
    summarise_both(a, 0, TRIALS, large);
    summarise_both(b, 1, TRIALS, grown);
    summarise_both(c, 1, TRIALS, sketched);
    assert_memory_equal(grown, large, sizeof grown);
    assert_memory_equal(&sketched[0], &large[1], sizeof *large);
    assert_memory_equal(bireme_collector_values(b, 0), value, sizeof value);
    assert_null(bireme_collector_values(c, 0));
    bireme_collector_free(a);
    bireme_collector_free(b);
    bireme_collector_free(c);
}

static void values_left_out_are_counted(void **state)
{
    (void)state;
    static double value[TRIALS];
    bireme_summary s[2];
    uint64_t n = 0;
    make_values(value);
    for (int i = 0; i < TRIALS; i++) n += !isnan(value[i]);
    summarise_all(16, TRIALS, value, s);
    for (int v = 0; v < 2; v++) {
        assert_int_equal(s[v].n, n);
        assert_close(s[v].left_out, (double)(TRIALS - n) / TRIALS, 1e-15, 0);
    }
    assert_true(s[0].mean == s[1].mean && s[0].mean_se == s[1].mean_se);
    assert_close(s[1].quantile[P50], s[0].quantile[P50], 0x1p-10, 0);
}

/* ------------------------ the stated errors are the errors */

enum { REPLICATES = 16 };
static const double exact_of[4] = {0.5, 0.1, 0.5, 0.9}; /* of a uniform: mean, P10, P50, P90 */

static void pick(const bireme_summary *s, double *value, double *se)
{
    static const int quantile[3] = {P10, P50, P90};
    value[0] = s->mean, se[0] = s->mean_se;
    for (int i = 0; i < 3; i++)
        value[i + 1] = s->quantile[quantile[i]], se[i + 1] = s->quantile_se[quantile[i]];
}

/* Independent values, taken for 16 replicates. A Student t of 15 degrees of freedom is within ±2 with
 * probability 0.936; of 400 samples 374.4 ± 4.9. The band is four of these (8 checks, level 5e-4 together)
 * and 6 more for quantiles, whose ranks are whole. */
static void independent_values_are_within_two_errors_as_often_as_they_should(void **state)
{
    (void)state;
    enum { SAMPLES = 400, MANY = 256 * 8 };
    static double value[MANY];
    int within[2][4] = {{0}};
    double plain_se[4] = {0}, square[4] = {0};
    bireme_stream stream = bireme_stream_create(21, "coverage", "");
    for (uint32_t i = 0; i < SAMPLES; i++) {
        bireme_summary s[2], plain[2];
        bireme_stream_fill(&stream, 0, i, 0, MANY, value);
        summarise_all(REPLICATES, MANY, value, s);
        summarise_all(1, MANY, value, plain);
        for (int v = 0; v < 2; v++) {
            double estimate[4], se[4], plain_estimate[4], one[4];
            pick(&s[v], estimate, se);
            pick(&plain[v], plain_estimate, one);
            assert_memory_equal(estimate, plain_estimate, sizeof estimate);
            for (int k = 0; k < 4; k++) {
                within[v][k] += fabs(estimate[k] - exact_of[k]) < 2 * se[k];
                if (v == 0) plain_se[k] += one[k] * one[k] / SAMPLES, square[k] += se[k] * se[k] / SAMPLES;
            }
        }
    }
    for (int k = 0; k < 4; k++) {
        assert_in_range(within[0][k], 349, 400);
        assert_in_range(within[1][k], 349, 400);
        /* of 400 estimated variances with 15 degrees of freedom each: the mean is within 1.8 % (one sd); the
         * quantiles' are estimated from few order statistics, too: 12 % */
        assert_close(square[k], plain_se[k], 0.12, 0);
    }
}

/* Each replicate is stratified: of its 125 points five lie in each interval of length 1/25, in the same order
 * in all. The quantiles lie in the middle of an interval. */
enum { STRATA = 25, SIZE = 5 * STRATA * REPLICATES };

static void make_strata(const bireme_stream *stream, uint32_t repetition, double *value)
{
    bireme_stream_fill(stream, 0, repetition, 0, SIZE, value);
    for (size_t i = 0; i < SIZE; i++) {
        size_t stratum = i / REPLICATES * 7 % STRATA; /* 7 and 25 have no common divisor */
        value[i] = ((double)stratum + value[i]) / STRATA;
    }
}

/* 200 repetitions tell an sd within 5 % (one sd): the band is 0.8 … 1.25. */
static void replicates_that_are_stratified_show_the_smaller_error(void **state)
{
    (void)state;
    enum { SAMPLES = 200 };
    static double value[SIZE];
    double sum[2][4] = {{0}}, square[2][4] = {{0}}, stated[2][4] = {{0}};
    bireme_stream stream = bireme_stream_create(22, "strata", "");
    for (uint32_t i = 0; i < SAMPLES; i++) {
        bireme_summary s[2];
        make_strata(&stream, i, value);
        summarise_all(REPLICATES, SIZE, value, s);
        for (int v = 0; v < 2; v++) {
            double estimate[4], se[4];
            pick(&s[v], estimate, se);
            for (int k = 0; k < 4; k++) {
                double off = estimate[k] - exact_of[k];
                sum[v][k] += off / SAMPLES, square[v][k] += off * off / SAMPLES;
                stated[v][k] += se[k] / SAMPLES;
            }
        }
    }
    for (int v = 0; v < 2; v++)
        for (int k = 0; k < 4; k++) {
            double sd = sqrt(square[v][k] - sum[v][k] * sum[v][k]);
            assert_true(stated[v][k] > 0.8 * sd && stated[v][k] < 1.25 * sd);
        }
    /* independent ones would have 0.29 / √2000 and 0.5 / √2000 */
    assert_true(stated[0][0] < 0.05 * 0.29 / sqrt(SIZE));
    assert_true(stated[0][2] < 0.25 * 0.5 / sqrt(SIZE));
}

/* ------------------------ scrambled Sobol points */

enum { DIMENSIONS = 4, SOBOL_POINTS = 256, SOBOL_SIZE = SOBOL_POINTS * REPLICATES };

/* A product of four, as revenue is. */
static void make_sobol(const bireme_sobol *sobol, uint32_t repetition, double *value)
{
    static double u[SOBOL_SIZE];
    bireme_stream quantity = bireme_stream_create(repetition, "sobol", "");
    bireme_sobol_scrambles scrambles;
    for (size_t i = 0; i < SOBOL_SIZE; i++) value[i] = 1;
    for (uint32_t d = 0; d < DIMENSIONS; d++) {
        bireme_sobol_scrambles_init(&scrambles, &quantity, d);
        bireme_sobol_fill_replicates(sobol, d, &scrambles, 0, SOBOL_POINTS, u);
        for (size_t i = 0; i < SOBOL_SIZE; i++) value[i] *= 0.5 + u[i];
    }
}

/* Of 200 repetitions: kept values state what the estimates' spread is (within 5 %, one sd: 0.8 … 1.25), for
 * the mean a small part of what independent values would have. With a sketch the same first 4,096 values,
 * which are all, are asked; its bins are 2⁻¹⁰ wide, a tenth of an error. */
static void scrambled_sobol_points_show_their_smaller_error(void **state)
{
    (void)state;
    enum { SAMPLES = 200 };
    static double value[SOBOL_SIZE];
    double sum[2][4] = {{0}}, square[2][4] = {{0}}, stated[2][4] = {{0}}, plain = 0;
    bireme_sobol *sobol = NULL;
    bireme_error error;
    assert_int_equal(bireme_sobol_create(DIMENSIONS, &sobol, &error), BIREME_OK);
    for (uint32_t i = 0; i < SAMPLES; i++) {
        bireme_summary s[2];
        make_sobol(sobol, i, value);
        summarise_all(REPLICATES, SOBOL_SIZE, value, s);
        plain += s[0].sd / sqrt(SOBOL_SIZE) / SAMPLES;
        for (int v = 0; v < 2; v++) {
            double estimate[4], se[4];
            pick(&s[v], estimate, se);
            for (int k = 0; k < 4; k++) {
                double off = estimate[k] - 1;
                sum[v][k] += off / SAMPLES, square[v][k] += off * off / SAMPLES;
                stated[v][k] += se[k] / SAMPLES;
            }
        }
    }
    for (int v = 0; v < 2; v++)
        for (int k = 0; k < 4; k++) {
            double sd = sqrt(square[v][k] - sum[v][k] * sum[v][k]);
            assert_true(stated[v][k] > 0.8 * sd && stated[v][k] < 1.25 * sd);
        }
    assert_true(stated[0][0] < 0.1 * plain);
    bireme_sobol_free(sobol);
}

/* Of a run that was cancelled: what was added after the gaps moves up, and is as if it had been added
 * there. */
static void gaps_are_closed(void **state)
{
    (void)state;
    enum { TASK = 4 * BLOCK, N = 4 * TASK };
    /* done of each task, in blocks */
    static const size_t done[] = {4, 1, 4, 2};
    double value[N], kept[N];
    for (int i = 0; i < N; i++) value[i] = sin(i) * i;
    bireme_collector *c = collector_of(N, 4, 1, 1);
    bireme_gap gaps[2] = {{TASK + BLOCK, 2 * TASK}, {3 * TASK + 2 * BLOCK, 4 * TASK}};
    uint64_t n = 0;
    for (size_t t = 0; t < 4; t++) {
        bireme_collector_begin(c, t);
        for (size_t b = 0; b < done[t]; b++) {
            uint64_t first = t * TASK + b * BLOCK;
            for (size_t v = 0; v < 2; v++) bireme_collector_add(c, 0, t, v, first, BLOCK, value + first);
            memcpy(kept + n, value + first, BLOCK * sizeof *kept);
            n += BLOCK;
        }
    }
    bireme_collector_close(c, 2, gaps, N);
    end_round(c, 4);
    assert_int_equal(n, 11 * BLOCK);
    assert_memory_equal(bireme_collector_values(c, 0), kept, n * sizeof *kept);
    bireme_summary closed[2], plain[2];
    summarise_both(c, 0, n, closed);
    summarise_all(1, n, kept, plain);
    for (size_t v = 0; v < 2; v++) {
        assert_int_equal(closed[v].n, n);
        assert_close(closed[v].mean, plain[v].mean, 1e-12, 0);
        for (int q = 0; q < BIREME_QUANTILE_COUNT; q++) {
            assert_close(closed[v].quantile[q], plain[v].quantile[q], 1e-12, 0);
            assert_close(closed[v].quantile_se[q], plain[v].quantile_se[q], 1e-12, 0);
        }
    }
    bireme_collector_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tasks_may_be_added_by_any_part_in_any_order),
        cmocka_unit_test(where_only_moments_are_kept_there_are_no_quantiles),
        cmocka_unit_test(values_that_wait_are_in_the_answer),
        cmocka_unit_test(a_summary_may_be_asked_for_on_the_way),
        cmocka_unit_test(a_collector_that_grew_says_what_a_large_one_does),
        cmocka_unit_test(gaps_are_closed),
        cmocka_unit_test(values_left_out_are_counted),
        cmocka_unit_test(independent_values_are_within_two_errors_as_often_as_they_should),
        cmocka_unit_test(replicates_that_are_stratified_show_the_smaller_error),
        cmocka_unit_test(scrambled_sobol_points_show_their_smaller_error),
    };
    return cmocka_run_group_tests_name("stats.collector", tests, NULL, NULL);
}
