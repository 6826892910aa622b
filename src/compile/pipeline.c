/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compiling the open pipeline. The groups of a channel have its steps, so tables are made per channel and
 * step; groups without a channel have the steps of `defaults`.
 */
#include "compile/pipeline.h"

#include <math.h>
#include <stdlib.h>
#include "base/memory.h"
#include "numeric/special/special.h"

enum { ATOMS_MOST = 24 };

typedef struct maker {
    const bireme_model *model;
    bireme_shared *shared;
    bireme_pipeline *pipeline;
    bireme_error *error;
} maker;

/* ------------------------ steps */

static bireme_pipeline_kind kind_of(const bireme_dist *shape)
{
    if (shape == NULL || bireme_dist_is_fixed(shape)) return BIREME_PIPELINE_FIXED;
    size_t atoms = bireme_dist_atom_count(shape);
    if (atoms > 0 && atoms <= ATOMS_MOST && bireme_dist_is_atoms(shape)) return BIREME_PIPELINE_ATOMS;
    bool bends = atoms > 0 || bireme_dist_breaks(shape, NULL, 0) > 0;
    bool ends = bireme_dist_lower(shape) > 0 || isfinite(bireme_dist_upper(shape));
    return bends || ends ? BIREME_PIPELINE_BOUNDED : BIREME_PIPELINE_SMOOTH;
}

static bireme_status make_step(const maker *m, const bireme_item *item, const bireme_item *lost,
                               bireme_pipeline_step *step)
{
    *step = (bireme_pipeline_step){.kind = kind_of(item->shape), .scale = -1, .lost_scale = -1};
    bireme_status status = BIREME_OK;
    if (lost != NULL && lost->shape != NULL) {
        const bireme_shared_place place = {lost->origin, lost->pointer};
        step->lost_shape = lost->shape;
        step->lost_scale = lost->scale;
        step->lost_fixed = bireme_dist_mean(lost->shape);
        if (kind_of(lost->shape) != BIREME_PIPELINE_FIXED)
            status = bireme_shared_table(m->shared, lost->shape, place, &step->lost_table, m->error);
    }
    if (item->shape == NULL || status != BIREME_OK) return status;
    step->shape = item->shape;
    step->scale = item->scale;
    step->fixed = step->typical = bireme_dist_mean(item->shape);
    if (item->scale >= 0) step->typical *= bireme_dist_quantile(m->model->quantities[item->scale].dist, 0.5);
    if (step->kind == BIREME_PIPELINE_FIXED) return BIREME_OK;
    const bireme_shared_place place = {item->origin, item->pointer};
    return bireme_shared_table(m->shared, item->shape, place, &step->table, m->error);
}

static bireme_status need_survival(const maker *m, const bireme_dist *shape, const bireme_survival **out)
{
    bireme_pipeline *pipeline = m->pipeline;
    if (kind_of(shape) == BIREME_PIPELINE_FIXED || *out != NULL) return BIREME_OK;
    bireme_survival **survivals = bireme_realloc(pipeline->survivals, pipeline->n_survivals + 1,
                                                 sizeof(bireme_survival *));
    if (survivals == NULL) return bireme_fail_memory(m->error);
    pipeline->survivals = survivals;
    bireme_status status = bireme_survival_create(shape, &survivals[pipeline->n_survivals], m->error);
    if (status == BIREME_OK) *out = survivals[pipeline->n_survivals++];
    return status;
}

static bireme_pipeline_step *steps_of(const maker *m, size_t channel)
{
    return m->pipeline->steps + channel * m->model->stages;
}

/* ------------------------ groups */

/* P(shape times the quantity is longer than the age); NAN: it depends on the trial. */
static double share_longer(const maker *m, const bireme_dist *shape, int scale, double age)
{
    if (scale < 0 || !(age > 0)) return bireme_dist_sf(shape, age);
    const bireme_dist *dist = m->model->quantities[scale].dist;
    return bireme_dist_is_fixed(dist) ? bireme_dist_sf(shape, age / bireme_dist_mean(dist)) : NAN;
}

