/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The conditions of a run, --given REGIME[:DATE] and --given-not REGIME[:DATE]: read from the command line.
 * Whether the scenario has such a regime and such a date is the run's to say.
 */
#ifndef BIREME_CLI_OPTIONS_GIVEN_H
#define BIREME_CLI_OPTIONS_GIVEN_H

#include "bireme/forecast.h"

typedef struct bireme_given_list {
    size_t n;
    bireme_given *items; /* [n]; each regime owns its text, and the date's behind it */
} bireme_given_list;

/* Adds what the option says. 0, or the exit status after a complaint. */
int bireme_given_add(bireme_given_list *list, bool never, const char *text);
void bireme_given_list_free(bireme_given_list *list);

#endif
