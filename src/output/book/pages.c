/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A4 landscape is 297 × 210 mm; without the margins of bireme_book_sheet() and a footer, 770 × 490 points are
 * left. A digit of 10 points is 7 pixels of ¾ point wide in Arial and 8.48 in DejaVu Sans, the widest font
 * that programs substitute.
 */
#include "output/book/pages.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"

static const double PAGE_WIDTH = 770, PAGE_HEIGHT = 490;
static const double DIGIT = 0.75 * 8.5;
static const double USUAL_WIDTH = 8.43;
static const double HIGHEST = 409;           /* the most points of a row in Excel */
static const double SHORT = 0.2, HALF = 0.5; /* as shares of a page */
/* the scale in percent: the usual one; the least if that saves pages; the least of all */
enum { SCALE_MOST = 85, SCALE_SMALL = 70, SCALE_LEAST = 40 };
enum { LEAST_ROWS = 6, BREAKS_MOST = 1000 };

enum { USED = 1, HEADING = 2, HEAD = 4, KEEP = 8, BREAK = 16, COVERED = 32 };

struct bireme_pages_row {
    float height; /* in points; 0: the usual */
    unsigned char kind;
};

static bireme_pages *find(const bireme_book *book, const lxw_worksheet *sheet)
{
    for (size_t i = book->n_pages; sheet != NULL && i-- > 0;)
        if (book->pages[i].sheet == sheet) return (bireme_pages *)&book->pages[i];
    return NULL;
}

void bireme_pages_add(bireme_book *book, lxw_worksheet *sheet)
{
    if (sheet == NULL || book->n_pages == BIREME_BOOK_SHEETS) return;
    bireme_pages *pages = &book->pages[book->n_pages++];
    *pages = (bireme_pages){.sheet = sheet, .title_first = -1, .title_last = -1, .last_column = -1};
    for (int c = 0; c < BIREME_BOOK_WIDTHS; c++) pages->width[c] = USUAL_WIDTH;
    worksheet_set_default_row(sheet, BIREME_PAGES_ROW, LXW_FALSE);
}

void bireme_pages_width(bireme_book *book, const lxw_worksheet *sheet, int first, int last, double width)
{
    bireme_pages *pages = find(book, sheet);
    for (int c = first; pages != NULL && c <= last && c < BIREME_BOOK_WIDTHS; c++) pages->width[c] = width;
}

void bireme_pages_number(bireme_book *book, const lxw_worksheet *sheet, int column, double width)
{
    bireme_pages *pages = find(book, sheet);
    if (pages != NULL && column < BIREME_BOOK_WIDTHS)
        pages->number[column] = fmax(pages->number[column], width);
}

static double width_between(const bireme_pages *pages, int first, int last)
{
    double sum = 0;
    for (int c = first; c <= last; c++)
        sum += (c < BIREME_BOOK_WIDTHS ? pages->width[c] : USUAL_WIDTH) + BIREME_PAGES_CELL;
    return sum;
}

double bireme_pages_room(const bireme_book *book, const lxw_worksheet *sheet, int first, int last)
{
    const bireme_pages *pages = find(book, sheet);
    return pages != NULL ? width_between(pages, first, last) - BIREME_PAGES_CELL : 0;
}

static struct bireme_pages_row *row_of(bireme_book *book, bireme_pages *pages, int row)
{
    size_t wanted = (size_t)row + 1;
    if (wanted > pages->room) {
        size_t more = 2 * wanted + 64;
        struct bireme_pages_row *grown = bireme_realloc(pages->rows, more, sizeof *grown);
        if (grown == NULL) {
            book->out_of_memory = true;
            return NULL;
        }
        memset(grown + pages->room, 0, (more - pages->room) * sizeof *grown);
        pages->rows = grown;
        pages->room = more;
    }
    if (row >= pages->end) pages->end = row + 1;
    return &pages->rows[row];
}

static void mark(bireme_book *book, const lxw_worksheet *sheet, int row, int kind)
{
    bireme_pages *pages = find(book, sheet);
    struct bireme_pages_row *at = pages != NULL ? row_of(book, pages, row) : NULL;
    if (at != NULL) at->kind |= (unsigned char)kind;
}