/* What the age of its deals says about their outcome. */
static bireme_status make_weights(const maker *m, bireme_pipeline_step *step, bireme_pipeline_group *group)
{
    double age = group->open->age_days;
    bireme_status status = BIREME_OK;
    group->has_lost = step->lost_shape != NULL;
    group->weighs_age = group->has_lost && step->shape != NULL && isnan(group->open->win_probability);
    if (group->has_lost) {
        group->ahead = step->shape != NULL ? share_longer(m, step->shape, step->scale, age) : 0;
        group->behind = share_longer(m, step->lost_shape, step->lost_scale, age);
    }
    if (isnan(group->ahead) || m->model->has_stock) status = need_survival(m, step->shape, &step->survival);
    if ((isnan(group->behind) || m->model->has_stock) && status == BIREME_OK)
        status = need_survival(m, step->lost_shape, &step->lost_survival);
    return status;
}

static bireme_status make_close(const maker *m, bireme_pipeline_group *group)
{
    const bireme_open_group *open = group->open;
    const bireme_item *item = open->due_text == NULL ? &open->closes : &open->slip;
    const bireme_shared_place place = {item->origin, item->pointer};
    if (!group->is_dated) return BIREME_OK;
    group->due = open->due_text == NULL ? 0 : open->due_days;
    group->ends = m->pipeline->ends + (open->due_text == NULL ? 0 : m->model->periods);
    if (item->shape == NULL) return BIREME_OK;
    group->close_shape = item->shape;
    group->close_fixed = bireme_dist_mean(item->shape);
    group->close_scale = item->scale;
    if (bireme_dist_is_fixed(item->shape)) return BIREME_OK;
    bireme_status status = bireme_shared_table(m->shared, item->shape, place, &group->close, m->error);
    if (status == BIREME_OK && item->scale >= 0 && bireme_dist_lower(item->shape) >= 0)
        status = need_survival(m, item->shape, &group->close_survival);
    return status;
}

static bireme_status make_value(const maker *m, bireme_pipeline_group *group)
{
    const bireme_dist *shape = group->open->value.shape;
    const bireme_shared_place place = {group->open->value.origin, group->open->value.pointer};
    if (shape == NULL) return BIREME_OK;
    group->value_fixed = group->value_mean = bireme_dist_mean(shape);
    return bireme_dist_is_fixed(shape)
               ? BIREME_OK
               : bireme_shared_table(m->shared, shape, place, &group->value, m->error);
}

/* Makes those steps of the group's channel that no earlier group needed. */
static bireme_status make_group(const maker *m, size_t number, bool *made, bireme_pipeline_group *group)
{
    const bireme_model *model = m->model;
    const bireme_open_group *open = &model->open[number];
    size_t channel = open->channel >= 0 ? (size_t)open->channel : model->n_channels;
    bireme_pipeline_step *steps = steps_of(m, channel);
    *group = (bireme_pipeline_group){.number = number,
                                     .channel = channel,
                                     .open = open,
                                     .steps = steps,
                                     .is_dated = bireme_open_group_is_dated(open),
                                     .close_scale = -1};
    for (size_t s = open->stage + 1; s + 1 < model->stages && group->meets == 0 && !group->is_dated; s++)
        if (bireme_model_team_at(model, channel, s) >= 0) group->meets = s;
    const bireme_item *lost = open->channel >= 0 ? model->channels[channel].lost : model->default_lost;
    bireme_status status = BIREME_OK;
    for (size_t s = open->stage + 1; s < model->stages && status == BIREME_OK; s++) {
        bool *is_made = &made[channel * model->stages + s];
        if (!*is_made) status = make_step(m, &open->cycle[s], lost != NULL ? &lost[s] : NULL, &steps[s]);
        *is_made = true;
    }
    if (status != BIREME_OK) return status;
    bireme_pipeline_step *current = &steps[open->stage + 1];
    group->left = current->kind == BIREME_PIPELINE_FIXED
                      ? 1
                      : share_longer(m, current->shape, current->scale, open->age_days);
    if (isnan(group->left)) status = need_survival(m, current->shape, &current->survival);
    for (size_t s = open->stage + 1; s <= group->meets; s++)
        if (status == BIREME_OK) status = need_survival(m, steps[s].shape, &steps[s].survival);
    return status == BIREME_OK ? make_weights(m, current, group) : status;
}

