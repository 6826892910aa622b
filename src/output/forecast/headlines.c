/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forecast/forecast.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>

static const struct {
    bireme_metric_id id;
    const char *title; /* NULL: the metric's own words */
} headlines[BIREME_HEADLINES] = {
    {{BIREME_METRIC_REVENUE, -1, 0}, NULL},
    {{BIREME_METRIC_BOOKINGS, -1, 0}, NULL},
    {{BIREME_METRIC_WINS, -1, 0}, NULL},
    {{BIREME_METRIC_LEADS, -1, 0}, NULL},
    {{BIREME_METRIC_COST_MARKETING, -1, 0}, NULL},
    {{BIREME_METRIC_COST_SALES, -1, 0}, NULL},
    {{BIREME_METRIC_CONTRIBUTION, -1, 0}, NULL},
    {{BIREME_METRIC_CAC, -1, 0}, NULL},
    {{BIREME_METRIC_ROMI, -1, 0}, NULL},
    {{BIREME_METRIC_NRR, -1, 0}, "Net revenue retention"},
    {{BIREME_METRIC_SHARE_SOURCED, BIREME_OWNER_MARKETING, 0}, "Sourced by marketing"},
};

size_t bireme_headline_metric(const bireme_forecast_view *view, size_t i)
{
    if (i < BIREME_HEADLINES && bireme_metric_repeats(view->model, headlines[i].id)) return SIZE_MAX;
    if (i < BIREME_HEADLINES) return bireme_forecast_view_metric(view, headlines[i].id);
    bireme_metric_kind kind = (i - BIREME_HEADLINES) % 2 == 0 ? BIREME_METRIC_CHANNEL_WINS
                                                              : BIREME_METRIC_CHANNEL_REVENUE;
    return bireme_forecast_view_metric(view, bireme_metric_one(kind, (int)(i - BIREME_HEADLINES) / 2));
}

const char *bireme_headline_title(size_t i, char title[BIREME_HEADLINE_SIZE])
{
    if (headlines[i].title != NULL) return headlines[i].title;
    snprintf(title, BIREME_HEADLINE_SIZE, "%s", bireme_metric_row_of(headlines[i].id.kind)->words);
    title[0] = (char)toupper((unsigned char)title[0]);
    return title;
}
