/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reference page of the scenario file, written from the field table and the registry of distributions.
 */
#include "scenario/fields/schema.h"

#include <string.h>
#include "dist/dist.h"
#include "scenario/fields/fields.h"

/* A `|` would end the table cell. */
static void append_cell(bireme_text *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        if (*c == '|') bireme_text_append(out, "\\");
        bireme_text_append_n(out, c, 1);
    }
}

static void append_range(bireme_text *out, const bireme_field *field)
{
    if (!bireme_field_is_bounded(field)) return;
    bool rate = field->kind == BIREME_FIELD_RATE || field->kind == BIREME_FIELD_ITEM;
    if (field->low <= -BIREME_AMOUNT_MOST) return;
    bireme_text_append(out, field->low_open ? ", more than " : ", at least ");
    bireme_text_append_number(out, field->low);
    if (rate && field->high > 1) return; /* the general bound on amounts is not worth showing */
    if (field->high >= BIREME_AMOUNT_MOST) return;
    bireme_text_append(out, field->high_open ? " and less than " : " and at most ");
    bireme_text_append_number(out, field->high);
}

/* Of a name: what it is, and how it stands in a path. */
static const struct {
    const char *text, *key;
} names[] = {[BIREME_NAMES_NONE] = {"name", "NAME"},
             [BIREME_NAMES_NEW] = {"name", "NAME"},
             [BIREME_NAMES_STAGE] = {"name of a stage", "STAGE"},
             [BIREME_NAMES_STEP] = {"stage, but the first", "STAGE"},
             [BIREME_NAMES_CHANNEL] = {"name of a channel", "CHANNEL"},
             [BIREME_NAMES_LIFTED] = {"name of a channel, or `all`", "CHANNEL"},
             [BIREME_NAMES_REGIME] = {"name of a regime", "REGIME"},
             [BIREME_NAMES_TEAM] = {"name of a team", "TEAM"},
             [BIREME_NAMES_OWNER] = {"owner", "OWNER"},
             [BIREME_NAMES_DATE] = {"date", "DATE"},
             [BIREME_NAMES_PATH] = {"path", "PATH"}};

static void append_kind(bireme_text *out, const bireme_field *field)
{
    static const char *const plain[] = {[BIREME_FIELD_TEXT] = "text",
                                        [BIREME_FIELD_NUMBER] = "number",
                                        [BIREME_FIELD_WHOLE] = "whole number",
                                        [BIREME_FIELD_BOOL] = "true or false",
                                        [BIREME_FIELD_DATE] = "date",
                                        [BIREME_FIELD_RATE] = "number or distribution (rate)",
                                        [BIREME_FIELD_ITEM] = "number or distribution (item)"};
    switch (field->kind) {
    case BIREME_FIELD_CHOICE:
        for (const bireme_field_choice *choice = field->choices; choice->name != NULL; choice++)
            bireme_text_format(out, "%s`%s`", choice == field->choices ? "" : ", ", choice->name);
        break;
    case BIREME_FIELD_NAME:
        bireme_text_append(out, names[field->names].text);
        break;
    case BIREME_FIELD_PERIODS:
        bireme_text_append(out, field->calendar ? "number, list or calendar" : "number or list");
        break;
    case BIREME_FIELD_LIST:
        bireme_text_append(out, "list of: ");
        append_kind(out, field->members);
        break;
    case BIREME_FIELD_MAP:
        bireme_text_format(out, "%s → ", names[field->names].text);
        append_kind(out, field->members);
        break;
    case BIREME_FIELD_OBJECT:
        bireme_text_append(out, field->what != NULL ? field->what : "object");
        break;
    case BIREME_FIELD_ONE_OF:
        for (const bireme_field *option = field->members; option->kind != BIREME_FIELD_END; option++) {
            if (option != field->members) bireme_text_append(out, "; or ");
            append_kind(out, option);
        }
        break;
    default:
        bireme_text_append(out, plain[field->kind]);
        break;
    }
    append_range(out, field);
}

static void append_row(bireme_text *out, const bireme_field *field)
{
    bireme_text cell = {0};
    bireme_text_format(out, "| `%s` | ", field->name);
    append_kind(&cell, field);
    append_cell(out, bireme_text_string(&cell));
    bireme_text_append(out, " | ");
    append_cell(out, field->required               ? "**required**"
                     : field->default_text != NULL ? field->default_text
                                                   : "");
    bireme_text_append(out, " | ");
    append_cell(out, field->description);
    if (field->unit != NULL) {
        bireme_text_append(out, " Unit: ");
        append_cell(out, field->unit);
        bireme_text_append(out, ".");
    }
    bireme_text_append(out, " |\n");
    if (cell.failed) out->failed = true;
    bireme_text_free(&cell);
}

static void append_object(bireme_text *out, const bireme_field *object, const char *heading)
{
    bireme_text_format(out, "\n## %s\n\n%s\n\n", heading, object->description);
    bireme_text_append(out, "| field | value | default | meaning |\n|---|---|---|---|\n");
    for (const bireme_field *field = object->members; field->kind != BIREME_FIELD_END; field++)
        append_row(out, field);
}

/* The objects below `field`, each under the path where it is written; a table that two fields share is shown
 * once. */
