/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The neutral document and its plain text: wrapping, alignment, the picture of a spread, safety of foreign
 * text.
 */
#include "support/check.h"

#include <string.h>
#include "output/forms/document.h"
#include "output/forms/utf8.h"

static void assert_text(bireme_document *document, bool unicode, bool bold, int width, const char *expected)
{
    const bireme_text_style style = {.unicode = unicode, .bold = bold, .width = width};
    bireme_text text = {0};
    bireme_error error;
    assert_int_equal(bireme_document_write_text(document, &style, &text, &error), BIREME_OK);
    assert_string_equal(bireme_text_string(&text), expected);
    bireme_text_free(&text);
    bireme_document_free(document);
}

static void paragraphs_are_wrapped_at_the_width(void **state)
{
    (void)state;
    bireme_document document;
    bireme_document_init(&document, "USD");
    bireme_document_paragraph(&document, "one two three fourandmorethanfits five");
    bireme_document_heading(&document, "Title");
    bireme_document_paragraph(&document, "indented words");
    assert_text(&document, true, false, 10,
                "one two\nthree\nfourandmorethanfits\nfive\n\nTitle\n  indented\n  words\n");
}

static void a_number_and_its_per_cent_sign_stay_on_one_line(void **state)
{
    (void)state;
    bireme_document document;
    bireme_document_init(&document, "USD");
    bireme_document_paragraph(&document, "it is reached in 62 %, short of the 80 % asked for");
    assert_text(&document, true, false, 20, "it is reached in\n62 %, short of the\n80 % asked for\n");
}

static void a_table_is_aligned_and_its_total_is_set_off(void **state)
{
    (void)state;
    const bireme_column columns[] = {{.title = "who"}, {.title = "money", .right = true}};
    bireme_document document;
    bireme_document_init(&document, "USD");
    bireme_document_table(&document, columns, 2);
    const bireme_cell first[] = {bireme_cell_text("Zoë"), bireme_cell_number(BIREME_FORMAT_MONEY, 1234, 0)};
    const bireme_cell second[] = {bireme_cell_text("all"),
                                  bireme_cell_range(BIREME_FORMAT_WHOLE, 5, 0, 70, 0)};
    bireme_document_row(&document, first, false);
    bireme_document_detail(&document, "a note");
    bireme_document_row(&document, second, true);
    assert_text(&document, true, false, 40,
                "  who   money\n"
                "  Zoë  $1,230\n"
                "      a note\n"
                "  ───  ──────\n"
                "  all    5–70\n");
}

static void the_counts_of_an_even_column_have_the_decimals_of_the_largest(void **state)
{
    (void)state;
    static const double counts[][2] = {{0.17, 0.17}, {0, 8.64}, {14.41, 211.2}};
    const bireme_column columns[] = {{.title = "small", .right = true, .even = true},
                                     {.title = "large", .right = true, .even = true}};
    bireme_document document;
    bireme_document_init(&document, "USD");
    bireme_document_table(&document, columns, 2);
    for (size_t i = 0; i < 3; i++) {
        const bireme_cell cells[] = {bireme_cell_number(BIREME_FORMAT_COUNT, counts[i][0], 0),
                                     bireme_cell_number(BIREME_FORMAT_COUNT, counts[i][1], 0)};
        bireme_document_row(&document, cells, false);
    }
    assert_text(&document, true, false, 40,
                "  small  large\n"
                "    0.2      0\n"
                "    0.0      9\n"
                "   14.4    211\n");
}

static void what_stands_under_a_heading_is_indented(void **state)
{
    (void)state;
    const bireme_column columns[] = {{.title = NULL}};
    const bireme_cell cell[] = {bireme_cell_text("cell")};
    bireme_document document;
    bireme_document_init(&document, "USD");
    bireme_document_paragraph(&document, "first");
    bireme_document_heading(&document, "Title");
    bireme_document_table(&document, columns, 1);
    bireme_document_row(&document, cell, false);
    bireme_document_paragraph(&document, "remark");
    assert_text(&document, true, false, 40, "first\n\nTitle\n  cell\n\n  remark\n");
}

static void a_range_below_zero_has_no_dash_beside_its_minus(void **state)
{
    (void)state;
    const bireme_column columns[] = {{.title = NULL}};
    bireme_document document;
    bireme_document_init(&document, "USD");
    bireme_document_table(&document, columns, 1);
    const bireme_cell money[] = {bireme_cell_range(BIREME_FORMAT_MONEY, -2e6, 0, -1e6, 0)};
    bireme_document_row(&document, money, false);
    assert_text(&document, true, false, 40, "  -$2.00M to -$1.00M\n");
}

