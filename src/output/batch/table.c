/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table is read in place: its cells end with zeros afterwards, and texts point to them. What is set is
 * known from the manifest, whose runs are in the same order.
 */
#include "output/batch/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/metric.h"
#include "output/forecast/forecast.h"

/* ------------------------ cells */

enum { CELL_RUN, CELL_SCENARIO, CELL_METRIC, CELL_PERIOD, CELL_STATISTIC, CELL_VALUE, CELLS };

typedef struct cursor {
    char *at, *end;
} cursor;

/* The next cell, unquoted; *last: of its row. NULL: the text is not a table. */
static char *next_cell(cursor *c, bool *last)
{
    char *cell = c->at, *to = cell;
    const bool quoted = c->at < c->end && *c->at == '"';
    if (quoted) c->at++;
    while (c->at < c->end && (quoted || (*c->at != ',' && *c->at != '\r'))) {
        if (quoted && *c->at == '"') {
            if (c->at + 1 >= c->end || c->at[1] != '"') break;
            c->at++;
        }
        *to++ = *c->at++;
    }
    if (quoted && (c->at >= c->end || *c->at++ != '"')) return NULL;
    if (c->at >= c->end || (*c->at != ',' && (*c->at != '\r' || c->at + 1 >= c->end || c->at[1] != '\n')))
        return NULL;
    *last = *c->at == '\r';
    c->at += *last ? 2 : 1;
    *to = '\0';
    return cell[0] == '\'' && cell[1] != '\0' && strchr("=+-@\t\r", cell[1]) != NULL ? cell + 1 : cell;
}

/* False: there is no row. */
static bool next_row(cursor *c, char *cells[CELLS])
{
    bool last = false;
    for (size_t i = 0; i < CELLS; i++) {
        cells[i] = last ? NULL : next_cell(c, &last);
        if (cells[i] == NULL || last != (i + 1 == CELLS)) return false;
    }
    return true;
}

static double number(const char *text)
{
    return *text != '\0' ? bireme_number_parse(text, &(char *){NULL}) : NAN;
}

/* ------------------------ runs */

/* The field of that statistic; NULL: it is not one of a summary. */
static double *statistic(bireme_summary *s, const char *name)
{
    const struct {
        const char *name;
        double *field;
    } others[] = {{"mean", &s->mean}, {"sd", &s->sd},   {"mean_se", &s->mean_se},  {"sd_se", &s->sd_se},
                  {"min", &s->min},   {"max", &s->max}, {"left_out", &s->left_out}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(name, others[i].name) == 0) return others[i].field;
    for (size_t q = 0; q < BIREME_QUANTILE_COUNT; q++) {
        const size_t length = strlen(bireme_quantile_name[q]);
        if (strncmp(name, bireme_quantile_name[q], length) != 0) continue;
        if (name[length] == '\0') return &s->quantile[q];
        if (strcmp(name + length, "_se") == 0) return &s->quantile_se[q];
    }
    return NULL;
}

static void take_goal(bireme_goal_result *goal, const char *name, double value)
{
    goal->present = true;
    if (strcmp(name, "at_least") == 0) goal->at_least = value;
    if (strcmp(name, "at_most") == 0) goal->at_least = value, goal->at_most = true;
    if (strcmp(name, "probability") == 0) goal->probability = value;
    if (strcmp(name, "probability_se") == 0) goal->probability_se = value;
}

static void take_total(bireme_batch_table *t, bireme_batch_outcome *run, size_t *metric, char *cells[CELLS])
{
    for (size_t k = 0; k < t->n_metrics && strcmp(t->metrics[*metric].name, cells[CELL_METRIC]) != 0; k++)
        *metric = (*metric + 1) % t->n_metrics; /* rows of a metric follow each other */
    if (t->n_metrics == 0 || strcmp(t->metrics[*metric].name, cells[CELL_METRIC]) != 0) return;
    bireme_summary *s = &run->total[*metric];
    const double value = number(cells[CELL_VALUE]);
    double *field = statistic(s, cells[CELL_STATISTIC]);
    if (field == NULL) return;
    *field = value;
    if (field == &s->mean && isfinite(value)) s->n = run->trials;
}

