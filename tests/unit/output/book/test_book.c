/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of a workbook that can be told apart from the file: names, number formats, heights, and what
 * became of an error.
 */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>
#include "output/book/book.h"

static void names_are_valid_for_ranges(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
    } cases[] = {{"revenue", "Revenue"},
                 {"channel.events.wins", "Channel_events_wins"},
                 {"channel.paid search-2.wins", "Channel_paid_search_2_wins"},
                 {"2nd", "_2nd"},
                 {"q1", "Q1_"},
                 {"abc123", "Abc123_"},
                 {"r1c1", "R1c1_"},
                 {"r", "R_"},
                 {"c", "C_"},
                 {"", "_"},
                 {"=1+1", "_1_1"},
                 {"Ж", "__"},
                 {"nrr", "Nrr"},
                 {"wxyz1", "Wxyz1"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char name[BIREME_BOOK_NAME];
        assert_string_equal(bireme_book_name(name, cases[i].text), cases[i].name);
    }
    char text[400], name[BIREME_BOOK_NAME];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(strlen(bireme_book_name(name, text)), BIREME_BOOK_NAME - 2);
}

static void number_formats_hold_the_currency_and_nothing_else_of_it(void **state)
{
    (void)state;
    char pattern[BIREME_BOOK_PATTERN];
    const bireme_book_shape whole = {.format = BIREME_FORMAT_MONEY};
    assert_string_equal(bireme_book_pattern(pattern, whole, "USD"), "\"$\"#,##0;-\"$\"#,##0");
    assert_string_equal(bireme_book_pattern(pattern, whole, "EUR"), "\"€\"#,##0;-\"€\"#,##0");
    assert_string_equal(bireme_book_pattern(pattern, whole, "CHF"), "\"CHF \"#,##0;-\"CHF \"#,##0");
    assert_string_equal(bireme_book_pattern(pattern, whole, ""), "\"\"#,##0;-\"\"#,##0");
    assert_string_equal(bireme_book_pattern(pattern, whole, "a\"b\x01;c"), "\"ab;c \"#,##0;-\"ab;c \"#,##0");
    /* at most twelve characters, none of them cut */
    assert_string_equal(bireme_book_pattern(pattern, whole, "中中中中中中中中中中中中中中"),
                        "\"中中中中中中中中中中中中 \"#,##0;-\"中中中中中中中中中中中中 \"#,##0");
}

