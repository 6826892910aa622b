/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The assumptions as a document: the frame, then channel by channel, sales, revenue,
 * initiatives, the open pipeline, the economy, correlations.
 */
#include "output/assumptions/internal.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "model/metric.h"
#include "output/forecast/forecast.h"
#include "output/forms/number.h"

/* Open deals have a row each, up to this many entries. */
enum { GROUPS_SHOWN = 50 };

static void append_plain(bireme_text *out, double value)
{
    char number[BIREME_PEOPLE_SIZE];
    bireme_text_append(out, bireme_plain_format(number, value));
}

/* ------------------------ channels */

/* What channels take from `defaults`, grouped by which of them do. */
static void add_shared(const bireme_assumed *a, int index, bireme_document *document)
{
    const bireme_model *model = a->model;
    const bireme_sharing *sharing = &a->list->sharing[index];
    bireme_text text = {0};
    size_t takers = sharing->open_deals;
    for (size_t c = 0; c < model->n_channels; c++) takers += sharing->channel[c];
    bireme_text_append(&text, takers > 1 ? "Shared by " : "From the defaults, by ");
    bireme_sharing_names(&text, model, sharing);
    if (takers == 1) bireme_text_append(&text, " alone");
    bireme_document_heading(document, bireme_text_string(&text));
    bireme_section_assumptions(a, BIREME_SECTION_SHARED, index, document);
    bireme_document_release(document, &text);
}

/* "At the median cost per lead the planned spend buys 6,490 leads for $111 each; one more would cost
 * $142." */
static void append_lead_cost(bireme_text *text, const bireme_model *model, const bireme_lead_cost *cost)
{
    char number[BIREME_PEOPLE_SIZE];
    if (!(cost->leads > 0)) return;
    bireme_count_format(number, cost->leads, 0);
    bireme_text_format(text, " At the median cost per lead the planned spend buys %s lead%s", number,
                       bireme_plural_of(number));
    bireme_text_format(text, " at %s each", bireme_money_format(number, model->currency, cost->average, 0));
    if (isfinite(cost->next) && fabs(cost->next - cost->average) > 1e-9 * cost->average)
        bireme_text_format(text, "; one more would cost %s",
                           bireme_money_format(number, model->currency, cost->next, 0));
    bireme_text_append(text, ".");
}

static void add_channel(const bireme_assumed *a, int index, bireme_document *document)
{
    const bireme_model *model = a->model;
    const bireme_channel *channel = &model->channels[index];
    bireme_text text = {0};
    bireme_document_heading_format(document, "Channel %s", channel->name);
    bireme_text_format(&text, "Owner: %s.", bireme_owner_name(channel->owner));
    append_lead_cost(&text, model, &a->list->lead_cost[index]);
    bireme_section_defaults(&text, a, BIREME_SECTION_CHANNEL, index, 2);
    if (channel->note != NULL) bireme_text_format(&text, " Note: %s", channel->note);
    if (channel->source != NULL) bireme_text_format(&text, " Source: %s", channel->source);
    bireme_document_paragraph_take(document, &text);
    bireme_section_assumptions(a, BIREME_SECTION_CHANNEL, index, document);
}

/* ------------------------ sales, revenue, initiatives, open pipeline */

/* A team's reps over time, and how much they can work. */
static void add_reps(const bireme_assumed *a, size_t number, bireme_document *document)
{
    const bireme_model *model = a->model;
    const bireme_team *team = &model->teams[number];
    bireme_column columns[] = {BIREME_TEXTS(model->has_named_teams ? team->name : "averages over the period"),
                               BIREME_NUMBERS("reps"), BIREME_NUMBERS("effective"),
                               BIREME_NUMBERS("can be taken up")};
    if (a->list->heads == NULL) return;
    for (size_t c = 1; c < sizeof columns / sizeof *columns; c++) columns[c].even = true;
    bireme_document_table(document, columns, team->has_capacity ? 4 : 3);
    for (size_t t = 0; t < model->periods; t++) {
        char label[BIREME_LABEL_SIZE];
        double effective = a->list->effective[number * model->periods + t];
        const bireme_cell cells[] = {
            bireme_cell_text(bireme_calendar_label(&model->calendar, t, label)),
            bireme_cell_number(BIREME_FORMAT_COUNT, a->list->heads[number * model->periods + t], 0),
            bireme_cell_number(BIREME_FORMAT_COUNT, effective, 0),
            bireme_cell_number(BIREME_FORMAT_COUNT, effective * team->items_per_rep, 0)};
        bireme_document_row(document, cells, false);
    }
}

