/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The series of a plot, in their frame: areas first, then bars, then lines and points.
 */
#include <math.h>
#include <stdio.h>
#include "base/memory.h"
#include "output/picture/canvas.h"

enum { MARKERS_MOST = 26 };

double bireme_frame_step(const bireme_frame *frame)
{
    return frame->picture->label != NULL && frame->picture->n > 0
               ? (frame->right - frame->left) / (double)frame->picture->n
               : 0;
}

double bireme_frame_x(const bireme_frame *frame, size_t place)
{
    if (frame->picture->x != NULL) return bireme_axis_px(&frame->along, frame->picture->x[place]);
    return frame->left + ((double)place + 0.5) * bireme_frame_step(frame);
}

/* Places and values in px. */
typedef struct drawn {
    double *x, *value, *low, *high; /* [n] */
} drawn;

static void to_px(const bireme_frame *frame, const double *from, double *to)
{
    for (size_t i = 0; i < frame->picture->n; i++)
        to[i] = from != NULL && isfinite(from[i]) ? bireme_axis_px(&frame->values, from[i]) : NAN;
}

/* ------------------------ bars */

static size_t count(const bireme_picture *picture, bireme_picture_mark mark)
{
    size_t n = 0;
    for (size_t s = 0; s < picture->n_series; s++) n += picture->series[s].mark == mark;
    return n;
}

static double bar_room(const bireme_frame *frame)
{
    const double share = 0.76, narrowest = 3;
    const size_t n = frame->picture->n;
    double step = bireme_frame_step(frame);
    if (frame->picture->x != NULL && n > 1) step = fabs(bireme_frame_x(frame, 1) - bireme_frame_x(frame, 0));
    return fmax(share * step, narrowest);
}

/* A bar between two heights in px, in either order. */
static void bar(bireme_text *out, const char *class, double x, double width, double a, double b)
{
    bireme_svg_rectangle(out, class, x, fmin(a, b), width, fmax(fabs(a - b), 0.5));
}

static void draw_bars(const bireme_frame *frame, const drawn *d, size_t which, size_t beside, size_t colour,
                      bireme_text *out)
{
    const double room = bar_room(frame), width = room / (double)beside,
                 zero = bireme_axis_px(&frame->values, 0);
    for (size_t i = 0; i < frame->picture->n; i++)
        if (isfinite(d->value[i]) && d->value[i] != zero)
            bar(out, bireme_fill_class(colour), d->x[i] - room / 2 + (double)which * width, width, zero,
                d->value[i]);
}

/* The steps of a bridge: totals in grey, rises and falls in two colours; `value` is the level that a step
 * leads to, and a thin line carries it to the next. */
static void draw_floating(const bireme_frame *frame, const drawn *d, bireme_text *out)
{
    enum { TOTAL = 6, RISE = 0, FALL = 1 };
    const bireme_picture *picture = frame->picture;
    const double room = bar_room(frame);
    for (size_t i = 0; i < picture->n; i++) {
        if (!isfinite(d->low[i]) || !isfinite(d->high[i])) continue;
        bool total = picture->total != NULL && picture->total[i];
        bool rise = isfinite(d->value[i]) && fabs(d->value[i] - d->high[i]) <= fabs(d->value[i] - d->low[i]);
        bar(out,
            bireme_fill_class(total  ? TOTAL
                              : rise ? RISE
                                     : FALL),
            d->x[i] - room / 2, room, d->low[i], d->high[i]);
        if (i + 1 < picture->n)
            bireme_svg_line(out, "axis", d->x[i] + room / 2, d->value[i], d->x[i + 1] - room / 2,
                            d->value[i]);
    }
}

/* ------------------------ lines, points */

/* Markers, set off from bars behind them by an edge in the colour of the paper. */
static void draw_markers(const bireme_frame *frame, const drawn *d, size_t colour, bireme_text *out)
{
    char class[16];
    const bool over = count(frame->picture, BIREME_MARK_BARS) > 0;
    snprintf(class, sizeof class, "%s%s", bireme_fill_class(colour), over ? " over" : "");
    for (size_t i = 0; i < frame->picture->n; i++)
        bireme_svg_marker(out, class, colour, d->x[i], d->value[i]);
}

