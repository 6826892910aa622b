/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Collects the assumptions of a model, section by section, in the order in which a lead meets them: in each
 * section first the numbers that are drawn, then the plain figures.
 */
#include "output/assumptions/internal.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"

typedef struct collector {
    const bireme_model *model;
    bireme_assumptions *list;
    bool *listed; /* [n_quantities] */
    size_t *first,
        /* heads of the shelves, [SHELVES + n_channels]; and links, [n_statements]: 1 + the index of the next
         * statement */
        *next;
    bireme_section section; /* the one being filled */
    int channel, sharing;
    bool failed;
} collector;

double bireme_rank_of_pearson(double pearson)
{
    const double pi = 3.14159265358979323846;
    return floor(1000 * 6 / pi * asin(pearson / 2) + 0.5) / 1000;
}

static char *take(collector *c, bireme_text *text)
{
    if (!text->failed && text->data == NULL) bireme_text_append(text, "");
    if (text->failed) c->failed = true;
    char *data = text->failed ? NULL : text->data;
    if (text->failed) bireme_text_free(text);
    return data;
}

/* Takes ownership of path and words. */
static void add(collector *c, bireme_assumption assumption, bireme_text *path, bireme_text *words)
{
    assumption.section = c->section;
    assumption.channel = c->channel;
    assumption.sharing = c->sharing;
    assumption.path = take(c, path);
    assumption.words = take(c, words);
    bireme_assumption *items = bireme_realloc(c->list->items, c->list->n + 1, sizeof *items);
    if (items != NULL) c->list->items = items;
    if (items == NULL || c->failed) {
        c->failed = true;
        bireme_free(assumption.path);
        bireme_free(assumption.words);
        return;
    }
    items[c->list->n++] = assumption;
}

static void describe(bireme_text *out, const bireme_dist *dist)
{
    char words[512];
    bireme_dist_describe(dist, words, sizeof words);
    bireme_text_append(out, words);
}

/* Adds a quantity only once, however many channels or deals share it. */
static void add_quantity(collector *c, int index, bireme_format format)
{
    if (index < 0 || c->listed[index]) return;
    c->listed[index] = true;
    const bireme_quantity *quantity = &c->model->quantities[index];
    bireme_text path = {0}, words = {0};
    bool fixed = bireme_dist_is_fixed(quantity->dist);
    bireme_text_append(&path, quantity->path);
    if (fixed)
        bireme_text_append(&words, "fixed");
    else
        describe(&words, quantity->dist);
    if (quantity->redraws)
        bireme_text_format(&words, ", drawn anew in every %s", bireme_period_name(c->model->calendar.period));
    add(c,
        (bireme_assumption){.format = format,
                            .uncertain = !fixed,
                            .mean = bireme_dist_mean(quantity->dist),
                            .p10 = fixed ? NAN : bireme_dist_quantile(quantity->dist, 0.1),
                            .p90 = fixed ? NAN : bireme_dist_quantile(quantity->dist, 0.9),
                            .origin = quantity->origin,
                            .note = quantity->note,
                            .source = quantity->source},
        &path, &words);
}

/* An item given in the scenario, and the quantity that scales it. */
static void add_given_item(collector *c, const bireme_item *item, bireme_format format, const char *each)
{
    bireme_text path = {0}, words = {0};
    bool fixed = bireme_dist_is_fixed(item->shape);
    double scale = 1;
    bireme_text_append(&path, item->path ? item->path : "");
    bireme_text_format(&words, "%s: ", each);
    if (fixed && item->scale < 0)
        bireme_text_append(&words, "fixed");
    else
        describe(&words, item->shape);
    if (item->scale >= 0) {
        scale = bireme_dist_mean(c->model->quantities[item->scale].dist);
        bireme_text_format(&words, ", times %s; figures at its mean", c->model->quantities[item->scale].path);
    }
    add(c,
        (bireme_assumption){.format = format,
                            .uncertain = !fixed,
                            .per_item = true,
                            .mean = scale * bireme_dist_mean(item->shape),
                            .p10 = fixed ? NAN : scale * bireme_dist_quantile(item->shape, 0.1),
                            .p90 = fixed ? NAN : scale * bireme_dist_quantile(item->shape, 0.9),
                            .origin = item->origin,
                            .note = item->note,
                            .source = item->source},
        &path, &words);
    add_quantity(c, item->scale, format);
}

