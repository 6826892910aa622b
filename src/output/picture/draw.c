/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/picture/draw.h"

#include "output/picture/canvas.h"

static void draw_body(bireme_canvas *canvas, const bireme_picture *picture)
{
    double low, high;
    switch (picture->kind) {
    case BIREME_PICTURE_PLOT:
        bireme_picture_range(picture, &low, &high);
        bireme_draw_legend(canvas, picture);
        bireme_draw_plot(canvas, picture, low, high, false);
        break;
    case BIREME_PICTURE_ROWS:
        bireme_draw_rows(canvas, picture);
        break;
    case BIREME_PICTURE_GRID:
        bireme_draw_grid(canvas, picture);
        break;
    case BIREME_PICTURE_PANELS:
        bireme_draw_panels(canvas, picture);
        break;
    case BIREME_PICTURE_SPARK:
        bireme_draw_spark(canvas, picture);
        break;
    }
}

static void open_svg(bireme_text *out, const bireme_picture *picture, const bireme_picture_look *look,
                     double width, double height)
{
    bireme_text_append(out, "<svg class=\"pic\"");
    if (look->alone) bireme_text_append(out, " xmlns=\"http://www.w3.org/2000/svg\"");
    bireme_text_append(out, " viewBox=\"0 0 ");
    bireme_svg_number(out, width);
    bireme_text_append(out, " ");
    bireme_svg_number(out, height);
    bireme_text_append(out, "\" width=\"");
    bireme_svg_number(out, width);
    bireme_text_append(out, "\" height=\"");
    bireme_svg_number(out, height);
    bireme_text_format(out, "\" role=\"img\" aria-labelledby=\"%s-t %s-d\">\n<title id=\"%s-t\">", look->id,
                       look->id, look->id);
    bireme_svg_escape(out, picture->title);
    bireme_text_format(out, "</title>\n<desc id=\"%s-d\">", look->id);
    bireme_svg_escape(out, picture->message != NULL ? picture->message : picture->title);
    bireme_text_append(out, "</desc>\n");
    if (!look->alone) return;
    bireme_text_append(out, "<style>");
    bireme_picture_style(out);
    bireme_text_append(out, "</style>\n");
    bireme_svg_rectangle(out, "paper", 0, 0, width, height);
}

void bireme_picture_draw(const bireme_picture *picture, const bireme_picture_look *look, bireme_text *out)
{
    const double margin = look->alone ? 12 : 0, spark_width = 120;
    const double width = picture->kind == BIREME_PICTURE_SPARK ? spark_width : look->width;
    bireme_text body = {0};
    bireme_canvas canvas = {.out = &body, .left = margin, .width = width - 2 * margin, .y = margin};
    if (picture->failed) {
        out->failed = true;
        return;
    }
    if (look->alone) {
        bireme_canvas_wrapped(&canvas, "bold", true, picture->title);
        canvas.y += 4;
    }
    draw_body(&canvas, picture);
    open_svg(out, picture, look, width, canvas.y + margin);
    bireme_text_append(out, bireme_text_string(&body));
    bireme_text_append(out, "</svg>\n");
    if (body.failed) out->failed = true;
    bireme_text_free(&body);
}