static bool works_nothing(const bireme_model *model, size_t team)
{
    for (size_t c = 0; c < model->n_channels; c++)
        if (model->teams[team].works[c]) return false;
    return !(bireme_model_has_unassigned(model) && model->teams[team].works[model->n_channels]);
}

/* "sdr works the stage sql for search and events: what its reps cannot take up waits." */
static void say_team(const bireme_model *model, size_t number, bireme_text *out)
{
    const bireme_team *team = &model->teams[number];
    bireme_text_format(out, "%s%s works the stage %s", number > 0 ? " " : "", team->name,
                       model->stage[team->stage]);
    const char *joint = " for ";
    for (size_t c = 0; c < model->n_channels && !bireme_model_works_all(model, number); c++) {
        if (!team->works[c]) continue;
        bireme_text_format(out, "%s%s", joint, model->channels[c].name);
        joint = ", ";
    }
    if (bireme_model_has_unassigned(model) && team->works[model->n_channels] && strcmp(joint, ", ") == 0)
        bireme_text_append(out, " and open deals without a channel");
    const bool idle = works_nothing(model, number);
    bireme_text_append(out, idle ? ", but other teams work all that comes to it."
                            : !team->has_capacity
                                ? ": no items_per_rep is given, so it can work all that comes."
                            : team->waits ? ": what its reps cannot take up waits."
                                          : ": what its reps cannot take up is lost.");
}

static void add_sales(const bireme_assumed *a, bireme_document *document)
{
    const bireme_model *model = a->model;
    bireme_document_heading(document, "Sales");
    if (model->n_teams == 0) {
        bireme_document_paragraph(
            document, "None is given: sales costs nothing here and can work all that comes (default).");
        return;
    }
    const bireme_team *sales = &model->teams[0];
    bireme_text text = {0};
    for (size_t k = 0; k < model->n_teams && model->has_named_teams; k++) say_team(model, k, &text);
    if (!model->has_named_teams && sales->has_capacity)
        bireme_text_format(&text,
                           "What the reps can take up limits what is worked at the stage %s; the rest %s.",
                           model->stage[sales->stage], sales->waits ? "waits" : "is lost");
    else if (!model->has_named_teams)
        bireme_text_append(&text, "No opportunities_per_rep is given: the reps cost, but can work all that "
                                  "comes.");
    bireme_section_defaults(&text, a, BIREME_SECTION_SALES, -1, 1);
    bireme_document_paragraph_take(document, &text);
    bireme_section_assumptions(a, BIREME_SECTION_SALES, -1, document);
    for (size_t k = 0; k < model->n_teams; k++) add_reps(a, k, document);
}

static void add_revenue(const bireme_assumed *a, bireme_document *document)
{
    const bireme_model *model = a->model;
    bireme_text text = {0};
    bireme_text_append(&text, model->revenue.recurring
                                  ? "Recurring: the value of a deal is earned day by day, a year's worth a "
                                    "year, while the customer stays."
                                  : "One-time: the value of a deal is revenue when it is won.");
    bireme_section_defaults(&text, a, BIREME_SECTION_REVENUE, -1, 1);
    bireme_document_heading(document, "Revenue");
    bireme_document_paragraph_take(document, &text);
    bireme_section_assumptions(a, BIREME_SECTION_REVENUE, -1, document);
}

static void add_initiatives(const bireme_assumed *a, bireme_document *document)
{
    const bireme_model *model = a->model;
    bireme_text text = {0};
    if (model->n_initiatives == 0)
        bireme_text_append(&text, "None is given (default).");
    else
        bireme_text_format(&text, "%zu change%s from a date on.", model->n_initiatives,
                           bireme_plural(model->n_initiatives));
    bireme_section_defaults(&text, a, BIREME_SECTION_INITIATIVES, -1, 1);
    bireme_document_heading(document, "Initiatives");
    bireme_document_paragraph_take(document, &text);
    bireme_section_assumptions(a, BIREME_SECTION_INITIATIVES, -1, document);
}

