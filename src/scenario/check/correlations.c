/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Correlations: every path must lead to a quantity that is in fact uncertain, and no pair may be given twice.
 * Walks go with walks, period by period; one increment of a walk with one of another, or with a quantity.
 */
#include "scenario/check/internal.h"

#include <string.h>
#include "scenario/check/correlation_pairs.h"
#include "scenario/build/effective.h"

enum { PAIRS_MOST = 20000 };

static bool fail_memory(bireme_reading *reading)
{
    bireme_report_memory(&reading->report);
    return false;
}

static void report_target(bireme_reading *reading, const bireme_node *node, const bireme_matches *found)
{
    char quoted[BIREME_QUOTE_SIZE], shown[BIREME_QUOTE_SIZE];
    bireme_quote(quoted, node->text);
    if (strchr(node->text, '*') != NULL) {
        bireme_node_fail(&reading->report, node,
                         "`%s`: a path of `between` names one quantity; patterns with `*` go into `among`",
                         quoted);
    } else if (found->count == 0) {
        bireme_node_fail(&reading->report, node,
                         "there is no quantity `%s`; a path is written like channels.NAME.conversion.STAGE",
                         quoted);
    } else if (found->items[0].field->walk) {
        bireme_node_fail(&reading->report, node,
                         "`%s` is 0: nothing drifts there, and only what is uncertain can be correlated",
                         quoted);
    } else if (found->items[0].field->kind != BIREME_FIELD_ITEM) {
        bireme_node_fail(&reading->report, node,
                         "`%s` is a fixed number, and only uncertain quantities can be correlated", quoted);
    } else if (found->items[0].location != NULL) {
        bireme_node_fail(
            &reading->report, node,
            "`%s` varies from item to item and cannot be correlated, but its location can: write `%s.%s`",
            quoted, quoted, bireme_quote(shown, found->items[0].location->key));
    } else {
        bireme_node_fail(&reading->report, node,
                         "`%s` varies from item to item and cannot be correlated; make its location (such as "
                         "`mean`) uncertain and name that",
                         quoted);
    }
}

/* "paid_search, events and content": the channels of the matches, up to a limit. */
static void list_channels(bireme_reading *reading, const bireme_matches *targets, bireme_text *out)
{
    enum { MOST = 6 };
    for (size_t i = 0; i < targets->count && i < MOST; i++) {
        char quoted[BIREME_QUOTE_SIZE];
        const char *name = bireme_match_channel(reading, &targets->items[i]);
        bool last = i + 1 == targets->count;
        bireme_text_format(out, "%s`%s`",
                           i == 0 ? ""
                           : last ? " and "
                                  : ", ",
                           bireme_quote(quoted, name != NULL ? name : ""));
    }
    if (targets->count > MOST) bireme_text_format(out, " and %zu more", targets->count - MOST);
}

/* Reports a channel's path for something that it shares. */
static void report_shared(bireme_reading *reading, const bireme_node *node, const bireme_match *target)
{
    bireme_matches taking;
    bireme_text channels = {0};
    char quoted[BIREME_QUOTE_SIZE], shared[BIREME_QUOTE_SIZE];
    if (!bireme_matches_taking(reading, target->shared, &taking)) return;
    list_channels(reading, &taking, &channels);
    bireme_node_fail(&reading->report, node,
                     "`%s` is `%s`, one %s that %s share: name it by that path, in `between`; or put "
                     "`\"each\": true` beside %s, and each of them has its own",
                     bireme_quote(quoted, target->path), bireme_quote(shared, target->shared),
                     target->field->walk ? "walk" : "quantity", bireme_text_string(&channels),
                     target->field->walk ? "it" : "its `dist`");
    bireme_text_free(&channels);
}

/* Reports a rate of `defaults` that does not exist, or that each channel draws separately. */
static void report_default(bireme_reading *reading, const bireme_node *node, const bireme_match *target)
{
    char quoted[BIREME_QUOTE_SIZE], rest[BIREME_QUOTE_SIZE];
    if (bireme_match_is_shared(target)) {
        bireme_node_fail(&reading->report, node,
                         "no channel takes `%s` from the defaults: each has its own, and only what is drawn "
                         "can be correlated",
                         bireme_quote(quoted, target->path));
        return;
    }
    bireme_node_fail(&reading->report, node,
                     "`%s` says `each`, so every channel has its own: write `channels.NAME.%s`, or all of "
                     "them with `among` and `channels.*.%s`",
                     bireme_quote(quoted, target->path), bireme_quote(rest, target->path + 9), rest);
}

/* The quantity or walk that an uncertain match refers to. False: there is none, which is reported at node. */
static bool end_of(bireme_reading *reading, const bireme_node *node, const bireme_match *target,
                   bireme_pair_end *out)
{
    *out = (bireme_pair_end){bireme_match_quantity(reading, target), target->field->walk, target->period};
    if (out->path == NULL && target->shared != NULL)
        report_shared(reading, node, target);
    else if (out->path == NULL)
        report_default(reading, node, target);
    return out->path != NULL;
}