void bireme_pages_cell(bireme_book *book, const lxw_worksheet *sheet, int row, int last, double height,
                       bireme_book_style style)
{
    bireme_pages *pages = find(book, sheet);
    struct bireme_pages_row *at = pages != NULL ? row_of(book, pages, row) : NULL;
    if (at == NULL) return;
    bool head = style == BIREME_BOOK_HEAD || style == BIREME_BOOK_HEAD_RIGHT ||
                style == BIREME_BOOK_HEAD_BESIDE;
    at->kind |= USED | (head ? HEAD : style == BIREME_BOOK_HEADING ? HEADING : 0);
    height = fmin(height, HIGHEST);
    if (height > BIREME_PAGES_ROW && (float)height > at->height) at->height = (float)height;
    if (last > pages->last_column) pages->last_column = last;
}

void bireme_pages_keep(bireme_book *book, const lxw_worksheet *sheet, int row)
{
    mark(book, sheet, row, KEEP);
}

void bireme_pages_break(bireme_book *book, const lxw_worksheet *sheet, int row)
{
    mark(book, sheet, row, BREAK);
}

void bireme_pages_picture(bireme_book *book, const lxw_worksheet *sheet, int row, int rows, int last)
{
    bireme_pages *pages = find(book, sheet);
    for (int r = row; r < row + rows; r++) mark(book, sheet, r, COVERED);
    if (pages != NULL && last > pages->last_column) pages->last_column = last;
}

void bireme_pages_titles(bireme_book *book, const lxw_worksheet *sheet, int first, int last)
{
    bireme_pages *pages = find(book, sheet);
    if (pages == NULL) return;
    pages->title_first = first;
    pages->title_last = last;
}

void bireme_pages_limit(bireme_book *book, const lxw_worksheet *sheet, int rows, int columns)
{
    bireme_pages *pages = find(book, sheet);
    if (pages == NULL) return;
    pages->rows_most = rows;
    pages->columns_most = columns;
}

/* ------------------------ heights */

static int kind_of(const bireme_pages *pages, int row)
{
    return row >= 0 && (size_t)row < pages->room ? pages->rows[row].kind : 0;
}

static double height_of(const bireme_pages *pages, int row)
{
    double height = row >= 0 && (size_t)row < pages->room ? pages->rows[row].height : 0;
    return height > 0 ? height : BIREME_PAGES_ROW;
}

static double height_between(const bireme_pages *pages, int from, int to)
{
    double sum = 0;
    for (int row = from; row < to; row++) sum += height_of(pages, row);
    return sum;
}

/* The height that the rows need on paper, not counting empty ones at the end. */
static double needed_between(const bireme_pages *pages, int from, int to)
{
    while (to > from && (kind_of(pages, to - 1) & (USED | COVERED)) == 0) to--;
    return height_between(pages, from, to);
}

/* ------------------------ pages */

/* Whether something that may begin a page begins in the row. A heading does, unless another is right above
 * it; a table or a sentence does if there has been a table since the last beginning (`table`), and a picture
 * does. */
static bool begins(const bireme_pages *pages, int row, bool table)
{
    int kind = kind_of(pages, row), before = kind_of(pages, row - 1);
    bool free_before = (before & (USED | COVERED)) == 0;
    if (row == 0 || (kind & KEEP) != 0) return true;
    if ((kind & HEADING) != 0) return (before & HEADING) == 0;
    if ((kind & COVERED) != 0) return (before & COVERED) == 0 && (before & HEADING) == 0;
    if ((before & COVERED) != 0) return (kind & USED) != 0;
    return table && free_before && (kind & USED) != 0;
}

/* The row after the group that begins at `from`. */
static int end_of_group(const bireme_pages *pages, int from, int end)
{
    bool table = (kind_of(pages, from) & HEAD) != 0;
    for (int row = from + 1; row < end; row++) {
        int kind = kind_of(pages, row);
        if ((kind & BREAK) != 0 || begins(pages, row, table)) return row;
        table = table || (kind & HEAD) != 0;
    }
    return end;
}

