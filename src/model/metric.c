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
    static const char *const names[BIREME_OWNER_COUNT + 1] = {"marketing", "sales", "partner", "unassigned"};
    return names[owner];
}

bool bireme_model_has_touches(const bireme_model *model)
{
    for (size_t c = 0; c < model->n_channels; c++)
        if (model->channels[c].touches != NULL) return true;
    return false;
}

typedef struct maker {
    const bireme_model *model;
    bireme_metrics *metrics;
    size_t capacity;
    bireme_metric nowhere; /* what add() returns when it failed */
    bool failed;
} maker;

/* The next metric, named prefix + middle + suffix. The caller may set index and rule of what is returned. */
static bireme_metric *add(maker *m, bireme_metric_kind kind, bireme_unit unit, bireme_metric_total total,
                          const char *prefix, const char *middle, const char *suffix)
{
    bireme_text name = {0};
    bireme_metrics *metrics = m->metrics;
    if (!m->failed && metrics->count == m->capacity) {
        size_t capacity = m->capacity > 0 ? 2 * m->capacity : 64;
        bireme_metric *items = bireme_realloc(metrics->items, capacity, sizeof *items);
        if (items != NULL) metrics->items = items, m->capacity = capacity;
        m->failed = items == NULL;
    }
    bireme_text_append(&name, prefix);
    bireme_text_append(&name, middle);
    bireme_text_append(&name, suffix);
    m->failed |= name.failed;
    if (m->failed) {
        bireme_text_free(&name);
        return &m->nowhere;
    }
    metrics->items[metrics->count] =
        (bireme_metric){.name = name.data, .unit = unit, .kind = kind, .index = -1, .total = total};
    return &metrics->items[metrics->count++];
}

/* A metric without index. */
typedef struct plain {
    const char *name;
    bireme_metric_kind kind;
    bireme_unit unit;
    bireme_metric_total total;
} plain;

static void add_plain(maker *m, bool present, plain p)
{
    if (present) add(m, p.kind, p.unit, p.total, p.name, "", "");
}

static void add_indexed(maker *m, bireme_metric_kind kind, bireme_unit unit, bireme_metric_total total,
                        int index, const char *prefix, const char *middle, const char *suffix)
{
    add(m, kind, unit, total, prefix, middle, suffix)->index = index;
}

/* ------------------------ owners */

static bool is_used(const bireme_model *model, int owner)
{
    for (size_t c = 0; c < model->n_channels; c++)
        if ((int)model->channels[c].owner == owner) return true;
    for (size_t g = 0; g < model->n_open && owner == BIREME_OWNER_COUNT; g++)
        if (model->open[g].channel < 0) return true;
    return false;
}

static void add_owner(maker *m, int owner)
{
    if (!is_used(m->model, owner)) return;
    const char *name = bireme_owner_name((bireme_owner)owner);
    if (owner < BIREME_OWNER_COUNT) /* what was open at the start is in no period a new lead */
        add_indexed(m, BIREME_METRIC_OWNER_LEADS, BIREME_UNIT_COUNT, BIREME_TOTAL_SUM, owner, "owner.", name,
                    ".leads");
    add_indexed(m, BIREME_METRIC_OWNER_WINS, BIREME_UNIT_COUNT, BIREME_TOTAL_SUM, owner, "owner.", name,
                ".wins");
    add_indexed(m, BIREME_METRIC_OWNER_REVENUE, BIREME_UNIT_MONEY, BIREME_TOTAL_SUM, owner, "owner.", name,
                ".revenue");
}

/* ------------------------ channels */

static bool has_marginal(const bireme_channel *channel)
{
    return channel->has_spend && (channel->response.curve != BIREME_CURVE_LINEAR || channel->adstock > 0);
}

