/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds which files a scenario would be read from: reads only where names of files can occur. Problems are
 * left for loading to report.
 */
#include "scenario/internal.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "scenario/files/data_file.h"
#include "scenario/manifest/manifest.h"

/* Opens the file as a table; whether it is one does not matter here. */
static void add_file(bireme_reading *reading, const bireme_node *node)
{
    const char *path = bireme_source_resolve(reading, node, node->text);
    if (path != NULL) (void)bireme_data_file_table(reading, path, node);
}

/* A member that names a file is always called `file`. */
static void walk(bireme_reading *reading, const bireme_node *node)
{
    if (node->type == BIREME_NODE_TEXT && node->key != NULL && strcmp(node->key, "file") == 0)
        add_file(reading, node);
    for (const bireme_node *child = node->first; child != NULL; child = child->next) walk(reading, child);
}

bool bireme_scenario_survey(const char *file, const bireme_load_options *options, bireme_opened *opened)
{
    bireme_reading reading = {.opened = opened};
    if (options != NULL) reading.options = *options;
    reading.file = bireme_arena_copy(&reading.arena, file, strlen(file));
    const bireme_node *root = reading.file != NULL ? bireme_source_read(&reading) : NULL;
    if (root != NULL) walk(&reading, root);
    bool good = reading.file != NULL && !reading.report.out_of_memory;
    bireme_data_files_free(&reading);
    bireme_report_free(&reading.report);
    bireme_arena_free(&reading.arena);
    return good;
}

/* ------------------------ of a manifest */

static const char *last_segment(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot != NULL ? dot + 1 : path;
}

/* Whether the overrides of a run name a file. */
static bool names_file(const bireme_batch_entry *entry)
{
    for (size_t k = 0; k < entry->n_set; k++)
        if (strstr(entry->set[k].json, "\"file\"") != NULL ||
            strcmp(last_segment(entry->set[k].path), "file") == 0)
            return true;
    return false;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Surveys the manifest's scenarios, each once. */
static bool survey_scenarios(const bireme_manifest *m, const bireme_load_options *options,
                             bireme_opened *opened)
{
    bool good = true;
    const char **files = bireme_calloc(m->n, sizeof *files);
    if (files == NULL) return false;
    for (size_t i = 0; i < m->n; i++) files[i] = m->entries[i].scenario;
    qsort((void *)files, m->n, sizeof *files, by_text);
    for (size_t i = 0; i < m->n && good; i++)
        if (i == 0 || strcmp(files[i - 1], files[i]) != 0)
            good = bireme_scenario_survey(files[i], options, opened);
    bireme_free((void *)files);
    return good;
}

bool bireme_manifest_survey(const bireme_manifest *manifest, const bireme_load_options *options,
                            bireme_opened *opened)
{
    bool good = bireme_opened_join(opened, &manifest->opened) && survey_scenarios(manifest, options, opened);
    for (size_t i = 0; i < manifest->n && good; i++) {
        const bireme_batch_entry *entry = &manifest->entries[i];
        if (!names_file(entry)) continue;
        bireme_load_options own = *options;
        own.overrides = entry->set;
        own.n_overrides = entry->n_set;
        good = bireme_scenario_survey(entry->scenario, &own, opened);
    }
    return good;
}
