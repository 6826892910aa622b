/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which channels, and open deals without one, take the same from `defaults`.
 */
#include "output/assumptions/internal.h"

#include <string.h>
#include "base/memory.h"

/* The index of the sharing equal to `one`, added if there is none; −1: out of memory. Takes ownership of
 * `one`. */
static int number_of(const bireme_model *model, bireme_assumptions *list, bireme_sharing one)
{
    size_t n = model->n_channels;
    for (size_t i = 0; i < list->n_sharing; i++) {
        if (list->sharing[i].open_deals != one.open_deals ||
            memcmp(list->sharing[i].channel, one.channel, n * sizeof *one.channel) != 0)
            continue;
        bireme_free(one.channel);
        return (int)i;
    }
    bireme_sharing *sharing = bireme_realloc(list->sharing, list->n_sharing + 1, sizeof *sharing);
    if (sharing == NULL) {
        bireme_free(one.channel);
        return -1;
    }
    list->sharing = sharing;
    sharing[list->n_sharing] = one;
    return (int)list->n_sharing++;
}

static bool same_path(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* Whether the channel has the quantity, or an item of that path; either may be missing. */
static bool channel_has(const bireme_model *model, const bireme_channel *channel, int quantity,
                        const char *item)
{
    const int plain[] = {channel->cost_per_lead,        channel->organic_leads,
                         channel->leads_per_rep,        channel->growth.organic_leads,
                         channel->growth.leads_per_rep, channel->growth.cost_per_lead,
                         channel->growth.deal_value,    channel->growth.fixed_cost};
    const int walks[] = {channel->drift.leads, channel->drift.conversion_odds, channel->drift.deal_value};
    bool has = same_path(channel->deal_value.path, item);
    for (size_t i = 0; quantity >= 0 && i < 3; i++)
        has |= walks[i] >= 0 && model->walks[walks[i]].first == quantity;
    for (size_t i = 0; quantity >= 0 && i < sizeof plain / sizeof *plain; i++) has |= plain[i] == quantity;
    for (size_t s = 1; s < model->stages; s++)
        has |= (quantity >= 0 && channel->conversion[s] == quantity) ||
               same_path(channel->cycle[s].path, item) ||
               (channel->lost != NULL && same_path(channel->lost[s].path, item));
    return has;
}

static bool open_deals_have(const bireme_model *model, int quantity, const char *item)
{
    bool has = same_path(model->default_deal_value.path, item);
    for (size_t s = 1; model->default_cycle != NULL && s < model->stages; s++)
        has |= same_path(model->default_cycle[s].path, item) || same_path(model->default_lost[s].path, item);
    for (size_t g = 0; g < model->n_open && !has; g++)
        for (size_t s = model->open[g].stage + 1; quantity >= 0 && s < model->stages; s++)
            has |= model->open[g].channel < 0 && model->open[g].conversion[s] == quantity;
    return has;
}

int bireme_sharing_find(const bireme_model *model, bireme_assumptions *list, int quantity, const char *item)
{
    bireme_sharing one = {.channel = bireme_calloc(model->n_channels, sizeof *one.channel)};
    if (one.channel == NULL) return -1;
    for (size_t i = 0; i < model->n_channels; i++)
        one.channel[i] = channel_has(model, &model->channels[i], quantity, item);
    one.open_deals = open_deals_have(model, quantity, item);
    return number_of(model, list, one);
}

void bireme_sharing_names(bireme_text *out, const bireme_model *model, const bireme_sharing *sharing)
{
    size_t n = sharing->open_deals, written = 0;
    for (size_t i = 0; i < model->n_channels; i++) n += sharing->channel[i];
    if (n == model->n_channels + sharing->open_deals && model->n_channels > 1) {
        bireme_text_format(out, "all %zu channels%s", model->n_channels,
                           sharing->open_deals ? " and open deals without a channel" : "");
        return;
    }
    for (size_t i = 0; i <= model->n_channels; i++) {
        bool last = i == model->n_channels;
        if (last ? !sharing->open_deals : !sharing->channel[i]) continue;
        written++;
        bireme_text_format(out, "%s%s",
                           written == 1   ? ""
                           : written == n ? " and "
                                          : ", ",
                           last ? "open deals without a channel" : model->channels[i].name);
    }
}