static void append_below(bireme_text *out, const bireme_field *field, const char *path,
                         const bireme_field **shown, size_t *n_shown)
{
    enum { SHOWN_MOST = 64 };
    bireme_text name = {0};
    if (field->kind == BIREME_FIELD_OBJECT) {
        for (size_t i = 0; i < *n_shown; i++)
            if (shown[i] == field->members) return;
        if (*n_shown < SHOWN_MOST) shown[(*n_shown)++] = field->members;
        if (path[0] != '\0') append_object(out, field, path);
    }
    bool single = field->kind == BIREME_FIELD_LIST || field->kind == BIREME_FIELD_MAP;
    if (single) {
        bireme_text_format(&name, "%s.%s", path,
                           field->kind == BIREME_FIELD_LIST ? "N" : names[field->names].key);
        append_below(out, field->members, bireme_text_string(&name), shown, n_shown);
    } else if (field->kind == BIREME_FIELD_OBJECT || field->kind == BIREME_FIELD_ONE_OF) {
        for (const bireme_field *m = field->members; m->kind != BIREME_FIELD_END; m++) {
            bireme_text_free(&name);
            bireme_text_append(&name, path);
            if (m->name != NULL) bireme_text_format(&name, "%s%s", path[0] != '\0' ? "." : "", m->name);
            append_below(out, m, bireme_text_string(&name), shown, n_shown);
        }
    }
    if (name.failed) out->failed = true;
    bireme_text_free(&name);
}

/* ------------------------ distributions */

static void append_family(bireme_text *out, const bireme_family *family)
{
    char first = family->description[0];
    if (first >= 'a' && first <= 'z') first = (char)(first - 'a' + 'A');
    size_t length = strlen(family->description);
    const char *stop = length > 0 && family->description[length - 1] == '.' ? "" : ".";
    bireme_text_format(out, "\n### %s\n\n%c%s%s Support: %s.\n\nParameters: ", family->name, first,
                       length > 0 ? family->description + 1 : "", stop, family->support);
    for (size_t i = 0; i < family->n_sets; i++) {
        const bireme_parameter_set *set = &family->sets[i];
        if (i > 0) bireme_text_append(out, "; or ");
        for (size_t j = 0; j < set->count; j++)
            bireme_text_format(out, "%s`%s`", j > 0 ? ", " : "", set->names[j]);
        for (size_t j = 0; j < BIREME_OPTIONAL_MOST && set->optional[j] != NULL; j++)
            bireme_text_format(out, "%s`%s`%s", j > 0 ? ", " : " (if wanted with ", set->optional[j],
                               j + 1 == BIREME_OPTIONAL_MOST || set->optional[j + 1] == NULL ? ")" : "");
        if (set->location != NULL)
            bireme_text_format(out, " (as an item, `%s` may be uncertain)", set->location);
    }
    bireme_text_append(out, ".\n\n| parameter | meaning |\n|---|---|\n");
    for (size_t i = 0; i < family->n_parameters; i++) {
        bireme_text_format(out, "| `%s` | ", family->parameters[i].name);
        append_cell(out, family->parameters[i].description);
        bireme_text_append(out, " |\n");
    }
}

static const char opening[] =
    "# Scenario reference\n\n"
    "<!-- Written by `bireme schema --reference` from the program's own field table; do not edit. -->\n\n"
    "A scenario is a JSON file (RFC 8259, UTF-8). This page lists every field; the same information is in "
    "the JSON\n"
    "Schema that `bireme schema` prints. Anything that is not listed here is an error, with the place and "
    "the nearest\n"
    "name.\n\n"
    "* Any object may carry `note` and `source` (texts), which are shown beside the number.\n"
    "* A **rate** is drawn once per trial: what is not known about the world. An **item** is drawn once per "
    "lead or\n"
    "  deal: what varies between them. Both are a number (fixed) or a distribution `{ \"dist\": … }`.\n"
    "* **Per period** values are a number (every period) or a list with one number per period; where it "
    "says\n"
    "  *calendar*, also `{ \"calendar\": [12 numbers, January first] }`, which repeats over the years.\n"
    "* A **date** is `2027-04` or `2027-04-15`.\n"
    "* **Names** of stages, channels and regimes are not empty, have at most 64 bytes, and no `.`, `*` or "
    "control\n"
    "  character, because they are parts of paths such as `channels.events.conversion.won`. `note`, `source` "
    "and\n"
    "  `dist` are taken.\n";

static const char distributions[] =
    "\n## Distributions\n\n"
    "A distribution is an object with `dist`, the name of its family, and one of the family's parameter "
    "sets. Families\n"
    "other than uniform, triangular and pert also take `min` and `max`: the distribution is then truncated\n"
    "(conditioned on the interval, not clamped to it).\n\n"
    "The location (mean, median or scale) of an item may itself be a distribution: that one is then the "
    "rate, and it\n"
    "scales the whole item; the spread must be relative (cv, sigma, shape), and `min` and `max` do not go "
    "with it.\n\n"
    "A rate in `defaults`, or the location of an item there, is one quantity, drawn once per trial for all "
    "channels that\n"
    "take it (its path is `defaults.conversion.won`). With `\"each\": true` beside its `dist` every channel "
    "draws its own\n"
    "(path `channels.NAME.conversion.won`). What a channel says itself is its own.\n\n"
    "With `\"redraw\": \"period\"` beside its `dist` a rate is drawn anew in every period, independently: it "
    "then "
    "averages out\n"
    "over the year as chance does. This goes with conversion, leads and their cost, spend factors, costs, "
    "margin, "
    "churn,\n"
    "expansion, effects, and the location of `deal_value`; not with cycle times, growth or lifts, and not "
    "with "
    "correlations.\n";

bireme_status bireme_scenario_reference(bireme_text *out)
{
    const bireme_field *shown[64];
    size_t n_shown = 0;
    bireme_text_append(out, opening);
    append_object(out, &bireme_field_root, "The scenario");
    append_below(out, &bireme_field_root, "", shown, &n_shown);
    bireme_text_append(out, distributions);
    for (size_t i = 0; i < bireme_family_count(); i++) append_family(out, bireme_family_get(i));
    return out->failed ? BIREME_MEMORY : BIREME_OK;
}
