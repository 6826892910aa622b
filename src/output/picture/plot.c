/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An upright plot: the axis of values at the left with rules across, places below, upright lines above them.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "output/picture/canvas.h"

enum {
    TICKS_MOST = 5,
    TICKS_COMPACT = 3,
    LABEL_GAP = 6,
    HEIGHT_LEAST = 150,
    HEIGHT_MOST = 290,
    HEIGHT_COMPACT = 90
};

/* ------------------------ the range of the values */

static void widen(const double *values, size_t n, double *low, double *high)
{
    for (size_t i = 0; values != NULL && i < n; i++) {
        if (!isfinite(values[i])) continue;
        *low = fmin(*low, values[i]);
        *high = fmax(*high, values[i]);
    }
}

static void widen_by(const bireme_picture *picture, double *low, double *high)
{
    bool zero = picture->from_zero;
    for (size_t s = 0; s < picture->n_series; s++) {
        const bireme_series *series = &picture->series[s];
        widen(series->value, picture->n, low, high);
        widen(series->low, picture->n, low, high);
        widen(series->high, picture->n, low, high);
        zero = zero || series->mark == BIREME_MARK_BARS;
    }
    for (size_t l = 0; l < picture->n_lines; l++)
        if (!picture->lines[l].upright) widen(&picture->lines[l].at, 1, low, high);
    const double nothing = 0;
    if (zero) widen(&nothing, 1, low, high);
    for (size_t p = 0; p < picture->n_panels; p++) widen_by(&picture->panels[p], low, high);
}

void bireme_picture_range(const bireme_picture *picture, double *low, double *high)
{
    const double near = 0.4; /* an axis that nearly reaches zero is extended to it */
    *low = INFINITY;
    *high = -INFINITY;
    widen_by(picture, low, high);
    if (!(*low <= *high)) *low = *high = 0;
    if (picture->y_log) return;
    if (*low > 0 && *low < near * *high) *low = 0;
    if (*high < 0 && *high > near * *low) *high = 0;
}

/* ------------------------ values */

static void draw_values(const bireme_frame *frame, bireme_text *out)
{
    const bireme_axis *axis = &frame->values;
    char label[BIREME_PEOPLE_SIZE];
    for (size_t i = 0; i < bireme_axis_ticks(axis); i++) {
        const double y = bireme_axis_px(axis, bireme_axis_tick(axis, i));
        const bool base = i == 0 || (!axis->log && bireme_axis_tick(axis, i) == 0);
        bireme_svg_line(out, base ? "axis" : "rule", frame->left, y, frame->right, y);
        bireme_svg_text(out, "soft", BIREME_ANCHOR_END, frame->left - LABEL_GAP, y + 4,
                        bireme_axis_label(axis, i, label));
    }
}

/* ------------------------ places */

/* The label of a place, and what is written below it. */
static void words_of(const bireme_picture *picture, size_t place, char *label, char *below, const char **name)
{
    *below = '\0';
    *name = bireme_axis_month((const char *const *)picture->label, picture->n, place, label, below)
                ? label
                : picture->label[place];
}

/* The room for a label: a place's width times `each`, if only every `each`-th place is labelled. Months are
 * written in full; names may be cut, but no more than that they can still be told apart. */
static size_t label_each(const bireme_frame *frame)
{
    const bireme_picture *picture = frame->picture;
    const double step = bireme_frame_step(frame), name_least = 44;
    double widest = 0;
    for (size_t i = 0; i < picture->n; i++) {
        char label[BIREME_PEOPLE_SIZE], below[BIREME_PEOPLE_SIZE];
        const char *name;
        words_of(picture, i, label, below, &name);
        const double wide = bireme_glyph_text_width(name, BIREME_TEXT_SIZE, false);
        widest = fmax(widest, name == label ? wide : fmin(wide, name_least));
    }
    size_t each = 1;
    static const size_t steps[] = {1, 2, 3, 4, 6, 12, 24, 48, 120};
    for (size_t k = 0; k < sizeof steps / sizeof steps[0] && (double)steps[k] * step < widest + LABEL_GAP;
         k++)
        each = steps[k + 1 < sizeof steps / sizeof steps[0] ? k + 1 : k];
    return each;
}

/* Writes a name on as many lines as it needs, at most three, the last one cut. Returns the number of
 * lines. */
