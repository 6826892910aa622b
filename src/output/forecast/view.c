/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forecast/forecast.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "engine/run/metric_of.h"
#include "model/past.h"

size_t bireme_forecast_view_metric(const bireme_forecast_view *view, bireme_metric_id id)
{
    size_t metric = bireme_forecast_metric_at(view->forecast, id);
    assert((metric != SIZE_MAX) == bireme_metric_exists(view->model, id));
    return metric;
}

const char *bireme_forecast_view_words(const bireme_forecast_view *view, size_t metric,
                                       char buffer[BIREME_METRIC_WORDS_SIZE])
{
    return bireme_metric_words(view->model, bireme_forecast_metric_id(view->forecast, metric), buffer);
}

const bireme_summary *bireme_forecast_view_total(const bireme_forecast_view *view, bireme_metric_id id)
{
    size_t metric = bireme_forecast_view_metric(view, id);
    return view->rest ? bireme_forecast_rest(view->forecast, metric)
                      : bireme_forecast_total(view->forecast, metric);
}

const bireme_summary *bireme_forecast_view_told(const bireme_forecast_view *view, bireme_metric_id id)
{
    const bireme_summary *total = bireme_forecast_view_total(view, id);
    if (total == NULL || bireme_past_suffices(view->model, id)) return total;
    return bireme_forecast_rest(view->forecast, bireme_forecast_view_metric(view, id));
}

bool bireme_forecast_view_knows(const bireme_forecast_view *view, bireme_metric_kind kind)
{
    bool all = true;
    for (size_t m = 0; m < bireme_forecast_metric_count(view->forecast); m++) {
        bireme_metric_id id = bireme_forecast_metric_id(view->forecast, m);
        if (id.kind == kind) all = all && bireme_past_suffices(view->model, id);
    }
    return all;
}

const char *bireme_forecast_view_through(const bireme_forecast_view *view, char *buffer)
{
    char said[BIREME_SAID_SIZE];
    size_t past = bireme_forecast_past_count(view->forecast);
    snprintf(buffer, BIREME_PERIOD_WORDS, "through %s",
             bireme_calendar_say(&view->model->past.calendar, past > 0 ? past - 1 : 0, said));
    return buffer;
}

const char *bireme_forecast_view_from(const bireme_forecast_view *view, char *buffer)
{
    char said[BIREME_SAID_SIZE];
    snprintf(buffer, BIREME_PERIOD_WORDS, "from %s on", bireme_calendar_say(&view->model->calendar, 0, said));
    return buffer;
}

const char *bireme_forecast_view_start(const bireme_forecast_view *view, char *buffer)
{
    const size_t past = bireme_forecast_past_count(view->forecast), by = strlen("by ");
    char said[BIREME_SAID_SIZE];
    if (past == 0)
        snprintf(buffer, BIREME_PERIOD_WORDS, "the start");
    else
        snprintf(buffer, BIREME_PERIOD_WORDS, "%s",
                 bireme_calendar_say_by(&view->model->past.calendar, past - 1, said) + by);
    return buffer;
}

const char *bireme_forecast_view_at_start(const bireme_forecast_view *view, char *buffer)
{
    char start[BIREME_PERIOD_WORDS];
    bireme_forecast_view_start(view, start);
    snprintf(buffer, BIREME_PERIOD_WORDS, "%s %.100s", strncmp(start, "the ", 4) == 0 ? "at" : "on", start);
    return buffer;
}

/* ------------------------ by time */

static bool by_quarters(const bireme_forecast_view *view)
{
    return bireme_forecast_quarter_count(view->forecast) > 0;
}

/* A time as the forecast has it. */
typedef struct place {
    bool year;
    size_t index; /* of years, quarters or periods */
} place;

static place place_of(const bireme_forecast_view *view, size_t time)
{
    const size_t years = by_quarters(view) ? bireme_forecast_year_count(view->forecast) : 0;
    for (size_t y = 0; y < years; y++) {
        const bireme_fiscal_year *year = bireme_forecast_year_at(view->forecast, y);
        const size_t row = year->first_quarter + year->quarters + y;
        if (time == row) return (place){.year = true, .index = y};
        if (time < row) return (place){.index = time - y};
    }
    return (place){.index = time - years};
}

size_t bireme_forecast_view_times(const bireme_forecast_view *view)
{
    return by_quarters(view)
               ? bireme_forecast_quarter_count(view->forecast) + bireme_forecast_year_count(view->forecast)
               : bireme_forecast_period_count(view->forecast);
}

bool bireme_forecast_view_is_year(const bireme_forecast_view *view, size_t time)
{
    return place_of(view, time).year;
}

size_t bireme_forecast_view_before(const bireme_forecast_view *view, size_t time)
{
    const place at = place_of(view, time);
    if (at.year) time -= bireme_forecast_year_at(view->forecast, at.index)->quarters;
    return time > 0 ? time - 1 : SIZE_MAX;
}

size_t bireme_forecast_view_parts(const bireme_forecast_view *view)
{
    return by_quarters(view) ? bireme_forecast_quarter_count(view->forecast)
                             : bireme_forecast_period_count(view->forecast);
}

size_t bireme_forecast_view_part(const bireme_forecast_view *view, size_t i)
{
    size_t time = i;
    for (size_t y = 0; by_quarters(view) && y < bireme_forecast_year_count(view->forecast); y++) {
        const bireme_fiscal_year *year = bireme_forecast_year_at(view->forecast, y);
        time += i >= year->first_quarter + year->quarters;
    }
    return time;
}

double bireme_forecast_view_parts_past(const bireme_forecast_view *view)
{
    double past = 0;
    if (!by_quarters(view)) return (double)bireme_forecast_past_count(view->forecast);
    for (size_t q = 0; q < bireme_forecast_quarter_count(view->forecast); q++) {
        const bireme_quarter *quarter = bireme_forecast_quarter_at(view->forecast, q);
        past += (double)quarter->past / (double)quarter->periods;
    }
    return past;
}

