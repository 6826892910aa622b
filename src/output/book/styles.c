/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The look of the styles of cells: one row each.
 */
#include "output/book/book.h"

enum { DARK = 0x1F3A5F, GREY = 0x6B7280, LIGHT = 0xE8EDF3, LINE = 0x9AA5B1 };
/* The colours that modellers expect of an input cell. */
enum { INPUT_BLUE = 0x0000FF, INPUT_YELLOW = 0xFFFBE6 };

#define HEAD_LOOK .size = 10, .bold = true, .wraps = true, .line_below = true, .ground = LIGHT

static const bireme_book_look looks[BIREME_BOOK_STYLES] = {
    [BIREME_BOOK_BODY] = {.size = 10},
    [BIREME_BOOK_RIGHT] = {.size = 10, .right = true},
    [BIREME_BOOK_LEFT] = {.size = 10, .left = true},
    [BIREME_BOOK_BESIDE] = {.size = 10, .set_in = true},
    [BIREME_BOOK_BESIDE_WRAPPED] = {.size = 10, .set_in = true, .wraps = true},
    [BIREME_BOOK_HEAD_BESIDE] = {HEAD_LOOK, .set_in = true},
    [BIREME_BOOK_TOTAL] = {.size = 10, .bold = true, .line_above = true},
    [BIREME_BOOK_TITLE] = {.size = 18, .bold = true, .colour = DARK},
    [BIREME_BOOK_SUBTITLE] = {.size = 10, .colour = GREY},
    [BIREME_BOOK_HEADING] = {.size = 12, .bold = true, .colour = DARK},
    [BIREME_BOOK_ANSWER] = {.size = 12, .wraps = true},
    [BIREME_BOOK_TEXT] = {.size = 10, .wraps = true},
    [BIREME_BOOK_NOTE] = {.size = 10, .wraps = true, .set_in = true},
    [BIREME_BOOK_DETAIL] = {.size = 9, .wraps = true, .set_in = true, .colour = GREY},
    [BIREME_BOOK_HEAD] = {HEAD_LOOK},
    [BIREME_BOOK_HEAD_RIGHT] = {HEAD_LOOK, .right = true},
    [BIREME_BOOK_NAME_OF] = {.size = 10, .wraps = true, .right = true, .colour = GREY},
    [BIREME_BOOK_INPUT] = {.size = 10, .colour = INPUT_BLUE, .ground = INPUT_YELLOW},
};

const bireme_book_look *bireme_book_look_of(bireme_book_style style)
{
    return &looks[style];
}

void bireme_book_dress(lxw_format *format, bireme_book_style style)
{
    const bireme_book_look *look = &looks[style];
    format_set_font_name(format, BIREME_BOOK_FONT);
    format_set_font_size(format, look->size);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (look->right || look->left) format_set_align(format, look->right ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT);
    if (look->bold) format_set_bold(format);
    if (look->wraps) format_set_text_wrap(format);
    if (look->set_in) format_set_indent(format, 1);
    if (look->colour != 0) format_set_font_color(format, look->colour);
    if (look->ground != 0) format_set_bg_color(format, look->ground);
    if (look->line_below) {
        format_set_bottom(format, LXW_BORDER_THIN);
        format_set_bottom_color(format, LINE);
    }
    if (look->line_above) {
        format_set_top(format, LXW_BORDER_THIN);
        format_set_top_color(format, LINE);
    }
}
