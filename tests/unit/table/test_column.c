/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a column says is decided by all of it: a cell that reads in one way only decides for the rest, two
 * that contradict each other are refused with both lines, and where nothing decides nothing is guessed.
 */
#include "table/table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "support/check.h"

enum { ROWS_MOST = 16 };

typedef struct told {
    char inferred[400], explained[2000];
} told;

static void keep(void *context, const char *file, const char *inferred, const char *explained)
{
    told *t = context;
    assert_string_equal(file, "t.csv");
    snprintf(t->inferred, sizeof t->inferred, "%s", inferred);
    snprintf(t->explained, sizeof t->explained, "%s", explained);
}

/* The values of the first column of `text`. */
static bireme_status read_column(const char *text, bireme_table_kind kind,
                                 const bireme_table_options *options, double *values, size_t *rows,
                                 bireme_error *error)
{
    bireme_table *table = NULL;
    if (bireme_table_parse("t.csv", text, strlen(text), options, &table, error) != BIREME_OK)
        fail_msg("`%s`: %s", text, error->message);
    *rows = bireme_table_rows(table);
    assert_true(*rows <= ROWS_MOST);
    bireme_status status = bireme_table_read(table, 0, kind, values, NULL, error);
    if (status == BIREME_OK) status = bireme_table_tell(table, error);
    bireme_table_free(table);
    return status;
}

static void assert_values(const char *text, bireme_table_kind kind, const bireme_table_options *options,
                          size_t n, const double *expected)
{
    double values[ROWS_MOST];
    size_t rows;
    bireme_error error = {0};
    if (read_column(text, kind, options, values, &rows, &error) != BIREME_OK)
        fail_msg("`%s`: line %d: %s", text, error.line, error.message);
    assert_int_equal(rows, n);
    for (size_t i = 0; i < n; i++)
        if (isnan(expected[i]) ? !isnan(values[i]) : values[i] != expected[i])
            fail_msg("`%s`, row %zu: %.17g, expected %.17g", text, i + 1, values[i], expected[i]);
}

#define ASSERT_VALUES(text, kind, options, ...)                                                              \
    assert_values((text), (kind), (options), sizeof((double[]){__VA_ARGS__}) / sizeof(double),               \
                  (double[]){__VA_ARGS__})

static void assert_refused(const char *text, bireme_table_kind kind, const bireme_table_options *options,
                           int line, const char *message)
{
    double values[ROWS_MOST];
    size_t rows;
    bireme_error error = {0};
    if (read_column(text, kind, options, values, &rows, &error) == BIREME_OK) fail_msg("`%s` was read", text);
    if (error.line != line || strstr(error.message, message) == NULL || strcmp(error.file, "t.csv") != 0)
        fail_msg("`%s`: expected line %d: %s; found %s:%d: %s", text, line, message, error.file, error.line,
                 error.message);
}

static void one_cell_decides_for_its_column(void **state)
{
    (void)state;
    ASSERT_VALUES("v\n25.000\n\"112,50\"\n", BIREME_TABLE_NUMBER, NULL, 25000, 112.5);
    ASSERT_VALUES("v\n\"25,000\"\n112.50\n", BIREME_TABLE_NUMBER, NULL, 25000, 112.5);
    ASSERT_VALUES("v\n1.234\n0.250\n", BIREME_TABLE_NUMBER, NULL, 1.234, 0.25);
    ASSERT_VALUES("v\n1.234\n1.234.567\n7\n", BIREME_TABLE_NUMBER, NULL, 1234, 1234567, 7);
    ASSERT_VALUES("v\n7\n\nNA\n8 %\n", BIREME_TABLE_MIXED, NULL, 7, NAN, 0.08);
    ASSERT_VALUES("v\n7\n-\nn/a\n8\n", BIREME_TABLE_NUMBER, NULL, 7, NAN, NAN, 8);
}