static void add_channel(maker *m, int c)
{
    const bireme_channel *channel = &m->model->channels[c];
    const char *name = channel->name;
    add_indexed(m, BIREME_METRIC_CHANNEL_LEADS, BIREME_UNIT_COUNT, BIREME_TOTAL_SUM, c, "channel.", name,
                ".leads");
    add_indexed(m, BIREME_METRIC_CHANNEL_WINS, BIREME_UNIT_COUNT, BIREME_TOTAL_SUM, c, "channel.", name,
                ".wins");
    add_indexed(m, BIREME_METRIC_CHANNEL_REVENUE, BIREME_UNIT_MONEY, BIREME_TOTAL_SUM, c, "channel.", name,
                ".revenue");
    add_indexed(m, BIREME_METRIC_CHANNEL_SPEND, BIREME_UNIT_MONEY, BIREME_TOTAL_SUM, c, "channel.", name,
                ".spend");
    if (channel->has_spend)
        add_indexed(m, BIREME_METRIC_CHANNEL_PAID_LEADS, BIREME_UNIT_COUNT, BIREME_TOTAL_ALONE, c, "channel.",
                    name, ".paid_leads");
    if (channel->has_spend)
        add_indexed(m, BIREME_METRIC_CHANNEL_COST_PER_LEAD, BIREME_UNIT_MONEY, BIREME_TOTAL_ALONE, c,
                    "channel.", name, ".cost_per_lead");
    if (has_marginal(channel))
        add_indexed(m, BIREME_METRIC_CHANNEL_MARGINAL_COST_PER_LEAD, BIREME_UNIT_MONEY, BIREME_TOTAL_ALONE, c,
                    "channel.", name, ".marginal_cost_per_lead");
    if (channel->has_spend || m->model->sales.present)
        add_indexed(m, BIREME_METRIC_CHANNEL_COST, BIREME_UNIT_MONEY, BIREME_TOTAL_ALONE, c, "channel.", name,
                    ".cost");
    if (channel->has_spend || m->model->sales.present)
        add_indexed(m, BIREME_METRIC_CHANNEL_CAC, BIREME_UNIT_MONEY, BIREME_TOTAL_ALONE, c, "channel.", name,
                    ".cac");
}

/* ------------------------ credit */

static const char *const credit_name[BIREME_CREDIT_COUNT] = {".credit.last", ".credit.linear",
                                                             ".credit.position"};

static void add_credits(maker *m)
{
    const bireme_model *model = m->model;
    if (!bireme_model_has_touches(model)) return;
    for (int o = 0; o <= BIREME_OWNER_COUNT; o++) {
        if (!is_used(model, o)) continue;
        const char *name = bireme_owner_name((bireme_owner)o);
        for (int r = 0; r < BIREME_CREDIT_COUNT; r++) {
            bireme_metric *metric = add(m, BIREME_METRIC_OWNER_CREDIT, BIREME_UNIT_MONEY, BIREME_TOTAL_ALONE,
                                        "owner.", name, credit_name[r]);
            metric->index = o;
            metric->rule = (bireme_credit)r;
        }
        if (o < BIREME_OWNER_COUNT)
            add_indexed(m, BIREME_METRIC_OWNER_TOUCHED, BIREME_UNIT_MONEY, BIREME_TOTAL_ALONE, o, "owner.",
                        name, ".touched");
    }
    for (size_t c = 0; c < model->n_channels; c++) {
        const char *name = model->channels[c].name;
        for (int r = 0; r < BIREME_CREDIT_COUNT; r++) {
            bireme_metric *metric = add(m, BIREME_METRIC_CHANNEL_CREDIT, BIREME_UNIT_MONEY,
                                        BIREME_TOTAL_ALONE, "channel.", name, credit_name[r]);
            metric->index = (int)c;
            metric->rule = (bireme_credit)r;
        }
        add_indexed(m, BIREME_METRIC_CHANNEL_TOUCHED, BIREME_UNIT_MONEY, BIREME_TOTAL_ALONE, (int)c,
                    "channel.", name, ".touched");
    }
}

/* ------------------------ all */

static void add_volumes(maker *m)
{
    const bireme_model *model = m->model;
    bool opening = model->revenue.recurring && model->revenue.opening > 0;
    const plain revenue = {"revenue", BIREME_METRIC_REVENUE, BIREME_UNIT_MONEY, BIREME_TOTAL_SUM};
    const plain from_opening = {"revenue.opening", BIREME_METRIC_REVENUE_OPENING, BIREME_UNIT_MONEY,
                                BIREME_TOTAL_SUM};
    const plain bookings = {"bookings", BIREME_METRIC_BOOKINGS, BIREME_UNIT_MONEY, BIREME_TOTAL_SUM};
    const plain wins = {"wins", BIREME_METRIC_WINS, BIREME_UNIT_COUNT, BIREME_TOTAL_SUM};
    const plain leads = {"leads", BIREME_METRIC_LEADS, BIREME_UNIT_COUNT, BIREME_TOTAL_SUM};
    const plain worked = {"worked", BIREME_METRIC_WORKED, BIREME_UNIT_COUNT, BIREME_TOTAL_SUM};
    add_plain(m, true, revenue);
    add_plain(m, opening, from_opening);
    add_plain(m, true, bookings);
    add_plain(m, true, wins);
    add_plain(m, true, leads);
    for (size_t s = 0; s < model->stages; s++)
        add_indexed(m, BIREME_METRIC_STAGE, BIREME_UNIT_COUNT, BIREME_TOTAL_SUM, (int)s, "stage.",
                    model->stage[s], "");
    add_plain(m, model->sales.has_capacity, worked);
    for (int o = 0; o <= BIREME_OWNER_COUNT; o++) add_owner(m, o);
    for (size_t c = 0; c < model->n_channels; c++) add_channel(m, (int)c);
    add_credits(m);
}

