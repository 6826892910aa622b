/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The definitions of distributions, from the registry: one for each family, and one for items for each family
 * whose location may be uncertain. `dist` selects one, so that an editor's messages are about the right
 * family. A parameter set matches if all of its names are present and no other parameter of the family is.
 */
#include "scenario/fields/schema_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "dist/dist.h"

enum { NAME_SIZE = 64 };

static bool is_location(const bireme_family *family, const char *name)
{
    for (size_t i = 0; i < family->n_sets; i++)
        if (family->sets[i].location != NULL && strcmp(family->sets[i].location, name) == 0) return true;
    return false;
}

static bool is_scalable(const bireme_family *family)
{
    for (size_t i = 0; i < family->n_sets; i++)
        if (family->sets[i].location != NULL) return true;
    return false;
}

static void number_bounds(bireme_json *json, const bireme_parameter *parameter)
{
    bireme_json_string(json, "type", parameter->whole ? "integer" : "number");
    if (isfinite(parameter->low))
        bireme_json_number(json, parameter->low_open ? "exclusiveMinimum" : "minimum", parameter->low);
    if (isfinite(parameter->high))
        bireme_json_number(json, parameter->high_open ? "exclusiveMaximum" : "maximum", parameter->high);
}

static void number_or_distribution(bireme_json *json)
{
    bireme_schema_typed(json, NULL, NULL, "number");
    bireme_schema_ref(json, "", "distribution");
}

static void parameter_schema(bireme_json *json, const bireme_parameter *parameter, bool uncertain)
{
    bireme_json_open(json, parameter->name, '{', false);
    bireme_json_string(json, "description", parameter->description);
    switch (parameter->kind) {
    case BIREME_PARAMETER_NUMBER:
        if (uncertain) {
            bireme_json_open(json, "anyOf", '[', false);
            bireme_json_open(json, NULL, '{', false);
            number_bounds(json, parameter);
            bireme_json_close(json, '}');
            bireme_schema_ref(json, "", "rate_distribution");
            bireme_json_close(json, ']');
        } else {
            number_bounds(json, parameter);
        }
        break;
    case BIREME_PARAMETER_NUMBERS:
        bireme_json_string(json, "type", "array");
        bireme_json_open(json, "items", '{', false);
        number_bounds(json, parameter);
        bireme_json_close(json, '}');
        break;
    case BIREME_PARAMETER_COMPONENTS:
        bireme_json_string(json, "type", "array");
        bireme_json_open(json, "items", '{', false);
        bireme_json_open(json, "anyOf", '[', false);
        number_or_distribution(json);
        bireme_json_close(json, ']');
        bireme_json_close(json, '}');
        break;
    case BIREME_PARAMETER_FILE:
    case BIREME_PARAMETER_COLUMN:
        bireme_json_string(json, "type", "string");
        break;
    }
    bireme_json_close(json, '}');
}

/* The names of the set are present, and no other parameter is. */
static void set_schema(bireme_json *json, const bireme_family *family, const bireme_parameter_set *set)
{
    size_t excluded = 0;
    for (size_t i = 0; i < family->n_parameters; i++)
        excluded += !bireme_parameter_set_has(set, family->parameters[i].name);
    bireme_json_open(json, NULL, '{', false);
    bireme_json_open(json, "required", '[', false);
    for (size_t i = 0; i < set->count; i++) bireme_json_string(json, NULL, set->names[i]);
    bireme_json_close(json, ']');
    if (excluded > 0) {
        bireme_json_open(json, "not", '{', false);
        bireme_json_open(json, "anyOf", '[', false);
        for (size_t i = 0; i < family->n_parameters; i++) {
            if (bireme_parameter_set_has(set, family->parameters[i].name)) continue;
            bireme_json_open(json, NULL, '{', false);
            bireme_schema_required(json, family->parameters[i].name);
            bireme_json_close(json, '}');
        }
        bireme_json_close(json, ']');
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, '}');
}

