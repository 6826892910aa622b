/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The key: a sample of each series as it is drawn, and its name, on as many lines as needed.
 */
#include <math.h>
#include "output/picture/canvas.h"

enum { SWATCH = 24, GAP = 6, BETWEEN = 16 };

/* Which of the coloured things it is. */
static size_t colour_of(const bireme_picture *picture, size_t series)
{
    size_t which = 0;
    for (size_t s = 0; s < series; s++)
        if (picture->series[s].mark >= BIREME_MARK_LINE && picture->series[s].mark != BIREME_MARK_GOAL)
            which++;
    return which;
}

static void draw_swatch(bireme_text *out, const bireme_picture *picture, size_t series, double x, double y)
{
    const bireme_picture_mark mark = picture->series[series].mark;
    const size_t colour = colour_of(picture, series);
    switch (mark) {
    case BIREME_MARK_BAND:
    case BIREME_MARK_CORE:
        bireme_svg_rectangle(out, mark == BIREME_MARK_BAND ? "band" : "core", x, y - 6, SWATCH, 12);
        bireme_svg_line(out, "edge", x, y - 6, x + SWATCH, y - 6);
        bireme_svg_line(out, "edge", x, y + 6, x + SWATCH, y + 6);
        break;
    case BIREME_MARK_BARS:
    case BIREME_MARK_FLOATING:
        bireme_svg_rectangle(out, bireme_fill_class(colour), x + 6, y - 6, 12, 12);
        break;
    case BIREME_MARK_POINTS:
        if (picture->series[series].value != NULL)
            bireme_svg_marker(out, bireme_fill_class(colour), colour, x + SWATCH / 2.0, y);
        else
            bireme_svg_line(out, "whisker", x + SWATCH / 2.0, y - 6, x + SWATCH / 2.0, y + 6);
        break;
    case BIREME_MARK_LINE:
    case BIREME_MARK_STEPS:
    case BIREME_MARK_MEDIAN:
    case BIREME_MARK_GOAL:
        bireme_svg_line(out,
                        mark == BIREME_MARK_MEDIAN ? "median"
                        : mark == BIREME_MARK_GOAL ? "goal"
                                                   : bireme_line_class(colour),
                        x, y, x + SWATCH, y);
        break;
    }
}

typedef struct key {
    bireme_canvas *canvas;
    double x;
} key;

/* The place of the next entry, on a new line if it does not fit. */
static void place_entry(key *k, const char *name)
{
    const double wide = SWATCH + GAP + bireme_glyph_text_width(name, BIREME_TEXT_SIZE, false);
    if (k->x > k->canvas->left && k->x + wide > k->canvas->left + k->canvas->width) {
        k->x = k->canvas->left;
        k->canvas->y += BIREME_LINE_HEIGHT + 2;
    }
    bireme_canvas_text(k->canvas, "", BIREME_ANCHOR_START, k->x + SWATCH + GAP, k->canvas->y + 12,
                       k->canvas->width - SWATCH - GAP, name);
}

static void next_entry(key *k, const char *name)
{
    k->x += SWATCH + GAP + bireme_glyph_text_width(name, BIREME_TEXT_SIZE, false) + BETWEEN;
}

void bireme_draw_legend(bireme_canvas *canvas, const bireme_picture *picture)
{
    key k = {canvas, canvas->left};
    size_t n = picture->n_series;
    for (size_t l = 0; l < picture->n_lines; l++) n += !picture->lines[l].upright;
    if (n < 2) return;
    for (size_t s = 0; s < picture->n_series; s++) {
        place_entry(&k, picture->series[s].name);
        draw_swatch(canvas->out, picture, s, k.x, canvas->y + 8);
        next_entry(&k, picture->series[s].name);
    }
    for (size_t l = 0; l < picture->n_lines; l++) {
        if (picture->lines[l].upright) continue;
        place_entry(&k, picture->lines[l].name);
        bireme_svg_line(canvas->out, "goal", k.x, canvas->y + 8, k.x + SWATCH, canvas->y + 8);
        next_entry(&k, picture->lines[l].name);
    }
    canvas->y += BIREME_LINE_HEIGHT + 6;
}
