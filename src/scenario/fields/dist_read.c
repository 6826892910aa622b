/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gathering the parameters of a distribution. Families, parameters and sets come from the registry; no family
 * is known here by name.
 */
#include "scenario/fields/dist_read_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/memory.h"
#include "base/nearest.h"
#include "scenario/check/check.h"
#include "scenario/check/words.h"
#include "scenario/files/column_file.h"
#include "scenario/build/effective.h"
#include "scenario/files/sip_file.h"

static bool fail(bireme_reading *reading, const bireme_node *node, const char *message)
{
    bireme_node_fail(&reading->report, node, "%s", message);
    return false;
}

static bool fail_memory(bireme_reading *reading)
{
    bireme_report_memory(&reading->report);
    return false;
}

/* Whether it is a parameter of a beta distribution that lies between 0 and 1. */
static bool is_share(const char *parameter)
{
    return strcmp(parameter, "mean") == 0 || strcmp(parameter, "p10") == 0 || strcmp(parameter, "p90") == 0;
}

void bireme_dist_report(bireme_reading *reading, const bireme_node *node, const bireme_error *error)
{
    const bireme_node *at = error->pointer[0] != '\0' ? bireme_node_find(node, error->pointer) : NULL;
    bireme_error copy = *error;
    if (copy.status == BIREME_DOMAIN) copy.status = BIREME_SCENARIO;
    const bireme_node *family = bireme_node_find(node, "dist");
    if (at != NULL && at->type == BIREME_NODE_NUMBER && family != NULL && family->type == BIREME_NODE_TEXT &&
        strcmp(family->text, "beta") == 0 && is_share(at->key)) {
        char percent[BIREME_PERCENT_MOST];
        size_t length = strlen(copy.message);
        snprintf(copy.message + length, sizeof copy.message - length, "%s",
                 bireme_check_percent(percent, at->number));
    }
    bireme_node_report_error(&reading->report, at != NULL ? at : node, &copy);
}

static void tell_narrowed(bireme_reading *reading, const bireme_node *node, const bireme_dist *dist)
{
    char label[BIREME_LABEL_MOST], value[BIREME_NUMBER_SIZE];
    if (!bireme_dist_is_narrowed(dist)) return;
    bireme_node_warn(&reading->report, node,
                     "%s varies by less than a billionth of its mean, which no table can show: it is taken "
                     "as the fixed value %s",
                     bireme_check_label(label, node), bireme_number_format(value, bireme_dist_mean(dist)));
}

static void append_end(bireme_text *out, double value)
{
    char number[BIREME_NUMBER_SIZE];
    bireme_text_append(out, isfinite(value) ? bireme_number_format(number, value)
                            : value > 0     ? "beyond every amount"
                                            : "below every amount");
}

/* A published metalog whose quantile function decreases somewhere is sampled as published; warns where and by
 * how much. */
static void tell_fall(bireme_reading *reading, const bireme_node *node, const bireme_dist *dist)
{
    char label[BIREME_LABEL_MOST], number[BIREME_NUMBER_SIZE];
    bireme_dist_fall fall;
    if (!bireme_dist_falls(dist, &fall)) return;
    bireme_text text = {0};
    bireme_text_format(&text, "from %s to ", bireme_number_format(number, fall.from_p));
    bireme_text_append(&text, bireme_number_format(number, fall.to_p));
    bireme_text_append(&text, " its value falls from ");
    append_end(&text, fall.from);
    bireme_text_append(&text, " to ");
    append_end(&text, fall.to);
    if (fall.others > 0) bireme_text_format(&text, ", and in %zu more places", fall.others);
    bireme_node_warn(&reading->report, node,
                     "%s is a metalog whose curve does not rise everywhere: over the probabilities %s. It is "
                     "sampled as published, x = M(u) for a random u, as other readers of its coefficients "
                     "do; P10, P50 and P90 are those of the values that this gives",
                     bireme_check_label(label, node), bireme_text_string(&text));
    bireme_text_free(&text);
}

