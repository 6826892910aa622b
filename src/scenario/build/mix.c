/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Both trees are copied, and in the copies every channel is given what it takes from `defaults`, with rates
 * marked as inherited: an inherited rate remains one quantity for all channels that have the same one, and
 * keeps its path and so its random numbers. A group is then a set of members of the root, of the channels and
 * of `defaults`, which can be compared and exchanged. Open deals without a channel still take from
 * `defaults`.
 */
#include "scenario/build/mix.h"

#include <stdio.h>
#include <string.h>
#include "base/error.h"
#include "model/past.h"
#include "scenario/check/internal.h"
#include "scenario/build/effective.h"
#include "scenario/reading.h"

/* ------------------------ groups */

static const char *const names[BIREME_PART_COUNT] = {"channels added or dropped",
                                                     "marketing spend",
                                                     "cost per lead",
                                                     "lead volume",
                                                     "conversion rates",
                                                     "sales cycle",
                                                     "deal values",
                                                     "growth and drift",
                                                     "sales capacity",
                                                     "revenue model",
                                                     "economy",
                                                     "initiatives",
                                                     "open pipeline",
                                                     "what has happened already",
                                                     "everything else"};

const char *bireme_part_name(bireme_part part)
{
    return names[part];
}

typedef struct membership {
    const char *key;
    bireme_part part;
} membership;

static const membership of_channel[] = {{"spend", BIREME_PART_SPEND},
                                        {"spend_before", BIREME_PART_SPEND},
                                        {"adstock", BIREME_PART_SPEND},
                                        {"response", BIREME_PART_SPEND},
                                        {"spend_factor", BIREME_PART_SPEND},
                                        {"fixed_cost", BIREME_PART_SPEND},
                                        {"cost_per_lead", BIREME_PART_COST_PER_LEAD},
                                        {"organic_leads", BIREME_PART_LEADS},
                                        {"cost_per_organic_lead", BIREME_PART_LEADS},
                                        {"leads_per_rep", BIREME_PART_LEADS},
                                        {"team", BIREME_PART_SALES}, /* one of those that there are */
                                        {"season", BIREME_PART_LEADS},
                                        {"dispersion", BIREME_PART_LEADS},
                                        {"conversion", BIREME_PART_CONVERSION},
                                        {"cycle_days", BIREME_PART_CYCLE},
                                        {"lost_days", BIREME_PART_CYCLE},
                                        {"deal_value", BIREME_PART_DEAL_VALUE},
                                        {"growth", BIREME_PART_GROWTH},
                                        {"drift", BIREME_PART_GROWTH},
                                        {"lifts", BIREME_PART_SPEND},
                                        {NULL, BIREME_PART_REST}};
/* What open deals without a channel take from `defaults`; all else there acts only through channels. */
static const membership of_open_deals[] = {{"conversion", BIREME_PART_CONVERSION},
                                           {"cycle_days", BIREME_PART_CYCLE},
                                           {"lost_days", BIREME_PART_CYCLE},
                                           {"deal_value", BIREME_PART_DEAL_VALUE},
                                           {NULL, BIREME_PART_COUNT}};
/* Members not listed belong to no group. */
static const membership of_root[] = {{"pace", BIREME_PART_CYCLE},
                                     {"sales", BIREME_PART_SALES},
                                     {"revenue", BIREME_PART_REVENUE},
                                     {"economy", BIREME_PART_ECONOMY},
                                     {"initiatives", BIREME_PART_INITIATIVES},
                                     {"pipeline", BIREME_PART_PIPELINE},
                                     {"actuals", BIREME_PART_PAST},
                                     {"correlations", BIREME_PART_REST},
                                     {NULL, BIREME_PART_COUNT}};

static bireme_part part_of(const membership *table, const bireme_node *member)
{
    if (bireme_node_is_remark(member)) return BIREME_PART_COUNT;
    while (table->key != NULL && strcmp(table->key, member->key) != 0) table++;
    return table->part;
}

