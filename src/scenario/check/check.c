/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One function per kind of field. Everything wrong is reported.
 */
#include "scenario/check/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/nearest.h"
#include "model/calendar.h"
#include "scenario/check/words.h"
#include "scenario/fields/dist_read.h"

/* Enough was found: checking the rest of a long list would only take time. */
static bool is_full(const bireme_reading *reading)
{
    return bireme_report_is_full(&reading->report);
}

static void wrong_type(bireme_reading *reading, const bireme_node *node, const char *expected)
{
    char label[BIREME_LABEL_MOST], found[BIREME_FOUND_SIZE], percent[BIREME_PERCENT_MOST];
    bireme_node_fail(&reading->report, node, "%s must be %s, found %s%s", bireme_check_label(label, node),
                     expected, bireme_node_found(found, node), bireme_check_percent_text(percent, node));
}

/* ------------------------ numbers */

/* "from 0 to 1", "more than 0 and at most 1000"; a very large bound is mentioned only if x exceeds it. */
static const char *range_text(const bireme_field *field, double x, char *buffer, size_t size)
{
    char low[BIREME_NUMBER_SIZE], high[BIREME_NUMBER_SIZE];
    bireme_number_format(low, field->low);
    bireme_number_format(high, field->high);
    if (field->high >= BIREME_AMOUNT_MOST && !(x > field->high))
        snprintf(buffer, size, "%s%s%s", field->low_open ? "more than " : "", low,
                 field->low_open ? "" : " or more");
    else if (!field->low_open && !field->high_open)
        snprintf(buffer, size, "from %s to %s", low, high);
    else
        snprintf(buffer, size, "%s %s and %s %s", field->low_open ? "more than" : "at least", low,
                 field->high_open ? "less than" : "at most", high);
    return buffer;
}

/* Whether the number is whole as written, before rounding; above 2^53 not every whole number is a double. */
static bool is_whole(const bireme_node *node)
{
    const char *text = node->text + (node->text[0] == '-');
    uint64_t whole;
    return floor(node->number) == node->number && bireme_number_whole(text, strlen(text), 0, &whole) &&
           whole <= UINT64_C(1) << 53;
}

static void check_number(bireme_reading *reading, const bireme_field *field, const bireme_node *node)
{
    char label[BIREME_LABEL_MOST], range[160], quoted[BIREME_QUOTE_SIZE], percent[BIREME_PERCENT_MOST];
    double x = node->number;
    if (node->type != BIREME_NODE_NUMBER) {
        wrong_type(reading, node, field->kind == BIREME_FIELD_WHOLE ? "a whole number" : "a number");
        return;
    }
    const bool whole = field->kind != BIREME_FIELD_WHOLE || is_whole(node);
    bool outside = x < field->low || x > field->high || (field->low_open && x <= field->low) ||
                   (field->high_open && x >= field->high) || (!whole && x >= 0x1p53);
    if (bireme_field_is_bounded(field) && outside)
        bireme_node_fail(&reading->report, node, "%s is %s, allowed is %s%s", bireme_check_label(label, node),
                         bireme_quote(quoted, node->text),
                         range_text(field, whole ? x : INFINITY, range, sizeof range),
                         field->unit != NULL && strncmp(field->unit, "multiple", strlen("multiple")) == 0
                             ? bireme_check_change(percent, x)
                             : bireme_check_percent(percent, field->high <= 1 ? x : 0));
    else if (x != 0 && fabs(x) < BIREME_AMOUNT_LEAST)
        bireme_node_fail(&reading->report, node,
                         "%s is %s, so near to 0 (less than 1e-100) that it cannot be computed with; give 0 "
                         "or a larger number",
                         bireme_check_label(label, node), bireme_quote(quoted, node->text));
    else if (!whole)
        bireme_node_fail(&reading->report, node, "%s must be a whole number, found %s",
                         bireme_check_label(label, node), bireme_quote(quoted, node->text));
}