static void add_money(maker *m)
{
    const bireme_model *model = m->model;
    const bool always = true, sales = model->sales.present, recurring = model->revenue.recurring;
    const bool opening = recurring && model->revenue.opening > 0, open = model->n_open > 0;
    const struct {
        bool present;
        plain p;
    } list[] = {
        {open, {"pipeline.wins", BIREME_METRIC_PIPELINE_WINS, BIREME_UNIT_COUNT, BIREME_TOTAL_SUM}},
        {open, {"pipeline.bookings", BIREME_METRIC_PIPELINE_BOOKINGS, BIREME_UNIT_MONEY, BIREME_TOTAL_SUM}},
        {always, {"cost.marketing", BIREME_METRIC_COST_MARKETING, BIREME_UNIT_MONEY, BIREME_TOTAL_SUM}},
        {sales, {"cost.sales", BIREME_METRIC_COST_SALES, BIREME_UNIT_MONEY, BIREME_TOTAL_SUM}},
        {always, {"contribution", BIREME_METRIC_CONTRIBUTION, BIREME_UNIT_MONEY, BIREME_TOTAL_SUM}},
        {always, {"cac", BIREME_METRIC_CAC, BIREME_UNIT_MONEY, BIREME_TOTAL_ALONE}},
        {always, {"romi", BIREME_METRIC_ROMI, BIREME_UNIT_RATIO, BIREME_TOTAL_ALONE}},
        {opening, {"nrr", BIREME_METRIC_NRR, BIREME_UNIT_SHARE, BIREME_TOTAL_ALONE}},
        {recurring,
         {"lifetime_revenue", BIREME_METRIC_LIFETIME_REVENUE, BIREME_UNIT_MONEY, BIREME_TOTAL_ALONE}},
        {recurring, {"ltv", BIREME_METRIC_LTV, BIREME_UNIT_MONEY, BIREME_TOTAL_ALONE}},
        {recurring, {"ltv_revenue", BIREME_METRIC_LTV_REVENUE, BIREME_UNIT_MONEY, BIREME_TOTAL_ALONE}},
        {recurring, {"ltv_cac", BIREME_METRIC_LTV_CAC, BIREME_UNIT_RATIO, BIREME_TOTAL_ALONE}},
        {recurring, {"payback_months", BIREME_METRIC_PAYBACK_MONTHS, BIREME_UNIT_MONTHS, BIREME_TOTAL_ALONE}},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) add_plain(m, list[i].present, list[i].p);
}

static void add_shares(maker *m)
{
    const bireme_model *model = m->model;
    for (int o = 0; o < BIREME_OWNER_COUNT; o++)
        if (o == BIREME_OWNER_MARKETING || is_used(model, o))
            add_indexed(m, BIREME_METRIC_SHARE_SOURCED, BIREME_UNIT_SHARE, BIREME_TOTAL_ALONE, o, "share.",
                        bireme_owner_name((bireme_owner)o), "_sourced");
    add_plain(m, true,
              (plain){"share.marketing_touched", BIREME_METRIC_SHARE_MARKETING_TOUCHED, BIREME_UNIT_SHARE,
                      BIREME_TOTAL_ALONE});
}

static void add_capacity(maker *m)
{
    const bool sales = m->model->sales.present, capacity = m->model->sales.has_capacity;
    const struct {
        bool present;
        plain p;
    } list[] = {
        {sales, {"reps", BIREME_METRIC_REPS, BIREME_UNIT_COUNT, BIREME_TOTAL_OWN}},
        {sales, {"revenue_per_rep", BIREME_METRIC_REVENUE_PER_REP, BIREME_UNIT_MONEY, BIREME_TOTAL_OWN}},
        {sales, {"bookings_per_rep", BIREME_METRIC_BOOKINGS_PER_REP, BIREME_UNIT_MONEY, BIREME_TOTAL_OWN}},
        {capacity, {"capacity", BIREME_METRIC_CAPACITY, BIREME_UNIT_COUNT, BIREME_TOTAL_SUM}},
        {capacity, {"utilisation", BIREME_METRIC_UTILISATION, BIREME_UNIT_SHARE, BIREME_TOTAL_OWN}},
        {capacity, {"backlog", BIREME_METRIC_BACKLOG, BIREME_UNIT_COUNT, BIREME_TOTAL_LAST}},
        {capacity, {"turned_away", BIREME_METRIC_TURNED_AWAY, BIREME_UNIT_COUNT, BIREME_TOTAL_SUM}},
        {capacity,
         {"turned_away.share", BIREME_METRIC_TURNED_AWAY_SHARE, BIREME_UNIT_SHARE, BIREME_TOTAL_ALONE}},
        {capacity,
         {"turned_away.value", BIREME_METRIC_TURNED_AWAY_VALUE, BIREME_UNIT_MONEY, BIREME_TOTAL_SUM}},
        {true, {"carried_out", BIREME_METRIC_CARRIED_OUT, BIREME_UNIT_COUNT, BIREME_TOTAL_ALONE}},
        {true, {"carried_out_value", BIREME_METRIC_CARRIED_OUT_VALUE, BIREME_UNIT_MONEY, BIREME_TOTAL_ALONE}},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) add_plain(m, list[i].present, list[i].p);
}

