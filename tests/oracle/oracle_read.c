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
#include <time.h>
#include <gsl/gsl_linalg.h>

const char *const oracle_owner_name[ORACLE_OWNERS] = {"marketing", "sales", "partner"};

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
    if (model->cholesky != NULL) gsl_matrix_free(model->cholesky);
    free(model);
}

size_t oracle_period_count(const oracle *model)
{
    return model->periods;
}

/* Stops unless every member is in the list (separated by spaces). */
static void know(const cJSON *object, const char *where, const char *list)
{
    char padded[512], word[80];
    snprintf(padded, sizeof padded, " %s note source ", list);
    for (const cJSON *member = object->child; member != NULL; member = member->next) {
        snprintf(word, sizeof word, " %s ", member->string);
        if (strstr(padded, word) == NULL)
            oracle_stop("the oracle does not know \"%s\" of %s", member->string, where);
    }
}

static const char *text_or(const cJSON *object, const char *name, const char *fallback)
{
    const char *text = cJSON_GetStringValue(oracle_get(object, name));
    return text == NULL ? fallback : text;
}

/* ---- values per period */

static struct tm date_of(int year, int month, int day)
{
    struct tm date = {
        .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = 12, .tm_isdst = 0};
    mktime(&date); /* brings 2027-14-01 into order */
    return date;
}

/* Twelve calendar months' values, averaged day by day over the real days of period t. */
static double calendar_average(const cJSON *root, const cJSON *months, size_t t)
{
    int year = 0, month = 0, day = 1;
    const char *start = text_or(root, "start", "");
    if (sscanf(start, "%d-%d-%d", &year, &month, &day) < 2) oracle_stop("no start");
    const char *period = text_or(root, "period", "month");
    int step = strcmp(period, "quarter") == 0 ? 3 : 1, n = (int)t;
    bool week = strcmp(period, "week") == 0;
    struct tm now = week ? date_of(year, month, day + 7 * n) : date_of(year, month + step * n, 1);
    struct tm end = week ? date_of(year, month, day + 7 * (n + 1)) : date_of(year, month + step * (n + 1), 1);
    double sum = 0;
    int days = 0;
    while (now.tm_year != end.tm_year || now.tm_mon != end.tm_mon || now.tm_mday != end.tm_mday) {
        sum += cJSON_GetArrayItem(months, now.tm_mon)->valuedouble;
        days++;
        now = date_of(now.tm_year + 1900, now.tm_mon + 1, now.tm_mday + 1);
    }
    return sum / days;
}

static double *per_period(oracle *model, const cJSON *root, const cJSON *node, double fallback)
{
    double *value = oracle_alloc(model, model->periods, sizeof *value);
    const cJSON *months = cJSON_IsObject(node) ? oracle_get(node, "calendar") : NULL;
    if (cJSON_IsObject(node) && months == NULL)
        oracle_stop("an object of dates is not in the oracle's subset");
    for (size_t t = 0; t < model->periods; t++) {
        if (node == NULL)
            value[t] = fallback;
        else if (months != NULL)
            value[t] = calendar_average(root, months, t);
        else
            value[t] = cJSON_IsArray(node) ? cJSON_GetArrayItem(node, (int)t)->valuedouble
                                           : node->valuedouble;
    }
    return value;
}

/* ---- rates and items */

/* The index of a new rate, −1 if there is no node. */
static int add_rate(oracle *model, const char *path, const cJSON *node)
{
    if (node == NULL) return -1;
    if (model->n_rates == model->most_rates) oracle_stop("too many rates");
    oracle_rate *rate = &model->rates[model->n_rates];
    snprintf(rate->path, sizeof rate->path, "%s", path);
    rate->dist = oracle_dist_read(model, node);
    return (int)model->n_rates++;
}

