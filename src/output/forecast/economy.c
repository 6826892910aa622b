/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the economy changes, if its path is drawn: the goal's metric if a regime comes, and if not; and the
 * one number to quote for a recession, the same plan with it and without.
 */
#include "output/forecast/sections.h"

#include <math.h>
#include "model/metric.h"
#include "output/forms/number.h"

/* ------------------------ as it comes */

static void regime_row(bireme_document *document, bireme_format format, const char *title, double probability,
                       const bireme_summary *s)
{
    bireme_format ends = format == BIREME_FORMAT_COUNT ? BIREME_FORMAT_WHOLE : format;
    const bireme_cell cells[] = {bireme_cell_text(title),
                                 bireme_cell_number(BIREME_FORMAT_SHARE, probability, 0),
                                 bireme_section_mean(format, s), bireme_section_range(ends, s)};
    bireme_document_row(document, cells, false);
}

static void regime_rows(const bireme_forecast_view *view, bireme_document *document, bireme_format format,
                        const bireme_regime_result *result)
{
    char by[BIREME_SAID_SIZE];
    bireme_text title = {0};
    bireme_text_format(&title, "if %s comes %s", result->regime,
                       bireme_calendar_say_by_date(&view->model->past.calendar, result->by, by));
    regime_row(document, format, bireme_text_string(&title), result->probability, result->comes);
    bireme_document_release(document, &title);
    regime_row(document, format, "if it does not", 1 - result->probability, result->stays_out);
}

/* "If recession comes by the end of June 2027, revenue is $0.92M less on average." */
static void say_regime(const bireme_forecast_view *view, const char *name, bireme_format format,
                       const bireme_regime_result *result, bireme_text *out)
{
    char by[BIREME_SAID_SIZE], number[BIREME_PEOPLE_SIZE];
    const double more = result->comes->mean - result->stays_out->mean;
    const double se = hypot(result->comes->mean_se, result->stays_out->mean_se);
    if (!isfinite(more)) return;
    bireme_text_format(out, "%sIf %s comes %s, ", out->length > 0 ? " " : "", result->regime,
                       bireme_calendar_say_by_date(&view->model->past.calendar, result->by, by));
    if (fabs(more) <= 2 * se)
        bireme_text_format(out, "these trials show no difference in %s.", name);
    else
        bireme_text_format(out, "%s is %s %s on average.", name,
                           bireme_format_number(number, format, view->model->currency, fabs(more), se),
                           more < 0 ? "less" : "more");
}

static void as_it_comes(const bireme_forecast_view *view, bool headed, bireme_document *document)
{
    size_t n = bireme_forecast_regime_count(view->forecast);
    if (n == 0) return;
    size_t metric = bireme_forecast_regime_metric(view->forecast);
    char name[BIREME_METRIC_WORDS_SIZE];
    bireme_forecast_view_words(view, metric, name);
    const bireme_column columns[] = {BIREME_TEXTS(headed ? name : NULL), BIREME_NUMBERS("probability"),
                                     BIREME_NUMBERS("mean"), BIREME_NUMBERS("P10–P90")};
    bireme_text words = {0};
    if (!headed)
        bireme_document_heading_format(document, "If the economy turns: %s%s", name,
                                       bireme_section_whole(view));
    bireme_document_table(document, columns, 4);
    for (size_t r = 0; r < n; r++) {
        bireme_regime_result result = *bireme_forecast_regime(view->forecast, r);
        regime_rows(view, document, bireme_forecast_view_format(view, metric), &result);
        say_regime(view, name, bireme_forecast_view_format(view, metric), &result, &words);
    }
    bireme_document_paragraph_take(document, &words);
}

/* ------------------------ a recession, paired */

/* For programs. */
static const char *name_of(const bireme_forecast_view *view, const bireme_recession_figure *f)
{
    return bireme_forecast_metric_name(view->forecast, bireme_forecast_view_metric(view, f->id));
}

static void recession_row(const bireme_forecast_view *view, bireme_document *document,
                          const bireme_recession_figure *f)
{
    const bireme_format format = bireme_forecast_view_format(view, bireme_forecast_view_metric(view, f->id)),
                        ends = format == BIREME_FORMAT_COUNT ? BIREME_FORMAT_WHOLE : format;
    char words[BIREME_METRIC_WORDS_SIZE];
    const bireme_cell cells[] = {
        bireme_cell_text(bireme_metric_words(view->model, f->id, words)),
        bireme_section_mean(format, &f->without), bireme_section_mean(format, &f->with),
        bireme_section_mean(format, &f->difference), bireme_section_range(ends, &f->difference)};
    bireme_document_row(document, cells, false);
}

/* "$1.2M less" */
static void append_end(bireme_text *out, const bireme_forecast_view *view, bireme_format format, double value,
                       double se, bool with_word)
{
    char number[BIREME_PEOPLE_SIZE];
    bireme_text_append(out, bireme_format_number(number, format, view->model->currency, fabs(value), se));
    if (with_word) bireme_text_append(out, value < 0 ? " less" : " more");
}

/* ", in 8 of 10 futures between $1.2M and $3.1M less" */
static void append_ends(bireme_text *out, const bireme_forecast_view *view, bireme_format format,
                        const bireme_summary *s)
{
    const double low = s->quantile[BIREME_P10], high = s->quantile[BIREME_P90];
    const bool less = fabs(low) > fabs(high), alike = low * high > 0;
    const int first = less ? BIREME_P90 : BIREME_P10, last = less ? BIREME_P10 : BIREME_P90;
    if (!(s->min < s->max)) return;
    bireme_text_append(out, ", in 8 of 10 futures between ");
    append_end(out, view, format, s->quantile[first], bireme_summary_quantile_se(s, first), !alike);
    bireme_text_append(out, " and ");
    append_end(out, view, format, s->quantile[last], bireme_summary_quantile_se(s, last), true);
}