/* ------------------------ order */

static int order_of(double a, double b)
{
    return (a > b) - (a < b);
}

static double stated(const bireme_pipeline_group *group)
{
    return isnan(group->open->win_probability) ? -1 : group->open->win_probability;
}

static int by_steps(const bireme_pipeline_group *a, const bireme_pipeline_group *b)
{
    if (a->channel != b->channel) return a->channel < b->channel ? -1 : 1;
    return (a->open->stage > b->open->stage) - (a->open->stage < b->open->stage);
}

/* Only where losing takes time of its own. */
static int by_weight(const bireme_pipeline_group *a, const bireme_pipeline_group *b)
{
    if (a->has_lost != b->has_lost) return a->has_lost ? 1 : -1;
    return a->has_lost ? order_of(a->open->age_days, b->open->age_days) : 0;
}

static int by_number(const bireme_pipeline_group *a, const bireme_pipeline_group *b)
{
    return (a->number > b->number) - (a->number < b->number);
}

static int by_chances(const void *a, const void *b)
{
    const bireme_pipeline_group *x = a, *y = b;
    int order = by_steps(x, y);
    if (order == 0) order = order_of(stated(x), stated(y));
    if (order == 0) order = by_weight(x, y);
    return order != 0 ? order : by_number(x, y);
}

static int by_age(const void *a, const void *b)
{
    const bireme_pipeline_group *x = *(const bireme_pipeline_group *const *)a,
                                *y = *(const bireme_pipeline_group *const *)b;
    int order = by_steps(x, y);
    if (order == 0) order = (x->is_dated > y->is_dated) - (x->is_dated < y->is_dated);
    if (order == 0) order = order_of(x->open->age_days, y->open->age_days);
    return order != 0 ? order : by_number(x, y);
}

bool bireme_pipeline_alike(const bireme_pipeline_group *a, const bireme_pipeline_group *b)
{
    return by_steps(a, b) == 0 && a->is_dated == b->is_dated && a->open->age_days == b->open->age_days;
}

bool bireme_pipeline_same_chances(const bireme_pipeline_group *a, const bireme_pipeline_group *b)
{
    return by_steps(a, b) == 0 && stated(a) == stated(b) && by_weight(a, b) == 0;
}

bool bireme_pipeline_takes_integral(const bireme_pipeline_group *group)
{
    size_t spread = 0;
    for (size_t s = group->open->stage + 1; s <= group->meets; s++)
        spread += group->steps[s].kind >= BIREME_PIPELINE_BOUNDED;
    return spread > 1;
}

static void sort_groups(const bireme_model *model, bireme_pipeline *pipeline)
{
    enum { KEPT_MOST = 2048 }; /* lane arrays of 2 KiB */
    qsort(pipeline->groups, pipeline->n, sizeof *pipeline->groups, by_chances);
    for (size_t i = 0; i < pipeline->n; i++) pipeline->by_age[i] = &pipeline->groups[i];
    qsort(pipeline->by_age, pipeline->n, sizeof *pipeline->by_age, by_age);
    for (size_t i = 0; i < pipeline->n; i++)
        if (i == 0 || !bireme_pipeline_alike(pipeline->by_age[i - 1], pipeline->by_age[i]))
            pipeline->n_integrals += bireme_pipeline_takes_integral(pipeline->by_age[i]);
    pipeline->n_kept = KEPT_MOST / model->periods;
    if (pipeline->n_kept > pipeline->n_integrals) pipeline->n_kept = pipeline->n_integrals;
}

/* ------------------------ rules */

/* The τ are Gauss–Legendre nodes. Many: u = 10τ³ − 15τ⁴ + 6τ⁵. Few: u = 1 − (1 − τ)², because then only the
 * upper end matters, where quantile functions go to infinity. */