/* Creates the distribution; false: reported. */
static bool create(bireme_gathered *g, bireme_dist **out)
{
    bireme_error error;
    if (bireme_dist_create(&g->spec, out, &error) != BIREME_OK) {
        bireme_dist_report(g->reading, g->node, &error);
        return false;
    }
    tell_narrowed(g->reading, g->node, *out);
    tell_fall(g->reading, g->node, *out);
    return true;
}

static const bireme_family *read_family(bireme_reading *reading, const bireme_node *node)
{
    enum { MOST = 64 };
    const char *names[MOST];
    size_t n = 0;
    const bireme_node *dist = bireme_node_find(node, "dist");
    if (dist == NULL) {
        fail(reading, node, "a distribution needs `dist`, the name of its family, such as \"lognormal\"");
        return NULL;
    }
    if (dist->type != BIREME_NODE_TEXT) {
        bireme_node_fail(&reading->report, dist,
                         "`dist` is the name of a family, such as \"lognormal\", found %s",
                         bireme_node_type_name(dist));
        return NULL;
    }
    const bireme_family *family = bireme_family_find(dist->text);
    if (family != NULL) return family;
    bireme_text all = {0};
    for (size_t i = 0; i < bireme_family_count() && i < MOST; i++) {
        names[n++] = bireme_family_get(i)->name;
        bireme_text_format(&all, "%s%s", i > 0 ? ", " : "", names[i]);
    }
    char quoted[BIREME_QUOTE_SIZE];
    const char *nearest = bireme_nearest(dist->text, names, n);
    bireme_node_fail(&reading->report, dist, "there is no distribution `%s`; %s%s%s",
                     bireme_quote(quoted, dist->text), nearest != NULL ? "did you mean `" : "there are: ",
                     nearest != NULL ? nearest : bireme_text_string(&all), nearest != NULL ? "`?" : "");
    bireme_text_free(&all);
    return NULL;
}

static bool unknown_parameter(bireme_gathered *g, const bireme_node *member)
{
    const bireme_family *family = g->spec.family;
    const char *names[BIREME_ARGUMENTS_MOST + 4];
    size_t n = 0;
    for (size_t i = 0; i < family->n_parameters && n < BIREME_ARGUMENTS_MOST; i++)
        names[n++] = family->parameters[i].name;
    if (!family->own_bounds) {
        names[n++] = "min";
        names[n++] = "max";
    }
    bireme_text all = {0};
    for (size_t i = 0; i < n; i++) bireme_text_format(&all, "%s%s", i > 0 ? ", " : "", names[i]);
    names[n++] = "note";
    names[n++] = "source";
    char quoted[BIREME_QUOTE_SIZE];
    const char *nearest = bireme_nearest(member->key, names, n);
    bireme_node_fail_key(&g->reading->report, member, "`%s` is no parameter of the %s distribution; %s%s%s",
                         bireme_quote(quoted, member->key), family->name,
                         nearest != NULL ? "did you mean `" : "it takes: ",
                         nearest != NULL ? nearest : bireme_text_string(&all), nearest != NULL ? "`?" : "");
    bireme_text_free(&all);
    return false;
}

static bool wrong_type(bireme_reading *reading, const bireme_node *member, const char *expected)
{
    char percent[BIREME_PERCENT_MOST];
    bireme_node_fail(&reading->report, member, "`%s` is %s, found %s%s", member->key, expected,
                     bireme_node_type_name(member), bireme_check_percent_text(percent, member));
    return false;
}

static bool gather_numbers(bireme_gathered *g, const bireme_node *member, bireme_dist_argument *argument)
{
    if (member->type != BIREME_NODE_LIST) return wrong_type(g->reading, member, "a list of numbers");
    double *values = bireme_arena_alloc(&g->reading->arena, member->count + 1, sizeof *values);
    if (values == NULL) return fail_memory(g->reading);
    size_t n = 0;
    for (const bireme_node *entry = member->first; entry != NULL; entry = entry->next) {
        if (entry->type != BIREME_NODE_NUMBER) {
            bireme_node_fail(&g->reading->report, entry, "`%s` is a list of numbers, found %s in it",
                             member->key, bireme_node_type_name(entry));
            return false;
        }
        values[n++] = entry->number;
    }
    argument->values = values;
    argument->n = n;
    return true;
}

