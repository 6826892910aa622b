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

size_t bireme_past_read(const bireme_reading *reading)
{
    bireme_calendar calendar;
    int year, month, day;
    const bireme_node *through = bireme_node_find(bireme_node_find(reading->root, "actuals"), "through");
    if (through == NULL || through->type != BIREME_NODE_TEXT || !bireme_calendar_read(reading, &calendar) ||
        !bireme_date_parse(through->text, &year, &month, &day))
        return 0;
    long last = bireme_calendar_find(&calendar, year, month, day);
    return last >= 0 && last + 1 < (long)reading->periods ? (size_t)last + 1 : 0;
}

bireme_calendar bireme_calendar_after(const bireme_calendar *calendar, size_t n)
{
    char label[BIREME_LABEL_SIZE];
    bireme_calendar after = *calendar;
    if (n > 0)
        (void)bireme_date_parse(bireme_calendar_label(calendar, n, label), &after.year, &after.month,
                                &after.day);
    return after;
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