static void nothing_is_guessed(void **state)
{
    (void)state;
    assert_refused("v\n25.000\n7\n30.000\n", BIREME_TABLE_NUMBER, NULL, 2,
                   "`25.000` may be 25 (decimal point) or 25000 (decimal comma), and nothing in the column "
                   "`v` decides (nor does "
                   "`30.000` in line 4); say which with --decimal point or --decimal comma");
    assert_refused("v\nx\n1.000\n", BIREME_TABLE_MIXED, NULL, 3, "`1.000` may be 1 (decimal point) or 1000");
    assert_refused("v\n\"0,25\"\n0.25\n", BIREME_TABLE_NUMBER, NULL, 3,
                   "`0.25` reads with a decimal point only, but `0,25` in line 2 of the same column `v` with "
                   "a decimal comma only");
    assert_refused("v\n0.25\n1.000\n\"1.234,5\"\n", BIREME_TABLE_NUMBER, NULL, 4, "`0.25` in line 2");
}

static void what_is_told_is_obeyed(void **state)
{
    (void)state;
    const bireme_table_choice all[] = {{NULL, BIREME_DECIMAL_COMMA, BIREME_DATES_MDY}};
    const bireme_table_choice own[] = {{NULL, BIREME_DECIMAL_COMMA, BIREME_DATES_DMY},
                                       {"v", BIREME_DECIMAL_POINT, BIREME_DATES_INFERRED}};
    const bireme_table_options comma = {.size = sizeof(bireme_table_options), .choices = all, .n_choices = 1},
                               point = {.size = sizeof(bireme_table_options), .choices = own, .n_choices = 2};
    ASSERT_VALUES("v\n25.000\n", BIREME_TABLE_NUMBER, &comma, 25000);
    ASSERT_VALUES("v\n25.000\n", BIREME_TABLE_NUMBER, &point, 25);
    ASSERT_VALUES("w\n25.000\n", BIREME_TABLE_NUMBER, &point, 25000);
    ASSERT_VALUES("v\n02/01/1970\n", BIREME_TABLE_DATE, &comma, 31 * 86400.0);
    ASSERT_VALUES("v\n02/01/1970\n", BIREME_TABLE_DATE, &point, 86400.0);
    assert_refused("v\n7\n0.25\n", BIREME_TABLE_NUMBER, &comma, 3,
                   "--decimal comma was told, but `0.25` reads with a decimal point only; of one column "
                   "alone it is told as "
                   "--decimal 'v=point'");
    assert_refused("v\n31/01/1970\n", BIREME_TABLE_DATE, &comma, 2, "--dates mdy was told, but `31/01/1970`");
}

static void a_number_column_holds_numbers(void **state)
{
    (void)state;
    assert_refused("v\n1\nx\n", BIREME_TABLE_NUMBER, NULL, 3, "the column `v` holds numbers, found `x`");
    assert_refused("v\n\"12,34,567\"\n", BIREME_TABLE_NUMBER, NULL, 2, "groups are of three digits each");
    assert_refused("v\n1.5M\n", BIREME_TABLE_NUMBER, NULL, 2,
                   "`M` is not read: write the number out in full, 1500000, or as 1.5e6");
    assert_refused("v\n25%\n0\n30\n", BIREME_TABLE_NUMBER, NULL, 4, "`30` and `25%` in line 2");
    ASSERT_VALUES("v\n25%\n0\n30%\n", BIREME_TABLE_NUMBER, NULL, 0.25, 0, 0.3);
    ASSERT_VALUES("v\n25%\n30\n", BIREME_TABLE_MIXED, NULL, 0.25, 30);
    assert_refused("v\nx\n25%\n30\n", BIREME_TABLE_MIXED_ALIKE, NULL, 4, "`30` and `25%` in line 3");
    ASSERT_VALUES("v\n31.01.1970\nnull\n1970-01\n02.01.1970\n", BIREME_TABLE_MIXED_DATES, NULL, 30 * 86400.0,
                  NAN, NAN, 86400.0);
    assert_refused("v\n02.03.1970\n", BIREME_TABLE_MIXED_DATES, NULL, 2, "--dates dmy or --dates mdy");
    assert_refused("v\n1.2.3\n", BIREME_TABLE_MIXED, NULL, 2, "groups are of three digits each");
    ASSERT_VALUES("v\n31.03.2027\n31.03.27\n2027-01\n5 Stk\n", BIREME_TABLE_MIXED, NULL, NAN, NAN, NAN, NAN);
    ASSERT_VALUES("v\n\"[1.5, 2]\"\nnull\nx\n", BIREME_TABLE_MIXED, NULL, NAN, NAN, NAN);
}

