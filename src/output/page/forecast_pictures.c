/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/page/pictures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/memory.h"
#include "output/forecast/sections.h"
#include "output/page/internal.h"

void bireme_page_add(bireme_document *document, bireme_picture *picture, bool failed)
{
    if (failed) document->failed = true;
    if (picture != NULL) bireme_document_picture(document, picture);
}

const char *bireme_page_said(char *buffer, const bireme_forecast_view *view, bireme_format format,
                             double value)
{
    return bireme_format_number(buffer, format, view->model->currency, value, 0);
}

/* A picture of n named places, of which the first `past` are facts. */
static bireme_picture *of_places(const bireme_forecast_view *view, bireme_picture_kind kind,
                                 const char *title, size_t n, const char *const *labels, double past)
{
    bireme_picture *picture = bireme_picture_create(kind, title, view->model->currency);
    bireme_picture_places(picture, n, labels);
    if (past > 0) bireme_picture_line_at(picture, true, past, "facts until then");
    return picture;
}

/* A picture that could not be made. */
static bireme_picture *no_memory(bireme_picture_kind kind, const char *title)
{
    bireme_picture *picture = bireme_picture_create(kind, title, "");
    if (picture != NULL) picture->failed = true;
    return picture;
}

bireme_picture *bireme_page_of_periods(const bireme_forecast_view *view, bireme_picture_kind kind,
                                       const char *title)
{
    const size_t n = bireme_forecast_period_count(view->forecast);
    const char **labels = bireme_calloc(n, sizeof *labels);
    bireme_text called = {0};
    if (labels == NULL) return no_memory(kind, title);
    for (size_t t = 0; t < n; t++) labels[t] = bireme_forecast_period_label(view->forecast, t);
    bireme_text_append(&called, title);
    if (bireme_forecast_quarter_count(view->forecast) > 0 &&
        view->model->calendar.period != BIREME_PERIOD_QUARTER)
        bireme_text_format(&called, ", by %s", bireme_period_name(view->model->calendar.period));
    bireme_picture *picture = of_places(view, kind, bireme_text_string(&called), n, labels,
                                        (double)bireme_forecast_past_count(view->forecast));
    if (called.failed && picture != NULL) picture->failed = true;
    bireme_text_free(&called);
    bireme_free((void *)labels);
    return picture;
}

bireme_picture *bireme_page_of_parts(const bireme_forecast_view *view, bireme_picture_kind kind,
                                     const char *title)
{
    const size_t n = bireme_forecast_view_parts(view);
    const char **labels = bireme_calloc(n, sizeof *labels);
    char(*label)[BIREME_TIME_LABEL] = bireme_calloc(n, sizeof *label);
    bireme_picture *picture = NULL;
    for (size_t i = 0; labels != NULL && label != NULL && i < n; i++)
        labels[i] = bireme_forecast_view_time(view, bireme_forecast_view_part(view, i), false, label[i]);
    if (labels != NULL && label != NULL)
        picture = of_places(view, kind, title, n, labels, bireme_forecast_view_parts_past(view));
    else
        picture = no_memory(kind, title);
    bireme_free((void *)labels);
    bireme_free(label);
    return picture;
}

/* ------------------------ quantiles period by period */

enum { FAN_SERIES = BIREME_PAGE_FAN };

/* Those of the t-th of n; whether they are known. */
static bool put_quantiles(const bireme_summary *s, double *quantiles, size_t n, size_t t)
{
    const bool known = s != NULL && s->n > 0;
    for (size_t q = 0; q < FAN_SERIES; q++)
        quantiles[q * n + t] = known ? s->quantile[BIREME_P10 + (int)q] : NAN;
    return known;
}

bool bireme_page_quantiles(const bireme_forecast *forecast, size_t metric, double *quantiles)
{
    const size_t n = bireme_forecast_period_count(forecast);
    bool any = false;
    for (size_t t = 0; t < n; t++)
        any |= put_quantiles(bireme_forecast_period(forecast, metric, t), quantiles, n, t);
    return any;
}

bool bireme_page_quantiles_of_parts(const bireme_forecast_view *view, size_t metric, double *quantiles)
{
    const size_t n = bireme_forecast_view_parts(view);
    bool any = false;
    for (size_t i = 0; i < n; i++)
        any |= put_quantiles(bireme_forecast_view_at(view, metric, bireme_forecast_view_part(view, i)),
                             quantiles, n, i);
    return any;
}

