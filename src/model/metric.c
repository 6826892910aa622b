/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The metrics: the rows of metric_rows.inc, and the list of those that a model has.
 */
#include "model/metric.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "base/memory.h"

const char *bireme_owner_name(bireme_owner owner)
{
    static const char *const names[BIREME_OWNER_COUNT + 1] = {
#define OWNER_NAME(kind, called, what) called,
        BIREME_OWNER_ROWS(OWNER_NAME) "unassigned"};
    return names[owner];
}

bool bireme_model_has_touches(const bireme_model *model)
{
    for (size_t c = 0; c < model->n_channels; c++)
        if (model->channels[c].touches != NULL) return true;
    return false;
}

/* ------------------------ when a metric exists */

static bool is_recurring(const bireme_model *model, int index)
{
    (void)index;
    return model->revenue.recurring;
}

static bool has_opening(const bireme_model *model, int index)
{
    (void)index;
    return model->revenue.recurring && model->revenue.opening > 0;
}

static bool has_npv(const bireme_model *model, int index)
{
    (void)index;
    return model->revenue.has_npv;
}

static bool has_npv_lifetime(const bireme_model *model, int index)
{
    (void)index;
    return model->revenue.has_npv_lifetime;
}

static bool has_cash(const bireme_model *model, int index)
{
    (void)index;
    return model->revenue.has_cash;
}

static bool is_paid_later(const bireme_model *model, int index)
{
    (void)index;
    return model->revenue.is_paid_later;
}

static bool has_open_deals(const bireme_model *model, int index)
{
    (void)index;
    return model->n_open > 0;
}

static bool has_stock(const bireme_model *model, int stage)
{
    return model->has_stock && stage + 1 < (int)model->stages;
}

static bool has_open_value(const bireme_model *model, int index)
{
    (void)index;
    return model->has_stock;
}

static bool has_coverage(const bireme_model *model, int index)
{
    (void)index;
    return model->has_stock && bireme_model_covers(model) < BIREME_METRIC_KINDS;
}

static bool has_sales(const bireme_model *model, int index)
{
    (void)index;
    return model->n_teams > 0;
}

/* Reps, or channels of sales that cost something. */
static bool costs_sales(const bireme_model *model, int index)
{
    (void)index;
    for (size_t c = 0; c < model->n_channels; c++)
        if (model->channels[c].owner == BIREME_OWNER_SALES && model->channels[c].has_own_cost) return true;
    return model->n_teams > 0;
}

static bool has_capacity(const bireme_model *model, int index)
{
    (void)index;
    return bireme_model_has_capacity(model);
}

/* What can be taken up adds up only at one stage. */
static bool has_one_capacity(const bireme_model *model, int index)
{
    (void)index;
    size_t stage = SIZE_MAX;
    for (size_t k = 0; k < model->n_teams; k++) {
        const bireme_team *team = &model->teams[k];
        if (team->has_capacity && stage != SIZE_MAX && team->stage != stage) return false;
        if (team->has_capacity) stage = team->stage;
    }
    return stage != SIZE_MAX;
}

static bool is_team(const bireme_model *model, int team)
{
    (void)team;
    return model->has_named_teams;
}

static bool team_has_capacity(const bireme_model *model, int team)
{
    return model->has_named_teams && model->teams[team].has_capacity;
}

static bool has_touches(const bireme_model *model, int index)
{
    (void)index;
    return bireme_model_has_touches(model);
}

static bool is_lifted(const bireme_model *model, int channel)
{
    return model->channels[channel].lifted_leads;
}

static bool lifts(const bireme_model *model, int channel)
{
    return model->channels[channel].lifts_leads;
}

static bool owns(const bireme_model *model, int owner)
{
    for (size_t c = 0; c < model->n_channels; c++)
        if ((int)model->channels[c].owner == owner) return true;
    /* so may be what was won in the periods that are over */
    return owner == BIREME_OWNER_UNASSIGNED &&
           (bireme_model_has_unassigned(model) || model->past.periods > 0);
}

static bool owns_contracts(const bireme_model *model, int owner)
{
    return model->revenue.recurring && owns(model, owner);
}

