/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files that make up the document of a forecast share: cells from summaries, key figures, and the
 * sections themselves. A section that has nothing to say adds nothing.
 */
#ifndef BIREME_OUTPUT_FORECAST_SECTIONS_H
#define BIREME_OUTPUT_FORECAST_SECTIONS_H

#include "output/forecast/forecast.h"

/* It has a value, and not the same one in every trial. */
bool bireme_section_varies(const bireme_summary *summary);

/* How many channels the owner has. */
size_t bireme_section_channels_of(const bireme_model *model, bireme_owner owner);

/* What pictures and charts are about: the goal's metric if it varies, else the forecast's subject; and how
 * its quantiles are written. */
size_t bireme_section_pictured(const bireme_forecast_view *view);
bireme_format bireme_section_pictured_format(const bireme_forecast_view *view, size_t metric);
/* Whether the goal, if there is one, is about that metric and the whole horizon. */
bool bireme_section_goal_is_of(const bireme_forecast_view *view, size_t metric);

/* Cells; empty where there is nothing to show. */
bireme_cell bireme_section_mean(bireme_format format, const bireme_summary *summary);
bireme_cell bireme_section_quantile(bireme_format format, const bireme_summary *summary, int index);
/* P10 to P90; empty for what is the same in every trial. */
bireme_cell bireme_section_range(bireme_format format, const bireme_summary *summary);
bireme_cell bireme_section_share(const bireme_summary *part, const bireme_summary *whole);
/* The same of a metric over the horizon, as numbers of its unit are shown; empty where the model does not
 * have it. The mean as tables show it, `table`, is of a ratio that of the totals. */
bireme_cell bireme_section_mean_of(const bireme_forecast_view *view, bireme_metric_id id);
bireme_cell bireme_section_range_of(const bireme_forecast_view *view, bireme_metric_id id);
bireme_cell bireme_section_table_mean(const bireme_forecast_view *view, bireme_metric_id id);

/* The view itself, if all of those kinds [n] can be told over the whole horizon, else that of what is still
 * to come. */
bireme_forecast_view bireme_section_told(const bireme_forecast_view *view, size_t n,
                                         const bireme_metric_kind *kinds);
/* For the beginning of a section: its `view`, from the one that was asked for and the kinds that it shows. */
#define BIREME_SECTION_TOLD(asked, ...)                                                                      \
    const bireme_metric_kind told_kinds[] = {__VA_ARGS__};                                                   \
    const bireme_forecast_view told = bireme_section_told(asked, sizeof told_kinds / sizeof *told_kinds,     \
                                                          told_kinds),                                       \
                               *const view = &told
/* Of deals without a channel: "were open at the start"; where facts are in it, "were open at the end of March
 * 2027 or won before". Buffer of BIREME_PERIOD_WORDS. */
const char *bireme_section_nobodys(const bireme_forecast_view *view, char *buffer);
/* "Q2 2027, from 2027-05" of a time that is over in part, for what is told of its rest. Buffer of
 * BIREME_TIME_LABEL. */
const char *bireme_section_rest_label(const bireme_forecast_view *view, size_t time, char *buffer);
/* ", facts included" where the whole horizon is told of and some of it is over, else "". */
const char *bireme_section_whole(const bireme_forecast_view *view);
/* A heading; where facts are, it says whether they are in it: "The channels (means), from April 2027 on",
 * "What it costs, and what is left, facts included". */
void bireme_section_heading(const bireme_forecast_view *view, bireme_document *document, const char *heading);

/* Key figures: a table of name, mean, and P10 to P90; a row says so where trials are left out. A metric that
 * there is not adds no row: false. title: NULL is the metric's own words. */
void bireme_section_key_table(bireme_document *document);
bool bireme_section_key_row(const bireme_forecast_view *view, bireme_document *document, bireme_metric_id id,
                            const char *title);