/* An item whose mean, median or scale is a distribution is a distribution of location 1 times a rate. */
static oracle_item add_item(oracle *model, const char *path, const cJSON *node)
{
    static const char *const location[] = {"mean", "median", "scale"};
    oracle_item item = {NULL, -1};
    if (node == NULL) return item;
    cJSON *shape = cJSON_Duplicate(node, 1);
    for (size_t i = 0; i < sizeof location / sizeof location[0]; i++) {
        const cJSON *nested = oracle_get(node, location[i]);
        if (!cJSON_IsObject(nested)) continue;
        char rate_path[ORACLE_PATH];
        snprintf(rate_path, sizeof rate_path, "%.200s.%s", path, location[i]);
        item.scale = add_rate(model, rate_path, nested);
        cJSON_ReplaceItemInObjectCaseSensitive(shape, location[i], cJSON_CreateNumber(1));
    }
    item.dist = oracle_dist_read(model, shape);
    cJSON_Delete(shape);
    return item;
}

/* ---- channels */

/* Member of the channel, or of the defaults. */
static const cJSON *own_or_default(const cJSON *channel, const cJSON *defaults, const char *name)
{
    const cJSON *own = oracle_get(channel, name);
    return own != NULL ? own : oracle_get(defaults, name);
}

static const cJSON *step_of(const cJSON *channel, const cJSON *defaults, const char *name, const char *stage)
{
    return own_or_default(oracle_get(channel, name), oracle_get(defaults, name), stage);
}

static void read_channel(oracle *model, oracle_channel *channel, const cJSON *root, const cJSON *node)
{
    const cJSON *defaults = oracle_get(root, "defaults");
    char path[ORACLE_PATH];
    const char *name = node->string;
    know(node, name, "owner spend cost_per_lead organic_leads season conversion cycle_days deal_value");
    snprintf(channel->name, sizeof channel->name, "%s", name);
    const cJSON *owner = own_or_default(node, defaults, "owner");
    const char *owner_name = owner == NULL ? "marketing" : owner->valuestring;
    for (int o = 0; o < ORACLE_OWNERS; o++)
        if (strcmp(owner_name, oracle_owner_name[o]) == 0) channel->owner = o;
    channel->spend = per_period(model, root, own_or_default(node, defaults, "spend"), 0);
    channel->season = per_period(model, root, own_or_default(node, defaults, "season"), 1);
    snprintf(path, sizeof path, "channels.%s.cost_per_lead", name);
    channel->cost_per_lead = add_rate(model, path, own_or_default(node, defaults, "cost_per_lead"));
    snprintf(path, sizeof path, "channels.%s.organic_leads", name);
    channel->organic_leads = add_rate(model, path, own_or_default(node, defaults, "organic_leads"));
    channel->conversion = oracle_alloc(model, model->stages, sizeof *channel->conversion);
    channel->cycle = oracle_alloc(model, model->stages, sizeof *channel->cycle);
    for (size_t s = 1; s < model->stages; s++) {
        snprintf(path, sizeof path, "channels.%s.conversion.%s", name, model->stage[s]);
        channel->conversion[s] = add_rate(model, path,
                                          step_of(node, defaults, "conversion", model->stage[s]));
        if (channel->conversion[s] < 0) oracle_stop("no %s", path);
        snprintf(path, sizeof path, "channels.%s.cycle_days.%s", name, model->stage[s]);
        channel->cycle[s] = add_item(model, path, step_of(node, defaults, "cycle_days", model->stage[s]));
    }
    snprintf(path, sizeof path, "channels.%s.deal_value", name);
    channel->deal_value = add_item(model, path, own_or_default(node, defaults, "deal_value"));
}

