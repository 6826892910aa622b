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
    BIREME_METRIC_REVENUE_OPENING,
    BIREME_METRIC_BOOKINGS,
    BIREME_METRIC_WINS,
    BIREME_METRIC_LEADS,
    BIREME_METRIC_STAGE,       /* entries to stage `index` */
    BIREME_METRIC_WORKED,      /* taken up at the worked stage */
    BIREME_METRIC_OWNER_LEADS, /* `index` is a bireme_owner */
    BIREME_METRIC_OWNER_WINS,
    BIREME_METRIC_OWNER_REVENUE,
    BIREME_METRIC_CHANNEL_LEADS, /* `index` is a channel */
    BIREME_METRIC_CHANNEL_WINS,
    BIREME_METRIC_CHANNEL_REVENUE,
    BIREME_METRIC_CHANNEL_SPEND,
    BIREME_METRIC_CHANNEL_COST_PER_LEAD,
    BIREME_METRIC_CHANNEL_MARGINAL_COST_PER_LEAD,
    BIREME_METRIC_CHANNEL_PAID_LEADS, /* expected of the horizon's spend */
    BIREME_METRIC_CHANNEL_COST,       /* fully loaded */
    BIREME_METRIC_CHANNEL_CAC,
    BIREME_METRIC_CHANNEL_CREDIT,  /* revenue credited to channel `index` by rule `rule` */
    BIREME_METRIC_CHANNEL_TOUCHED, /* revenue of the deals that channel `index` touched */
    BIREME_METRIC_OWNER_CREDIT,
    BIREME_METRIC_OWNER_TOUCHED,
    BIREME_METRIC_PIPELINE_WINS,
    BIREME_METRIC_PIPELINE_BOOKINGS,
    BIREME_METRIC_COST_MARKETING,
    BIREME_METRIC_COST_SALES,
    BIREME_METRIC_CONTRIBUTION,
    BIREME_METRIC_CAC,
    BIREME_METRIC_ROMI,
    BIREME_METRIC_NRR,
    BIREME_METRIC_LIFETIME_REVENUE, /* of all that was sold */
    BIREME_METRIC_LTV,              /* of a customer, the gross margin of it */
    BIREME_METRIC_LTV_REVENUE,      /* all of it */
    BIREME_METRIC_LTV_CAC,
    BIREME_METRIC_PAYBACK_MONTHS,
    BIREME_METRIC_SHARE_SOURCED, /* of owner `index` */
    BIREME_METRIC_SHARE_MARKETING_TOUCHED,
    BIREME_METRIC_REPS, /* there, ramping ones included */
    BIREME_METRIC_REVENUE_PER_REP,
    BIREME_METRIC_BOOKINGS_PER_REP,
    BIREME_METRIC_CAPACITY, /* what the reps can take up */
    BIREME_METRIC_UTILISATION,
    BIREME_METRIC_BACKLOG,
    BIREME_METRIC_TURNED_AWAY,
    BIREME_METRIC_TURNED_AWAY_SHARE,
    BIREME_METRIC_TURNED_AWAY_VALUE,
    BIREME_METRIC_CARRIED_OUT,
    BIREME_METRIC_CARRIED_OUT_VALUE
} bireme_metric_kind;

/* What a metric is over the horizon, given what it is in the periods. */
typedef enum bireme_metric_total {
    BIREME_TOTAL_SUM,  /* the sum of the periods */
    BIREME_TOTAL_LAST, /* the last period's: a stock, such as the backlog */
    BIREME_TOTAL_OWN,  /* something else: a ratio of sums */
    BIREME_TOTAL_ALONE /* there are no values per period */
} bireme_metric_total;

/* Rules of credit over the channels that touched a deal; docs/model, Attribution. (`first` is what sourced
 * is.) */
typedef enum bireme_credit { BIREME_CREDIT_LAST, BIREME_CREDIT_LINEAR, BIREME_CREDIT_POSITION } bireme_credit;
enum { BIREME_CREDIT_COUNT = 3 };

typedef struct bireme_metric {
    char *name; /* "revenue", "stage.mql", "owner.sales.wins", "channel.events.credit.linear" */
    bireme_unit unit;
    bireme_metric_kind kind;
    int index;          /* stage, owner or channel; −1: none */
    bireme_credit rule; /* of the CREDIT kinds */
    bireme_metric_total total;
} bireme_metric;

typedef struct bireme_metrics {
    size_t count;
    bireme_metric *items; /* [count] */
} bireme_metrics;

/* model: what decides which metrics there are must be set: stages, the channels' names, owners, has_spend,
 * adstock, response.curve, touches; sales.present, has_capacity; revenue.recurring, opening; n_initiatives,
 * n_open. Nothing else is read. Errors: MEMORY. Threads: reentrant. */
BIREME_MUST_USE bireme_status bireme_metrics_create(const bireme_model *model, bireme_metrics **out,
                                                    bireme_error *error);
void bireme_metrics_free(bireme_metrics *metrics); /* NULL is fine */

/* The first metric that has the same value in every trial by its definition: with one-time revenue, bookings
 * are revenue; the first stage is the leads; where one owner has everything, its metrics are the totals;
 * where an owner has one channel only, that channel's are the owner's. The metric itself if there is none
 * before it. */
size_t bireme_metrics_same(const bireme_metrics *metrics, const bireme_model *model, size_t metric);
/* Is less of it better: costs, and what is lost or has to wait? */
bool bireme_metric_less_is_better(bireme_metric_kind kind);
/* The metric's index, or SIZE_MAX if there is none of that name. */
size_t bireme_metrics_find(const bireme_metrics *metrics, const char *name);
static inline bool bireme_metric_has_periods(const bireme_metric *metric)
{
    return metric->total != BIREME_TOTAL_ALONE;
}
/* True if some channel has touches: then there are metrics of credit. */
bool bireme_model_has_touches(const bireme_model *model);
/* "marketing", "sales", "partner"; static. */
const char *bireme_owner_name(bireme_owner owner);

#endif
