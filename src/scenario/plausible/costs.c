/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is paid besides spend and reps, against what comes in for it: the fixed cost of a channel, the cost of
 * a lead that nobody bought, that of a deal, what is spent of the plan, and how late customers pay.
 */
#include <math.h>
#include "scenario/build/effective.h"
#include "scenario/plausible/internal.h"

/* What a lead of the channel brings in the end, the margin aside. */
static double worth_of_lead(const bireme_plausible *p, const bireme_channel *channel)
{
    double days;
    return bireme_plausible_item(p->model, &channel->deal_value) * bireme_plausible_times_earned(p) *
           bireme_plausible_convert(p->model, channel, 0, p->model->stages - 1, &days);
}

/* A channel costs less than it sells, unless it is there for the others. */
static void check_fixed(bireme_plausible *p, size_t c)
{
    const double most = 2, least = 1.0 / 3000;
    const bireme_channel *channel = &p->model->channels[c];
    const bireme_node *node = bireme_effective_field(p->reading, bireme_plausible_channel(p, c),
                                                     "fixed_cost");
    const double cost = bireme_plausible_mean(p->model, channel->fixed_cost),
                 sells = bireme_plausible_leads(p, channel, p->model->periods) / (double)p->model->periods *
                         worth_of_lead(p, channel);
    char name[BIREME_QUOTE_SIZE], found[BIREME_NUMBER_SIZE], sold[BIREME_NUMBER_SIZE];
    if (node == NULL || !(cost > 0) || !(sells > 0) || channel->n_lifts > 0) return;
    if ((cost <= most * sells && cost >= least * sells) || !bireme_plausible_first(p, node)) return;
    bireme_node_warn(
        &p->reading->report, node,
        "the channel `%s` has a fixed cost of %s a %s, and its leads of a %s bring %s in the end: "
        "%s",
        bireme_quote(name, channel->name), bireme_plausible_figure(found, cost), p->period, p->period,
        bireme_plausible_figure(sold, sells),
        cost > sells ? "is that the cost of a year, or is one of these in another unit?"
                     : "is it in thousands?");
}

static void check_organic(bireme_plausible *p, size_t c)
{
    const double least = 1.0 / 30000;
    const bireme_channel *channel = &p->model->channels[c];
    const bireme_node *node = bireme_effective_field(p->reading, bireme_plausible_channel(p, c),
                                                     "cost_per_organic_lead");
    const double cost = bireme_plausible_mean(p->model, channel->cost_per_organic_lead),
                 worth = worth_of_lead(p, channel);
    char name[BIREME_QUOTE_SIZE], found[BIREME_NUMBER_SIZE], brings[BIREME_NUMBER_SIZE];
    if (node == NULL || !(cost > 0) || !(worth > 0)) return;
    if ((cost <= worth && cost >= least * worth) || !bireme_plausible_first(p, node)) return;
    bireme_node_warn(
        &p->reading->report, node,
        "an organic lead of the channel `%s` costs %s, and brings %s in the end: is one of these in "
        "another unit?",
        bireme_quote(name, channel->name), bireme_plausible_figure(found, cost),
        bireme_plausible_figure(brings, worth));
}

/* Budgets are missed, but not by that much. */
static void check_factor(bireme_plausible *p, size_t c)
{
    const double most = 2, least = 0.2, per_cent = 10;
    const bireme_node *node = bireme_effective_field(p->reading, bireme_plausible_channel(p, c),
                                                     "spend_factor");
    const double factor = bireme_plausible_mean(p->model, p->model->channels[c].spend_factor);
    char found[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE];
    if (node == NULL || !(factor > 0) || (factor <= most && factor >= least)) return;
    if (!bireme_plausible_first(p, node)) return;
    bireme_plausible_figure(found, factor);
    if (factor > per_cent)
        bireme_node_warn(&p->reading->report, node,
                         "`spend_factor` of %s is %s times what is planned; %s %% of the plan is written %s",
                         found, found, found, bireme_plausible_figure(meant, factor / 100));
    else if (factor > most)
        bireme_node_warn(&p->reading->report, node,
                         "`spend_factor` of %s is %s times what is planned; is `spend` what was meant to be "
                         "spent?",
                         found, found);
    else
        bireme_node_warn(&p->reading->report, node,
                         "`spend_factor` of %s leaves %s %% of what is planned; %s %% more than planned is "
                         "written %s",
                         found, bireme_plausible_figure(meant, 100 * factor), meant,
                         bireme_plausible_figure((char[BIREME_NUMBER_SIZE]){0}, 1 + factor));
}