static void read_channels(oracle *model, const cJSON *root)
{
    const cJSON *channels = oracle_get(root, "channels"), *funnel = oracle_get(root, "funnel");
    const cJSON *regimes = oracle_get(oracle_get(root, "economy"), "regimes");
    model->n_channels = (size_t)cJSON_GetArraySize(channels);
    model->stages = (size_t)cJSON_GetArraySize(funnel);
    model->n_regimes = (size_t)cJSON_GetArraySize(regimes);
    model->stage = oracle_alloc(model, model->stages, sizeof *model->stage);
    for (size_t s = 0; s < model->stages; s++)
        snprintf(model->stage[s], ORACLE_NAME, "%s", cJSON_GetArrayItem(funnel, (int)s)->valuestring);
    model->most_rates = (model->n_channels + model->n_regimes) * (4 + 2 * model->stages);
    model->rates = oracle_alloc(model, model->most_rates, sizeof *model->rates);
    model->channels = oracle_alloc(model, model->n_channels, sizeof *model->channels);
    for (size_t c = 0; c < model->n_channels; c++)
        read_channel(model, &model->channels[c], root, cJSON_GetArrayItem(channels, (int)c));
}

/* ---- economy */

static void read_regime(oracle *model, oracle_regime *regime, const cJSON *node)
{
    char path[ORACLE_PATH];
    const char *name = node->string;
    struct {
        const char *name;
        int *rate;
    } plain[] = {{"leads", &regime->leads},
                 {"cost_per_lead", &regime->cost_per_lead},
                 {"deal_value", &regime->deal_value},
                 {"cycle_time", &regime->cycle_time}};
    know(node, name, "leads cost_per_lead deal_value cycle_time conversion_odds");
    snprintf(regime->name, sizeof regime->name, "%s", name);
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        snprintf(path, sizeof path, "economy.regimes.%s.%s", name, plain[i].name);
        *plain[i].rate = add_rate(model, path, oracle_get(node, plain[i].name));
    }
    const cJSON *odds = oracle_get(node, "conversion_odds");
    bool per_step = cJSON_IsObject(odds) && oracle_get(odds, "dist") == NULL;
    snprintf(path, sizeof path, "economy.regimes.%s.conversion_odds", name);
    int all = per_step ? -1 : add_rate(model, path, odds);
    regime->odds = oracle_alloc(model, model->stages, sizeof *regime->odds);
    for (size_t s = 1; s < model->stages; s++) {
        snprintf(path, sizeof path, "economy.regimes.%s.conversion_odds.%s", name, model->stage[s]);
        regime->odds[s] = per_step ? add_rate(model, path, oracle_get(odds, model->stage[s])) : all;
    }
}

static int regime_of(const oracle *model, const char *name)
{
    for (size_t r = 0; r < model->n_regimes; r++)
        if (strcmp(model->regimes[r].name, name) == 0) return (int)r;
    oracle_stop("no regime \"%s\"", name);
}

static void read_path(oracle *model, const cJSON *path)
{
    model->path = oracle_alloc(model, model->periods, sizeof *model->path);
    for (size_t t = 0; t < model->periods; t++) {
        const cJSON *name = cJSON_IsArray(path) ? cJSON_GetArrayItem(path, (int)t) : path;
        model->path[t] = name == NULL ? 0 : regime_of(model, name->valuestring);
    }
}

static void read_chain(oracle *model, const cJSON *economy)
{
    size_t n = model->n_regimes;
    const cJSON *start = oracle_get(economy, "start"), *transition = oracle_get(economy, "transition");
    model->start = oracle_alloc(model, n, sizeof *model->start);
    model->transition = oracle_alloc(model, n * n, sizeof *model->transition);
    if (cJSON_IsString(start)) model->start[regime_of(model, start->valuestring)] = 1;
    for (size_t i = 0; i < n; i++) {
        const char *name = model->regimes[i].name;
        if (cJSON_IsObject(start) && oracle_get(start, name) != NULL)
            model->start[i] = oracle_number(start, name);
        if (transition == NULL) model->transition[i * n + i] = 1;
        const cJSON *row = oracle_get(transition, name);
        for (size_t j = 0; j < n && row != NULL; j++)
            if (oracle_get(row, model->regimes[j].name) != NULL)
                model->transition[i * n + j] = oracle_number(row, model->regimes[j].name);
    }
}