/* Deals that were open at the start are not new leads in any period, and no channel touches them. */
static bool owns_channels(const bireme_model *model, int owner)
{
    return owner < BIREME_OWNER_COUNT && owns(model, owner);
}

static bool sources(const bireme_model *model, int owner)
{
    return owner == BIREME_OWNER_MARKETING || owns_channels(model, owner);
}

static bool owner_is_credited(const bireme_model *model, int owner)
{
    return bireme_model_has_touches(model) && owns(model, owner);
}

static bool can_touch(const bireme_model *model, int owner)
{
    return bireme_model_has_touches(model) && owns_channels(model, owner);
}

static bool spends(const bireme_model *model, int channel)
{
    return model->channels[channel].has_spend;
}

static bool has_marginal(const bireme_model *model, int c)
{
    const bireme_channel *channel = &model->channels[c];
    return channel->has_spend && (channel->response.curve != BIREME_CURVE_LINEAR || channel->adstock > 0);
}

static bool costs(const bireme_model *model, int channel)
{
    return model->channels[channel].has_spend || model->channels[channel].has_own_cost || model->n_teams > 0;
}

/* ------------------------ when two metrics are the same */

static bool same_if_one_time(const bireme_model *model, bireme_metric_id id, bireme_metric_id *wider)
{
    (void)id;
    (void)wider;
    return !model->revenue.recurring;
}

static bool always_same(const bireme_model *model, bireme_metric_id id, bireme_metric_id *wider)
{
    (void)model;
    (void)id;
    (void)wider;
    return true;
}

static bool same_if_undiscounted(const bireme_model *model, bireme_metric_id id, bireme_metric_id *wider)
{
    (void)id;
    (void)wider;
    return !(model->revenue.discount_rate > 0);
}

static bool same_if_paid_when_earned(const bireme_model *model, bireme_metric_id id, bireme_metric_id *wider)
{
    (void)id;
    (void)wider;
    return !model->revenue.is_paid_later && !model->revenue.yearly;
}

static bool same_stage(const bireme_model *model, bireme_metric_id id, bireme_metric_id *wider)
{
    wider->kind = id.index == 0 ? BIREME_METRIC_LEADS : BIREME_METRIC_WINS;
    return id.index == 0 || id.index + 1 == (int)model->stages;
}

/* Revenue from customers who were there at the start belongs to no owner. */
static bool same_if_owner_has_all(const bireme_model *model, bireme_metric_id id, bireme_metric_id *wider)
{
    (void)wider;
    for (int o = 0; o <= BIREME_OWNER_COUNT; o++)
        if (o != id.index && owns(model, o)) return false;
    return id.kind != BIREME_METRIC_OWNER_REVENUE || !has_opening(model, -1);
}

static bool same_if_only_channel(const bireme_model *model, bireme_metric_id id, bireme_metric_id *wider)
{
    bireme_owner owner = model->channels[id.index].owner;
    wider->index = (int)owner;
    for (int c = 0; c < (int)model->n_channels; c++)
        if (c != id.index && model->channels[c].owner == owner) return false;
    return true;
}

static bool same_if_nobody_works(const bireme_model *model, bireme_metric_id id, bireme_metric_id *wider)
{
    wider->index = id.index;
    return model->n_teams == 0 && model->n_initiatives == 0 && !model->channels[id.index].has_own_cost;
}

static bool same_without_touches(const bireme_model *model, bireme_metric_id id, bireme_metric_id *wider)
{
    (void)id;
    wider->index = BIREME_OWNER_MARKETING;
    return !bireme_model_has_touches(model);
}

/* ------------------------ the rows */

static const bireme_metric_row rows[BIREME_METRIC_KINDS] = {
#define METRIC(kind, is, computed) [BIREME_METRIC_##kind] = {BIREME_METRIC_COLUMN is},
#include "model/metric_rows.inc"
};

const bireme_metric_row *bireme_metric_row_of(bireme_metric_kind kind)
{
    return &rows[kind];
}

