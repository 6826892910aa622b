/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blocks of trials whose uniforms come from points, and scenarios that tests of these share.
 */
#ifndef BIREME_TESTS_ENGINE_MADE_SOURCES_H
#define BIREME_TESTS_ENGINE_MADE_SOURCES_H

#include "unit/engine/trial/made_block.h"

#include <stdio.h>
#include "engine/points/importance.h"

/* A block whose sources have points. */
static inline void make_placed(bireme_scenario *scenario, bireme_points_kind kind, bool superposed,
                               made_block *made)
{
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_sources_points options = {.kind = kind, .trials = 1 << 20, .superposed = superposed};
    bireme_error error;
    *made = (made_block){.scenario = scenario};
    if (bireme_tables_compile(model, 1, &made->compiled, &error) != BIREME_OK) fail_msg("%s", error.message);
    assert_int_equal(bireme_sources_create(model, 5, &made->sources, &error), BIREME_OK);
    assert_int_equal(bireme_sources_place(&(bireme_placed){&made->sources, made->compiled}, 1, &options,
                                          &made->layout, &error),
                     BIREME_OK);
    assert_int_equal(bireme_block_create(made->compiled, &made->sources, false, &made->block, &error),
                     BIREME_OK);
}

static inline bireme_importance importance_of(const made_block *made)
{
    bireme_importance importance;
    assert_int_equal(bireme_importance_create(made->compiled, &made->sources, &importance, NULL), BIREME_OK);
    return importance;
}

/* Two channels whose expected bookings are products: nothing takes time. */
#define PRODUCTS                                                                                             \
    "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], 'channels': {'bought': {'spend': " \
    "3000, 'cost_per_lead': {'dist': 'lognormal', 'mu': 3.5, 'sigma': 0.3}, 'conversion': {'opp': {'dist': " \
    "'beta', 'alpha': 12, 'beta': 28}, 'won': 0.5}, 'deal_value': {'dist': 'lognormal', 'mean': {'dist': "   \
    "'normal', 'mean': 900, 'sd': 70}, 'cv': 0.8}}, 'found': {'owner': 'sales', 'organic_leads': {'dist': "  \
    "'gamma', 'shape': 16, 'scale': 2}, 'conversion': {'opp': 0.4, 'won': {'dist': 'beta', 'alpha': 5, "     \
    "'beta': 20}}, 'deal_value': 200}}}"

/* n channels that are alike, with five uncertain quantities each. */
static inline bireme_scenario *alike(int n, int periods)
{
    static char text[1 << 16];
    int at = snprintf(text, sizeof text,
                      "{'start': '2027-01', 'periods': %d, 'funnel': ['lead', 'opp', 'won'], "
                      "'channels': {",
                      periods);
    for (int c = 0; c < n; c++)
        at +=
            snprintf(text + at, sizeof text - (size_t)at,
                     "%s'c%d': {'spend': 900, 'cost_per_lead': {'dist': 'lognormal', 'mu': 4, 'sigma': 0.3}, "
                     "'organic_leads': {'dist': 'gamma', 'shape': 4, 'scale': 1}, 'conversion': {'opp': "
                     "{'dist': 'beta', 'alpha': 12, 'beta': 28}, 'won': {'dist': 'beta', 'alpha': 5, 'beta': "
                     "20}}, 'cycle_days': {'won': {'dist': 'exponential', 'mean': 20}}, 'deal_value': "
                     "{'dist': 'lognormal', 'mean': {'dist': 'normal', 'mean': 900, 'sd': 70}, 'cv': 0.8}}",
                     c > 0 ? ", " : "", c);
    snprintf(text + at, sizeof text - (size_t)at, "}}");
    return scenario_of("%s", text);
}

#endif
