/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The channels of a forecast: what each brings and costs, and how the rules of credit share out new revenue.
 */
#include "output/forecast/sections.h"

#include <stdint.h>
#include <string.h>
#include "engine/run/metric_of.h"
#include "model/metric.h"
#include "output/forms/number.h"

/* A next lead that costs this much more than the average one is worth a word; so is a share of trials without
 * a value from this on (all digits are in the JSON). */
static const double DEARER = 1.05, SELDOM = 0.001;
enum { COST_COLUMNS = 10 };

/* SIZE_MAX: there is none, or the document has failed. */
static size_t metric_of(const bireme_forecast_view *view, bireme_document *document, size_t c,
                        const char *what)
{
    bireme_text name = {0};
    bireme_text_format(&name, "channel.%s%s", view->model->channels[c].name, what);
    size_t metric = name.failed ? SIZE_MAX
                                : bireme_forecast_metric_of(view->forecast, bireme_text_string(&name));
    bireme_document_release(document, &name);
    return metric;
}

static const bireme_summary *of_channel(const bireme_forecast_view *view, size_t c, const char *what)
{
    return bireme_section_total(view, "channel.", view->model->channels[c].name, what);
}

/* ------------------------ what they bring */

static void add_results(const bireme_forecast_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {
        BIREME_TEXTS("channel"), BIREME_TEXTS("owner"),     BIREME_NUMBERS("leads"),  BIREME_NUMBERS("wins"),
        BIREME_NUMBERS("spend"), BIREME_NUMBERS("revenue"), BIREME_NUMBERS("P10–P90")};
    const bireme_model *model = view->model;
    bireme_document_heading(document, "The channels (means)");
    bireme_document_table(document, columns, bireme_section_has_money(view) ? 7 : 5);
    for (size_t c = 0; c < model->n_channels; c++) {
        const bireme_channel *channel = &model->channels[c];
        const bireme_summary *revenue = of_channel(view, c, ".revenue");
        const bireme_cell cells[] = {
            bireme_cell_text(channel->name),
            bireme_cell_text(bireme_owner_name(channel->owner)),
            bireme_section_mean(BIREME_FORMAT_COUNT, of_channel(view, c, ".leads")),
            bireme_section_mean(BIREME_FORMAT_COUNT, of_channel(view, c, ".wins")),
            channel->has_spend ? bireme_section_mean(BIREME_FORMAT_MONEY, of_channel(view, c, ".spend"))
                               : bireme_cell_empty(),
            bireme_section_mean(BIREME_FORMAT_MONEY, revenue),
            bireme_section_range(BIREME_FORMAT_MONEY, revenue)};
        bireme_document_row(document, cells, false);
    }
}

/* ------------------------ what they cost */

static bool any_has(const bireme_forecast_view *view, const char *what)
{
    for (size_t c = 0; c < view->model->n_channels; c++) {
        const bireme_summary *s = of_channel(view, c, what);
        if (s != NULL && s->n > 0) return true;
    }
    return false;
}

/* "The next lead costs more than the average one: paid_search $310 against $240, events …" */
static void add_next_lead(const bireme_forecast_view *view, bireme_document *document)
{
    const char *currency = view->model->currency;
    char next[BIREME_PEOPLE_SIZE], average[BIREME_PEOPLE_SIZE];
    bireme_text text = {0};
    for (size_t c = 0; c < view->model->n_channels; c++) {
        const bireme_summary *a = of_channel(view, c, ".cost_per_lead");
        const bireme_summary *m = of_channel(view, c, ".marginal_cost_per_lead");
        if (a == NULL || m == NULL || a->n == 0 || m->n == 0) continue;
        double dearer = m->quantile[BIREME_P50], usual = a->quantile[BIREME_P50];
        if (!(dearer > DEARER * usual)) continue;
        bireme_text_append(&text,
                           text.length > 0
                               ? ", "
                               : "The next lead costs more than the average one (medians of the trials): ");
        bireme_text_format(
            &text, "%s %s against %s", view->model->channels[c].name,
            bireme_money_format(next, currency, dearer, bireme_summary_quantile_se(m, BIREME_P50)),
            bireme_money_format(average, currency, usual, bireme_summary_quantile_se(a, BIREME_P50)));
    }
    if (text.length > 0) bireme_text_append(&text, ". ");
    if (any_has(view, ".cost"))
        bireme_text_append(
            &text, view->model->sales.present
                       ? "Cost is fully loaded: spend and commission, and the channel's share of the reps "
                         "and of the initiatives. "
                       : "");
    if (any_has(view, ".cac"))
        bireme_text_append(
            &text,
            "Per lead and per win: the mean cost over the mean number (of leads, those that the spend is "
            "expected to bring); median and range are of the trials.");
    if (text.failed || text.length > 0) bireme_document_paragraph_take(document, &text);
}

