/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files: reading one, following `extends`, staying inside the scenario's folder. Paths are compared as real
 * paths, so that neither `..` nor a symbolic link leads outside.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include "scenario/reading.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/path.h"

enum { SIZE_MOST = 16 << 20, CHAIN_MOST = 32 };

/* The part of path up to and including the last slash; "" without one. In the arena. */
static const char *folder_of(bireme_reading *reading, const char *path)
{
    const char *slash = strrchr(path, '/');
    return bireme_arena_copy(&reading->arena, path, slash != NULL ? (size_t)(slash - path) + 1 : 0);
}

/* NULL: failed, errno says why; out of memory (ENOMEM) is reported. */
static const char *real_path(bireme_reading *reading, const char *path)
{
    char *real = realpath(path, NULL);
    if (real == NULL) {
        if (errno == ENOMEM) bireme_report_memory(&reading->report);
        return NULL;
    }
    const char *copy = bireme_arena_copy(&reading->arena, real, strlen(real));
    free(real);
    if (copy == NULL) {
        bireme_report_memory(&reading->report);
        errno = ENOMEM;
    }
    return copy;
}

/* Finds where the files that are named may lie, once. False: out of memory, reported. A folder that is not
 * there has no files. */
static bool find_folders(bireme_reading *reading)
{
    if (reading->folder != NULL) return true;
    const char *own = folder_of(reading, reading->file);
    if (own == NULL) {
        bireme_report_memory(&reading->report);
        return false;
    }
    reading->folder = real_path(reading, own[0] != '\0' ? own : ".");
    if (reading->folder == NULL && errno == ENOMEM) return false;
    if (reading->options.root == NULL || reading->root_folder != NULL) return true;
    reading->root_folder = real_path(reading, reading->options.root);
    return reading->root_folder != NULL || errno != ENOMEM;
}

static const char *join(bireme_reading *reading, const char *folder, const char *name)
{
    bireme_text text = {0};
    if (name[0] != '/') bireme_text_append(&text, folder);
    bireme_text_append(&text, name);
    return bireme_arena_take(&reading->arena, &text);
}

const char *bireme_source_resolve(bireme_reading *reading, const bireme_node *node, const char *name)
{
    char quoted[BIREME_QUOTE_SIZE];
    bool from_override = strncmp(node->file, "--set ", 6) == 0;
    const char *folder = folder_of(reading, from_override ? reading->file : node->file);
    const char *path = folder != NULL ? join(reading, folder, name) : NULL;
    if (path == NULL) {
        bireme_report_memory(&reading->report);
        return NULL;
    }
    const char *real = real_path(reading, path);
    if (real == NULL && errno == ENOMEM) return NULL;
    if (real == NULL) {
        bireme_node_report(&reading->report, BIREME_SEVERITY_ERROR, BIREME_IO, node, BIREME_NODE_VALUE,
                           "the file `%s` %s", bireme_quote(quoted, name),
                           errno == ENOENT ? "does not exist" : "cannot be read");
        return NULL;
    }
    if (!bireme_opened_name(reading->opened, path)) bireme_report_memory(&reading->report);
    if (!find_folders(reading)) return NULL;
    bool inside = reading->folder != NULL && bireme_path_is_inside(real, reading->folder);
    if (inside || (reading->root_folder != NULL && bireme_path_is_inside(real, reading->root_folder)))
        return path;
    if (reading->options.root == NULL)
        bireme_node_fail(&reading->report, node,
                         "the file `%s` is outside the folder of the scenario; move it inside, or name a "
                         "folder that has both with --root",
                         bireme_quote(quoted, name));
    else
        bireme_node_fail(&reading->report, node,
                         "the file `%s` is outside the folder of the scenario, and outside that of --root",
                         bireme_quote(quoted, name));
    return NULL;
}

/* The bytes of a file, zero-terminated. */
static bireme_status read_bytes(bireme_reading *reading, const char *path, char **data, size_t *length,
                                bireme_error *error)
{
    /* By its name as a file, so that an answer that would replace it is refused. */
    if (path == reading->file && strcmp(path, "-") == 0) path = "/dev/stdin";
    bireme_status status = bireme_file_read(path, SIZE_MOST, data, length, error);
    if (status == BIREME_OK && !bireme_opened_add(reading->opened, path, *data, *length))
        bireme_report_memory(&reading->report);
    return status;
}

