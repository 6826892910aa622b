/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part of one run as a file: how the run was requested, so that the merge can request the same, and the
 * part itself.
 */
#ifndef BIREME_CLI_FILES_RUN_PART_H
#define BIREME_CLI_FILES_RUN_PART_H

#include "base/opened.h"
#include "cli/options/options.h"

/* `run --shard`: runs the part and writes it to --out; opened: what the scenario was read from. The exit
 * status. */
int bireme_run_part_make(const bireme_console *console, const bireme_options *options,
                         const bireme_scenario *scenario, const bireme_opened *opened);
/* Whether the file begins as a part of a run does. 0, or the exit status after a complaint that it cannot be
 * read. */
int bireme_run_part_is(const char *path, bool *is);
/* Checks that there is memory for the files to merge, parts of a run or of a table. 0, or the exit status
 * after a complaint. */
int bireme_run_part_afford(const bireme_options *options);
/* `merge` for parts of a run, the command's arguments: answers for the whole run. The exit status. */
int bireme_run_part_merge(const bireme_console *console, const bireme_options *options);

#endif
