/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer of `plan` in its forms: for people a document, for programs JSON and CSV.
 */
#ifndef BIREME_OUTPUT_DECISIONS_TARGET_H
#define BIREME_OUTPUT_DECISIONS_TARGET_H

#include "decide/target/result.h"
#include "model/model.h"
#include "output/forms/document.h"

typedef struct bireme_target_view {
    const bireme_target *target;
    const bireme_model *model;
    double elapsed_s;
} bireme_target_view;

/* Builds into an initialised document; failures are remembered in it. */
void bireme_target_document(const bireme_target_view *view, bireme_document *document);
/* The sentences that open the document, and those on how sure it is. */
void bireme_target_opening(const bireme_target_view *view, bireme_text *out);
void bireme_target_certainty(const bireme_target_view *view, bireme_text *out);

/* These append to out; its `failed` tells if memory ran out. */
void bireme_target_write_json(const bireme_target_view *view, bireme_text *out);
/* The whole horizon and the periods of `leads`, `budget`, `opportunities`, `reps`, the channels' leads and
 * budgets; the answer itself under `plan`, the curve under `curve.50` to `curve.95`. Wide: one row. */
void bireme_target_write_csv(const bireme_target_view *view, bool wide, bireme_text *out);

/* Appends the bytes of a workbook. Errors: IO (temporary file), MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_target_write_xlsx(const bireme_target_view *view, bireme_text *out,
                                                       bireme_error *error);

#endif
