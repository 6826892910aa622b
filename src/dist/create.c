/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From arguments to a distribution: the steps that are the same for all families.
 */
#include "dist/family.h"

#include <math.h>
#include "base/memory.h"

static bireme_status make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    const bireme_family_definition *definition = (const bireme_family_definition *)(const void *)spec->family;
    bireme_text text = {0};
    bireme_status status = definition->make(spec, dist, error);
    if (status == BIREME_OK && (spec->has_min || spec->has_max))
        status = bireme_dist_truncate(dist, spec->has_min ? spec->min : -INFINITY,
                                      spec->has_max ? spec->max : INFINITY, error);
    if (status != BIREME_OK) return status;
    bireme_spec_describe(spec, &text);
    if (text.failed) {
        bireme_text_free(&text);
        return bireme_fail_memory(error);
    }
    dist->text = text.data;
    return BIREME_OK;
}

/* Sums of a million values, a curve at values near 1000: if the spread is only a few roundings of a double,
 * there is nothing to lay a grid or a polynomial over. Such a distribution becomes the point that it is for
 * all practical purposes. */
static bireme_status narrow(bireme_dist *dist, bireme_error *error)
{
    double most = BIREME_DIST_NARROW * fabs(dist->mean);
    if (dist->n_atoms == 1 && dist->n_components == 0) return BIREME_OK;
    if (!(sqrt(dist->variance) <= most)) return BIREME_OK;
    double point = fmin(fmax(dist->mean, dist->lower), dist->upper);
    bireme_dist made = {.name = dist->name, .text = dist->text, .narrowed = true};
    bireme_status status = bireme_dist_set_atoms(&made, 1, &point, NULL, error);
    if (status != BIREME_OK) return status;
    dist->text = NULL;
    bireme_dist_clear(dist);
    *dist = made;
    return BIREME_OK;
}

bireme_status bireme_dist_create(const bireme_dist_spec *spec, bireme_dist **out, bireme_error *error)
{
    bireme_status status = bireme_spec_check(spec, error);
    if (status != BIREME_OK) return status;
    bireme_dist *dist = bireme_calloc(1, sizeof *dist);
    if (dist == NULL) return bireme_fail_memory(error);
    dist->name = spec->family->name;
    status = make(spec, dist, error);
    if (status == BIREME_OK) status = narrow(dist, error);
    if (status == BIREME_OK)
        *out = dist;
    else
        bireme_dist_free(dist);
    return status;
}

bireme_status bireme_dist_create_fixed(double value, bireme_dist **out, bireme_error *error)
{
    if (!isfinite(value)) return bireme_dist_fail(error, NULL, "a fixed value must be a finite number");
    bireme_text text = {0};
    bireme_dist *dist = bireme_calloc(1, sizeof *dist);
    bireme_status status = dist == NULL ? bireme_fail_memory(error) : BIREME_OK;
    if (status == BIREME_OK) {
        dist->name = "fixed";
        status = bireme_dist_set_atoms(dist, 1, &value, NULL, error);
    }
    if (status == BIREME_OK) {
        bireme_text_append(&text, "fixed at ");
        bireme_text_append_grouped(&text, value);
        if (text.failed) status = bireme_fail_memory(error);
    }
    if (status == BIREME_OK) {
        dist->text = text.data;
        *out = dist;
    } else {
        bireme_text_free(&text);
        bireme_dist_free(dist);
    }
    return status;
}
