/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sales teams, with their hires in order of time, and the revenue block.
 */
#include "scenario/build/steps.h"

#include <string.h>
#include "scenario/build/effective.h"
#include "scenario/frame.h"

/* Inserts in order of time; equal ones stay in the file's order. */
static void insert_hire(bireme_team *team, bireme_hire hire)
{
    size_t i = team->n_hires++;
    for (; i > 0 && team->hires[i - 1].at > hire.at; i--) team->hires[i] = team->hires[i - 1];
    team->hires[i] = hire;
}

static void build_hires(bireme_builder *builder, const bireme_node *map, bireme_team *team)
{
    int year, month, day;
    if (map == NULL) return;
    team->hires = bireme_build_alloc(builder, map->count, sizeof *team->hires);
    for (const bireme_node *hire = map->first; hire != NULL && team->hires != NULL; hire = hire->next) {
        if (hire->type != BIREME_NODE_NUMBER) continue; /* note, source */
        if (!bireme_date_parse(hire->key, &year, &month, &day)) continue;
        double at = bireme_calendar_position(&builder->model->past.calendar, year, month, day);
        insert_hire(team, (bireme_hire){at, hire->number});
    }
}

/* The node of a team, which is `sales` itself if it names none; NULL: there is no such team. */
static const bireme_node *node_of(const bireme_builder *builder, size_t number)
{
    const bireme_node *sales = bireme_node_find(builder->reading->root, "sales");
    const bireme_names *names = &builder->reading->teams;
    if (names->count > 0)
        return number < names->count
                   ? bireme_node_find(bireme_node_find(sales, "teams"), names->names[number])
                   : NULL;
    return number == 0 && bireme_node_find(sales, "teams") == NULL ? sales : NULL;
}

/* What metrics depend on. */
static void begin_team(bireme_builder *builder, const bireme_node *node, bool is_named, bireme_team *team)
{
    const bireme_model *model = builder->model;
    const bireme_node *stage = bireme_node_find(node, "stage");
    team->name = bireme_build_copy(builder, is_named ? node->key : "sales");
    team->has_capacity = bireme_node_find(node, is_named ? "items_per_rep" : "opportunities_per_rep") != NULL;
    team->cost_per_rep = team->commission = team->cost_growth = -1;
    team->stage = model->stages > 1 ? model->stages - 2 : 0;
    for (size_t s = 0; stage != NULL && stage->type == BIREME_NODE_TEXT && s + 1 < model->stages; s++)
        if (strcmp(model->stage[s], stage->text) == 0) team->stage = s;
}

void bireme_build_begin_teams(bireme_builder *builder)
{
    bireme_model *model = builder->model;
    size_t n = 0;
    while (node_of(builder, n) != NULL) n++;
    model->has_named_teams = builder->reading->teams.count > 0;
    model->teams = bireme_build_alloc(builder, n, sizeof *model->teams);
    for (; model->teams != NULL && model->n_teams < n; model->n_teams++)
        begin_team(builder, node_of(builder, model->n_teams), model->has_named_teams,
                   &model->teams[model->n_teams]);
}

static bool names_channel(const bireme_node *list, const char *name)
{
    for (const bireme_node *entry = list->first; entry != NULL; entry = entry->next)
        if (entry->type == BIREME_NODE_TEXT && strcmp(entry->text, name) == 0) return true;
    return false;
}

/* Whether a team of the stage names the channel. */
static bool is_named(const bireme_builder *builder, size_t stage, const char *channel)
{
    for (size_t k = 0; k < builder->model->n_teams; k++) {
        const bireme_node *list = bireme_node_find(node_of(builder, k), "channels");
        if (builder->model->teams[k].stage == stage && list != NULL && names_channel(list, channel))
            return true;
    }
    return false;
}

/* The channels that it names, or else all that no other team of its stage does. */
static void share_out(bireme_builder *builder, const bireme_node *node, bireme_team *team)
{
    const bireme_model *model = builder->model;
    const bireme_node *list = bireme_node_find(node, "channels");
    team->works = bireme_build_alloc(builder, model->n_channels + 1, sizeof *team->works);
    for (size_t c = 0; c < model->n_channels && team->works != NULL; c++)
        team->works[c] = list != NULL ? names_channel(list, model->channels[c].name)
                                      : !is_named(builder, team->stage, model->channels[c].name);
    if (team->works != NULL) team->works[model->n_channels] = list == NULL;
}

