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

/* ------------------------ when it closes */

static bool is_dated(const bireme_node *entry)
{
    return bireme_node_find(entry, "closes_in_days") != NULL ||
           bireme_node_find(entry, "expected_close") != NULL;
}

static void check_close(bireme_reading *reading, const bireme_node *entry)
{
    const bireme_node *due = bireme_node_find(entry, "expected_close"),
                      *days = bireme_node_find(entry, "closes_in_days"),
                      *slip = bireme_node_find(entry, "slip_days");
    char label[BIREME_LABEL_MOST];
    if (due != NULL && days != NULL)
        bireme_node_fail_key(&reading->report, days,
                             "%s has both `closes_in_days` and `expected_close`: give one of them",
                             bireme_check_label(label, entry));
    if (slip != NULL && due == NULL)
        bireme_node_fail_key(&reading->report, slip,
                             "%s has `slip_days` but no `expected_close` that could slip",
                             bireme_check_label(label, entry));
}

/* With `lost_days` an age says something about the outcome only if it is known how long going on takes. */
static void check_age(bireme_reading *reading, const bireme_node *entry, size_t stage)
{
    const char *next = reading->stages.names[stage + 1];
    const bireme_node *name = bireme_node_find(entry, "channel"), *channel = NULL;
    char label[BIREME_LABEL_MOST], step[BIREME_QUOTE_SIZE];
    if (name != NULL && name->type == BIREME_NODE_TEXT)
        channel = bireme_node_find(bireme_node_find(reading->root, "channels"), name->text);
    if ((name != NULL && channel == NULL) || bireme_node_find(entry, "win_probability") != NULL) return;
    if (bireme_effective_step(reading, channel, "lost_days", next) == NULL ||
        bireme_effective_step(reading, channel, "cycle_days", next) != NULL)
        return;
    bireme_node_fail(
        &reading->report, entry,
        "%s is in a step with `lost_days` but without `cycle_days`: all that go on to `%s` would "
        "have gone at once; give `cycle_days` too, or its own `win_probability`",
        bireme_check_label(label, entry), bireme_quote(step, next));
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
    else {
        check_steps(reading, entry, stage);
        check_age(reading, entry, stage);
    }
    check_close(reading, entry);
}

/* A slip that moves nothing. */
static void check_slip(bireme_reading *reading, const bireme_node *list)
{
    const bireme_node *slip = bireme_node_find(list->parent, "slip_days");
    if (slip == NULL) return;
    for (const bireme_node *entry = list->first; entry != NULL; entry = entry->next)
        if (bireme_node_find(entry, "expected_close") != NULL) return;
    bireme_node_warn_key(&reading->report, slip,
                         "no open deal has an `expected_close`: `slip_days` does nothing");
}

/* The stage at which the team, limited by the field `items`, works; 0: it is not limited. */
static size_t limited_by(const bireme_reading *reading, const bireme_node *team, const char *items)
{
    const bireme_node *stage = bireme_node_find(team, "stage");
    if (bireme_node_find(team, items) == NULL || reading->stages.count < 2) return 0;
    for (size_t s = 0; stage != NULL && stage->type == BIREME_NODE_TEXT && s < reading->stages.count; s++)
        if (strcmp(reading->stages.names[s], stage->text) == 0) return s;
    return reading->stages.count - 2;
}

/* The last stage that is worked, where that is limited; else 0. */
static size_t limited_stage(const bireme_reading *reading)
{
    const bireme_node *sales = bireme_node_find(reading->root, "sales"),
                      *teams = bireme_node_find(sales, "teams");
    size_t last = 0;
    if (teams == NULL) return limited_by(reading, sales, "opportunities_per_rep");
    for (const bireme_node *team = teams->first; team != NULL; team = team->next) {
        const size_t stage = limited_by(reading, team, "items_per_rep");
        if (stage > last) last = stage;
    }
    return last;
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
    const bireme_node *pipeline = bireme_node_find(reading->root, "pipeline"),
                      *list = bireme_effective_deals(reading), *first = NULL, *early = NULL;
    const size_t worked = limited_stage(reading);
    double deals = 0;
    size_t n = 0, n_early = 0;
    if (pipeline != NULL && pipeline->type == BIREME_NODE_OBJECT &&
        bireme_node_find(pipeline, "file") == NULL && bireme_node_find(pipeline, "deals") == NULL)
        bireme_node_fail(&reading->report, pipeline,
                         "`pipeline` names no open deals: give `deals` or a `file`");
    if (list == NULL) return;
    check_slip(reading, list);
    for (const bireme_node *entry = list->first; entry != NULL; entry = entry->next) {
        if (entry->type != BIREME_NODE_OBJECT) continue;
        const bireme_node *count = bireme_node_find(entry, "count");
        deals += count != NULL && count->type == BIREME_NODE_NUMBER ? count->number : 1;
        if (bireme_report_is_full(&reading->report)) break;
        check_entry(reading, entry);
        if (is_dated(entry) && stage_of(reading, entry) < worked && n_early++ == 0) early = entry;
        if (has_value(reading, entry)) continue;
        if (n++ == 0) first = entry;
    }
    if (deals > BIREME_OPEN_MOST)
        bireme_node_fail(
            &reading->report, list,
            "the pipeline has %.0f deals in all, at most %d are allowed: they are simulated one by one",
            deals, (int)BIREME_OPEN_MOST);
    bireme_warn_entries(reading, early, n_early,
                        "says when it closes, though it has not come to the stage that sales works on: it "
                        "takes up no capacity");
    bireme_warn_entries(reading, first, n,
                        "has no value, nor is there a `deal_value` for it: it brings no revenue");
}
