/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Days, weeks, months and years mistaken for one another: steps, open deals, ramps, lifetimes, the horizon,
 * carry-over.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "scenario/build/effective.h"
#include "scenario/plausible/internal.h"

static const double hour = 1.0 / 24, year = 365.25, month = 365.25 / 12;

/* ------------------------ lengths */

/* Warns of a length above `most`, which may be in the unit `other`, of which `parts` make one of the
 * field's. */
static void check_length(bireme_plausible *p, const bireme_node *node, double most, double parts,
                         const char *other)
{
    char found[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE];
    if (node == NULL || node->type != BIREME_NODE_NUMBER || !(node->number > most)) return;
    bireme_node_warn(&p->reading->report, node, "`%s` is %s; if that is in %s, write %s", node->key,
                     bireme_plausible_figure(found, node->number), other,
                     bireme_plausible_figure(meant, node->number / parts));
}

static void check_horizon(bireme_plausible *p)
{
    const double most_years = 20;
    const bireme_node *node = bireme_node_find(p->root, "periods");
    char years[BIREME_NUMBER_SIZE];
    double in_years = p->days * (double)p->model->periods / year;
    if (node == NULL || !(in_years > most_years)) return;
    bireme_node_warn(&p->reading->report, node, "%zu %s%s are %s years: is the horizon given in %ss?",
                     p->model->periods, p->period, bireme_plural(p->model->periods),
                     bireme_plausible_figure(years, in_years), p->period);
}

/* The time after which half the effect of spend is still to come; advertising is reported to be forgotten
 * within months. */
static void check_carryover(bireme_plausible *p, const bireme_node *node, double adstock)
{
    const double most_months = 36;
    char found[BIREME_NUMBER_SIZE], months[BIREME_NUMBER_SIZE];
    if (node == NULL || !(adstock > 0)) return;
    double half = log(0.5) / log(adstock) * p->days / month;
    if (!(half > most_months) || !bireme_plausible_first(p, node)) return;
    bireme_node_warn(&p->reading->report, node,
                     "`adstock` of %s a %s keeps half of what spend does for %s months: is it the share that "
                     "carries over from a %s to the next?",
                     bireme_plausible_figure(found, adstock), p->period,
                     bireme_plausible_figure(months, half), p->period);
}

/* ------------------------ hires */

/* A rep hired so long ago as to be productive belongs to the reps at the start. */
static void check_past_hires(bireme_plausible *p, size_t team)
{
    const bireme_team *sales = &p->model->teams[team];
    const bireme_node *hires = bireme_node_find(bireme_plausible_team(p, team), "hires");
    const bireme_node *first = NULL;
    size_t n = 0;
    int y, m, d;
    for (const bireme_node *hire = hires != NULL ? hires->first : NULL; hire != NULL; hire = hire->next) {
        if (hire->type != BIREME_NODE_NUMBER || !(hire->number > 0) ||
            !bireme_date_parse(hire->key, &y, &m, &d))
            continue;
        double at = bireme_calendar_position(&p->model->past.calendar, y, m, d);
        if (!(at < 0 && at * p->days / month + sales->ramp_months <= 0)) continue;
        if (n++ == 0) first = hire;
    }
    if (n == 0) return;
    char more[48] = "";
    if (n > 1) snprintf(more, sizeof more, " (and %zu more)", n - 1);
    bireme_node_warn_key(&p->reading->report, first,
                         "who is hired in %s is fully productive at the start%s: `reps` have them already, "
                         "or it is another year",
                         first->key, more);
}

/* ------------------------ steps */

/* A single step of nearly two years on average; read as hours it would be a month. */
/* what: "the step to". */
static void check_delay(bireme_plausible *p, const bireme_node *node, const char *what, double days)
{
    const double most = 700;
    char found[BIREME_NUMBER_SIZE], other[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE],
        quoted[BIREME_QUOTE_SIZE];
    if (node == NULL || !(days > 0) || (days >= hour && days <= most)) return;
    if (!bireme_plausible_first(p, node)) return;
    bireme_quote(quoted, node->key);
    bireme_plausible_figure(found, days);
    if (days < hour) {
        bireme_plausible_figure(other, 24 * 60 * days);
        bireme_node_warn(&p->reading->report, node,
                         "%s `%s` takes %s day%s on average, which is %s minute%s: are these days?", what,
                         quoted, found, bireme_plural_of(found), other, bireme_plural_of(other));
        return;
    }
    bool hours = days / 24 <= most, minutes = days / (24 * 60) <= most;
    bireme_node_warn(&p->reading->report, node,
                     "%s `%s` takes %s days on average, which is %s years; if these are %s, write %s", what,
                     quoted, found, bireme_plausible_figure(other, days / year),
                     hours     ? "hours"
                     : minutes ? "minutes"
                               : "seconds",
                     bireme_plausible_figure(meant, days / (hours     ? 24
                                                            : minutes ? 24 * 60
                                                                      : 24 * 3600)));
}

