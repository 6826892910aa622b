/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Amounts are subtracted only if they are in one currency. A code and its sign are the same ("EUR" and "€");
 * a sign used in several countries ("$") matches only the same sign.
 */
#include "decide/compare/internal.h"

#include <stdio.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "scenario/internal.h"
#include "table/currency_signs.h"

static bool same_currency(const char *a, const char *b)
{
    char code[4], other[4];
    if (strcmp(a, b) == 0) return true;
    return bireme_currency_find(a, code) && bireme_currency_find(b, other) && strcmp(code, other) == 0;
}

/* The node that gives the scenario's currency; its root, if there is none. */
static const bireme_node *place_of(const bireme_scenario *scenario)
{
    const bireme_node *said = bireme_node_find(scenario->root, "currency");
    return said != NULL ? said : scenario->root;
}

static bireme_status put_place(bireme_error *error, const bireme_node *node)
{
    if (error == NULL || node->file == NULL) return BIREME_SCENARIO;
    bireme_error_in_file(error, node->file);
    error->line = node->line;
    error->column = node->column;
    char *pointer = bireme_node_place(node);
    if (pointer == NULL) return bireme_fail_memory(error);
    snprintf(error->pointer, sizeof error->pointer, "%s", pointer);
    bireme_free(pointer);
    return BIREME_SCENARIO;
}

/* The message has the places of both, because two scenarios often have the same name. */
static bireme_status refuse(const bireme_scenario *first, const bireme_scenario *own, bireme_error *error)
{
    const bireme_node *there = place_of(first), *here = place_of(own);
    char *origin = bireme_node_origin(there);
    if (origin == NULL) return bireme_fail_memory(error);
    bireme_fail(error, BIREME_SCENARIO,
                "`%s` is in %s%s, and `%s` (%s), which it is to be compared with, in %s%s: amounts of two "
                "currencies are never set against each other, and never converted; give both in the same "
                "currency",
                own->model->name, own->model->currency, here == own->root ? " (it has no `currency`)" : "",
                first->model->name, origin, first->model->currency,
                there == first->root ? " (it has no `currency`)" : "");
    bireme_free(origin);
    return put_place(error, here);
}

bireme_status bireme_compare_currency(const bireme_scenario *const *scenarios, size_t n, bireme_error *error)
{
    for (size_t s = 1; s < n; s++)
        if (!same_currency(scenarios[0]->model->currency, scenarios[s]->model->currency))
            return refuse(scenarios[0], scenarios[s], error);
    return BIREME_OK;
}
