/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dice, and the distributions that they write.
 */
#include "oracle/random_company.h"

double random_between(company *c, double low, double high)
{
    double x = low + (high - low) * gsl_rng_uniform(c->rng), unit = 1;
    while (unit * 1000 < x) unit *= 10; /* three or four digits, as people write them */
    while (unit > 1e-4 && unit * 1000 > x) unit /= 10;
    return (double)(long)(x / unit + 0.5) * unit;
}

int random_one_to(company *c, int n)
{
    return 1 + (int)gsl_rng_uniform_int(c->rng, (unsigned long)n);
}

bool random_chance(company *c, double p)
{
    return gsl_rng_uniform(c->rng) < p;
}

void random_number(company *c, double x)
{
    fprintf(c->out, "%.10g", x);
}

/* ------------------------ distributions */

/* Around a mean, never negative; each: whether `each` may stand there; redraw: whether periods may differ. */
void random_rate(company *c, double mean, bool each, bool redraw)
{
    const char *more = each && random_chance(c, 0.3)     ? ", \"each\": true"
                       : redraw && random_chance(c, 0.2) ? ", \"redraw\": \"period\""
                                                         : "";
    switch (random_one_to(c, 6)) {
    case 1:
        fprintf(c->out, "{\"dist\": \"gamma\", \"mean\": %.6g, \"sd\": %.6g%s}", mean,
                mean * random_between(c, 0.05, 0.3), more);
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
        random_number(c, mean);
    }
}

void random_probability(company *c, double mean, bool each)
{
    const char *more = each && random_chance(c, 0.3) ? ", \"each\": true"
                       : random_chance(c, 0.15)      ? ", \"redraw\": \"period\""
                                                     : "";
    if (random_chance(c, 0.3))
        random_number(c, mean);
    else if (random_chance(c, 0.7))
        fprintf(c->out, "{\"dist\": \"beta\", \"mean\": %.6g, \"sd\": %.6g%s}", mean,
                mean * (1 - mean) * 0.25, more);
    else
        fprintf(c->out, "{\"dist\": \"triangular\", \"min\": %.6g, \"mode\": %.6g, \"max\": %.6g%s}",
                mean * 0.7, mean, mean + (1 - mean) * 0.2, more);
}

/* The location of an item: sometimes a rate of its own. */
static void random_location(company *c, double mean, bool redraw)
{
    if (random_chance(c, 0.6))
        random_number(c, mean);
    else
        fprintf(c->out, "{\"dist\": \"lognormal\", \"median\": %.6g, \"p90\": %.6g%s}", mean, mean * 1.25,
                redraw && random_chance(c, 0.2) ? ", \"redraw\": \"period\"" : "");
}

void random_days(company *c, double mean)
{
    static const char *const shapes[] = {"gamma", "lognormal"};
    switch (random_one_to(c, 4)) {
    case 1:
        fprintf(c->out, "{\"dist\": \"exponential\", \"mean\": ");
        random_location(c, mean, false);
        fprintf(c->out, "}");
        break;
    case 2:
        fprintf(c->out, "{\"dist\": \"weibull\", \"shape\": %.3g, \"scale\": ", random_between(c, 0.8, 2.5));
        random_location(c, mean, false);
        fprintf(c->out, "}");
        break;
    default:
        fprintf(c->out, "{\"dist\": \"%s\", \"mean\": ", shapes[random_one_to(c, 2) - 1]);
        random_location(c, mean, false);
        fprintf(c->out, ", \"cv\": %.3g}", random_between(c, 0.3, 1.1));
    }
}

void random_value(company *c, double mean)
{
    if (random_chance(c, 0.15)) {
        fprintf(c->out, "{\"dist\": \"discrete\", \"values\": [%.6g, %.6g], \"weights\": [0.75, 0.25]}",
                mean * 0.6, mean * 2);
        return;
    }
    fprintf(c->out, "{\"dist\": \"%s\", \"mean\": ", random_chance(c, 0.5) ? "lognormal" : "gamma");
    random_location(c, mean, true);
    fprintf(c->out, ", \"cv\": %.3g}", random_between(c, 0.3, 1.2));
}

/* ------------------------ lists */

void random_per_period(company *c, double mean, double spread, bool calendar)
{
    if (calendar && random_chance(c, 0.3)) {
        fprintf(c->out, "{\"calendar\": [");
        for (int m = 0; m < 12; m++)
            fprintf(c->out, "%s%.4g", m ? ", " : "", mean * random_between(c, 1 - spread, 1 + spread));
        fprintf(c->out, "]}");
        return;
    }
    fprintf(c->out, "[");
    for (int t = 0; t < c->periods; t++)
        fprintf(c->out, "%s%.5g", t ? ", " : "", mean * random_between(c, 1 - spread, 1 + spread));
    fprintf(c->out, "]");
}
