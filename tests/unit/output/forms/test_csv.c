/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CSV as RFC 4180 has it, safe to open in a spreadsheet.
 */
#include "support/check.h"

#include <math.h>
#include "output/forms/csv.h"
#include "table/table.h"

static void assert_cell(const char *value, const char *expected)
{
    bireme_text text = {0};
    bireme_csv csv = bireme_csv_begin(&text, BIREME_CSV_PLAIN);
    bireme_csv_text(&csv, value);
    assert_string_equal(bireme_text_string(&text), expected);
    bireme_text_free(&text);
}

static void rows_end_with_carriage_return_and_line_feed(void **state)
{
    (void)state;
    bireme_text text = {0};
    bireme_csv csv = bireme_csv_begin(&text, BIREME_CSV_PLAIN);
    bireme_csv_text(&csv, "a");
    bireme_csv_number(&csv, 0.1);
    bireme_csv_end_row(&csv);
    bireme_csv_text(&csv, NULL);
    bireme_csv_whole(&csv, UINT64_MAX);
    bireme_csv_end_row(&csv);
    assert_string_equal(bireme_text_string(&text), "a,0.1\r\n,18446744073709551615\r\n");
    bireme_text_free(&text);
}

static void cells_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    assert_cell("plain text", "plain text");
    assert_cell("a,b", "\"a,b\"");
    assert_cell("say \"hi\"", "\"say \"\"hi\"\"\"");
    assert_cell("two\nlines", "\"two\nlines\"");
    assert_cell("return\r", "\"return\r\"");
    assert_cell("Zürich €", "Zürich €");
    assert_cell("", "");
    assert_cell("1.5", "\"1.5\"");
    assert_cell("1.5x", "1.5x");
    assert_cell("15", "15");
}

/* 12.345 is 12345 to many, and 12,345 to the others. */
static void no_number_looks_like_groups_of_three(void **state)
{
    (void)state;
    bireme_text text = {0};
    bireme_csv csv = bireme_csv_begin(&text, BIREME_CSV_PLAIN);
    static const double values[] = {12.345,  -1.234,   0.125,  1234.567, 123.4567,
                                    999.125, 1000.125, 1.5e-7, 25000};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) bireme_csv_number(&csv, values[i]);
    assert_string_equal(bireme_text_string(&text),
                        "12.3450,-1.2340,0.125,1234.567,123.4567,999.1250,1000.125,1.5e-07,25000");
    bireme_text_free(&text);
}

/* Each number in a table of its own, in which no other cell decides what it means. */
static void every_style_reads_back_to_the_bit(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int i = 0; i < 60000; i++) {
        double next[2];
        for (int k = 0; k < 2; k++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            next[k] = (double)(seed >> 33);
        }
        static const double units[] = {1, 10, 1000, 1000, 8, 3e9, 7e-5, 1e-290};
        const double value = (i % 2 ? 1 : -1) * (i % 3 ? floor(next[0] / 1000) : next[0] + next[1] / 0x1p31) /
                             units[i % 8];
        for (int style = BIREME_CSV_PLAIN; style <= BIREME_CSV_EUROPEAN; style++) {
            bireme_text text = {0};
            bireme_csv csv = bireme_csv_begin(&text, (bireme_csv_style)style);
            bireme_table *table = NULL;
            bireme_error error = {0};
            double read = 0;
            bireme_csv_text(&csv, "name; or so, \"it\" is");
            bireme_csv_text(&csv, "value");
            bireme_csv_end_row(&csv);
            bireme_csv_text(&csv, i % 5 ? "a;b" : "1.5");
            bireme_csv_number(&csv, value);
            bireme_csv_end_row(&csv);
            if (bireme_table_parse("t", text.data, text.length, NULL, &table, &error) != BIREME_OK ||
                bireme_table_read(table, 1, BIREME_TABLE_NUMBER, &read, NULL, &error) != BIREME_OK)
                fail_msg("%s: %s", text.data, error.message);
            if (read != value) fail_msg("%s: read as %.17g", text.data, read);
            assert_string_equal(bireme_table_title(table, 0), "name; or so, \"it\" is");
            assert_string_equal(bireme_table_at(table, 0, 0).text, i % 5 ? "a;b" : "1.5");
            bireme_table_free(table);
            bireme_text_free(&text);
        }
    }
}

static void cells_that_a_spreadsheet_takes_for_a_formula_are_defused(void **state)
{
    (void)state;
    assert_cell("=1+1", "'=1+1");
    assert_cell("+1", "'+1");
    assert_cell("-1", "'-1");
    assert_cell("@sum", "'@sum");
    assert_cell("\tx", "'\tx");
    assert_cell("\rx", "\"'\rx\"");
    assert_cell("=a,b", "\"'=a,b\"");
    assert_cell("a=b", "a=b");
}

static void negative_numbers_stay_numbers_and_what_is_not_finite_is_empty(void **state)
{
    (void)state;
    bireme_text text = {0};
    bireme_csv csv = bireme_csv_begin(&text, BIREME_CSV_PLAIN);
    bireme_csv_number(&csv, -1.5);
    bireme_csv_number(&csv, NAN);
    bireme_csv_number(&csv, INFINITY);
    assert_string_equal(bireme_text_string(&text), "-1.5,,");
    bireme_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_end_with_carriage_return_and_line_feed),
        cmocka_unit_test(cells_are_quoted_where_they_must_be),
        cmocka_unit_test(no_number_looks_like_groups_of_three),
        cmocka_unit_test(every_style_reads_back_to_the_bit),
        cmocka_unit_test(cells_that_a_spreadsheet_takes_for_a_formula_are_defused),
        cmocka_unit_test(negative_numbers_stay_numbers_and_what_is_not_finite_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