static void read_economy(oracle *model, const cJSON *root)
{
    const cJSON *economy = oracle_get(root, "economy"), *regimes = oracle_get(economy, "regimes");
    if (model->n_regimes == 0) return;
    know(economy, "economy", "regimes path start transition");
    model->regimes = oracle_alloc(model, model->n_regimes, sizeof *model->regimes);
    for (size_t r = 0; r < model->n_regimes; r++)
        read_regime(model, &model->regimes[r], cJSON_GetArrayItem(regimes, (int)r));
    if (oracle_get(economy, "start") == NULL)
        read_path(model, oracle_get(economy, "path"));
    else
        read_chain(model, economy);
}

/* ---- correlations */

/* Does the path match the pattern, in which a segment * stands for any one segment? */
static bool matches(const char *pattern, const char *path)
{
    while (*pattern != '\0' && *path != '\0') {
        if (*pattern == '*') {
            pattern++;
            while (*path != '\0' && *path != '.') path++;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *pattern == *path;
}

static bool named_by(const cJSON *entry, const char *path)
{
    const cJSON *between = oracle_get(entry, "between");
    if (between == NULL) return matches(oracle_get(entry, "among")->valuestring, path);
    return strcmp(cJSON_GetArrayItem(between, 0)->valuestring, path) == 0 ||
           strcmp(cJSON_GetArrayItem(between, 1)->valuestring, path) == 0;
}

static void read_correlations(oracle *model, const cJSON *list)
{
    const cJSON *entry;
    model->correlated = oracle_alloc(model, model->n_rates, sizeof *model->correlated);
    for (size_t q = 0; q < model->n_rates; q++) {
        bool named = false;
        cJSON_ArrayForEach(entry, list) named = named || named_by(entry, model->rates[q].path);
        if (named) model->correlated[model->n_correlated++] = (int)q;
    }
    if (model->n_correlated == 0) return;
    model->cholesky = gsl_matrix_alloc(model->n_correlated, model->n_correlated);
    gsl_matrix_set_identity(model->cholesky);
    for (size_t i = 0; i < model->n_correlated; i++)
        for (size_t j = 0; j < model->n_correlated; j++) cJSON_ArrayForEach(entry, list)
            {
                if (i == j || !named_by(entry, model->rates[model->correlated[i]].path) ||
                    !named_by(entry, model->rates[model->correlated[j]].path))
                    continue;
                /* Gaussian copula: rank correlation ρ needs Pearson correlation 2 sin(π ρ / 6). */
                gsl_matrix_set(model->cholesky, i, j, 2 * sin(acos(-1) * oracle_number(entry, "rank") / 6));
            }
    gsl_linalg_cholesky_decomp1(model->cholesky);
}

/* ---- the whole */

oracle *oracle_read(const char *file, const oracle_override *overrides, size_t n_overrides)
{
    cJSON *root = oracle_file_read(file, overrides, n_overrides);
    oracle *model = calloc(1, sizeof *model);
    if (model == NULL) oracle_stop("out of memory");
    know(root, file,
         "$schema name description extends currency start periods period funnel pace goal defaults "
         "channels revenue economy correlations run");
    model->periods = oracle_get(root, "periods") == NULL ? 12 : (size_t)oracle_number(root, "periods");
    const char *period = text_or(root, "period", "month");
    model->days = strcmp(period, "week") == 0 ? 7 : strcmp(period, "quarter") == 0 ? 365.25 / 4 : 365.25 / 12;
    model->pace = per_period(model, root, oracle_get(root, "pace"), 1);
    if (strcmp(text_or(oracle_get(root, "revenue"), "model", "one_time"), "one_time") != 0)
        oracle_stop("only one-time revenue is in the oracle's subset");
    read_channels(model, root);
    read_economy(model, root);
    read_correlations(model, oracle_get(root, "correlations"));
    cJSON_Delete(root);
    return model;
}
