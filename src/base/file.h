/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a file whole, writing a file whole or not at all.
 */
#ifndef BIREME_BASE_FILE_H
#define BIREME_BASE_FILE_H

#include <stdint.h>
#include "base/error.h"

/* The bytes of a regular file or pipe, zero-terminated, in *data (free with bireme_free) and *length.
 * Errors: IO (cannot be read; larger than limit bytes), MEMORY. */
BIREME_MUST_USE bireme_status bireme_file_read(const char *path, size_t limit, char **data, size_t *length,
                                               bireme_error *error);

/* The file that a name leads to, whether it exists or not. */
typedef struct bireme_file_place {
    char *path;                /* symbolic links followed to the end; free with bireme_free */
    bool exists, regular;      /* regular: if it exists */
    bool device_of_characters; /* if it exists: a terminal, /dev/null */
    int descriptor;            /* an open one of this process (/dev/stdout, /dev/fd/3), −1: none */
    uint64_t device, inode;    /* of the file; of its folder if it does not exist; 0, 0: not known */
    unsigned mode, user, group;
} bireme_file_place;

/* Errors: IO (too many links), MEMORY. A missing folder is no error here. */
BIREME_MUST_USE bireme_status bireme_file_find(const char *path, bireme_file_place *out, bireme_error *error);
/* Whether they are the same file. Two that do not exist are the same if folder and name are. */
bool bireme_file_place_same(const bireme_file_place *a, const bireme_file_place *b);

/* For a caller that may end the program at any moment: tells it what must not be left behind. `hold` is
 * called before anything is created, renamed or removed; `release` right after, with the name of the
 * temporary file that now exists (NULL: none), valid until the next `release`. */
typedef struct bireme_file_guard {
    void (*hold)(void *context);
    void (*release)(void *context, const char *temporary);
    void *context;
} bireme_file_guard;

/* Writes to a temporary file in the folder of path, syncs it, and renames it over path: a reader sees the old
 * file or the new one, never a part. The mode is that of the old file, else what the umask leaves of 0666; a
 * symbolic link is followed, even to a file that does not exist yet. Anything but a regular file
 * (/dev/stdout, a pipe) is written directly. guard may be NULL. Errors: IO, MEMORY. */
BIREME_MUST_USE bireme_status bireme_file_write(const char *path, const char *data, size_t length,
                                                const bireme_file_guard *guard, bireme_error *error);
/* Writes all of data; false: errno says why. */
bool bireme_file_put(int descriptor, const char *data, size_t length);

#endif
