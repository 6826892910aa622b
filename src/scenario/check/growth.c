/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Growth and drift of what a channel does not have, and what lifts need.
 */
#include "scenario/check/internal.h"

#include <string.h>
#include "base/text.h"
#include "scenario/build/effective.h"
#include "scenario/check/words.h"

/* ------------------------ growth */

static void check_growth(bireme_reading *reading, const bireme_node *channel)
{
    static const char *const grows[][2] = {{"organic_leads", "organic_leads"},
                                           {"leads_per_rep", "leads_per_rep"},
                                           {"cost_per_lead", "spend"},
                                           {"deal_value", "deal_value"},
                                           {"fixed_cost", "fixed_cost"}};
    const bireme_node *growth = bireme_node_find(channel, "growth");
    char name[BIREME_QUOTE_SIZE];
    for (size_t i = 0; i < sizeof grows / sizeof *grows; i++) {
        const bireme_node *own = bireme_node_find(growth, grows[i][0]);
        if (own == NULL || bireme_effective_field(reading, channel, grows[i][1]) != NULL) continue;
        bireme_node_warn_key(&reading->report, own,
                             "the growth of `%s` changes nothing: the channel `%s` has no `%s`", grows[i][0],
                             bireme_quote(name, channel->key), grows[i][1]);
    }
}

/* node: `sales`, or a team. */
static void check_rep_growth(bireme_reading *reading, const bireme_node *node)
{
    const bireme_node *growth = bireme_node_find(bireme_node_find(node, "growth"), "cost_per_rep");
    if (growth != NULL && bireme_node_find(node, "cost_per_rep") == NULL)
        bireme_node_warn_key(&reading->report, growth,
                             "the growth of `cost_per_rep` changes nothing: there is no `cost_per_rep`");
}

static void check_teams_growth(bireme_reading *reading)
{
    const bireme_node *sales = bireme_node_find(reading->root, "sales"),
                      *teams = bireme_node_find(sales, "teams");
    check_rep_growth(reading, sales);
    for (const bireme_node *team = teams != NULL ? teams->first : NULL; team != NULL; team = team->next)
        check_rep_growth(reading, team);
}

/* ------------------------ lifts */

static bool is_empty(const bireme_node *lift)
{
    return bireme_node_find(lift, "leads") == NULL && bireme_node_find(lift, "conversion_odds") == NULL;
}

static void check_lift(bireme_reading *reading, const bireme_node *channel, const bireme_node *lift)
{
    char name[BIREME_QUOTE_SIZE];
    if (strcmp(lift->key, channel->key) == 0)
        bireme_node_fail_key(&reading->report, lift,
                             "the channel `%s` cannot lift itself: what its own spend brings is said by "
                             "`response`",
                             bireme_quote(name, lift->key));
    if (lift->type == BIREME_NODE_OBJECT && is_empty(lift))
        bireme_node_warn(&reading->report, lift,
                         "the lift of `%s` has neither `leads` nor `conversion_odds`: it changes nothing",
                         bireme_quote(name, lift->key));
    if (strcmp(lift->key, "all") == 0 && reading->channels.count == 1)
        bireme_node_warn_key(&reading->report, lift, "`all` lifts nothing: there is no other channel");
}

static void check_lifts(bireme_reading *reading, const bireme_node *channel)
{
    const bireme_node *lifts = bireme_node_find(channel, "lifts");
    const bireme_node *response = bireme_effective_field(reading, channel, "response");
    char name[BIREME_QUOTE_SIZE];
    if (lifts == NULL || lifts->type != BIREME_NODE_OBJECT) return;
    bireme_quote(name, channel->key);
    if (bireme_effective_field(reading, channel, "spend") == NULL)
        bireme_node_fail_key(&reading->report, lifts,
                             "the channel `%s` has `lifts` but no `spend`: what is it that lifts?", name);
    else if (bireme_node_find(response, "reference_spend") == NULL)
        bireme_node_fail_key(&reading->report, lifts,
                             "`lifts` of the channel `%s` need `reference_spend` in `response`: at which "
                             "spend are the others as they are stated?",
                             name);
    for (const bireme_node *lift = lifts->first; lift != NULL; lift = lift->next)
        if (!bireme_node_is_remark(lift)) check_lift(reading, channel, lift);
}

/* ------------------------ all */

void bireme_check_growth(bireme_reading *reading)
{
    const bireme_node *channels = bireme_node_find(reading->root, "channels");
    const bireme_node *lifts = bireme_node_find(bireme_node_find(reading->root, "defaults"), "lifts");
    if (lifts != NULL)
        bireme_node_fail_key(&reading->report, lifts,
                             "`lifts` do not go into `defaults`: the channel whose spend lifts others has "
                             "them");
    check_teams_growth(reading);
    if (channels == NULL || channels->type != BIREME_NODE_OBJECT) return;
    for (const bireme_node *channel = channels->first; channel != NULL; channel = channel->next) {
        if (channel->type != BIREME_NODE_OBJECT) continue;
        check_growth(reading, channel);
        check_lifts(reading, channel);
    }
}
