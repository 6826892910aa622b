/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A comparison as a workbook.
 */
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "output/book/answer.h"
#include "output/decisions/comparison.h"
#include "output/forecast/forecast.h"

/* ------------------------ charts */

static bireme_format metric_format(const bireme_comparison *c)
{
    return bireme_unit_format(bireme_comparison_metric_unit(c, bireme_comparison_metric(c)));
}

/* Curves through the quantiles of each summary. */
static void curves(const bireme_comparison_view *view, bireme_charts *charts, bireme_chart_place place)
{
    const bireme_comparison *c = view->comparison;
    bireme_curve_line lines[BIREME_COMPARE_MOST];
    double y[BIREME_QUANTILE_COUNT];
    size_t m = bireme_comparison_metric(c), n = 0;
    bireme_text title = {0}, axis = {0};
    for (int k = 0; k < BIREME_QUANTILE_COUNT; k++) y[k] = 1 - bireme_quantile_probability[k];
    for (size_t s = 0; s < bireme_comparison_count(c); s++) {
        const bireme_summary *summary = bireme_comparison_total(c, s, m);
        if (summary == NULL || summary->n == 0) continue;
        lines[n++] = (bireme_curve_line){bireme_comparison_name(c, s), BIREME_QUANTILE_COUNT,
                                         summary->quantile, y, false};
    }
    char metric[BIREME_METRIC_WORDS_SIZE];
    bireme_comparison_words(view, m, metric);
    bireme_text_format(&title, "%s: how much, how likely", metric);
    bireme_text_format(&axis, "%s over the horizon", metric);
    const bireme_chart_axes axes = {.x_title = bireme_text_string(&axis),
                                    .y_title = "chance of at least that",
                                    .x_format = metric_format(c),
                                    .y_format = BIREME_FORMAT_SHARE,
                                    .x_low = NAN,
                                    .x_high = NAN,
                                    .y_low = 0,
                                    .y_high = 1};
    if (title.failed || axis.failed)
        charts->book->out_of_memory = true;
    else if (n > 0)
        bireme_chart_curves(charts, place, bireme_text_string(&title), n, lines, &axes);
    bireme_text_free(&title);
    bireme_text_free(&axis);
}

static void waterfall(const bireme_comparison_view *view, bireme_charts *charts, bireme_chart_place place,
                      size_t s)
{
    const bireme_comparison *c = view->comparison;
    enum { PARTS_MOST = 32 };
    const char *names[PARTS_MOST + 2];
    double value[PARTS_MOST + 2];
    size_t m = bireme_comparison_metric(c), baseline = bireme_comparison_baseline(c), n = 0;
    size_t parts = bireme_comparison_bridge_count(c, s);
    if (parts > PARTS_MOST) parts = PARTS_MOST;
    bireme_text title = {0};
    names[n] = bireme_comparison_name(c, baseline);
    value[n++] = bireme_comparison_total(c, baseline, m)->mean;
    for (size_t p = 0; p < parts; p++) {
        bireme_bridge_part part = *bireme_comparison_bridge(c, s, p);
        names[n] = part.name;
        value[n++] = part.change;
    }
    names[n] = bireme_comparison_name(c, s);
    value[n++] = bireme_comparison_total(c, s, m)->mean;
    char words[BIREME_METRIC_WORDS_SIZE];
    bireme_text_format(&title, "What makes the difference in %s (means)",
                       bireme_comparison_words(view, m, words));
    bireme_chart_waterfall(charts, place, bireme_text_string(&title), n, names, value, metric_format(c));
    bireme_book_release(charts->book, &title);
}