static void add_missing(collector *c, const char *channel_name, const char *field, const char *stage,
                        const char *meaning)
{
    bireme_text path = {0}, words = {0};
    bireme_text_format(&path, "channels.%s.%s%s%s", channel_name, field, *stage ? "." : "", stage);
    bireme_text_append(&words, meaning);
    add(c,
        (bireme_assumption){
            .format = BIREME_FORMAT_PLAIN, .per_item = true, .mean = NAN, .p10 = NAN, .p90 = NAN},
        &path, &words);
}

/* ------------------------ plain figures */

static bireme_section section_of(const bireme_statement *statement)
{
    static const struct {
        const char *start;
        bireme_section section;
    } starts[] = {{"channels", BIREME_SECTION_CHANNEL},  {"sales", BIREME_SECTION_SALES},
                  {"revenue", BIREME_SECTION_REVENUE},   {"initiatives", BIREME_SECTION_INITIATIVES},
                  {"pipeline", BIREME_SECTION_PIPELINE}, {"actuals", BIREME_SECTION_PAST},
                  {"economy", BIREME_SECTION_ECONOMY},   {"defaults", BIREME_SECTION_SHARED}};
    size_t length = strcspn(statement->path, ".");
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strlen(starts[i].start) == length && strncmp(statement->path, starts[i].start, length) == 0)
            return starts[i].section;
    return BIREME_SECTION_OTHER;
}

/* A shelf for each section, followed by one for each channel. */
enum { SHELVES = BIREME_SECTION_OTHER + 1 };

static size_t shelf_of(bireme_section section, int channel)
{
    return channel >= 0 ? SHELVES + (size_t)channel : (size_t)section;
}

/* Sorts the statements onto shelves, each in order. False: out of memory. */
static bool sort_statements(collector *c)
{
    const bireme_model *model = c->model;
    c->first = bireme_calloc(SHELVES + model->n_channels, sizeof *c->first);
    c->next = bireme_calloc(model->n_statements, sizeof *c->next);
    if (c->first == NULL || c->next == NULL) return false;
    for (size_t i = model->n_statements; i-- > 0;) {
        const bireme_statement *statement = &model->statements[i];
        size_t *first = &c->first[shelf_of(section_of(statement), statement->channel)];
        c->next[i] = *first;
        *first = i + 1;
    }
    return true;
}

static void add_statement(collector *c, const bireme_statement *statement)
{
    bireme_text path = {0}, words = {0};
    bireme_text_append(&path, statement->path);
    bireme_text_append(&words, statement->text);
    if (statement->unit != NULL) bireme_text_format(&words, " %s", statement->unit);
    add(c,
        (bireme_assumption){.format = BIREME_FORMAT_PLAIN,
                            .statement = statement,
                            .mean = NAN,
                            .p10 = NAN,
                            .p90 = NAN,
                            .origin = statement->origin,
                            .note = statement->note,
                            .source = statement->source},
        &path, &words);
}

static void add_statements(collector *c)
{
    for (size_t i = c->first[shelf_of(c->section, c->channel)]; i > 0; i = c->next[i - 1])
        add_statement(c, &c->model->statements[i - 1]);
}

/* ------------------------ what channels share */

static bool is_shared_path(const char *path)
{
    return path != NULL && strncmp(path, "defaults.", strlen("defaults.")) == 0;
}

/* What is added next belongs to those that have the quantity (−1: none), or the item of that path (NULL:
 * none). */
static void share(collector *c, int quantity, const char *item)
{
    c->sharing = bireme_sharing_find(c->model, c->list, quantity, item);
    if (c->sharing < 0) c->failed = true;
}

static void share_quantity(collector *c, int quantity, bireme_format format)
{
    if (quantity < 0 || c->listed[quantity] || !is_shared_path(c->model->quantities[quantity].path)) return;
    share(c, quantity, NULL);
    add_quantity(c, quantity, format);
}

