/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The channels of a forecast: what each brings, when, and what it costs.
 */
#include "output/forecast/sections.h"

#include <stdio.h>
#include <string.h>
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
    bireme_document_paragraph(
        document, "Owed: the leads that would not come if the spend that lifts them were off. "
                  "Brought: the leads of others that would not come if the spend of this channel "
                  "were off and that of all others were as it is; what two of them lift together "
                  "counts for both. These leads are counted once, where they came from. What they "
                  "bring in wins and money, bireme compare says: of the plan with itself, that "
                  "spend at 0.");
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

/* ------------------------ when they bring it */

/* The columns of a table: bookings of a channel, of an owner, of all. */
enum { BROUGHT_MOST = 8, BROUGHT_WIDE = 84 };
typedef struct brought {
    size_t n;
    bireme_metric_id id[BROUGHT_MOST];
    const char *title[BROUGHT_MOST];
} brought;

static void add_column(brought *columns, const char *title, bireme_metric_id id)
{
    columns->id[columns->n] = id;
    columns->title[columns->n++] = title;
}

static void add_channel(const bireme_model *model, size_t c, brought *columns)
{
    add_column(columns, model->channels[c].name,
               bireme_metric_one(model->revenue.recurring ? BIREME_METRIC_CHANNEL_BOOKINGS
                                                          : BIREME_METRIC_CHANNEL_REVENUE,
                                 (int)c));
}

static void add_owner(const bireme_model *model, int owner, brought *columns)
{
    add_column(
        columns, owner == BIREME_OWNER_UNASSIGNED ? "no channel" : bireme_owner_name((bireme_owner)owner),
        bireme_metric_one(
            model->revenue.recurring ? BIREME_METRIC_OWNER_BOOKINGS : BIREME_METRIC_OWNER_REVENUE, owner));
}

/* How wide the columns are, roughly, with one more of that title. */
static size_t width_with(const brought *columns, const char *title)
{
    enum { AMOUNT = 8 };
    size_t width = 0;
    for (size_t i = 0; i <= columns->n; i++) {
        const size_t length = strlen(i < columns->n ? columns->title[i] : title);
        width += 2 + (length > AMOUNT ? length : AMOUNT);
    }
    return width;
}

/* The owner's channels from *first on, as many as there is room for; *first: where to go on. */
static void add_channels(const bireme_model *model, int owner, size_t most, size_t *first, brought *columns)
{
    for (; *first < model->n_channels; (*first)++) {
        if ((int)model->channels[*first].owner != owner) continue;
        if (columns->n == most ||
            (columns->n > 0 && width_with(columns, model->channels[*first].name) > BROUGHT_WIDE))
            return;
        add_channel(model, *first, columns);
    }
}

static void add_rest(const bireme_model *model, bool open, brought *columns)
{
    if (open) add_owner(model, BIREME_OWNER_UNASSIGNED, columns);
    add_column(columns, "all", bireme_metric_all(BIREME_METRIC_BOOKINGS));
}

/* Of a time that is over in part, of which nothing is known but the rest: that. */
static bireme_cell brought_in(const bireme_forecast_view *view, bireme_metric_id id, size_t time)
{
    const size_t metric = bireme_forecast_view_metric(view, id);
    size_t n, first = bireme_forecast_view_to_come(view, time, &n);
    double sum = 0;
    if (!view->rest || !bireme_forecast_view_is_over_in_part(view, time))
        return bireme_section_mean(BIREME_FORMAT_MONEY, bireme_forecast_view_in(view, id, time));
    for (size_t t = first; t < first + n; t++) {
        const bireme_summary *in = metric != SIZE_MAX ? bireme_forecast_period(view->forecast, metric, t)
                                                      : NULL;
        if (in == NULL || in->n == 0) return bireme_cell_empty();
        sum += in->mean;
    }
    return bireme_cell_number(BIREME_FORMAT_MONEY, sum, 0);
}

static void brought_table(const bireme_forecast_view *view, bireme_document *document, const brought *columns)
{
    bireme_column titles[BROUGHT_MOST + 1] = {BIREME_TEXTS("means")};
    bireme_cell cells[BROUGHT_MOST + 1];
    char label[BIREME_TIME_LABEL];
    for (size_t i = 0; i < columns->n; i++) titles[1 + i] = (bireme_column)BIREME_NUMBERS(columns->title[i]);
    bireme_document_table(document, titles, columns->n + 1);
    for (size_t t = view->rest ? bireme_forecast_view_times_past(view) : 0;
         t < bireme_forecast_view_times(view); t++) {
        cells[0] = bireme_cell_text(view->rest ? bireme_section_rest_label(view, t, label)
                                               : bireme_forecast_view_time(view, t, true, label));
        for (size_t i = 0; i < columns->n; i++) cells[1 + i] = brought_in(view, columns->id[i], t);
        bireme_document_row(document, cells, bireme_forecast_view_is_year(view, t));
    }
    cells[0] = bireme_cell_text("together");
    for (size_t i = 0; i < columns->n; i++) cells[1 + i] = bireme_section_mean_of(view, columns->id[i]);
    bireme_document_row(document, cells, true);
}

