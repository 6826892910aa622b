/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forecast/of_totals.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "engine/run/metric_of.h"

enum { NAME_SIZE = 256 };

typedef struct finder {
    const bireme_forecast *forecast;
    const bireme_model *model;
} finder;

/* NAN: there is no such metric, or it has no value in some trials. */
static double mean_of(const finder *f, const char *metric)
{
    size_t m = bireme_forecast_metric_of(f->forecast, metric);
    const bireme_summary *s = m == SIZE_MAX ? NULL : bireme_forecast_total(f->forecast, m);
    return s != NULL && s->n > 0 && !(s->left_out > 0) ? s->mean : NAN;
}

static double mean_or_none(const finder *f, const char *metric)
{
    return bireme_forecast_metric_of(f->forecast, metric) == SIZE_MAX ? 0 : mean_of(f, metric);
}

static double over(double above, double below)
{
    return below > 0 ? above / below : NAN;
}

static double cost(const finder *f)
{
    return mean_of(f, "cost.marketing") + mean_or_none(f, "cost.sales");
}

static double margin(const finder *f, const char *metric)
{
    return f->model->revenue.gross_margin * mean_of(f, metric);
}

static double new_revenue(const finder *f)
{
    return mean_of(f, "revenue") - mean_or_none(f, "revenue.opening");
}

static double turned_away(const finder *f)
{
    char stage[NAME_SIZE];
    int length = snprintf(stage, sizeof stage, "stage.%s", f->model->stage[f->model->sales.stage]);
    return length < NAME_SIZE ? over(mean_of(f, "turned_away"), mean_of(f, stage)) : NAN;
}

/* "channel.X.cac" is "channel.X.cost" over "channel.X.wins". */
static double of_channel(const finder *f, const char *name)
{
    static const char *const parts[][3] = {{".cac", ".cost", ".wins"},
                                           {".cost_per_lead", ".spend", ".paid_leads"}};
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char metric[2][NAME_SIZE];
        size_t ending = strlen(parts[i][0]), stem = length - ending;
        if (length <= ending || strcmp(name + stem, parts[i][0]) != 0 ||
            stem + sizeof ".paid_leads" > NAME_SIZE)
            continue;
        for (int k = 0; k < 2; k++)
            snprintf(metric[k], NAME_SIZE, "%.*s%s", (int)stem, name, parts[i][k + 1]);
        return over(mean_of(f, metric[0]), mean_of(f, metric[1]));
    }
    return NAN;
}

/* "share.sales_sourced" is of "owner.sales.revenue". */
static double share(const finder *f, const char *name)
{
    char metric[NAME_SIZE];
    static const char ending[] = "_sourced", begin[] = "share.";
    size_t length = strlen(name), most = sizeof begin + sizeof ending;
    if (strcmp(name, "share.marketing_touched") == 0)
        return over(mean_of(f, "owner.marketing.touched"), new_revenue(f));
    if (strncmp(name, begin, sizeof begin - 1) != 0 || length < most ||
        strcmp(name + length - (sizeof ending - 1), ending) != 0)
        return NAN;
    int owner = (int)(length - (sizeof begin - 1) - (sizeof ending - 1));
    if ((size_t)snprintf(metric, sizeof metric, "owner.%.*s.revenue", owner, name + sizeof begin - 1) >=
        sizeof metric)
        return NAN;
    return over(mean_or_none(f, metric), new_revenue(f));
}

double bireme_of_totals(const bireme_forecast *forecast, const bireme_model *model, size_t metric)
{
    const finder f = {forecast, model};
    if (metric == SIZE_MAX) return NAN;
    const char *name = bireme_forecast_metric_name(forecast, metric);
    const bireme_summary *s = bireme_forecast_total(forecast, metric);
    if (name == NULL || s == NULL || s->n == 0) return NAN;
    if (strncmp(name, "channel.", 8) == 0) return of_channel(&f, name);
    if (strncmp(name, "share.", 6) == 0) return share(&f, name);
    if (strcmp(name, "cac") == 0) return over(cost(&f), mean_of(&f, "wins"));
    if (strcmp(name, "romi") == 0)
        return over(margin(&f, "owner.marketing.revenue") - mean_of(&f, "cost.marketing"),
                    mean_of(&f, "cost.marketing"));
    if (strcmp(name, "ltv") == 0) return over(margin(&f, "lifetime_revenue"), mean_of(&f, "wins"));
    if (strcmp(name, "ltv_revenue") == 0) return over(mean_of(&f, "lifetime_revenue"), mean_of(&f, "wins"));
    if (strcmp(name, "ltv_cac") == 0) return over(margin(&f, "lifetime_revenue"), cost(&f));
    if (strcmp(name, "payback_months") == 0) return over(12 * cost(&f), margin(&f, "bookings"));
    if (strcmp(name, "revenue_per_rep") == 0) return over(mean_of(&f, "revenue"), mean_of(&f, "reps"));
    if (strcmp(name, "bookings_per_rep") == 0) return over(mean_of(&f, "bookings"), mean_of(&f, "reps"));
    if (strcmp(name, "turned_away.share") == 0) return turned_away(&f);
    return NAN;
}
