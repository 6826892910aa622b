/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has happened already: a date within the horizon, a number for each period up to it, and sums that are
 * not less than what they consist of.
 */
#include <math.h>
#include <string.h>
#include "base/text.h"
#include "scenario/build/effective.h"
#include "scenario/check/internal.h"
#include "scenario/check/words.h"
#include "scenario/frame.h"

static void check_through(bireme_reading *reading, const bireme_node *through)
{
    bireme_calendar calendar;
    int year, month, day;
    char first[BIREME_LABEL_SIZE], last[BIREME_LABEL_SIZE];
    if (through == NULL || through->type != BIREME_NODE_TEXT || reading->periods == 0 ||
        !bireme_calendar_read(reading, &calendar) || !bireme_date_parse(through->text, &year, &month, &day))
        return;
    long period = bireme_calendar_find(&calendar, year, month, day);
    if (period < 0)
        bireme_node_fail(&reading->report, through,
                         "`through` is %s, before the start of the scenario, %s: nothing of it is over yet",
                         through->text, bireme_calendar_label(&calendar, 0, first));
    else if (period + 1 >= (long)reading->periods)
        bireme_node_fail(
            &reading->report, through,
            "`through` is %s, and the last of the %zu periods is %s: nothing is left to forecast",
            through->text, reading->periods, bireme_calendar_label(&calendar, reading->periods - 1, last));
}

/* ------------------------ lists */

static void check_length(bireme_reading *reading, const bireme_node *list)
{
    char label[BIREME_LABEL_MOST];
    if (list == NULL || list->type != BIREME_NODE_LIST || reading->past == 0 || list->count == reading->past)
        return;
    bireme_node_fail(&reading->report, list,
                     "%s has %zu %s, but %zu %s over: one for each, `null` where it is not known",
                     bireme_check_label(label, list), list->count, list->count == 1 ? "number" : "numbers",
                     reading->past, reading->past == 1 ? "period is" : "periods are");
}

/* Every list below the node. */
static void check_lengths(bireme_reading *reading, const bireme_node *node)
{
    if (node->type == BIREME_NODE_LIST) check_length(reading, node);
    if (node->type != BIREME_NODE_OBJECT) return;
    for (const bireme_node *child = node->first; child != NULL; child = child->next)
        check_lengths(reading, child);
}

static const bireme_node *entry_of(const bireme_node *parent, const char *name, size_t t)
{
    const bireme_node *list = bireme_node_find(parent, name);
    const bireme_node *entry = list != NULL && list->type == BIREME_NODE_LIST ? bireme_node_at(list, t)
                                                                              : NULL;
    return entry != NULL && entry->type == BIREME_NODE_NUMBER ? entry : NULL;
}

/* ------------------------ what must agree */

/* What the channels brought is not more than all together. */
static void check_sum(bireme_reading *reading, const bireme_node *actuals, const char *name, size_t t)
{
    const bireme_node *all = entry_of(actuals, name, t), *channels = bireme_node_find(actuals, "channels");
    char sum_text[BIREME_NUMBER_SIZE], all_text[BIREME_NUMBER_SIZE];
    double sum = 0;
    if (all == NULL || channels == NULL || channels->type != BIREME_NODE_OBJECT) return;
    for (const bireme_node *channel = channels->first; channel != NULL; channel = channel->next) {
        const bireme_node *part = entry_of(channel, name, t);
        if (part != NULL) sum += part->number;
    }
    if (sum <= all->number * (1 + 1e-9) + 0.005) return;
    bireme_node_fail(&reading->report, all, "`%s` of the period is %s, but its channels have %s together",
                     name, bireme_number_format(all_text, all->number),
                     bireme_number_format(sum_text, floor(sum * 100 + 0.5) / 100));
}

