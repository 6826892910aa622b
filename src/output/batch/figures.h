/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of a batch, run by run, so that it can be written as the runs finish.
 */
#ifndef BIREME_OUTPUT_BATCH_FIGURES_H
#define BIREME_OUTPUT_BATCH_FIGURES_H

#include "base/text.h"
#include "bireme/batch.h"
#include "output/forms/csv.h"

typedef struct bireme_batch_view {
    const bireme_manifest *manifest;
    bool wide;
    bireme_csv_style style;
} bireme_batch_view;

/* Tidy: run,scenario,metric,period,statistic,value. A run begins with its seed and trials (under `run`), its
 * currency (under `currency`, in place of the statistic) and what it sets (under `set.PATH`), followed by the
 * metrics, `goal`, and the periods; a failed run is one row under `error` with the message in place of the
 * statistic. Wide: one row per run with a column for each of these, empty if there is no value. */
void bireme_batch_write_head(const bireme_batch_view *view, bireme_text *out);
void bireme_batch_write_run(const bireme_batch_view *view, const bireme_batch_result *result,
                            bireme_text *out);

#endif
