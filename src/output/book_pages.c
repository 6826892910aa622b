/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A4 across is 297 × 210 mm; less the margins of bireme_book_sheet() and a footer 770 × 490 points are left. A column of w
 * characters is 7w + 5 pixels of ¾ point wide. From that the scale follows at which the sheet is printed.
 */
#include "output/book_pages.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"

static const double PAGE_WIDTH = 770, PAGE_HEIGHT = 490, ROW = 15;
enum { SCALE_LEAST = 60, SCALE_MOST = 100, LEAST_ROWS = 6, BREAKS_MOST = 1000 };

void bireme_pages_begin(bireme_book *book, lxw_worksheet *sheet)
{
    bireme_pages *pages = &book->pages;
    bireme_free(pages->height);
    bireme_free(pages->start);
    *pages = (bireme_pages){.sheet = sheet};
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

static double height_of(const bireme_pages *pages, int row)
{
    return (size_t)row < pages->rows && pages->height[row] > 0 ? pages->height[row] : ROW;
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

/* A group that fits a page stays whole; of a longer one the heading and a few rows stay together. */
static size_t find_breaks(const bireme_pages *pages, int end, double page, lxw_row_t *breaks)
{
    size_t n = 0;
    double used = height_between(pages, 0, pages->starts > 0 ? pages->start[0] : end);
    for (size_t g = 0; g < pages->starts; g++) {
        int from = pages->start[g], to = g + 1 < pages->starts ? pages->start[g + 1] : end;
        double whole = height_between(pages, from, to);
        int first = from + LEAST_ROWS < to ? from + LEAST_ROWS : to;
        double needed = whole <= page ? whole : height_between(pages, from, first);
        if (used > 0 && used + needed > page && n < BREAKS_MOST) {
            breaks[n++] = (lxw_row_t)from;
            used = 0;
        }
        used = flow(pages, page, used, from, to);
    }
    return n;
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
