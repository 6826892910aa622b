/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/opened.h"

#include <string.h>
#include <sys/stat.h>
#include "base/hash.h"
#include "base/memory.h"

/* Lists of up to so many files are searched linearly. */
enum { SHORT = 16 };

/* Iterates over the files of one path; `at` is an index of `files`, or of `slots`. */
typedef struct search {
    const bireme_opened *opened;
    const char *path;
    size_t at;
} search;

static search search_for(const bireme_opened *opened, const char *path)
{
    uint64_t hash = BIREME_HASH_START;
    if (opened->n_slots == 0) return (search){opened, path, 0};
    bireme_hash_stir_text(&hash, path);
    return (search){opened, path, (size_t)(hash ^ hash >> 32) & (opened->n_slots - 1)};
}

/* The next file of that path, or NULL. */
static bireme_opened_file *next(search *s)
{
    const bireme_opened *opened = s->opened;
    for (;;) {
        size_t number = opened->n_slots == 0 ? s->at + 1 : opened->slots[s->at];
        if (number == 0 || number > opened->n) return NULL;
        s->at = opened->n_slots == 0 ? s->at + 1 : (s->at + 1) & (opened->n_slots - 1);
        if (strcmp(opened->files[number - 1].path, s->path) == 0) return &opened->files[number - 1];
    }
}

static void take_slot(bireme_opened *opened, size_t number)
{
    size_t at = search_for(opened, opened->files[number].path).at;
    while (opened->slots[at] != 0) at = (at + 1) & (opened->n_slots - 1);
    opened->slots[at] = number + 1;
}

/* Makes slots for one more file, at most half of them taken. False: out of memory. */
static bool make_slots(bireme_opened *opened)
{
    if (opened->n < SHORT || 2 * (opened->n + 1) <= opened->n_slots) return true;
    size_t n_slots = opened->n_slots == 0 ? 4 * (size_t)SHORT : 2 * opened->n_slots;
    size_t *slots = bireme_calloc(n_slots, sizeof *slots);
    if (slots == NULL) return false;
    bireme_free(opened->slots);
    opened->slots = slots;
    opened->n_slots = n_slots;
    for (size_t i = 0; i < opened->n; i++) take_slot(opened, i);
    return true;
}

/* Whether the file is in the list already. An entry that was only named becomes the one that was now read. */
static bool is_there(bireme_opened *opened, const bireme_opened_file *file)
{
    search all = search_for(opened, file->path);
    for (bireme_opened_file *other; (other = next(&all)) != NULL;) {
        if (file->size == UINT64_MAX || (other->size == file->size && other->hash == file->hash)) return true;
        if (other->size != UINT64_MAX) continue;
        const char *path = other->path;
        *other = *file;
        other->path = path;
        return true;
    }
    return false;
}

static bool add(bireme_opened *opened, const bireme_opened_file *file)
{
    if (is_there(opened, file)) return true;
    bireme_opened_file *files = bireme_grown(opened->files, &opened->room, opened->n, 8, sizeof *files);
    if (files == NULL) return false;
    opened->files = files;
    char *path = make_slots(opened) ? bireme_strdup(file->path) : NULL;
    if (path == NULL) return false;
    opened->files[opened->n] = *file;
    opened->files[opened->n].path = path;
    if (opened->n_slots > 0) take_slot(opened, opened->n);
    opened->n++;
    return true;
}

/* Finds device and inode, which identify a file whatever it is called. */
static bool identify(const char *path, bireme_opened_file *file)
{
    struct stat info;
    if (stat(path, &info) != 0) return false;
    if (!S_ISREG(info.st_mode)) return true;
    file->device = (uint64_t)info.st_dev;
    file->inode = (uint64_t)info.st_ino;
    return true;
}

bool bireme_opened_add(bireme_opened *opened, const char *path, const char *data, size_t length)
{
    if (opened == NULL) return true;
    bireme_opened_file file = {.path = path, .size = length, .hash = BIREME_HASH_START};
    bireme_hash_stir(&file.hash, data, length);
    identify(path, &file);
    return add(opened, &file);
}

bool bireme_opened_name(bireme_opened *opened, const char *path)
{
    bireme_opened_file file = {.path = path, .size = UINT64_MAX};
    return opened == NULL || !identify(path, &file) || add(opened, &file);
}

bool bireme_opened_join(bireme_opened *opened, const bireme_opened *others)
{
    for (size_t i = 0; i < others->n; i++)
        if (!add(opened, &others->files[i])) return false;
    return true;
}

const char *bireme_opened_changed(const bireme_opened *a, const bireme_opened *b, size_t left_out)
{
    for (size_t i = left_out; i < a->n; i++) {
        const bireme_opened_file *x = &a->files[i], *y;
        search all = search_for(b, x->path);
        while ((y = next(&all)) != NULL) {
            bool known = x->size != UINT64_MAX && y->size != UINT64_MAX && y >= b->files + left_out;
            if (known && (x->size != y->size || x->hash != y->hash)) return x->path;
        }
    }
    return NULL;
}

void bireme_opened_free(bireme_opened *opened)
{
    for (size_t i = 0; i < opened->n; i++) bireme_free((void *)opened->files[i].path);
    bireme_free(opened->files);
    bireme_free(opened->slots);
    *opened = (bireme_opened){0};
}

size_t bireme_opened_count(const bireme_opened *opened)
{
    return opened->n;
}

const bireme_opened_file *bireme_opened_get(const bireme_opened *opened, size_t index)
{
    return index < opened->n ? &opened->files[index] : NULL;
}
