/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Money in the document of a forecast: costs and what is left, customers and their contracts, who gets the
 * credit, what was open at the start.
 */
#include "output/forecast/sections.h"

#include "output/forms/number.h"

static const char RATIOS[] =
    "ratios in the column mean are those of the totals: the mean of the one over the mean of the other; "
    "median and range are of the trials";

/* ------------------------ costs and what is left */

static void contribution_row(const bireme_forecast_view *view, bireme_document *document)
{
    const bireme_model *model = view->model;
    char share[BIREME_PEOPLE_SIZE];
    bireme_text detail = {0};
    if (!bireme_section_key(view, document, BIREME_METRIC_CONTRIBUTION, NULL)) return;
    const double margin = bireme_section_margin(model),
                 unit = bireme_model_mean(model, model->revenue.unit_cost, 0);
    const bool sells = bireme_forecast_view_all(view, BIREME_METRIC_COST_SALES) != NULL;
    if (margin < 1)
        bireme_text_format(&detail, "the gross margin of %s%s on revenue",
                           bireme_section_about(model, model->revenue.gross_margin),
                           bireme_share_format(share, margin, 0));
    else
        bireme_text_append(&detail, "revenue");
    if (unit > 0)
        bireme_text_format(&detail, " less %s%s a deal",
                           bireme_section_about(model, model->revenue.unit_cost),
                           bireme_money_format(share, model->currency, unit, 0));
    bireme_text_format(&detail, "%s less %s", margin < 1 || unit > 0 ? "," : "",
                       sells ? "the cost of marketing and sales"
                             : "the cost of marketing; no cost of sales is given");
    bireme_document_detail_take(document, &detail);
}

static void sourced_rows(const bireme_forecast_view *view, bireme_document *document)
{
    bool opening = bireme_forecast_view_all(view, BIREME_METRIC_REVENUE_OPENING) != NULL;
    bireme_section_key_row(view, document,
                           bireme_metric_one(BIREME_METRIC_SHARE_SOURCED, BIREME_OWNER_MARKETING),
                           opening ? "marketing-sourced, of new revenue" : "marketing-sourced");
    if (bireme_model_has_touches(view->model))
        bireme_section_key(view, document, BIREME_METRIC_SHARE_MARKETING_TOUCHED,
                           opening ? "marketing-touched, of new revenue" : "marketing-touched");
}

static void commission_detail(const bireme_forecast_view *view, bireme_document *document)
{
    const bireme_model *model = view->model;
    bireme_text text = {0};
    char share[BIREME_PEOPLE_SIZE];
    for (size_t k = 0; k < model->n_teams; k++) {
        const int commission = model->teams[k].commission;
        const double mean = bireme_model_mean(model, commission, 0);
        if (!(mean > 0)) continue;
        bireme_text_format(&text, "%s%s%s %%", text.length > 0 ? ", of " : "includes a commission of ",
                           bireme_section_about(model, commission), bireme_plain_format(share, 100 * mean));
        if (model->has_named_teams) bireme_text_format(&text, " for %s", model->teams[k].name);
    }
    if (text.length > 0)
        bireme_document_detail_format(document, "%s on bookings%s, an expense of the period of the booking",
                                      bireme_text_string(&text),
                                      model->n_teams > 1 ? " of what each works" : "");
    bireme_document_release(document, &text);
}

/* What it includes, and what not. */
static void romi_detail(const bireme_forecast_view *view, bireme_document *document)
{
    bireme_text detail = {0};
    char nobody[BIREME_PERIOD_WORDS];
    bool unassigned = bireme_forecast_view_one(view, BIREME_METRIC_OWNER_REVENUE, BIREME_OWNER_UNASSIGNED) !=
                      NULL;
    bireme_text_append(
        &detail, "what marketing-sourced revenue of the horizon leaves above the cost of marketing, as a "
                 "multiple of that cost; not in it: ");
    bireme_text_append(&detail,
                       view->model->revenue.recurring
                           ? "what its contracts earn after the horizon, deals that its leads bring then"
                           : "deals that its leads bring after the horizon");
    if (unassigned)
        bireme_text_format(&detail, ", deals that %s and name no channel",
                           bireme_section_nobodys(view, nobody));
    bireme_document_detail_take(document, &detail);
}

