/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <math.h>
#include "numeric/special/sincos_block.h"

/* Against the C library's, whose results are good to the last bit or two; at multiples of a quarter turn, and
 * just beside them, too. */
static void sine_and_cosine_are_those_of_the_library(void **state)
{
    (void)state;
    enum { N = 4096 };
    static double x[N], sine[N], cosine[N];
    const double quarter = 1.5707963267948966;
    for (int i = 0; i < N; i++) {
        double wide = i % 4 == 0 ? 1e6 : i % 4 == 1 ? 100 : 4;
        x[i] = i % 8 == 7 ? quarter * (i / 8 - 256) : wide * (2.0 * i / N - 1) + 1e-3 * (i % 17);
    }
    bireme_sincos_block(N, x, sine, cosine);
    for (int i = 0; i < N; i++) { /* at 1e6 the argument itself is known to 1e-10 only: allow its last bit */
        double least = 1e-15 + 0x1p-53 * fabs(x[i]) * 1e-3;
        assert_close(sine[i], sin(x[i]), 0, least);
        assert_close(cosine[i], cos(x[i]), 0, least);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sine_and_cosine_are_those_of_the_library)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
