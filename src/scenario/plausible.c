/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Single figures: shares that are a year's where a period's are meant, growth and rates in per cent, months and days
 * taken for one another, seasons that are shares or per cent. Each limit is far outside what companies report, so that
 * what is beyond it is a slip more often than not.
 */
#include "scenario/plausible.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "scenario/effective.h"
#include "scenario/plausible_parts.h"

#define WARN(p, node, ...)                                                                                   \
    bireme_node_report(&(p)->reading->report, BIREME_SEVERITY_WARNING, BIREME_SCENARIO, (node),              \
                       BIREME_NODE_VALUE, __VA_ARGS__)

static const double year = 365.25, month = 365.25 / 12;

/* ------------------------ shares that are lost over time */

/* A share lost in every `days`, of which `most` a month is more than anybody loses. */
static void check_loss(bireme_plausible *p, const bireme_node *node, double share, double days, double most,
                       const char *every)
{
    char found[BIREME_NUMBER_SIZE], in_year[BIREME_NUMBER_SIZE], said[BIREME_NUMBER_SIZE],
        meant[BIREME_NUMBER_SIZE];
    if (node == NULL || !(share < 1) || !(1 - pow(1 - share, month / days) > most * (1 + 1e-9))) return;
    WARN(p, node, "`%s` of %s a %s is %s %% a year; if %s %% a year is meant, write %s", node->key,
         bireme_plausible_figure(found, share), every,
         bireme_plausible_figure(in_year, 100 * (1 - pow(1 - share, year / days))),
         bireme_plausible_figure(said, 100 * share),
         bireme_plausible_figure(meant, 1 - pow(1 - share, days / year)));
}

/* ------------------------ growth, shares, lengths */

/* A rate per year above 1: 1.05 is a factor, 5 is per cent. */
static void check_growth(bireme_plausible *p, const bireme_node *node, double rate)
{
    char found[BIREME_NUMBER_SIZE], percent[BIREME_NUMBER_SIZE], said[BIREME_NUMBER_SIZE],
        meant[BIREME_NUMBER_SIZE];
    if (node == NULL || !(rate > 1)) return;
    double share = rate < 2 ? rate - 1 : rate / 100;
    WARN(p, node, "`%s` of %s is %s %% a year; %s %% is written %s", node->key,
         bireme_plausible_figure(found, rate), bireme_plausible_figure(percent, 100 * rate),
         bireme_plausible_figure(said, 100 * share), bireme_plausible_figure(meant, share));
}

/* A length that would be `unit` long if it was given in what there are `parts` of in one. */
static void check_length(bireme_plausible *p, const bireme_node *node, double most, double parts,
                         const char *other)
{
    char found[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE];
    if (node == NULL || node->type != BIREME_NODE_NUMBER || !(node->number > most)) return;
    WARN(p, node, "`%s` is %s; if that is in %s, write %s", node->key,
         bireme_plausible_figure(found, node->number), other,
         bireme_plausible_figure(meant, node->number / parts));
}

static void check_revenue(bireme_plausible *p)
{
    const bireme_revenue *revenue = &p->model->revenue;
    const bireme_node *node = bireme_node_find(p->root, "revenue");
    check_loss(p, bireme_node_find(node, "churn"), bireme_plausible_mean(p->model, revenue->churn), p->days,
               0.05, p->period);
    check_growth(p, bireme_node_find(node, "expansion"), bireme_plausible_mean(p->model, revenue->expansion));
    check_growth(p, bireme_node_find(node, "discount_rate"), revenue->discount_rate);
    check_length(p, bireme_node_find(node, "lifetime_years"), 20, 12, "months");
}