static void take_row(bireme_batch_table *t, bireme_batch_outcome *run, size_t *metric, char *cells[CELLS])
{
    const char *of = cells[CELL_METRIC], *name = cells[CELL_STATISTIC];
    run->scenario = cells[CELL_SCENARIO];
    if (*cells[CELL_PERIOD] != '\0') return;
    if (strcmp(of, "error") == 0)
        run->error = name;
    else if (strcmp(of, "currency") == 0)
        run->currency = name;
    else if (strcmp(of, "run") == 0 && strcmp(name, "seed") == 0)
        run->seed = strtoull(cells[CELL_VALUE], NULL, 10);
    else if (strcmp(of, "run") == 0 && strcmp(name, "trials") == 0)
        run->trials = strtoull(cells[CELL_VALUE], NULL, 10);
    else if (strcmp(of, "goal") == 0)
        take_goal(&run->goal, name, number(cells[CELL_VALUE]));
    else
        take_total(t, run, metric, cells);
}

static bireme_status read_runs(bireme_batch_table *t, size_t length, bireme_error *error)
{
    cursor c = {.at = t->bytes, .end = t->bytes + length};
    char *cells[CELLS], *name = NULL;
    size_t n = 0, metric = 0;
    bool whole = next_row(&c, cells);
    while (whole && c.at < c.end && (whole = next_row(&c, cells))) {
        if (name == NULL || strcmp(name, cells[CELL_RUN]) != 0) n++;
        name = cells[CELL_RUN];
        if (n > t->n_runs) break;
        take_row(t, &t->runs[n - 1], &metric, cells);
    }
    if (!whole || n != t->n_runs)
        return bireme_fail(error, BIREME_SCENARIO,
                           "the table of the batch is not whole: it has %zu runs, the manifest %zu", n,
                           t->n_runs);
    for (size_t i = 0; i < n; i++) t->n_failed += t->runs[i].error != NULL;
    return BIREME_OK;
}

/* ------------------------ metrics */

static bool describe(bireme_batch_table *t, bireme_batch_metric *metric, const char *asked)
{
    bireme_metric_id id;
    bireme_text words = {0};
    *metric = (bireme_batch_metric){.name = asked, .format = BIREME_FORMAT_PLAIN};
    char said[BIREME_METRIC_WORDS_SIZE];
    const bireme_metric_row *row = NULL;
    for (size_t m = 0; m < t->n_models && row == NULL; m++) {
        if (!bireme_metric_find(t->models[m], asked, &id)) continue;
        row = bireme_metric_row_of(id.kind);
        bireme_text_append(&words, bireme_metric_words(t->models[m], id, said));
    }
    if (row != NULL) {
        metric->format = bireme_unit_format(row->unit);
        metric->less_is_better = row->less_is_better;
    } else {
        bireme_text_append(&words, asked);
    }
    metric->words = bireme_text_take(&words);
    return metric->words != NULL;
}

static bool is_known(const bireme_batch_table *t, const char *file)
{
    for (size_t m = 0; m < t->n_models; m++)
        if (strcmp(t->models[m]->file, file) == 0) return true;
    return false;
}

/* Whether their goals are about the same time: from the same start, in the same periods, to the same end. */
static bool is_over_the_same_time(const bireme_model *a, const bireme_model *b)
{
    const bireme_calendar *x = &a->calendar, *y = &b->calendar;
    return a->goal.by == b->goal.by && x->period == y->period && x->year == y->year && x->month == y->month &&
           x->day == y->day;
}

/* The goal of all runs is of one metric unless a run sets another. */
static const char *goal_metric_of(const bireme_batch_table *t)
{
    const char *metric = NULL;
    const char *const *paths = bireme_manifest_paths(t->manifest);
    for (size_t p = 0; paths[p] != NULL; p++)
        if (strcmp(paths[p], "goal") == 0 || strcmp(paths[p], "goal.metric") == 0) return NULL;
    for (size_t m = 0; m < t->n_models; m++) {
        const bireme_goal *goal = &t->models[m]->goal;
        if (!goal->present || (metric != NULL && strcmp(metric, goal->metric) != 0)) return NULL;
        if (!is_over_the_same_time(t->models[m], t->models[0])) return NULL;
        metric = goal->metric;
    }
    for (size_t i = 0; i < t->n_runs; i++) /* a scenario that could not be read has no run with a goal */
        if (t->runs[i].error == NULL && !is_known(t, t->runs[i].entry->scenario)) return NULL;
    return metric;
}

