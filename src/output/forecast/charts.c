/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The charts in the workbook of a forecast: two on Summary, the others on a sheet of their own.
 */
#include <math.h>
#include <stdio.h>
#include "base/memory.h"
#include "engine/run/metric_of.h"
#include "numeric/rank.h"
#include "output/forecast/book.h"
#include "output/forecast/sections.h"
#include "stats/histogram.h"

/* ------------------------ on Summary */

static const char *fan_title(const bireme_forecast_view *view, size_t metric, bireme_text *other)
{
    bireme_metric_kind kind = bireme_forecast_metric_id(view->forecast, metric).kind;
    if (kind == BIREME_METRIC_WINS || kind == BIREME_METRIC_REVENUE) return bireme_section_when(view, kind);
    const char *time = bireme_forecast_view_time_name(view);
    char words[BIREME_METRIC_WORDS_SIZE];
    bireme_text_format(other, "%s, %s by %s", bireme_forecast_view_words(view, metric, words), time, time);
    return bireme_text_string(other);
}

/* Quantiles below 0 cannot be stacked. False: there is nothing to draw. */
static bool fan(bireme_charts *charts, bireme_chart_place place, const bireme_forecast_view *view,
                size_t metric)
{
    size_t n = bireme_forecast_view_parts(view);
    if (metric == SIZE_MAX || n < 2 || bireme_forecast_view_at(view, metric, 0) == NULL) return false;
    double(*quantiles)[5] = bireme_calloc(n, sizeof *quantiles);
    const char **labels = bireme_calloc(n, sizeof *labels);
    char(*label)[BIREME_TIME_LABEL] = bireme_calloc(n, sizeof *label);
    bireme_text title = {0};
    bool drawn = quantiles != NULL && labels != NULL && label != NULL;
    if (!drawn) charts->book->out_of_memory = true;
    for (size_t t = 0; t < n && drawn; t++) {
        const size_t time = bireme_forecast_view_part(view, t);
        const bireme_summary *s = bireme_forecast_view_at(view, metric, time);
        labels[t] = bireme_forecast_view_time(view, time, false, label[t]);
        for (int k = 0; k < 5 && s != NULL && s->n > 0; k++) quantiles[t][k] = s->quantile[BIREME_P10 + k];
        drawn = quantiles[t][0] >= 0;
    }
    if (drawn)
        bireme_chart_fan(charts, place, fan_title(view, metric, &title), n, labels,
                         (const double(*)[5])quantiles, bireme_section_pictured_format(view, metric));
    bireme_book_release(charts->book, &title);
    bireme_free(quantiles);
    bireme_free(labels);
    bireme_free(label);
    return drawn;
}

enum { CURVE_POINTS = 51 };

/* The goal as an upright line, if it is about the whole horizon. */
static size_t goal_line(const bireme_forecast_view *view, size_t metric, double x[2], double y[2])
{
    if (!bireme_section_goal_is_of(view, metric)) return 0;
    x[0] = x[1] = bireme_forecast_goal(view->forecast)->at_least;
    y[0] = 0;
    y[1] = 1;
    return 2;
}

static void exceedance(bireme_charts *charts, bireme_chart_place place, const bireme_forecast_view *view,
                       size_t metric)
{
    const double *samples = metric == SIZE_MAX ? NULL : bireme_forecast_samples(view->forecast, metric);
    size_t trials = (size_t)bireme_forecast_trials(view->forecast), n = 0;
    double x[CURVE_POINTS], y[CURVE_POINTS], goal_x[2], goal_y[2];
    if (samples == NULL) return;
    char name[BIREME_METRIC_WORDS_SIZE];
    bireme_forecast_view_words(view, metric, name);
    bireme_text axis = {0};
    double *sorted = bireme_calloc(trials > 0 ? trials : 1, sizeof *sorted);
    if (sorted == NULL) {
        charts->book->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < trials; i++)
        if (isfinite(samples[i])) sorted[n++] = samples[i];
    bireme_sort(n, sorted);
    for (int k = 0; k < CURVE_POINTS && n > 0; k++) {
        double p = (k + 0.5) / CURVE_POINTS;
        x[k] = sorted[(size_t)(p * (double)n)];
        y[k] = 1 - p;
    }
    bireme_text_format(&axis, "%s over the horizon", name);
    const bireme_curve_line lines[] = {
        {name, CURVE_POINTS, x, y, false},
        {"goal", goal_line(view, metric, goal_x, goal_y), goal_x, goal_y, false}};
    const bireme_chart_axes axes = {.x_title = bireme_text_string(&axis),
                                    .y_title = "chance of at least that",
                                    .x_format = bireme_section_pictured_format(view, metric),
                                    .y_format = BIREME_FORMAT_SHARE,
                                    .x_low = NAN,
                                    .x_high = NAN,
                                    .y_low = 0,
                                    .y_high = 1};
    if (n > 0)
        bireme_chart_curves(charts, place, "How much, how likely", lines[1].n > 0 ? 2 : 1, lines, &axes);
    bireme_book_release(charts->book, &axis);
    bireme_free(sorted);
}