/* Numbers of a column have one unit and as many decimals as the smallest needs; none is shown as 0. */
static void numbers_that_stand_together_have_one_shape(void **state)
{
    (void)state;
    static const struct {
        bireme_format format;
        double values[3];
        const char *first, *second;
    } cases[] = {
        {BIREME_FORMAT_MONEY, {26489, 1200.5, 0}, "\"$\"#,##0;-\"$\"#,##0", "\"$\"#,##0;-\"$\"#,##0"},
        {BIREME_FORMAT_MONEY, {26489, 48.2, 0}, "\"$\"#,##0;-\"$\"#,##0", "\"$\"#,##0.00;-\"$\"#,##0.00"},
        {BIREME_FORMAT_MONEY,
         {0.0134, 0.012, 0},
         "\"$\"#,##0.000;-\"$\"#,##0.000",
         "\"$\"#,##0.000;-\"$\"#,##0.000"},
        {BIREME_FORMAT_MONEY,
         {2.387e12, 8.0798e11, 0},
         "\"$\"#,##0.000,,,,\"T\";-\"$\"#,##0.000,,,,\"T\"",
         "\"$\"#,##0.000,,,,\"T\";-\"$\"#,##0.000,,,,\"T\""},
        {BIREME_FORMAT_MONEY,
         {1.357e9, 6.417e8, 0},
         "\"$\"#,##0.000,,,\"B\";-\"$\"#,##0.000,,,\"B\"",
         "\"$\"#,##0.000,,,\"B\";-\"$\"#,##0.000,,,\"B\""},
        {BIREME_FORMAT_MONEY,
         {2.387e12, 33292871, 0},
         "\"$\"#,##0.000,,,,\"T\";-\"$\"#,##0.000,,,,\"T\"",
         "\"$\"#,##0;-\"$\"#,##0"},
        {BIREME_FORMAT_MONEY, {3e20, 3e20, 0}, "\"$\"0.0E+00;-\"$\"0.0E+00", "\"$\"0.0E+00;-\"$\"0.0E+00"},
        {BIREME_FORMAT_COUNT, {120, 0.0123, 0}, "#,##0", "#,##0.000"},
        {BIREME_FORMAT_COUNT, {5.0938, 0, 0}, "#,##0.0", "#,##0.0"},
        {BIREME_FORMAT_WHOLE, {120, 0.25, 0}, "#,##0", "#,##0.00"},
        {BIREME_FORMAT_SHARE, {0.5, 0.000123, 0}, "#,##0.0%", "#,##0.000%"},
        {BIREME_FORMAT_SHARE, {0.5, 1e-10, 0}, "#,##0.0%", "0.0E+00%"},
        {BIREME_FORMAT_COUNT, {70, 2.8e-14, 0}, "#,##0.0", "#,##0.0"}, /* what additions are off by */
        {BIREME_FORMAT_PLAIN, {20.0303, 25, 22.5}, "#,##0.00", "#,##0.00"},
        {BIREME_FORMAT_PLAIN, {25, 30, 0}, "#,##0", "#,##0"},
    };
    char pattern[BIREME_BOOK_PATTERN];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bireme_book_shape shape = bireme_book_shape_of(cases[i].format, 3, cases[i].values);
        assert_string_equal(
            bireme_book_pattern(pattern, bireme_book_shape_for(shape, cases[i].values[0]), "USD"),
            cases[i].first);
        assert_string_equal(
            bireme_book_pattern(pattern, bireme_book_shape_for(shape, cases[i].values[1]), "USD"),
            cases[i].second);
    }
    const double one = 0.0375, none = 0;
    assert_int_equal(bireme_book_shape_of(BIREME_FORMAT_PLAIN, 1, &one).decimals, 4);
    assert_int_equal(bireme_book_shape_of(BIREME_FORMAT_PLAIN, 1, &none).decimals, 0);
}

static void lines_are_counted_as_words_wrap(void **state)
{
    (void)state;
    double longest;
    assert_int_equal(bireme_book_text_lines("", 10, BIREME_BOOK_TEXT, NULL), 1);
    assert_int_equal(bireme_book_text_lines("one two", 10, BIREME_BOOK_TEXT, &longest), 1);
    assert_true(longest > 6 && longest < 7);
    assert_int_equal(bireme_book_text_lines("one two three", 10, BIREME_BOOK_TEXT, NULL), 2);
    assert_int_equal(bireme_book_text_lines("12345678901234567890123", 10, BIREME_BOOK_TEXT, &longest), 3);
    assert_true(longest > 8 && longest <= 10);
    assert_int_equal(bireme_book_text_lines("中中中中中 中中中中中", 10, BIREME_BOOK_TEXT, NULL), 2);
    assert_int_equal(bireme_book_text_lines("one two", 10, BIREME_BOOK_TITLE, NULL), 2);
}