static void this_family(bireme_json *json, const bireme_family *family)
{
    bireme_json_open(json, "dist", '{', false);
    bireme_json_string(json, "const", family->name);
    bireme_json_close(json, '}');
}

static void family_schema(bireme_json *json, const bireme_family *family, bool item)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%s%s", item ? "item_" : "distribution_", family->name);
    bireme_json_open(json, name, '{', false);
    bireme_json_string(json, "description", family->description);
    bireme_json_string(json, "type", "object");
    bireme_json_open(json, "properties", '{', false);
    this_family(json, family);
    for (size_t i = 0; i < family->n_parameters; i++) {
        const bireme_parameter *parameter = &family->parameters[i];
        parameter_schema(json, parameter, item && is_location(family, parameter->name));
    }
    if (!family->own_bounds) {
        bireme_schema_typed(json, "min", "The distribution is cut off below (conditioned, not clamped).",
                            "number");
        bireme_schema_typed(json, "max", "The distribution is cut off above (conditioned, not clamped).",
                            "number");
    }
    if (!item) {
        bireme_schema_typed(
            json, "each",
            "In `defaults`: every channel draws the rate for itself, instead of all sharing one.", "boolean");
        bireme_json_open(json, "redraw", '{', false);
        bireme_json_string(json, "description",
                           "The rate is drawn anew in every period, instead of once per trial.");
        bireme_json_open(json, "enum", '[', false);
        bireme_json_string(json, NULL, "period");
        bireme_json_close(json, ']');
        bireme_json_close(json, '}');
    }
    bireme_schema_any_fields(json);
    bireme_json_close(json, '}');
    bireme_schema_required(json, "dist");
    bireme_json_boolean(json, "additionalProperties", false);
    bireme_json_open(json, "oneOf", '[', false);
    for (size_t i = 0; i < family->n_sets; i++) set_schema(json, family, &family->sets[i]);
    bireme_json_close(json, ']');
    bireme_json_close(json, '}');
}

static void choose_family(bireme_json *json, const bireme_family *family, bool item)
{
    bireme_json_open(json, NULL, '{', false);
    bireme_json_open(json, "if", '{', false);
    bireme_json_open(json, "properties", '{', false);
    this_family(json, family);
    bireme_json_close(json, '}');
    bireme_schema_required(json, "dist");
    bireme_json_close(json, '}');
    char ref[2 * NAME_SIZE];
    snprintf(ref, sizeof ref, "#/definitions/%s%s", item && is_scalable(family) ? "item_" : "distribution_",
             family->name);
    bireme_json_open(json, "then", '{', false);
    bireme_json_string(json, "$ref", ref);
    bireme_json_close(json, '}');
    bireme_json_close(json, '}');
}

/* each, redraw: whether these are allowed. */
static void any_family(bireme_json *json, const char *name, bool item, bool each, bool redraw,
                       const char *description)
{
    bireme_json_open(json, name, '{', false);
    bireme_json_string(json, "description", description);
    bireme_json_string(json, "type", "object");
    bireme_schema_required(json, "dist");
    bireme_json_open(json, "properties", '{', false);
    bireme_json_open(json, "dist", '{', false);
    bireme_json_string(json, "description", "The family of the distribution.");
    bireme_json_open(json, "enum", '[', false);
    for (size_t i = 0; i < bireme_family_count(); i++)
        bireme_json_string(json, NULL, bireme_family_get(i)->name);
    bireme_json_close(json, ']');
    bireme_json_close(json, '}');
    if (!each) bireme_json_boolean(json, "each", false);
    if (!redraw) bireme_json_boolean(json, "redraw", false);
    bireme_json_close(json, '}');
    bireme_json_open(json, "allOf", '[', false);
    for (size_t i = 0; i < bireme_family_count(); i++) choose_family(json, bireme_family_get(i), item);
    bireme_json_close(json, ']');
    bireme_json_close(json, '}');
}

static bool is_new_parameter(size_t family, const char *name)
{
    for (size_t i = 0; i < family; i++)
        if (bireme_family_parameter(bireme_family_get(i), name) != NULL) return false;
    return strcmp(name, "min") != 0 && strcmp(name, "max") != 0;
}