/* The one uncertain quantity or walk that node names. False: reported. */
static bool read_end(bireme_reading *reading, const bireme_node *node, bireme_pair_end *out)
{
    bireme_matches found;
    if (node->type != BIREME_NODE_TEXT || node->text[0] == '\0') return false; /* reported already */
    if (!bireme_matches_find(reading, node->text, &found)) return false;
    if (found.count == 1 && bireme_match_is_uncertain(&found.items[0]) && strchr(node->text, '*') == NULL)
        return end_of(reading, node, &found.items[0], out);
    report_target(reading, node, &found);
    return false;
}

/* ------------------------ pairs */

static bool is_same(const bireme_pair_end *a, const bireme_pair_end *b)
{
    return strcmp(a->path, b->path) == 0 && a->period == b->period;
}

/* Whether both say something of the same two increments, or quantities. */
static bool is_said_by_both(const bireme_pair *a, const bireme_pair *b)
{
    if (strcmp(a->end[0].path, b->end[0].path) != 0 || strcmp(a->end[1].path, b->end[1].path) != 0)
        return false;
    const bireme_pair *whole = bireme_pair_end_is_whole(&a->end[0]) ? a : b, *other = whole == a ? b : a;
    if (bireme_pair_end_is_whole(&whole->end[0])) return other->end[0].period == other->end[1].period;
    return is_same(&a->end[0], &b->end[0]) && is_same(&a->end[1], &b->end[1]);
}

static bool fail_twice(bireme_reading *reading, const bireme_pair *pair, const bireme_pair *first)
{
    char a[BIREME_QUOTE_SIZE], b[BIREME_QUOTE_SIZE];
    bireme_node_fail(&reading->report, pair->node,
                     "`%s` and `%s` are correlated twice; the first is in line %d, column %d",
                     bireme_quote(a, pair->end[0].path), bireme_quote(b, pair->end[1].path),
                     first->node->line, first->node->column);
    return true;
}

/* Whether the two may be correlated; if not, that is reported. */
static bool do_fit(bireme_reading *reading, const bireme_pair *pair)
{
    const bireme_pair_end *a = &pair->end[0], *b = &pair->end[1];
    char first[BIREME_QUOTE_SIZE], second[BIREME_QUOTE_SIZE];
    bool one = bireme_pair_end_is_whole(a), other = bireme_pair_end_is_whole(b);
    if (one != other) {
        const bireme_pair_end *walk = one ? a : b, *single = one ? b : a;
        bireme_quote(first, walk->path);
        bireme_node_fail(&reading->report, pair->node,
                         "`%s` is a walk, with an increment in every period, and `%s` is %s: name the period "
                         "whose increment goes with it, as in `%s[0]`, or correlate two walks",
                         first, bireme_quote(second, single->path),
                         single->walk ? "named with a period" : "one number of the trial", first);
        return false;
    }
    if (!a->walk || !b->walk || strcmp(a->path, b->path) != 0) return true;
    bireme_node_fail(
        &reading->report, pair->node,
        "the increments of one walk, `%s`, are independent of one another: that is what makes it "
        "a random walk",
        bireme_quote(first, a->path));
    return false;
}

static bool add_pair(bireme_reading *reading, bireme_pairs *pairs, const bireme_pair_end *a,
                     const bireme_pair_end *b, double rank, const bireme_node *node)
{
    bool swap = strcmp(a->path, b->path) > 0;
    const bireme_pair pair = {{swap ? *b : *a, swap ? *a : *b}, rank, node};
    if (!do_fit(reading, &pair)) return true;
    for (size_t i = 0; i < pairs->count; i++)
        if (is_said_by_both(&pairs->items[i], &pair)) return fail_twice(reading, &pair, &pairs->items[i]);
    if (pairs->count == PAIRS_MOST) {
        bireme_node_fail(&reading->report, node, "more than %d pairs are correlated", (int)PAIRS_MOST);
        return true;
    }
    bireme_pair *items = bireme_arena_grown(&reading->arena, pairs->items, &pairs->capacity, pairs->count,
                                            sizeof *items);
    if (items == NULL) return fail_memory(reading);
    pairs->items = items;
    pairs->items[pairs->count++] = pair;
    return true;
}

/* The one thing that a path of `between` stands for. False: none, or several. */
static bool find_one(bireme_reading *reading, const bireme_node *node, bireme_match *out)
{
    bireme_matches found;
    if (node->type != BIREME_NODE_TEXT || !bireme_matches_find(reading, node->text, &found) ||
        found.count != 1)
        return false;
    *out = found.items[0];
    if (out->shared != NULL) out->path = out->shared;
    return true;
}