/* ": 14 at sql, 17 at opportunity." */
static void append_stages(bireme_text *text, const bireme_model *model)
{
    char number[BIREME_PEOPLE_SIZE];
    const char *before = ": ";
    for (size_t s = 0; s < model->stages; s++) {
        uint64_t deals = 0;
        for (size_t g = 0; g < model->n_open; g++)
            if (model->open[g].stage == s) deals += model->open[g].count;
        if (deals == 0) continue;
        bireme_text_format(text, "%s%s at %s", before, bireme_whole_format(number, (double)deals, 0),
                           model->stage[s]);
        before = ", ";
    }
    bireme_text_append(text, ".");
}

static bireme_cell value_of(const bireme_model *model, const bireme_item *value)
{
    if (value->shape == NULL) return bireme_cell_text("none");
    double scale = value->scale >= 0 ? bireme_dist_mean(model->quantities[value->scale].dist) : 1;
    return bireme_cell_number(BIREME_FORMAT_MONEY, scale * bireme_dist_mean(value->shape), 0);
}

/* "2027-03-10", "2027-03-10 and slip", "in 45 days"; nothing where the steps that remain say when. */
static void append_close(bireme_text *text, const bireme_model *model, const bireme_open_group *group)
{
    char days[BIREME_PEOPLE_SIZE];
    const bireme_item *item = &group->closes;
    if (group->due_text != NULL)
        bireme_text_format(text, "%s%s", group->due_text, group->slip.shape != NULL ? " and slip" : "");
    if (item->shape == NULL) return;
    double scale = item->scale >= 0 ? bireme_dist_mean(model->quantities[item->scale].dist) : 1;
    bireme_text_format(text, "in %s days", bireme_plain_format(days, scale * bireme_dist_mean(item->shape)));
}

static bool any_is_dated(const bireme_model *model)
{
    for (size_t g = 0; g < model->n_open; g++)
        if (bireme_open_group_is_dated(&model->open[g])) return true;
    return false;
}

/* A row for each group of open deals. */
static void add_groups(const bireme_assumed *a, bireme_document *document)
{
    const bireme_model *model = a->model;
    static const bireme_column columns[] = {
        BIREME_TEXTS(NULL),           BIREME_NUMBERS("deals"),      BIREME_TEXTS("stage"),
        BIREME_NUMBERS("value each"), BIREME_NUMBERS("days there"), BIREME_NUMBERS("win"),
        BIREME_TEXTS("channel"),      BIREME_TEXTS("written at"),   BIREME_TEXTS("closes")};
    const size_t shown = any_is_dated(model) ? 9 : 8;
    bireme_document_table(document, columns, shown);
    for (size_t g = 0; g < model->n_open && g < GROUPS_SHOWN; g++) {
        const bireme_open_group *group = &model->open[g];
        bireme_text name = {0}, close = {0};
        bireme_assumed_name(a, group->path, &name);
        append_close(&close, model, group);
        const bireme_cell cells[] = {
            bireme_cell_text(bireme_text_string(&name)),
            bireme_cell_number(BIREME_FORMAT_WHOLE, (double)group->count, 0),
            bireme_cell_text(model->stage[group->stage]),
            value_of(model, &group->value),
            bireme_cell_number(BIREME_FORMAT_PLAIN, group->age_days, 0),
            isfinite(group->win_probability)
                ? bireme_cell_number(BIREME_FORMAT_SHARE, group->win_probability, 0)
                : bireme_cell_empty(),
            bireme_cell_text(group->channel >= 0 ? model->channels[group->channel].name : "none"),
            bireme_cell_text(group->origin ? group->origin : "default"),
            bireme_cell_text(bireme_text_string(&close))};
        bireme_document_row(document, cells, false);
        bireme_document_release(document, &name);
        bireme_document_release(document, &close);
        bireme_section_labelled(document, "note", group->note);
        bireme_section_labelled(document, "source", group->source);
    }
    if (model->n_open > GROUPS_SHOWN)
        bireme_document_paragraph(document, "The entries after these are not shown.");
}

