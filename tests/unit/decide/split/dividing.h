/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scenarios whose best division has a closed form, and dividing them.
 */
#ifndef BIREME_TESTS_DIVIDING_H
#define BIREME_TESTS_DIVIDING_H

#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "support/scenario_of.h"
#include "decide/split/result.h"

#define HEAD "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], "

static const bireme_split_options defaults = {
    .size = sizeof(bireme_split_options), .total = NAN, .worst = NAN, .at_least = NAN, .steps = 5};

static inline bireme_split *divide(const char *text, bireme_split_options options)
{
    bireme_scenario *scenario = scenario_of("%s", text);
    bireme_split *split = NULL;
    bireme_error error;
    if (bireme_split_run(scenario, &options, &split, &error) != BIREME_OK) fail_msg("%s", error.message);
    bireme_scenario_free(scenario);
    return split;
}

/* Two channels with power responses; more: further fields of the scenario. */
static inline void power(char *text, size_t size, double cost1, double b1, double cost2, double b2,
                         const char *more)
{
    static const char channel[] =
        "'%s': {'spend': 10000, 'deal_value': 100, 'response': {'curve': 'power', 'reference_spend': 10000, "
        "'elasticity': %g}, 'cost_per_lead': {'dist': 'lognormal', 'mean': %g, 'cv': 0.3}, 'conversion': "
        "{'opp': "
        "0.5, 'won': {'dist': 'beta', 'mean': 0.2, 'sd': 0.04}}}";
    char a[512], b[512];
    snprintf(a, sizeof a, channel, "a", b1, cost1);
    snprintf(b, sizeof b, channel, "b", b2, cost2);
    snprintf(text, size, HEAD "%s 'channels': {%s, %s}}", more, a, b);
}

/* Enough leads for 200 opportunities a rep and period: what is spent on leads beyond that is lost, as are
 * reps without leads. 40 a lead, ½ of them opportunities: 80 an opportunity, a rep costs 4,000 and works 50:
 * 4,000 for leads too. */
static const char capacity[] = HEAD
    "'sales': {'reps': 5, 'stage': 'opp', 'opportunities_per_rep': 50, 'cost_per_rep': 4000, 'overflow': "
    "'lost'},"
    " %s 'channels': {'ads': {'spend': 60000, 'deal_value': 1000, 'cost_per_lead': 40, 'conversion': {'opp': "
    "0.5, 'won': {'dist': 'uniform', 'min': 0.1, 'max': 0.3}}}}}";

#endif
