/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sheets and cells of a workbook. Whatever libxlsxwriter would complain about on standard error (names,
 * lengths, sizes) is checked before the call.
 */
#include "output/book/book.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "output/book/pages.h"
#include "output/forms/utf8.h"

enum { TEXT_MOST = 32000 };
static const double INDENT = 1.6; /* characters */

/* ------------------------ formats */

const char *bireme_book_currency(const bireme_book *book)
{
    return book->bare ? "" : book->currency;
}

static lxw_format *format_of(bireme_book *book, bireme_book_style style, bireme_book_shape shape)
{
    int index = ((int)shape.format * BIREME_BOOK_POWERS + shape.power) * (BIREME_BOOK_SCIENTIFIC + 1) +
                shape.decimals;
    lxw_format **kept = &book->format[style][book->bare][index];
    char pattern[BIREME_BOOK_PATTERN];
    if (*kept == NULL && book->workbook != NULL) {
        *kept = workbook_add_format(book->workbook);
        if (*kept == NULL) {
            book->out_of_memory = true;
            return NULL;
        }
        bireme_book_dress(*kept, style);
        format_set_num_format(*kept, bireme_book_pattern(pattern, shape, bireme_book_currency(book)));
    }
    return *kept;
}

/* Texts need no number format. */
static lxw_format *text_format(bireme_book *book, bireme_book_style style)
{
    return format_of(book, style, (bireme_book_shape){.format = BIREME_FORMAT_PLAIN});
}

/* ------------------------ sheets */

lxw_worksheet *bireme_book_sheet(bireme_book *book, const char *name)
{
    lxw_worksheet *sheet = book->workbook != NULL ? workbook_add_worksheet(book->workbook, name) : NULL;
    if (sheet == NULL) {
        book->out_of_memory = true;
        return NULL;
    }
    bireme_book_kept(book, sheet->name);
    bireme_book_kept(book, sheet->quoted_name);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.6);
    bireme_book_check(book, worksheet_set_footer(sheet, "&L&8&A&R&8page &P of &N"));
    bireme_pages_add(book, sheet);
    return sheet;
}

void bireme_book_width(bireme_book *book, lxw_worksheet *sheet, int first, int last, double width)
{
    if (sheet == NULL) return;
    for (int c = first; c <= last; c++) /* separately, because one may become wider */
        bireme_book_check(book, worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, width, NULL));
    bireme_pages_width(book, sheet, first, last, width);
}

/* ------------------------ cells */

/* Spreadsheets read "_x0041_" as the character of that number. */
static bool looks_like_an_escape(const char *text)
{
    return text[0] == '_' && text[1] == 'x' && strspn(text + 2, "0123456789abcdefABCDEF") >= 4 &&
           text[6] == '_';
}

/* A text as a cell may hold it: cleaned, and cut if it is too long. */
static char *clean(bireme_book *book, const char *text)
{
    bireme_text cleaned = {0}, out = {0};
    bireme_utf8_append_clean(&cleaned, text);
    if (cleaned.failed) out.failed = true;
    for (const char *c = bireme_text_string(&cleaned); *c != '\0'; c++) {
        if (looks_like_an_escape(c)) bireme_text_append(&out, "_x005F");
        bireme_text_append_n(&out, c, 1);
    }
    bireme_text_free(&cleaned);
    if (out.length > TEXT_MOST) {
        out.length = TEXT_MOST;
        while (out.length > 0 && ((unsigned char)out.data[out.length] & 0xC0) == 0x80) out.length--;
        out.data[out.length] = '\0';
        bireme_text_append(&out, "…");
    }
    if (out.failed) {
        book->out_of_memory = true;
        bireme_text_free(&out);
    }
    return out.data;
}

/* The width available to the text of a cell. */
static double room_for(const bireme_book *book, const lxw_worksheet *sheet, int first, int last,
                       bireme_book_style style)
{
    return bireme_pages_room(book, sheet, first, last) - (bireme_book_look_of(style)->set_in ? INDENT : 0);
}

static void note_height(bireme_book *book, const lxw_worksheet *sheet, int row, int first, int last,
                        bireme_book_style style, const char *text)
{
    int lines = 1;
    const double above = 1.6;
    if (bireme_book_look_of(style)->wraps)
        lines = bireme_book_text_lines(text, room_for(book, sheet, first, last, style), style, NULL);
    bireme_pages_cell(book, sheet, row, last, lines * bireme_book_line_height(style) + above, style);
}

/* Names, and texts next to numbers, wrap if they are too long. */
static bireme_book_style style_for(const bireme_book *book, const lxw_worksheet *sheet, int column,
                                   bireme_book_style style, const char *text)
{
    bool name = style == BIREME_BOOK_BODY && column == 0, beside = style == BIREME_BOOK_BESIDE;
    if (!name && !beside) return style;
    if (bireme_book_text_width(text, style) <= room_for(book, sheet, column, column, style)) return style;
    return name ? BIREME_BOOK_TEXT : BIREME_BOOK_BESIDE_WRAPPED;
}

