/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A workbook made in a process of its own.
 */
#ifndef BIREME_CLI_FILES_WORKBOOK_H
#define BIREME_CLI_FILES_WORKBOOK_H

#include "base/text.h"
#include "bireme/status.h"

typedef bireme_status bireme_workbook_maker(const void *answer, bireme_text *out, bireme_error *error);

/* Appends what `make` gives to out. Errors: those of make; MEMORY, also if its process is ended by a signal;
 * IO. */
BIREME_MUST_USE bireme_status bireme_cli_workbook(bireme_workbook_maker *make, const void *answer,
                                                  bireme_text *out, bireme_error *error);

#endif