static bool gather_components(bireme_gathered *g, const bireme_node *member, bireme_dist_argument *argument)
{
    if (member->type != BIREME_NODE_LIST)
        return wrong_type(g->reading, member, "a list of distributions or numbers");
    g->components = bireme_arena_alloc(&g->reading->arena, member->count + 1, sizeof(bireme_dist *));
    if (g->components == NULL) return fail_memory(g->reading);
    bool good = true;
    for (const bireme_node *entry = member->first; entry != NULL; entry = entry->next) {
        bireme_dist *component = NULL;
        if (bireme_report_is_full(&g->reading->report)) return false;
        if (!bireme_dist_read_plain(g->reading, entry, &component))
            good = false;
        else
            g->components[g->n_components++] = component;
    }
    argument->components = (const bireme_dist *const *)g->components;
    argument->n = g->n_components;
    return good;
}

static bool gather_parameter(bireme_gathered *g, const bireme_node *member, const bireme_parameter *parameter,
                             bool item)
{
    if (parameter->kind == BIREME_PARAMETER_FILE || parameter->kind == BIREME_PARAMETER_COLUMN) {
        if (member->type != BIREME_NODE_TEXT || member->text[0] == '\0')
            return wrong_type(g->reading, member, "a name");
        *(parameter->kind == BIREME_PARAMETER_FILE ? &g->file : &g->column) = member;
        return true;
    }
    bireme_dist_argument *argument = &g->arguments[g->spec.n_arguments++];
    argument->name = parameter->name;
    if (parameter->kind == BIREME_PARAMETER_NUMBERS) return gather_numbers(g, member, argument);
    if (parameter->kind == BIREME_PARAMETER_COMPONENTS) return gather_components(g, member, argument);
    argument->value = member->number;
    if (member->type == BIREME_NODE_NUMBER) return true;
    if (member->type != BIREME_NODE_OBJECT) return wrong_type(g->reading, member, "a number");
    if (!item) {
        bireme_node_fail(
            &g->reading->report, member,
            "`%s` is a number here, not a distribution: only the location of a `deal_value` or of a step of "
            "`cycle_days` or `lost_days` may be uncertain itself; widen the spread of this distribution "
            "instead",
            member->key);
        return false;
    }
    if (g->uncertain != NULL) {
        bireme_node_fail(&g->reading->report, member,
                         "only one parameter, the location, may be uncertain, but `%s` is a distribution too",
                         g->uncertain->key);
        return false;
    }
    g->uncertain = member;
    argument->value = 1;
    return true;
}

static bool gather_bound(bireme_gathered *g, const bireme_node *member, bool is_min)
{
    if (member->type != BIREME_NODE_NUMBER) return wrong_type(g->reading, member, "a number");
    if (is_min) {
        g->spec.has_min = true;
        g->spec.min = member->number;
    } else {
        g->spec.has_max = true;
        g->spec.max = member->number;
    }
    return true;
}

static bool is_in_channel(const bireme_node *node)
{
    while (node->parent != NULL && node->parent->parent != NULL) node = node->parent;
    return node->key != NULL && strcmp(node->key, "channels") == 0;
}

/* `each` says that every channel draws the rate separately. It has an effect in `defaults`, where channels
 * take rates from; in a channel that is so anyway. */
static bool gather_each(bireme_gathered *g, const bireme_node *member, bool item)
{
    const bireme_node *node = g->node;
    bool in_defaults = bireme_effective_is_inherited(node), in_channel = is_in_channel(node);
    bool part = node->parent != NULL && node->parent->type == BIREME_NODE_LIST;
    const char *wrong = NULL;
    if ((!in_defaults && !in_channel) || part)
        wrong = "`each` has no meaning here: it goes beside the `dist` of a rate in `defaults`, which every "
                "channel then draws for itself";
    else if (item)
        wrong = "`each` has no meaning here: this is drawn for every lead or deal anyway; what all channels "
                "share is an uncertain location, and `each` goes beside the `dist` of that, such as in "
                "`\"mean\": { \"dist\": …, \"each\": true }`";
    else if (member->type == BIREME_NODE_BOOL && !member->truth && !in_defaults)
        wrong = "a channel's own rate is its own: `each` cannot be false here; a rate that channels share is "
                "written in `defaults`";
    if (wrong == NULL)
        return member->type == BIREME_NODE_BOOL || wrong_type(g->reading, member, "true or false");
    bireme_node_fail_key(&g->reading->report, member, "%s", wrong);
    return false;
}

