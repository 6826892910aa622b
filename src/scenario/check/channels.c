/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Channels: which fields go together, and whether each channel has all that it needs.
 */
#include <string.h>
#include "base/text.h"
#include "scenario/check/internal.h"
#include "scenario/build/effective.h"
#include "scenario/frame.h"

/* ------------------------ response */

static void check_curve(bireme_reading *reading, const bireme_node *response,
                        const bireme_field_choice *curve)
{
    static const char *const parameters[] = {"reference_spend", "elasticity", "half_saturation", "shape"};
    for (size_t p = 0; p < sizeof parameters / sizeof *parameters; p++) {
        const bireme_node *given = bireme_node_find(response, parameters[p]);
        bool needed = false;
        for (const char *const *name = curve->needs; *name != NULL; name++)
            needed = needed || strcmp(*name, parameters[p]) == 0;
        if (needed && given == NULL)
            bireme_node_fail(&reading->report, response, "the %s curve needs `%s`", curve->name,
                             parameters[p]);
        bool of_lifts = strcmp(parameters[p], "reference_spend") == 0; /* lifts need it whatever the curve */
        if (!needed && given != NULL && !of_lifts)
            bireme_node_fail_key(&reading->report, given, "`%s` does not go with the %s curve: %s",
                                 parameters[p], curve->name, curve->takes);
    }
}

static void check_response(bireme_reading *reading, const bireme_node *response)
{
    const bireme_node *curve = bireme_node_find(response, "curve");
    if (curve == NULL || curve->type != BIREME_NODE_TEXT) return;
    for (const bireme_field_choice *c = bireme_curves; c->name != NULL; c++)
        if (strcmp(c->name, curve->text) == 0) check_curve(reading, response, c);
}

/* ------------------------ spend */

/* The largest number of a number or list; *at: its index in the list, −1 for a single number. */
static double largest(const bireme_node *spend, long *at)
{
    double most = 0;
    long index = 0;
    *at = -1;
    if (spend == NULL) return 0;
    if (spend->type == BIREME_NODE_NUMBER) return spend->number;
    if (spend->type != BIREME_NODE_LIST) return 0;
    for (const bireme_node *entry = spend->first; entry != NULL; entry = entry->next, index++) {
        if (entry->type != BIREME_NODE_NUMBER || !(entry->number > most)) continue;
        most = entry->number;
        *at = index;
    }
    return most;
}

/* Whether the ratio is about that of a year to a period. */
static bool is_about(double ratio, double in_year)
{
    return ratio > 0.75 * in_year && ratio < 1.35 * in_year;
}

/* Far from the reference spend a response curve is mere extrapolation; and a year's spend may have been given
 * for a period. */
static void check_reach(bireme_reading *reading, const bireme_node *channel, const bireme_node *spend)
{
    const double far = 2;
    const bireme_node *response = bireme_effective_field(reading, channel, "response");
    const bireme_node *reference = bireme_node_find(response, "reference_spend");
    bireme_calendar calendar = {.period = BIREME_PERIOD_MONTH};
    bool has_calendar = bireme_calendar_read(reading, &calendar);
    double in_year = 365.25 / bireme_calendar_days(&calendar);
    long at;
    double most = largest(spend, &at);
    if (reference == NULL || reference->type != BIREME_NODE_NUMBER || !(reference->number > 0)) return;
    double ratio = most / reference->number;
    if (in_year > 6 && most > 0 && is_about(1 / ratio, in_year)) {
        char quoted[BIREME_QUOTE_SIZE];
        bireme_node_warn(&reading->report, reference,
                         "the reference spend of the channel `%s` is about %.0f times the most that it "
                         "spends in a period: is it the spend of a year?",
                         bireme_quote(quoted, channel->key), 1 / ratio);
    }
    if (!(most > far * reference->number)) return;
    char name[BIREME_QUOTE_SIZE], money[BIREME_NUMBER_SIZE], normal[BIREME_NUMBER_SIZE],
        label[BIREME_LABEL_SIZE] = "a period";
    if (at >= 0 && has_calendar) bireme_calendar_label(&calendar, (size_t)at, label);
    if (is_about(ratio, in_year)) {
        bireme_node_warn(&reading->report, spend,
                         "the channel `%s` spends %s in %s, about %.0f times its reference spend of %s: is "
                         "that the spend of a year? It is given per period",
                         bireme_quote(name, channel->key), bireme_number_format(money, most), label, ratio,
                         bireme_number_format(normal, reference->number));
        return;
    }
    bireme_node_warn(&reading->report, spend,
                     "the channel `%s` spends %s in %s, more than twice its reference spend of %s: there the "
                     "curve is a guess",
                     bireme_quote(name, channel->key), bireme_number_format(money, most), label,
                     bireme_number_format(normal, reference->number));
}

