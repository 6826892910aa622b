/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forecast/sections.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "engine/run/metric_of.h"
#include "output/forms/number.h"
#include "output/forecast/of_totals.h"

bool bireme_section_varies(const bireme_summary *s)
{
    return s != NULL && s->n > 0 && s->min != s->max;
}

size_t bireme_section_channels_of(const bireme_model *model, bireme_owner owner)
{
    size_t n = 0;
    for (size_t c = 0; c < model->n_channels; c++) n += model->channels[c].owner == owner;
    return n;
}

/* ------------------------ cells */

bireme_cell bireme_section_mean(bireme_format format, const bireme_summary *s)
{
    return s == NULL || s->n == 0 ? bireme_cell_empty() : bireme_cell_number(format, s->mean, s->mean_se);
}

static bireme_format format_of(bireme_metric_id id)
{
    return bireme_unit_format(bireme_metric_row_of(id.kind)->unit);
}

/* The mean of a count has decimals, its quantiles do not. */
static bireme_format format_of_ends(bireme_format format)
{
    return format == BIREME_FORMAT_COUNT ? BIREME_FORMAT_WHOLE : format;
}

size_t bireme_section_pictured(const bireme_forecast_view *view)
{
    const bireme_goal_result *goal = bireme_forecast_goal(view->forecast);
    const size_t metric = goal->present ? bireme_forecast_metric_of(view->forecast, goal->metric) : SIZE_MAX;
    if (metric != SIZE_MAX && bireme_section_varies(bireme_forecast_total(view->forecast, metric)))
        return metric;
    return bireme_forecast_view_metric(view, bireme_forecast_view_subject(view));
}

bireme_format bireme_section_pictured_format(const bireme_forecast_view *view, size_t metric)
{
    return format_of_ends(bireme_forecast_view_format(view, metric));
}

bool bireme_section_goal_is_of(const bireme_forecast_view *view, size_t metric)
{
    const bireme_goal_result *goal = bireme_forecast_goal(view->forecast);
    const size_t last = bireme_forecast_period_count(view->forecast) - 1;
    return goal->present && bireme_forecast_metric_of(view->forecast, goal->metric) == metric &&
           strcmp(goal->by, bireme_forecast_period_label(view->forecast, last)) == 0;
}

bireme_cell bireme_section_mean_of(const bireme_forecast_view *view, bireme_metric_id id)
{
    return bireme_section_mean(format_of(id), bireme_forecast_view_total(view, id));
}

bireme_cell bireme_section_range_of(const bireme_forecast_view *view, bireme_metric_id id)
{
    return bireme_section_range(format_of_ends(format_of(id)), bireme_forecast_view_total(view, id));
}

bireme_cell bireme_section_table_mean(const bireme_forecast_view *view, bireme_metric_id id)
{
    size_t metric = bireme_forecast_view_metric(view, id);
    double of_totals = bireme_of_totals(view->forecast, view->model, view->rest, metric);
    /* On average nothing is left to pay back: a mean of the trials where something is would mislead. */
    if (isnan(of_totals) && id.kind == BIREME_METRIC_PAYBACK_MONTHS &&
        bireme_forecast_view_total(view, id)->n < bireme_forecast_trials(view->forecast))
        return bireme_cell_empty();
    if (isnan(of_totals)) return bireme_section_mean_of(view, id);
    return bireme_cell_number(format_of(id), of_totals, bireme_forecast_view_total(view, id)->mean_se);
}

const char *bireme_section_nobodys(const bireme_forecast_view *view, char *buffer)
{
    char start[BIREME_PERIOD_WORDS];
    const bool facts = *bireme_section_whole(view) != '\0';
    snprintf(buffer, BIREME_PERIOD_WORDS, "were open %.80s%s", bireme_forecast_view_at_start(view, start),
             facts ? ", or won before," : "");
    return buffer;
}

const char *bireme_section_whole(const bireme_forecast_view *view)
{
    return !view->rest && bireme_forecast_past_count(view->forecast) > 0 ? ", facts included" : "";
}

void bireme_section_heading(const bireme_forecast_view *view, bireme_document *document, const char *heading)
{
    char from[BIREME_PERIOD_WORDS];
    if (view->rest)
        bireme_document_heading_format(document, "%s, %s", heading, bireme_forecast_view_from(view, from));
    else
        bireme_document_heading_format(document, "%s%s", heading, bireme_section_whole(view));
}

bireme_cell bireme_section_quantile(bireme_format format, const bireme_summary *s, int index)
{
    return bireme_cell_number(format, s->quantile[index], bireme_summary_quantile_se(s, index));
}

bireme_cell bireme_section_range(bireme_format format, const bireme_summary *s)
{
    if (!bireme_section_varies(s)) return bireme_cell_empty();
    return bireme_cell_range(format, s->quantile[BIREME_P10], bireme_summary_quantile_se(s, BIREME_P10),
                             s->quantile[BIREME_P90], bireme_summary_quantile_se(s, BIREME_P90));
}

bireme_cell bireme_section_share(const bireme_summary *part, const bireme_summary *whole)
{
    if (part == NULL || whole == NULL || !(whole->mean > 0)) return bireme_cell_empty();
    return bireme_cell_number(BIREME_FORMAT_SHARE, part->mean / whole->mean, 0);
}

/* ------------------------ key figures */

void bireme_section_key_table(bireme_document *document)
{
    static const bireme_column columns[] = {BIREME_TEXTS(NULL), BIREME_NUMBERS("mean"),
                                            BIREME_NUMBERS("median"), BIREME_NUMBERS("P10–P90")};
    bireme_document_table(document, columns, 4);
    bireme_document_by_rows(document);
}

void bireme_section_left_out(bireme_document *document, const bireme_summary *s)
{
    if (s == NULL || !(s->left_out > 0)) return;
    char share[BIREME_PEOPLE_SIZE];
    bireme_document_detail_format(document, "without %s of the trials, in which it has no value",
                                  bireme_share_format(share, s->left_out, 0));
}

void bireme_section_key_summary(bireme_document *document, const char *title, bireme_format format,
                                bireme_cell mean, const bireme_summary *s)
{
    bireme_format ends = format_of_ends(format);
    const bireme_cell cells[] = {bireme_cell_text(title), mean,
                                 bireme_section_varies(s) ? bireme_section_quantile(ends, s, BIREME_P50)
                                                          : bireme_cell_empty(),
                                 bireme_section_range(ends, s)};
    bireme_document_row(document, cells, false);
    bireme_section_left_out(document, s);
}

bool bireme_section_key_row(const bireme_forecast_view *view, bireme_document *document, bireme_metric_id id,
                            const char *title)
{
    const bireme_summary *s = bireme_forecast_view_total(view, id);
    char of_all[96];
    if (title == NULL) title = bireme_metric_row_of(id.kind)->words;
    if (s != NULL && s->n == 0 && view->rest) { /* a ratio of all periods only */
        bireme_forecast_view all = *view;
        all.rest = false;
        if (bireme_forecast_view_total(&all, id)->n == 0) return false;
        snprintf(of_all, sizeof of_all, "%s, of all periods", title);
        return bireme_section_key_row(&all, document, id, of_all);
    }
    if (s == NULL || s->n == 0) return false;
    bireme_section_key_summary(document, title, format_of(id), bireme_section_table_mean(view, id), s);
    return true;
}
