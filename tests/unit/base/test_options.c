/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Options of programs that are older or newer than the library.
 */
#include "support/check.h"

#include <string.h>
#include "base/options.h"

/* What this version knows. */
typedef struct known {
    size_t size;
    double a, b;
} known;

/* The same with what is not known here. */
typedef struct longer {
    known known;
    unsigned char more[16];
} longer;

static bireme_status take(const void *from, known *to, bireme_error *error)
{
    *to = (known){sizeof *to, 7, 8};
    return bireme_options_take(to, sizeof *to, from, "bireme_known_options", error);
}

static void without_options_the_defaults_stay(void **state)
{
    (void)state;
    known to;
    assert_int_equal(take(NULL, &to, NULL), BIREME_OK);
    assert_true(to.size == sizeof to && to.a == 7 && to.b == 8);
}

static void options_of_an_older_program_leave_the_rest_to_the_defaults(void **state)
{
    (void)state;
    known to, from = {offsetof(known, b), 1, 2};
    assert_int_equal(take(&from, &to, NULL), BIREME_OK);
    assert_true(to.size == sizeof to && to.a == 1 && to.b == 8);
    from.size = sizeof from.size;
    assert_int_equal(take(&from, &to, NULL), BIREME_OK);
    assert_true(to.a == 7 && to.b == 8);
    from.size = sizeof from;
    assert_int_equal(take(&from, &to, NULL), BIREME_OK);
    assert_true(to.a == 1 && to.b == 2);
}

static void options_of_a_newer_program_are_taken_where_they_ask_for_nothing_new(void **state)
{
    (void)state;
    known to;
    bireme_error error;
    longer from = {{sizeof from, 1, 2}, {0}};
    assert_int_equal(take(&from, &to, &error), BIREME_OK);
    assert_true(to.size == sizeof to && to.a == 1 && to.b == 2);
    for (size_t i = 0; i < sizeof from.more; i++) {
        memset(from.more, 0, sizeof from.more);
        from.more[i] = 1;
        assert_int_equal(take(&from, &to, &error), BIREME_DOMAIN);
        assert_true(to.a == 7 && to.b == 8);
        assert_non_null(strstr(error.message, "bireme_known_options has 40 bytes, of which byte "));
        assert_non_null(strstr(error.message, " knows the first 24: the program needs a newer library"));
    }
}

static void options_without_a_size_are_refused(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, sizeof(size_t) - 1, BIREME_OPTIONS_MOST + 1, SIZE_MAX};
    known to;
    bireme_error error;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        const known from = {sizes[k], 1, 2};
        assert_int_equal(take(&from, &to, &error), BIREME_DOMAIN);
        assert_true(to.a == 7 && to.b == 8);
        assert_int_equal(take(&from, &to, NULL), BIREME_DOMAIN);
    }
    const known none = {0, 1, 2};
    assert_int_equal(take(&none, &to, &error), BIREME_DOMAIN);
    assert_string_equal(error.message,
                        "the size of bireme_known_options is said to be 0 bytes; bireme_known_options_init() "
                        "sets it, or .size = sizeof(bireme_known_options)");
}

static void choices_that_there_are_not_are_refused(void **state)
{
    (void)state;
    bireme_table_options to, from;
    bireme_error error;
    bireme_table_options_init(&from);
    from.encoding = (bireme_encoding)2;
    assert_int_equal(bireme_table_options_take(&from, &to, &error), BIREME_DOMAIN);
    assert_string_equal(error.message, "the encoding of tables is number 2; there are 0 to 1");
    const bireme_table_choice choices[] = {{NULL, (bireme_decimal)3, BIREME_DATES_DMY},
                                           {NULL, BIREME_DECIMAL_COMMA, (bireme_dates)7}};
    bireme_table_options_init(&from);
    from.n_choices = 1;
    for (size_t i = 0; i < 2; i++) {
        from.choices = &choices[i];
        assert_int_equal(bireme_table_options_take(&from, &to, &error), BIREME_DOMAIN);
    }
    assert_string_equal(error.message, "the order of dates of tables is number 7; there are 0 to 2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_options_the_defaults_stay),
        cmocka_unit_test(options_of_an_older_program_leave_the_rest_to_the_defaults),
        cmocka_unit_test(options_of_a_newer_program_are_taken_where_they_ask_for_nothing_new),
        cmocka_unit_test(options_without_a_size_are_refused),
        cmocka_unit_test(choices_that_there_are_not_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
