/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Growing strings, and numbers that survive being written and read, whatever the locale.
 */
#define _XOPEN_SOURCE 700 /* mkdtemp, nftw */
#include "support/check.h"

#include <float.h>
#include <ftw.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

static void text_grows_by_appending(void **state)
{
    (void)state;
    bireme_text text = {0};
    assert_string_equal(bireme_text_string(&text), "");
    for (int i = 0; i < 1000; i++) bireme_text_format(&text, "%d,", i % 10);
    bireme_text_append(&text, "end");
    bireme_text_append_n(&text, "xyz", 1);
    assert_false(text.failed);
    assert_int_equal(text.length, 2004);
    assert_string_equal(text.data + 1996, "8,9,endx");
    bireme_text_free(&text);
    assert_null(text.data);
}

static const double hard[] = {0.1,
                              1.0 / 3,
                              2.0 / 3,
                              1e21,
                              1e-7,
                              123456789.125,
                              5e-324,
                              DBL_MIN,
                              DBL_MAX,
                              -DBL_MAX,
                              9007199254740993.0,
                              0.1 + 0.2,
                              1e22,
                              1.7976931348623155e308,
                              2.2250738585072011e-308,
                              4.35,
                              -0.00012345678901234567};

static void assert_survives(double value)
{
    char buffer[BIREME_NUMBER_SIZE], *end = NULL;
    bireme_number_format(buffer, value);
    assert_null(strchr(buffer, ','));
    double again = bireme_number_parse(buffer, &end);
    assert_true(again == value);
    assert_int_equal(*end, '\0');
}

static void assert_numbers_survive(void)
{
    for (size_t i = 0; i < sizeof hard / sizeof hard[0]; i++) assert_survives(hard[i]);
    uint64_t x = 88172645463325252u; /* xorshift64, Marsaglia 2003: any bits will do */
    for (int i = 0; i < 20000; i++) {
        double value;
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        memcpy(&value, &x, sizeof value);
        if (isfinite(value)) assert_survives(value);
    }
}

static void numbers_survive_being_written_and_read(void **state)
{
    (void)state;
    assert_numbers_survive();
}

static void numbers_are_written_in_their_shortest_form(void **state)
{
    (void)state;
    char buffer[BIREME_NUMBER_SIZE];
    assert_string_equal(bireme_number_format(buffer, 0.1), "0.1");
    assert_string_equal(bireme_number_format(buffer, 24000), "24000");
    assert_string_equal(bireme_number_format(buffer, -0.0), "0");
    assert_string_equal(bireme_number_format(buffer, 0.1 + 0.2), "0.30000000000000004");
    assert_string_equal(bireme_number_format(buffer, NAN), "null");
    assert_string_equal(bireme_number_format(buffer, -INFINITY), "null");
}

/* ---- under a locale with a decimal comma, made for the test if the system has the means */

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

static void numbers_survive_under_a_locale_with_a_decimal_comma(void **state)
{
    (void)state;
    char folder[] = "/tmp/bireme-locale-XXXXXX", command[256];
    assert_non_null(mkdtemp(folder));
    snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >/dev/null 2>&1", folder);
    bool made = system(command) == 0 && setenv("LOCPATH", folder, 1) == 0;
    bool set = made && setlocale(LC_ALL, "de_DE.UTF-8") != NULL;
    if (set) {
        char printed[16];
        snprintf(printed, sizeof printed, "%.1f", 0.5);
        assert_string_equal(printed, "0,5"); /* the locale does what this test is about */
        assert_numbers_survive();
        bireme_text text = {0};
        bireme_text_append_number(&text, 1234.5);
        assert_string_equal(bireme_text_string(&text), "1234.5");
        bireme_text_free(&text);
        assert_true(bireme_number_parse("2.5", NULL) == 2.5);
        char *end = NULL;
        assert_true(bireme_number_parse("2,5", &end) == 2);
        assert_string_equal(end, ",5");
        setlocale(LC_ALL, "C");
    }
    unsetenv("LOCPATH");
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    if (!set) {
        print_message("no locale with a decimal comma can be made here (localedef and de_DE are needed)\n");
        skip();
    }
}

