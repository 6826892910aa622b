/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a part of a run has collected: kept values, sketches and moments, changed and read back; then asked for quantiles.
 */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "stats/collector.h"

enum { VARIABLES = 3, TRIALS = 96, UNITS = 2 };
static const bool wanted[VARIABLES] = {true, true, true};

static bireme_collector *create(void)
{
    static const bool exact[VARIABLES] = {true, false, false}, whole[VARIABLES] = {false, false, true};
    const bireme_collector_options options = {.trials = TRIALS,
                                              .tasks = UNITS,
                                              .parts = 1,
                                              .n_variables = VARIABLES,
                                              .exact = exact,
                                              .whole = whole,
                                              .replicates = 16,
                                              .apart = true};
    bireme_collector *collector = NULL;
    bireme_error error;
    if (bireme_collector_create(&options, &collector, &error) != BIREME_OK) abort();
    return collector;
}

static bireme_text made(void)
{
    bireme_collector *c = create();
    bireme_text out = {0};
    double value[TRIALS / UNITS];
    for (size_t u = 0; u < UNITS; u++) {
        bireme_collector_begin(c, u);
        for (size_t v = 0; v < VARIABLES; v++) {
            for (size_t i = 0; i < TRIALS / UNITS; i++)
                value[i] = i % 7 == v ? NAN : v == 2 ? (double)(i % 5) : 1.5 + (double)(i * (u + 1)) - 20;
            bireme_collector_add(c, 0, u, v, u * (TRIALS / UNITS), TRIALS / UNITS, value);
        }
    }
    bireme_collector_write_moments(c, wanted, UNITS, false, &out);
    bireme_collector_write_values(c, wanted, 0, TRIALS, &out);
    bireme_collector_free(c);
    if (out.failed) abort();
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bireme_text good;
    if (good.data == NULL) good = made();
    size_t length = good.length, used;
    char *changed = malloc(length), *exact;
    if (changed == NULL) abort();
    memcpy(changed, good.data, length);
    fuzz_edit(data, size, changed, &length);
    exact = malloc(length);
    if (exact == NULL) abort();
    memcpy(exact, changed, length);
    bireme_collector *c = create();
    bireme_collected all[VARIABLES];
    bool fine = bireme_collector_read(c, wanted, UNITS, 0, TRIALS, all, exact, length, &used);
    if (size == 0 && !fine) abort();
    for (size_t v = 0; v < VARIABLES && fine; v++) {
        bireme_summary summary;
        bireme_collector_summarise(c, 0, v, TRIALS, &summary);
        if (summary.n != all[v].n) abort();
    }
    bireme_collector_free(c);
    free(exact);
    free(changed);
    return 0;
}