void bireme_section_costs(const bireme_forecast_view *asked, bireme_document *document)
{
    BIREME_SECTION_TOLD(asked, BIREME_METRIC_COST_MARKETING, BIREME_METRIC_COST_SALES,
                        BIREME_METRIC_CONTRIBUTION, BIREME_METRIC_CAC, BIREME_METRIC_ROMI);
    const bireme_summary *marketing = bireme_forecast_view_all(view, BIREME_METRIC_COST_MARKETING);
    const bireme_summary *sales = bireme_forecast_view_all(view, BIREME_METRIC_COST_SALES);
    bool money = bireme_forecast_view_has_money(view);
    bool has_marketing = marketing->max > 0, has_sales = sales != NULL && sales->max > 0;
    if (!has_marketing && !has_sales) return;
    bireme_section_heading(view, document, "What it costs, and what is left");
    bireme_section_key_table(document);
    if (has_marketing) bireme_section_key(view, document, BIREME_METRIC_COST_MARKETING, NULL);
    if (has_sales && bireme_section_key(view, document, BIREME_METRIC_COST_SALES, NULL))
        commission_detail(view, document);
    if (money) contribution_row(view, document);
    if (bireme_section_key(view, document, BIREME_METRIC_CAC, NULL))
        bireme_document_detail(document, has_sales
                                             ? "fully loaded: all cost of marketing and sales over all wins"
                                             : "all cost of marketing over all wins; no cost of sales is "
                                               "given");
    if (!money) return;
    if (has_marketing && bireme_section_key(view, document, BIREME_METRIC_ROMI, NULL))
        romi_detail(view, document);
    sourced_rows(view, document);
    bireme_document_detail(document, RATIOS);
}

/* ------------------------ customers and contracts */

static void lifetime_detail(const bireme_forecast_view *view, bireme_document *document)
{
    const bireme_revenue *revenue = &view->model->revenue;
    const double margin = bireme_section_margin(view->model);
    char number[BIREME_PEOPLE_SIZE];
    bireme_text detail = {0};
    if (margin < 1)
        bireme_text_format(&detail, "gross margin of %s%s on the revenue",
                           bireme_section_about(view->model, revenue->gross_margin),
                           bireme_share_format(number, margin, 0));
    else
        bireme_text_append(&detail, "revenue, no gross margin being given,");
    if (revenue->unit_cost >= 0)
        bireme_text_format(&detail, ", less %s%s once,",
                           bireme_section_about(view->model, revenue->unit_cost),
                           bireme_money_format(number, view->model->currency,
                                               bireme_model_mean(view->model, revenue->unit_cost, 0), 0));
    bireme_plain_format(number, revenue->lifetime_years);
    bireme_text_format(&detail, " of a new customer over %s year%s at most", number,
                       bireme_plural_of(number));
    if (revenue->discount_rate > 0)
        bireme_text_format(&detail, ", discounted at %s a year",
                           bireme_share_format(number, revenue->discount_rate, 0));
    bireme_document_detail_take(document, &detail);
}

