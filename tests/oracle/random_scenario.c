/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle/random_scenario.h"

#include "oracle/random_company.h"

/* ------------------------ revenue, economy */

static void revenue(company *c)
{
    fprintf(c->out,
            "  \"revenue\": {\"model\": \"%s\", \"gross_margin\": ", c->recurring ? "recurring" : "one_time");
    random_probability(c, random_between(c, 0.5, 0.9), false);
    if (random_chance(c, 0.3)) fprintf(c->out, ", \"unit_cost\": %.4g", random_between(c, 20, 500));
    if (random_chance(c, 0.5)) fprintf(c->out, ", \"discount_rate\": %.3g", random_between(c, 0.03, 0.2));
    if (c->recurring) {
        fprintf(c->out, ", \"churn\": ");
        random_probability(c, random_between(c, 0.004, 0.03), false);
        if (random_chance(c, 0.5)) fprintf(c->out, ", \"expansion\": %.3g", random_between(c, 0.01, 0.15));
        if (random_chance(c, 0.6)) fprintf(c->out, ", \"opening\": %.6g", random_between(c, 1e5, 1e6));
        if (random_chance(c, 0.4)) fprintf(c->out, ", \"billing\": \"yearly\"");
    }
    if (random_chance(c, 0.4)) {
        fprintf(c->out, ", \"payment_days\": ");
        fprintf(c->out, "{\"dist\": \"gamma\", \"mean\": %.3g, \"cv\": 0.6}", random_between(c, 10, 60));
        if (random_chance(c, 0.5)) fprintf(c->out, ", \"receivables\": %.6g", random_between(c, 1e4, 1e6));
    }
    fprintf(c->out, "},\n");
}

static void regime(company *c, const char *name, double leads)
{
    fprintf(c->out, "\"%s\": {\"leads\": ", name);
    random_rate(c, leads, false, true);
    if (random_chance(c, 0.5)) fprintf(c->out, ", \"conversion_odds\": %.3g", random_between(c, 0.6, 1.4));
    if (random_chance(c, 0.4)) fprintf(c->out, ", \"deal_value\": %.3g", random_between(c, 0.8, 1.2));
    if (random_chance(c, 0.4)) {
        fprintf(c->out, ", \"cycle_time\": ");
        random_rate(c, random_between(c, 0.8, 1.5), false, false);
    }
    if (random_chance(c, 0.3)) fprintf(c->out, ", \"churn\": %.3g", random_between(c, 0.8, 1.6));
    fprintf(c->out, "}");
}

static void economy(company *c)
{
    bool drift = random_chance(c, 0.3);
    if (!c->regimes && !drift) return;
    fprintf(c->out, "  \"economy\": {");
    if (drift)
        fprintf(c->out, "\"drift\": {\"leads\": %.3g, \"deal_value\": %.3g}%s", random_between(c, 0.03, 0.2),
                random_between(c, 0.03, 0.15), c->regimes ? ", " : "");
    if (c->regimes) {
        fprintf(c->out, "\"regimes\": {");
        regime(c, "good", 1.1);
        fprintf(c->out, ", ");
        regime(c, "bad", 0.7);
        fprintf(c->out, "}, ");
        if (random_chance(c, 0.5)) {
            fprintf(c->out, "\"path\": [");
            for (int t = 0; t < c->periods; t++)
                fprintf(c->out, "%s\"%s\"", t ? ", " : "", random_chance(c, 0.6) ? "good" : "bad");
            fprintf(c->out, "]");
        } else {
            fprintf(c->out,
                    "\"start\": {\"good\": 0.7, \"bad\": 0.3}, \"transition\": {\"good\": {\"good\": 0.85, "
                    "\"bad\": 0.15}, \"bad\": {\"good\": 0.3, \"bad\": 0.7}}");
        }
    }
    fprintf(c->out, "},\n");
}

static void initiatives(company *c)
{
    if (!random_chance(c, 0.4)) return;
    fprintf(c->out, "  \"initiatives\": {\"tool\": {\"from\": \"2027-0%d\", \"ramp_months\": %d, \"cost\": ",
            random_one_to(c, 4), random_one_to(c, 5) - 1);
    random_rate(c, random_between(c, 50, 900), false, true);
    fprintf(c->out, ", \"effect\": {\"conversion_odds\": {\"s%d\": ", random_one_to(c, c->stages - 1));
    random_rate(c, random_between(c, 0.8, 1.6), false, false);
    fprintf(c->out, "}}}},\n");
}

/* ------------------------ open deals, what is over */

static void deal(company *c, bool first)
{
    fprintf(c->out, "%s{\"stage\": \"s%d\", \"count\": %d", first ? "" : ", ",
            random_one_to(c, c->stages - 1) - 1, random_one_to(c, 12));
    if (random_chance(c, 0.6)) fprintf(c->out, ", \"channel\": \"c%d\"", random_one_to(c, c->channels) - 1);
    if (random_chance(c, 0.3)) fprintf(c->out, ", \"value\": %.6g", random_between(c, 1000, 30000));
    if (random_chance(c, 0.25)) fprintf(c->out, ", \"win_probability\": %.3g", random_between(c, 0.1, 0.9));
    if (random_chance(c, 0.2)) {
        fprintf(c->out, ", \"closes_in_days\": ");
        random_days(c, random_between(c, 0.5, 2) * c->days);
    } else if (random_chance(c, 0.25)) {
        fprintf(c->out,
                ", \"expected_close\": \"2027-%02d-15\", \"slip_days\": {\"dist\": \"normal\", \"mean\": 8, "
                "\"sd\": 12}",
                2 * random_one_to(c, 6));
    } else if (random_chance(c, 0.5)) {
        fprintf(c->out, ", \"age_days\": %.3g", random_between(c, 0.05, 0.6) * c->days);
    }
    fprintf(c->out, "}");
}