/* How many things of that kind the model has; for "all" one, with number −1. */
static int count_of(const bireme_model *model, bireme_metric_of of)
{
    const int count[] = {[BIREME_OF_ALL] = 0,
                         [BIREME_OF_STAGE] = (int)model->stages,
                         [BIREME_OF_OWNER] = BIREME_OWNER_COUNT + 1,
                         [BIREME_OF_CHANNEL] = (int)model->n_channels,
                         [BIREME_OF_TEAM] = (int)model->n_teams};
    return count[of];
}

const char *bireme_metric_thing(const bireme_model *model, bireme_metric_id id)
{
    const bireme_metric_of of = rows[id.kind].of;
    if (of == BIREME_OF_ALL) return NULL;
    if (of == BIREME_OF_STAGE) return model->stage[id.index];
    if (of == BIREME_OF_TEAM) return model->teams[id.index].name;
    return of == BIREME_OF_OWNER ? bireme_owner_name((bireme_owner)id.index) : model->channels[id.index].name;
}

/* The kind is one for each of what the index counts. */
static bool fits(const bireme_model *model, bireme_metric_id id)
{
    bireme_metric_of of = rows[id.kind].of;
    return of == BIREME_OF_ALL ? id.index == -1 : id.index >= 0 && id.index < count_of(model, of);
}

bireme_metric_kind bireme_model_covers(const bireme_model *model)
{
    static const bireme_metric_kind kinds[] = {BIREME_METRIC_REVENUE, BIREME_METRIC_BOOKINGS};
    const bireme_goal *goal = &model->goal;
    for (size_t i = 0; goal->present && goal->metric != NULL && !goal->at_most && i < 2; i++)
        if (strcmp(goal->metric, rows[kinds[i]].name) == 0) return kinds[i];
    return BIREME_METRIC_KINDS;
}

/* Of those that exist once; NULL: there is none of that name. */
static const bireme_metric_row *row_called(const char *name)
{
    for (int k = 0; k < BIREME_METRIC_KINDS; k++)
        if (rows[k].of == BIREME_OF_ALL && strcmp(rows[k].name, name) == 0) return &rows[k];
    return NULL;
}

const char *bireme_metric_needs(const char *name)
{
    const bireme_metric_row *row = row_called(name);
    return row != NULL ? row->needs : NULL;
}

const char *bireme_metric_said(const char *name)
{
    const bireme_metric_row *row = row_called(name);
    return row != NULL ? row->said : NULL;
}

bool bireme_metric_exists(const bireme_model *model, bireme_metric_id id)
{
    assert(fits(model, id));
    return rows[id.kind].exists == NULL || rows[id.kind].exists(model, id.index);
}

const char *bireme_credit_name(bireme_credit rule)
{
    static const char *const rules[BIREME_CREDIT_COUNT] = {"last", "linear", "position"};
    return rules[rule];
}

void bireme_metric_name(const bireme_model *model, bireme_metric_id id, char name[BIREME_METRIC_NAME_SIZE])
{
    const bireme_metric_row *row = &rows[id.kind];
    assert(fits(model, id));
    const char *first = strchr(row->name, '*'), *last = row->ruled ? strrchr(row->name, '*') : NULL;
    if (first == NULL) {
        snprintf(name, BIREME_METRIC_NAME_SIZE, "%s", row->name);
        return;
    }
    int before = (int)(first - row->name), between = last != NULL ? (int)(last - first) - 1 : -1;
    /* Names in scenarios have at most 64 bytes; what is checked may have longer ones, which are refused, and
     * whose metrics' names are cut. */
    snprintf(name, BIREME_METRIC_NAME_SIZE, "%.*s%s%.*s%s", before, row->name, bireme_metric_thing(model, id),
             between, first + 1, last != NULL ? bireme_credit_name(id.rule) : "");
}

bool bireme_metric_find(const bireme_model *model, const char *name, bireme_metric_id *out)
{
    char own[BIREME_METRIC_NAME_SIZE];
    for (int k = 0; k < BIREME_METRIC_KINDS; k++)
        for (int i = rows[k].of == BIREME_OF_ALL ? -1 : 0; i < count_of(model, rows[k].of); i++)
            for (int r = 0; r < (rows[k].ruled ? BIREME_CREDIT_COUNT : 1); r++) {
                *out = (bireme_metric_id){(bireme_metric_kind)k, i, (bireme_credit)r};
                bireme_metric_name(model, *out, own);
                if (strcmp(own, name) == 0) return bireme_metric_exists(model, *out);
            }
    return false;
}

