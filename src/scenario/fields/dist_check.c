/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a distribution must satisfy besides being valid: the parameter sets whose location may be uncertain
 * (those that the registry says scale the whole distribution), and the range of the field that it is for.
 */
#include "scenario/fields/dist_read_internal.h"

#include <math.h>
#include <string.h>
#include "base/text.h"
#include "scenario/check/check.h"
#include "scenario/check/words.h"

/* ------------------------ an uncertain location */

/* "`mean` with `cv`" for every set that can be scaled (by `location`, if given). Returns their number. */
static size_t list_scalable(const bireme_family *family, const char *location, bireme_text *out)
{
    size_t n = 0;
    for (size_t i = 0; i < family->n_sets; i++) {
        const bireme_parameter_set *set = &family->sets[i];
        if (set->location == NULL || (location != NULL && strcmp(set->location, location) != 0)) continue;
        if (n++ > 0) bireme_text_append(out, ", or ");
        bireme_text_format(out, "`%s`", set->location);
        const char *joint = " with ";
        for (size_t j = 0; j < set->count; j++) {
            if (strcmp(set->names[j], set->location) == 0) continue;
            bireme_text_format(out, "%s`%s`", joint, set->names[j]);
            joint = " and ";
        }
    }
    return n;
}

static void list_scalable_families(bireme_text *out)
{
    const char *joint = "";
    for (size_t i = 0; i < bireme_family_count(); i++) {
        const bireme_family *family = bireme_family_get(i);
        bool scalable = false;
        for (size_t j = 0; j < family->n_sets; j++) scalable = scalable || family->sets[j].location != NULL;
        if (!scalable) continue;
        bireme_text_format(out, "%s%s", joint, family->name);
        joint = ", ";
    }
}

static bool matches(const bireme_gathered *g, const bireme_parameter_set *set)
{
    if (set->location == NULL || strcmp(set->location, g->uncertain->key) != 0) return false;
    if (set->count != g->spec.n_arguments) return false;
    for (size_t i = 0; i < g->spec.n_arguments; i++)
        if (!bireme_parameter_set_has(set, g->arguments[i].name)) return false;
    return true;
}

static bool fail_uncertain(bireme_gathered *g)
{
    const bireme_family *family = g->spec.family;
    const char *key = g->uncertain->key;
    bireme_text sets = {0};
    bireme_report *report = &g->reading->report;
    if (list_scalable(family, key, &sets) > 0) {
        bireme_node_fail(report, g->uncertain,
                         "`%s` is uncertain, so the spread must be relative to it: give %s", key,
                         bireme_text_string(&sets));
    } else if (list_scalable(family, NULL, &sets) > 0) {
        bireme_node_fail(report, g->uncertain,
                         "`%s` cannot be uncertain, only the location of a %s distribution can: %s", key,
                         family->name, bireme_text_string(&sets));
    } else {
        list_scalable_families(&sets);
        bireme_node_fail(
            report, g->uncertain,
            "`%s` of a %s distribution cannot be uncertain; distributions whose location can be: %s", key,
            family->name, bireme_text_string(&sets));
    }
    bireme_text_free(&sets);
    return false;
}

bool bireme_dist_check_uncertain(bireme_gathered *gathered)
{
    const bireme_family *family = gathered->spec.family;
    bool found = false;
    for (size_t i = 0; i < family->n_sets && !found; i++) found = matches(gathered, &family->sets[i]);
    if (!found) return fail_uncertain(gathered);
    if (!gathered->spec.has_min && !gathered->spec.has_max) return true;
    bireme_node_fail_key(&gathered->reading->report,
                         bireme_node_find(gathered->node, gathered->spec.has_min ? "min" : "max"),
                         "`min` and `max` do not go with an uncertain `%s`: they would have to move with it; "
                         "give a fixed `%s`, or leave the bounds out",
                         gathered->uncertain->key, gathered->uncertain->key);
    return false;
}

/* ------------------------ the range */