static void pipeline(company *c)
{
    if (!random_chance(c, 0.5)) return;
    fprintf(c->out, "  \"pipeline\": [");
    for (int n = random_one_to(c, 3), i = 0; i < n; i++) deal(c, i == 0);
    fprintf(c->out, "],\n");
}

/* A number for each period that is over; gaps: it may not be known. Returns whether anything was written. */
static void fact(company *c, const char *name, double low, double high, bool whole, bool gaps)
{
    fprintf(c->out, "%s\"%s\": [", c->listed ? ", " : "", name);
    for (int t = 0; t < c->past; t++) {
        double value = random_between(c, low, high);
        if (whole) value = (double)(long)value;
        fprintf(c->out, "%s", t ? ", " : "");
        if (gaps && random_chance(c, 0.05))
            fprintf(c->out, "null");
        else
            random_number(c, value);
    }
    fprintf(c->out, "]");
    c->listed = true;
}

/* What was spent is needed where it works on. */
static void facts_of_channels(company *c)
{
    const bool leads = random_chance(c, 0.6), wins = random_chance(c, 0.6), sold = random_chance(c, 0.6);
    fprintf(c->out, ", \"channels\": {");
    for (int k = 0; k < c->channels; k++) {
        fprintf(c->out, "%s\"c%d\": {", k ? ", " : "", k);
        c->listed = false;
        if (c->spends[k]) fact(c, "spend", 500, 3000, false, false);
        if (leads) fact(c, "leads", 5, 60, true, true);
        if (wins) fact(c, "wins", 0, 7, true, true);
        if (sold) fact(c, c->recurring ? "revenue" : "bookings", 500, 20000, false, true);
        fprintf(c->out, "}");
    }
    fprintf(c->out, "}");
}

/* Of the company more than its channels have together, or what they have, or nothing that is known. */
static void actuals(company *c)
{
    if (c->past == 0) return;
    fprintf(c->out, "  \"actuals\": {\"through\": \"2027-0%d\"", c->past);
    c->listed = true;
    if (random_chance(c, 0.5)) fact(c, "leads", 300, 500, true, true);
    if (random_chance(c, 0.6)) fact(c, "wins", 30, 60, true, true);
    if (random_chance(c, 0.5)) fact(c, "bookings", 1e5, 3e5, false, true);
    if (c->recurring && random_chance(c, 0.7)) fact(c, "revenue", 1e5, 3e5, false, true);
    if (random_chance(c, 0.5)) fact(c, "spend", 15000, 20000, false, false);
    if (c->sales && random_chance(c, 0.7)) fact(c, "sales_cost", 5000, 30000, false, false);
    if (random_chance(c, 0.3)) fact(c, "contribution", 1000, 1e5, false, false);
    if (c->stages > 2 && random_chance(c, 0.5)) {
        fprintf(c->out, ", \"stages\": {");
        c->listed = false;
        fact(c, "s1", 70, 200, true, true);
        fprintf(c->out, "}");
        c->listed = true;
    }
    facts_of_channels(c);
    fprintf(c->out, "},\n");
}

void random_scenario(unsigned long seed, FILE *out)
{
    static const struct {
        const char *name;
        double days;
    } periods[] = {{"week", 7}, {"month", 365.25 / 12}, {"month", 365.25 / 12}, {"quarter", 365.25 / 4}};
    company c = {.rng = gsl_rng_alloc(gsl_rng_mt19937), .out = out};
    gsl_rng_set(c.rng, seed);
    int p = random_one_to(&c, 4) - 1;
    c.period = periods[p].name;
    c.days = periods[p].days;
    c.stages = 1 + random_one_to(&c, 4);
    c.channels = random_one_to(&c, 4);
    c.sales = random_chance(&c, 0.6);
    c.recurring = random_chance(&c, 0.4);
    c.regimes = random_chance(&c, 0.5);
    c.worked = random_one_to(&c, c.stages - 1) - 1;
    c.past = (p == 1 || p == 2) && random_chance(&c, 0.5) ? random_one_to(&c, 4) : 0;
    random_plan_teams(&c);
    c.periods = c.past + 2 + random_one_to(&c, 10);
    fprintf(
        out,
        "{\n  \"name\": \"Made by chance %lu\", \"start\": \"2027-01%s\", \"period\": \"%s\", \"periods\": "
        "%d,\n  \"funnel\": [",
        seed, p == 0 ? "-04" : "", c.period, c.periods);
    for (int s = 0; s < c.stages; s++) fprintf(out, "%s\"s%d\"", s ? ", " : "", s);
    fprintf(out, "],\n");
    if (random_chance(&c, 0.3)) {
        fprintf(out, "  \"pace\": ");
        random_per_period(&c, 1, 0.3, true);
        fprintf(out, ",\n");
    }
    random_channels(&c);
    random_sales(&c);
    revenue(&c);
    economy(&c);
    initiatives(&c);
    pipeline(&c);
    actuals(&c);
    fprintf(out, "  \"run\": {\"trials\": 4096, \"seed\": %lu}\n}\n", seed);
    gsl_rng_free(c.rng);
}
