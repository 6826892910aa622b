/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sheet Periods of the forecast's workbook, or Quarters where these are asked for: every metric, one
 * row per period, or per quarter and year. Metrics that are 0 in every period, or repeat another one, are
 * only named.
 */
#include "output/forecast/book.h"

#include <math.h>
#include <stdio.h>
#include "output/book/pages.h"
#include "base/currency.h"

static const char *const period_columns[] = {
    "metric", "period", "mean", "standard error", "std. deviation", "P5", "P10", "P25", "P50",
    "P75",    "P90",    "P95"};
enum {
    PERIOD_COLUMNS = sizeof period_columns / sizeof period_columns[0],
    PERIOD_VALUES = PERIOD_COLUMNS - 2
};
static const double METRIC_LEAST = 24, METRIC_MOST = 44, NUMBER_LEAST = 10, NUMBER_MOST = 20;

/* The values written for a period: mean, its standard error, standard deviation, quantiles. */
static void values_of(const bireme_summary *s, double value[PERIOD_VALUES])
{
    value[0] = s->mean;
    value[1] = s->mean_se;
    value[2] = s->sd;
    for (int k = 0; k < BIREME_QUANTILE_COUNT; k++) value[3 + k] = s->quantile[k];
}

static bool is_there(const bireme_forecast_view *view, size_t m, size_t t)
{
    const bireme_summary *s = bireme_forecast_view_at(view, m, t);
    return s != NULL && s->n > 0;
}

static bool is_zero(const bireme_forecast_view *view, size_t m)
{
    for (size_t t = 0; t < bireme_forecast_view_times(view); t++) {
        const bireme_summary *s = bireme_forecast_view_at(view, m, t);
        if (is_there(view, m, t) && (s->min != 0 || s->max != 0)) return false;
    }
    return true;
}

static bool are_the_same(const bireme_forecast_view *view, size_t a, size_t b)
{
    for (size_t t = 0; t < bireme_forecast_view_times(view); t++) {
        double x[PERIOD_VALUES], y[PERIOD_VALUES];
        if (is_there(view, a, t) != is_there(view, b, t)) return false;
        if (!is_there(view, a, t)) continue;
        values_of(bireme_forecast_view_at(view, a, t), x);
        values_of(bireme_forecast_view_at(view, b, t), y);
        for (int k = 0; k < PERIOD_VALUES; k++)
            if (x[k] != y[k] && !(isnan(x[k]) && isnan(y[k]))) return false;
    }
    return true;
}

/* An earlier metric with the same numbers in every period; SIZE_MAX: none. */
static size_t same_before(const bireme_forecast_view *view, size_t m)
{
    for (size_t k = 0; k < m; k++)
        if (bireme_forecast_view_format(view, k) == bireme_forecast_view_format(view, m) &&
            are_the_same(view, k, m))
            return k;
    return SIZE_MAX;
}

/* Lists what is left out, and why. */
static void left_out(const bireme_forecast_view *view, bireme_text *out)
{
    bireme_text zero = {0}, same = {0};
    const char *time = bireme_forecast_view_time_name(view);
    for (size_t m = 0; m < bireme_forecast_metric_count(view->forecast); m++) {
        const char *name = bireme_forecast_metric_name(view->forecast, m);
        if (bireme_forecast_view_at(view, m, 0) == NULL) continue;
        size_t other = same_before(view, m);
        if (is_zero(view, m))
            bireme_text_format(&zero, "%s%s", zero.length > 0 ? ", " : "", name);
        else if (other != SIZE_MAX)
            bireme_text_format(&same, "%s%s as %s", same.length > 0 ? ", " : "", name,
                               bireme_forecast_metric_name(view->forecast, other));
    }
    if (zero.length > 0)
        bireme_text_format(out, "Nothing in any %s, or not known, and left out: %s. ", time,
                           bireme_text_string(&zero));
    if (same.length > 0)
        bireme_text_format(out, "The same in every %s, and left out: %s.", time, bireme_text_string(&same));
    if (zero.failed || same.failed) out->failed = true;
    bireme_text_free(&zero);
    bireme_text_free(&same);
}

static bool is_shown(const bireme_forecast_view *view, size_t m)
{
    return bireme_forecast_view_at(view, m, 0) != NULL && !is_zero(view, m) &&
           same_before(view, m) == SIZE_MAX;
}

/* The common shape of all amounts, or all counts, of a metric. */
static bireme_book_shape shape_of_metric(const bireme_forecast_view *view, size_t m)
{
    double most[PERIOD_VALUES + 1] = {0}, value[PERIOD_VALUES];
    for (size_t t = 0; t < bireme_forecast_view_times(view); t++) {
        if (!is_there(view, m, t)) continue;
        values_of(bireme_forecast_view_at(view, m, t), value);
        for (int k = 0; k < PERIOD_VALUES; k++)
            if (isfinite(value[k])) most[k] = fmax(most[k], fabs(value[k]));
    }
    return bireme_book_shape_of(bireme_forecast_view_format(view, m), PERIOD_VALUES, most);
}

