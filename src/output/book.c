/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The workbook itself: opened over an unnamed file, styled, closed into bytes.
 *
 * When memory runs out inside libxlsxwriter 1.1.4, a part of its functions say so, a part leave something out, and a part follow
 * a null pointer. The first two are found here: every result is looked at, errno tells of the others (bireme_book_check),
 * and the finished file is looked through before it is handed out. The third cannot be prevented from outside: a caller who
 * must live on makes the workbook in a process of its own, as the program does (cli/workbook.c).
 * What libxlsxwriter would complain about on standard error (names, lengths, sizes) is checked before it is asked.
 */
#define _GNU_SOURCE /* memfd_create */
#include "output/book.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/memory.h"
#include "output/book_pages.h"
#include "output/utf8.h"

enum { TEXT_MOST = 32000, LINE_HEIGHT = 15 };

static const lxw_color_t dark = 0x1F3A5F, grey = 0x6B7280, light = 0xE8EDF3, line = 0x9AA5B1;

/* ------------------------ opening and closing */

/* 1980-01-01, the day that the file's parts have, too: the program knows no clock, and the same run gives the same bytes. */
static const time_t first_day = 315532800;

static void free_late(bireme_book *book)
{
    if (book->file >= 0) close(book->file);
    bireme_free(book->currency);
    bireme_free(book->pages.height);
    bireme_free(book->pages.start);
    *book = (bireme_book){.file = -1};
}

static void open_workbook(bireme_book *book, const char *title, const char *subject)
{
    char path[64], folder[BIREME_BOOK_PARTS], about[64];
    char nobody[] = "", comments[] = "Made by bireme.", unnamed[] = "bireme";
    lxw_workbook_options options = {.tmpdir = bireme_book_parts_folder(folder, &book->parts)};
    snprintf(path, sizeof path, "/proc/self/fd/%d", book->file);
    snprintf(about, sizeof about, "%s", subject);
    bireme_utf8_end(about, sizeof about);
    book->workbook = workbook_new_opt(path, &options);
    if (book->workbook == NULL || book->workbook->options.tmpdir == NULL) {
        book->out_of_memory = true;
        return;
    }
    lxw_doc_properties properties = {.title = *title != '\0' ? (char *)title : unnamed,
                                     .subject = about,
                                     .company = nobody,
                                     .comments = comments,
                                     .created = first_day};
    bireme_book_check(book, workbook_set_properties(book->workbook, &properties));
    const lxw_doc_properties *kept = book->workbook->properties;
    bireme_book_kept(book, kept);
    bireme_book_kept(book, kept != NULL ? kept->title : NULL);
    bireme_book_kept(book, kept != NULL ? kept->subject : NULL);
    bireme_book_kept(book, kept != NULL ? kept->comments : NULL);
}

bireme_status bireme_book_open(bireme_book *book, const char *title, const char *subject,
                               const char *currency, bireme_error *error)
{
    bireme_text name = {0};
    *book = (bireme_book){.file = -1};
    bireme_utf8_append_clean(&name, title);
    book->currency = bireme_strdup(currency);
    bireme_status status = BIREME_OK;
    if (book->currency == NULL || name.failed) {
        status = bireme_fail_memory(error);
    } else if ((book->file = memfd_create("bireme-workbook", MFD_CLOEXEC)) < 0) {
        int code = errno;
        status = code == ENOMEM
                     ? bireme_fail_memory(error)
                     : bireme_fail(error, BIREME_IO, "cannot make a temporary file (errno %d)", code);
    }
    if (status == BIREME_OK) {
        errno = 0; /* see bireme_book_check() */
        open_workbook(book, bireme_text_string(&name), subject);
    } else {
        free_late(book);
    }
    bireme_text_free(&name);
    return status;
}