/* "With recession from January 2027 on, instead of steady throughout, the same plan's bookings is $2.1M less
 * on average (standard error $12,000), in 8 of 10 futures between $1.2M and $3.1M less, and less in 98 % of
 * them." */
static void say_recession(const bireme_forecast_view *view, const bireme_recession *r, bireme_text *out)
{
    const bireme_recession_figure *f = &r->figure[0];
    const bireme_summary *s = &f->difference;
    const bireme_format format = bireme_forecast_view_format(view, bireme_forecast_view_metric(view, f->id)),
                        ends = format == BIREME_FORMAT_COUNT ? BIREME_FORMAT_WHOLE : format;
    const bool less = s->mean < 0;
    char from[BIREME_SAID_SIZE], number[BIREME_PEOPLE_SIZE], words[BIREME_METRIC_WORDS_SIZE];
    bireme_text_format(out, "This is the number to quote: with %s from %s on, instead of %s throughout, ",
                       view->model->economy.regimes[r->regime].name,
                       bireme_calendar_say(&view->model->calendar, r->from, from),
                       view->model->economy.regimes[r->otherwise].name);
    bireme_text_format(out, "%s of the same plan is ", bireme_metric_words(view->model, f->id, words));
    if (!isfinite(s->mean) || s->mean == 0) {
        bireme_text_append(out, "the same on average");
    } else {
        append_end(out, view, format, s->mean, s->mean_se, true);
        bireme_text_append(out, " on average");
    }
    if (isfinite(s->mean_se))
        bireme_text_format(out, " (standard error %s)",
                           bireme_format_number(number, format, view->model->currency, s->mean_se, NAN));
    append_ends(out, view, ends, s);
    const double probability = less ? f->probability_below : f->probability_above;
    bireme_whole_format(number, (double)r->trials, 0);
    bireme_text_format(out, ", and %s in ", less ? "less" : "more");
    if (probability == 0 || probability == 1)
        bireme_text_format(out, "%s of the %s pairs of trials. ", probability > 0 ? "all" : "none", number);
    else
        bireme_text_format(
            out, "%s of the %s pairs of trials. ",
            BIREME_SHARE(probability, less ? f->probability_below_se : f->probability_above_se), number);
    bireme_text_format(
        out,
        "It is neither the forecast, which weighs every path of the economy by its probability, "
        "nor a mean of the futures in which %s comes, early in some and late in others.",
        view->model->economy.regimes[r->regime].name);
}

static void paired(const bireme_forecast_view *view, bireme_document *document)
{
    const bireme_recession *r = view->recession;
    if (r == NULL || r->n == 0) return;
    const bireme_regime *regimes = view->model->economy.regimes;
    const bireme_column columns[] = {BIREME_TEXTS(NULL), BIREME_NUMBERS(regimes[r->otherwise].name),
                                     BIREME_NUMBERS(regimes[r->regime].name), BIREME_NUMBERS("difference"),
                                     BIREME_NUMBERS("P10–P90")};
    char from[BIREME_SAID_SIZE];
    bireme_text words = {0};
    bireme_document_heading_format(
        document, "The same plan with %s from %s on, and without (means)%s", regimes[r->regime].name,
        bireme_calendar_say(&view->model->calendar, r->from, from), bireme_section_whole(view));
    bireme_document_table(document, columns, 5);
    for (size_t i = 0; i < r->n; i++) recession_row(view, document, &r->figure[i]);
    say_recession(view, r, &words);
    bireme_document_paragraph_take(document, &words);
}

void bireme_section_economy(const bireme_forecast_view *view, bool headed, bireme_document *document)
{
    as_it_comes(view, headed, document);
    paired(view, document);
}

/* ------------------------ for programs */

void bireme_recession_json(bireme_json *json, const bireme_forecast_view *view)
{
    const bireme_recession *r = view->recession;
    char from[BIREME_LABEL_SIZE];
    if (r == NULL || r->n == 0) return;
    bireme_json_open(json, "recession", '{', false);
    bireme_json_string(json, "regime", view->model->economy.regimes[r->regime].name);
    bireme_json_string(json, "from", bireme_calendar_label(&view->model->calendar, r->from, from));
    bireme_json_string(json, "instead_of", view->model->economy.regimes[r->otherwise].name);
    bireme_json_whole(json, "trials", r->trials);
    bireme_json_open(json, "metrics", '{', false);
    for (size_t i = 0; i < r->n; i++) {
        const bireme_recession_figure *f = &r->figure[i];
        bireme_json_open(json, name_of(view, f), '{', false);
        bireme_summary_json(json, "without", &f->without);
        bireme_summary_json(json, "with", &f->with);
        bireme_summary_json(json, "difference", &f->difference);
        bireme_json_estimate(json, "probability_below", f->probability_below, f->probability_below_se);
        bireme_json_estimate(json, "probability_above", f->probability_above, f->probability_above_se);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, '}');
    bireme_json_close(json, '}');
}

void bireme_recession_figures(bireme_figures *f, const bireme_forecast_view *view)
{
    const bireme_recession *r = view->recession;
    if (r == NULL || r->n == 0) return;
    for (size_t i = 0; i < r->n; i++) {
        const bireme_recession_figure *figure = &r->figure[i];
        bireme_figures_of(f, "paired.%s.%s", view->model->economy.regimes[r->regime].name,
                          name_of(view, figure));
        bireme_figures_summary(f, &figure->difference);
        bireme_figures_estimate(f, "probability_below", figure->probability_below,
                                figure->probability_below_se);
        bireme_figures_estimate(f, "probability_above", figure->probability_above,
                                figure->probability_above_se);
    }
}
