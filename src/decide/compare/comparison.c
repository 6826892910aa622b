/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The comparison as a result: queried, freed.
 */
#include "decide/compare/comparison.h"

#include <stdint.h>
#include <string.h>
#include "base/memory.h"
#include "base/nearest.h"

void bireme_comparison_free(bireme_comparison *c)
{
    if (c == NULL) return;
    for (size_t s = 0; s < c->n; s++) {
        if (c->name != NULL) bireme_free(c->name[s]);
        if (c->forecast != NULL) bireme_forecast_free(c->forecast[s]);
        if (c->bridge != NULL) {
            bireme_free(c->bridge[s].parts);
            bireme_free(c->bridge[s].reason);
        }
    }
    for (size_t i = 0; c->difference != NULL && i < c->n * c->n_metrics; i++) bireme_free(c->difference[i]);
    bireme_free(c->name);
    bireme_free(c->forecast);
    bireme_free(c->metric_name);
    bireme_free(c->unit);
    bireme_free(c->index);
    bireme_free(c->difference);
    bireme_free(c->choice);
    bireme_free(c->regret);
    bireme_free(c->bridge);
    bireme_free(c->precision);
    bireme_free(c);
}

size_t bireme_comparison_count(const bireme_comparison *comparison)
{
    return comparison->n;
}

size_t bireme_comparison_baseline(const bireme_comparison *comparison)
{
    return comparison->baseline;
}

const char *bireme_comparison_name(const bireme_comparison *comparison, size_t scenario)
{
    return scenario < comparison->n ? comparison->name[scenario] : NULL;
}

const bireme_forecast *bireme_comparison_forecast(const bireme_comparison *comparison, size_t scenario)
{
    return scenario < comparison->n ? comparison->forecast[scenario] : NULL;
}

const bireme_precision_result *bireme_comparison_precision(const bireme_comparison *comparison,
                                                           size_t scenario)
{
    return scenario < comparison->n ? &comparison->precision[scenario] : NULL;
}

size_t bireme_comparison_metric_count(const bireme_comparison *comparison)
{
    return comparison->n_metrics;
}

const char *bireme_comparison_metric_name(const bireme_comparison *comparison, size_t metric)
{
    return metric < comparison->n_metrics ? comparison->metric_name[metric] : NULL;
}

bireme_unit bireme_comparison_metric_unit(const bireme_comparison *comparison, size_t metric)
{
    return metric < comparison->n_metrics ? comparison->unit[metric] : BIREME_UNIT_NONE;
}

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
    const bireme_paired *paired = comparison->difference[scenario * comparison->n_metrics + metric];
    return paired != NULL ? &paired->difference : NULL;
}

size_t bireme_comparison_metric(const bireme_comparison *comparison)
{
    return comparison->metric;
}

bool bireme_comparison_less_is_better(const bireme_comparison *comparison)
{
    return comparison->less_is_better;
}

const bireme_choice *bireme_comparison_choice(const bireme_comparison *comparison, size_t scenario)
{
    return scenario < comparison->n ? &comparison->choice[scenario] : NULL;
}

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