static bool is_listed(const collector *c, const char *path)
{
    for (size_t i = 0; i < c->list->n; i++)
        if (path != NULL && strcmp(c->list->items[i].path, path) == 0) return true;
    return false;
}

static void share_item(collector *c, const bireme_item *item, bireme_format format, const char *each)
{
    if (item->shape == NULL || !item->shared || is_listed(c, item->path)) return;
    share(c, -1, item->path);
    add_given_item(c, item, format, each);
}

/* The walks that channels share. */
static void share_walks(collector *c)
{
    const bireme_model *model = c->model;
    for (size_t i = c->first[shelf_of(BIREME_SECTION_SHARED, -1)]; i > 0; i = c->next[i - 1]) {
        const bireme_statement *statement = &model->statements[i - 1];
        for (size_t w = 0; w < model->n_walks; w++)
            if (strcmp(model->walks[w].path, statement->path) == 0) share(c, model->walks[w].first, NULL);
        add_statement(c, statement);
    }
}

static void share_growth(collector *c, const bireme_growth *growth)
{
    share_quantity(c, growth->organic_leads, BIREME_FORMAT_PLAIN);
    share_quantity(c, growth->leads_per_rep, BIREME_FORMAT_PLAIN);
    share_quantity(c, growth->cost_per_lead, BIREME_FORMAT_PLAIN);
    share_quantity(c, growth->deal_value, BIREME_FORMAT_PLAIN);
    share_quantity(c, growth->fixed_cost, BIREME_FORMAT_PLAIN);
}

static void add_shared(collector *c)
{
    const bireme_model *model = c->model;
    c->section = BIREME_SECTION_SHARED;
    for (size_t i = 0; i < model->n_channels && !c->failed; i++) {
        const bireme_channel *channel = &model->channels[i];
        share_quantity(c, channel->spend_factor, BIREME_FORMAT_PLAIN);
        share_quantity(c, channel->cost_per_lead, BIREME_FORMAT_MONEY);
        share_quantity(c, channel->organic_leads, BIREME_FORMAT_PLAIN);
        share_quantity(c, channel->leads_per_rep, BIREME_FORMAT_PLAIN);
        share_quantity(c, channel->fixed_cost, BIREME_FORMAT_MONEY);
        share_quantity(c, channel->cost_per_organic_lead, BIREME_FORMAT_MONEY);
        for (size_t s = 1; s < model->stages; s++)
            share_quantity(c, channel->conversion[s], BIREME_FORMAT_PLAIN);
        for (size_t s = 1; s < model->stages; s++)
            share_item(c, &channel->cycle[s], BIREME_FORMAT_PLAIN, "days per lead");
        for (size_t s = 1; channel->lost != NULL && s < model->stages; s++)
            if (channel->lost[s].shape != NULL)
                share_item(c, &channel->lost[s], BIREME_FORMAT_PLAIN, "days per lost lead");
        share_item(c, &channel->deal_value, BIREME_FORMAT_MONEY, "per deal");
        share_growth(c, &channel->growth);
    }
    share_walks(c);
    c->sharing = -1;
}

/* ------------------------ the sections */

static void add_growth(collector *c, const bireme_growth *growth)
{
    add_quantity(c, growth->organic_leads, BIREME_FORMAT_PLAIN);
    add_quantity(c, growth->leads_per_rep, BIREME_FORMAT_PLAIN);
    add_quantity(c, growth->cost_per_lead, BIREME_FORMAT_PLAIN);
    add_quantity(c, growth->deal_value, BIREME_FORMAT_PLAIN);
    add_quantity(c, growth->fixed_cost, BIREME_FORMAT_PLAIN);
}

static void add_lifts(collector *c, const bireme_channel *channel)
{
    for (size_t i = 0; i < channel->n_lifts; i++) {
        add_quantity(c, channel->lifts[i].leads, BIREME_FORMAT_PLAIN);
        for (size_t s = 1; s < c->model->stages; s++)
            add_quantity(c, channel->lifts[i].conversion_odds[s], BIREME_FORMAT_PLAIN);
    }
}

static void add_deal_value(collector *c, const bireme_channel *channel)
{
    if (channel->deal_value.shape != NULL && channel->deal_value.shared) return;
    if (channel->deal_value.shape != NULL)
        add_given_item(c, &channel->deal_value, BIREME_FORMAT_MONEY, "per deal");
    else
        add_missing(c, channel->name, "deal_value", "", "none: its wins count but have no value");
}