/* Whether a team with a capacity has come to have the group's deals in its hands. */
static bool is_taken_up(const bireme_model *model, const bireme_open_group *group, size_t stage)
{
    const size_t channel = group->channel >= 0 ? (size_t)group->channel : model->n_channels;
    for (size_t k = 0; k < model->n_teams; k++)
        if (model->teams[k].has_capacity && model->teams[k].stage == stage && group->stage == stage &&
            model->teams[k].works[channel])
            return true;
    return false;
}

/* That nobody of these waits for sales. */
static void append_taken_up(bireme_text *text, const bireme_model *model)
{
    size_t said = 0;
    for (size_t s = 0; s + 1 < model->stages; s++) {
        bool any = false;
        for (size_t g = 0; g < model->n_open && !any; g++) any = is_taken_up(model, &model->open[g], s);
        if (any)
            bireme_text_format(text, "%s%s", said++ == 0 ? " Deals that are at the stage " : " or ",
                               model->stage[s]);
    }
    if (said > 0)
        bireme_text_append(text, " are being worked already: they take up none of the capacity there.");
}

static void add_pipeline(const bireme_assumed *a, bireme_document *document)
{
    const bireme_model *model = a->model;
    char number[BIREME_PEOPLE_SIZE];
    bireme_document_heading(document, "Open pipeline");
    if (model->n_open == 0) {
        bireme_document_paragraph(document, "None is given: nothing is open at the start (default).");
        return;
    }
    bireme_text text = {0};
    bireme_text_format(&text, "%s open deal%s", bireme_whole_format(number, (double)a->list->open_deals, 0),
                       bireme_plural(a->list->open_deals));
    if (a->list->open_value > 0)
        bireme_text_format(&text, ", worth %s if all of them were won",
                           bireme_money_format(number, model->currency, a->list->open_value, 0));
    append_stages(&text, model);
    append_taken_up(&text, model);
    bireme_text_append(&text,
                       " Where no chance of winning is stated, the remaining steps' conversion decides; "
                       "deals without a channel take it, and their cycle, from the defaults.");
    bireme_document_paragraph_take(document, &text);
    add_groups(a, document);
    bireme_section_assumptions(a, BIREME_SECTION_PIPELINE, -1, document);
}

/* ------------------------ what has happened already */

static void add_past(const bireme_assumed *a, bireme_document *document)
{
    const bireme_past *past = &a->model->past;
    bireme_text text = {0};
    char last[BIREME_SAID_SIZE], first[BIREME_SAID_SIZE];
    if (past->periods == 0) return;
    bireme_document_heading(document, "What has happened already");
    bireme_text_format(
        &text,
        "Facts through %s; what is forecast begins with %s. What is not given is not known, and "
        "neither is any sum that needs it. Open deals and customers are those at that date.",
        bireme_calendar_say(&past->calendar, past->periods - 1, last),
        bireme_calendar_say(&a->model->calendar, 0, first));
    bireme_document_paragraph_take(document, &text);
    bireme_section_assumptions(a, BIREME_SECTION_PAST, -1, document);
}

/* ------------------------ economy, correlations */

static void append_transitions(bireme_text *text, const bireme_economy *economy)
{
    bireme_text_append(text, "Chance of the regime in the first period: ");
    for (size_t r = 0; r < economy->n_regimes; r++) {
        bireme_text_format(text, "%s%s ", r ? ", " : "", economy->regimes[r].name);
        append_plain(text, economy->start[r]);
    }
    bireme_text_append(text, economy->transition ? ". Then, from one period to the next:" : "");
    for (size_t from = 0; economy->transition != NULL && from < economy->n_regimes; from++) {
        bireme_text_format(text, "%s from %s to", from ? ";" : "", economy->regimes[from].name);
        for (size_t to = 0; to < economy->n_regimes; to++) {
            bireme_text_format(text, "%s %s ", to ? "," : "", economy->regimes[to].name);
            append_plain(text, economy->transition[from * economy->n_regimes + to]);
        }
    }
}

