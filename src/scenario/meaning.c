/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A path is followed through the field table as far as it goes; below a number there may be a distribution,
 * whose parameters are in the field's unit, or shares, or plain numbers.
 */
#include "scenario/meaning.h"

#include <stdio.h>
#include <string.h>
#include "base/utf8.h"
#include "table/number.h"
#include "table/table.h"

typedef struct segment {
    const char *at;
    size_t n;
} segment;

static bool is(segment s, const char *word)
{
    return strlen(word) == s.n && memcmp(s.at, word, s.n) == 0;
}

static bool is_index(segment s)
{
    return s.n > 0 && strspn(s.at, "0123456789") >= s.n;
}

/* ------------------------ from the path to the field */

static const bireme_field *below_plain(const bireme_field *field, segment s)
{
    if (field->kind == BIREME_FIELD_OBJECT) return bireme_field_find(field->members, s.at, s.n);
    if (field->kind == BIREME_FIELD_MAP) return field->members;
    return field->kind == BIREME_FIELD_LIST && is_index(s) ? field->members : NULL;
}

/* What the segment names within the field; the field itself if it is part of its value. NULL: unknown. */
static const bireme_field *below(const bireme_field *field, segment s)
{
    if (field->kind == BIREME_FIELD_RATE || field->kind == BIREME_FIELD_ITEM ||
        field->kind == BIREME_FIELD_PERIODS)
        return field;
    if (field->kind != BIREME_FIELD_ONE_OF) return below_plain(field, s);
    for (const bireme_field *one = field->members; one->kind != BIREME_FIELD_END; one++) {
        const bireme_field *found = below_plain(one, s);
        if (found != NULL) return found;
    }
    return NULL;
}

bireme_meaning bireme_meaning_of_path(const char *path)
{
    bireme_meaning m = {.field = &bireme_field_root};
    for (const char *at = path; at != NULL && m.field != NULL;) {
        /* A date or a number in brackets is a segment of its own, but names may hold brackets. */
        const bool names = m.field->kind == BIREME_FIELD_MAP;
        const char *end = at + strcspn(at, names || at[0] == '[' ? "." : ".[");
        const bool brackets = !names && at[0] == '[' && end - at > 2 && end[-1] == ']';
        const segment s = {at + brackets, (size_t)(end - at) - 2 * (size_t)brackets};
        const bireme_field *next = below(m.field, s);
        if (next == m.field && next->kind != BIREME_FIELD_PERIODS && !is_index(s)) m.parameter = at;
        m.field = next;
        at = *end == '\0' ? NULL : end + (*end == '.');
    }
    return m;
}

static bool is_parameter(bireme_meaning m, const char *const *names)
{
    const segment s = {m.parameter, strcspn(m.parameter, ".")};
    for (; *names != NULL; names++)
        if (is(s, *names)) return true;
    return false;
}

bool bireme_meaning_is_truth(bireme_meaning m)
{
    static const char *const each[] = {"each", NULL};
    if (m.field == NULL) return false;
    return m.parameter != NULL ? is_parameter(m, each) : m.field->kind == BIREME_FIELD_BOOL;
}

bool bireme_meaning_is_date(bireme_meaning m)
{
    return m.field != NULL && m.parameter == NULL && m.field->kind == BIREME_FIELD_DATE;
}

/* ------------------------ signs */

/* Whether it is a share of something, a change, or unknown: all of these may be in per cent. */
static bool is_share(const bireme_field *field)
{
    static const char *const units[] = {"share", "probability", "multiple", "per year", "that of"};
    if (field->unit == NULL) /* a number whose bounds are within 1 is a share */
        return bireme_field_is_bounded(field) && field->low >= -1 && field->high <= 1;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strncmp(field->unit, units[i], strlen(units[i])) == 0) return true;
    return false;
}

static bool is_money(const bireme_field *field)
{
    return field->unit != NULL &&
           (strncmp(field->unit, "money", 5) == 0 || strncmp(field->unit, "that of", 7) == 0);
}

static bool has_unit_of_field(bireme_meaning m)
{
    static const char *const own[] = {"mean",      "sd",     "median", "min",   "mode",  "max",
                                      "p10",       "p50",    "p90",    "lower", "upper", "scale",
                                      "quantiles", "values", "edges",  NULL};
    return m.parameter == NULL || is_parameter(m, own);
}

bool bireme_meaning_is_money(bireme_meaning m)
{
    return m.field != NULL && m.field->unit != NULL && strncmp(m.field->unit, "money", 5) == 0 &&
           has_unit_of_field(m);
}

static bool may_be_percent(bireme_meaning m)
{
    static const char *const shares[] = {"cv", "probabilities", "weights", NULL};
    if (!has_unit_of_field(m)) return is_parameter(m, shares);
    return is_share(m.field);
}

bool bireme_meaning_is_number(bireme_meaning m)
{
    if (m.field == NULL || !has_unit_of_field(m)) return false;
    return m.field->kind == BIREME_FIELD_NUMBER || m.field->kind == BIREME_FIELD_WHOLE ||
           m.field->kind == BIREME_FIELD_RATE || m.field->kind == BIREME_FIELD_ITEM ||
           m.field->kind == BIREME_FIELD_PERIODS;
}

void bireme_meaning_fail_number(const char *cell, const char *name, bireme_place place, bireme_report *report)
{
    char quoted[BIREME_QUOTE_SIZE], label[BIREME_QUOTE_SIZE], why[BIREME_NUMBER_WHY_SIZE];
    bireme_report_fail(report, place, "`%s` must be a number, found `%s`%s", bireme_quote(label, name),
                       bireme_quote(quoted, cell), bireme_number_why(why, cell));
}

bool bireme_meaning_check(bireme_meaning m, const char *cell, const char *name, bireme_place place,
                          bireme_report *report)
{
    bireme_number number;
    char quoted[BIREME_QUOTE_SIZE], label[BIREME_QUOTE_SIZE];
    if (m.field == NULL || !bireme_number_read(cell, strlen(cell), &number)) return true;
    const bool own = has_unit_of_field(m), percent = number.percent && !may_be_percent(m),
               currency = number.currency[0] != '\0' && !(own && is_money(m.field));
    if (!percent && !currency) return true;
    const char *unit = own ? m.field->unit : NULL;
    const char *before = unit == NULL                    ? "a plain number"
                         : strcmp(unit, "per year") == 0 ? "a rate "
                         : is_share(m.field)             ? "a "
                                                         : "in ";
    bireme_report_fail(report, place, "`%s` has a %s, but `%s` is %s%s, not %s: write the number without it",
                       bireme_quote(quoted, cell), percent ? "percent sign" : "currency",
                       bireme_quote(label, name), before, unit != NULL ? unit : "",
                       percent ? "a share" : "money");
    return false;
}
