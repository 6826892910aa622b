/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bins of doubles: the sign, the exponent and the first ten bits of the mantissa. A bin is 2⁻¹⁰ of its value
 * wide; whole numbers below 2,048 have a bin each. Of each bin the smallest and the largest value are kept
 * too, to 2⁻⁴² of themselves: where they are one, all that fell into the bin is that value (an atom), and is
 * answered as it was. And the ranks of a quantile and its error, which both the exact order statistics and
 * the sketch answer.
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
    BIREME_NO_BIN = BIREME_BINS, /* of a NAN */
    BIREME_BIN_CHUNK = 256,
    BIREME_P_MOST = 16 /* probabilities in a query */
};

typedef struct bireme_bin_range {
    uint32_t low, high;
} bireme_bin_range;

/* The bins of n values, 0 < n ≤ BIREME_BIN_CHUNK: non-decreasing in the value. Returns the lowest and the
 * highest, among which BIREME_NO_BIN is the highest. */
bireme_bin_range bireme_bins_of(size_t n, const double *value, uint32_t *bin);
/* The end of the bin that is nearer to zero. */
double bireme_bin_edge(uint32_t bin);
/* Bin of one value that is not NAN. */
uint32_t bireme_bin_of(double value);

/* A rank from 1 to n at or above the place, 1 for NAN. */
static inline uint64_t bireme_rank_at(uint64_t n, double place)
{
    double r = place > 1 ? place < (double)n ? place : (double)n : 1;
    uint64_t below = (uint64_t)r;
    return below + ((double)below < r);
}
/* The standard error of a quantile from the values x at five ranks, of np − 2d, np − d, np, np + d and np +
 * 2d, d being a standard error of the number of values at or below it: half of what lies between the second
 * and the fourth; where ranks share a value, so that the quantile is one of a few values, or lie on both
 * sides of a gap, so that it may be on the other side in another sample, at least half of the way to the
 * farther of the first and the last. 0 where all are the same but for rounding (stats/threshold.h). */
enum { BIREME_SE_RANKS = 5 };
static inline void bireme_se_ranks(uint64_t n, double p, double d, uint64_t *rank)
{
    for (int i = 0; i < BIREME_SE_RANKS; i++)
        rank[i] = bireme_rank_at(n, (double)n * p + (i - BIREME_SE_RANKS / 2) * d);
}
double bireme_quantile_se(const double *x, const uint64_t *rank);
/* What the number of values below the quantile may be off, in one standard error: ratio times that of
 * independent values; ratio NAN: NAN. */
double bireme_rank_error(uint64_t n, double p, double ratio);

/* The first bin from `bin` on that may not be empty in all tables; `end`, one after the last, if there is
 * none. */
uint32_t bireme_bins_skip(const uint32_t *const *count, size_t tables, uint32_t bin, uint32_t end);

/* Of the sizes of the values in a bin: the part of them that the bin leaves open, 32 bits of it, the largest,
 * and the largest complement, which is the smallest. All 0 where there are none. */
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
/* Whole numbers in this bin are one number. */
static inline int bireme_bin_is_small(uint32_t bin)
{
    const uint32_t most = (BIREME_BIN_MANTISSA + 1 - BIREME_BIN_LOW) << BIREME_BIN_MANTISSA;
    return bin > BIREME_BIN_ZERO ? bin - BIREME_BIN_ZERO <= most : BIREME_BIN_ZERO - bin <= most;
}

/* Tables of counts that are added up: values in [min, max], all of them in the tables. */
typedef struct bireme_bins {
    const uint32_t *const *count;           /* [tables] */
    const bireme_bin_extent *const *extent; /* [tables]; NULL: all values are small whole numbers */
    size_t tables;
    double min, max;
    int whole; /* all values are whole numbers, so the answers are */
} bireme_bins;

/* How many values there are below every BIREME_BIN_CHUNK-th bin from that of the smallest value on. */
typedef struct bireme_bins_survey {
    const bireme_bins *bins;
    size_t chunks;
    uint64_t below[BIREME_BINS / BIREME_BIN_CHUNK + 2]; /* [chunks + 1] */
} bireme_bins_survey;

void bireme_bins_look(const bireme_bins *bins, bireme_bins_survey *out); /* bins has to stay */
/* How far the value of that rank may be from the one that is answered; 0: the answer is an atom. */
double bireme_bins_error(const bireme_bins_survey *survey, uint64_t rank);
/* The value of a rank from 1 to the number of values: an atom, or by linear interpolation between the
 * smallest and the largest in the bin; within [min, max]. */
double bireme_bins_at(const bireme_bins_survey *survey, uint64_t rank);

#endif