static void add_channel(collector *c, int index)
{
    const bireme_channel *channel = &c->model->channels[index];
    c->section = BIREME_SECTION_CHANNEL;
    c->channel = index;
    add_statements(c);
    add_quantity(c, channel->spend_factor, BIREME_FORMAT_PLAIN);
    add_quantity(c, channel->cost_per_lead, BIREME_FORMAT_MONEY);
    add_quantity(c, channel->organic_leads, BIREME_FORMAT_PLAIN);
    add_quantity(c, channel->leads_per_rep, BIREME_FORMAT_PLAIN);
    add_quantity(c, channel->fixed_cost, BIREME_FORMAT_MONEY);
    add_quantity(c, channel->cost_per_organic_lead, BIREME_FORMAT_MONEY);
    for (size_t s = 1; s < c->model->stages; s++)
        add_quantity(c, channel->conversion[s], BIREME_FORMAT_PLAIN);
    for (size_t s = 1; s < c->model->stages; s++) {
        const bireme_item *item = &channel->cycle[s];
        if (item->shape == NULL)
            add_missing(c, channel->name, "cycle_days", c->model->stage[s], "no delay");
        else if (!item->shared)
            add_given_item(c, item, BIREME_FORMAT_PLAIN, "days per lead");
    }
    for (size_t s = 1; channel->lost != NULL && s < c->model->stages; s++)
        if (channel->lost[s].shape != NULL && !channel->lost[s].shared)
            add_given_item(c, &channel->lost[s], BIREME_FORMAT_PLAIN, "days per lost lead");
    add_deal_value(c, channel);
    add_growth(c, &channel->growth);
    add_lifts(c, channel);
}

static void add_effects(collector *c, const bireme_effects *effects)
{
    const int plain[] = {effects->leads, effects->cost_per_lead, effects->deal_value, effects->cycle_time,
                         effects->churn};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) add_quantity(c, plain[i], BIREME_FORMAT_PLAIN);
    for (size_t s = 1; s < c->model->stages; s++)
        add_quantity(c, effects->conversion_odds[s], BIREME_FORMAT_PLAIN);
}

/* Whether an item of a deal is a distribution and not a statement, a plain number. */
static bool is_drawn(const bireme_item *item)
{
    return item->shape != NULL && (item->scale >= 0 || !bireme_dist_is_fixed(item->shape));
}

/* When deals close that say so themselves. */
static void add_closing(collector *c)
{
    const bireme_model *model = c->model;
    if (model->slip.shape != NULL) add_given_item(c, &model->slip, BIREME_FORMAT_PLAIN, "days per deal");
    for (size_t g = 0; g < model->n_open; g++) {
        const bireme_open_group *group = &model->open[g];
        if (is_drawn(&group->closes)) add_given_item(c, &group->closes, BIREME_FORMAT_PLAIN, "days per deal");
        if (group->slip_is_own && is_drawn(&group->slip))
            add_given_item(c, &group->slip, BIREME_FORMAT_PLAIN, "days per deal");
    }
}

/* What deals without a channel take from `defaults`, then the values given in entries. */
static void add_pipeline(collector *c)
{
    const bireme_model *model = c->model;
    bool from_defaults = false;
    for (size_t g = 0; g < model->n_open; g++) {
        const bireme_open_group *group = &model->open[g];
        from_defaults = from_defaults || group->channel < 0;
        for (size_t s = group->stage + 1; s < model->stages; s++)
            add_quantity(c, group->conversion[s], BIREME_FORMAT_PLAIN);
    }
    for (size_t s = 1; from_defaults && model->default_cycle != NULL && s < model->stages; s++)
        if (model->default_cycle[s].shape != NULL && !is_listed(c, model->default_cycle[s].path))
            add_given_item(c, &model->default_cycle[s], BIREME_FORMAT_PLAIN, "days per deal");
    for (size_t s = 1; from_defaults && model->default_lost != NULL && s < model->stages; s++)
        if (model->default_lost[s].shape != NULL && !is_listed(c, model->default_lost[s].path))
            add_given_item(c, &model->default_lost[s], BIREME_FORMAT_PLAIN, "days per lost deal");
    if (from_defaults && model->default_deal_value.shape != NULL &&
        !is_listed(c, model->default_deal_value.path))
        add_given_item(c, &model->default_deal_value, BIREME_FORMAT_MONEY, "per deal");
    for (size_t g = 0; g < model->n_open; g++) {
        const bireme_open_group *group = &model->open[g];
        if (group->value_is_own && !group->value_is_known)
            add_given_item(c, &group->value, BIREME_FORMAT_MONEY, "per deal");
    }
    add_closing(c);
}

