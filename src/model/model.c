/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Freeing a model, whole or partly built; what its run block implies.
 */
#include "model/model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

static void free_item(bireme_item *item)
{
    bireme_dist_free(item->shape);
    bireme_free(item->path);
    bireme_free(item->origin);
    bireme_free(item->pointer);
    bireme_free(item->note);
    bireme_free(item->source);
}

static void free_channel(bireme_channel *channel, size_t stages)
{
    bireme_free(channel->name);
    bireme_free(channel->spend);
    bireme_free(channel->spend_before);
    bireme_free(channel->touches);
    bireme_free(channel->season);
    bireme_free(channel->conversion);
    for (size_t s = 0; channel->cycle != NULL && s < stages; s++) free_item(&channel->cycle[s]);
    bireme_free(channel->cycle);
    for (size_t s = 0; channel->lost != NULL && s < stages; s++) free_item(&channel->lost[s]);
    bireme_free(channel->lost);
    free_item(&channel->deal_value);
    bireme_free(channel->note);
    bireme_free(channel->source);
    for (size_t i = 0; channel->lifts != NULL && i < channel->n_lifts; i++)
        bireme_free(channel->lifts[i].conversion_odds);
    bireme_free(channel->lifts);
}

static void free_walk(bireme_walk *walk)
{
    bireme_free(walk->path);
    bireme_free(walk->note);
    bireme_free(walk->source);
    bireme_free(walk->origin);
    bireme_free(walk->pointer);
}

static void free_figures(bireme_past_figures *figures)
{
    bireme_free(figures->leads);
    bireme_free(figures->wins);
    bireme_free(figures->bookings);
    bireme_free(figures->revenue);
    bireme_free(figures->spend);
}

static void free_past(bireme_model *model)
{
    bireme_past *past = &model->past;
    free_figures(&past->all);
    for (size_t c = 0; past->channels != NULL && c < model->n_channels; c++) free_figures(&past->channels[c]);
    for (size_t s = 0; past->stage != NULL && s < model->stages; s++) bireme_free(past->stage[s]);
    bireme_free(past->channels);
    bireme_free(past->stage);
    bireme_free(past->sales_cost);
    bireme_free(past->contribution);
}

static void free_economy(bireme_economy *economy)
{
    for (size_t r = 0; economy->regimes != NULL && r < economy->n_regimes; r++) {
        bireme_free(economy->regimes[r].name);
        bireme_free(economy->regimes[r].effects.conversion_odds);
    }
    bireme_free(economy->regimes);
    bireme_free(economy->path);
    bireme_free(economy->start);
    bireme_free(economy->transition);
}

static void free_open_group(bireme_open_group *group)
{
    bireme_free(group->path);
    bireme_free(group->conversion);
    bireme_free(group->cycle); /* its contents are borrowed */
    if (group->value_is_own) free_item(&group->value);
    free_item(&group->closes);
    bireme_free(group->due_text);
    if (group->slip_is_own) free_item(&group->slip);
    bireme_free(group->origin);
    bireme_free(group->note);
    bireme_free(group->source);
}

static void free_statement(bireme_statement *statement)
{
    bireme_free(statement->path);
    bireme_free(statement->text);
    bireme_free(statement->unit);
    bireme_free(statement->origin);
    bireme_free(statement->note);
    bireme_free(statement->source);
}

static void free_quantity(bireme_quantity *quantity)
{
    bireme_free(quantity->path);
    bireme_dist_free(quantity->dist);
    bireme_free(quantity->note);
    bireme_free(quantity->source);
    bireme_free(quantity->origin);
    bireme_free(quantity->pointer);
}

void bireme_model_locate(bireme_error *error, const char *origin, const char *pointer)
{
    if (error == NULL || origin == NULL || error->status != BIREME_DOMAIN || error->line > 0) return;
    const char *column = strrchr(origin, ':'), *line = column;
    while (line != NULL && line > origin && line[-1] != ':') line--;
    if (line == NULL || line == origin) return;
    error->line = atoi(line);
    error->column = atoi(column + 1);
    snprintf(error->file, sizeof error->file, "%.*s", (int)(line - 1 - origin), origin);
    if (pointer != NULL) snprintf(error->pointer, sizeof error->pointer, "%s", pointer);
}

