/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of a scenario about sales, money and what is open at the start.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The channels that the team names; false if it names none. */
static bool read_works(oracle *model, const cJSON *node, oracle_team *team)
{
    const cJSON *list = oracle_get(node, "channels"), *name;
    team->works = oracle_alloc(model, model->n_channels + 1, sizeof *team->works);
    cJSON_ArrayForEach(name, list) team->works[oracle_channel_of(model, name->valuestring)] = true;
    return list != NULL;
}

/* path: of its rates. What a rep takes up goes by another name in a team. */
static void read_team(oracle *model, const cJSON *root, const cJSON *node, const char *path,
                      const char *per_rep, oracle_team *team)
{
    const cJSON *stage = oracle_get(node, "stage");
    char rate[ORACLE_PATH];
    team->limited = oracle_get(node, per_rep) != NULL;
    team->waits = strcmp(oracle_text_or(node, "overflow", "wait"), "wait") == 0;
    team->per_rep = oracle_number_or(node, per_rep, 0);
    team->patience = team->waits ? oracle_number_or(node, "patience", 1) : 0;
    snprintf(rate, sizeof rate, "%.120s.cost_per_rep", path);
    team->cost_per_rep = oracle_add_rate(model, rate, oracle_get(node, "cost_per_rep"));
    snprintf(rate, sizeof rate, "%.120s.growth.cost_per_rep", path);
    team->cost_growth = oracle_add_rate(model, rate, oracle_get(oracle_get(node, "growth"), "cost_per_rep"));
    snprintf(rate, sizeof rate, "%.120s.commission", path);
    team->commission = oracle_add_rate(model, rate, oracle_get(node, "commission"));
    team->stage = stage != NULL ? oracle_stage_of(model, stage->valuestring) : model->stages - 2;
    team->heads = oracle_alloc(model, model->periods, sizeof *team->heads);
    team->effective = oracle_alloc(model, model->periods, sizeof *team->effective);
    oracle_reps(model, root, node, team);
    model->limited = model->limited || team->limited;
}

/* To whoever names no channels: all that no other team of the stage names, and what has none. */
static void give_rest(oracle *model, oracle_team *team)
{
    for (size_t c = 0; c <= model->n_channels; c++) {
        bool named = false;
        for (size_t k = 0; k < model->n_teams; k++)
            named = named || (&model->teams[k] != team && model->teams[k].stage == team->stage &&
                              model->teams[k].works[c]);
        team->works[c] = !named;
    }
}

static void read_teams(oracle *model, const cJSON *root, const cJSON *teams)
{
    enum { TEAMS_MOST = 32 };
    bool named[TEAMS_MOST];
    model->n_teams = (size_t)cJSON_GetArraySize(teams);
    if (model->n_teams > TEAMS_MOST) oracle_stop("too many teams");
    model->teams = oracle_alloc(model, model->n_teams, sizeof *model->teams);
    for (size_t k = 0; k < model->n_teams; k++) {
        const cJSON *node = cJSON_GetArrayItem(teams, (int)k);
        oracle_team *team = &model->teams[k];
        char path[ORACLE_PATH];
        oracle_know(node, node->string,
                    "reps hires ramp_months attrition backfill stage channels items_per_rep overflow "
                    "patience cost_per_rep growth commission");
        snprintf(team->name, sizeof team->name, "%s", node->string);
        snprintf(path, sizeof path, "sales.teams.%s", node->string);
        named[k] = read_works(model, node, team);
        read_team(model, root, node, path, "items_per_rep", team);
    }
    for (size_t k = 0; k < model->n_teams; k++)
        if (!named[k]) give_rest(model, &model->teams[k]);
}

/* Whose reps make leads: the channel says so, or there is one team only. */
static int team_of(const oracle *model, const cJSON *channel, const cJSON *defaults)
{
    const cJSON *name = oracle_get(channel, "team");
    if (name == NULL) name = oracle_get(defaults, "team");
    if (name == NULL) return model->n_teams == 1 ? 0 : -1;
    for (size_t k = 0; k < model->n_teams; k++)
        if (strcmp(model->teams[k].name, name->valuestring) == 0) return (int)k;
    oracle_stop("no team \"%s\"", name->valuestring);
}

void oracle_read_sales(oracle *model, const cJSON *root)
{
    const cJSON *node = oracle_get(root, "sales"), *teams = oracle_get(node, "teams");
    const cJSON *channels = oracle_get(root, "channels"), *defaults = oracle_get(root, "defaults");
    if (teams != NULL) {
        oracle_know(node, "sales", "teams");
        read_teams(model, root, teams);
    } else if (node != NULL) {
        oracle_know(node, "sales",
                    "reps hires ramp_months attrition backfill stage opportunities_per_rep overflow patience "
                    "cost_per_rep growth commission");
        model->n_teams = 1;
        model->teams = oracle_alloc(model, 1, sizeof *model->teams);
        read_works(model, NULL, model->teams);
        read_team(model, root, node, "sales", "opportunities_per_rep", model->teams);
        give_rest(model, model->teams);
    }
    model->worked = model->n_teams > 0 ? 0 : model->stages - 2;
    for (size_t k = 0; k < model->n_teams; k++)
        if (model->teams[k].stage > model->worked) model->worked = model->teams[k].stage;
    for (size_t c = 0; c < model->n_channels; c++)
        model->channels[c].team = team_of(model, cJSON_GetArrayItem(channels, (int)c), defaults);
}

void oracle_read_revenue(oracle *model, const cJSON *node)
{
    oracle_revenue *revenue = &model->revenue;
    oracle_know(node, "revenue",
                "model opening churn expansion gross_margin unit_cost discount_rate lifetime_years billing "
                "payment_days receivables");
    revenue->recurring = strcmp(oracle_text_or(node, "model", "one_time"), "recurring") == 0;
    revenue->opening = oracle_number_or(node, "opening", 0);
    revenue->gross_margin = oracle_add_rate(model, "revenue.gross_margin", oracle_get(node, "gross_margin"));
    revenue->unit_cost = oracle_add_rate(model, "revenue.unit_cost", oracle_get(node, "unit_cost"));
    revenue->discount_rate = oracle_number_or(node, "discount_rate", 0);
    revenue->lifetime_years = oracle_number_or(node, "lifetime_years", 5);
    revenue->yearly = strcmp(oracle_text_or(node, "billing", "as_earned"), "yearly") == 0;
    revenue->owed = oracle_number_or(node, "receivables", 0);
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

static void read_close(oracle *model, oracle_group *group, size_t number, const cJSON *node,
                       const oracle_item *slip)
{
    const cJSON *due = oracle_get(node, "expected_close"), *own = oracle_get(node, "slip_days");
    char path[ORACLE_PATH];
    snprintf(path, sizeof path, "pipeline.%zu.closes_in_days", number);
    group->closes = oracle_add_item(model, path, oracle_get(node, "closes_in_days"));
    snprintf(group->due, ORACLE_DATE, "%s", due != NULL ? due->valuestring : "");
    group->slip = *slip;
    snprintf(path, sizeof path, "pipeline.%zu.slip_days", number);
    if (own != NULL) group->slip = oracle_add_item(model, path, own);
}

static void read_group(oracle *model, size_t number, const cJSON *node, const fallback *otherwise)
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
    read_close(model, group, number, node, &otherwise->slip);
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
        read_group(model, g, cJSON_GetArrayItem(pipeline, (int)g), &otherwise);
    cJSON_Delete(table);
    return otherwise.cycle;
}