int bireme_book_summary_charts(bireme_charts *charts, const bireme_forecast_view *view,
                               lxw_worksheet *summary, int row)
{
    enum { HALF = 470, CHART = 236 };
    bireme_chart_place place = {summary, row, 0, 0, HALF, CHART};
    size_t metric = bireme_section_pictured(view);
    if (fan(charts, place, view, metric)) place.right = HALF + 10;
    exceedance(charts, place, view, metric);
    return row + bireme_chart_rows(CHART);
}

/* ------------------------ on the sheet Charts */

/* What they need, which there may be no memory for. */
typedef struct charting {
    bireme_charts *charts;
    const bireme_forecast_view *view;
    size_t metric, n;    /* of the pictures; the periods */
    const char **labels; /* [n] */
    double *room;        /* [ROOM × n] */
    int drawn;           /* charts so far */
    lxw_worksheet *sheet;
} charting;
enum { ROOM = 4 };

static bool is_sum_to_date(const bireme_forecast_view *view, size_t metric)
{
    return metric != SIZE_MAX && bireme_forecast_period_count(view->forecast) > 1 &&
           metric == bireme_forecast_regime_metric(view->forecast) &&
           bireme_forecast_to_date(view->forecast, 0) != NULL;
}

static bool has_capacity(const bireme_forecast_view *view, size_t team)
{
    const bireme_metric_id id = bireme_section_team(view->model, team, BIREME_METRIC_CAPACITY);
    return view->model->teams[team].has_capacity && bireme_forecast_period_count(view->forecast) > 1 &&
           bireme_forecast_period(view->forecast, bireme_forecast_view_metric(view, id), 0) != NULL;
}

static bool any_has_capacity(const bireme_forecast_view *view)
{
    for (size_t k = 0; k < view->model->n_teams; k++)
        if (has_capacity(view, k)) return true;
    return false;
}

bool bireme_book_has_charts(const bireme_forecast_view *view)
{
    const size_t metric = bireme_section_pictured(view);
    return is_sum_to_date(view, metric) || any_has_capacity(view) || view->model->revenue.recurring ||
           (metric != SIZE_MAX && bireme_forecast_samples(view->forecast, metric) != NULL &&
            bireme_section_varies(bireme_forecast_total(view->forecast, metric)));
}

/* Two abreast. */
static bireme_chart_place next_place(charting *c)
{
    enum { HALF = 470, CHART = 290, TOP = 2 };
    const int which = c->drawn++;
    return (bireme_chart_place){
        c->sheet, TOP + which / 2 * bireme_chart_rows(CHART), 0, which % 2 * (HALF + 10), HALF, CHART};
}

/* What has come since the start, and the goal. */
static void to_date(charting *c)
{
    static const struct {
        const char *name;
        int quantile;
    } lines[] = {{"P50", BIREME_P50}, {"P10", BIREME_P10}, {"P90", BIREME_P90}};
    enum { LINES = sizeof lines / sizeof lines[0] };
    const bireme_goal_result *goal = bireme_forecast_goal(c->view->forecast);
    bireme_chart_line drawn[LINES + 1];
    bireme_text title = {0};
    for (size_t k = 0; k <= LINES; k++)
        for (size_t t = 0; t < c->n; t++)
            c->room[k * c->n + t] =
                k == LINES
                    ? goal->at_least
                    : bireme_forecast_to_date(c->view->forecast, t)->value->quantile[lines[k].quantile];
    for (size_t k = 0; k < LINES; k++)
        drawn[k] = (bireme_chart_line){lines[k].name, c->room + k * c->n,
                                       k == 0 ? BIREME_LINE_THICK : BIREME_LINE_THIN};
    drawn[LINES] = (bireme_chart_line){"the goal", c->room + LINES * c->n, BIREME_LINE_DASHED};
    char words[BIREME_METRIC_WORDS_SIZE];
    bireme_text_format(&title, "%s since the start", bireme_forecast_view_words(c->view, c->metric, words));
    bireme_chart_lines(c->charts, next_place(c), bireme_text_string(&title), c->n, c->labels,
                       goal->present ? LINES + 1 : LINES, drawn, "up to the end of the period",
                       bireme_section_pictured_format(c->view, c->metric));
    bireme_book_release(c->charts->book, &title);
}

