/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Channels made by chance, and what they take from `defaults`.
 */
#include "oracle/random_company.h"

static void steps(company *c, const char *name, bool each, bool all)
{
    fprintf(c->out, "\"%s\": {", name);
    bool any = false;
    for (int s = 1; s < c->stages; s++) {
        if (!all && random_chance(c, 0.5)) continue;
        /* What is open at the last step is approximate if the odds change over time (docs/model). */
        if (name[0] == 'l' && s + 1 == c->stages) continue;
        fprintf(c->out, "%s\"s%d\": ", any ? ", " : "", s);
        double mean = s + 1 == c->stages ? random_between(c, 0.15, 0.5) : random_between(c, 0.3, 0.8);
        if (name[1] != 'o' || name[2] != 'n')
            random_days(c, random_between(c, 0.1, 1.2) * c->days);
        else if (c->teams > 0 && s == 1) /* what comes to a team must be uncertain (oracle_queue.c) */
            fprintf(c->out, "{\"dist\": \"beta\", \"mean\": %.6g, \"sd\": %.6g}", mean,
                    mean * (1 - mean) * 0.4);
        else
            random_probability(c, mean, each);
        any = true;
    }
    fprintf(c->out, "}");
}

static void response(company *c, double spend)
{
    if (random_chance(c, 0.5))
        fprintf(c->out,
                ", \"response\": {\"curve\": \"power\", \"elasticity\": %.3g, \"reference_spend\": %.6g}",
                random_between(c, 0.4, 0.95), spend);
    else
        fprintf(c->out,
                ", \"response\": {\"curve\": \"hill\", \"reference_spend\": %.6g, \"half_saturation\": %.6g, "
                "\"shape\": %.3g}",
                spend, spend * random_between(c, 0.6, 2), random_between(c, 0.8, 1.6));
}

static void growth_and_drift(company *c, const char *leads, bool has_cost)
{
    if (random_chance(c, 0.3)) {
        fprintf(c->out, ", \"growth\": {\"%s\": ", leads);
        random_number(c, random_between(c, 0.05, 0.6));
        if (random_chance(c, 0.5)) {
            fprintf(c->out, ", \"deal_value\": ");
            random_rate(c, random_between(c, 0.02, 0.2), false, false);
        }
        if (has_cost) fprintf(c->out, ", \"fixed_cost\": %.3g", random_between(c, -0.2, 0.5));
        fprintf(c->out, "}");
    }
    if (random_chance(c, 0.3))
        fprintf(c->out, ", \"drift\": {\"leads\": %.3g, \"conversion_odds\": %.3g}",
                random_between(c, 0.05, 0.4), random_between(c, 0.05, 0.3));
}

static void spend(company *c, int k)
{
    double each = random_between(c, 20, 90), per_period_spend = random_between(c, 15, 60) * each;
    c->spends[k] = true;
    fprintf(c->out, ", \"spend\": ");
    if (random_chance(c, 0.5))
        random_number(c, per_period_spend);
    else
        random_per_period(c, per_period_spend, 0.5, false);
    fprintf(c->out, ", \"cost_per_lead\": ");
    random_rate(c, each, false, true);
    bool curve = random_chance(c, 0.6);
    if (curve) response(c, per_period_spend);
    if (random_chance(c, 0.4)) {
        c->adstock[k] = true;
        fprintf(c->out, ", \"adstock\": %.3g", random_between(c, 0.1, 0.7));
        if (random_chance(c, 0.5)) fprintf(c->out, ", \"spend_before\": %.6g", per_period_spend * 0.8);
    }
    if (random_chance(c, 0.25)) {
        fprintf(c->out, ", \"spend_factor\": ");
        random_rate(c, random_between(c, 0.8, 1.1), false, true);
    }
    if (curve && c->channels > 1 && random_chance(c, 0.4))
        fprintf(c->out, ", \"lifts\": {\"%s\": {\"leads\": %.3g, \"conversion_odds\": %.3g}}",
                random_chance(c, 0.5) ? "all"
                : k == 0              ? "c1"
                                      : "c0",
                random_between(c, 0.05, 0.4), random_between(c, 0.05, 0.3));
}

static void channel(company *c, int k)
{
    static const char *const owners[] = {"marketing", "sales", "partner"};
    fprintf(c->out, "%s\n    \"c%d\": {\"owner\": \"%s\"", k ? "," : "", k, owners[random_one_to(c, 3) - 1]);
    bool spends = random_chance(c, 0.5), outbound = c->sales && !spends && random_chance(c, 0.4);
    if (spends) spend(c, k);
    if (outbound) {
        fprintf(c->out, ", \"leads_per_rep\": ");
        random_rate(c, random_between(c, 3, 9), false, true);
        if (c->teams > 1) fprintf(c->out, ", \"team\": \"t%d\"", random_one_to(c, c->teams) - 1);
    } else if (!spends || random_chance(c, 0.4)) {
        fprintf(c->out, ", \"organic_leads\": ");
        random_rate(c, random_between(c, 8, 40), false, true);
        if (random_chance(c, 0.3))
            fprintf(c->out, ", \"cost_per_organic_lead\": %.3g", random_between(c, 1, 30));
    }
    const bool has_cost = random_chance(c, 0.25);
    growth_and_drift(c, spends ? "cost_per_lead" : outbound ? "leads_per_rep" : "organic_leads", has_cost);
    if (random_chance(c, 0.4)) {
        fprintf(c->out, ", \"season\": ");
        random_per_period(c, 1, 0.5, true);
    }
    if (random_chance(c, 0.3)) fprintf(c->out, ", \"dispersion\": %.3g", random_between(c, 0.02, 0.3));
    if (has_cost) {
        fprintf(c->out, ", \"fixed_cost\": ");
        random_rate(c, random_between(c, 100, 2000), false, true);
    }
    if (c->channels > 1 && random_chance(c, 0.3))
        fprintf(c->out, ", \"touches\": {\"c%d\": %.3g}", (k + 1) % c->channels, random_between(c, 0.1, 0.8));
    if (random_chance(c, 0.4)) {
        fprintf(c->out, ", ");
        steps(c, "conversion", false, false);
    }
    if (random_chance(c, 0.4)) {
        fprintf(c->out, ", ");
        steps(c, "cycle_days", false, false);
    }
    if (random_chance(c, 0.3)) {
        fprintf(c->out, ", \"deal_value\": ");
        random_value(c, random_between(c, 500, 20000));
    }
    fprintf(c->out, "}");
}

void random_channels(company *c)
{
    fprintf(c->out, "  \"defaults\": {");
    steps(c, "conversion", true, true);
    fprintf(c->out, ", ");
    const bool every = random_chance(c, 0.6); /* a deal that is open at a step with lost_days needs a cycle */
    steps(c, "cycle_days", false, every);
    if (every && random_chance(c, 0.6)) {
        fprintf(c->out, ", ");
        steps(c, "lost_days", false, false);
    }
    fprintf(c->out, ", \"deal_value\": ");
    random_value(c, random_between(c, 500, 20000));
    fprintf(c->out, "},\n  \"channels\": {");
    for (int k = 0; k < c->channels; k++) channel(c, k);
    fprintf(c->out, "\n  },\n");
}
