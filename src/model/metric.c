/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building the list of metrics: the plain ones, one per stage, three per owner in use, four per channel.
 */
#include "model/metric.h"

#include <stdint.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"

const char *bireme_owner_name(bireme_owner owner)
{
    static const char *const names[BIREME_OWNER_COUNT] = {"marketing", "sales", "partner"};
    return names[owner];
}

/* The next metric, named prefix + middle + suffix; the list has room. False: out of memory. */
static bool add(bireme_metrics *metrics, bireme_metric_kind kind, bireme_unit unit, int index,
                bool has_periods, const char *prefix, const char *middle, const char *suffix)
{
    bireme_text name = {0};
    bireme_text_append(&name, prefix);
    bireme_text_append(&name, middle);
    bireme_text_append(&name, suffix);
    if (name.failed) {
        bireme_text_free(&name);
        return false;
    }
    metrics->items[metrics->count++] = (bireme_metric){name.data, unit, kind, index, has_periods};
    return true;
}

static bool add_plain(bireme_metrics *metrics, bireme_metric_kind kind, bireme_unit unit, bool has_periods,
                      const char *name)
{
    return add(metrics, kind, unit, -1, has_periods, name, "", "");
}

static bool add_owner(bireme_metrics *metrics, const bireme_model *model, bireme_owner owner)
{
    bool used = false;
    for (size_t c = 0; c < model->n_channels; c++) used = used || model->channels[c].owner == owner;
    if (!used) return true;
    const char *name = bireme_owner_name(owner);
    int o = (int)owner;
    return add(metrics, BIREME_METRIC_OWNER_LEADS, BIREME_UNIT_COUNT, o, true, "owner.", name, ".leads") &&
           add(metrics, BIREME_METRIC_OWNER_WINS, BIREME_UNIT_COUNT, o, true, "owner.", name, ".wins") &&
           add(metrics, BIREME_METRIC_OWNER_REVENUE, BIREME_UNIT_MONEY, o, true, "owner.", name, ".revenue");
}

static bool add_channel(bireme_metrics *metrics, const char *name, int c)
{
    return add(metrics, BIREME_METRIC_CHANNEL_LEADS, BIREME_UNIT_COUNT, c, true, "channel.", name,
               ".leads") &&
           add(metrics, BIREME_METRIC_CHANNEL_WINS, BIREME_UNIT_COUNT, c, true, "channel.", name, ".wins") &&
           add(metrics, BIREME_METRIC_CHANNEL_REVENUE, BIREME_UNIT_MONEY, c, true, "channel.", name,
               ".revenue") &&
           add(metrics, BIREME_METRIC_CHANNEL_SPEND, BIREME_UNIT_MONEY, c, true, "channel.", name, ".spend");
}

static bool add_all(bireme_metrics *metrics, const bireme_model *model)
{
    bool done = add_plain(metrics, BIREME_METRIC_REVENUE, BIREME_UNIT_MONEY, true, "revenue") &&
                add_plain(metrics, BIREME_METRIC_BOOKINGS, BIREME_UNIT_MONEY, true, "bookings") &&
                add_plain(metrics, BIREME_METRIC_WINS, BIREME_UNIT_COUNT, true, "wins") &&
                add_plain(metrics, BIREME_METRIC_LEADS, BIREME_UNIT_COUNT, true, "leads");
    for (size_t s = 0; done && s < model->stages; s++)
        done = add(metrics, BIREME_METRIC_STAGE, BIREME_UNIT_COUNT, (int)s, true, "stage.", model->stage[s],
                   "");
    for (int o = 0; done && o < BIREME_OWNER_COUNT; o++) done = add_owner(metrics, model, (bireme_owner)o);
    for (size_t c = 0; done && c < model->n_channels; c++)
        done = add_channel(metrics, model->channels[c].name, (int)c);
    return done &&
           add_plain(metrics, BIREME_METRIC_COST_MARKETING, BIREME_UNIT_MONEY, true, "cost.marketing") &&
           add_plain(metrics, BIREME_METRIC_CAC, BIREME_UNIT_MONEY, false, "cac") &&
           add_plain(metrics, BIREME_METRIC_SHARE_MARKETING_SOURCED, BIREME_UNIT_SHARE, false,
                     "share.marketing_sourced") &&
           add_plain(metrics, BIREME_METRIC_CARRIED_OUT, BIREME_UNIT_COUNT, false, "carried_out") &&
           add_plain(metrics, BIREME_METRIC_CARRIED_OUT_VALUE, BIREME_UNIT_MONEY, false, "carried_out_value");
}

