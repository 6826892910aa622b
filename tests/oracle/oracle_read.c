/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the merged JSON to the oracle's scenario. The reader trusts its input (the scenarios of the tests) but
 * for fields that it does not know: a field that the oracle would pass over silently stops the program.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <gsl/gsl_qrng.h>

const char *const oracle_owner_name[ORACLE_OWNERS + 1] = {"marketing", "sales", "partner", "unassigned"};

struct oracle_block {
    oracle_block *next;
    double payload[]; /* aligned for everything that the oracle stores */
};

void *oracle_alloc(oracle *model, size_t count, size_t size)
{
    oracle_block *block = calloc(1, sizeof *block + (count == 0 ? 1 : count) * size);
    if (block == NULL) oracle_stop("out of memory");
    block->next = model->blocks;
    model->blocks = block;
    return block->payload;
}

void oracle_free(oracle *model)
{
    if (model == NULL) return;
    while (model->blocks != NULL) {
        oracle_block *next = model->blocks->next;
        free(model->blocks);
        model->blocks = next;
    }
    cJSON_Delete(model->facts);
    if (model->cholesky != NULL) gsl_matrix_free(model->cholesky);
    free(model);
}

size_t oracle_period_count(const oracle *model)
{
    return model->periods;
}

/* ---- rates and items */

int oracle_add_rate(oracle *model, const char *path, const cJSON *node)
{
    if (node == NULL) return -1;
    if (model->n_rates == model->most_rates) oracle_stop("too many rates");
    oracle_rate *rate = &model->rates[model->n_rates];
    snprintf(rate->path, sizeof rate->path, "%s", path);
    rate->dist = oracle_dist_read(model, node);
    rate->anew = strcmp(oracle_text_or(node, "redraw", ""), "period") == 0;
    return (int)model->n_rates++;
}

oracle_item oracle_add_item(oracle *model, const char *path, const cJSON *node)
{
    static const char *const location[] = {"mean", "median", "scale"};
    oracle_item item = {.dist = NULL, .scale = -1};
    if (node == NULL) return item;
    cJSON *shape = cJSON_Duplicate(node, 1);
    for (size_t i = 0; i < sizeof location / sizeof location[0]; i++) {
        const cJSON *nested = oracle_get(node, location[i]);
        if (!cJSON_IsObject(nested)) continue;
        char rate_path[ORACLE_PATH];
        snprintf(rate_path, sizeof rate_path, "%.200s.%s", path, location[i]);
        item.scale = oracle_add_rate(model, rate_path, nested);
        cJSON_ReplaceItemInObjectCaseSensitive(shape, location[i], cJSON_CreateNumber(1));
    }
    item.dist = oracle_dist_read(model, shape);
    cJSON_Delete(shape);
    return item;
}

/* ---- channels */

/* What the defaults say is one rate for all channels that take it, unless `each` of them is to have its
 * own. */
static bool is_in_common(const cJSON *rate)
{
    return rate != NULL && !cJSON_IsTrue(oracle_get(rate, "each"));
}

/* The rate of the defaults at that path (such as conversion.won), made when it is first asked for. */
static int common_rate(oracle *model, const char *path, const cJSON *node)
{
    char whole[ORACLE_PATH];
    snprintf(whole, sizeof whole, "defaults.%.240s", path);
    for (size_t q = 0; q < model->n_rates; q++)
        if (strcmp(model->rates[q].path, whole) == 0) return (int)q;
    return oracle_add_rate(model, whole, node);
}

/* owner: "channels.NAME", "defaults"; own: what it says itself; default_node: what the defaults say. */
static int rate_of(oracle *model, const char *owner, const char *path, const cJSON *own,
                   const cJSON *default_node)
{
    char whole[ORACLE_PATH];
    snprintf(whole, sizeof whole, "%.120s.%.120s", owner, path);
    if (own != NULL) return oracle_add_rate(model, whole, own);
    if (is_in_common(default_node)) return common_rate(model, path, default_node);
    return oracle_add_rate(model, whole, default_node);
}

