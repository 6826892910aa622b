/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files that look for mistaken units.
 */
#ifndef BIREME_SCENARIO_PLAUSIBLE_INTERNAL_H
#define BIREME_SCENARIO_PLAUSIBLE_INTERNAL_H

#include "scenario/reading.h"

typedef struct bireme_plausible {
    bireme_reading *reading;
    const bireme_model *model;
    const bireme_node *root;
    double days;                /* of a period */
    const char *period;         /* "month" */
    const bireme_node **warned; /* [n_warned] nodes already warned about in the current check, in the arena */
    size_t n_warned, warned_room;
} bireme_plausible;

/* Shares that are 0 or 1, spreads in per cent. */
void bireme_plausible_shares(bireme_plausible *p);
/* Multiples of the normal: of regimes, initiatives, seasons, the pace. */
void bireme_plausible_multiples(bireme_plausible *p);
/* Days, months, years: of steps, open deals, the horizon, ramps. */
void bireme_plausible_times(bireme_plausible *p);
/* Figures that do not fit together: leads, reps and the goal. */
void bireme_plausible_funnel(bireme_plausible *p);
/* The same for amounts of money: spend, costs, open deals. */
void bireme_plausible_money(bireme_plausible *p);
/* What is paid besides, against what it brings; what is spent of the plan; how late customers pay. */
void bireme_plausible_costs(bireme_plausible *p);

/* True once per node and check: several channels may take the same node from `defaults`. */
bool bireme_plausible_first(bireme_plausible *p, const bireme_node *node);
/* "0.0087", "72": up to three digits, into buffer of BIREME_NUMBER_SIZE; returned. */
char *bireme_plausible_figure(char *buffer, double value);
/* The mean of a quantity; 0 for −1. */
double bireme_plausible_mean(const bireme_model *model, int quantity);
/* The mean of an item, 0 without one. */
double bireme_plausible_item(const bireme_model *model, const bireme_item *item);
/* The node of channel c in the scenario. */
const bireme_node *bireme_plausible_channel(const bireme_plausible *p, size_t c);

/* The means of the plan over its first periods, without deals open at the start. */
typedef struct bireme_outline {
    const bireme_team *team; /* that what follows of a worked stage is about; NULL: there is none */
    size_t periods;
    double years;
    double leads, wins, bookings; /* of all leads that arrive, however late */
    double closed, sold;          /* wins and bookings that close within the periods */
    double entries, early;        /* to the worked stage: all, and those within the periods */
    double capacity;              /* what reps can work; NAN: no limit */
    double rep_periods, cost;     /* reps × periods; spend and the cost of reps */
    double sale_of_one;           /* expected sales of an opportunity that is taken up, in the best channel */
    double most, least; /* the largest and smallest factor by which economy and initiatives multiply leads */
    double value;       /* deal value in the channel where it is smallest; INFINITY without values */
} bireme_outline;

/* periods: how many, from the first; at most those of the model. With several teams: of the one that has the
 * least capacity for what comes to it. */
bireme_outline bireme_plausible_outline(const bireme_plausible *p, size_t periods);
bireme_outline bireme_plausible_outline_of(const bireme_plausible *p, const bireme_team *team,
                                           size_t periods);
/* The node of a team: `sales` itself, or one of `sales.teams`; and the name of the field that limits it. */
const bireme_node *bireme_plausible_team(const bireme_plausible *p, size_t team);
const char *bireme_plausible_items(const bireme_plausible *p);
/* Adds the open deals, as if all of them were won. */
void bireme_plausible_add_open(const bireme_plausible *p, bireme_outline *o);
double bireme_plausible_leads(const bireme_plausible *p, const bireme_channel *channel, size_t periods);
/* The product of the conversions from stage `from` to stage `to`, and the days that these steps take. */
double bireme_plausible_convert(const bireme_model *model, const bireme_channel *channel, size_t from,
                                size_t to, double *days);
/* How often a deal's value is earned: once, or for as many years as a customer stays. */
double bireme_plausible_times_earned(const bireme_plausible *p);

#endif