bireme_status bireme_metrics_create(const bireme_model *model, bireme_metrics **out, bireme_error *error)
{
    enum { PLAIN = 9, PER_OWNER = 3, PER_CHANNEL = 4 };
    size_t most = PLAIN + model->stages + BIREME_OWNER_COUNT * PER_OWNER + PER_CHANNEL * model->n_channels;
    bireme_metrics *metrics = bireme_calloc(1, sizeof *metrics);
    if (metrics == NULL) return bireme_fail_memory(error);
    metrics->items = bireme_calloc(most, sizeof *metrics->items);
    if (metrics->items == NULL || !add_all(metrics, model)) {
        bireme_metrics_free(metrics);
        return bireme_fail_memory(error);
    }
    *out = metrics;
    return BIREME_OK;
}

void bireme_metrics_free(bireme_metrics *metrics)
{
    if (metrics == NULL) return;
    for (size_t i = 0; metrics->items != NULL && i < metrics->count; i++) bireme_free(metrics->items[i].name);
    bireme_free(metrics->items);
    bireme_free(metrics);
}

size_t bireme_metrics_find(const bireme_metrics *metrics, const char *name)
{
    for (size_t i = 0; i < metrics->count; i++)
        if (strcmp(metrics->items[i].name, name) == 0) return i;
    return SIZE_MAX;
}

static bool owns_all(const bireme_model *model, int owner)
{
    for (size_t c = 0; c < model->n_channels; c++)
        if ((int)model->channels[c].owner != owner) return false;
    return true;
}

static bool is_only_one_of_owner(const bireme_model *model, int channel)
{
    for (size_t c = 0; c < model->n_channels; c++)
        if (c != (size_t)channel && model->channels[c].owner == model->channels[channel].owner) return false;
    return true;
}

/* A metric by another definition that gives the same values, one step nearer to the totals; itself if there
 * is none. */
static bireme_metric nearer_total(const bireme_model *model, bireme_metric metric)
{
    static const bireme_metric_kind total[] = {BIREME_METRIC_LEADS, BIREME_METRIC_WINS,
                                               BIREME_METRIC_REVENUE};
    int kind = (int)metric.kind, last = (int)model->stages - 1;
    if (metric.kind == BIREME_METRIC_BOOKINGS) return (bireme_metric){.kind = BIREME_METRIC_REVENUE};
    if (metric.kind == BIREME_METRIC_STAGE && metric.index == 0)
        return (bireme_metric){.kind = BIREME_METRIC_LEADS};
    if (metric.kind == BIREME_METRIC_STAGE && metric.index == last)
        return (bireme_metric){.kind = BIREME_METRIC_WINS};
    if (kind >= BIREME_METRIC_OWNER_LEADS && kind <= BIREME_METRIC_OWNER_REVENUE &&
        owns_all(model, metric.index))
        return (bireme_metric){.kind = total[kind - BIREME_METRIC_OWNER_LEADS]};
    if (kind >= BIREME_METRIC_CHANNEL_LEADS && kind <= BIREME_METRIC_CHANNEL_REVENUE &&
        is_only_one_of_owner(model, metric.index))
        return (bireme_metric){
            .kind = (bireme_metric_kind)(kind - BIREME_METRIC_CHANNEL_LEADS + BIREME_METRIC_OWNER_LEADS),
            .index = (int)model->channels[metric.index].owner};
    return metric;
}

size_t bireme_metrics_same(const bireme_metrics *metrics, const bireme_model *model, size_t metric)
{
    bireme_metric at = metrics->items[metric], next = nearer_total(model, at);
    while (next.kind != at.kind) at = next, next = nearer_total(model, at);
    if (at.kind == metrics->items[metric].kind) return metric;
    for (size_t i = 0; i < metric; i++) {
        const bireme_metric *item = &metrics->items[i];
        bool indexed = at.kind >= BIREME_METRIC_STAGE && at.kind <= BIREME_METRIC_CHANNEL_SPEND;
        if (item->kind == at.kind && (!indexed || item->index == at.index)) return i;
    }
    return metric;
}
