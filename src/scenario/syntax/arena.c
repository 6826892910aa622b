/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blocks of at least 64 KiB in a chain; an allocation takes the next bytes of the newest block.
 */
#include "scenario/syntax/arena.h"

#include <stdint.h>
#include <string.h>
#include "base/memory.h"

enum { BLOCK_SIZE = 65536, ALIGNMENT = _Alignof(max_align_t) };

struct bireme_arena_block {
    bireme_arena_block *next;
    size_t used, size; /* bytes of data */
    max_align_t data[];
};

static void *fail(bireme_arena *arena)
{
    arena->failed = true;
    return NULL;
}

void *bireme_arena_alloc(bireme_arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX / 2) return fail(arena);
    bytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    bireme_arena_block *block = arena->blocks;
    if (block == NULL || block->size - block->used < bytes) {
        size_t room = bytes > BLOCK_SIZE ? bytes : BLOCK_SIZE;
        block = bireme_calloc(1, sizeof *block + room);
        if (block == NULL) return fail(arena);
        block->size = room;
        block->next = arena->blocks;
        arena->blocks = block;
    }
    void *memory = (char *)block->data + block->used;
    block->used += bytes;
    return memory;
}

char *bireme_arena_copy(bireme_arena *arena, const char *text, size_t length)
{
    char *copy = bireme_arena_alloc(arena, length + 1, 1);
    if (copy != NULL) memcpy(copy, text, length);
    return copy;
}

char *bireme_arena_text(bireme_arena *arena, const char *text)
{
    return bireme_arena_copy(arena, text, strlen(text));
}

void *bireme_arena_grown(bireme_arena *arena, void *items, size_t *room, size_t count, size_t size)
{
    if (count < *room) return items;
    size_t more = *room > 0 ? 2 * *room : 16;
    void *grown = bireme_arena_alloc(arena, more, size);
    if (grown == NULL) return NULL;
    if (count > 0) memcpy(grown, items, count * size);
    *room = more;
    return grown;
}

char *bireme_arena_take(bireme_arena *arena, bireme_text *text)
{
    char *copy = text->failed ? NULL : bireme_arena_copy(arena, bireme_text_string(text), text->length);
    bireme_text_free(text);
    return copy;
}

void bireme_arena_free(bireme_arena *arena)
{
    while (arena->blocks != NULL) {
        bireme_arena_block *next = arena->blocks->next;
        bireme_free(arena->blocks);
        arena->blocks = next;
    }
    arena->failed = false;
}
