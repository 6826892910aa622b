/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A real sequence of length n is transformed as a complex one of length n/2 (even places real, odd ones
 * imaginary) and parted afterwards. The complex transform is Stockham's: radix 2, no bit reversal, real and
 * imaginary parts in arrays of their own so that the inner loops vectorise. Factors exp(−2πi j/n) are
 * products of a coarse and a fine one from portable sine and cosine: n/2 of them cost 2 √n calls and are
 * right to about 2e-16.
 *
 * Source: C. Van Loan, Computational Frameworks for the Fast Fourier Transform (1992), sections 1.7 and 4.3.
 */
#include "numeric/fft.h"

#include <string.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "numeric/portable.h"

struct bireme_fft {
    size_t n;              /* of the real sequence */
    double *memory;        /* all of the below */
    double *cosine, *sine; /* [n/2]: exp(−2πi j/n) = cosine − i sine */
    double *re, *im;       /* [n/2] */
    double *re2, *im2;     /* [n/2] */
};

static void make_factors(bireme_fft *fft)
{
    const double pi = 3.14159265358979323846;
    size_t half = fft->n / 2, step = 1;
    while (step * step < half) step *= 2;
    for (size_t j = 0; j < step && j < half; j++) {
        double angle = 2 * pi * ((double)j / (double)fft->n);
        fft->cosine[j] = bireme_cos(angle);
        fft->sine[j] = bireme_sin(angle);
    }
    for (size_t coarse = step; coarse < half; coarse += step) {
        double angle = 2 * pi * ((double)coarse / (double)fft->n), c = bireme_cos(angle),
               s = bireme_sin(angle);
        for (size_t j = 0; j < step; j++) {
            fft->cosine[coarse + j] = c * fft->cosine[j] - s * fft->sine[j];
            fft->sine[coarse + j] = s * fft->cosine[j] + c * fft->sine[j];
        }
    }
}

bireme_status bireme_fft_create(size_t n, bireme_fft **out, bireme_error *error)
{
    if (n < 4 || n > (size_t)1 << 24 || (n & (n - 1)) != 0)
        return bireme_fail(
            error, BIREME_DOMAIN,
            "the length of a Fourier transform is %zu; powers of two from 4 to 2^24 are allowed", n);
    bireme_fft *fft = bireme_calloc(1, sizeof *fft);
    double *memory = bireme_calloc_aligned(3 * n, sizeof *memory);
    if (fft == NULL || memory == NULL) {
        bireme_free(fft);
        bireme_free(memory);
        return bireme_fail_memory(error);
    }
    size_t half = n / 2;
    *fft = (bireme_fft){.n = n,
                        .memory = memory,
                        .cosine = memory,
                        .sine = memory + half,
                        .re = memory + 2 * half,
                        .im = memory + 3 * half,
                        .re2 = memory + 4 * half,
                        .im2 = memory + 5 * half};
    make_factors(fft);
    *out = fft;
    return BIREME_OK;
}

void bireme_fft_free(bireme_fft *fft)
{
    if (fft == NULL) return;
    bireme_free(fft->memory);
    bireme_free(fft);
}

size_t bireme_fft_length(const bireme_fft *fft)
{
    return fft->n;
}

/* One stage for one factor (c, s): m neighbours at once. */
static inline void butterflies(size_t m, double c, double s, const double *restrict re0,
                               const double *restrict im0, const double *restrict re1,
                               const double *restrict im1, double *restrict out_re0, double *restrict out_im0,
                               double *restrict out_re1, double *restrict out_im1)
{
    for (size_t k = 0; k < m; k++) {
        double dr = re0[k] - re1[k], di = im0[k] - im1[k];
        out_re0[k] = re0[k] + re1[k];
        out_im0[k] = im0[k] + im1[k];
        out_re1[k] = dr * c + di * s;
        out_im1[k] = di * c - dr * s;
    }
}

