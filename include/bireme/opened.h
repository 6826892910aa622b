/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files that something was read from, and what they held then.
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
    uint64_t device, inode; /* 0, 0: it is no regular file */
    uint64_t size, hash;    /* of its bytes, FNV-1a; size UINT64_MAX: it was named, and could not be read */
} bireme_opened_file;

/* In the order in which they were opened, each once for each content. */
typedef struct bireme_opened bireme_opened;
BIREME_API size_t bireme_opened_count(const bireme_opened *opened);
/* NULL beyond the last. */
BIREME_API const bireme_opened_file *bireme_opened_get(const bireme_opened *opened, size_t index);

#ifdef __cplusplus
}
#endif

#endif
