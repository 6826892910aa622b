/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counter-based random streams: the uniform of (seed, quantity, trial, draw, slot) is a pure function of
 * these five, so that any thread can generate any part of any stream, and two scenarios that share a quantity
 * share its numbers.
 *
 * Method: Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011). Key: 64 bits hashed from seed and the quantity's
 * path. Counter: (trial >> 1 in 64 bits, draw, slot). Of the 128 bits of output, the first 64 belong to the
 * even trial and the last 64 to the odd one. u = (k + ½)·2⁻⁵³ with k the top 53 bits: never 0 or 1, symmetric
 * about ½.
 */
#ifndef BIREME_RANDOM_STREAM_H
#define BIREME_RANDOM_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct bireme_stream {
    uint32_t key[2];
} bireme_stream;

/* Whether they give the same numbers. */
static inline bool bireme_stream_equal(const bireme_stream *a, const bireme_stream *b)
{
    return a->key[0] == b->key[0] && a->key[1] == b->key[1];
}

/* The stream of a quantity. path: its path in the scenario; part: "" or which part of it ("wins"). */
bireme_stream bireme_stream_create(uint64_t seed, const char *path, const char *part);

/* u[i] = uniform of trial first + i, i < n. first and n even. slot is usually a period. */
void bireme_stream_fill(const bireme_stream *stream, uint64_t first, uint32_t draw, uint32_t slot, size_t n,
                        double *u);

/* The same numbers for only n of the trials: u[i] = uniform of trial first + lane[i]. first even. */
void bireme_stream_pick(const bireme_stream *stream, uint64_t first, uint32_t draw, uint32_t slot, size_t n,
                        const uint16_t *lane, double *u);

/* The uniform of 64 random bits. k + ½ has 54 bits: in the upper half it is rounded to a whole number, the
 * largest to 2⁵³, which must not give 1. */
static inline double bireme_uniform_of(uint64_t bits)
{
    double u = ((double)(int64_t)(bits >> 11) + 0.5) * 0x1p-53;
    return u < 1 - 0x1p-53 ? u : 1 - 0x1p-53;
}

/* Word `index` of a separate sequence of 64-bit words that belongs to the stream: keys of scrambles and
 * permutations. */
uint64_t bireme_stream_word(const bireme_stream *stream, uint64_t index);

/* A separate stream for each number: the repetitions of a randomisation. */
bireme_stream bireme_stream_replicate(const bireme_stream *stream, uint32_t number);

#endif
