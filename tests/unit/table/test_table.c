/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From bytes to titles and rows: what is read, and what is refused where.
 */
#include "table/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "support/check.h"

static bireme_table *table_of_bytes(const char *bytes, size_t n, const bireme_table_options *options)
{
    bireme_table *table = NULL;
    bireme_error error = {0};
    if (bireme_table_parse("t.csv", bytes, n, options, &table, &error) != BIREME_OK)
        fail_msg("%.60s: line %d, column %d: %s", bytes, error.line, error.column, error.message);
    return table;
}

/* Cells of the whole table, titles first, joined: `a|b/1|2/`. */
static void assert_bytes(const char *bytes, size_t n, const bireme_table_options *options,
                         const char *expected)
{
    bireme_table *table = table_of_bytes(bytes, n, options);
    char all[1000] = "";
    size_t used = 0;
    for (size_t row = 0; row <= bireme_table_rows(table); row++)
        for (size_t c = 0; c < bireme_table_columns(table); c++)
            used += (size_t)snprintf(all + used, sizeof all - used, "%s%c",
                                     row == 0 ? bireme_table_title(table, c)
                                              : bireme_table_at(table, row - 1, c).text,
                                     c + 1 < bireme_table_columns(table) ? '|' : '/');
    assert_string_equal(all, expected);
    bireme_table_free(table);
}

#define assert_cells(text, expected) assert_bytes((text), sizeof(text) - 1, NULL, (expected))

static void assert_refused_bytes(const char *bytes, size_t n, const bireme_table_options *options, int line,
                                 int column, const char *message)
{
    bireme_table *table = NULL;
    bireme_error error = {0};
    if (bireme_table_parse("t.csv", bytes, n, options, &table, &error) == BIREME_OK)
        fail_msg("`%.60s` was read as %zu columns", bytes, bireme_table_columns(table));
    assert_null(table);
    if (strcmp(error.file, "t.csv") != 0 || error.line != line || error.column != column ||
        strstr(error.message, message) == NULL)
        fail_msg("expected t.csv:%d:%d: %s; found %s:%d:%d: %s", line, column, message, error.file,
                 error.line, error.column, error.message);
    assert_int_equal(bireme_table_parse("t.csv", bytes, n, options, &table, NULL), error.status);
}

#define assert_refused(text, line, column, message)                                                          \
    assert_refused_bytes((text), sizeof(text) - 1, NULL, (line), (column), (message))

static void cells_are_what_rfc_4180_says(void **state)
{
    (void)state;
    assert_cells("a,b\n1,2\n", "a|b/1|2/");
    assert_cells("a,b\r\n1,2\r\n", "a|b/1|2/");
    assert_cells("a,b\r1,2\r", "a|b/1|2/");
    assert_cells("a,b\n1,2", "a|b/1|2/");
    assert_cells("a,b\n1,\n", "a|b/1|/");
    assert_cells("a,b\n1,", "a|b/1|/");
    assert_cells("a,b\n\"1\",\"x, \"\"y\"\"\"\n", "a|b/1|x, \"y\"/");
    assert_cells("a,b\n\"two\nlines\",\"\"\n", "a|b/two\nlines|/");
    assert_cells("a,b\n\"two\r\nlines\",3\n", "a|b/two\r\nlines|3/");
    assert_cells("\"a\" , \"b\"\n 1 , \" 2 \" \n", "a|b/1| 2 /");
    assert_cells("a,b\n\xC3\xA4,\xE2\x82\xAC\n", "a|b/\xC3\xA4|\xE2\x82\xAC/");
}

static void the_separator_is_the_one_under_which_every_row_fits(void **state)
{
    (void)state;
    assert_cells("a;b\n1,5;2\n3;\"4;5\"\n", "a|b/1,5|2/3|4;5/");
    assert_cells("a\tb\n1,5\t2;3\n", "a|b/1,5|2;3/");
    assert_cells("a|b\n1|2\n", "a|b/1|2/");
    assert_cells("a;b;c, d\n1;2;3\n", "a|b|c, d/1|2|3/");
    assert_cells("sep=;\na;b,c\n1;2,5\n", "a|b,c/1|2,5/");
    assert_cells("\"sep=,\"\r\na;b,c\r\n1;2,5\r\n", "a;b|c/1;2|5/");
    assert_cells("SEP=\t\na\n1\n", "a/1/");
    assert_refused("a;b,c\n1;2,5\n", 1, 1, "commas and semicolons both give");
    assert_refused("sep=:\na:b\n", 1, 1, "a separator that is not read");
    assert_refused("a,b\n1;2\n", 2, 1,
                   "this row has 1 cell, and the header (line 1) has 2 columns, separated by commas");
}

