/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bins of doubles: the sign, the exponent and the first ten bits of the mantissa. A bin is 2⁻¹⁰ of its value
 * wide; whole numbers below 2,048 have a bin each. The smallest and the largest value of each bin are kept
 * too, to a relative 2⁻⁴²: if they are equal, all values in the bin are that one (an atom), and the answer is
 * exact. Also the ranks of a quantile and of its error, which the exact order statistics and the sketch
 * share.
 */
#ifndef BIREME_STATS_BINS_H
#define BIREME_STATS_BINS_H

#include <stdint.h>
#include <stddef.h>
#include <string.h>

enum {
    BIREME_BIN_MANTISSA = 10,
    BIREME_BIN_LOW = -20, /* magnitudes below 2^LOW are in the bin of zero */
    BIREME_BIN_HIGH = 44, /* from 2^HIGH on they are in the last bin of their sign */
    BIREME_BIN_ZERO = (BIREME_BIN_HIGH - BIREME_BIN_LOW) << BIREME_BIN_MANTISSA,
    BIREME_BINS = 2 * BIREME_BIN_ZERO + 1,
    BIREME_NO_BIN = BIREME_BINS, /* for NAN */
    BIREME_BIN_CHUNK = 256,
    BIREME_P_MOST = 16 /* most probabilities in a query */
};

typedef struct bireme_bin_range {
    uint32_t low, high;
} bireme_bin_range;

/* The bins of n values, 0 < n ≤ BIREME_BIN_CHUNK: non-decreasing in the value. Returns the lowest and the
 * highest bin, BIREME_NO_BIN counting as the highest of all. */
bireme_bin_range bireme_bins_of(size_t n, const double *value, uint32_t *bin);
/* The edge of the bin that is nearer to zero. */
double bireme_bin_edge(uint32_t bin);
/* The bin of a value that is not NAN. */
uint32_t bireme_bin_of(double value);

/* The rank from 1 to n at or above `place`; 1 for NAN. */
static inline uint64_t bireme_rank_at(uint64_t n, double place)
{
    double r = place > 1 ? place < (double)n ? place : (double)n : 1;
    uint64_t below = (uint64_t)r;
    return below + ((double)below < r);
}
/* The standard error of a quantile, from the values x at five ranks: np − 2d, np − d, np, np + d and np + 2d,
 * where d is a standard error of the number of values at or below the quantile. It is half the distance
 * between the second and the fourth. If ranks share a value, so that the quantile is one of a few values, or
 * lie on both sides of a gap, so that another sample may put it on the other side, it is at least half the
 * distance to the farther of the first and the last. 0 if all five are equal up to rounding
 * (stats/threshold.h). */
enum { BIREME_SE_RANKS = 5 };
static inline void bireme_se_ranks(uint64_t n, double p, double d, uint64_t *rank)
{
    for (int i = 0; i < BIREME_SE_RANKS; i++)
        rank[i] = bireme_rank_at(n, (double)n * p + (i - BIREME_SE_RANKS / 2) * d);
}
double bireme_quantile_se(const double *x, const uint64_t *rank);
/* One standard error of the number of values below the quantile: ratio times that of independent values; NAN
 * if ratio is. */
double bireme_rank_error(uint64_t n, double p, double ratio);

/* The first bin from `bin` on that may be non-empty in some table; `end`, one after the last, if there is
 * none. */
uint32_t bireme_bins_skip(const uint32_t *const *count, size_t tables, uint32_t bin, uint32_t end);

/* Describes the magnitudes of the values in a bin, by the 32 bits that the bin leaves open: the largest, and
 * the largest complement, which gives the smallest. All 0 for an empty bin. */
typedef struct bireme_bin_extent {
    uint32_t most, least_inverted;
} bireme_bin_extent;

static inline uint32_t bireme_bin_offset(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (uint32_t)(bits >> (20 - BIREME_BIN_MANTISSA));
}
static inline void bireme_bin_widen(bireme_bin_extent *extent, uint32_t most, uint32_t least)
{
    extent->most = most > extent->most ? most : extent->most;
    extent->least_inverted = ~least > extent->least_inverted ? ~least : extent->least_inverted;
}
/* Whether whole numbers in this bin are all equal. */
static inline int bireme_bin_is_small(uint32_t bin)
{
    const uint32_t most = (BIREME_BIN_MANTISSA + 1 - BIREME_BIN_LOW) << BIREME_BIN_MANTISSA;
    return bin > BIREME_BIN_ZERO ? bin - BIREME_BIN_ZERO <= most : BIREME_BIN_ZERO - bin <= most;
}

/* Tables of counts whose sum is wanted: values in [min, max], all of them in the tables. */
typedef struct bireme_bins {
    const uint32_t *const *count;           /* [tables] */
    const bireme_bin_extent *const *extent; /* [tables]; NULL: all values are small whole numbers */
    size_t tables;
    double min, max;
    int whole; /* all values, and so the answers, are whole numbers */
} bireme_bins;

/* The number of values below every BIREME_BIN_CHUNK-th bin, from that of the smallest value on. */
typedef struct bireme_bins_survey {
    const bireme_bins *bins;
    size_t chunks;
    uint64_t below[BIREME_BINS / BIREME_BIN_CHUNK + 2]; /* [chunks + 1] */
} bireme_bins_survey;

void bireme_bins_look(const bireme_bins *bins, bireme_bins_survey *out); /* bins must outlive it */
/* How far the answer for that rank may be from the exact value; 0: the answer is an atom. */
double bireme_bins_error(const bireme_bins_survey *survey, uint64_t rank);
/* The value of a rank from 1 to the number of values: an atom, or by linear interpolation between the
 * smallest and the largest in the bin; within [min, max]. */
double bireme_bins_at(const bireme_bins_survey *survey, uint64_t rank);

#endif