void bireme_book_text(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_book_style style,
                      const char *text)
{
    if (sheet == NULL) return;
    char *shown = clean(book, text);
    if (shown != NULL && *shown != '\0') style = style_for(book, sheet, column, style, shown);
    lxw_format *format = text_format(book, style);
    if (shown == NULL || *shown == '\0')
        bireme_book_check(book, worksheet_write_blank(sheet, (lxw_row_t)row, (lxw_col_t)column, format));
    else
        bireme_book_check(book,
                          worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, shown, format));
    if (shown != NULL) note_height(book, sheet, row, column, column, style, shown);
    bireme_free(shown);
}

static void note_number(bireme_book *book, const lxw_worksheet *sheet, int row, int column,
                        bireme_book_style style, bireme_book_shape shape, double value)
{
    double wide = bireme_book_number_width(shape, bireme_book_currency(book), value);
    bireme_pages_number(book, sheet, column, style == BIREME_BOOK_TOTAL ? 1.1 * wide : wide);
    bireme_pages_cell(book, sheet, row, column, 0, style);
}

void bireme_book_shaped(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_book_style style,
                        bireme_book_shape shape, double value)
{
    if (sheet == NULL) return;
    lxw_format *f = format_of(book, style, bireme_book_shape_for(shape, value));
    double written = shape.format == BIREME_FORMAT_POINTS ? 100 * value : value;
    if (isfinite(value))
        bireme_book_check(book, worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)column, written, f));
    else
        bireme_book_check(book, worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, "n/a", f));
    note_number(book, sheet, row, column, style, shape, value);
}

void bireme_book_number(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_book_style style,
                        bireme_format format, double value)
{
    bireme_book_shaped(book, sheet, row, column, style, bireme_book_shape_of(format, 1, &value), value);
}

void bireme_book_formula(bireme_book *book, lxw_worksheet *sheet, int row, int column,
                         bireme_book_shape shape, const char *formula, double value, bool array)
{
    if (sheet == NULL) return;
    lxw_format *f = format_of(book, BIREME_BOOK_BODY, bireme_book_shape_for(shape, value));
    lxw_row_t r = (lxw_row_t)row;
    lxw_col_t c = (lxw_col_t)column;
    bireme_book_check(book, array ? worksheet_write_array_formula_num(sheet, r, c, r, c, formula, f, value)
                                  : worksheet_write_formula_num(sheet, r, c, formula, f, value));
    note_number(book, sheet, row, column, BIREME_BOOK_BODY, shape, value);
}

/* A number is not separated from its sign, nor a date broken at its hyphen: programs break lines at
 * hyphens. */
static void keep_together(bireme_book *book, bireme_text *out, const char *text)
{
    static const char *const minus = "\u2212", *const dash = "\u2011", *const space = "\u00A0";
    for (const char *c = text; *c != '\0'; c++) {
        bool digit_before = c > text && c[-1] >= '0' && c[-1] <= '9',
             digit_after = c[1] >= '0' && c[1] <= '9', begins = c == text || c[-1] == ' ' || c[-1] == '(';
        if (*c == '-' && digit_before && digit_after)
            bireme_text_append(out, dash);
        else if (*c == '-' && begins && c[1] != ' ' && c[1] != '\0' && c[1] != '-')
            bireme_text_append(out, minus);
        else if (*c == ' ' && digit_before && c[1] == '%')
            bireme_text_append(out, space);
        else
            bireme_text_append_n(out, c, 1);
    }
    if (out->failed) book->out_of_memory = true;
}

void bireme_book_wrapped(bireme_book *book, lxw_worksheet *sheet, int row, int first, int last,
                         bireme_book_style style, const char *text)
{
    if (sheet == NULL) return;
    bireme_text together = {0};
    keep_together(book, &together, text);
    char *shown = clean(book, bireme_text_string(&together));
    bireme_text_free(&together);
    if (shown == NULL) return;
    lxw_format *format = text_format(book, style);
    lxw_row_t r = (lxw_row_t)row;
    lxw_col_t from = (lxw_col_t)first, to = (lxw_col_t)last;
    if (*shown != '\0' && from != to) /* without the text: merging would not report what becomes of it */
        bireme_book_check(book, worksheet_merge_range(sheet, r, from, r, to, "", format));
    if (*shown != '\0') bireme_book_check(book, worksheet_write_string(sheet, r, from, shown, format));
    note_height(book, sheet, row, first, last, style, shown);
    bireme_free(shown);
}

void bireme_book_link(bireme_book *book, lxw_worksheet *sheet, int row, int column, const char *name,
                      const char *text)
{
    char target[64];
    if (sheet == NULL) return;
    snprintf(target, sizeof target, "internal:'%.31s'!A1", name);
    bireme_book_check(
        book, worksheet_write_url_opt(sheet, (lxw_row_t)row, (lxw_col_t)column, target, NULL, text, NULL));
    bireme_pages_cell(book, sheet, row, column, 0, BIREME_BOOK_BODY);
}
