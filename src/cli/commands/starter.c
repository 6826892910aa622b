/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small company that sells software to other companies: one paid channel, one that grows by itself, one
 * that sales owns. The numbers are made up; each has a note that says what it means and where to find one's
 * own.
 */
#include "cli/commands/starter.h"

#include "base/json.h"

static const char frame[] =
    "  \"description\": \"A scenario to begin from. The numbers are made up: replace them with yours. A "
    "plain number is "
    "taken as certain; an object with dist is a number that you are not sure of. Every note may stay, go or "
    "be "
    "rewritten.\",\n"
    "  \"currency\": \"USD\",\n"
    "  \"start\": \"2027-01\",\n"
    "  \"periods\": 12,\n"
    "  \"period\": \"month\",\n"
    "  \"funnel\": [\"lead\", \"opportunity\", \"won\"],\n"
    "  \"goal\": {\n"
    "    \"metric\": \"revenue\", \"at_least\": 2000000, \"confidence\": 0.8,\n"
    "    \"note\": \"What you want to book by the end of the horizon, and how sure you want to be of it.\"\n"
    "  },\n\n";

static const char defaults[] =
    "  \"defaults\": {\n"
    "    \"note\": \"What holds for every channel that does not say otherwise: a doubtful rate here is one "
    "doubt, the same for all of them.\",\n"
    "    \"conversion\": {\n"
    "      \"opportunity\": { \"dist\": \"beta\", \"successes\": 180, \"trials\": 1200,\n"
    "        \"note\": \"Share of leads that become an opportunity: 180 of the last 1,200. Counts say by "
    "themselves how "
    "sure they are.\" },\n"
    "      \"won\": { \"dist\": \"beta\", \"p10\": 0.18, \"p90\": 0.30,\n"
    "        \"note\": \"Win rate. One year in ten below 18 %, one in ten above 30 %.\" }\n"
    "    },\n"
    "    \"cycle_days\": {\n"
    "      \"opportunity\": { \"dist\": \"exponential\", \"mean\": 6,\n"
    "        \"note\": \"Days from lead to opportunity: short for most, long for a few.\" },\n"
    "      \"won\": { \"dist\": \"gamma\", \"mean\": { \"dist\": \"lognormal\", \"median\": 48, \"p90\": 60 "
    "}, \"cv\": 0.6,\n"
    "        \"note\": \"Days from opportunity to signature. The mean is itself uncertain; cv is the spread "
    "from deal to "
    "deal.\" }\n"
    "    },\n"
    "    \"deal_value\": { \"dist\": \"lognormal\", \"mean\": { \"dist\": \"normal\", \"mean\": 18000, "
    "\"sd\": 1200, "
    "\"min\": 0 }, \"cv\": 0.8,\n"
    "      \"note\": \"Value of a won deal: mean of last year's, give or take; cv is the spread from deal to "
    "deal.\" }\n"
    "  },\n\n";

static const char channels[] =
    "  \"channels\": {\n"
    "    \"paid_search\": {\n"
    "      \"owner\": \"marketing\",\n"
    "      \"spend\": 20000,\n"
    "      \"cost_per_lead\": { \"dist\": \"lognormal\", \"p10\": 85, \"p90\": 140,\n"
    "        \"note\": \"Cost per lead between 85 and 140 in eight years of ten; from the invoices of the "
    "platform.\" },\n"
    "      \"response\": { \"curve\": \"power\", \"elasticity\": 0.7, \"reference_spend\": 20000,\n"
    "        \"note\": \"At reference_spend a lead costs what is said above; from there 10 % more spend "
    "brings "
    "7 % more "
    "leads.\" },\n"
    "      \"note\": \"Spend is per period; a list of twelve numbers gives each month its own.\"\n"
    "    },\n"
    "    \"content\": {\n"
    "      \"owner\": \"marketing\",\n"
    "      \"organic_leads\": { \"dist\": \"gamma\", \"mean\": 110, \"sd\": 18,\n"
    "        \"note\": \"Leads per month that come without spend: last year's mean, and how far it might be "
    "off.\" },\n"
    "      \"season\": [1, 1, 1.1, 1, 1, 0.9, 0.8, 0.8, 1.1, 1.2, 1.1, 0.9]\n"
    "    },\n"
    "    \"outbound\": {\n"
    "      \"owner\": \"sales\",\n"
    "      \"leads_per_rep\": { \"dist\": \"gamma\", \"mean\": 9, \"sd\": 2,\n"
    "        \"note\": \"Leads per month that each rep finds by calling.\" },\n"
    "      \"conversion\": { \"opportunity\": { \"dist\": \"beta\", \"mean\": 0.3, \"sd\": 0.04,\n"
    "        \"note\": \"Sales picks its leads: more of them become an opportunity than the default says.\" "
    "} }\n"
    "    }\n"
    "  },\n\n";

static const char sales[] =
    "  \"sales\": {\n"
    "    \"reps\": 4, \"ramp_months\": 3, \"opportunities_per_rep\": 15, \"cost_per_rep\": 9000, "
    "\"commission\": 0.08,\n"
    "    \"note\": \"How many opportunities a rep can take up in a month, what a rep costs in a month, and "
    "the "
    "share of bookings that is paid as commission. What nobody can take up waits.\"\n"
    "  },\n\n"
    "  \"revenue\": {\n"
    "    \"model\": \"one_time\", \"gross_margin\": 0.8,\n"
    "    \"note\": \"A deal is revenue when it is won; recurring spreads it over the life of the "
    "contract.\"\n"
    "  },\n\n"
    "  \"pipeline\": [\n"
    "    { \"stage\": \"opportunity\", \"count\": 14, \"value\": 18000, \"age_days\": 20,\n"
    "      \"note\": \"Deals that are open today, alike ones together; they close first.\" }\n"
    "  ],\n\n";

static const char rest[] =
    "  \"economy\": {\n"
    "    \"regimes\": {\n"
    "      \"steady\": {},\n"
    "      \"recession\": { \"leads\": 0.85, \"conversion_odds\": { \"won\": 0.8 }, \"deal_value\": 0.92, "
    "\"cycle_time\": 1.25,\n"
    "        \"note\": \"Multipliers on leads, on the odds of winning, on deal value and on the length of "
    "the cycle.\" }\n"
    "    },\n"
    "    \"start\": \"steady\",\n"
    "    \"transition\": {\n"
    "      \"steady\": { \"steady\": 0.97, \"recession\": 0.03 },\n"
    "      \"recession\": { \"recession\": 0.9, \"steady\": 0.1 }\n"
    "    },\n"
    "    \"note\": \"Chance per month that the economy turns.\"\n"
    "  },\n\n"
    "  \"run\": { \"trials\": 65536, \"seed\": 1 }\n"
    "}\n";

void bireme_starter_write(const char *name, bireme_text *out)
{
    bireme_json json = bireme_json_begin(out);
    bireme_text_append(out, "{\n  \"$schema\": \"scenario.schema.json\",\n  ");
    bireme_json_string(&json, "name", name);
    bireme_text_append(out, ",\n");
    bireme_text_append(out, frame);
    bireme_text_append(out, defaults);
    bireme_text_append(out, channels);
    bireme_text_append(out, sales);
    bireme_text_append(out, rest);
}
