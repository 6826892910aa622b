/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small pictures: several plots side by side, a field of shades, a line within text.
 */
#include <math.h>
#include "output/picture/canvas.h"

/* ------------------------ several plots */

/* What the one scale of all panels is of. */
static void write_scale(bireme_canvas *canvas, const bireme_picture *picture, double low, double high)
{
    bireme_text title = {0};
    bireme_axis axis = bireme_axis_round(low, high, 3, picture->y_log, picture->format, picture->currency);
    bireme_axis_append_title(&axis, picture->value_title, &title);
    if (title.length > 0) bireme_canvas_wrapped(canvas, "soft", false, bireme_text_string(&title));
    if (title.failed) canvas->out->failed = true;
    bireme_text_free(&title);
}

void bireme_draw_panels(bireme_canvas *canvas, const bireme_picture *picture)
{
    const double least = 200, gap = 18;
    const bool shared = picture->n > 0;
    double low, high;
    bireme_picture_range(picture, &low, &high);
    if (picture->n_panels == 0) return;
    bireme_draw_legend(canvas, &picture->panels[0]);
    size_t across = (size_t)((canvas->width + gap) / (least + gap));
    if (across < 1) across = 1;
    if (across > picture->n_panels) across = picture->n_panels;
    const double width = (canvas->width - gap * (double)(across - 1)) / (double)across;
    if (shared) write_scale(canvas, picture, low, high);
    double next = canvas->y;
    for (size_t p = 0; p < picture->n_panels; p++) {
        if (p % across == 0) canvas->y = next;
        bireme_canvas panel = {.out = canvas->out,
                               .left = canvas->left + (width + gap) * (double)(p % across),
                               .width = width,
                               .y = canvas->y + BIREME_LINE_HEIGHT};
        bireme_canvas_text(&panel, "bold", BIREME_ANCHOR_START, panel.left, panel.y - 3, width,
                           picture->panels[p].title);
        if (!shared) bireme_picture_range(&picture->panels[p], &low, &high);
        bireme_draw_plot(&panel, &picture->panels[p], low, high, shared);
        next = fmax(next, panel.y + 6);
    }
    canvas->y = next;
}

/* ------------------------ a field of shades */

static void draw_field(bireme_canvas *canvas, const bireme_series *series, size_t place, const char *currency,
                       int scale, double x, double y, double width, double share)
{
    enum { SHADES = 5, FIELD_HEIGHT = 28 };
    static const char *const shades[SHADES] = {"q0", "q1", "q2", "q3", "q4"};
    static const char *const texts[SHADES] = {"t0", "t1", "t2", "t3", "t4"};
    char number[BIREME_PEOPLE_SIZE];
    const double value = series->value != NULL ? series->value[place] : NAN;
    if (!isfinite(value)) return;
    int shade = (int)(share * SHADES);
    shade = shade < 0 ? 0 : shade >= SHADES ? SHADES - 1 : shade;
    bireme_svg_rectangle(canvas->out, shades[shade], x + 1, y + 1, width - 2, FIELD_HEIGHT - 2);
    bireme_format_number_in(number, series->format, currency, value, 0, scale);
    if (bireme_glyph_text_width(number, BIREME_TEXT_SIZE, false) <= width - 4)
        bireme_svg_text(canvas->out, texts[shade], BIREME_ANCHOR_MIDDLE, x + width / 2,
                        y + FIELD_HEIGHT / 2.0 + 4, number);
}

/* Rows are series, columns are places. */
void bireme_draw_grid(bireme_canvas *canvas, const bireme_picture *picture)
{
    const double height = 28, name_most = 0.34 * canvas->width;
    double low = INFINITY, high = -INFINITY, names = 0;
    if (picture->n == 0) return;
    for (size_t s = 0; s < picture->n_series; s++) {
        const double *value = picture->series[s].value;
        names = fmax(names, bireme_glyph_text_width(picture->series[s].name, BIREME_TEXT_SIZE, false));
        for (size_t i = 0; value != NULL && i < picture->n; i++)
            if (isfinite(value[i])) {
                low = fmin(low, value[i]);
                high = fmax(high, value[i]);
            }
    }
    names = fmin(names, name_most);
    const double left = canvas->left + names + 8,
                 width = (canvas->left + canvas->width - left) / (double)picture->n;
    const int scale = bireme_money_scale(fmin(fabs(low), fabs(high)), fmax(fabs(low), fabs(high)));
    if (picture->x_title != NULL) bireme_canvas_wrapped(canvas, "soft", false, picture->x_title);
    canvas->y += BIREME_LINE_HEIGHT;
    for (size_t i = 0; i < picture->n; i++)
        bireme_canvas_text(canvas, "soft", BIREME_ANCHOR_MIDDLE, left + ((double)i + 0.5) * width,
                           canvas->y - 4, width - 4, picture->label != NULL ? picture->label[i] : "");
    for (size_t s = 0; s < picture->n_series; s++) {
        const bireme_series *series = &picture->series[s];
        bireme_canvas_text(canvas, "", BIREME_ANCHOR_END, left - 8, canvas->y + height / 2 + 4, names,
                           series->name);
        for (size_t i = 0; i < picture->n; i++) {
            const double value = series->value != NULL ? series->value[i] : NAN;
            draw_field(canvas, series, i, picture->currency, scale, left + (double)i * width, canvas->y,
                       width, high > low ? (value - low) / (high - low) : 0.5);
        }
        canvas->y += height;
    }
    canvas->y += 6;
}

/* ------------------------ a line among words */

void bireme_draw_spark(bireme_canvas *canvas, const bireme_picture *picture)
{
    const double height = 24, edge = 4;
    double low, high;
    canvas->y += height;
    if (picture->n == 0 || picture->n_series == 0 || picture->series[0].value == NULL) return;
    bireme_picture_range(picture, &low, &high);
    if (!(high > low)) high = low + 1;
    bireme_frame frame = {.picture = picture, .left = canvas->left, .right = canvas->left + canvas->width};
    frame.values =
        (bireme_axis){.low = low, .high = high, .from = canvas->y - edge, .to = canvas->y - height + edge};
    frame.along = (bireme_axis){.low = picture->x != NULL ? picture->x[0] : 0,
                                .high = picture->x != NULL ? picture->x[picture->n - 1] : 1,
                                .from = frame.left + edge,
                                .to = frame.right - edge};
    bireme_draw_series(&frame, canvas->out);
    const size_t last = picture->n - 1;
    bireme_svg_dot(canvas->out, "f0", bireme_frame_x(&frame, last),
                   bireme_axis_px(&frame.values, picture->series[0].value[last]), 3);
}
