/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The metrics that a model has: what is forecast, under which name, in the order in which it is shown. The
 * one list that the checks of a scenario, the engine and the writers share.
 */
#ifndef BIREME_MODEL_METRIC_H
#define BIREME_MODEL_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"
#include "bireme/forecast.h"
#include "model/model.h"

typedef enum bireme_metric_kind {
    BIREME_METRIC_REVENUE,
    BIREME_METRIC_BOOKINGS,
    BIREME_METRIC_WINS,
    BIREME_METRIC_LEADS,
    BIREME_METRIC_STAGE,       /* entries to stage `index` */
    BIREME_METRIC_OWNER_LEADS, /* `index` is a bireme_owner */
    BIREME_METRIC_OWNER_WINS,
    BIREME_METRIC_OWNER_REVENUE,
    BIREME_METRIC_CHANNEL_LEADS, /* `index` is a channel */
    BIREME_METRIC_CHANNEL_WINS,
    BIREME_METRIC_CHANNEL_REVENUE,
    BIREME_METRIC_CHANNEL_SPEND,
    BIREME_METRIC_COST_MARKETING,
    BIREME_METRIC_CAC,
    BIREME_METRIC_SHARE_MARKETING_SOURCED,
    BIREME_METRIC_CARRIED_OUT,
    BIREME_METRIC_CARRIED_OUT_VALUE
} bireme_metric_kind;

typedef struct bireme_metric {
    char *name; /* "revenue", "stage.mql", "owner.sales.wins", "channel.events.leads" */
    bireme_unit unit;
    bireme_metric_kind kind;
    int index;        /* stage, owner or channel; −1: none */
    bool has_periods; /* false: only over the horizon (ratios, carried_out*) */
} bireme_metric;

typedef struct bireme_metrics {
    size_t count;
    bireme_metric *items; /* [count] */
} bireme_metrics;

/* model: funnel and channels must be set, nothing else is read. Errors: MEMORY. Threads: reentrant. */
BIREME_MUST_USE bireme_status bireme_metrics_create(const bireme_model *model, bireme_metrics **out,
                                                    bireme_error *error);
void bireme_metrics_free(bireme_metrics *metrics); /* NULL is fine */

/* The first metric that has the same value in every trial by its definition: with one-time revenue, bookings
 * are revenue; the first stage is the leads; where one owner has everything, its metrics are the totals;
 * where an owner has one channel only, that channel's are the owner's. The metric itself if there is none before it. */
size_t bireme_metrics_same(const bireme_metrics *metrics, const bireme_model *model, size_t metric);
/* The metric's index, or SIZE_MAX if there is none of that name. */
size_t bireme_metrics_find(const bireme_metrics *metrics, const char *name);
/* "marketing", "sales", "partner"; static. */
const char *bireme_owner_name(bireme_owner owner);

#endif
