/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer of `run` in its forms: a document for people, JSON and CSV for programs. The latter two are
 * written directly from the forecast, every number with all its digits.
 */
#ifndef BIREME_OUTPUT_FORECAST_FORECAST_H
#define BIREME_OUTPUT_FORECAST_FORECAST_H

#include "bireme/forecast.h"
#include "decide/compare/recession.h"
#include "model/metric.h"
#include "output/forms/answer.h"

typedef struct bireme_forecast_view {
    const bireme_forecast *forecast;
    const bireme_model *model;
    uint64_t trials_asked; /* if more than were finished, the run was interrupted */
    double elapsed_s;
    const bireme_given *given; /* [n_given] the conditions of the run */
    size_t n_given;
    /* What is asked for below is over the periods that are still to come, and not over all; the same if none
     * is over. */
    bool rest;
    const bireme_recession *recession; /* NULL, or n is 0: nothing is said of one */
} bireme_forecast_view;

/* The opening sentence of the document; what else a reader in a hurry must know, which may be nothing; and
 * how sure the program is of its answer. */
void bireme_forecast_opening(const bireme_forecast_view *view, bireme_text *out);
void bireme_forecast_in_short(const bireme_forecast_view *view, bireme_text *out);
void bireme_forecast_certainty(const bireme_forecast_view *view, bireme_text *out);

/* This answer's row of functions, and the functions in it. */
extern const bireme_answer_kind bireme_forecast_kind;
static inline bireme_answer bireme_answer_of_forecast(const bireme_forecast_view *view)
{
    return (bireme_answer){&bireme_forecast_kind, view, view->model->currency, 1, view->model->name};
}
void bireme_forecast_document(const void *view, bireme_document *document);
void bireme_forecast_json(const void *view, bireme_json *json);
void bireme_forecast_figures(const void *view, size_t row, bireme_figures *f);
/* The run must have kept its samples. */
BIREME_MUST_USE bireme_status bireme_forecast_book(const void *view, bireme_text *out, bireme_error *error);

/* Appends one row per trial and one column per metric, with totals over the horizon; out's `failed` tells if
 * memory ran out. The run must have kept its samples. */
void bireme_forecast_write_samples(const bireme_forecast_view *view, bireme_csv_style style,
                                   bireme_text *out);

/* Adds a member to the open object; nothing if there is no goal, or no precision was asked for. */
void bireme_goal_json(bireme_json *json, const char *key, const bireme_goal_result *goal);
/* Under `goal`; the wide table has columns for both kinds of goal. */
void bireme_goal_figures(bireme_figures *f, const bireme_goal_result *goal);
/* What a recession does, in the pairs of trials with and without it; nothing where nothing is said of one. */
void bireme_recession_json(bireme_json *json, const bireme_forecast_view *view);
void bireme_recession_figures(bireme_figures *f, const bireme_forecast_view *view);
void bireme_precision_json(bireme_json *json, const char *key, const bireme_precision_result *precision);

/* A metric's index; SIZE_MAX: the model does not have it. */
size_t bireme_forecast_view_metric(const bireme_forecast_view *view, bireme_metric_id id);
/* What people call the metric with that index, in a sentence; returned. */
const char *bireme_forecast_view_words(const bireme_forecast_view *view, size_t metric,
                                       char buffer[BIREME_METRIC_WORDS_SIZE]);
/* A metric's summary over the horizon; NULL: the model does not have it. The first function is for any
 * metric; the others for a kind that exists once, and for one of a stage, an owner or a channel. */
const bireme_summary *bireme_forecast_view_total(const bireme_forecast_view *view, bireme_metric_id id);
static inline const bireme_summary *bireme_forecast_view_all(const bireme_forecast_view *view,
                                                             bireme_metric_kind kind)
{
    return bireme_forecast_view_total(view, bireme_metric_all(kind));
}
static inline const bireme_summary *bireme_forecast_view_one(const bireme_forecast_view *view,
                                                             bireme_metric_kind kind, size_t index)
{
    return bireme_forecast_view_total(view, bireme_metric_one(kind, (int)index));
}
/* The same, if what it was in the periods that are over is not known, over those that are still to come. */
const bireme_summary *bireme_forecast_view_told(const bireme_forecast_view *view, bireme_metric_id id);
/* Whether all that there is of the kind can be told over the whole horizon. */
bool bireme_forecast_view_knows(const bireme_forecast_view *view, bireme_metric_kind kind);
/* "through March 2027": the last period that is over; "from April 2027 on": the first that is not; buffers of
 * BIREME_PERIOD_WORDS. */