/* The curves first; then the bridges, two in a row, for at most five scenarios. */
static int draw(const void *of, bireme_charts *charts, lxw_worksheet *summary, int row)
{
    const bireme_comparison *c = ((const bireme_comparison_view *)of)->comparison;
    size_t m = bireme_comparison_metric(c), drawn = 1;
    curves(of, charts, bireme_book_half(summary, row, false));
    for (size_t s = 0; s < bireme_comparison_count(c) && drawn < 6; s++) {
        if (bireme_comparison_bridge_count(c, s) == 0 || bireme_comparison_total(c, s, m) == NULL) continue;
        waterfall(of, charts,
                  bireme_book_half(summary, row + (int)(drawn / 2) * BIREME_CHART_ROWS, drawn % 2 == 1), s);
        drawn++;
    }
    return (int)((drawn + 1) / 2) * BIREME_CHART_ROWS;
}

/* ------------------------ checks */

static void check(const void *of, bireme_checks *checks)
{
    const bireme_comparison *c = ((const bireme_comparison_view *)of)->comparison;
    size_t m = bireme_comparison_metric(c), baseline = bireme_comparison_baseline(c);
    for (size_t s = 0; s < bireme_comparison_count(c); s++) {
        const bireme_difference *d = bireme_comparison_difference(c, s, m);
        const bireme_summary *from = bireme_comparison_total(c, baseline, m),
                             *to = bireme_comparison_total(c, s, m);
        size_t n = bireme_comparison_bridge_count(c, s);
        bireme_text what = {0};
        if (d == NULL || from == NULL || to == NULL) continue;
        double room = 1e-9 * (fabs(from->mean) + fabs(to->mean)), sum = from->mean;
        bireme_text_format(&what, "the mean difference is the difference of the means: %s",
                           bireme_comparison_name(c, s));
        if (from->n == to->n && from->n == d->summary->n)
            bireme_checks_fact(checks, bireme_text_string(&what),
                               fabs(d->summary->mean - (to->mean - from->mean)) <= room);
        bireme_text_free(&what);
        for (size_t p = 0; p < n; p++) sum += bireme_comparison_bridge(c, s, p)->change;
        bireme_text_format(&what, "the parts of the bridge add up: %s", bireme_comparison_name(c, s));
        if (n > 0) bireme_checks_fact(checks, bireme_text_string(&what), fabs(sum - to->mean) <= room);
        bireme_book_release(checks->book, &what);
    }
}

bireme_status bireme_comparison_book(const void *of, bireme_text *out, bireme_error *error)
{
    const bireme_comparison_view *view = of;
    const bireme_comparison *c = view->comparison;
    size_t n = bireme_comparison_count(c), baseline = bireme_comparison_baseline(c);
    const bireme_model *models[BIREME_COMPARE_MOST];
    const char *names[BIREME_COMPARE_MOST];
    bireme_text name = {0};
    /* the baseline first: the others are compared with it */
    for (size_t s = 0, at = 1; s < n; s++) {
        size_t to = s == baseline ? 0 : at++;
        models[to] = view->models[s];
        names[to] = bireme_comparison_name(c, s);
    }
    for (size_t s = 0; s < n; s++)
        bireme_text_format(&name, "%s%s", s > 0 ? " or " : "", bireme_comparison_name(c, s));
    bireme_text_append(&name, "?");
    const bireme_forecast *forecast = bireme_comparison_forecast(c, baseline);
    bireme_book_answer answer = {.kind = "Comparison",
                                 .sheet = "Compare",
                                 .name = bireme_text_string(&name),
                                 .n = n,
                                 .models = models,
                                 .names = names,
                                 .trials = bireme_forecast_trials(forecast),
                                 .seed = bireme_forecast_seed(forecast),
                                 .sampler = bireme_forecast_sampler(forecast),
                                 .view = view,
                                 .document = bireme_comparison_document,
                                 .charts = draw,
                                 .checks = check};
    bireme_comparison_opening(view, &answer.answer[0]);
    bireme_comparison_certainty(view, &answer.certainty);
    answer.certainty.failed |= name.failed;
    bireme_status status = bireme_book_write(&answer, out, error);
    bireme_text_free(&name);
    return status;
}
