/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Horizontal pictures: one row per place, with its name above the bar at the left and its note at the right,
 * so that names have the whole width. Funnels start at zero; tornados lie on both sides of a line.
 */
#include <math.h>
#include "base/memory.h"
#include "output/picture/canvas.h"

enum { BAR_HEIGHT = 14, ROW_GAP = 10, TICKS_MOST = 5 };

static bool has_mark(const bireme_picture *picture, bireme_picture_mark mark)
{
    for (size_t s = 0; s < picture->n_series; s++)
        if (picture->series[s].mark == mark) return true;
    return false;
}

static void draw_bar(bireme_canvas *canvas, const bireme_axis *axis, const bireme_series *series,
                     size_t place, const char *class, double y)
{
    const double low = series->low != NULL ? series->low[place] : NAN,
                 high = series->high != NULL ? series->high[place] : NAN,
                 value = series->value != NULL ? series->value[place] : NAN, middle = y + BAR_HEIGHT / 2.0;
    const double a = bireme_axis_px(axis, low), b = bireme_axis_px(axis, high);
    if (series->mark == BIREME_MARK_FLOATING) {
        bireme_svg_rectangle(canvas->out, class, fmin(a, b), y, fmax(fabs(b - a), 1), BAR_HEIGHT);
        return;
    }
    const double zero = bireme_axis_px(axis, 0), end = bireme_axis_px(axis, value);
    bireme_svg_rectangle(canvas->out, class, fmin(zero, end), y, fmax(fabs(end - zero), 1), BAR_HEIGHT);
    if (!isfinite(a) || !isfinite(b)) return;
    bireme_svg_line(canvas->out, "whisker", a, middle, b, middle);
    bireme_svg_line(canvas->out, "whisker", a, middle - 4, a, middle + 4);
    bireme_svg_line(canvas->out, "whisker", b, middle - 4, b, middle + 4);
}

/* The lines across are drawn only next to each bar, so that no line crosses words. */
static void draw_levels(bireme_canvas *canvas, const bireme_picture *picture, const bireme_axis *axis)
{
    for (size_t l = 0; l < picture->n_lines; l++) {
        const double x = bireme_axis_px(axis, picture->lines[l].at);
        bireme_svg_line(canvas->out, "goal", x, canvas->y - 2, x, canvas->y + BAR_HEIGHT + 2);
    }
}

/* The name and the note, on one line if there is room for both. */
static void draw_words(bireme_canvas *canvas, const bireme_picture *picture, size_t place)
{
    const char *note = picture->note != NULL ? picture->note[place] : NULL, *name = picture->label[place];
    const double gap = 12, right = canvas->left + canvas->width;
    const double noted = note != NULL ? bireme_glyph_text_width(note, BIREME_TEXT_SIZE, false) : 0;
    const bool beside = bireme_glyph_text_width(name, BIREME_TEXT_SIZE, false) + gap + noted <= canvas->width;
    canvas->y += BIREME_LINE_HEIGHT;
    bireme_canvas_text(canvas, "over", BIREME_ANCHOR_START, canvas->left, canvas->y - 4, canvas->width, name);
    if (note == NULL) return;
    if (!beside) canvas->y += BIREME_LINE_HEIGHT;
    bireme_canvas_text(canvas, "soft over", beside ? BIREME_ANCHOR_END : BIREME_ANCHOR_START,
                       beside ? right : canvas->left, canvas->y - 4, canvas->width, note);
}

static void draw_axis(bireme_canvas *canvas, const bireme_picture *picture, const bireme_axis *axis)
{
    const double y = canvas->y + BIREME_LINE_HEIGHT - 2;
    bireme_text title = {0};
    double end = -INFINITY;
    for (size_t i = 0; i < bireme_axis_ticks(axis); i++) {
        char label[BIREME_PEOPLE_SIZE];
        const double x = bireme_axis_px(axis, bireme_axis_tick(axis, i));
        const double half =
            bireme_glyph_text_width(bireme_axis_label(axis, i, label), BIREME_TEXT_SIZE, false) / 2;
        bireme_svg_line(canvas->out, "axis", x, canvas->y, x, canvas->y + 4);
        if (x - half < end) continue;
        bireme_svg_text(canvas->out, "soft", BIREME_ANCHOR_MIDDLE, x, y, label);
        end = x + half + 6;
    }
    bireme_svg_line(canvas->out, "axis", axis->from, canvas->y, axis->to, canvas->y);
    canvas->y = y;
    bireme_axis_append_title(axis, picture->value_title, &title);
    if (title.length > 0) {
        canvas->y += BIREME_LINE_HEIGHT;
        bireme_canvas_text(canvas, "soft", BIREME_ANCHOR_MIDDLE, canvas->left + canvas->width / 2, canvas->y,
                           canvas->width, bireme_text_string(&title));
    }
    if (title.failed) canvas->out->failed = true;
    bireme_text_free(&title);
}

void bireme_draw_rows(bireme_canvas *canvas, const bireme_picture *picture)
{
    double low, high;
    const bool scale = has_mark(picture,
                                BIREME_MARK_FLOATING); /* bars from zero show their numbers themselves */
    bireme_picture_range(picture, &low, &high);
    bireme_axis axis = bireme_axis_round(low, high, TICKS_MOST, picture->y_log, picture->format,
                                         picture->currency);
    const double edge = scale ? bireme_axis_widest(&axis, BIREME_TEXT_SIZE) / 2 : 0;
    axis.from = canvas->left + edge;
    axis.to = canvas->left + canvas->width - edge;
    bireme_draw_legend(canvas, picture);
    for (size_t i = 0; i < picture->n; i++) {
        draw_words(canvas, picture, i);
        const size_t n = picture->n_series;
        for (size_t s = 0; s < n; s++)
            draw_bar(canvas, &axis, &picture->series[s], i, bireme_fill_class(s), canvas->y);
        draw_levels(canvas, picture, &axis);
        canvas->y += BAR_HEIGHT + ROW_GAP;
    }
    if (scale) draw_axis(canvas, picture, &axis);
    canvas->y += 6;
}
