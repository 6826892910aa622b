/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The nearest valid name to one that was mistyped.
 */
#include "support/check.h"

#include "base/nearest.h"

static const char *const names[] = {"spend", "season", "conversion", "cycle_days", "deal_value", "owner"};
enum { COUNT = sizeof names / sizeof names[0] };

static void a_typing_error_finds_the_name(void **state)
{
    (void)state;
    assert_string_equal(bireme_nearest("spnd", names, COUNT), "spend");   /* a letter missing */
    assert_string_equal(bireme_nearest("sspend", names, COUNT), "spend"); /* one too many */
    assert_string_equal(bireme_nearest("spemd", names, COUNT), "spend");  /* a wrong one */
    assert_string_equal(bireme_nearest("sepnd", names, COUNT), "spend");  /* two swapped */
    assert_string_equal(bireme_nearest("Conversion", names, COUNT), "conversion");
    assert_string_equal(bireme_nearest("cycledays", names, COUNT), "cycle_days");
}

static void a_name_that_is_far_from_all_finds_nothing(void **state)
{
    (void)state;
    assert_null(bireme_nearest("zebra", names, COUNT));
    assert_null(bireme_nearest("x", names, COUNT));
    assert_null(bireme_nearest("", names, COUNT));
    assert_null(bireme_nearest("spend", names, 0));
}

static void the_first_of_equally_near_names_wins(void **state)
{
    (void)state;
    static const char *const pair[] = {"bat", "cat"};
    assert_string_equal(bireme_nearest("rat", pair, 2), "bat");
}

static void what_differs_in_what_is_not_seen_is_the_nearest(void **state)
{
    (void)state;
    static const char *const channels[] = {"wed", "web", "fair"};
    assert_string_equal(bireme_nearest("web\xC2\xA0", channels, 3), "web");
    assert_string_equal(bireme_nearest("\xE2\x80\x8B\xE2\x80\x8Bweb", channels, 3), "web");
    assert_string_equal(bireme_nearest("\xEF\xBB\xBFw\xC2\xAD"
                                       "eb\t",
                                       channels, 3),
                        "web");
}

static void very_long_names_are_compared_safely(void **state)
{
    (void)state;
    char text[5000];
    for (size_t i = 0; i + 1 < sizeof text; i++) text[i] = 'a';
    text[sizeof text - 1] = '\0';
    assert_null(bireme_nearest(text, names, COUNT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_typing_error_finds_the_name),
        cmocka_unit_test(a_name_that_is_far_from_all_finds_nothing),
        cmocka_unit_test(the_first_of_equally_near_names_wins),
        cmocka_unit_test(what_differs_in_what_is_not_seen_is_the_nearest),
        cmocka_unit_test(very_long_names_are_compared_safely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
