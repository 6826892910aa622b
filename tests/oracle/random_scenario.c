/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle/random_scenario.h"

#include <stdbool.h>
#include <stdlib.h>
#include <gsl/gsl_rng.h>

/* The company, as far as one part of it must know of another. */
typedef struct company {
    gsl_rng *rng;
    FILE *out;
    int periods, stages, channels, past;
    const char *period, *start;
    double days;
    bool sales, recurring, regimes;
    bool spends[4], adstock[4];
    int worked;
} company;

/* ------------------------ dice */

static double between(company *c, double low, double high)
{
    double x = low + (high - low) * gsl_rng_uniform(c->rng), unit = 1;
    while (unit * 1000 < x) unit *= 10; /* three or four digits, as people write them */
    while (unit > 1e-4 && unit * 1000 > x) unit /= 10;
    return (double)(long)(x / unit + 0.5) * unit;
}

static int one_to(company *c, int n)
{
    return 1 + (int)gsl_rng_uniform_int(c->rng, (unsigned long)n);
}

static bool chance(company *c, double p)
{
    return gsl_rng_uniform(c->rng) < p;
}

static void number(company *c, double x)
{
    fprintf(c->out, "%.10g", x);
}

/* ------------------------ distributions */

/* Around a mean, never negative; each: whether `each` may stand there; redraw: whether periods may differ. */
static void rate(company *c, double mean, bool each, bool redraw)
{
    const char *more = each && chance(c, 0.3)     ? ", \"each\": true"
                       : redraw && chance(c, 0.2) ? ", \"redraw\": \"period\""
                                                  : "";
    switch (one_to(c, 6)) {
    case 1:
        fprintf(c->out, "{\"dist\": \"gamma\", \"mean\": %.6g, \"sd\": %.6g%s}", mean,
                mean * between(c, 0.05, 0.3), more);
        break;
    case 2:
        fprintf(c->out, "{\"dist\": \"lognormal\", \"p10\": %.6g, \"p90\": %.6g%s}", mean * 0.8, mean * 1.3,
                more);
        break;
    case 3:
        fprintf(c->out, "{\"dist\": \"uniform\", \"min\": %.6g, \"max\": %.6g%s}", mean * 0.7, mean * 1.3,
                more);
        break;
    case 4:
        fprintf(c->out, "{\"dist\": \"pert\", \"min\": %.6g, \"mode\": %.6g, \"max\": %.6g%s}", mean * 0.6,
                mean, mean * 1.6, more);
        break;
    default:
        number(c, mean);
    }
}

static void probability(company *c, double mean, bool each)
{
    const char *more = each && chance(c, 0.3) ? ", \"each\": true"
                       : chance(c, 0.15)      ? ", \"redraw\": \"period\""
                                              : "";
    if (chance(c, 0.3))
        number(c, mean);
    else if (chance(c, 0.7))
        fprintf(c->out, "{\"dist\": \"beta\", \"mean\": %.6g, \"sd\": %.6g%s}", mean,
                mean * (1 - mean) * 0.25, more);
    else
        fprintf(c->out, "{\"dist\": \"triangular\", \"min\": %.6g, \"mode\": %.6g, \"max\": %.6g%s}",
                mean * 0.7, mean, mean + (1 - mean) * 0.2, more);
}

/* The location of an item: sometimes a rate of its own. */
static void location(company *c, double mean, bool redraw)
{
    if (chance(c, 0.6))
        number(c, mean);
    else
        fprintf(c->out, "{\"dist\": \"lognormal\", \"median\": %.6g, \"p90\": %.6g%s}", mean, mean * 1.25,
                redraw && chance(c, 0.2) ? ", \"redraw\": \"period\"" : "");
}

static void days(company *c, double mean)
{
    static const char *const shapes[] = {"gamma", "lognormal"};
    switch (one_to(c, 4)) {
    case 1:
        fprintf(c->out, "{\"dist\": \"exponential\", \"mean\": ");
        location(c, mean, false);
        fprintf(c->out, "}");
        break;
    case 2:
        fprintf(c->out, "{\"dist\": \"weibull\", \"shape\": %.3g, \"scale\": ", between(c, 0.8, 2.5));
        location(c, mean, false);
        fprintf(c->out, "}");
        break;
    default:
        fprintf(c->out, "{\"dist\": \"%s\", \"mean\": ", shapes[one_to(c, 2) - 1]);
        location(c, mean, false);
        fprintf(c->out, ", \"cv\": %.3g}", between(c, 0.3, 1.1));
    }
}

