/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A comparison quarter by quarter, and in each year: the metric to decide by, scenario against baseline; and
 * a difference for programs, there and over the horizon.
 */
#include "output/decisions/comparison.h"

#include <stdint.h>
#include "output/forecast/forecast.h"
#include "output/forecast/sections.h"

/* A quarter or a year; `i` counts those of its kind. */
typedef struct span {
    bool year;
    size_t i;
} span;

/* The n-th in the order of time, each year after its quarters. False: there are not so many. */
static bool span_at(const bireme_comparison *c, size_t n, span *out)
{
    for (size_t y = 0; y < bireme_comparison_year_count(c); y++) {
        const bireme_fiscal_year *year = bireme_comparison_year_at(c, y);
        const size_t row = year->first_quarter + year->quarters + y;
        *out = n == row ? (span){true, y} : (span){false, n - y};
        if (n <= row) return true;
    }
    return false;
}

static const char *label_of(const bireme_comparison *c, span at)
{
    return at.year ? bireme_comparison_year_at(c, at.i)->label : bireme_comparison_quarter_at(c, at.i)->label;
}

static const bireme_summary *summary_in(const bireme_comparison *c, size_t s, span at)
{
    return at.year ? bireme_comparison_year(c, s, at.i) : bireme_comparison_quarter(c, s, at.i);
}

static const bireme_difference *difference_in(const bireme_comparison *c, size_t s, span at)
{
    return at.year ? bireme_comparison_year_difference(c, s, at.i)
                   : bireme_comparison_quarter_difference(c, s, at.i);
}

/* ------------------------ for people */

static void span_row(const bireme_comparison *c, bireme_document *document, size_t s, span at)
{
    const bireme_format format =
                            bireme_unit_format(bireme_comparison_metric_unit(c, bireme_comparison_metric(c))),
                        whole = bireme_comparison_whole_format(format),
                        change = bireme_comparison_change_format(format);
    const size_t shown[] = {bireme_comparison_baseline(c), s};
    const bireme_difference *d = difference_in(c, s, at);
    bireme_cell cells[8] = {bireme_cell_text(label_of(c, at))};
    for (size_t k = 0; k < 2; k++) {
        const bireme_summary *in = summary_in(c, shown[k], at);
        if (in == NULL || in->n == 0) {
            cells[1 + 2 * k] = bireme_cell_text(in == NULL ? "n/a" : "not known");
            continue;
        }
        cells[1 + 2 * k] = bireme_section_mean(format, in);
        cells[2 + 2 * k] = bireme_section_range(whole, in);
    }
    if (d != NULL && d->summary->n > 0 && d->probability_equal >= 1) {
        cells[5] = bireme_cell_text("the same");
    } else if (d != NULL && d->summary->n > 0) {
        cells[5] = bireme_section_mean(change, d->summary);
        cells[6] = bireme_section_range(bireme_comparison_whole_format(change), d->summary);
        cells[7] = bireme_cell_number(BIREME_FORMAT_SHARE, d->probability_above, d->probability_above_se);
    }
    bireme_document_row(document, cells, at.year);
}

void bireme_comparison_by_quarter(const bireme_comparison_view *view, bireme_document *document, size_t s)
{
    const bireme_comparison *c = view->comparison;
    const size_t baseline = bireme_comparison_baseline(c);
    const char *base = bireme_comparison_name(c, baseline), *own = bireme_comparison_name(c, s);
    char metric[BIREME_METRIC_WORDS_SIZE];
    bireme_comparison_words(view, bireme_comparison_metric(c), metric);
    const bireme_column columns[] = {BIREME_TEXTS(NULL),        BIREME_NUMBERS(base),
                                     BIREME_NUMBERS("P10–P90"), BIREME_NUMBERS(own),
                                     BIREME_NUMBERS("P10–P90"), BIREME_NUMBERS("difference"),
                                     BIREME_NUMBERS("P10–P90"), BIREME_NUMBERS("higher in")};
    span at;
    if (bireme_forecast_quarter_count(bireme_comparison_forecast(c, baseline)) == 0) return;
    bireme_document_heading_format(document, "%s against %s, quarter by quarter: %s", own, base, metric);
    if (!span_at(c, 0, &at)) {
        bireme_text none = {0};
        bireme_text_format(&none, "The %s is one of the whole horizon, and has no quarters.", metric);
        bireme_document_paragraph_take(document, &none);
        return;
    }
    bireme_document_table(document, columns, 8);
    for (size_t n = 0; span_at(c, n, &at); n++) span_row(c, document, s, at);
    bireme_document_detail(document, "means; quarters and years are added up in every future, and subtracted "
                                     "there: the ranges are those of the sums and of their differences");
}

