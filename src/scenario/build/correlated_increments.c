/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets with single increments of walks. The trials do not draw increments but the numbers of the bridge, of
 * which each increment is a combination (compile/correlated.c). So a set must have all increments of its
 * walks, and walks are in one set each. What no pair joins has the correlation 0: a larger matrix with the
 * former ones along its diagonal is as positive definite as they are.
 */
#include "scenario/build/steps.h"

#include <string.h>
#include "base/memory.h"

/* Gives sets that have a walk in common the number of the first. */
static void group_sets(const bireme_model *model, size_t *group)
{
    for (size_t k = 0; k < model->n_correlated; k++) group[k] = k;
    for (size_t w = 0; w < model->n_walks; w++) {
        size_t first = model->n_correlated;
        for (size_t k = 0; k < model->n_correlated; k++) {
            const bireme_correlated *set = &model->correlated[k];
            bool has = false;
            for (size_t i = 0; i < set->n && set->kind == BIREME_CORRELATED_INCREMENTS; i++)
                has |= bireme_model_walk_of(model, set->quantity[i]) == (int)w;
            if (!has) continue;
            if (first == model->n_correlated) first = group[k];
            const size_t from = group[k] > first ? group[k] : first, to = group[k] > first ? first : group[k];
            for (size_t j = 0; j < model->n_correlated; j++)
                if (group[j] == from) group[j] = to;
            first = to;
        }
    }
}

/* at [n_quantities]: the row of each in the joined set, −1 for all others. Returns their number. */
static size_t number_rows(const bireme_model *model, const size_t *group, size_t which, int *at)
{
    size_t n = 0;
    for (size_t q = 0; q < model->n_quantities; q++) at[q] = -1;
    for (size_t k = 0; k < model->n_correlated; k++) {
        const bireme_correlated *set = &model->correlated[k];
        for (size_t i = 0; i < set->n && group[k] == which; i++) {
            const int w = bireme_model_walk_of(model, set->quantity[i]);
            const int first = w >= 0 ? model->walks[w].first : set->quantity[i];
            for (size_t t = 0; t < (w >= 0 ? model->periods : 1); t++) at[first + (int)t] = 0;
        }
    }
    for (size_t q = 0; q < model->n_quantities; q++)
        if (at[q] == 0) at[q] = (int)n++;
    return n;
}

/* The sets of a group as one. */
static void join(bireme_builder *builder, const size_t *group, size_t which, int *at, bireme_correlated *out)
{
    const bireme_model *model = builder->model;
    const size_t n = number_rows(model, group, which, at);
    *out = (bireme_correlated){.kind = BIREME_CORRELATED_INCREMENTS,
                               .n = n,
                               .quantity = bireme_build_alloc(builder, n, sizeof *out->quantity),
                               .pearson = bireme_build_alloc(builder, n * n, sizeof *out->pearson)};
    if (builder->failed) return;
    for (size_t q = 0; q < model->n_quantities; q++)
        if (at[q] >= 0) out->quantity[at[q]] = (int)q;
    for (size_t i = 0; i < n; i++) out->pearson[i * n + i] = 1;
    for (size_t k = 0; k < model->n_correlated; k++) {
        const bireme_correlated *set = &model->correlated[k];
        for (size_t i = 0; i < set->n && group[k] == which; i++)
            for (size_t j = 0; j < set->n; j++)
                out->pearson[(size_t)at[set->quantity[i]] * n + (size_t)at[set->quantity[j]]] =
                    set->pearson[i * set->n + j];
    }
}

static void free_set(bireme_correlated *set)
{
    bireme_free(set->quantity);
    bireme_free(set->pearson);
}

void bireme_build_join_increments(bireme_builder *builder)
{
    bireme_model *model = builder->model;
    const size_t most = model->n_correlated;
    size_t n = 0;
    size_t *group = bireme_build_alloc(builder, most, sizeof *group);
    int *at = bireme_build_alloc(builder, model->n_quantities, sizeof *at);
    bireme_correlated *joined = bireme_build_alloc(builder, most, sizeof *joined);
    if (!builder->failed) {
        group_sets(model, group);
        for (size_t k = 0; k < most && !builder->failed; k++) {
            if (group[k] != k || model->correlated[k].kind != BIREME_CORRELATED_INCREMENTS) continue;
            join(builder, group, k, at, &joined[n++]);
        }
    }
    if (builder->failed) {
        for (size_t k = 0; k < n; k++) free_set(&joined[k]);
    } else {
        size_t kept = 0;
        for (size_t k = 0; k < most; k++) {
            if (model->correlated[k].kind == BIREME_CORRELATED_INCREMENTS)
                free_set(&model->correlated[k]);
            else
                model->correlated[kept++] = model->correlated[k];
        }
        memcpy(model->correlated + kept, joined, n * sizeof *joined);
        model->n_correlated = kept + n;
    }
    bireme_free(group);
    bireme_free(at);
    bireme_free(joined);
}
