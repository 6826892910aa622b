/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The conditions of a run, --given REGIME[:DATE] and --given-not REGIME[:DATE], and --recession, which is
 * written in the same way: read from the command line.
 * Whether the scenario has that regime and date is checked by the run.
 */
#ifndef BIREME_CLI_OPTIONS_GIVEN_H
#define BIREME_CLI_OPTIONS_GIVEN_H

#include "bireme/forecast.h"

typedef struct bireme_given_list {
    size_t n;
    bireme_given *items; /* [n]; each regime's allocation also holds the date, after it */
} bireme_given_list;

/* Adds a condition; option: its name, for the complaint. 0, or the exit status after a complaint. */
int bireme_given_add(bireme_given_list *list, const char *option, bool never, const char *text);
void bireme_given_list_free(bireme_given_list *list);

#endif
