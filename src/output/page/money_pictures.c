/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Money in time: cash since the start with what must be financed, and the bridge of recurring revenue.
 */
#include <math.h>
#include <stdio.h>
#include "base/memory.h"
#include "output/forecast/sections.h"
#include "output/page/internal.h"
#include "output/page/pictures.h"

/* ------------------------ cash */

/* The place of the least of the values [n]. */
static size_t lowest(size_t n, const double *value)
{
    size_t at = 0;
    for (size_t t = 1; t < n; t++)
        if (!(value[t] >= value[at])) at = t;
    return at;
}

/* "In the middle of all futures cash is lowest in March 2028, at -$510K; …" */
static void say_cash(const bireme_forecast_view *view, bireme_picture *picture, size_t n, const double *q,
                     double need)
{
    const size_t past = bireme_forecast_past_count(view->forecast), m = n - past,
                 middle = past + lowest(m, q + 2 * n + past), deep = past + lowest(m, q + past);
    char when[BIREME_SAID_SIZE], later[BIREME_SAID_SIZE], at[BIREME_PEOPLE_SIZE], low[BIREME_PEOPLE_SIZE],
        end[BIREME_PEOPLE_SIZE], start[BIREME_PERIOD_WORDS];
    const bireme_calendar *calendar = &view->model->past.calendar;
    bireme_forecast_view_at_start(view, start);
    bireme_calendar_say(calendar, middle, when);
    bireme_calendar_say(calendar, deep, later);
    bireme_page_said(at, view, BIREME_FORMAT_MONEY, q[2 * n + middle]);
    bireme_page_said(low, view, BIREME_FORMAT_MONEY, need);
    bireme_page_said(end, view, BIREME_FORMAT_MONEY, q[3 * n - 1]);
    if (!(need > 0)) {
        bireme_picture_message(
            picture,
            "Nothing has to be financed in nine of ten futures; in the middle of all futures "
            "there is %s more at the end than %s.",
            end, start);
        return;
    }
    bireme_picture_message(
        picture,
        "%s must be there %s to get through in nine of ten futures. In the middle of all futures "
        "the lowest point is in %s, at %s; the low edge of the range is lowest in %s. What there is then is "
        "not in the picture.",
        low, start, when, at, later);
}

bireme_picture *bireme_picture_of_cash(const bireme_forecast_view *view, bool *failed)
{
    const size_t n = bireme_forecast_period_count(view->forecast),
                 past = bireme_forecast_past_count(view->forecast),
                 metric = bireme_forecast_view_metric(view, bireme_metric_all(BIREME_METRIC_CASH_BALANCE)),
                 low = bireme_forecast_view_metric(view, bireme_metric_all(BIREME_METRIC_CASH_LOW));
    if (metric == SIZE_MAX || n < past + 2) return NULL;
    double *q = bireme_calloc(n, (BIREME_PAGE_FAN + 1) * sizeof *q);
    if (q == NULL) {
        *failed = true;
        return NULL;
    }
    bireme_picture *picture = NULL;
    if (bireme_page_quantiles(view->forecast, metric, q)) {
        const double deepest = bireme_forecast_rest(view->forecast, low)->quantile[BIREME_P10];
        double *points = q + BIREME_PAGE_FAN * n;
        char number[BIREME_PEOPLE_SIZE], start[BIREME_PERIOD_WORDS], title[2 * BIREME_PERIOD_WORDS];
        bireme_text needed = {0};
        snprintf(title, sizeof title, "Cash since %s", bireme_forecast_view_start(view, start));
        picture = bireme_page_of_periods(view, BIREME_PICTURE_PLOT, title);
        bireme_picture_values(picture, BIREME_FORMAT_MONEY, bireme_metric_row_of(BIREME_METRIC_CASH)->words);
        if (picture != NULL) picture->from_zero = true;
        bireme_page_add_fan(picture, q, n, true);
        for (size_t t = 0; t < n; t++) points[t] = NAN;
        const size_t middle = past + lowest(n - past, q + 2 * n + past);
        points[middle] = q[2 * n + middle];
        bireme_picture_series(picture, BIREME_MARK_POINTS, "its lowest point", points);
        bireme_text_format(&needed, "lowest point in one of ten futures: %s",
                           bireme_page_said(number, view, BIREME_FORMAT_MONEY, deepest));
        if (deepest < 0) bireme_picture_line_at(picture, false, deepest, bireme_text_string(&needed));
        say_cash(view, picture, n, q, -deepest);
        *failed = *failed || picture == NULL || needed.failed;
        bireme_text_free(&needed);
    }
    bireme_free(q);
    return picture;
}

/* ------------------------ recurring revenue */

enum { STEPS = 5 };

/* A step of the bridge: from which level to which; and P10 and P90 of where it leads to, the means of the
 * others taken for granted. */
