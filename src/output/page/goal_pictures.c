/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pictures of how much there will be over the horizon, and when the goal is reached.
 */
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "engine/run/metric_of.h"
#include "numeric/rank.h"
#include "output/forecast/sections.h"
#include "output/page/internal.h"
#include "output/page/pictures.h"
#include "stats/histogram.h"

const char *bireme_page_goal(char *buffer, const bireme_forecast_view *view)
{
    const bireme_goal_result *goal = bireme_forecast_goal(view->forecast);
    const size_t metric = bireme_forecast_metric_of(view->forecast, goal->metric);
    const bireme_format format = bireme_forecast_view_format(view, metric);
    if (format == BIREME_FORMAT_MONEY)
        return bireme_money_format_exact(buffer, view->model->currency, goal->at_least);
    return bireme_page_said(buffer, view, format, goal->at_least);
}

/* ------------------------ how likely it is to be at least so much */

enum { CURVE_POINTS = 51 };

/* Values that are reached with falling chances [CURVE_POINTS]; false: no samples, or nothing that varies. */
static bool curve_of(const bireme_forecast_view *view, size_t metric, double *x, double *chance,
                     double *promised, bool *failed)
{
    const double *samples = bireme_forecast_samples(view->forecast, metric);
    const size_t trials = (size_t)bireme_forecast_trials(view->forecast);
    size_t n = 0;
    if (samples == NULL || !bireme_section_varies(bireme_forecast_total(view->forecast, metric)))
        return false;
    double *sorted = bireme_calloc(trials, sizeof *sorted);
    if (sorted == NULL) {
        *failed = true;
        return false;
    }
    for (size_t i = 0; i < trials; i++)
        if (isfinite(samples[i])) sorted[n++] = samples[i];
    bireme_sort(n, sorted);
    for (size_t k = 0; k < CURVE_POINTS && n > 0; k++) {
        const double p = ((double)k + 0.5) / CURVE_POINTS;
        x[k] = sorted[(size_t)(p * (double)n)];
        chance[k] = 1 - p;
    }
    const double asked = bireme_forecast_goal(view->forecast)->confidence;
    if (n > 0 && asked > 0 && asked < 1) *promised = sorted[(size_t)((1 - asked) * (double)n)];
    bireme_free(sorted);
    return n > 0;
}

/* promised: what is reached as often as the goal asks for; NAN: it does not ask. */
static void add_marks(const bireme_forecast_view *view, size_t metric, bireme_format format, double promised,
                      bireme_picture *picture)
{
    const bireme_goal_result *goal = bireme_forecast_goal(view->forecast);
    const bireme_summary *s = bireme_forecast_total(view->forecast, metric);
    char number[BIREME_PEOPLE_SIZE], chance[BIREME_PEOPLE_SIZE], half[BIREME_PEOPLE_SIZE],
        tenth[BIREME_PEOPLE_SIZE], kept[BIREME_PEOPLE_SIZE], asked[BIREME_PEOPLE_SIZE];
    bireme_text line = {0};
    bireme_page_said(half, view, format, s->quantile[BIREME_P50]);
    bireme_page_said(tenth, view, format, s->quantile[BIREME_P90]);
    const bool goal_here = bireme_section_goal_is_of(view, metric);
    if (goal_here) {
        bireme_page_goal(number, view);
        bireme_share_format(chance, goal->probability, goal->probability_se);
        bireme_text_format(&line, "the goal, %s: %s", number, chance);
        bireme_picture_line_at(picture, true, goal->at_least, bireme_text_string(&line));
    }
    line.length = 0;
    bireme_text_format(&line, "1 in 2: %s", half);
    bireme_picture_line_at(picture, true, s->quantile[BIREME_P50], bireme_text_string(&line));
    line.length = 0;
    bireme_text_format(&line, "1 in 10: %s", tenth);
    bireme_picture_line_at(picture, true, s->quantile[BIREME_P90], bireme_text_string(&line));
    if (goal_here && isfinite(promised) && !goal->at_most) {
        bireme_share_format(asked, goal->confidence, 0);
        bireme_page_said(kept, view, format, promised);
        line.length = 0;
        bireme_text_format(&line, "%s asked for: %s", asked, kept);
        bireme_picture_line_at(picture, true, promised, bireme_text_string(&line));
        bireme_picture_message(
            picture,
            "The goal of %s is reached in %s of the futures. What %s of them reach, as often as is "
            "asked for, is %s; half of them bring at least %s, one in ten at least %s.",
            number, chance, asked, kept, half, tenth);
    } else if (goal_here)
        bireme_picture_message(picture,
                               "The goal of %s%s is reached in %s of the futures; half of them bring at "
                               "least %s, one in ten at least %s.",
                               goal->at_most ? "at most " : "", number, chance, half, tenth);
    else
        bireme_picture_message(picture, "Half of the futures bring at least %s, one in ten at least %s.",
                               half, tenth);
    if (line.failed && picture != NULL) picture->failed = true;
    bireme_text_free(&line);
}