static void append_path(bireme_text *text, const bireme_model *model)
{
    const bireme_economy *economy = &model->economy;
    bireme_text_append(text, "Regime of each period: ");
    for (size_t t = 0; t < model->periods; t++)
        bireme_text_format(text, "%s%s", t ? ", " : "", economy->regimes[economy->path[t]].name);
}

void bireme_assumptions_economy(bireme_text *out, const bireme_model *model)
{
    const bireme_economy *economy = &model->economy;
    if (economy->n_regimes > 0 && economy->path != NULL)
        append_path(out, model);
    else if (economy->n_regimes > 0 && economy->start != NULL)
        append_transitions(out, economy);
}

static void add_economy(const bireme_assumed *a, bireme_document *document)
{
    const bireme_model *model = a->model;
    const bireme_economy *economy = &model->economy;
    bireme_document_heading(document, "Economy");
    const bireme_drift *drift = &economy->drift;
    if (economy->n_regimes == 0 && drift->leads < 0 && drift->conversion_odds < 0 && drift->deal_value < 0) {
        bireme_document_paragraph(document,
                                  "None is given: nothing changes but by season and pace (default).");
        return;
    }
    bireme_text text = {0};
    if (economy->n_regimes > 0) {
        bireme_assumptions_economy(&text, model);
        bireme_text_append(&text, ". Multipliers that a regime does not name are 1.");
    } else {
        bireme_text_append(&text, "No regimes: all channels drift together.");
    }
    bireme_document_paragraph_take(document, &text);
    bireme_section_assumptions(a, BIREME_SECTION_ECONOMY, -1, document);
}

/* "correlation of the shared win rate and the cost per lead of ads"; by paths: the first, and the second in a
 * line below it, as there is little room on a terminal. */
static void add_correlation(const bireme_assumed *a, const char *one, const char *other, double rank,
                            bireme_document *document)
{
    bireme_text name = {0};
    if (a->said) bireme_text_append(&name, "correlation of ");
    bireme_assumed_name(a, one, &name);
    if (a->said) bireme_text_append(&name, " and ");
    if (a->said) bireme_assumed_name(a, other, &name);
    const bireme_cell cells[] = {bireme_cell_text(bireme_text_string(&name)),
                                 bireme_cell_number(BIREME_FORMAT_PLAIN, rank, 0)};
    bireme_document_row(document, cells, false);
    bireme_document_release(document, &name);
    if (a->said)
        bireme_document_detail_format(document, "%s, %s", one, other);
    else
        bireme_section_labelled(document, "with", other);
}

static void add_correlations(const bireme_assumed *a, bireme_document *document)
{
    static const bireme_column columns[] = {BIREME_TEXTS(NULL), BIREME_NUMBERS("rank")};
    const bireme_model *model = a->model;
    bireme_document_heading(document, "Correlations");
    if (model->n_correlated == 0) {
        bireme_document_paragraph(document, "None is given: all numbers are drawn independently (default).");
        return;
    }
    bireme_document_table(document, columns, 2);
    for (size_t k = 0; k < model->n_correlated; k++) {
        const bireme_correlated *set = &model->correlated[k];
        for (size_t i = 0; i < set->n; i++)
            for (size_t j = i + 1; j < set->n; j++) {
                const char *path[2];
                const double pearson = bireme_model_correlation(model, set, i, j, path);
                if (pearson != 0)
                    add_correlation(a, path[0], path[1], bireme_rank_of_pearson(pearson), document);
            }
    }
}

void bireme_assumptions_document(const bireme_model *model, const bireme_assumptions *assumptions, bool said,
                                 bireme_document *document)
{
    const bireme_assumed a = {model, assumptions, said};
    bireme_assumptions_frame(model, document);
    for (size_t i = 0; i < assumptions->n_sharing; i++) add_shared(&a, (int)i, document);
    for (size_t c = 0; c < model->n_channels; c++) add_channel(&a, (int)c, document);
    add_sales(&a, document);
    add_revenue(&a, document);
    add_initiatives(&a, document);
    add_pipeline(&a, document);
    add_past(&a, document);
    add_economy(&a, document);
    bireme_section_assumptions(&a, BIREME_SECTION_OTHER, -1, document);
    add_correlations(&a, document);
}
