/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sentences about what drives a result, to be read aloud.
 */
#include "output/decisions/sensitivity.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "output/forecast/forecast.h"
#include "output/forms/number.h"
#include "scenario/fields/said.h"

void bireme_sensitivity_say(const bireme_sensitivity_view *view, const char *path, bireme_text *out)
{
    bireme_field_say(path, view->model->stage[view->model->stages - 1], out);
}

void bireme_sensitivity_name(const bireme_sensitivity_view *view, const bireme_input *input, bireme_text *out)
{
    if (input->kind == BIREME_INPUT_ECONOMY)
        bireme_text_append(out, "the economy");
    else
        bireme_sensitivity_say(view, input->kind == BIREME_INPUT_SET ? input->members[0].path : input->path,
                               out);
    if (input->kind == BIREME_INPUT_SET)
        bireme_text_format(out, " and %zu number%s that go%s with it", input->n_members - 1,
                           bireme_plural(input->n_members - 1), input->n_members == 2 ? "es" : "");
}

/* In a sentence, with its article. */
static void append_name(const bireme_sensitivity_view *view, const bireme_input *input, bireme_text *out)
{
    if (input->kind != BIREME_INPUT_ECONOMY) bireme_text_append(out, "the ");
    bireme_sensitivity_name(view, input, out);
}

static void append_subject(const bireme_sensitivity_view *view, bireme_text *out)
{
    const bireme_sensitivity *r = view->result;
    char mean[BIREME_PEOPLE_SIZE], sd[BIREME_PEOPLE_SIZE], by[BIREME_SAID_SIZE];
    bireme_format format = bireme_unit_format(r->unit);
    bireme_format_number(mean, format, view->model->currency, r->summary.mean, r->summary.mean_se);
    bireme_format_number(sd, format, view->model->currency, r->summary.sd, r->summary.sd_se);
    char words[BIREME_METRIC_WORDS_SIZE];
    bireme_text_format(out, "%s %s (mean %s, standard deviation %s)",
                       bireme_metric_words_of(view->model, r->metric, words),
                       bireme_calendar_say_by_date(&view->model->calendar, r->until, by), mean, sd);
}

void bireme_sensitivity_opening(const bireme_sensitivity_view *view, bireme_text *out)
{
    enum { NAMED = 3 };
    const double little = 0.01;
    const bireme_sensitivity *r = view->result;
    if (isnan(r->chance.index.total)) {
        char by[BIREME_SAID_SIZE], words[BIREME_METRIC_WORDS_SIZE];
        bireme_text_format(out, "%s %s is the same in every future: nothing drives it.",
                           bireme_metric_words_of(view->model, r->metric, words),
                           bireme_calendar_say_by_date(&view->model->calendar, r->until, by));
        return;
    }
    bireme_text_append(out, "Of the variance of ");
    append_subject(view, out);
    bireme_text_append(out, ", ");
    size_t named = 0;
    for (size_t i = 0; i < r->n_inputs && named < NAMED; i++) {
        const bireme_input *input = &r->inputs[i];
        if (!(input->index.first_order > little)) continue;
        if (named > 0) bireme_text_append(out, ", ");
        bireme_text_format(out, named == 0 ? "%s comes from " : "%s from ",
                           BIREME_SHARE(input->index.first_order, input->index.first_order_se));
        append_name(view, input, out);
        named++;
    }
    bireme_text_format(out, "%s; %s is chance, which knowing the inputs cannot take away.",
                       named > 0 ? "" : "hardly any comes from a single input",
                       BIREME_SHARE(fmax(r->chance.index.total, 0), r->chance.index.total_se));
}

bool bireme_sensitivity_is_worth(const bireme_input *input)
{
    return input->worth > 2 * input->worth_se && input->worth > 0;
}

/* buffer of BIREME_PEOPLE_SIZE; returned. */
static const char *worth_format(char *buffer, const bireme_sensitivity_view *view, double value, double se)
{
    return bireme_format_number(buffer, bireme_unit_format(view->result->worth_unit), view->model->currency,
                                value, se);
}

/* The team whose reps the path says; SIZE_MAX: it says something else. */
static size_t team_of(const bireme_model *model, const char *path)
{
    char own[BIREME_REPS_PATH_SIZE];
    for (size_t k = 0; k < model->n_teams; k++)
        if (strcmp(path, bireme_model_reps_path(model, k, own)) == 0) return k;
    return SIZE_MAX;
}

/* "spend of events times 0.8", "sales reps of sdr at 5 instead of 4" */
static void append_alternative(const bireme_sensitivity_view *view, const bireme_alternative *a,
                               bireme_text *out)
{
    char number[BIREME_PEOPLE_SIZE], today[BIREME_PEOPLE_SIZE];
    if (a->path == NULL) {
        bireme_text_append(out, "today's plan");
        return;
    }
    bireme_sensitivity_say(view, a->path, out);
    const size_t team = team_of(view->model, a->path);
    if (view->model->n_teams < 2 || team == SIZE_MAX) {
        bireme_text_format(out, " times %s", bireme_plain_format(number, a->factor));
        return;
    }
    const double reps = view->model->teams[team].reps;
    bireme_text_format(out, " at %s instead of %s",
                       bireme_plain_format(number, round(1e6 * a->factor * reps) / 1e6),
                       bireme_plain_format(today, reps));
}