/* `redraw` says that a rate is drawn anew in every period. */
static bool gather_redraw(bireme_gathered *g, const bireme_node *member, bool item)
{
    const bireme_node *node = g->node;
    const bireme_field *field = g->reading->field;
    const char *wrong = NULL;
    if (item)
        wrong = "`redraw` has no meaning here: this is drawn for every lead or deal anyway; what may be "
                "drawn anew "
                "in every period is an uncertain location of `deal_value`, and `redraw` goes beside the "
                "`dist` of "
                "that, such as in `\"mean\": { \"dist\": …, \"redraw\": \"period\" }`";
    else if (node->parent != NULL && node->parent->type == BIREME_NODE_LIST)
        wrong =
            "`redraw` has no meaning here: it goes beside the `dist` of the whole rate, not of a part of it";
    else if (field != NULL && !field->redraw)
        wrong =
            "`redraw` does not go with this rate, which acts over several periods or once (a growth drawn "
            "anew in every period is `drift`; a month in which deals are decided faster is `pace`); it goes "
            "with conversion, leads, costs, margins, churn, expansion, effects, and the location of "
            "`deal_value`";
    if (wrong == NULL && (member->type != BIREME_NODE_TEXT || strcmp(member->text, "period") != 0))
        wrong = "`redraw` must be \"period\": drawn anew in every period; without it a rate is drawn once a "
                "trial";
    if (wrong == NULL) return true;
    bireme_node_fail_key(&g->reading->report, member, "%s", wrong);
    return false;
}

static bool gather_member(bireme_gathered *g, const bireme_node *member, bool item)
{
    const char *key = member->key;
    if (bireme_node_find(g->node, key) != member) return true; /* a duplicate, reported already */
    if (strcmp(key, "dist") == 0) return true;
    if (bireme_node_is_remark(member))
        return member->type == BIREME_NODE_TEXT || wrong_type(g->reading, member, "a text");
    if (strcmp(key, "each") == 0) return gather_each(g, member, item);
    if (strcmp(key, "redraw") == 0) return gather_redraw(g, member, item);
    const bireme_parameter *parameter = bireme_family_parameter(g->spec.family, key);
    if (parameter != NULL && g->spec.n_arguments < BIREME_ARGUMENTS_MOST)
        return gather_parameter(g, member, parameter, item);
    bool bound = strcmp(key, "min") == 0 || strcmp(key, "max") == 0;
    if (bound && !g->spec.family->own_bounds) return gather_bound(g, member, key[1] == 'i');
    return unknown_parameter(g, member);
}

/* Replaces `file` and `sip` by `coefficients`, `lower`, `upper`. */
static bool gather_sip(bireme_gathered *g, const char *path)
{
    bireme_sip sip;
    if (!bireme_sip_read(g->reading, path, g->file, g->column, &sip)) return false;
    g->arguments[g->spec.n_arguments++] =
        (bireme_dist_argument){.name = "coefficients", .values = sip.coefficients, .n = sip.n};
    if (sip.has_lower)
        g->arguments[g->spec.n_arguments++] = (bireme_dist_argument){.name = "lower", .value = sip.lower};
    if (sip.has_upper)
        g->arguments[g->spec.n_arguments++] = (bireme_dist_argument){.name = "upper", .value = sip.upper};
    return true;
}

