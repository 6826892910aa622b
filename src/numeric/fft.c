/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A real sequence of length n is transformed as a complex one of length n/2 (even places real, odd ones
 * imaginary) and separated afterwards. The complex transform is Stockham's: radix 4 with at most one stage of
 * radix 2 at the end, no bit reversal, real and imaginary parts in arrays of their own so that the inner
 * loops vectorise. Factors exp(−2πi j/n) are products of a coarse and a fine one from portable sine and
 * cosine: n/2 of them cost 2 √n calls and are accurate to about 2e-16.
 *
 * Source: C. Van Loan, Computational Frameworks for the Fast Fourier Transform (1992), sections 1.7 and 4.3.
 */
#include "numeric/fft.h"

#include <string.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "numeric/special/portable.h"

struct bireme_fft {
    size_t n;              /* of the real sequence */
    double *memory;        /* holds the arrays below */
    double *cosine, *sine; /* [n/2]: exp(−2πi j/n) = cosine − i sine */
    double *turn;          /* [3 × 2 × n/8]: exp(−2πi pj/(n/2)), p = 1, 2, 3: cosines and sines */
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

/* From n steps over half a circle to n/2 steps over three quarters. */
static void make_turns(bireme_fft *fft)
{
    size_t half = fft->n / 2, quarter = fft->n / 8;
    for (size_t p = 1; p <= 3; p++)
        for (size_t j = 0; j < quarter; j++) {
            size_t at = 2 * p * j;
            double sign = at < half ? 1 : -1;
            at = at < half ? at : at - half;
            fft->turn[(2 * p - 2) * quarter + j] = sign * fft->cosine[at];
            fft->turn[(2 * p - 1) * quarter + j] = sign * fft->sine[at];
        }
}

bireme_status bireme_fft_create(size_t n, bireme_fft **out, bireme_error *error)
{
    if (n < 4 || n > (size_t)1 << 24 || (n & (n - 1)) != 0)
        return bireme_fail(
            error, BIREME_DOMAIN,
            "the length of a Fourier transform is %zu; powers of two from 4 to 2^24 are allowed", n);
    bireme_fft *fft = bireme_calloc(1, sizeof *fft);
    double *memory = bireme_calloc_aligned(4 * n, sizeof *memory);
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
                        .im2 = memory + 5 * half,
                        .turn = memory + 6 * half};
    make_factors(fft);
    make_turns(fft);
    *out = fft;
    return BIREME_OK;
}

void bireme_fft_free(bireme_fft *fft)
{
    if (fft == NULL) return;
    bireme_free(fft->memory);
    bireme_free(fft);
}

typedef struct complex4 {
    double re[4], im[4];
} complex4;

/* x_p → Σ_q (−i)^(pq) x_q, p = 0 … 3. */
static inline complex4 butterfly(complex4 x)
{
    double sum_r = x.re[0] + x.re[2], sum_i = x.im[0] + x.im[2];
    double difference_r = x.re[0] - x.re[2], difference_i = x.im[0] - x.im[2];
    double other_r = x.re[1] + x.re[3], other_i = x.im[1] + x.im[3];
    double turned_r = x.im[1] - x.im[3], turned_i = x.re[3] - x.re[1]; /* −i (x_1 − x_3) */
    return (complex4){{sum_r + other_r, difference_r + turned_r, sum_r - other_r, difference_r - turned_r},
                      {sum_i + other_i, difference_i + turned_i, sum_i - other_i, difference_i - turned_i}};
}

/* The first stage, m = 1: separate factors for each group of four; l = n/8. */
static inline void first_stage(size_t l, const double *restrict turn, const double *restrict re,
                               const double *restrict im, double *restrict out_re, double *restrict out_im)
{
    for (size_t j = 0; j < l; j++) {
        complex4 y = butterfly((complex4){{re[j], re[j + l], re[j + 2 * l], re[j + 3 * l]},
                                          {im[j], im[j + l], im[j + 2 * l], im[j + 3 * l]}});
        double c1 = turn[j], s1 = turn[l + j], c2 = turn[2 * l + j], s2 = turn[3 * l + j];
        double c3 = turn[4 * l + j], s3 = turn[5 * l + j];
        out_re[4 * j] = y.re[0];
        out_im[4 * j] = y.im[0];
        out_re[4 * j + 1] = y.re[1] * c1 + y.im[1] * s1;
        out_im[4 * j + 1] = y.im[1] * c1 - y.re[1] * s1;
        out_re[4 * j + 2] = y.re[2] * c2 + y.im[2] * s2;
        out_im[4 * j + 2] = y.im[2] * c2 - y.re[2] * s2;
        out_re[4 * j + 3] = y.re[3] * c3 + y.im[3] * s3;
        out_im[4 * j + 3] = y.im[3] * c3 - y.re[3] * s3;
    }
}

