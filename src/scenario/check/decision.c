/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a decision may move: lines must exist, and limits must be compatible.
 */
#include <stdio.h>
#include <string.h>
#include "base/nearest.h"
#include "base/text.h"
#include "model/metric.h"
#include "scenario/check/internal.h"
#include "scenario/build/effective.h"
#include "scenario/frame.h"

/* Everything that may be a line, and its owner. */
typedef struct choices {
    const char **path;   /* [count], in the arena */
    bireme_owner *owner; /* [count] */
    size_t count;
} choices;

static bool add_choice(bireme_reading *reading, choices *all, const char *prefix, const char *name,
                       const char *suffix, bireme_owner owner)
{
    bireme_text text = {0};
    bireme_text_format(&text, "%s%s%s", prefix, name, suffix);
    const char *path = bireme_arena_take(&reading->arena, &text);
    if (path == NULL) {
        bireme_report_memory(&reading->report);
        return false;
    }
    all->path[all->count] = path;
    all->owner[all->count++] = owner;
    return true;
}

static bool find_choices(bireme_reading *reading, choices *all)
{
    const bireme_node *channels = bireme_node_find(reading->root, "channels");
    size_t most = reading->channels.count + reading->teams.count + 1;
    *all = (choices){.path = bireme_arena_alloc(&reading->arena, most, sizeof *all->path),
                     .owner = bireme_arena_alloc(&reading->arena, most, sizeof *all->owner)};
    if (all->path == NULL || all->owner == NULL) {
        bireme_report_memory(&reading->report);
        return false;
    }
    for (size_t c = 0; c < reading->channels.count; c++) {
        const char *name = reading->channels.names[c];
        const bireme_node *channel = bireme_node_find(channels, name);
        if (bireme_effective_field(reading, channel, "spend") == NULL) continue;
        bireme_owner owner = bireme_owner_read(bireme_effective_field(reading, channel, "owner"));
        if (!add_choice(reading, all, "channels.", name, ".spend", owner)) return false;
    }
    if (bireme_node_find(reading->root, "sales") == NULL) return true;
    for (size_t k = 0; k < reading->teams.count; k++)
        if (!add_choice(reading, all, "sales.teams.", reading->teams.names[k], ".reps", BIREME_OWNER_SALES))
            return false;
    return reading->teams.count > 0 || add_choice(reading, all, "sales.reps", "", "", BIREME_OWNER_SALES);
}

/* "sales.hires[2027-04]", "sales.teams.ae.hires[2027-04]": the reps that the team would hire, at their date
 * in *date. SIZE_MAX: the path is another one. */
static size_t find_hires(const choices *all, const char *path, const char **date)
{
    for (size_t i = 0; i < all->count; i++) {
        const char *reps = strstr(all->path[i], "reps");
        if (strncmp(all->path[i], "sales.", 6) != 0 || reps == NULL) continue;
        const size_t before = strlen(all->path[i]) - 4;
        if (strncmp(path, all->path[i], before) != 0 || strncmp(path + before, "hires[", 6) != 0) continue;
        *date = path + before + 6;
        return i;
    }
    return SIZE_MAX;
}

/* Hires at a date: it must be one of the horizon. And nothing moves them yet. */
static void check_dated(bireme_reading *reading, const bireme_node *line, const char *text, size_t length)
{
    char date[16], quoted[BIREME_QUOTE_SIZE], first[BIREME_LABEL_SIZE], last[BIREME_LABEL_SIZE];
    int year, month, day;
    bireme_calendar calendar;
    if (!bireme_calendar_read(reading, &calendar) || reading->periods == 0) return;
    snprintf(date, sizeof date, "%.*s", (int)(length < sizeof date ? length : sizeof date - 1), text);
    if (!bireme_date_parse(date, &year, &month, &day)) {
        bireme_node_fail_key(&reading->report, line,
                             "`%s` has no date of hires; one is written sales.hires[2027-04]",
                             bireme_quote(quoted, line->key));
        return;
    }
    const double at = bireme_calendar_position(&calendar, year, month, day);
    if (!(at >= (double)reading->past && at < (double)reading->periods)) {
        bireme_node_fail_key(&reading->report, line,
                             "%s is not within what is forecast, the periods %s to %s", date,
                             bireme_calendar_label(&calendar, reading->past, first),
                             bireme_calendar_label(&calendar, reading->periods - 1, last));
        return;
    }
    bireme_node_warn(&reading->report, line,
                     "hires at a date are not moved by `split` and `plan` yet, which refuse it, nor tried by "
                     "`sensitivity`: `%s`",
                     bireme_quote(quoted, line->key));
}

