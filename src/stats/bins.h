/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bins of doubles: the sign, the exponent and the first ten bits of the mantissa. A bin is 2⁻¹⁰ of its value
 * wide; whole numbers below 2,048 have a bin each. And the ranks of a quantile and its error, which both the
 * exact order statistics and the sketch answer.
 */
#ifndef BIREME_STATS_BINS_H
#define BIREME_STATS_BINS_H

#include <stdint.h>
#include <stddef.h>

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

/* The bins of n values, 0 < n ≤ BIREME_BIN_CHUNK: non-decreasing in the value. Returns the lowest and the highest,
 * among which BIREME_NO_BIN is the highest. */
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
/* What the number of values below the quantile may be off, in one standard error: ratio times that of
 * independent values; ratio NAN: NAN. */
double bireme_rank_error(uint64_t n, double p, double ratio);

/* The first bin from `bin` on that may not be empty in all tables; `end`, one after the last, if there is none. */
uint32_t bireme_bins_skip(const uint32_t *const *count, size_t tables, uint32_t bin, uint32_t end);

/* Tables of counts that are added up: values in [min, max], all of them in the tables. */
typedef struct bireme_bins {
    const uint32_t *const *count; /* [tables] */
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
/* The value of a rank from 1 to the number of values, by linear interpolation in a bin, within [min, max]. */
double bireme_bins_at(const bireme_bins_survey *survey, uint64_t rank);

#endif
