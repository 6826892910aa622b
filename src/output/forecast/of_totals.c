/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forecast/of_totals.h"

#include <math.h>
#include <stdint.h>
#include "engine/run/metric_of.h"

typedef struct finder {
    const bireme_forecast *forecast;
    const bireme_model *model;
    bool rest;
} finder;

static const bireme_summary *summary_of(const finder *f, size_t metric)
{
    return f->rest ? bireme_forecast_rest(f->forecast, metric) : bireme_forecast_total(f->forecast, metric);
}

/* none: the value for a metric that does not exist. NAN: it has no value in some trials. */
static double mean_or(const finder *f, bireme_metric_id id, double none)
{
    size_t m = bireme_forecast_metric_at(f->forecast, id);
    if (m == SIZE_MAX) return none;
    const bireme_summary *s = summary_of(f, m);
    return s->n > 0 && !(s->left_out > 0) ? s->mean : NAN;
}

static double mean_of(const finder *f, bireme_metric_kind kind)
{
    return mean_or(f, bireme_metric_all(kind), NAN);
}

static double mean_of_one(const finder *f, bireme_metric_kind kind, int index)
{
    return mean_or(f, bireme_metric_one(kind, index), NAN);
}

static double over(double above, double below)
{
    return below > 0 ? above / below : NAN;
}

static double cost(const finder *f)
{
    return mean_of(f, BIREME_METRIC_COST_MARKETING) +
           mean_or(f, bireme_metric_all(BIREME_METRIC_COST_SALES), 0);
}

static bool is_correlated(const bireme_model *model, int quantity)
{
    for (size_t c = 0; c < model->n_correlated; c++)
        for (size_t i = 0; i < model->correlated[c].n; i++)
            if (model->correlated[c].quantity[i] == quantity) return true;
    return false;
}

/* The mean of what a rate and what it multiplies give together: the product of their means, if they are
 * independent; else it is not known from these: NAN. */
static double product(const finder *f, int rate, double otherwise, double mean)
{
    const bireme_model *model = f->model;
    if (is_correlated(model, rate)) return NAN;
    return bireme_model_mean(model, rate, otherwise) * mean;
}

/* Of revenue, less the unit cost of wins. */
static double margin(const finder *f, double revenue, double wins)
{
    const bireme_revenue *of = &f->model->revenue;
    return product(f, of->gross_margin, 1, revenue) -
           (of->unit_cost >= 0 ? product(f, of->unit_cost, 0, wins) : 0);
}

static double new_revenue(const finder *f)
{
    return mean_of(f, BIREME_METRIC_REVENUE) -
           mean_or(f, bireme_metric_all(BIREME_METRIC_REVENUE_OPENING), 0);
}

static double romi(const finder *f)
{
    double spent = mean_of(f, BIREME_METRIC_COST_MARKETING);
    return over(margin(f, mean_of_one(f, BIREME_METRIC_OWNER_REVENUE, BIREME_OWNER_MARKETING),
                       mean_of_one(f, BIREME_METRIC_OWNER_WINS, BIREME_OWNER_MARKETING)) -
                    spent,
                spent);
}

/* What is sold from now on: what customers are worth is told of those, also where the periods that are over
 * have won some. */
static finder sold(const finder *f)
{
    return (finder){f->forecast, f->model, f->rest || bireme_forecast_past_count(f->forecast) > 0};
}

/* The lifetime revenue, less what goods cost, of those that are sold. */
static double lasting(const finder *f)
{
    return margin(f, mean_of(f, BIREME_METRIC_LIFETIME_REVENUE), mean_of(f, BIREME_METRIC_WINS));
}

static double ratio(const finder *f, bireme_metric_id id)
{
    const finder now = sold(f);
    switch ((int)id.kind) {
    case BIREME_METRIC_CHANNEL_CAC:
        return over(mean_of_one(f, BIREME_METRIC_CHANNEL_COST, id.index),
                    mean_of_one(f, BIREME_METRIC_CHANNEL_WINS, id.index));
    case BIREME_METRIC_CHANNEL_COST_PER_LEAD:
        return over(mean_of_one(f, BIREME_METRIC_CHANNEL_SPEND, id.index),
                    mean_of_one(f, BIREME_METRIC_CHANNEL_PAID_LEADS, id.index));
    case BIREME_METRIC_SHARE_SOURCED:
        return over(mean_or(f, bireme_metric_one(BIREME_METRIC_OWNER_REVENUE, id.index), 0), new_revenue(f));
    case BIREME_METRIC_SHARE_MARKETING_TOUCHED:
        return over(mean_of_one(f, BIREME_METRIC_OWNER_TOUCHED, BIREME_OWNER_MARKETING), new_revenue(f));
    case BIREME_METRIC_CAC:
        return over(cost(f), mean_of(f, BIREME_METRIC_WINS));
    case BIREME_METRIC_ROMI:
        return romi(f);
    case BIREME_METRIC_LTV:
        return over(lasting(&now), mean_of(&now, BIREME_METRIC_WINS));
    case BIREME_METRIC_LTV_REVENUE:
        return over(mean_of(&now, BIREME_METRIC_LIFETIME_REVENUE), mean_of(&now, BIREME_METRIC_WINS));
    case BIREME_METRIC_LTV_CAC: /* of a customer of now, over what one of all that were won has cost */
        if (now.rest == f->rest) return over(lasting(f), cost(f));
        return over(over(lasting(&now), mean_of(&now, BIREME_METRIC_WINS)),
                    over(cost(f), mean_of(f, BIREME_METRIC_WINS)));
    case BIREME_METRIC_PAYBACK_MONTHS:
        return over(12 * cost(f),
                    margin(f, mean_of(f, BIREME_METRIC_BOOKINGS), mean_of(f, BIREME_METRIC_WINS)));
    case BIREME_METRIC_REVENUE_PER_REP:
        return over(mean_of(f, BIREME_METRIC_REVENUE), mean_of(f, BIREME_METRIC_REPS));
    case BIREME_METRIC_BOOKINGS_PER_REP:
        return over(mean_of(f, BIREME_METRIC_BOOKINGS), mean_of(f, BIREME_METRIC_REPS));
    case BIREME_METRIC_TURNED_AWAY_SHARE:
        return over(mean_of(f, BIREME_METRIC_TURNED_AWAY),
                    mean_of_one(f, BIREME_METRIC_STAGE, (int)bireme_model_worked_stage(f->model)));
    default:
        return NAN;
    }
}

double bireme_of_totals(const bireme_forecast *forecast, const bireme_model *model, bool rest, size_t metric)
{
    const finder f = {forecast, model, rest};
    if (metric == SIZE_MAX || summary_of(&f, metric)->n == 0) return NAN;
    return ratio(&f, bireme_forecast_metric_id(forecast, metric));
}
