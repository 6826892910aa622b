/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checked allocation. Sizes are count × size with the overflow checked; all return NULL when there is no
 * memory.
 */
#ifndef BIREME_BASE_MEMORY_H
#define BIREME_BASE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* a · b, SIZE_MAX on overflow: the size of an array with several dimensions. Allocating SIZE_MAX always
 * fails. */
static inline size_t bireme_times(size_t a, size_t b)
{
    size_t product;
    return __builtin_mul_overflow(a, b, &product) ? SIZE_MAX : product;
}

void *bireme_calloc(size_t count, size_t size); /* zeroed; count or size 0 gives a valid pointer */
void *bireme_realloc(void *memory, size_t count, size_t size); /* the old block stays valid on failure */
/* Makes room for one more item than `count`, starting with `first` and doubling. Returns the items, which may
 * have moved; NULL if memory ran out: then the old ones stay valid. */
void *bireme_grown(void *items, size_t *room, size_t count, size_t first, size_t size);
void *bireme_calloc_aligned(size_t count, size_t size); /* zeroed, on a cache line (64 bytes) */
/* memory from any of the above; NULL is fine */
void bireme_free(void *memory);
/* Zeroed memory whose pages cost nothing until touched, for large arrays that may stay mostly unused. calloc
 * does not promise that: it clears recycled memory. Not for bireme_realloc or bireme_free; size 0 is fine. */
void *bireme_map(size_t count, size_t size);
/* Not zeroed, all of it to be used: in large pages, if the system has them. */
void *bireme_map_full(size_t count, size_t size);
/* Resizes memory from either of the two above: the first `had` are kept, the rest is not zeroed; on failure
 * the old memory stays valid. */
void *bireme_remap(void *memory, size_t had, size_t count, size_t size);
void bireme_unmap(void *memory, size_t count, size_t size); /* NULL is fine */
char *bireme_strdup(const char *text);
char *bireme_strndup(const char *text, size_t length);
void *bireme_memdup(const void *memory, size_t count, size_t size);

#endif
