/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Access to a comparison's results, and freeing it.
 */
#include "decide/compare/comparison.h"

#include <stdint.h>
#include <string.h>
#include "base/getter.h"
#include "base/memory.h"
#include "base/nearest.h"

void bireme_comparison_free(bireme_comparison *c)
{
    if (c == NULL) return;
    for (size_t s = 0; c->forecast != NULL && s < c->n; s++) bireme_forecast_free(c->forecast[s]);
    bireme_arena_free(&c->arena);
    bireme_free(c);
}

BIREME_GETTER(size_t, bireme_comparison_count, bireme_comparison, n);
BIREME_GETTER(size_t, bireme_comparison_baseline, bireme_comparison, baseline);
BIREME_VALUE_GETTER(const char *, bireme_comparison_name, bireme_comparison, name, n, NULL);
BIREME_VALUE_GETTER(const bireme_forecast *, bireme_comparison_forecast, bireme_comparison, forecast, n,
                    NULL);
BIREME_ROW_GETTER(bireme_precision_result, bireme_comparison_precision, bireme_comparison, precision, n);
BIREME_GETTER(size_t, bireme_comparison_metric_count, bireme_comparison, n_metrics);
BIREME_VALUE_GETTER(const char *, bireme_comparison_metric_name, bireme_comparison, metric_name, n_metrics,
                    NULL);
BIREME_VALUE_GETTER(bireme_unit, bireme_comparison_metric_unit, bireme_comparison, unit, n_metrics,
                    BIREME_UNIT_NONE);

size_t bireme_comparison_metric_of(const bireme_comparison *comparison, const char *name)
{
    for (size_t m = 0; m < comparison->n_metrics; m++)
        if (strcmp(comparison->metric_name[m], name) == 0) return m;
    return SIZE_MAX;
}

bireme_status bireme_comparison_metric_find(const bireme_comparison *comparison, const char *name,
                                            size_t *metric, bireme_error *error)
{
    size_t found = name != NULL ? bireme_comparison_metric_of(comparison, name) : SIZE_MAX;
    if (found == SIZE_MAX)
        return bireme_fail_nearest(error, "metric", name, comparison->metric_name, comparison->n_metrics);
    *metric = found;
    return BIREME_OK;
}

const bireme_summary *bireme_comparison_total(const bireme_comparison *comparison, size_t scenario,
                                              size_t metric)
{
    if (scenario >= comparison->n || metric >= comparison->n_metrics) return NULL;
    size_t index = comparison->index[scenario * comparison->n_metrics + metric];
    return index == SIZE_MAX ? NULL : bireme_forecast_total(comparison->forecast[scenario], index);
}

const bireme_difference *bireme_comparison_difference(const bireme_comparison *comparison, size_t scenario,
                                                      size_t metric)
{
    if (scenario >= comparison->n || metric >= comparison->n_metrics) return NULL;
    const bireme_paired *paired = &comparison->difference[scenario * comparison->n_metrics + metric];
    return paired->difference.summary != NULL ? &paired->difference : NULL;
}

BIREME_GETTER(size_t, bireme_comparison_metric, bireme_comparison, metric);
BIREME_GETTER(bool, bireme_comparison_less_is_better, bireme_comparison, less_is_better);
BIREME_GETTER(bool, bireme_comparison_is_of_economies, bireme_comparison, of_economies);
BIREME_ROW_GETTER(bireme_choice, bireme_comparison_choice, bireme_comparison, choice, n);

size_t bireme_comparison_bridge_count(const bireme_comparison *comparison, size_t scenario)
{
    return scenario < comparison->n ? comparison->bridge[scenario].n_parts : 0;
}

const bireme_bridge_part *bireme_comparison_bridge(const bireme_comparison *comparison, size_t scenario,
                                                   size_t part)
{
    if (part >= bireme_comparison_bridge_count(comparison, scenario)) return NULL;
    return &comparison->bridge[scenario].parts[part];
}

const char *bireme_comparison_bridge_reason(const bireme_comparison *comparison, size_t scenario)
{
    return scenario < comparison->n ? comparison->bridge[scenario].reason : NULL;
}