static bool same_funnel(const bireme_model *a, const bireme_model *b)
{
    bool same = a->stages == b->stages;
    for (size_t s = 0; same && s < a->stages; s++) same = strcmp(a->stage[s], b->stage[s]) == 0;
    return same;
}

bool bireme_scenario_mixes(const bireme_scenario *a, const bireme_scenario *b, char *why, size_t size)
{
    const bireme_model *x = a->model, *y = b->model;
    const bireme_calendar *p = &x->past.calendar, *q = &y->past.calendar;
    const struct {
        const char *key;
        bool same;
    } frame[] = {{"period", p->period == q->period},
                 {"start", p->year == q->year && p->month == q->month && p->day == q->day},
                 {"periods", bireme_model_whole(x) == bireme_model_whole(y)},
                 {"funnel", same_funnel(x, y)}};
    for (size_t i = 0; i < sizeof frame / sizeof *frame; i++) {
        if (frame[i].same) continue;
        snprintf(why, size, "`%s` is not the same in both", frame[i].key);
        return false;
    }
    return true;
}

/* ------------------------ trees with complete channels */

/* Marks the distributions in the node that are rates. items: for what varies from deal to deal, only a
 * location is one. */
static void mark_rates(bireme_node *node, bool items)
{
    bool rate = bireme_node_find(node, "dist") != NULL && !items;
    if (rate) node->inherited = true;
    if (bireme_node_find(node, "dist") != NULL) items = false; /* inside it: its location */
    for (bireme_node *child = node->first; child != NULL && !rate; child = child->next)
        if (child->type == BIREME_NODE_OBJECT) mark_rates(child, items);
}

/* whole: everything in it is inherited, also plain numbers, which else are no rates. */
static bool append_inherited(bireme_node *parent, const bireme_node *child, bool items, bool whole,
                             bireme_arena *arena)
{
    bireme_node *copy = bireme_node_copy(child, arena);
    if (copy == NULL) return false;
    if (whole)
        copy->inherited = true;
    else
        mark_rates(copy, items);
    bireme_node_append(parent, copy);
    return true;
}

/* Copies into the channel what it does not give itself: members, and members of conversion, cycle_days,
 * lost_days, growth and drift. */
static bool inherit(bireme_node *channel, const bireme_node *defaults, bireme_arena *arena)
{
    for (const bireme_node *field = defaults->first; field != NULL; field = field->next) {
        bireme_node *own = bireme_node_find(channel, field->key);
        bireme_part part = part_of(of_channel, field);
        bool items = part == BIREME_PART_CYCLE || part == BIREME_PART_DEAL_VALUE;
        bool whole = part == BIREME_PART_GROWTH;
        if (bireme_node_is_remark(field)) continue;
        if (own == NULL) {
            if (!append_inherited(channel, field, items, whole, arena)) return false;
            continue;
        }
        if (part != BIREME_PART_CONVERSION && part != BIREME_PART_CYCLE && !whole) continue;
        for (const bireme_node *step = field->first; step != NULL; step = step->next)
            if (bireme_node_find(own, step->key) == NULL && !append_inherited(own, step, items, whole, arena))
                return false;
    }
    return true;
}

static void remove_all(bireme_node *parent, const membership *table, bireme_part part)
{
    for (bireme_node *member = parent->first, *next; member != NULL; member = next) {
        next = member->next;
        if (part_of(table, member) == part) bireme_node_remove(member);
    }
}

static void remove_member(bireme_node *parent, const char *key)
{
    bireme_node *member = bireme_node_find(parent, key);
    if (member != NULL) bireme_node_remove(member);
}

/* NULL: out of memory. */
static bireme_node *spell_out(const bireme_scenario *scenario, bireme_arena *arena)
{
    bireme_node *root = bireme_node_copy(scenario->root, arena);
    bireme_node *defaults = bireme_node_find(root, "defaults"),
                *channels = bireme_node_find(root, "channels");
    if (root == NULL) return NULL;
    remove_member(root, "goal");
    remove_member(root, "decision");
    if (defaults == NULL) return root;
    for (bireme_node *channel = channels->first; channel != NULL; channel = channel->next) {
        if (!inherit(channel, defaults, arena)) return NULL;
        channel->complete = true; /* however the defaults change */
    }
    return root;
}