/* "0 or more", "more than 0", "from 0 to 1" */
static void describe_range(const bireme_field *field, bireme_text *out)
{
    bool strict = field->high <= 1;
    bireme_text_append(out, strict ? (field->low_open ? "more than " : "from ") : "");
    if (!strict && field->low_open) bireme_text_append(out, "more than ");
    bireme_text_append_number(out, field->low);
    if (strict) {
        bireme_text_append(out, field->high_open ? " and less than " : " to ");
        bireme_text_append_number(out, field->high);
    } else if (!field->low_open) {
        bireme_text_append(out, " or more");
    }
}

/* Whether the distribution at node can be truncated by a bound. */
static bool can_be_truncated(const bireme_node *node)
{
    const bireme_node *dist = bireme_node_find(node, "dist");
    const bireme_family *family = dist != NULL ? bireme_family_find(dist->text) : NULL;
    return family != NULL && !family->own_bounds;
}

static void advise_bound(bireme_text *out, const bireme_node *node, const char *name, double bound)
{
    if (!can_be_truncated(node)) return;
    bireme_text_format(out, "; add `\"%s\": ", name);
    bireme_text_append_number(out, bound);
    bireme_text_append(out, "` to cut off what is outside");
}

/* end: "lower" or "upper", the end of the support that is out of range. */
static void report_range(bireme_reading *reading, const bireme_node *node, const bireme_field *field,
                         const char *end, const bireme_dist *dist, double found)
{
    bireme_text text = {0};
    bool fixed = bireme_dist_is_fixed(dist);
    char label[BIREME_LABEL_MOST], percent[BIREME_PERCENT_MOST];
    bireme_check_label(label, node);
    if (fixed)
        bireme_text_format(&text, "%s is ", label);
    else if (isfinite(found))
        bireme_text_format(&text, "the %s end of the distribution of %s is ", end, label);
    else
        bireme_text_format(&text, "the distribution of %s has no %s end", label, end);
    if (isfinite(found)) bireme_text_append_number(&text, found);
    bireme_text_append(&text, ", allowed is ");
    describe_range(field, &text);
    if (field->unit != NULL && strncmp(field->unit, "multiple", strlen("multiple")) == 0)
        bireme_check_change(percent, bireme_dist_mean(dist));
    else
        bireme_check_percent(percent, field->high <= 1 ? bireme_dist_mean(dist) : 0);
    bireme_text_append(&text, percent);
    if (percent[0] != '\0') fixed = true; /* adding a bound would not help */
    if (!fixed && end[0] == 'l') advise_bound(&text, node, "min", field->low);
    if (!fixed && end[0] == 'u') advise_bound(&text, node, "max", field->high);
    bireme_node_fail(&reading->report, node, "%s", bireme_text_string(&text));
    bireme_text_free(&text);
}

/* A share of a mean in per cent, to one decimal, or two if it is below one per cent. */
static const char *percent_of(char *buffer, double share)
{
    double unit = share < 0.01 ? 1e4 : 1e3;
    return bireme_number_format(buffer, round(unit * share) / (unit / 100));
}

static bool is_metalog(const bireme_node *node)
{
    const bireme_node *family = bireme_node_find(node, "dist");
    return family != NULL && family->text != NULL && strcmp(family->text, "metalog") == 0;
}

/* A distribution with a mean but no variance is accepted, with a warning; so is one whose mean lies partly
 * beyond what trials show. */
static void remark_on_tail(bireme_reading *reading, const bireme_node *node, const bireme_dist *dist)
{
    const double little = 1e-3;
    char label[BIREME_LABEL_MOST], share[BIREME_NUMBER_SIZE];
    double unseen = fabs(bireme_dist_unseen(dist) / bireme_dist_mean(dist));
    bool metalog = is_metalog(node);
    bool variance = isfinite(bireme_dist_variance(dist));
    if (variance && !(unseen > little)) return;
    bireme_text text = {0};
    bireme_text_format(
        &text, "%s has so heavy a tail that %s: one value in a thousand makes %s %% of its mean",
        bireme_check_label(label, node), variance ? "trials do not show its variance" : "it has no variance",
        percent_of(share, bireme_dist_heavy_share(dist, 1e-3)));
    if (unseen > little)
        bireme_text_format(
            &text,
            ", and %s %% of it lies in values rarer than one in 10,000,000,000,000,000, which no trial has: "
            "means that hang on it are too low by that much, which is in their standard errors",
            percent_of(share, unseen));
    else
        bireme_text_append(&text, ". Means that hang on it settle slowly, and their standard errors say so");
    bireme_text_append(&text,
                       "; P10, P50 and P90 do not suffer. If no value can be above some amount, give it as ");
    bireme_text_append(&text, metalog ? "`upper` (or `max` in the scenario)" : "`max` in the scenario");
    bireme_node_warn(&reading->report, node, "%s", bireme_text_string(&text));
    bireme_text_free(&text);
}