static bireme_status read_back(const bireme_book *book, bireme_text *out, bireme_error *error)
{
    char piece[1 << 14];
    size_t before = out->length;
    for (off_t at = 0;;) {
        ssize_t n = pread(book->file, piece, sizeof piece, at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return bireme_fail(error, BIREME_IO, "cannot read the temporary file (errno %d)", errno);
        if (n == 0) break;
        bireme_text_append_n(out, piece, (size_t)n);
        at += n;
    }
    if (out->failed) return bireme_fail_memory(error);
    if (bireme_book_is_whole(out->data + before, out->length - before, book->parts.opened)) return BIREME_OK;
    return bireme_fail(error, BIREME_IO, "the workbook was not written whole");
}

/* A file that need not be there (time zones), a descriptor that is no terminal. */
static bool is_of_no_account(int code)
{
    return code == ENOENT || code == EACCES || code == ENOTDIR || code == ENOTTY;
}

/* Assembles the file; frees the workbook. What was not built whole is not assembled: the library would follow pointers that
 * it never got. */
static bireme_status assemble(bireme_book *book, bireme_error *error)
{
    if (book->out_of_memory || book->error != LXW_NO_ERROR) {
        lxw_workbook_free(book->workbook); /* NULL is fine */
        if (book->out_of_memory || book->error == LXW_ERROR_MEMORY_MALLOC_FAILED)
            return bireme_fail_memory(error);
        return bireme_fail(error, BIREME_INTERNAL, "the workbook cannot be made: %s",
                           lxw_strerror(book->error));
    }
    errno = 0;
    lxw_error closed = workbook_close(book->workbook);
    int code = is_of_no_account(errno) ? 0 : errno;
    if (closed == LXW_NO_ERROR && code == 0 && !book->parts.failed) return BIREME_OK;
    /* It may say that it failed, but not why: what the system gives no reason for was memory. */
    if (code == 0 || code == ENOMEM) return bireme_fail_memory(error);
    return bireme_fail(error, BIREME_IO, "the workbook cannot be written (%s, errno %d)",
                       closed != LXW_NO_ERROR ? lxw_strerror(closed) : "a part of it is missing", code);
}

bireme_status bireme_book_close(bireme_book *book, bireme_text *out, bireme_error *error)
{
    bireme_book_check(book, LXW_NO_ERROR);
    bireme_status status = assemble(book, error);
    if (status == BIREME_OK && out != NULL) status = read_back(book, out, error);
    free_late(book);
    return status;
}

/* Where the library has no memory it may leave something out and say nothing. malloc() then leaves ENOMEM, and no function
 * of the C library ever sets errno back to 0. */
void bireme_book_check(bireme_book *book, lxw_error error)
{
    if (errno == ENOMEM) book->out_of_memory = true;
    if (book->error == LXW_NO_ERROR) book->error = error;
}

void bireme_book_kept(bireme_book *book, const void *copy)
{
    if (copy == NULL) book->out_of_memory = true;
    bireme_book_check(book, LXW_NO_ERROR);
}

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
        format_set_bold(f);
        format_set_text_wrap(f);
        format_set_bg_color(f, light);
        format_set_bottom(f, LXW_BORDER_THIN);
        format_set_bottom_color(f, line);
        if (style == BIREME_BOOK_HEAD_RIGHT) format_set_align(f, LXW_ALIGN_RIGHT);
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
    case BIREME_BOOK_LEFT:
        format_set_align(f, LXW_ALIGN_LEFT);
        break;
    case BIREME_BOOK_BODY:
    case BIREME_BOOK_STYLES:
        break;
    }
}

enum { CENTS = BIREME_BOOK_FORMATS };

/* format: a bireme_format, or CENTS. */
static lxw_format *format_of(bireme_book *book, bireme_book_style style, int format)
{
    lxw_format **kept = &book->format[style][format];
    char pattern[BIREME_BOOK_PATTERN];
    if (*kept == NULL && book->workbook != NULL) {
        *kept = workbook_add_format(book->workbook);
        if (*kept == NULL) {
            book->out_of_memory = true;
            return NULL;
        }
        dress(*kept, style);
        format_set_num_format(
            *kept, format == CENTS ? bireme_book_pattern_of_cents(pattern, book->currency)
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
    return format == BIREME_FORMAT_MONEY && fabs(value) < 99.995 && value != 0 ? CENTS : (int)format;
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