/* The index of the choice that the line names; if it is none of them, reported. */
static size_t find_line(bireme_reading *reading, const choices *all, const bireme_node *line)
{
    char quoted[BIREME_QUOTE_SIZE], near_quoted[BIREME_QUOTE_SIZE];
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->path[i], line->key) == 0) return i;
    const char *date = NULL, *nearest = bireme_nearest(line->key, all->path, all->count);
    const size_t hires = find_hires(all, line->key, &date);
    if (hires < all->count) {
        const size_t length = strcspn(date, "]");
        check_dated(reading, line, date, date[length] == ']' && date[length + 1] == '\0' ? length : 0);
        return hires;
    }
    bireme_quote(quoted, line->key);
    if (nearest != NULL)
        bireme_node_fail_key(&reading->report, line, "`%s` cannot be moved by a decision; did you mean `%s`?",
                             quoted, bireme_quote(near_quoted, nearest));
    else
        bireme_node_fail_key(&reading->report, line,
                             "`%s` cannot be moved by a decision; what can are channels.NAME.spend of a "
                             "channel with spend, and sales.reps, or sales.teams.NAME.reps of a team, and "
                             "hires[DATE] in place "
                             "of reps",
                             quoted);
    return all->count;
}

static bool is_number(const bireme_node *node)
{
    return node != NULL && node->type == BIREME_NODE_NUMBER;
}

/* low and high: names of the two limits. */
static void check_limits(bireme_reading *reading, const bireme_node *node, const char *low, const char *high)
{
    const bireme_node *least = bireme_node_find(node, low), *most = bireme_node_find(node, high);
    char a[BIREME_QUOTE_SIZE], b[BIREME_QUOTE_SIZE];
    if (is_number(least) && is_number(most) && least->number > most->number)
        bireme_node_fail(&reading->report, least, "`%s` is %s, which is more than `%s`, %s", low,
                         bireme_quote(a, least->text), high, bireme_quote(b, most->text));
}

static void check_from(bireme_reading *reading, const bireme_node *line, const bireme_node *from)
{
    if (strncmp(line->key, "sales.", 6) != 0)
        bireme_node_fail(&reading->report, from,
                         "`from` is for reps, who are hired then: spend has its profile");
    else if (strstr(line->key, "hires[") != NULL)
        bireme_node_fail(&reading->report, from, "these hires have their date in the path already");
    else
        check_dated(reading, line, from->text, strlen(from->text));
}

/* used [BIREME_OWNER_COUNT]: whether the owner has a line. */
static void check_lines(bireme_reading *reading, const bireme_node *lines, const choices *all, bool *used)
{
    for (size_t i = 0; lines == NULL && i < all->count; i++) used[all->owner[i]] = true;
    if (lines == NULL || lines->type != BIREME_NODE_OBJECT) return;
    for (const bireme_node *line = lines->first; line != NULL; line = line->next) {
        if (line->type != BIREME_NODE_OBJECT) continue; /* note, source, or wrong */
        size_t found = find_line(reading, all, line);
        if (found < all->count) used[all->owner[found]] = true;
        check_limits(reading, line, "min", "max");
        const bireme_node *from = bireme_node_find(line, "from");
        if (from != NULL && from->type == BIREME_NODE_TEXT && found < all->count)
            check_from(reading, line, from);
        const bireme_node *whole = bireme_node_find(line, "whole");
        if (whole != NULL && whole->truth && found < all->count && strncmp(line->key, "sales.", 6) != 0)
            bireme_node_warn(&reading->report, whole, "`whole` is for reps: spend is moved by any amount");
    }
}

static void check_groups(bireme_reading *reading, const bireme_node *groups, const bool *used)
{
    const double rounding = 1e-9;
    double least = 0, most = 0;
    if (groups == NULL || groups->type != BIREME_NODE_OBJECT) return;
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) {
        const char *owner = bireme_owner_name((bireme_owner)o);
        const bireme_node *group = bireme_node_find(groups, owner);
        const bireme_node *low = bireme_node_find(group, "share_min"),
                          *high = bireme_node_find(group, "share_max");
        least += is_number(low) ? low->number : 0;
        most += !used[o] ? 0 : is_number(high) ? high->number : 1;
        if (group == NULL || group->type != BIREME_NODE_OBJECT) continue;
        check_limits(reading, group, "share_min", "share_max");
        if (!used[o])
            bireme_node_fail_key(&reading->report, group, "no line belongs to `%s`: the group limits nothing",
                                 owner);
    }
    char number[BIREME_NUMBER_SIZE];
    if (least > 1 + rounding)
        bireme_node_fail(&reading->report, groups,
                         "the smallest shares sum to %s, which is more than the whole",
                         bireme_number_format(number, least));
    else if (most < 1 - rounding && (used[0] || used[1] || used[2]))
        bireme_node_fail(
            &reading->report, groups,
            "the largest shares sum to %s, which is less than the whole: nobody may have the rest",
            bireme_number_format(number, most));
}

void bireme_check_decision(bireme_reading *reading)
{
    const bireme_node *decision = bireme_node_find(reading->root, "decision");
    bool used[BIREME_OWNER_COUNT] = {false};
    choices all;
    if (decision == NULL || decision->type != BIREME_NODE_OBJECT || reading->channels.count == 0) return;
    if (!find_choices(reading, &all)) return;
    const bireme_node *lines = bireme_node_find(decision, "lines");
    if (lines == NULL && all.count == 0)
        bireme_node_fail(&reading->report, decision,
                         "there is nothing to decide: no channel has spend, and there is no `sales`");
    check_lines(reading, lines, &all, used);
    check_groups(reading, bireme_node_find(decision, "groups"), used);
}