void bireme_page_add_fan(bireme_picture *picture, const double *quantiles, size_t n, bool core)
{
    bireme_picture_interval(picture, BIREME_MARK_BAND, "8 of 10 futures", NULL, quantiles, quantiles + 4 * n);
    if (core)
        bireme_picture_interval(picture, BIREME_MARK_CORE, "half of the futures", NULL, quantiles + n,
                                quantiles + 3 * n);
    bireme_picture_series(picture, BIREME_MARK_MEDIAN, "the middle", quantiles + 2 * n);
}

/* In a sentence: "January 2027", "Q1 2027, 2 of 3 months"; buffer of BIREME_SAID_SIZE. */
static const char *say_part(const bireme_forecast_view *view, size_t i, char *buffer)
{
    char label[BIREME_TIME_LABEL];
    if (bireme_forecast_quarter_count(view->forecast) == 0)
        return bireme_calendar_say(&view->model->past.calendar, i, buffer);
    bireme_forecast_view_time(view, bireme_forecast_view_part(view, i), false, label);
    snprintf(buffer, BIREME_SAID_SIZE, "%.*s", BIREME_SAID_SIZE - 1, label);
    return buffer;
}

bireme_picture *bireme_picture_of_periods(const bireme_forecast_view *view, bool *failed)
{
    const bool quarters = bireme_forecast_quarter_count(view->forecast) > 0;
    const size_t metric = bireme_section_pictured(view), n = bireme_forecast_view_parts(view),
                 past = (size_t)bireme_forecast_view_parts_past(view);
    char first[BIREME_PEOPLE_SIZE], last[BIREME_PEOPLE_SIZE], low[BIREME_PEOPLE_SIZE],
        high[BIREME_PEOPLE_SIZE], from[BIREME_SAID_SIZE], to[BIREME_SAID_SIZE];
    if (metric == SIZE_MAX || n < 2) return NULL;
    double *q = bireme_calloc(n, FAN_SERIES * sizeof *q);
    if (q == NULL) {
        *failed = true;
        return NULL;
    }
    bireme_picture *picture = NULL;
    if (bireme_page_quantiles_of_parts(view, metric, q)) {
        const bireme_format format = bireme_section_pictured_format(view, metric);
        char name[BIREME_METRIC_WORDS_SIZE];
        bireme_forecast_view_words(view, metric, name);
        picture = bireme_page_of_parts(view, BIREME_PICTURE_PLOT,
                                       quarters ? "Quarter by quarter" : "Period by period");
        bireme_picture_values(picture, format, name);
        bireme_page_add_fan(picture, q, n, true);
        bireme_picture_message(
            picture,
            "From %s in %s to %s in %s, in the middle of all futures; in the last of them 8 of 10 "
            "futures lie between %s and %s.",
            bireme_page_said(first, view, format, q[2 * n + past]), say_part(view, past, from),
            bireme_page_said(last, view, format, q[3 * n - 1]), say_part(view, n - 1, to),
            bireme_page_said(low, view, format, q[n - 1]),
            bireme_page_said(high, view, format, q[5 * n - 1]));
        *failed = *failed || picture == NULL;
    }
    bireme_free(q);
    return picture;
}

/* ------------------------ the funnel */

enum { FUNNEL_MOST = 66 }; /* stages, and what sales takes up */
typedef struct funnel {
    size_t n;
    const char *name[FUNNEL_MOST];
    double mean[FUNNEL_MOST], low[FUNNEL_MOST], high[FUNNEL_MOST];
} funnel;

static void add_stage(funnel *f, const char *name, const bireme_summary *s)
{
    if (s == NULL || s->n == 0 || f->n == FUNNEL_MOST) return;
    f->name[f->n] = name;
    f->mean[f->n] = s->mean;
    f->low[f->n] = s->quantile[BIREME_P10];
    f->high[f->n] = s->quantile[BIREME_P90];
    f->n++;
}

static void read_funnel(const bireme_forecast_view *view, funnel *f)
{
    const bireme_model *model = view->model;
    for (size_t s = 0; s < model->stages; s++) {
        add_stage(f, model->stage[s], bireme_forecast_view_one(view, BIREME_METRIC_STAGE, s));
        for (size_t k = 0; k < model->n_teams; k++)
            if (model->teams[k].stage == s && bireme_model_works_all(model, k))
                add_stage(
                    f, bireme_metric_row_of(BIREME_METRIC_WORKED)->words,
                    bireme_forecast_view_total(view, bireme_section_team(model, k, BIREME_METRIC_WORKED)));
    }
}

