/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CSV for spreadsheet programs: what was written is what is read.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "output/forms/csv.h"

#define MARK "\xEF\xBB\xBF"

/* A row with a text and a number, as it is written. */
static void assert_styled(bireme_csv_style style, const char *text, double number, const char *expected)
{
    bireme_text out = {0};
    bireme_csv csv = bireme_csv_go_on(&out, style);
    bireme_csv_text(&csv, text);
    bireme_csv_number(&csv, number);
    bireme_csv_end_row(&csv);
    assert_string_equal(bireme_text_string(&out), expected);
    bireme_text_free(&out);
}

static void a_file_begins_as_its_program_wants(void **state)
{
    (void)state;
    static const char *const begins[] = {"a,1\r\n", MARK "a,1\r\n", MARK "a;1\r\n"};
    for (int style = BIREME_CSV_PLAIN; style <= BIREME_CSV_EUROPEAN; style++) {
        bireme_text out = {0};
        bireme_csv csv = bireme_csv_begin(&out, (bireme_csv_style)style);
        bireme_csv_text(&csv, "a");
        bireme_csv_whole(&csv, 1);
        bireme_csv_end_row(&csv);
        assert_string_equal(bireme_text_string(&out), begins[style]);
        bireme_text_free(&out);
    }
}

static void cells_stay_what_they_say(void **state)
{
    (void)state;
    assert_styled(BIREME_CSV_PLAIN, "a;b", -2.5, "a;b,-2.5\r\n");
    assert_styled(BIREME_CSV_EXCEL, "a;b", -2.5, "a;b,-2.5\r\n");
    assert_styled(BIREME_CSV_EUROPEAN, "a;b", -2.5, "\"a;b\";-2,5\r\n");
    assert_styled(BIREME_CSV_EUROPEAN, "a,b", 1, "\"a,b\";1\r\n");
    assert_styled(BIREME_CSV_EUROPEAN, "", NAN, ";\r\n");
    assert_styled(BIREME_CSV_EUROPEAN, "2027-01", 1e-7, "2027-01;1e-07\r\n");
    assert_styled(BIREME_CSV_EUROPEAN, "v1.5", 1.25e+20, "v1.5;1,25e+20\r\n");
    assert_styled(BIREME_CSV_EUROPEAN, "a, \"b\"", 0.5, "\"a, \"\"b\"\"\";0,5\r\n");
    assert_styled(BIREME_CSV_EUROPEAN, "1.5, or\r\n2.5", 2.5, "\"1.5, or\r\n2.5\";2,5\r\n");
    assert_styled(BIREME_CSV_EUROPEAN, "1.5", 12.345, "\"1.5\";12,3450\r\n");
    assert_styled(BIREME_CSV_EUROPEAN, "=1+1", 2, "'=1+1;2\r\n");
    assert_styled(BIREME_CSV_EUROPEAN, "-2;3", 2, "\"'-2;3\";2\r\n");
}

/* What was text is text: a name that another program's reader takes for a number keeps its point. */
static void a_name_is_no_number(void **state)
{
    (void)state;
    assert_styled(BIREME_CSV_EUROPEAN, "0x1.8", 1.5, "0x1.8;1,5\r\n");
}

/* Every number that is written comes back the same, digit by digit. */
static void numbers_survive(void **state)
{
    (void)state;
    static const double values[] = {
        0, 1, -1, 0.1, 1.0 / 3, 1e300, -1e-300, 123456789.123, 5e-324, 1.7976931348623157e308};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        bireme_text text = {0};
        bireme_csv csv = bireme_csv_go_on(&text, BIREME_CSV_EUROPEAN);
        bireme_csv_number(&csv, values[i]);
        char *comma = strchr(text.data, ','), *end;
        assert_null(strchr(text.data, '.'));
        if (comma != NULL) *comma = '.';
        double back = bireme_number_parse(text.data, &end);
        assert_memory_equal(&back, &values[i], sizeof back);
        assert_true(*end == '\0');
        bireme_text_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_begins_as_its_program_wants),
        cmocka_unit_test(cells_stay_what_they_say),
        cmocka_unit_test(a_name_is_no_number),
        cmocka_unit_test(numbers_survive),
    };
    return cmocka_run_group_tests_name("output.csv_style", tests, NULL, NULL);
}
