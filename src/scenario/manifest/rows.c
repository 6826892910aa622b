/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building the list of runs, from either form.
 */
#include "scenario/manifest/manifest.h"

#include <stdio.h>
#include <string.h>
#include "base/hash.h"
#include "base/memory.h"

const char *bireme_manifest_keep(bireme_manifest_reading *reading, const char *text)
{
    const char *copy = bireme_arena_copy(&reading->manifest->arena, text, strlen(text));
    if (copy == NULL) bireme_report_memory(&reading->report);
    return copy;
}

const char *bireme_manifest_take(bireme_manifest_reading *reading, bireme_text *text)
{
    const char *copy = bireme_arena_take(&reading->manifest->arena, text);
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
    return bireme_manifest_take(reading, &path);
}

/* The slot of the path, or the one where it would go. */
static const char **noted_at(const bireme_manifest_reading *reading, const char *path)
{
    uint64_t hash = BIREME_HASH_START;
    bireme_hash_stir_text(&hash, path);
    size_t at = (size_t)(hash ^ hash >> 32) & (reading->noted_room - 1);
    while (reading->noted[at] != NULL && strcmp(reading->noted[at], path) != 0)
        at = (at + 1) & (reading->noted_room - 1);
    return &reading->noted[at];
}

/* Makes room to note one more; at most half the slots are taken. False: out of memory. */
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
    const char **paths = bireme_grown((void *)m->paths, &m->paths_room, m->n_paths + 1, 16, sizeof *paths);
    if (paths == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    m->paths = paths;
    m->paths[m->n_paths++] = *noted = path;
    m->paths[m->n_paths] = NULL;
}

bool bireme_manifest_add(bireme_manifest_reading *reading, const bireme_batch_entry *entry,
                         bireme_place place)
{
    bireme_manifest *m = reading->manifest;
    if (m->n == BIREME_MANIFEST_RUNS) {
        bireme_report_fail(&reading->report, place, "more than %d runs", (int)BIREME_MANIFEST_RUNS);
        return false;
    }
    bireme_batch_entry *entries = bireme_grown(m->entries, &m->room, m->n, 64, sizeof *entries);
    if (entries != NULL) m->entries = entries;
    bireme_manifest_run *runs = bireme_grown(reading->runs, &reading->runs_room, m->n, 64, sizeof *runs);
    if (runs != NULL) reading->runs = runs;
    if (entries == NULL || runs == NULL) {
        bireme_report_memory(&reading->report);
        return false;
    }
    reading->runs[m->n] = (bireme_manifest_run){place, entry->name != NULL};
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
