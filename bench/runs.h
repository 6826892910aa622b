/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole forecasts as contenders, through the public interface.
 */
#ifndef BENCH_RUNS_H
#define BENCH_RUNS_H

#include "bireme/bireme.h"
#include "harness.h"

/* NULL: what is wrong was printed. */
bireme_scenario *bench_load(const char *file, const bireme_override *overrides, size_t n);

typedef struct bench_run {
    const bireme_scenario *scenario;
    bireme_run_options options;
} bench_run;

/* One forecast with a whole horizon's or period's results; context: a bench_run. NAN: it failed. */
double bench_run_once(void *context);

#endif