/* The same of an item, whose mean, median or scale may be a distribution: the rate. */
static oracle_item item_of(oracle *model, const char *owner, const char *path, const cJSON *own,
                           const cJSON *default_node)
{
    char whole[ORACLE_PATH], inner[ORACLE_PATH];
    static const char *const location[] = {"mean", "median", "scale"};
    const cJSON *node = own != NULL ? own : default_node;
    snprintf(whole, sizeof whole, "%.120s.%.120s", owner, path);
    oracle_item item = {.dist = NULL, .scale = -1};
    if (node == NULL) return item;
    for (size_t i = 0; i < sizeof location / sizeof location[0]; i++) {
        const cJSON *nested = oracle_get(node, location[i]);
        if (own != NULL || !cJSON_IsObject(nested) || !is_in_common(nested)) continue;
        cJSON *plain = cJSON_Duplicate(node,
                                       1); /* the item with a location of 1, and the common rate beside it */
        cJSON_ReplaceItemInObjectCaseSensitive(plain, location[i], cJSON_CreateNumber(1));
        item = oracle_add_item(model, whole, plain);
        cJSON_Delete(plain);
        snprintf(inner, sizeof inner, "%.120s.%s", path, location[i]);
        item.scale = common_rate(model, inner, nested);
        return item;
    }
    return oracle_add_item(model, whole, node);
}

/* Member of the channel, or of the defaults. */
static const cJSON *own_or_default(const cJSON *channel, const cJSON *defaults, const char *name)
{
    const cJSON *own = oracle_get(channel, name);
    return own != NULL ? own : oracle_get(defaults, name);
}

void oracle_read_steps(oracle *model, const char *owner, const cJSON *node, const cJSON *defaults,
                       int **conversion, oracle_item **cycle, oracle_item **lost)
{
    char at[ORACLE_PATH];
    *conversion = oracle_alloc(model, model->stages, sizeof **conversion);
    *cycle = oracle_alloc(model, model->stages, sizeof **cycle);
    *lost = oracle_alloc(model, model->stages, sizeof **lost);
    for (size_t s = 1; s < model->stages; s++) {
        const char *stage = model->stage[s];
        snprintf(at, sizeof at, "conversion.%s", stage);
        (*conversion)[s] = rate_of(model, owner, at, oracle_get(oracle_get(node, "conversion"), stage),
                                   oracle_get(oracle_get(defaults, "conversion"), stage));
        snprintf(at, sizeof at, "cycle_days.%s", stage);
        (*cycle)[s] = item_of(model, owner, at, oracle_get(oracle_get(node, "cycle_days"), stage),
                              oracle_get(oracle_get(defaults, "cycle_days"), stage));
        snprintf(at, sizeof at, "lost_days.%s", stage);
        (*lost)[s] = item_of(model, owner, at, oracle_get(oracle_get(node, "lost_days"), stage),
                             oracle_get(oracle_get(defaults, "lost_days"), stage));
    }
}

oracle_item oracle_default_value(oracle *model, const cJSON *defaults)
{
    return item_of(model, "defaults", "deal_value", NULL, oracle_get(defaults, "deal_value"));
}

static double *read_touches(oracle *model, const cJSON *node)
{
    if (node == NULL) return NULL;
    double *touches = oracle_alloc(model, model->n_channels, sizeof *touches);
    for (const cJSON *member = node->child; member != NULL; member = member->next)
        if (cJSON_IsNumber(member)) touches[oracle_channel_of(model, member->string)] = member->valuedouble;
    return touches;
}

static int channel_rate(oracle *model, const cJSON *node, const cJSON *defaults, const char *name)
{
    char owner[ORACLE_PATH];
    snprintf(owner, sizeof owner, "channels.%s", node->string);
    return rate_of(model, owner, name, oracle_get(node, name), oracle_get(defaults, name));
}

int oracle_rate_within(oracle *model, const cJSON *node, const cJSON *defaults, const char *map,
                       const char *name)
{
    char owner[ORACLE_PATH], path[ORACLE_PATH];
    snprintf(owner, sizeof owner, "channels.%s", node->string);
    snprintf(path, sizeof path, "%s.%s", map, name);
    return rate_of(model, owner, path, oracle_get(oracle_get(node, map), name),
                   oracle_get(oracle_get(defaults, map), name));
}

