/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>
#include "support/check.h"

static void texts_that_are_not_utf8_are_known(void **state)
{
    (void)state;
    static const char *const good[] = {
        "", "a", "é", "€", "𝄞", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF"};
    static const char *const bad[] = {"\x80",             /* a continuation only */
                                      "\xC3",             /* cut short */
                                      "\xE2\x82",         /* cut short */
                                      "\xC0\xAF",         /* overlong */
                                      "\xE0\x80\xAF",     /* overlong */
                                      "\xED\xA0\x80",     /* a surrogate */
                                      "\xF4\x90\x80\x80", /* above U+10FFFF */
                                      "\xFF",
                                      "a\xE2\x82"
                                      "b"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(bireme_utf8_is_valid(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(bireme_utf8_is_valid(bad[i]));
}

static void a_text_that_was_cut_ends_between_characters(void **state)
{
    (void)state;
    static const char *const texts[] = {"aé€𝄞aé€𝄞", "€€€€€€", "𝄞𝄞𝄞𝄞", "éééééé", "abcdefghijklmnop"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t size = 1; size <= strlen(texts[i]) + 3; size++) {
            char buffer[64];
            snprintf(buffer, size, "%s", texts[i]);
            size_t before = strlen(buffer);
            assert_ptr_equal(bireme_utf8_end(buffer, size), buffer);
            assert_true(bireme_utf8_is_valid(buffer));
            assert_true(strlen(buffer) + 3 >= before);
            assert_memory_equal(buffer, texts[i], strlen(buffer));
        }
}

static void what_is_no_text_is_cut_within_the_buffer(void **state)
{
    (void)state;
    char buffer[8];
    for (size_t size = 1; size <= sizeof buffer; size++)
        for (int byte = 1; byte < 256; byte++) {
            memset(buffer, byte, sizeof buffer);
            buffer[size - 1] = '\0';
            bireme_utf8_end(buffer, size);
            assert_true(strlen(buffer) <= size - 1);
        }
}

static void what_is_not_seen_is_shown(void **state)
{
    (void)state;
    char quoted[BIREME_QUOTE_SIZE];
    assert_string_equal(bireme_quote(quoted, "web\xC2\xA0"), "web\\u00A0");
    assert_string_equal(bireme_quote(quoted, "\xE2\x80\x8Bweb"), "\\u200Bweb");
    assert_string_equal(bireme_quote(quoted, "w\xC2\xAD"
                                             "eb\xF3\xA0\x80\xA0"),
                        "w\\u00ADeb\\uE0020");
    assert_string_equal(bireme_quote(quoted, "1\xC2\xA0"
                                             "234 \xE2\x82\xAC"),
                        "1\xC2\xA0"
                        "234 \xE2\x82\xAC");
    assert_string_equal(bireme_quote(quoted, " web "), " web ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_that_are_not_utf8_are_known),
        cmocka_unit_test(a_text_that_was_cut_ends_between_characters),
        cmocka_unit_test(what_is_not_seen_is_shown),
        cmocka_unit_test(what_is_no_text_is_cut_within_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
