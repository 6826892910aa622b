/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dist/family.h"

#include <string.h>

const bireme_parameter *bireme_family_parameter(const bireme_family *family, const char *name)
{
    for (size_t i = 0; i < family->n_parameters; i++)
        if (strcmp(family->parameters[i].name, name) == 0) return &family->parameters[i];
    return NULL;
}

bool bireme_parameter_set_has(const bireme_parameter_set *set, const char *name)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->names[i], name) == 0) return true;
    for (size_t i = 0; i < BIREME_OPTIONAL_MOST && set->optional[i] != NULL; i++)
        if (strcmp(set->optional[i], name) == 0) return true;
    return false;
}