/* The height of the titles repeated on a page that begins with the row. */
static double titles_over(const bireme_pages *pages, int row)
{
    return pages->title_first >= 0 && row > pages->title_last
               ? height_between(pages, pages->title_first, pages->title_last + 1)
               : 0;
}

typedef struct cut {
    lxw_row_t *breaks; /* NULL: not wanted */
    size_t n;
    int page_from; /* the row that the page begins with */
    double used, page;
} cut;

static void turn(const bireme_pages *pages, cut *c, int row)
{
    if (c->n == BREAKS_MOST) return;
    if (c->breaks != NULL) c->breaks[c->n] = (lxw_row_t)row;
    c->n++;
    c->page_from = row;
    c->used = titles_over(pages, row);
}

/* The first row from `from` on that does not fit on the page; `to` if all do. */
static int first_over(const bireme_pages *pages, const cut *c, int from, int to)
{
    double used = c->used;
    for (int row = from; row < to; row++) {
        used += height_of(pages, row);
        if (used > c->page && row > c->page_from && (kind_of(pages, row) & (USED | COVERED)) != 0) return row;
    }
    return to;
}

/* Splits a group that is longer than the rest of the page, with at least a few rows on each of its pages. */
static void flow(const bireme_pages *pages, cut *c, int from, int to)
{
    int beginning = from + LEAST_ROWS < to ? from + LEAST_ROWS : to;
    if (from > c->page_from && first_over(pages, c, from, beginning) < beginning) turn(pages, c, from);
    for (;;) {
        int row = first_over(pages, c, from, to);
        if (row < to && to - row < LEAST_ROWS && to - LEAST_ROWS > from) row = to - LEAST_ROWS;
        if (row >= to) break;
        turn(pages, c, row);
        from = row;
    }
    c->used += height_between(pages, from, to);
}

/* Whether the previous page could end with that row so that the last one is long enough. */
static bool can_spare(const bireme_pages *pages, const cut *c, int from, int row, int end)
{
    return row > from && height_between(pages, from, row) >= HALF * c->page &&
           titles_over(pages, row) + needed_between(pages, row, end) <= c->page;
}

/* If the last page is short and the previous one can spare it something: where that should end. */
static int spared(const bireme_pages *pages, const cut *c, int from, int end)
{
    int last = (int)c->breaks[c->n - 1], found = last;
    if ((kind_of(pages, last) & BREAK) != 0 || needed_between(pages, last, end) >= SHORT * c->page)
        return last;
    for (int row = from; row < last; row = end_of_group(pages, row, end))
        if (can_spare(pages, c, from, row, end)) found = row;
    int flat = last - 2 * LEAST_ROWS; /* the page ends inside a long table */
    bool inside = pages->title_first >= 0 && flat > pages->title_last + LEAST_ROWS;
    for (int row = flat; inside && row < last; row++) inside = (kind_of(pages, row) & USED) != 0;
    if (found == last && inside && can_spare(pages, c, from, flat, end)) found = flat;
    return found;
}

/* Divides rows 0 … end into pages; sets c.page, and c.breaks if wanted. */
static void cut_up(const bireme_pages *pages, cut *c, int end)
{
    for (int from = 0; from < end;) {
        int to = end_of_group(pages, from, end);
        double whole = needed_between(pages, from, to);
        if ((kind_of(pages, from) & BREAK) != 0 && from > 0) turn(pages, c, from);
        if (c->used + whole > c->page) {
            if (whole + titles_over(pages, from) <= c->page && from > c->page_from) turn(pages, c, from);
        }
        if (c->used + whole > c->page)
            flow(pages, c, from, to);
        else
            c->used += height_between(pages, from, to);
        from = to;
    }
    if (c->breaks == NULL || c->n == 0) return;
    int before = c->n > 1 ? (int)c->breaks[c->n - 2] : 0;
    c->breaks[c->n - 1] = (lxw_row_t)spared(pages, c, before, end);
}

/* ------------------------ scale */

static int end_of_paper(const bireme_pages *pages)
{
    return pages->rows_most > 0 && pages->rows_most < pages->end ? pages->rows_most : pages->end;
}

