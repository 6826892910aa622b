/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From runs to points and grids: runs with the same key are one point, points with the same key one grid.
 */
#include "output/batch/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"

/* ------------------------ grouping */

typedef struct keyed {
    char *key; /* NULL: belongs to no group */
    size_t index;
} keyed;

static int by_key(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    const int order = strcmp(x->key, y->key);
    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

/* Numbers those with equal keys alike, in the order of their first ones; SIZE_MAX for those without a key.
 * Returns the number of groups; SIZE_MAX: out of memory. The keys are freed. */
static size_t number_alike(keyed *items, size_t n, size_t *group)
{
    size_t with = 0, groups = 0;
    keyed *sorted = bireme_calloc(n, sizeof *sorted);
    for (size_t i = 0; sorted != NULL && i < n; i++)
        if (items[i].key != NULL) sorted[with++] = items[i];
    if (sorted != NULL) {
        qsort(sorted, with, sizeof *sorted, by_key);
        for (size_t i = 0; i < n; i++) group[i] = SIZE_MAX;
        for (size_t i = 0, first = 0; i < with; i++) {
            if (strcmp(sorted[i].key, sorted[first].key) != 0) first = i;
            group[sorted[i].index] = sorted[first].index; /* its first one, numbered below */
        }
        for (size_t i = 0; i < n; i++)
            if (group[i] != SIZE_MAX) group[i] = group[i] == i ? groups++ : group[group[i]];
    }
    for (size_t i = 0; i < n; i++) bireme_free(items[i].key);
    bireme_free(sorted);
    return sorted != NULL ? groups : SIZE_MAX;
}

/* What a run is of; points: with the values that it sets, else only their paths. NULL: out of memory. */
static char *key_of(const bireme_batch_table *t, const bireme_batch_outcome *run, bool values)
{
    const char *const *paths = bireme_manifest_paths(t->manifest);
    bireme_text key = {0};
    bireme_text_format(&key, "%s\n%s", run->entry->scenario, run->currency);
    for (size_t p = 0; paths[p] != NULL; p++) {
        const char *json = bireme_batch_set_of(run->entry, paths[p]);
        if (json == NULL) continue;
        const double value = bireme_batch_number_of(json); /* 2e4 is 20000 */
        char number[BIREME_NUMBER_SIZE];
        const char *written = isnan(value) ? json : bireme_number_format(number, value);
        bireme_text_format(&key, "\n%zu=%s", p, values ? written : "");
    }
    return bireme_text_take(&key);
}

static bool append_index(size_t **list, size_t *n, size_t index)
{
    size_t *grown = bireme_realloc(*list, *n + 1, sizeof *grown);
    if (grown == NULL) return false;
    *list = grown;
    grown[(*n)++] = index;
    return true;
}

/* ------------------------ points */

const char *bireme_batch_set_of(const bireme_batch_entry *entry, const char *path)
{
    for (size_t i = entry->n_set; i-- > 0;) /* a later one overrides */
        if (strcmp(entry->set[i].path, path) == 0) return entry->set[i].json;
    return NULL;
}

double bireme_batch_number_of(const char *json)
{
    char *end;
    const double value = bireme_number_parse(json, &end);
    return end != json && *end == '\0' ? value : NAN;
}

bool bireme_batch_is_named(const bireme_batch_table *t, const bireme_batch_outcome *run)
{
    char number[32];
    snprintf(number, sizeof number, "%zu", (size_t)(run - t->runs) + 1);
    return strcmp(run->entry->name, number) != 0;
}

/* A second run with the same seed has the same random numbers: of these the one with the most trials
 * counts. */
static bool add_run(const bireme_batch_table *t, bireme_batch_point *point, size_t run)
{
    for (size_t i = 0; i < point->n_runs; i++) {
        if (t->runs[point->runs[i]].seed != t->runs[run].seed) continue;
        if (t->runs[run].trials > t->runs[point->runs[i]].trials) point->runs[i] = run;
        return true;
    }
    return append_index(&point->runs, &point->n_runs, run);
}

/* The means over the runs, each made with other random numbers: their errors are independent. */
static void average(const bireme_batch_table *t, bireme_batch_point *point)
{
    const double n = (double)point->n_runs;
    point->goal = t->runs[point->runs[0]].goal;
    double chance = 0, chance_se = 0;
    for (size_t i = 0; i < point->n_runs; i++) {
        const bireme_goal_result *goal = &t->runs[point->runs[i]].goal;
        chance += goal->probability;
        chance_se = hypot(chance_se, goal->probability_se);
    }
    point->goal.probability = chance / n;
    point->goal.probability_se = chance_se / n;
    for (size_t k = 0; k < t->n_metrics; k++) {
        bireme_summary *mean = &point->total[k];
        for (size_t i = 0; i < point->n_runs; i++) {
            const bireme_summary *of = &t->runs[point->runs[i]].total[k];
            if (i == 0 || of->n < mean->n) mean->n = of->n; /* 0 if one run does not have it */
            mean->mean += of->mean / n;
            mean->mean_se = hypot(mean->mean_se, of->mean_se / n);
            for (size_t q = 0; q < BIREME_QUANTILE_COUNT; q++) {
                mean->quantile[q] += of->quantile[q] / n;
                mean->quantile_se[q] = hypot(mean->quantile_se[q], of->quantile_se[q] / n);
            }
        }
        if (point->n_runs == 1) *mean = t->runs[point->runs[0]].total[k];
    }
}

static bool note_currency(bireme_batch_table *t, const char *currency)
{
    for (size_t c = 0; c < t->n_currencies; c++)
        if (strcmp(t->currencies[c], currency) == 0) return true;
    const char **grown = bireme_realloc((void *)t->currencies, t->n_currencies + 1, sizeof *grown);
    if (grown == NULL) return false;
    t->currencies = grown;
    grown[t->n_currencies++] = currency;
    return true;
}

bool bireme_batch_find_points(bireme_batch_table *t)
{
    bool good = true;
    keyed *items = bireme_calloc(t->n_runs, sizeof *items);
    t->of_point = bireme_calloc(t->n_runs, sizeof *t->of_point);
    if (items == NULL || t->of_point == NULL) {
        bireme_free(items);
        return false;
    }
    for (size_t i = 0; i < t->n_runs; i++) {
        items[i].index = i;
        if (t->runs[i].error != NULL) continue;
        items[i].key = key_of(t, &t->runs[i], true);
        good = good && items[i].key != NULL && note_currency(t, t->runs[i].currency);
    }
    const size_t n = number_alike(items, t->n_runs, t->of_point);
    bireme_free(items);
    t->points = good && n != SIZE_MAX ? bireme_calloc(n, sizeof *t->points) : NULL;
    if (t->points == NULL) return false;
    t->n_points = n;
    for (size_t i = 0; i < t->n_runs; i++) {
        if (t->of_point[i] == SIZE_MAX) continue;
        if (!add_run(t, &t->points[t->of_point[i]], i)) return false;
    }
    for (size_t p = 0; p < n; p++) {
        t->points[p].total = bireme_calloc(t->n_metrics, sizeof *t->points[p].total);
        if (t->points[p].total == NULL) return false;
        average(t, &t->points[p]);
    }
    return true;
}

/* ------------------------ grids */

size_t bireme_batch_place_of(const bireme_batch_table *t, const bireme_batch_point *point,
                             const bireme_batch_axis *axis)
{
    const char *json = bireme_batch_set_of(t->runs[point->runs[0]].entry, axis->path);
    const double x = bireme_batch_number_of(json);
    for (size_t i = 0; i < axis->n; i++)
        if (axis->numbers ? axis->x[i] == x : strcmp(axis->json[i], json) == 0) return i;
    return SIZE_MAX;
}

typedef struct value {
    const char *json;
    double x;
} value;

static int by_number(const void *a, const void *b)
{
    const value *x = a, *y = b;
    return (x->x > y->x) - (x->x < y->x);
}

/* The different values [*n] that a grid has for the path. False: out of memory. */
static bool list_values(const bireme_batch_table *t, const bireme_batch_grid *grid, const char *path,
                        value *list, size_t *n, bool *numbers)
{
    keyed *items = bireme_calloc(grid->n_points, sizeof *items);
    size_t *group = bireme_calloc(grid->n_points, sizeof *group);
    bool good = items != NULL && group != NULL;
    *numbers = true;
    for (size_t i = 0; good && i < grid->n_points; i++) {
        const char *json = bireme_batch_set_of(t->runs[t->points[grid->points[i]].runs[0]].entry, path);
        items[i] = (keyed){bireme_strdup(json), i};
        good = items[i].key != NULL;
        list[i] = (value){json, bireme_batch_number_of(json)};
        *numbers = *numbers && isfinite(list[i].x);
    }
    *n = items != NULL && group != NULL ? number_alike(items, grid->n_points, group) : SIZE_MAX;
    for (size_t i = 0, next = 0; good && i < grid->n_points && next < *n; i++)
        if (group[i] == next) list[next++] = list[i];
    bireme_free(items);
    bireme_free(group);
    if (!good || *n == SIZE_MAX) return false;
    if (!*numbers) return true;
    qsort(list, *n, sizeof *list, by_number);
    size_t kept = 0; /* 2e4 is 20000 */
    for (size_t i = 0; i < *n; i++)
        if (kept == 0 || list[i].x != list[kept - 1].x) list[kept++] = list[i];
    *n = kept;
    return true;
}

static bool add_axis(bireme_batch_grid *grid, const char *path, const value *list, size_t n, bool numbers)
{
    bireme_batch_axis *grown = bireme_realloc(grid->axes, grid->n_axes + 1, sizeof *grown);
    if (grown == NULL) return false;
    grid->axes = grown;
    bireme_batch_axis *axis = &grown[grid->n_axes++];
    *axis = (bireme_batch_axis){.path = path,
                                .numbers = numbers,
                                .n = n,
                                .json = bireme_calloc(n, sizeof *axis->json),
                                .x = bireme_calloc(n, sizeof *axis->x)};
    if (axis->json == NULL || axis->x == NULL) return false;
    for (size_t i = 0; i < n; i++) {
        axis->json[i] = list[i].json;
        axis->x[i] = list[i].x;
    }
    return true;
}

static bool find_axes(const bireme_batch_table *t, bireme_batch_grid *grid)
{
    const char *const *paths = bireme_manifest_paths(t->manifest);
    const bireme_batch_outcome *first = &t->runs[t->points[grid->points[0]].runs[0]];
    value *list = bireme_calloc(grid->n_points, sizeof *list);
    bool good = list != NULL;
    grid->scenario = first->scenario;
    grid->file = first->entry->scenario;
    grid->currency = first->currency;
    for (size_t p = 0; good && paths[p] != NULL; p++) {
        size_t n;
        bool numbers;
        if (bireme_batch_set_of(first->entry, paths[p]) == NULL) continue;
        good = list_values(t, grid, paths[p], list, &n, &numbers) &&
               (n < 2 || add_axis(grid, paths[p], list, n, numbers));
    }
    bireme_free(list);
    return good;
}

bool bireme_batch_find_grids(bireme_batch_table *t)
{
    bool good = true;
    keyed *items = bireme_calloc(t->n_points, sizeof *items);
    size_t *group = bireme_calloc(t->n_points, sizeof *group), n = SIZE_MAX;
    for (size_t p = 0; items != NULL && group != NULL && p < t->n_points; p++) {
        items[p] = (keyed){key_of(t, &t->runs[t->points[p].runs[0]], false), p};
        good = good && items[p].key != NULL;
    }
    if (items != NULL && group != NULL) n = number_alike(items, t->n_points, group);
    t->grids = good && n != SIZE_MAX ? bireme_calloc(n, sizeof *t->grids) : NULL;
    t->n_grids = t->grids != NULL ? n : 0;
    good = t->grids != NULL;
    for (size_t p = 0; good && p < t->n_points; p++) {
        t->points[p].grid = group[p];
        good = append_index(&t->grids[group[p]].points, &t->grids[group[p]].n_points, p);
    }
    for (size_t g = 0; good && g < t->n_grids; g++) good = find_axes(t, &t->grids[g]);
    bireme_free(items);
    bireme_free(group);
    return good;
}
