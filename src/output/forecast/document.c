/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The document of a forecast, in the order in which its reader asks: what will we book, who brings it, at
 * what cost, what if the economy turns, when, how far down the funnel, can sales work it, what each channel
 * costs, what comes after, and how sure is this.
 */
#include "output/forecast/sections.h"

#include <math.h>
#include "model/metric.h"
#include "output/forms/number.h"

/* ------------------------ marketing and sales together */

/* Of an owner; −1: of all. */
static bireme_metric_id of_owner(int owner, bireme_metric_kind one, bireme_metric_kind all)
{
    return owner < 0 ? bireme_metric_all(all) : bireme_metric_one(one, owner);
}

static bireme_cell share_of_revenue(const bireme_forecast_view *view, bireme_metric_id id)
{
    return bireme_section_share(bireme_forecast_view_total(view, id),
                                bireme_forecast_view_all(view, BIREME_METRIC_REVENUE));
}

/* One row: who, and what is his; a metric that there is not leaves its cells empty. */
static void scoreboard_row(const bireme_forecast_view *view, bireme_document *document, int owner,
                           const char *title)
{
    const bireme_metric_id leads = of_owner(owner, BIREME_METRIC_OWNER_LEADS, BIREME_METRIC_LEADS),
                           wins = of_owner(owner, BIREME_METRIC_OWNER_WINS, BIREME_METRIC_WINS),
                           revenue = of_owner(owner, BIREME_METRIC_OWNER_REVENUE, BIREME_METRIC_REVENUE);
    const bireme_summary *won = bireme_forecast_view_total(view, wins);
    if (won == NULL || (owner == BIREME_OWNER_UNASSIGNED && won->n > 0 && won->max == 0)) return;
    const bireme_cell cells[] = {bireme_cell_text(title),
                                 bireme_section_mean_of(view, leads),
                                 bireme_section_range_of(view, leads),
                                 bireme_section_mean_of(view, wins),
                                 bireme_section_range_of(view, wins),
                                 bireme_section_mean_of(view, revenue),
                                 bireme_section_range_of(view, revenue),
                                 share_of_revenue(view, revenue)};
    bireme_document_row(document, cells, owner < 0);
}

/* Revenue that nobody brings in: of the customers there at the start. */
static void opening_row(const bireme_forecast_view *view, bireme_document *document)
{
    const bireme_metric_id revenue = bireme_metric_all(BIREME_METRIC_REVENUE_OPENING);
    if (bireme_forecast_view_total(view, revenue) == NULL) return;
    const bireme_cell cells[] = {bireme_cell_text("earlier customers"),
                                 bireme_cell_empty(),
                                 bireme_cell_empty(),
                                 bireme_cell_empty(),
                                 bireme_cell_empty(),
                                 bireme_section_mean_of(view, revenue),
                                 bireme_section_range_of(view, revenue),
                                 share_of_revenue(view, revenue)};
    bireme_document_row(document, cells, false);
}

void bireme_section_scoreboard(const bireme_forecast_view *asked, bireme_document *document)
{
    BIREME_SECTION_TOLD(asked, BIREME_METRIC_LEADS, BIREME_METRIC_WINS, BIREME_METRIC_REVENUE,
                        BIREME_METRIC_OWNER_LEADS, BIREME_METRIC_OWNER_WINS, BIREME_METRIC_OWNER_REVENUE);
    static const bireme_column columns[] = {BIREME_TEXTS(NULL),        BIREME_NUMBERS("leads"),
                                            BIREME_NUMBERS("P10–P90"), BIREME_NUMBERS("wins"),
                                            BIREME_NUMBERS("P10–P90"), BIREME_NUMBERS("revenue"),
                                            BIREME_NUMBERS("P10–P90"), BIREME_NUMBERS("share")};
    bool money = bireme_forecast_view_has_money(view);
    bireme_section_heading(view, document,
                           "Marketing and sales together (means, and the range from P10 to P90)");
    bireme_document_table(document, columns, money ? 8 : 5);
    for (int o = 0; o <= BIREME_OWNER_UNASSIGNED; o++)
        scoreboard_row(view, document, o, bireme_owner_name((bireme_owner)o));
    const bireme_summary *nobodys = bireme_forecast_view_one(view, BIREME_METRIC_OWNER_WINS,
                                                             BIREME_OWNER_UNASSIGNED);
    char nobody[BIREME_PERIOD_WORDS];
    if (nobodys != NULL && !(nobodys->n > 0 && nobodys->max == 0))
        bireme_document_detail_format(document, "deals that %s and name no channel",
                                      bireme_section_nobodys(view, nobody));
    if (money) opening_row(view, document);
    scoreboard_row(view, document, -1, "together");
}