/* From what customers are worth a year at the start to what they are worth at the end. */
static void bridge_rows(const bireme_forecast_view *view, bireme_document *document)
{
    char at[BIREME_PERIOD_WORDS];
    bireme_text opening = {0};
    bireme_forecast_view_at_start(view, at);
    bireme_text_format(&opening, "recurring revenue %s, a year", at);
    bool whole = bireme_section_key(view, document, BIREME_METRIC_ARR_OPENING, bireme_text_string(&opening));
    bireme_document_release(document, &opening);
    bireme_section_key(view, document, BIREME_METRIC_BOOKINGS, "new contracts, value a year");
    bireme_section_key(view, document, BIREME_METRIC_ARR_EXPANDED, NULL);
    bireme_section_key(view, document, BIREME_METRIC_ARR_CHURNED, NULL);
    if (bireme_section_key(view, document, BIREME_METRIC_ARR_END, NULL) && whole)
        bireme_document_detail_format(document,
                                      "what there is %s, and what is new, and expansion, less what is lost: "
                                      "means add up, medians and ranges do not",
                                      at);
}

/* When the mean of the cash since the start is lowest; SIZE_MAX: it is not known by period, or never below
 * 0. */
static size_t lowest_on_average(const bireme_forecast_view *view, double *mean)
{
    const size_t balance = bireme_forecast_view_metric(view, bireme_metric_all(BIREME_METRIC_CASH_BALANCE));
    size_t lowest = SIZE_MAX;
    *mean = 0;
    for (size_t t = 0; t < bireme_forecast_period_count(view->forecast); t++) {
        const bireme_summary *s = bireme_forecast_period(view->forecast, balance, t);
        if (s == NULL || s->n == 0 || !(s->mean < *mean)) continue;
        *mean = s->mean;
        lowest = t;
    }
    return lowest;
}

/* Whether what customers owed at first is in it. */
static void append_owed(const bireme_forecast_view *view, bireme_text *detail)
{
    const bireme_revenue *revenue = &view->model->revenue;
    char owed[BIREME_PEOPLE_SIZE], start[BIREME_PERIOD_WORDS];
    if (revenue->receivables > 0)
        bireme_text_format(detail, "; %s that customers owed %s is in it, as they pay it",
                           bireme_money_format(owed, view->model->currency, revenue->receivables, 0),
                           bireme_forecast_view_at_start(view, start));
    else if ((revenue->is_paid_later || revenue->yearly) &&
             (revenue->opening > 0 || view->model->past.periods > 0))
        bireme_text_append(detail, "; what was invoiced before and is not paid yet is not in it: "
                                   "`revenue.receivables` is not given");
}

/* What must be there so that the money lasts in nine of ten futures, and when most of it is needed. */
static void funding_detail(const bireme_forecast_view *view, bireme_document *document)
{
    const bireme_summary *low = bireme_forecast_view_all(view, BIREME_METRIC_CASH_LOW);
    const bireme_calendar *calendar = &view->model->past.calendar;
    char need[BIREME_PEOPLE_SIZE], said[BIREME_SAID_SIZE], start[BIREME_PERIOD_WORDS];
    double mean;
    bireme_text detail = {0};
    if (low == NULL || low->n == 0 || !(low->quantile[BIREME_P10] < 0)) {
        bireme_document_detail(document, "nothing has to be financed in nine of ten futures");
        return;
    }
    bireme_format_number(need, BIREME_FORMAT_MONEY, view->model->currency, -low->quantile[BIREME_P10],
                         bireme_summary_quantile_se(low, BIREME_P10));
    bireme_text_format(&detail, "what it is below 0 must be financed: %s is enough in nine of ten futures",
                       need);
    const size_t when = lowest_on_average(view, &mean);
    if (when != SIZE_MAX) {
        bireme_format_number(need, BIREME_FORMAT_MONEY, view->model->currency, mean, low->mean_se);
        bireme_text_format(&detail, "; on average cash is lowest at the end of %s, at %s since %s",
                           bireme_calendar_say(calendar, when, said), need,
                           bireme_forecast_view_start(view, start));
    }
    append_owed(view, &detail);
    bireme_document_detail_take(document, &detail);
}

