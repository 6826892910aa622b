/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The strict scanner: where values are, and what it refuses. One case per class of error as data is in
 * tests/invalid.
 */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "scenario/syntax/node.h"
#include "scenario/syntax/scan.h"

typedef struct outcome {
    bireme_status status;
    bireme_error error;
    bireme_arena arena;
    bireme_node *node;
} outcome;

static outcome parse_n(const char *text, size_t length)
{
    outcome o = {0};
    bireme_report report = {0};
    o.node = bireme_node_parse(text, length, "test.json", &o.arena, &report);
    o.status = bireme_report_finish(&report, NULL, &o.error);
    bireme_report_free(&report);
    return o;
}

static outcome parse(const char *text)
{
    return parse_n(text, strlen(text));
}

static void assert_refused_n(const char *text, size_t length, int line, int column)
{
    outcome o = parse_n(text, length);
    assert_int_equal(o.status, BIREME_SYNTAX);
    assert_null(o.node);
    assert_int_equal(o.error.line, line);
    assert_int_equal(o.error.column, column);
    assert_string_equal(o.error.file, "test.json");
    bireme_arena_free(&o.arena);
}

static void assert_refused(const char *text, int line, int column)
{
    assert_refused_n(text, strlen(text), line, column);
}

static void every_value_knows_its_line_and_column(void **state)
{
    (void)state;
    outcome o = parse("{\n  \"a\": [1, true],\r\n\t\"b\" : {\"c\": \"x\"}\n}");
    assert_int_equal(o.status, BIREME_OK);
    const bireme_node *a = bireme_node_find(o.node, "a"), *b = bireme_node_find(o.node, "b");
    assert_int_equal(o.node->line, 1);
    assert_int_equal(o.node->column, 1);
    assert_int_equal(a->key_line, 2);
    assert_int_equal(a->key_column, 3);
    assert_int_equal(a->column, 8);
    assert_int_equal(bireme_node_at(a, 1)->column, 12);
    assert_true(bireme_node_at(a, 1)->truth);
    assert_int_equal(b->key_line, 3);
    assert_int_equal(b->key_column, 2);
    assert_int_equal(b->line, 3);
    assert_int_equal(bireme_node_find(b, "c")->column, 14);
    assert_null(bireme_node_at(a, 2));
    assert_null(bireme_node_find(b, "C")); /* case matters */
    bireme_arena_free(&o.arena);
}

static void columns_count_characters_and_not_bytes(void **state)
{
    (void)state;
    outcome o = parse("[\"äöü€😀\", 7]");
    assert_int_equal(bireme_node_at(o.node, 1)->column, 11);
    bireme_arena_free(&o.arena);
    assert_refused("[\"ä\" x]", 1, 6);
}

static void a_byte_order_mark_is_skipped(void **state)
{
    (void)state;
    outcome o = parse("\xEF\xBB\xBF[5]");
    assert_int_equal(o.status, BIREME_OK);
    assert_int_equal(o.node->column, 1);
    bireme_arena_free(&o.arena);
    assert_refused("[\xEF\xBB\xBF"
                   "5]",
                   1, 2);
}

static void texts_are_decoded(void **state)
{
    (void)state;
    outcome o =
        parse("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\", \"\\u00e4\\u20AC\\ud83d\\ude00\", \"\\ufffe\", \"\x7f\"]");
    assert_int_equal(o.status, BIREME_OK);
    assert_string_equal(bireme_node_at(o.node, 0)->text, "\"\\/\b\f\n\r\t");
    assert_string_equal(bireme_node_at(o.node, 1)->text, "ä€😀");
    assert_string_equal(bireme_node_at(o.node, 2)->text, "\xEF\xBF\xBE");
    bireme_arena_free(&o.arena);
}

static void numbers_are_exact_however_long_they_are_written(void **state)
{
    (void)state;
    outcome o = parse(
        "[-0, 1E2, 0.1e-1, 1e-400, 0.1000000000000000000000000000000000000000000000000000000000000000000000,"
        "-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]");
    assert_int_equal(o.status, BIREME_OK);
    const double expected[] = {0, 100, 0.01, 0x1p-1074, 0.1, -1e-78};
    for (size_t i = 0; i < 6; i++) assert_true(bireme_node_at(o.node, i)->number == expected[i]);
    assert_string_equal(bireme_node_at(o.node, 1)->text, "1E2");
    bireme_arena_free(&o.arena);
}

static void what_cjson_would_let_through_is_refused(void **state)
{
    (void)state;
    assert_refused("{} x", 1, 4);
    assert_refused("[01]", 1, 2);
    assert_refused("[1.]", 1, 4);
    assert_refused("[1e400]", 1, 2);
    assert_refused("[-1e400]", 1, 2);
    assert_refused("[\"\xFF\"]", 1, 3);
    assert_refused("[\"\xC1\xBF\"]", 1, 3);
    assert_refused("[\"\xED\xA0\x80\"]", 1, 3);
    assert_refused("[\"\\ud800\"]", 1, 3);
    assert_refused("[\"\\udc00\"]", 1, 3);
    assert_refused("[\"a\tb\"]", 1, 4);
    assert_refused("[\"a\nb\"]", 1, 4);
    assert_refused_n("[1]\0", 4, 1, 4);
    assert_refused_n("[\"a\0b\"]", 7, 1, 4);
}

