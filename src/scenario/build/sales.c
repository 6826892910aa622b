/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sales team, with its hires in order of time, and the revenue block.
 */
#include "scenario/build/steps.h"

#include <string.h>
#include "scenario/frame.h"

/* Inserts in order of time; equal ones stay in the file's order. */
static void insert_hire(bireme_sales *sales, bireme_hire hire)
{
    size_t i = sales->n_hires++;
    for (; i > 0 && sales->hires[i - 1].at > hire.at; i--) sales->hires[i] = sales->hires[i - 1];
    sales->hires[i] = hire;
}

static void build_hires(bireme_builder *builder, const bireme_node *map)
{
    bireme_sales *sales = &builder->model->sales;
    int year, month, day;
    if (map == NULL) return;
    sales->hires = bireme_build_alloc(builder, map->count, sizeof *sales->hires);
    for (const bireme_node *hire = map->first; hire != NULL && sales->hires != NULL; hire = hire->next) {
        if (hire->type != BIREME_NODE_NUMBER) continue; /* note, source */
        if (!bireme_date_parse(hire->key, &year, &month, &day)) continue;
        double at = bireme_calendar_position(&builder->model->past.calendar, year, month, day);
        insert_hire(sales, (bireme_hire){at, hire->number});
    }
}

void bireme_build_sales(bireme_builder *builder)
{
    bireme_model *model = builder->model;
    bireme_sales *sales = &model->sales;
    const bireme_node *node = bireme_node_find(builder->reading->root, "sales");
    if (node == NULL) return;
    const bireme_node *backfill = bireme_node_find(node, "backfill"),
                      *stage = bireme_node_find(node, "stage");
    const bireme_node *overflow = bireme_node_find(node, "overflow");
    sales->reps = bireme_build_number(node, "reps", 0);
    build_hires(builder, bireme_node_find(node, "hires"));
    sales->ramp_months = bireme_build_number(node, "ramp_months", 0);
    sales->attrition = bireme_build_number(node, "attrition", 0);
    sales->backfill = backfill != NULL && backfill->truth;
    sales->stage = model->stages - 2;
    for (size_t s = 0; stage != NULL && s < model->stages; s++)
        if (strcmp(model->stage[s], stage->text) == 0) sales->stage = s;
    sales->opportunities_per_rep = bireme_build_number(node, "opportunities_per_rep", 0);
    sales->waits = overflow == NULL || strcmp(overflow->text, "wait") == 0;
    sales->patience = bireme_build_number(node, "patience", 1);
    sales->cost_per_rep = bireme_build_rate(builder, "sales.cost_per_rep",
                                            bireme_node_find(node, "cost_per_rep"));
    sales->commission = bireme_build_rate(builder, "sales.commission", bireme_node_find(node, "commission"));
}

/* Whether the goal is about cash. */
static bool asks_for_cash(const bireme_node *root)
{
    const bireme_node *metric = bireme_node_find(bireme_node_find(root, "goal"), "metric");
    return metric != NULL && metric->type == BIREME_NODE_TEXT &&
           (strcmp(metric->text, "cash") == 0 || strncmp(metric->text, "cash.", 5) == 0);
}

void bireme_build_begin_revenue(bireme_builder *builder)
{
    const bireme_reading *reading = builder->reading;
    const bireme_node *node = bireme_node_find(reading->root, "revenue");
    const bireme_node *billing = bireme_node_find(node, "billing");
    bireme_revenue *revenue = &builder->model->revenue;
    revenue->recurring = bireme_recurring_read(reading);
    revenue->opening = bireme_build_number(node, "opening", 0);
    revenue->discount_rate = bireme_build_number(node, "discount_rate", 0);
    revenue->yearly = billing != NULL && billing->type == BIREME_NODE_TEXT &&
                      strcmp(billing->text, "yearly") == 0;
    revenue->is_paid_later = bireme_node_find(node, "payment_days") != NULL;
    revenue->has_cash = billing != NULL || revenue->is_paid_later || reading->counts_cash ||
                        asks_for_cash(reading->root);
}

void bireme_build_revenue(bireme_builder *builder)
{
    bireme_revenue *revenue = &builder->model->revenue;
    const bireme_node *node = bireme_node_find(builder->reading->root, "revenue");
    revenue->churn = bireme_build_rate(builder, "revenue.churn", bireme_node_find(node, "churn"));
    revenue->expansion = bireme_build_rate(builder, "revenue.expansion", bireme_node_find(node, "expansion"));
    revenue->gross_margin = bireme_build_rate(builder, "revenue.gross_margin",
                                              bireme_node_find(node, "gross_margin"));
    revenue->unit_cost = bireme_build_rate(builder, "revenue.unit_cost", bireme_node_find(node, "unit_cost"));
    revenue->lifetime_years = bireme_build_number(node, "lifetime_years", 5);
    bireme_build_item(builder, "revenue.payment_days", bireme_node_find(node, "payment_days"),
                      &revenue->payment);
}
