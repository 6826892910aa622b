/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Philox4x32-10 over many counters. A round is two products of 32 by 32 bits. Every x86-64 processor has an
 * instruction that multiplies the lower halves of 64-bit lanes, ignoring the upper halves: so the words stay
 * in 64-bit lanes from the first round to the last, the upper half of a product is shifted down, and the
 * lower half stays where it is. No compiler derives this from the plain loop (it widens and narrows between
 * vectors, which costs as much again as the rounds), so it is written with intrinsics; integers give the same
 * bits either way, and a test compares them.
 *
 * Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, Parallel random numbers: as easy as 1, 2, 3, SC
 * 2011; the constants are the paper's.
 */
#include "random/philox.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define VECTORS 1
#include <immintrin.h>
#else
#define VECTORS 0
#endif

static void words_plain(const uint32_t key[2], uint32_t draw, uint32_t slot, size_t n, const uint64_t *pair,
                        uint64_t *even, uint64_t *odd)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t k0 = key[0], k1 = key[1];
        uint32_t c0 = (uint32_t)pair[i], c1 = (uint32_t)(pair[i] >> 32), c2 = draw, c3 = slot;
        for (int round = 0; round < BIREME_PHILOX_ROUNDS; round++) {
            uint64_t p0 = (uint64_t)BIREME_PHILOX_M0 * c0, p1 = (uint64_t)BIREME_PHILOX_M1 * c2;
            c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, c1 = (uint32_t)p1;
            c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1, c3 = (uint32_t)p0;
            k0 += BIREME_PHILOX_W0, k1 += BIREME_PHILOX_W1;
        }
        even[i] = (uint64_t)c0 << 32 | c1;
        odd[i] = (uint64_t)c2 << 32 | c3;
    }
}

#if VECTORS

/* Several vectors at once: while the products of one round take several cycles, those of the other vectors
 * are started. */
enum { V = 4 };

__attribute__((target("avx512f"))) static void words_avx512(const uint32_t key[2], uint32_t draw,
                                                            uint32_t slot, size_t n, const uint64_t *pair,
                                                            uint64_t *even, uint64_t *odd)
{
    enum { LANES = 8, XOR3 = 0x96 };
    const __m512i m0 = _mm512_set1_epi64(BIREME_PHILOX_M0), m1 = _mm512_set1_epi64(BIREME_PHILOX_M1);
    const __m512i lower = _mm512_set1_epi64(0xffffffff);
    for (size_t i = 0; i < n; i += V * LANES) {
        __m512i c0[V], c1[V], c2[V], c3[V];
        uint32_t k0 = key[0], k1 = key[1];
        for (int v = 0; v < V; v++) {
            c0[v] = _mm512_loadu_si512(pair + i + v * LANES);
            c1[v] = _mm512_srli_epi64(c0[v], 32);
            c2[v] = _mm512_set1_epi64(draw), c3[v] = _mm512_set1_epi64(slot);
        }
        for (int round = 0; round < BIREME_PHILOX_ROUNDS; round++) {
            const __m512i key0 = _mm512_set1_epi64(k0), key1 = _mm512_set1_epi64(k1);
            for (int v = 0; v < V; v++) {
                __m512i p0 = _mm512_mul_epu32(c0[v], m0), p1 = _mm512_mul_epu32(c2[v], m1);
                c0[v] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p1, 32), c1[v], key0, XOR3), c1[v] = p1;
                c2[v] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p0, 32), c3[v], key1, XOR3), c3[v] = p0;
            }
            k0 += BIREME_PHILOX_W0, k1 += BIREME_PHILOX_W1;
        }
        for (int v = 0; v < V; v++) {
            __m512i low0 = _mm512_and_si512(c1[v], lower), low1 = _mm512_and_si512(c3[v], lower);
            _mm512_storeu_si512(even + i + v * LANES, _mm512_or_si512(_mm512_slli_epi64(c0[v], 32), low0));
            _mm512_storeu_si512(odd + i + v * LANES, _mm512_or_si512(_mm512_slli_epi64(c2[v], 32), low1));
        }
    }
}