/* ------------------------ which differ */

/* The groups of the members in which the two differ. */
static unsigned differing(const bireme_node *a, const bireme_node *b, const membership *table)
{
    unsigned parts = 0;
    const bireme_node *const both[] = {a, b};
    for (int i = 0; i < 2; i++)
        for (const bireme_node *member = both[i] != NULL ? both[i]->first : NULL; member != NULL;
             member = member->next) {
            bireme_part part = part_of(table, member);
            if (part < BIREME_PART_COUNT &&
                !bireme_node_equal(member, bireme_node_find(both[1 - i], member->key)))
                parts |= 1U << part;
        }
    return parts;
}

bireme_status bireme_scenario_parts(const bireme_scenario *a, const bireme_scenario *b, unsigned *parts,
                                    bireme_error *error)
{
    bireme_arena arena = {0};
    const bireme_node *x = spell_out(a, &arena), *y = spell_out(b, &arena);
    if (x == NULL || y == NULL) {
        bireme_arena_free(&arena);
        return bireme_fail_memory(error);
    }
    const bireme_node *ours = bireme_node_find(x, "channels"), *theirs = bireme_node_find(y, "channels");
    unsigned found = differing(x, y, of_root) | differing(bireme_node_find(x, "defaults"),
                                                          bireme_node_find(y, "defaults"), of_open_deals);
    for (const bireme_node *channel = ours->first; channel != NULL; channel = channel->next) {
        const bireme_node *other = bireme_node_find(theirs, channel->key);
        found |= other == NULL ? 1U << BIREME_PART_CHANNELS : differing(channel, other, of_channel);
    }
    for (const bireme_node *channel = theirs->first; channel != NULL; channel = channel->next)
        if (bireme_node_find(ours, channel->key) == NULL) found |= 1U << BIREME_PART_CHANNELS;
    bireme_arena_free(&arena);
    *parts = found;
    return BIREME_OK;
}

/* ------------------------ exchanging groups */

/* Moves the members of a group from b into a; b is consumed. */
static void take_over(bireme_node *a, bireme_node *b, const membership *table, bireme_part part)
{
    remove_all(a, table, part);
    for (bireme_node *member = b != NULL ? b->first : NULL, *next; member != NULL; member = next) {
        next = member->next;
        if (part_of(table, member) != part) continue;
        bireme_node_remove(member);
        bireme_node_append(a, member);
    }
}

static void take_channels(bireme_node *ours, bireme_node *theirs)
{
    for (bireme_node *channel = ours->first, *next; channel != NULL; channel = next) {
        next = channel->next;
        if (bireme_node_find(theirs, channel->key) == NULL) bireme_node_remove(channel);
    }
    for (bireme_node *channel = theirs->first, *next; channel != NULL; channel = next) {
        next = channel->next;
        if (bireme_node_find(ours, channel->key) != NULL) continue;
        bireme_node_remove(channel);
        bireme_node_append(ours, channel);
    }
}

/* False: out of memory. */
static bool take_part(bireme_node *a, bireme_node *b, bireme_part part, bireme_arena *arena)
{
    bireme_node *ours = bireme_node_find(a, "channels"), *theirs = bireme_node_find(b, "channels");
    bireme_node *defaults = bireme_node_find(a, "defaults"), *other = bireme_node_find(b, "defaults");
    for (bireme_node *channel = ours->first; channel != NULL; channel = channel->next) {
        bireme_node *same = bireme_node_find(theirs, channel->key);
        if (same != NULL) take_over(channel, same, of_channel, part);
    }
    if (part == BIREME_PART_CHANNELS) take_channels(ours, theirs);
    take_over(a, b, of_root, part);
    if (defaults == NULL && other != NULL) {
        defaults = bireme_node_copy(other, arena);
        if (defaults == NULL) return false;
        while (defaults->first != NULL) bireme_node_remove(defaults->first);
        bireme_node_append(a, defaults);
    }
    if (defaults != NULL) take_over(defaults, other, of_channel, part);
    return true;
}

