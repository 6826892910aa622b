/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/opened.h"

#include <string.h>
#include <sys/stat.h>
#include "base/hash.h"
#include "base/memory.h"

/* Is it there already? One that was only named is one that was read from now on. */
static bool is_there(bireme_opened *opened, const bireme_opened_file *file)
{
    for (size_t i = 0; i < opened->n; i++) {
        bireme_opened_file *other = &opened->files[i];
        if (strcmp(other->path, file->path) != 0) continue;
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
    if (opened->n == opened->room) {
        size_t room = 2 * opened->room + 8;
        bireme_opened_file *files = bireme_realloc(opened->files, room, sizeof *files);
        if (files == NULL) return false;
        opened->files = files;
        opened->room = room;
    }
    char *path = bireme_strdup(file->path);
    if (path == NULL) return false;
    opened->files[opened->n] = *file;
    opened->files[opened->n++].path = path;
    return true;
}

/* Device and inode tell files apart, whatever they are called. */
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

const char *bireme_opened_changed(const bireme_opened *a, const bireme_opened *b)
{
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++) {
            const bireme_opened_file *x = &a->files[i], *y = &b->files[k];
            bool known = x->size != UINT64_MAX && y->size != UINT64_MAX;
            if (known && strcmp(x->path, y->path) == 0 && (x->size != y->size || x->hash != y->hash))
                return x->path;
        }
    return NULL;
}

void bireme_opened_free(bireme_opened *opened)
{
    for (size_t i = 0; i < opened->n; i++) bireme_free((void *)opened->files[i].path);
    bireme_free(opened->files);
    *opened = (bireme_opened){0};
}
