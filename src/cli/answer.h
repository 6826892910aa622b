/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes an answer of any kind in the form, and to the place, that the options ask for.
 */
#ifndef BIREME_CLI_ANSWER_H
#define BIREME_CLI_ANSWER_H

#include "cli/options/options.h"
#include "output/forms/answer.h"

/* Returns the exit status. */
int bireme_cli_answer(const bireme_console *console, const bireme_options *options,
                      const bireme_answer *answer);

/* Writes a page, as HTML, or as Markdown with its pictures in files beside it. Returns the exit status. */
int bireme_cli_write_page(const bireme_console *console, const bireme_options *options,
                          bireme_document *document);

#endif
