/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Philox4x32-10 over many counters. Internal to src/random.
 */
#ifndef BIREME_RANDOM_PHILOX_H
#define BIREME_RANDOM_PHILOX_H

#include <stddef.h>
#include <stdint.h>

#define BIREME_PHILOX_M0 UINT32_C(0xD2511F53)
#define BIREME_PHILOX_M1 UINT32_C(0xCD9E8D57)
#define BIREME_PHILOX_W0 UINT32_C(0x9E3779B9) /* golden ratio */
#define BIREME_PHILOX_W1 UINT32_C(0xBB67AE85) /* sqrt(3) − 1 */
enum { BIREME_PHILOX_ROUNDS = 10, BIREME_PHILOX_CHUNK = 32 };

/* Implementations with the same result, the plainest first. */
typedef enum bireme_philox_way {
    BIREME_PHILOX_PLAIN,
    BIREME_PHILOX_AVX2,
    BIREME_PHILOX_AVX512
} bireme_philox_way;
bireme_philox_way bireme_philox_best(void); /* the best on this processor */

/* The blocks of the counters (pair[i], draw, slot), pair's lower half first: even[i] is words 0 and 1, odd[i]
 * words 2 and 3, the former in the upper half. n a multiple of BIREME_PHILOX_CHUNK. The arrays must not
 * overlap. */
void bireme_philox_words(bireme_philox_way way, const uint32_t key[2], uint32_t draw, uint32_t slot, size_t n,
                         const uint64_t *pair, uint64_t *even, uint64_t *odd);

#endif
