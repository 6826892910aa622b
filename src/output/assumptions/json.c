/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/assumptions/assumptions.h"

#include "model/past.h"

static void write_frame(bireme_json *json, const bireme_model *model)
{
    char label[BIREME_LABEL_SIZE];
    bireme_json_string(json, "name", model->name);
    bireme_json_string(json, "currency", model->currency);
    bireme_json_string(json, "start", bireme_calendar_label(&model->past.calendar, 0, label));
    bireme_json_whole(json, "periods", bireme_model_whole(model));
    if (model->past.periods > 0) /* lists below begin there */
        bireme_json_string(json, "forecast_from", bireme_calendar_label(&model->calendar, 0, label));
    bireme_json_string(json, "period", bireme_period_name(model->calendar.period));
    bireme_json_whole(json, "fiscal_year_start", (uint64_t)model->fiscal_year_start);
    bireme_json_open(json, "funnel", '[', true);
    for (size_t s = 0; s < model->stages; s++) bireme_json_string(json, NULL, model->stage[s]);
    bireme_json_close(json, ']');
    bireme_json_numbers(json, "pace", model->pace, model->periods);
    bireme_json_whole(json, "trials", model->trials);
    bireme_json_whole(json, "seed", model->seed);
    bireme_json_string(json, "sampler", bireme_sampler_name(model->sampler));
    if (model->precision > 0) bireme_json_number(json, "precision", model->precision);
    if (!model->goal.present) return;
    bireme_json_open(json, "goal", '{', true);
    bireme_json_string(json, "metric", model->goal.metric);
    bireme_json_number(json, model->goal.at_most ? "at_most" : "at_least", model->goal.at_least);
    bireme_json_number(json, "confidence", model->goal.confidence);
    bireme_json_string(json, "by", bireme_calendar_label(&model->calendar, (size_t)model->goal.by, label));
    bireme_json_close(json, '}');
}

/* At the planned spend and the median cost per lead. */
static void write_lead_cost(bireme_json *json, const bireme_lead_cost *cost)
{
    if (!(cost->leads > 0)) return;
    bireme_json_open(json, "planned", '{', true);
    bireme_json_number(json, "leads", cost->leads);
    bireme_json_number(json, "cost_per_lead", cost->average);
    bireme_json_number(json, "marginal_cost_per_lead", cost->next);
    bireme_json_close(json, '}');
}