/* A later stage for one set of factors: m neighbours at once. */
static inline void neighbours(size_t m, const double *turn, size_t quarter, const double *restrict re0,
                              const double *restrict im0, const double *restrict re1,
                              const double *restrict im1, const double *restrict re2,
                              const double *restrict im2, const double *restrict re3,
                              const double *restrict im3, double *restrict out_re0, double *restrict out_im0,
                              double *restrict out_re1, double *restrict out_im1, double *restrict out_re2,
                              double *restrict out_im2, double *restrict out_re3, double *restrict out_im3)
{
    double c1 = turn[0], s1 = turn[quarter], c2 = turn[2 * quarter], s2 = turn[3 * quarter];
    double c3 = turn[4 * quarter], s3 = turn[5 * quarter];
    for (size_t k = 0; k < m; k++) {
        complex4 y =
            butterfly((complex4){{re0[k], re1[k], re2[k], re3[k]}, {im0[k], im1[k], im2[k], im3[k]}});
        out_re0[k] = y.re[0];
        out_im0[k] = y.im[0];
        out_re1[k] = y.re[1] * c1 + y.im[1] * s1;
        out_im1[k] = y.im[1] * c1 - y.re[1] * s1;
        out_re2[k] = y.re[2] * c2 + y.im[2] * s2;
        out_im2[k] = y.im[2] * c2 - y.re[2] * s2;
        out_re3[k] = y.re[3] * c3 + y.im[3] * s3;
        out_im3[k] = y.im[3] * c3 - y.re[3] * s3;
    }
}

/* Moves places lm apart to places m apart. */
static inline void stage(size_t m, size_t quarter, const double *turn, const double *re, const double *im,
                         double *to_re, double *to_im)
{
    for (size_t j = 0; j < quarter; j += m, re += m, im += m, to_re += 4 * m, to_im += 4 * m)
        neighbours(m, turn + j, quarter, re, im, re + quarter, im + quarter, re + 2 * quarter,
                   im + 2 * quarter, re + 3 * quarter, im + 3 * quarter, to_re, to_im, to_re + m, to_im + m,
                   to_re + 2 * m, to_im + 2 * m, to_re + 3 * m, to_im + 3 * m);
}

/* The last stage if the length is not a power of four: no factors. */
static inline void last_pairs(size_t m, const double *restrict re, const double *restrict im,
                              double *restrict out_re, double *restrict out_im)
{
    for (size_t k = 0; k < m; k++) {
        out_re[k] = re[k] + re[k + m];
        out_im[k] = im[k] + im[k + m];
        out_re[k + m] = re[k] - re[k + m];
        out_im[k + m] = im[k] - im[k + m];
    }
}

static inline void exchange(double **a, double **b)
{
    double *c = *a;
    *a = *b;
    *b = c;
}

/* Forward transform of fft->re, fft->im (n/2 complex numbers), in place as seen from outside. */
BIREME_KERNEL static void transform(bireme_fft *fft)
{
    size_t size = fft->n / 2, quarter = size / 4, m = 1;
    double *re = fft->re, *im = fft->im, *re2 = fft->re2, *im2 = fft->im2;
    for (; 4 * m <= size; m *= 4) {
        if (m == 1)
            first_stage(quarter, fft->turn, re, im, re2, im2);
        else if (m == 4) /* constants, to avoid a loop over so few */
            stage(4, quarter, fft->turn, re, im, re2, im2);
        else
            stage(m, quarter, fft->turn, re, im, re2, im2);
        exchange(&re, &re2);
        exchange(&im, &im2);
    }
    if (m < size) {
        last_pairs(m, re, im, re2, im2);
        exchange(&re, &re2);
        exchange(&im, &im2);
    }
    fft->re = re, fft->im = im, fft->re2 = re2, fft->im2 = im2;
}

BIREME_KERNEL void bireme_fft_forward(bireme_fft *fft, const double *x, double *re, double *im)
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

BIREME_KERNEL void bireme_fft_inverse(bireme_fft *fft, double *re, double *im, double *x)
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
