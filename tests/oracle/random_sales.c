/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sales of a scenario made by chance: one team without a name, or several, at any stages and for any of the
 * channels.
 */
#include "oracle/random_company.h"

static void add_team(company *c, int stage, unsigned channels)
{
    if (c->teams < RANDOM_TEAMS_MOST) c->team[c->teams++] = (random_team){stage, channels};
}

/* Some of the channels, at least one. */
static unsigned some_channels(company *c)
{
    return (unsigned)random_one_to(c, (1 << c->channels) - 1);
}

/* Nobody, one team for all or for some, or two: one for some and one for the rest or for some of it. */
static void staff(company *c, int stage)
{
    const unsigned all = (1U << c->channels) - 1, some = some_channels(c), other = all & ~some;
    const int first = c->teams;
    switch (random_one_to(c, 6)) {
    case 1:
    case 2:
        add_team(c, stage, 0);
        break;
    case 3:
        add_team(c, stage, some);
        break;
    case 4:
        add_team(c, stage, some);
        if (other != 0) add_team(c, stage, random_chance(c, 0.7) ? 0 : other & some_channels(c));
        break;
    default:
        break;
    }
    if (c->teams == first + 2 && random_chance(c, 0.5)) {
        random_team swap = c->team[first];
        c->team[first] = c->team[first + 1];
        c->team[first + 1] = swap;
    }
}

void random_plan_teams(company *c)
{
    c->teams = 0;
    if (!c->sales || !random_chance(c, 0.6)) return;
    const bool backwards = random_chance(c, 0.3);
    for (int i = 0; i + 1 < c->stages; i++) staff(c, backwards ? c->stages - 2 - i : i);
    if (c->teams == 0) add_team(c, c->worked, 0);
}

/* stage, channels: of a team that has a name. */
static void team(company *c, const char *per_rep, int stage, unsigned channels, const char *separator)
{
    fprintf(c->out, "\"reps\": %d, \"cost_per_rep\": ", random_one_to(c, 6));
    random_rate(c, random_between(c, 500, 6000), false, true);
    if (random_chance(c, 0.3)) {
        fprintf(c->out, ", \"growth\": {\"cost_per_rep\": ");
        random_rate(c, random_between(c, 0.02, 0.4), false, false);
        fprintf(c->out, "}");
    }
    if (random_chance(c, 0.5)) fprintf(c->out, ", \"commission\": %.3g", random_between(c, 0.02, 0.15));
    if (random_chance(c, 0.6))
        fprintf(c->out, ", \"hires\": {\"2027-02\": %d, \"2027-04-10\": 1}", random_one_to(c, 2));
    if (random_chance(c, 0.6)) fprintf(c->out, ", \"ramp_months\": %d", random_one_to(c, 6));
    if (random_chance(c, 0.4))
        fprintf(c->out, ", \"attrition\": %.3g, \"backfill\": %s", random_between(c, 0.01, 0.05),
                random_chance(c, 0.5) ? "true" : "false");
    const bool limited = random_chance(c, c->teams > 0 ? 0.85 : 0.6);
    if (limited || c->teams > 0) fprintf(c->out, ", \"stage\": \"s%d\"", stage);
    if (limited) {
        const bool waits = random_chance(c, 0.5);
        fprintf(c->out, ", \"%s\": %.3g, \"overflow\": \"%s\"", per_rep, random_between(c, 2, 12),
                waits ? "wait" : "lost");
        if (waits && random_chance(c, 0.6))
            fprintf(c->out, ", \"patience\": %.3g", random_between(c, 0.2, 0.95));
    }
    if (channels != 0) {
        const char *comma = "";
        fprintf(c->out, ", \"channels\": [");
        for (int k = 0; k < c->channels; k++) {
            if ((channels >> k & 1) == 0) continue;
            fprintf(c->out, "%s\"c%d\"", comma, k);
            comma = ", ";
        }
        fprintf(c->out, "]");
    }
    fprintf(c->out, "}%s", separator);
}

void random_sales(company *c)
{
    if (!c->sales) return;
    fprintf(c->out, "  \"sales\": {");
    if (c->teams == 0) {
        team(c, "opportunities_per_rep", c->worked, 0, ",\n");
        return;
    }
    fprintf(c->out, "\"teams\": {");
    for (int k = 0; k < c->teams; k++) {
        fprintf(c->out, "\n    \"t%d\": {", k);
        team(c, "items_per_rep", c->team[k].stage, c->team[k].channels, k + 1 < c->teams ? "," : "}},\n");
    }
}