static void begin(collector *c, bireme_section section)
{
    c->section = section;
    c->channel = -1;
    add_statements(c);
}

static void add_all(collector *c)
{
    const bireme_model *model = c->model;
    add_shared(c);
    for (size_t i = 0; i < model->n_channels; i++) add_channel(c, (int)i);
    begin(c, BIREME_SECTION_SALES);
    for (size_t k = 0; k < model->n_teams; k++) {
        add_quantity(c, model->teams[k].cost_per_rep, BIREME_FORMAT_MONEY);
        add_quantity(c, model->teams[k].cost_growth, BIREME_FORMAT_PLAIN);
        add_quantity(c, model->teams[k].commission, BIREME_FORMAT_PLAIN);
    }
    begin(c, BIREME_SECTION_REVENUE);
    add_quantity(c, model->revenue.gross_margin, BIREME_FORMAT_PLAIN);
    add_quantity(c, model->revenue.unit_cost, BIREME_FORMAT_MONEY);
    add_quantity(c, model->revenue.churn, BIREME_FORMAT_PLAIN);
    add_quantity(c, model->revenue.expansion, BIREME_FORMAT_PLAIN);
    begin(c, BIREME_SECTION_INITIATIVES);
    for (size_t i = 0; i < model->n_initiatives; i++) {
        add_quantity(c, model->initiatives[i].cost, BIREME_FORMAT_MONEY);
        add_quantity(c, model->initiatives[i].one_time_cost, BIREME_FORMAT_MONEY);
        add_effects(c, &model->initiatives[i].effects);
    }
    begin(c, BIREME_SECTION_PIPELINE);
    add_pipeline(c);
    begin(c, BIREME_SECTION_PAST);
    begin(c, BIREME_SECTION_ECONOMY);
    for (size_t r = 0; r < model->economy.n_regimes; r++) add_effects(c, &model->economy.regimes[r].effects);
    begin(c, BIREME_SECTION_OTHER);
}

bireme_status bireme_assumptions_create(const bireme_model *model, bireme_assumptions **out,
                                        bireme_error *error)
{
    bireme_assumptions *list = bireme_calloc(1, sizeof *list);
    collector c = {.model = model, .list = list, .channel = -1, .sharing = -1};
    c.listed = bireme_calloc(model->n_quantities, sizeof *c.listed);
    bireme_status status = BIREME_OK;
    if (list == NULL || c.listed == NULL || !sort_statements(&c))
        status = bireme_fail_memory(error);
    else
        add_all(&c);
    if (c.failed) status = bireme_fail_memory(error);
    if (status == BIREME_OK) status = bireme_assumptions_derive(model, list, error);
    bireme_free(c.listed);
    bireme_free(c.first);
    bireme_free(c.next);
    if (status != BIREME_OK) {
        bireme_assumptions_free(list);
        return status;
    }
    *out = list;
    return BIREME_OK;
}

void bireme_assumptions_free(bireme_assumptions *assumptions)
{
    if (assumptions == NULL) return;
    for (size_t i = 0; i < assumptions->n; i++) {
        bireme_free(assumptions->items[i].path);
        bireme_free(assumptions->items[i].words);
    }
    for (size_t i = 0; i < assumptions->n_sharing; i++) bireme_free(assumptions->sharing[i].channel);
    bireme_free(assumptions->sharing);
    bireme_free(assumptions->items);
    bireme_free(assumptions->lead_cost);
    bireme_free(assumptions->heads);
    bireme_free(assumptions->effective);
    bireme_free(assumptions);
}