/* The first stage: m = 1, a factor of its own for each pair. */
static void first_stage(size_t l, const double *restrict cosine, const double *restrict sine,
                        const double *restrict re, const double *restrict im, double *restrict out_re,
                        double *restrict out_im)
{
    for (size_t j = 0; j < l; j++) {
        double dr = re[j] - re[j + l], di = im[j] - im[j + l];
        out_re[2 * j] = re[j] + re[j + l];
        out_im[2 * j] = im[j] + im[j + l];
        out_re[2 * j + 1] = dr * cosine[2 * j] + di * sine[2 * j];
        out_im[2 * j + 1] = di * cosine[2 * j] - dr * sine[2 * j];
    }
}

/* Forward transform of fft->re, fft->im (n/2 complex numbers), in place as seen from outside. */
BIREME_KERNEL static void transform(bireme_fft *fft)
{
    size_t size = fft->n / 2;
    double *re = fft->re, *im = fft->im, *re2 = fft->re2, *im2 = fft->im2;
    for (size_t l = size / 2, m = 1; l >= 1; l /= 2, m *= 2) {
        if (m == 1) {
            first_stage(l, fft->cosine, fft->sine, re, im, re2, im2);
        } else {
            for (size_t j = 0; j < l; j++) {
                size_t from = j * m, to = 2 * j * m; /* factor exp(−2πi j/(2l)), 2l = size/m = n/(2m) */
                butterflies(m, fft->cosine[2 * j * m], fft->sine[2 * j * m], re + from, im + from,
                            re + from + l * m, im + from + l * m, re2 + to, im2 + to, re2 + to + m,
                            im2 + to + m);
            }
        }
        double *swap = re;
        re = re2, re2 = swap;
        swap = im;
        im = im2, im2 = swap;
    }
    fft->re = re, fft->im = im, fft->re2 = re2, fft->im2 = im2;
}

void bireme_fft_forward(bireme_fft *fft, const double *x, double *re, double *im)
{
    size_t half = fft->n / 2;
    for (size_t j = 0; j < half; j++) {
        fft->re[j] = x[2 * j];
        fft->im[j] = x[2 * j + 1];
    }
    transform(fft);
    const double *zr = fft->re, *zi = fft->im;
    re[0] = zr[0] + zi[0];
    re[half] = zr[0] - zi[0];
    im[0] = im[half] = 0;
    for (size_t k = 1; k < half; k++) {
        /* even part E = (Z_k + conj Z_{half−k})/2, odd part O = (Z_k − conj Z_{half−k})/2i; X = E +
         * exp(−2πik/n) O */
        double even_r = 0.5 * (zr[k] + zr[half - k]), even_i = 0.5 * (zi[k] - zi[half - k]);
        double odd_r = 0.5 * (zi[k] + zi[half - k]), odd_i = -0.5 * (zr[k] - zr[half - k]);
        double c = fft->cosine[k], s = fft->sine[k];
        re[k] = even_r + (odd_r * c + odd_i * s);
        im[k] = even_i + (odd_i * c - odd_r * s);
    }
}

void bireme_fft_inverse(bireme_fft *fft, double *re, double *im, double *x)
{
    size_t half = fft->n / 2;
    double scale = 1 / (double)half; /* exact */
    /* The inverse is the conjugate of the forward transform of the conjugate. */
    fft->re[0] = 0.5 * (re[0] + re[half]);
    fft->im[0] = -0.5 * (re[0] - re[half]);
    for (size_t k = 1; k < half; k++) {
        double even_r = 0.5 * (re[k] + re[half - k]), even_i = 0.5 * (im[k] - im[half - k]);
        double dr = 0.5 * (re[k] - re[half - k]), di = 0.5 * (im[k] + im[half - k]);
        double c = fft->cosine[k], s = fft->sine[k];
        double odd_r = dr * c - di * s, odd_i = di * c + dr * s;
        fft->re[k] = even_r - odd_i;
        fft->im[k] = -(even_i + odd_r);
    }
    transform(fft);
    for (size_t j = 0; j < half; j++) {
        x[2 * j] = fft->re[j] * scale;
        x[2 * j + 1] = -fft->im[j] * scale;
    }
}