/* With one-time revenue, what is booked is revenue. */
static void check_alike(bireme_reading *reading, const bireme_node *of, size_t t)
{
    const bireme_node *revenue = entry_of(of, "revenue", t), *bookings = entry_of(of, "bookings", t);
    char one[BIREME_NUMBER_SIZE], other[BIREME_NUMBER_SIZE];
    if (revenue == NULL || bookings == NULL || bireme_recurring_read(reading) ||
        fabs(revenue->number - bookings->number) <= 1e-9 * fabs(revenue->number) + 0.005)
        return;
    bireme_node_fail(
        &reading->report, bookings,
        "`bookings` are %s and `revenue` is %s, but with one-time revenue they are the same; one "
        "of the two is enough",
        bireme_number_format(one, bookings->number), bireme_number_format(other, revenue->number));
}

/* The spend of a channel goes on working, so it must be known; one without spend has none to report. */
static void check_spend(bireme_reading *reading, const bireme_node *actuals, const bireme_node *channel)
{
    const bireme_node *facts = bireme_node_find(bireme_node_find(actuals, "channels"), channel->key);
    const bireme_node *adstock = bireme_effective_field(reading, channel, "adstock");
    const bireme_node *list = bireme_node_find(facts, "spend");
    char quoted[BIREME_QUOTE_SIZE];
    if (bireme_effective_field(reading, channel, "spend") == NULL) {
        if (list != NULL)
            bireme_node_fail(&reading->report, list,
                             "the channel `%s` has no `spend`, so nothing can have been spent on it",
                             bireme_quote(quoted, channel->key));
        return;
    }
    if (adstock == NULL || adstock->type != BIREME_NODE_NUMBER || !(adstock->number > 0)) return;
    for (size_t t = 0; t < reading->past; t++) {
        if (entry_of(facts, "spend", t) != NULL) continue;
        bireme_node_warn(
            &reading->report, list != NULL ? list : actuals,
            "what was spent on `%s` works on after its period (`adstock`), and its `spend` is not "
            "given for every period that is over: there it is taken to be what was planned",
            bireme_quote(quoted, channel->key));
        return;
    }
}

/* Entries to the first stage are the leads, those to the last the wins, which have fields of their own. */
static void check_stages(bireme_reading *reading, const bireme_node *stages)
{
    const bireme_names *names = &reading->stages;
    if (stages == NULL || stages->type != BIREME_NODE_OBJECT || names->count < 2) return;
    for (const bireme_node *stage = stages->first; stage != NULL; stage = stage->next) {
        bool first = strcmp(stage->key, names->names[0]) == 0;
        char quoted[BIREME_QUOTE_SIZE];
        if (first || strcmp(stage->key, names->names[names->count - 1]) == 0)
            bireme_node_fail_key(&reading->report, stage, "entries to `%s` are the %s: give them as `%s`",
                                 bireme_quote(quoted, stage->key), first ? "leads" : "wins",
                                 first ? "leads" : "wins");
    }
}

void bireme_check_actuals(bireme_reading *reading)
{
    static const char *const summed[] = {"leads", "wins", "bookings", "revenue", "spend"};
    const bireme_node *actuals = bireme_node_find(reading->root, "actuals");
    const bireme_node *channels = bireme_node_find(reading->root, "channels"),
                      *facts = bireme_node_find(actuals, "channels");
    if (actuals == NULL || actuals->type != BIREME_NODE_OBJECT) return;
    check_through(reading, bireme_node_find(actuals, "through"));
    check_lengths(reading, actuals);
    check_stages(reading, bireme_node_find(actuals, "stages"));
    for (size_t t = 0; t < reading->past; t++) {
        for (size_t i = 0; i < sizeof summed / sizeof *summed; i++) check_sum(reading, actuals, summed[i], t);
        check_alike(reading, actuals, t);
        if (facts == NULL || facts->type != BIREME_NODE_OBJECT) continue;
        for (const bireme_node *of = facts->first; of != NULL; of = of->next) check_alike(reading, of, t);
    }
    if (channels == NULL || channels->type != BIREME_NODE_OBJECT || reading->past == 0) return;
    if (bireme_node_find(actuals, "file") != NULL) return; /* it could not be read */
    for (const bireme_node *channel = channels->first; channel != NULL; channel = channel->next)
        if (channel->type == BIREME_NODE_OBJECT) check_spend(reading, actuals, channel);
}
