/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON as RFC 8259 has it: escapes, valid UTF-8 whatever comes in, null for what is not finite, layout.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include "base/json.h"

static void assert_written(const char *value, const char *expected)
{
    bireme_text text = {0};
    bireme_json json = bireme_json_begin(&text);
    bireme_json_string(&json, NULL, value);
    assert_string_equal(bireme_text_string(&text), expected);
    bireme_text_free(&text);
}

static void strings_are_escaped_where_they_must_be(void **state)
{
    (void)state;
    assert_written("plain /", "\"plain /\"");
    assert_written("\"\\", "\"\\\"\\\\\"");
    assert_written("a\nb\tc", "\"a\\nb\\tc\"");
    assert_written("\x7F\xE2\x80\xA8", "\"\\u007f\\u2028\"");
    assert_written("Zürich €, 東京, 😀", "\"Zürich €, 東京, 😀\"");
    assert_written(NULL, "null");
}

static void every_control_character_is_escaped(void **state)
{
    (void)state;
    for (int c = 1; c < 0x20; c++) {
        char value[2] = {(char)c, '\0'}, expected[16];
        snprintf(expected, sizeof expected, c == '\n' ? "\"\\n\"" : c == '\t' ? "\"\\t\"" : "\"\\u%04x\"", c);
        assert_written(value, expected);
    }
}

static void bytes_that_are_not_utf8_become_the_replacement_character(void **state)
{
    (void)state;
    assert_written("a\xFFz", "\"a\xEF\xBF\xBDz\"");
    assert_written("\xC0\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");                 /* overlong */
    assert_written("\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""); /* a surrogate */
    assert_written("\xF4\x90\x80\x80",
                   "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""); /* > U+10FFFF */
    assert_written("\xE2\x82", "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");             /* cut short */
}

static void numbers_are_shortest_and_null_if_not_finite(void **state)
{
    (void)state;
    bireme_text text = {0};
    bireme_json json = bireme_json_begin(&text);
    bireme_json_open(&json, NULL, '[', true);
    bireme_json_number(&json, NULL, 0.1);
    bireme_json_number(&json, NULL, 1.0 / 3.0);
    bireme_json_number(&json, NULL, NAN);
    bireme_json_number(&json, NULL, -INFINITY);
    bireme_json_whole(&json, NULL, UINT64_MAX);
    bireme_json_boolean(&json, NULL, false);
    bireme_json_close(&json, ']');
    assert_string_equal(bireme_text_string(&text),
                        "[0.1, 0.3333333333333333, null, null, 18446744073709551615, false]");
    bireme_text_free(&text);
}

static void containers_are_broken_over_lines_or_compact(void **state)
{
    (void)state;
    bireme_text text = {0};
    bireme_json json = bireme_json_begin(&text);
    bireme_json_open(&json, NULL, '{', false);
    bireme_json_open(&json, "none", '[', false);
    bireme_json_close(&json, ']');
    bireme_json_open(&json, "inside", '{', true);
    bireme_json_open(&json, "list", '[', false); /* inside a compact one all is compact */
    bireme_json_number(&json, NULL, 1);
    bireme_json_close(&json, ']');
    bireme_json_number(&json, "n", 2);
    bireme_json_close(&json, '}');
    bireme_json_string(&json, "last", "x");
    bireme_json_close(&json, '}');
    bireme_json_end(&json);
    assert_string_equal(
        bireme_text_string(&text),
        "{\n  \"none\": [],\n  \"inside\": {\"list\": [1], \"n\": 2},\n  \"last\": \"x\"\n}\n");
    bireme_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_escaped_where_they_must_be),
        cmocka_unit_test(every_control_character_is_escaped),
        cmocka_unit_test(bytes_that_are_not_utf8_become_the_replacement_character),
        cmocka_unit_test(numbers_are_shortest_and_null_if_not_finite),
        cmocka_unit_test(containers_are_broken_over_lines_or_compact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