void bireme_sensitivity_most(const bireme_sensitivity_view *view, size_t figures, bireme_text *out)
{
    const bireme_sensitivity *r = view->result;
    const bireme_one_more *most = NULL;
    char words[BIREME_METRIC_WORDS_SIZE], number[BIREME_PEOPLE_SIZE];
    for (size_t i = figures - 1; i < r->n_one_more; i += figures)
        if (most == NULL || r->one_more[i].gain > most->gain) most = &r->one_more[i];
    const bireme_one_more *judged = &r->one_more[figures - 1];
    bireme_text_format(out, "Judged by %s, ", bireme_metric_words_of(view->model, judged->metric, words));
    if (!(most->gain > 2 * most->gain_se)) {
        bireme_text_append(out, "one more rep of no team brings anything that can be told from zero.");
        return;
    }
    bireme_text_format(out, "one more rep brings most in %s: %s.",
                       view->model->teams[team_of(view->model, most->path)].name,
                       bireme_format_number(number, bireme_unit_format(most->unit), view->model->currency,
                                            most->gain, most->gain_se));
}

/* Whether it is several numbers. */
static bool is_combined(const bireme_sensitivity_view *view, const bireme_input *input)
{
    const bool several = view->model->economy.n_regimes > 2;
    return input->kind == BIREME_INPUT_SET || input->kind == BIREME_INPUT_DRIFT ||
           (input->kind == BIREME_INPUT_ECONOMY && several);
}

void bireme_sensitivity_worth(const bireme_sensitivity_view *view, bireme_text *out)
{
    char words[BIREME_METRIC_WORDS_SIZE];
    const bireme_sensitivity *r = view->result;
    const bireme_alternative *best = &r->alternatives[r->best];
    size_t most = 0;
    if (r->n_alternatives < 2) {
        bireme_text_append(out, "There is nothing to decide: no line of the plan can be moved.");
        return;
    }
    bireme_text_format(
        out, "The decision is between today's plan and a fifth more or less in one line%s. Judged by %s%s, ",
        view->model->n_teams > 1 ? " (of reps, whole ones)" : "",
        bireme_metric_words_of(view->model, r->worth_metric, words),
        view->model->revenue.recurring ? ", since contracts outlive the horizon" : "");
    append_alternative(view, best, out);
    bireme_text_append(out, " is best");
    if (r->best > 0)
        bireme_text_format(out, ": %s more than today's plan",
                           worth_format(BIREME_PEOPLE, view, best->gain, best->gain_se));
    for (size_t i = 1; i < r->n_inputs; i++)
        if (r->inputs[i].worth > r->inputs[most].worth) most = i;
    if (bireme_sensitivity_is_worth(&r->inputs[most])) {
        const bireme_input *input = &r->inputs[most];
        const char *worth = worth_format(BIREME_PEOPLE, view, input->worth, input->worth_se);
        bireme_text_append(out, ". Knowing ");
        append_name(view, input, out);
        if (is_combined(view, input)) /* its value is that of one combination of them */
            bireme_text_format(out, " before deciding would be worth at least %s on average.", worth);
        else
            bireme_text_format(
                out,
                " before deciding would be worth %s on average: finding out should cost no more "
                "than that.",
                worth);
    } else {
        bireme_text_append(out,
                           ". Knowing any single input before deciding would be worth nothing that can be "
                           "told from zero.");
    }
}

void bireme_sensitivity_certainty(const bireme_sensitivity_view *view, bireme_text *out)
{
    const bireme_sensitivity *r = view->result;
    double first = 0, total = 0, left_out = 0;
    for (size_t i = 0; i < r->n_inputs; i++) {
        first = fmax(first, r->inputs[i].index.first_order_se);
        total = fmax(total, r->inputs[i].index.total_se);
        left_out = fmax(left_out, r->inputs[i].index.left_out);
    }
    char words[BIREME_METRIC_WORDS_SIZE];
    const char *runs = bireme_plain_format(BIREME_PEOPLE, ceil(r->runs));
    bireme_text_format(
        out, "%s trial%s, each run again with another value of one input at a time: the work of %s run%s",
        bireme_whole_format(BIREME_PEOPLE, (double)r->trials, 0), bireme_plural(r->trials), runs,
        bireme_plural_of(runs));
    bireme_text_format(out, " with %s; seed %" PRIu64 ". ", bireme_sampler_words(r->sampler), r->seed);
    if (isnan(r->chance.index.total)) return;
    bireme_text_format(out,
                       "Another seed would move the share of an input alone by about ±%s at most, its share "
                       "with interactions by about ±%s. What falls below 0 by chance is shown as 0.",
                       bireme_points_format(BIREME_PEOPLE, first, NAN),
                       bireme_points_format(BIREME_PEOPLE, total, NAN));
    if (left_out > 0)
        bireme_text_format(out, " In %s of the trials %s has no value; they are left out.",
                           BIREME_SHARE(left_out, 0), bireme_metric_words_of(view->model, r->metric, words));
}
