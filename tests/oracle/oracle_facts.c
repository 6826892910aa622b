/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happened in the periods that are over, told by the name of a metric. A table of facts is laid out as
 * the lists that could have been written in its place. What was not given is not known, unless it is the
 * same by definition; nor is a sum of which a part is not known.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a table of facts */

static cJSON *member_of(cJSON *object, const char *name, bool list, size_t past)
{
    cJSON *found = cJSON_GetObjectItemCaseSensitive(object, name);
    if (found != NULL) return found;
    found = list ? cJSON_CreateArray() : cJSON_CreateObject();
    for (size_t t = 0; list && t < past; t++) cJSON_AddItemToArray(found, cJSON_CreateNull());
    cJSON_AddItemToObject(object, name, found);
    return found;
}

static void lay_out_row(const oracle *model, const cJSON *root, cJSON *actuals, const cJSON *row)
{
    const char *metric = oracle_text_or(row, "metric", ""), *channel = oracle_text_or(row, "channel", NULL);
    const cJSON *value = oracle_get(row, "value");
    double at = floor(oracle_position(root, oracle_text_or(row, "period", "")));
    cJSON *within = actuals;
    oracle_know(row, "a row of facts", "period metric channel value");
    if (!(at >= 0)) oracle_stop("a fact before the start");
    if (at >= (double)model->past || value == NULL) return;
    if (!cJSON_IsNumber(value)) oracle_stop("a fact is no number");
    if (channel != NULL) {
        within = member_of(member_of(actuals, "channels", false, 0), channel, false, 0);
    } else if (strncmp(metric, "stage.", 6) == 0) {
        within = member_of(actuals, "stages", false, 0);
        metric += 6;
    }
    cJSON_ReplaceItemInArray(member_of(within, metric, true, model->past), (int)at,
                             cJSON_CreateNumber(value->valuedouble));
}

void oracle_read_facts(oracle *model, cJSON *root)
{
    cJSON *actuals = cJSON_GetObjectItemCaseSensitive(root, "actuals");
    const char *file = oracle_text_or(actuals, "file", NULL);
    if (file != NULL) {
        char path[1024];
        snprintf(path, sizeof path, "%s%s", model->folder, file);
        cJSON *rows = oracle_table_read(path);
        for (const cJSON *row = rows->child; row != NULL; row = row->next)
            lay_out_row(model, root, actuals, row);
        cJSON_Delete(rows);
    }
    model->facts = cJSON_Duplicate(actuals, 1);
}

/* ---- what is known of a period that is over */

static double entry(const cJSON *list, size_t t)
{
    const cJSON *number = list == NULL ? NULL : cJSON_GetArrayItem(list, (int)t);
    return cJSON_IsNumber(number) ? number->valuedouble : NAN;
}

/* Bookings of one-time deals are revenue, and the other way round. */
static double given(const oracle *model, const cJSON *of, const char *what, size_t t)
{
    double value = entry(oracle_get(of, what), t);
    if (!isnan(value) || model->revenue.recurring) return value;
    if (strcmp(what, "revenue") == 0) return entry(oracle_get(of, "bookings"), t);
    return strcmp(what, "bookings") == 0 ? entry(oracle_get(of, "revenue"), t) : value;
}

/* Nothing is spent on a channel for which nothing is planned. */
static double of_channel(const oracle *model, const oracle_channel *channel, const char *what, size_t t)
{
    if (strcmp(what, "spend") == 0 && !channel->planned) return 0;
    return given(model, oracle_get(oracle_get(model->facts, "channels"), channel->name), what, t);
}

/* owner < 0: of all channels. */
static double of_channels(const oracle *model, int owner, const char *what, size_t t)
{
    double sum = 0;
    for (size_t c = 0; c < model->n_channels; c++)
        if (owner < 0 || model->channels[c].owner == owner)
            sum += of_channel(model, &model->channels[c], what, t);
    return sum;
}

/* Recurring revenue is that of earlier customers too, whom no channel brought within the horizon. */
static bool is_all_of_channels(const oracle *model, const char *what)
{
    return !(model->revenue.recurring && strcmp(what, "revenue") == 0);
}

static double of_company(const oracle *model, const char *what, size_t t)
{
    double value = given(model, model->facts, what, t);
    return isnan(value) && is_all_of_channels(model, what) ? of_channels(model, -1, what, t) : value;
}

