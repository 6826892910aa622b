/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The families, in the order in which the reference page shows them.
 */
#include "dist/family.h"

#include <string.h>

static const bireme_family_definition *const families[] = {
    &bireme_family_uniform,     &bireme_family_triangular, &bireme_family_pert,     &bireme_family_normal,
    &bireme_family_lognormal,   &bireme_family_gamma,      &bireme_family_beta,     &bireme_family_weibull,
    &bireme_family_exponential, &bireme_family_metalog,    &bireme_family_discrete, &bireme_family_histogram,
    &bireme_family_empirical,   &bireme_family_mixture,
};

size_t bireme_family_count(void)
{
    return sizeof families / sizeof families[0];
}

const bireme_family *bireme_family_get(size_t index)
{
    return index < bireme_family_count() ? &families[index]->family : NULL;
}

const bireme_family *bireme_family_find(const char *name)
{
    for (size_t i = 0; i < bireme_family_count(); i++)
        if (strcmp(families[i]->family.name, name) == 0) return &families[i]->family;
    return NULL;
}
