/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An arena: the memory that something needs as long as it lasts (the reading of a scenario, a search, a
 * result), freed in one go.
 */
#ifndef BIREME_SCENARIO_SYNTAX_ARENA_H
#define BIREME_SCENARIO_SYNTAX_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include "base/text.h"

typedef struct bireme_arena_block bireme_arena_block;

/* Start with {0}. */
typedef struct bireme_arena {
    bireme_arena_block *blocks; /* newest first */
    bool failed;                /* an allocation failed: check once after many */
} bireme_arena;

/* Zeroed, aligned for any type, valid until the arena is freed. NULL: out of memory. */
void *bireme_arena_alloc(bireme_arena *arena, size_t count, size_t size);
/* A zero-terminated copy of length bytes; NULL: out of memory. */
char *bireme_arena_copy(bireme_arena *arena, const char *text, size_t length);
/* The same for a whole text. */
char *bireme_arena_text(bireme_arena *arena, const char *text);
/* As bireme_grown(): the items that there are stay in the arena too. */
void *bireme_arena_grown(bireme_arena *arena, void *items, size_t *room, size_t count, size_t size);
/* A copy of the text, which is freed; NULL: out of memory, now or when it was written. */
char *bireme_arena_take(bireme_arena *arena, bireme_text *text);
void bireme_arena_free(bireme_arena *arena); /* leaves {0} */

#endif
