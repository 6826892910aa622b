/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of a scenario about sales, money and what is open at the start.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void oracle_read_sales(oracle *model, const cJSON *root)
{
    const cJSON *node = oracle_get(root, "sales"), *stage = oracle_get(node, "stage");
    oracle_sales *sales = &model->sales;
    sales->heads = oracle_alloc(model, model->periods, sizeof *sales->heads);
    sales->effective = oracle_alloc(model, model->periods, sizeof *sales->effective);
    sales->stage = model->stages - 2;
    sales->cost_per_rep = sales->commission = -1;
    if (node == NULL) return;
    oracle_know(node, "sales",
                "reps hires ramp_months attrition backfill stage opportunities_per_rep overflow patience "
                "cost_per_rep commission");
    sales->present = true;
    sales->limited = oracle_get(node, "opportunities_per_rep") != NULL;
    sales->waits = strcmp(oracle_text_or(node, "overflow", "wait"), "wait") == 0;
    sales->per_rep = oracle_number_or(node, "opportunities_per_rep", 0);
    sales->patience = sales->waits ? oracle_number_or(node, "patience", 1) : 0;
    sales->cost_per_rep = oracle_add_rate(model, "sales.cost_per_rep", oracle_get(node, "cost_per_rep"));
    sales->commission = oracle_add_rate(model, "sales.commission", oracle_get(node, "commission"));
    if (stage != NULL) sales->stage = oracle_stage_of(model, stage->valuestring);
    oracle_reps(model, root, node);
}

void oracle_read_revenue(oracle *model, const cJSON *node)
{
    oracle_revenue *revenue = &model->revenue;
    oracle_know(node, "revenue",
                "model opening churn expansion gross_margin unit_cost discount_rate lifetime_years billing "
                "payment_days");
    revenue->recurring = strcmp(oracle_text_or(node, "model", "one_time"), "recurring") == 0;
    revenue->opening = oracle_number_or(node, "opening", 0);
    revenue->gross_margin = oracle_add_rate(model, "revenue.gross_margin", oracle_get(node, "gross_margin"));
    revenue->unit_cost = oracle_add_rate(model, "revenue.unit_cost", oracle_get(node, "unit_cost"));
    revenue->discount_rate = oracle_number_or(node, "discount_rate", 0);
    revenue->lifetime_years = oracle_number_or(node, "lifetime_years", 5);
    revenue->yearly = strcmp(oracle_text_or(node, "billing", "as_earned"), "yearly") == 0;
    oracle_read_payment(model, oracle_get(node, "payment_days"));
    revenue->churn = oracle_add_rate(model, "revenue.churn", oracle_get(node, "churn"));
    revenue->expansion = oracle_add_rate(model, "revenue.expansion", oracle_get(node, "expansion"));
}

/* ---- open pipeline */

/* What groups without a channel have. */
typedef struct fallback {
    int *conversion;
    oracle_item *cycle, *lost;
    oracle_item value, slip;
} fallback;

static fallback read_fallback(oracle *model, const cJSON *root)
{
    fallback f = {0};
    const cJSON *defaults = oracle_get(root, "defaults");
    oracle_read_steps(model, "defaults", NULL, defaults, &f.conversion, &f.cycle, &f.lost);
    f.value = oracle_default_value(model, defaults);
    return f;
}

static void read_close(oracle *model, oracle_group *group, size_t number, const cJSON *root,
                       const cJSON *node, const oracle_item *slip)
{
    const cJSON *due = oracle_get(node, "expected_close"), *own = oracle_get(node, "slip_days");
    char path[ORACLE_PATH];
    snprintf(path, sizeof path, "pipeline.%zu.closes_in_days", number);
    group->closes = oracle_add_item(model, path, oracle_get(node, "closes_in_days"));
    group->due = due != NULL ? oracle_position(root, due->valuestring) - (double)model->past : NAN;
    group->slip = *slip;
    snprintf(path, sizeof path, "pipeline.%zu.slip_days", number);
    if (own != NULL) group->slip = oracle_add_item(model, path, own);
}

static void read_group(oracle *model, size_t number, const cJSON *root, const cJSON *node,
                       const fallback *otherwise)
{
    oracle_group *group = &model->groups[number];
    const cJSON *channel = oracle_get(node, "channel"), *value = oracle_get(node, "value");
    char path[ORACLE_PATH];
    oracle_know(node, "pipeline",
                "stage count value age_days closes_in_days expected_close slip_days win_probability channel");
    group->stage = oracle_stage_of(model, oracle_text_or(node, "stage", ""));
    group->count = (size_t)oracle_number_or(node, "count", 1);
    group->age = oracle_number_or(node, "age_days", 0);
    group->win_probability = oracle_number_or(node, "win_probability", NAN);
    group->channel = channel == NULL ? -1 : (int)oracle_channel_of(model, channel->valuestring);
    if (channel != NULL) {
        const oracle_channel *own = &model->channels[group->channel];
        group->conversion = own->conversion;
        group->cycle = own->cycle;
        group->lost = own->lost;
        group->value = own->deal_value;
    } else {
        group->conversion = otherwise->conversion;
        group->cycle = otherwise->cycle;
        group->lost = otherwise->lost;
        group->value = otherwise->value;
    }
    group->known = cJSON_IsNumber(value);
    snprintf(path, sizeof path, "pipeline.%zu.value", number);
    if (value != NULL) group->value = oracle_add_item(model, path, value);
    read_close(model, group, number, root, node, &otherwise->slip);
}

oracle_item *oracle_read_pipeline(oracle *model, const cJSON *root, const char *file)
{
    const cJSON *pipeline = oracle_get(root, "pipeline"), *slip = oracle_get(pipeline, "slip_days"), *entry;
    cJSON *table = NULL;
    if (oracle_get(pipeline, "deals") != NULL) {
        pipeline = oracle_get(pipeline, "deals");
    } else if (cJSON_IsObject(pipeline)) {
        char path[1024];
        const char *slash = strrchr(file, '/');
        snprintf(path, sizeof path, "%.*s%s", slash == NULL ? 0 : (int)(slash - file) + 1, file,
                 oracle_text_or(pipeline, "file", ""));
        pipeline = table = oracle_table_read(path);
    }
    bool unassigned = false;
    model->n_groups = (size_t)cJSON_GetArraySize(pipeline);
    model->groups = oracle_alloc(model, model->n_groups, sizeof *model->groups);
    cJSON_ArrayForEach(entry, pipeline) unassigned |= oracle_get(entry, "channel") == NULL;
    fallback otherwise = {0};
    if (unassigned) otherwise = read_fallback(model, root);
    otherwise.slip = oracle_add_item(model, "pipeline.slip_days", slip);
    for (size_t g = 0; g < model->n_groups; g++)
        read_group(model, g, root, cJSON_GetArrayItem(pipeline, (int)g), &otherwise);
    cJSON_Delete(table);
    return otherwise.cycle;
}