/* "16,152", "4,775: 30 % of the stage before" */
static void add_notes(const bireme_forecast_view *view, const funnel *f, bireme_picture *picture)
{
    for (size_t i = 0; i < f->n; i++) {
        char number[BIREME_PEOPLE_SIZE], share[BIREME_PEOPLE_SIZE];
        bireme_text note = {0};
        bireme_text_append(&note, bireme_page_said(number, view, BIREME_FORMAT_COUNT, f->mean[i]));
        if (i > 0 && f->mean[i - 1] > 0)
            bireme_text_format(&note, " · %s of the stage before",
                               bireme_share_format(share, f->mean[i] / f->mean[i - 1], 0));
        bireme_picture_note(picture, i, bireme_text_string(&note));
        if (note.failed && picture != NULL) picture->failed = true;
        bireme_text_free(&note);
    }
}

bireme_picture *bireme_picture_of_funnel(const bireme_forecast_view *asked, bool *failed)
{
    BIREME_SECTION_TOLD(asked, BIREME_METRIC_STAGE, BIREME_METRIC_WORKED);
    char first[BIREME_PEOPLE_SIZE], last[BIREME_PEOPLE_SIZE], from[BIREME_PERIOD_WORDS],
        title[BIREME_PERIOD_WORDS + 64];
    funnel f = {0};
    read_funnel(view, &f);
    if (f.n < 2) return NULL;
    if (view->rest)
        snprintf(title, sizeof title, "From lead to win, means, %s", bireme_forecast_view_from(view, from));
    else
        snprintf(title, sizeof title, "From lead to win, means");
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_ROWS, title, view->model->currency);
    bireme_picture_places(picture, f.n, f.name);
    bireme_picture_values(picture, BIREME_FORMAT_COUNT, NULL);
    bireme_picture_interval(picture, BIREME_MARK_BARS, "mean, and 8 of 10 futures", f.mean, f.low, f.high);
    add_notes(view, &f, picture);
    bireme_picture_message(picture,
                           view->rest ? "Of what is still to come %s reach %s and %s reach %s."
                                      : "Inside the horizon %s reach %s and %s reach %s.",
                           bireme_page_said(first, view, BIREME_FORMAT_COUNT, f.mean[0]), f.name[0],
                           bireme_page_said(last, view, BIREME_FORMAT_COUNT, f.mean[f.n - 1]),
                           f.name[f.n - 1]);
    *failed = *failed || picture == NULL;
    return picture;
}

/* ------------------------ what sales can take up */

/* NAN in periods that are over and of which it is not known; false: it is not known of one still to come. */
static bool means_of(const bireme_forecast_view *view, bireme_metric_id id, double *means)
{
    const size_t past = bireme_forecast_past_count(view->forecast);
    const size_t metric = bireme_forecast_view_metric(view, id),
                 n = bireme_forecast_period_count(view->forecast);
    for (size_t t = 0; t < n; t++) {
        const bireme_summary *s = metric == SIZE_MAX ? NULL
                                                     : bireme_forecast_period(view->forecast, metric, t);
        if ((s == NULL || s->n == 0) && t >= past) return false;
        means[t] = s != NULL && s->n > 0 ? s->mean : NAN;
    }
    return true;
}

/* What comes to the team, a period. False, and NAN: as of means_of(). */
static bool find_comes(const bireme_forecast_view *view, size_t team, double *comes)
{
    const size_t past = bireme_forecast_past_count(view->forecast),
                 n = bireme_forecast_period_count(view->forecast);
    for (size_t t = 0; t < n; t++) {
        comes[t] = bireme_section_comes_in_period(view, team, t);
        if (isnan(comes[t]) && t >= past) return false;
    }
    return true;
}

static void add_capacity_message(size_t over, size_t n, const char *name, bireme_picture *picture)
{
    if (over == 0)
        bireme_picture_message(picture,
                               "On average %s can take up all that comes, in every period; where the bar is "
                               "below what comes, it cannot in some of the futures.",
                               name);
    else
        bireme_picture_message(picture,
                               "In %zu of the %zu period%s more comes on average than %s can take up.", over,
                               n, bireme_plural(n), name);
}