bireme_picture *bireme_picture_of_chances(const bireme_forecast_view *view, bool *failed)
{
    double x[CURVE_POINTS], chance[CURVE_POINTS], promised = NAN;
    const size_t metric = bireme_section_pictured(view);
    if (metric == SIZE_MAX || !curve_of(view, metric, x, chance, &promised, failed)) return NULL;
    const bireme_format format = bireme_section_pictured_format(view, metric);
    bireme_text along = {0};
    char words[BIREME_METRIC_WORDS_SIZE];
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "How much, how likely",
                                                    view->model->currency);
    bireme_text_format(&along, "%s over the whole horizon", bireme_forecast_view_words(view, metric, words));
    bireme_picture_numbers(picture, CURVE_POINTS, x, format, bireme_text_string(&along));
    bireme_picture_values(picture, BIREME_FORMAT_SHARE, "chance of at least that");
    bireme_picture_series(picture, BIREME_MARK_LINE, "chance of at least that", chance);
    if (picture != NULL) picture->from_zero = true;
    add_marks(view, metric, format, promised, picture);
    *failed = *failed || picture == NULL || along.failed;
    bireme_text_free(&along);
    return picture;
}

/* ------------------------ how often each amount comes */

static void say_histogram(const bireme_forecast_view *view, bireme_format format, const bireme_histogram *h,
                          bireme_picture *picture)
{
    char from[BIREME_PEOPLE_SIZE], to[BIREME_PEOPLE_SIZE], share[BIREME_PEOPLE_SIZE], out[BIREME_PEOPLE_SIZE];
    size_t most = 0;
    for (size_t k = 1; k < h->n; k++)
        if (h->share[k] > h->share[most]) most = k;
    bireme_page_said(from, view, format, h->from[most]);
    bireme_page_said(to, view, format, h->from[most] + h->width);
    bireme_share_format(share, h->share[most], 0);
    bireme_share_format(out, h->below + h->above, 0);
    if (h->below + h->above > 0)
        bireme_picture_message(
            picture, "The futures lie densest from %s to %s: %s of them. %s are further out than is drawn.",
            from, to, share, out);
    else
        bireme_picture_message(picture, "The futures lie densest from %s to %s: %s of them.", from, to,
                               share);
}

bireme_picture *bireme_picture_of_histogram(const bireme_forecast_view *view, bool *failed)
{
    const size_t metric = bireme_section_pictured(view);
    const double *samples = metric == SIZE_MAX ? NULL : bireme_forecast_samples(view->forecast, metric);
    bireme_histogram h;
    double middle[BIREME_HISTOGRAM_MOST];
    char width[BIREME_PEOPLE_SIZE], number[BIREME_PEOPLE_SIZE];
    if (samples == NULL) return NULL;
    const bireme_format format = bireme_section_pictured_format(view, metric);
    if (bireme_histogram_of((size_t)bireme_forecast_trials(view->forecast), samples,
                            format == BIREME_FORMAT_WHOLE, BIREME_HISTOGRAM_MOST, &h, NULL) != BIREME_OK)
        *failed = true;
    if (h.n < 2) return NULL;
    for (size_t k = 0; k < h.n; k++) middle[k] = h.from[k] + h.width / 2;
    bireme_text text = {0};
    char words[BIREME_METRIC_WORDS_SIZE];
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, "How often each amount comes",
                                                    view->model->currency);
    bireme_text_format(&text, "%s over the whole horizon, each bar %s wide",
                       bireme_forecast_view_words(view, metric, words),
                       bireme_page_said(width, view, format, h.width));
    bireme_picture_numbers(picture, h.n, middle, format, bireme_text_string(&text));
    bireme_picture_values(picture, BIREME_FORMAT_SHARE, "of the futures");
    bireme_picture_series(picture, BIREME_MARK_BARS, "share of the futures", h.share);
    if (bireme_section_goal_is_of(view, metric)) {
        text.length = 0;
        bireme_text_format(&text, "the goal, %s", bireme_page_goal(number, view));
        bireme_picture_line_at(picture, true, bireme_forecast_goal(view->forecast)->at_least,
                               bireme_text_string(&text));
    }
    say_histogram(view, format, &h, picture);
    *failed = *failed || picture == NULL || text.failed;
    bireme_text_free(&text);
    return picture;
}

/* ------------------------ up to the end of each period */

