/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The document of a forecast, in the order in which its reader asks: what will we book, who brings it, at
 * what cost, when, how far down the funnel, what comes after, and how sure is this.
 */
#include "output/forecast.h"

#include <stdio.h>
#include <string.h>
#include "output/number.h"

enum { NAME_SIZE = 256 };

static const bireme_summary *total_of(const bireme_forecast_view *view, const char *prefix, const char *name,
                                      const char *what)
{
    char metric[NAME_SIZE];
    int length = snprintf(metric, sizeof metric, "%s%s%s", prefix, name, what);
    return length < NAME_SIZE ? bireme_forecast_view_total(view, metric) : NULL;
}

static bireme_cell mean_cell(bireme_format format, const bireme_summary *s)
{
    return s == NULL || s->n == 0 ? bireme_cell_empty() : bireme_cell_number(format, s->mean, s->mean_se);
}

static bireme_cell quantile_cell(bireme_format format, const bireme_summary *s, int index)
{
    return bireme_cell_number(format, s->quantile[index], bireme_summary_quantile_se(s, index));
}

/* Empty for what is the same in every trial. */
static bireme_cell range_cell(bireme_format format, const bireme_summary *s)
{
    if (s == NULL || s->n == 0 || s->min == s->max) return bireme_cell_empty();
    return bireme_cell_range(format, s->quantile[BIREME_P10], bireme_summary_quantile_se(s, BIREME_P10),
                             s->quantile[BIREME_P90], bireme_summary_quantile_se(s, BIREME_P90));
}

static bireme_cell share_cell(const bireme_summary *part, const bireme_summary *whole)
{
    if (part == NULL || whole == NULL || !(whole->mean > 0)) return bireme_cell_empty();
    return bireme_cell_number(BIREME_FORMAT_SHARE, part->mean / whole->mean, 0);
}

static bool has_money(const bireme_forecast_view *view)
{
    return strcmp(bireme_forecast_view_subject(view), "revenue") == 0;
}

/* ------------------------ marketing and sales together */

static void scoreboard_row(const bireme_forecast_view *view, bireme_document *document, const char *prefix,
                           const char *name, const char *title)
{
    const char *dot = *name ? "." : "";
    char base[NAME_SIZE];
    snprintf(base, sizeof base, "%.200s%s", name, dot);
    const bireme_summary *leads = total_of(view, prefix, base, "leads");
    const bireme_summary *wins = total_of(view, prefix, base, "wins");
    const bireme_summary *revenue = total_of(view, prefix, base, "revenue");
    if (leads == NULL || wins == NULL) return;
    const bireme_cell cells[] = {bireme_cell_text(title),
                                 mean_cell(BIREME_FORMAT_COUNT, leads),
                                 range_cell(BIREME_FORMAT_WHOLE, leads),
                                 mean_cell(BIREME_FORMAT_COUNT, wins),
                                 range_cell(BIREME_FORMAT_WHOLE, wins),
                                 mean_cell(BIREME_FORMAT_MONEY, revenue),
                                 range_cell(BIREME_FORMAT_MONEY, revenue),
                                 share_cell(revenue, bireme_forecast_view_total(view, "revenue"))};
    bireme_document_row(document, cells, *name == '\0');
}

static void add_scoreboard(const bireme_forecast_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {{.title = NULL},
                                            {.title = "leads", .right = true},
                                            {.title = "P10–P90", .right = true},
                                            {.title = "wins", .right = true},
                                            {.title = "P10–P90", .right = true},
                                            {.title = "revenue", .right = true},
                                            {.title = "P10–P90", .right = true},
                                            {.title = "share", .right = true}};
    static const char *const owners[] = {"marketing", "sales", "partner"};
    bireme_document_heading(document, "Marketing and sales together (means, and the range from P10 to P90)");
    bireme_document_table(document, columns, has_money(view) ? 8 : 5);
    for (size_t i = 0; i < 3; i++) scoreboard_row(view, document, "owner.", owners[i], owners[i]);
    scoreboard_row(view, document, "", "", "together");
}

