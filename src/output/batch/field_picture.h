/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Heat maps of a grid: two of its numbers, for each value of the others.
 */
#ifndef BIREME_OUTPUT_BATCH_FIELD_PICTURE_H
#define BIREME_OUTPUT_BATCH_FIELD_PICTURE_H

#include "output/batch/words.h"

/* Adds them to the document, and says what is left out. */
void bireme_batch_add_field(const bireme_batch_table *table, const bireme_batch_grid *grid,
                            bireme_document *document);
/* ", Base 2027": of which scenario, if there are several. */
void bireme_batch_append_which(const bireme_batch_table *table, const bireme_batch_grid *grid,
                               bireme_text *out);

#endif
