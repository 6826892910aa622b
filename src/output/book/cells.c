/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sheets and cells of a workbook. What libxlsxwriter would complain about on standard error (names, lengths,
 * sizes) is checked before it is asked.
 */
#include "output/book/book.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "output/book/pages.h"
#include "output/forms/utf8.h"

enum { TEXT_MOST = 32000, LINE_HEIGHT = 15 };

static const lxw_color_t dark = 0x1F3A5F, grey = 0x6B7280, light = 0xE8EDF3, line = 0x9AA5B1;

/* ------------------------ styles */

static void dress(lxw_format *f, bireme_book_style style)
{
    format_set_font_name(f, "Calibri");
    format_set_font_size(f, 10);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    switch (style) {
    case BIREME_BOOK_TITLE:
        format_set_font_size(f, 18);
        format_set_bold(f);
        format_set_font_color(f, dark);
        break;
    case BIREME_BOOK_SUBTITLE:
        format_set_font_color(f, grey);
        break;
    case BIREME_BOOK_HEADING:
        format_set_font_size(f, 12);
        format_set_bold(f);
        format_set_font_color(f, dark);
        break;
    case BIREME_BOOK_ANSWER:
        format_set_font_size(f, 12);
        format_set_text_wrap(f);
        break;
    case BIREME_BOOK_TEXT:
        format_set_text_wrap(f);
        break;
    case BIREME_BOOK_NOTE:
        format_set_text_wrap(f);
        format_set_indent(f, 1);
        break;
    case BIREME_BOOK_DETAIL:
        format_set_text_wrap(f);
        format_set_font_size(f, 9);
        format_set_font_color(f, grey);
        format_set_indent(f, 1);
        break;
    case BIREME_BOOK_HEAD:
    case BIREME_BOOK_HEAD_RIGHT:
    case BIREME_BOOK_HEAD_BESIDE:
        format_set_bold(f);
        format_set_text_wrap(f);
        format_set_bg_color(f, light);
        format_set_bottom(f, LXW_BORDER_THIN);
        format_set_bottom_color(f, line);
        if (style == BIREME_BOOK_HEAD_RIGHT) format_set_align(f, LXW_ALIGN_RIGHT);
        if (style == BIREME_BOOK_HEAD_BESIDE) format_set_indent(f, 1);
        break;
    case BIREME_BOOK_TOTAL:
        format_set_bold(f);
        format_set_top(f, LXW_BORDER_THIN);
        format_set_top_color(f, line);
        break;
    case BIREME_BOOK_NAME_OF:
        format_set_align(f, LXW_ALIGN_RIGHT);
        format_set_text_wrap(f);
        format_set_font_color(f, grey);
        break;
    case BIREME_BOOK_INPUT:
        format_set_font_color(f, 0x0000FF); /* what modellers expect of a cell to be changed */
        format_set_bg_color(f, 0xFFFBE6);
        break;
    case BIREME_BOOK_RIGHT:
        format_set_align(f, LXW_ALIGN_RIGHT);
        break;
    case BIREME_BOOK_BESIDE:
        format_set_indent(f, 1);
        break;
    case BIREME_BOOK_LEFT:
        format_set_align(f, LXW_ALIGN_LEFT);
        break;
    case BIREME_BOOK_BODY:
    case BIREME_BOOK_STYLES:
        break;
    }
}

enum { CENTS = BIREME_BOOK_FORMATS, MILLIONS, BILLIONS };

/* Money of that size has more digits than a column has room for. */
static const double IN_MILLIONS = 1e9, IN_BILLIONS = 1e12;

/* format: a bireme_format, CENTS, MILLIONS or BILLIONS. */
static lxw_format *format_of(bireme_book *book, bireme_book_style style, int format)
{
    lxw_format **kept = &book->format[style][format];
    static const char *const money_end[] = {".00", ",,\"M\"", ",,,\"B\""};
    char pattern[BIREME_BOOK_PATTERN];
    if (*kept == NULL && book->workbook != NULL) {
        *kept = workbook_add_format(book->workbook);
        if (*kept == NULL) {
            book->out_of_memory = true;
            return NULL;
        }
        dress(*kept, style);
        format_set_num_format(
            *kept, format >= CENTS
                       ? bireme_book_pattern_of_money(pattern, book->currency, money_end[format - CENTS])
                       : bireme_book_pattern(pattern, (bireme_format)format, book->currency));
    }
    return *kept;
}

/* Texts need no number format. */
static lxw_format *text_format(bireme_book *book, bireme_book_style style)
{
    return format_of(book, style, BIREME_FORMAT_PLAIN);
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
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.6);
    bireme_book_check(book, worksheet_set_footer(sheet, "&L&8&A&R&8page &P of &N"));
    return sheet;
}

void bireme_book_width(bireme_book *book, lxw_worksheet *sheet, int first, int last, double width)
{
    if (sheet != NULL)
        bireme_book_check(book, worksheet_set_column(sheet, (lxw_col_t)first, (lxw_col_t)last, width, NULL));
}

/* ------------------------ cells */