static void key_row(const bireme_forecast_view *view, bireme_document *document, const char *title,
                    const char *metric, bireme_format format)
{
    const bireme_summary *s = bireme_forecast_view_total(view, metric);
    if (s == NULL || s->n == 0) return;
    const bireme_cell cells[] = {bireme_cell_text(title), mean_cell(format, s), range_cell(format, s)};
    bireme_document_row(document, cells, false);
    if (!(s->left_out > 0)) return;
    char share[BIREME_PEOPLE_SIZE];
    bireme_text detail = {0};
    bireme_text_format(&detail, "without %s of the trials, in which it has no value",
                       bireme_share_format(share, s->left_out, 0));
    bireme_document_detail(document, bireme_text_string(&detail));
    if (detail.failed) document->failed = true;
    bireme_text_free(&detail);
}

static void add_costs(const bireme_forecast_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {
        {.title = NULL}, {.title = "mean", .right = true}, {.title = "P10–P90", .right = true}};
    const bireme_summary *cost = bireme_forecast_view_total(view, "cost.marketing");
    if (cost == NULL || !(cost->max > 0)) return;
    bireme_document_table(document, columns, 3);
    key_row(view, document, "cost of marketing", "cost.marketing", BIREME_FORMAT_MONEY);
    key_row(view, document, "cost per win (CAC)", "cac", BIREME_FORMAT_MONEY);
    if (has_money(view))
        key_row(view, document, "marketing-sourced, trial by trial", "share.marketing_sourced",
                BIREME_FORMAT_SHARE);
}

/* ------------------------ the periods */

static double highest_p90(const bireme_forecast *forecast, size_t metric)
{
    double high = 0;
    for (size_t t = 0; t < bireme_forecast_period_count(forecast); t++) {
        const bireme_summary *s = bireme_forecast_period(forecast, metric, t);
        if (s != NULL && s->quantile[BIREME_P90] > high) high = s->quantile[BIREME_P90];
    }
    return high;
}

static bireme_cell spread_cell(const bireme_summary *s)
{
    bireme_cell cell = {.kind = BIREME_CELL_SPREAD};
    for (int i = 0; i < BIREME_CELL_VALUES; i++) cell.value[i] = s->quantile[BIREME_P10 + i];
    return cell;
}

static void add_period_rows(const bireme_forecast_view *view, bireme_document *document, size_t metric,
                            bool money)
{
    const bireme_forecast *forecast = view->forecast;
    bireme_format format = money ? BIREME_FORMAT_MONEY : BIREME_FORMAT_WHOLE;
    size_t wins = bireme_forecast_metric_find(forecast, "wins");
    for (size_t t = 0; t < bireme_forecast_period_count(forecast); t++) {
        const bireme_summary *s = bireme_forecast_period(forecast, metric, t);
        const bireme_summary *w = wins == SIZE_MAX ? NULL : bireme_forecast_period(forecast, wins, t);
        if (s == NULL) continue;
        const bireme_cell cells[] = {bireme_cell_text(bireme_forecast_period_label(forecast, t)),
                                     quantile_cell(format, s, BIREME_P10),
                                     quantile_cell(format, s, BIREME_P50),
                                     quantile_cell(format, s, BIREME_P90),
                                     mean_cell(BIREME_FORMAT_COUNT, w),
                                     spread_cell(s)};
        bireme_document_row(document, cells, false);
    }
}

static void add_periods(const bireme_forecast_view *view, bireme_document *document)
{
    bool money = has_money(view);
    size_t metric = bireme_forecast_metric_find(view->forecast, bireme_forecast_view_subject(view));
    if (metric == SIZE_MAX || bireme_forecast_period(view->forecast, metric, 0) == NULL) return;
    double high = highest_p90(view->forecast, metric);
    bireme_format format = money ? BIREME_FORMAT_MONEY : BIREME_FORMAT_WHOLE;
    const bireme_column columns[] = {{.title = NULL},
                                     {.title = "P10", .right = true},
                                     {.title = "P50", .right = true},
                                     {.title = "P90", .right = true},
                                     {.title = "wins", .right = true},
                                     {.title = NULL, .low = 0, .high = high}};
    char number[BIREME_PEOPLE_SIZE];
    bireme_text legend = {0};
    bireme_document_heading(document, money ? "Revenue when it is booked" : "Wins when they close");
    bireme_document_table(document, columns, 6);
    add_period_rows(view, document, metric, money);
    if (!(high > 0)) return;
    bireme_text_format(&legend, "─── P10 to P90, ▒▒▒ P25 to P75, █ P50; the scale runs from 0 to %s",
                       bireme_format_number(number, format, view->model->currency, high, 0));
    bireme_document_detail(document, bireme_text_string(&legend));
    if (legend.failed) document->failed = true;
    bireme_text_free(&legend);
}