static void check_calendar(bireme_reading *reading, const bireme_field *field, const bireme_node *node)
{
    const bireme_node *values = bireme_node_find(node, "calendar");
    for (const bireme_node *member = node->first; member != NULL; member = member->next) {
        char quoted[BIREME_QUOTE_SIZE];
        bool any = bireme_node_is_remark(member);
        if (any && member->type != BIREME_NODE_TEXT) wrong_type(reading, member, "a text");
        if (any || strcmp(member->key, "calendar") == 0) continue;
        bireme_node_fail_key(
            &reading->report, member,
            "`%s` is not allowed here: allowed is `calendar`, twelve values with January first",
            bireme_quote(quoted, member->key));
    }
    if (values == NULL) {
        char label[BIREME_LABEL_MOST];
        bireme_node_fail(&reading->report, node,
                         "%s as an object needs `calendar`, twelve values with January first",
                         bireme_check_label(label, node));
        return;
    }
    if (values->type != BIREME_NODE_LIST || values->count != 12) {
        bireme_node_fail(&reading->report, values,
                         "`calendar` is a list of twelve numbers, January first, found %s with %zu",
                         bireme_node_type_name(values), values->count);
        return;
    }
    for (const bireme_node *entry = values->first; entry != NULL; entry = entry->next)
        check_number(reading, field, entry);
}

static void check_periods(bireme_reading *reading, const bireme_field *field, const bireme_node *node)
{
    if (node->type == BIREME_NODE_NUMBER) {
        check_number(reading, field, node);
    } else if (node->type == BIREME_NODE_OBJECT && field->calendar) {
        check_calendar(reading, field, node);
    } else if (node->type == BIREME_NODE_LIST) {
        char label[BIREME_LABEL_MOST];
        if (reading->periods > 0 && node->count != reading->periods)
            bireme_node_fail(&reading->report, node, "%s has %zu value%s, but the scenario has %zu period%s",
                             bireme_check_label(label, node), node->count, bireme_plural(node->count),
                             reading->periods, bireme_plural(reading->periods));
        for (const bireme_node *entry = node->first; entry != NULL && !is_full(reading); entry = entry->next)
            check_number(reading, field, entry);
    } else {
        wrong_type(reading, node,
                   field->calendar ? "a number, a list with one number per period, or `{ \"calendar\": … }`"
                                   : "a number or a list with one number per period");
    }
}

/* ------------------------ texts */

/* A short text that is shown next to numbers. */
static void check_short(bireme_reading *reading, const bireme_field *field, const bireme_node *node)
{
    char label[BIREME_LABEL_MOST], quoted[BIREME_QUOTE_SIZE];
    size_t n = 0, seen = 0;
    bool unseen = false;
    for (const char *at = node->text; *at != '\0'; n++) {
        const uint32_t code = bireme_utf8_next(&at);
        unseen |= bireme_utf8_is_unseen(code);
        seen += code != ' ';
    }
    if (n <= field->count_high && seen >= field->count_low && !unseen) return;
    bireme_node_fail(&reading->report, node,
                     "%s must be of %zu to %zu characters that can be seen, found `%s`%s",
                     bireme_check_label(label, node), field->count_low, field->count_high,
                     bireme_quote(quoted, node->text),
                     strcmp(field->name, "currency") == 0 ? "; it is a code such as \"EUR\", or a sign" : "");
}

static void check_text(bireme_reading *reading, const bireme_field *field, const bireme_node *node)
{
    char label[BIREME_LABEL_MOST], quoted[BIREME_QUOTE_SIZE];
    int year, month, day;
    if (node->type != BIREME_NODE_TEXT) {
        wrong_type(reading, node, field->kind == BIREME_FIELD_DATE ? "a date such as \"2027-01\"" : "a text");
        return;
    }
    if (field->kind == BIREME_FIELD_TEXT && field->count_high > 0) check_short(reading, field, node);
    if (field->kind == BIREME_FIELD_DATE && !bireme_date_parse(node->text, &year, &month, &day))
        bireme_node_fail(&reading->report, node,
                         "%s is \"%s\", which is not a date; a date is written \"2027-01\" or \"2027-01-31\"",
                         bireme_check_label(label, node), bireme_quote(quoted, node->text));
}

