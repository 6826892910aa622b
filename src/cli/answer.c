/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/answer.h"

#include <string.h>
#include "base/memory.h"
#include "cli/options/loading.h"
#include "cli/files/workbook.h"
#include "output/picture/draw.h"

static bireme_status write_document(const bireme_console *console, const bireme_options *options,
                                    const bireme_answer *answer, bireme_text *out)
{
    bireme_document document;
    bireme_answer_document(answer, &document);
    if (options->output == BIREME_OUTPUT_HTML && answer->title != NULL)
        bireme_document_title(&document, answer->title);
    bireme_status status = bireme_cli_write_document(console, options, &document, out);
    bireme_document_free(&document);
    return status;
}

/* The names of the files of pictures: "year" of "out/year.md", which its pictures stand beside. */
static char *stem_of(const char *out, bool whole)
{
    const char *slash = strrchr(out, '/'), *name = slash != NULL ? slash + 1 : out, *dot = strrchr(name, '.');
    const char *from = whole ? out : name, *end = dot != NULL && dot > name ? dot : name + strlen(name);
    return bireme_strndup(from, (size_t)(end - from));
}

static int write_pictures(const bireme_options *options, const bireme_document *document)
{
    char *stem = stem_of(options->out, true);
    size_t which = 0;
    int failed = stem == NULL ? bireme_console_fail(bireme_status_exit(BIREME_MEMORY), "out of memory") : 0;
    for (size_t b = 0; b < document->n_blocks && failed == 0; b++) {
        if (document->blocks[b].kind != BIREME_BLOCK_PICTURE) continue;
        bireme_options beside = *options;
        bireme_text drawn = {0}, name = {0};
        const bireme_picture_look look = {.width = BIREME_PICTURE_WIDE, .alone = true, .id = "p"};
        bireme_text_format(&name, "%s-%zu.svg", stem, ++which);
        bireme_picture_draw(document->blocks[b].picture, &look, &drawn);
        beside.out = name.data;
        if (name.failed) drawn.failed = true;
        failed = bireme_options_write(&beside, &drawn);
        bireme_text_free(&drawn);
        bireme_text_free(&name);
    }
    bireme_free(stem);
    return failed;
}

int bireme_cli_write_page(const bireme_console *console, const bireme_options *options,
                          bireme_document *document)
{
    const bool beside = options->output == BIREME_OUTPUT_MARKDOWN &&
                        !bireme_options_to_standard_output(options);
    bireme_text out = {0};
    if (beside && (document->picture_stem = stem_of(options->out, false)) == NULL) document->failed = true;
    int failed = 0;
    if (bireme_cli_write_document(console, options, document, &out) == BIREME_OK && beside)
        failed = write_pictures(options, document);
    if (failed == 0) failed = bireme_options_write(options, &out);
    bireme_text_free(&out);
    return failed;
}

int bireme_cli_answer(const bireme_console *console, const bireme_options *options,
                      const bireme_answer *answer)
{
    bireme_text out = {0};
    bireme_error error = {0};
    bireme_status status = BIREME_OK;
    switch (options->output) {
    case BIREME_OUTPUT_JSON:
        bireme_answer_write_json(answer, &out);
        break;
    case BIREME_OUTPUT_CSV:
        bireme_answer_write_csv(answer, options->wide, options->csv_style, &out);
        break;
    case BIREME_OUTPUT_XLSX:
        status = bireme_cli_workbook(answer, &out, &error);
        break;
    case BIREME_OUTPUT_TEXT:
    case BIREME_OUTPUT_MARKDOWN:
    case BIREME_OUTPUT_HTML:
    case BIREME_OUTPUT_PART:
        status = write_document(console, options, answer, &out);
        break;
    }
    int failed = status == BIREME_OK || out.failed ? bireme_options_write(options, &out)
                                                   : bireme_options_fail(&error);
    bireme_text_free(&out);
    return failed;
}