static void value(company *c, double mean)
{
    if (chance(c, 0.15)) {
        fprintf(c->out, "{\"dist\": \"discrete\", \"values\": [%.6g, %.6g], \"weights\": [0.75, 0.25]}",
                mean * 0.6, mean * 2);
        return;
    }
    fprintf(c->out, "{\"dist\": \"%s\", \"mean\": ", chance(c, 0.5) ? "lognormal" : "gamma");
    location(c, mean, true);
    fprintf(c->out, ", \"cv\": %.3g}", between(c, 0.3, 1.2));
}

/* ------------------------ lists */

static void per_period(company *c, double mean, double spread, bool calendar)
{
    if (calendar && chance(c, 0.3)) {
        fprintf(c->out, "{\"calendar\": [");
        for (int m = 0; m < 12; m++)
            fprintf(c->out, "%s%.4g", m ? ", " : "", mean * between(c, 1 - spread, 1 + spread));
        fprintf(c->out, "]}");
        return;
    }
    fprintf(c->out, "[");
    for (int t = 0; t < c->periods; t++)
        fprintf(c->out, "%s%.5g", t ? ", " : "", mean * between(c, 1 - spread, 1 + spread));
    fprintf(c->out, "]");
}

/* ------------------------ channels */

static void steps(company *c, const char *name, bool each, bool all)
{
    fprintf(c->out, "\"%s\": {", name);
    bool any = false;
    for (int s = 1; s < c->stages; s++) {
        if (!all && chance(c, 0.5)) continue;
        /* What is open at the last step is approximate if the odds change over time (docs/model). */
        if (name[0] == 'l' && s + 1 == c->stages) continue;
        fprintf(c->out, "%s\"s%d\": ", any ? ", " : "", s);
        if (name[1] == 'o' && name[2] == 'n') /* conversion */
            probability(c, s + 1 == c->stages ? between(c, 0.15, 0.5) : between(c, 0.3, 0.8), each);
        else
            days(c, between(c, 0.1, 1.2) * c->days);
        any = true;
    }
    fprintf(c->out, "}");
}

static void response(company *c, double spend)
{
    if (chance(c, 0.5))
        fprintf(c->out,
                ", \"response\": {\"curve\": \"power\", \"elasticity\": %.3g, \"reference_spend\": %.6g}",
                between(c, 0.4, 0.95), spend);
    else
        fprintf(c->out,
                ", \"response\": {\"curve\": \"hill\", \"reference_spend\": %.6g, \"half_saturation\": %.6g, "
                "\"shape\": %.3g}",
                spend, spend * between(c, 0.6, 2), between(c, 0.8, 1.6));
}

static void growth_and_drift(company *c, const char *leads)
{
    if (chance(c, 0.3)) {
        fprintf(c->out, ", \"growth\": {\"%s\": ", leads);
        number(c, between(c, 0.05, 0.6));
        if (chance(c, 0.5)) {
            fprintf(c->out, ", \"deal_value\": ");
            rate(c, between(c, 0.02, 0.2), false, false);
        }
        fprintf(c->out, "}");
    }
    if (chance(c, 0.3))
        fprintf(c->out, ", \"drift\": {\"leads\": %.3g, \"conversion_odds\": %.3g}", between(c, 0.05, 0.4),
                between(c, 0.05, 0.3));
}

