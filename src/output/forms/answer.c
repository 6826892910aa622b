/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forms/answer.h"

void bireme_answer_document(const bireme_answer *answer, bireme_document *document)
{
    bireme_document_init(document, answer->currency);
    answer->kind->document(answer->view, document);
}

void bireme_answer_json_open(bireme_json *json, const char *kind)
{
    bireme_json_open(json, NULL, '{', false);
    bireme_json_open(json, "bireme", '{', true);
    bireme_json_string(json, "version", bireme_version());
    bireme_json_close(json, '}');
    bireme_json_string(json, "kind", kind);
}

void bireme_answer_write_json(const bireme_answer *answer, bireme_text *out)
{
    bireme_json json = bireme_json_begin(out);
    bireme_answer_json_open(&json, answer->kind->name);
    answer->kind->json(answer->view, &json);
    bireme_json_close(&json, '}');
    bireme_json_end(&json);
}

void bireme_answer_write_csv(const bireme_answer *answer, bool wide, bireme_csv_style style, bireme_text *out)
{
    const bireme_figures_table table = {.visit = answer->kind->figures,
                                        .view = answer->view,
                                        .keys = {"scenario"},
                                        .wide = wide,
                                        .style = style};
    bireme_figures_write_head(&table, 0, out);
    for (size_t row = 0; row < answer->rows; row++) bireme_figures_write_row(&table, row, out);
}

bireme_status bireme_answer_write_book(const bireme_answer *answer, bireme_text *out, bireme_error *error)
{
    return answer->kind->book(answer->view, out, error);
}
