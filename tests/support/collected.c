/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/collected.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    VARIABLES = COLLECTED_VARIABLES,
    TRIALS = COLLECTED_TRIALS,
    UNITS = COLLECTED_UNITS,
    OF_UNIT = TRIALS / UNITS
};
static const bool exact[VARIABLES] = {true, false, false, true},
                  whole[VARIABLES] = {false, false, true, false};
const bool collected_wanted[VARIABLES] = {true, true, true, false};

bireme_collector *collected_create(void)
{
    const bireme_collector_options options = {.trials = TRIALS,
                                              .tasks = UNITS,
                                              .threads = 1,
                                              .n_variables = VARIABLES,
                                              .exact = exact,
                                              .whole = whole,
                                              .replicates = 16,
                                              .apart = true};
    bireme_collector *collector = NULL;
    bireme_error error;
    return bireme_collector_create(&options, &collector, &error) == BIREME_OK ? collector : NULL;
}

static void fill(bireme_collector *c)
{
    double value[OF_UNIT];
    for (size_t u = 0; u < UNITS; u++) {
        bireme_collector_begin(c, u);
        for (size_t v = 0; v < VARIABLES; v++) {
            if (!collected_wanted[v]) continue;
            for (size_t i = 0; i < OF_UNIT; i++)
                value[i] = i % 7 == v ? NAN : whole[v] ? (double)(i % 5) : 1.5 + (double)(i * (u + 1)) - 20;
            bireme_collector_add(c, 0, u, v, u * OF_UNIT, OF_UNIT, value);
        }
    }
}

bireme_text collected_bytes(void)
{
    bireme_collector *c = collected_create();
    bireme_text out = {.failed = c == NULL};
    if (c == NULL) return out;
    fill(c);
    bireme_collector_write_moments(c, collected_wanted, UNITS, false, &out);
    bireme_collector_write_values(c, collected_wanted, 0, TRIALS, &out);
    bireme_collector_free(c);
    return out;
}

bool collected_reads(const char *bytes, size_t length, size_t *used)
{
    bireme_collector *c = collected_create();
    bireme_collected all[VARIABLES];
    char *data = malloc(length > 0 ? length : 1);
    if (c == NULL || data == NULL) abort();
    memcpy(data, bytes, length);
    bireme_bytes from = {data, length};
    bool good = bireme_collector_read(c, collected_wanted, UNITS, 0, TRIALS, all, &from);
    *used = length - from.left;
    for (size_t v = 0; v < VARIABLES && good; v++) {
        bireme_summary summary;
        if (!collected_wanted[v]) continue;
        bireme_collector_summarise(c, 0, v, TRIALS, &summary);
        if (summary.n != all[v].n) abort();
    }
    free(data);
    bireme_collector_free(c);
    return good;
}
