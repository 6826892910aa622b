/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checked allocation. Sizes are count × size with the overflow checked; all return NULL when there is no
 * memory.
 */
#ifndef BIREME_BASE_MEMORY_H
#define BIREME_BASE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* a · b, SIZE_MAX if that is more: the size of what has several dimensions. No allocation of SIZE_MAX
 * succeeds. */
static inline size_t bireme_times(size_t a, size_t b)
{
    size_t product;
    return __builtin_mul_overflow(a, b, &product) ? SIZE_MAX : product;
}

void *bireme_calloc(size_t count, size_t size); /* zeroed; count or size 0 gives a valid pointer */
void *bireme_realloc(void *memory, size_t count, size_t size); /* the old block stays valid on failure */
void *bireme_calloc_aligned(size_t count, size_t size);        /* zeroed, on a cache line (64 bytes) */
void bireme_free(void *memory);                                /* any of the above; NULL is fine */
/* Zeroed memory of which a page costs nothing before it is touched, for large arrays of which little may be:
 * calloc does not promise that, it clears what was used before. Not for bireme_realloc and bireme_free; size
 * 0 is fine. */
void *bireme_map(size_t count, size_t size);
/* Not cleared, and all of it will be used: in large pages, if the system has them. */
void *bireme_map_full(size_t count, size_t size);
/* The first `had` kept, the rest not cleared; the old memory stays valid on failure. Of either of the two. */
void *bireme_remap(void *memory, size_t had, size_t count, size_t size);
void bireme_unmap(void *memory, size_t count, size_t size); /* NULL is fine */
char *bireme_strdup(const char *text);
char *bireme_strndup(const char *text, size_t length);
void *bireme_memdup(const void *memory, size_t count, size_t size);

#endif