static void check_spend(bireme_reading *reading, const bireme_node *channel)
{
    static const char *const of_spend[] = {"spend_before", "adstock", "response", "spend_factor"};
    const bireme_node *spend = bireme_effective_field(reading, channel, "spend");
    char name[BIREME_QUOTE_SIZE];
    long at;
    bireme_quote(name, channel->key);
    if (largest(spend, &at) > 0 && bireme_effective_field(reading, channel, "cost_per_lead") == NULL)
        bireme_node_fail(&reading->report, spend,
                         "the channel `%s` has spend but no `cost_per_lead`: how many leads does it buy?",
                         name);
    for (size_t i = 0; spend == NULL && i < sizeof of_spend / sizeof *of_spend; i++) {
        const bireme_node *own = bireme_node_find(channel, of_spend[i]);
        if (own != NULL && !channel->complete) /* else it may be from `defaults` */
            bireme_node_fail_key(&reading->report, own,
                                 "the channel `%s` has `%s` but no `spend`, without which it does nothing",
                                 name, of_spend[i]);
    }
    const bireme_node *before = bireme_node_find(channel, "spend_before");
    if (spend != NULL && before != NULL && bireme_effective_field(reading, channel, "adstock") == NULL)
        bireme_node_warn(&reading->report, before,
                         "`spend_before` does nothing without `adstock`, which carries a part of it over");
    check_response(reading, bireme_node_find(channel, "response"));
    if (spend != NULL) check_reach(reading, channel, spend);
}

/* ------------------------ touches */

static void check_touches(bireme_reading *reading, const bireme_node *channel)
{
    const bireme_node *own = bireme_node_find(bireme_node_find(channel, "touches"), channel->key);
    const bireme_node *touches = bireme_effective_field(reading, channel, "touches");
    char name[BIREME_QUOTE_SIZE];
    size_t n = 0;
    if (touches == NULL || touches->type != BIREME_NODE_OBJECT) return;
    bireme_quote(name, channel->key);
    if (own != NULL)
        bireme_node_fail_key(&reading->report, own,
                             "a deal of `%s` is always touched by `%s`: leave its own name out", name, name);
    for (const bireme_node *touch = touches->first; touch != NULL; touch = touch->next)
        n += touch->type == BIREME_NODE_NUMBER && touch->number > 0 && strcmp(touch->key, channel->key) != 0;
    if (n > BIREME_TOUCHES_MOST)
        bireme_node_fail(&reading->report, touches,
                         "%zu channels may touch a deal of `%s`, at most %d are allowed", n, name,
                         (int)BIREME_TOUCHES_MOST);
}

/* ------------------------ dispersion */

static void check_dispersion(bireme_reading *reading, const bireme_node *channel)
{
    const bireme_node *node = bireme_effective_field(reading, channel, "dispersion");
    if (node == NULL || node->type != BIREME_NODE_NUMBER) return;
    if (node->number > 0 && node->number < BIREME_DISPERSION_LEAST)
        bireme_node_warn(
            &reading->report, node,
            "`dispersion` is less than 1e-12, a millionth of the leads give or take: it is taken as 0");
}

