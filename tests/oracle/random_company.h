/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files that make a scenario by chance share: the company as it is known so far, and dice. Whatever
 * is written is JSON.
 */
#ifndef BIREME_TESTS_ORACLE_RANDOM_COMPANY_H
#define BIREME_TESTS_ORACLE_RANDOM_COMPANY_H

#include <stdbool.h>
#include <stdio.h>
#include <gsl/gsl_rng.h>

enum { RANDOM_TEAMS_MOST = 8 };

/* Who works a stage; channels: a bit for each that the team names, 0: it names none. */
typedef struct random_team {
    int stage;
    unsigned channels;
} random_team;

/* The company, as far as one part of it must know of another. */
typedef struct company {
    gsl_rng *rng;
    FILE *out;
    int periods, stages, channels, past;
    const char *period, *start;
    double days;
    bool sales, recurring, regimes;
    bool spends[4], adstock[4];
    bool listed; /* something stands before in the list that is written */
    int worked;
    int teams; /* 0: sales is one team without a name, called t0, t1, … otherwise */
    random_team team[RANDOM_TEAMS_MOST];
} company;

/* Three or four digits, as people write them. */
double random_between(company *c, double low, double high);
/* From 1 to n. */
int random_one_to(company *c, int n);
bool random_chance(company *c, double p);
void random_number(company *c, double x);
/* Around a mean, never negative; each: whether `each` may stand there; redraw: whether periods may differ. */
void random_rate(company *c, double mean, bool each, bool redraw);
void random_probability(company *c, double mean, bool each);
/* Items: days, the value of a deal. */
void random_days(company *c, double mean);
void random_value(company *c, double mean);
/* A list for all periods, or the twelve months of a calendar. */
void random_per_period(company *c, double mean, double spread, bool calendar);
/* Whether sales has teams, and who works what; needs stages and channels. */
void random_plan_teams(company *c);
void random_sales(company *c);
/* "defaults" and "channels". */
void random_channels(company *c);

#endif
