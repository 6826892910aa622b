/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes a workbook in a separate process.
 */
#ifndef BIREME_CLI_FILES_WORKBOOK_H
#define BIREME_CLI_FILES_WORKBOOK_H

#include "output/forms/answer.h"

/* Appends the answer's workbook to out. Errors: those of making it; MEMORY, also if the process is ended by a
 * signal; IO. */
BIREME_MUST_USE bireme_status bireme_cli_workbook(const bireme_answer *answer, bireme_text *out,
                                                  bireme_error *error);

#endif