/* ------------------------ all */

static void check_steps(bireme_reading *reading, const bireme_node *channel)
{
    char name[BIREME_QUOTE_SIZE], step[BIREME_QUOTE_SIZE];
    for (size_t s = 1; s < reading->stages.count; s++) {
        if (bireme_effective_step(reading, channel, "conversion", reading->stages.names[s]) != NULL) continue;
        bireme_node_fail(&reading->report, channel,
                         "the channel `%s` has no conversion for the step to `%s`; give it in the channel or "
                         "in `defaults`",
                         bireme_quote(name, channel->key), bireme_quote(step, reading->stages.names[s]));
    }
}

static void check_channel(bireme_reading *reading, const bireme_node *channel)
{
    const bireme_node *outbound = bireme_effective_field(reading, channel, "leads_per_rep");
    bool sales = bireme_node_find(reading->root, "sales") != NULL;
    char name[BIREME_QUOTE_SIZE];
    bireme_quote(name, channel->key);
    check_steps(reading, channel);
    check_spend(reading, channel);
    check_touches(reading, channel);
    check_dispersion(reading, channel);
    const bireme_node *fee = bireme_node_find(channel, "cost_per_organic_lead");
    if (fee != NULL && !channel->complete &&
        bireme_effective_field(reading, channel, "organic_leads") == NULL)
        bireme_node_fail_key(&reading->report, fee,
                             "the channel `%s` has `cost_per_organic_lead` but no `organic_leads`, without "
                             "which it does nothing",
                             name);
    if (outbound != NULL && !sales)
        bireme_node_fail_key(&reading->report, outbound,
                             "`leads_per_rep` needs `sales`: how many reps are there?");
    if (outbound != NULL && reading->teams.count > 1 &&
        bireme_effective_field(reading, channel, "team") == NULL)
        bireme_node_fail_key(&reading->report, outbound,
                             "`leads_per_rep` needs `team`: whose reps make the leads of the channel `%s`?",
                             name);
    const bireme_node *team = bireme_node_find(channel, "team");
    const bool only = sales && team != NULL && team->type == BIREME_NODE_TEXT &&
                      strcmp(team->text, "sales") == 0;
    if (team != NULL && reading->teams.count == 0 && !only)
        bireme_node_fail_key(&reading->report, team,
                             "the channel `%s` names a team, but there are none: `team` is for "
                             "`sales.teams`, or \"sales\" for `sales` itself",
                             name);
    else if (team != NULL && outbound == NULL && !channel->complete)
        bireme_node_fail_key(
            &reading->report, team,
            "the channel `%s` has `team` but no `leads_per_rep`, without which it does nothing", name);
    if (outbound == NULL && bireme_effective_field(reading, channel, "spend") == NULL &&
        bireme_effective_field(reading, channel, "organic_leads") == NULL)
        bireme_node_fail(&reading->report, channel,
                         "the channel `%s` has no leads: give it `spend`, `organic_leads`%s", name,
                         sales ? " or `leads_per_rep`" : ", or `leads_per_rep` with `sales`");
    if (bireme_effective_field(reading, channel, "deal_value") == NULL)
        bireme_node_warn(&reading->report, channel,
                         "the channel `%s` has no `deal_value`: its wins are counted but bring no revenue",
                         name);
}

void bireme_check_channels(bireme_reading *reading)
{
    const bireme_node *channels = bireme_node_find(reading->root, "channels");
    const bireme_node *defaults = bireme_node_find(reading->root, "defaults");
    check_response(reading, bireme_node_find(defaults, "response"));
    if (channels == NULL || channels->type != BIREME_NODE_OBJECT) return;
    for (const bireme_node *channel = channels->first; channel != NULL; channel = channel->next)
        if (channel->type == BIREME_NODE_OBJECT) check_channel(reading, channel);
}