void bireme_model_free(bireme_model *model)
{
    if (model == NULL) return;
    bireme_free(model->name);
    bireme_free(model->description);
    bireme_free(model->currency);
    bireme_free(model->file);
    free_past(model);
    for (size_t s = 0; model->stage != NULL && s < model->stages; s++) bireme_free(model->stage[s]);
    bireme_free(model->stage);
    bireme_free(model->pace);
    for (size_t c = 0; model->channels != NULL && c < model->n_channels; c++)
        free_channel(&model->channels[c], model->stages);
    bireme_free(model->channels);
    free_economy(&model->economy);
    for (size_t k = 0; model->teams != NULL && k < model->n_teams; k++) {
        bireme_free(model->teams[k].name);
        bireme_free(model->teams[k].works);
        bireme_free(model->teams[k].hires);
    }
    bireme_free(model->teams);
    bireme_free(model->decision.lines);
    bireme_free(model->decision.dated);
    for (size_t i = 0; model->initiatives != NULL && i < model->n_initiatives; i++) {
        bireme_free(model->initiatives[i].name);
        bireme_free(model->initiatives[i].effects.conversion_odds);
    }
    bireme_free(model->initiatives);
    for (size_t g = 0; model->open != NULL && g < model->n_open; g++) free_open_group(&model->open[g]);
    bireme_free(model->open);
    for (size_t s = 0; model->default_cycle != NULL && s < model->stages; s++)
        free_item(&model->default_cycle[s]);
    bireme_free(model->default_cycle);
    for (size_t s = 0; model->default_lost != NULL && s < model->stages; s++)
        free_item(&model->default_lost[s]);
    bireme_free(model->default_lost);
    free_item(&model->slip);
    free_item(&model->default_deal_value);
    free_item(&model->revenue.payment);
    for (size_t i = 0; model->statements != NULL && i < model->n_statements; i++)
        free_statement(&model->statements[i]);
    bireme_free(model->statements);
    bireme_free(model->goal.metric);
    for (size_t q = 0; model->quantities != NULL && q < model->n_quantities; q++)
        free_quantity(&model->quantities[q]);
    bireme_free(model->quantities);
    for (size_t w = 0; model->walks != NULL && w < model->n_walks; w++) free_walk(&model->walks[w]);
    bireme_free(model->walks);
    for (size_t k = 0; model->correlated != NULL && k < model->n_correlated; k++) {
        bireme_free(model->correlated[k].quantity);
        bireme_free(model->correlated[k].pearson);
    }
    bireme_free(model->correlated);
    for (size_t i = 0; i < model->n_warnings; i++) bireme_free(model->warnings[i]);
    bireme_free(model->warnings);
    bireme_free(model);
}

int bireme_model_walk_of(const bireme_model *model, int quantity)
{
    for (size_t w = 0; w < model->n_walks; w++) {
        int first = model->walks[w].first;
        if (quantity >= first && quantity < first + (int)model->periods) return (int)w;
    }
    return -1;
}

const char *bireme_model_correlated_path(const bireme_model *model, const bireme_correlated *set, size_t i)
{
    const int quantity = set->quantity[i];
    return set->kind == BIREME_CORRELATED_WALKS ? model->walks[bireme_model_walk_of(model, quantity)].path
                                                : model->quantities[quantity].path;
}

/* Whether members i and j are increments of two walks in one period, and what joins them there joins those of
 * every period: set->quantity has all of each walk, one after the other. *t: that period. */
static bool goes_on(const bireme_model *model, const bireme_correlated *set, size_t i, size_t j, size_t *t)
{
    const int a = bireme_model_walk_of(model, set->quantity[i]);
    const int b = bireme_model_walk_of(model, set->quantity[j]);
    if (set->kind != BIREME_CORRELATED_INCREMENTS || a < 0 || b < 0) return false;
    *t = (size_t)(set->quantity[i] - model->walks[a].first);
    if (set->quantity[j] - model->walks[b].first != (int)*t) return false;
    const double *first = set->pearson + (i - *t) * set->n + (j - *t);
    for (size_t k = 1; k < model->periods; k++)
        if (first[k * (set->n + 1)] != first[0]) return false;
    return true;
}

