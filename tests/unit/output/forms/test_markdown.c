/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document as Markdown, read back: tables whose rows have as many cells as their head, and in each cell
 * what the document says, whatever names are made of.
 */
#include "support/check.h"

#include <string.h>
#include "base/memory.h"
#include "output/forms/document.h"
#include "output/forms/utf8.h"

/* ------------------------ a reader of what is written */

enum { CELLS = 16 };

/* What a reader of Markdown would show of text [length]: escapes and code spans resolved. Anything that would
 * be markup, but for bold and code, ends the test. */
static void read_inline(const char *text, size_t length, bireme_text *out)
{
    const char *end = text + length;
    bool code = false;
    for (const char *at = text; at < end; at++) {
        if (*at == '`') {
            code = !code;
        } else if (code) {
            bireme_text_append_n(out, at, 1);
        } else if (*at == '\\') {
            at++;
            assert_true(at < end && strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", *at) != NULL);
            bireme_text_append_n(out, at, 1);
        } else if (end - at >= 2 && at[0] == '*' && at[1] == '*') {
            at++;
        } else {
            if (strchr("*[]<>|~&@", *at) != NULL || strncmp(at, "://", 3) == 0 || strncmp(at, "www.", 4) == 0)
                fail_msg("'%c' is markup in: %.*s", *at, (int)length, text);
            bireme_text_append_n(out, at, 1);
        }
    }
    assert_false(code);
}

/* The cells of a line of a table: they are between bars that are not escaped, with blanks around them. */
static size_t read_cells(const char *line, size_t length, bireme_text cells[CELLS])
{
    size_t n = 0;
    assert_true(length >= 3 && line[0] == '|' && line[length - 1] == '|');
    for (const char *at = line + 1, *end = line + length; at < end;) {
        const char *bar = at;
        while (*bar != '|') bar += *bar == '\\' ? 2 : 1;
        assert_true(bar < end && n < CELLS);
        const char *from = at, *to = bar;
        while (from < to && *from == ' ') from++;
        while (to > from && to[-1] == ' ') to--;
        cells[n] = (bireme_text){0};
        read_inline(from, (size_t)(to - from), &cells[n++]);
        at = bar + 1;
    }
    return n;
}

static void free_cells(bireme_text cells[CELLS], size_t n)
{
    for (size_t i = 0; i < n; i++) bireme_text_free(&cells[i]);
}

/* ------------------------ documents */

static char *write(bireme_document *document)
{
    bireme_text out = {0};
    assert_int_equal(bireme_document_write_markdown(document, &out, NULL), BIREME_OK);
    assert_null(strstr(bireme_text_string(&out), " \n"));
    bireme_document_free(document);
    return out.data;
}

static void assert_written(bireme_document *document, const char *expected)
{
    char *text = write(document);
    assert_string_equal(text, expected);
    bireme_free(text);
}

static void headings_paragraphs_and_tables(void **state)
{
    (void)state;
    static const bireme_column columns[] = {{.title = NULL}, {.title = "mean", .right = true}};
    bireme_document d;
    bireme_document_init(&d, "USD");
    bireme_document_paragraph(&d, "Base is expected to book $4.3M.");
    bireme_document_heading(&d, "By channel");
    bireme_document_table(&d, columns, 2);
    bireme_document_row(
        &d, (bireme_cell[]){bireme_cell_text("ads"), bireme_cell_number(BIREME_FORMAT_MONEY, 2.44e6, 4000)},
        false);
    bireme_document_detail(&d, "as planned");
    bireme_document_row(
        &d,
        (bireme_cell[]){bireme_cell_text("together"), bireme_cell_number(BIREME_FORMAT_MONEY, 4.3e6, 4000)},
        true);
    bireme_document_detail(&d, "means");
    assert_written(&d, "Base is expected to book $4.3M.\n\n"
                       "## By channel\n\n"
                       "|  | mean |\n| --- | ---: |\n| ads | $2.44M |\n| **together** | **$4.30M** |\n\n"
                       "- **ads**: as planned\n- **together**: means\n");
}

static void what_stands_under_the_last_row_only_is_about_the_table(void **state)
{
    (void)state;
    static const bireme_column columns[] = {{.title = NULL}};
    bireme_document d;
    bireme_document_init(&d, "USD");
    bireme_document_table(&d, columns, 1);
    bireme_document_row(&d, (bireme_cell[]){bireme_cell_text("a")}, false);
    bireme_document_row(&d, (bireme_cell[]){bireme_cell_text("b")}, false);
    bireme_document_detail(&d, "of all");
    assert_written(&d, "|  |\n| --- |\n| a |\n| b |\n\n- of all\n");
}

/* It is as wide as it is: blanks at its beginning are such as a reader keeps. */
static void a_spread_is_a_picture(void **state)
{
    (void)state;
    static const bireme_column columns[] = {{.title = "P10–P90", .low = 0, .high = 23}};
    const bireme_cell spread = {.kind = BIREME_CELL_SPREAD, .value = {2, 3, 4, 5, 6}};
    bireme_document d;
    bireme_document_init(&d, "USD");
    bireme_document_table(&d, columns, 1);
    bireme_document_row(&d, &spread, false);
    bireme_document_legend(&d, "the scale");
    assert_written(&d, "| P10–P90 |\n| --- |\n| `\xC2\xA0\xC2\xA0─▒█▒─` |\n\nthe scale\n");
}

/* ------------------------ hostile names */

static const char *const hostile[] = {
    "a | b",
    "\\| c \\",
    "\\",
    "| --- |",
    "<script>alert(1)</script>",
    "<!-- ",
    "[click](http://evil.example)",
    "![x](data:image/png)",
    "https://evil.example/?a=b&c=d",
    "see www.evil.example now",
    "a@evil.example",
    "@someone",
    "**bold** _under_ __init__ a_b_c _",
    "`code` ``",
    "~~gone~~",
    "&lt;b&gt; &#124; &amp;",
    "# heading #",
    "> quoted",
    "- item",
    "+ item",
    "1. item",
    "12) item",
    "=== ",
    "---",
    "    indented",
    "$\\href{x}{y}$ and $5",
    "[^1]: note",
    "two\nlines\r\n| and | more |",
    "tab\tbed",
    "umläut – “quoted” 你好",
    "e\xCC\x81 \xE2\x80\xAE reversed",
    "*",
    "_",
    "",
    " ",
};
enum { HOSTILE = sizeof hostile / sizeof *hostile };

/* As the document shows it, on one line, without blanks around it. */
static void assert_says(const bireme_text *read, const char *name)
{
    bireme_text clean = {0};
    bireme_utf8_append_clean(&clean, name);
    const char *start = bireme_text_string(&clean), *end = start + clean.length;
    while (*start == ' ') start++;
    while (end > start && end[-1] == ' ') end--;
    assert_int_equal(read->length, (size_t)(end - start));
    assert_memory_equal(bireme_text_string(read), start, read->length);
    bireme_text_free(&clean);
}

static void whatever_a_name_is_a_table_is_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < HOSTILE; i++) {
        const char *name = hostile[i];
        const bireme_column columns[] = {{.title = name}, {.title = "n", .right = true}, {.title = name}};
        const bireme_cell cells[] = {bireme_cell_text(name),
                                     bireme_cell_number(BIREME_FORMAT_MONEY, 1.5e6, 1000),
                                     bireme_cell_text(name)};
        bireme_document d;
        bireme_document_init(&d, name);
        bireme_document_table(&d, columns, 3);
        bireme_document_row(&d, cells, false);
        bireme_document_row(&d, cells, true);
        char *text = write(&d), *line = text;
        for (int r = 0; r < 4; r++) {
            size_t length = strcspn(line, "\n");
            bireme_text read[CELLS];
            size_t n = read_cells(line, length, read);
            assert_int_equal(n, 3);
            if (r == 1) {
                assert_string_equal(bireme_text_string(&read[1]), "---:");
            } else {
                assert_says(&read[0], name);
                assert_says(&read[2], name);
            }
            free_cells(read, n);
            line += length + 1;
        }
        assert_true(*line == '\0');
        bireme_free(text);
    }
}

