/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frontier: for shares of marketing from the least that the limits allow to the most, the best division
 * with that share. Each search starts from its neighbour's result, from the best division outwards.
 */
#include <math.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "decide/split/internal.h"

/* Marketing's least and most, given what the others can take. */
static void marketing_range(const bireme_splitting *s, double *low, double *high)
{
    const bireme_decision *decision = &s->model->decision;
    double total = s->split->total, least = 0, most = 0;
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) {
        double from = 0, to = 0;
        for (size_t i = 0; i < s->n; i++)
            if ((int)s->lines[i].owner == o) from += s->lines[i].low, to += s->lines[i].high;
        from = fmax(from, decision->share_min[o] * total);
        to = fmin(to, decision->share_max[o] * total);
        if (o == BIREME_OWNER_MARKETING)
            *low = from, *high = to;
        else
            least += from, most += to;
    }
    *low = fmax(*low, total - most);
    *high = fmin(*high, total - least);
}

/* Scales the money of the lines on one side (marketing or not) to that sum, in proportion, within their
 * limits. */
static void scale_side(const bireme_splitting *s, bool marketing, double sum, double *money)
{
    enum { ROUNDS = 60 };
    double low = 0, high = 1;
    for (int i = 0; i < 2 * ROUNDS; i++) {
        double factor = i < ROUNDS ? high : (low + high) / 2, all = 0;
        for (size_t k = 0; k < s->n; k++)
            if ((s->lines[k].owner == BIREME_OWNER_MARKETING) == marketing)
                all += fmin(fmax(factor * (money[k] + 1e-4 * s->split->total), s->lines[k].low),
                            s->lines[k].high);
        if (i < ROUNDS && all < sum)
            high *= 2;
        else if (i >= ROUNDS)
            *(all < sum ? &low : &high) = factor;
    }
    for (size_t k = 0; k < s->n; k++)
        if ((s->lines[k].owner == BIREME_OWNER_MARKETING) == marketing)
            money[k] = fmin(fmax(high * (money[k] + 1e-4 * s->split->total), s->lines[k].low),
                            s->lines[k].high);
}

static bireme_status visit(bireme_splitting *s, double share, const double *from, double *money,
                           double *value, bireme_error *error)
{
    const bireme_split_task task = {
        .trials = BIREME_SPLIT_TRIALS, .marketing = share, .whole = true, .tolerance = 2e-3, .most = 12};
    double total = s->split->total;
    memcpy(money, from, s->n * sizeof *money);
    scale_side(s, true, share * total, money);
    scale_side(s, false, (1 - share) * total, money);
    return bireme_splitting_maximise(s, &task, money, value, error);
}

/* If the best point of the frontier is better than the best so far on the same trials, searches again from
 * there. */
static bireme_status take_over(bireme_splitting *s, const double *money, const double *values, size_t n,
                               double *best, double *value, bireme_error *error)
{
    const bireme_split_task last = {
        .trials = s->more, .marketing = NAN, .whole = true, .tolerance = 5e-4, .most = 10};
    double here, found;
    size_t top = 0;
    bireme_status status = bireme_splitting_value(s, best, BIREME_SPLIT_TRIALS, &here, error);
    for (size_t k = 1; k < n; k++)
        if (values[k] > values[top]) top = k;
    if (status != BIREME_OK || !(values[top] > here + 1e-4 * fabs(here))) return status;
    double *trial = bireme_memdup(money + top * s->n, s->n, sizeof *trial);
    if (trial == NULL) return bireme_fail_memory(error);
    status = bireme_splitting_maximise(s, &last, trial, &found, error);
    if (status == BIREME_OK && found > *value) {
        *value = found;
        memcpy(best, trial, s->n * sizeof *best);
    }
    bireme_free(trial);
    return status;
}

static bireme_status walk(bireme_splitting *s, const double *best, double low, double high, double *money,
                          double *values, bireme_error *error)
{
    double total = s->split->total, share = bireme_splitting_owned(s, best, BIREME_OWNER_MARKETING) / total;
    int steps = s->steps, middle = 0;
    for (int k = 0; k < steps; k++) {
        double there = low + (high - low) * k / (steps - 1);
        if (there <= share * total) middle = k;
    }
    bireme_status status = BIREME_OK;
    for (int i = 0; i < steps && status == BIREME_OK; i++) { /* middle, above it, then below it */
        int k = i < steps - middle ? middle + i : steps - 1 - i;
        const double *from = k == middle ? best : money + (size_t)(k > middle ? k - 1 : k + 1) * s->n;
        status = visit(s, (low + (high - low) * k / (steps - 1)) / total, from, money + (size_t)k * s->n,
                       &values[k], error);
    }
    return status;
}

bireme_status bireme_splitting_frontier(bireme_splitting *s, double *best, double *value, double **money,
                                        bireme_error *error)
{
    double low, high;
    marketing_range(s, &low, &high);
    bool one = !(high - low > 1e-6 * s->split->total) || s->steps == 1;
    size_t n = one ? 1 : (size_t)s->steps;
    double *values = bireme_calloc(n, sizeof *values);
    *money = bireme_calloc(bireme_times(n, s->n), sizeof **money);
    bireme_status status = values != NULL && *money != NULL ? BIREME_OK : bireme_fail_memory(error);
    if (status == BIREME_OK && one) {
        memcpy(*money, best, s->n * sizeof **money);
    } else if (status == BIREME_OK) {
        status = walk(s, best, low, high, *money, values, error);
        if (status == BIREME_OK) status = take_over(s, *money, values, n, best, value, error);
    }
    bireme_free(values);
    s->split->n_frontier = n;
    return status;
}