/* The same for a scenario in memory. */
static bireme_status take_bytes(const bireme_reading *reading, char **data, size_t *length,
                                bireme_error *error)
{
    if (reading->n_bytes > SIZE_MOST) {
        bireme_status status = bireme_fail(error, BIREME_IO, "a scenario has at most %d bytes, found %zu",
                                           (int)SIZE_MOST, reading->n_bytes);
        bireme_error_in_file(error, reading->file);
        return status;
    }
    *data = bireme_calloc(reading->n_bytes + 1, 1);
    if (*data == NULL) return bireme_fail_memory(error);
    memcpy(*data, reading->bytes, reading->n_bytes);
    *length = reading->n_bytes;
    return BIREME_OK;
}

/* The located syntax of one file. at: the node that names the file, NULL for the scenario file itself. */
static bireme_node *read_file(bireme_reading *reading, const char *path, const bireme_node *at)
{
    char *data = NULL;
    size_t length = 0;
    bireme_error error;
    bool in_memory = at == NULL && reading->bytes != NULL;
    if ((in_memory ? take_bytes(reading, &data, &length, &error)
                   : read_bytes(reading, path, &data, &length, &error)) != BIREME_OK) {
        if (at != NULL)
            bireme_node_report_error(&reading->report, at, &error);
        else
            bireme_report_error(&reading->report, (bireme_place){.file = path}, &error);
        return NULL;
    }
    bireme_node *node = bireme_node_parse(data, length, path, &reading->arena, &reading->report);
    bireme_free(data);
    if (node == NULL || node->type == BIREME_NODE_OBJECT) return node;
    bireme_node_fail(&reading->report, node, "a scenario is an object `{ … }`, found %s",
                     bireme_node_type_name(node));
    return NULL;
}

static void report_cycle(bireme_reading *reading, const bireme_node *at, const char *const *shown,
                         size_t from, size_t n, const char *again)
{
    bireme_text chain = {0};
    for (size_t i = from; i < n; i++) bireme_text_format(&chain, "%s → ", shown[i]);
    bireme_text_append(&chain, again);
    bireme_node_fail(&reading->report, at, "the files extend each other in a circle: %s",
                     bireme_text_string(&chain));
    bireme_text_free(&chain);
}

/* The file that node's `extends` names; removes that field. NULL: none, or refused (*failed).
 */
static const char *take_extends(bireme_reading *reading, bireme_node *node, bireme_node **at, bool *failed)
{
    *at = bireme_node_find(node, "extends");
    if (*at == NULL) return NULL;
    bireme_node found = **at; /* a copy, which keeps its parent for the pointer */
    const char *path = NULL;
    if (found.type == BIREME_NODE_TEXT && found.text[0] != '\0')
        path = bireme_source_resolve(reading, *at, found.text);
    else
        bireme_node_fail(&reading->report, *at, "`extends` is the name of a scenario file, found %s",
                         bireme_node_type_name(*at));
    *failed = path == NULL;
    bireme_node_remove(*at);
    (*at)->parent = found.parent;
    return path;
}

bireme_node *bireme_source_read(bireme_reading *reading)
{
    const char *shown[CHAIN_MOST], *real[CHAIN_MOST];
    bireme_node *files[CHAIN_MOST], *at = NULL;
    size_t n = 0;
    bool failed = false;
    for (const char *path = reading->file; path != NULL;) {
        const char *resolved = at != NULL ? real_path(reading, path) : real_path(reading, reading->file);
        for (size_t i = 0; i < n && at != NULL; i++) {
            if (resolved == NULL || real[i] == NULL || strcmp(resolved, real[i]) != 0) continue;
            report_cycle(reading, at, shown, i, n, path);
            return NULL;
        }
        if (n == CHAIN_MOST) {
            bireme_node_fail(&reading->report, at, "more than %d files extend one another", (int)CHAIN_MOST);
            return NULL;
        }
        bireme_node *node = read_file(reading, path, at);
        if (node == NULL) return NULL;
        shown[n] = path;
        real[n] = resolved;
        files[n++] = node;
        path = take_extends(reading, node, &at, &failed);
        if (failed) return NULL;
    }
    bireme_node *root = files[n - 1];
    while (n-- > 1 && root != NULL) root = bireme_node_merge(root, files[n - 1], &reading->arena);
    if (root == NULL) {
        bireme_report_memory(&reading->report);
        return NULL;
    }
    reading->root = root;
    for (size_t i = 0; i < reading->options.n_assumptions; i++)
        bireme_assumptions_read(reading, reading->options.assumptions[i]);
    for (size_t i = 0; i < reading->options.n_overrides; i++)
        bireme_override_apply(reading, reading->options.overrides[i].path,
                              reading->options.overrides[i].json);
    return root;
}
