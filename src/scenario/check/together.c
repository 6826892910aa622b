/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the field table cannot say about a scenario, part by part; here the frame: the start date's form, the
 * fiscal year, the stages' names, the run.
 */
#include "scenario/check/internal.h"

#include <string.h>
#include "model/metric.h"
#include "model/quarters.h"
#include "scenario/frame.h"

static void check_start(bireme_reading *reading)
{
    bireme_calendar calendar;
    if (!bireme_calendar_read(reading, &calendar)) return;
    if (calendar.period != BIREME_PERIOD_WEEK && calendar.day != 1)
        bireme_node_fail(
            &reading->report, bireme_node_find(reading->root, "start"),
            "`start` is day %d of a month, but %ss begin with day 1; only weeks may begin on any day",
            calendar.day, bireme_period_name(calendar.period));
}

/* Quarters of one year cannot be made of those of another. */
static void check_fiscal_year(bireme_reading *reading)
{
    bireme_calendar calendar;
    const bireme_node *year = bireme_node_find(reading->root, "fiscal_year_start");
    if (year == NULL || year->type != BIREME_NODE_NUMBER || !(year->number >= 1 && year->number <= 12) ||
        !bireme_calendar_read(reading, &calendar) || bireme_quarters_fit(&calendar, (int)year->number))
        return;
    const int first = (calendar.month - 1) % 3 + 1;
    bireme_node_fail(
        &reading->report, year,
        "`fiscal_year_start` is %s, but the periods are quarters that begin in other months than "
        "those of that year; possible are %d, %d, %d and %d",
        year->text, first, first + 3, first + 6, first + 9);
}

static void check_stages(bireme_reading *reading)
{
    const bireme_node *funnel = bireme_node_find(reading->root, "funnel");
    if (funnel == NULL || funnel->type != BIREME_NODE_LIST || funnel->count > BIREME_STAGES_MOST) return;
    for (const bireme_node *stage = funnel->first; stage != NULL; stage = stage->next) {
        if (stage->type != BIREME_NODE_TEXT) continue;
        for (const bireme_node *earlier = funnel->first; earlier != stage; earlier = earlier->next) {
            if (earlier->type != BIREME_NODE_TEXT || strcmp(earlier->text, stage->text) != 0) continue;
            char quoted[BIREME_QUOTE_SIZE];
            bireme_node_fail(&reading->report, stage, "the stage `%s` is in the funnel twice",
                             bireme_quote(quoted, stage->text));
            break;
        }
    }
}

void bireme_check_together(bireme_reading *reading, const bireme_model *model)
{
    check_start(reading);
    check_fiscal_year(reading);
    check_stages(reading);
    bireme_check_channels(reading);
    bireme_check_goal(reading, model);
    bireme_check_sales(reading);
    bireme_check_revenue(reading);
    bireme_check_growth(reading);
    bireme_check_economy(reading);
    bireme_check_initiatives(reading);
    bireme_check_actuals(reading);
    bireme_check_pipeline(reading);
    bireme_check_decision(reading);
    bireme_check_correlations(reading);
}
