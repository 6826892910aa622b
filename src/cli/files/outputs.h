/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a command writes: an output never replaces an input or another output, whatever their names.
 */
#ifndef BIREME_CLI_FILES_OUTPUTS_H
#define BIREME_CLI_FILES_OUTPUTS_H

#include "base/opened.h"
#include "cli/options/options.h"

typedef struct bireme_output_file {
    const char *what; /* for messages: "--out" */
    const char *path; /* NULL: standard output */
} bireme_output_file;

/* Checks that the outputs [n] are different files, and none of them an input. inputs: NULL, or what was read.
 * 0, or the exit status after a complaint. */
int bireme_outputs_check(const bireme_output_file *outputs, size_t n, const bireme_opened *inputs);
/* The same for all outputs that the options name: --out, --samples, --sipmath, and standard output if it gets
 * the answer; against what was read, and against the arguments and assumption files, which may not have been
 * read yet. */
int bireme_outputs_check_options(const bireme_options *options, const bireme_opened *inputs);

#endif
