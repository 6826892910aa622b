/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loading scenarios for the commands.
 */
#ifndef BIREME_CLI_OPTIONS_LOADING_H
#define BIREME_CLI_OPTIONS_LOADING_H

#include "base/opened.h"
#include "cli/options/options.h"
#include "output/forms/document.h"

/* Loads the scenario that the command names; reports what is wrong with it, and if an output would replace a
 * file that it is read from. The exit status. */
int bireme_cli_load(const bireme_options *options, bireme_scenario **out);
/* The same, and adds the files to the list. */
int bireme_cli_load_noting(const bireme_options *options, bireme_opened *opened, bireme_scenario **out);
/* Loads all scenarios that the command names; `--set N:PATH=JSON` applies only to number N. out
 * [options->n_arguments], all NULL after a failure. The exit status. */
int bireme_cli_load_all(const bireme_options *options, bireme_scenario **out);
/* The run options from the command line, and from the scenario where these leave something to it (when its
 * fiscal year begins); the callbacks are not set. */
bireme_run_options bireme_cli_run_options(const bireme_options *options, const bireme_scenario *scenario);
/* The number of threads to use; if fewer can be started than asked for, that many, with a warning. */
int bireme_cli_threads(const bireme_options *options);
/* Appends the document as text, in the form that suits the console. */
bireme_status bireme_cli_write_document(const bireme_console *console, const bireme_options *options,
                                        const bireme_document *document, bireme_text *out);

#endif