/* A deal leaves more than it costs once, in the channel where it is worth most. */
static void check_unit_cost(bireme_plausible *p)
{
    const double least = 1.0 / 3000;
    const bireme_revenue *revenue = &p->model->revenue;
    const bireme_node *node = bireme_node_find(bireme_node_find(p->root, "revenue"), "unit_cost");
    const double cost = bireme_plausible_mean(p->model, revenue->unit_cost);
    double value = 0;
    for (size_t c = 0; c < p->model->n_channels; c++)
        value = fmax(value, bireme_plausible_item(p->model, &p->model->channels[c].deal_value));
    const double leaves = value * bireme_plausible_times_earned(p) *
                          bireme_model_mean(p->model, revenue->gross_margin, 1);
    char found[BIREME_NUMBER_SIZE], left[BIREME_NUMBER_SIZE];
    if (node == NULL || !(cost > 0) || !(leaves > 0) || (cost <= leaves && cost >= least * leaves)) return;
    bireme_node_warn(
        &p->reading->report, node,
        "a deal costs %s when it is won, and leaves %s in the end after the gross margin: is one of "
        "these in another unit?",
        bireme_plausible_figure(found, cost), bireme_plausible_figure(left, leaves));
}

static void check_payment(bireme_plausible *p)
{
    const double year = 365.25;
    const bireme_node *node = bireme_node_find(bireme_node_find(p->root, "revenue"), "payment_days");
    const double days = bireme_plausible_item(p->model, &p->model->revenue.payment);
    char found[BIREME_NUMBER_SIZE], years[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE];
    if (node == NULL || !(days > year)) return;
    bireme_node_warn(
        &p->reading->report, node,
        "invoices are paid after %s days on average, which is %s years; if these are hours, write "
        "%s",
        bireme_plausible_figure(found, days), bireme_plausible_figure(years, days / year),
        bireme_plausible_figure(meant, days / 24));
}

/* What is invoiced a day, about: what the customers of the start bring, and a year of what is won. */
static double invoiced_a_day(const bireme_plausible *p)
{
    const double year = 365.25;
    double sum = p->model->revenue.opening / year, days;
    for (size_t c = 0; c < p->model->n_channels; c++) {
        const bireme_channel *channel = &p->model->channels[c];
        sum += bireme_plausible_leads(p, channel, p->model->periods) / ((double)p->model->periods * p->days) *
               bireme_plausible_convert(p->model, channel, 0, p->model->stages - 1, &days) *
               bireme_plausible_item(p->model, &channel->deal_value);
    }
    return sum;
}

/* Customers owe about as many days' invoices as they take to pay. */
static void check_receivables(bireme_plausible *p)
{
    const double most = 15, least = 1.0 / 100;
    const bireme_revenue *revenue = &p->model->revenue;
    const bireme_node *node = bireme_node_find(bireme_node_find(p->root, "revenue"), "receivables");
    const double pays = bireme_plausible_item(p->model, &revenue->payment),
                 days = revenue->receivables / invoiced_a_day(p);
    char found[BIREME_NUMBER_SIZE], of[BIREME_NUMBER_SIZE], after[BIREME_NUMBER_SIZE];
    if (node == NULL || !(revenue->receivables > 0) || !(pays > 0) || !isfinite(days)) return;
    if (days <= most * pays && days >= least * pays) return;
    bireme_node_warn(
        &p->reading->report, node,
        "customers owe %s at the start, which is about what is invoiced in %s days, and pay after %s days "
        "on average: %s",
        bireme_plausible_figure(found, revenue->receivables), bireme_plausible_figure(of, days),
        bireme_plausible_figure(after, pays),
        days < pays ? "is it in thousands?" : "is one of these in another unit?");
}

void bireme_plausible_costs(bireme_plausible *p)
{
    p->n_warned = 0;
    for (size_t c = 0; c < p->model->n_channels; c++) {
        check_fixed(p, c);
        check_organic(p, c);
        check_factor(p, c);
    }
    check_unit_cost(p);
    check_payment(p);
    check_receivables(p);
}
