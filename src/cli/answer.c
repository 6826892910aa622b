/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/answer.h"

#include "cli/options/loading.h"
#include "cli/files/workbook.h"

static bireme_status write_text(const bireme_console *console, const bireme_options *options,
                                const bireme_forecast_view *view, bireme_text *out)
{
    bireme_document document;
    bireme_document_init(&document, view->model->currency);
    bireme_forecast_document(view, &document);
    bireme_status status = bireme_cli_write_document(console, options, &document, out);
    bireme_document_free(&document);
    return status;
}

static bireme_status make_workbook(const void *view, bireme_text *out, bireme_error *error)
{
    return bireme_forecast_write_xlsx(view, out, error);
}

int bireme_cli_answer(const bireme_console *console, const bireme_options *options,
                      const bireme_forecast_view *view)
{
    bireme_text out = {0};
    bireme_error error = {0};
    bool failed = false;
    if (options->output == BIREME_OUTPUT_JSON)
        bireme_forecast_write_json(view, &out);
    else if (options->output == BIREME_OUTPUT_CSV)
        bireme_forecast_write_csv(view, options->wide, &out);
    else if (options->output == BIREME_OUTPUT_XLSX)
        failed = bireme_cli_workbook(make_workbook, view, &out, &error) != BIREME_OK;
    else if (write_text(console, options, view, &out) != BIREME_OK)
        out.failed = true;
    int status = failed ? bireme_options_fail(&error) : bireme_options_write(options, &out);
    bireme_text_free(&out);
    return status;
}