double bireme_model_correlation(const bireme_model *model, const bireme_correlated *set, size_t i, size_t j,
                                const char *path[2])
{
    const double pearson = set->pearson[i * set->n + j];
    const size_t of[2] = {i, j};
    size_t t = 0;
    const bool walks = pearson != 0 && goes_on(model, set, i, j, &t);
    for (int k = 0; k < 2; k++)
        path[k] = walks ? model->walks[bireme_model_walk_of(model, set->quantity[of[k]])].path
                        : bireme_model_correlated_path(model, set, of[k]);
    return t > 0 && walks ? 0 : pearson;
}

static const struct {
    const char *name, *words;
} samplers[] = {
#define SAMPLER_ROW(kind, called, said, what) [BIREME_SAMPLER_##kind] = {called, said},
    BIREME_SAMPLER_ROWS(SAMPLER_ROW)};

const char *bireme_sampler_name(bireme_sampler sampler)
{
    return samplers[sampler].name;
}

const char *bireme_sampler_words(bireme_sampler sampler)
{
    return samplers[sampler].words;
}

bireme_sampler bireme_sampler_find(const char *name)
{
    for (int s = BIREME_SAMPLER_SOBOL; s <= BIREME_SAMPLER_RANDOM; s++)
        if (strcmp(samplers[s].name, name) == 0) return (bireme_sampler)s;
    return BIREME_SAMPLER_UNSET;
}

uint64_t bireme_model_trials(const bireme_model *model, uint64_t asked, double precision)
{
    if (asked > 0) return asked;
    bool own = precision <= 0 ||
               precision == model->precision; /* the scenario's trials were meant for this precision */
    if (model->has_trials && own) return model->trials;
    return precision > 0 ? BIREME_TRIALS_CAP : BIREME_TRIALS_DEFAULT;
}

const char *bireme_model_reps_path(const bireme_model *model, size_t team, char buffer[BIREME_REPS_PATH_SIZE])
{
    if (model->has_named_teams)
        snprintf(buffer, BIREME_REPS_PATH_SIZE, "sales.teams.%s.reps", model->teams[team].name);
    else
        snprintf(buffer, BIREME_REPS_PATH_SIZE, "sales.reps");
    return buffer;
}

size_t bireme_model_team_in_order(const bireme_model *model, size_t i)
{
    for (size_t s = 0; s < model->stages; s++)
        for (size_t k = 0; k < model->n_teams; k++)
            if (model->teams[k].stage == s && i-- == 0) return k;
    return 0;
}

bool bireme_model_has_unassigned(const bireme_model *model)
{
    for (size_t g = 0; g < model->n_open; g++)
        if (model->open[g].channel < 0) return true;
    return false;
}

bool bireme_model_works_all(const bireme_model *model, size_t team)
{
    const bool *works = model->teams[team].works;
    for (size_t c = 0; c < model->n_channels; c++)
        if (!works[c]) return false;
    return works[model->n_channels] || !bireme_model_has_unassigned(model);
}

double bireme_model_mean(const bireme_model *model, int quantity, double otherwise)
{
    return quantity >= 0 ? bireme_dist_mean(model->quantities[quantity].dist) : otherwise;
}

bool bireme_model_is_fixed(const bireme_model *model, int quantity)
{
    return quantity < 0 || bireme_dist_is_fixed(model->quantities[quantity].dist);
}

static double inverse_power(const bireme_model *model, int quantity)
{
    return quantity >= 0 ? bireme_dist_inverse_power(model->quantities[quantity].dist) : 0;
}

void bireme_model_find_tail_power(bireme_model *model)
{
    double power = 0;
    for (size_t q = 0; q < model->n_quantities; q++)
        power = fmax(power, bireme_dist_tail_power(model->quantities[q].dist));
    for (size_t c = 0; c < model->n_channels; c++) {
        const bireme_channel *channel = &model->channels[c];
        if (channel->deal_value.shape != NULL)
            power = fmax(power, bireme_dist_tail_power(channel->deal_value.shape));
        power = fmax(power, inverse_power(model, channel->cost_per_lead));
    }
    for (size_t r = 0; r < model->economy.n_regimes; r++)
        power = fmax(power, inverse_power(model, model->economy.regimes[r].effects.cost_per_lead));
    for (size_t i = 0; i < model->n_initiatives; i++)
        power = fmax(power, inverse_power(model, model->initiatives[i].effects.cost_per_lead));
    for (size_t g = 0; g < model->n_open; g++)
        if (model->open[g].value.shape != NULL)
            power = fmax(power, bireme_dist_tail_power(model->open[g].value.shape));
    model->tail_power = power;
}
