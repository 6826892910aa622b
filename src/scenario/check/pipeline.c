/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Open opportunities: each must be able to reach its win. Warnings are given once, at the first entry
 * concerned, with the number of others.
 */
#include <string.h>
#include "scenario/check/internal.h"
#include "scenario/check/words.h"
#include "scenario/build/effective.h"

/* The index of the stage; the number of stages if it is not valid. */
static size_t stage_of(const bireme_reading *reading, const bireme_node *entry)
{
    const bireme_node *stage = bireme_node_find(entry, "stage");
    size_t s = 0;
    if (stage == NULL || stage->type != BIREME_NODE_TEXT) return reading->stages.count;
    while (s < reading->stages.count && strcmp(reading->stages.names[s], stage->text) != 0) s++;
    return s;
}

/* Without a channel, the remaining steps are those of `defaults`. */
static void check_steps(bireme_reading *reading, const bireme_node *entry, size_t stage)
{
    char label[BIREME_LABEL_MOST], step[BIREME_QUOTE_SIZE];
    const bireme_node *conversion = bireme_node_find(bireme_node_find(reading->root, "defaults"),
                                                     "conversion");
    if (bireme_node_find(entry, "channel") != NULL || bireme_node_find(entry, "win_probability") != NULL)
        return;
    for (size_t s = stage + 1; s < reading->stages.count; s++)
        if (bireme_node_find(conversion, reading->stages.names[s]) == NULL)
            bireme_node_fail(&reading->report, entry,
                             "%s has no `channel`, and `defaults` have no conversion for the step to `%s`; "
                             "give it a `channel` or a `win_probability`",
                             bireme_check_label(label, entry), bireme_quote(step, reading->stages.names[s]));
}

static bool has_value(const bireme_reading *reading, const bireme_node *entry)
{
    const bireme_node *channel = bireme_node_find(entry, "channel");
    const bireme_node *channels = bireme_node_find(reading->root, "channels"), *of = NULL;
    if (bireme_node_find(entry, "value") != NULL) return true;
    if (channel != NULL && channel->type == BIREME_NODE_TEXT) of = bireme_node_find(channels, channel->text);
    if (channel != NULL && of == NULL) return true; /* no such channel, reported already */
    return bireme_effective_field(reading, of, "deal_value") != NULL;
}

static void check_entry(bireme_reading *reading, const bireme_node *entry)
{
    size_t stage = stage_of(reading, entry), stages = reading->stages.count;
    char quoted[BIREME_QUOTE_SIZE];
    if (stages < 2 || stage >= stages) return; /* reported already */
    if (stage == stages - 1)
        bireme_node_fail(&reading->report, bireme_node_find(entry, "stage"),
                         "`%s` is the last stage: what is there is no longer open",
                         bireme_quote(quoted, reading->stages.names[stage]));
    else
        check_steps(reading, entry, stage);
}

void bireme_warn_entries(bireme_reading *reading, const bireme_node *first, size_t n, const char *what)
{
    char label[BIREME_LABEL_MOST];
    bireme_text more = {0};
    if (n > 1) bireme_text_format(&more, " (so do %zu more)", n - 1);
    if (n > 0)
        bireme_node_warn(&reading->report, first, "%s %s%s", bireme_check_label(label, first), what,
                         bireme_text_string(&more));
    bireme_text_free(&more);
}

void bireme_check_pipeline(bireme_reading *reading)
{
    const bireme_node *list = bireme_node_find(reading->root, "pipeline"), *first = NULL;
    double deals = 0;
    size_t n = 0;
    if (list == NULL || list->type != BIREME_NODE_LIST) return;
    for (const bireme_node *entry = list->first; entry != NULL; entry = entry->next) {
        if (entry->type != BIREME_NODE_OBJECT) continue;
        const bireme_node *count = bireme_node_find(entry, "count");
        deals += count != NULL && count->type == BIREME_NODE_NUMBER ? count->number : 1;
        if (bireme_report_is_full(&reading->report)) break;
        check_entry(reading, entry);
        if (has_value(reading, entry)) continue;
        if (n++ == 0) first = entry;
    }
    if (deals > BIREME_OPEN_MOST)
        bireme_node_fail(
            &reading->report, list,
            "the pipeline has %.0f deals in all, at most %d are allowed: they are simulated one by one",
            deals, (int)BIREME_OPEN_MOST);
    bireme_warn_entries(reading, first, n,
                        "has no value, nor is there a `deal_value` for it: it brings no revenue");
}
