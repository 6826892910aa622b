/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checked allocation. Sizes are count × size with the overflow checked; all return NULL when there is no
 * memory.
 */
#ifndef BIREME_BASE_MEMORY_H
#define BIREME_BASE_MEMORY_H

#include <stddef.h>

void *bireme_calloc(size_t count, size_t size); /* zeroed; count or size 0 gives a valid pointer */
void *bireme_realloc(void *memory, size_t count, size_t size); /* the old block stays valid on failure */
void *bireme_calloc_aligned(size_t count, size_t size);        /* zeroed, on a cache line (64 bytes) */
void bireme_free(void *memory);                                /* any of the above; NULL is fine */
char *bireme_strdup(const char *text);
char *bireme_strndup(const char *text, size_t length);
void *bireme_memdup(const void *memory, size_t count, size_t size);

#endif
