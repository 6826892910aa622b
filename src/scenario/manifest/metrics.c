/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks the metrics that a manifest names before anything is run. Which metrics a run has depends on what
 * its scenario contains, and on numbers only through their sign (a metric may exist only with adstock, or
 * with customers at the start). Runs that are alike in that are of one kind, and one of them is read for all.
 */
#include <stdio.h>
#include <string.h>
#include "base/hash.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "model/metric.h"
#include "scenario/internal.h"
#include "scenario/manifest/manifest.h"

/* The most kinds of runs that are read; with more, nothing is said about metrics that runs may lack. */
enum { KINDS_MOST = 256 };

typedef struct kind {
    uint64_t hash;
    size_t runs;
    bool read;
} kind;

typedef struct survey {
    const bireme_manifest *manifest;
    size_t n_kinds, n_metrics, unknown;
    kind kinds[KINDS_MOST];
    size_t *having, *lacking; /* [n_metrics] runs */
    const char **nearest;     /* [n_metrics] in the arena; NULL: none */
    bireme_arena arena;
} survey;

static void stir_value(uint64_t *hash, const char *json)
{
    char *end;
    const double number = bireme_number_parse(json, &end);
    const char *dist = strstr(json, "\"dist\"");
    if (end != json && *end == '\0')
        bireme_hash_stir_text(hash, number > 0 ? "+" : "-");
    else
        bireme_hash_stir_text(hash, dist != NULL && json[0] == '{' ? "dist" : json);
}

static uint64_t hash_of(const bireme_batch_entry *entry)
{
    uint64_t hash = BIREME_HASH_START;
    bireme_hash_stir_text(&hash, entry->scenario);
    for (size_t k = 0; k < entry->n_set; k++) {
        bireme_hash_stir_text(&hash, entry->set[k].path);
        stir_value(&hash, entry->set[k].json);
    }
    return hash;
}

static void note_nearest(survey *s, size_t k, const bireme_metrics *metrics)
{
    const char **names = bireme_calloc(metrics->count, sizeof *names);
    if (names == NULL) return; /* only a hint is lost */
    for (size_t i = 0; i < metrics->count; i++) names[i] = metrics->items[i].name;
    const char *nearest = bireme_nearest(s->manifest->metrics[k], names, metrics->count);
    if (nearest != NULL) s->nearest[k] = bireme_arena_copy(&s->arena, nearest, strlen(nearest));
    bireme_free((void *)names);
}

/* Reads one run, for all of its kind. */
static bireme_status read_kind(survey *s, const bireme_load_options *options, const bireme_batch_entry *entry,
                               size_t runs, bireme_error *error)
{
    bireme_load_options own = *options;
    bireme_table_options tables = {.size = sizeof(bireme_table_options)};
    bireme_scenario *scenario = NULL;
    bireme_metrics *metrics = NULL;
    bireme_error why = {0};
    if (options->tables != NULL) tables = *options->tables;
    tables.told = NULL;
    tables.column = NULL;
    own.tables = &tables;
    own.overrides = entry->set;
    own.n_overrides = entry->n_set;
    bireme_status status = bireme_scenario_load_noting(entry->scenario, &own, NULL, NULL, &scenario, &why);
    if (status == BIREME_MEMORY) return bireme_fail_memory(error);
    if (status != BIREME_OK) return BIREME_OK;
    status = bireme_metrics_create(bireme_scenario_model(scenario), &metrics, error);
    for (size_t k = 0; status == BIREME_OK && k < s->n_metrics; k++) {
        const bool has = bireme_metrics_find(metrics, s->manifest->metrics[k]) != SIZE_MAX;
        *(has ? &s->having[k] : &s->lacking[k]) += runs;
        if (!has && s->nearest[k] == NULL) note_nearest(s, k, metrics);
    }
    bireme_metrics_free(metrics);
    bireme_scenario_free(scenario);
    return status;
}

static kind *kind_of(survey *s, const bireme_batch_entry *entry)
{
    const uint64_t hash = hash_of(entry);
    for (size_t i = 0; i < s->n_kinds; i++)
        if (s->kinds[i].hash == hash) return &s->kinds[i];
    if (s->n_kinds == KINDS_MOST) return NULL;
    s->kinds[s->n_kinds] = (kind){.hash = hash};
    return &s->kinds[s->n_kinds++];
}

static bireme_status read_kinds(survey *s, const bireme_load_options *options, bireme_error *error)
{
    const bireme_manifest *m = s->manifest;
    bireme_status status = BIREME_OK;
    for (size_t i = 0; i < m->n; i++) {
        kind *k = kind_of(s, &m->entries[i]);
        if (k == NULL)
            s->unknown++;
        else
            k->runs++;
    }
    for (size_t i = 0; i < m->n && status == BIREME_OK; i++) {
        kind *k = kind_of(s, &m->entries[i]);
        if (k == NULL || k->read) continue;
        k->read = true;
        status = read_kind(s, options, &m->entries[i], k->runs, error);
    }
    return status;
}

static void report_metric(const survey *s, size_t k, bireme_report *report)
{
    const bireme_place place = s->manifest->metric_places[k];
    const char *nearest = s->nearest[k];
    char quoted[BIREME_QUOTE_SIZE], near_quoted[BIREME_QUOTE_SIZE], hint[BIREME_QUOTE_SIZE + 32] = "";
    bireme_quote(quoted, s->manifest->metrics[k]);
    if (s->lacking[k] == 0 || (s->unknown > 0 && s->having[k] > 0)) return;
    if (nearest != NULL)
        snprintf(hint, sizeof hint, "; did you mean `%s`?", bireme_quote(near_quoted, nearest));
    if (s->having[k] == 0 && s->unknown > 0)
        bireme_report_add(report, BIREME_SEVERITY_WARNING, BIREME_SCENARIO, place,
                          "none of the %zu runs that were looked at has a metric `%s`%s", s->lacking[k],
                          quoted, hint);
    else if (s->having[k] == 0)
        bireme_report_fail(report, place, "no run has a metric `%s`%s", quoted, hint);
    else
        bireme_report_add(report, BIREME_SEVERITY_WARNING, BIREME_SCENARIO, place,
                          "%zu of %zu runs have no metric `%s`: their cells are empty", s->lacking[k],
                          s->manifest->n, quoted);
}

bireme_status bireme_manifest_check_metrics(const bireme_manifest *manifest,
                                            const bireme_load_options *options, bireme_problems *problems,
                                            bireme_error *error)
{
    if (manifest->metric_places == NULL) return BIREME_OK;
    bireme_report report = {0};
    survey *s = bireme_calloc(1, sizeof *s);
    if (s == NULL) return bireme_fail_memory(error);
    s->manifest = manifest;
    while (manifest->metrics[s->n_metrics] != NULL) s->n_metrics++;
    s->having = bireme_calloc(s->n_metrics, sizeof *s->having);
    s->lacking = bireme_calloc(s->n_metrics, sizeof *s->lacking);
    s->nearest = bireme_calloc(s->n_metrics, sizeof *s->nearest);
    const bool good = s->having != NULL && s->lacking != NULL && s->nearest != NULL;
    bireme_status status = good ? read_kinds(s, options, error) : bireme_fail_memory(error);
    for (size_t k = 0; status == BIREME_OK && k < s->n_metrics; k++) report_metric(s, k, &report);
    if (status == BIREME_OK) status = bireme_report_finish(&report, problems, error);
    bireme_report_free(&report);
    bireme_free(s->having);
    bireme_free(s->lacking);
    bireme_free((void *)s->nearest);
    bireme_arena_free(&s->arena);
    bireme_free(s);
    return status;
}