void bireme_section_in_time(const bireme_forecast_view *asked, bireme_document *document)
{
    BIREME_SECTION_TOLD(asked, BIREME_METRIC_NPV, BIREME_METRIC_CASH);
    const bireme_summary *npv = bireme_forecast_view_all(view, BIREME_METRIC_NPV);
    const bireme_summary *low = bireme_forecast_view_all(view, BIREME_METRIC_CASH_LOW);
    bool discounted = npv != NULL && view->model->revenue.discount_rate > 0;
    if ((npv == NULL && low == NULL) || !bireme_forecast_view_has_money(view)) return;
    bireme_section_heading(view, document, "Money in time");
    bireme_section_key_table(document);
    bireme_section_key(view, document, BIREME_METRIC_CASH_COLLECTED, NULL);
    bireme_section_key(view, document, BIREME_METRIC_CASH, NULL);
    if (bireme_section_key(view, document, BIREME_METRIC_CASH_LOW, NULL)) funding_detail(view, document);
    bireme_section_key(view, document, BIREME_METRIC_CASH_RECEIVABLE, NULL);
    if (discounted) bireme_section_key(view, document, BIREME_METRIC_NPV, NULL);
    if (bireme_section_key(view, document, BIREME_METRIC_NPV_LIFETIME, NULL))
        bireme_document_detail(document, "contribution of the horizon, and the margin that its new customers "
                                         "bring after it, discounted");
}

void bireme_section_customers(const bireme_forecast_view *asked, bireme_document *document)
{
    BIREME_SECTION_TOLD(asked, BIREME_METRIC_LTV_CAC, BIREME_METRIC_PAYBACK_MONTHS);
    char start[BIREME_PERIOD_WORDS];
    if (!view->model->revenue.recurring || !bireme_forecast_view_has_money(view)) return;
    bireme_section_heading(view, document, "Customers and contracts");
    bireme_section_key_table(document);
    bridge_rows(view, document);
    bireme_section_key(view, document, BIREME_METRIC_REVENUE_OPENING, NULL);
    if (bireme_section_key(view, document, BIREME_METRIC_NRR, NULL))
        bireme_document_detail_format(
            document, "yearly value of the earlier customers after 12 months, of what it was %s",
            bireme_forecast_view_at_start(view, start));
    if (bireme_section_key(view, document, BIREME_METRIC_LTV, NULL)) lifetime_detail(view, document);
    if (bireme_section_margin(view->model) < 1 || view->model->revenue.unit_cost >= 0)
        bireme_section_key(view, document, BIREME_METRIC_LTV_REVENUE, NULL);
    bireme_section_key(view, document, BIREME_METRIC_LTV_CAC, NULL);
    if (bireme_section_key(view, document, BIREME_METRIC_PAYBACK_MONTHS, NULL))
        bireme_document_detail(document, "months until the margin on a new contract has paid what winning it "
                                         "cost");
    bireme_document_detail(document, RATIOS);
}

/* ------------------------ credit */

/* A row for an owner, or for a channel. */
static void credit_row(const bireme_forecast_view *view, bireme_document *document, bool owner, int index,
                       const char *title)
{
    const bireme_metric_kind credit = owner ? BIREME_METRIC_OWNER_CREDIT : BIREME_METRIC_CHANNEL_CREDIT;
    const bireme_metric_id shown[] = {
        {owner ? BIREME_METRIC_OWNER_REVENUE : BIREME_METRIC_CHANNEL_REVENUE, index, 0},
        {credit, index, BIREME_CREDIT_LAST},
        {credit, index, BIREME_CREDIT_LINEAR},
        {credit, index, BIREME_CREDIT_POSITION},
        {owner ? BIREME_METRIC_OWNER_TOUCHED : BIREME_METRIC_CHANNEL_TOUCHED, index, 0}};
    bireme_cell cells[6] = {bireme_cell_text(title)};
    if (bireme_forecast_view_total(view, shown[0]) == NULL) return;
    for (int i = 0; i < 5; i++) cells[1 + i] = bireme_section_mean_of(view, shown[i]);
    bireme_document_row(document, cells, false);
}

