/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures that do not fit together, compared with the plan at its means. Where the economy or an initiative
 * may bring more, the largest of their means is assumed.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "scenario/build/effective.h"
#include "scenario/plausible/internal.h"

/* ------------------------ what does not fit together */

/* The low or high end of a quantity's distribution, or its value if fixed; 1 for −1. */
static double end_of(const bireme_model *model, int quantity, double probability)
{
    if (quantity < 0) return 1;
    const bireme_dist *dist = model->quantities[quantity].dist;
    return bireme_dist_is_fixed(dist) ? bireme_dist_mean(dist) : bireme_dist_quantile(dist, probability);
}

/* A lead that costs more than it brings even where it is cheap and every rate is at its high end: nothing in
 * the scenario could make it pay. And one that brings thousands of times its cost: companies report three to
 * ten. */
static void check_lead(bireme_plausible *p, size_t c)
{
    const bireme_model *model = p->model;
    const bireme_channel *channel = &model->channels[c];
    const double most_times = 1000;
    double days, value = bireme_plausible_item(model, &channel->deal_value);
    if (channel->cost_per_lead < 0 || !(value > 0)) return;
    double share = bireme_plausible_convert(model, channel, 0, model->stages - 1, &days),
           worth = share * value * bireme_plausible_times_earned(p);
    double best = bireme_plausible_times_earned(p) * bireme_dist_mean(channel->deal_value.shape) *
                  end_of(model, channel->deal_value.scale, 0.9);
    for (size_t s = 1; s < model->stages; s++) best *= end_of(model, channel->conversion[s], 0.9);
    const bireme_node *node = bireme_effective_field(p->reading, bireme_plausible_channel(p, c),
                                                     "cost_per_lead");
    double cost = bireme_plausible_mean(model, channel->cost_per_lead);
    bool lifts = channel->n_lifts > 0; /* its leads are not what it is there for */
    bool dear = !lifts && end_of(model, channel->cost_per_lead, 0.1) > best,
         cheap = cost * most_times < share * value;
    if (!(dear || cheap) || !(bireme_plausible_leads(p, channel, model->periods) > 0)) return;
    if (!bireme_plausible_first(p, node)) return;
    char name[BIREME_QUOTE_SIZE], paid[BIREME_NUMBER_SIZE], brought[BIREME_NUMBER_SIZE],
        won[BIREME_NUMBER_SIZE], each[BIREME_NUMBER_SIZE];
    bireme_node_warn(&p->reading->report, node,
                     "a lead of the channel `%s` costs %s and is worth %s: %s %% of them are won, at %s%s "
                     "each; is one of these in another unit?",
                     bireme_quote(name, channel->name), bireme_plausible_figure(paid, cost),
                     bireme_plausible_figure(brought, worth), bireme_plausible_figure(won, 100 * share),
                     bireme_plausible_figure(each, value), model->revenue.recurring ? " a year" : "");
}

static void check_capacity(bireme_plausible *p, size_t team)
{
    const double idle = 0.4, over = 1.3;
    const char *items = bireme_plausible_items(p);
    const bireme_node *per_rep = bireme_node_find(bireme_plausible_team(p, team), items);
    bireme_outline o = bireme_plausible_outline_of(p, &p->model->teams[team], p->model->periods);
    char can[BIREME_NUMBER_SIZE], come[BIREME_NUMBER_SIZE], share[BIREME_NUMBER_SIZE];
    char quoted[BIREME_QUOTE_SIZE], who[BIREME_QUOTE_SIZE + 16];
    if (p->model->has_named_teams)
        snprintf(who, sizeof who, "the team `%s`", bireme_quote(quoted, p->model->teams[team].name));
    else
        snprintf(who, sizeof who, "reps");
    bireme_plausible_add_open(p, &o);
    if (per_rep == NULL || !(o.capacity > 0) || !(o.entries > 0)) return;
    if (o.entries < idle * o.capacity)
        bireme_node_warn(&p->reading->report, per_rep,
                         "%s can take up %s over the horizon and %s come to be: %s %% of it; is `%s` per %s, "
                         "or are they idle?",
                         who, bireme_plausible_figure(can, o.capacity),
                         bireme_plausible_figure(come, o.entries),
                         bireme_plausible_figure(share, 100 * o.entries / o.capacity), items, p->period);
    else if (o.early > over * o.capacity)
        bireme_node_warn(&p->reading->report, per_rep,
                         "%s can take up %s over the horizon and %s come to be: %s %% of it; are leads and "
                         "`%s` per %s, or are they too few?",
                         who, bireme_plausible_figure(can, o.capacity),
                         bireme_plausible_figure(come, o.early),
                         bireme_plausible_figure(share, 100 * o.early / o.capacity), items, p->period);
}

