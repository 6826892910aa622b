/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Initiatives, and multipliers of things that the scenario does not have.
 */
#include "scenario/check/internal.h"

#include "scenario/frame.h"

void bireme_check_effects(bireme_reading *reading, const bireme_node *effects)
{
    const bireme_node *churn = bireme_node_find(effects, "churn");
    if (churn != NULL && !bireme_recurring_read(reading))
        bireme_node_warn_key(&reading->report, churn, "`churn` changes nothing: revenue is not recurring");
}

static bool is_empty(const bireme_node *effect)
{
    if (effect == NULL || effect->type != BIREME_NODE_OBJECT) return effect == NULL;
    size_t remarks = (bireme_node_find(effect, "note") != NULL) +
                     (bireme_node_find(effect, "source") != NULL);
    return effect->count == remarks;
}

static void check_from(bireme_reading *reading, const bireme_node *from)
{
    bireme_calendar calendar;
    int year, month, day;
    char last[BIREME_LABEL_SIZE];
    if (from == NULL || from->type != BIREME_NODE_TEXT || reading->periods == 0) return;
    if (!bireme_date_parse(from->text, &year, &month, &day) || !bireme_calendar_read(reading, &calendar))
        return;
    if (bireme_calendar_position(&calendar, year, month, day) < (double)reading->periods) return;
    bireme_node_warn(&reading->report, from,
                     "`from` is %s, after the horizon, whose last period is %s: it changes nothing",
                     from->text, bireme_calendar_label(&calendar, reading->periods - 1, last));
}

void bireme_check_initiatives(bireme_reading *reading)
{
    const bireme_node *map = bireme_node_find(reading->root, "initiatives");
    if (map == NULL || map->type != BIREME_NODE_OBJECT) return;
    for (const bireme_node *node = map->first; node != NULL; node = node->next) {
        char name[BIREME_QUOTE_SIZE];
        const bireme_node *effect = bireme_node_find(node, "effect");
        if (node->type != BIREME_NODE_OBJECT) continue; /* note, source, or wrong */
        check_from(reading, bireme_node_find(node, "from"));
        bireme_check_effects(reading, effect);
        if (is_empty(effect))
            bireme_node_warn(&reading->report, node,
                             "the initiative `%s` has no effect: it costs, but multiplies nothing",
                             bireme_quote(name, node->key));
    }
}