/* "marketing: search, events; sales: outbound; no channel: deals that were open at the start and name
 * none" */
static void say_owners(const bireme_forecast_view *view, bireme_document *document, bool open)
{
    const bireme_model *model = view->model;
    char nobody[BIREME_PERIOD_WORDS];
    bireme_text said = {0};
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) {
        const char *joint = " ";
        if (bireme_section_channels_of(model, (bireme_owner)o) == 0) continue;
        bireme_text_format(&said, "%s%s:", said.length > 0 ? "; " : "", bireme_owner_name((bireme_owner)o));
        for (size_t c = 0; c < model->n_channels; c++) {
            if ((int)model->channels[c].owner != o) continue;
            bireme_text_format(&said, "%s%s", joint, model->channels[c].name);
            joint = ", ";
        }
    }
    if (open)
        bireme_text_format(&said, "; no channel: deals that %s and name none",
                           bireme_section_nobodys(view, nobody));
    bireme_document_detail_take(document, &said);
}

/* The owners, and all; then tables of the channels of each owner who has several. */
static void brought_tables(const bireme_forecast_view *view, bireme_document *document, bool open)
{
    const bireme_model *model = view->model;
    brought owners = {0};
    for (int o = 0; o < BIREME_OWNER_COUNT; o++)
        if (bireme_section_channels_of(model, (bireme_owner)o) > 0) add_owner(model, o, &owners);
    add_rest(model, open, &owners);
    brought_table(view, document, &owners);
    say_owners(view, document, open);
    for (int o = 0; o < BIREME_OWNER_COUNT; o++)
        for (size_t first = 0; first < model->n_channels;) {
            brought channels = {0};
            if (bireme_section_channels_of(model, (bireme_owner)o) < 2) break;
            add_channels(model, o, BROUGHT_MOST - 1, &first, &channels);
            if (first == model->n_channels) add_owner(model, o, &channels);
            brought_table(view, document, &channels);
        }
}

/* How wide a column for every channel would be. */
static size_t all_wide(const bireme_model *model)
{
    const brought none = {0};
    size_t width = 0;
    for (size_t c = 0; c < model->n_channels; c++) width += width_with(&none, model->channels[c].name);
    return width;
}

/* In one table, if there are few. */
static void add_brought(const bireme_forecast_view *view, bireme_document *document, bool open)
{
    const bireme_model *model = view->model;
    size_t n = model->n_channels + 1 + open;
    brought columns = {0};
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) n += bireme_section_channels_of(model, (bireme_owner)o) > 1;
    if (n > BROUGHT_MOST || all_wide(model) > BROUGHT_WIDE) {
        brought_tables(view, document, open);
        return;
    }
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) {
        size_t first = 0;
        add_channels(model, o, BROUGHT_MOST, &first, &columns);
        if (bireme_section_channels_of(model, (bireme_owner)o) > 1) add_owner(model, o, &columns);
    }
    add_rest(model, open, &columns);
    brought_table(view, document, &columns);
    say_owners(view, document, open);
}

void bireme_section_bookings(const bireme_forecast_view *asked, bireme_document *document)
{
    BIREME_SECTION_TOLD(asked, BIREME_METRIC_BOOKINGS,
                        asked->model->revenue.recurring ? BIREME_METRIC_CHANNEL_BOOKINGS
                                                        : BIREME_METRIC_CHANNEL_REVENUE);
    const bireme_summary *nobodys = bireme_forecast_view_one(view, BIREME_METRIC_OWNER_WINS,
                                                             BIREME_OWNER_UNASSIGNED);
    const bool open = nobodys != NULL && !(nobodys->n > 0 && nobodys->max == 0);
    char heading[96];
    if (!bireme_forecast_view_has_money(view) || view->model->n_channels + open < 2) return;
    if (bireme_forecast_view_in(view, bireme_metric_all(BIREME_METRIC_BOOKINGS), 0) == NULL) return;
    snprintf(heading, sizeof heading, "Bookings by owner, channel and %s%s",
             bireme_forecast_quarter_count(view->forecast) > 0
                 ? bireme_forecast_view_time_name(view)
                 : bireme_period_name(view->model->calendar.period),
             view->model->revenue.recurring ? " (value a year)" : "");
    bireme_section_heading(view, document, heading);
    add_brought(view, document, open);
}
