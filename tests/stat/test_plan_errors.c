/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Is the scale of a plan known as well as it says? Against the spread over seeds.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <gsl/gsl_cdf.h>
#include "bireme/bireme.h"
#include "support/scenario_of.h"
#include "support/tier.h"
#include "decide/target/result.h"

/* A rate that is 0 in half of all futures: P(wins ≥ 100) = ½ P(Poisson(480 x) ≥ 100) comes to its plateau of
 * ½ ever more slowly. At 0.494 its slope is a third of that at 0.464. The spread over n seeds is known to
 * 1/√(2n), 22 % for ten; the plateau itself differs by seed, which the slope where it is flat does not hold
 * in full. */
static void the_scale_next_to_a_plateau_is_known_as_well_as_it_says(void **state)
{
    (void)state;
    const size_t seeds = of_tier(10, 40);
    const double exact = gsl_cdf_gamma_Pinv(2 * 0.494, 100, 1) / 480;
    double sum = 0, squares = 0, stated = 0;
    size_t known = 0;
    bireme_scenario *scenario = scenario_of(
        "{'start': '2027-01', 'periods': 12, 'funnel': ['lead', 'won'], 'channels': {'a': {'spend': 10000, "
        "'cost_per_lead': 50, 'conversion': {'won': {'dist': 'discrete', 'values': [0, 0.2], 'weights': "
        "[0.5, "
        "0.5]}}}}}");
    for (size_t seed = 1; seed <= seeds; seed++) {
        const bireme_run_options run = {
            .size = sizeof(bireme_run_options), .trials = 8192, .has_seed = true, .seed = seed};
        const bireme_target_options options = {.size = sizeof(bireme_target_options),
                                               .run = &run,
                                               .metric = "wins",
                                               .at_least = 100,
                                               .confidence = 0.494};
        bireme_target *target = NULL;
        bireme_error error;
        assert_int_equal(bireme_target_run(scenario, &options, &target, &error), BIREME_OK);
        assert_true(target->reached);
        sum += target->scale;
        squares += (target->scale - exact) * (target->scale - exact);
        if (!isnan(target->scale_se)) known++, stated += target->scale_se * target->scale_se;
        bireme_target_free(target);
    }
    bireme_scenario_free(scenario);
    double spread = sqrt(squares / (double)seeds), said = sqrt(stated / (double)fmax((double)known, 1));
    printf("mean %.5f, exact %.5f; spread %.5f, stated %.5f by %zu of %zu\n", sum / (double)seeds, exact,
           spread, said, known, seeds);
    assert_true(known >= seeds * 3 / 4);
    assert_true(said > 0.6 * spread && said < 2.5 * spread);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scale_next_to_a_plateau_is_known_as_well_as_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
