/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page or the workbook of a batch: made from its table, when that is complete.
 */
#ifndef BIREME_CLI_COMMANDS_BATCH_FORM_H
#define BIREME_CLI_COMMANDS_BATCH_FORM_H

#include "base/opened.h"
#include "bireme/batch.h"
#include "cli/files/shard.h"
#include "cli/options/options.h"

/* What a page or a workbook of that many runs cannot have. 0, or the exit status after a complaint that says
 * what can be done instead. */
int bireme_batch_form_check(const bireme_options *options, const bireme_shard *shard, size_t runs);
/* Whether --out is there but no regular file: nothing is kept beside it. */
bool bireme_batch_form_is_device(const bireme_options *options);

/* Writes it. table: the file of the table; NULL: the table is `kept`, which is emptied. opened: the files
 * that the runs were made from. 0, or the exit status after a complaint. */
int bireme_batch_form_write(const bireme_console *console, const bireme_options *options,
                            const bireme_manifest *manifest, const char *table, bireme_text *kept,
                            const bireme_opened *opened);

#endif