static void write_channels(bireme_json *json, const bireme_model *model,
                           const bireme_assumptions *assumptions)
{
    bireme_json_open(json, "channels", '[', false);
    for (size_t c = 0; c < model->n_channels; c++) {
        const bireme_channel *channel = &model->channels[c];
        bireme_json_open(json, NULL, '{', true);
        bireme_json_string(json, "name", channel->name);
        bireme_json_string(json, "owner", bireme_owner_name(channel->owner));
        if (channel->has_spend) bireme_json_numbers(json, "spend", channel->spend, model->periods);
        bireme_json_numbers(json, "season", channel->season, model->periods);
        write_lead_cost(json, &assumptions->lead_cost[c]);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
}

static const char *section_name(bireme_section section)
{
    static const char *const names[] = {"shared",   "channel", "sales",   "revenue", "initiatives",
                                        "pipeline", "actuals", "economy", "other"};
    return names[section];
}

/* The names of the channels that have it, and whether deals without a channel do. */
static void write_sharing(bireme_json *json, const bireme_model *model, const bireme_sharing *sharing)
{
    bireme_json_open(json, "channels", '[', true);
    for (size_t c = 0; c < model->n_channels; c++)
        if (sharing->channel[c]) bireme_json_string(json, NULL, model->channels[c].name);
    bireme_json_close(json, ']');
    bireme_json_boolean(json, "open_deals", sharing->open_deals);
}

static void write_place(bireme_json *json, const bireme_model *model, const bireme_assumptions *assumptions,
                        const bireme_assumption *a)
{
    bireme_json_string(json, "section", section_name(a->section));
    if (a->channel >= 0) bireme_json_string(json, "channel", model->channels[a->channel].name);
    if (a->sharing >= 0) write_sharing(json, model, &assumptions->sharing[a->sharing]);
    bireme_json_string(json, "origin", a->origin ? a->origin : "default");
    if (a->note != NULL) bireme_json_string(json, "note", a->note);
    if (a->source != NULL) bireme_json_string(json, "source", a->source);
}

static void write_numbers(bireme_json *json, const bireme_model *model, const bireme_assumptions *assumptions)
{
    bireme_json_open(json, "numbers", '[', false);
    for (size_t i = 0; i < assumptions->n; i++) {
        const bireme_assumption *a = &assumptions->items[i];
        if (a->statement != NULL) continue;
        bireme_json_open(json, NULL, '{', true);
        bireme_json_string(json, "path", a->path);
        bireme_json_string(json, "distribution", a->words);
        bireme_json_boolean(json, "uncertain", a->uncertain);
        bireme_json_boolean(json, "per_item", a->per_item);
        bireme_json_number(json, "mean", a->mean);
        bireme_json_number(json, "p10", a->uncertain ? a->p10 : a->mean);
        bireme_json_number(json, "p90", a->uncertain ? a->p90 : a->mean);
        write_place(json, model, assumptions, a);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
}

static void write_statements(bireme_json *json, const bireme_model *model,
                             const bireme_assumptions *assumptions)
{
    bireme_json_open(json, "statements", '[', false);
    for (size_t i = 0; i < assumptions->n; i++) {
        const bireme_assumption *a = &assumptions->items[i];
        if (a->statement == NULL) continue;
        bireme_json_open(json, NULL, '{', true);
        bireme_json_string(json, "path", a->path);
        bireme_json_string(json, "text", a->statement->text);
        if (a->statement->unit != NULL) bireme_json_string(json, "unit", a->statement->unit);
        write_place(json, model, assumptions, a);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
}

static void write_team(bireme_json *json, const bireme_model *model, const bireme_assumptions *assumptions,
                       size_t number)
{
    const bireme_team *team = &model->teams[number];
    const double *effective = assumptions->effective + number * model->periods;
    bireme_json_numbers(json, "reps", assumptions->heads + number * model->periods, model->periods);
    bireme_json_numbers(json, "effective", effective, model->periods);
    if (!team->has_capacity) return;
    bireme_json_open(json, "capacity", '[', true);
    for (size_t t = 0; t < model->periods; t++)
        bireme_json_number(json, NULL, effective[t] * team->items_per_rep);
    bireme_json_close(json, ']');
}

static void write_sales(bireme_json *json, const bireme_model *model, const bireme_assumptions *assumptions)
{
    if (assumptions->heads == NULL) return;
    bireme_json_open(json, "sales", '{', false);
    if (!model->has_named_teams) write_team(json, model, assumptions, 0);
    if (model->has_named_teams) bireme_json_open(json, "teams", '{', false);
    for (size_t k = 0; k < model->n_teams && model->has_named_teams; k++) {
        bireme_json_open(json, model->teams[k].name, '{', false);
        bireme_json_string(json, "stage", model->stage[model->teams[k].stage]);
        write_team(json, model, assumptions, k);
        bireme_json_close(json, '}');
    }
    if (model->has_named_teams) bireme_json_close(json, '}');
    bireme_json_close(json, '}');
}

static void write_pipeline(bireme_json *json, const bireme_model *model,
                           const bireme_assumptions *assumptions)
{
    if (model->n_open == 0) return;
    bireme_json_open(json, "pipeline", '{', true);
    bireme_json_whole(json, "count", assumptions->open_deals);
    bireme_json_number(json, "value", assumptions->open_value);
    bireme_json_close(json, '}');
}

static void write_economy(bireme_json *json, const bireme_economy *economy, size_t periods)
{
    size_t n = economy->n_regimes;
    bireme_json_open(json, "economy", '{', false);
    bireme_json_open(json, "regimes", '[', true);
    for (size_t r = 0; r < n; r++) bireme_json_string(json, NULL, economy->regimes[r].name);
    bireme_json_close(json, ']');
    if (economy->path != NULL) {
        bireme_json_open(json, "path", '[', true);
        for (size_t t = 0; t < periods; t++)
            bireme_json_string(json, NULL, economy->regimes[economy->path[t]].name);
        bireme_json_close(json, ']');
    }
    if (economy->start != NULL) bireme_json_numbers(json, "start", economy->start, n);
    if (economy->transition != NULL) {
        bireme_json_open(json, "transition", '[', true);
        for (size_t r = 0; r < n; r++) bireme_json_numbers(json, NULL, economy->transition + r * n, n);
        bireme_json_close(json, ']');
    }
    bireme_json_close(json, '}');
}

static void write_correlations(bireme_json *json, const bireme_model *model)
{
    bireme_json_open(json, "correlations", '[', false);
    for (size_t k = 0; k < model->n_correlated; k++) {
        const bireme_correlated *set = &model->correlated[k];
        for (size_t i = 0; i < set->n; i++)
            for (size_t j = i + 1; j < set->n; j++) {
                const char *path[2];
                const double pearson = bireme_model_correlation(model, set, i, j, path);
                if (pearson == 0) continue;
                bireme_json_open(json, NULL, '{', true);
                bireme_json_open(json, "between", '[', true);
                bireme_json_string(json, NULL, path[0]);
                bireme_json_string(json, NULL, path[1]);
                bireme_json_close(json, ']');
                bireme_json_number(json, "rank", bireme_rank_of_pearson(pearson));
                bireme_json_close(json, '}');
            }
    }
    bireme_json_close(json, ']');
}

void bireme_assumptions_write_json(const bireme_model *model, const bireme_assumptions *assumptions,
                                   bireme_json *json, const char *key)
{
    bireme_json_open(json, key, '{', false);
    write_frame(json, model);
    write_channels(json, model, assumptions);
    write_numbers(json, model, assumptions);
    write_statements(json, model, assumptions);
    write_sales(json, model, assumptions);
    write_pipeline(json, model, assumptions);
    if (model->economy.n_regimes > 0) write_economy(json, &model->economy, model->periods);
    write_correlations(json, model);
    bireme_json_close(json, '}');
}