static void a_range_names_a_unit_that_is_a_word_once(void **state)
{
    (void)state;
    const bireme_column columns[] = {{.title = NULL}};
    bireme_document document;
    bireme_document_init(&document, "USD");
    bireme_document_table(&document, columns, 1);
    const bireme_cell months[] = {bireme_cell_range(BIREME_FORMAT_MONTHS, 12.12, 0, 17.02, 0)};
    const bireme_cell ratio[] = {bireme_cell_range(BIREME_FORMAT_RATIO, 1.52, 0, 4.31, 0)};
    bireme_document_row(&document, months, false);
    bireme_document_row(&document, ratio, false);
    assert_text(&document, true, false, 40, "  12.1–17.0 months\n  1.52×–4.31×\n");
}

static void signs_are_replaced_where_only_ascii_can_be_shown(void **state)
{
    (void)state;
    bireme_document document;
    bireme_document_init(&document, "EUR");
    bireme_document_paragraph(&document, "±€5 – Zoë");
    assert_text(&document, false, false, 40, "+/-EUR 5 - Zoë\n");
}

static void a_spread_marks_its_quantiles_on_the_scale(void **state)
{
    (void)state;
    const bireme_column columns[] = {{.title = NULL}, {.low = 0, .high = 10}};
    const bireme_cell cells[] = {bireme_cell_text("x"),
                                 {.kind = BIREME_CELL_SPREAD, .value = {2, 4, 5, 7, 10}}};
    for (int unicode = 0; unicode < 2; unicode++) {
        bireme_document document;
        bireme_document_init(&document, "USD");
        bireme_document_table(&document, columns, 2);
        bireme_document_row(&document, cells, false);
        /* 26 columns: 2 of indent, 1 of name, 2 of gap leave 21 for the scale, two a unit. */
        assert_text(&document, unicode, false, 26,
                    unicode ? "  x      ────▒▒█▒▒▒▒──────\n" : "  x      ----==|====------\n");
    }
}

static void a_long_first_cell_stands_on_its_own_line(void **state)
{
    (void)state;
    const bireme_column columns[] = {{.title = NULL}, {.right = true}};
    const bireme_cell cells[] = {
        bireme_cell_text("a.path.that.is.much.longer.than.any.column.should.ever.be"),
        bireme_cell_number(BIREME_FORMAT_PLAIN, 5, 0)};
    bireme_document document;
    bireme_document_init(&document, "USD");
    bireme_document_table(&document, columns, 2);
    bireme_document_row(&document, cells, false);
    assert_text(&document, true, false, 60,
                "  a.path.that.is.much.longer.than.any.column.should.ever.be\n"
                "                                                  5\n");
}

static void headings_and_the_opening_are_bold_only_if_wanted(void **state)
{
    (void)state;
    bireme_document document;
    bireme_document_init(&document, "USD");
    bireme_document_paragraph(&document, "first");
    bireme_document_paragraph(&document, "second");
    assert_text(&document, true, true, 40, "\033[1mfirst\033[0m\n\nsecond\n");
}

static void foreign_text_cannot_steer_the_terminal(void **state)
{
    (void)state;
    bireme_text text = {0};
    bireme_utf8_append_clean(&text, "a\033[31mb\nc\td\xC2\x9B"
                                    "e\xE2\x80\xAE"
                                    "f\xFFg");
    assert_string_equal(bireme_text_string(&text), "a?[31mb c d?e?f?g");
    bireme_text_free(&text);
}

static void width_counts_columns_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(bireme_utf8_width("abc"), 3);
    assert_int_equal(bireme_utf8_width("Zoë"), 3);
    assert_int_equal(bireme_utf8_width("東京"), 4);
    assert_int_equal(bireme_utf8_width("e\xCC\x81"), 1); /* e with a combining accent */
    assert_int_equal(bireme_utf8_width(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_are_wrapped_at_the_width),
        cmocka_unit_test(a_number_and_its_per_cent_sign_stay_on_one_line),
        cmocka_unit_test(a_table_is_aligned_and_its_total_is_set_off),
        cmocka_unit_test(the_counts_of_an_even_column_have_the_decimals_of_the_largest),
        cmocka_unit_test(what_stands_under_a_heading_is_indented),
        cmocka_unit_test(a_range_below_zero_has_no_dash_beside_its_minus),
        cmocka_unit_test(a_range_names_a_unit_that_is_a_word_once),
        cmocka_unit_test(signs_are_replaced_where_only_ascii_can_be_shown),
        cmocka_unit_test(a_spread_marks_its_quantiles_on_the_scale),
        cmocka_unit_test(a_long_first_cell_stands_on_its_own_line),
        cmocka_unit_test(headings_and_the_opening_are_bold_only_if_wanted),
        cmocka_unit_test(foreign_text_cannot_steer_the_terminal),
        cmocka_unit_test(width_counts_columns_not_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
