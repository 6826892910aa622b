/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Watching a long run: the progress line with the time left, and the signals that stop it. One run at a time.
 */
#ifndef BIREME_CLI_WATCH_H
#define BIREME_CLI_WATCH_H

#include <stdbool.h>
#include <stdint.h>

typedef struct bireme_watch {
    double start_s, shown_s; /* on the monotonic clock */
    bool wanted, shown;
    const char *what; /* that is counted */
} bireme_watch;

/* Starts the clock and catches SIGINT and SIGTERM: the first asks the run to stop, a second one ends the
 * program. */
void bireme_watch_start(bireme_watch *watch, bool progress_wanted);
/* Clears the progress line, gives the signals back; returns the seconds since the start. */
double bireme_watch_stop(bireme_watch *watch);

/* The callbacks of a run; context is the watch. */
void bireme_watch_progress(void *context, uint64_t done, uint64_t trials);
bool bireme_watch_cancelled(void *context);

#endif