/* ------------------------ the periods */

/* The scale of the pictures: from 0, or from the lowest P10 where that is far from 0 and the pictures would
 * all huddle at the end. */
static void find_scale(const bireme_forecast_view *view, size_t metric, double *from, double *to)
{
    double low = INFINITY, high = 0;
    for (size_t t = 0; t < bireme_forecast_view_times(view); t++) {
        const bireme_summary *s = bireme_forecast_view_at(view, metric, t);
        if (s == NULL || bireme_forecast_view_is_year(view, t)) continue;
        if (s->quantile[BIREME_P90] > high) high = s->quantile[BIREME_P90];
        if (s->quantile[BIREME_P10] < low) low = s->quantile[BIREME_P10];
    }
    *from = low > 0.5 * high && low < high ? low : 0;
    *to = high;
}

static bireme_cell spread_cell(const bireme_summary *s)
{
    bireme_cell cell = {.kind = BIREME_CELL_SPREAD};
    for (int i = 0; i < BIREME_CELL_VALUES; i++) cell.value[i] = s->quantile[BIREME_P10 + i];
    return cell;
}

/* A time that is over: one number, the same in every trial, or none. */
static void fact_row(bireme_document *document, const char *label, bireme_format format,
                     const bireme_summary *s, const bireme_summary *wins, bool year)
{
    const bireme_cell cells[] = {bireme_cell_text(label),
                                 bireme_cell_empty(),
                                 s->n > 0 ? bireme_section_quantile(format, s, BIREME_P50)
                                          : bireme_cell_text("not known"),
                                 bireme_cell_empty(),
                                 bireme_section_mean(BIREME_FORMAT_WHOLE, wins),
                                 s->n > 0 && !year ? spread_cell(s) : bireme_cell_empty()};
    bireme_document_row(document, cells, year);
}

static void add_period_rows(const bireme_forecast_view *view, bireme_document *document, size_t metric,
                            bool money)
{
    bireme_format format = money ? BIREME_FORMAT_MONEY : BIREME_FORMAT_WHOLE;
    for (size_t t = 0; t < bireme_forecast_view_times(view); t++) {
        const bireme_summary *s = bireme_forecast_view_at(view, metric, t);
        const bireme_summary *w = bireme_forecast_view_in(view, bireme_metric_all(BIREME_METRIC_WINS), t);
        const bool year = bireme_forecast_view_is_year(view, t);
        char label[BIREME_TIME_LABEL];
        if (s == NULL) continue;
        bireme_forecast_view_time(view, t, true, label);
        if (s->n == 0 || t < bireme_forecast_view_times_past(view)) {
            fact_row(document, label, format, s, w, year);
            continue;
        }
        const bireme_cell cells[] = {bireme_cell_text(label),
                                     bireme_section_quantile(format, s, BIREME_P10),
                                     bireme_section_quantile(format, s, BIREME_P50),
                                     bireme_section_quantile(format, s, BIREME_P90),
                                     bireme_section_mean(BIREME_FORMAT_COUNT, w),
                                     year ? bireme_cell_empty() : spread_cell(s)};
        bireme_document_row(document, cells, year);
    }
}