typedef struct bridge {
    const bireme_summary *of[STEPS];
    double level[STEPS], low[STEPS], high[STEPS], p10[STEPS], p90[STEPS];
} bridge;

static const struct {
    bireme_metric_kind kind;
    const char *name;
    int sign; /* 0: a level */
} steps[STEPS] = {{BIREME_METRIC_ARR_OPENING, "at the start", 0},
                  {BIREME_METRIC_ARR_NEW, "new", 1},
                  {BIREME_METRIC_ARR_EXPANDED, "grown", 1},
                  {BIREME_METRIC_ARR_CHURNED, "lost", -1},
                  {BIREME_METRIC_ARR_END, "at the end", 0}};

static bool read_bridge(const bireme_forecast_view *view, bridge *b)
{
    double before = 0;
    for (size_t i = 0; i < STEPS; i++) {
        const bireme_summary *s = bireme_forecast_view_all(view, steps[i].kind);
        if (s == NULL || s->n == 0 || !isfinite(s->mean)) return false;
        const int sign = steps[i].sign;
        const double from = sign != 0 ? before : 0,
                     one = from + (sign < 0 ? -1 : 1) * s->quantile[BIREME_P10],
                     other = from + (sign < 0 ? -1 : 1) * s->quantile[BIREME_P90];
        b->of[i] = s;
        b->level[i] = from + (sign < 0 ? -1 : 1) * s->mean;
        b->low[i] = fmin(from, b->level[i]);
        b->high[i] = fmax(from, b->level[i]);
        b->p10[i] = fmin(one, other);
        b->p90[i] = fmax(one, other);
        before = b->level[i];
    }
    return true;
}

/* "+$2.1M" and beneath it "$1.5M to $2.7M" */
static void note_step(const bireme_forecast_view *view, const bridge *b, size_t i, bireme_picture *picture)
{
    char number[BIREME_PEOPLE_SIZE];
    bireme_text note = {0};
    bireme_text_format(&note, "%s%s",
                       steps[i].sign > 0   ? "+"
                       : steps[i].sign < 0 ? "-"
                                           : "",
                       bireme_page_said(number, view, BIREME_FORMAT_MONEY, b->of[i]->mean));
    bireme_picture_note(picture, i, bireme_text_string(&note));
    if (note.failed && picture != NULL) picture->failed = true;
    bireme_text_free(&note);
}

bireme_picture *bireme_picture_of_recurring(const bireme_forecast_view *asked, bool *failed)
{
    BIREME_SECTION_TOLD(asked, BIREME_METRIC_ARR_OPENING, BIREME_METRIC_ARR_NEW, BIREME_METRIC_ARR_EXPANDED,
                        BIREME_METRIC_ARR_CHURNED, BIREME_METRIC_ARR_END);
    bridge b;
    const char *names[STEPS];
    char at[BIREME_PERIOD_WORDS], start[BIREME_PERIOD_WORDS], title[2 * BIREME_PERIOD_WORDS];
    char from[BIREME_PEOPLE_SIZE], to[BIREME_PEOPLE_SIZE], low[BIREME_PEOPLE_SIZE], high[BIREME_PEOPLE_SIZE];
    if (!view->model->revenue.recurring || !bireme_forecast_view_has_money(asked) || !read_bridge(view, &b))
        return NULL;
    for (size_t i = 0; i < STEPS; i++) names[i] = steps[i].name;
    names[0] = bireme_forecast_view_at_start(view, at);
    snprintf(title, sizeof title, "Recurring revenue, from %s to the end, means",
             bireme_forecast_view_start(view, start));
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, title, view->model->currency);
    bireme_picture_places(picture, STEPS, names);
    bireme_picture_values(picture, BIREME_FORMAT_MONEY, "value a year");
    bireme_picture_interval(picture, BIREME_MARK_FLOATING, "value a year", b.level, b.low, b.high);
    bireme_picture_interval(picture, BIREME_MARK_POINTS, "where it leads, in 8 of 10 futures", NULL, b.p10,
                            b.p90);
    bireme_picture_total(picture, 0);
    bireme_picture_total(picture, STEPS - 1);
    for (size_t i = 0; i < STEPS; i++) note_step(view, &b, i, picture);
    const bireme_summary *end = b.of[STEPS - 1];
    bireme_picture_message(
        picture,
        "What customers are worth a year goes from %s to %s on average, in 8 of 10 futures to "
        "between %s and %s.",
        bireme_page_said(from, view, BIREME_FORMAT_MONEY, b.of[0]->mean),
        bireme_page_said(to, view, BIREME_FORMAT_MONEY, end->mean),
        bireme_page_said(low, view, BIREME_FORMAT_MONEY, end->quantile[BIREME_P10]),
        bireme_page_said(high, view, BIREME_FORMAT_MONEY, end->quantile[BIREME_P90]));
    *failed = *failed || picture == NULL;
    return picture;
}