bireme_picture *bireme_picture_of_capacity(const bireme_forecast_view *view, size_t team, bool *failed)
{
    const size_t n = bireme_forecast_period_count(view->forecast);
    const bireme_model *model = view->model;
    if (!model->teams[team].has_capacity || n < 2) return NULL;
    double *means = bireme_calloc(n, 3 * sizeof *means);
    if (means == NULL) {
        *failed = true;
        return NULL;
    }
    const char *name = model->teams[team].name;
    double *comes = means, *can = means + n, *taken = means + 2 * n;
    bireme_picture *picture = NULL;
    bireme_text counted = {0}, title = {0};
    if (means_of(view, bireme_section_team(model, team, BIREME_METRIC_CAPACITY), can) &&
        means_of(view, bireme_section_team(model, team, BIREME_METRIC_WORKED), taken) &&
        find_comes(view, team, comes)) {
        size_t over = 0;
        for (size_t t = bireme_forecast_past_count(view->forecast); t < n; t++) over += comes[t] > can[t];
        bireme_text_format(&title, "What comes to %s, and what %s can take up, means", name, name);
        picture = bireme_page_of_periods(view, BIREME_PICTURE_PLOT, bireme_text_string(&title));
        bireme_text_format(
            &counted, "%s at the stage %s, a %s", model->has_named_teams ? "those who come" : "deals",
            model->stage[model->teams[team].stage], bireme_period_name(model->calendar.period));
        bireme_picture_values(picture, BIREME_FORMAT_COUNT, bireme_text_string(&counted));
        bireme_picture_series(picture, BIREME_MARK_BARS, bireme_metric_row_of(BIREME_METRIC_WORKED)->words,
                              taken);
        bireme_picture_series(picture, BIREME_MARK_LINE, "come", comes);
        bireme_picture_series(picture, BIREME_MARK_LINE, bireme_metric_row_of(BIREME_METRIC_CAPACITY)->words,
                              can);
        add_capacity_message(over, n - bireme_forecast_past_count(view->forecast), name, picture);
        *failed = *failed || picture == NULL || counted.failed || title.failed;
    }
    bireme_text_free(&counted);
    bireme_text_free(&title);
    bireme_free(means);
    return picture;
}

/* ------------------------ channels */

bireme_picture *bireme_picture_of_channels(const bireme_forecast_view *view, bool *failed)
{
    const size_t n = bireme_forecast_view_parts(view);
    const bool quarters = bireme_forecast_quarter_count(view->forecast) > 0;
    const bool money = bireme_forecast_view_has_money(view);
    const bireme_metric_kind kind = money ? BIREME_METRIC_CHANNEL_REVENUE : BIREME_METRIC_CHANNEL_WINS;
    double *q = n < 2 || view->model->n_channels < 2 ? NULL : bireme_calloc(n, FAN_SERIES * sizeof *q);
    if (q == NULL) {
        *failed = *failed || (n >= 2 && view->model->n_channels >= 2);
        return NULL;
    }
    bireme_picture *picture = bireme_page_of_parts(view, BIREME_PICTURE_PANELS,
                                                   quarters ? "Each channel, quarter by quarter"
                                                            : "Each channel, period by period");
    bireme_picture_values(picture, money ? BIREME_FORMAT_MONEY : BIREME_FORMAT_WHOLE,
                          bireme_metric_row_of(bireme_forecast_view_subject(view).kind)->words);
    size_t largest = 0;
    double most = -INFINITY;
    for (size_t c = 0; c < view->model->n_channels; c++) {
        const size_t metric = bireme_forecast_view_metric(view, bireme_metric_one(kind, (int)c));
        if (metric == SIZE_MAX || !bireme_page_quantiles_of_parts(view, metric, q)) continue;
        bireme_page_add_fan(bireme_picture_panel(picture, view->model->channels[c].name), q, n, false);
        const double mean = bireme_forecast_total(view->forecast, metric)->mean;
        if (mean > most) largest = c;
        most = fmax(most, mean);
    }
    char number[BIREME_PEOPLE_SIZE];
    if (isfinite(most))
        bireme_picture_message(
            picture, "The largest is %s: %s over the whole horizon, on average.",
            view->model->channels[largest].name,
            bireme_page_said(number, view, money ? BIREME_FORMAT_MONEY : BIREME_FORMAT_COUNT, most));
    *failed = *failed || picture == NULL;
    bireme_free(q);
    if (picture == NULL || picture->n_panels > 0) return picture;
    bireme_picture_free(picture);
    return NULL;
}
