/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A collector's content as bytes, in the form they have in memory, for a machine of the same kind. A sketch
 * is written as its non-empty bins, summed over the threads, each as a bin and a count.
 *
 * The bytes come from outside: what quantiles depend on (the number of values, their bins, their range) must
 * agree among moments, values and sketches before it is accepted.
 */
#include <math.h>
#include <string.h>
#include "stats/bins.h"
#include "stats/collector_internal.h"

void bireme_collector_write_moments(const bireme_collector *c, const bool *wanted, size_t tasks,
                                    bool together, bireme_text *out)
{
    size_t n = c->options.n_variables;
    for (size_t t = 0; t < (together ? 1 : tasks); t++)
        for (size_t v = 0; v < n; v++) {
            bireme_moments unit = {0};
            if (!wanted[v]) continue;
            if (!together) bireme_moments_merge(&unit, &c->moments[t * n + v]);
            for (size_t k = 0; together && k < tasks; k++)
                bireme_moments_merge(&unit, &c->moments[k * n + v]);
            bireme_text_append_n(out, &unit, sizeof unit);
        }
}

/* ------------------------ values and sketches; where only moments are kept there are none */

typedef struct written_bin {
    uint32_t bin, count;
    bireme_bin_extent extent;
} written_bin;

static void write_sketch(const bireme_collector *c, size_t v, bireme_text *out)
{
    uint32_t filled = 0;
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) bireme_text_append_n(out, &filled, sizeof filled);
        for (uint32_t bin = 0; bin <= BIREME_BINS; bin++) {
            written_bin here = {.bin = bin};
            for (size_t p = 0; p < c->options.threads; p++) {
                const bireme_sketch *sketch = &c->sketch[v][p];
                here.count += sketch->count[bin];
                bireme_bin_widen(&here.extent, sketch->extent[bin].most, ~sketch->extent[bin].least_inverted);
            }
            if (here.count == 0) continue;
            filled += pass == 0;
            if (pass == 1) bireme_text_append_n(out, &here, sizeof here);
        }
    }
}

/* Of the first values (the prefix), the number that belongs to trials first … end − 1. */
static size_t prefix_of(const bireme_collector *c, size_t v, uint64_t first, uint64_t end)
{
    if (c->prefix[v] == NULL || first >= BIREME_PREFIX) return 0;
    return (size_t)((end < BIREME_PREFIX ? end : BIREME_PREFIX) - first);
}

void bireme_collector_write_values(const bireme_collector *c, const bool *wanted, uint64_t first,
                                   uint64_t end, bireme_text *out)
{
    for (size_t v = 0; v < c->options.n_variables; v++) {
        if (!wanted[v] || c->moments_only[v]) continue;
        if (c->exact[v]) {
            bireme_text_append_n(out, c->value[v] + first, (size_t)(end - first) * sizeof(double));
            continue;
        }
        size_t n = prefix_of(c, v, first, end);
        bireme_collector_settle(c, v);
        write_sketch(c, v, out);
        if (n > 0) bireme_text_append_n(out, c->prefix[v] + first, n * sizeof(float));
    }
}

/* ------------------------ reading */

/* Whether the moments are consistent, for at most `most` trials of which each lane had its share. */
static bool is_sound(const bireme_moments *m, uint64_t most)
{
    uint64_t offered = m->n;
    if (m->n > most) return false;
    for (unsigned j = 0; j < BIREME_MOMENTS_LANES; j++) {
        if (m->lane_missing[j] > most) return false;
        offered += m->lane_missing[j];
    }
    if (offered > most) return false;
    for (unsigned j = 0; j < BIREME_MOMENTS_LANES; j++)
        if (m->lane_missing[j] > offered / BIREME_MOMENTS_LANES + (j < offered % BIREME_MOMENTS_LANES))
            return false;
    if (m->n == 0) return true;
    /* If the sum is not finite, there must be infinities among the values. */
    bool finite = isfinite(m->min) && isfinite(m->max);
    return m->min <= m->max && (!finite || (!isnan(m->mean) && !(m->m2 < 0)));
}