bireme_status bireme_metrics_create(const bireme_model *model, bireme_metrics **out, bireme_error *error)
{
    bireme_metrics *metrics = bireme_calloc(1, sizeof *metrics);
    if (metrics == NULL) return bireme_fail_memory(error);
    maker m = {.model = model, .metrics = metrics};
    add_volumes(&m);
    add_money(&m);
    add_shares(&m);
    add_capacity(&m);
    if (m.failed) {
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

bool bireme_metric_less_is_better(bireme_metric_kind kind)
{
    switch (kind) {
    case BIREME_METRIC_CHANNEL_SPEND:
    case BIREME_METRIC_CHANNEL_COST_PER_LEAD:
    case BIREME_METRIC_CHANNEL_MARGINAL_COST_PER_LEAD:
    case BIREME_METRIC_CHANNEL_COST:
    case BIREME_METRIC_CHANNEL_CAC:
    case BIREME_METRIC_COST_MARKETING:
    case BIREME_METRIC_COST_SALES:
    case BIREME_METRIC_CAC:
    case BIREME_METRIC_PAYBACK_MONTHS:
    case BIREME_METRIC_BACKLOG:
    case BIREME_METRIC_TURNED_AWAY:
    case BIREME_METRIC_TURNED_AWAY_SHARE:
    case BIREME_METRIC_TURNED_AWAY_VALUE:
        return true;
    default:
        return false;
    }
}

size_t bireme_metrics_find(const bireme_metrics *metrics, const char *name)
{
    for (size_t i = 0; i < metrics->count; i++)
        if (strcmp(metrics->items[i].name, name) == 0) return i;
    return SIZE_MAX;
}

static bool owns_all(const bireme_model *model, int owner)
{
    for (int o = 0; o <= BIREME_OWNER_COUNT; o++)
        if (o != owner && is_used(model, o)) return false;
    return true;
}

/* Revenue that is nobody's: of customers there at the start. */
static bool has_opening(const bireme_model *model)
{
    return model->revenue.recurring && model->revenue.opening > 0;
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
    if (metric.kind == BIREME_METRIC_BOOKINGS && !model->revenue.recurring)
        return (bireme_metric){.kind = BIREME_METRIC_REVENUE};
    if (metric.kind == BIREME_METRIC_BOOKINGS_PER_REP && !model->revenue.recurring)
        return (bireme_metric){.kind = BIREME_METRIC_REVENUE_PER_REP};
    if (metric.kind == BIREME_METRIC_STAGE && metric.index == 0)
        return (bireme_metric){.kind = BIREME_METRIC_LEADS};
    if (metric.kind == BIREME_METRIC_SHARE_MARKETING_TOUCHED && !bireme_model_has_touches(model))
        return (bireme_metric){.kind = BIREME_METRIC_SHARE_SOURCED, .index = BIREME_OWNER_MARKETING};
    if (metric.kind == BIREME_METRIC_STAGE && metric.index == last)
        return (bireme_metric){.kind = BIREME_METRIC_WINS};
    if (metric.kind == BIREME_METRIC_CHANNEL_COST && !model->sales.present && model->n_initiatives == 0)
        return (bireme_metric){.kind = BIREME_METRIC_CHANNEL_SPEND, .index = metric.index};
    if (kind >= BIREME_METRIC_OWNER_LEADS && kind <= BIREME_METRIC_OWNER_REVENUE &&
        owns_all(model, metric.index) && !(metric.kind == BIREME_METRIC_OWNER_REVENUE && has_opening(model)))
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
        if (item->kind == at.kind && (item->index == -1 || item->index == at.index)) return i;
    }
    return metric;
}
