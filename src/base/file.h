/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a file whole, writing a file whole or not at all.
 */
#ifndef BIREME_BASE_FILE_H
#define BIREME_BASE_FILE_H

#include "base/error.h"

/* The bytes of a regular file or pipe, zero-terminated, in *data (free with bireme_free) and *length.
 * Errors: IO (cannot be read; larger than limit bytes), MEMORY. */
BIREME_MUST_USE bireme_status bireme_file_read(const char *path, size_t limit, char **data, size_t *length,
                                               bireme_error *error);
/* Writes to a temporary file beside path, syncs it, and renames it over path: a reader sees the old file or
 * the new one, never a part. A path that is no regular file (/dev/stdout, a pipe) is written directly.
 * Errors: IO, MEMORY. */
BIREME_MUST_USE bireme_status bireme_file_write(const char *path, const char *data, size_t length,
                                                bireme_error *error);

#endif
