/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The economy: a given path, or a Markov chain with a start and transition probabilities, never both.
 */
#include "scenario/check/internal.h"

#include <math.h>
#include <string.h>
#include "base/text.h"
#include "scenario/check/words.h"

/* Probabilities must sum to 1 within 1e-6, which allows for rounded decimals. */
static void check_sum(bireme_reading *reading, const bireme_node *map)
{
    double sum = 0;
    for (const bireme_node *entry = map->first; entry != NULL; entry = entry->next) {
        if (entry->type == BIREME_NODE_TEXT) continue; /* note, source */
        if (entry->type != BIREME_NODE_NUMBER) return; /* reported already */
        sum += entry->number;
    }
    if (fabs(sum - 1) <= 1e-6) return;
    char label[BIREME_LABEL_MOST], number[BIREME_NUMBER_SIZE];
    bireme_node_fail(&reading->report, map, "the probabilities of %s sum to %s, but must sum to 1",
                     bireme_check_label(label, map),
                     bireme_number_format(number, floor(sum * 1e9 + 0.5) / 1e9));
}

static void check_transition(bireme_reading *reading, const bireme_node *transition)
{
    for (const bireme_node *row = transition->first; row != NULL; row = row->next)
        if (row->type == BIREME_NODE_OBJECT) check_sum(reading, row);
    for (size_t r = 0; r < reading->regimes.count; r++) {
        char quoted[BIREME_QUOTE_SIZE];
        if (bireme_node_find(transition, reading->regimes.names[r]) == NULL)
            bireme_node_fail(&reading->report, transition,
                             "`transition` has no row for the regime `%s`: what follows it?",
                             bireme_quote(quoted, reading->regimes.names[r]));
    }
}

void bireme_check_economy(bireme_reading *reading)
{
    const bireme_node *economy = bireme_node_find(reading->root, "economy");
    if (economy == NULL || economy->type != BIREME_NODE_OBJECT) return;
    const bireme_node *path = bireme_node_find(economy, "path"), *start = bireme_node_find(economy, "start");
    const bireme_node *transition = bireme_node_find(economy, "transition");
    const bireme_node *regimes = bireme_node_find(economy, "regimes");
    const bireme_node *course = path != NULL ? path : start != NULL ? start : transition;
    if (regimes == NULL && course != NULL)
        bireme_node_fail_key(&reading->report, course,
                             "`%s` needs `regimes`: what does the economy go through?", course->key);
    if (regimes == NULL && bireme_node_find(economy, "drift") == NULL)
        bireme_node_fail(&reading->report, economy, "the economy needs `regimes` or `drift`");
    for (size_t r = 0; r < reading->regimes.count; r++)
        bireme_check_effects(reading, bireme_node_find(regimes, reading->regimes.names[r]));
    if (path != NULL && path->type == BIREME_NODE_LIST && reading->periods > 0 &&
        path->count != reading->periods)
        bireme_node_fail(&reading->report, path, "`path` names %zu regimes, but the scenario has %zu periods",
                         path->count, reading->periods);
    if (path != NULL && (start != NULL || transition != NULL))
        bireme_node_fail(&reading->report, start != NULL ? start : transition,
                         "`%s` does not go with `path`: the course of the economy is either given or drawn",
                         start != NULL ? "start" : "transition");
    if (path == NULL && start == NULL && reading->regimes.count > 1)
        bireme_node_fail(&reading->report, economy,
                         "the economy has %zu regimes, but neither `path` nor `start` says which holds when",
                         reading->regimes.count);
    if (start != NULL && start->type == BIREME_NODE_OBJECT) check_sum(reading, start);
    if (transition != NULL && transition->type == BIREME_NODE_OBJECT) check_transition(reading, transition);
}