static int last_column_of_paper(const bireme_pages *pages)
{
    return pages->columns_most > 0 && pages->columns_most <= pages->last_column ? pages->columns_most - 1
                                                                                : pages->last_column;
}

static size_t pages_at(const bireme_pages *pages, int end, int scale)
{
    cut c = {.page = 100 * PAGE_HEIGHT / scale};
    cut_up(pages, &c, end);
    return c.n;
}

/* The usual scale, if the width allows it. */
static int widest_scale(const bireme_pages *pages)
{
    double width = DIGIT * width_between(pages, 0, last_column_of_paper(pages));
    int scale = (int)floor(fmin(100 * PAGE_WIDTH / fmax(width, 1), SCALE_MOST));
    return scale > SCALE_LEAST ? scale : SCALE_LEAST;
}

/* In percent: as large as the width allows, up to the usual scale; a little smaller if that saves pages.
 * Where the head of a table was repeated for a page, the scale is already fixed. */
static int scale_of(const bireme_pages *pages, int end)
{
    int best = widest_scale(pages);
    for (int row = 0; row < end; row++)
        if ((kind_of(pages, row) & BREAK) != 0) return best;
    size_t fewest = pages_at(pages, end, best);
    for (int scale = best - 1; scale >= SCALE_SMALL && fewest > 0; scale--) {
        size_t here = pages_at(pages, end, scale);
        if (here >= fewest) continue;
        fewest = here;
        best = scale;
    }
    return best;
}

double bireme_pages_left(const bireme_book *book, const lxw_worksheet *sheet, int row)
{
    const bireme_pages *pages = find(book, sheet);
    if (pages == NULL) return PAGE_HEIGHT;
    cut c = {.page = 100 * PAGE_HEIGHT / widest_scale(pages)};
    cut_up(pages, &c, row);
    return c.page - c.used;
}

/* ------------------------ the end */

static void widen_for_numbers(bireme_book *book, bireme_pages *pages)
{
    for (int c = 0; c < BIREME_BOOK_WIDTHS; c++) {
        if (pages->number[c] <= pages->width[c]) continue;
        pages->width[c] = pages->number[c];
        bireme_book_check(
            book, worksheet_set_column(pages->sheet, (lxw_col_t)c, (lxw_col_t)c, pages->width[c], NULL));
    }
}

static void finish_sheet(bireme_book *book, bireme_pages *pages)
{
    widen_for_numbers(book, pages);
    lxw_worksheet *sheet = pages->sheet;
    int end = end_of_paper(pages), last = last_column_of_paper(pages);
    for (int row = 0; row < pages->end; row++)
        if (pages->rows[row].height > 0)
            bireme_book_check(book, worksheet_set_row(sheet, (lxw_row_t)row, pages->rows[row].height, NULL));
    if (end == 0 || last < 0) return;
    int scale = scale_of(pages, end);
    cut c = {.page = 100 * PAGE_HEIGHT / scale,
             .breaks = bireme_calloc(BREAKS_MOST + 1, sizeof *c.breaks)}; /* ends with 0 */
    if (c.breaks == NULL) {
        book->out_of_memory = true;
        return;
    }
    worksheet_set_print_scale(sheet, (uint16_t)scale);
    bireme_book_check(book, worksheet_print_area(sheet, 0, 0, (lxw_row_t)end - 1, (lxw_col_t)last));
    if (pages->title_first >= 0)
        bireme_book_check(
            book, worksheet_repeat_rows(sheet, (lxw_row_t)pages->title_first, (lxw_row_t)pages->title_last));
    cut_up(pages, &c, end);
    if (c.n > 0) {
        bireme_book_check(book, worksheet_set_h_pagebreaks(sheet, c.breaks));
        bireme_book_kept(book, sheet->hbreaks);
    }
    bireme_free(c.breaks);
}

void bireme_pages_finish(bireme_book *book)
{
    for (size_t i = 0; i < book->n_pages && !book->out_of_memory; i++) finish_sheet(book, &book->pages[i]);
}

void bireme_pages_free(bireme_book *book)
{
    for (size_t i = 0; i < book->n_pages; i++) bireme_free(book->pages[i].rows);
    book->n_pages = 0;
}
