/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/memory.h"

static bireme_status fail_io(bireme_error *error, const char *verb, const char *path)
{
    int code = errno;
    char reason[128] = "unknown reason";
    if (strerror_r(code, reason, sizeof reason) != 0) snprintf(reason, sizeof reason, "error %d", code);
    bireme_fail(error, BIREME_IO, "cannot %s the file: %s", verb, reason);
    bireme_error_in_file(error, path);
    return BIREME_IO;
}

bireme_status bireme_file_read(const char *path, size_t limit, char **data, size_t *length,
                               bireme_error *error)
{
    char *buffer = NULL;
    size_t used = 0, capacity = 0;
    bireme_status status = BIREME_OK;
    if (path[0] == '\0')
        return bireme_fail(error, BIREME_IO, "the name of the file that is to be read is empty");
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return fail_io(error, "read", path);
    for (;;) {
        if (used + 1 >= capacity) {
            capacity = capacity ? 2 * capacity : 16384;
            char *grown = bireme_realloc(buffer, capacity, 1);
            if (grown == NULL) {
                status = bireme_fail_memory(error);
                goto done;
            }
            buffer = grown;
        }
        ssize_t got = read(file, buffer + used, capacity - 1 - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            status = fail_io(error, "read", path);
            goto done;
        }
        if (got == 0) break;
        used += (size_t)got;
        if (used > limit) {
            status = bireme_fail(error, BIREME_IO, "the file is larger than %zu bytes, the most that is read",
                                 limit);
            bireme_error_in_file(error, path);
            goto done;
        }
    }
    buffer[used] = '\0';
    *data = buffer;
    *length = used;
    buffer = NULL;
done:
    bireme_free(buffer);
    close(file);
    return status;
}

bool bireme_file_put(int descriptor, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t put = write(descriptor, data, length);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        data += put;
        length -= (size_t)put;
    }
    return true;
}

/* ------------------------ the file that a name leads to */

enum { LINKS_MOST = 40 }; /* as in Linux */

/* The descriptor that /dev/stdout and the like stand for, −1: none. Such a file is not opened again, so that
 * what others wrote to it earlier comes first. */
static int descriptor_of(const char *path)
{
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
    if (strcmp(path, "/dev/stdout") == 0) return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0) return STDERR_FILENO;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        size_t n = strlen(folders[i]),
               digits = strncmp(path, folders[i], n) == 0 ? strspn(path + n, "0123456789") : 0;
        if (digits > 0 && digits < 6 && path[n + digits] == '\0') return atoi(path + n);
    }
    return -1;
}

/* The target of the link at path, relative to what path is relative to; NULL: out of memory, or the link is
 * gone. */
static char *follow(const char *path)
{
    char target[4097];
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length < 0) return NULL;
    target[length] = '\0';
    const char *slash = strrchr(path, '/');
    size_t folder = slash != NULL && target[0] != '/' ? (size_t)(slash - path) + 1 : 0;
    char *joined = bireme_calloc(folder + (size_t)length + 1, 1);
    if (joined == NULL) return NULL;
    memcpy(joined, path, folder);
    memcpy(joined + folder, target, (size_t)length);
    return joined;
}

static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

static bool look(bireme_file_place *place)
{
    struct stat info;
    place->exists = place->descriptor >= 0 ? fstat(place->descriptor, &info) == 0
                                           : stat(place->path, &info) == 0;
    if (!place->exists) {
        size_t n = folder_length(place->path);
        char *folder = n > 0 ? bireme_strndup(place->path, n) : bireme_strdup(".");
        if (folder == NULL) return false;
        bool known = stat(folder, &info) == 0;
        bireme_free(folder);
        if (!known) return true;
    }
    place->regular = place->exists && S_ISREG(info.st_mode);
    place->device_of_characters = place->exists && S_ISCHR(info.st_mode);
    place->device = (uint64_t)info.st_dev;
    place->inode = (uint64_t)info.st_ino;
    place->mode = info.st_mode & 0777;
    place->user = info.st_uid;
    place->group = info.st_gid;
    return true;
}