/* ------------------------ the list */

typedef struct maker {
    const bireme_model *model;
    bireme_metrics *metrics;
    size_t capacity;
    bool failed;
} maker;

static void add(maker *m, bireme_metric_id id)
{
    const bireme_metric_row *row = &rows[id.kind];
    bireme_metrics *metrics = m->metrics;
    char name[BIREME_METRIC_NAME_SIZE];
    if (m->failed || !bireme_metric_exists(m->model, id)) return;
    if (metrics->count == m->capacity) {
        size_t capacity = m->capacity > 0 ? 2 * m->capacity : 64;
        bireme_metric *items = bireme_realloc(metrics->items, capacity, sizeof *items);
        if (items != NULL) metrics->items = items, m->capacity = capacity;
        m->failed = items == NULL;
        if (m->failed) return;
    }
    bireme_metric_name(m->model, id, name);
    bireme_metric *metric = &metrics->items[metrics->count];
    *metric = (bireme_metric){.name = bireme_strdup(name),
                              .unit = row->unit,
                              .kind = id.kind,
                              .index = id.index,
                              .rule = id.rule,
                              .total = row->total};
    m->failed = metric->name == NULL;
    metrics->count += !m->failed;
}

/* Adds the rows from `first` to before `end`, all about the same kind of thing, thing by thing. */
static void add_rows(maker *m, int first, int end)
{
    int things = count_of(m->model, rows[first].of);
    for (int i = rows[first].of == BIREME_OF_ALL ? -1 : 0; i < things; i++)
        for (int k = first; k < end; k++)
            for (int r = 0; r < (rows[k].ruled ? BIREME_CREDIT_COUNT : 1); r++)
                add(m, (bireme_metric_id){(bireme_metric_kind)k, i, (bireme_credit)r});
}

bireme_status bireme_metrics_create(const bireme_model *model, bireme_metrics **out, bireme_error *error)
{
    bireme_metrics *metrics = bireme_calloc(1, sizeof *metrics);
    if (metrics == NULL) return bireme_fail_memory(error);
    maker m = {.model = model, .metrics = metrics};
    for (int first = 0, end; first < BIREME_METRIC_KINDS; first = end) {
        for (end = first + 1; end < BIREME_METRIC_KINDS && rows[end].of == rows[first].of;) end++;
        add_rows(&m, first, end);
    }
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

size_t bireme_metrics_find(const bireme_metrics *metrics, const char *name)
{
    for (size_t i = 0; i < metrics->count; i++)
        if (strcmp(metrics->items[i].name, name) == 0) return i;
    return SIZE_MAX;
}

size_t bireme_metrics_at(const bireme_metrics *metrics, bireme_metric_id id)
{
    for (size_t i = 0; i < metrics->count; i++)
        if (bireme_metric_equal(bireme_metric_id_of(&metrics->items[i]), id)) return i;
    return SIZE_MAX;
}

/* Another metric that by its definition has the same values, one step nearer to the totals; the metric itself
 * if there is none. */
static bireme_metric_id nearer_total(const bireme_model *model, bireme_metric_id id)
{
    const bireme_metric_row *row = &rows[id.kind];
    bireme_metric_id wider = {.kind = row->wider, .index = -1};
    return row->same != NULL && row->same(model, id, &wider) ? wider : id;
}

bool bireme_metric_repeats(const bireme_model *model, bireme_metric_id id)
{
    return !bireme_metric_equal(nearer_total(model, id), id);
}

size_t bireme_metrics_same(const bireme_metrics *metrics, const bireme_model *model, size_t metric)
{
    bireme_metric_id at = bireme_metric_id_of(&metrics->items[metric]);
    while (bireme_metric_repeats(model, at)) at = nearer_total(model, at);
    size_t same = bireme_metrics_at(metrics, at);
    return same < metric ? same : metric;
}
