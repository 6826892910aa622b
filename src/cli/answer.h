/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An answer of whatever kind, in the form that is wanted and where it is wanted.
 */
#ifndef BIREME_CLI_ANSWER_H
#define BIREME_CLI_ANSWER_H

#include "cli/options/options.h"
#include "output/forms/answer.h"

/* The exit status. */
int bireme_cli_answer(const bireme_console *console, const bireme_options *options,
                      const bireme_answer *answer);

#endif
