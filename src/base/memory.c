/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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