static void assert_line(const char *line, const char *before, const char *name)
{
    bireme_text read = {0};
    assert_memory_equal(line, before, strlen(before));
    line += strlen(before);
    if (strcmp(before, "## ") != 0) { /* it begins no list, no heading and no quotation */
        size_t digits = strspn(line, "0123456789");
        assert_true(strchr("#>-+=* \t", *line) == NULL);
        assert_true(digits == 0 || (line[digits] != '.' && line[digits] != ')'));
    }
    read_inline(line, strcspn(line, "\n"), &read);
    assert_says(&read, name);
    bireme_text_free(&read);
}

static void whatever_a_name_is_a_line_is_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < HOSTILE; i++) {
        static const bireme_column columns[] = {{.title = NULL}};
        if (hostile[i][strspn(hostile[i], " ")] == '\0') continue;
        bireme_document d;
        bireme_document_init(&d, "USD");
        bireme_document_paragraph(&d, hostile[i]);
        bireme_document_heading(&d, hostile[i]);
        bireme_document_table(&d, columns, 1);
        bireme_document_row(&d, (bireme_cell[]){bireme_cell_text("row")}, false);
        bireme_document_detail(&d, hostile[i]);
        char *text = write(&d);
        size_t lines = 0;
        for (const char *at = text; *at != '\0'; at++) lines += *at == '\n';
        assert_int_equal(lines, 9);
        assert_line(text, "", hostile[i]);
        assert_line(strstr(text, "\n\n") + 2, "## ", hostile[i]);
        assert_line(strstr(text, "row |\n\n") + 7, "- ", hostile[i]);
        bireme_free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_paragraphs_and_tables),
        cmocka_unit_test(what_stands_under_the_last_row_only_is_about_the_table),
        cmocka_unit_test(a_spread_is_a_picture),
        cmocka_unit_test(whatever_a_name_is_a_table_is_one),
        cmocka_unit_test(whatever_a_name_is_a_line_is_one),
    };
    return cmocka_run_group_tests_name("output.markdown", tests, NULL, NULL);
}
