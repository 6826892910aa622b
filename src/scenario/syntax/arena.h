/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An arena: everything that reading a scenario needs until its model is built, freed in one go.
 */
#ifndef BIREME_SCENARIO_SYNTAX_ARENA_H
#define BIREME_SCENARIO_SYNTAX_ARENA_H

#include <stddef.h>

typedef struct bireme_arena_block bireme_arena_block;

/* Start with {0}. */
typedef struct bireme_arena {
    bireme_arena_block *blocks; /* newest first */
} bireme_arena;

/* Zeroed, aligned for any type, valid until the arena is freed. NULL: out of memory. */
void *bireme_arena_alloc(bireme_arena *arena, size_t count, size_t size);
/* A zero-terminated copy of length bytes; NULL: out of memory. */
char *bireme_arena_copy(bireme_arena *arena, const char *text, size_t length);
void bireme_arena_free(bireme_arena *arena); /* leaves {0} */

#endif
