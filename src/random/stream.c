/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Streams: keys, and uniforms from the words of philox.c.
 */
#include "random/stream.h"

#include <assert.h>
#include <string.h>
#include "base/hash.h"
#include "base/kernel.h"
#include "random/philox.h"

#define GOLDEN UINT64_C(0x9E3779B97F4A7C15)

/* Mixes 64 bits so that every input bit reaches every output bit (Stafford's variant 13 of the MurmurHash3
 * finaliser). */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

bireme_stream bireme_stream_create(uint64_t seed, const char *path, const char *part)
{
    uint64_t h = BIREME_HASH_START;
    bireme_hash_stir(&h, path, strlen(path));
    bireme_hash_stir(&h, "#", 1);
    bireme_hash_stir(&h, part, strlen(part));
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

enum { CHUNK = BIREME_PHILOX_CHUNK, MOST = 128 }; /* counters done at once */

BIREME_KERNEL static void number_pairs(uint64_t first, size_t n, uint64_t *restrict pair)
{
    for (size_t i = 0; i < n; i++) pair[i] = first + i;
}

/* Takes both uniforms of each pair. */
BIREME_KERNEL static void take_both(size_t n, const uint64_t *restrict even, const uint64_t *restrict odd,
                                    double *restrict u)
{
    for (size_t i = 0; i < n; i++) {
        u[2 * i] = bireme_uniform_of(even[i]);
        u[2 * i + 1] = bireme_uniform_of(odd[i]);
    }
}

/* Takes the wanted trial's uniform of each pair; the other half of the bits is discarded. */
BIREME_KERNEL static void take_one(size_t n, const uint16_t *restrict lane, const uint64_t *restrict even,
                                   const uint64_t *restrict odd, double *restrict u)
{
    for (size_t i = 0; i < n; i++) u[i] = bireme_uniform_of(lane[i] & 1 ? odd[i] : even[i]);
}

static size_t whole_chunks(size_t n)
{
    return (n + CHUNK - 1) / CHUNK * CHUNK;
}

void bireme_stream_fill(const bireme_stream *stream, uint64_t first, uint32_t draw, uint32_t slot, size_t n,
                        double *u)
{
    assert(first % 2 == 0 && n % 2 == 0);
    uint64_t pair[MOST], even[MOST], odd[MOST];
    bireme_philox_way way = bireme_philox_best();
    for (size_t done = 0; done < n / 2; done += MOST) {
        size_t count = n / 2 - done < MOST ? n / 2 - done : MOST;
        number_pairs(first / 2 + done, whole_chunks(count), pair);
        bireme_philox_words(way, stream->key, draw, slot, whole_chunks(count), pair, even, odd);
        take_both(count, even, odd, u + 2 * done);
    }
}

void bireme_stream_pick(const bireme_stream *stream, uint64_t first, uint32_t draw, uint32_t slot, size_t n,
                        const uint16_t *lane, double *u)
{
    assert(first % 2 == 0);
    uint64_t pair[MOST], even[MOST], odd[MOST];
    bireme_philox_way way = bireme_philox_best();
    for (size_t done = 0; done < n; done += MOST) {
        size_t count = n - done < MOST ? n - done : MOST, whole = whole_chunks(count);
        for (size_t i = 0; i < count; i++) pair[i] = (first + lane[done + i]) / 2;
        for (size_t i = count; i < whole; i++) pair[i] = 0;
        bireme_philox_words(way, stream->key, draw, slot, whole, pair, even, odd);
        take_one(count, lane + done, even, odd, u + done);
    }
}
