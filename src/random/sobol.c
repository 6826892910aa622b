/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Point i is the exclusive or of the direction numbers of the bits set in i. The numbers of 16 consecutive
 * points starting at a multiple of 16 differ from the first by the same 16 values wherever that is: these are
 * tabulated in each call.
 *
 * Scramble: the bits are taken in groups of five, from the highest. A group has 1 + 2 + 4 + 8 + 16 = 31 nodes
 * in the tree of prefixes; the flips of all of them are one 32-bit word, a hash of the bits above the group.
 * So every node has a bit of its own. After four groups a last word flips all bits below.
 */
#include "random/sobol.h"

#include <assert.h>
#include <string.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "random/hash.h"
#include "random/joe_kuo.h"

enum {
    BITS = 32,
    GROUPS = BIREME_SOBOL_GROUPS,
    GROUP_BITS = 5,
    KEYS = 2 * GROUPS + 2, /* keys of a scramble, 32 bits each */
    REPLICATES = BIREME_SOBOL_REPLICATES,
    STEP_BITS = 4,
    STEP = 1 << STEP_BITS /* points handled at once, in all replicates */
};

struct bireme_sobol {
    uint32_t n_dimensions;
    uint32_t (*direction)[BITS];
};

/* The direction numbers of a dimension whose polynomial has the degree s and these bits. initial: m_2 … m_s.
 */
static void expand(unsigned s, uint32_t polynomial, const uint16_t *initial, uint32_t direction[BITS])
{
    for (unsigned i = 0; i < BITS; i++) {
        if (i < s) {
            direction[i] = (i == 0 ? 1 : (uint32_t)initial[i - 1]) << (BITS - 1 - i);
            continue;
        }
        direction[i] = direction[i - s] ^ direction[i - s] >> s;
        for (unsigned k = 1; k < s; k++)
            if (polynomial >> (s - k) & 1) direction[i] ^= direction[i - k];
    }
}

/* In the authors' order point j uses the numbers of the bits of j ^ j / 2: bit i of j contributes i and i −
 * 1. */
static void order_by_gray_code(uint32_t direction[BITS])
{
    for (unsigned i = BITS - 1; i > 0; i--) direction[i] ^= direction[i - 1];
}

bireme_status bireme_sobol_create(uint32_t n_dimensions, bireme_sobol **out, bireme_error *error)
{
    if (n_dimensions < 1 || n_dimensions > BIREME_SOBOL_DIMENSIONS_MOST)
        return bireme_fail(error, BIREME_DOMAIN,
                           "a Sobol sequence of %u dimensions: from 1 to %d are possible",
                           (unsigned)n_dimensions, (int)BIREME_SOBOL_DIMENSIONS_MOST);
    bireme_sobol *sobol = bireme_calloc(1, sizeof *sobol);
    if (!sobol) return bireme_fail_memory(error);
    sobol->n_dimensions = n_dimensions;
    sobol->direction = bireme_calloc_aligned(n_dimensions, sizeof *sobol->direction);
    if (!sobol->direction) {
        bireme_free(sobol);
        return bireme_fail_memory(error);
    }
    const uint16_t *initial = bireme_joe_kuo_initial;
    for (unsigned i = 0; i < BITS; i++) sobol->direction[0][i] = UINT32_C(1) << (BITS - 1 - i);
    for (uint32_t d = 1; d < n_dimensions; d++) {
        uint32_t polynomial = 2 * (uint32_t)bireme_joe_kuo_polynomial[d - 1] + 1;
        unsigned degree = 0;
        while (polynomial >> (degree + 1)) degree++;
        expand(degree, polynomial, initial, sobol->direction[d]);
        initial += degree - 1;
    }
    for (uint32_t d = 0; d < n_dimensions; d++) order_by_gray_code(sobol->direction[d]);
    *out = sobol;
    return BIREME_OK;
}

void bireme_sobol_free(bireme_sobol *sobol)
{
    if (!sobol) return;
    bireme_free(sobol->direction);
    bireme_free(sobol);
}

/* The exclusive or of the direction numbers of the bits set in index. */
static uint32_t combine(const uint32_t direction[BITS], uint32_t index)
{
    uint32_t x = 0;
    for (unsigned k = 0; k < BITS; k++) x ^= direction[k] & (0 - (index >> k & 1));
    return x;
}