/* How quarters are made, and what a fiscal year is called. */
static void quarters_detail(const bireme_forecast_view *view, bireme_document *document)
{
    const int start = bireme_forecast_fiscal_year_start(view->forecast);
    const bireme_quarter *first = bireme_forecast_quarter_at(view->forecast, 0);
    const bireme_calendar *calendar = &view->model->past.calendar;
    char said[BIREME_SAID_SIZE];
    bireme_text detail = {0};
    if (first == NULL) return;
    if (calendar->period != BIREME_PERIOD_QUARTER)
        bireme_text_format(&detail,
                           "of a quarter, and of a year: its %ss added up in every future, so that the "
                           "range is that of the sum",
                           bireme_period_name(calendar->period));
    else
        bireme_text_append(&detail, "of a year: its quarters added up in every future, so that the range is "
                                    "that of the sum");
    if (calendar->period == BIREME_PERIOD_WEEK)
        bireme_text_append(&detail, "; a week belongs to the quarter in which it begins");
    if (start > 1) {
        const bireme_calendar year = {BIREME_PERIOD_MONTH, first->year - 1, start, 1};
        bireme_text_format(&detail, "%sFY%02d is the year from %s ", detail.length > 0 ? "; " : "",
                           first->year % 100, bireme_calendar_say(&year, 0, said));
        bireme_text_format(&detail, "to %s", bireme_calendar_say(&year, 11, said));
    }
    bireme_document_detail_take(document, &detail);
}

const char *bireme_section_when(const bireme_forecast_view *view, bireme_metric_kind kind)
{
    if (kind == BIREME_METRIC_WINS) return "Wins when they close";
    return view->model->revenue.recurring ? "Revenue when it is earned" : "Revenue when it is booked";
}

void bireme_section_periods(const bireme_forecast_view *view, bireme_document *document)
{
    bool money = bireme_forecast_view_has_money(view);
    bireme_metric_id subject = bireme_forecast_view_subject(view);
    size_t metric = bireme_forecast_view_metric(view, subject);
    if (bireme_forecast_view_at(view, metric, 0) == NULL) return;
    double from, to;
    find_scale(view, metric, &from, &to);
    bireme_format format = money ? BIREME_FORMAT_MONEY : BIREME_FORMAT_WHOLE;
    const bireme_column columns[] = {BIREME_TEXTS(NULL),     BIREME_NUMBERS("P10"),
                                     BIREME_NUMBERS("P50"),  BIREME_NUMBERS("P90"),
                                     BIREME_NUMBERS("wins"), {.title = NULL, .low = from, .high = to}};
    char low[BIREME_PEOPLE_SIZE], high[BIREME_PEOPLE_SIZE];
    bireme_text legend = {0};
    bireme_section_heading(view, document, bireme_section_when(view, subject.kind));
    bireme_document_table(document, columns, 6);
    add_period_rows(view, document, metric, money);
    quarters_detail(view, document);
    if (!(to > 0)) return;
    bireme_format_number(low, format, view->model->currency, from, 0);
    bireme_format_number(high, format, view->model->currency, to, 0);
    bireme_text_format(&legend, "─── P10 to P90, ▒▒▒ P25 to P75, █ P50; the scale runs from %s to %s",
                       from > 0 ? low : "0", high);
    bireme_document_legend(document, bireme_text_string(&legend));
    bireme_document_release(document, &legend);
}

/* ------------------------ funnel, after */

static void funnel_row(bireme_document *document, const char *title, const bireme_summary *entries,
                       const bireme_summary *before)
{
    const bireme_cell cells[] = {bireme_cell_text(title), bireme_section_mean(BIREME_FORMAT_COUNT, entries),
                                 bireme_section_range(BIREME_FORMAT_WHOLE, entries),
                                 bireme_section_share(entries, before)};
    bireme_document_row(document, cells, false);
}

