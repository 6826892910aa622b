/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The channels of a forecast: what each brings and costs, and how the rules of credit divide new revenue.
 */
#include "output/forecast/sections.h"

#include "output/forms/number.h"

/* A next lead that costs this much more than the average is worth a sentence; so is this share of trials
 * without a value (the JSON has all digits). */
static const double DEARER = 1.05, SELDOM = 0.001;
enum { COST_COLUMNS = 10 };

static bireme_cell mean_of(const bireme_forecast_view *view, bireme_metric_kind kind, size_t c)
{
    return bireme_section_mean_of(view, bireme_metric_one(kind, (int)c));
}

static bireme_cell range_of(const bireme_forecast_view *view, bireme_metric_kind kind, size_t c)
{
    return bireme_section_range_of(view, bireme_metric_one(kind, (int)c));
}

/* ------------------------ what they bring */

static void add_results(const bireme_forecast_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {
        BIREME_TEXTS("channel"), BIREME_TEXTS("owner"),     BIREME_NUMBERS("leads"),  BIREME_NUMBERS("wins"),
        BIREME_NUMBERS("spend"), BIREME_NUMBERS("revenue"), BIREME_NUMBERS("P10–P90")};
    const bireme_model *model = view->model;
    bireme_section_heading(view, document, "The channels (means)");
    bireme_document_table(document, columns, bireme_forecast_view_has_money(view) ? 7 : 5);
    for (size_t c = 0; c < model->n_channels; c++) {
        const bireme_channel *channel = &model->channels[c];
        const bireme_cell cells[] = {bireme_cell_text(channel->name),
                                     bireme_cell_text(bireme_owner_name(channel->owner)),
                                     mean_of(view, BIREME_METRIC_CHANNEL_LEADS, c),
                                     mean_of(view, BIREME_METRIC_CHANNEL_WINS, c),
                                     channel->has_spend ? mean_of(view, BIREME_METRIC_CHANNEL_SPEND, c)
                                                        : bireme_cell_empty(),
                                     mean_of(view, BIREME_METRIC_CHANNEL_REVENUE, c),
                                     range_of(view, BIREME_METRIC_CHANNEL_REVENUE, c)};
        bireme_document_row(document, cells, false);
    }
}

/* What channels owe to the spend of others, and bring to others; nothing where no channel lifts leads. */
static void add_lifts(const bireme_forecast_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {BIREME_TEXTS("channel"),
                                            BIREME_NUMBERS("leads"),
                                            BIREME_NUMBERS("owed to others' spend"),
                                            BIREME_NUMBERS("P10–P90"),
                                            BIREME_NUMBERS("brought to others"),
                                            BIREME_NUMBERS("P10–P90")};
    const bireme_model *model = view->model;
    bool any = false;
    for (size_t c = 0; c < model->n_channels; c++) any |= model->channels[c].lifts_leads;
    if (!any) return;
    bireme_section_heading(view, document, "Leads that channels bring each other (means)");
    bireme_document_table(document, columns, 6);
    for (size_t c = 0; c < model->n_channels; c++) {
        const bireme_channel *channel = &model->channels[c];
        bool owes = channel->lifted_leads, brings = channel->lifts_leads;
        if (!owes && !brings) continue;
        const bireme_cell cells[] = {
            bireme_cell_text(channel->name),
            mean_of(view, BIREME_METRIC_CHANNEL_LEADS, c),
            owes ? mean_of(view, BIREME_METRIC_CHANNEL_LIFTED_LEADS, c) : bireme_cell_empty(),
            owes ? range_of(view, BIREME_METRIC_CHANNEL_LIFTED_LEADS, c) : bireme_cell_empty(),
            brings ? mean_of(view, BIREME_METRIC_CHANNEL_LIFTS_LEADS, c) : bireme_cell_empty(),
            brings ? range_of(view, BIREME_METRIC_CHANNEL_LIFTS_LEADS, c) : bireme_cell_empty()};
        bireme_document_row(document, cells, false);
    }
    bireme_document_paragraph(document,
                              "Owed: the leads that would not come if the spend that lifts them were off. "
                              "Brought: the leads of others that would not come if the spend of this channel "
                              "were off and that of all others were as it is; what two of them lift together "
                              "counts for both. These leads are counted once, where they came from.");
}

/* ------------------------ what they cost */

