/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Work shared out among threads. Who does what is not known beforehand, so nothing may depend on it.
 */
#ifndef BIREME_ENGINE_RUN_PARALLEL_H
#define BIREME_ENGINE_RUN_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>

/* Processors that the process may use. */
int bireme_parallel_processors(void);

/* As many threads as can be run of those that are wanted (at most BIREME_THREADS_MOST; 0: one a processor),
 * at least 1. To be asked before the others are called with more than one: if the system has no such threads
 * then, the process ends, with exit status 1 and a line on standard error that are libgomp's. Costs some 20
 * µs a thread. */
enum { BIREME_THREADS_MOST = 1024 };
int bireme_parallel_threads(int wanted);

/* work(context, thread, i) for every i < n, each once, in no order; thread < threads, of which no two are the
 * same at a time. threads ≥ 1. */
typedef void bireme_parallel_work(void *context, size_t thread, size_t i);
void bireme_parallel_each(int threads, size_t n, bireme_parallel_work *work, void *context);

/* The same for what `next` hands out until it says BIREME_PARALLEL_END; it is called by one thread at a
 * time. */
#define BIREME_PARALLEL_END ((size_t)-1)
typedef size_t bireme_parallel_next(void *context);
void bireme_parallel_drain(int threads, bireme_parallel_next *next, bireme_parallel_work *work,
                           void *context);
/* ask(context), while no other thread asks or hands out. */
bool bireme_parallel_ask(bool (*ask)(void *context), void *context);

#endif
