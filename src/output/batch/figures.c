/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/batch/figures.h"

#include <math.h>
#include <string.h>
#include "engine/run/metric_of.h"
#include "output/forecast/forecast.h"
#include "scenario/internal.h"

/* The data of a pass: a run, or none, which gives only the titles. */
typedef struct pass {
    const bireme_batch_view *view;
    const bireme_batch_result *result;
    const bireme_forecast *forecast; /* NULL: it failed */
} pass;

static const char *scenario_of(const bireme_batch_result *result)
{
    return result->scenario != NULL ? bireme_scenario_name(result->scenario) : result->entry->scenario;
}

/* A number that is set; NAN: it is not a number. */
static double number_of(const char *json)
{
    char *end;
    double value = bireme_number_parse(json, &end);
    return end != json && *end == '\0' ? value : NAN;
}

/* "base.json:14:3: the message (at /pointer)", "set PATH: the message" */
static void describe(const bireme_error *error, bireme_text *out)
{
    bool is_set = strncmp(error->file, "--set ", 6) == 0;
    if (error->file[0] != '\0') bireme_text_append(out, error->file + (is_set ? 2 : 0));
    if (error->file[0] != '\0' && error->line > 0 && !is_set)
        bireme_text_format(out, ":%d:%d", error->line, error->column);
    bireme_text_format(out, "%s%s", out->length > 0 ? ": " : "", error->message);
    if (error->pointer[0] != '\0') bireme_text_format(out, " (at %s)", error->pointer);
}

/* In the tidy table the message is in place of the statistic. */
static void put_error(bireme_figures *f, const bireme_error *error)
{
    bireme_text text = {0};
    if (error != NULL) describe(error, &text);
    bireme_figures_of(f, "error");
    if (bireme_figures_are_tidy(f) && error != NULL)
        bireme_figures_put(f, bireme_text_string(&text), NAN);
    else
        bireme_figures_text(f, "error", bireme_text_string(&text));
    if (text.failed) f->csv.out->failed = true;
    bireme_text_free(&text);
}

/* The amounts of successive runs may be in different currencies. */
static void put_run(bireme_figures *f, const pass *p)
{
    const bireme_forecast *forecast = p->forecast;
    static const char *const columns[] = {"seed", "trials", "sampler", "currency"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns && forecast == NULL; i++)
        bireme_figures_text(f, columns[i], NULL);
    if (forecast == NULL) return;
    const char *currency = bireme_scenario_model(p->result->scenario)->currency;
    bireme_figures_whole(f, "seed", bireme_forecast_seed(forecast));
    bireme_figures_whole(f, "trials", bireme_forecast_trials(forecast));
    bireme_figures_text(f, "sampler", bireme_forecast_sampler(forecast));
    bireme_figures_text(f, "currency", currency);
    bireme_figures_of(f, "run");
    if (!bireme_figures_are_tidy(f)) return;
    bireme_figures_put_whole(f, "seed", bireme_forecast_seed(forecast));
    bireme_figures_put_whole(f, "trials", bireme_forecast_trials(forecast));
    bireme_figures_of(f, "currency");
    bireme_figures_put(f, currency, NAN);
}

/* A number is a value; anything else is written as JSON in place of the statistic. */
static void put_set(bireme_figures *f, const char *path, const char *json)
{
    double value = json != NULL ? number_of(json) : NAN;
    bireme_figures_of(f, "set.%s", path);
    if (bireme_figures_are_tidy(f))
        bireme_figures_put(f, isnan(value) ? json : "value", value);
    else if (isnan(value))
        bireme_figures_text(f, bireme_text_string(&f->metric), json);
    else
        bireme_figures_number(f, bireme_text_string(&f->metric), value);
}

/* What the run sets; in the wide table everything that some run sets. */
static void put_sets(bireme_figures *f, const pass *p)
{
    const char *const *paths = bireme_manifest_paths(p->view->manifest);
    const bireme_override *set = p->result != NULL ? p->result->entry->set : NULL;
    size_t n = p->result != NULL ? p->result->entry->n_set : 0;
    for (size_t i = 0; i < n && bireme_figures_are_tidy(f); i++) put_set(f, set[i].path, set[i].json);
    for (size_t k = 0; paths[k] != NULL && !bireme_figures_are_tidy(f); k++) {
        const char *json = NULL;
        for (size_t i = 0; i < n; i++)
            if (strcmp(set[i].path, paths[k]) == 0) json = set[i].json;
        put_set(f, paths[k], json);
    }
}

static void put_metrics(bireme_figures *f, const pass *p)
{
    const char *const *metrics = bireme_manifest_metrics(p->view->manifest);
    for (size_t k = 0; metrics[k] != NULL; k++) {
        size_t m = p->forecast != NULL ? bireme_forecast_metric_of(p->forecast, metrics[k]) : SIZE_MAX;
        bireme_figures_of(f, "%s", metrics[k]);
        if (m != SIZE_MAX)
            bireme_figures_summary(f, bireme_forecast_total(p->forecast, m));
        else if (bireme_figures_are_tidy(f) && bireme_manifest_names_metrics(p->view->manifest))
            bireme_figures_nothing(f);
        else
            bireme_figures_summary(f, NULL);
    }
}

static void put_periods(bireme_figures *f, const pass *p)
{
    const char *const *metrics = bireme_manifest_metrics(p->view->manifest);
    for (size_t t = 0; t < bireme_forecast_period_count(p->forecast); t++)
        for (size_t k = 0; metrics[k] != NULL; k++) {
            size_t m = bireme_forecast_metric_of(p->forecast, metrics[k]);
            const bireme_summary *summary = m != SIZE_MAX ? bireme_forecast_period(p->forecast, m, t) : NULL;
            if (summary == NULL) continue;
            bireme_figures_of(f, "%s", metrics[k]);
            bireme_figures_in(f, bireme_forecast_period_label(p->forecast, t));
            bireme_figures_summary(f, summary);
        }
}

static void visit(const void *of, size_t row, bireme_figures *f)
{
    const pass *p = of;
    bireme_goal_result goal = {0};
    if (p->forecast != NULL) goal = *bireme_forecast_goal(p->forecast);
    (void)row;
    bireme_figures_key(f, p->result != NULL ? p->result->entry->name : NULL);
    bireme_figures_key(f, p->result != NULL ? scenario_of(p->result) : NULL);
    put_error(f, p->result != NULL && p->forecast == NULL ? p->result->error : NULL);
    if (p->forecast == NULL && bireme_figures_are_tidy(f)) return;
    put_run(f, p);
    put_sets(f, p);
    put_metrics(f, p);
    bireme_goal_figures(f, &goal);
    if (bireme_figures_are_tidy(f)) put_periods(f, p);
}

static bireme_figures_table table_of(const pass *p)
{
    return (bireme_figures_table){.visit = visit,
                                  .view = p,
                                  .keys = {"run", "scenario"},
                                  .wide = p->view->wide,
                                  .style = p->view->style};
}

void bireme_batch_write_head(const bireme_batch_view *view, bireme_text *out)
{
    const pass p = {.view = view};
    const bireme_figures_table table = table_of(&p);
    bireme_figures_write_head(&table, 0, out);
}

void bireme_batch_write_run(const bireme_batch_view *view, const bireme_batch_result *result,
                            bireme_text *out)
{
    const pass p = {.view = view, .result = result, .forecast = result->forecast};
    const bireme_figures_table table = table_of(&p);
    bireme_figures_write_row(&table, 0, out);
}