/* An owner, followed by its channels if there are several. */
static void owner_rows(const bireme_forecast_view *view, bireme_document *document, bireme_owner owner)
{
    credit_row(view, document, true, (int)owner, bireme_owner_name(owner));
    if (bireme_section_channels_of(view->model, owner) < 2) return;
    for (size_t c = 0; c < view->model->n_channels; c++) {
        const bireme_channel *channel = &view->model->channels[c];
        if (channel->owner != owner) continue;
        bireme_text title = {0};
        bireme_text_format(&title, "- %s", channel->name);
        credit_row(view, document, false, (int)c, bireme_text_string(&title));
        bireme_document_release(document, &title);
    }
}

/* Every rule except `touched` divides the same sum. */
static void credit_total(const bireme_forecast_view *view, bireme_document *document)
{
    const bireme_summary *revenue = bireme_forecast_view_all(view, BIREME_METRIC_REVENUE);
    const bireme_summary *opening = bireme_forecast_view_all(view, BIREME_METRIC_REVENUE_OPENING);
    if (revenue->n == 0) return;
    double mean = revenue->mean - (opening != NULL ? opening->mean : 0);
    bireme_cell sum = bireme_cell_number(BIREME_FORMAT_MONEY, mean, revenue->mean_se);
    const bireme_cell cells[] = {bireme_cell_text("together"), sum, sum, sum, sum, bireme_cell_empty()};
    bireme_document_row(document, cells, true);
}

void bireme_section_credit(const bireme_forecast_view *asked, bireme_document *document)
{
    BIREME_SECTION_TOLD(asked, BIREME_METRIC_OWNER_CREDIT, BIREME_METRIC_OWNER_TOUCHED);
    static const bireme_column columns[] = {BIREME_TEXTS("credited by"), BIREME_NUMBERS("sourced (first)"),
                                            BIREME_NUMBERS("last"),      BIREME_NUMBERS("linear"),
                                            BIREME_NUMBERS("position"),  BIREME_NUMBERS("touched")};
    if (!bireme_model_has_touches(view->model) || !bireme_forecast_view_has_money(view)) return;
    bool opening = bireme_forecast_view_all(view, BIREME_METRIC_REVENUE_OPENING) != NULL;
    bireme_section_heading(view, document,
                           opening ? "Who gets the credit for new revenue (means)"
                                   : "Who gets the credit for the revenue (means)");
    bireme_document_table(document, columns, 6);
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) owner_rows(view, document, (bireme_owner)o);
    credit_row(view, document, true, BIREME_OWNER_UNASSIGNED, bireme_owner_name(BIREME_OWNER_UNASSIGNED));
    credit_total(view, document);
    bireme_document_detail(
        document, "Sourced, last, linear and position each share out the same revenue: they add up "
                  "to 100 %. Touched does not: a deal counts in full for everyone who touched it, so "
                  "touched shares overlap, with each other and with sourced.");
}

/* ------------------------ the open pipeline */

void bireme_section_pipeline(const bireme_forecast_view *view, bireme_document *document)
{
    const bireme_model *model = view->model;
    uint64_t deals = 0;
    char number[BIREME_PEOPLE_SIZE], start[BIREME_PERIOD_WORDS];
    if (model->n_open == 0) return;
    for (size_t g = 0; g < model->n_open; g++) deals += model->open[g].count;
    bireme_document_heading_format(document, "What was open %s (%s deal%s)",
                                   bireme_forecast_view_at_start(view, start),
                                   bireme_whole_format(number, (double)deals, 0), bireme_plural(deals));
    bireme_section_key_table(document);
    bireme_section_key(view, document, BIREME_METRIC_PIPELINE_WINS, "won inside the horizon");
    if (bireme_forecast_view_has_money(view))
        bireme_section_key(view, document, BIREME_METRIC_PIPELINE_BOOKINGS,
                           model->revenue.recurring ? "value a year" : "bookings");
}