uint32_t bireme_sobol_point(const bireme_sobol *sobol, uint32_t dimension, uint32_t index)
{
    assert(dimension < sobol->n_dimensions);
    return combine(sobol->direction[dimension], index);
}

/* Flips the bits of `five` as the word says. It holds the flips of the lowest bit (16 prefixes) in its bits 0
 * to 15, of the next one (8) in bits 16 to 23, then 4, 2 and 1 in bits 24 to 30; each is shifted to its
 * place. */
static inline uint32_t flip(uint32_t five, uint32_t word)
{
    return five ^ (word >> (five >> 1) & 1) ^ (word >> 15 >> (five >> 2) & 2) ^
           (word >> 22 >> (five >> 3) & 4) ^ (word >> 25 >> (five >> 4) & 8) ^ (word >> 26 & 16);
}

/* With k in the 52 bits after the binary point of 1 + k·2⁻⁵², all steps are exact, and u = (k + ½)·2⁻⁵². */
static inline double uniform_of(uint32_t high, uint32_t low)
{
    uint64_t bits = (uint64_t)high << 20 | low | UINT64_C(0x3FF0000000000000);
    double one_and_more;
    memcpy(&one_and_more, &bits, sizeof bits);
    return one_and_more - (1 - 0x1p-53);
}

void bireme_sobol_scrambles_init(bireme_sobol_scrambles *scrambles, const bireme_stream *stream,
                                 uint32_t part)
{
    for (uint32_t r = 0; r < REPLICATES; r++) {
        bireme_stream replicate = bireme_stream_replicate(stream, r);
        scrambles->top[r] = (uint32_t)bireme_stream_word(&replicate, (uint64_t)part * KEYS);
        for (uint32_t g = 0; g < GROUPS; g++) {
            uint64_t key = bireme_stream_word(&replicate, (uint64_t)part * KEYS + 2 * g + 2);
            scrambles->key[g][0][r] = (uint32_t)key;
            scrambles->key[g][1][r] = (uint32_t)(key >> 32);
        }
    }
}

/* STEP points of all replicates: table[i] ^ base, scrambled; the vector runs over the replicates. */
BIREME_KERNEL static void fill_step(const uint32_t *restrict table, uint32_t base,
                                    const bireme_sobol_scrambles *restrict by, double *restrict u)
{
    uint32_t high[STEP * REPLICATES], low[STEP * REPLICATES];
    const uint32_t rest = (UINT32_C(1) << (BITS - GROUP_BITS * GROUPS)) - 1;
    for (int i = 0; i < STEP; i++) {
        uint32_t x = table[i] ^ base;
        for (int r = 0; r < REPLICATES; r++) {
            uint32_t flipped = 0, word = by->top[r];
            for (int g = 0; g < GROUPS; g++) {
                int below = BITS - GROUP_BITS * (g + 1);
                const uint32_t key[2] = {by->key[g][0][r], by->key[g][1][r]};
                flipped |= flip(x >> below & 31, word) << below;
                word = bireme_hash(x >> below, key);
            }
            high[i * REPLICATES + r] = flipped | ((x ^ word) & rest);
            low[i * REPLICATES + r] = word >> 12;
        }
    }
    for (int i = 0; i < STEP * REPLICATES; i++) u[i] = uniform_of(high[i], low[i]);
}

void bireme_sobol_fill_replicates(const bireme_sobol *sobol, uint32_t dimension,
                                  const bireme_sobol_scrambles *scrambles, uint64_t first, size_t n,
                                  double *u)
{
    assert(dimension < sobol->n_dimensions && first + n <= UINT64_C(1) << BITS);
    const uint32_t *direction = sobol->direction[dimension];
    uint32_t table[STEP] = {0};
    for (unsigned k = 0; k < STEP_BITS; k++)
        for (unsigned i = 0; i < 1U << k; i++) table[(1U << k) + i] = table[i] ^ direction[k];
    for (size_t done = 0; done < n;) {
        uint32_t index = (uint32_t)(first + done), from = index % STEP;
        uint32_t base = combine(direction, index - from);
        size_t now = n - done < STEP - from ? n - done : STEP - from;
        if (now == STEP) {
            fill_step(table, base, scrambles, u + done * REPLICATES);
        } else {
            double whole[STEP * REPLICATES];
            fill_step(table, base, scrambles, whole);
            memcpy(u + done * REPLICATES, whole + from * REPLICATES, now * REPLICATES * sizeof *u);
        }
        done += now;
    }
}
