/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CSV as RFC 4180 has it, safe to open in a spreadsheet.
 */
#include "support/check.h"

#include <math.h>
#include "output/csv.h"

static void assert_cell(const char *value, const char *expected)
{
    bireme_text text = {0};
    bireme_csv csv = bireme_csv_begin(&text);
    bireme_csv_text(&csv, value);
    assert_string_equal(bireme_text_string(&text), expected);
    bireme_text_free(&text);
}

static void rows_end_with_carriage_return_and_line_feed(void **state)
{
    (void)state;
    bireme_text text = {0};
    bireme_csv csv = bireme_csv_begin(&text);
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
    bireme_csv csv = bireme_csv_begin(&text);
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
        cmocka_unit_test(cells_that_a_spreadsheet_takes_for_a_formula_are_defused),
        cmocka_unit_test(negative_numbers_stay_numbers_and_what_is_not_finite_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
