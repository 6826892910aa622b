/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sales and revenue: fields that have no effect without another one, and reps who leave although they are not
 * there.
 */
#include <math.h>
#include <string.h>
#include "base/nearest.h"
#include "base/text.h"
#include "scenario/fields/dist_read.h"
#include "scenario/check/internal.h"
#include "scenario/build/effective.h"
#include "scenario/frame.h"

/* ------------------------ capacity */

static bool is_zero(const bireme_node *number)
{
    return number != NULL && number->type == BIREME_NODE_NUMBER && number->number == 0;
}

/* A team with a capacity of 0 throughout. */
static void check_nothing(bireme_reading *reading, const bireme_node *sales, const char *items)
{
    const bireme_node *per_rep = bireme_node_find(sales, items), *reps = bireme_node_find(sales, "reps");
    const bireme_node *hires = bireme_node_find(sales, "hires");
    const bool nobody = is_zero(reps) && per_rep != NULL && (hires == NULL || hires->count == 0);
    if (nobody || is_zero(per_rep))
        bireme_node_warn_key(&reading->report, nobody ? reps : per_rep,
                             "`%s` is 0: nothing is taken up, and nothing of it is won",
                             nobody ? "reps" : items);
}

/* items: the name of the field that limits the team. */
static void check_capacity(bireme_reading *reading, const bireme_node *sales, const char *items)
{
    static const char *const of_capacity[] = {"stage", "overflow", "patience"};
    const bireme_node *stage = bireme_node_find(sales, "stage"),
                      *overflow = bireme_node_find(sales, "overflow");
    const bireme_node *patience = bireme_node_find(sales, "patience");
    bool capacity = bireme_node_find(sales, items) != NULL;
    const bool is_team = bireme_node_find(bireme_node_find(reading->root, "sales"), "teams") != NULL;
    /* a team's stage also says by what the cost of its reps is shared */
    for (size_t i = is_team; !capacity && i < sizeof of_capacity / sizeof *of_capacity; i++) {
        const bireme_node *given = bireme_node_find(sales, of_capacity[i]);
        if (given != NULL)
            bireme_node_fail_key(&reading->report, given,
                                 "`%s` is about capacity, but `%s` is missing: without it there is no limit",
                                 of_capacity[i], items);
    }
    const bireme_names *stages = &reading->stages;
    if (stage != NULL && stage->type == BIREME_NODE_TEXT && stages->count > 1 &&
        strcmp(stage->text, stages->names[stages->count - 1]) == 0) {
        char quoted[BIREME_QUOTE_SIZE];
        bireme_node_fail(&reading->report, stage,
                         "`stage` is `%s`, the last one: work begins at a stage before the win",
                         bireme_quote(quoted, stage->text));
    }
    check_nothing(reading, sales, items);
    if (capacity && patience != NULL && overflow != NULL && overflow->type == BIREME_NODE_TEXT &&
        strcmp(overflow->text, "lost") == 0)
        bireme_node_warn_key(&reading->report, patience,
                             "`patience` does nothing where `overflow` is \"lost\": nobody waits");
}

/* ------------------------ hires */

typedef struct change {
    double at; /* periods from the start */
    const bireme_node *node;
} change;

/* Sorts by time, equal ones in the order of the file. Returns their number. */
static size_t sort_changes(const bireme_node *hires, const bireme_calendar *calendar, change *out)
{
    size_t n = 0;
    int year, month, day;
    for (const bireme_node *hire = hires->first; hire != NULL; hire = hire->next) {
        if (hire->type != BIREME_NODE_NUMBER || !bireme_date_parse(hire->key, &year, &month, &day)) continue;
        double at = bireme_calendar_position(calendar, year, month, day);
        size_t i = n++;
        for (; i > 0 && out[i - 1].at > at; i--) out[i] = out[i - 1];
        out[i] = (change){at, hire};
    }
    return n;
}

