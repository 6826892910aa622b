/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frame of a scenario in words: time, funnel, trials, pace, goal.
 */
#include "output/assumptions/internal.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "model/past.h"
#include "output/forecast/forecast.h"
#include "output/forms/number.h"

static void append_plain(bireme_text *out, double value)
{
    char number[BIREME_PEOPLE_SIZE];
    bireme_text_append(out, bireme_plain_format(number, value));
}

/* Each value once, until it changes: "0.9, 0.9, 1.2", "2 in every month". */
static void append_series(bireme_text *out, const bireme_model *model, const double *value)
{
    bool same = true;
    for (size_t t = 1; t < model->periods; t++) same = same && value[t] == value[0];
    for (size_t t = 0; t < (same ? 1 : model->periods); t++) {
        bireme_text_append(out, t ? ", " : "");
        append_plain(out, value[t]);
    }
    if (same) bireme_text_format(out, " in every %s", bireme_period_name(model->calendar.period));
}

/* "65,536 trials at most, until the standard errors are below 0.1 % of the values, seed 1, scrambled Sobol
 * points." */
static void append_run(bireme_text *out, const bireme_model *model)
{
    char number[BIREME_PEOPLE_SIZE];
    bireme_text_format(out, "%s trial%s", bireme_whole_format(number, (double)model->trials, 0),
                       bireme_plural(model->trials));
    if (model->precision > 0)
        bireme_text_format(out, " at most, until the standard errors are below %s %% of the values",
                           bireme_plain_format(number, 100 * model->precision));
    bireme_text_format(out, ", seed %" PRIu64 ", %s.", model->seed, bireme_sampler_words(model->sampler));
}

/* " Pace, how fast deals move from stage to stage (1 is normal), month by month: 0.9, 0.9, 1.2." */
static void append_pace(bireme_text *out, const bireme_model *model)
{
    bool normal = true;
    for (size_t t = 0; t < model->periods; t++) normal = normal && model->pace[t] == 1;
    if (normal) {
        bireme_text_append(out, " Deals move at their normal pace all the time.");
        return;
    }
    bireme_text_format(out, " Pace, how fast deals move from stage to stage (1 is normal), %s by %s: ",
                       bireme_period_name(model->calendar.period),
                       bireme_period_name(model->calendar.period));
    append_series(out, model, model->pace);
    bireme_text_append(out, ".");
}

/* "The fiscal year begins in July. " */
static void append_year(bireme_text *out, const bireme_model *model)
{
    char said[BIREME_SAID_SIZE];
    const bireme_calendar month = {BIREME_PERIOD_MONTH, model->calendar.year, model->fiscal_year_start, 1};
    if (model->fiscal_year_start <= 1) return;
    bireme_calendar_say(&month, 0, said);
    bireme_text_format(out, "The fiscal year begins in %.*s. ", (int)strcspn(said, " "), said);
}

static bool is_money(const bireme_model *model, const char *metric)
{
    bireme_metric_id id;
    return bireme_metric_find(model, metric, &id) && bireme_metric_row_of(id.kind)->unit == BIREME_UNIT_MONEY;
}

void bireme_assumptions_goal(bireme_text *out, const bireme_model *model)
{
    const bireme_goal *goal = &model->goal;
    char number[BIREME_PEOPLE_SIZE], by[BIREME_SAID_SIZE], words[BIREME_METRIC_WORDS_SIZE];
    if (!goal->present) return;
    if (is_money(model, goal->metric))
        bireme_money_format_exact(number, model->currency, goal->at_least);
    else
        bireme_plain_format(number, goal->at_least);
    bireme_text_format(out, "%s of at %s %s %s", bireme_metric_words_of(model, goal->metric, words),
                       goal->at_most ? "most" : "least", number,
                       bireme_calendar_say_by(&model->calendar, (size_t)goal->by, by));
    if (isfinite(goal->confidence))
        bireme_text_format(out, ", with a confidence of %s",
                           bireme_share_format(number, goal->confidence, 0));
}

void bireme_assumptions_frame(const bireme_model *model, bireme_document *document)
{
    char said[BIREME_SAID_SIZE];
    size_t uncertain = 0, numbers = 0, redrawn = 0;
    bireme_text text = {0};
    for (size_t i = 0; i < model->n_quantities; i++) {
        if (bireme_model_walk_of(model, (int)i) >= 0) continue; /* a walk counts as one */
        uncertain += !bireme_dist_is_fixed(model->quantities[i].dist);
        numbers++;
        redrawn += model->quantities[i].redraws;
    }
    bireme_text_format(&text, "%s: %s, in %s. ", model->name,
                       bireme_calendar_say_span(&model->past.calendar, bireme_model_whole(model), said),
                       model->currency);
    append_year(&text, model);
    if (model->past.periods > 0)
        bireme_text_format(&text, "Of these %zu %s over; lists below are of the others. ",
                           model->past.periods, model->past.periods == 1 ? "is" : "are");
    bireme_text_format(&text, "%zu channel%s, funnel ", model->n_channels, bireme_plural(model->n_channels));
    for (size_t s = 0; s < model->stages; s++)
        bireme_text_format(&text, "%s%s", s ? " > " : "", model->stage[s]);
    bireme_text_format(&text, ". %zu number%s drawn once per trial, of which %zu %s uncertain", numbers,
                       bireme_plural(numbers), uncertain, uncertain == 1 ? "is" : "are");
    if (model->n_walks > 0)
        bireme_text_format(&text, ", and %zu random walk%s", model->n_walks, bireme_plural(model->n_walks));
    if (redrawn > 0)
        bireme_text_format(&text, "; %zu of these %s drawn anew in every %s", redrawn,
                           redrawn == 1 ? "is" : "are", bireme_period_name(model->calendar.period));
    bireme_text_append(&text, ". ");
    append_run(&text, model);
    append_pace(&text, model);
    bireme_document_paragraph_take(document, &text);
    if (model->description != NULL && *model->description)
        bireme_document_paragraph(document, model->description);
    if (!model->goal.present) return;
    bireme_text_append(&text, "Goal: ");
    bireme_assumptions_goal(&text, model);
    bireme_text_append(&text, ".");
    bireme_document_paragraph_take(document, &text);
}
