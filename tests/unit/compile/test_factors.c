/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bridge of a walk.
 */
#include "support/check.h"

#include <math.h>
#include <stdlib.h>
#include "compile/factors.h"

/* B as a combination of the increments, period by period: its covariances are those of a Brownian motion. */
static void check_covariances(size_t periods, double year)
{
    bireme_walk_step *step = calloc(periods, sizeof *step);
    double *of = calloc(periods * periods, sizeof *of);
    assert_true(step != NULL && of != NULL);
    bireme_walk_steps(periods, year, step);
    for (size_t k = 0; k < periods; k++) {
        double *row = of + step[k].period * periods;
        row[step[k].period] = step[k].sd;
        for (size_t j = 0; j < periods && step[k].left >= 0; j++)
            row[j] += step[k].from_left * of[(size_t)step[k].left * periods + j];
        for (size_t j = 0; j < periods && step[k].right >= 0; j++)
            row[j] += step[k].from_right * of[(size_t)step[k].right * periods + j];
    }
    for (size_t s = 0; s < periods; s++)
        for (size_t t = 0; t <= s; t++) {
            double sum = 0;
            for (size_t j = 0; j < periods; j++) sum += of[s * periods + j] * of[t * periods + j];
            assert_close(sum, ((double)t + 0.5) * year, 1e-12, 0); /* rounding of a few hundred terms */
        }
    assert_int_equal(step[0].period, periods - 1);
    free(step);
    free(of);
}

static void the_bridge_is_a_brownian_motion(void **state)
{
    (void)state;
    for (size_t periods = 1; periods <= 40; periods++) check_covariances(periods, 1.0 / 12);
    check_covariances(260, 7 / 365.25);
    check_covariances(520, 7 / 365.25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_bridge_is_a_brownian_motion)};
    return cmocka_run_group_tests_name("factors", tests, NULL, NULL);
}
