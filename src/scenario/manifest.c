/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"

enum { SIZE_MOST = 64 << 20 };

static const char *const usual_metrics[] = {"revenue",    "wins",         "leads", "cost.marketing",
                                            "cost.sales", "contribution", "cac",   NULL};

/* ------------------------ the whole */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void check_names(bireme_manifest_reading *reading)
{
    const bireme_manifest *m = reading->manifest;
    const char **names = bireme_calloc(m->n, sizeof *names);
    if (names == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    for (size_t i = 0; i < m->n; i++) names[i] = m->entries[i].name;
    qsort((void *)names, m->n, sizeof *names, by_text);
    for (size_t i = 1; i < m->n; i++) {
        char quoted[BIREME_QUOTE_SIZE];
        if (strcmp(names[i - 1], names[i]) != 0) continue;
        bireme_report_add(&reading->report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO,
                          (bireme_place){.file = reading->file}, "two runs are called `%s`",
                          bireme_quote(quoted, names[i]));
        break;
    }
    bireme_free((void *)names);
}

/* What is told of tables decides what the runs' own tables say. */
static void stir_tables(uint64_t *hash, const bireme_table_options *tables)
{
    if (tables == NULL) return;
    if (tables->encoding != BIREME_ENCODING_UNICODE) bireme_hash_stir_text(hash, "latin1");
    for (size_t i = 0; i < tables->n_choices; i++) {
        const bireme_table_choice *choice = &tables->choices[i];
        const int told[] = {(int)choice->decimal, (int)choice->dates};
        bireme_hash_stir_text(hash, choice->column != NULL ? choice->column : "");
        bireme_hash_stir(hash, told, sizeof told);
    }
}

/* Scenarios are named as seen from the manifest, file: it is the same one from another folder. */
static void find_hash(bireme_manifest *m, const char *file, const bireme_table_options *tables)
{
    const char *slash = strrchr(file, '/');
    size_t folder = slash != NULL ? (size_t)(slash - file) + 1 : 0;
    uint64_t hash = BIREME_HASH_START;
    stir_tables(&hash, tables);
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

/* .csv, .tsv or .txt, in capitals too. */
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
    bireme_manifest *m = bireme_calloc(1, sizeof *m);
    if (m == NULL) return bireme_fail_memory(error);
    bireme_manifest_reading reading = {.manifest = m, .file = file, .tables = tables};
    m->paths = bireme_calloc(1, sizeof *m->paths); /* the list is there, if nothing is set */
    bireme_status status = m->paths != NULL ? read_any(&reading, error) : bireme_fail_memory(error);
    if (status == BIREME_OK && reading.report.errors == 0) {
        if (m->n == 0 && !reading.report.out_of_memory)
            bireme_report_add(&reading.report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO,
                              (bireme_place){.file = file}, "the manifest has no run");
        check_names(&reading);
    }
    if (status == BIREME_OK) status = bireme_report_finish(&reading.report, problems, error);
    bireme_report_free(&reading.report);
    bireme_free((void *)reading.noted);
    if (status != BIREME_OK) {
        bireme_manifest_free(m);
        return status;
    }
    if (m->metrics == NULL) m->metrics = (const char **)(uintptr_t)usual_metrics;
    find_hash(m, file, tables);
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
    return &manifest->entries[i];
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
