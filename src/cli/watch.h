/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Watching the program while it runs: the progress line with the time left, and the signals that stop it.
 * SIGINT, SIGTERM and SIGHUP go to a thread of their own, from the first moment to the last. Where nothing
 * could be answered they end the program at once, with exit status 130 and a sentence; where something can
 * (there is a part of an answer) the program is asked to come to an end, and is given less than a second for
 * it. A second signal ends it at once. What it was writing is taken away: a file is there whole, or not at
 * all.
 */
#ifndef BIREME_CLI_WATCH_H
#define BIREME_CLI_WATCH_H

#include <stdbool.h>
#include <stdint.h>
#include "base/file.h"

/* At the beginning of the program, before any other thread is there. A signal that is ignored stays
 * ignored. */
void bireme_watch_open(void);
/* At its end: the exit status, 130 if there was a signal. */
int bireme_watch_close(int status);

/* What is said if the program is ended from now on, without "interrupted" in front; NULL: nothing more. It
 * must stay valid. */
void bireme_watch_say(const char *sentence);
/* Can something be answered if the program is asked to come to an end? It is false at first. */
void bireme_watch_give_time(bool answerable);
/* Was there a signal? */
bool bireme_watch_is_interrupted(void);
/* Called in the other thread before the program is ended; between bireme_watch_guard.hold and .release of
 * this thread it is not. NULL: none. */
void bireme_watch_last_words(void (*words)(void *context), void *context);
/* For every file that is written. */
extern const bireme_file_guard bireme_watch_guard;

/* A long run; one at a time. */
typedef struct bireme_watch {
    double start_s, shown_s; /* on the monotonic clock */
    bool wanted, shown;
    bool in_parts;    /* what is finished of it can be answered, from the first call of progress on */
    const char *what; /* that is counted */
} bireme_watch;

/* Starts the clock. sentence: as of bireme_watch_say(). */
void bireme_watch_start(bireme_watch *watch, bool progress_wanted, const char *sentence);
double bireme_watch_elapsed(const bireme_watch *watch); /* seconds since the start */
/* Clears the progress line; returns the seconds since the start. */
double bireme_watch_stop(bireme_watch *watch);

/* The callbacks of a run; context is the watch. */
void bireme_watch_progress(void *context, uint64_t done, uint64_t trials);
bool bireme_watch_cancelled(void *context);

#endif
