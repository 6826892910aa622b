/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The signals are blocked in every thread (threads started later inherit that) and waited for in one, so that
 * nothing the others do, or hang in, gets in the way; and that thread may do what a signal handler may not.
 * The gate is closed while a file is created, renamed or removed: whoever ends the program waits for that,
 * and afterwards the gate stays closed.
 *
 * The progress line appears once a run has lasted a second, and then changes five times a second at most.
 * Each update is a single write to standard error, without a line break; an escape code clears the previous
 * one.
 */
#include "cli/watch.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "bireme/status.h"
#include "output/forms/number.h"

/* The time from the signal to the forced end, if the program does not end by itself: within a second
 * altogether. */
static const double GRACE_S = 0.75;
/* Programs that stop others often signal a process and then its group: that counts as one signal. */
static const double ONE_SIGNAL_S = 0.05;
/* How long to wait for the gate: a rename that hangs must not keep the program alive. */
static const double GATE_S = 0.1;

static struct {
    pthread_mutex_t gate;
    const char *sentence, *temporary;
    bool answerable, ended;
    void (*words)(void *context);
    void *context;
    sigset_t signals;
    atomic_bool interrupted, progress_shown;
} watched = {.gate = PTHREAD_MUTEX_INITIALIZER};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void put(const char *text)
{
    ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored; /* failing to show something is no reason to stop */
}

/* ------------------------ the gate */

static void hold(void *context)
{
    (void)context;
    pthread_mutex_lock(&watched.gate);
}

static void release(void *context, const char *temporary)
{
    (void)context;
    watched.temporary = temporary;
    pthread_mutex_unlock(&watched.gate);
}

const bireme_file_guard bireme_watch_guard = {.hold = hold, .release = release};

void bireme_watch_say(const char *sentence)
{
    pthread_mutex_lock(&watched.gate);
    watched.sentence = sentence;
    pthread_mutex_unlock(&watched.gate);
}

void bireme_watch_give_time(bool answerable)
{
    pthread_mutex_lock(&watched.gate);
    watched.answerable = answerable;
    pthread_mutex_unlock(&watched.gate);
}

void bireme_watch_last_words(void (*words)(void *context), void *context)
{
    pthread_mutex_lock(&watched.gate);
    watched.words = words;
    watched.context = context;
    pthread_mutex_unlock(&watched.gate);
}

bool bireme_watch_is_interrupted(void)
{
    return atomic_load(&watched.interrupted);
}

/* ------------------------ signals */

static struct timespec seconds(double s)
{
    return (struct timespec){.tv_sec = (time_t)s, .tv_nsec = (long)(1e9 * (s - floor(s)))};
}

static void close_gate(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    double until = 1e-9 * (double)time.tv_nsec + GATE_S;
    time.tv_sec += (time_t)until;
    time.tv_nsec = (long)(1e9 * (until - floor(until)));
    pthread_mutex_timedlock(&watched.gate, &time);
}

/* Removes what must not be left behind. Nothing new is created any more, because the gate stays closed. */
static void end_program(void)
{
    close_gate();
    if (watched.ended) return; /* the main thread is about to end anyway */
    if (watched.temporary != NULL) unlink(watched.temporary);
    if (watched.words != NULL) watched.words(watched.context);
    if (atomic_load(&watched.progress_shown)) put("\r\033[K");
    char line[512];
    snprintf(line, sizeof line, "bireme: interrupted%s%s\n", watched.sentence != NULL ? ": " : "",
             watched.sentence != NULL ? watched.sentence : "");
    put(line);
    _exit(bireme_status_exit(BIREME_CANCELLED));
}

/* Waits for a second signal, or until the time is up. */
static void wait_for_the_end(double first_s)
{
    for (double left = GRACE_S; left > 0; left = GRACE_S - (now() - first_s)) {
        struct timespec time = seconds(left);
        if (sigtimedwait(&watched.signals, NULL, &time) >= 0 && now() - first_s > ONE_SIGNAL_S) return;
    }
}

static void *watch_signals(void *unused)
{
    int number;
    (void)unused;
    while (sigwait(&watched.signals, &number) != 0) continue;
    double first_s = now();
    pthread_mutex_lock(&watched.gate);
    atomic_store(&watched.interrupted, true);
    bool answerable = watched.answerable;
    pthread_mutex_unlock(&watched.gate);
    if (answerable) wait_for_the_end(first_s);
    end_program();
    return NULL;
}

/* Used if no thread can be started: the first signal asks, the second one ends. */
static void on_signal(int number)
{
    (void)number;
    atomic_store(&watched.interrupted, true);
}

static void catch_signals(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    for (int number = 1; number < 32; number++)
        if (sigismember(&watched.signals, number) == 1) sigaction(number, &action, NULL);
    pthread_sigmask(SIG_UNBLOCK, &watched.signals, NULL);
}

void bireme_watch_open(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    pthread_t thread;
    sigemptyset(&watched.signals);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction old;
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaddset(&watched.signals, numbers[i]);
    }
    pthread_sigmask(SIG_BLOCK, &watched.signals, NULL);
    if (pthread_create(&thread, NULL, watch_signals, NULL) == 0)
        pthread_detach(thread);
    else
        catch_signals();
}

int bireme_watch_close(int status)
{
    pthread_mutex_lock(&watched.gate);
    watched.ended = true;
    pthread_mutex_unlock(&watched.gate);
    if (!bireme_watch_is_interrupted()) return status;
    if (status == 0) put("bireme: interrupted: all was done by then\n");
    return bireme_status_exit(BIREME_CANCELLED);
}

/* ------------------------ progress */

void bireme_watch_start(bireme_watch *watch, bool progress_wanted, const char *sentence)
{
    double start = now();
    *watch = (bireme_watch){.start_s = start, .shown_s = start, .wanted = progress_wanted, .what = "trials"};
    bireme_watch_say(sentence);
}

double bireme_watch_elapsed(const bireme_watch *watch)
{
    return now() - watch->start_s;
}

double bireme_watch_stop(bireme_watch *watch)
{
    if (watch->shown) put("\r\033[K");
    atomic_store(&watched.progress_shown, false);
    bireme_watch_say(NULL);
    return now() - watch->start_s;
}

static void describe_time(char *buffer, size_t size, double time_s)
{
    if (time_s < 90)
        snprintf(buffer, size, "%.0f s", ceil(time_s));
    else if (time_s < 5400)
        snprintf(buffer, size, "%.0f min", ceil(time_s / 60));
    else
        snprintf(buffer, size, "%.0f h", ceil(time_s / 3600));
}

void bireme_watch_progress(void *context, uint64_t done, uint64_t trials)
{
    bireme_watch *watch = context;
    double time = now(), elapsed = time - watch->start_s;
    if (watch->in_parts) {       /* from the first block of trials on there is an answer */
        watch->in_parts = false; /* once only */
        bireme_watch_give_time(true);
    }
    if (!watch->wanted || done == 0 || done >= trials || elapsed < 1 || time - watch->shown_s < 0.2) return;
    char line[256], left[32], number[BIREME_PEOPLE_SIZE];
    describe_time(left, sizeof left, elapsed * (double)(trials - done) / (double)done);
    snprintf(line, sizeof line, "\r\033[K%.0f %% of %s %s, about %s left",
             floor(100 * (double)done / (double)trials), bireme_whole_format(number, (double)trials, 0),
             watch->what, left);
    put(line);
    watch->shown = true;
    atomic_store(&watched.progress_shown, true);
    watch->shown_s = time;
}

bool bireme_watch_cancelled(void *context)
{
    (void)context;
    return bireme_watch_is_interrupted();
}