/* Whether both paths are names of one quantity, which is reported. */
static bool is_one_by_two_names(bireme_reading *reading, const bireme_node *between)
{
    bireme_match a, b;
    if (!find_one(reading, between->first, &a) || !find_one(reading, between->last, &b)) return false;
    if (strcmp(a.path, b.path) != 0 || a.period != b.period ||
        strcmp(between->first->text, between->last->text) == 0)
        return false;
    char first[BIREME_QUOTE_SIZE], last[BIREME_QUOTE_SIZE], quoted[BIREME_QUOTE_SIZE];
    bireme_node_fail(&reading->report, between,
                     "`%s` and `%s` are one %s, `%s`, which cannot be correlated with itself; with "
                     "`\"each\": true` beside %s every channel has its own",
                     bireme_quote(first, between->first->text), bireme_quote(last, between->last->text),
                     a.field->walk ? "walk" : "quantity", bireme_quote(quoted, a.path),
                     a.field->walk ? "it" : "its `dist`");
    return true;
}

static bool read_between(bireme_reading *reading, const bireme_node *entry, const bireme_node *between,
                         double rank, bireme_pairs *out)
{
    bireme_pair_end a, b;
    if (between->type != BIREME_NODE_LIST || between->count != 2) return true; /* reported already */
    if (is_one_by_two_names(reading, between)) return true;
    bool first = read_end(reading, between->first, &a), last = read_end(reading, between->last, &b);
    if (!first || !last) return true;
    if (!is_same(&a, &b)) return add_pair(reading, out, &a, &b, rank, entry);
    char quoted[BIREME_QUOTE_SIZE];
    bireme_node_fail(&reading->report, between, "`%s` is correlated with itself",
                     bireme_quote(quoted, a.path));
    return true;
}

/* ------------------------ among */

/* Keeps those that are uncertain and have an effect. *items: how many vary from item to item. */
static void keep_uncertain(bireme_reading *reading, bireme_matches *found, size_t *items)
{
    size_t n = 0;
    *items = 0;
    for (size_t i = 0; i < found->count; i++) {
        const bireme_match *target = &found->items[i];
        *items += target->field->kind == BIREME_FIELD_ITEM && !target->is_location;
        if (bireme_match_is_uncertain(target) && bireme_match_is_used(reading, target))
            found->items[n++] = *target;
    }
    found->count = n;
}

static bool read_among(bireme_reading *reading, const bireme_node *entry, const bireme_node *among,
                       double rank, bireme_pairs *out)
{
    bireme_matches found;
    char quoted[BIREME_QUOTE_SIZE];
    size_t items;
    if (among->type != BIREME_NODE_TEXT) return true;
    if (!bireme_matches_find(reading, among->text, &found)) return false;
    keep_uncertain(reading, &found, &items);
    const size_t n = found.count;
    bireme_pair_end *ends = bireme_arena_alloc(&reading->arena, n + 1, sizeof *ends);
    if (ends == NULL) return fail_memory(reading);
    for (size_t i = 0; i < n; i++)
        if (!end_of(reading, among, &found.items[i], &ends[i])) return true;
    if (n < 2) {
        bireme_node_fail(
            &reading->report, among, "`%s` matches %zu uncertain %s, at least 2 are needed%s",
            bireme_quote(quoted, among->text), n, n == 1 ? "quantity" : "quantities",
            items > 0
                ? "; a deal value or cycle time is correlated through its uncertain location: add `.mean`"
                : "");
        return true;
    }
    for (size_t i = 1; i < n; i++) {
        if (bireme_pair_end_is_whole(&ends[i]) == bireme_pair_end_is_whole(&ends[0])) continue;
        const bireme_pair pair = {{ends[0], ends[i]}, rank, among};
        (void)do_fit(reading, &pair);
        return true;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (!add_pair(reading, out, &ends[i], &ends[j], rank, entry)) return false;
    return true;
}

bool bireme_pairs_read(bireme_reading *reading, bireme_pairs *out)
{
    *out = (bireme_pairs){0};
    const bireme_node *list = bireme_node_find(reading->root, "correlations");
    if (list == NULL || list->type != BIREME_NODE_LIST) return true;
    for (const bireme_node *entry = list->first; entry != NULL; entry = entry->next) {
        if (entry->type != BIREME_NODE_OBJECT) continue;
        if (bireme_report_is_full(&reading->report)) break;
        const bireme_node *between = bireme_node_find(entry, "between"),
                          *among = bireme_node_find(entry, "among");
        const bireme_node *rank = bireme_node_find(entry, "rank");
        double value = rank != NULL ? rank->number : 0;
        bool done = true;
        if ((between == NULL) == (among == NULL))
            bireme_node_fail(&reading->report, entry,
                             "a correlation needs either `between` (two paths) or `among` (a pattern)");
        else if (between != NULL)
            done = read_between(reading, entry, between, value, out);
        else
            done = read_among(reading, entry, among, value, out);
        if (!done) return false;
    }
    return true;
}

void bireme_check_correlations(bireme_reading *reading)
{
    bireme_pairs pairs;
    /* Errors are reported on the way; the pairs are read again when the model is built. */
    (void)bireme_pairs_read(reading, &pairs);
}