static void chance_by(charting *c)
{
    const bireme_goal_result *goal = bireme_forecast_goal(c->view->forecast);
    double *chance = c->room, *asked = c->room + c->n;
    for (size_t t = 0; t < c->n; t++) {
        chance[t] = bireme_forecast_to_date(c->view->forecast, t)->probability;
        asked[t] = goal->confidence;
    }
    const bireme_chart_line lines[] = {{"chance of the goal by then", chance, BIREME_LINE_THICK},
                                       {"asked for", asked, BIREME_LINE_DASHED}};
    bireme_chart_lines(c->charts, next_place(c), "When the goal is reached", c->n, c->labels,
                       isfinite(goal->confidence) ? 2 : 1, lines, "by the end of the period",
                       BIREME_FORMAT_SHARE);
}

static void histogram(charting *c)
{
    enum { BARS_MOST = 20 };
    const double *samples = bireme_forecast_samples(c->view->forecast, c->metric);
    const bireme_format format = bireme_section_pictured_format(c->view, c->metric);
    bireme_histogram h;
    bireme_text title = {0};
    if (samples == NULL) return;
    if (bireme_histogram_of((size_t)bireme_forecast_trials(c->view->forecast), samples,
                            format == BIREME_FORMAT_WHOLE, BARS_MOST, &h, NULL) != BIREME_OK)
        c->charts->book->out_of_memory = true;
    if (h.n < 2) return;
    char words[BIREME_METRIC_WORDS_SIZE];
    bireme_text_format(&title, "%s over the horizon, from",
                       bireme_forecast_view_words(c->view, c->metric, words));
    bireme_chart_histogram(c->charts, next_place(c), "How often each amount comes", h.n, h.from, h.share,
                           bireme_text_string(&title), format);
    bireme_book_release(c->charts->book, &title);
}

/* Of what comes to one of several teams there is no metric. */
static void capacity(charting *c, size_t team)
{
    const bireme_model *model = c->view->model;
    const bireme_metric_id shown[] = {bireme_metric_one(BIREME_METRIC_STAGE, (int)model->teams[team].stage),
                                      bireme_section_team(model, team, BIREME_METRIC_CAPACITY),
                                      bireme_section_team(model, team, BIREME_METRIC_WORKED)};
    enum { SHOWN = sizeof shown / sizeof shown[0] };
    const size_t first = bireme_model_works_all(model, team) ? 0 : 1;
    bireme_chart_line lines[SHOWN] = {{.name = "come"}};
    bireme_text title = {0};
    for (size_t k = first; k < SHOWN; k++) {
        const size_t metric = bireme_forecast_view_metric(c->view, shown[k]);
        for (size_t t = 0; t < c->n; t++)
            c->room[k * c->n + t] = bireme_forecast_period(c->view->forecast, metric, t)->mean;
        lines[k].value = c->room + k * c->n;
        if (k > 0) lines[k].name = bireme_metric_row_of(shown[k].kind)->words;
    }
    bireme_text_format(&title, "Demand on %s, and %s capacity", model->teams[team].name,
                       model->has_named_teams ? "its" : "their");
    bireme_chart_lines(c->charts, next_place(c), bireme_text_string(&title), c->n, c->labels, SHOWN - first,
                       lines + first, "means, a period", BIREME_FORMAT_COUNT);
    bireme_book_release(c->charts->book, &title);
}

static bool has_cash(const bireme_forecast_view *view)
{
    const size_t metric = bireme_forecast_view_metric(view, bireme_metric_all(BIREME_METRIC_CASH_BALANCE)),
                 past = bireme_forecast_past_count(view->forecast);
    return metric != SIZE_MAX && bireme_forecast_period_count(view->forecast) > past + 1 &&
           bireme_forecast_period(view->forecast, metric, past) != NULL;
}