/* ------------------------ funnel, channels, after */

static void add_funnel(const bireme_forecast_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {{.title = "stage"},
                                            {.title = "entries", .right = true},
                                            {.title = "P10–P90", .right = true},
                                            {.title = "of the stage before", .right = true}};
    const bireme_model *model = view->model;
    const bireme_summary *before = NULL;
    bireme_document_heading(document, "The funnel (entries inside the horizon)");
    bireme_document_table(document, columns, 4);
    for (size_t s = 0; s < model->stages; s++) {
        const bireme_summary *entries = total_of(view, "stage.", model->stage[s], "");
        if (entries == NULL && s == 0) entries = bireme_forecast_view_total(view, "leads");
        if (entries == NULL && s + 1 == model->stages) entries = bireme_forecast_view_total(view, "wins");
        if (entries == NULL) continue;
        const bireme_cell cells[] = {bireme_cell_text(model->stage[s]),
                                     mean_cell(BIREME_FORMAT_COUNT, entries),
                                     range_cell(BIREME_FORMAT_WHOLE, entries), share_cell(entries, before)};
        bireme_document_row(document, cells, false);
        before = entries;
    }
}

static void add_channels(const bireme_forecast_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {{.title = "channel"},
                                            {.title = "owner"},
                                            {.title = "leads", .right = true},
                                            {.title = "wins", .right = true},
                                            {.title = "spend", .right = true},
                                            {.title = "revenue", .right = true},
                                            {.title = "P10–P90", .right = true}};
    static const char *const owners[] = {"marketing", "sales", "partner"};
    const bireme_model *model = view->model;
    if (model->n_channels < 2) return;
    bireme_document_heading(document, "The channels (means)");
    bireme_document_table(document, columns, has_money(view) ? 7 : 5);
    for (size_t c = 0; c < model->n_channels; c++) {
        const bireme_channel *channel = &model->channels[c];
        const bireme_summary *spend = total_of(view, "channel.", channel->name, ".spend");
        const bireme_summary *revenue = total_of(view, "channel.", channel->name, ".revenue");
        const bireme_cell cells[] = {
            bireme_cell_text(channel->name),
            bireme_cell_text(owners[channel->owner]),
            mean_cell(BIREME_FORMAT_COUNT, total_of(view, "channel.", channel->name, ".leads")),
            mean_cell(BIREME_FORMAT_COUNT, total_of(view, "channel.", channel->name, ".wins")),
            channel->has_spend ? mean_cell(BIREME_FORMAT_MONEY, spend) : bireme_cell_empty(),
            mean_cell(BIREME_FORMAT_MONEY, revenue),
            range_cell(BIREME_FORMAT_MONEY, revenue)};
        bireme_document_row(document, cells, false);
    }
}

static void add_after(const bireme_forecast_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {
        {.title = NULL}, {.title = "mean", .right = true}, {.title = "P10–P90", .right = true}};
    const bireme_summary *wins = bireme_forecast_view_total(view, "carried_out");
    if (wins == NULL || wins->n == 0 || !(wins->max > 0)) return;
    bireme_document_heading(document, "Still to come after the horizon, from its leads");
    bireme_document_table(document, columns, 3);
    const bireme_cell cells[] = {bireme_cell_text("wins"), mean_cell(BIREME_FORMAT_COUNT, wins),
                                 range_cell(BIREME_FORMAT_WHOLE, wins)};
    bireme_document_row(document, cells, false);
    if (has_money(view)) key_row(view, document, "revenue", "carried_out_value", BIREME_FORMAT_MONEY);
}

void bireme_forecast_document(const bireme_forecast_view *view, bireme_document *document)
{
    bireme_text opening = {0}, certainty = {0};
    bireme_forecast_opening(view, &opening);
    bireme_document_paragraph_take(document, &opening);
    add_scoreboard(view, document);
    add_costs(view, document);
    add_periods(view, document);
    add_funnel(view, document);
    add_channels(view, document);
    add_after(view, document);
    bireme_document_heading(document, "How sure is this");
    bireme_forecast_certainty(view, &certainty);
    bireme_document_paragraph_take(document, &certainty);
}
