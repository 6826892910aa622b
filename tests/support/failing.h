/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory that runs out at a chosen allocation, for a test program that is linked with
 * --wrap=calloc,--wrap=realloc, --wrap=aligned_alloc, which puts the functions below in front of the C
 * library's. Included once in it.
 */
#ifndef BIREME_TESTS_FAILING_H
#define BIREME_TESTS_FAILING_H

#include <stddef.h>

void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

/* How many there were; and which one fails, from 0; −1: none. */
static long allocations, fail_at = -1;

static int fails(void)
{
    return allocations++ == fail_at;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fails() ? NULL : __real_realloc(memory, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : __real_aligned_alloc(alignment, size);
}

#endif
