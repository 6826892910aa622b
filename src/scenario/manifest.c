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

/* ------------------------ building the list */

const char *bireme_manifest_keep(bireme_manifest_reading *reading, const char *text)
{
    const char *copy = bireme_arena_copy(&reading->manifest->arena, text, strlen(text));
    if (copy == NULL) bireme_report_memory(&reading->report);
    return copy;
}

const char *bireme_manifest_resolve(bireme_manifest_reading *reading, const char *name)
{
    const char *slash = strrchr(reading->file, '/');
    bireme_text path = {0};
    if (name[0] != '/' && slash != NULL)
        bireme_text_append_n(&path, reading->file, (size_t)(slash - reading->file) + 1);
    bireme_text_append(&path, name);
    const char *kept = path.failed ? NULL : bireme_manifest_keep(reading, bireme_text_string(&path));
    bireme_text_free(&path);
    if (kept == NULL) bireme_report_memory(&reading->report);
    return kept;
}

/* Where the path is noted, or would be. */
static const char **noted_at(const bireme_manifest_reading *reading, const char *path)
{
    uint64_t hash = BIREME_HASH_START;
    bireme_hash_stir_text(&hash, path);
    size_t at = (size_t)(hash ^ hash >> 32) & (reading->noted_room - 1);
    while (reading->noted[at] != NULL && strcmp(reading->noted[at], path) != 0)
        at = (at + 1) & (reading->noted_room - 1);
    return &reading->noted[at];
}

/* Room to note one more, at most half full. False: out of memory. */
static bool grow_noted(bireme_manifest_reading *reading)
{
    const bireme_manifest *m = reading->manifest;
    if (2 * (m->n_paths + 1) <= reading->noted_room) return true;
    bireme_manifest_reading larger = {.noted_room = reading->noted_room > 0 ? 2 * reading->noted_room : 64};
    larger.noted = bireme_calloc(larger.noted_room, sizeof *larger.noted);
    if (larger.noted == NULL) return false;
    for (size_t i = 0; i < m->n_paths; i++) *noted_at(&larger, m->paths[i]) = m->paths[i];
    bireme_free((void *)reading->noted);
    reading->noted = larger.noted;
    reading->noted_room = larger.noted_room;
    return true;
}

void bireme_manifest_note_path(bireme_manifest_reading *reading, const char *path)
{
    bireme_manifest *m = reading->manifest;
    if (!grow_noted(reading)) {
        bireme_report_memory(&reading->report);
        return;
    }
    const char **noted = noted_at(reading, path);
    if (*noted != NULL) return;
    if (m->n_paths + 1 >= m->paths_room) {
        size_t room = 2 * m->paths_room + 16;
        const char **paths = bireme_realloc((void *)m->paths, room, sizeof *paths);
        if (paths == NULL) {
            bireme_report_memory(&reading->report);
            return;
        }
        m->paths = paths;
        m->paths_room = room;
    }
    m->paths[m->n_paths++] = *noted = path;
    m->paths[m->n_paths] = NULL;
}

bool bireme_manifest_add(bireme_manifest_reading *reading, const bireme_batch_entry *entry,
                         bireme_place place)
{
    bireme_manifest *m = reading->manifest;
    if (m->n == BIREME_MANIFEST_RUNS) {
        bireme_report_add(&reading->report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO, place,
                          "more than %d runs", (int)BIREME_MANIFEST_RUNS);
        return false;
    }
    if (m->n == m->room) {
        size_t room = 2 * m->room + 64;
        bireme_batch_entry *entries = bireme_realloc(m->entries, room, sizeof *entries);
        if (entries == NULL) {
            bireme_report_memory(&reading->report);
            return false;
        }
        m->entries = entries;
        m->room = room;
    }
    m->entries[m->n] = *entry;
    if (entry->name == NULL) {
        char number[24];
        snprintf(number, sizeof number, "%zu", m->n + 1);
        m->entries[m->n].name = bireme_manifest_keep(reading, number);
        if (m->entries[m->n].name == NULL) return false;
    }
    m->n++;
    return true;
}

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