static void currencies_are_not_added_up(void **state)
{
    (void)state;
    assert_refused("v\n5 EUR\n$7\n\xE2\x82\xAC"
                   "9\n",
                   BIREME_TABLE_NUMBER, NULL, 3,
                   "several currencies, which are not added up: EUR (2 cells, first in line 2), $ (1 cell, "
                   "first in line 3)");
    assert_refused("v\n5 EUR\n7 USD\n", BIREME_TABLE_MIXED, NULL, 3, "several currencies");
    ASSERT_VALUES("v\n5 EUR\n\xE2\x82\xAC"
                  "9\n7\n",
                  BIREME_TABLE_NUMBER, NULL, 5, 9, 7);
}

static void rates_make_one_currency_of_several(void **state)
{
    (void)state;
    told t = {0};
    const bireme_table_rate rates[] = {{"EUR", 1.25}, {"$", 0.5}};
    const bireme_table_options options = {
        .size = sizeof(bireme_table_options), .told = keep, .context = &t, .rates = rates, .n_rates = 2};
    ASSERT_VALUES("v\n4 EUR\n($6)\n8 GBP\n\n0\n", BIREME_TABLE_NUMBER, &options, 5, -3, 8, 0);
    if (strstr(t.explained, "1 amount in EUR × 1.25, 1 amount in $ × 0.5, the others in GBP") == NULL)
        fail_msg("explained: %s", t.explained);
    /* where the column decides that the comma is the decimal sign, that is what is converted */
    ASSERT_VALUES("v\n\"1.200 \xE2\x82\xAC\"\n\"0,4 EUR\"\n", BIREME_TABLE_NUMBER, &options, 1500, 0.5);
    ASSERT_VALUES("v\n4 EUR\n7\n25 %\n", BIREME_TABLE_MIXED, &options, 5, 7, 0.25);
    assert_refused("v\n4 EUR\n5 GBP\n6 USD\n", BIREME_TABLE_NUMBER, &options, 4, "several currencies");
    assert_refused(
        "v\n4 EUR\n5\n0\n6\n", BIREME_TABLE_NUMBER, &options, 3,
        "`5` says no currency, and other amounts of the column `v` are converted: EUR (1 cell, first in "
        "line 2); without one are 2 cells (lines 3, 5)");
}

static void dates_are_decided_like_numbers(void **state)
{
    (void)state;
    const double day = 86400;
    ASSERT_VALUES("d\n02/01/1970\n31/01/1970\n", BIREME_TABLE_DATE, NULL, day, 30 * day);
    ASSERT_VALUES("d\n02/01/1970\n01/31/1970\n", BIREME_TABLE_DATE, NULL, 31 * day, 30 * day);
    ASSERT_VALUES("d\n1970-01-02\n\n03.03.1970\n", BIREME_TABLE_DATE, NULL, day, 61 * day);
    assert_refused("d\n02/01/1970\n02/02/1970\n03/02/1970\n", BIREME_TABLE_DATE, NULL, 2,
                   "`02/01/1970` may have the day or the month first, and nothing in the column `d` decides "
                   "(nor does `03/02/1970` "
                   "in line 4); say which with --dates dmy or --dates mdy");
    assert_refused("d\n31/01/1970\n01/31/1970\n", BIREME_TABLE_DATE, NULL, 3, "`31/01/1970` in line 2");
    assert_refused("d\n31.01.70\n", BIREME_TABLE_DATE, NULL, 2, "a year has four digits");
    assert_refused("d\n86400\n", BIREME_TABLE_DATE, NULL, 2, "holds dates");
    ASSERT_VALUES("d\n86400\n", BIREME_TABLE_SECONDS, NULL, day);
    ASSERT_VALUES("d\n86400000\n", BIREME_TABLE_MILLISECONDS, NULL, day);
    assert_refused("d\n1970-01-02\n", BIREME_TABLE_SECONDS, NULL, 2, "holds seconds since 1970");
}

static void truth_is_said_in_several_ways(void **state)
{
    (void)state;
    ASSERT_VALUES("b\ntrue\nFalse\nYES\nno\nwahr\nFALSCH\n1\n0\nNA\n", BIREME_TABLE_BOOLEAN, NULL, 1, 0, 1, 0,
                  1, 0, 1, 0, NAN);
    assert_refused("b\nyes\n2\n", BIREME_TABLE_BOOLEAN, NULL, 3, "holds true or false");
    assert_refused("b\nye\n", BIREME_TABLE_BOOLEAN, NULL, 2, "holds true or false");
}

