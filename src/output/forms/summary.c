/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forms/summary.h"

#include <stdio.h>

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

void bireme_summary_json_members(bireme_json *json, const bireme_summary *summary)
{
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    bireme_summary_list(summary, list);
    for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++) bireme_json_number(json, list[i].name, list[i].value);
    if (summary->left_out > 0) bireme_json_number(json, "left_out", summary->left_out);
}

void bireme_summary_json(bireme_json *json, const char *key, const bireme_summary *summary)
{
    bireme_json_open(json, key, '{', true);
    bireme_summary_json_members(json, summary);
    bireme_json_close(json, '}');
}
