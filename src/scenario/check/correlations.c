/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Correlations: every path must lead to a quantity that is in fact uncertain, and no pair may be given twice.
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
                     "`%s` is `%s`, one quantity that %s share: name it by that path, in `between`; or put "
                     "`\"each\": true` beside its `dist`, and each of them has its own",
                     bireme_quote(quoted, target->path), bireme_quote(shared, target->shared),
                     bireme_text_string(&channels));
    bireme_text_free(&channels);
}

/* Reports a rate of `defaults` that does not exist, or that each channel draws separately. */
static void report_default(bireme_reading *reading, const bireme_node *node, const bireme_match *target)
{
    char quoted[BIREME_QUOTE_SIZE], rest[BIREME_QUOTE_SIZE];
    if (bireme_effective_is_shared(target->is_location ? target->location : target->node)) {
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

/* The path of the quantity that an uncertain match refers to; NULL: reported at node. */
static const char *path_of(bireme_reading *reading, const bireme_node *node, const bireme_match *target)
{
    const char *path = bireme_match_quantity(reading, target);
    if (path == NULL && target->shared != NULL)
        report_shared(reading, node, target);
    else if (path == NULL)
        report_default(reading, node, target);
    return path;
}

/* The path of the one uncertain quantity that node names; NULL: reported. */
static const char *read_path(bireme_reading *reading, const bireme_node *node)
{
    bireme_matches found;
    if (node->type != BIREME_NODE_TEXT || node->text[0] == '\0') return NULL; /* reported already */
    if (!bireme_matches_find(reading, node->text, &found)) return NULL;
    if (found.count == 1 && bireme_match_is_uncertain(&found.items[0]) && strchr(node->text, '*') == NULL)
        return path_of(reading, node, &found.items[0]);
    report_target(reading, node, &found);
    return NULL;
}

static bool add_pair(bireme_reading *reading, bireme_pairs *pairs, const char *a, const char *b, double rank,
                     const bireme_node *node)
{
    if (strcmp(a, b) > 0) {
        const char *other = a;
        a = b;
        b = other;
    }
    for (size_t i = 0; i < pairs->count; i++) {
        const bireme_pair *pair = &pairs->items[i];
        if (strcmp(pair->path[0], a) != 0 || strcmp(pair->path[1], b) != 0) continue;
        char first[BIREME_QUOTE_SIZE], second[BIREME_QUOTE_SIZE];
        bireme_node_fail(
            &reading->report, node, "`%s` and `%s` are correlated twice; the first is in line %d, column %d",
            bireme_quote(first, a), bireme_quote(second, b), pair->node->line, pair->node->column);
        return true;
    }
    if (pairs->count == PAIRS_MOST) {
        bireme_node_fail(&reading->report, node, "more than %d pairs are correlated", (int)PAIRS_MOST);
        return true;
    }
    bireme_pair *items = bireme_arena_grown(&reading->arena, pairs->items, &pairs->capacity, pairs->count,
                                            sizeof *items);
    if (items == NULL) return fail_memory(reading);
    pairs->items = items;
    pairs->items[pairs->count++] = (bireme_pair){{a, b}, rank, node};
    return true;
}

/* The quantity that a path of `between` stands for; NULL: none, or several. */
static const char *quantity_of(bireme_reading *reading, const bireme_node *node)
{
    bireme_matches found;
    if (node->type != BIREME_NODE_TEXT || !bireme_matches_find(reading, node->text, &found) ||
        found.count != 1)
        return NULL;
    return found.items[0].shared != NULL ? found.items[0].shared : found.items[0].path;
}

/* Whether both paths are names of one quantity, which is reported. */
static bool is_one_by_two_names(bireme_reading *reading, const bireme_node *between)
{
    const char *a = quantity_of(reading, between->first), *b = quantity_of(reading, between->last);
    if (a == NULL || b == NULL || strcmp(a, b) != 0 || strcmp(between->first->text, between->last->text) == 0)
        return false;
    char first[BIREME_QUOTE_SIZE], last[BIREME_QUOTE_SIZE], quoted[BIREME_QUOTE_SIZE];
    bireme_node_fail(&reading->report, between,
                     "`%s` and `%s` are one quantity, `%s`, which cannot be correlated with itself; with "
                     "`\"each\": true` beside its `dist` every channel has its own",
                     bireme_quote(first, between->first->text), bireme_quote(last, between->last->text),
                     bireme_quote(quoted, a));
    return true;
}

static bool read_between(bireme_reading *reading, const bireme_node *entry, const bireme_node *between,
                         double rank, bireme_pairs *out)
{
    if (between->type != BIREME_NODE_LIST || between->count != 2) return true; /* reported already */
    if (is_one_by_two_names(reading, between)) return true;
    const char *a = read_path(reading, between->first), *b = read_path(reading, between->last);
    if (a == NULL || b == NULL) return true;
    if (strcmp(a, b) != 0) return add_pair(reading, out, a, b, rank, entry);
    char quoted[BIREME_QUOTE_SIZE];
    bireme_node_fail(&reading->report, between, "`%s` is correlated with itself", bireme_quote(quoted, a));
    return true;
}

static bool read_among(bireme_reading *reading, const bireme_node *entry, const bireme_node *among,
                       double rank, bireme_pairs *out)
{
    bireme_matches found;
    char quoted[BIREME_QUOTE_SIZE];
    if (among->type != BIREME_NODE_TEXT) return true;
    if (!bireme_matches_find(reading, among->text, &found)) return false;
    size_t n = 0, items = 0;
    for (size_t i = 0; i < found.count; i++) {
        bool item = found.items[i].field->kind == BIREME_FIELD_ITEM && !found.items[i].is_location;
        items += item;
        if (bireme_match_is_uncertain(&found.items[i]) && bireme_match_is_used(reading, &found.items[i]))
            found.items[n++] = found.items[i];
    }
    for (size_t i = 0; i < n; i++) {
        found.items[i].path = path_of(reading, among, &found.items[i]);
        if (found.items[i].path == NULL) return true;
    }
    if (n < 2) {
        bireme_node_fail(
            &reading->report, among, "`%s` matches %zu uncertain %s, at least 2 are needed%s",
            bireme_quote(quoted, among->text), n, n == 1 ? "quantity" : "quantities",
            items > 0
                ? "; a deal value or cycle time is correlated through its uncertain location: add `.mean`"
                : "");
        return true;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (!add_pair(reading, out, found.items[i].path, found.items[j].path, rank, entry)) return false;
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
