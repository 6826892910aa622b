/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A collector's content as bytes, as they stand in memory: for a machine of the same kind. A sketch is its bins that are not
 * empty, summed over the threads, each as a bin and a count.
 */
#include <string.h>
#include "stats/bins.h"
#include "stats/collector_parts.h"

static void append(bireme_text *out, const void *data, size_t length)
{
    bireme_text_append_n(out, data, length);
}

void bireme_collector_write_moments(const bireme_collector *c, size_t tasks, bool together, bireme_text *out)
{
    size_t n = c->options.n_variables;
    for (size_t t = 0; t < (together ? 1 : tasks); t++)
        for (size_t v = 0; v < n; v++) {
            bireme_moments unit = {0};
            if (!together) bireme_moments_merge(&unit, &c->moments[t * n + v]);
            for (size_t k = 0; together && k < tasks; k++)
                bireme_moments_merge(&unit, &c->moments[k * n + v]);
            append(out, &unit, sizeof unit);
        }
}

size_t bireme_collector_read_moments(bireme_collector *c, size_t units, const char *data, size_t length)
{
    size_t n = c->options.n_variables, size = sizeof(bireme_moments);
    if (length / size / n < units) return 0;
    for (size_t u = 0; u < units; u++)
        for (size_t v = 0; v < n; v++) {
            bireme_moments unit;
            memcpy(&unit, data + (u * n + v) * size, size);
            bireme_moments_merge(&c->ended[v], &unit);
        }
    return units * n * size;
}

/* ------------------------ values and sketches */

static void write_sketch(const bireme_collector *c, size_t v, bireme_text *out)
{
    uint32_t filled = 0;
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) append(out, &filled, sizeof filled);
        for (uint32_t bin = 0; bin <= BIREME_BINS; bin++) {
            uint32_t pair[2] = {bin, 0};
            for (size_t p = 0; p < c->options.parts; p++) pair[1] += c->sketch[v][p].count[bin];
            if (pair[1] == 0) continue;
            filled += pass == 0;
            if (pass == 1) append(out, pair, sizeof pair);
        }
    }
}

/* Of the first values those of trials first … end − 1. */
static size_t prefix_of(const bireme_collector *c, size_t v, uint64_t first, uint64_t end)
{
    if (c->prefix[v] == NULL || first >= BIREME_PREFIX) return 0;
    return (size_t)((end < BIREME_PREFIX ? end : BIREME_PREFIX) - first);
}

void bireme_collector_write_values(const bireme_collector *c, uint64_t first, uint64_t end, bireme_text *out)
{
    for (size_t v = 0; v < c->options.n_variables; v++) {
        if (c->exact[v]) {
            append(out, c->value[v] + first, (size_t)(end - first) * sizeof(double));
            continue;
        }
        size_t n = prefix_of(c, v, first, end);
        write_sketch(c, v, out);
        if (n > 0) append(out, c->prefix[v] + first, n * sizeof(float));
    }
}

/* The bytes of a sketch; 0: they make no sense. */
static size_t read_sketch(bireme_collector *c, size_t v, const char *data, size_t length)
{
    uint32_t filled, pair[2];
    if (length < sizeof filled) return 0;
    memcpy(&filled, data, sizeof filled);
    if ((length - sizeof filled) / sizeof pair < filled) return 0;
    for (uint32_t i = 0; i < filled; i++) {
        memcpy(pair, data + sizeof filled + i * sizeof pair, sizeof pair);
        if (pair[0] > BIREME_BINS) return 0;
        c->sketch[v][0].count[pair[0]] += pair[1];
    }
    return sizeof filled + filled * sizeof pair;
}

size_t bireme_collector_read_values(bireme_collector *c, uint64_t first, uint64_t end, const char *data,
                                    size_t length)
{
    size_t used = 0;
    for (size_t v = 0; v < c->options.n_variables; v++) {
        size_t size = c->exact[v] ? (size_t)(end - first) * sizeof(double)
                                  : read_sketch(c, v, data + used, length - used);
        if ((size == 0 && end > first) || size > length - used) return 0;
        if (c->exact[v]) memcpy(c->value[v] + first, data + used, size);
        used += size;
        if (c->exact[v]) continue;
        size_t prefix = prefix_of(c, v, first, end) * sizeof(float);
        if (prefix > length - used) return 0;
        if (prefix > 0) memcpy(c->prefix[v] + first, data + used, prefix);
        used += prefix;
    }
    return used;
}
