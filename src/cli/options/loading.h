/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scenarios for the commands.
 */
#ifndef BIREME_CLI_OPTIONS_LOADING_H
#define BIREME_CLI_OPTIONS_LOADING_H

#include "base/opened.h"
#include "cli/options/options.h"
#include "output/forms/document.h"

/* Loads the scenario that the command names and says what is wrong with it, also that an output would replace
 * a file that it is read from. The exit status. */
int bireme_cli_load(const bireme_options *options, bireme_scenario **out);
/* The same, and adds the files to the list. */
int bireme_cli_load_noting(const bireme_options *options, bireme_opened *opened, bireme_scenario **out);
/* Loads all scenarios that the command names, `--set N:PATH=JSON` for number N only. out
 * [options->n_arguments], all NULL after a failure. The exit status. */
int bireme_cli_load_all(const bireme_options *options, bireme_scenario **out);
/* The options of a run that are on the command line; the callbacks are not set. */
bireme_run_options bireme_cli_run_options(const bireme_options *options);
/* The threads that the command is to use, fewer than asked for if no more can be started, which it then
 * says. */
int bireme_cli_threads(const bireme_options *options);
/* Appends the document as text in the form that the console wants. */
bireme_status bireme_cli_write_document(const bireme_console *console, const bireme_options *options,
                                        const bireme_document *document, bireme_text *out);

#endif
