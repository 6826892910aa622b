/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing one digit for a block of lanes. Adding 2⁵² to a count puts it into the low bits, as a whole number.
 * Lanes with digit 0 evaluate the first table and discard the result.
 */
#include "dist/sums/level.h"
#include "dist/sums/sums.h"

#include <string.h>
#include "base/kernel.h"
#include "dist/table/qtable_build.h"

enum { BLOCK = 256 };

/* What a level draws of a count: (count >> shift), less `before` (already drawn), at most `most`; except at
 * the top level only the last four bits of it. */
typedef struct selection {
    unsigned shift;
    int64_t mask, before, most;
} selection;

static selection select_digits(const bireme_sum_level *level, unsigned draw)
{
    selection s = {.shift = 4 * level->level, .mask = 15, .before = 0, .most = 15};
    if (!level->top) return s;
    s.mask = INT64_MAX;
    s.most = level->digits;
    s.before = (int64_t)draw * level->digits;
    return s;
}

static inline uint64_t digit_of(double count, selection s)
{
    uint64_t whole = (bireme_bits_of(count + 0x1p52) & UINT64_C(0xfffffffffffff)) >> s.shift;
    int64_t digit = ((int64_t)whole & s.mask) - s.before;
    digit = digit > 0 ? digit : 0;
    return (uint64_t)(digit < s.most ? digit : s.most);
}

BIREME_KERNEL static void add_packed(const bireme_qpacked *restrict records, unsigned bits, selection s,
                                     size_t n, const double *restrict u, const double *restrict count,
                                     double *restrict sum)
{
    uint32_t at[BLOCK], length = (uint32_t)bireme_qpacked_count(bits);
    double t[BLOCK], x[BLOCK];
    for (size_t done = 0; done < n; done += BLOCK, u += BLOCK, count += BLOCK, sum += BLOCK) {
        size_t lanes = n - done < BLOCK ? n - done : BLOCK, i = 0;
        for (size_t j = 0; j < lanes; j++) {
            uint32_t digit = (uint32_t)digit_of(count[j], s), table = digit - (digit > 0);
            at[j] = table * length + bireme_qpacked_place(u[j], bits, &t[j]);
        }
        for (; i + 4 <= lanes; i += 4) bireme_qpacked_values4(records, at + i, t + i, x + i);
        for (; i < lanes; i++) x[i] = bireme_qpacked_value(&records[at[i]], t[i]);
        for (size_t j = 0; j < lanes; j++) sum[j] += digit_of(count[j], s) > 0 ? x[j] : 0;
    }
}

BIREME_KERNEL static void add_fixed(double unit, size_t n, const double *restrict count, double *restrict sum)
{
    for (size_t i = 0; i < n; i++) sum[i] += unit * count[i];
}

static unsigned piece_of(const bireme_sum_level *level, unsigned draw, uint64_t digit)
{
    if (level->top) return (unsigned)digit; /* limited already */
    return draw < level->draws ? level->piece[draw][digit] : 0;
}

static void eval_piece(const bireme_sum_level *level, unsigned piece, size_t n, double *u)
{
    if ((level->packed >> piece & 1) != 0)
        bireme_qpacked_eval(level->records + (piece - 1) * bireme_qpacked_count(level->bits), level->bits, n,
                            u, u);
    else
        bireme_qtable_eval(level->table[piece], n, u, u);
}

/* The pieces of digits that are not in `done`, n ≤ BLOCK: lanes are sorted by piece, so that each table is
 * evaluated once. */
static void add_others(const bireme_sum_level *level, unsigned draw, selection s, unsigned done, size_t n,
                       const double *u, const double *count, double *sum)
{
    unsigned piece[BLOCK], first[BIREME_SUM_DIGITS + 2] = {0}, place[BIREME_SUM_DIGITS + 2];
    double packed[BLOCK];
    for (size_t i = 0; i < n; i++) {
        uint64_t digit = digit_of(count[i], s);
        piece[i] = (done >> digit & 1) != 0 ? 0 : piece_of(level, draw, digit);
        first[piece[i] + 1]++;
    }
    for (unsigned k = 0; k <= BIREME_SUM_DIGITS; k++) first[k + 1] += first[k];
    memcpy(place, first, sizeof place);
    for (size_t i = 0; i < n; i++) packed[place[piece[i]]++] = u[i];
    for (unsigned k = 1; k <= BIREME_SUM_DIGITS; k++)
        if (first[k + 1] > first[k]) eval_piece(level, k, first[k + 1] - first[k], packed + first[k]);
    memcpy(place, first, sizeof place);
    for (size_t i = 0; i < n; i++) {
        double x = packed[place[piece[i]]++];
        if (piece[i] > 0) sum[i] += x;
    }
}

void bireme_sums_eval(const bireme_sums *sums, unsigned number, unsigned draw, size_t n, const double *u,
                      const double *count, double *sum)
{
    const bireme_sum_level *level = &sums->level[number];
    selection s = select_digits(level, draw);
    unsigned all = (2U << level->digits) - 2, done = 0;
    if (level->fixed) {
        if (draw == 0 && level->level == 0) add_fixed(level->unit, n, count, sum);
        return;
    }
    if (level->packed != 0 && (draw == 0 || level->top)) {
        add_packed(level->records, level->bits, s, n, u, count, sum);
        done = level->packed;
    }
    for (size_t i = 0; i < n && done != all; i += BLOCK)
        add_others(level, draw, s, done, n - i < BLOCK ? n - i : BLOCK, u + i, count + i, sum + i);
}

/* The bits of all digits together: 0 if nothing is left to draw, usually after the first draw. */
BIREME_KERNEL static uint64_t all_digits(selection s, size_t n, const double *count)
{
    uint64_t all = 0;
    for (size_t i = 0; i < n; i++) all |= digit_of(count[i], s);
    return all;
}

size_t bireme_sums_lanes(const bireme_sums *sums, unsigned number, unsigned draw, size_t n,
                         const double *count, uint16_t *lane)
{
    const bireme_sum_level *level = &sums->level[number];
    selection s = select_digits(level, draw);
    size_t wanted = 0;
    if (level->fixed) { /* the whole count at once */
        for (size_t i = 0; i < n && level->level == 0 && draw == 0; i++) {
            lane[wanted] = (uint16_t)i;
            wanted += count[i] > 0;
        }
        return wanted;
    }
    if (!level->top && draw >= level->draws) return 0;
    if (draw > 0 && all_digits(s, n, count) == 0) return 0;
    for (size_t i = 0; i < n; i++) {
        lane[wanted] = (uint16_t)i;
        wanted += piece_of(level, draw, digit_of(count[i], s)) > 0;
    }
    return wanted;
}
