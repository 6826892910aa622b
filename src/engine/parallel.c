/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one file with OpenMP.
 */
#include "engine/parallel.h"

#include <omp.h>

int bireme_parallel_processors(void)
{
    return omp_get_num_procs();
}

void bireme_parallel_each(int threads, size_t n, bireme_parallel_work *work, void *context)
{
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
    for (size_t i = 0; i < n; i++) work(context, (size_t)omp_get_thread_num(), i);
}

void bireme_parallel_drain(int threads, bireme_parallel_next *next, bireme_parallel_work *work, void *context)
{
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
