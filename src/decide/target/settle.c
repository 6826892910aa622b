/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decide/target/settle.h"

#include <math.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/text.h"
#include "engine/run/forecasts.h"
#include "engine/run/parallel.h"
#include "model/calendar.h"
#include "model/past.h"

bireme_status bireme_settle_run(const bireme_model *model, const bireme_run_options *given, uint64_t most,
                                bireme_run_options *out, bireme_error *error)
{
    bireme_status status = bireme_run_options_take(given, out, error);
    if (status != BIREME_OK) return status;
    if (out->n_given > 0)
        return bireme_fail(error, BIREME_DOMAIN,
                           "a decision is made for all futures: no conditions are possible");
    if (out->sampler > BIREME_SAMPLER_RANDOM)
        return bireme_fail(error, BIREME_DOMAIN, "there is no sampler number %d", (int)out->sampler);
    if (out->threads < 0 || out->threads > BIREME_THREADS_MOST)
        return bireme_fail(error, BIREME_DOMAIN, "%d threads were asked for; 1 to %d are possible",
                           out->threads, (int)BIREME_THREADS_MOST);
    out->trials = bireme_model_trials(model, out->trials, 0);
    if (out->trials > most)
        return bireme_fail(error, BIREME_DOMAIN, "%llu trials were asked for; at most %llu are possible here",
                           (unsigned long long)out->trials, (unsigned long long)most);
    if (!out->has_seed) out->seed = model->seed;
    out->has_seed = true;
    if (out->sampler == BIREME_SAMPLER_UNSET) out->sampler = model->sampler;
    out->threads = bireme_parallel_threads(out->threads);
    out->precision = -1;
    return BIREME_OK;
}

bool bireme_settle_has_value(const bireme_model *model)
{
    bool any = model->revenue.opening > 0;
    for (size_t c = 0; c < model->n_channels; c++) any |= model->channels[c].deal_value.shape != NULL;
    for (size_t g = 0; g < model->n_open; g++) any |= model->open[g].value.shape != NULL;
    return any;
}

bool bireme_settle_outlives(const bireme_model *model)
{
    return model->revenue.recurring &&
           bireme_metric_exists(model, bireme_metric_all(BIREME_METRIC_NPV_LIFETIME));
}

size_t bireme_settle_measures(const bireme_model *model, bireme_metric_kind kind[BIREME_MEASURES_MOST])
{
    size_t n = 0;
    if (!bireme_settle_has_value(model)) return 0;
    kind[n++] = BIREME_METRIC_REVENUE;
    kind[n++] = BIREME_METRIC_CONTRIBUTION;
    if (bireme_settle_outlives(model)) kind[n++] = BIREME_METRIC_NPV_LIFETIME;
    return n;
}

const char *bireme_settle_metric_name(const bireme_model *model)
{
    if (model->goal.present) return model->goal.metric;
    return bireme_metric_row_of(bireme_settle_has_value(model) ? BIREME_METRIC_REVENUE : BIREME_METRIC_WINS)
        ->name;
}

bireme_status bireme_settle_metric(const bireme_model *model, const bireme_metrics *metrics, const char *name,
                                   size_t *out, bireme_error *error)
{
    *out = bireme_metrics_find(metrics, name);
    if (*out != SIZE_MAX) return BIREME_OK;
    const char *needs = bireme_metric_needs(name);
    if (needs != NULL)
        return bireme_fail(error, BIREME_DOMAIN,
                           "`%s` has no metric `%s`: that is there only in a scenario with %s", model->name,
                           name, needs);
    const char **names = bireme_calloc(metrics->count, sizeof *names);
    if (names == NULL) return bireme_fail_memory(error);
    for (size_t m = 0; m < metrics->count; m++) names[m] = metrics->items[m].name;
    const char *nearest = bireme_nearest(name, names, metrics->count);
    bireme_free(names);
    if (nearest != NULL)
        return bireme_fail(error, BIREME_DOMAIN, "`%s` has no metric `%s`; did you mean `%s`?", model->name,
                           name, nearest);
    return bireme_fail(error, BIREME_DOMAIN,
                       "`%s` has no metric `%s`; `bireme run` lists those of a scenario in its JSON and CSV",
                       model->name, name);
}