static double of_owner(const oracle *model, int owner, const char *what, size_t t)
{
    if (owner < ORACLE_OWNERS) return of_channels(model, owner, what, t);
    if (!is_all_of_channels(model, what)) return NAN;
    double rest = of_company(model, what, t) - of_channels(model, -1, what, t);
    return rest < 0 ? 0 : rest;
}

static double of_marketing(const oracle *model, size_t t)
{
    double value = given(model, model->facts, "spend", t);
    bool other = model->n_initiatives > 0;
    for (size_t c = 0; c < model->n_channels; c++)
        other = other || model->channels[c].fixed_cost >= 0 || model->channels[c].cost_per_organic_lead >= 0;
    return isnan(value) && !other ? of_channels(model, -1, "spend", t) : value;
}

static double of_sales(const oracle *model, size_t t)
{
    bool costs = model->n_teams > 0;
    for (size_t c = 0; c < model->n_channels; c++)
        costs = costs || (model->channels[c].owner == 1 && (model->channels[c].fixed_cost >= 0 ||
                                                            model->channels[c].cost_per_organic_lead >= 0));
    return costs ? given(model, model->facts, "sales_cost", t) : 0;
}

bool oracle_margin_is_certain(const oracle *model, double *margin)
{
    const oracle_rate *rate = model->revenue.gross_margin < 0 ? NULL
                                                              : &model->rates[model->revenue.gross_margin];
    *margin = rate == NULL ? 1 : rate->dist->a;
    return (rate == NULL || rate->dist->family == ORACLE_FIXED) && model->revenue.unit_cost < 0;
}

static double contribution(const oracle *model, size_t t)
{
    double value = given(model, model->facts, "contribution", t), margin;
    if (!isnan(value) || !oracle_margin_is_certain(model, &margin)) return value;
    return margin * of_company(model, "revenue", t) - of_marketing(model, t) - of_sales(model, t);
}

static double of_stage(const oracle *model, const char *name, size_t t)
{
    size_t s = 0;
    while (s < model->stages && strcmp(model->stage[s], name) != 0) s++;
    if (s == model->stages) return NAN; /* stage.NAME.open */
    if (s == 0) return of_company(model, "leads", t);
    if (s + 1 == model->stages) return of_company(model, "wins", t);
    return entry(oracle_get(oracle_get(model->facts, "stages"), name), t);
}

static bool is_volume(const char *what)
{
    return strcmp(what, "leads") == 0 || strcmp(what, "wins") == 0 || strcmp(what, "revenue") == 0;
}

/* "channel.NAME.what" and "owner.NAME.what" */
static double of_part(const oracle *model, const char *metric, size_t t)
{
    const char *name = strchr(metric, '.') + 1, *what = strrchr(metric, '.') + 1;
    const size_t length = what > name ? (size_t)(what - name) - 1 : 0;
    const bool owner = strncmp(metric, "owner.", 6) == 0;
    if (!is_volume(what) && (owner || strcmp(what, "spend") != 0)) return NAN;
    for (int o = 0; owner && o <= ORACLE_OWNERS; o++)
        if (strlen(oracle_owner_name[o]) == length && strncmp(oracle_owner_name[o], name, length) == 0)
            return of_owner(model, o, what, t);
    for (size_t c = 0; !owner && c < model->n_channels; c++)
        if (strlen(model->channels[c].name) == length && strncmp(model->channels[c].name, name, length) == 0)
            return of_channel(model, &model->channels[c], what, t);
    return NAN;
}

double oracle_fact(const oracle *model, const char *metric, size_t t)
{
    if (is_volume(metric) || strcmp(metric, "bookings") == 0) return of_company(model, metric, t);
    if (strcmp(metric, "arr.new") == 0) return of_company(model, "bookings", t);
    if (strncmp(metric, "stage.", 6) == 0) return of_stage(model, metric + 6, t);
    if (strncmp(metric, "owner.", 6) == 0 || strncmp(metric, "channel.", 8) == 0)
        return of_part(model, metric, t);
    if (strcmp(metric, "cost.marketing") == 0) return of_marketing(model, t);
    if (strcmp(metric, "cost.sales") == 0) return of_sales(model, t);
    if (strcmp(metric, "contribution") == 0) return contribution(model, t);
    /* of the deals that are open when trials begin */
    return strcmp(metric, "pipeline.wins") == 0 || strcmp(metric, "pipeline.bookings") == 0 ? 0 : NAN;
}

double oracle_facts(const oracle *model, const char *metric)
{
    double sum = 0;
    for (size_t t = 0; t < model->past; t++) sum += oracle_fact(model, metric, t);
    return sum;
}
