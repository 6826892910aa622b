/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/frame.h"

#include <string.h>
#include "model/metric.h"

bool bireme_calendar_read(const bireme_reading *reading, bireme_calendar *out)
{
    const bireme_node *start = bireme_node_find(reading->root, "start");
    const bireme_node *period = bireme_node_find(reading->root, "period");
    if (start == NULL || start->type != BIREME_NODE_TEXT) return false;
    if (!bireme_date_parse(start->text, &out->year, &out->month, &out->day)) return false;
    out->period = BIREME_PERIOD_MONTH;
    return period == NULL ||
           (period->type == BIREME_NODE_TEXT && bireme_period_find(period->text, &out->period));
}

bireme_owner bireme_owner_read(const bireme_node *node)
{
    for (int o = 0; node != NULL && node->type == BIREME_NODE_TEXT && o < BIREME_OWNER_COUNT; o++)
        if (strcmp(node->text, bireme_owner_name((bireme_owner)o)) == 0) return (bireme_owner)o;
    return BIREME_OWNER_MARKETING;
}

bool bireme_recurring_read(const bireme_reading *reading)
{
    const bireme_node *model = bireme_node_find(bireme_node_find(reading->root, "revenue"), "model");
    return model != NULL && model->type == BIREME_NODE_TEXT && strcmp(model->text, "recurring") == 0;
}
