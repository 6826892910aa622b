/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reps over time, by numerical integration of what the model page says: a seat whose first rep has been
 * there for y0 months at the beginning is effective, y months later, by exp(−h y) ramp(y0 + y) + [backfill]
 * ∫0..y h exp(−h u) ramp(u) du. Gauss–Legendre rules with 20 points on pieces without kinks.
 */
#include "oracle_internal.h"

#include <math.h>
#include <string.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_sort.h>

enum { SEATS_MOST = 64, KINKS_MOST = 4 * SEATS_MOST };

typedef struct seats {
    double from, age, count; /* months; seats at the beginning */
} seats;

/* From then on only this share of everybody is there. */
typedef struct leaving {
    double at, share;
} leaving;

typedef struct office {
    double hazard, ramp;
    bool backfill;
    size_t n_seats, n_leavings;
    seats seat[SEATS_MOST];
    leaving leave[SEATS_MOST];
    gsl_integration_glfixed_table *rule;
} office;

static double ramp_at(const office *o, double age)
{
    return age >= o->ramp ? 1 : age / o->ramp;
}

/* ∫ h exp(−h u) ramp(u) du over [from, to], which has no kink. */
static double refilled_piece(const office *o, double from, double to)
{
    double sum = 0, u, weight;
    for (size_t i = 0; i < 20 && to > from; i++) {
        gsl_integration_glfixed_point(from, to, i, &u, &weight, o->rule);
        sum += weight * o->hazard * exp(-o->hazard * u) * ramp_at(o, u);
    }
    return sum;
}

/* Heads or effective reps at a month; hired and left until then. */
static double there(const office *o, double month, bool effective)
{
    double sum = 0;
    for (size_t i = 0; i < o->n_seats; i++) {
        const seats *s = &o->seat[i];
        double y = month - s->from, stays = exp(-o->hazard * y), part;
        if (y < 0) continue;
        if (effective) {
            part = stays * ramp_at(o, s->age + y);
            if (o->backfill)
                part += refilled_piece(o, 0, fmin(y, o->ramp)) + refilled_piece(o, fmin(y, o->ramp), y);
        } else {
            part = o->backfill ? 1 : stays;
        }
        for (size_t k = 0; k < o->n_leavings; k++)
            if (o->leave[k].at >= s->from && o->leave[k].at <= month) part *= o->leave[k].share;
        sum += s->count * part;
    }
    return sum;
}

/* The average over [from, to], piece by piece between the kinks. */
static double average(const office *o, double from, double to, bool effective)
{
    double kink[KINKS_MOST + 2], sum = 0, x, weight;
    size_t n = 0;
    kink[n++] = from;
    for (size_t i = 0; i < o->n_seats; i++) {
        kink[n++] = o->seat[i].from;
        kink[n++] = o->seat[i].from + o->ramp;
        if (o->seat[i].age < o->ramp) kink[n++] = o->seat[i].from + o->ramp - o->seat[i].age;
    }
    for (size_t k = 0; k < o->n_leavings; k++) kink[n++] = o->leave[k].at;
    for (size_t i = 0; i < n; i++) kink[i] = fmin(to, fmax(from, kink[i]));
    kink[n++] = to;
    gsl_sort(kink, 1, n);
    for (size_t i = 0; i + 1 < n; i++)
        for (size_t j = 0; j < 20 && kink[i + 1] > kink[i]; j++) {
            gsl_integration_glfixed_point(kink[i], kink[i + 1], j, &x, &weight, o->rule);
            sum += weight * there(o, x, effective);
        }
    return sum / (to - from);
}

static void change(office *o, double month, double count)
{
    if (o->n_seats == SEATS_MOST || o->n_leavings == SEATS_MOST) oracle_stop("too many hires");
    if (count >= 0) {
        double age = month < 0 ? -month : 0;
        o->seat[o->n_seats++] = (seats){fmax(month, 0), age, count};
    } else {
        double heads = there(o, month, false);
        o->leave[o->n_leavings++] = (leaving){month, (heads + count) / heads};
    }
}

/* Hires in order of time; the list may be in any order. */
static void read_hires(office *o, const cJSON *root, const cJSON *hires, double months)
{
    double last = -INFINITY;
    for (;;) {
        const cJSON *next = NULL, *member;
        double at = INFINITY;
        cJSON_ArrayForEach(member, hires)
        {
            if (!cJSON_IsNumber(member)) continue;
            double position = oracle_position(root, member->string);
            if (position > last && position < at) at = position, next = member;
        }
        if (next == NULL) return;
        change(o, at * months, next->valuedouble);
        last = at;
    }
}

void oracle_reps(oracle *model, const cJSON *root, const cJSON *node, oracle_team *team)
{
    double months = model->days / (365.25 / 12);
    office *o = oracle_alloc(model, 1, sizeof *o);
    const cJSON *backfill = oracle_get(node, "backfill");
    o->hazard = -log(1 - oracle_number_or(node, "attrition", 0));
    o->ramp = oracle_number_or(node, "ramp_months", 0);
    o->backfill = cJSON_IsTrue(backfill);
    o->rule = gsl_integration_glfixed_table_alloc(20);
    o->seat[o->n_seats++] = (seats){0, INFINITY, oracle_number_or(node, "reps", 0)};
    read_hires(o, root, oracle_get(node, "hires"), months);
    for (size_t t = 0; t < model->periods; t++) {
        double from = (double)(model->past + t) * months, to = from + months;
        team->heads[t] = average(o, from, to, false);
        team->effective[t] = average(o, from, to, true);
    }
    gsl_integration_glfixed_table_free(o->rule);
}
