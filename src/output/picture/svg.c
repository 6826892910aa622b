/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/picture/svg.h"

#include <math.h>
#include "output/forms/utf8.h"

void bireme_svg_escape(bireme_text *out, const char *text)
{
    bireme_text clean = {0};
    bireme_utf8_append_clean(&clean, text);
    for (const char *at = bireme_text_string(&clean); *at != '\0'; at++) {
        const char *entity = *at == '&'    ? "&amp;"
                             : *at == '<'  ? "&lt;"
                             : *at == '>'  ? "&gt;"
                             : *at == '"'  ? "&quot;"
                             : *at == '\'' ? "&#39;"
                                           : NULL;
        if (entity != NULL)
            bireme_text_append(out, entity);
        else
            bireme_text_append_n(out, at, 1);
    }
    if (clean.failed) out->failed = true;
    bireme_text_free(&clean);
}

void bireme_svg_number(bireme_text *out, double value)
{
    const double most = 1e6; /* no picture is that large */
    if (!isfinite(value)) value = 0;
    value = fmin(fmax(value, -most), most);
    long tenths = lround(10 * value);
    long size = tenths < 0 ? -tenths : tenths;
    bireme_text_format(out, size % 10 == 0 ? "%s%ld" : "%s%ld.%ld", tenths < 0 ? "-" : "", size / 10,
                       size % 10);
}

static void attribute(bireme_text *out, const char *name, double value)
{
    bireme_text_format(out, " %s=\"", name);
    bireme_svg_number(out, value);
    bireme_text_append(out, "\"");
}

static bool drawn(double a, double b, double c, double d)
{
    return isfinite(a) && isfinite(b) && isfinite(c) && isfinite(d);
}

void bireme_svg_rectangle(bireme_text *out, const char *class, double x, double y, double width,
                          double height)
{
    if (!drawn(x, y, width, height)) return;
    bireme_text_format(out, "<rect class=\"%s\"", class);
    attribute(out, "x", x);
    attribute(out, "y", y);
    attribute(out, "width", fmax(width, 0));
    attribute(out, "height", fmax(height, 0));
    bireme_text_append(out, "/>\n");
}

void bireme_svg_line(bireme_text *out, const char *class, double x1, double y1, double x2, double y2)
{
    if (!drawn(x1, y1, x2, y2)) return;
    bireme_text_format(out, "<line class=\"%s\"", class);
    attribute(out, "x1", x1);
    attribute(out, "y1", y1);
    attribute(out, "x2", x2);
    attribute(out, "y2", y2);
    bireme_text_append(out, "/>\n");
}

void bireme_svg_dot(bireme_text *out, const char *class, double x, double y, double radius)
{
    if (!drawn(x, y, radius, 0)) return;
    bireme_text_format(out, "<circle class=\"%s\"", class);
    attribute(out, "cx", x);
    attribute(out, "cy", y);
    attribute(out, "r", radius);
    bireme_text_append(out, "/>\n");
}

static void point(bireme_text *out, char command, double x, double y)
{
    bireme_text_append_n(out, &command, 1);
    bireme_svg_number(out, x);
    bireme_text_append(out, ",");
    bireme_svg_number(out, y);
}

void bireme_svg_marker(bireme_text *out, const char *class, size_t which, double x, double y)
{
    /* A square, a triangle, a diamond, an inverted triangle: corners around the middle. */
    enum { SHAPES = 4, CORNERS = 4 };
    static const double corners[SHAPES][CORNERS][2] = {{{-3.5, -3.5}, {3.5, -3.5}, {3.5, 3.5}, {-3.5, 3.5}},
                                                       {{0, -4.5}, {4.5, 3.5}, {-4.5, 3.5}, {-4.5, 3.5}},
                                                       {{0, -5}, {5, 0}, {0, 5}, {-5, 0}},
                                                       {{0, 4.5}, {4.5, -3.5}, {-4.5, -3.5}, {-4.5, -3.5}}};
    if (!drawn(x, y, 0, 0)) return;
    if (which % (SHAPES + 1) == 0) {
        bireme_svg_dot(out, class, x, y, 4);
        return;
    }
    const double(*shape)[2] = corners[which % (SHAPES + 1) - 1];
    bireme_text_format(out, "<path class=\"%s\" d=\"", class);
    for (int c = 0; c < CORNERS; c++) point(out, c == 0 ? 'M' : 'L', x + shape[c][0], y + shape[c][1]);
    bireme_text_append(out, "Z\"/>\n");
}

void bireme_svg_text(bireme_text *out, const char *class, bireme_anchor anchor, double x, double y,
                     const char *text)
{
    static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    if (!drawn(x, y, 0, 0) || *text == '\0') return;
    bireme_text_format(out, "<text class=\"%s\"%s", class, anchors[anchor]);
    attribute(out, "x", x);
    attribute(out, "y", y);
    bireme_text_append(out, ">");
    bireme_svg_escape(out, text);
    bireme_text_append(out, "</text>\n");
}

void bireme_svg_path(bireme_text *out, const char *class, size_t n, const double *x, const double *y,
                     bool steps)
{
    bool pen = false;
    bireme_text_format(out, "<path class=\"%s\" d=\"", class);
    for (size_t i = 0; i < n; i++) {
        if (!drawn(x[i], y[i], 0, 0)) {
            pen = false;
            continue;
        }
        if (pen && steps) point(out, 'L', x[i], y[i - 1]);
        point(out, pen ? 'L' : 'M', x[i], y[i]);
        pen = true;
    }
    bireme_text_append(out, "\"/>\n");
}

/* All points from `from` to before `until` are finite. */
static void area_piece(bireme_text *out, size_t from, size_t until, const double *x, const double *low,
                       const double *high)
{
    for (size_t i = from; i < until; i++) point(out, i == from ? 'M' : 'L', x[i], high[i]);
    for (size_t i = until; i > from; i--) point(out, 'L', x[i - 1], low[i - 1]);
    bireme_text_append(out, "Z");
}

void bireme_svg_area(bireme_text *out, const char *class, size_t n, const double *x, const double *low,
                     const double *high)
{
    bireme_text_format(out, "<path class=\"%s\" d=\"", class);
    for (size_t i = 0, from = 0; i <= n; i++) {
        if (i < n && drawn(x[i], low[i], high[i], 0)) continue;
        if (i > from) area_piece(out, from, i, x, low, high);
        from = i + 1;
    }
    bireme_text_append(out, "\"/>\n");
}
