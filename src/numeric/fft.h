/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fourier transforms of real data whose length is a power of two. Our own, because GSL's and FFTW's factors
 * come from libm's sine and cosine (and FFTW's order of additions depends on the processor), so their bits
 * are not the same everywhere.
 */
#ifndef BIREME_NUMERIC_FFT_H
#define BIREME_NUMERIC_FFT_H

#include <stddef.h>
#include "base/error.h"

typedef struct bireme_fft
    bireme_fft; /* factors and working space for one length; not shared between threads */

/* n: a power of two, 4 … 2^24. Errors: DOMAIN, MEMORY. */
BIREME_MUST_USE bireme_status bireme_fft_create(size_t n, bireme_fft **out, bireme_error *error);
void bireme_fft_free(bireme_fft *fft);

/* re[k] + i·im[k] = Σ_j x[j] exp(−2πi jk/n), k = 0 … n/2: x [n], re and im [n/2 + 1]. */
void bireme_fft_forward(bireme_fft *fft, const double *x, double *re, double *im);
/* The inverse of forward, including the division by n; re and im are overwritten. */
void bireme_fft_inverse(bireme_fft *fft, double *re, double *im, double *x);

#endif