static void check_choice(bireme_reading *reading, const bireme_field *field, const bireme_node *node)
{
    enum { MOST = 16 };
    const char *names[MOST];
    size_t n = 0;
    char label[BIREME_LABEL_MOST], quoted[BIREME_QUOTE_SIZE];
    if (node->type != BIREME_NODE_TEXT) {
        wrong_type(reading, node, "a text");
        return;
    }
    bireme_text all = {0};
    for (const bireme_field_choice *choice = field->choices; choice->name != NULL && n < MOST; choice++) {
        if (strcmp(choice->name, node->text) == 0) {
            bireme_text_free(&all);
            return;
        }
        bireme_text_format(&all, "%s\"%s\"", all.length > 0 ? ", " : "", choice->name);
        names[n++] = choice->name;
    }
    const char *nearest = bireme_nearest(node->text, names, n);
    bireme_node_fail(&reading->report, node, "%s is \"%s\", allowed is %s%s%s%s",
                     bireme_check_label(label, node), bireme_quote(quoted, node->text),
                     bireme_text_string(&all), nearest != NULL ? "; did you mean \"" : "",
                     nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
    bireme_text_free(&all);
}

/* ------------------------ lists and objects */

static void check_count(bireme_reading *reading, const bireme_field *field, const bireme_node *node,
                        size_t count)
{
    char label[BIREME_LABEL_MOST];
    if (count < field->count_low)
        bireme_node_fail(&reading->report, node, "%s has %zu %s, at least %zu %s needed",
                         bireme_check_label(label, node), count, count == 1 ? "entry" : "entries",
                         field->count_low, field->count_low == 1 ? "is" : "are");
    else if (field->count_high > 0 && count > field->count_high)
        bireme_node_fail(&reading->report, node, "%s has %zu entries, at most %zu are allowed",
                         bireme_check_label(label, node), count, field->count_high);
}

static void check_list(bireme_reading *reading, const bireme_field *field, bireme_node *node)
{
    if (node->type != BIREME_NODE_LIST) {
        wrong_type(reading, node, "a list");
        return;
    }
    check_count(reading, field, node, node->count);
    for (bireme_node *entry = node->first; entry != NULL && !is_full(reading); entry = entry->next)
        if (!field->gaps || entry->type != BIREME_NODE_NULL)
            bireme_check_field(reading, field->members, entry);
}

static void check_map(bireme_reading *reading, const bireme_field *field, bireme_node *node)
{
    size_t count = 0;
    if (node->type != BIREME_NODE_OBJECT) {
        wrong_type(reading, node, "an object");
        return;
    }
    for (bireme_node *member = node->first; member != NULL; member = member->next) {
        if (bireme_node_is_remark(member)) {
            if (member->type != BIREME_NODE_TEXT) wrong_type(reading, member, "a text");
            continue;
        }
        count++;
        bireme_check_name(reading, field->names, member, BIREME_NODE_KEY);
        bireme_check_field(reading, field->members, member);
    }
    check_count(reading, field, node, count);
}

static void unknown_key(bireme_reading *reading, const bireme_field *object, const bireme_node *member)
{
    enum { MOST = 64 };
    const char *names[MOST];
    size_t n = 0;
    bireme_text all = {0};
    for (const bireme_field *f = object->members; f->kind != BIREME_FIELD_END && n < MOST; f++) {
        bireme_text_format(&all, "%s%s", all.length > 0 ? ", " : "", f->name);
        names[n++] = f->name;
    }
    for (const bireme_field *f = bireme_fields_any; f->kind != BIREME_FIELD_END && n < MOST; f++)
        names[n++] = f->name;
    char quoted[BIREME_QUOTE_SIZE];
    const char *nearest = bireme_nearest(member->key, names, n);
    const char *what = object->what != NULL ? object->what : "this object";
    bireme_quote(quoted, member->key);
    if (nearest != NULL)
        bireme_node_fail_key(&reading->report, member, "`%s` is not a field of %s; did you mean `%s`?",
                             quoted, what, nearest);
    else
        bireme_node_fail_key(&reading->report, member,
                             "`%s` is not a field of %s, which has: %s, note, source", quoted, what,
                             bireme_text_string(&all));
    bireme_text_free(&all);
}

static void check_object(bireme_reading *reading, const bireme_field *object, bireme_node *node)
{
    if (node->type != BIREME_NODE_OBJECT) {
        wrong_type(reading, node, "an object");
        return;
    }
    for (bireme_node *member = node->first; member != NULL; member = member->next) {
        const bireme_field *field = bireme_field_find(object->members, member->key, strlen(member->key));
        if (field == NULL)
            unknown_key(reading, object, member);
        else
            bireme_check_field(reading, field, member);
    }
    for (const bireme_field *field = object->members; field->kind != BIREME_FIELD_END; field++)
        if (field->required && bireme_node_find(node, field->name) == NULL)
            bireme_node_fail(&reading->report, node, "%s needs `%s`",
                             object->what != NULL ? object->what : "this object", field->name);
}

static bool accepts(const bireme_field *field, const bireme_node *node)
{
    static const bireme_node_type types[] = {
        [BIREME_FIELD_TEXT] = BIREME_NODE_TEXT,     [BIREME_FIELD_DATE] = BIREME_NODE_TEXT,
        [BIREME_FIELD_CHOICE] = BIREME_NODE_TEXT,   [BIREME_FIELD_NAME] = BIREME_NODE_TEXT,
        [BIREME_FIELD_NUMBER] = BIREME_NODE_NUMBER, [BIREME_FIELD_WHOLE] = BIREME_NODE_NUMBER,
        [BIREME_FIELD_RATE] = BIREME_NODE_NUMBER,   [BIREME_FIELD_ITEM] = BIREME_NODE_NUMBER,
        [BIREME_FIELD_BOOL] = BIREME_NODE_BOOL,     [BIREME_FIELD_LIST] = BIREME_NODE_LIST,
        [BIREME_FIELD_MAP] = BIREME_NODE_OBJECT,    [BIREME_FIELD_OBJECT] = BIREME_NODE_OBJECT,
        [BIREME_FIELD_ONE_OF] = BIREME_NODE_NULL};
    bool dist = field->kind == BIREME_FIELD_RATE || field->kind == BIREME_FIELD_ITEM;
    if (dist && bireme_node_find(node, "dist") != NULL) return true;
    return types[field->kind] != BIREME_NODE_NULL && node->type == types[field->kind];
}

static const char *kind_text(const bireme_field *field)
{
    static const char *const texts[] = {[BIREME_FIELD_RATE] = "a number or a distribution",
                                        [BIREME_FIELD_ITEM] = "a number or a distribution",
                                        [BIREME_FIELD_NUMBER] = "a number",
                                        [BIREME_FIELD_NAME] = "a name",
                                        [BIREME_FIELD_LIST] = "a list",
                                        [BIREME_FIELD_MAP] = "an object",
                                        [BIREME_FIELD_OBJECT] = "an object",
                                        [BIREME_FIELD_ONE_OF] = NULL};
    return texts[field->kind] != NULL ? texts[field->kind] : "a value";
}

static void check_one_of(bireme_reading *reading, const bireme_field *field, bireme_node *node)
{
    bireme_text all = {0};
    for (const bireme_field *option = field->members; option->kind != BIREME_FIELD_END; option++)
        if (accepts(option, node)) {
            bireme_check_field(reading, option, node);
            return;
        }
    for (const bireme_field *option = field->members; option->kind != BIREME_FIELD_END; option++)
        bireme_text_format(&all, "%s%s", all.length > 0 ? " or " : "", kind_text(option));
    wrong_type(reading, node, bireme_text_string(&all));
    bireme_text_free(&all);
}

void bireme_check_field(bireme_reading *reading, const bireme_field *field, bireme_node *node)
{
    switch (field->kind) {
    case BIREME_FIELD_TEXT:
    case BIREME_FIELD_DATE:
        check_text(reading, field, node);
        break;
    case BIREME_FIELD_NUMBER:
    case BIREME_FIELD_WHOLE:
        check_number(reading, field, node);
        break;
    case BIREME_FIELD_BOOL:
        if (node->type != BIREME_NODE_BOOL) wrong_type(reading, node, "true or false");
        break;
    case BIREME_FIELD_CHOICE:
        check_choice(reading, field, node);
        break;
    case BIREME_FIELD_NAME:
        if (node->type != BIREME_NODE_TEXT)
            wrong_type(reading, node, "a name");
        else
            bireme_check_name(reading, field->names, node, BIREME_NODE_VALUE);
        break;
    case BIREME_FIELD_RATE:
    case BIREME_FIELD_ITEM:
        bireme_dist_read(reading, field, node);
        break;
    case BIREME_FIELD_PERIODS:
        check_periods(reading, field, node);
        break;
    case BIREME_FIELD_LIST:
        check_list(reading, field, node);
        break;
    case BIREME_FIELD_MAP:
        check_map(reading, field, node);
        break;
    case BIREME_FIELD_OBJECT:
        check_object(reading, field, node);
        break;
    case BIREME_FIELD_ONE_OF:
        check_one_of(reading, field, node);
        break;
    case BIREME_FIELD_END:
        break;
    }
}