static bool any_has(const bireme_forecast_view *view, bireme_metric_kind kind)
{
    for (size_t c = 0; c < view->model->n_channels; c++) {
        const bireme_summary *s = bireme_forecast_view_one(view, kind, c);
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
        const bireme_summary *a = bireme_forecast_view_one(view, BIREME_METRIC_CHANNEL_COST_PER_LEAD, c);
        const bireme_summary *m = bireme_forecast_view_one(view, BIREME_METRIC_CHANNEL_MARGINAL_COST_PER_LEAD,
                                                           c);
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
    bool own = false;
    for (size_t c = 0; c < view->model->n_channels; c++) own |= view->model->channels[c].has_own_cost;
    if (any_has(view, BIREME_METRIC_CHANNEL_COST) && view->model->n_teams > 0)
        bireme_text_format(&text,
                           "Cost is fully loaded: spend%s and commission, and the channel's share of the "
                           "reps and of the initiatives. ",
                           own ? ", the channel's other costs" : "");
    if (any_has(view, BIREME_METRIC_CHANNEL_CAC))
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
    const bireme_summary *lead = bireme_forecast_view_one(view, BIREME_METRIC_CHANNEL_COST_PER_LEAD, c),
                         *cac = bireme_forecast_view_one(view, BIREME_METRIC_CHANNEL_CAC, c);
    const bireme_summary *next = bireme_forecast_view_one(view, BIREME_METRIC_CHANNEL_MARGINAL_COST_PER_LEAD,
                                                          c);
    bireme_cell cells[COST_COLUMNS];
    size_t n = 0;
    if (lead == NULL && cac == NULL) return;
    cells[n++] = bireme_cell_text(view->model->channels[c].name);
    if (has_lead) {
        cells[n++] =
            bireme_section_table_mean(view, bireme_metric_one(BIREME_METRIC_CHANNEL_COST_PER_LEAD, (int)c));
        cells[n++] = bireme_section_range(BIREME_FORMAT_MONEY, lead);
    }
    cells[n++] = mean_of(view, BIREME_METRIC_CHANNEL_COST, c);
    cells[n++] = bireme_section_table_mean(view, bireme_metric_one(BIREME_METRIC_CHANNEL_CAC, (int)c));
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
    bool has_lead = any_has(view, BIREME_METRIC_CHANNEL_COST_PER_LEAD),
         has_next = any_has(view, BIREME_METRIC_CHANNEL_MARGINAL_COST_PER_LEAD);
    const bool has[] = {has_lead, true, has_next};
    bireme_column taken[COST_COLUMNS] = {BIREME_TEXTS("channel")};
    size_t n = 1;
    if (!has_lead && !any_has(view, BIREME_METRIC_CHANNEL_CAC)) return;
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; has[i] && k < 4 && columns[i][k].title != NULL; k++) taken[n++] = columns[i][k];
    bireme_section_heading(view, document,
                           has_lead ? "What a lead and a win of each channel cost"
                                    : "What a win of each channel costs");
    bireme_document_table(document, taken, n);
    for (size_t c = 0; c < view->model->n_channels; c++) cost_row(view, document, c, has_lead, has_next);
    add_next_lead(view, document);
}

void bireme_section_channels(const bireme_forecast_view *asked, bireme_document *document)
{
    BIREME_SECTION_TOLD(asked, BIREME_METRIC_CHANNEL_LEADS, BIREME_METRIC_CHANNEL_WINS,
                        BIREME_METRIC_CHANNEL_REVENUE, BIREME_METRIC_CHANNEL_COST, BIREME_METRIC_CHANNEL_CAC,
                        BIREME_METRIC_CHANNEL_PAID_LEADS);
    if (view->model->n_channels > 1) add_results(view, document);
    add_lifts(view, document);
    add_costs(view, document);
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

static size_t channels_of(const bireme_model *model, bireme_owner owner)
{
    size_t n = 0;
    for (size_t c = 0; c < model->n_channels; c++) n += model->channels[c].owner == owner;
    return n;
}

/* An owner, followed by its channels if there are several. */
static void owner_rows(const bireme_forecast_view *view, bireme_document *document, bireme_owner owner)
{
    credit_row(view, document, true, (int)owner, bireme_owner_name(owner));
    if (channels_of(view->model, owner) < 2) return;
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