static bool is_new_location(size_t family, const char *name)
{
    for (size_t i = 0; i < family; i++)
        if (is_location(bireme_family_get(i), name)) return false;
    return true;
}

static void any_value(bireme_json *json, const char *key)
{
    bireme_json_open(json, key, '{', false);
    bireme_json_close(json, '}');
}

/* In a file that extends another, a distribution may be given in part: its family, and so its parameters, are
 * known only after merging. Any parameter of any family is allowed. */
static void patch_distribution(bireme_json *json)
{
    bireme_json_open(json, "patch_distribution", '{', false);
    bireme_json_string(json, "description", "A distribution, or the part of one that changes.");
    bireme_json_string(json, "type", "object");
    bireme_json_open(json, "properties", '{', false);
    any_value(json, "dist");
    any_value(json, "min");
    any_value(json, "max");
    for (size_t i = 0; i < bireme_family_count(); i++) {
        const bireme_family *family = bireme_family_get(i);
        for (size_t j = 0; j < family->n_parameters; j++)
            if (is_new_parameter(i, family->parameters[j].name)) any_value(json, family->parameters[j].name);
    }
    any_value(json, "each");
    any_value(json, "redraw");
    any_value(json, "note");
    any_value(json, "source");
    bireme_json_close(json, '}');
    bireme_json_boolean(json, "additionalProperties", false);
    bireme_json_close(json, '}');
}

/* What an item's uncertain location may not say. */
static void limited_location(bireme_json *json, const char *name, bool each, bool redraw,
                             const char *description)
{
    bireme_json_open(json, name, '{', false);
    bireme_json_string(json, "description", description);
    bireme_json_open(json, "properties", '{', false);
    for (size_t i = 0; i < bireme_family_count(); i++) {
        const bireme_family *family = bireme_family_get(i);
        for (size_t j = 0; j < family->n_parameters; j++) {
            const char *parameter = family->parameters[j].name;
            if (!is_location(family, parameter) || !is_new_location(i, parameter)) continue;
            bireme_json_open(json, parameter, '{', false);
            bireme_json_open(json, "properties", '{', false);
            if (!each) bireme_json_boolean(json, "each", false);
            if (!redraw) bireme_json_boolean(json, "redraw", false);
            bireme_json_close(json, '}');
            bireme_json_close(json, '}');
        }
    }
    bireme_json_close(json, '}');
    bireme_json_close(json, '}');
}

void bireme_schema_distributions(bireme_json *json)
{
    any_family(json, "distribution", false, false, false,
               "A distribution of something that is drawn once per trial.");
    any_family(
        json, "period_distribution", false, false, true,
        "A distribution of something that is drawn once per trial or, with `redraw`, in every period.");
    any_family(
        json, "rate_distribution", false, true, true,
        "A distribution of something that is drawn once per trial: in `defaults` once for all channels that "
        "take it from there, or, with `each`, once for each of them.");
    any_family(
        json, "shared_distribution", false, true, false,
        "A distribution of something that is drawn once per trial: in `defaults` once for all channels that "
        "take it from there, or, with `each`, once for each of them.");
    any_family(json, "item_distribution", true, false, false,
               "A distribution of something that is drawn once per lead or deal; its location (mean, median "
               "or scale) "
               "may be a distribution itself, and its spread is then relative to it.");
    for (size_t i = 0; i < bireme_family_count(); i++) {
        const bireme_family *family = bireme_family_get(i);
        family_schema(json, family, false);
        if (is_scalable(family)) family_schema(json, family, true);
    }
    limited_location(json, "location_drawn_once", true, false,
                     "An uncertain location (mean, median or scale) is drawn once per trial.");
    limited_location(json, "location_of_its_own", false, true,
                     "An uncertain location (mean, median or scale) is not shared by channels.");
    limited_location(json, "location_of_its_own_drawn_once", false, false,
                     "An uncertain location (mean, median or scale) is drawn once per trial, and not shared "
                     "by channels.");
    patch_distribution(json);
}
