/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Evaluating quantile tables: packed (qtable_packed.h) wherever a bucket lies within one piece of the curve.
 * Where pieces begin inside buckets (steps, jumps, bends), the guide names the piece in force where the
 * bucket begins, and a search of fixed length finds the right one among those that begin inside it.
 *
 * Non-decreasing: on the grid of uniforms (steps of 2⁻⁵³) a piece rises by far more than the rounding of its
 * polynomial from one uniform to the next, and no piece passes the beginning of the next.
 */
#include "dist/table/qtable.h"

#include <math.h>
#include <string.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "dist/table/qtable_build.h"
#include "numeric/special/exp_block.h"
#include "numeric/special/portable.h"

enum {
    BLOCK = 256,
    MANTISSA = 52,
    EXPONENT_LEAST = 1023 - 54,
    OCTAVES = BIREME_QPACKED_OCTAVES,
    BITS_MOST = 8,
    BITS_LIMIT = 11
};
/* Packed with at most so many bits; if more than this share of all samples would have to be searched for, all
 * are. */
enum { PACKED_MOST = 6 };
static const double UNPACKED_FEW = 0x1p-7, UNPACKED_MOST = 0.125, PACKING_ERROR = 1e-10;

static inline uint32_t bucket_of(double v, unsigned bits)
{
    return (uint32_t)((bireme_bits_of(v) >> (MANTISSA - bits)) - ((uint64_t)EXPONENT_LEAST << bits));
}

/* The point v ∈ [2⁻⁵⁴, ½) of a uniform; u = 0 and u = 1 are taken as the outermost points. */
static inline double point_of(double u)
{
    double v = u < 0.5 ? u : 1 - u;
    v = v < BIREME_QTABLE_V_MOST ? v : BIREME_QTABLE_V_MOST;
    return v > BIREME_QTABLE_V_LEAST ? v : BIREME_QTABLE_V_LEAST;
}

static inline uint32_t search(const double *left, size_t stride, uint32_t piece, unsigned length, double v)
{
    for (unsigned s = length; s-- > 0;) {
        uint32_t next = piece + (UINT32_C(1) << s);
        piece = left[next * stride] <= v ? next : piece;
    }
    return piece;
}

/* Sets the sign for the upper side, where u ≥ ½. */
static inline double with_side(double y, double u)
{
    uint64_t sign = (uint64_t)(u >= 0.5) << 63;
    return bireme_from_bits(bireme_bits_of(y) ^ sign);
}

/* The point and bucket of each uniform. */
BIREME_KERNEL static void place(unsigned bits, size_t n, const double *restrict u, double *restrict v,
                                uint32_t *restrict bucket)
{
    for (size_t i = 0; i < n; i++) {
        v[i] = point_of(u[i]);
        bucket[i] = bucket_of(v[i], bits) + (u[i] >= 0.5 ? (uint32_t)OCTAVES << bits : 0);
    }
}

/* The left edges of the pieces, of either kind, `stride` doubles apart. */
static inline const double *lefts(const bireme_qtable *table, size_t *stride)
{
    bool steps = table->steps != NULL;
    *stride = (steps ? sizeof *table->steps : sizeof *table->records) / sizeof(double);
    return steps ? &table->steps->left : &table->records->left;
}

/* The points, and the pieces that apply there. Not a kernel: gathers take longer than separate loads. */
static void find(const bireme_qtable *table, size_t n, const double *u, double *v, uint32_t *piece)
{
    size_t stride;
    const double *left = lefts(table, &stride);
    place(table->bits, n, u, v, piece);
    for (size_t i = 0; i < n; i++) {
        uint32_t at = table->guide[piece[i]];
        if (table->search <= 1) /* a sentinel follows the last piece, even if there is nothing to search */
            piece[i] = at + (left[(at + 1) * stride] <= v[i] ? 1 : 0);
        else
            piece[i] = search(left, stride, at, table->search, v[i]);
    }
}

static void eval_steps(const bireme_qtable *table, size_t n, const double *u, double *out)
{
    double v[BLOCK];
    uint32_t step[BLOCK];
    find(table, n, u, v, step);
    for (size_t i = 0; i < n; i++) out[i] = with_side(table->steps[step[i]].y, u[i]);
}

/* The same in one loop, if at most one step begins inside a bucket. */
static void eval_few_steps(const bireme_qtable *table, size_t n, const double *u, double *out)
{
    const bireme_qstep *steps = table->steps;
    double v[BLOCK];
    uint32_t bucket[BLOCK];
    place(table->bits, n, u, v, bucket);
    for (size_t i = 0; i < n; i++) {
        uint32_t step = table->guide[bucket[i]];
        step += steps[step + 1].left <= v[i] ? 1 : 0;
        out[i] = with_side(steps[step].y, u[i]);
    }
}

static void eval_search(const bireme_qtable *table, size_t n, const double *u, double *out)
{
    double v[BLOCK];
    uint32_t piece[BLOCK];
    find(table, n, u, v, piece);
    for (size_t i = 0; i < n; i++)
        out[i] = with_side(bireme_qrecord_value(&table->records[piece[i]], v[i]), u[i]);
}

