/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The scenario that `bireme init` writes.
 */
#ifndef BIREME_CLI_COMMANDS_STARTER_H
#define BIREME_CLI_COMMANDS_STARTER_H

#include "base/text.h"

/* Appends the starter scenario for a company of that name. */
void bireme_starter_write(const char *name, bireme_text *out);

#endif
