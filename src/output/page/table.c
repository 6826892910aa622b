/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of a page. Each has a head; the first cell of a row is its name if it is a text. A table wider
 * than the page scrolls separately, also by keyboard.
 */
#include <math.h>
#include <string.h>
#include "output/page/internal.h"
#include "output/picture/svg.h"

/* P10 to P90 on the column's scale, P25 to P75 inside it, and the median; the numbers are in the row. */
static void write_spread(const bireme_column *column, const bireme_cell *cell, bireme_text *out)
{
    enum { WIDTH = 150, HEIGHT = 14 };
    double x[BIREME_CELL_VALUES];
    const double span = column->high - column->low;
    for (int i = 0; i < BIREME_CELL_VALUES; i++) {
        const double share = span > 0 ? (cell->value[i] - column->low) / span : 0;
        x[i] = 1 + (WIDTH - 2) * fmin(fmax(share, 0), 1);
    }
    bireme_text_format(
        out, "<svg class=\"pic\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" aria-hidden=\"true\">",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    bireme_svg_line(out, "edge", x[0], HEIGHT / 2.0, x[4], HEIGHT / 2.0);
    bireme_svg_rectangle(out, "core", x[1], 3, x[3] - x[1], HEIGHT - 6);
    bireme_svg_line(out, "median", x[2], 1, x[2], HEIGHT - 1);
    bireme_text_append(out, "</svg>");
}

/* The key to the pictures of spreads: the signs that stand for their parts in a text are drawn as they look
 * here. */
static void write_key(const char *key, bireme_text *out)
{
    enum { EDGE, CORE, MEDIAN, PARTS };
    static const char *const sign[PARTS] = {[EDGE] = "───", [CORE] = "▒▒▒", [MEDIAN] = "█"};
    bireme_text_append(out, "<p class=\"key\">");
    for (int i = 0; i < PARTS; i++) {
        const char *at = strstr(key, sign[i]);
        if (at == NULL) continue;
        bireme_text before = {0};
        bireme_text_append_n(&before, key, (size_t)(at - key));
        bireme_svg_escape(out, bireme_text_string(&before));
        if (before.failed) out->failed = true;
        bireme_text_free(&before);
        bireme_text_append(
            out, "<svg class=\"pic\" viewBox=\"0 0 20 14\" width=\"20\" height=\"14\" aria-hidden=\"true\">");
        if (i == EDGE) bireme_svg_line(out, "edge", 1, 7, 19, 7);
        if (i == CORE) bireme_svg_rectangle(out, "core", 1, 3, 18, 8);
        if (i == MEDIAN) bireme_svg_line(out, "median", 10, 1, 10, 13);
        bireme_text_append(out, "</svg>");
        key = at + strlen(sign[i]);
    }
    bireme_svg_escape(out, key);
    bireme_text_append(out, "</p>\n");
}

static bool is_name(const bireme_document_block *block, size_t row, size_t column)
{
    return column == 0 && !block->column[0].right && block->rows[row].cell[0].kind == BIREME_CELL_TEXT;
}

static void write_cell(const bireme_document *document, const bireme_document_block *block, size_t row,
                       size_t column, bireme_text *out)
{
    const bireme_cell *cell = &block->rows[row].cell[column];
    const bool name = is_name(block, row, column);
    bireme_text_format(out, name ? "<th scope=\"row\"" : "<td");
    if (block->column[column].right) bireme_text_append(out, " class=\"n\"");
    bireme_text_append(out, ">");
    if (cell->kind == BIREME_CELL_SPREAD) {
        write_spread(&block->column[column], cell, out);
    } else {
        bireme_text raw = {0};
        bireme_document_append_cell(&raw, document, block, row, column);
        bireme_svg_escape(out, bireme_text_string(&raw));
        if (raw.failed) out->failed = true;
        bireme_text_free(&raw);
    }
    bireme_text_append(out, name ? "</th>" : "</td>");
}

static void write_head(const bireme_document_block *block, bireme_text *out)
{
    bool any = false;
    for (size_t c = 0; c < block->n_columns; c++) any = any || block->column[c].title != NULL;
    if (!any) return;
    bireme_text_append(out, "<thead><tr>");
    for (size_t c = 0; c < block->n_columns; c++) {
        const char *title = block->column[c].title;
        if (title == NULL || *title == '\0') {
            bireme_text_append(out, "<td></td>");
            continue;
        }
        bireme_text_format(out, "<th scope=\"col\"%s>", block->column[c].right ? " class=\"n\"" : "");
        bireme_svg_escape(out, title);
        bireme_text_append(out, "</th>");
    }
    bireme_text_append(out, "</tr></thead>\n");
}

/* The lines under a row, in a row of their own; on paper they follow each other. */
static void write_details(const bireme_document_block *block, size_t row, bireme_text *out)
{
    if (block->rows[row].n_details == 0) return;
    bireme_text_format(out, "<tr class=\"more\"><td colspan=\"%zu\">", block->n_columns);
    for (size_t d = 0; d < block->rows[row].n_details; d++) {
        bireme_text_append(out, "<div>");
        bireme_svg_escape(out, block->rows[row].details[d]);
        bireme_text_append(out, "</div>");
    }
    bireme_text_append(out, "</td></tr>\n");
}

void bireme_page_table(const bireme_document *document, const bireme_document_block *block, const char *what,
                       bireme_text *out)
{
    bireme_text_append(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    bireme_svg_escape(out, what);
    bireme_text_append(out, "\"><table>\n");
    write_head(block, out);
    bireme_text_append(out, "<tbody>\n");
    for (size_t r = 0; r < block->n_rows; r++) {
        const bool told = block->rows[r].n_details > 0;
        if (block->rows[r].total)
            bireme_text_append(out, told ? "<tr class=\"sum told\">" : "<tr class=\"sum\">");
        else
            bireme_text_append(out, told ? "<tr class=\"told\">" : "<tr>");
        for (size_t c = 0; c < block->n_columns; c++) write_cell(document, block, r, c, out);
        bireme_text_append(out, "</tr>\n");
        write_details(block, r, out);
    }
    bireme_text_append(out, "</tbody></table></div>\n");
    if (block->legend != NULL) write_key(block->legend, out);
}