/* Compares the yearly value of the customers at the start with what the plan wins in a year. Young companies
 * win in two months as much as in all the time before; a plan that would do so in one month probably gives
 * monthly revenue. And a company that wins a three-hundredth of it in a year could not have won the rest. */
static void check_opening(bireme_plausible *p, const bireme_outline *o)
{
    const double least = 1.0 / 12, most = 300;
    const bireme_node *node = bireme_node_find(bireme_node_find(p->root, "revenue"), "opening");
    double opening = p->model->revenue.opening, in_year = o->bookings / o->years;
    char found[BIREME_NUMBER_SIZE], won[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE];
    if (node == NULL || !(opening > 0) || isinf(o->value)) return;
    bireme_number_format(found, opening);
    bireme_plausible_figure(won, in_year);
    if (opening < least * in_year || opening < o->value)
        bireme_node_warn(&p->reading->report, node,
                         "`opening` is what all customers at the start pay in a year: %s, and the plan wins "
                         "about %s a year anew; if that is what they pay in a month, write %s",
                         found, won, bireme_number_format(meant, 12 * opening));
    else if (in_year > 0 && opening > most * o->most * in_year)
        bireme_node_warn(&p->reading->report, node,
                         "`opening` is what all customers at the start pay in a year: %s, and the plan wins "
                         "about %s a year anew: is one of these in thousands?",
                         found, won);
}

/* What the customers there at the end of the facts pay in a year, against the revenue of the last period that
 * is over, which is theirs but for what came and went in it. */
static void check_opening_facts(bireme_plausible *p)
{
    const double near = 0.15;
    const bireme_past *past = &p->model->past;
    const bireme_node *node = bireme_node_find(bireme_node_find(p->root, "revenue"), "opening");
    const double opening = p->model->revenue.opening;
    char found[BIREME_NUMBER_SIZE], last[BIREME_NUMBER_SIZE], year[BIREME_NUMBER_SIZE],
        when[BIREME_SAID_SIZE];
    if (node == NULL || !p->model->revenue.recurring || past->periods == 0 || past->all.revenue == NULL)
        return;
    const double revenue = past->all.revenue[past->periods - 1], yearly = revenue * 365.25 / p->days;
    if (!(revenue > 0) || fabs(opening - yearly) <= near * yearly) return;
    bireme_node_warn(
        &p->reading->report, node,
        "`opening` is what the customers there when the facts end pay in a year: %s, and revenue in "
        "%s was %s, which is %s a year",
        bireme_number_format(found, opening), bireme_calendar_say(&past->calendar, past->periods - 1, when),
        bireme_plausible_figure(last, revenue), bireme_plausible_figure(year, yearly));
}

/* ------------------------ the goal */

typedef struct expectation {
    double most, least; /* what the plan brings on average; least 0: not known */
} expectation;

/* For a metric that is a sum, by the end of the goal's period; NAN for any other. open: the outline with open
 * deals included. */
