/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer of `sensitivity` in its forms: for people a document, for programs JSON and CSV.
 */
#ifndef BIREME_OUTPUT_DECISIONS_SENSITIVITY_H
#define BIREME_OUTPUT_DECISIONS_SENSITIVITY_H

#include "decide/sensitivity/result.h"
#include "model/model.h"
#include "output/forms/document.h"

typedef struct bireme_sensitivity_view {
    const bireme_sensitivity *result;
    const bireme_model *model;
    double elapsed_s;
} bireme_sensitivity_view;

/* Builds into an initialised document; failures are remembered in it. */
void bireme_sensitivity_document(const bireme_sensitivity_view *view, bireme_document *document);
/* The sentences that open the document, those on what it is worth to know, and those on how sure it is. */
void bireme_sensitivity_opening(const bireme_sensitivity_view *view, bireme_text *out);
void bireme_sensitivity_worth(const bireme_sensitivity_view *view, bireme_text *out);
void bireme_sensitivity_certainty(const bireme_sensitivity_view *view, bireme_text *out);
/* "the economy", "channels.ads.conversion.won", "channels.ads.conversion.won and 2 numbers that go with
 * it" */
void bireme_sensitivity_name(const bireme_input *input, bireme_text *out);
/* Is knowing it worth anything that can be told from nothing? */
bool bireme_sensitivity_is_worth(const bireme_input *input);

/* These append to out; its `failed` tells if memory ran out. */
void bireme_sensitivity_write_json(const bireme_sensitivity_view *view, bireme_text *out);
/* The metric's summary, then each input under `input.PATH`, members of a set too; `chance`, `interactions`,
 * and the decision's alternatives. Wide: one row. */
void bireme_sensitivity_write_csv(const bireme_sensitivity_view *view, bool wide, bireme_text *out);

/* Appends the bytes of a workbook. Errors: IO (temporary file), MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_sensitivity_write_xlsx(const bireme_sensitivity_view *view,
                                                            bireme_text *out, bireme_error *error);

#endif
