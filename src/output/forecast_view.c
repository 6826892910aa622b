/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forecast.h"

#include <math.h>
#include <stdio.h>

const bireme_summary *bireme_forecast_view_total(const bireme_forecast_view *view, const char *metric)
{
    size_t index = bireme_forecast_metric_find(view->forecast, metric);
    return index == SIZE_MAX ? NULL : bireme_forecast_total(view->forecast, index);
}

const char *bireme_forecast_view_subject(const bireme_forecast_view *view)
{
    const bireme_summary *revenue = bireme_forecast_view_total(view, "revenue");
    return revenue != NULL && revenue->n > 0 && revenue->max > 0 ? "revenue" : "wins";
}

double bireme_summary_quantile_se(const bireme_summary *summary, int index)
{
    double binning = summary->quantile_error * fabs(summary->quantile[index]);
    double se = summary->quantile_se[index];
    return binning > se ? binning : se;
}

void bireme_summary_list(const bireme_summary *summary, bireme_statistic list[BIREME_STATISTIC_COUNT])
{
    const bireme_statistic moments[] = {{"mean", summary->mean},       {"sd", summary->sd},
                                        {"mean_se", summary->mean_se}, {"sd_se", summary->sd_se},
                                        {"min", summary->min},         {"max", summary->max}};
    size_t n = 0;
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) list[n++] = moments[i];
    for (size_t q = 0; q < BIREME_QUANTILE_COUNT; q++) {
        snprintf(list[n].name, sizeof list[n].name, "%.7s", bireme_quantile_name[q]);
        list[n++].value = summary->quantile[q];
    }
    for (size_t q = 0; q < BIREME_QUANTILE_COUNT; q++) {
        snprintf(list[n].name, sizeof list[n].name, "%.7s_se", bireme_quantile_name[q]);
        list[n++].value = summary->quantile_se[q];
    }
}