/* A file that is a ZIP; twice the same. An error of any call shows at the end, and nothing is handed out. */
static void a_workbook_is_bytes_or_an_error(void **state)
{
    (void)state;
    bireme_text bytes[2] = {{0}};
    bireme_error error = {0};
    for (int i = 0; i < 2; i++) {
        bireme_book book;
        assert_int_equal(bireme_book_open(&book, "=A\x01", "Test", "USD", &error), BIREME_OK);
        lxw_worksheet *sheet = bireme_book_sheet(&book, "Summary");
        bireme_book_text(&book, sheet, 0, 0, BIREME_BOOK_TITLE, "=1+1");
        bireme_book_number(&book, sheet, 1, 0, BIREME_BOOK_BODY, BIREME_FORMAT_MONEY, 12.5);
        bireme_book_number(&book, sheet, 2, 0, BIREME_BOOK_BODY, BIREME_FORMAT_SHARE, 0.0 / 0.0);
        bireme_book_wrapped(&book, sheet, 3, 0, 0, BIREME_BOOK_TEXT, "one cell");
        bireme_book_wrapped(&book, sheet, 4, 0, 3, BIREME_BOOK_TEXT, "");
        assert_int_equal(bireme_book_close(&book, &bytes[i], &error), BIREME_OK);
    }
    assert_true(bytes[0].length > 1000 && memcmp(bytes[0].data, "PK", 2) == 0);
    assert_int_equal(bytes[0].length, bytes[1].length);
    assert_memory_equal(bytes[0].data, bytes[1].data, bytes[0].length);
    bireme_text_free(&bytes[0]);
    bireme_text_free(&bytes[1]);
    bireme_book book;
    assert_int_equal(bireme_book_open(&book, "", "Test", "USD", &error), BIREME_OK);
    lxw_worksheet *sheet = bireme_book_sheet(&book, "Summary");
    bireme_book_number(&book, sheet, 1 << 20, 0, BIREME_BOOK_BODY, BIREME_FORMAT_PLAIN,
                       1); /* a row too many */
    bireme_book_number(&book, sheet, 0, 0, BIREME_BOOK_BODY, BIREME_FORMAT_PLAIN, 1);
    bireme_text none = {0};
    assert_int_equal(bireme_book_close(&book, &none, &error), BIREME_INTERNAL);
    assert_int_equal(none.length, 0);
}

static void a_file_that_is_not_whole_is_found_out(void **state)
{
    (void)state;
    bireme_book book;
    bireme_error error = {0};
    bireme_text out = {0};
    assert_int_equal(bireme_book_open(&book, "A", "B", "USD", &error), BIREME_OK);
    bireme_book_text(&book, bireme_book_sheet(&book, "Sheet"), 0, 0, BIREME_BOOK_BODY, "text");
    assert_int_equal(bireme_book_close(&book, &out, &error), BIREME_OK);
    size_t n = out.length, parts = (size_t)(unsigned char)out.data[n - 12];
    assert_true(parts >= 8);
    assert_true(bireme_book_is_whole(out.data, n, parts));
    assert_true(bireme_book_is_whole(out.data, n, 0));
    assert_false(bireme_book_is_whole(out.data, n, parts + 1));
    for (size_t cut = 0; cut < n; cut++) assert_false(bireme_book_is_whole(out.data, cut, parts));
    for (size_t at = 0; at + 50 < n; at += 97) { /* a byte lost */
        char *lost = malloc(n);
        assert_non_null(lost);
        memcpy(lost, out.data, at);
        memcpy(lost + at, out.data + at + 1, n - at - 1);
        assert_false(bireme_book_is_whole(lost, n - 1, parts));
        free(lost);
    }
    bireme_text_free(&out);
}

static void a_part_knows_whether_it_was_read_back_whole(void **state)
{
    (void)state;
    char folder[BIREME_BOOK_PARTS], back[64];
    for (int whole = 0; whole < 2; whole++) {
        bireme_book_parts parts = {0};
        FILE *file = lxw_tmpfile(bireme_book_parts_folder(folder, &parts));
        assert_non_null(file);
        assert_int_equal(fwrite("hello world", 1, 11, file), 11);
        rewind(file);
        if (whole) assert_int_equal(fread(back, 1, sizeof back, file), 11);
        if (whole) assert_memory_equal(back, "hello world", 11);
        fclose(file);
        assert_int_equal(parts.opened, 1);
        assert_int_equal(parts.failed, !whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_valid_for_ranges),
        cmocka_unit_test(number_formats_hold_the_currency_and_nothing_else_of_it),
        cmocka_unit_test(numbers_that_stand_together_have_one_shape),
        cmocka_unit_test(lines_are_counted_as_words_wrap),
        cmocka_unit_test(a_file_that_is_not_whole_is_found_out),
        cmocka_unit_test(a_part_knows_whether_it_was_read_back_whole),
        cmocka_unit_test(a_workbook_is_bytes_or_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