bireme_status bireme_file_find(const char *path, bireme_file_place *out, bireme_error *error)
{
    bireme_file_place place = {.path = bireme_strdup(path), .descriptor = -1};
    struct stat info;
    for (int links = 0; place.path != NULL; links++) {
        place.descriptor = descriptor_of(place.path);
        if (place.descriptor >= 0 || lstat(place.path, &info) != 0 || !S_ISLNK(info.st_mode)) break;
        if (links == LINKS_MOST) {
            bireme_free(place.path);
            errno = ELOOP;
            return fail_io(error, "write", path);
        }
        char *next = follow(place.path);
        bireme_free(place.path);
        place.path = next;
    }
    if (place.path == NULL || !look(&place)) {
        bireme_free(place.path);
        return bireme_fail_memory(error);
    }
    *out = place;
    return BIREME_OK;
}

bool bireme_file_place_same(const bireme_file_place *a, const bireme_file_place *b)
{
    bool known = a->device != 0 || a->inode != 0;
    if (!known || a->exists != b->exists || a->device != b->device || a->inode != b->inode) return false;
    return a->exists || strcmp(a->path + folder_length(a->path), b->path + folder_length(b->path)) == 0;
}

/* ------------------------ writing */

static void hold(const bireme_file_guard *guard)
{
    if (guard != NULL) guard->hold(guard->context);
}

static void release(const bireme_file_guard *guard, const char *temporary)
{
    int code = errno;
    if (guard != NULL) guard->release(guard->context, temporary);
    errno = code;
}

static bireme_status write_directly(const bireme_file_place *place, const char *path, const char *data,
                                    size_t length, bireme_error *error)
{
    int file = place->descriptor >= 0 ? fcntl(place->descriptor, F_DUPFD_CLOEXEC, 3)
                                      : open(place->path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return fail_io(error, "write", path);
    bireme_status status = bireme_file_put(file, data, length) ? BIREME_OK : fail_io(error, "write", path);
    if (close(file) != 0 && status == BIREME_OK) status = fail_io(error, "write", path);
    return status;
}

/* Creates a new file in the folder of path; its name goes to name [size], which has room for it. The name is
 * not path with a suffix, which could be too long. −1: errno says why. */
static int create_temporary(const char *path, char *name, size_t size)
{
    enum { TRIES = 10000 };
    for (int i = 0; i < TRIES; i++) {
        snprintf(name, size, "%.*s.bireme-%ld-%d", (int)folder_length(path), path, (long)getpid(), i);
        int file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file >= 0 || errno != EEXIST) return file;
    }
    return -1;
}

/* A file that is replaced passes on its mode, and its owner where that is permitted. */
static bool take_over(int file, const bireme_file_place *place)
{
    if (!place->exists) return true;
    int refused = fchown(file, place->user, place->group);
    (void)refused; /* not every user may */
    return fchmod(file, place->mode) == 0;
}

static bireme_status replace(const bireme_file_place *place, const char *path, const char *data,
                             size_t length, const bireme_file_guard *guard, bireme_error *error)
{
    size_t size = folder_length(place->path) + 64;
    char *temporary = bireme_calloc(size, 1);
    if (temporary == NULL) return bireme_fail_memory(error);
    bireme_status status = BIREME_OK;
    hold(guard);
    int file = create_temporary(place->path, temporary, size);
    release(guard, file >= 0 ? temporary : NULL);
    if (file < 0) {
        status = fail_io(error, "write", path);
        bireme_free(temporary);
        return status;
    }
    bool good = bireme_file_put(file, data, length) && take_over(file, place) && fsync(file) == 0;
    if (!good) status = fail_io(error, "write", path);
    if (close(file) != 0 && status == BIREME_OK) status = fail_io(error, "write", path);
    hold(guard);
    if (status == BIREME_OK && rename(temporary, place->path) != 0) status = fail_io(error, "write", path);
    if (status != BIREME_OK) unlink(temporary);
    release(guard, NULL);
    bireme_free(temporary);
    return status;
}

bireme_status bireme_file_write(const char *path, const char *data, size_t length,
                                const bireme_file_guard *guard, bireme_error *error)
{
    bireme_file_place place;
    bireme_status status = bireme_file_find(path, &place, error);
    if (status != BIREME_OK) return status;
    if (place.descriptor >= 0 || (place.exists && !place.regular))
        status = write_directly(&place, path, data, length, error);
    else
        status = replace(&place, path, data, length, guard, error);
    bireme_free(place.path);
    return status;
}
