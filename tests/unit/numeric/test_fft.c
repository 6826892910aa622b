/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The real Fourier transform against its definition, and what convolutions rely on.
 */
#include "support/check.h"

#include <math.h>
#include "numeric/fft.h"

enum { MOST = 1024 };

static double noise(unsigned i)
{
    unsigned x = i * 2654435761u + 12345u;
    x ^= x >> 15, x *= 2246822519u, x ^= x >> 13;
    return x / 4294967296.0 - 0.5;
}

static bireme_fft *make_fft(size_t n)
{
    bireme_fft *fft = NULL;
    bireme_error error;
    assert_int_equal(bireme_fft_create(n, &fft, &error), BIREME_OK);
    return fft;
}

/* The sum over n terms of size ½ is itself off by some √n · 1e-16. */
static void forward_is_the_sum_of_its_definition(void **state)
{
    (void)state;
    for (size_t n = 4; n <= 256; n *= 2) {
        bireme_fft *fft = make_fft(n);
        double x[MOST], re[MOST], im[MOST];
        for (size_t j = 0; j < n; j++) x[j] = noise((unsigned)(j + n));
        bireme_fft_forward(fft, x, re, im);
        for (size_t k = 0; k <= n / 2; k++) {
            double a = 0, b = 0;
            for (size_t j = 0; j < n; j++) {
                double angle = 2 * acos(-1) * (double)(j * k % n) / (double)n;
                a += x[j] * cos(angle);
                b -= x[j] * sin(angle);
            }
            assert_close(re[k], a, 0, 1e-13);
            assert_close(im[k], b, 0, 1e-13);
        }
        bireme_fft_free(fft);
    }
}

static void inverse_undoes_forward(void **state)
{
    (void)state;
    enum { N = 65536 };
    static double x[N], y[N], re[N / 2 + 1], im[N / 2 + 1];
    bireme_fft *fft = make_fft(N);
    for (unsigned j = 0; j < N; j++) x[j] = noise(j);
    bireme_fft_forward(fft, x, re, im);
    bireme_fft_inverse(fft, re, im, y);
    /* 32 stages that each round by 1e-16 of values of the order 1 */
    for (int j = 0; j < N; j++) assert_close(y[j], x[j], 0, 4e-15);
    bireme_fft_free(fft);
}

static void squares_convolve_a_coin_into_a_binomial(void **state)
{
    (void)state;
    double x[64] = {0.5, 0.5}, re[33], im[33], expected = 1;
    bireme_fft *fft = make_fft(64);
    bireme_fft_forward(fft, x, re, im);
    for (int square = 0; square < 5; square++)
        for (int k = 0; k <= 32; k++) {
            double r = re[k] * re[k] - im[k] * im[k];
            im[k] *= 2 * re[k];
            re[k] = r;
        }
    bireme_fft_inverse(fft, re, im, x);
    for (int i = 0; i < 32; i++) expected /= 2;
    for (int j = 0; j <= 32; j++) { /* C(32, j) / 2^32; rounding is relative to the largest, 0.14 */
        assert_close(x[j], expected, 0, 1e-15);
        expected = expected * (32 - j) / (j + 1);
    }
    bireme_fft_free(fft);
}

static void lengths_that_are_no_power_of_two_are_refused(void **state)
{
    (void)state;
    const size_t bad[] = {0, 1, 2, 3, 6, 100, (size_t)1 << 25};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        bireme_fft *fft = NULL;
        bireme_error error;
        assert_int_equal(bireme_fft_create(bad[i], &fft, &error), BIREME_DOMAIN);
        assert_null(fft);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forward_is_the_sum_of_its_definition),
        cmocka_unit_test(inverse_undoes_forward),
        cmocka_unit_test(squares_convolve_a_coin_into_a_binomial),
        cmocka_unit_test(lengths_that_are_no_power_of_two_are_refused),
    };
    return cmocka_run_group_tests_name("numeric.fft", tests, NULL, NULL);
}
