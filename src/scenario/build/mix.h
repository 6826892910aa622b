/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mixtures of two scenarios: one with some groups of assumptions taken from the other, to find out which of
 * them make the difference.
 */
#ifndef BIREME_SCENARIO_BUILD_MIX_H
#define BIREME_SCENARIO_BUILD_MIX_H

#include "scenario/internal.h"

/* Groups of assumptions, in the order of the funnel. */
typedef enum bireme_part {
    BIREME_PART_CHANNELS, /* channels that only one of the two has */
    BIREME_PART_SPEND,    /* spend, spend_before, adstock, response, lifts */
    BIREME_PART_COST_PER_LEAD,
    BIREME_PART_LEADS, /* organic_leads, leads_per_rep, season, dispersion */
    BIREME_PART_CONVERSION,
    BIREME_PART_CYCLE, /* cycle_days, lost_days, and pace */
    BIREME_PART_DEAL_VALUE,
    BIREME_PART_GROWTH, /* growth, drift */
    BIREME_PART_SALES,
    BIREME_PART_REVENUE,
    BIREME_PART_ECONOMY,
    BIREME_PART_INITIATIVES,
    BIREME_PART_PIPELINE,
    BIREME_PART_PAST,
    BIREME_PART_REST, /* owners, touches, correlations */
    BIREME_PART_COUNT
} bireme_part;

/* A name for readers in finance: "conversion rates"; static. */
const char *bireme_part_name(bireme_part part);

/* Whether the two can be mixed: they need the same funnel and periods. If not, why says what differs. */
enum { BIREME_MIX_WHY_SIZE = 128 };
bool bireme_scenario_mixes(const bireme_scenario *a, const bireme_scenario *b, char *why, size_t size);
/* The groups in which b differs from a, as bits 1 << part. What a channel takes from `defaults` counts as its
 * own. Names, descriptions, notes and sources, goal, decision and run do not count. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_scenario_parts(const bireme_scenario *a, const bireme_scenario *b,
                                                    unsigned *parts, bireme_error *error);
/* a with these groups taken from b. The mixture has no goal and no decision, and no correlations or touches
 * of things that it lacks. Errors: as of bireme_scenario_load(), since not every mixture is valid. */
BIREME_MUST_USE bireme_status bireme_scenario_mix(const bireme_scenario *a, const bireme_scenario *b,
                                                  unsigned parts, bireme_scenario **out, bireme_error *error);

#endif