static void build_cost_growth(bireme_builder *builder, const bireme_node *node, bireme_team *team)
{
    const char *of = builder->model->has_named_teams
                         ? bireme_build_path(builder, "sales", "teams", team->name, "growth", NULL)
                         : bireme_build_path(builder, "sales", "growth", NULL, NULL, NULL);
    if (builder->failed || team->cost_per_rep < 0) return;
    team->cost_growth = bireme_build_rate(builder,
                                          bireme_build_path(builder, of, "cost_per_rep", NULL, NULL, NULL),
                                          bireme_node_find(bireme_node_find(node, "growth"), "cost_per_rep"));
}

static void build_team(bireme_builder *builder, const bireme_node *node, bireme_team *team)
{
    const bireme_node *backfill = bireme_node_find(node, "backfill"),
                      *overflow = bireme_node_find(node, "overflow");
    const bool is_named = builder->model->has_named_teams;
    team->reps = bireme_build_number(node, "reps", 0);
    build_hires(builder, bireme_node_find(node, "hires"), team);
    team->ramp_months = bireme_build_number(node, "ramp_months", 0);
    team->attrition = bireme_build_number(node, "attrition", 0);
    team->backfill = backfill != NULL && backfill->truth;
    team->items_per_rep = bireme_build_number(node, is_named ? "items_per_rep" : "opportunities_per_rep", 0);
    team->waits = overflow == NULL || strcmp(overflow->text, "wait") == 0;
    team->patience = bireme_build_number(node, "patience", 1);
    const struct {
        const char *name;
        int *to;
    } rates[] = {{"cost_per_rep", &team->cost_per_rep}, {"commission", &team->commission}};
    for (size_t i = 0; i < sizeof rates / sizeof *rates && !builder->failed; i++) {
        const char *path = is_named
                               ? bireme_build_path(builder, "sales", "teams", team->name, rates[i].name, NULL)
                               : bireme_build_path(builder, "sales", rates[i].name, NULL, NULL, NULL);
        *rates[i].to = bireme_build_rate(builder, path, bireme_node_find(node, rates[i].name));
    }
    build_cost_growth(builder, node, team);
    if (!builder->failed) share_out(builder, node, team);
}

/* Whose reps make a channel's leads: the team that it names, or the only one. */
static void assign(bireme_builder *builder, bireme_channel *channel, const bireme_node *node)
{
    const bireme_model *model = builder->model;
    const bireme_node *named = bireme_effective_field(builder->reading, node, "team");
    channel->team = model->n_teams == 1 ? 0 : -1;
    for (size_t k = 0; k < model->n_teams && named != NULL && named->type == BIREME_NODE_TEXT; k++)
        if (strcmp(model->teams[k].name, named->text) == 0) channel->team = (int)k;
    if (channel->leads_per_rep < 0) channel->team = -1;
}

void bireme_build_teams(bireme_builder *builder)
{
    bireme_model *model = builder->model;
    for (size_t k = 0; k < model->n_teams && !builder->failed; k++)
        build_team(builder, node_of(builder, k), &model->teams[k]);
    const bireme_node *node = bireme_node_find(builder->reading->root, "channels")->first;
    for (size_t c = 0; node != NULL; node = node->next)
        if (!bireme_node_is_remark(node)) assign(builder, &model->channels[c++], node);
}

static bool is_about_cash(const char *metric)
{
    return strcmp(metric, "cash") == 0 || strncmp(metric, "cash.", 5) == 0;
}

static bool is_npv(const char *metric)
{
    return strcmp(metric, "npv") == 0;
}

static bool is_npv_lifetime(const char *metric)
{
    return strcmp(metric, "npv.lifetime") == 0;
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
    revenue->yearly = revenue->recurring && billing != NULL && billing->type == BIREME_NODE_TEXT &&
                      strcmp(billing->text, "yearly") == 0;
    revenue->is_paid_later = bireme_node_find(node, "payment_days") != NULL;
    revenue->has_cash = billing != NULL || revenue->is_paid_later || reading->counts_cash ||
                        bireme_build_asks_for(reading, is_about_cash);
    revenue->has_npv_lifetime = revenue->recurring || bireme_build_asks_for(reading, is_npv_lifetime);
    revenue->has_npv = revenue->discount_rate > 0 || revenue->recurring ||
                       bireme_build_asks_for(reading, is_npv);
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
    revenue->receivables = bireme_build_number(node, "receivables", 0);
}