/* Scenarios of one name are called by their files, all of them. */
static void tell_apart(bireme_batch_table *t)
{
    bool alike = false;
    for (size_t a = 0; a < t->n_models; a++)
        for (size_t b = 0; b < a; b++) alike = alike || strcmp(t->models[a]->name, t->models[b]->name) == 0;
    for (size_t i = 0; i < t->n_runs && alike; i++) t->runs[i].scenario = t->runs[i].entry->scenario;
}

static bool prepare(bireme_batch_table *t)
{
    const char *const *metrics = bireme_manifest_metrics(t->manifest);
    while (metrics[t->n_metrics] != NULL) t->n_metrics++;
    t->n_runs = bireme_manifest_count(t->manifest);
    t->metrics = bireme_calloc(t->n_metrics, sizeof *t->metrics);
    t->runs = bireme_calloc(t->n_runs, sizeof *t->runs);
    if (t->metrics == NULL || t->runs == NULL) return false;
    for (size_t k = 0; k < t->n_metrics; k++)
        if (!describe(t, &t->metrics[k], metrics[k])) return false;
    for (size_t i = 0; i < t->n_runs; i++) {
        bireme_batch_outcome *run = &t->runs[i];
        *run = (bireme_batch_outcome){.entry = bireme_manifest_entry(t->manifest, i), .currency = ""};
        run->scenario = run->entry->scenario;
        run->total = bireme_calloc(t->n_metrics, sizeof *run->total);
        if (run->total == NULL) return false;
    }
    const bireme_model *first = t->n_models > 0 ? t->models[0] : NULL;
    t->won = first != NULL ? first->stage[first->stages - 1] : "";
    return true;
}

static bool find_goal(bireme_batch_table *t)
{
    const char *goal = goal_metric_of(t);
    return goal == NULL || describe(t, &t->goal, goal);
}

bireme_status bireme_batch_table_read(const bireme_manifest *manifest, char *bytes, size_t length,
                                      const bireme_model *const *models, size_t n_models,
                                      bireme_batch_table *out, bireme_error *error)
{
    *out = (bireme_batch_table){.manifest = manifest, .bytes = bytes, .models = models, .n_models = n_models};
    if (!prepare(out)) return bireme_fail_memory(error);
    bireme_status status = read_runs(out, length, error);
    if (status != BIREME_OK) return status;
    tell_apart(out);
    return find_goal(out) && bireme_batch_find_points(out) && bireme_batch_find_grids(out)
               ? BIREME_OK
               : bireme_fail_memory(error);
}

void bireme_batch_table_free(bireme_batch_table *t)
{
    for (size_t i = 0; t->runs != NULL && i < t->n_runs; i++) bireme_free(t->runs[i].total);
    for (size_t k = 0; t->metrics != NULL && k < t->n_metrics; k++) bireme_free(t->metrics[k].words);
    bireme_free(t->goal.words);
    for (size_t p = 0; t->points != NULL && p < t->n_points; p++) {
        bireme_free(t->points[p].runs);
        bireme_free(t->points[p].total);
    }
    for (size_t g = 0; t->grids != NULL && g < t->n_grids; g++) {
        bireme_batch_grid *grid = &t->grids[g];
        for (size_t a = 0; grid->axes != NULL && a < grid->n_axes; a++) {
            bireme_free((void *)grid->axes[a].json);
            bireme_free(grid->axes[a].x);
        }
        bireme_free(grid->axes);
        bireme_free(grid->points);
    }
    bireme_free(t->runs);
    bireme_free(t->metrics);
    bireme_free(t->points);
    bireme_free(t->grids);
    bireme_free((void *)t->currencies);
    bireme_free(t->of_point);
    bireme_free(t->bytes);
    *t = (bireme_batch_table){0};
}