static void spend(company *c, int k)
{
    double each = between(c, 20, 90), per_period_spend = between(c, 15, 60) * each;
    c->spends[k] = true;
    fprintf(c->out, ", \"spend\": ");
    if (chance(c, 0.5))
        number(c, per_period_spend);
    else
        per_period(c, per_period_spend, 0.5, false);
    fprintf(c->out, ", \"cost_per_lead\": ");
    rate(c, each, false, true);
    bool curve = chance(c, 0.6);
    if (curve) response(c, per_period_spend);
    if (chance(c, 0.4)) {
        c->adstock[k] = true;
        fprintf(c->out, ", \"adstock\": %.3g", between(c, 0.1, 0.7));
        if (chance(c, 0.5)) fprintf(c->out, ", \"spend_before\": %.6g", per_period_spend * 0.8);
    }
    if (chance(c, 0.25)) {
        fprintf(c->out, ", \"spend_factor\": ");
        rate(c, between(c, 0.8, 1.1), false, true);
    }
    if (curve && c->channels > 1 && chance(c, 0.4))
        fprintf(c->out, ", \"lifts\": {\"%s\": {\"leads\": %.3g, \"conversion_odds\": %.3g}}",
                chance(c, 0.5) ? "all"
                : k == 0       ? "c1"
                               : "c0",
                between(c, 0.05, 0.4), between(c, 0.05, 0.3));
}

static void channel(company *c, int k)
{
    static const char *const owners[] = {"marketing", "sales", "partner"};
    fprintf(c->out, "%s\n    \"c%d\": {\"owner\": \"%s\"", k ? "," : "", k, owners[one_to(c, 3) - 1]);
    bool spends = chance(c, 0.5), outbound = c->sales && !spends && chance(c, 0.4);
    if (spends) spend(c, k);
    if (outbound) {
        fprintf(c->out, ", \"leads_per_rep\": ");
        rate(c, between(c, 3, 9), false, true);
    } else if (!spends || chance(c, 0.4)) {
        fprintf(c->out, ", \"organic_leads\": ");
        rate(c, between(c, 8, 40), false, true);
        if (chance(c, 0.3)) fprintf(c->out, ", \"cost_per_organic_lead\": %.3g", between(c, 1, 30));
    }
    growth_and_drift(c, spends ? "cost_per_lead" : outbound ? "leads_per_rep" : "organic_leads");
    if (chance(c, 0.4)) {
        fprintf(c->out, ", \"season\": ");
        per_period(c, 1, 0.5, true);
    }
    if (chance(c, 0.3)) fprintf(c->out, ", \"dispersion\": %.3g", between(c, 0.02, 0.3));
    if (chance(c, 0.25)) {
        fprintf(c->out, ", \"fixed_cost\": ");
        rate(c, between(c, 100, 2000), false, true);
    }
    if (c->channels > 1 && chance(c, 0.3))
        fprintf(c->out, ", \"touches\": {\"c%d\": %.3g}", (k + 1) % c->channels, between(c, 0.1, 0.8));
    if (chance(c, 0.4)) {
        fprintf(c->out, ", ");
        steps(c, "conversion", false, false);
    }
    if (chance(c, 0.4)) {
        fprintf(c->out, ", ");
        steps(c, "cycle_days", false, false);
    }
    if (chance(c, 0.3)) {
        fprintf(c->out, ", \"deal_value\": ");
        value(c, between(c, 500, 20000));
    }
    fprintf(c->out, "}");
}

static void channels(company *c)
{
    fprintf(c->out, "  \"defaults\": {");
    steps(c, "conversion", true, true);
    fprintf(c->out, ", ");
    steps(c, "cycle_days", false, chance(c, 0.6));
    if (chance(c, 0.4)) {
        fprintf(c->out, ", ");
        steps(c, "lost_days", false, false);
    }
    fprintf(c->out, ", \"deal_value\": ");
    value(c, between(c, 500, 20000));
    fprintf(c->out, "},\n  \"channels\": {");
    for (int k = 0; k < c->channels; k++) channel(c, k);
    fprintf(c->out, "\n  },\n");
}

/* ------------------------ sales, revenue, economy */

static void sales(company *c)
{
    if (!c->sales) return;
    fprintf(c->out, "  \"sales\": {\"reps\": %d, \"cost_per_rep\": ", one_to(c, 6));
    rate(c, between(c, 500, 6000), false, true);
    if (chance(c, 0.5)) fprintf(c->out, ", \"commission\": %.3g", between(c, 0.02, 0.15));
    if (chance(c, 0.6)) fprintf(c->out, ", \"hires\": {\"2027-02\": %d, \"2027-04-10\": 1}", one_to(c, 2));
    if (chance(c, 0.6)) fprintf(c->out, ", \"ramp_months\": %d", one_to(c, 6));
    if (chance(c, 0.4))
        fprintf(c->out, ", \"attrition\": %.3g, \"backfill\": %s", between(c, 0.01, 0.05),
                chance(c, 0.5) ? "true" : "false");
    if (chance(c, 0.6)) {
        fprintf(c->out, ", \"stage\": \"s%d\", \"opportunities_per_rep\": %.3g, \"overflow\": \"%s\"",
                c->worked, between(c, 2, 12), chance(c, 0.5) ? "wait" : "lost");
    }
    fprintf(c->out, "},\n");
}