/* Heads as in the model: without backfill, reps who leave by themselves are gone. */
static void check_heads(bireme_reading *reading, const bireme_node *sales, const change *changes, size_t n,
                        double months)
{
    const double rounding = 1e-9;
    const bireme_node *reps = bireme_node_find(sales, "reps"),
                      *backfill = bireme_node_find(sales, "backfill");
    const bireme_node *attrition = bireme_node_find(sales, "attrition");
    double stay = backfill != NULL && backfill->truth ? 1 : 1 - (attrition != NULL ? attrition->number : 0);
    double heads = reps != NULL ? reps->number : 0, now = 0;
    for (size_t i = 0; i < n && changes[i].at < (double)reading->periods; i++) {
        double at = changes[i].at > 0 ? changes[i].at : 0, before = heads * pow(stay, (at - now) * months);
        heads = before + changes[i].node->number;
        now = at;
        if (heads >= -rounding * before) continue;
        char there[BIREME_NUMBER_SIZE], leave[BIREME_NUMBER_SIZE];
        bireme_node_fail(&reading->report, changes[i].node,
                         "%s reps are to leave in %s, but only %s are there then",
                         bireme_number_format(leave, -changes[i].node->number), changes[i].node->key,
                         bireme_number_format(there, floor(before * 100 + 0.5) / 100));
        return;
    }
}

