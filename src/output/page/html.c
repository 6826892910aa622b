/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/page/html.h"

#include <stdio.h>
#include "bireme/status.h"
#include "output/forms/picture.h"
#include "output/page/internal.h"
#include "output/picture/draw.h"
#include "output/picture/svg.h"

typedef struct writer {
    const bireme_document *document;
    bireme_text *out;
    size_t pictures, tables;
    const char *what; /* the last heading, for what follows it */
    bool in_part, answered;
} writer;

static void element(bireme_text *out, const char *name, const char *attributes, const char *text)
{
    bireme_text_format(out, "<%s%s>", name, attributes);
    bireme_svg_escape(out, text);
    bireme_text_format(out, "</%s>\n", name);
}

/* ------------------------ pictures */

static void draw(writer *w, const bireme_picture *picture, const char *class, double width)
{
    char id[32];
    snprintf(id, sizeof id, "p%zu", ++w->pictures);
    const bireme_picture_look look = {.width = width, .id = id};
    bireme_text_format(w->out, "<div class=\"%s\">", class);
    bireme_picture_draw(picture, &look, w->out);
    bireme_text_append(w->out, "</div>\n");
}

static void write_numbers(writer *w, const bireme_picture *picture)
{
    const char *what = picture->title;
    bireme_document table;
    bireme_document_init(&table, picture->currency != NULL ? picture->currency : w->document->currency);
    bireme_picture_table(picture, &table);
    bireme_text_append(w->out, "<details><summary>The numbers</summary>\n");
    if (table.failed) w->out->failed = true;
    for (size_t b = 0; b < table.n_blocks && !table.failed; b++) {
        const bireme_document_block *block = &table.blocks[b];
        if (block->kind == BIREME_BLOCK_TABLE)
            bireme_page_table(&table, block, what, w->out);
        else
            element(w->out, "p", "", what = block->text); /* the panel that the next table is of */
    }
    bireme_text_append(w->out, "</details>");
    bireme_document_free(&table);
}

static void write_picture(writer *w, const bireme_picture *picture)
{
    bireme_text_append(w->out, "<figure>\n");
    element(w->out, "figcaption", "", picture->title);
    draw(w, picture, "wide", BIREME_PICTURE_WIDE);
    draw(w, picture, "narrow", BIREME_PICTURE_NARROW);
    if (picture->message != NULL) element(w->out, "p", " class=\"says\"", picture->message);
    write_numbers(w, picture);
    bireme_text_append(w->out, "</figure>\n");
}

/* ------------------------ blocks */

static bool is(const bireme_document *document, size_t block, bireme_block_kind kind)
{
    return block < document->n_blocks && document->blocks[block].kind == kind;
}

static void write_tile(writer *w, size_t b)
{
    const bireme_document_block *block = &w->document->blocks[b];
    if (b == 0 || !is(w->document, b - 1, BIREME_BLOCK_TILE))
        bireme_text_append(w->out, "<ul class=\"tiles\">\n");
    bireme_text_append(w->out, "<li><b>");
    bireme_svg_escape(w->out, block->id);
    bireme_text_append(w->out, "</b><span>");
    bireme_svg_escape(w->out, block->text);
    bireme_text_append(w->out, "</span></li>\n");
    if (!is(w->document, b + 1, BIREME_BLOCK_TILE)) bireme_text_append(w->out, "</ul>\n");
}

static void begin_part(writer *w, const bireme_document_block *block)
{
    if (w->in_part) bireme_text_append(w->out, "</section>\n");
    w->in_part = true;
    w->what = block->text;
    bireme_text_format(w->out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", block->id, block->id);
    bireme_svg_escape(w->out, block->text);
    bireme_text_append(w->out, "</h2>\n");
}

/* Regions with the same name are told apart by a number. */
static void write_table(writer *w, const bireme_document_block *block)
{
    bireme_text what = {0};
    w->tables++;
    bireme_text_format(&what, "%s (table %zu)", w->what, w->tables);
    bireme_page_table(w->document, block, bireme_text_string(&what), w->out);
    if (what.failed) w->out->failed = true;
    bireme_text_free(&what);
}

static void write_block(writer *w, size_t b)
{
    const bireme_document_block *block = &w->document->blocks[b];
    switch (block->kind) {
    case BIREME_BLOCK_TITLE:
        break; /* it is in the head */
    case BIREME_BLOCK_PART:
        begin_part(w, block);
        break;
    case BIREME_BLOCK_HEADING:
        w->what = block->text;
        element(w->out, w->in_part ? "h3" : "h2", "", block->text);
        break;
    case BIREME_BLOCK_PARAGRAPH:
        element(w->out, "p", w->answered ? "" : " class=\"answer\"", block->text);
        w->answered = true;
        break;
    case BIREME_BLOCK_NOTE:
        bireme_text_append(w->out, "<div class=\"note\">");
        element(w->out, "p", "", block->text);
        bireme_text_append(w->out, "</div>\n");
        break;
    case BIREME_BLOCK_TILE:
        write_tile(w, b);
        break;
    case BIREME_BLOCK_TABLE:
        write_table(w, block);
        break;
    case BIREME_BLOCK_PICTURE:
        write_picture(w, block->picture);
        break;
    }
}

/* ------------------------ the page */

static const char *heading_of(const bireme_document *document, const char *title)
{
    for (size_t b = 0; b < document->n_blocks; b++)
        if (is(document, b, BIREME_BLOCK_TITLE)) return document->blocks[b].text;
    return title;
}

static void write_contents(const bireme_document *document, bireme_text *out)
{
    bool any = false;
    for (size_t b = 0; b < document->n_blocks; b++) any = any || is(document, b, BIREME_BLOCK_PART);
    if (!any) return;
    bireme_text_append(out, "<nav aria-label=\"On this page\"><ul>\n");
    for (size_t b = 0; b < document->n_blocks; b++) {
        if (!is(document, b, BIREME_BLOCK_PART)) continue;
        bireme_text_format(out, "<li><a href=\"#%s\">", document->blocks[b].id);
        bireme_svg_escape(out, document->blocks[b].text);
        bireme_text_append(out, "</a></li>\n");
    }
    bireme_text_append(out, "</ul></nav>\n");
}

static void write_head(const char *title, bireme_text *out)
{
    /* Only the page's own style is allowed: nothing that a name may have smuggled in can run. */
    bireme_text_append(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                            "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
                            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                            "<meta name=\"generator\" content=\"bireme ");
    bireme_svg_escape(out, bireme_version());
    bireme_text_append(out, "\">\n");
    element(out, "title", "", title);
    bireme_text_append(out, "<style>\n");
    bireme_picture_style(out);
    bireme_page_style(out);
    bireme_text_append(out, "</style>\n</head>\n<body>\n");
}

bireme_status bireme_page_write(const bireme_document *document, const char *title, bireme_text *out,
                                bireme_error *error)
{
    writer w = {.document = document, .out = out, .what = title};
    if (document->failed) return bireme_fail_memory(error);
    write_head(heading_of(document, title), out);
    bireme_text_append(out, "<header>");
    element(out, "h1", "", heading_of(document, title));
    bireme_text_append(out, "</header>\n");
    write_contents(document, out);
    bireme_text_append(out, "<main>\n");
    for (size_t b = 0; b < document->n_blocks; b++) write_block(&w, b);
    if (w.in_part) bireme_text_append(out, "</section>\n");
    bireme_text_append(out, "</main>\n</body>\n</html>\n");
    return out->failed ? bireme_fail_memory(error) : BIREME_OK;
}
