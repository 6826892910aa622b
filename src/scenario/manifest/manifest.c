/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/manifest/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/options.h"

enum { SIZE_MOST = 64 << 20 };

static const char *const usual_metrics[] = {"revenue",    "wins",         "leads", "cost.marketing",
                                            "cost.sales", "contribution", "cac",   NULL};

/* ------------------------ the whole */

static int by_name(const void *a, const void *b)
{
    const bireme_batch_entry *x = *(const bireme_batch_entry *const *)a,
                             *y = *(const bireme_batch_entry *const *)b;
    int order = strcmp(x->name, y->name);
    return order != 0 ? order : (x > y) - (x < y);
}

/* Two runs have the same name, first < second: reports it at the one that was named explicitly. */
static void report_name(bireme_manifest_reading *reading, size_t first, size_t second)
{
    const bireme_manifest_run *runs = reading->runs;
    const size_t at = runs[second].named ? second : first, other = at == first ? second : first;
    char quoted[BIREME_QUOTE_SIZE];
    bireme_quote(quoted, reading->manifest->entries[at].name);
    if (runs[other].named)
        bireme_report_fail(&reading->report, runs[at].place,
                           "two runs are called `%s`; the first is in line %d", quoted,
                           runs[other].place.line);
    else
        bireme_report_fail(&reading->report, runs[at].place,
                           "two runs are called `%s`: this one, and run %zu in line %d, which has no name "
                           "and is called by its number",
                           quoted, other + 1, runs[other].place.line);
}

static void check_names(bireme_manifest_reading *reading)
{
    const bireme_manifest *m = reading->manifest;
    const bireme_batch_entry **entries = bireme_calloc(m->n, sizeof *entries);
    if (entries == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    for (size_t i = 0; i < m->n; i++) entries[i] = &m->entries[i];
    qsort((void *)entries, m->n, sizeof *entries, by_name);
    for (size_t i = 1; i < m->n && !bireme_report_is_full(&reading->report); i++)
        if (strcmp(entries[i - 1]->name, entries[i]->name) == 0)
            report_name(reading, (size_t)(entries[i - 1] - m->entries), (size_t)(entries[i] - m->entries));
    bireme_free((void *)entries);
}

/* Scenario files are hashed by their path relative to the manifest, `file`, so that the hash does not depend
 * on the current folder. */
static void find_hash(bireme_manifest *m, const char *file)
{
    const char *slash = strrchr(file, '/');
    size_t folder = slash != NULL ? (size_t)(slash - file) + 1 : 0;
    uint64_t hash = BIREME_HASH_START;
    for (size_t i = 0; i < m->n; i++) {
        const bireme_batch_entry *e = &m->entries[i];
        bireme_hash_stir_text(&hash, e->name);
        bool inside = strncmp(e->scenario, file, folder) == 0;
        bireme_hash_stir_text(&hash, e->scenario + (inside ? folder : 0));
        for (size_t k = 0; k < e->n_set; k++)
            bireme_hash_stir_text(&hash, e->set[k].path), bireme_hash_stir_text(&hash, e->set[k].json);
        const uint64_t numbers[] = {e->has_seed, e->seed, e->trials, e->n_set};
        bireme_hash_stir(&hash, numbers, sizeof numbers);
    }
    for (size_t k = 0; m->metrics[k] != NULL; k++) bireme_hash_stir_text(&hash, m->metrics[k]);
    snprintf(m->hash, sizeof m->hash, "%016llx", (unsigned long long)hash);
}

/* .csv, .tsv or .txt, in upper or lower case. */
static bool is_table(const char *file)
{
    static const char *const endings[] = {".csv", ".tsv", ".txt"};
    const size_t n = strlen(file);
    for (size_t i = 0; n >= 4 && i < sizeof endings / sizeof *endings; i++) {
        size_t k = 0;
        while (k < 4 && (file[n - 4 + k] | (k > 0 ? 32 : 0)) == endings[i][k]) k++;
        if (k == 4) return true;
    }
    return false;
}

static bireme_status read_any(bireme_manifest_reading *reading, bireme_error *error)
{
    char *data = NULL;
    size_t length = 0;
    if (is_table(reading->file)) {
        bireme_manifest_read_csv(reading);
        return BIREME_OK;
    }
    bireme_status status = bireme_file_read(reading->file, SIZE_MOST, &data, &length, error);
    if (status == BIREME_OK && !bireme_opened_add(&reading->manifest->opened, reading->file, data, length))
        status = bireme_fail_memory(error);
    if (status == BIREME_OK) bireme_manifest_read_json(reading, data, length);
    bireme_free(data);
    return status;
}

bireme_status bireme_manifest_load(const char *file, bireme_problems *problems, bireme_manifest **out,
                                   bireme_error *error)
{
    return bireme_manifest_load_with(file, NULL, problems, out, error);
}

bireme_status bireme_manifest_load_with(const char *file, const bireme_table_options *tables,
                                        bireme_problems *problems, bireme_manifest **out, bireme_error *error)
{
    bireme_table_options own;
    bireme_status status = bireme_table_options_take(tables, &own, error);
    if (status != BIREME_OK) return status;
    bireme_manifest *m = bireme_calloc(1, sizeof *m);
    if (m == NULL) return bireme_fail_memory(error);
    bireme_manifest_reading reading = {.manifest = m, .file = file, .tables = tables != NULL ? &own : NULL};
    m->paths = bireme_calloc(1, sizeof *m->paths); /* the list exists even if nothing is set */
    status = m->paths != NULL ? read_any(&reading, error) : bireme_fail_memory(error);
    if (status == BIREME_OK && reading.report.errors == 0) {
        if (m->n == 0 && !reading.report.out_of_memory)
            bireme_report_fail(&reading.report, (bireme_place){.file = file}, "the manifest has no run");
        check_names(&reading);
    }
    if (status == BIREME_OK) status = bireme_report_finish(&reading.report, problems, error);
    bireme_report_free(&reading.report);
    bireme_free((void *)reading.noted);
    bireme_free(reading.runs);
    if (status != BIREME_OK) {
        bireme_manifest_free(m);
        return status;
    }
    if (m->metrics == NULL) m->metrics = (const char **)(uintptr_t)usual_metrics;
    find_hash(m, file);
    *out = m;
    return BIREME_OK;
}

void bireme_manifest_free(bireme_manifest *manifest)
{
    if (manifest == NULL) return;
    bireme_free(manifest->entries);
    bireme_free((void *)manifest->paths);
    bireme_arena_free(&manifest->arena);
    bireme_opened_free(&manifest->opened);
    bireme_free(manifest);
}

size_t bireme_manifest_count(const bireme_manifest *manifest)
{
    return manifest->n;
}

const bireme_batch_entry *bireme_manifest_entry(const bireme_manifest *manifest, size_t i)
{
    return i < manifest->n ? &manifest->entries[i] : NULL;
}

const char *const *bireme_manifest_metrics(const bireme_manifest *manifest)
{
    return manifest->metrics;
}

bool bireme_manifest_names_metrics(const bireme_manifest *manifest)
{
    return (const void *)manifest->metrics != (const void *)usual_metrics;
}

const char *const *bireme_manifest_paths(const bireme_manifest *manifest)
{
    return manifest->paths;
}

const char *bireme_manifest_hash(const bireme_manifest *manifest)
{
    return manifest->hash;
}
