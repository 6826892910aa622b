/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include "output/picture/axis.h"

static void ticks_are_round_and_said_once(void **state)
{
    (void)state;
    static const struct {
        double low, high;
        bireme_format format;
        const char *labels, *title;
    } cases[] = {
        {0, 4.6e6, BIREME_FORMAT_MONEY, "0 1 2 3 4 5", "revenue, $ million"},
        {0, 870e3, BIREME_FORMAT_MONEY, "0 200 400 600 800 1,000", "revenue, $ thousand"},
        {-592e3, 2.2e6, BIREME_FORMAT_MONEY, "-1 0 1 2 3", "revenue, $ million"},
        {0, 1, BIREME_FORMAT_SHARE, "0 20 40 60 80 100", "revenue, %"},
        {0.11, 0.34, BIREME_FORMAT_SHARE, "10 15 20 25 30 35", "revenue, %"},
        {0, 16152, BIREME_FORMAT_COUNT, "0 5,000 10,000 15,000 20,000", "revenue"},
        {0, 0.9, BIREME_FORMAT_RATIO, "0 0.2 0.4 0.6 0.8 1", "revenue, times"},
        {9029, 9039, BIREME_FORMAT_COUNT, "8,900 8,950 9,000 9,050 9,100 9,150", "revenue"},
        {0, 0, BIREME_FORMAT_COUNT, "0 0.2 0.4 0.6 0.8 1", "revenue"},
    };
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        bireme_text labels = {0}, title = {0};
        char label[BIREME_PEOPLE_SIZE];
        bireme_axis axis = bireme_axis_round(cases[c].low, cases[c].high, 5, false, cases[c].format, "USD");
        for (size_t i = 0; i < bireme_axis_ticks(&axis); i++)
            bireme_text_format(&labels, "%s%s", i > 0 ? " " : "", bireme_axis_label(&axis, i, label));
        bireme_axis_append_title(&axis, "revenue", &title);
        assert_string_equal(bireme_text_string(&labels), cases[c].labels);
        assert_string_equal(bireme_text_string(&title), cases[c].title);
        bireme_text_free(&labels);
        bireme_text_free(&title);
    }
}

static void months_as_people_write_them(void **state)
{
    (void)state;
    static const char *const quarters[] = {"2027-10", "2028-01"}, *const others[] = {"2027-13", "north"};
    char label[BIREME_PEOPLE_SIZE], below[BIREME_PEOPLE_SIZE];
    assert_true(bireme_axis_month(quarters, 1, 0, label, below));
    assert_string_equal(label, "Oct");
    assert_string_equal(below, "2027");
    assert_true(bireme_axis_month(quarters, 2, 1, label, below));
    assert_string_equal(label, "Q1");
    assert_string_equal(below, "2028");
    assert_false(bireme_axis_month(others, 2, 0, label, below));
    assert_false(bireme_axis_month(others, 2, 1, label, below));
}

static void quarters_of_fiscal_years_too(void **state)
{
    (void)state;
    static const char *const labels[] = {
        "FY27 Q4, 2 of 3 months", "FY28 Q1", "FY28 Q2", "Q3 2027", "Q4 2027", "Q5 2027", "FY28", "FY28 two"};
    static const char *const expected[] = {"Q4 (part)/FY27", "Q1/FY28", "Q2/", "Q3/2027", "Q4/"};
    char label[BIREME_PEOPLE_SIZE], below[BIREME_PEOPLE_SIZE];
    for (size_t i = 0; i < 5; i++) {
        char both[2 * BIREME_PEOPLE_SIZE];
        assert_true(bireme_axis_month(labels, 8, i, label, below));
        snprintf(both, sizeof both, "%s/%s", label, below);
        assert_string_equal(both, expected[i]);
    }
    for (size_t i = 5; i < 8; i++) assert_false(bireme_axis_month(labels, 8, i, label, below));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ticks_are_round_and_said_once),
                                       cmocka_unit_test(months_as_people_write_them),
                                       cmocka_unit_test(quarters_of_fiscal_years_too)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