void bireme_section_funnel(const bireme_forecast_view *asked, bireme_document *document)
{
    BIREME_SECTION_TOLD(asked, BIREME_METRIC_STAGE, BIREME_METRIC_WORKED);
    static const bireme_column columns[] = {BIREME_TEXTS("stage"), BIREME_NUMBERS("entries"),
                                            BIREME_NUMBERS("P10–P90"), BIREME_NUMBERS("of the stage before")};
    const bireme_model *model = view->model;
    const bireme_summary *before = NULL;
    bireme_section_heading(view, document, "The funnel (entries inside the horizon)");
    bireme_document_table(document, columns, 4);
    for (size_t s = 0; s < model->stages; s++) {
        const bireme_summary *entries = bireme_forecast_view_one(view, BIREME_METRIC_STAGE, s);
        funnel_row(document, model->stage[s], entries, before);
        before = entries;
        for (size_t k = 0; k < model->n_teams; k++) {
            const bireme_summary *worked =
                bireme_forecast_view_total(view, bireme_section_team(model, k, BIREME_METRIC_WORKED));
            bireme_text by = {0};
            if (worked == NULL || model->teams[k].stage != s) continue;
            bireme_text_format(&by, "taken up by %s", model->teams[k].name);
            /* of what comes to the stage; what part of it comes to one of several teams, it does not say */
            const bool all = bireme_model_works_all(model, k);
            funnel_row(document, bireme_text_string(&by), worked, all ? entries : NULL);
            bireme_document_release(document, &by);
            before = all ? worked : before;
        }
    }
    char start[BIREME_PERIOD_WORDS];
    bireme_text open = {0};
    if (model->n_open == 0) return;
    bireme_text_format(&open,
                       "What was open %s is in the stages that it enters from then on, not in those before.",
                       bireme_forecast_view_at_start(view, start));
    bireme_document_paragraph_take(document, &open);
}

void bireme_section_after(const bireme_forecast_view *view, bireme_document *document)
{
    const bireme_summary *wins = bireme_forecast_view_all(view, BIREME_METRIC_CARRIED_OUT);
    if (wins->n == 0 || !(wins->max > 0)) return;
    bireme_document_heading(document, view->model->n_open > 0
                                          ? "Still to come after the horizon, from its leads and open deals"
                                          : "Still to come after the horizon, from its leads");
    bireme_section_key_table(document);
    bireme_section_key(view, document, BIREME_METRIC_CARRIED_OUT, "wins");
    if (bireme_forecast_view_has_money(view))
        bireme_section_key(view, document, BIREME_METRIC_CARRIED_OUT_VALUE,
                           view->model->revenue.recurring ? "yearly value" : "revenue");
}

void bireme_forecast_document(const void *of, bireme_document *document)
{
    const bireme_forecast_view *view = of;
    bireme_text opening = {0}, in_short = {0}, certainty = {0};
    bireme_forecast_opening(view, &opening);
    bireme_document_paragraph_take(document, &opening);
    if (bireme_forecast_view_trials(view) == 0) return; /* the conditions are met in none */
    bireme_forecast_in_short(view, &in_short);
    if (in_short.failed || in_short.length > 0) bireme_document_paragraph_take(document, &in_short);
    bireme_section_past(view, document);
    bireme_section_scoreboard(view, document);
    bireme_section_credit(view, document);
    bireme_section_costs(view, document);
    bireme_section_customers(view, document);
    bireme_section_in_time(view, document);
    bireme_section_economy(view, false, document);
    bireme_section_periods(view, document);
    bireme_section_bookings(view, document);
    bireme_section_funnel(view, document);
    bireme_section_sales(view, document);
    bireme_section_channels(view, document);
    bireme_section_pipeline(view, document);
    bireme_section_open(view, document);
    bireme_section_after(view, document);
    bireme_document_heading(document, "How sure is this");
    bireme_forecast_certainty(view, &certainty);
    bireme_document_paragraph_take(document, &certainty);
}
