/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The assumptions as a document: the frame (time, funnel, goal), then channel by channel, the economy,
 * correlations.
 */
#include "output/assumptions.h"

#include <inttypes.h>
#include <math.h>
#include "model/metric.h"
#include "output/number.h"

static const char *const period_names[] = {"week", "month", "quarter"};

static void append_plain(bireme_text *out, double value)
{
    char number[BIREME_PEOPLE_SIZE];
    bireme_text_append(out, bireme_plain_format(number, value));
}

/* One number if it is the same in every period, else the list. */
static void append_series(bireme_text *out, const bireme_model *model, const double *value, bool money)
{
    char number[BIREME_PEOPLE_SIZE];
    bool same = true;
    for (size_t t = 1; t < model->periods; t++) same = same && value[t] == value[0];
    for (size_t t = 0; t < (same ? 1 : model->periods); t++) {
        if (money)
            bireme_money_format_exact(number, model->currency, value[t]);
        else
            bireme_plain_format(number, value[t]);
        bireme_text_format(out, "%s%s", t ? ", " : "", number);
    }
    if (same) bireme_text_format(out, " in every %s", period_names[model->calendar.period]);
}

static void add_frame(const bireme_model *model, bireme_document *document)
{
    char label[BIREME_LABEL_SIZE], number[BIREME_PEOPLE_SIZE];
    size_t uncertain = 0;
    bireme_text text = {0};
    for (size_t i = 0; i < model->n_quantities; i++)
        uncertain += !bireme_dist_is_fixed(model->quantities[i].dist);
    bireme_text_format(&text, "%s: %zu %s%s from %s, in %s. ", model->name, model->periods,
                       period_names[model->calendar.period], model->periods == 1 ? "" : "s",
                       bireme_calendar_label(&model->calendar, 0, label), model->currency);
    bireme_text_format(&text, "%zu channel%s, funnel ", model->n_channels, model->n_channels == 1 ? "" : "s");
    for (size_t s = 0; s < model->stages; s++)
        bireme_text_format(&text, "%s%s", s ? " > " : "", model->stage[s]);
    bireme_text_format(&text, ". %zu numbers drawn once per trial, of which %zu %s uncertain. ",
                       model->n_quantities, uncertain, uncertain == 1 ? "is" : "are");
    bireme_text_format(&text, "%s trials, seed %" PRIu64 ". Pace: ",
                       bireme_whole_format(number, (double)model->trials, 0), model->seed);
    append_series(&text, model, model->pace, false);
    bireme_text_append(&text, ".");
    bireme_document_paragraph_take(document, &text);
    if (model->description != NULL && *model->description)
        bireme_document_paragraph(document, model->description);
    if (!model->goal.present) return;
    bireme_text_format(&text, "Goal: %s of at least ", model->goal.metric);
    append_plain(&text, model->goal.at_least);
    bireme_text_format(&text, " by the end of %s",
                       bireme_calendar_label(&model->calendar, (size_t)model->goal.by, label));
    if (isfinite(model->goal.confidence))
        bireme_text_format(&text, ", with a confidence of %s",
                           bireme_share_format(number, model->goal.confidence, 0));
    bireme_text_append(&text, ".");
    bireme_document_paragraph_take(document, &text);
}

static bireme_cell figure(const bireme_assumption *assumption, double value)
{
    return isfinite(value) ? bireme_cell_number(assumption->format, value, 0) : bireme_cell_empty();
}

static void add_detail(bireme_document *document, const char *label, const char *text)
{
    if (text == NULL || *text == '\0') return;
    bireme_text line = {0};
    bireme_text_format(&line, "%s: %s", label, text);
    bireme_document_detail(document, bireme_text_string(&line));
    if (line.failed) document->failed = true;
    bireme_text_free(&line);
}

static void add_table(const bireme_assumptions *assumptions, int channel, bireme_document *document)
{
    static const bireme_column columns[] = {{.title = "drawn once per trial, unless per lead or deal"},
                                            {.title = "mean", .right = true},
                                            {.title = "P10", .right = true},
                                            {.title = "P90", .right = true},
                                            {.title = "written at"}};
    bireme_document_table(document, columns, 5);
    for (size_t i = 0; i < assumptions->n; i++) {
        const bireme_assumption *a = &assumptions->items[i];
        if (a->channel != channel) continue;
        const bireme_cell cells[] = {bireme_cell_text(a->path), figure(a, a->mean), figure(a, a->p10),
                                     figure(a, a->p90), bireme_cell_text(a->origin ? a->origin : "default")};
        bireme_document_row(document, cells, false);
        bireme_document_detail(document, a->words);
        add_detail(document, "note", a->note);
        add_detail(document, "source", a->source);
    }
}

static void add_channel(const bireme_model *model, const bireme_assumptions *assumptions, int index,
                        bireme_document *document)
{
    const bireme_channel *channel = &model->channels[index];
    bireme_text text = {0};
    bireme_text_format(&text, "Channel %s", channel->name);
    bireme_document_heading(document, bireme_text_string(&text));
    bireme_text_free(&text);
    bireme_text_format(&text, "Owner: %s. Spend: ", bireme_owner_name(channel->owner));
    if (channel->has_spend)
        append_series(&text, model, channel->spend, true);
    else
        bireme_text_append(&text, "none");
    bireme_text_append(&text, ". Season: ");
    append_series(&text, model, channel->season, false);
    bireme_text_append(&text, ".");
    if (channel->note != NULL) bireme_text_format(&text, " Note: %s", channel->note);
    if (channel->source != NULL) bireme_text_format(&text, " Source: %s", channel->source);
    bireme_document_paragraph_take(document, &text);
    add_table(assumptions, index, document);
}

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

static bool any_of(const bireme_assumptions *assumptions, int channel)
{
    for (size_t i = 0; i < assumptions->n; i++)
        if (assumptions->items[i].channel == channel) return true;
    return false;
}

static void add_economy(const bireme_model *model, const bireme_assumptions *assumptions,
                        bireme_document *document)
{
    const bireme_economy *economy = &model->economy;
    bireme_document_heading(document, "Economy");
    if (economy->n_regimes == 0) {
        bireme_document_paragraph(document,
                                  "None is given: nothing changes but by season and pace (default).");
        return;
    }
    bireme_text text = {0};
    if (economy->path != NULL)
        append_path(&text, model);
    else if (economy->start != NULL)
        append_transitions(&text, economy);
    bireme_text_append(&text, ". Multipliers that a regime does not name are 1.");
    bireme_document_paragraph_take(document, &text);
    if (any_of(assumptions, -1)) add_table(assumptions, -1, document);
}

static void add_correlations(const bireme_model *model, bireme_document *document)
{
    static const bireme_column columns[] = {{.title = NULL}, {.title = "rank", .right = true}};
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
                double pearson = set->pearson[i * set->n + j];
                if (pearson == 0) continue;
                const bireme_cell cells[] = {
                    bireme_cell_text(model->quantities[set->quantity[i]].path),
                    bireme_cell_number(BIREME_FORMAT_PLAIN, bireme_rank_of_pearson(pearson), 0)};
                bireme_document_row(document, cells, false);
                add_detail(document, "with", model->quantities[set->quantity[j]].path);
            }
    }
}

void bireme_assumptions_document(const bireme_model *model, const bireme_assumptions *assumptions,
                                 bireme_document *document)
{
    add_frame(model, document);
    for (size_t c = 0; c < model->n_channels; c++) add_channel(model, assumptions, (int)c, document);
    add_economy(model, assumptions, document);
    add_correlations(model, document);
}
