/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer of a batch: a document for pages, and a workbook.
 */
#ifndef BIREME_OUTPUT_BATCH_DOCUMENT_H
#define BIREME_OUTPUT_BATCH_DOCUMENT_H

#include "output/batch/table.h"
#include "output/forms/answer.h"

/* A bireme_batch_table is the view. It has no JSON, and its CSV is written as the runs finish (figures.h). */
extern const bireme_answer_kind bireme_batch_kind;
static inline bireme_answer bireme_answer_of_batch(const bireme_batch_table *table)
{
    return (bireme_answer){&bireme_batch_kind, table, table->n_currencies > 0 ? table->currencies[0] : "",
                           table->n_runs, NULL};
}
void bireme_batch_document(const void *view, bireme_document *document);
BIREME_MUST_USE bireme_status bireme_batch_book(const void *view, bireme_text *out, bireme_error *error);

/* A page lists this many runs of each currency, and of those that failed; a workbook has all. */
enum { BIREME_BATCH_LISTED = 500 };
/* More runs than this have neither. */
enum { BIREME_BATCH_MOST = 20000 };

#endif