/* How many of the periods of a time are over, and how many it has. */
static size_t over_in(const bireme_forecast_view *view, size_t time, size_t *periods)
{
    const place at = place_of(view, time);
    if (!by_quarters(view)) {
        *periods = 1;
        return time < bireme_forecast_past_count(view->forecast);
    }
    const bireme_quarter *quarter = bireme_forecast_quarter_at(view->forecast, at.index);
    const bireme_fiscal_year *year = bireme_forecast_year_at(view->forecast, at.index);
    *periods = at.year ? year->periods : quarter->periods;
    return at.year ? year->past : quarter->past;
}

size_t bireme_forecast_view_to_come(const bireme_forecast_view *view, size_t time, size_t *n)
{
    const place at = place_of(view, time);
    size_t periods;
    const size_t over = over_in(view, time, &periods);
    *n = periods - over;
    return over + (at.year             ? bireme_forecast_year_at(view->forecast, at.index)->first
                   : by_quarters(view) ? bireme_forecast_quarter_at(view->forecast, at.index)->first
                                       : at.index);
}

bool bireme_forecast_view_is_over_in_part(const bireme_forecast_view *view, size_t time)
{
    size_t periods;
    const size_t over = over_in(view, time, &periods);
    return over > 0 && over < periods;
}

size_t bireme_forecast_view_times_past(const bireme_forecast_view *view)
{
    size_t time = 0, periods;
    while (time < bireme_forecast_view_times(view) && over_in(view, time, &periods) == periods) time++;
    return time;
}

const bireme_summary *bireme_forecast_view_at(const bireme_forecast_view *view, size_t metric, size_t time)
{
    const place at = place_of(view, time);
    return at.year             ? bireme_forecast_year(view->forecast, metric, at.index)
           : by_quarters(view) ? bireme_forecast_quarter(view->forecast, metric, at.index)
                               : bireme_forecast_period(view->forecast, metric, at.index);
}

const bireme_summary *bireme_forecast_view_in(const bireme_forecast_view *view, bireme_metric_id id,
                                              size_t time)
{
    return bireme_forecast_view_at(view, bireme_forecast_view_metric(view, id), time);
}

const char *bireme_forecast_view_time(const bireme_forecast_view *view, size_t time, bool marked,
                                      char *buffer)
{
    const bireme_forecast *f = view->forecast;
    const place at = place_of(view, time);
    size_t periods;
    const size_t over = over_in(view, time, &periods);
    const char *label = at.year             ? bireme_forecast_year_at(f, at.index)->label
                        : by_quarters(view) ? bireme_forecast_quarter_at(f, at.index)->label
                                            : bireme_forecast_period_label(f, at.index);
    if (!marked || over == 0)
        snprintf(buffer, BIREME_TIME_LABEL, "%s", label);
    else if (over < periods)
        snprintf(buffer, BIREME_TIME_LABEL, "%s (fact: %zu of %zu %ss)", label, over, periods,
                 bireme_period_name(view->model->calendar.period));
    else
        snprintf(buffer, BIREME_TIME_LABEL, "%s (fact)", label);
    return buffer;
}

const char *bireme_forecast_view_time_name(const bireme_forecast_view *view)
{
    return by_quarters(view) ? "quarter" : "period";
}

bireme_metric_id bireme_forecast_view_subject(const bireme_forecast_view *view)
{
    const bireme_summary *revenue = bireme_forecast_view_told(view, bireme_metric_all(BIREME_METRIC_REVENUE));
    return bireme_metric_all(revenue->n > 0 && revenue->max > 0 ? BIREME_METRIC_REVENUE : BIREME_METRIC_WINS);
}

bireme_format bireme_unit_format(bireme_unit unit)
{
    static const bireme_format formats[] = {[BIREME_UNIT_MONEY] = BIREME_FORMAT_MONEY,
                                            [BIREME_UNIT_COUNT] = BIREME_FORMAT_COUNT,
                                            [BIREME_UNIT_SHARE] = BIREME_FORMAT_SHARE,
                                            [BIREME_UNIT_RATIO] = BIREME_FORMAT_RATIO,
                                            [BIREME_UNIT_MONTHS] = BIREME_FORMAT_MONTHS};
    return formats[unit];
}

bireme_format bireme_forecast_view_format(const bireme_forecast_view *view, size_t metric)
{
    if (metric == SIZE_MAX) return BIREME_FORMAT_PLAIN;
    return bireme_unit_format(bireme_forecast_metric_unit(view->forecast, metric));
}

uint64_t bireme_forecast_view_trials(const bireme_forecast_view *view)
{
    double share = view->n_given > 0 ? bireme_forecast_given_probability(view->forecast) : 1;
    return (uint64_t)floor(share * (double)bireme_forecast_trials(view->forecast) + 0.5);
}

void bireme_given_append(bireme_text *out, const bireme_model *model, const bireme_given *given)
{
    int year, month, day;
    char by[BIREME_SAID_SIZE];
    bireme_text_append(out, given->regime);
    if (given->by == NULL || !bireme_date_parse(given->by, &year, &month, &day)) {
        bireme_text_append(out, given->never ? " never comes" : " comes");
        return;
    }
    long t = bireme_calendar_find(&model->past.calendar, year, month, day);
    bireme_text_format(out, given->never ? " does not come %s" : " comes %s",
                       bireme_calendar_say_by(&model->past.calendar, t > 0 ? (size_t)t : 0, by));
}

double bireme_summary_quantile_se(const bireme_summary *summary, int index)
{
    return summary->quantile_se[index];
}