static size_t write_name(bireme_canvas *canvas, const char *name, double x, double y, double room)
{
    enum { NAME_LINES = 3 };
    for (size_t line = 0;; line++) {
        const char *end = name;
        for (const char *next = name; *next != '\0' && line + 1 < NAME_LINES; end = next) {
            bireme_text longer = {0};
            next += strspn(next, " ");
            next += strcspn(next, " ");
            bireme_text_append_n(&longer, name, (size_t)(next - name));
            const double wide = bireme_glyph_text_width(bireme_text_string(&longer), BIREME_TEXT_SIZE, false);
            bireme_text_free(&longer);
            if (wide > room && end > name) break;
        }
        if (line + 1 == NAME_LINES || end == name) end = name + strlen(name);
        bireme_text part = {0};
        bireme_text_append_n(&part, name, (size_t)(end - name));
        bireme_canvas_text(canvas, "soft", BIREME_ANCHOR_MIDDLE, x, y + BIREME_LINE_HEIGHT * (double)line,
                           room, bireme_text_string(&part));
        if (part.failed) canvas->out->failed = true;
        bireme_text_free(&part);
        name = end + strspn(end, " ");
        if (*name == '\0') return line + 1;
    }
}

static double draw_places(const bireme_frame *frame, bireme_canvas *canvas)
{
    size_t lines = 1;
    const bireme_picture *picture = frame->picture;
    const size_t each = label_each(frame);
    const double room = bireme_frame_step(frame) * (double)each - LABEL_GAP;
    double y = frame->bottom + BIREME_LINE_HEIGHT + 1, year_end = -INFINITY;
    bool years = false;
    char last_year[BIREME_PEOPLE_SIZE] = "";
    for (size_t i = 0; i < picture->n; i++) {
        char label[BIREME_PEOPLE_SIZE], below[BIREME_PEOPLE_SIZE];
        const char *name;
        words_of(picture, i, label, below, &name);
        if (*below != '\0') snprintf(last_year, sizeof last_year, "%s", below);
        if (i % each != 0) continue;
        const double x = bireme_frame_x(frame, i), end = canvas->left + canvas->width;
        const size_t used = write_name(canvas, name, x, y, name == label ? INFINITY : room);
        lines = used > lines ? used : lines;
        const double half = bireme_glyph_text_width(last_year, BIREME_TEXT_SIZE, false) / 2;
        const double middle = fmin(x, end - half);
        if (*last_year == '\0' || middle - half < year_end) continue;
        bireme_svg_text(canvas->out, "soft", BIREME_ANCHOR_MIDDLE, middle, y + BIREME_LINE_HEIGHT, last_year);
        year_end = middle + half + LABEL_GAP;
        *last_year = '\0';
        years = true;
    }
    return y + BIREME_LINE_HEIGHT * (double)(lines - 1 + years);
}

/* Numbers below the axis, as many as there is room for. */
static double draw_numbers(const bireme_frame *frame, bireme_canvas *canvas)
{
    const double y = frame->bottom + BIREME_LINE_HEIGHT + 1;
    double end = -INFINITY;
    for (size_t i = 0; i < bireme_axis_ticks(&frame->along); i++) {
        char label[BIREME_PEOPLE_SIZE];
        bireme_axis_label(&frame->along, i, label);
        const double x = bireme_axis_px(&frame->along, bireme_axis_tick(&frame->along, i));
        const double half = bireme_glyph_text_width(label, BIREME_TEXT_SIZE, false) / 2;
        bireme_svg_line(canvas->out, "axis", x, frame->bottom, x, frame->bottom + 4);
        if (x - half < end) continue;
        bireme_svg_text(canvas->out, "soft", BIREME_ANCHOR_MIDDLE, x, y, label);
        end = x + half + LABEL_GAP;
    }
    return y;
}

static double draw_along_title(const bireme_frame *frame, bireme_canvas *canvas, double y)
{
    const bireme_picture *picture = frame->picture;
    bireme_text title = {0};
    if (picture->x != NULL)
        bireme_axis_append_title(&frame->along, picture->x_title, &title);
    else if (picture->x_title != NULL)
        bireme_text_append(&title, picture->x_title);
    if (title.length > 0) {
        y += BIREME_LINE_HEIGHT;
        bireme_canvas_text(canvas, "soft", BIREME_ANCHOR_MIDDLE,
                           (canvas->left + canvas->left + canvas->width) / 2, y, canvas->width,
                           bireme_text_string(&title));
    }
    if (title.failed) canvas->out->failed = true;
    bireme_text_free(&title);
    return y;
}

/* The notes of bars, above them if there is room. */
static void write_notes(bireme_canvas *canvas, const bireme_frame *frame)
{
    const bireme_picture *picture = frame->picture;
    for (size_t i = 0; picture->note != NULL && i < picture->n; i++) {
        double top = frame->bottom;
        if (picture->note[i] == NULL) continue;
        for (size_t s = 0; s < picture->n_series; s++) {
            const bireme_series *series = &picture->series[s];
            const double *ends[] = {series->value, series->low, series->high};
            for (size_t e = 0; e < sizeof ends / sizeof ends[0]; e++)
                if (ends[e] != NULL && isfinite(ends[e][i]))
                    top = fmin(top, bireme_axis_px(&frame->values, ends[e][i]));
        }
        if (bireme_glyph_text_width(picture->note[i], BIREME_TEXT_SIZE, false) + 2 <=
            bireme_frame_step(frame))
            bireme_svg_text(canvas->out, "over", BIREME_ANCHOR_MIDDLE, bireme_frame_x(frame, i), top - 4,
                            picture->note[i]);
    }
}

