/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * FNV-1a (Fowler, Noll, Vo), 64 bits: tells apart things that were not crafted to collide.
 */
#ifndef BIREME_BASE_HASH_H
#define BIREME_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BIREME_HASH_START UINT64_C(0xcbf29ce484222325)

static inline void bireme_hash_stir(uint64_t *hash, const void *data, size_t length)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < length; i++) *hash = (*hash ^ bytes[i]) * UINT64_C(0x100000001b3);
}

/* Includes the terminating zero, so that "ab", "c" differs from "a", "bc". */
static inline void bireme_hash_stir_text(uint64_t *hash, const char *text)
{
    bireme_hash_stir(hash, text, strlen(text) + 1);
}

#endif
