/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * i is the pair (i div b, i mod b). A round adds a hash of one residue to the other, which can be undone, so
 * that any number of rounds is a bijection of the a·b pairs. With a = ⌈√N⌉ and the least sufficient b, the
 * product exceeds N by less than √N + 1, so that hardly any number is permuted twice. Neither is below 8:
 * with only a few residues the rounds do not reach all permutations equally often, and for so few trials the
 * time does not matter.
 */
#include "random/latin.h"

#include <assert.h>
#include <math.h>
#include "base/kernel.h"
#include "random/hash.h"

enum { ROUNDS = 8, SIDE_LEAST = 8 };
static const uint64_t FIRST_WORD =
    UINT64_C(1) << 63; /* among the stream's words: the scrambles of Sobol points use the low ones */

typedef struct permutation {
    uint64_t n_points;
    uint32_t a, b;
    uint32_t key[ROUNDS][2];
} permutation;

static permutation permutation_create(const bireme_stream *stream, uint64_t n_points)
{
    permutation made = {.n_points = n_points};
    made.a = (uint32_t)ceil(sqrt((double)n_points));
    if (made.a < SIDE_LEAST) made.a = SIDE_LEAST;
    made.b = (uint32_t)((n_points + made.a - 1) / made.a);
    if (made.b < SIDE_LEAST) made.b = SIDE_LEAST;
    for (unsigned r = 0; r < ROUNDS; r++) {
        uint64_t word = bireme_stream_word(stream, FIRST_WORD + r);
        made.key[r][0] = (uint32_t)word;
        made.key[r][1] = (uint32_t)(word >> 32);
    }
    return made;
}

/* x + (a hash of other), modulo m ≤ 2^16. The hash is brought below m by multiplication. */
static inline uint32_t add(uint32_t x, uint32_t other, const uint32_t key[2], uint32_t m)
{
    uint32_t sum = x + (uint32_t)((uint64_t)bireme_hash(other, key) * m >> 32);
    return sum < m ? sum : sum - m;
}

/* The rounds for one pair; the result is left · b + right. */
static inline uint64_t rounds(const permutation *by, uint32_t x, uint32_t y)
{
    for (int r = 0; r < ROUNDS; r += 2) {
        x = add(x, y, by->key[r], by->a);
        y = add(y, x, by->key[r + 1], by->b);
    }
    return (uint64_t)x * by->b + y;
}

/* Permutes the result of a first permutation again until it is below N. */
static uint32_t walk(const permutation *by, uint64_t number)
{
    while (number >= by->n_points)
        number = rounds(by, (uint32_t)(number / by->b), (uint32_t)(number % by->b));
    return (uint32_t)number;
}

/* (stratum + v) / N, limited because the largest could be rounded to 1. */
BIREME_KERNEL static void place(size_t n, const uint32_t *restrict stratum, const double *restrict v,
                                double inverse, double *restrict u)
{
    for (size_t i = 0; i < n; i++) {
        double placed = ((double)stratum[i] + v[i]) * inverse;
        u[i] = placed < 1 - 0x1p-53 ? placed : 1 - 0x1p-53;
    }
}

/* ------------------------ replicates */

enum { REPLICATES = BIREME_LATIN_REPLICATES, POINTS = 16 };

/* The keys of all replicates, with the replicate as last index, so that a vector holds the same key of all of
 * them. */
typedef struct permutations {
    permutation of[REPLICATES]; /* for the few numbers that are permuted again */
    uint32_t key[ROUNDS][2][REPLICATES];
} permutations;

static void permutations_create(const bireme_stream *stream, uint32_t part, uint64_t n_points,
                                permutations *out)
{
    bireme_stream own = bireme_stream_replicate(stream, part);
    for (uint32_t r = 0; r < REPLICATES; r++) {
        bireme_stream replicate = bireme_stream_replicate(&own, r);
        out->of[r] = permutation_create(&replicate, n_points);
        for (unsigned i = 0; i < ROUNDS; i++)
            for (unsigned k = 0; k < 2; k++) out->key[i][k][r] = out->of[r].key[i][k];
    }
}

/* rounds() for the same pairs in all replicates. */
BIREME_KERNEL static void permute_replicates(const permutations *restrict by, const uint32_t *restrict left,
                                             const uint32_t *restrict right, uint64_t *restrict out)
{
    const uint32_t a = by->of[0].a, b = by->of[0].b;
    for (int i = 0; i < POINTS; i++)
        for (int r = 0; r < REPLICATES; r++) {
            uint32_t x = left[i], y = right[i];
            for (int round = 0; round < ROUNDS; round += 2) {
                const uint32_t first[2] = {by->key[round][0][r], by->key[round][1][r]};
                const uint32_t second[2] = {by->key[round + 1][0][r], by->key[round + 1][1][r]};
                x = add(x, y, first, a);
                y = add(y, x, second, b);
            }
            out[i * REPLICATES + r] = (uint64_t)x * b + y;
        }
}

void bireme_latin_fill_replicates(const bireme_stream *stream, uint32_t part, uint64_t n_points,
                                  uint64_t first, size_t n, uint64_t first_trial, double *u)
{
    assert(n <= POINTS && n_points >= 1 && n_points <= UINT64_C(1) << 32);
    permutations by;
    uint32_t left[POINTS] = {0}, right[POINTS] = {0}, stratum[POINTS * REPLICATES];
    uint64_t out[POINTS * REPLICATES];
    double v[POINTS * REPLICATES];
    permutations_create(stream, part, n_points, &by);
    for (size_t i = 0; i < n; i++) {
        uint64_t point = (first + i) % n_points;
        left[i] = (uint32_t)(point / by.of[0].b);
        right[i] = (uint32_t)(point % by.of[0].b);
    }
    permute_replicates(&by, left, right, out);
    for (size_t i = 0; i < n * REPLICATES; i++) stratum[i] = walk(&by.of[i % REPLICATES], out[i]);
    bireme_stream_fill(stream, first_trial, part, 0, n * REPLICATES, v);
    place(n * REPLICATES, stratum, v, 1 / (double)n_points, u);
}
