/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Work shared among threads. Which thread does what is not known beforehand, so nothing may depend on it.
 */
#ifndef BIREME_ENGINE_RUN_PARALLEL_H
#define BIREME_ENGINE_RUN_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>

/* The number of processors that the process may use. */
int bireme_parallel_processors(void);

/* How many of the wanted threads can run (at most BIREME_THREADS_MOST; 0: one per processor), at least 1.
 * Must be called before the functions below get more than one: if the system cannot start a thread, libgomp
 * ends the process, with exit status 1 and its own line on standard error. Costs some 20 µs per thread. */
enum { BIREME_THREADS_MOST = 1024 };
int bireme_parallel_threads(int wanted);

/* Calls work(context, thread, i) for every i < n, once each, in no particular order; thread < threads, and
 * concurrent calls have different ones. threads ≥ 1. */
typedef void bireme_parallel_work(void *context, size_t thread, size_t i);
void bireme_parallel_each(int threads, size_t n, bireme_parallel_work *work, void *context);

/* The same for every i that `next` returns, until it returns BIREME_PARALLEL_END; one thread at a time calls
 * it. */
#define BIREME_PARALLEL_END ((size_t)-1)
typedef size_t bireme_parallel_next(void *context);
void bireme_parallel_drain(int threads, bireme_parallel_next *next, bireme_parallel_work *work,
                           void *context);
/* Returns ask(context), called while no other thread is in `ask` or `next`. */
bool bireme_parallel_ask(bool (*ask)(void *context), void *context);

#endif