static void make_rule(size_t n, bireme_pipeline_rule *rule)
{
    enum { FEW = 8 };
    double node[BIREME_PIPELINE_NODES], weight[BIREME_PIPELINE_NODES];
    bireme_gauss_legendre(n, node, weight);
    rule->n = n;
    for (size_t i = 0; i < n; i++) {
        double t = (1 + node[i]) / 2, r = 1 - t;
        rule->node[i] = n > FEW ? t * t * t * (10 - t * (15 - 6 * t)) : 1 - r * r;
        rule->weight[i] = weight[i] / 2 * (n > FEW ? 30 * t * t * r * r : 2 * r);
    }
}

const bireme_pipeline_rule *bireme_pipeline_rule_for(const bireme_pipeline *pipeline, size_t depth,
                                                     double budget)
{
    for (size_t i = 0; i + 1 < BIREME_PIPELINE_RULES; i++) {
        double nodes = 1;
        for (size_t k = 0; k < depth; k++) nodes *= (double)pipeline->rules[i].n;
        if (nodes <= budget) return &pipeline->rules[i];
    }
    return &pipeline->rules[BIREME_PIPELINE_RULES - 1];
}

/* ------------------------ all */

static void find_ends(const bireme_model *model, double *ends)
{
    const double days = bireme_calendar_days(&model->calendar);
    for (size_t t = 0; t < model->periods; t++) {
        ends[t] = (double)(t + 1) * days;
        ends[model->periods + t] = (double)bireme_calendar_days_to_end(&model->calendar, t);
    }
}

bireme_status bireme_pipeline_create(const bireme_model *model, bireme_shared *shared, bireme_pipeline **out,
                                     bireme_error *error)
{
    bireme_pipeline *pipeline = bireme_calloc(1, sizeof *pipeline);
    if (pipeline == NULL) return bireme_fail_memory(error);
    size_t n_steps = (model->n_channels + 1) * model->stages;
    bool *made = bireme_calloc(n_steps, sizeof *made);
    pipeline->steps = bireme_calloc(n_steps, sizeof *pipeline->steps);
    pipeline->groups = bireme_calloc(model->n_open, sizeof *pipeline->groups);
    pipeline->by_age = bireme_calloc(model->n_open, sizeof(bireme_pipeline_group *));
    pipeline->ends = bireme_calloc(2 * model->periods, sizeof *pipeline->ends);
    bireme_status status = BIREME_OK;
    if (!made || !pipeline->steps || !pipeline->groups || !pipeline->by_age || !pipeline->ends)
        status = bireme_fail_memory(error);
    else
        find_ends(model, pipeline->ends);
    static const size_t nodes[BIREME_PIPELINE_RULES] = {BIREME_PIPELINE_NODES, 16, 12, 8, 6, 4};
    for (size_t i = 0; i < BIREME_PIPELINE_RULES; i++) make_rule(nodes[i], &pipeline->rules[i]);
    const maker m = {model, shared, pipeline, error};
    for (; pipeline->n < model->n_open && status == BIREME_OK; pipeline->n++)
        status = make_group(&m, pipeline->n, made, &pipeline->groups[pipeline->n]);
    bireme_free(made);
    if (status == BIREME_OK) sort_groups(model, pipeline);
    for (size_t i = 0; i < pipeline->n && status == BIREME_OK;
         i++) /* from here on the groups are not moved */
        status = make_value(&m, &pipeline->groups[i]);
    for (size_t i = 0; i < pipeline->n && status == BIREME_OK; i++)
        status = make_close(&m, &pipeline->groups[i]);
    if (status != BIREME_OK) {
        bireme_pipeline_free(pipeline);
        return status;
    }
    *out = pipeline;
    return BIREME_OK;
}

void bireme_pipeline_free(bireme_pipeline *pipeline)
{
    if (pipeline == NULL) return;
    for (size_t i = 0; i < pipeline->n_survivals; i++) bireme_survival_free(pipeline->survivals[i]);
    bireme_free(pipeline->survivals);
    bireme_free(pipeline->groups);
    bireme_free(pipeline->by_age);
    bireme_free(pipeline->steps);
    bireme_free(pipeline->ends);
    bireme_free(pipeline);
}