/* Whoever was hired so long ago that he is productive is one of the reps at the start. */
static void check_past_hires(bireme_plausible *p, const bireme_node *hires)
{
    const bireme_sales *sales = &p->model->sales;
    const bireme_node *first = NULL;
    size_t n = 0;
    int y, m, d;
    for (const bireme_node *hire = hires != NULL ? hires->first : NULL; hire != NULL; hire = hire->next) {
        if (hire->type != BIREME_NODE_NUMBER || !(hire->number > 0) ||
            !bireme_date_parse(hire->key, &y, &m, &d))
            continue;
        double at = bireme_calendar_position(&p->model->calendar, y, m, d);
        if (!(at < 0 && at * p->days / month + sales->ramp_months <= 0)) continue;
        if (n++ == 0) first = hire;
    }
    if (n == 0) return;
    char more[48] = "";
    if (n > 1) snprintf(more, sizeof more, " (and %zu more)", n - 1);
    bireme_node_report(
        &p->reading->report, BIREME_SEVERITY_WARNING, BIREME_SCENARIO, first, BIREME_NODE_KEY,
        "who is hired in %s is fully productive at the start%s: `reps` have them already, or it is "
        "another year",
        first->key, more);
}

static void check_sales(bireme_plausible *p)
{
    const double most_commission = 0.5;
    const bireme_node *node = bireme_node_find(p->root, "sales");
    const bireme_node *commission = bireme_node_find(node, "commission");
    char found[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE], tenth[BIREME_NUMBER_SIZE];
    if (node == NULL) return;
    check_loss(p, bireme_node_find(node, "attrition"), p->model->sales.attrition, month, 0.08, "month");
    check_length(p, bireme_node_find(node, "ramp_months"), 24, month, "days");
    check_past_hires(p, bireme_node_find(node, "hires"));
    if (p->model->sales.commission > most_commission)
        WARN(p, commission, "`commission` is %s %% of what is sold; %s %% is written %s",
             bireme_plausible_figure(found, 100 * p->model->sales.commission),
             bireme_plausible_figure(tenth, 10 * p->model->sales.commission),
             bireme_plausible_figure(meant, p->model->sales.commission / 10));
}

static void check_initiatives(bireme_plausible *p)
{
    const bireme_node *map = bireme_node_find(p->root, "initiatives");
    for (const bireme_node *node = map != NULL ? map->first : NULL; node != NULL; node = node->next)
        check_length(p, bireme_node_find(node, "ramp_months"), 24, month, "days");
}

/* ------------------------ seasons, dispersion */

/* Multiples of a normal period of which none is anywhere near 1. what: "leads". */
static void check_multiples(bireme_plausible *p, const bireme_node *node, const double *value,
                            const char *what)
{
    const double far = 3;
    double low = INFINITY, high = 0, sum = 0;
    char first[BIREME_NUMBER_SIZE], second[BIREME_NUMBER_SIZE];
    for (size_t t = 0; t < p->model->periods; t++) {
        low = fmin(low, value[t]);
        high = fmax(high, value[t]);
        sum += value[t];
    }
    if (node == NULL || !bireme_plausible_first(p, node)) return;
    if (low > far)
        WARN(p, node,
             "`%s` is %s or more in every %s, and 1 is the %s of a normal one; if that is per cent, write %s",
             node->key, bireme_plausible_figure(first, low), p->period, what,
             bireme_plausible_figure(second, low / 100));
    else if (high > 0 && high * far < 1 && fabs(sum - 1) < 0.02)
        WARN(
            p, node,
            "`%s` adds up to %s over the %ss, as shares do, and 1 is the %s of a normal one: multiply by %zu",
            node->key, bireme_plausible_figure(first, sum), p->period, what, p->model->periods);
    else if (high > 0 && high * far < 1)
        WARN(p, node, "`%s` is %s or less in every %s, and 1 is the %s of a normal one", node->key,
             bireme_plausible_figure(first, high), p->period, what);
}