/* The sum of cash so far, and its lowest point in one of ten futures. */
static void cash(charting *c)
{
    static const int shown[] = {BIREME_P50, BIREME_P10, BIREME_P90};
    enum { SHOWN = sizeof shown / sizeof shown[0] };
    const size_t metric = bireme_forecast_view_metric(c->view, bireme_metric_all(BIREME_METRIC_CASH_BALANCE)),
                 low = bireme_forecast_view_metric(c->view, bireme_metric_all(BIREME_METRIC_CASH_LOW));
    const double deepest = bireme_forecast_rest(c->view->forecast, low)->quantile[BIREME_P10];
    const bireme_chart_line lines[] = {{"P50", c->room, BIREME_LINE_THICK},
                                       {"P10", c->room + c->n, BIREME_LINE_THIN},
                                       {"P90", c->room + 2 * c->n, BIREME_LINE_THIN},
                                       {"lowest point, P10", c->room + 3 * c->n, BIREME_LINE_DASHED}};
    char start[BIREME_PERIOD_WORDS], title[2 * BIREME_PERIOD_WORDS];
    for (size_t t = 0; t < c->n; t++) {
        const bireme_summary *s = bireme_forecast_period(c->view->forecast, metric, t);
        const bool known = s != NULL && s->n > 0;
        for (size_t k = 0; k < SHOWN; k++) c->room[k * c->n + t] = known ? s->quantile[shown[k]] : NAN;
        c->room[SHOWN * c->n + t] = deepest;
    }
    snprintf(title, sizeof title, "Cash since %s", bireme_forecast_view_start(c->view, start));
    bireme_chart_lines(c->charts, next_place(c), title, c->n, c->labels, SHOWN + 1, lines,
                       "up to the end of the period", BIREME_FORMAT_MONEY);
}

/* From what customers are worth a year at the start to the end; means, which add up. */
static void recurring(charting *c)
{
    static const struct {
        bireme_metric_kind kind;
        const char *name;
        double sign;
    } steps[] = {{BIREME_METRIC_ARR_OPENING, "at the start", 1},
                 {BIREME_METRIC_ARR_NEW, "new", 1},
                 {BIREME_METRIC_ARR_EXPANDED, "grown", 1},
                 {BIREME_METRIC_ARR_CHURNED, "lost", -1},
                 {BIREME_METRIC_ARR_END, "at the end", 1}};
    enum { STEPS = sizeof steps / sizeof steps[0] };
    BIREME_SECTION_TOLD(c->view, BIREME_METRIC_ARR_OPENING, BIREME_METRIC_ARR_NEW, BIREME_METRIC_ARR_EXPANDED,
                        BIREME_METRIC_ARR_CHURNED, BIREME_METRIC_ARR_END);
    const char *names[STEPS];
    char start[BIREME_PERIOD_WORDS];
    double value[STEPS];
    for (size_t i = 0; i < STEPS; i++) {
        const bireme_summary *s = bireme_forecast_view_all(view, steps[i].kind);
        if (s == NULL || s->n == 0 || !isfinite(s->mean)) return;
        names[i] = i == 0 ? bireme_forecast_view_at_start(view, start) : steps[i].name;
        value[i] = steps[i].sign * s->mean;
    }
    bireme_chart_waterfall(c->charts, next_place(c), "Recurring revenue a year, means", STEPS, names, value,
                           BIREME_FORMAT_MONEY);
}

void bireme_book_forecast_charts(bireme_charts *charts, const bireme_forecast_view *view,
                                 lxw_worksheet *sheet)
{
    charting c = {.charts = charts, .view = view, .metric = bireme_section_pictured(view), .sheet = sheet};
    c.n = bireme_forecast_period_count(view->forecast);
    c.labels = bireme_calloc(c.n, sizeof *c.labels);
    c.room = bireme_calloc(c.n, ROOM * sizeof *c.room);
    if (c.labels == NULL || c.room == NULL) {
        charts->book->out_of_memory = true;
    } else {
        for (size_t t = 0; t < c.n; t++) c.labels[t] = bireme_forecast_period_label(view->forecast, t);
        if (is_sum_to_date(view, c.metric)) to_date(&c);
        if (is_sum_to_date(view, c.metric) && bireme_forecast_goal(view->forecast)->present) chance_by(&c);
        histogram(&c);
        for (size_t k = 0; k < view->model->n_teams; k++)
            if (has_capacity(view, k)) capacity(&c, k);
        if (has_cash(view)) cash(&c);
        if (view->model->revenue.recurring) recurring(&c);
    }
    bireme_free(c.labels);
    bireme_free(c.room);
}