static void everything_wrong_is_said_at_once(void **state)
{
    (void)state;
    static const char text[] = "v\nx\n1\ny\n$5\n5 EUR\n";
    double values[ROWS_MOST];
    bireme_table *table = NULL;
    bireme_problems *problems = bireme_problems_create();
    assert_int_equal(bireme_table_parse("t.csv", text, sizeof text - 1, NULL, &table, NULL), BIREME_OK);
    assert_int_equal(bireme_table_read(table, 0, BIREME_TABLE_NUMBER, values, problems, NULL),
                     BIREME_SCENARIO);
    assert_int_equal(bireme_problems_count_errors(problems), 3);
    bireme_problems_free(problems);
    bireme_table_free(table);
}

static void what_was_inferred_is_told(void **state)
{
    (void)state;
    told t = {{0}, {0}};
    const bireme_table_choice choice[] = {{NULL, BIREME_DECIMAL_COMMA, BIREME_DATES_INFERRED}};
    bireme_table_options options = {.size = sizeof(bireme_table_options), .told = keep, .context = &t};
    ASSERT_VALUES("v;w\n25.000;x\n112,50;\n;\n", BIREME_TABLE_NUMBER, &options, 25000, 112.5);
    assert_string_equal(t.inferred, "--decimal comma (from `112,50`, line 3)");
    assert_non_null(strstr(t.explained, "t.csv: 2 rows, 2 columns separated by semicolons; 1 empty row\n"));
    assert_non_null(strstr(
        t.explained, "  v: 2 numbers, decimal comma (`112,50` in line 3 decides, others mean two things), 0 "
                     "missing; such as `25.000`, `112,50`\n"));
    assert_non_null(strstr(t.explained, "  w: not read; such as `x`\n"));
    assert_non_null(strstr(t.explained, "  said outright: --decimal comma"));
    ASSERT_VALUES("v\n25.5\n7\n", BIREME_TABLE_NUMBER, &options, 25.5, 7);
    assert_string_equal(t.inferred, "");
    options.choices = choice;
    options.n_choices = 1;
    ASSERT_VALUES("v\n25.000\n", BIREME_TABLE_NUMBER, &options, 25000);
    assert_string_equal(t.inferred, "");
    assert_non_null(strstr(t.explained, "decimal comma as told"));
}

/* Two columns that differ are said by their names. */
static void columns_may_differ(void **state)
{
    (void)state;
    static const char text[] = "v;w\n25.000;25.000\n112,50;112.50\n";
    told t = {{0}, {0}};
    const bireme_table_options options = {.size = sizeof(bireme_table_options), .told = keep, .context = &t};
    double values[2];
    bireme_table *table = NULL;
    assert_int_equal(bireme_table_parse("t.csv", text, sizeof text - 1, &options, &table, NULL), BIREME_OK);
    assert_int_equal(bireme_table_read(table, 0, BIREME_TABLE_NUMBER, values, NULL, NULL), BIREME_OK);
    assert_true(values[0] == 25000 && values[1] == 112.5);
    assert_int_equal(bireme_table_read(table, 1, BIREME_TABLE_NUMBER, values, NULL, NULL), BIREME_OK);
    assert_true(values[0] == 25 && values[1] == 112.5);
    assert_int_equal(bireme_table_tell(table, NULL), BIREME_OK);
    assert_string_equal(
        t.inferred,
        "--decimal 'v=comma' (from `112,50`, line 3); --decimal 'w=point' (from `112.50`, line 3)");
    bireme_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_cell_decides_for_its_column),
        cmocka_unit_test(nothing_is_guessed),
        cmocka_unit_test(what_is_told_is_obeyed),
        cmocka_unit_test(a_number_column_holds_numbers),
        cmocka_unit_test(currencies_are_not_added_up),
        cmocka_unit_test(rates_make_one_currency_of_several),
        cmocka_unit_test(dates_are_decided_like_numbers),
        cmocka_unit_test(truth_is_said_in_several_ways),
        cmocka_unit_test(everything_wrong_is_said_at_once),
        cmocka_unit_test(what_was_inferred_is_told),
        cmocka_unit_test(columns_may_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