/* Samples in buckets that are not packed are found by search, and kept within the bounds of their bucket. */
static void eval_mixed(const bireme_qtable *table, size_t n, const double *u, double *out)
{
    uint32_t lane[BLOCK];
    double few[BLOCK], x[BLOCK], t;
    size_t count = 0;
    bireme_qpacked_eval(table->packed, table->packed_bits, n, u, out);
    for (uint32_t i = 0; i < n; i++) {
        lane[count] = i;
        count += isnan(out[i]) ? 1 : 0;
    }
    if (count == 0) return;
    for (size_t j = 0; j < count; j++) few[j] = u[lane[j]];
    eval_search(table, count, few, x);
    for (size_t j = 0; j < count; j++) {
        const bireme_qpacked *bounds = &table->packed[bireme_qpacked_place(few[j], table->packed_bits, &t)];
        double value = x[j] > bounds->c1 ? x[j] : bounds->c1;
        out[lane[j]] = value < bounds->c23 ? value : bounds->c23;
    }
}

static void eval_block(const bireme_qtable *table, size_t n, const double *u, double *out)
{
    if (table->steps != NULL && table->search <= 1)
        eval_few_steps(table, n, u, out);
    else if (table->steps != NULL)
        eval_steps(table, n, u, out);
    else if (table->packed == NULL)
        eval_search(table, n, u, out);
    else
        eval_mixed(table, n, u, out);
}

void bireme_qtable_eval(const bireme_qtable *table, size_t n, const double *u, double *out)
{
    if (table->packed != NULL && table->whole) {
        bireme_qpacked_eval(table->packed, table->packed_bits, n, u, out);
        if (table->logarithm) bireme_exp_block(n, out, out);
        return;
    }
    double block[BLOCK]; /* out may be u, which is needed twice */
    for (size_t done = 0; done < n; done += BLOCK) {
        size_t count = n - done < BLOCK ? n - done : BLOCK;
        eval_block(table, count, u + done, block);
        if (table->logarithm) bireme_exp_block(count, block, block);
        memcpy(out + done, block, count * sizeof *block);
    }
}

double bireme_qtable_eval_one(const bireme_qtable *table, double u)
{
    double out;
    bireme_qtable_eval(table, 1, &u, &out);
    return out;
}

static double tail_at(const bireme_qtable *table, double v, bool upper)
{
    uint32_t bucket = bucket_of(v, table->bits) + (upper ? (uint32_t)OCTAVES << table->bits : 0);
    size_t stride;
    const double *left = lefts(table, &stride);
    uint32_t piece = search(left, stride, table->guide[bucket], table->search, v);
    double y = table->steps != NULL ? table->steps[piece].y : bireme_qrecord_value(&table->records[piece], v);
    y = upper ? -y : y;
    if (table->logarithm) bireme_exp_block(1, &y, &y);
    return y;
}

double bireme_qtable_tail(const bireme_qtable *table, double v, bool upper)
{
    if (v >= BIREME_QTABLE_V_LEAST) return tail_at(table, fmin(v, BIREME_QTABLE_V_MOST), upper);
    double x = tail_at(table, BIREME_QTABLE_V_LEAST, upper);
    double halving = x - tail_at(table, 2 * BIREME_QTABLE_V_LEAST, upper);
    return x + halving * (bireme_log(BIREME_QTABLE_V_LEAST / v) / 0.69314718055994531);
}

void bireme_qtable_free(bireme_qtable *table)
{
    if (table == NULL) return;
    bireme_free(table->records);
    bireme_free(table->steps);
    bireme_free(table->guide);
    bireme_free(table->packed);
    bireme_free(table);
}

/* ------------------------ the guide */

static double left_of(const bireme_qtable *table, uint32_t piece)
{
    return table->steps != NULL ? table->steps[piece].left : table->records[piece].left;
}

/* The most pieces that begin inside (after the lower end of) one bucket of a side. */
static uint32_t crowd(const bireme_qtable *table, unsigned bits, uint32_t first, uint32_t count)
{
    uint32_t most = 0, here = 0, last = UINT32_MAX;
    for (uint32_t i = first; i < first + count; i++) {
        double left = left_of(table, i);
        if (left < BIREME_QTABLE_V_LEAST) continue;
        uint32_t bucket = bucket_of(left, bits);
        bool inside = (bireme_bits_of(left) & ((UINT64_C(1) << (MANTISSA - bits)) - 1)) != 0;
        if (bucket != last) here = 0;
        here += inside ? 1 : 0;
        last = bucket;
        if (here > most) most = here;
    }
    return most;
}

static void fill_guide(const bireme_qtable *table, uint32_t *guide, uint32_t first, uint32_t count)
{
    uint32_t buckets = (uint32_t)OCTAVES << table->bits, piece = first;
    for (uint32_t b = 0; b < buckets; b++) {
        double lower = bireme_from_bits(((uint64_t)b + ((uint64_t)EXPONENT_LEAST << table->bits))
                                        << (MANTISSA - table->bits));
        while (piece + 1 < first + count && left_of(table, piece + 1) <= lower) piece++;
        guide[b] = piece;
    }
}

