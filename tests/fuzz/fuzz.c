/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/utf8.h"
#include "bireme/batch.h"

enum { FILES_MOST = 16, NAME_MOST = 32, FOLDER_MOST = 256 };

static char folder[FOLDER_MOST], names[FILES_MOST][NAME_MOST];
static size_t n_names;

static void remove_folder(void)
{
    for (size_t i = 0; i < n_names; i++) unlink(fuzz_path(names[i]));
    rmdir(folder);
}

static void make_folder(void)
{
    const char *where = getenv("TMPDIR");
    if (folder[0] != '\0') return;
    snprintf(folder, sizeof folder, "%.200s/bireme-fuzz-XXXXXX", where != NULL ? where : "/tmp");
    if (mkdtemp(folder) == NULL) abort();
    atexit(remove_folder);
}

const char *fuzz_path(const char *name)
{
    static char paths[4][FOLDER_MOST + NAME_MOST];
    static int turn;
    char *path = paths[turn++ & 3];
    make_folder();
    snprintf(path, sizeof paths[0], "%.255s/%.31s", folder, name);
    return path;
}

/* To be removed at the end. */
static void note(const char *name)
{
    for (size_t i = 0; i < n_names; i++)
        if (strcmp(names[i], name) == 0) return;
    if (n_names == FILES_MOST || strlen(name) >= NAME_MOST) abort();
    memcpy(names[n_names++], name, strlen(name) + 1);
}

const char *fuzz_put(const char *name, const void *data, size_t size)
{
    const char *path = fuzz_path(name);
    note(name);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || write(file, data, size) != (ssize_t)size) abort();
    close(file);
    return path;
}

const char *fuzz_put_text(const char *name, const char *text)
{
    return fuzz_put(name, text, strlen(text));
}

void fuzz_check_error(bireme_status status, const bireme_error *error)
{
    if (status == BIREME_OK) return;
    if (error->status != status || status == BIREME_INTERNAL || error->message[0] == '\0') abort();
    if (!bireme_utf8_is_valid(error->message) || !bireme_utf8_is_valid(error->file) ||
        !bireme_utf8_is_valid(error->pointer))
        abort();
}

void fuzz_load(const char *path, const bireme_load_options *options)
{
    bireme_scenario *scenario = NULL;
    bireme_error error = {0};
    bireme_problems *problems = bireme_problems_create();
    bireme_status status = bireme_scenario_load(path, options, problems, &scenario, &error);
    fuzz_check_error(status, &error);
    if ((status == BIREME_OK) != (scenario != NULL)) abort();
    if (status == BIREME_OK && bireme_problems_count_errors(problems) > 0) abort();
    for (size_t i = 0; i < bireme_problems_count(problems); i++) {
        const bireme_error *problem = bireme_problems_get(problems, i, NULL);
        if (!bireme_utf8_is_valid(problem->message)) abort();
    }
    bireme_scenario_free(scenario);
    bireme_problems_free(problems);
}

void fuzz_load_manifest(const char *path)
{
    bireme_manifest *manifest = NULL;
    bireme_error error = {0};
    bireme_status status = bireme_manifest_load(path, NULL, &manifest, &error);
    fuzz_check_error(status, &error);
    size_t n = status == BIREME_OK ? bireme_manifest_count(manifest) : 0;
    for (size_t i = 0; i < n; i++) {
        const bireme_batch_entry *entry = bireme_manifest_entry(manifest, i);
        if (entry->scenario == NULL || entry->name == NULL) abort();
        for (size_t k = 0; k < entry->n_set; k++)
            if (strlen(entry->set[k].path) == 0 && strlen(entry->set[k].json) == 0) abort();
    }
    bireme_manifest_free(manifest);
}

void fuzz_edit(const uint8_t *data, size_t size, char *bytes, size_t *length)
{
    enum { SIZE = 12, EDITS_MOST = 16 };
    for (size_t i = 0; i < EDITS_MOST && (i + 1) * SIZE <= size && *length >= 16; i++) {
        const uint8_t *edit = data + i * SIZE;
        uint64_t value;
        size_t at = ((size_t)edit[1] << 16 | (size_t)edit[2] << 8 | edit[3]) % (*length - 8);
        memcpy(&value, edit + 4, sizeof value);
        switch (edit[0] % 6) {
        case 0:
            memcpy(bytes + at / 8 * 8, &value, 8);
            break;
        case 1:
            memcpy(bytes + at / 4 * 4, &value, 4);
            break;
        case 2:
            memcpy(bytes + at, &value, 1);
            break;
        case 3:
            memmove(bytes + at, bytes + at + value % (*length - at), *length - at - value % (*length - at));
            *length -= value % (*length - at);
            break;
        case 4: { /* a number is a little larger */
            uint64_t before;
            memcpy(&before, bytes + at / 8 * 8, 8);
            before += value;
            memcpy(bytes + at / 8 * 8, &before, 8);
            break;
        }
        default:
            bytes[at] = (char)(bytes[at] ^ (1 << value % 8));
        }
    }
}