static void one_column_needs_no_separator(void **state)
{
    (void)state;
    assert_cells("revenue\n12,5\n13,5\n", "revenue/12,5/13,5/");
    assert_cells("revenue\n1\n\n2\n", "revenue/1/2/");
    assert_cells("\"a;b\"\n\"1\"\n", "a;b/1/");
    assert_cells("a\n", "a/");
}

static void what_is_empty_at_the_end_is_no_data(void **state)
{
    (void)state;
    assert_cells("a;b;;\n1;2;;\n", "a|b/1|2/");
    assert_cells("a;b\n1;2;;;\n;;;;\n\n", "a|b/1|2/");
    assert_cells("a,\"\"\n1,\"\"\n\"\",\"\"\n", "a/1/");
    assert_cells("\n\na,b\n\n1,2\n   \n", "a|b/1|2/");
    assert_cells("a;;c\n1;2;3\n", "a||c/1|2|3/");
    assert_refused("a;b;\n1;2;3\n", 2, 5,
                   "this row has something in column 3, over which the header (line 1) has no title");
}

static void rows_of_another_length_are_refused(void **state)
{
    (void)state;
    assert_refused("a,b,c\n1,2,3\n1,2\n", 3, 1,
                   "this row has 2 cells, and the header (line 1) has 3 columns");
    assert_refused("a,b\n1,2\n\"x\ny\",2,3\n", 4, 6,
                   "this row has 3 cells, and the header (line 1) has 2 columns");
    assert_refused("", 1, 1, "the file is empty");
    assert_refused(" \n\r\n", 1, 1, "the file is empty");
    assert_refused("\"\"", 1, 1, "the file is empty");
    assert_refused("\"\"\n\"\"\n", 1, 1, "the file is empty");
    assert_refused(";; \n\"\",\t\n", 1, 1, "the file is empty");
    assert_refused("sep=;\n\"\"\n", 1, 1, "the file is empty");
}

static void a_title_above_the_header_is_named(void **state)
{
    (void)state;
    assert_refused("Q3 pipeline\nstage,value\nwon,1\n", 1, 1, "line 2 looks like the header, with 2 columns");
    assert_refused("Q3;;\n;;\nstage;value;date\nwon;1;2\nwon;2;3\n", 1, 1,
                   "line 3 looks like the header, with 3 columns");
    assert_refused("Export, 2027\n\nstage;value;date\nwon;1;2\n", 1, 1,
                   "line 3 looks like the header, with 3 columns");
}

static void quotes_that_go_wrong_are_placed(void **state)
{
    (void)state;
    assert_refused("a,b\n1,\"2\n3,4\n", 2, 3, "never closed");
    assert_refused("a,b\n1,\"2\"x\n", 2, 6, "something follows the quote that ends it");
    assert_refused("a,b\n1,2\"\n", 2, 4, "a quote stands within a cell");
    assert_refused("a\n5\"\n", 2, 2, "a quote stands within a cell");
}

static void bytes_that_are_no_text_are_placed(void **state)
{
    (void)state;
    assert_refused("a,b\n1,\xE4\n", 2, 3, "the byte 0xE4 (byte 7 of the file) is not UTF-8");
    assert_refused("\xEF\xBB\xBF"
                   "a,\xFF\n",
                   1, 3, "the byte 0xFF (byte 6 of the file)");
    assert_refused("a,b\r\n\xC3\xA4\xC3\xA4,\xC0\x80\n", 2, 4, "the byte 0xC0");
    assert_refused("a,b\n1,\xED\xA0\x80\n", 2, 3, "the byte 0xED");
    assert_refused("a,b\n1,\xF4\x90\x80\x80\n", 2, 3, "the byte 0xF4");
    assert_refused("a,b\n1,\xE2\x82", 2, 3, "the byte 0xE2");
    assert_refused("a,b\n1,2\0\n", 2, 4, "no zero byte");
    assert_refused("a\0,\0b\0\n\0", 1, 2, "UTF-16 is read if it begins with a byte order mark");
}

