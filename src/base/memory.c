/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* mremap */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static size_t checked_size(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX - 64) return SIZE_MAX;
    return bytes > 0 ? bytes : 1;
}

void *bireme_calloc(size_t count, size_t size)
{
    size_t bytes = checked_size(count, size);
    return bytes == SIZE_MAX ? NULL : calloc(1, bytes);
}

void *bireme_realloc(void *memory, size_t count, size_t size)
{
    size_t bytes = checked_size(count, size);
    return bytes == SIZE_MAX ? NULL : realloc(memory, bytes);
}

void *bireme_grown(void *items, size_t *room, size_t count, size_t first, size_t size)
{
    if (count < *room) return items;
    size_t more = *room > 0 ? bireme_times(2, *room) : first;
    void *grown = bireme_realloc(items, more, size);
    if (grown != NULL) *room = more;
    return grown;
}

void *bireme_calloc_aligned(size_t count, size_t size)
{
    size_t bytes = checked_size(count, size);
    if (bytes == SIZE_MAX) return NULL;
    bytes = (bytes + 63) / 64 * 64;
    void *memory = aligned_alloc(64, bytes);
    if (memory != NULL) memset(memory, 0, bytes);
    return memory;
}

void bireme_free(void *memory)
{
    free(memory);
}

#if defined __has_feature /* clang has its own way to say so */
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#ifdef __SANITIZE_ADDRESS__ /* it watches the bounds of heap blocks, not of mappings */
void *bireme_map(size_t count, size_t size)
{
    return bireme_calloc(count, size);
}

void *bireme_map_full(size_t count, size_t size)
{
    return bireme_realloc(NULL, count, size);
}

void *bireme_remap(void *memory, size_t had, size_t count, size_t size)
{
    (void)had;
    return bireme_realloc(memory, count, size);
}

void bireme_unmap(void *memory, size_t count, size_t size)
{
    (void)count, (void)size;
    free(memory);
}
#else
/* Smaller arrays come from the heap: a mapping costs two system calls and, with several threads, a message to
 * every processor. */
enum { MAPPED_LEAST = 1 << 18, LARGE_PAGE = 1 << 21 };

/* flags: MAP_NORESERVE if little of it will be touched: without it Linux refuses a mapping larger than all
 * memory, however little of it is to be used. */
static void *map(size_t bytes, int flags)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
    return memory != MAP_FAILED ? memory : NULL;
}

void *bireme_map(size_t count, size_t size)
{
    size_t bytes = checked_size(count, size);
    if (bytes == SIZE_MAX) return NULL;
    return bytes < MAPPED_LEAST ? calloc(1, bytes) : map(bytes, MAP_NORESERVE);
}

void *bireme_map_full(size_t count, size_t size)
{
    size_t bytes = checked_size(count, size);
    if (bytes == SIZE_MAX) return NULL;
    if (bytes < MAPPED_LEAST) return malloc(bytes);
    void *memory = map(bytes, 0);
    if (memory != NULL && bytes >= LARGE_PAGE) madvise(memory, bytes, MADV_HUGEPAGE); /* may fail: harmless */
    return memory;
}

void *bireme_remap(void *memory, size_t had, size_t count, size_t size)
{
    size_t old = checked_size(had, size), bytes = checked_size(count, size);
    if (bytes == SIZE_MAX) return NULL;
    if (old >= MAPPED_LEAST && bytes >= MAPPED_LEAST) {
        void *larger = mremap(memory, old, bytes, MREMAP_MAYMOVE);
        return larger != MAP_FAILED ? larger : NULL;
    }
    void *other = bireme_map_full(count, size);
    if (other == NULL) return NULL;
    memcpy(other, memory, had < count ? had * size : count * size);
    bireme_unmap(memory, had, size);
    return other;
}

void bireme_unmap(void *memory, size_t count, size_t size)
{
    if (memory == NULL) return;
    size_t bytes = checked_size(count, size);
    if (bytes < MAPPED_LEAST)
        free(memory);
    else
        munmap(memory, bytes);
}
#endif

char *bireme_strndup(const char *text, size_t length)
{
    char *copy = bireme_calloc(length + 1, 1);
    if (copy != NULL) memcpy(copy, text, length);
    return copy;
}

char *bireme_strdup(const char *text)
{
    return bireme_strndup(text, strlen(text));
}

void *bireme_memdup(const void *memory, size_t count, size_t size)
{
    void *copy = bireme_calloc(count, size);
    if (copy != NULL && count > 0) memcpy(copy, memory, count * size);
    return copy;
}