static void what_is_not_0_never_reads_as_0(void **state)
{
    (void)state;
    static const char *const tiny[] = {"1e-400", "0.0001e-400", "4e-99999", "1e-324"};
    static const char *const zero[] = {"0", "0.000", "0e5", "0e-400", "-0", ""};
    for (size_t i = 0; i < sizeof tiny / sizeof *tiny; i++) {
        assert_true(bireme_number_parse(tiny[i], NULL) > 0);
        assert_true(bireme_number_parse(tiny[i], NULL) < 1e-300);
    }
    assert_true(bireme_number_parse("-1e-400", NULL) < 0);
    for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
        assert_true(bireme_number_parse(zero[i], NULL) == 0);
}

static void a_whole_number_is_exact_or_none(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int power;
        uint64_t value;
    } whole[] = {{"0", 0, 0},          {"12", 0, 12},
                 {"1.500", 3, 1500},   {"1e6", 0, 1000000},
                 {"1.5e1", 0, 15},     {"1200e-2", 0, 12},
                 {"0.10e1", 0, 1},     {"9007199254740993", 0, UINT64_C(9007199254740993)},
                 {"1.0", 0, 1},        {"18446744073709551615", 0, UINT64_MAX},
                 {"0e99999999", 0, 0}, {"9.007199254740993e15", 0, UINT64_C(9007199254740993)}};
    static const char *const none[] = {"",
                                       "1.5",
                                       "1.00000000000000000001",
                                       "18446744073709551616",
                                       "1e20",
                                       "-1",
                                       "1e",
                                       "1e99999999",
                                       "1.2.3",
                                       "1x",
                                       "12e-1",
                                       "."};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        uint64_t value = 7;
        assert_true(bireme_number_whole(whole[i].text, strlen(whole[i].text), whole[i].power, &value));
        assert_true(value == whole[i].value);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        uint64_t value = 7;
        assert_false(bireme_number_whole(none[i], strlen(none[i]), 0, &value));
        assert_true(value == 7);
    }
}

static void a_noun_agrees_with_its_number_as_it_is_written(void **state)
{
    (void)state;
    assert_string_equal(bireme_plural(0), "s");
    assert_string_equal(bireme_plural(1), "");
    assert_string_equal(bireme_plural(21), "s");
    assert_string_equal(bireme_plural_of("1"), "");
    assert_string_equal(bireme_plural_of("-1"), "");
    assert_string_equal(bireme_plural_of("1.0"), "s");
    assert_string_equal(bireme_plural_of("11"), "s");
    assert_string_equal(bireme_plural_of("0.1"), "s");
    bireme_text text = {0};
    bireme_text_append_counted(&text, "1", "wins");
    bireme_text_append(&text, ", ");
    bireme_text_append_counted(&text, "1.5", "leads");
    assert_string_equal(bireme_text_string(&text), "1 win, 1.5 leads");
    text.length = 0;
    bireme_text_append_counted(&text, "1", "leads of events");
    bireme_text_append(&text, ", ");
    bireme_text_append_counted(&text, "1", "entries turned away");
    bireme_text_append(&text, ", ");
    bireme_text_append_counted(&text, "2", "entries turned away");
    assert_string_equal(bireme_text_string(&text),
                        "1 lead of events, 1 entry turned away, 2 entries turned away");
    bireme_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_grows_by_appending),
        cmocka_unit_test(numbers_survive_being_written_and_read),
        cmocka_unit_test(numbers_are_written_in_their_shortest_form),
        cmocka_unit_test(numbers_survive_under_a_locale_with_a_decimal_comma),
        cmocka_unit_test(what_is_not_0_never_reads_as_0),
        cmocka_unit_test(a_whole_number_is_exact_or_none),
        cmocka_unit_test(a_noun_agrees_with_its_number_as_it_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
