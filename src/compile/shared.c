/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compile/shared.h"

#include "base/memory.h"

struct bireme_shared_table {
    const bireme_dist *dist;
    bireme_shared_place place;
    bireme_qtable *table;
};

struct bireme_shared_sums {
    const bireme_dist *dist;
    bireme_shared_place place;
    double most;
    bireme_sums *sums;
};

struct bireme_shared_wanted {
    size_t number; /* of the table, or of the sums */
    const bireme_qtable **table;
    const bireme_sums **sums; /* the other is NULL */
};

static bireme_status want(bireme_shared *shared, struct bireme_shared_wanted what, bireme_error *error)
{
    struct bireme_shared_wanted *wanted = bireme_realloc(shared->wanted, shared->n_wanted + 1, sizeof what);
    if (wanted == NULL) return bireme_fail_memory(error);
    shared->wanted = wanted;
    wanted[shared->n_wanted++] = what;
    return BIREME_OK;
}

bireme_status bireme_shared_table(bireme_shared *shared, const bireme_dist *dist, bireme_shared_place place,
                                  const bireme_qtable **out, bireme_error *error)
{
    size_t i = 0;
    *out = NULL;
    while (i < shared->n_tables && !bireme_dist_equal(shared->tables[i].dist, dist)) i++;
    if (i == shared->n_tables) {
        struct bireme_shared_table *tables = bireme_realloc(shared->tables, i + 1, sizeof *tables);
        if (tables == NULL) return bireme_fail_memory(error);
        shared->tables = tables;
        tables[shared->n_tables++] = (struct bireme_shared_table){.dist = dist, .place = place};
    }
    return want(shared, (struct bireme_shared_wanted){.number = i, .table = out}, error);
}

/* Rounds up to a power of two: channels of about the same size share a table, and one more lead does not
 * change which tables there are. */
static double rounded_up(double most)
{
    double power = 64;
    while (power < most) power *= 2;
    return power;
}

bireme_status bireme_shared_sums_of(bireme_shared *shared, const bireme_dist *dist, bireme_shared_place place,
                                    double most, const bireme_sums **out, bireme_error *error)
{
    size_t i = 0;
    *out = NULL;
    most = rounded_up(most);
    while (i < shared->n_sums &&
           (shared->sums[i].most != most || !bireme_dist_equal(shared->sums[i].dist, dist)))
        i++;
    if (i == shared->n_sums) {
        struct bireme_shared_sums *sums = bireme_realloc(shared->sums, i + 1, sizeof *sums);
        if (sums == NULL) return bireme_fail_memory(error);
        shared->sums = sums;
        sums[shared->n_sums++] = (struct bireme_shared_sums){.dist = dist, .place = place, .most = most};
    }
    return want(shared, (struct bireme_shared_wanted){.number = i, .sums = out}, error);
}

size_t bireme_shared_count(const bireme_shared *shared)
{
    return shared->n_sums + shared->n_tables;
}

bireme_status bireme_shared_make(bireme_shared *shared, size_t number, bireme_error *error)
{
    if (number < shared->n_sums) {
        struct bireme_shared_sums *sums = &shared->sums[number];
        bireme_status status = bireme_sums_create(sums->dist, sums->most, &sums->sums, error);
        if (status != BIREME_OK) bireme_model_locate(error, sums->place.origin, sums->place.pointer);
        return status;
    }
    struct bireme_shared_table *table = &shared->tables[number - shared->n_sums];
    bireme_status status = bireme_qtable_create(table->dist, &table->table, error);
    if (status != BIREME_OK) bireme_model_locate(error, table->place.origin, table->place.pointer);
    return status;
}

void bireme_shared_hand_out(bireme_shared *shared)
{
    for (size_t w = 0; w < shared->n_wanted; w++) {
        const struct bireme_shared_wanted *wanted = &shared->wanted[w];
        if (wanted->table != NULL) *wanted->table = shared->tables[wanted->number].table;
        if (wanted->sums != NULL) *wanted->sums = shared->sums[wanted->number].sums;
    }
}

