/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a batch's table is called, and how it is told from the tables of other batches.
 */
#ifndef BIREME_CLI_COMMANDS_BATCH_NAMES_H
#define BIREME_CLI_COMMANDS_BATCH_NAMES_H

#include "cli/files/shard.h"
#include "cli/options/options.h"
#include "scenario/manifest/manifest.h"

/* What determines the table: two batches with the same line give the same bytes. On the heap; NULL: memory is
 * out. */
char *bireme_batch_line(const bireme_options *o, const bireme_manifest *manifest, const bireme_shard *shard);
/* The file of the table, symbolic links followed; `forms`: from which another form is made. A shard number
 * from the job system gives each shard a separate file: FILE.csv becomes FILE.2-of-4.csv. On the heap; NULL:
 * no file, or memory is out. */
char *bireme_batch_table_file(const bireme_options *options, const bireme_shard *shard, bool forms);

#endif