/* The period that the goal asks for. */
static size_t date_of(const bireme_forecast *forecast)
{
    const bireme_goal_result *goal = bireme_forecast_goal(forecast);
    size_t t = bireme_forecast_period_count(forecast) - 1;
    while (t > 0 && strcmp(goal->by, bireme_forecast_period_label(forecast, t)) != 0) t--;
    return t;
}

/* The first period from whose end on, up to the goal's date, the quantile is at least the goal; SIZE_MAX:
 * none. What is summed may also fall. */
static size_t reaches(const bireme_forecast *forecast, int quantile, double goal)
{
    size_t first = SIZE_MAX;
    for (size_t t = date_of(forecast) + 1; t-- > 0;) {
        if (!(bireme_forecast_to_date(forecast, t)->value->quantile[quantile] >= goal)) break;
        first = t;
    }
    return first;
}

/* "The middle of the futures passes the goal of $4.5M by the end of October 2027." */
static void say_goal(const bireme_forecast_view *view, bireme_text *out)
{
    const bireme_forecast *f = view->forecast;
    const double goal = bireme_forecast_goal(f)->at_least;
    const size_t half = reaches(f, BIREME_P50, goal), tenth = reaches(f, BIREME_P90, goal);
    char number[BIREME_PEOPLE_SIZE], by[BIREME_SAID_SIZE];
    bireme_page_goal(number, view);
    if (half != SIZE_MAX)
        bireme_text_format(out, " Half of the futures have come to the goal of %s %s.", number,
                           bireme_calendar_say_by(&view->model->past.calendar, half, by));
    else if (tenth != SIZE_MAX)
        bireme_text_format(out,
                           " The middle stays below the goal of %s; one future in ten has come to it %s.",
                           number, bireme_calendar_say_by(&view->model->past.calendar, tenth, by));
    else
        bireme_text_format(out, " Not even one future in ten is at the goal of %s %s.", number,
                           bireme_calendar_say_by(&view->model->past.calendar, date_of(f), by));
}

/* The date of a goal that is measured before the end. */
static void add_date(const bireme_forecast_view *view, bireme_picture *picture)
{
    const bireme_goal_result *goal = bireme_forecast_goal(view->forecast);
    const size_t n = bireme_forecast_period_count(view->forecast);
    for (size_t t = 0; t + 1 < n; t++)
        if (strcmp(goal->by, bireme_forecast_period_label(view->forecast, t)) == 0)
            bireme_picture_line_at(picture, true, (double)(t + 1), "until then");
}

/* Whether there is something to draw to date: it varies, and it is a sum. */
static bool has_to_date(const bireme_forecast_view *view, size_t metric)
{
    return metric != SIZE_MAX && metric == bireme_forecast_regime_metric(view->forecast) &&
           bireme_forecast_period_count(view->forecast) > 1 &&
           bireme_forecast_to_date(view->forecast, 0) != NULL;
}

/* P10, P25, P50, P75, P90 to date [BIREME_PAGE_FAN][n], and the goal [n]. */
static void read_to_date(const bireme_forecast *forecast, double *quantiles, double *goal)
{
    const size_t n = bireme_forecast_period_count(forecast);
    for (size_t t = 0; t < n; t++) {
        const bireme_summary *s = bireme_forecast_to_date(forecast, t)->value;
        for (size_t q = 0; q < BIREME_PAGE_FAN; q++)
            quantiles[q * n + t] = s->n > 0 ? s->quantile[BIREME_P10 + (int)q] : NAN;
        goal[t] = bireme_forecast_goal(forecast)->at_least;
    }
}

static void say_to_date(const bireme_forecast_view *view, size_t metric, bireme_picture *picture)
{
    const bireme_format format = bireme_section_pictured_format(view, metric);
    const bireme_goal_result *goal = bireme_forecast_goal(view->forecast);
    const size_t n = bireme_forecast_period_count(view->forecast);
    const bireme_summary *s = bireme_forecast_to_date(view->forecast, n - 1)->value;
    char half[BIREME_PEOPLE_SIZE], low[BIREME_PEOPLE_SIZE], high[BIREME_PEOPLE_SIZE], by[BIREME_SAID_SIZE];
    bireme_text text = {0};
    bireme_calendar_say_by(&view->model->past.calendar, n - 1, by);
    *by = 'B';
    bireme_text_format(&text, "%s the middle of the futures has come to %s; 8 of 10 lie between %s and %s.",
                       by, bireme_page_said(half, view, format, s->quantile[BIREME_P50]),
                       bireme_page_said(low, view, format, s->quantile[BIREME_P10]),
                       bireme_page_said(high, view, format, s->quantile[BIREME_P90]));
    if (goal->present && !goal->at_most) say_goal(view, &text);
    bireme_picture_message(picture, "%s", bireme_text_string(&text));
    if (text.failed && picture != NULL) picture->failed = true;
    bireme_text_free(&text);
}

