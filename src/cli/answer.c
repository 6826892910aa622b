/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/answer.h"

#include "cli/options/loading.h"
#include "cli/files/workbook.h"

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