static void draw_points(const bireme_frame *frame, const drawn *d, size_t colour, bireme_text *out)
{
    const bool over = count(frame->picture, BIREME_MARK_BARS) + count(frame->picture, BIREME_MARK_FLOATING) >
                      0;
    for (size_t i = 0; i < frame->picture->n && over; i++)
        bireme_svg_line(out, "under", d->x[i], d->low[i], d->x[i], d->high[i]);
    for (size_t i = 0; i < frame->picture->n; i++)
        bireme_svg_line(out, "whisker", d->x[i], d->low[i], d->x[i], d->high[i]);
    draw_markers(frame, d, colour, out);
}

static void draw_line(const bireme_frame *frame, const drawn *d, bireme_picture_mark mark, size_t colour,
                      bireme_text *out)
{
    const bireme_picture *picture = frame->picture;
    const bool steps = mark == BIREME_MARK_STEPS;
    const char *class = mark == BIREME_MARK_MEDIAN ? "median"
                        : mark == BIREME_MARK_GOAL ? "goal"
                                                   : bireme_line_class(colour);
    if (count(picture, BIREME_MARK_BARS) > 0) /* neither may be hard to see on the other */
        bireme_svg_path(out, "under", picture->n, d->x, d->value, steps);
    bireme_svg_path(out, class, picture->n, d->x, d->value, steps);
    if (mark != BIREME_MARK_LINE || picture->n > MARKERS_MOST || count(picture, BIREME_MARK_LINE) < 2) return;
    draw_markers(frame, d, colour, out);
}

static void draw_area(const bireme_frame *frame, const drawn *d, bireme_picture_mark mark, bireme_text *out)
{
    const size_t n = frame->picture->n;
    bireme_svg_area(out, mark == BIREME_MARK_BAND ? "band" : "core", n, d->x, d->low, d->high);
    bireme_svg_path(out, "edge", n, d->x, d->low, false);
    bireme_svg_path(out, "edge", n, d->x, d->high, false);
}

/* ------------------------ all of them */

typedef enum layer { AREAS, BARS, LINES } layer;

static layer layer_of(bireme_picture_mark mark)
{
    return mark <= BIREME_MARK_CORE ? AREAS : mark >= BIREME_MARK_BARS ? BARS : LINES;
}

static void draw_one(const bireme_frame *frame, const drawn *d, size_t which, size_t colour, bireme_text *out)
{
    const bireme_series *series = &frame->picture->series[which];
    size_t before = 0;
    switch (series->mark) {
    case BIREME_MARK_BAND:
    case BIREME_MARK_CORE:
        draw_area(frame, d, series->mark, out);
        break;
    case BIREME_MARK_BARS:
        for (size_t s = 0; s < which; s++) before += frame->picture->series[s].mark == BIREME_MARK_BARS;
        draw_bars(frame, d, before, count(frame->picture, BIREME_MARK_BARS), colour, out);
        break;
    case BIREME_MARK_FLOATING:
        draw_floating(frame, d, out);
        break;
    case BIREME_MARK_POINTS:
        draw_points(frame, d, colour, out);
        break;
    case BIREME_MARK_LINE:
    case BIREME_MARK_STEPS:
    case BIREME_MARK_MEDIAN:
    case BIREME_MARK_GOAL:
        draw_line(frame, d, series->mark, colour, out);
        break;
    }
}

void bireme_draw_series(const bireme_frame *frame, bireme_text *out)
{
    const bireme_picture *picture = frame->picture;
    double *px = bireme_calloc(picture->n, 4 * sizeof *px);
    if (px == NULL) {
        out->failed = true;
        return;
    }
    drawn d = {px, px + picture->n, px + 2 * picture->n, px + 3 * picture->n};
    for (size_t i = 0; i < picture->n; i++) d.x[i] = bireme_frame_x(frame, i);
    for (layer l = AREAS; l <= LINES; l++) {
        size_t colour = 0;
        for (size_t s = 0; s < picture->n_series; s++) {
            const bireme_series *series = &picture->series[s];
            const size_t mine = colour;
            colour += series->mark >= BIREME_MARK_LINE && series->mark != BIREME_MARK_GOAL;
            if (layer_of(series->mark) != l) continue;
            to_px(frame, series->value, d.value);
            to_px(frame, series->low, d.low);
            to_px(frame, series->high, d.high);
            draw_one(frame, &d, s, mine, out);
        }
    }
    bireme_free(px);
}