/* Spreadsheets read "_x0041_" as the character of that number. */
static bool looks_like_an_escape(const char *text)
{
    return text[0] == '_' && text[1] == 'x' && strspn(text + 2, "0123456789abcdefABCDEF") >= 4 &&
           text[6] == '_';
}

/* What a cell may hold: cleaned, and cut where it would be too long. */
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

void bireme_book_text(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_book_style style,
                      const char *text)
{
    if (sheet == NULL) return;
    lxw_format *format = text_format(book, style);
    char *shown = clean(book, text);
    if (shown == NULL || *shown == '\0')
        bireme_book_check(book, worksheet_write_blank(sheet, (lxw_row_t)row, (lxw_col_t)column, format));
    else
        bireme_book_check(book,
                          worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, shown, format));
    bireme_free(shown);
}

static int number_format(bireme_format format, double value)
{
    double size = fabs(value);
    if (format != BIREME_FORMAT_MONEY || !isfinite(value) || value == 0) return (int)format;
    return size < 99.995         ? CENTS
           : size >= IN_BILLIONS ? BILLIONS
           : size >= IN_MILLIONS ? MILLIONS
                                 : (int)format;
}

void bireme_book_number(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_book_style style,
                        bireme_format format, double value)
{
    if (sheet == NULL) return;
    lxw_format *f = format_of(book, style, number_format(format, value));
    if (format == BIREME_FORMAT_POINTS) value *= 100;
    if (isfinite(value))
        bireme_book_check(book, worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)column, value, f));
    else
        bireme_book_check(book, worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, "n/a", f));
}

void bireme_book_formula(bireme_book *book, lxw_worksheet *sheet, int row, int column, bireme_format format,
                         const char *formula, double value, bool array)
{
    if (sheet == NULL) return;
    lxw_format *f = format_of(book, BIREME_BOOK_BODY, number_format(format, value));
    lxw_row_t r = (lxw_row_t)row;
    lxw_col_t c = (lxw_col_t)column;
    bireme_book_check(book, array ? worksheet_write_array_formula_num(sheet, r, c, r, c, formula, f, value)
                                  : worksheet_write_formula_num(sheet, r, c, formula, f, value));
}

/* Lines that a text of this width needs: words are not cut, so a line holds less than its width. */
int bireme_book_lines(const char *text, double width)
{
    int used = 0, lines = 1;
    for (const char *word = text; *word != '\0';) {
        size_t length = strcspn(word, " ");
        char piece[256];
        snprintf(piece, sizeof piece, "%.*s", (int)(length < 255 ? length : 255), word);
        int wide = bireme_utf8_width(piece);
        if (used > 0 && used + 1 + wide > width) {
            lines++;
            used = 0;
        }
        used += wide + (used > 0);
        for (; used > width && width >= 1; used -= (int)width) lines++; /* a long word is cut */
        word += length + (word[length] == ' ');
    }
    return lines;
}

int bireme_book_name_cell(bireme_book *book, lxw_worksheet *sheet, int row, int column, double width,
                          const char *text)
{
    /* of small letters a tenth more than digits fit */
    if (bireme_utf8_width(text) <= 1.1 * width) {
        bireme_book_text(book, sheet, row, column, BIREME_BOOK_BODY, text);
        return 1;
    }
    int lines = bireme_book_lines(text, width);
    bireme_book_text(book, sheet, row, column, BIREME_BOOK_TEXT, text);
    bireme_book_height(book, sheet, row, lines);
    return lines;
}

void bireme_book_height(bireme_book *book, lxw_worksheet *sheet, int row, int lines)
{
    if (sheet == NULL || lines <= 1) return;
    bireme_book_check(book, worksheet_set_row(sheet, (lxw_row_t)row, lines * 13.5 + 1.5, NULL));
    bireme_pages_note(book, sheet, row, lines * 13.5 + 1.5);
}

void bireme_book_wrapped(bireme_book *book, lxw_worksheet *sheet, int row, int first, int last, double width,
                         bireme_book_style style, const char *text)
{
    if (sheet == NULL) return;
    char *shown = clean(book, text);
    if (shown == NULL) return;
    lxw_format *format = text_format(book, style);
    double per_character = style == BIREME_BOOK_ANSWER ? 1.06 : style == BIREME_BOOK_DETAIL ? 0.88 : 0.95;
    double height = style == BIREME_BOOK_ANSWER   ? 1.15 * LINE_HEIGHT
                    : style == BIREME_BOOK_DETAIL ? 12.5
                                                  : 13.5;
    int lines = bireme_book_lines(shown, width / per_character);
    lxw_row_t r = (lxw_row_t)row;
    lxw_col_t from = (lxw_col_t)first, to = (lxw_col_t)last;
    if (*shown == '\0')
        lines = 1;
    else if (from != to) /* without the text: what becomes of that, merging does not say */
        bireme_book_check(book, worksheet_merge_range(sheet, r, from, r, to, "", format));
    if (*shown != '\0') bireme_book_check(book, worksheet_write_string(sheet, r, from, shown, format));
    bireme_book_check(book, worksheet_set_row(sheet, (lxw_row_t)row, lines * height + 2, NULL));
    bireme_pages_note(book, sheet, row, lines * height + 2);
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
}
