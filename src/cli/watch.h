/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Watching the program while it runs: the progress line with the time left, and the signals that stop it.
 * SIGINT, SIGTERM and SIGHUP are handled by a separate thread, from beginning to end. While there is nothing
 * to answer they end the program at once, with exit status 130 and a sentence; once there is a partial
 * answer, the program is asked to finish, and has less than a second to do so. A second signal ends it at
 * once. A file that was being written is removed: files are complete, or not there.
 */
#ifndef BIREME_CLI_WATCH_H
#define BIREME_CLI_WATCH_H

#include <stdbool.h>
#include <stdint.h>
#include "base/file.h"

/* To be called at the beginning of the program, before any other thread starts. A signal that is ignored
 * stays ignored. */
void bireme_watch_open(void);
/* To be called at the end: returns the exit status, 130 if there was a signal. */
int bireme_watch_close(int status);

/* What to say if the program is ended from now on, preceded by "interrupted"; NULL: nothing more. Must stay
 * valid. */
void bireme_watch_say(const char *sentence);
/* Whether something can be answered if the program is asked to finish; initially false. */
void bireme_watch_give_time(bool answerable);
/* Whether there was a signal. */
bool bireme_watch_is_interrupted(void);
/* Called in the other thread before the program is ended, but not while this thread is between
 * bireme_watch_guard.hold and .release. NULL: none. */
void bireme_watch_last_words(void (*words)(void *context), void *context);
/* The guard for every file that is written. */
extern const bireme_file_guard bireme_watch_guard;

/* A long run being watched; one at a time. */
typedef struct bireme_watch {
    double start_s, shown_s; /* on the monotonic clock */
    bool wanted, shown;
    bool in_parts;    /* from the first call of progress on, what is finished can be answered */
    const char *what; /* what is counted */
} bireme_watch;

/* Starts the clock. sentence: as for bireme_watch_say(). */
void bireme_watch_start(bireme_watch *watch, bool progress_wanted, const char *sentence);
double bireme_watch_elapsed(const bireme_watch *watch); /* seconds since the start */
/* Clears the progress line; returns the seconds since the start. */
double bireme_watch_stop(bireme_watch *watch);

/* Callbacks for a run; context is the watch. */
void bireme_watch_progress(void *context, uint64_t done, uint64_t trials);
bool bireme_watch_cancelled(void *context);

#endif
