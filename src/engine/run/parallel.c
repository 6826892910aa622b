/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only file that uses OpenMP.
 *
 * libgomp ends the process when it cannot start a thread. So the wanted number of threads is first started as
 * a trial, all at once, and ended again; OpenMP is then asked for no more than could be started. A single
 * thread does not use OpenMP.
 */
#include "engine/run/parallel.h"

#include <omp.h>
#include <pthread.h>

int bireme_parallel_processors(void)
{
    return omp_get_num_procs();
}

/* Runs until all threads have been started. */
static void *wait_for_all(void *gate)
{
    pthread_mutex_lock(gate);
    pthread_mutex_unlock(gate);
    return NULL;
}

int bireme_parallel_threads(int wanted)
{
    pthread_t thread[BIREME_THREADS_MOST];
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    int n = 0, others = (wanted > 0 ? wanted : bireme_parallel_processors()) - 1;
    if (others >= BIREME_THREADS_MOST) others = BIREME_THREADS_MOST - 1;
    pthread_mutex_lock(&gate);
    while (n < others && pthread_create(&thread[n], NULL, wait_for_all, &gate) == 0) n++;
    pthread_mutex_unlock(&gate);
    for (int i = 0; i < n; i++) pthread_join(thread[i], NULL);
    pthread_mutex_destroy(&gate);
    return n + 1;
}

void bireme_parallel_each(int threads, size_t n, bireme_parallel_work *work, void *context)
{
    for (size_t i = 0; threads == 1 && i < n; i++) work(context, 0, i);
    if (threads == 1) return;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
    for (size_t i = 0; i < n; i++) work(context, (size_t)omp_get_thread_num(), i);
}

void bireme_parallel_drain(int threads, bireme_parallel_next *next, bireme_parallel_work *work, void *context)
{
    if (threads == 1) {
        for (size_t i; (i = next(context)) != BIREME_PARALLEL_END;) work(context, 0, i);
        return;
    }
#pragma omp parallel num_threads(threads)
    {
        size_t thread = (size_t)omp_get_thread_num();
        for (;;) {
            size_t i;
#pragma omp critical(bireme_parallel)
            i = next(context);
            if (i == BIREME_PARALLEL_END) break;
            work(context, thread, i);
        }
    }
}

bool bireme_parallel_ask(bool (*ask)(void *context), void *context)
{
    bool answer;
#pragma omp critical(bireme_parallel)
    answer = ask(context);
    return answer;
}