/* Replaces `file` and `column` by `values`. */
static bool gather_file(bireme_gathered *g)
{
    bool is_sip = bireme_family_parameter(g->spec.family, "sip") != NULL;
    if (g->file == NULL && g->column == NULL) return true;
    if (g->file == NULL || g->column == NULL)
        return fail(
            g->reading, g->file != NULL ? g->file : g->column,
            is_sip
                ? "`file` and `sip` go together: a SIPmath library and the SIP in it"
                : "`file` and `column` go together: a CSV file and the column of it that holds the values");
    if (g->spec.n_arguments > 0)
        return fail(g->reading, g->file,
                    is_sip ? "`file` and `sip` say everything; no other parameter goes with them"
                           : "give either `values` or `file` and `column`, not both");
    const char *path = bireme_source_resolve(g->reading, g->file, g->file->text);
    if (path == NULL) return false;
    if (is_sip) return gather_sip(g, path);
    bireme_dist_argument *argument = &g->arguments[g->spec.n_arguments++];
    if (!bireme_column_read(g->reading, path, g->file, g->column, &g->file_values, &argument->n))
        return false;
    argument->name = "values";
    argument->values = g->file_values;
    return true;
}

bool bireme_dist_gather(bireme_reading *reading, const bireme_node *node, bool item, bireme_gathered *out)
{
    *out = (bireme_gathered){.reading = reading, .node = node};
    out->spec.family = read_family(reading, node);
    if (out->spec.family == NULL) return false;
    bool good = true;
    for (const bireme_node *member = node->first; member != NULL; member = member->next)
        if (!gather_member(out, member, item)) good = false;
    if (good) good = gather_file(out);
    out->spec.arguments = out->arguments;
    return good;
}

void bireme_dist_gathered_free(bireme_gathered *gathered)
{
    for (size_t i = 0; i < gathered->n_components; i++) bireme_dist_free(gathered->components[i]);
    bireme_free(gathered->file_values);
}

bool bireme_dist_read_plain(bireme_reading *reading, const bireme_node *node, bireme_dist **out)
{
    bireme_error error;
    if (node->type == BIREME_NODE_NUMBER) {
        if (bireme_dist_create_fixed(node->number, out, &error) == BIREME_OK) return true;
        bireme_dist_report(reading, node, &error);
        return false;
    }
    if (node->type != BIREME_NODE_OBJECT) {
        char label[BIREME_LABEL_MOST], found[BIREME_FOUND_SIZE], percent[BIREME_PERCENT_MOST];
        bireme_node_fail(&reading->report, node,
                         "%s must be a number or a distribution `{ \"dist\": … }`, found %s%s",
                         bireme_check_label(label, node), bireme_node_found(found, node),
                         bireme_check_percent_text(percent, node));
        return false;
    }
    bireme_gathered gathered;
    bool good = bireme_dist_gather(reading, node, false, &gathered) && create(&gathered, out);
    bireme_dist_gathered_free(&gathered);
    return good;
}

/* Reads an item, whose location may be uncertain. */
static bool read_item(bireme_reading *reading, const bireme_field *field, const bireme_node *node,
                      bireme_dist_value *out)
{
    bireme_gathered gathered;
    bool good = bireme_dist_gather(reading, node, true, &gathered);
    if (good && gathered.uncertain != NULL) {
        good = bireme_dist_check_uncertain(&gathered) &&
               bireme_dist_read_plain(reading, gathered.uncertain, &out->scale);
        if (good) good = bireme_dist_check_range(reading, field, gathered.uncertain, out->scale);
        out->location = gathered.uncertain;
    }
    good = good && create(&gathered, &out->dist);
    bireme_dist_gathered_free(&gathered);
    return good && bireme_dist_check_range(reading, field, node, out->dist);
}

void bireme_dist_read(bireme_reading *reading, const bireme_field *field, bireme_node *node)
{
    bireme_dist_value *value = bireme_arena_alloc(&reading->arena, 1, sizeof *value);
    if (value == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    *value = (bireme_dist_value){.node = node, .next = reading->values};
    reading->values = value;
    reading->field = field;
    const bool good = field->kind == BIREME_FIELD_ITEM && node->type == BIREME_NODE_OBJECT
                          ? read_item(reading, field, node, value)
                          : bireme_dist_read_plain(reading, node, &value->dist) &&
                                bireme_dist_check_range(reading, field, node, value->dist);
    reading->field = NULL;
    if (good) node->value = value;
}

void bireme_dist_free_values(bireme_reading *reading)
{
    for (bireme_dist_value *value = reading->values; value != NULL; value = value->next) {
        bireme_dist_free(value->dist);
        bireme_dist_free(value->scale);
        value->node->value = NULL;
    }
    reading->values = NULL;
}