enum { BIREME_PERIOD_WORDS = 120 };
const char *bireme_forecast_view_through(const bireme_forecast_view *view, char *buffer);
const char *bireme_forecast_view_from(const bireme_forecast_view *view, char *buffer);
/* When what is forecast begins: "the start"; after facts "the end of March 2027", of weeks "28 March 2027".
 * The same with a preposition: "at the start", "at the end of March 2027", "on 28 March 2027". Buffers as
 * above. */
const char *bireme_forecast_view_start(const bireme_forecast_view *view, char *buffer);
const char *bireme_forecast_view_at_start(const bireme_forecast_view *view, char *buffer);
/* What is shown by time: quarters, if the run was asked for them, and after the last of each year that year;
 * else periods. How many; the first that is not quite over; a metric in one (NULL: there is no such metric,
 * or nothing is known by time). */
size_t bireme_forecast_view_times(const bireme_forecast_view *view);
/* Whether that time is a year, made of those before it. */
bool bireme_forecast_view_is_year(const bireme_forecast_view *view, size_t time);
/* The time that ends where this one begins; SIZE_MAX: none. */
size_t bireme_forecast_view_before(const bireme_forecast_view *view, size_t time);
/* Quarters or periods: without the years. How many, and the time that the i-th is. */
size_t bireme_forecast_view_parts(const bireme_forecast_view *view);
size_t bireme_forecast_view_part(const bireme_forecast_view *view, size_t i);
/* Where the first that is not over begins among them: 1.67, if two of three months of the second are over. */
double bireme_forecast_view_parts_past(const bireme_forecast_view *view);
size_t bireme_forecast_view_times_past(const bireme_forecast_view *view);
const bireme_summary *bireme_forecast_view_in(const bireme_forecast_view *view, bireme_metric_id id,
                                              size_t time);
/* The periods of that time that are not over: the first, and *n: how many; and whether there are others. */
size_t bireme_forecast_view_to_come(const bireme_forecast_view *view, size_t time, size_t *n);
bool bireme_forecast_view_is_over_in_part(const bireme_forecast_view *view, size_t time);
/* The same of the metric with that index, which there must be. */
const bireme_summary *bireme_forecast_view_at(const bireme_forecast_view *view, size_t metric, size_t time);
/* "2027-03", "Q1 2027"; marked: of one that is over, or in part, "2027-03 (fact)", "Q2 2027 (fact: 1 of 3
 * months)". buffer of BIREME_TIME_LABEL; returned. */
enum { BIREME_TIME_LABEL = 112 };
const char *bireme_forecast_view_time(const bireme_forecast_view *view, size_t time, bool marked,
                                      char *buffer);
/* "quarter" or "period". */
const char *bireme_forecast_view_time_name(const bireme_forecast_view *view);
/* What the answer is about: revenue, or wins if no deal has a value. */
bireme_metric_id bireme_forecast_view_subject(const bireme_forecast_view *view);
static inline bool bireme_forecast_view_has_money(const bireme_forecast_view *view)
{
    return bireme_forecast_view_subject(view).kind == BIREME_METRIC_REVENUE;
}
/* The metrics that a reader looks for first: the headlines, of which the later ones are rates, then wins and
 * revenue of each channel. */
enum { BIREME_HEADLINE_RATES = 8, BIREME_HEADLINES = 11, BIREME_HEADLINE_SIZE = 64 };
static inline size_t bireme_headline_count(const bireme_model *model)
{
    return BIREME_HEADLINES + 2 * model->n_channels;
}
/* The index of the i-th; SIZE_MAX: the model does not have it, or it has the same values as another. */
size_t bireme_headline_metric(const bireme_forecast_view *view, size_t i);
/* i: < BIREME_HEADLINES. */
const char *bireme_headline_title(size_t i, char title[BIREME_HEADLINE_SIZE]);

/* How numbers of a unit are shown; for means of counts: their quantiles are BIREME_FORMAT_WHOLE. */
bireme_format bireme_unit_format(bireme_unit unit);
/* How a metric's numbers are shown. */
bireme_format bireme_forecast_view_format(const bireme_forecast_view *view, size_t metric);
/* The number of trials in which the given conditions hold; all of them without conditions. */
uint64_t bireme_forecast_view_trials(const bireme_forecast_view *view);
/* "recession comes by the end of June 2027", "recession never comes" */
void bireme_given_append(bireme_text *out, const bireme_model *model, const bireme_given *given);
/* The standard error of a quantile, including the error of binning; index as in
 * bireme_quantile_probability. */
double bireme_summary_quantile_se(const bireme_summary *summary, int index);

#endif