/* ------------------------ the plot */

static bireme_axis along_axis(const bireme_picture *picture, double width)
{
    const double room = 70; /* px for a step, so that labels have room */
    double low = INFINITY, high = -INFINITY;
    widen(picture->x, picture->n, &low, &high);
    for (size_t s = 0; s < picture->n_series && picture->n > 1; s++)
        if (picture->series[s].mark == BIREME_MARK_BARS) { /* half of a bar stands out at either end */
            const double half = (picture->x[1] - picture->x[0]) / 2;
            const double ends[] = {picture->x[0] - half, picture->x[picture->n - 1] + half};
            widen(ends, 2, &low, &high);
        }
    for (size_t l = 0; l < picture->n_lines; l++) {
        if (picture->lines[l].upright) widen(&picture->lines[l].at, 1, &low, &high);
        if (picture->lines[l].upright) widen(&picture->lines[l].until, 1, &low, &high);
    }
    int most = (int)(width / room);
    return bireme_axis_round(low, high, most < 2 ? 2 : most, picture->x_log, picture->x_format,
                             picture->currency);
}

static void draw_values_title(bireme_canvas *canvas, const bireme_frame *frame)
{
    bireme_text title = {0};
    bireme_axis_append_title(&frame->values, frame->picture->value_title, &title);
    if (title.length > 0) {
        canvas->y += BIREME_LINE_HEIGHT;
        bireme_canvas_text(canvas, "soft", BIREME_ANCHOR_START, canvas->left, canvas->y - 4, canvas->width,
                           bireme_text_string(&title));
    }
    if (title.failed) canvas->out->failed = true;
    bireme_text_free(&title);
}

/* Lines across, at values. */
static void draw_levels(const bireme_frame *frame, bireme_text *out)
{
    for (size_t l = 0; l < frame->picture->n_lines; l++) {
        const bireme_picture_line *line = &frame->picture->lines[l];
        if (line->upright) continue;
        const double y = bireme_axis_px(&frame->values, line->at);
        bireme_svg_line(out, "goal", frame->left, y, frame->right, y);
    }
}

void bireme_draw_plot(bireme_canvas *canvas, const bireme_picture *picture, double low, double high,
                      bool compact)
{
    enum { LINES_MOST = 16 };
    size_t row[LINES_MOST];
    bireme_frame frame = {.picture = picture};
    if (picture->n == 0 || picture->n_lines > LINES_MOST) return;
    frame.values = bireme_axis_round(low, high, compact ? TICKS_COMPACT : TICKS_MOST, picture->y_log,
                                     picture->format, picture->currency);
    frame.left = canvas->left + bireme_axis_widest(&frame.values, BIREME_TEXT_SIZE) + LABEL_GAP;
    frame.right = canvas->left + canvas->width;
    if (picture->x != NULL) {
        frame.along = along_axis(picture, frame.right - frame.left);
        char last[BIREME_PEOPLE_SIZE];
        bireme_axis_label(&frame.along, bireme_axis_ticks(&frame.along) - 1, last);
        frame.right -= bireme_glyph_text_width(last, BIREME_TEXT_SIZE, false) / 2;
        frame.along.from = frame.left;
        frame.along.to = frame.right;
    }
    if (!compact) draw_values_title(canvas, &frame);
    const double first = canvas->y;
    const size_t rows = bireme_uprights_place(canvas, &frame, row);
    const double height = compact ? HEIGHT_COMPACT
                                  : fmin(fmax(0.42 * canvas->width, HEIGHT_LEAST), HEIGHT_MOST);
    frame.top = first + BIREME_LINE_HEIGHT * (double)rows + 6;
    frame.bottom = frame.top + height;
    frame.values.from = frame.bottom;
    frame.values.to = frame.top;
    bireme_uprights_draw(canvas, &frame, first, rows, row);
    draw_values(&frame, canvas->out);
    bireme_draw_series(&frame, canvas->out);
    draw_levels(&frame, canvas->out);
    bireme_uprights_write(canvas, &frame, first, row);
    write_notes(canvas, &frame);
    canvas->y = picture->x != NULL ? draw_numbers(&frame, canvas) : draw_places(&frame, canvas);
    if (!compact || picture->x != NULL) canvas->y = draw_along_title(&frame, canvas, canvas->y);
    canvas->y += 6;
}
