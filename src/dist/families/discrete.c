/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * discrete, empirical: a value drawn from a list. Their common description is in atoms.c.
 *
 *   discrete    values (any order; equal ones are merged) and as many weights, ≥ 0, with sum 1
 *   empirical   values, each equally likely: what was observed, drawn again
 */
#include "dist/family.h"

#include <math.h>
#include "base/memory.h"

static bireme_status discrete_make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    const bireme_dist_argument *values = bireme_spec_find(spec, "values");
    const bireme_dist_argument *weights = bireme_spec_find(spec, "weights");
    if (values->n != weights->n)
        return bireme_dist_fail(error, "weights",
                                "discrete: there must be as many weights as values, found %zu "
                                "weights and %zu values",
                                weights->n, values->n);
    double *masses = bireme_calloc(weights->n, sizeof *masses);
    if (masses == NULL) return bireme_fail_memory(error);
    bireme_status status = bireme_spec_weights(weights, masses, error);
    if (status == BIREME_OK) status = bireme_dist_set_atoms(dist, values->n, values->values, masses, error);
    bireme_free(masses);
    return status;
}

static const bireme_parameter discrete_parameters[] = {
    {"values", BIREME_PARAMETER_NUMBERS, -INFINITY, INFINITY, true, true, false, "the values"},
    {"weights", BIREME_PARAMETER_NUMBERS, 0, 1, false, false, false,
     "the probability of each value; their sum is 1"},
};
static const bireme_parameter_set discrete_sets[] = {{2, {"values", "weights"}, NULL, {NULL}}};

const bireme_family_definition bireme_family_discrete = {
    {"discrete", "one of a list of values, each with its probability", "the values", 2, discrete_parameters,
     1, discrete_sets, false},
    discrete_make};

static bireme_status empirical_make(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error)
{
    const bireme_dist_argument *values = bireme_spec_find(spec, "values");
    return bireme_dist_set_atoms(dist, values->n, values->values, NULL, error);
}

static const bireme_parameter empirical_parameters[] = {
    {"values", BIREME_PARAMETER_NUMBERS, -INFINITY, INFINITY, true, true, false, "the observed values"},
    {"file", BIREME_PARAMETER_FILE, 0, 0, false, false, false,
     "name of a CSV file with the observed values, relative to the scenario"},
    {"column", BIREME_PARAMETER_COLUMN, 0, 0, false, false, false, "header of the column in that file"},
};
static const bireme_parameter_set empirical_sets[] = {{1, {"values"}, NULL, {NULL}},
                                                      {2, {"file", "column"}, NULL, {NULL}}};

const bireme_family_definition bireme_family_empirical = {
    {"empirical", "what was observed, each value equally likely", "the values", 3, empirical_parameters, 2,
     empirical_sets, false},
    empirical_make};
