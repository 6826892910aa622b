/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checking the arguments of a distribution against what its family takes, and describing them in words.
 */
#include "dist/family.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/nearest.h"

bireme_status bireme_dist_fail(bireme_error *error, const char *argument, const char *format, ...)
{
    char message[sizeof error->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    bireme_status status = bireme_fail(error, BIREME_DOMAIN, "%s", message);
    if (error != NULL && argument != NULL) snprintf(error->pointer, sizeof error->pointer, "%s", argument);
    return status;
}

double bireme_dist_rounded(double x, int direction)
{
    if (x == 0 || !isfinite(x)) return x;
    double scale = 1;
    while (fabs(x) * scale < 1e5 && scale < 1e300) scale *= 10;
    while (fabs(x) * scale >= 1e6 && scale > 1e-300) scale /= 10;
    double digits = x * scale;
    digits = direction < 0 ? floor(digits) : direction > 0 ? ceil(digits) : floor(digits + 0.5);
    return digits / scale;
}

const bireme_dist_argument *bireme_spec_find(const bireme_dist_spec *spec, const char *name)
{
    for (size_t i = 0; i < spec->n_arguments; i++)
        if (strcmp(spec->arguments[i].name, name) == 0) return &spec->arguments[i];
    return NULL;
}

double bireme_spec_number(const bireme_dist_spec *spec, const char *name)
{
    return bireme_spec_find(spec, name)->value;
}

/* "(mean, sd), (mean, cv) or (p10, p90)" */
static void list_sets(const bireme_family *family, bireme_text *text)
{
    for (size_t i = 0; i < family->n_sets; i++) {
        const bireme_parameter_set *set = &family->sets[i];
        if (i > 0) bireme_text_append(text, i + 1 == family->n_sets ? " or " : ", ");
        bireme_text_append(text, "(");
        for (size_t j = 0; j < set->count; j++) {
            if (j > 0) bireme_text_append(text, ", ");
            bireme_text_append(text, set->names[j]);
        }
        for (size_t j = 0; j < BIREME_OPTIONAL_MOST && set->optional[j] != NULL; j++)
            bireme_text_format(text, " [, %s]", set->optional[j]);
        bireme_text_append(text, ")");
    }
}

static void list_given(const bireme_dist_spec *spec, bireme_text *text)
{
    for (size_t i = 0; i < spec->n_arguments; i++) {
        if (i > 0) bireme_text_append(text, ", ");
        bireme_text_append(text, spec->arguments[i].name);
    }
    if (spec->n_arguments == 0) bireme_text_append(text, "nothing");
}

/* How many of the n names are given. */
static size_t count_given(const bireme_dist_spec *spec, size_t n, const char *const *names)
{
    size_t given = 0;
    for (size_t i = 0; i < n && names[i] != NULL; i++) given += bireme_spec_find(spec, names[i]) != NULL;
    return given;
}

static bireme_status check_names(const bireme_dist_spec *spec, const char *sets, bireme_error *error)
{
    enum { MOST = 16 };
    const bireme_family *family = spec->family;
    const char *names[MOST];
    size_t n = family->n_parameters < MOST ? family->n_parameters : MOST;
    for (size_t i = 0; i < n; i++) names[i] = family->parameters[i].name;
    for (size_t i = 0; i < spec->n_arguments; i++) {
        const char *name = spec->arguments[i].name;
        if (bireme_spec_find(spec, name) != &spec->arguments[i])
            return bireme_dist_fail(error, name, "%s: `%s` is given twice", family->name, name);
        if (bireme_family_parameter(family, name) != NULL) continue;
        const char *near = bireme_nearest(name, names, n);
        return bireme_dist_fail(error, name, "`%s` is not a parameter of %s%s%s%s; it takes %s", name,
                                family->name, near ? " (did you mean `" : "", near ? near : "",
                                near ? "`?)" : "", sets);
    }
    return BIREME_OK;
}

/* Checks that the names are exactly one set; if not, says what is wrong. */
static bireme_status check_set(const bireme_dist_spec *spec, const char *sets, const char *given,
                               bireme_error *error)
{
    const bireme_family *family = spec->family;
    bool part = false, more = false;
    for (size_t i = 0; i < family->n_sets; i++) {
        const bireme_parameter_set *set = &family->sets[i];
        size_t found = count_given(spec, set->count, set->names), count = set->count;
        size_t all = found + count_given(spec, BIREME_OPTIONAL_MOST, set->optional);
        if (found == count && all == spec->n_arguments) return BIREME_OK;
        if (all == spec->n_arguments) part = true;
        if (found == count) more = true;
    }
    const char *how = more   ? "has more parameters than it needs"
                      : part ? "is incomplete"
                             : "cannot be made of these parameters together";
    return bireme_dist_fail(error, NULL, "%s %s: found %s; it takes %s", family->name, how, given, sets);
}

static bireme_status check_number(const bireme_dist_spec *spec, const bireme_parameter *parameter,
                                  double value, bireme_error *error)
{
    const char *name = parameter->name, *family = spec->family->name;
    if (!isfinite(value))
        return bireme_dist_fail(error, name, "%s: `%s` must be a finite number", family, name);
    if (parameter->whole && value != floor(value))
        return bireme_dist_fail(error, name, "%s: `%s` must be a whole number, found %s", family, name,
                                BIREME_SHOWN(value));
    bool low = parameter->low_open ? value > parameter->low : value >= parameter->low;
    bool high = parameter->high_open ? value < parameter->high : value <= parameter->high;
    if (low && high) return BIREME_OK;
    if (isfinite(parameter->low) && isfinite(parameter->high))
        return bireme_dist_fail(error, name, "%s: `%s` must be %s %s and %s %s, found %s", family, name,
                                parameter->low_open ? "greater than" : "at least",
                                BIREME_SHOWN(parameter->low), parameter->high_open ? "less than" : "at most",
                                BIREME_SHOWN(parameter->high), BIREME_SHOWN(value));
    const char *how = low ? (parameter->high_open ? "less than" : "at most")
                          : (parameter->low_open ? "greater than" : "at least");
    return bireme_dist_fail(error, name, "%s: `%s` must be %s %s, found %s", family, name, how,
                            BIREME_SHOWN(low ? parameter->high : parameter->low), BIREME_SHOWN(value));
}

static bireme_status check_value(const bireme_dist_spec *spec, const bireme_dist_argument *argument,
                                 bireme_error *error)
{
    const bireme_parameter *parameter = bireme_family_parameter(spec->family, argument->name);
    bireme_status status = BIREME_OK;
    switch (parameter->kind) {
    case BIREME_PARAMETER_NUMBER:
        return check_number(spec, parameter, argument->value, error);
    case BIREME_PARAMETER_NUMBERS:
        for (size_t i = 0; i < argument->n && status == BIREME_OK; i++)
            status = check_number(spec, parameter, argument->values[i], error);
        if (status != BIREME_OK) return status;
        break;
    case BIREME_PARAMETER_COMPONENTS:
        break;
    case BIREME_PARAMETER_FILE:
    case BIREME_PARAMETER_COLUMN:
        return bireme_dist_fail(error, argument->name,
                                "%s: the values of `file` and `column` have not been read",
                                spec->family->name);
    }
    if (argument->n == 0)
        return bireme_dist_fail(error, argument->name, "%s: `%s` is empty; at least one entry is needed",
                                spec->family->name, argument->name);
    return BIREME_OK;
}

static bireme_status check_truncation(const bireme_dist_spec *spec, bireme_error *error)
{
    const char *family = spec->family->name;
    if (spec->family->own_bounds && (spec->has_min || spec->has_max))
        return bireme_dist_fail(error, spec->has_min ? "min" : "max",
                                "%s: `min` and `max` are its own parameters; it cannot be truncated as well",
                                family);
    if (spec->has_min && !isfinite(spec->min))
        return bireme_dist_fail(error, "min", "%s: `min` must be a finite number", family);
    if (spec->has_max && !isfinite(spec->max))
        return bireme_dist_fail(error, "max", "%s: `max` must be a finite number", family);
    if (spec->has_min && spec->has_max && spec->min >= spec->max)
        return bireme_dist_fail(error, "min", "%s: `min` must be less than `max`, found min %s and max %s",
                                family, BIREME_SHOWN(spec->min), BIREME_SHOWN(spec->max));
    return BIREME_OK;
}

bireme_status bireme_spec_check(const bireme_dist_spec *spec, bireme_error *error)
{
    bireme_text sets = {0}, given = {0};
    list_sets(spec->family, &sets);
    list_given(spec, &given);
    bireme_status status = sets.failed || given.failed ? bireme_fail_memory(error) : BIREME_OK;
    if (status == BIREME_OK) status = check_names(spec, bireme_text_string(&sets), error);
    if (status == BIREME_OK)
        status = check_set(spec, bireme_text_string(&sets), bireme_text_string(&given), error);
    for (size_t i = 0; i < spec->n_arguments && status == BIREME_OK; i++)
        status = check_value(spec, &spec->arguments[i], error);
    if (status == BIREME_OK) status = check_truncation(spec, error);
    bireme_text_free(&sets);
    bireme_text_free(&given);
    return status;
}

bireme_status bireme_spec_ordered(const bireme_dist_spec *spec, const char *low, const char *high,
                                  bireme_error *error)
{
    double a = bireme_spec_number(spec, low), b = bireme_spec_number(spec, high);
    if (a < b) return BIREME_OK;
    return bireme_dist_fail(error, low, "%s: `%s` must be less than `%s`, found %s %s and %s %s",
                            spec->family->name, low, high, low, BIREME_SHOWN(a), high, BIREME_SHOWN(b));
}

bireme_status bireme_spec_mode(const bireme_dist_spec *spec, bireme_error *error)
{
    double low = bireme_spec_number(spec, "min"), high = bireme_spec_number(spec, "max");
    double mode = bireme_spec_number(spec, "mode");
    if (mode >= low && mode <= high) return BIREME_OK;
    return bireme_dist_fail(error, "mode", "%s: `mode` must be from `min` %s to `max` %s, found %s",
                            spec->family->name, BIREME_SHOWN(low), BIREME_SHOWN(high), BIREME_SHOWN(mode));
}

bireme_status bireme_spec_weights(const bireme_dist_argument *weights, double *normalised,
                                  bireme_error *error)
{
    double sum = 0;
    for (size_t i = 0; i < weights->n; i++) sum += weights->values[i];
    if (!(fabs(sum - 1) <= 1e-6)) {
        double shown = floor(sum * 1e9 + 0.5) / 1e9; /* without the rounding error of the additions */
        return bireme_dist_fail(error, "weights",
                                "the %zu weights must sum to 1 (within 0.000001), found a sum of %s",
                                weights->n, BIREME_SHOWN(shown));
    }
    for (size_t i = 0; i < weights->n; i++) normalised[i] = weights->values[i] / sum;
    return BIREME_OK;
}

/* ---- words */

/* Removes the rounding error of a calculation: 0.18 and not 0.18000000000000002. */
static double without_dust(double value)
{
    double size = fabs(value), unit = 1;
    if (!(size > 1e-12 && size < 1e12)) return value;
    while (size * unit < 1e12) unit *= 10;
    double rounded = floor(size * unit + 0.5) / unit;
    return fabs(rounded - size) < 1e-14 * size ? copysign(rounded, value) : value;
}

void bireme_text_append_grouped(bireme_text *text, double value)
{
    char number[BIREME_NUMBER_SIZE];
    bireme_number_format(number, without_dust(value));
    size_t start = number[0] == '-', digits = strspn(number + start, "0123456789");
    if (number[start + digits] == 'e') digits = 0;
    for (size_t i = 0; number[i] != '\0'; i++) {
        size_t left = start + digits - i; /* digits still to come before the point */
        if (i > start && i < start + digits && left % 3 == 0) bireme_text_append(text, ",");
        bireme_text_append_n(text, number + i, 1);
    }
}

static void describe_list(const bireme_dist_argument *argument, size_t n, const char *noun, bireme_text *text)
{
    double low = argument->values[0], high = low;
    for (size_t i = 1; i < argument->n; i++) {
        low = fmin(low, argument->values[i]);
        high = fmax(high, argument->values[i]);
    }
    bireme_text_format(text, "%zu %s from ", n, noun);
    bireme_text_append_grouped(text, low);
    bireme_text_append(text, " to ");
    bireme_text_append_grouped(text, high);
}

static void describe_components(const bireme_dist_spec *spec, bireme_text *text)
{
    const bireme_dist_argument *components = bireme_spec_find(spec, "components");
    const bireme_dist_argument *weights = bireme_spec_find(spec, "weights");
    for (size_t i = 0; i < components->n; i++) {
        if (i > 0) bireme_text_append(text, "; ");
        bireme_text_append_number(text, weights->values[i]);
        bireme_text_append(text, " × ");
        bireme_text_append(text, components->components[i]->text);
    }
}

/* "3 quantiles from 5 to 7, lower 0", "mean 24,000, cv 0.9" */
static void describe_arguments(const bireme_dist_spec *spec, bireme_text *text)
{
    static const char *const lists[] = {"quantiles", "values", "coefficients"};
    const char *joint = "";
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++) {
        const bireme_dist_argument *list = bireme_spec_find(spec, lists[k]);
        if (list == NULL) continue;
        describe_list(list, list->n, lists[k], text);
        joint = ", ";
    }
    for (size_t i = 0; i < spec->n_arguments; i++) {
        const bireme_dist_argument *argument = &spec->arguments[i];
        if (bireme_family_parameter(spec->family, argument->name)->kind != BIREME_PARAMETER_NUMBER) continue;
        bireme_text_format(text, "%s%s ", joint, argument->name);
        bireme_text_append_grouped(text, argument->value);
        joint = ", ";
    }
}

void bireme_spec_describe(const bireme_dist_spec *spec, bireme_text *text)
{
    bireme_text_format(text, "%s (", spec->family->name);
    if (bireme_spec_find(spec, "components") != NULL) {
        describe_components(spec, text);
    } else if (bireme_spec_find(spec, "edges") != NULL) {
        describe_list(bireme_spec_find(spec, "edges"), bireme_spec_find(spec, "weights")->n, "bins", text);
    } else {
        describe_arguments(spec, text);
    }
    bireme_text_append(text, ")");
    if (!spec->has_min && !spec->has_max) return;
    bireme_text_append(text, ", truncated to ");
    bireme_text_append(text, spec->has_min ? "[" : "(-∞");
    if (spec->has_min) bireme_text_append_number(text, spec->min);
    bireme_text_append(text, ", ");
    if (spec->has_max) bireme_text_append_number(text, spec->max);
    bireme_text_append(text, spec->has_max ? "]" : "∞)");
}