static bireme_cell median_of(const bireme_summary *s)
{
    return s != NULL && s->n > 0 ? bireme_section_quantile(BIREME_FORMAT_MONEY, s, BIREME_P50)
                                 : bireme_cell_empty();
}

/* has_lead, has_next: the table has columns for the cost of a lead, and of the next one. */
static void cost_row(const bireme_forecast_view *view, bireme_document *document, size_t c, bool has_lead,
                     bool has_next)
{
    const bireme_summary *lead = of_channel(view, c, ".cost_per_lead"), *cac = of_channel(view, c, ".cac");
    const bireme_summary *next = of_channel(view, c, ".marginal_cost_per_lead");
    bireme_cell cells[COST_COLUMNS];
    size_t n = 0;
    if (lead == NULL && cac == NULL) return;
    cells[n++] = bireme_cell_text(view->model->channels[c].name);
    if (has_lead) {
        cells[n++] = bireme_section_table_mean(view, BIREME_FORMAT_MONEY,
                                               metric_of(view, document, c, ".cost_per_lead"));
        cells[n++] = bireme_section_range(BIREME_FORMAT_MONEY, lead);
    }
    cells[n++] = bireme_section_mean(BIREME_FORMAT_MONEY, of_channel(view, c, ".cost"));
    cells[n++] = bireme_section_table_mean(view, BIREME_FORMAT_MONEY, metric_of(view, document, c, ".cac"));
    cells[n++] = median_of(cac);
    cells[n++] = bireme_section_range(BIREME_FORMAT_MONEY, cac);
    if (has_next) {
        cells[n++] = median_of(next);
        cells[n++] = bireme_section_range(BIREME_FORMAT_MONEY, next);
    }
    bireme_document_row(document, cells, false);
    if (cac != NULL && cac->left_out >= SELDOM) bireme_section_left_out(document, cac);
}

static void add_costs(const bireme_forecast_view *view, bireme_document *document)
{
    static const bireme_column columns[][4] = {
        {BIREME_NUMBERS("cost per lead"), BIREME_NUMBERS("P10–P90")},
        {BIREME_NUMBERS("cost"), BIREME_NUMBERS("per win"), BIREME_NUMBERS("median"),
         BIREME_NUMBERS("P10–P90")},
        {BIREME_NUMBERS("the next lead (median)"), BIREME_NUMBERS("P10–P90")}};
    bool has_lead = any_has(view, ".cost_per_lead"), has_next = any_has(view, ".marginal_cost_per_lead");
    const bool has[] = {has_lead, true, has_next};
    bireme_column taken[COST_COLUMNS] = {BIREME_TEXTS("channel")};
    size_t n = 1;
    if (!has_lead && !any_has(view, ".cac")) return;
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; has[i] && k < 4 && columns[i][k].title != NULL; k++) taken[n++] = columns[i][k];
    bireme_document_heading(document, has_lead ? "What a lead and a win of each channel cost"
                                               : "What a win of each channel costs");
    bireme_document_table(document, taken, n);
    for (size_t c = 0; c < view->model->n_channels; c++) cost_row(view, document, c, has_lead, has_next);
    add_next_lead(view, document);
}