static bool read_moments(bireme_collector *c, const bool *wanted, size_t units, uint64_t trials,
                         bireme_collected *all, bireme_bytes *from)
{
    size_t n = c->options.n_variables;
    for (size_t u = 0; u < units; u++)
        for (size_t v = 0; v < n; v++) {
            bireme_moments unit;
            bireme_collected *sum = &all[v];
            if (!wanted[v]) continue;
            if (!bireme_bytes_take(from, &unit, sizeof unit) || !is_sound(&unit, trials)) return false;
            if (unit.n > 0) {
                sum->min = sum->n == 0 || unit.min < sum->min ? unit.min : sum->min;
                sum->max = sum->n == 0 || unit.max > sum->max ? unit.max : sum->max;
            }
            sum->n += unit.n;
            for (unsigned j = 0; j < BIREME_MOMENTS_LANES; j++) sum->missing += unit.lane_missing[j];
            if (sum->n + sum->missing > trials) return false; /* each is at most that before the addition */
            bireme_moments_merge(&c->ended[v], &unit);
        }
    for (size_t v = 0; v < n; v++)
        if (wanted[v] && all[v].n + all[v].missing != trials) return false;
    return true;
}

/* Bins must be in ascending order and hold as many values as the moments say, from the bin of the smallest
 * value to that of the largest. */
static bool read_sketch(bireme_collector *c, size_t v, const bireme_collected *all, bireme_bytes *from)
{
    uint32_t filled;
    written_bin here;
    uint64_t n = 0, missing = 0;
    uint32_t next = 0, lowest = BIREME_NO_BIN, highest = 0;
    if (!bireme_bytes_take(from, &filled, sizeof filled)) return false;
    for (uint32_t i = 0; i < filled; i++) {
        if (!bireme_bytes_take(from, &here, sizeof here) || here.bin < next || here.bin > BIREME_BINS ||
            here.count == 0)
            return false;
        /* the least is not above the most, or no extent is kept */
        bool kept = here.extent.most > 0 || here.extent.least_inverted > 0;
        if (kept && ~here.extent.least_inverted > here.extent.most) return false;
        next = here.bin + 1;
        if (here.bin == BIREME_NO_BIN) {
            missing += here.count;
        } else {
            n += here.count;
            lowest = lowest == BIREME_NO_BIN ? here.bin : lowest;
            highest = here.bin;
        }
        c->sketch[v][0].count[here.bin] += here.count;
        if (kept)
            bireme_bin_widen(&c->sketch[v][0].extent[here.bin], here.extent.most,
                             ~here.extent.least_inverted);
    }
    return n == all->n && missing == all->missing &&
           (n == 0 || (lowest == bireme_bin_of(all->min) && highest == bireme_bin_of(all->max)));
}

static bool read_prefix(bireme_collector *c, size_t v, const bireme_collected *all, uint64_t first,
                        uint64_t end, bireme_bytes *from)
{
    size_t n = prefix_of(c, v, first, end), missing = 0;
    if (n == 0) return true;
    float *value = c->prefix[v] + first;
    if (!bireme_bytes_take(from, value, n * sizeof *value)) return false;
    for (size_t i = 0; i < n; i++) missing += isnan(value[i]);
    return missing <= all->missing;
}

static bool read_values(bireme_collector *c, size_t v, const bireme_collected *all, uint64_t first,
                        uint64_t end, bireme_bytes *from)
{
    double *value = c->value[v] + first, min = INFINITY, max = -INFINITY;
    size_t n = (size_t)(end - first);
    uint64_t there = 0;
    if (!bireme_bytes_take(from, value, n * sizeof *value)) return false;
    for (size_t i = 0; i < n; i++) {
        if (isnan(value[i])) continue;
        there++;
        min = value[i] < min ? value[i] : min;
        max = value[i] > max ? value[i] : max;
    }
    return there == all->n && (there == 0 || (min == all->min && max == all->max));
}

bool bireme_collector_read(bireme_collector *c, const bool *wanted, size_t units, uint64_t first,
                           uint64_t end, bireme_collected *all, bireme_bytes *from)
{
    size_t n = c->options.n_variables;
    for (size_t v = 0; v < n; v++) all[v] = (bireme_collected){0};
    if (first > end || end > c->options.trials || !read_moments(c, wanted, units, end - first, all, from))
        return false;
    for (size_t v = 0; v < n; v++) {
        if (!wanted[v] || c->moments_only[v]) continue;
        bool good = c->exact[v]
                        ? read_values(c, v, &all[v], first, end, from)
                        : read_sketch(c, v, &all[v], from) && read_prefix(c, v, &all[v], first, end, from);
        if (!good) return false;
    }
    return true;
}
