/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Upright lines and regions of a plot, and their labels above it, in several rows where they would collide.
 */
#include <math.h>
#include "output/picture/canvas.h"

enum { LABEL_GAP = 6, ROWS_MOST = 8 };

static double place_px(const bireme_frame *frame, double at)
{
    if (frame->picture->x != NULL) return bireme_axis_px(&frame->along, at);
    return frame->left + at * bireme_frame_step(frame); /* between places: 0 is where the first begins */
}

/* Where the label of a line begins: around the line, but not cut off, and beside the lines that come down
 * from labels above it rather than under them, if it then still touches its own. */
static double words_left(const bireme_canvas *canvas, const bireme_frame *frame, size_t which,
                         const size_t *row)
{
    const bireme_picture_line *lines = frame->picture->lines, *line = &lines[which];
    const double beside = 4, end = canvas->left + canvas->width, from = place_px(frame, line->at),
                 until = isfinite(line->until) ? place_px(frame, line->until) : from;
    const double wide = fmin(bireme_glyph_text_width(line->name, BIREME_TEXT_SIZE, false), canvas->width);
    double left = fmax(canvas->left, fmin((from + until - wide) / 2, end - wide));
    for (size_t l = 0; l < which; l++) {
        if (!lines[l].upright || isfinite(lines[l].until) || row[l] >= row[which]) continue;
        const double x = place_px(frame, lines[l].at);
        if (x < left - beside || x > left + wide + beside) continue;
        const double moved = x > (from + until) / 2 ? fmax(canvas->left, x - beside - wide)
                                                    : fmin(x + beside, end - wide);
        if (moved <= until && moved + wide >= from) left = moved;
    }
    return left;
}

size_t bireme_uprights_place(const bireme_canvas *canvas, const bireme_frame *frame, size_t *row)
{
    double end[ROWS_MOST];
    size_t rows = 0;
    for (size_t r = 0; r < ROWS_MOST; r++) end[r] = -INFINITY;
    for (size_t l = 0; l < frame->picture->n_lines; l++) {
        const bireme_picture_line *line = &frame->picture->lines[l];
        row[l] = 0;
        if (!line->upright) continue;
        while (row[l] + 1 < ROWS_MOST && words_left(canvas, frame, l, row) < end[row[l]]) row[l]++;
        end[row[l]] = words_left(canvas, frame, l, row) +
                      bireme_glyph_text_width(line->name, BIREME_TEXT_SIZE, false) + LABEL_GAP;
        if (row[l] + 1 > rows) rows = row[l] + 1;
    }
    return rows;
}

/* Whether a line at x would go through a label in that row. */
static bool meets_words(const bireme_canvas *canvas, const bireme_frame *frame, const size_t *row,
                        size_t which_row, double x)
{
    const double beside = 2;
    for (size_t l = 0; l < frame->picture->n_lines; l++) {
        const bireme_picture_line *line = &frame->picture->lines[l];
        if (!line->upright || row[l] != which_row) continue;
        const double left = words_left(canvas, frame, l, row);
        const double wide = bireme_glyph_text_width(line->name, BIREME_TEXT_SIZE, false);
        if (x > left - beside && x < left + wide + beside) return true;
    }
    return false;
}

void bireme_uprights_draw(bireme_canvas *canvas, const bireme_frame *frame, double first, size_t rows,
                          const size_t *row)
{
    for (size_t l = 0; l < frame->picture->n_lines; l++) {
        const bireme_picture_line *line = &frame->picture->lines[l];
        if (!line->upright) continue;
        const double x = place_px(frame, line->at);
        if (isfinite(line->until)) {
            bireme_svg_rectangle(canvas->out, "region", x, frame->top, place_px(frame, line->until) - x,
                                 frame->bottom - frame->top);
            continue;
        }
        double y = first + BIREME_LINE_HEIGHT * (double)(row[l] + 1);
        for (size_t r = row[l] + 1; r < rows; r++) {
            if (!meets_words(canvas, frame, row, r, x)) continue;
            const double above = first + BIREME_LINE_HEIGHT * (double)r;
            if (above > y) bireme_svg_line(canvas->out, "goal", x, y, x, above);
            y = above + BIREME_LINE_HEIGHT;
        }
        bireme_svg_line(canvas->out, "goal", x, y, x, frame->bottom);
    }
}

void bireme_uprights_write(bireme_canvas *canvas, const bireme_frame *frame, double first, const size_t *row)
{
    for (size_t l = 0; l < frame->picture->n_lines; l++) {
        const bireme_picture_line *line = &frame->picture->lines[l];
        if (!line->upright) continue;
        bireme_canvas_text(canvas, "over", BIREME_ANCHOR_START, words_left(canvas, frame, l, row),
                           first + BIREME_LINE_HEIGHT * (double)(row[l] + 1) - 4, canvas->width, line->name);
    }
}
