/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Statistics of one sample and of two: what compare.c compares with. NAN is "no value".
 */
#ifndef BIREME_TESTS_ORACLE_TWO_SAMPLES_H
#define BIREME_TESTS_ORACLE_TWO_SAMPLES_H

#include <stddef.h>

typedef struct sample_moments {
    size_t n;
    double mean, mean_se, variance, variance_se;
} sample_moments;

/* NAN left out. */
sample_moments moments_of(const double *x, size_t n);
/* What varies by the rounding of its sums alone does not vary. */
void settle_moments(sample_moments *m);

/* Bins at quantiles of both samples together; ties stay together, "no value" is a bin. */
enum { BINS_MOST = 40 };

typedef struct bins {
    size_t n; /* cuts; bin k holds what is above cut k − 1 and up to cut k, bin n + 1 NAN */
    double cut[BINS_MOST];
} bins;

bins bins_of(const double *x0, size_t n0, const double *x1, size_t n1);
/* The probability of so large a difference between two samples of one distribution: chi-square over their
 * bins. */
double two_sample_p(const double *x0, size_t n0, const double *x1, size_t n1);

/* [n] each value's bin as a number from 0 to 1, less the mean of these; the caller frees it. */
double *scores_of(const bins *b, const double *x, size_t n);
/* Of two samples of mean 0. */
double covariance(const double *x, const double *y, size_t n, double *se);

double share_upto(const double *x, size_t n, double bound);
double share_below(const double *x, size_t n, double bound);

#endif
