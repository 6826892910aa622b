/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer of `compare` in its forms: for people a document, for programs JSON and CSV.
 */
#ifndef BIREME_OUTPUT_DECISIONS_COMPARISON_H
#define BIREME_OUTPUT_DECISIONS_COMPARISON_H

#include "bireme/compare.h"
#include "model/model.h"
#include "output/forms/document.h"

typedef struct bireme_comparison_view {
    const bireme_comparison *comparison;
    const bireme_model *const *models; /* of the scenarios */
    double elapsed_s;
} bireme_comparison_view;

/* Builds into an initialised document; failures are remembered in it. */
void bireme_comparison_document(const bireme_comparison_view *view, bireme_document *document);
/* The sentences that open the document, and those on how sure it is. */
void bireme_comparison_opening(const bireme_comparison_view *view, bireme_text *out);
void bireme_comparison_certainty(const bireme_comparison_view *view, bireme_text *out);

/* These append to out; its `failed` tells if memory ran out. */
void bireme_comparison_write_json(const bireme_comparison_view *view, bireme_text *out);
/* As of a forecast, for each scenario; what it differs by from the baseline stands under `difference.METRIC`,
 * the choice under `choice` and `regret`, the bridge under `bridge`. */
void bireme_comparison_write_csv(const bireme_comparison_view *view, bool wide, bireme_text *out);

/* Appends the bytes of a workbook. Errors: IO (temporary file), MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_comparison_write_xlsx(const bireme_comparison_view *view,
                                                           bireme_text *out, bireme_error *error);

#endif
