/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is told of tables (--decimal, --dates, --rate), held against the tables that a command reads; and what
 * was read as what, said.
 */
#ifndef BIREME_CLI_OPTIONS_TOLD_TABLES_H
#define BIREME_CLI_OPTIONS_TOLD_TABLES_H

#include "cli/options/options.h"

/* From now on the tables that are read with options->load are listened to. options: stays where it is. */
void bireme_told_tables_listen(bireme_options *options);
/* When every table of the command has been opened: was each column of which something is told there, and, if
 * they were read as well, did it decide anything; and the same of currencies? 0, or the exit status after a
 * complaint. */
int bireme_told_tables_check(const bireme_options *options, bool read);
void bireme_told_tables_free(bireme_options *options);

#endif