/* ------------------------ delays */

/* Whether they are scaled by the same quantity, by none, or by two fixed ones that are equal. */
static bool same_scale(const bireme_model *model, int a, int b)
{
    if (a == b) return true;
    if (a < 0 || b < 0) return false;
    const bireme_dist *da = model->quantities[a].dist, *db = model->quantities[b].dist;
    return bireme_dist_is_fixed(da) && bireme_dist_is_fixed(db) && bireme_dist_equal(da, db);
}

static bool same_step(const bireme_model *model, const bireme_item *a, const bireme_item *b)
{
    if (a->shape == NULL || b->shape == NULL) return a->shape == b->shape;
    return same_scale(model, a->scale, b->scale) && bireme_dist_equal(a->shape, b->shape);
}

static bool same_delay(const bireme_model *model, const bireme_shared_delay *made,
                       const bireme_channel *channel, size_t first, size_t last)
{
    if (made->first != first || made->last != last) return false;
    for (size_t s = first; s <= last; s++)
        if (!same_step(model, &made->channel->cycle[s], &channel->cycle[s])) return false;
    return true;
}

static bool is_fixed(const bireme_model *model, const bireme_channel *channel, size_t first, size_t last)
{
    for (size_t s = first; s <= last; s++) {
        const bireme_item *step = &channel->cycle[s];
        if (step->shape != NULL && step->scale >= 0 &&
            !bireme_dist_is_fixed(model->quantities[step->scale].dist))
            return false;
    }
    return true;
}

bireme_status bireme_shared_delay_of(bireme_shared *shared, const bireme_model *model,
                                     const bireme_channel *channel, size_t first, size_t last,
                                     bireme_shared_delay **out, bireme_error *error)
{
    for (size_t i = 0; i < shared->n_delays; i++)
        if (same_delay(model, shared->delays[i], channel, first, last)) {
            shared->delays[i]->users++;
            *out = shared->delays[i];
            return BIREME_OK;
        }
    bireme_shared_delay **delays = bireme_realloc(shared->delays, shared->n_delays + 1, sizeof *delays);
    if (delays == NULL) return bireme_fail_memory(error);
    shared->delays = delays;
    bireme_shared_delay *made = bireme_calloc(1, sizeof *made);
    if (made == NULL) return bireme_fail_memory(error);
    *made = (bireme_shared_delay){.is_fixed = is_fixed(model, channel, first, last),
                                  .number = shared->n_delays,
                                  .users = 1,
                                  .channel = channel,
                                  .first = first,
                                  .last = last};
    bireme_status status = BIREME_OK;
    if (!shared->outline && shared->delay_sums == NULL)
        status = bireme_delay_sums_create(&shared->delay_sums, error);
    if (!shared->outline && status == BIREME_OK)
        status = bireme_delay_create(model, channel, first, last, shared->delay_sums, &made->delay, error);
    if (status != BIREME_OK) {
        bireme_free(made);
        return status;
    }
    delays[shared->n_delays++] = made;
    *out = made;
    return BIREME_OK;
}

void bireme_shared_free(bireme_shared *shared)
{
    for (size_t i = 0; i < shared->n_tables; i++) bireme_qtable_free(shared->tables[i].table);
    for (size_t i = 0; i < shared->n_sums; i++) bireme_sums_free(shared->sums[i].sums);
    for (size_t i = 0; i < shared->n_delays; i++) {
        bireme_delay_free(shared->delays[i]->delay);
        bireme_free(shared->delays[i]->share);
        bireme_free(shared->delays[i]);
    }
    bireme_delay_sums_free(shared->delay_sums);
    bireme_free(shared->wanted);
    bireme_free(shared->tables);
    bireme_free(shared->sums);
    bireme_free(shared->delays);
    *shared = (bireme_shared){0};
}