/* ------------------------ what refers to nothing any more */

/* holder: a channel, or `defaults`; NULL: none. map: its touches, or its lifts. */
static void drop_names(bireme_node *holder, const char *map, const bireme_node *channels)
{
    bireme_node *names_of = bireme_node_find(holder, map);
    for (bireme_node *entry = names_of != NULL ? names_of->first : NULL, *next; entry != NULL; entry = next) {
        next = entry->next;
        bool all = strcmp(map, "lifts") == 0 && strcmp(entry->key, "all") == 0;
        if (!all && !bireme_node_is_remark(entry) && bireme_node_find(channels, entry->key) == NULL)
            bireme_node_remove(entry);
    }
}

static void drop_all_names(bireme_node *root)
{
    bireme_node *channels = bireme_node_find(root, "channels");
    for (bireme_node *channel = channels->first; channel != NULL; channel = channel->next) {
        drop_names(channel, "touches", channels);
        drop_names(channel, "lifts", channels);
    }
    drop_names(bireme_node_find(root, "defaults"), "touches", channels);
}

/* How many uncertain quantities or walks match; 0 if a match is another path for a shared one, or a
 * period that the mixture does not have any more. */
static size_t count_uncertain(bireme_reading *reading, const bireme_node *pattern)
{
    bireme_matches found;
    size_t n = 0;
    if (!bireme_matches_find(reading, pattern->text, &found)) return 0;
    for (size_t i = 0; i < found.count; i++) {
        const bireme_match *target = &found.items[i];
        if (!bireme_match_is_uncertain(target) || !bireme_match_is_used(reading, target)) continue;
        if (bireme_match_quantity(reading, target) == NULL) return 0;
        if (target->period >= (int)(reading->periods - reading->past)) return 0;
        n++;
    }
    return n;
}

static bool is_held(bireme_reading *reading, const bireme_node *correlation)
{
    const bireme_node *between = bireme_node_find(correlation, "between"),
                      *among = bireme_node_find(correlation, "among");
    if (between != NULL)
        return count_uncertain(reading, between->first) == 1 && count_uncertain(reading, between->last) == 1;
    return among == NULL || count_uncertain(reading, among) >= 2;
}

static void drop_correlations(bireme_reading *reading)
{
    bireme_node *correlations = bireme_node_find(reading->root, "correlations");
    for (bireme_node *c = correlations != NULL ? correlations->first : NULL, *next; c != NULL; c = next) {
        next = c->next;
        if (!is_held(reading, c)) bireme_node_remove(c);
    }
    if (correlations != NULL && correlations->count == 0) bireme_node_remove(correlations);
}

/* The folder where both may name files. */
static const char *common_root(const char *a, const char *b)
{
    if (a == NULL || b == NULL) return a != NULL ? a : b;
    return strcmp(a, b) == 0 ? a : "/";
}

bireme_status bireme_scenario_mix(const bireme_scenario *a, const bireme_scenario *b, unsigned parts,
                                  bireme_scenario **out, bireme_error *error)
{
    bireme_model *model = NULL;
    bireme_reading reading = {
        .file = a->model->file,
        .counts_cash = a->model->revenue.has_cash || b->model->revenue.has_cash,
        .options = {.tables = &a->tables,
                    .root = common_root(a->root_folder, b->root_folder),
                    .metric = a->metric,
                    .repair_correlations = a->repair_correlations || b->repair_correlations}};
    bireme_node *root = spell_out(a, &reading.arena), *other = spell_out(b, &reading.arena);
    bool made = root != NULL && other != NULL;
    for (int part = 0; part < BIREME_PART_COUNT && made; part++)
        if (parts >> part & 1) made = take_part(root, other, (bireme_part)part, &reading.arena);
    reading.root = root;
    if (made && bireme_names_collect(&reading)) {
        drop_all_names(root);
        drop_correlations(&reading);
        model = bireme_reading_model(&reading);
    } else if (!made) {
        bireme_report_memory(&reading.report);
    }
    return bireme_reading_finish(&reading, model, NULL, out, error);
}