static void other_encodings_are_read_where_they_say_so(void **state)
{
    (void)state;
    const bireme_table_options latin1 = {.encoding = BIREME_ENCODING_LATIN1};
    static const char utf16[] = "\xFF\xFE"
                                "a\0;\0b\0\r\0\n\0\xE4\0;\0\x3D\xD8\x00\xDE\n\0";
    static const char utf16_big[] = "\xFE\xFF"
                                    "\0a\0;\0b\0\n\x20\xAC\0;\0"
                                    "1\0\n";
    assert_cells("\xEF\xBB\xBF"
                 "a,b\n1,2\n",
                 "a|b/1|2/");
    assert_bytes(utf16, sizeof utf16 - 1, NULL, "a|b/\xC3\xA4|\xF0\x9F\x98\x80/");
    assert_bytes(utf16_big, sizeof utf16_big - 1, NULL, "a|b/\xE2\x82\xAC|1/");
    assert_bytes("a,b\n\xE4,\x80\n", 8, &latin1, "a|b/\xC3\xA4|\xE2\x82\xAC/");
    assert_bytes("\xEF\xBB\xBF"
                 "a,b\n\xC3\xA4,2\n",
                 12, &latin1, "a|b/\xC3\xA4|2/");
    assert_refused_bytes("a,b\n1,\x81\n", 8, &latin1, 2, 3, "means nothing in Windows-1252");
    assert_refused_bytes("\xFF\xFE"
                         "a\0,\0\x00\xDC",
                         8, NULL, 1, 3, "is not UTF-16");
    assert_refused_bytes("\xFF\xFE"
                         "a\0,\0b",
                         7, NULL, 1, 3, "is not UTF-16");
    assert_refused_bytes("\xFF\xFE"
                         "a\0\0\0",
                         6, NULL, 1, 2, "no zero byte");
}

static void cells_know_their_places(void **state)
{
    (void)state;
    static const char text[] = "a,b,c\n\"x\ny\",\xC3\xA4\xC3\xA4 , 3\n\n4,5,6\n";
    bireme_table *table = table_of_bytes(text, sizeof text - 1, NULL);
    static const int places[2][3][2] = {{{2, 1}, {3, 4}, {3, 9}}, {{5, 1}, {5, 3}, {5, 5}}};
    for (size_t row = 0; row < 2; row++)
        for (size_t c = 0; c < 3; c++) {
            assert_int_equal(bireme_table_at(table, row, c).line, places[row][c][0]);
            assert_int_equal(bireme_table_at(table, row, c).column, places[row][c][1]);
        }
    bireme_table_free(table);
}

/* Cut at every byte, and with every byte changed: read or refused, and nothing read outside (for the
 * sanitizers). */
static void any_bytes_are_read_or_refused(void **state)
{
    (void)state;
    static const char text[] = "sep=;\n\"a\";b\r\n\"1\"\"\n\";2,5\r\n;\xC3\xA4\n";
    static const char swaps[] = {'"', '\0', '\n', '\r', ';', ',', '\xC3', '\xFF', '|', ' '};
    const size_t n = sizeof text - 1;
    for (size_t cut = 0; cut <= n; cut++)
        for (size_t s = 0; s < sizeof swaps; s++)
            for (size_t at = 0; at <= cut; at++) {
                char *bytes = malloc(cut + 1);
                bireme_table *table = NULL;
                assert_non_null(bytes);
                memcpy(bytes, text, cut);
                if (at < cut) bytes[at] = swaps[s];
                const bireme_status status = bireme_table_parse("t.csv", bytes, cut, NULL, &table, NULL);
                assert_true(status == BIREME_OK || status == BIREME_SCENARIO);
                if (status == BIREME_OK) assert_true(bireme_table_columns(table) > 0);
                bireme_table_free(table);
                free(bytes);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_what_rfc_4180_says),
        cmocka_unit_test(the_separator_is_the_one_under_which_every_row_fits),
        cmocka_unit_test(one_column_needs_no_separator),
        cmocka_unit_test(what_is_empty_at_the_end_is_no_data),
        cmocka_unit_test(rows_of_another_length_are_refused),
        cmocka_unit_test(a_title_above_the_header_is_named),
        cmocka_unit_test(quotes_that_go_wrong_are_placed),
        cmocka_unit_test(bytes_that_are_no_text_are_placed),
        cmocka_unit_test(other_encodings_are_read_where_they_say_so),
        cmocka_unit_test(cells_know_their_places),
        cmocka_unit_test(any_bytes_are_read_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
