/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A4 across is 297 × 210 mm; less the margins of bireme_book_sheet() and a footer 770 × 490 points are left,
 * upright 523 × 736. A column of w characters is 7w + 5 pixels of ¾ point wide. From that the scale follows
 * at which the sheet is printed.
 */
#include "output/book/pages.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"

static const double PAGE_WIDTH = 770, PAGE_HEIGHT = 490, ROW = 15;
static const double UPRIGHT_WIDTH = 523, UPRIGHT_HEIGHT = 736;
static const double DOCUMENT_ROW = 14, HEADING_ROW = 17;
static const double CLEARLY = 1.15; /* larger: else pages lie, as the other sheets do */
static const double SHORT = 0.25;   /* of a page */
enum { SCALE_LEAST = 60, SCALE_MOST = 100, LEAST_ROWS = 6, BREAKS_MOST = 1000 };

void bireme_pages_begin(bireme_book *book, lxw_worksheet *sheet)
{
    bireme_pages *pages = &book->pages;
    bireme_free(pages->height);
    bireme_free(pages->start);
    *pages = (bireme_pages){.sheet = sheet, .row = ROW};
}

static bool grow(void **items, size_t *room, size_t wanted, size_t size)
{
    if (wanted <= *room) return true;
    size_t more = 2 * wanted + 64;
    void *grown = bireme_realloc(*items, more, size);
    if (grown == NULL) return false;
    memset((char *)grown + *room * size, 0, (more - *room) * size);
    *items = grown;
    *room = more;
    return true;
}

void bireme_pages_note(bireme_book *book, const lxw_worksheet *sheet, int row, double height)
{
    bireme_pages *pages = &book->pages;
    if (sheet != NULL && sheet == book->summary) book->summary_more += height - ROW;
    if (sheet == NULL || pages->sheet != sheet) return;
    if (!grow((void **)&pages->height, &pages->rows, (size_t)row + 1, sizeof *pages->height))
        book->out_of_memory = true;
    else
        pages->height[row] = height;
}

void bireme_pages_keep(bireme_book *book, int row)
{
    bireme_pages *pages = &book->pages;
    if (pages->sheet == NULL) return;
    if (!grow((void **)&pages->start, &pages->room, pages->starts + 1, sizeof *pages->start))
        book->out_of_memory = true;
    else
        pages->start[pages->starts++] = row;
}

void bireme_pages_rows(bireme_book *book)
{
    bireme_pages *pages = &book->pages;
    if (pages->sheet == NULL) return;
    worksheet_set_default_row(pages->sheet, DOCUMENT_ROW, LXW_FALSE);
    pages->row = DOCUMENT_ROW;
}

void bireme_pages_heading(bireme_book *book, int row)
{
    lxw_worksheet *sheet = book->pages.sheet;
    if (sheet == NULL) return;
    bireme_pages_keep(book, row);
    bireme_book_check(book, worksheet_set_row(sheet, (lxw_row_t)row, HEADING_ROW, NULL));
    bireme_pages_note(book, sheet, row, HEADING_ROW);
}

static double height_of(const bireme_pages *pages, int row)
{
    return (size_t)row < pages->rows && pages->height[row] > 0 ? pages->height[row] : pages->row;
}

static double height_between(const bireme_pages *pages, int from, int to)
{
    double sum = 0;
    for (int row = from; row < to; row++) sum += height_of(pages, row);
    return sum;
}

/* Where a group that begins on a page at `used` ends on its last one. */
static double flow(const bireme_pages *pages, double page, double used, int from, int to)
{
    for (int row = from; row < to; row++) {
        double height = height_of(pages, row);
        used = used + height > page ? height : used + height;
    }
    return used;
}

/* What a group needs to begin on a page: all of it if that fits a page, else its heading and a few rows. */
static double needed(const bireme_pages *pages, double page, int from, int to)
{
    int first = from + LEAST_ROWS < to ? from + LEAST_ROWS : to;
    double whole = height_between(pages, from, to);
    return whole <= page ? whole : height_between(pages, from, first);
}

static int end_of(const bireme_pages *pages, size_t g, int end)
{
    return g + 1 < pages->starts ? pages->start[g + 1] : end;
}

/* The last group, a heading and a sentence or so, would have a page for itself: the one before goes with it,
 * if both fit a page and if it does not begin that page anyway. */
static bool takes_the_last_along(const bireme_pages *pages, double page, size_t g, double used, int end)
{
    if (g + 2 != pages->starts || used <= 0) return false;
    int from = pages->start[g], to = pages->start[g + 1];
    double last = height_between(pages, to, end);
    if (last > SHORT * page || height_between(pages, from, end) > page) return false;
    return flow(pages, page, used, from, to) + last > page;
}

/* A group that fits a page stays whole; of a longer one the heading and a few rows stay together. */
static size_t find_breaks(const bireme_pages *pages, int end, double page, lxw_row_t *breaks)
{
    size_t n = 0;
    double used = height_between(pages, 0, pages->starts > 0 ? pages->start[0] : end);
    for (size_t g = 0; g < pages->starts; g++) {
        int from = pages->start[g], to = end_of(pages, g, end);
        bool full = used > 0 && used + needed(pages, page, from, to) > page;
        if ((full || takes_the_last_along(pages, page, g, used, end)) && n < BREAKS_MOST) {
            breaks[n++] = (lxw_row_t)from;
            used = 0;
        }
        used = flow(pages, page, used, from, to);
    }
    return n;
}

bool bireme_pages_upright(double width, int columns, double height)
{
    double points = 0.75 * (7 * width + 5 * columns);
    double across = fmin(1, fmin(PAGE_WIDTH / points, PAGE_HEIGHT / height)),
           upright = fmin(1, fmin(UPRIGHT_WIDTH / points, UPRIGHT_HEIGHT / height));
    return upright > CLEARLY * across;
}

void bireme_pages_summary(bireme_book *book, const lxw_worksheet *sheet)
{
    book->summary = sheet;
    book->summary_more = 0;
}

double bireme_pages_summary_height(const bireme_book *book, int end)
{
    return end * ROW + book->summary_more;
}

void bireme_pages_end(bireme_book *book, int end, double width, int columns)
{
    bireme_pages *pages = &book->pages;
    double points = 0.75 * (7 * width + 5 * columns);
    int scale = (int)floor(100 * PAGE_WIDTH / points);
    lxw_worksheet *sheet = pages->sheet;
    if (scale > SCALE_MOST) scale = SCALE_MOST;
    if (scale < SCALE_LEAST) scale = SCALE_LEAST;
    lxw_row_t *breaks = bireme_calloc(pages->starts + 1, sizeof *breaks); /* ends with 0 */
    if (breaks == NULL) {
        book->out_of_memory = true;
    } else if (sheet != NULL && !book->out_of_memory) {
        if (find_breaks(pages, end, PAGE_HEIGHT * 100 / scale, breaks) > 0) {
            bireme_book_check(book, worksheet_set_h_pagebreaks(sheet, breaks));
            bireme_book_kept(book, sheet->hbreaks);
        }
    }
    bireme_free(breaks);
    bireme_free(pages->height);
    bireme_free(pages->start);
    *pages = (bireme_pages){.sheet = NULL};
}