bireme_picture *bireme_picture_of_to_date(const bireme_forecast_view *view, bool *failed)
{
    const size_t metric = bireme_section_pictured(view), n = bireme_forecast_period_count(view->forecast);
    if (!has_to_date(view, metric) ||
        bireme_metric_row_of(bireme_forecast_metric_id(view->forecast, metric).kind)->total !=
            BIREME_TOTAL_SUM)
        return NULL;
    double *q = bireme_calloc(n, (BIREME_PAGE_FAN + 1) * sizeof *q), *goal = q + BIREME_PAGE_FAN * n;
    if (q == NULL) {
        *failed = true;
        return NULL;
    }
    read_to_date(view->forecast, q, goal);
    bireme_picture *picture = bireme_page_of_periods(view, BIREME_PICTURE_PLOT, "Added up from the start");
    bireme_text name = {0};
    char words[BIREME_METRIC_WORDS_SIZE];
    bireme_text_format(&name, "%s since the start", bireme_forecast_view_words(view, metric, words));
    bireme_picture_values(picture, bireme_section_pictured_format(view, metric), bireme_text_string(&name));
    bireme_page_add_fan(picture, q, n, true);
    if (bireme_forecast_goal(view->forecast)->present) {
        bireme_picture_series(picture, BIREME_MARK_GOAL, "the goal", goal);
        add_date(view, picture);
    }
    say_to_date(view, metric, picture);
    *failed = *failed || picture == NULL || name.failed;
    bireme_text_free(&name);
    bireme_free(q);
    return picture;
}

/* ------------------------ when the goal is reached */

/* "By the end of December 2027 the goal is met in 41 % of the futures; the 80 % asked for are not reached by
 * then." */
static void say_chance_by(const bireme_forecast_view *view, bireme_picture *picture)
{
    const bireme_forecast *f = view->forecast;
    const bireme_goal_result *goal = bireme_forecast_goal(f);
    const size_t date = date_of(f);
    const bireme_to_date *last = bireme_forecast_to_date(f, date);
    char share[BIREME_PEOPLE_SIZE], asked[BIREME_PEOPLE_SIZE], by[BIREME_SAID_SIZE];
    bireme_text text = {0};
    bireme_share_format(share, last->probability, last->probability_se);
    bireme_calendar_say_by(&view->model->past.calendar, date, by);
    *by = 'B';
    bireme_text_format(&text, "%s the goal is met in %s of the futures", by, share);
    if (isfinite(goal->confidence) && !goal->at_most) {
        size_t first = SIZE_MAX;
        for (size_t t = date + 1; t-- > 0 && bireme_forecast_to_date(f, t)->probability >= goal->confidence;)
            first = t;
        bireme_share_format(asked, goal->confidence, 0);
        if (first == SIZE_MAX)
            bireme_text_format(&text, "; the %s asked for are not reached by then", asked);
        else if (first < date)
            bireme_text_format(&text, "; the %s asked for are reached %s", asked,
                               bireme_calendar_say_by(&view->model->past.calendar, first, by));
    }
    bireme_picture_message(picture, "%s.", bireme_text_string(&text));
    if (text.failed && picture != NULL) picture->failed = true;
    bireme_text_free(&text);
}

bireme_picture *bireme_picture_of_chance_by(const bireme_forecast_view *view, bool *failed)
{
    const bireme_goal_result *goal = bireme_forecast_goal(view->forecast);
    const size_t n = bireme_forecast_period_count(view->forecast);
    if (!goal->present || !has_to_date(view, bireme_section_pictured(view))) return NULL;
    double *chance = bireme_calloc(n, 2 * sizeof *chance), *asked = chance + n;
    if (chance == NULL) {
        *failed = true;
        return NULL;
    }
    for (size_t t = 0; t < n; t++) {
        chance[t] = bireme_forecast_to_date(view->forecast, t)->probability;
        asked[t] = goal->confidence;
    }
    bireme_picture *picture = bireme_page_of_periods(view, BIREME_PICTURE_PLOT, "When the goal is reached");
    bireme_picture_values(picture, BIREME_FORMAT_SHARE, "chance that it is reached by the end of the period");
    bireme_picture_series(picture, BIREME_MARK_LINE, "chance of the goal by then", chance);
    if (isfinite(goal->confidence)) bireme_picture_series(picture, BIREME_MARK_GOAL, "asked for", asked);
    if (picture != NULL) picture->from_zero = true;
    add_date(view, picture);
    say_chance_by(view, picture);
    *failed = *failed || picture == NULL;
    bireme_free(chance);
    return picture;
}