static void check_dispersion(bireme_plausible *p, const bireme_node *node)
{
    const double most = 4; /* give or take 200 % */
    char found[BIREME_NUMBER_SIZE], spread[BIREME_NUMBER_SIZE], said[BIREME_NUMBER_SIZE],
        meant[BIREME_NUMBER_SIZE];
    if (node == NULL || node->type != BIREME_NODE_NUMBER || !(node->number > most)) return;
    if (!bireme_plausible_first(p, node)) return;
    double share = node->number / 100;
    WARN(p, node,
         "`dispersion` is the variance of a factor around 1: %s is give or take %s %%; give or take %s %% is "
         "written %s",
         bireme_plausible_figure(found, node->number),
         bireme_plausible_figure(spread, 100 * sqrt(node->number)),
         bireme_plausible_figure(said, node->number), bireme_plausible_figure(meant, share * share));
}

static void check_seasons(bireme_plausible *p)
{
    p->n_warned = 0;
    check_multiples(p, bireme_node_find(p->root, "pace"), p->model->pace, "speed");
    for (size_t c = 0; c < p->model->n_channels; c++) {
        const bireme_node *channel = bireme_plausible_channel(p, c);
        check_multiples(p, bireme_effective_field(p->reading, channel, "season"),
                        p->model->channels[c].season, "leads");
        check_dispersion(p, bireme_effective_field(p->reading, channel, "dispersion"));
    }
}

/* ------------------------ delays */

static const double hour = 1.0 / 24, five_years = 5 * 365.25;

static void check_delay(bireme_plausible *p, const bireme_node *node, double days)
{
    char found[BIREME_NUMBER_SIZE], other[BIREME_NUMBER_SIZE], quoted[BIREME_QUOTE_SIZE];
    if (node == NULL || !(days > 0) || (days >= hour && days <= five_years)) return;
    if (!bireme_plausible_first(p, node)) return;
    if (days < hour)
        WARN(p, node, "the step to `%s` takes %s days on average, which is %s minutes: are these days?",
             bireme_quote(quoted, node->key), bireme_plausible_figure(found, days),
             bireme_plausible_figure(other, 24 * 60 * days));
    else
        WARN(p, node, "the step to `%s` takes %s days on average, which is %s years: are these days?",
             bireme_quote(quoted, node->key), bireme_plausible_figure(found, days),
             bireme_plausible_figure(other, days / year));
}

static void check_delays(bireme_plausible *p)
{
    p->n_warned = 0;
    for (size_t c = 0; c < p->model->n_channels; c++)
        for (size_t s = 1; s < p->model->stages; s++)
            check_delay(p,
                        bireme_effective_step(p->reading, bireme_plausible_channel(p, c), "cycle_days",
                                              p->model->stage[s]),
                        bireme_plausible_item(p->model, &p->model->channels[c].cycle[s]));
}

static void check_ages(bireme_plausible *p)
{
    const bireme_node *list = bireme_node_find(p->root, "pipeline"), *first = NULL;
    size_t n = 0;
    double days = 0;
    for (const bireme_node *entry = list != NULL ? list->first : NULL; entry != NULL; entry = entry->next) {
        const bireme_node *age = bireme_node_find(entry, "age_days");
        if (age == NULL || age->type != BIREME_NODE_NUMBER || !(age->number > five_years)) continue;
        if (n++ > 0) continue;
        first = age;
        days = age->number;
    }
    if (n == 0) return;
    char found[BIREME_NUMBER_SIZE], years[BIREME_NUMBER_SIZE], more[48] = "";
    if (n > 1) snprintf(more, sizeof more, " (and %zu more)", n - 1);
    WARN(p, first, "an open deal has been in its step for %s days%s, which is %s years: are these days?",
         bireme_plausible_figure(found, days), more, bireme_plausible_figure(years, days / year));
}

void bireme_check_plausible(bireme_reading *reading, const bireme_model *model)
{
    static const char *const names[] = {"week", "month", "quarter"};
    bireme_plausible p = {.reading = reading,
                          .model = model,
                          .root = reading->root,
                          .days = bireme_calendar_days(&model->calendar),
                          .period = names[model->calendar.period]};
    check_revenue(&p);
    check_sales(&p);
    check_initiatives(&p);
    check_seasons(&p);
    check_delays(&p);
    check_ages(&p);
    bireme_plausible_funnel(&p);
}