bireme_status bireme_settle_team(const bireme_model *model, const char *command, bireme_error *error)
{
    bireme_text names = {0};
    if (model->n_teams < 2 && model->decision.dated != NULL)
        return bireme_fail(
            error, BIREME_DOMAIN,
            "%s moves no hires at a date yet, and `decision` has `%s`; `bireme compare SCENARIO "
            "SCENARIO` with `--set '2:sales.hires[DATE]=NUMBER'` says what such hires do",
            command, model->decision.dated);
    if (model->n_teams < 2) return BIREME_OK;
    for (size_t k = 0; k < model->n_teams; k++)
        bireme_text_format(&names, "%s%s",
                           k == 0                   ? ""
                           : k + 1 < model->n_teams ? ", "
                                                    : " and ",
                           model->teams[k].name);
    const bireme_team *first = &model->teams[bireme_model_team_in_order(model, 0)];
    char reps[BIREME_NUMBER_SIZE];
    bireme_status status = bireme_fail(
        error, BIREME_DOMAIN,
        "%s is for one team, and there are %zu: %s; `bireme sensitivity SCENARIO` says what one more rep of "
        "each brings, `bireme compare SCENARIO SCENARIO --set 2:sales.teams.%s.reps=%s` what another number "
        "of "
        "them does, and `bireme run SCENARIO` how far each can keep up",
        command, model->n_teams, bireme_text_string(&names), first->name,
        bireme_number_format(reps, floor(first->reps) + 1));
    bireme_text_free(&names);
    return status;
}

bireme_status bireme_settle_known(const bireme_model *model, const bireme_metric *metric, bireme_error *error)
{
    char last[BIREME_LABEL_SIZE];
    bireme_metric_id id = bireme_metric_id_of(metric);
    if (bireme_past_suffices(model, id)) return BIREME_OK;
    const char *lacks = bireme_past_lacks(model, id);
    return bireme_fail(
        error, BIREME_DOMAIN,
        "what `%s` was through %s is not known, so nothing can be said about its value over "
        "the whole horizon%s%s%s",
        metric->name, bireme_calendar_end(&model->past.calendar, model->past.periods - 1, last),
        lacks != NULL ? ": give " : "", lacks != NULL ? lacks : "", lacks != NULL ? " in `actuals`" : "");
}

bireme_status bireme_settle_period(const bireme_model *model, const char *date, size_t *out,
                                   bireme_error *error)
{
    int year, month, day;
    char first[BIREME_LABEL_SIZE], last[BIREME_LABEL_SIZE];
    if (!bireme_date_parse(date, &year, &month, &day))
        return bireme_fail(error, BIREME_DOMAIN, "`%s` is not a date; write it as 2027-06 or 2027-06-15",
                           date);
    long period = bireme_calendar_find(&model->calendar, year, month, day);
    if (period < 0 || period >= (long)model->periods)
        return bireme_fail(error, BIREME_DOMAIN,
                           model->past.periods > 0
                               ? "%s is not within what is forecast after the facts, the periods %s to %s"
                               : "%s is outside the horizon: its periods are %s to %s",
                           date, bireme_calendar_label(&model->calendar, 0, first),
                           bireme_calendar_label(&model->calendar, model->periods - 1, last));
    *out = (size_t)period;
    return BIREME_OK;
}

bireme_status bireme_settle_until(const bireme_model *model, const bireme_metric *metric, const char *date,
                                  size_t *out, bireme_error *error)
{
    bool of_goal = model->goal.present && strcmp(model->goal.metric, metric->name) == 0;
    *out = of_goal ? (size_t)model->goal.by : model->periods - 1;
    bireme_status status = date != NULL ? bireme_settle_period(model, date, out, error) : BIREME_OK;
    if (status != BIREME_OK) return status;
    bool adds_up = metric->total == BIREME_TOTAL_SUM || metric->total == BIREME_TOTAL_LAST;
    if (*out + 1 < model->periods && !adds_up)
        return bireme_fail(
            error, BIREME_DOMAIN,
            "`%s` does not add up over the periods and is measured over the whole horizon, not "
            "until an earlier date",
            metric->name);
    return BIREME_OK;
}
