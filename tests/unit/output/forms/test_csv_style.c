/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CSV for spreadsheet programs: what was written is what is read.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "output/forms/csv.h"
#include "output/forms/csv_style.h"

static void assert_styled(const char *plain, bireme_csv_style style, bool beginning, const char *expected)
{
    bireme_text text = {0};
    bireme_text_append(&text, plain);
    bireme_csv_restyle(&text, style, beginning);
    assert_string_equal(bireme_text_string(&text), expected);
    bireme_text_free(&text);
}

#define MARK "\xEF\xBB\xBF"

static void each_style_is_what_the_program_wants(void **state)
{
    (void)state;
    static const char plain[] = "run,value\r\n1,-2.5\r\n";
    assert_styled(plain, BIREME_CSV_PLAIN, true, plain);
    assert_styled(plain, BIREME_CSV_EXCEL, true, MARK "run,value\r\n1,-2.5\r\n");
    assert_styled(plain, BIREME_CSV_EXCEL, false, plain);
    assert_styled(plain, BIREME_CSV_EUROPEAN, true, MARK "run;value\r\n1;-2,5\r\n");
    assert_styled(plain, BIREME_CSV_EUROPEAN, false, "run;value\r\n1;-2,5\r\n");
    assert_styled("", BIREME_CSV_EUROPEAN, false, "");
}

/* Only numbers change; quotes, separators and line breaks inside cells stay what they are. */
static void cells_stay_what_they_say(void **state)
{
    (void)state;
    assert_styled("a,,\r\n", BIREME_CSV_EUROPEAN, false, "a;;\r\n");
    assert_styled("2027-01,v1.5,1e-7,1.25e+20,.5\r\n", BIREME_CSV_EUROPEAN, false,
                  "2027-01;v1.5;1e-7;1,25e+20;,5\r\n");
    assert_styled("\"a, \"\"b\"\"\",2\r\n", BIREME_CSV_EUROPEAN, false, "\"a, \"\"b\"\"\";2\r\n");
    assert_styled("\"1.5, or\r\n2.5\",2.5\r\n", BIREME_CSV_EUROPEAN, false, "\"1.5, or\r\n2.5\";2,5\r\n");
    assert_styled("a;b,c\r\n", BIREME_CSV_EUROPEAN, false, "\"a;b\";c\r\n");
    assert_styled("'=1+1,'-2\r\n", BIREME_CSV_EUROPEAN, false, "'=1+1;'-2\r\n");
}

/* Every number that is written comes back the same, digit by digit. */
static void numbers_survive(void **state)
{
    (void)state;
    static const double values[] = {
        0, 1, -1, 0.1, 1.0 / 3, 1e300, -1e-300, 123456789.123, 5e-324, 1.7976931348623157e308};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        bireme_text text = {0};
        bireme_csv csv = bireme_csv_begin(&text);
        bireme_csv_number(&csv, values[i]);
        bireme_csv_restyle(&text, BIREME_CSV_EUROPEAN, false);
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
        cmocka_unit_test(each_style_is_what_the_program_wants),
        cmocka_unit_test(cells_stay_what_they_say),
        cmocka_unit_test(numbers_survive),
    };
    return cmocka_run_group_tests_name("output.csv_style", tests, NULL, NULL);
}