static void read_channel(oracle *model, oracle_channel *channel, const cJSON *root, const cJSON *node)
{
    const cJSON *defaults = oracle_get(root, "defaults");
    char path[ORACLE_PATH];
    oracle_know(node, node->string,
                "owner spend spend_before adstock response cost_per_lead organic_leads leads_per_rep season "
                "dispersion touches conversion cycle_days lost_days deal_value spend_factor fixed_cost "
                "cost_per_organic_lead growth drift lifts team");
    const cJSON *owner = own_or_default(node, defaults, "owner");
    const cJSON *dispersion = own_or_default(node, defaults, "dispersion");
    const char *owner_name = owner == NULL ? "marketing" : owner->valuestring;
    for (int o = 0; o < ORACLE_OWNERS; o++)
        if (strcmp(owner_name, oracle_owner_name[o]) == 0) channel->owner = o;
    oracle_read_spend(model, channel, root, node, defaults);
    channel->season = oracle_per_period(model, root, own_or_default(node, defaults, "season"), 1);
    channel->cost_per_lead = channel_rate(model, node, defaults, "cost_per_lead");
    channel->organic_leads = channel_rate(model, node, defaults, "organic_leads");
    channel->leads_per_rep = channel_rate(model, node, defaults, "leads_per_rep");
    channel->planned = own_or_default(node, defaults, "spend") != NULL;
    channel->spend_factor = channel->planned ? channel_rate(model, node, defaults, "spend_factor") : -1;
    channel->fixed_cost = channel_rate(model, node, defaults, "fixed_cost");
    channel->cost_per_organic_lead = channel_rate(model, node, defaults, "cost_per_organic_lead");
    channel->dispersion = dispersion == NULL ? 0 : dispersion->valuedouble;
    channel->touches = read_touches(model, own_or_default(node, defaults, "touches"));
    snprintf(path, sizeof path, "channels.%s", node->string);
    oracle_read_steps(model, path, node, defaults, &channel->conversion, &channel->cycle, &channel->lost);
    for (size_t s = 1; s < model->stages; s++)
        if (channel->conversion[s] < 0) oracle_stop("no conversion to %s for %s", model->stage[s], path);
    channel->deal_value = item_of(model, path, "deal_value", oracle_get(node, "deal_value"),
                                  oracle_get(defaults, "deal_value"));
    oracle_read_growth(model, channel, node, defaults);
}

size_t oracle_channel_of(const oracle *model, const char *name)
{
    for (size_t c = 0; c < model->n_channels; c++)
        if (strcmp(model->channels[c].name, name) == 0) return c;
    oracle_stop("no channel \"%s\"", name);
}

size_t oracle_stage_of(const oracle *model, const char *name)
{
    for (size_t s = 0; s < model->stages; s++)
        if (strcmp(model->stage[s], name) == 0) return s;
    oracle_stop("no stage \"%s\"", name);
}

static void read_channels(oracle *model, const cJSON *root)
{
    const cJSON *channels = oracle_get(root, "channels");
    model->channels = oracle_alloc(model, model->n_channels, sizeof *model->channels);
    for (size_t c = 0; c < model->n_channels; c++)
        snprintf(model->channels[c].name, ORACLE_NAME, "%s", cJSON_GetArrayItem(channels, (int)c)->string);
    for (size_t c = 0; c < model->n_channels; c++)
        read_channel(model, &model->channels[c], root, cJSON_GetArrayItem(channels, (int)c));
}

/* ---- the whole */

static void read_sizes(oracle *model, const cJSON *root)
{
    const cJSON *funnel = oracle_get(root, "funnel");
    const char *period = oracle_text_or(root, "period", "month");
    model->periods = (size_t)oracle_number_or(root, "periods", 12);
    const cJSON *actuals = oracle_get(root, "actuals");
    if (actuals != NULL) {
        oracle_know(actuals, "actuals",
                    "through file leads wins bookings revenue spend sales_cost contribution stages channels");
        model->past = (size_t)floor(oracle_position(root, oracle_text_or(actuals, "through", ""))) + 1;
        model->periods -= model->past;
    }
    snprintf(model->first_day, ORACLE_DATE, "%s", oracle_text_or(root, "start", ""));
    snprintf(model->period, ORACLE_DATE, "%s", period);
    model->days = strcmp(period, "week") == 0 ? 7 : strcmp(period, "quarter") == 0 ? 365.25 / 4 : 365.25 / 12;
    model->n_channels = (size_t)cJSON_GetArraySize(oracle_get(root, "channels"));
    model->stages = (size_t)cJSON_GetArraySize(funnel);
    model->n_regimes = (size_t)cJSON_GetArraySize(oracle_get(oracle_get(root, "economy"), "regimes"));
    model->stage = oracle_alloc(model, model->stages, sizeof *model->stage);
    for (size_t s = 0; s < model->stages; s++)
        snprintf(model->stage[s], ORACLE_NAME, "%s", cJSON_GetArrayItem(funnel, (int)s)->valuestring);
    size_t movers = model->n_regimes + (size_t)cJSON_GetArraySize(oracle_get(root, "initiatives"));
    model->most_rates = (model->n_channels + movers + 1) * (14 + 2 * model->stages) + 1000;
    model->rates = oracle_alloc(model, model->most_rates, sizeof *model->rates);
}

