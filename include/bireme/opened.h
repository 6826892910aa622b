/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files that were read, and what they contained at the time.
 */
#ifndef BIREME_OPENED_H
#define BIREME_OPENED_H

#include <stddef.h>
#include <stdint.h>
#include "bireme/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bireme_opened_file {
    const char *path;       /* as it was opened */
    uint64_t device, inode; /* 0, 0: not a regular file */
    uint64_t size, hash;    /* hash: FNV-1a of the bytes; size UINT64_MAX: named, but could not be read */
} bireme_opened_file;

/* In the order in which they were opened; a file is listed again only if its content had changed. */
typedef struct bireme_opened bireme_opened;
BIREME_API size_t bireme_opened_count(const bireme_opened *opened);
/* NULL if index is not below the count. */
BIREME_API const bireme_opened_file *bireme_opened_get(const bireme_opened *opened, size_t index);

#ifdef __cplusplus
}
#endif

#endif
