/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The metric to decide by in quarters and years, scenario against baseline: the pairs of trials are
 * subtracted quarter by quarter, for quantiles of differences do not add up any more than those of quarters.
 */
#include <stdint.h>
#include <string.h>
#include "base/error.h"
#include "base/getter.h"
#include "base/memory.h"
#include "decide/compare/internal.h"
#include "engine/metrics/unseen.h"
#include "stats/replicates.h"
#include "stats/sample.h"

/* A quarter or year of a forecast: the metric in it, its trials (NULL: the same in all, or not known); its
 * label and its first period tell what part of which year it is. */
typedef struct span {
    const bireme_summary *summary;
    const double *samples;
    const char *label, *first;
} span;

static span span_at(const bireme_forecast *f, size_t metric, bool year, size_t i)
{
    if (year)
        return (span){bireme_forecast_year(f, metric, i), bireme_forecast_year_samples(f, i),
                      bireme_forecast_year_at(f, i)->label,
                      bireme_forecast_period_label(f, bireme_forecast_year_at(f, i)->first)};
    return (span){bireme_forecast_quarter(f, metric, i), bireme_forecast_quarter_samples(f, i),
                  bireme_forecast_quarter_at(f, i)->label,
                  bireme_forecast_period_label(f, bireme_forecast_quarter_at(f, i)->first)};
}

/* The same one of another forecast; without a summary: there is none. */
static span find_span(const bireme_forecast *f, size_t metric, bool year, const span *of)
{
    const size_t n = year ? bireme_forecast_year_count(f) : bireme_forecast_quarter_count(f);
    for (size_t i = 0; i < n; i++) {
        const span s = span_at(f, metric, year, i);
        if (strcmp(s.label, of->label) == 0 && strcmp(s.first, of->first) == 0) return s;
    }
    return (span){.summary = NULL};
}

static double value_in(const span *s, uint64_t trial)
{
    return s->samples != NULL ? s->samples[trial] : s->summary->mean;
}

static bireme_status subtract(const bireme_comparison *c, const span *own, const span *base,
                              unsigned replicates, double *room, bireme_paired *out, bireme_error *error)
{
    const uint64_t trials = bireme_forecast_trials(c->forecast[0]);
    bireme_difference *d = &out->difference;
    if (own->summary == NULL || own->summary->n == 0 || base->summary == NULL || base->summary->n == 0)
        return BIREME_OK;
    d->summary = &out->summary;
    for (uint64_t i = 0; i < trials; i++)
        room[i] = bireme_sum_difference(value_in(own, i), value_in(base, i));
    d->probability_above = bireme_sample_above(room, trials, replicates, 0, &d->probability_above_se,
                                               &d->probability_equal);
    bireme_status status = bireme_sample_summarise(room, trials, replicates, &out->summary, error);
    if (status == BIREME_OK && c->tail_power > 0) bireme_unseen_add(c->tail_power, &out->summary);
    return status;
}

/* The metric to decide by in the scenario's forecast. */
static size_t metric_in(const bireme_comparison *c, size_t s)
{
    return c->index[s * c->n_metrics + c->metric];
}

bireme_status bireme_compare_quarters(bireme_comparison *c, unsigned replicates, double *room,
                                      bireme_error *error)
{
    const bireme_forecast *base = c->forecast[c->baseline];
    const size_t quarters = bireme_forecast_quarter_count(base), years = bireme_forecast_year_count(base),
                 n = quarters + years;
    if (n == 0 || bireme_forecast_quarter(base, metric_in(c, c->baseline), 0) == NULL) return BIREME_OK;
    c->in_span = bireme_arena_alloc(&c->arena, c->n, bireme_times(n, sizeof *c->in_span));
    c->of_span = bireme_arena_alloc(&c->arena, c->n, bireme_times(n, sizeof *c->of_span));
    if (c->arena.failed) return bireme_fail_memory(error);
    c->n_quarters = quarters;
    c->n_years = years;
    for (size_t i = 0; i < n; i++) {
        const bool year = i >= quarters;
        const span of_base = span_at(base, metric_in(c, c->baseline), year, year ? i - quarters : i);
        for (size_t s = 0; s < c->n; s++) {
            const span own = find_span(c->forecast[s], metric_in(c, s), year, &of_base);
            c->in_span[s * n + i] = own.summary;
            if (s == c->baseline) continue;
            const bireme_status status = subtract(c, &own, &of_base, replicates, room, &c->of_span[s * n + i],
                                                  error);
            if (status != BIREME_OK) return status;
        }
    }
    return BIREME_OK;
}

/* ------------------------ access */

BIREME_GETTER(size_t, bireme_comparison_quarter_count, bireme_comparison, n_quarters);
BIREME_GETTER(size_t, bireme_comparison_year_count, bireme_comparison, n_years);

const bireme_quarter *bireme_comparison_quarter_at(const bireme_comparison *comparison, size_t quarter)
{
    if (quarter >= comparison->n_quarters) return NULL;
    return bireme_forecast_quarter_at(comparison->forecast[comparison->baseline], quarter);
}

const bireme_fiscal_year *bireme_comparison_year_at(const bireme_comparison *comparison, size_t year)
{
    if (year >= comparison->n_years) return NULL;
    return bireme_forecast_year_at(comparison->forecast[comparison->baseline], year);
}

/* The place of the i-th quarter or year of the scenario; SIZE_MAX: there is none. */
static size_t place_of(const bireme_comparison *c, size_t scenario, bool year, size_t i)
{
    if (scenario >= c->n || i >= (year ? c->n_years : c->n_quarters)) return SIZE_MAX;
    return scenario * (c->n_quarters + c->n_years) + (year ? c->n_quarters : 0) + i;
}

static const bireme_summary *summary_at(const bireme_comparison *c, size_t place)
{
    return place != SIZE_MAX ? c->in_span[place] : NULL;
}

static const bireme_difference *difference_at(const bireme_comparison *c, size_t place)
{
    if (place == SIZE_MAX || c->of_span[place].difference.summary == NULL) return NULL;
    return &c->of_span[place].difference;
}

const bireme_summary *bireme_comparison_quarter(const bireme_comparison *comparison, size_t scenario,
                                                size_t quarter)
{
    return summary_at(comparison, place_of(comparison, scenario, false, quarter));
}

const bireme_summary *bireme_comparison_year(const bireme_comparison *comparison, size_t scenario,
                                             size_t year)
{
    return summary_at(comparison, place_of(comparison, scenario, true, year));
}

const bireme_difference *bireme_comparison_quarter_difference(const bireme_comparison *comparison,
                                                              size_t scenario, size_t quarter)
{
    return difference_at(comparison, place_of(comparison, scenario, false, quarter));
}

const bireme_difference *bireme_comparison_year_difference(const bireme_comparison *comparison,
                                                           size_t scenario, size_t year)
{
    return difference_at(comparison, place_of(comparison, scenario, true, year));
}
