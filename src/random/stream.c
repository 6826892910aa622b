/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Philox4x32-10 over blocks of trials. The block loop keeps the four counter words in separate arrays, so
 * that the compiler turns each round into widening multiplications of whole vectors.
 *
 * Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, Parallel random numbers: as easy as 1, 2, 3, SC
 * 2011; the constants are the paper's.
 */
#include "random/stream.h"

#include <assert.h>
#include "base/kernel.h"

#define PHILOX_M0 UINT32_C(0xD2511F53)
#define PHILOX_M1 UINT32_C(0xCD9E8D57)
#define PHILOX_W0 UINT32_C(0x9E3779B9) /* golden ratio */
#define PHILOX_W1 UINT32_C(0xBB67AE85) /* sqrt(3) − 1 */
#define GOLDEN    UINT64_C(0x9E3779B97F4A7C15)
enum { ROUNDS = 10, CHUNK = 32 };

/* Mixes 64 bits so that every input bit reaches every output bit (Stafford's variant 13 of the MurmurHash3
 * finaliser). */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

/* FNV-1a, 64 bits. */
static uint64_t hash(uint64_t h, const char *text)
{
    for (; *text; text++) h = (h ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    return h;
}

bireme_stream bireme_stream_create(uint64_t seed, const char *path, const char *part)
{
    uint64_t h = hash(UINT64_C(0xCBF29CE484222325), path);
    h = hash(hash(h, "#"), part);
    uint64_t key = mix(mix(h) + mix(seed + GOLDEN));
    return (bireme_stream){{(uint32_t)key, (uint32_t)(key >> 32)}};
}

static uint64_t key_bits(const bireme_stream *stream)
{
    return (uint64_t)stream->key[1] << 32 | stream->key[0];
}

/* SplitMix64 (Steele, Lea, Flood 2014), which can start anywhere. */
uint64_t bireme_stream_word(const bireme_stream *stream, uint64_t index)
{
    return mix(mix(key_bits(stream)) + (index + 1) * GOLDEN);
}

bireme_stream bireme_stream_replicate(const bireme_stream *stream, uint32_t number)
{
    uint64_t key = mix(key_bits(stream) + mix(((uint64_t)number + 1) * GOLDEN));
    return (bireme_stream){{(uint32_t)key, (uint32_t)(key >> 32)}};
}

void bireme_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3], k0 = key[0], k1 = key[1];
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t p0 = (uint64_t)PHILOX_M0 * c0, p1 = (uint64_t)PHILOX_M1 * c2;
        uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c0 = n0, c1 = (uint32_t)p1, c2 = n2, c3 = (uint32_t)p0;
        k0 += PHILOX_W0, k1 += PHILOX_W1;
    }
    out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

/* The rounds over CHUNK counters. */
static inline void rounds(const uint32_t key[2], uint32_t c0[CHUNK], uint32_t c1[CHUNK], uint32_t c2[CHUNK],
                          uint32_t c3[CHUNK])
{
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < CHUNK; i++) {
            uint64_t p0 = (uint64_t)PHILOX_M0 * c0[i], p1 = (uint64_t)PHILOX_M1 * c2[i];
            c0[i] = (uint32_t)(p1 >> 32) ^ c1[i] ^ k0;
            c2[i] = (uint32_t)(p0 >> 32) ^ c3[i] ^ k1;
            c1[i] = (uint32_t)p1;
            c3[i] = (uint32_t)p0;
        }
        k0 += PHILOX_W0, k1 += PHILOX_W1;
    }
}

/* CHUNK pairs of trials at once. */
BIREME_KERNEL static void fill_chunk(const bireme_stream *stream, uint64_t pair, uint32_t draw, uint32_t slot,
                                     double *restrict u)
{
    uint32_t c0[CHUNK], c1[CHUNK], c2[CHUNK], c3[CHUNK];
    for (int i = 0; i < CHUNK; i++) {
        c0[i] = (uint32_t)(pair + (uint64_t)i);
        c1[i] = (uint32_t)((pair + (uint64_t)i) >> 32);
        c2[i] = draw;
        c3[i] = slot;
    }
    rounds(stream->key, c0, c1, c2, c3);
    for (int i = 0; i < CHUNK; i++) {
        u[2 * i] = bireme_uniform(c0[i], c1[i]);
        u[2 * i + 1] = bireme_uniform(c2[i], c3[i]);
    }
}

/* CHUNK single trials at once: half of each block of bits is thrown away. */
BIREME_KERNEL static void pick_chunk(const bireme_stream *stream, uint64_t first, uint32_t draw,
                                     uint32_t slot, const uint16_t *lane, double *restrict u)
{
    uint32_t c0[CHUNK], c1[CHUNK], c2[CHUNK], c3[CHUNK];
    for (int i = 0; i < CHUNK; i++) {
        uint64_t pair = (first + lane[i]) / 2;
        c0[i] = (uint32_t)pair;
        c1[i] = (uint32_t)(pair >> 32);
        c2[i] = draw;
        c3[i] = slot;
    }
    rounds(stream->key, c0, c1, c2, c3);
    for (int i = 0; i < CHUNK; i++) {
        uint32_t odd = 0 - (uint32_t)(lane[i] & 1);
        u[i] = bireme_uniform((c0[i] & ~odd) | (c2[i] & odd), (c1[i] & ~odd) | (c3[i] & odd));
    }
}

void bireme_stream_fill(const bireme_stream *stream, uint64_t first, uint32_t draw, uint32_t slot, size_t n,
                        double *u)
{
    assert(first % 2 == 0 && n % 2 == 0);
    size_t done = 0;
    for (; done + 2 * CHUNK <= n; done += 2 * CHUNK)
        fill_chunk(stream, (first + done) / 2, draw, slot, u + done);
    for (; done < n; done += 2) {
        uint64_t pair = (first + done) / 2;
        uint32_t counter[4] = {(uint32_t)pair, (uint32_t)(pair >> 32), draw, slot}, out[4];
        bireme_philox(counter, stream->key, out);
        u[done] = bireme_uniform(out[0], out[1]);
        u[done + 1] = bireme_uniform(out[2], out[3]);
    }
}

void bireme_stream_pick(const bireme_stream *stream, uint64_t first, uint32_t draw, uint32_t slot, size_t n,
                        const uint16_t *lane, double *u)
{
    assert(first % 2 == 0);
    size_t done = 0;
    for (; done + CHUNK <= n; done += CHUNK) pick_chunk(stream, first, draw, slot, lane + done, u + done);
    if (done == n) return;
    uint16_t rest[CHUNK] = {0};
    double drawn[CHUNK];
    for (size_t i = done; i < n; i++) rest[i - done] = lane[i];
    pick_chunk(stream, first, draw, slot, rest, drawn);
    for (size_t i = done; i < n; i++) u[i] = drawn[i - done];
}
