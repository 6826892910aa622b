/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/syntax/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/error.h"
#include "base/utf8.h"
#include "support/check.h"

/* In a block of the very size, so that a sanitizer sees a byte too many. */
static void assert_quote(const char *text, const char *expected)
{
    char *buffer = malloc(BIREME_QUOTE_SIZE);
    assert_non_null(buffer);
    assert_ptr_equal(bireme_quote(buffer, text), buffer);
    if (expected != NULL) assert_string_equal(buffer, expected);
    assert_true(strlen(buffer) < BIREME_QUOTE_SIZE);
    assert_true(bireme_utf8_is_valid(buffer));
    for (const char *c = buffer; *c != '\0'; c++) assert_true((unsigned char)*c >= 0x20);
    free(buffer);
}

static void a_quote_shows_what_is_there(void **state)
{
    (void)state;
    assert_quote("", "");
    assert_quote("channels.événements", "channels.événements");
    assert_quote("a\tb\x7F", "a\\u0009b\\u007F");
    assert_quote("a\xE2\x82", "a\\xE2\\x82");
    assert_quote("\xC0\xAF\xED\xA0\x80", "\\xC0\\xAF\\xED\\xA0\\x80");
}

static void a_quote_of_anything_fits_its_buffer(void **state)
{
    (void)state;
    enum { LONG = 5000 };
    static const char *const repeated[] = {"\xA1", "a",        "é",    "€",        "𝄞",
                                           "\x01", "\xF0\x9D", "\xC3", "\xE2\x82", "\xFF"};
    char text[LONG + 8];
    for (size_t i = 0; i < sizeof repeated / sizeof *repeated; i++)
        for (size_t before = 0; before < 60; before++) {
            size_t used = before, n = strlen(repeated[i]);
            memset(text, 'x', before);
            while (used + n <= LONG) memcpy(text + used, repeated[i], n), used += n;
            text[used] = '\0';
            assert_quote(text, NULL);
        }
}

static void a_problem_with_long_texts_is_cut_between_characters(void **state)
{
    (void)state;
    char name[1500];
    for (size_t before = 0; before < 4; before++) {
        size_t used = before;
        memset(name, 'x', before);
        while (used + 3 < sizeof name) memcpy(name + used, "€", 3), used += 3;
        name[used] = '\0';
        bireme_report report = {0};
        bireme_error error = {0};
        bireme_report_add(&report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO,
                          (bireme_place){.file = name, .pointer = name, .line = 1, .column = 1}, "%s", name);
        assert_int_equal(bireme_report_finish(&report, NULL, &error), BIREME_SCENARIO);
        assert_true(bireme_utf8_is_valid(error.file) && strlen(error.file) > 250);
        assert_true(bireme_utf8_is_valid(error.pointer) && strlen(error.pointer) > 250);
        assert_true(bireme_utf8_is_valid(error.message) && strlen(error.message) > 760);
        bireme_report_free(&report);
        (void)bireme_fail(&error, BIREME_DOMAIN, "%s", name);
        assert_true(bireme_utf8_is_valid(error.message));
    }
}

static void add_some(bireme_report *report, bireme_severity severity, int n, const char *message)
{
    for (int i = 0; i < n; i++)
        bireme_report_add(report, severity, BIREME_SCENARIO, (bireme_place){"a.json", i + 1, 1, NULL}, "%s",
                          message);
}

static void warnings_that_fill_the_list_are_no_error(void **state)
{
    (void)state;
    bireme_report report = {0};
    bireme_problems *problems = bireme_problems_create();
    bireme_error error = {0};
    add_some(&report, BIREME_SEVERITY_WARNING, BIREME_REPORT_MOST + 103, "doubtful");
    add_some(&report, BIREME_SEVERITY_WARNING, BIREME_REPORT_MOST + 103, "doubtful"); /* each is said once */
    assert_false(bireme_report_is_full(&report));
    assert_int_equal(bireme_report_finish(&report, problems, &error), BIREME_OK);
    assert_int_equal(bireme_problems_count_errors(problems), 0);
    assert_int_equal(bireme_problems_count_warnings(problems), BIREME_REPORT_MOST + 103);
    const bireme_error *last = bireme_problems_get(problems, bireme_problems_count(problems) - 1, NULL);
    assert_string_equal(last->message, "there are 103 more warnings than these 1000");
    assert_string_equal(last->file, "a.json");
    bireme_problems_free(problems);
    bireme_report_free(&report);
}

static void an_error_after_many_warnings_is_said(void **state)
{
    (void)state;
    bireme_report report = {0};
    bireme_problems *problems = bireme_problems_create();
    bireme_error error = {0};
    add_some(&report, BIREME_SEVERITY_WARNING, BIREME_REPORT_MOST + 1, "doubtful");
    bireme_report_add(&report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO,
                      (bireme_place){"a.json", 5000, 7, NULL}, "wrong");
    assert_int_equal(bireme_report_finish(&report, problems, &error), BIREME_SCENARIO);
    assert_string_equal(error.message, "wrong");
    assert_int_equal(error.line, 5000);
    assert_int_equal(bireme_problems_count_errors(problems), 1);
    assert_int_equal(bireme_problems_count_warnings(problems), BIREME_REPORT_MOST + 1);
    bireme_problems_free(problems);
    bireme_report_free(&report);
}

static void a_list_that_is_just_full_does_not_say_that_there_is_more(void **state)
{
    (void)state;
    bireme_report report = {0};
    bireme_problems *problems = bireme_problems_create();
    bireme_error error = {0};
    add_some(&report, BIREME_SEVERITY_WARNING, BIREME_REPORT_MOST, "doubtful");
    add_some(&report, BIREME_SEVERITY_ERROR, BIREME_REPORT_MOST, "wrong");
    assert_false(bireme_report_is_full(&report));
    assert_int_equal(bireme_report_finish(&report, problems, &error), BIREME_SCENARIO);
    assert_int_equal(bireme_problems_count(problems), 2 * BIREME_REPORT_MOST);
    bireme_problems_free(problems);
    bireme_report_free(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quote_shows_what_is_there),
        cmocka_unit_test(a_quote_of_anything_fits_its_buffer),
        cmocka_unit_test(a_problem_with_long_texts_is_cut_between_characters),
        cmocka_unit_test(warnings_that_fill_the_list_are_no_error),
        cmocka_unit_test(an_error_after_many_warnings_is_said),
        cmocka_unit_test(a_list_that_is_just_full_does_not_say_that_there_is_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
