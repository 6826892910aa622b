/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sales and revenue: fields that have no effect without another one, and reps who leave although they are not
 * there.
 */
#include <math.h>
#include <string.h>
#include "base/text.h"
#include "scenario/fields/dist_read.h"
#include "scenario/check/internal.h"
#include "scenario/frame.h"

/* ------------------------ capacity */

static void check_capacity(bireme_reading *reading, const bireme_node *sales)
{
    static const char *const of_capacity[] = {"stage", "overflow", "patience"};
    const bireme_node *stage = bireme_node_find(sales, "stage"),
                      *overflow = bireme_node_find(sales, "overflow");
    const bireme_node *patience = bireme_node_find(sales, "patience");
    bool capacity = bireme_node_find(sales, "opportunities_per_rep") != NULL;
    for (size_t i = 0; !capacity && i < sizeof of_capacity / sizeof *of_capacity; i++) {
        const bireme_node *given = bireme_node_find(sales, of_capacity[i]);
        if (given != NULL)
            bireme_node_fail_key(&reading->report, given,
                                 "`%s` is about capacity, but `opportunities_per_rep` is missing: without it "
                                 "there is no limit",
                                 of_capacity[i]);
    }
    const bireme_names *stages = &reading->stages;
    if (stage != NULL && stage->type == BIREME_NODE_TEXT && stages->count > 1 &&
        strcmp(stage->text, stages->names[stages->count - 1]) == 0) {
        char quoted[BIREME_QUOTE_SIZE];
        bireme_node_fail(&reading->report, stage,
                         "`stage` is `%s`, the last one: work begins at a stage before the win",
                         bireme_quote(quoted, stage->text));
    }
    if (capacity && patience != NULL && overflow != NULL && overflow->type == BIREME_NODE_TEXT &&
        strcmp(overflow->text, "lost") == 0)
        bireme_node_warn_key(&reading->report, patience,
                             "`patience` does nothing where `overflow` is \"lost\": nobody waits");
}

/* ------------------------ hires */

typedef struct change {
    double at; /* periods from the start */
    const bireme_node *node;
} change;

/* Sorts by time, equal ones in the order of the file. Returns their number. */
static size_t sort_changes(const bireme_node *hires, const bireme_calendar *calendar, change *out)
{
    size_t n = 0;
    int year, month, day;
    for (const bireme_node *hire = hires->first; hire != NULL; hire = hire->next) {
        if (hire->type != BIREME_NODE_NUMBER || !bireme_date_parse(hire->key, &year, &month, &day)) continue;
        double at = bireme_calendar_position(calendar, year, month, day);
        size_t i = n++;
        for (; i > 0 && out[i - 1].at > at; i--) out[i] = out[i - 1];
        out[i] = (change){at, hire};
    }
    return n;
}

/* Heads as in the model: without backfill, reps who leave by themselves are gone. */
static void check_heads(bireme_reading *reading, const bireme_node *sales, const change *changes, size_t n,
                        double months)
{
    const double rounding = 1e-9;
    const bireme_node *reps = bireme_node_find(sales, "reps"),
                      *backfill = bireme_node_find(sales, "backfill");
    const bireme_node *attrition = bireme_node_find(sales, "attrition");
    double stay = backfill != NULL && backfill->truth ? 1 : 1 - (attrition != NULL ? attrition->number : 0);
    double heads = reps != NULL ? reps->number : 0, now = 0;
    for (size_t i = 0; i < n && changes[i].at < (double)reading->periods; i++) {
        double at = changes[i].at > 0 ? changes[i].at : 0, before = heads * pow(stay, (at - now) * months);
        heads = before + changes[i].node->number;
        now = at;
        if (heads >= -rounding * before) continue;
        char there[BIREME_NUMBER_SIZE], leave[BIREME_NUMBER_SIZE];
        bireme_node_fail(&reading->report, changes[i].node,
                         "%s reps are to leave in %s, but only %s are there then",
                         bireme_number_format(leave, -changes[i].node->number), changes[i].node->key,
                         bireme_number_format(there, floor(before * 100 + 0.5) / 100));
        return;
    }
}

static void check_hires(bireme_reading *reading, const bireme_node *sales)
{
    const bireme_node *hires = bireme_node_find(sales, "hires"),
                      *attrition = bireme_node_find(sales, "attrition");
    bireme_calendar calendar;
    if (hires == NULL || hires->type != BIREME_NODE_OBJECT || hires->count == 0) return;
    if (reading->periods == 0 || !bireme_calendar_read(reading, &calendar)) return;
    if (attrition != NULL && !(attrition->number >= 0 && attrition->number < 1)) return;
    change *changes = bireme_arena_alloc(&reading->arena, hires->count, sizeof *changes);
    if (changes == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    size_t n = sort_changes(hires, &calendar, changes);
    check_heads(reading, sales, changes, n, bireme_calendar_days(&calendar) / (365.25 / 12));
    for (size_t i = 0; i < n; i++) {
        char last[BIREME_LABEL_SIZE];
        if (changes[i].at >= (double)reading->periods)
            bireme_node_warn_key(&reading->report, changes[i].node,
                                 "%s is after the horizon, whose last period is %s: nothing changes in it",
                                 changes[i].node->key,
                                 bireme_calendar_label(&calendar, reading->periods - 1, last));
    }
}

void bireme_check_sales(bireme_reading *reading)
{
    const bireme_node *sales = bireme_node_find(reading->root, "sales");
    if (sales == NULL || sales->type != BIREME_NODE_OBJECT) return;
    check_capacity(reading, sales);
    check_hires(reading, sales);
}

/* ------------------------ revenue */

/* Invoices are not drawn one by one. */
static void check_payment(bireme_reading *reading, const bireme_node *payment)
{
    const bireme_dist_value *value = payment != NULL ? payment->value : NULL;
    if (value == NULL || value->scale == NULL) return;
    bireme_node_fail(&reading->report, value->location,
                     "`payment_days` is one distribution over all invoices: its `%s` must be a number",
                     value->location->key);
}

void bireme_check_revenue(bireme_reading *reading)
{
    static const char *const of_customers[] = {"opening", "churn", "expansion", "lifetime_years"};
    const bireme_node *revenue = bireme_node_find(reading->root, "revenue");
    const bireme_node *billing = bireme_node_find(revenue, "billing");
    check_payment(reading, bireme_node_find(revenue, "payment_days"));
    if (bireme_recurring_read(reading)) return;
    if (billing != NULL && billing->type == BIREME_NODE_TEXT && strcmp(billing->text, "yearly") == 0)
        bireme_node_fail(
            &reading->report, billing,
            "`billing` is \"yearly\", but there are no contract years: `model` is \"one_time\"%s",
            bireme_node_find(revenue, "model") == NULL ? ", as it is when it is not given" : "");
    for (size_t i = 0; i < sizeof of_customers / sizeof *of_customers; i++) {
        const bireme_node *given = bireme_node_find(revenue, of_customers[i]);
        if (given != NULL)
            bireme_node_fail_key(
                &reading->report, given, "`%s` is about recurring revenue, but `model` is \"one_time\"%s",
                of_customers[i],
                bireme_node_find(revenue, "model") == NULL ? ", as it is when it is not given" : "");
    }
}
