/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks the choices for tables (--decimal, --dates, --rate) against the tables that a command reads, and
 * tells what was read as what.
 */
#ifndef BIREME_CLI_OPTIONS_TOLD_TABLES_H
#define BIREME_CLI_OPTIONS_TOLD_TABLES_H

#include "cli/options/options.h"

/* From now on observes the tables that are read with options->load. options must stay where it is. */
void bireme_told_tables_listen(bireme_options *options);
/* When all tables of the command have been opened: checks that each column with a choice exists and, if the
 * tables were read as well, that the choice decided something; likewise for currencies. 0, or the exit status
 * after a complaint. */
int bireme_told_tables_check(const bireme_options *options, bool read);
void bireme_told_tables_free(bireme_options *options);

#endif