static void revenue(company *c)
{
    fprintf(c->out,
            "  \"revenue\": {\"model\": \"%s\", \"gross_margin\": ", c->recurring ? "recurring" : "one_time");
    probability(c, between(c, 0.5, 0.9), false);
    if (chance(c, 0.3)) fprintf(c->out, ", \"unit_cost\": %.4g", between(c, 20, 500));
    if (chance(c, 0.5)) fprintf(c->out, ", \"discount_rate\": %.3g", between(c, 0.03, 0.2));
    if (c->recurring) {
        fprintf(c->out, ", \"churn\": ");
        probability(c, between(c, 0.004, 0.03), false);
        if (chance(c, 0.5)) fprintf(c->out, ", \"expansion\": %.3g", between(c, 0.01, 0.15));
        if (chance(c, 0.6)) fprintf(c->out, ", \"opening\": %.6g", between(c, 1e5, 1e6));
        if (chance(c, 0.4)) fprintf(c->out, ", \"billing\": \"yearly\"");
    }
    if (chance(c, 0.4)) {
        fprintf(c->out, ", \"payment_days\": ");
        fprintf(c->out, "{\"dist\": \"gamma\", \"mean\": %.3g, \"cv\": 0.6}", between(c, 10, 60));
    }
    fprintf(c->out, "},\n");
}

static void regime(company *c, const char *name, double leads)
{
    fprintf(c->out, "\"%s\": {\"leads\": ", name);
    rate(c, leads, false, true);
    if (chance(c, 0.5)) fprintf(c->out, ", \"conversion_odds\": %.3g", between(c, 0.6, 1.4));
    if (chance(c, 0.4)) fprintf(c->out, ", \"deal_value\": %.3g", between(c, 0.8, 1.2));
    if (chance(c, 0.4)) {
        fprintf(c->out, ", \"cycle_time\": ");
        rate(c, between(c, 0.8, 1.5), false, false);
    }
    if (chance(c, 0.3)) fprintf(c->out, ", \"churn\": %.3g", between(c, 0.8, 1.6));
    fprintf(c->out, "}");
}