/* ---- what capacity needs: quantiles of the steps up to the last worked stage, points of the unit cube */

static void tabulate(oracle *model, oracle_item *item)
{
    if (item->dist == NULL || item->quantile != NULL) return;
    item->quantile = oracle_alloc(model, ORACLE_QUANTILES, sizeof *item->quantile);
    for (size_t i = 0; i < ORACLE_QUANTILES; i++)
        item->quantile[i] = oracle_dist_quantile(item->dist, ((double)i + 0.5) / ORACLE_QUANTILES);
}

static void prepare_capacity(oracle *model, oracle_item *default_cycle)
{
    gsl_qrng *sobol = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)model->stages);
    model->points = oracle_alloc(model, ORACLE_POINTS * model->stages, sizeof *model->points);
    for (size_t i = 0; i < ORACLE_POINTS; i++) gsl_qrng_get(sobol, model->points + i * model->stages);
    gsl_qrng_free(sobol);
    for (size_t s = 1; s <= model->worked; s++) {
        for (size_t c = 0; c < model->n_channels; c++) tabulate(model, &model->channels[c].cycle[s]);
        if (default_cycle != NULL) tabulate(model, &default_cycle[s]);
    }
}

/* Mean values, of what is turned away and of what is open. */
static void find_values(oracle *model)
{
    for (size_t c = 0; c < model->n_channels; c++) {
        oracle_item *value = &model->channels[c].deal_value;
        if (value->dist != NULL) value->mean = oracle_dist_mean(value->dist);
    }
    for (size_t g = 0; g < model->n_groups; g++)
        if (model->groups[g].value.dist != NULL)
            model->groups[g].value.mean = oracle_dist_mean(model->groups[g].value.dist);
}

/* Whether the program counts what is open: asked for, or else where losing takes a time of its own, or a deal
 * has a date. */
static bool counts_stock(const oracle *model, const cJSON *root)
{
    const cJSON *asked = oracle_get(oracle_get(root, "run"), "stock");
    bool counts = false;
    if (asked != NULL) return cJSON_IsTrue(asked);
    for (size_t c = 0; c < model->n_channels; c++)
        for (size_t s = 1; s < model->stages; s++) counts |= model->channels[c].lost[s].dist != NULL;
    for (size_t g = 0; g < model->n_groups; g++)
        counts |= model->groups[g].closes.dist != NULL || model->groups[g].due[0] != '\0';
    return counts;
}

oracle *oracle_read(const char *file, const oracle_override *overrides, size_t n_overrides)
{
    cJSON *root = oracle_file_read(file, overrides, n_overrides);
    oracle *model = oracle_need(1, sizeof *model);
    const char *slash = strrchr(file, '/');
    snprintf(model->folder, sizeof model->folder, "%.*s", slash == NULL ? 0 : (int)(slash - file) + 1, file);
    oracle_know(root, file,
                "$schema name description extends currency start periods period funnel pace goal defaults "
                "channels sales revenue economy initiatives pipeline correlations decision run actuals");
    read_sizes(model, root);
    if (model->past > 0) oracle_read_facts(model, root);
    model->pace = oracle_per_period(model, root, oracle_get(root, "pace"), 1);
    read_channels(model, root);
    oracle_read_sales(model, root);
    oracle_read_revenue(model, oracle_get(root, "revenue"));
    oracle_read_economy(model, root);
    oracle_read_initiatives(model, root);
    oracle_item *default_cycle = oracle_read_pipeline(model, root, file);
    oracle_read_correlations(model, oracle_get(root, "correlations"));
    model->stock = counts_stock(model, root);
    if (model->limited || model->stock) find_values(model);
    if (model->limited) prepare_capacity(model, default_cycle);
    cJSON_Delete(root);
    return model;
}