static expectation expect_all(const bireme_plausible *p, const bireme_outline *o, const bireme_outline *open,
                              const char *metric)
{
    const bireme_revenue *revenue = &p->model->revenue;
    double grown = pow(1 + fmax(0, bireme_plausible_mean(p->model, revenue->expansion)), o->years);
    double keep = pow(1 - bireme_plausible_mean(p->model, revenue->churn), (double)o->periods / 2);
    double worked = o->capacity < o->entries ? o->capacity / o->entries : 1;
    double least = o->least * worked;
    if (strcmp(metric, "leads") == 0) return (expectation){o->most * open->leads, o->least * o->leads};
    if (strcmp(metric, "wins") == 0) return (expectation){o->most * open->wins, least * o->closed};
    if (strcmp(metric, "bookings") == 0) return (expectation){o->most * open->bookings, least * o->sold};
    bool all = strcmp(metric, "revenue") == 0;
    if (!all && strcmp(metric, "contribution") != 0) return (expectation){NAN, 0};
    if (!revenue->recurring) return (expectation){o->most * open->bookings, all ? least * o->sold : 0};
    double most = o->most * open->bookings * fmax(1, o->years) * grown + revenue->opening * o->years * grown;
    /* customers won in between stay half the time on average */
    double low = keep * o->years * (revenue->opening + least * o->sold / 2);
    return (expectation){most, all ? low : 0};
}

/* For a channel or an owner: at most that of the total. */
static expectation expect(const bireme_plausible *p, const bireme_outline *o, const bireme_outline *open,
                          const char *metric)
{
    const char *last = strrchr(metric, '.');
    expectation e = expect_all(p, o, open, last != NULL ? last + 1 : metric);
    if (last != NULL) e.least = 0;
    return e;
}

static void check_amount(bireme_plausible *p, const bireme_node *node, const char *metric,
                         const expectation *e)
{
    const double far = 4, near = 0.1, in_thousands = 1.0 / 100;
    char found[BIREME_NUMBER_SIZE], brings[BIREME_NUMBER_SIZE], times[BIREME_NUMBER_SIZE],
        by[BIREME_SAID_SIZE];
    if (!(e->most > 0)) return;
    double x = node->number;
    bireme_number_format(found, x);
    if (x > far * e->most)
        bireme_node_warn(
            &p->reading->report, node,
            "a goal of %s is %s times the %s %s that the plan brings on average at the most: out of reach",
            found, bireme_plausible_figure(times, x / e->most), bireme_plausible_figure(brings, e->most),
            metric);
    else if (x > 0 && x < in_thousands * e->least)
        bireme_node_warn(&p->reading->report, node,
                         "a goal of %s is next to nothing of the %s %s that the plan brings on average: is "
                         "it in thousands?",
                         found, bireme_plausible_figure(brings, e->least), metric);
    else if (x > 0 && x < near * e->least)
        bireme_node_warn(&p->reading->report, node,
                         "a goal of %s is %s %% of the %s %s that the plan brings on average: it is for all "
                         "that comes %s, not for one %s",
                         found, bireme_plausible_figure(times, 100 * x / e->least),
                         bireme_plausible_figure(brings, e->least), metric,
                         bireme_calendar_say_by(&p->model->calendar, (size_t)p->model->goal.by, by),
                         p->period);
}

/* Cost per win in other units. */
static void check_cac(bireme_plausible *p, const bireme_node *node, const bireme_outline *o)
{
    const double far = 100;
    char found[BIREME_NUMBER_SIZE], costs[BIREME_NUMBER_SIZE];
    if (!(o->cost > 0 && o->wins > 0)) return;
    double cac = o->cost / o->wins;
    if (!(node->number > far * cac / o->least) && !(node->number > 0 && node->number * far * o->most < cac))
        return;
    bireme_node_warn(&p->reading->report, node,
                     "a goal of %s for `cac`, and a win costs about %s: is one of these in another unit?",
                     bireme_number_format(found, node->number), bireme_plausible_figure(costs, cac));
}