/* The same of that of which there is one. */
static inline bool bireme_section_key(const bireme_forecast_view *view, bireme_document *document,
                                      bireme_metric_kind kind, const char *title)
{
    return bireme_section_key_row(view, document, bireme_metric_all(kind), title);
}
/* The same of a summary that is no metric's own. */
void bireme_section_key_summary(bireme_document *document, const char *title, bireme_format format,
                                bireme_cell mean, const bireme_summary *summary);
/* Who still waits after a period: `backlog` counts all who were not taken up in it, also those who then give
 * up and are in `turned_away`; what is left of it, the share `patience`, waits on. So whoever waited before
 * and whoever came were taken up, gave up or wait still, trial by trial. NULL gives a summary without
 * trials. */
bireme_summary bireme_section_waiting(const bireme_team *team, const bireme_summary *backlog);
/* The metric of a team: its own if it has a name, else that of all. kind: REPS, CAPACITY, WORKED,
 * UTILISATION, BACKLOG, TURNED_AWAY, TURNED_AWAY_VALUE. */
bireme_metric_id bireme_section_team(const bireme_model *model, size_t team, bireme_metric_kind kind);
/* Its name at the beginning of a sentence: "Sales" where teams have none of their own. */
static inline const char *bireme_section_begin_team(const bireme_model *model, size_t team)
{
    return model->has_named_teams ? model->teams[team].name : "Sales";
}
/* The mean number that comes to the team: in a time that is shown (a period or a quarter), or (SIZE_MAX) over
 * the horizon; and in a period, whatever is shown. NAN: not known. */
double bireme_section_comes(const bireme_forecast_view *view, size_t team, size_t time);
double bireme_section_comes_in_period(const bireme_forecast_view *view, size_t team, size_t period);
/* Rows of the last table have a left-out share: the line that says so. */
void bireme_section_left_out(bireme_document *document, const bireme_summary *summary);

/* Before the figure of a number of the scenario: "about " if that is uncertain and the figure its
 * expectation, else "". */
static inline const char *bireme_section_about(const bireme_model *model, int quantity)
{
    return bireme_model_is_fixed(model, quantity) ? "" : "about ";
}
/* The expectation of the gross margin; 1: none is given. */
static inline double bireme_section_margin(const bireme_model *model)
{
    return bireme_model_mean(model, model->revenue.gross_margin, 1);
}

/* Revenue or wins, period by period: the title of their table, or chart. */
const char *bireme_section_when(const bireme_forecast_view *view, bireme_metric_kind kind);

/* The sections; document.c puts them in order. */
void bireme_section_past(const bireme_forecast_view *view, bireme_document *document);
void bireme_section_scoreboard(const bireme_forecast_view *view, bireme_document *document);
void bireme_section_credit(const bireme_forecast_view *view, bireme_document *document);
void bireme_section_costs(const bireme_forecast_view *view, bireme_document *document);
void bireme_section_customers(const bireme_forecast_view *view, bireme_document *document);
/* Cash, what must be financed, present values. */
void bireme_section_in_time(const bireme_forecast_view *view, bireme_document *document);
/* headed: a heading above it says what it is about; the table then names the metric. */
void bireme_section_economy(const bireme_forecast_view *view, bool headed, bireme_document *document);
void bireme_section_sales(const bireme_forecast_view *view, bireme_document *document);
void bireme_section_channels(const bireme_forecast_view *view, bireme_document *document);
/* Bookings of channels and their owners, period by period. */
void bireme_section_bookings(const bireme_forecast_view *view, bireme_document *document);
void bireme_section_pipeline(const bireme_forecast_view *view, bireme_document *document);
void bireme_section_open(const bireme_forecast_view *view, bireme_document *document);
void bireme_section_periods(const bireme_forecast_view *view, bireme_document *document);
void bireme_section_funnel(const bireme_forecast_view *view, bireme_document *document);
void bireme_section_after(const bireme_forecast_view *view, bireme_document *document);

#endif