/* Whether a deal is large: worth more than a rep costs in a month or, if that is not given, several thousand
 * in a currency where that is a lot. */
static bool is_large(const bireme_plausible *p, double value)
{
    static const char *const currencies[] = {"USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD"};
    const double large = 5000;
    double cost = 0;
    for (size_t k = 0; k < p->model->n_teams; k++)
        cost = fmax(cost, bireme_plausible_mean(p->model, p->model->teams[k].cost_per_rep) * month / p->days);
    if (cost > 0) return value > cost;
    for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++)
        if (strcmp(p->model->currency, currencies[i]) == 0) return value >= large;
    return false;
}

/* Large deals are not won within days of the opportunity. */
static void check_large_deal(bireme_plausible *p, size_t c)
{
    const double fewest = 4;
    const bireme_model *model = p->model;
    const bireme_channel *channel = &model->channels[c];
    size_t longest = model->stages - 1;
    double days = 0, longest_days = 0, value = bireme_plausible_item(model, &channel->deal_value);
    for (size_t s = bireme_model_worked_stage(model) + 1; s < model->stages; s++) {
        double step = bireme_plausible_item(model, &channel->cycle[s]);
        days += step;
        if (step > longest_days) longest_days = step, longest = s;
    }
    if (!(days >= hour && days < fewest) || !is_large(p, value)) return;
    const bireme_node *node = bireme_effective_step(p->reading, bireme_plausible_channel(p, c), "cycle_days",
                                                    model->stage[longest]);
    if (node == NULL || !bireme_plausible_first(p, node)) return;
    bool months = days >= 0.5;
    char name[BIREME_QUOTE_SIZE], found[BIREME_NUMBER_SIZE], money[BIREME_NUMBER_SIZE],
        meant[BIREME_NUMBER_SIZE];
    bireme_plausible_figure(found, longest_days);
    bireme_node_warn(&p->reading->report, node,
                     "the step to `%s` takes %s day%s on average for deals of %s; if these are %s, write %s",
                     bireme_quote(name, node->key), found, bireme_plural_of(found),
                     bireme_plausible_figure(money, value), months ? "months" : "years",
                     bireme_plausible_figure(meant, longest_days * (months ? month : year)));
}

static void check_delays(bireme_plausible *p)
{
    for (size_t c = 0; c < p->model->n_channels; c++) {
        const bireme_node *channel = bireme_plausible_channel(p, c);
        for (size_t s = 1; s < p->model->stages; s++) {
            const char *to = p->model->stage[s];
            check_delay(p, bireme_effective_step(p->reading, channel, "cycle_days", to), "the step to",
                        bireme_plausible_item(p->model, &p->model->channels[c].cycle[s]));
            check_delay(p, bireme_effective_step(p->reading, channel, "lost_days", to),
                        "losing on the way to",
                        bireme_plausible_item(p->model, &p->model->channels[c].lost[s]));
        }
        check_large_deal(p, c);
        check_carryover(p, bireme_effective_field(p->reading, channel, "adstock"),
                        p->model->channels[c].adstock);
    }
}

/* ------------------------ open deals */

static void check_ages(bireme_plausible *p)
{
    const double five_years = 5 * 365.25;
    const bireme_node *list = bireme_effective_deals(p->reading), *first = NULL;
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
    bireme_node_warn(&p->reading->report, first,
                     "an open deal has been in its step for %s days%s, which is %s years: are these days?",
                     bireme_plausible_figure(found, days), more, bireme_plausible_figure(years, days / year));
}

void bireme_plausible_times(bireme_plausible *p)
{
    const bireme_node *initiatives = bireme_node_find(p->root, "initiatives");
    p->n_warned = 0;
    check_horizon(p);
    check_length(p, bireme_node_find(bireme_node_find(p->root, "revenue"), "lifetime_years"), 20, 12,
                 "months");
    for (size_t k = 0; k < p->model->n_teams; k++)
        check_length(p, bireme_node_find(bireme_plausible_team(p, k), "ramp_months"), 24, month, "days");
    for (const bireme_node *node = initiatives != NULL ? initiatives->first : NULL; node != NULL;
         node = node->next)
        check_length(p, bireme_node_find(node, "ramp_months"), 24, month, "days");
    for (size_t k = 0; k < p->model->n_teams; k++) check_past_hires(p, k);
    check_delays(p);
    check_ages(p);
}
