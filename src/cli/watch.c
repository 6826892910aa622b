/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The progress line appears once a run has lasted a second, and then changes five times a second at most. It
 * is written with one write each, to standard error, and ends without a line break; the escape code clears
 * what was there.
 */
#include "cli/watch.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "output/number.h"

static volatile sig_atomic_t asked_to_stop;

static void on_signal(int number)
{
    (void)number;
    asked_to_stop = 1;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* A signal that was ignored when the program started (nohup, a job in the background) stays ignored. */
static void catch_signal(int number)
{
    struct sigaction old, action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    if (sigaction(number, NULL, &old) == 0 && old.sa_handler != SIG_IGN) sigaction(number, &action, NULL);
}

void bireme_watch_start(bireme_watch *watch, bool progress_wanted)
{
    double start = now();
    *watch = (bireme_watch){.start_s = start, .shown_s = start, .wanted = progress_wanted, .what = "trials"};
    catch_signal(SIGINT);
    catch_signal(SIGTERM);
}

static void put(const char *text)
{
    ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored; /* progress that cannot be shown is no reason to stop */
}

double bireme_watch_stop(bireme_watch *watch)
{
    if (watch->shown) put("\r\033[K");
    return now() - watch->start_s;
}

static void describe_time(char *buffer, size_t size, double seconds)
{
    if (seconds < 90)
        snprintf(buffer, size, "%.0f s", ceil(seconds));
    else if (seconds < 5400)
        snprintf(buffer, size, "%.0f min", ceil(seconds / 60));
    else
        snprintf(buffer, size, "%.0f h", ceil(seconds / 3600));
}

void bireme_watch_progress(void *context, uint64_t done, uint64_t trials)
{
    bireme_watch *watch = context;
    double time = now(), elapsed = time - watch->start_s;
    if (!watch->wanted || done == 0 || done >= trials || elapsed < 1 || time - watch->shown_s < 0.2) return;
    char line[256], left[32], number[BIREME_PEOPLE_SIZE];
    describe_time(left, sizeof left, elapsed * (double)(trials - done) / (double)done);
    snprintf(line, sizeof line, "\r\033[K%.0f %% of %s %s, about %s left",
             floor(100 * (double)done / (double)trials), bireme_whole_format(number, (double)trials, 0),
             watch->what, left);
    put(line);
    watch->shown = true;
    watch->shown_s = time;
}

bool bireme_watch_cancelled(void *context)
{
    (void)context;
    return asked_to_stop != 0;
}