static void period_row(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_forecast_view *view,
                       size_t m, size_t t, bireme_book_shape shape)
{
    const bireme_summary *s = bireme_forecast_view_at(view, m, t);
    double value[PERIOD_VALUES];
    char label[BIREME_TIME_LABEL];
    bireme_book_text(book, sheet, row, 0, BIREME_BOOK_BODY, bireme_forecast_metric_name(view->forecast, m));
    bireme_book_text(book, sheet, row, 1, BIREME_BOOK_BODY, bireme_forecast_view_time(view, t, true, label));
    values_of(s, value);
    for (int k = 0; k < PERIOD_VALUES; k++) {
        bireme_book_shape here = shape;
        if (k >= 3 && shape.format == BIREME_FORMAT_COUNT) here.format = BIREME_FORMAT_WHOLE;
        bireme_book_shaped(book, sheet, row, 2 + k, BIREME_BOOK_BODY, here, value[k]);
    }
}

static void widen(double *width, double wanted)
{
    if (wanted > *width) *width = wanted;
}

static void period_widths(bireme_book *book, lxw_worksheet *sheet, const bireme_forecast_view *view)
{
    double metric = METRIC_LEAST, label = 8, number = NUMBER_LEAST, value[PERIOD_VALUES];
    for (size_t m = 0; m < bireme_forecast_metric_count(view->forecast); m++) {
        if (!is_shown(view, m)) continue;
        bireme_book_shape shape = shape_of_metric(view, m);
        widen(&metric,
              bireme_book_text_width(bireme_forecast_metric_name(view->forecast, m), BIREME_BOOK_BODY) + 1);
        for (size_t t = 0; t < bireme_forecast_view_times(view); t++) {
            char text[BIREME_TIME_LABEL];
            widen(&label,
                  bireme_book_text_width(bireme_forecast_view_time(view, t, true, text), BIREME_BOOK_BODY) +
                      1);
            if (!is_there(view, m, t)) continue;
            values_of(bireme_forecast_view_at(view, m, t), value);
            for (int k = 0; k < PERIOD_VALUES; k++)
                widen(&number, bireme_book_number_width(shape, bireme_book_currency(book), value[k]) + 1);
        }
    }
    number = fmin(number, NUMBER_MOST);
    bireme_book_width(book, sheet, 0, 0, fmin(metric, METRIC_MOST));
    bireme_book_width(book, sheet, 1, 1, label);
    bireme_book_width(book, sheet, 2, PERIOD_COLUMNS - 1, number);
}

bool bireme_book_periods(bireme_book *book, const bireme_forecast_view *view)
{
    enum { HEAD_ROW = 2 };
    const bireme_forecast *f = view->forecast;
    const size_t periods = bireme_forecast_view_times(view);
    const bool quarters = bireme_forecast_quarter_count(f) > 0;
    size_t subject = bireme_forecast_view_metric(view, bireme_forecast_view_subject(view));
    bireme_text note = {0};
    if (periods == 0 || bireme_forecast_view_at(view, subject, 0) == NULL) return false;
    lxw_worksheet *sheet = bireme_book_sheet(book, quarters ? "Quarters" : "Periods");
    book->bare = bireme_currency_sign(book->currency) == NULL; /* twelve columns, some of amounts */
    period_widths(book, sheet, view);
    bireme_text_format(&note, "Every metric, %s by %s%s%s%s", bireme_forecast_view_time_name(view),
                       bireme_forecast_view_time_name(view), quarters ? ", and each year" : "",
                       book->bare ? "; amounts in " : "", book->bare ? book->currency : "");
    bireme_book_text(book, sheet, 0, 0, BIREME_BOOK_HEADING, bireme_text_string(&note));
    bireme_book_release(book, &note);
    left_out(view, &note);
    bireme_book_wrapped(book, sheet, 1, 0, PERIOD_COLUMNS - 1, BIREME_BOOK_TEXT, bireme_text_string(&note));
    bireme_book_release(book, &note);
    for (int c = 0; c < PERIOD_COLUMNS; c++)
        bireme_book_text(book, sheet, HEAD_ROW, c, c < 2 ? BIREME_BOOK_HEAD : BIREME_BOOK_HEAD_RIGHT,
                         c == 1 && quarters ? "quarter or year" : period_columns[c]);
    int row = HEAD_ROW + 1;
    for (size_t m = 0; m < bireme_forecast_metric_count(f); m++) {
        if (!is_shown(view, m)) continue;
        bireme_book_shape shape = shape_of_metric(view, m);
        if (row > HEAD_ROW + 1) bireme_pages_keep(book, sheet, row);
        for (size_t t = 0; t < periods; t++)
            if (is_there(view, m, t)) period_row(book, sheet, row++, view, m, t, shape);
    }
    book->bare = false;
    if (sheet == NULL) return false;
    worksheet_freeze_panes(sheet, HEAD_ROW + 1, 2);
    bireme_pages_titles(book, sheet, HEAD_ROW, HEAD_ROW);
    if (row > HEAD_ROW + 1)
        bireme_book_check(book,
                          worksheet_autofilter(sheet, HEAD_ROW, 0, (lxw_row_t)row - 1, PERIOD_COLUMNS - 1));
    return true;
}