static bool is_divisor(const bireme_field *field)
{
    bool is_growth = field->low < 0; /* of it */
    return field->name != NULL && strcmp(field->name, "cost_per_lead") == 0 && !is_growth;
}

/* Spend is divided by it, a cost or a multiplier of one: without a mean of 1/X leads have no mean. A response
 * curve acts on spend alone and does not change that. */
static void report_divisor(bireme_reading *reading, const bireme_field *field, const bireme_node *node)
{
    bool multiple = strcmp(field->unit, "multiple") == 0;
    bool metalog = is_metalog(node);
    char label[BIREME_LABEL_MOST];
    bireme_node_fail(&reading->report, node,
                     "leads = spend / %s%s%s have no mean, because %s near 0 are likely; give as `%s` the "
                     "least %s that happens, or take a lognormal",
                     multiple ? "(cost × " : "", bireme_check_label(label, node), multiple ? ")" : "",
                     multiple ? "multiples of the cost" : "costs", metalog ? "lower" : "min",
                     multiple ? "multiple" : "cost");
}

static void remark_on_divisor(bireme_reading *reading, const bireme_node *node, const bireme_dist *dist)
{
    char share[BIREME_NUMBER_SIZE];
    if (bireme_dist_inverse_power(dist) == 0) return;
    bireme_number_format(share, round(1000 * bireme_dist_inverse_share(dist, 1e-3)) / 10);
    bireme_node_warn(
        &reading->report, node,
        "a cost per lead so near to 0 buys so many leads that their number has no variance: the lowest of a "
        "thousand costs makes %s %% of its mean. Means that hang on it settle slowly, and their standard "
        "errors say so. If no lead is that cheap, give the least cost as `min` or `lower` in the scenario",
        share);
}

bool bireme_dist_check_range(bireme_reading *reading, const bireme_field *field, const bireme_node *node,
                             const bireme_dist *dist)
{
    /* The effect of a tail of this size is far below the sampling error of the largest run. */
    const double small = 1e-9;
    double low = bireme_dist_lower(dist), high = bireme_dist_upper(dist), mean = bireme_dist_mean(dist);
    bool fixed = bireme_dist_is_fixed(dist);
    bool below = low < field->low ||
                 (field->low_open && low <= field->low && bireme_dist_cdf(dist, field->low) > 0);
    if (below && !fixed && field->small_tail) below = bireme_dist_cdf(dist, field->low) > small;
    if (below) {
        report_range(reading, node, field, "lower", dist, low);
    } else if (field->high <= 1 && high > field->high) {
        report_range(reading, node, field, "upper", dist, high);
    } else if (!(mean <= field->high)) {
        char most[BIREME_NUMBER_SIZE], label[BIREME_LABEL_MOST];
        bireme_node_fail(&reading->report, node, "%s%s is more than %s, the most that is allowed here",
                         fixed ? "" : "the mean of ", bireme_check_label(label, node),
                         bireme_number_format(most, field->high));
    } else if (mean != 0 && fabs(mean) < BIREME_AMOUNT_LEAST) {
        char label[BIREME_LABEL_MOST];
        bireme_node_fail(&reading->report, node,
                         "%s%s is so near to 0 (less than 1e-100) that it cannot be computed with; give 0 or "
                         "a larger number",
                         fixed ? "" : "the mean of ", bireme_check_label(label, node));
    } else if (is_divisor(field) && bireme_dist_inverse_is_endless(dist)) {
        report_divisor(reading, field, node);
    } else {
        remark_on_tail(reading, node, dist);
        if (is_divisor(field)) remark_on_divisor(reading, node, dist);
        return true;
    }
    return false;
}
