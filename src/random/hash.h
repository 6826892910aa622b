/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A keyed hash of 32 bits for the inner loops of scrambles and permutations.
 */
#ifndef BIREME_RANDOM_HASH_H
#define BIREME_RANDOM_HASH_H

#include <stdint.h>

/* The rounds of C. Wellons' lowbias32 (2018), without the first shift, which would only mix the key, and with
 * a second key between them. */
static inline uint32_t bireme_hash(uint32_t value, const uint32_t key[2])
{
    uint32_t h = (value ^ key[0]) * UINT32_C(0x7FEB352D);
    h = ((h ^ h >> 15) + key[1]) * UINT32_C(0x846CA68B);
    return h ^ h >> 16;
}

#endif