/* ------------------------ for programs */

void bireme_difference_json(bireme_json *json, const char *key, const bireme_difference *d)
{
    bireme_json_open(json, key, '{', true);
    bireme_summary_json_members(json, d->summary);
    bireme_json_estimate(json, "probability_above_baseline", d->probability_above, d->probability_above_se);
    bireme_json_number(json, "probability_equal", d->probability_equal);
    bireme_json_close(json, '}');
}

void bireme_difference_figures(bireme_figures *f, const bireme_difference *difference)
{
    static const bireme_difference none;
    const bireme_difference *d = difference != NULL ? difference : &none;
    bool present = difference != NULL;
    bireme_figures_summary(f, present ? d->summary : NULL);
    bireme_figures_put_if(f, present, "probability_above_baseline", d->probability_above);
    bireme_figures_put_if(f, present, "probability_above_baseline_se", d->probability_above_se);
    bireme_figures_put_if(f, present, "probability_equal", d->probability_equal);
}

static void write_span(bireme_json *json, const bireme_comparison *c, span at)
{
    const char *metric = bireme_comparison_metric_name(c, bireme_comparison_metric(c));
    const bireme_quarter *quarter = at.year ? NULL : bireme_comparison_quarter_at(c, at.i);
    const bireme_fiscal_year *year = at.year ? bireme_comparison_year_at(c, at.i) : NULL;
    const bireme_forecast *base = bireme_comparison_forecast(c, bireme_comparison_baseline(c));
    bireme_json_open(json, NULL, '{', false);
    bireme_json_string(json, "label", label_of(c, at));
    bireme_json_whole(json, "year", (uint64_t)(at.year ? year->year : quarter->year));
    if (!at.year) bireme_json_whole(json, "quarter", (uint64_t)quarter->number);
    bireme_json_string(json, "start",
                       bireme_forecast_period_label(base, at.year ? year->first : quarter->first));
    if (at.year) bireme_json_whole(json, "quarters", year->quarters);
    bireme_json_whole(json, "periods", at.year ? year->periods : quarter->periods);
    bireme_json_whole(json, "of_periods", at.year ? year->of : quarter->of);
    bireme_json_open(json, "metrics", '{', false);
    bireme_json_open(json, metric, '{', false);
    for (size_t s = 0; s < bireme_comparison_count(c); s++) {
        const bireme_summary *in = summary_in(c, s, at);
        if (in != NULL) bireme_summary_json(json, bireme_comparison_name(c, s), in);
    }
    bireme_json_close(json, '}');
    bireme_json_close(json, '}');
    bireme_json_open(json, "differences", '{', false);
    bireme_json_open(json, metric, '{', false);
    for (size_t s = 0; s < bireme_comparison_count(c); s++) {
        const bireme_difference *d = difference_in(c, s, at);
        if (d != NULL) bireme_difference_json(json, bireme_comparison_name(c, s), d);
    }
    bireme_json_close(json, '}');
    bireme_json_close(json, '}');
    bireme_json_close(json, '}');
}

void bireme_comparison_quarters_json(bireme_json *json, const bireme_comparison *c)
{
    const size_t quarters = bireme_comparison_quarter_count(c);
    if (quarters == 0) return;
    bireme_json_open(json, "quarters", '[', false);
    for (size_t q = 0; q < quarters; q++) write_span(json, c, (span){false, q});
    bireme_json_close(json, ']');
    bireme_json_open(json, "years", '[', false);
    for (size_t y = 0; y < bireme_comparison_year_count(c); y++) write_span(json, c, (span){true, y});
    bireme_json_close(json, ']');
}

/* Those of periods are rows of only the tidy table, as in a forecast. */
void bireme_comparison_quarters_figures(bireme_figures *f, const bireme_comparison *c, size_t s)
{
    const char *metric = bireme_comparison_metric_name(c, bireme_comparison_metric(c));
    span at;
    for (size_t n = 0; bireme_figures_are_tidy(f) && span_at(c, n, &at); n++) {
        const bireme_difference *d = difference_in(c, s, at);
        const bireme_summary *in = summary_in(c, s, at);
        bireme_figures_of(f, "%s", metric);
        bireme_figures_in(f, label_of(c, at));
        if (in != NULL) bireme_figures_summary(f, in);
        if (d == NULL) continue;
        bireme_figures_of(f, "difference.%s", metric);
        bireme_figures_in(f, label_of(c, at));
        bireme_difference_figures(f, d);
    }
}