static void duplicate_keys_name_the_first_place_and_nul_is_refused(void **state)
{
    (void)state;
    outcome o = parse("{\"a\": 1,\n \"b\": {\"a\": 2},\n \"\\u0061\": 3}");
    assert_int_equal(o.status, BIREME_SCENARIO); /* it is JSON */
    assert_int_equal(o.error.line, 3);
    assert_int_equal(o.error.column, 2);
    assert_non_null(strstr(o.error.message, "the first is in line 1, column 2"));
    bireme_arena_free(&o.arena);
    o = parse("[\"x\\u0000y\"]");
    assert_int_equal(o.status, BIREME_SCENARIO);
    assert_int_equal(o.error.column, 4);
    bireme_arena_free(&o.arena);
}

static void nesting_is_allowed_up_to_64_levels(void **state)
{
    (void)state;
    char text[140];
    memset(text, '[', 64);
    memset(text + 64, ']', 64);
    outcome o = parse_n(text, 128);
    assert_int_equal(o.status, BIREME_OK);
    bireme_arena_free(&o.arena);
    memset(text, '[', 65);
    memset(text + 65, ']', 65);
    assert_refused_n(text, 130, 1, 65);
}

static void a_hundred_thousand_opening_brackets_are_refused_at_the_65th(void **state)
{
    (void)state;
    enum { N = 100000 };
    char *text = bireme_calloc(N + 1, 1);
    memset(text, '[', N);
    assert_refused_n(text, N, 1, 65);
    bireme_free(text);
}

static void too_many_values_or_keys_are_refused(void **state)
{
    (void)state;
    enum { N = BIREME_SCAN_VALUES + 2 };
    char *text = bireme_calloc(2 * N + 2, 1);
    text[0] = '[';
    for (size_t i = 0; i < N; i++) memcpy(text + 1 + 2 * i, "1,", 2);
    text[2 * N] = ']';
    outcome o = parse(text);
    assert_int_equal(o.status, BIREME_SYNTAX);
    assert_non_null(strstr(o.error.message, "values"));
    bireme_arena_free(&o.arena);
    bireme_free(text);
    bireme_text keys = {0};
    for (int i = 0; i <= BIREME_SCAN_KEYS; i++) bireme_text_format(&keys, "%s\"%d\":0", i > 0 ? "," : "{", i);
    bireme_text_append(&keys, "}");
    o = parse(bireme_text_string(&keys));
    assert_int_equal(o.status, BIREME_SYNTAX);
    assert_non_null(strstr(o.error.message, "keys"));
    bireme_arena_free(&o.arena);
    bireme_text_free(&keys);
}

static void a_flood_of_problems_is_cut_and_says_so(void **state)
{
    (void)state;
    bireme_report report = {0};
    for (int i = 0; i < 3 * BIREME_REPORT_MOST; i++)
        bireme_report_add(&report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO,
                          (bireme_place){"a", 3000 - i, 1, NULL}, "problem");
    bireme_problems *problems = bireme_problems_create();
    bireme_error first;
    assert_int_equal(bireme_report_finish(&report, problems, &first), BIREME_SCENARIO);
    assert_int_equal(bireme_problems_count(problems), BIREME_REPORT_MOST + 1);
    assert_int_equal(first.line, 3000 - BIREME_REPORT_MOST + 1); /* sorted by line */
    assert_non_null(strstr(bireme_problems_get(problems, BIREME_REPORT_MOST, NULL)->message, "more errors"));
    bireme_problems_free(problems);
    bireme_report_free(&report);
}

/* Every prefix of a valid text, and every text with one byte changed, is either read or refused with a place:
 * nothing is read outside the text (the sanitizers watch). */
static void damaged_texts_are_read_or_refused_with_a_place(void **state)
{
    (void)state;
    static const char text[] =
        "{\"a\": [1, -2.5e+3, true, null], \"b\\u00e4\": {\"c\": \"x\\ud83d\\ude00ä\"}, \"d\": \"\"}";
    static const char changes[] = "\"{}[],:\\u0 -.eE+\n\x01\x80\xC3\xFF";
    const size_t length = sizeof text - 1;
    size_t refused = 0;
    for (size_t i = 0; i < length; i++) {
        for (size_t c = 0; c < sizeof changes; c++) {
            char *copy = bireme_memdup(text, length + 1, 1);
            size_t n = length;
            if (c + 1 == sizeof changes) {
                n = i;
                copy[i] = '\0';
            } else {
                copy[i] = changes[c];
            }
            outcome o = parse_n(copy, n);
            if (o.status == BIREME_SYNTAX) {
                refused++;
                assert_in_range(o.error.line, 1, 2);
                assert_in_range(o.error.column, 1, length + 1);
            }
            assert_true((o.status == BIREME_SYNTAX) == (o.node == NULL));
            bireme_arena_free(&o.arena);
            bireme_free(copy);
        }
    }
    assert_true(refused > length); /* at least every prefix */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_knows_its_line_and_column),
        cmocka_unit_test(columns_count_characters_and_not_bytes),
        cmocka_unit_test(a_byte_order_mark_is_skipped),
        cmocka_unit_test(texts_are_decoded),
        cmocka_unit_test(numbers_are_exact_however_long_they_are_written),
        cmocka_unit_test(what_cjson_would_let_through_is_refused),
        cmocka_unit_test(duplicate_keys_name_the_first_place_and_nul_is_refused),
        cmocka_unit_test(nesting_is_allowed_up_to_64_levels),
        cmocka_unit_test(a_hundred_thousand_opening_brackets_are_refused_at_the_65th),
        cmocka_unit_test(too_many_values_or_keys_are_refused),
        cmocka_unit_test(a_flood_of_problems_is_cut_and_says_so),
        cmocka_unit_test(damaged_texts_are_read_or_refused_with_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
