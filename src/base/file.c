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

static int write_all(int file, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t put = write(file, data, length);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return -1;
        data += put;
        length -= (size_t)put;
    }
    return 0;
}

static bireme_status write_directly(const char *path, const char *data, size_t length, bireme_error *error)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return fail_io(error, "write", path);
    int failed = write_all(file, data, length);
    bireme_status status = failed ? fail_io(error, "write", path) : BIREME_OK;
    close(file);
    return status;
}

bireme_status bireme_file_write(const char *path, const char *data, size_t length, bireme_error *error)
{
    struct stat info;
    bool exists = stat(path, &info) == 0;
    if (exists && !S_ISREG(info.st_mode)) return write_directly(path, data, length, error);
    size_t size = strlen(path) + 16;
    char *temporary = bireme_calloc(size, 1);
    if (temporary == NULL) return bireme_fail_memory(error);
    snprintf(temporary, size, "%s.XXXXXX", path);
    bireme_status status = BIREME_OK;
    int file = mkstemp(temporary);
    if (file < 0) {
        status = fail_io(error, "write", path);
        bireme_free(temporary);
        return status;
    }
    mode_t mode = exists ? info.st_mode & 0777 : 0644;
    bool failed = write_all(file, data, length) != 0 || fchmod(file, mode) != 0 || fsync(file) != 0;
    if (failed) status = fail_io(error, "write", path);
    if (close(file) != 0 && status == BIREME_OK) status = fail_io(error, "write", path);
    if (status == BIREME_OK && rename(temporary, path) != 0) status = fail_io(error, "write", path);
    if (status != BIREME_OK) unlink(temporary);
    bireme_free(temporary);
    return status;
}