static void check_hires(bireme_reading *reading, const bireme_node *sales)
{
    const bireme_node *hires = bireme_node_find(sales, "hires"),
                      *attrition = bireme_node_find(sales, "attrition");
    bireme_calendar calendar;
    if (hires == NULL || hires->type != BIREME_NODE_OBJECT || hires->count == 0) return;
    if (reading->periods == 0 || !bireme_calendar_read(reading, &calendar)) return;
    if (attrition != NULL && !(attrition->number >= 0 && attrition->number < 1)) return;
    change *changes = bireme_arena_alloc(&reading->arena, hires->count, sizeof *changes);
    if (changes == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    size_t n = sort_changes(hires, &calendar, changes);
    check_heads(reading, sales, changes, n, bireme_calendar_days(&calendar) / (365.25 / 12));
    for (size_t i = 0; i < n; i++) {
        char last[BIREME_LABEL_SIZE];
        if (changes[i].at >= (double)reading->periods)
            bireme_node_warn_key(&reading->report, changes[i].node,
                                 "%s is after the horizon, whose last period is %s: nothing changes in it",
                                 changes[i].node->key,
                                 bireme_calendar_label(&calendar, reading->periods - 1, last));
    }
}

/* ------------------------ teams */

enum { TEAMS_NEAR = 64 }; /* of which the nearest name is looked for */

/* The stage that a team works on, as far as it can be told. */
static const char *stage_of(const bireme_reading *reading, const bireme_node *team)
{
    const bireme_node *stage = bireme_node_find(team, "stage");
    if (stage != NULL) return stage->type == BIREME_NODE_TEXT ? stage->text : "";
    return reading->stages.count > 1 ? reading->stages.names[reading->stages.count - 2] : "";
}

static const bireme_node *find_name(const bireme_node *list, const char *name)
{
    for (const bireme_node *entry = list->first; entry != NULL; entry = entry->next)
        if (entry->type == BIREME_NODE_TEXT && strcmp(entry->text, name) == 0) return entry;
    return NULL;
}

/* Two teams of one stage that work the same channel, or all channels. */
static void check_pair(bireme_reading *reading, const bireme_node *a, const bireme_node *b)
{
    const bireme_node *of_a = bireme_node_find(a, "channels"), *of_b = bireme_node_find(b, "channels");
    char first[BIREME_QUOTE_SIZE], second[BIREME_QUOTE_SIZE], third[BIREME_QUOTE_SIZE];
    if (strcmp(stage_of(reading, a), stage_of(reading, b)) != 0) return;
    bireme_quote(first, a->key);
    bireme_quote(second, b->key);
    if (of_a == NULL && of_b == NULL)
        bireme_node_fail_key(&reading->report, b,
                             "the teams `%s` and `%s` both work the stage `%s` for all channels: give one of "
                             "them `channels`, or another `stage`",
                             first, second, bireme_quote(third, stage_of(reading, a)));
    if (of_a == NULL || of_b == NULL || of_b->type != BIREME_NODE_LIST) return;
    for (const bireme_node *entry = of_b->first; entry != NULL; entry = entry->next)
        if (entry->type == BIREME_NODE_TEXT && find_name(of_a, entry->text) != NULL)
            bireme_node_fail(&reading->report, entry,
                             "the teams `%s` and `%s` both work the channel `%s` at the same stage", first,
                             second, bireme_quote(third, entry->text));
}

static void check_channels(bireme_reading *reading, const bireme_node *team)
{
    const bireme_node *list = bireme_node_find(team, "channels");
    char quoted[BIREME_QUOTE_SIZE];
    if (list == NULL || list->type != BIREME_NODE_LIST) return;
    for (const bireme_node *entry = list->first; entry != NULL; entry = entry->next)
        if (entry->type == BIREME_NODE_TEXT && find_name(list, entry->text) != entry)
            bireme_node_fail(&reading->report, entry, "the channel `%s` is named twice",
                             bireme_quote(quoted, entry->text));
}

static bool is_without_channel(const bireme_node *deal)
{
    return deal->type == BIREME_NODE_OBJECT && bireme_node_find(deal, "channel") == NULL;
}

/* Whether other teams of its stage name all channels, and no open deal is without one. */
static bool has_nothing(const bireme_reading *reading, const bireme_node *teams, const bireme_node *team)
{
    const bireme_node *deals = bireme_effective_deals(reading);
    if (bireme_node_find(team, "channels") != NULL || reading->channels.count == 0) return false;
    for (const bireme_node *deal = deals != NULL ? deals->first : NULL; deal != NULL; deal = deal->next)
        if (is_without_channel(deal)) return false;
    for (size_t c = 0; c < reading->channels.count; c++) {
        bool named = false;
        for (const bireme_node *other = teams->first; other != NULL; other = other->next) {
            const bireme_node *list = other->type == BIREME_NODE_OBJECT ? bireme_node_find(other, "channels")
                                                                        : NULL;
            named |= list != NULL && strcmp(stage_of(reading, other), stage_of(reading, team)) == 0 &&
                     find_name(list, reading->channels.names[c]) != NULL;
        }
        if (!named) return false;
    }
    return true;
}

/* As with a mistyped name, which makes one team more. */
static void check_idle(bireme_reading *reading, const bireme_node *teams, const bireme_node *team)
{
    const char *names[TEAMS_NEAR];
    char quoted[BIREME_QUOTE_SIZE], stage[BIREME_QUOTE_SIZE], near_quoted[BIREME_QUOTE_SIZE];
    size_t n = 0;
    if (!has_nothing(reading, teams, team)) return;
    for (const bireme_node *other = teams->first; other != NULL && n < TEAMS_NEAR; other = other->next)
        if (other != team && other->type == BIREME_NODE_OBJECT) names[n++] = other->key;
    const char *nearest = bireme_nearest(team->key, names, n);
    bireme_node_warn_key(
        &reading->report, team,
        "nothing comes to the team `%s`: other teams of the stage `%s` name all channels%s%s%s",
        bireme_quote(quoted, team->key), bireme_quote(stage, stage_of(reading, team)),
        nearest != NULL ? "; did you mean `" : "", nearest != NULL ? bireme_quote(near_quoted, nearest) : "",
        nearest != NULL ? "`?" : "");
}

/* Open deals without a channel belong to the team of the stage that names none; warns where there is no such
 * team. */
static void check_unassigned(bireme_reading *reading, const bireme_node *teams)
{
    const bireme_node *deals = bireme_effective_deals(reading), *first = NULL;
    size_t n = 0;
    for (const bireme_node *team = teams->first; team != NULL; team = team->next)
        if (team->type == BIREME_NODE_OBJECT && bireme_node_find(team, "channels") == NULL) return;
    for (const bireme_node *deal = deals != NULL ? deals->first : NULL; deal != NULL; deal = deal->next)
        if (is_without_channel(deal) && n++ == 0) first = deal;
    bireme_warn_entries(
        reading, first, n,
        "has no channel, and every team names its channels: no team takes it up, it passes them "
        "at once");
}

static void check_teams(bireme_reading *reading, const bireme_node *sales, const bireme_node *teams)
{
    for (const bireme_node *field = sales->first; field != NULL; field = field->next)
        if (field != teams && !bireme_node_is_remark(field))
            bireme_node_fail_key(&reading->report, field,
                                 "`%s` stands beside `teams`: where there are teams each has its own",
                                 field->key);
    if (teams->type != BIREME_NODE_OBJECT) return;
    for (const bireme_node *team = teams->first; team != NULL; team = team->next) {
        if (team->type != BIREME_NODE_OBJECT || bireme_node_is_remark(team)) continue;
        check_capacity(reading, team, "items_per_rep");
        check_hires(reading, team);
        check_channels(reading, team);
        check_idle(reading, teams, team);
        for (const bireme_node *other = teams->first; other != team; other = other->next)
            if (other->type == BIREME_NODE_OBJECT) check_pair(reading, other, team);
    }
    check_unassigned(reading, teams);
}

void bireme_check_sales(bireme_reading *reading)
{
    const bireme_node *sales = bireme_node_find(reading->root, "sales");
    if (sales == NULL || sales->type != BIREME_NODE_OBJECT) return;
    const bireme_node *teams = bireme_node_find(sales, "teams");
    if (teams != NULL) {
        check_teams(reading, sales, teams);
        return;
    }
    if (bireme_node_find(sales, "reps") == NULL)
        bireme_node_fail(&reading->report, sales, "`sales` needs `reps`, or `teams` that have them");
    check_capacity(reading, sales, "opportunities_per_rep");
    check_hires(reading, sales);
}

/* ------------------------ revenue */

/* Invoices are not drawn one by one. */
static void check_payment(bireme_reading *reading, const bireme_node *payment)
{
    const bireme_dist_value *value = payment != NULL ? payment->value : NULL;
    if (value == NULL || value->scale == NULL) return;
    bireme_node_fail(&reading->report, value->location,
                     "`payment_days` is one distribution over all invoices: its `%s` must be a number",
                     value->location->key);
}

/* Customers owe something for as long as they take to pay. */
static void check_receivables(bireme_reading *reading, const bireme_node *revenue)
{
    const bireme_node *owed = bireme_node_find(revenue, "receivables");
    if (owed == NULL || is_zero(owed) || bireme_node_find(revenue, "payment_days") != NULL) return;
    bireme_node_fail_key(&reading->report, owed,
                         "`receivables` are what customers owe at the start, but `payment_days` is missing: "
                         "without it invoices are paid at once");
}

void bireme_check_revenue(bireme_reading *reading)
{
    static const char *const of_customers[] = {"opening", "churn", "expansion", "lifetime_years"};
    const bireme_node *revenue = bireme_node_find(reading->root, "revenue");
    check_payment(reading, bireme_node_find(revenue, "payment_days"));
    check_receivables(reading, revenue);
    if (bireme_recurring_read(reading)) return;
    for (size_t i = 0; i < sizeof of_customers / sizeof *of_customers; i++) {
        const bireme_node *given = bireme_node_find(revenue, of_customers[i]);
        if (given != NULL)
            bireme_node_fail_key(
                &reading->report, given, "`%s` is about recurring revenue, but `model` is \"one_time\"%s",
                of_customers[i],
                bireme_node_find(revenue, "model") == NULL ? ", as it is when it is not given" : "");
    }
}
