/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A seat is filled by one rep after another. With hazard h of leaving, y months after the seat is first
 * considered its first rep is still there with probability exp(−h y); with backfill a later rep is there
 * otherwise, since u months with density h exp(−h u). So the effective part of a seat whose first rep had
 * been there for y₀ months at the beginning is
 *
 *   exp(−h y) ramp(y₀ + y) + [backfill] J(y),   J(y) = ∫₀^y h exp(−h u) ramp(u) du,
 *
 * and its heads are 1 with backfill, exp(−h y) without. Averages over a period are integrals of this over
 * pieces without a kink, by Gauss–Legendre with 8 nodes: the integrands are exponentials and straight lines
 * over a month or so, so the result is exact for all practical purposes. Portable to the bit: the trials
 * depend on it.
 */
#include "compile/reps.h"

#include <math.h>
#include "base/memory.h"
#include "numeric/special/portable.h"
#include "numeric/special/special.h"

enum { NODES = 8 };

/* Seats that were filled at the same time; times in months from the start. */
typedef struct cohort {
    double from,
        /* when the seats are first considered, and how long their first rep has been there by then */
        age;
    double seats; /* current number; changes when reps leave as planned */
} cohort;

typedef struct office {
    double hazard, ramp;
    bool backfill;
    size_t n;
    cohort *cohorts;
} office;

static double ramp_at(const office *o, double age)
{
    return age >= o->ramp ? 1 : age / o->ramp;
}

/* 1 − e^−x (1 + x), without cancellation. */
static double gamma2(double x)
{
    if (x < 1e-2) return x * x * (1.0 / 2 - x * (1.0 / 3 - x * (1.0 / 8 - x * (1.0 / 30 - x / 144))));
    return 1 - bireme_exp(-x) * (1 + x);
}

static double refills(const office *o, double y)
{
    if (o->hazard == 0) return 0;
    double ramping = y < o->ramp ? y : o->ramp;
    double sum = o->ramp > 0 ? gamma2(o->hazard * ramping) / (o->hazard * o->ramp) : 0;
    if (y > o->ramp) sum += bireme_exp(-o->hazard * o->ramp) - bireme_exp(-o->hazard * y);
    return sum;
}

static void count(const office *o, double month, double *heads, double *effective)
{
    *heads = *effective = 0;
    for (size_t i = 0; i < o->n; i++) {
        const cohort *c = &o->cohorts[i];
        double y = month - c->from, stays = bireme_exp(-o->hazard * y);
        *heads += c->seats * (o->backfill ? 1 : stays);
        *effective += c->seats * (stays * ramp_at(o, c->age + y) + (o->backfill ? refills(o, y) : 0));
    }
}

/* The next kink of the curve after `month`. */
static double next_kink(const office *o, double month)
{
    double next = INFINITY;
    for (size_t i = 0; i < o->n; i++) {
        const cohort *c = &o->cohorts[i];
        double first = c->from + o->ramp - c->age, refill = c->from + o->ramp;
        if (first > month && first < next) next = first;
        if (refill > month && refill < next) next = refill;
    }
    return next;
}

/* Adds the integrals over [from, to], during which nobody is hired. */
static void integrate(const office *o, double from, double to, double *heads, double *effective)
{
    double node[NODES], weight[NODES];
    bireme_gauss_legendre(NODES, node, weight);
    while (from < to) {
        double end = next_kink(o, from);
        if (end > to) end = to;
        for (int i = 0; i < NODES; i++) {
            double h, e;
            count(o, from + (end - from) * (1 + node[i]) / 2, &h, &e);
            *heads += weight[i] * (end - from) / 2 * h;
            *effective += weight[i] * (end - from) / 2 * e;
        }
        from = end;
    }
}

/* Somebody is hired, or leaves: then an equal share of every cohort. */
static bireme_status change(office *o, const bireme_hire *hire, double month, bireme_error *error)
{
    if (hire->count >= 0) {
        double since = hire->at < 0 ? 0 : month; /* reps hired before the start are there at the start */
        o->cohorts[o->n++] = (cohort){since, since - month, hire->count};
        return BIREME_OK;
    }
    double heads, effective;
    count(o, month > 0 ? month : 0, &heads, &effective);
    if (heads + hire->count < -1e-9 * heads)
        return bireme_fail(error, BIREME_DOMAIN, "%g reps are to leave when there are %g", -hire->count,
                           heads);
    double share = heads + hire->count > 0 ? (heads + hire->count) / heads : 0;
    for (size_t i = 0; i < o->n; i++) o->cohorts[i].seats *= share;
    return BIREME_OK;
}

/* Rounds to 1e-12, so that six reps are 6 and not the sum of the quadrature's weights. */
static double rounded(double x)
{
    return floor(x * 1e12 + 0.5) / 1e12;
}

bireme_status bireme_reps(const bireme_model *model, const bireme_team *team, double *heads,
                          double *effective, bireme_error *error)
{
    double months = bireme_calendar_days(&model->calendar) / (365.25 / 12);
    for (size_t t = 0; t < model->periods; t++) heads[t] = effective[t] = 0;
    office o = {.hazard = -bireme_log1p(-team->attrition),
                .ramp = team->ramp_months,
                .backfill = team->backfill,
                .cohorts = bireme_calloc(team->n_hires + 1, sizeof *o.cohorts)};
    if (o.cohorts == NULL) return bireme_fail_memory(error);
    o.cohorts[o.n++] = (cohort){0, INFINITY, team->reps};
    bireme_status status = BIREME_OK;
    size_t next = 0;
    size_t past = model->past.periods; /* what happened then goes on: ramps, replacements */
    for (size_t p = 0; p < past + model->periods && status == BIREME_OK; p++) {
        double at = (double)p * months, end = (double)(p + 1) * months, before[2] = {0};
        double *head = p < past ? &before[0] : &heads[p - past],
               *part = p < past ? &before[1] : &effective[p - past];
        while (next < team->n_hires && team->hires[next].at < (double)(p + 1) && status == BIREME_OK) {
            double month = team->hires[next].at * months;
            if (month > at) integrate(&o, at, month, head, part), at = month;
            status = change(&o, &team->hires[next++], month, error);
        }
        integrate(&o, at, end, head, part);
        *head = rounded(*head / months);
        *part = rounded(*part / months);
    }
    bireme_free(o.cohorts);
    return status;
}