/* Moves the upper side up to make room for 2^search sentinels after each side. */
static bireme_status add_sentinels(bireme_qtable *table, bireme_error *error)
{
    uint32_t sentinels = UINT32_C(1) << table->search, lower = table->lower_count, upper = table->upper_count;
    size_t size = table->steps != NULL ? sizeof *table->steps : sizeof *table->records;
    size_t total = (size_t)lower + upper + 2 * (size_t)sentinels;
    char *pieces = bireme_calloc_aligned(total, size);
    if (pieces == NULL) return bireme_fail_memory(error);
    char *old = table->steps != NULL ? (char *)table->steps : (char *)table->records;
    memcpy(pieces, old, lower * size);
    memcpy(pieces + (lower + sentinels) * size, old + table->upper_first * size, upper * size);
    for (uint32_t i = 0; i < sentinels; i++) {
        double infinity = INFINITY; /* `left` comes first in both kinds */
        memcpy(pieces + (lower + i) * size, &infinity, sizeof infinity);
        memcpy(pieces + (lower + sentinels + upper + i) * size, &infinity, sizeof infinity);
    }
    bireme_free(old);
    if (table->steps != NULL)
        table->steps = (bireme_qstep *)(void *)pieces;
    else
        table->records = (bireme_qrecord *)(void *)pieces;
    table->upper_first = lower + sentinels;
    return BIREME_OK;
}

/* The probability of the buckets in which a piece begins. */
static double crowded(const bireme_qtable *table, unsigned bits)
{
    double sum = 0, last = 0;
    for (uint32_t i = 0; i < table->upper_first + table->upper_count; i++) {
        double left = left_of(table, i);
        if (!(left > BIREME_QTABLE_V_LEAST && left < 0.5)) continue;
        uint64_t mask = (UINT64_C(1) << (MANTISSA - bits)) - 1, word = bireme_bits_of(left);
        double from = bireme_from_bits(word & ~mask);
        if (from == left || from == last) continue;
        sum += bireme_from_bits((word | mask) + 1) - from;
        last = from;
    }
    return sum;
}

/* The fewest bits that leave few buckets unpacked or, if there are none, not too many. */
static unsigned first_bits(const bireme_qtable *table)
{
    unsigned bits = table->search == 0 && table->bits <= PACKED_MOST ? table->bits : 0;
    while (bits < PACKED_MOST && crowded(table, bits) > UNPACKED_FEW) bits++;
    while (bits < BITS_MOST && crowded(table, bits) > UNPACKED_MOST) bits++;
    return bits;
}

bireme_status bireme_qtable_finish(bireme_qtable *table, bireme_error *error)
{
    if (table->steps != NULL || table->lower_count == 0 || table->upper_count == 0) return BIREME_OK;
    double allowed = fmax(PACKING_ERROR, table->u_error / 64);
    for (unsigned bits = first_bits(table); bits <= BITS_MOST; bits++) {
        if (crowded(table, bits) > UNPACKED_MOST) continue;
        bireme_qpacked *packed = bireme_calloc_aligned(bireme_qpacked_count(bits), sizeof *packed);
        if (packed == NULL) return bireme_fail_memory(error);
        bireme_qpack result = bireme_qtable_pack(table, bits, packed);
        if (result.u_error <= allowed && result.unpacked <= UNPACKED_MOST) {
            bireme_free(table->packed);
            table->packed = packed;
            table->packed_bits = bits;
            table->whole = result.unpacked == 0;
            table->u_error += result.u_error;
            break;
        }
        bireme_free(packed);
    }
    return BIREME_OK;
}

bireme_status bireme_qtable_index(bireme_qtable *table, bireme_error *error)
{
    /* The fewest bits with the shortest search; a table of many steps gets more buckets. */
    uint32_t pieces = table->lower_count + table->upper_count, most = 0;
    unsigned limit = BITS_MOST, best = 0, shortest = 32;
    while (limit < BITS_LIMIT && (UINT32_C(2) << limit) < pieces) limit++;
    for (unsigned bits = 0; bits <= limit; bits++) {
        uint32_t lower = crowd(table, bits, 0, table->lower_count);
        uint32_t upper = crowd(table, bits, table->upper_first, table->upper_count);
        unsigned length = 0;
        for (most = lower > upper ? lower : upper; most > 0; most >>= 1) length++;
        if (length < shortest) best = bits, shortest = length;
    }
    table->bits = best;
    table->search = shortest;
    bireme_status status = add_sentinels(table, error);
    if (status != BIREME_OK) return status;
    size_t buckets = (size_t)OCTAVES << best;
    table->guide = bireme_calloc_aligned(2 * buckets, sizeof *table->guide);
    if (table->guide == NULL) return bireme_fail_memory(error);
    fill_guide(table, table->guide, 0, table->lower_count);
    fill_guide(table, table->guide + buckets, table->upper_first, table->upper_count);
    return BIREME_OK;
}