void bireme_section_channels(const bireme_forecast_view *view, bireme_document *document)
{
    if (view->model->n_channels > 1) add_results(view, document);
    add_costs(view, document);
}

/* ------------------------ credit */

static void credit_row(const bireme_forecast_view *view, bireme_document *document, const char *prefix,
                       const char *name, const char *title)
{
    const bireme_summary *sourced = bireme_section_total(view, prefix, name, ".revenue");
    if (sourced == NULL) return;
    const bireme_cell cells[] = {
        bireme_cell_text(title),
        bireme_section_mean(BIREME_FORMAT_MONEY, sourced),
        bireme_section_mean(BIREME_FORMAT_MONEY, bireme_section_total(view, prefix, name, ".credit.last")),
        bireme_section_mean(BIREME_FORMAT_MONEY, bireme_section_total(view, prefix, name, ".credit.linear")),
        bireme_section_mean(BIREME_FORMAT_MONEY,
                            bireme_section_total(view, prefix, name, ".credit.position")),
        bireme_section_mean(BIREME_FORMAT_MONEY, bireme_section_total(view, prefix, name, ".touched"))};
    bireme_document_row(document, cells, false);
}

static size_t channels_of(const bireme_model *model, bireme_owner owner)
{
    size_t n = 0;
    for (size_t c = 0; c < model->n_channels; c++) n += model->channels[c].owner == owner;
    return n;
}

/* An owner, then its channels where there are several. */
static void owner_rows(const bireme_forecast_view *view, bireme_document *document, bireme_owner owner)
{
    const char *name = bireme_owner_name(owner);
    credit_row(view, document, "owner.", name, name);
    if (channels_of(view->model, owner) < 2) return;
    for (size_t c = 0; c < view->model->n_channels; c++) {
        const bireme_channel *channel = &view->model->channels[c];
        if (channel->owner != owner) continue;
        bireme_text title = {0};
        bireme_text_format(&title, "- %s", channel->name);
        credit_row(view, document, "channel.", channel->name, bireme_text_string(&title));
        bireme_document_release(document, &title);
    }
}

/* Every rule but `touched` shares out the same sum. */
static void credit_total(const bireme_forecast_view *view, bireme_document *document)
{
    const bireme_summary *revenue = bireme_forecast_view_total(view, "revenue");
    const bireme_summary *opening = bireme_forecast_view_total(view, "revenue.opening");
    if (revenue == NULL || revenue->n == 0) return;
    double mean = revenue->mean - (opening != NULL ? opening->mean : 0);
    bireme_cell sum = bireme_cell_number(BIREME_FORMAT_MONEY, mean, revenue->mean_se);
    const bireme_cell cells[] = {bireme_cell_text("together"), sum, sum, sum, sum, bireme_cell_empty()};
    bireme_document_row(document, cells, true);
}

void bireme_section_credit(const bireme_forecast_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {BIREME_TEXTS("credited by"), BIREME_NUMBERS("sourced (first)"),
                                            BIREME_NUMBERS("last"),      BIREME_NUMBERS("linear"),
                                            BIREME_NUMBERS("position"),  BIREME_NUMBERS("touched")};
    if (!bireme_model_has_touches(view->model) || !bireme_section_has_money(view)) return;
    bool opening = bireme_forecast_view_total(view, "revenue.opening") != NULL;
    bireme_document_heading(document, opening ? "Who gets the credit for new revenue (means)"
                                              : "Who gets the credit for the revenue (means)");
    bireme_document_table(document, columns, 6);
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) owner_rows(view, document, (bireme_owner)o);
    credit_row(view, document, "owner.", "unassigned", "unassigned");
    credit_total(view, document);
    bireme_document_detail(
        document, "Sourced, last, linear and position each share out the same revenue: they add up "
                  "to 100 %. Touched does not: a deal counts in full for everyone who touched it, so "
                  "touched shares overlap, with each other and with sourced.");
}
