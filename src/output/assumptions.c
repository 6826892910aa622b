/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Collecting the assumptions of a model, in the order in which a lead meets them.
 */
#include "output/assumptions.h"

#include <math.h>
#include "base/memory.h"

typedef struct collector {
    const bireme_model *model;
    bireme_assumptions *list;
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

/* Takes path and words over. */
static void add(collector *c, bireme_assumption assumption, bireme_text *path, bireme_text *words)
{
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

static void add_quantity(collector *c, int index, bireme_format format, int channel)
{
    if (index < 0) return;
    const bireme_quantity *quantity = &c->model->quantities[index];
    bireme_text path = {0}, words = {0};
    bool fixed = bireme_dist_is_fixed(quantity->dist);
    bireme_text_append(&path, quantity->path);
    if (fixed)
        bireme_text_append(&words, "fixed");
    else
        describe(&words, quantity->dist);
    add(c,
        (bireme_assumption){.format = format,
                            .channel = channel,
                            .uncertain = !fixed,
                            .mean = bireme_dist_mean(quantity->dist),
                            .p10 = fixed ? NAN : bireme_dist_quantile(quantity->dist, 0.1),
                            .p90 = fixed ? NAN : bireme_dist_quantile(quantity->dist, 0.9),
                            .origin = quantity->origin,
                            .note = quantity->note,
                            .source = quantity->source},
        &path, &words);
}

/* An item that the scenario gives, and the quantity that scales it. */
static void add_given_item(collector *c, const bireme_item *item, bireme_format format, const char *each,
                           int channel)
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
                            .channel = channel,
                            .uncertain = !fixed,
                            .per_item = true,
                            .mean = scale * bireme_dist_mean(item->shape),
                            .p10 = fixed ? NAN : scale * bireme_dist_quantile(item->shape, 0.1),
                            .p90 = fixed ? NAN : scale * bireme_dist_quantile(item->shape, 0.9),
                            .origin = item->origin,
                            .note = item->note,
                            .source = item->source},
        &path, &words);
    add_quantity(c, item->scale, format, channel);
}

static void add_missing(collector *c, const char *channel_name, const char *field, const char *stage,
                        const char *meaning, int channel)
{
    bireme_text path = {0}, words = {0};
    bireme_text_format(&path, "channels.%s.%s%s%s", channel_name, field, *stage ? "." : "", stage);
    bireme_text_append(&words, meaning);
    add(c,
        (bireme_assumption){.format = BIREME_FORMAT_PLAIN,
                            .channel = channel,
                            .per_item = true,
                            .mean = NAN,
                            .p10 = NAN,
                            .p90 = NAN},
        &path, &words);
}

static void add_channel(collector *c, int index)
{
    const bireme_channel *channel = &c->model->channels[index];
    add_quantity(c, channel->cost_per_lead, BIREME_FORMAT_MONEY, index);
    add_quantity(c, channel->organic_leads, BIREME_FORMAT_PLAIN, index);
    for (size_t s = 1; s < c->model->stages; s++)
        add_quantity(c, channel->conversion[s], BIREME_FORMAT_PLAIN, index);
    for (size_t s = 1; s < c->model->stages; s++) {
        const bireme_item *item = &channel->cycle[s];
        if (item->shape != NULL)
            add_given_item(c, item, BIREME_FORMAT_PLAIN, "days per lead", index);
        else
            add_missing(c, channel->name, "cycle_days", c->model->stage[s], "no delay", index);
    }
    if (channel->deal_value.shape != NULL)
        add_given_item(c, &channel->deal_value, BIREME_FORMAT_MONEY, "per deal", index);
    else
        add_missing(c, channel->name, "deal_value", "", "none: its wins count but have no value", index);
}

static void add_regime(collector *c, const bireme_regime *regime)
{
    const int plain[] = {regime->leads, regime->cost_per_lead, regime->deal_value, regime->cycle_time};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        add_quantity(c, plain[i], BIREME_FORMAT_PLAIN, -1);
    for (size_t s = 1; s < c->model->stages; s++) {
        bool repeated = s > 1 && regime->conversion_odds[s] == regime->conversion_odds[s - 1];
        if (!repeated) add_quantity(c, regime->conversion_odds[s], BIREME_FORMAT_PLAIN, -1);
    }
}

bireme_status bireme_assumptions_create(const bireme_model *model, bireme_assumptions **out,
                                        bireme_error *error)
{
    bireme_assumptions *list = bireme_calloc(1, sizeof *list);
    if (list == NULL) return bireme_fail_memory(error);
    collector c = {.model = model, .list = list};
    for (size_t i = 0; i < model->n_channels; i++) add_channel(&c, (int)i);
    for (size_t r = 0; r < model->economy.n_regimes; r++) add_regime(&c, &model->economy.regimes[r]);
    if (c.failed) {
        bireme_assumptions_free(list);
        return bireme_fail_memory(error);
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
    bireme_free(assumptions->items);
    bireme_free(assumptions);
}