/* Shares and multiples in per cent: 60 for 0.6. */
static void check_ratio(bireme_plausible *p, const bireme_node *node, const char *metric)
{
    const bool multiple = strcmp(metric, "romi") == 0 || strcmp(metric, "ltv_cac") == 0;
    const bool share = strcmp(metric, "nrr") == 0 || strcmp(metric, "utilisation") == 0 ||
                       strncmp(metric, "share.", 6) == 0 || strcmp(metric, "turned_away.share") == 0;
    char found[BIREME_NUMBER_SIZE], percent[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE];
    if (!(multiple || share) || !(node->number > (multiple ? 50 : 2))) return;
    bireme_node_warn(&p->reading->report, node, "a goal of %s for `%s` is %s %%; %s %% is written %s",
                     bireme_plausible_figure(found, node->number), metric,
                     bireme_plausible_figure(percent, 100 * node->number), found,
                     bireme_plausible_figure(meant, node->number / 100));
}

static void check_goal(bireme_plausible *p)
{
    const bireme_node *goal = bireme_node_find(p->root, "goal");
    const bireme_node *least = bireme_node_find(goal, "at_least"), *most = bireme_node_find(goal, "at_most");
    const bireme_node *node = least != NULL ? least : most, *metric = bireme_node_find(goal, "metric");
    if (node == NULL || node->type != BIREME_NODE_NUMBER || metric == NULL || !p->model->goal.present) return;
    bireme_outline o = bireme_plausible_outline(p, (size_t)p->model->goal.by + 1), open = o;
    bireme_plausible_add_open(p, &open);
    expectation e = expect(p, &o, &open, metric->text);
    if (least != NULL) check_amount(p, node, metric->text, &e);
    if (most != NULL && strcmp(metric->text, "cac") == 0) check_cac(p, node, &o);
    check_ratio(p, node, metric->text);
}

/* The leads of the last period that is over; NAN: not known. */
static double last_leads(const bireme_model *model)
{
    const bireme_past *past = &model->past;
    const size_t t = past->periods - 1;
    double sum = 0;
    if (past->all.leads != NULL && !isnan(past->all.leads[t])) return past->all.leads[t];
    for (size_t c = 0; c < model->n_channels; c++) {
        const double *leads = past->channels != NULL ? past->channels[c].leads : NULL;
        sum += leads != NULL ? leads[t] : NAN;
    }
    return sum;
}

/* A forecast that begins after facts begins with what is open; leads that came before and are in no list of
 * open deals bring nothing. */
static void check_on_their_way(bireme_plausible *p)
{
    const double few = 5;
    const bireme_model *model = p->model;
    size_t first = model->stages - 1; /* at which something is open */
    double longest = 0, days;
    char came[BIREME_NUMBER_SIZE], open[BIREME_NUMBER_SIZE], stage[BIREME_QUOTE_SIZE];
    if (model->past.periods == 0) return;
    for (size_t g = 0; g < model->n_open; g++)
        if (model->open[g].stage < first) first = model->open[g].stage;
    for (size_t c = 0; c < model->n_channels; c++) {
        (void)bireme_plausible_convert(model, &model->channels[c], 0, first, &days);
        longest = fmax(longest, days);
    }
    const double leads = last_leads(model), on_their_way = leads * fmin(1, longest / p->days);
    if (!(on_their_way > few) || longest < p->days / 2) return;
    bireme_node_warn(
        &p->reading->report, bireme_node_find(p->root, "actuals"),
        "%s leads came in the last %s that is over, and nothing is open before the stage `%s`: some "
        "%s must be on their way to it, and bring nothing unless they are in `pipeline`",
        bireme_plausible_figure(came, leads), p->period, bireme_quote(stage, model->stage[first]),
        bireme_plausible_figure(open, floor(on_their_way + 0.5)));
}

void bireme_plausible_funnel(bireme_plausible *p)
{
    bireme_outline o = bireme_plausible_outline(p, p->model->periods);
    p->n_warned = 0;
    for (size_t c = 0; c < p->model->n_channels; c++) check_lead(p, c);
    check_opening(p, &o);
    check_opening_facts(p);
    for (size_t k = 0; k < p->model->n_teams; k++) check_capacity(p, k);
    check_goal(p);
    check_on_their_way(p);
}