__attribute__((target("avx2"))) static void words_avx2(const uint32_t key[2], uint32_t draw, uint32_t slot,
                                                       size_t n, const uint64_t *pair, uint64_t *even,
                                                       uint64_t *odd)
{
    enum { LANES = 4, PAIR = 2 }; /* 16 registers hold no more */
    const __m256i m0 = _mm256_set1_epi64x(BIREME_PHILOX_M0), m1 = _mm256_set1_epi64x(BIREME_PHILOX_M1);
    for (size_t i = 0; i < n; i += PAIR * LANES) {
        __m256i c0[PAIR], c1[PAIR], c2[PAIR], c3[PAIR];
        uint32_t k0 = key[0], k1 = key[1];
        for (int v = 0; v < PAIR; v++) {
            c0[v] = _mm256_loadu_si256((const __m256i *)(pair + i + v * LANES));
            c1[v] = _mm256_srli_epi64(c0[v], 32);
            c2[v] = _mm256_set1_epi64x(draw), c3[v] = _mm256_set1_epi64x(slot);
        }
        for (int round = 0; round < BIREME_PHILOX_ROUNDS; round++) {
            const __m256i key0 = _mm256_set1_epi64x(k0), key1 = _mm256_set1_epi64x(k1);
            for (int v = 0; v < PAIR; v++) {
                __m256i p0 = _mm256_mul_epu32(c0[v], m0), p1 = _mm256_mul_epu32(c2[v], m1);
                c0[v] = _mm256_xor_si256(_mm256_srli_epi64(p1, 32), _mm256_xor_si256(c1[v], key0)),
                c1[v] = p1;
                c2[v] = _mm256_xor_si256(_mm256_srli_epi64(p0, 32), _mm256_xor_si256(c3[v], key1)),
                c3[v] = p0;
            }
            k0 += BIREME_PHILOX_W0, k1 += BIREME_PHILOX_W1;
        }
        for (int v = 0; v < PAIR; v++) {
            __m256i even_words = _mm256_blend_epi32(_mm256_slli_epi64(c0[v], 32), c1[v], 0x55);
            __m256i odd_words = _mm256_blend_epi32(_mm256_slli_epi64(c2[v], 32), c3[v], 0x55);
            _mm256_storeu_si256((__m256i *)(even + i + v * LANES), even_words);
            _mm256_storeu_si256((__m256i *)(odd + i + v * LANES), odd_words);
        }
    }
}

bireme_philox_way bireme_philox_best(void)
{
    if (__builtin_cpu_supports("avx512f")) return BIREME_PHILOX_AVX512;
    return __builtin_cpu_supports("avx2") ? BIREME_PHILOX_AVX2 : BIREME_PHILOX_PLAIN;
}

void bireme_philox_words(bireme_philox_way way, const uint32_t key[2], uint32_t draw, uint32_t slot, size_t n,
                         const uint64_t *pair, uint64_t *even, uint64_t *odd)
{
    if (way == BIREME_PHILOX_AVX512)
        words_avx512(key, draw, slot, n, pair, even, odd);
    else if (way == BIREME_PHILOX_AVX2)
        words_avx2(key, draw, slot, n, pair, even, odd);
    else
        words_plain(key, draw, slot, n, pair, even, odd);
}

#else

bireme_philox_way bireme_philox_best(void)
{
    return BIREME_PHILOX_PLAIN;
}

void bireme_philox_words(bireme_philox_way way, const uint32_t key[2], uint32_t draw, uint32_t slot, size_t n,
                         const uint64_t *pair, uint64_t *even, uint64_t *odd)
{
    (void)way;
    words_plain(key, draw, slot, n, pair, even, odd);
}

#endif