static void economy(company *c)
{
    bool drift = chance(c, 0.3);
    if (!c->regimes && !drift) return;
    fprintf(c->out, "  \"economy\": {");
    if (drift)
        fprintf(c->out, "\"drift\": {\"leads\": %.3g, \"deal_value\": %.3g}%s", between(c, 0.03, 0.2),
                between(c, 0.03, 0.15), c->regimes ? ", " : "");
    if (c->regimes) {
        fprintf(c->out, "\"regimes\": {");
        regime(c, "good", 1.1);
        fprintf(c->out, ", ");
        regime(c, "bad", 0.7);
        fprintf(c->out, "}, ");
        if (chance(c, 0.5)) {
            fprintf(c->out, "\"path\": [");
            for (int t = 0; t < c->periods; t++)
                fprintf(c->out, "%s\"%s\"", t ? ", " : "", chance(c, 0.6) ? "good" : "bad");
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
    if (!chance(c, 0.4)) return;
    fprintf(c->out, "  \"initiatives\": {\"tool\": {\"from\": \"2027-0%d\", \"ramp_months\": %d, \"cost\": ",
            one_to(c, 4), one_to(c, 5) - 1);
    rate(c, between(c, 50, 900), false, true);
    fprintf(c->out, ", \"effect\": {\"conversion_odds\": {\"s%d\": ", one_to(c, c->stages - 1));
    rate(c, between(c, 0.8, 1.6), false, false);
    fprintf(c->out, "}}}},\n");
}

/* ------------------------ open deals, what is over */

static void deal(company *c, bool first)
{
    fprintf(c->out, "%s{\"stage\": \"s%d\", \"count\": %d", first ? "" : ", ", one_to(c, c->stages - 1) - 1,
            one_to(c, 12));
    if (chance(c, 0.6)) fprintf(c->out, ", \"channel\": \"c%d\"", one_to(c, c->channels) - 1);
    if (chance(c, 0.3)) fprintf(c->out, ", \"value\": %.6g", between(c, 1000, 30000));
    if (chance(c, 0.25)) fprintf(c->out, ", \"win_probability\": %.3g", between(c, 0.1, 0.9));
    if (chance(c, 0.2)) {
        fprintf(c->out, ", \"closes_in_days\": ");
        days(c, between(c, 0.5, 2) * c->days);
    } else if (chance(c, 0.25)) {
        fprintf(c->out,
                ", \"expected_close\": \"2027-%02d-15\", \"slip_days\": {\"dist\": \"normal\", \"mean\": 8, "
                "\"sd\": 12}",
                6 + one_to(c, 6));
    } else if (chance(c, 0.5)) {
        fprintf(c->out, ", \"age_days\": %.3g", between(c, 0.05, 0.6) * c->days);
    }
    fprintf(c->out, "}");
}

static void pipeline(company *c)
{
    if (!chance(c, 0.5)) return;
    fprintf(c->out, "  \"pipeline\": [");
    for (int n = one_to(c, 3), i = 0; i < n; i++) deal(c, i == 0);
    fprintf(c->out, "],\n");
}

static void actuals(company *c)
{
    if (c->past == 0) return;
    fprintf(c->out, "  \"actuals\": {\"through\": \"2027-0%d\", \"channels\": {", c->past);
    bool any = false;
    for (int k = 0; k < c->channels; k++) {
        if (!c->spends[k]) continue;
        fprintf(c->out, "%s\"c%d\": {\"spend\": [", any ? ", " : "", k);
        for (int t = 0; t < c->past; t++) fprintf(c->out, "%s%.6g", t ? ", " : "", between(c, 500, 3000));
        fprintf(c->out, "]}");
        any = true;
    }
    fprintf(c->out, "}, \"wins\": [");
    for (int t = 0; t < c->past; t++) fprintf(c->out, "%s%d", t ? ", " : "", one_to(c, 20));
    fprintf(c->out, "]},\n");
}

void random_scenario(unsigned long seed, FILE *out)
{
    static const struct {
        const char *name;
        double days;
    } periods[] = {{"week", 7}, {"month", 365.25 / 12}, {"month", 365.25 / 12}, {"quarter", 365.25 / 4}};
    company c = {.rng = gsl_rng_alloc(gsl_rng_mt19937), .out = out};
    gsl_rng_set(c.rng, seed);
    int p = one_to(&c, 4) - 1;
    c.period = periods[p].name;
    c.days = periods[p].days;
    c.stages = 1 + one_to(&c, 4);
    c.channels = one_to(&c, 4);
    c.sales = chance(&c, 0.6);
    c.recurring = chance(&c, 0.4);
    c.regimes = chance(&c, 0.5);
    c.worked = one_to(&c, c.stages - 1) - 1;
    c.past = p == 1 && chance(&c, 0.5) ? one_to(&c, 4) : 0;
    c.periods = c.past + 2 + one_to(&c, 10);
    fprintf(
        out,
        "{\n  \"name\": \"Made by chance %lu\", \"start\": \"2027-01%s\", \"period\": \"%s\", \"periods\": "
        "%d,\n  \"funnel\": [",
        seed, p == 0 ? "-04" : "", c.period, c.periods);
    for (int s = 0; s < c.stages; s++) fprintf(out, "%s\"s%d\"", s ? ", " : "", s);
    fprintf(out, "],\n");
    if (chance(&c, 0.3)) {
        fprintf(out, "  \"pace\": ");
        per_period(&c, 1, 0.3, true);
        fprintf(out, ",\n");
    }
    channels(&c);
    sales(&c);
    revenue(&c);
    economy(&c);
    initiatives(&c);
    pipeline(&c);
    actuals(&c);
    fprintf(out, "  \"run\": {\"trials\": 4096, \"seed\": %lu}\n}\n", seed);
    gsl_rng_free(c.rng);
}
