/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The oracle's money in time. It follows the deals of each period by themselves: what they are worth in every
 * later period, when they are invoiced and when that is paid, and what they bring after the horizon.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdlib.h>

/* The share of invoices that are paid by the end of the period `lag` periods after their own: an average of
 * the distribution function over a period, by Simpson's rule. */
static double paid_by(const oracle_dist *dist, double lag, double days)
{
    enum { PANELS = 4000 };
    double sum = 0;
    for (int i = 0; i <= PANELS; i++) {
        double weight = i == 0 || i == PANELS ? 1 : i % 2 == 1 ? 4 : 2;
        sum += weight * oracle_dist_cdf(dist, (lag + (double)i / PANELS) * days);
    }
    return sum / (3 * PANELS);
}

static bool is_smooth(const oracle_dist *dist)
{
    return dist->family == ORACLE_GAMMA || dist->family == ORACLE_LOGNORMAL || dist->family == ORACLE_WEIBULL;
}

/* What is owed at the start, invoice by invoice. One that is paid d days after its day is owed if that day
 * was one of the last d, any of them alike, and so is paid on any of the next d. Over the delays d of
 * invoices, of which there are more the likelier they are, and closer points for the longest. */
static void read_owed(oracle *model, const oracle_dist *dist)
{
    enum { POINTS = 200000 };
    oracle_revenue *revenue = &model->revenue;
    double all = 0, *paid = revenue->owed_paid = oracle_alloc(model, model->periods, sizeof *paid);
    for (size_t i = 0; dist != NULL && i < POINTS; i++) {
        double rest = 1 - ((double)i + 0.5) / POINTS, many = 2 * rest;
        double delay = oracle_dist_quantile(dist, 1 - rest * rest);
        all += many * delay;
        for (size_t t = 0; t < model->periods; t++)
            paid[t] += many * fmax(0, fmin(delay - (double)t * model->days, model->days));
    }
    for (size_t t = 0; t < model->periods; t++)
        paid[t] = all > 0 ? revenue->owed * paid[t] / all : t == 0 ? revenue->owed : 0;
}

/* Invoices are issued evenly over their period. One that is paid x periods later falls x periods behind its
 * own if x is whole; else into one of the two nearest, the likelier the nearer. Over the quantiles of x. */
void oracle_read_payment(oracle *model, const cJSON *node)
{
    enum { POINTS = 200000 };
    size_t h = model->periods;
    double *paid = model->revenue.paid = oracle_alloc(model, h, sizeof *paid);
    const oracle_dist *dist = node == NULL ? NULL : oracle_dist_read(model, node);
    if (dist == NULL) paid[0] = 1;
    read_owed(model, dist);
    if (dist != NULL && is_smooth(dist)) {
        for (size_t t = 0; t < h; t++)
            paid[t] = paid_by(dist, (double)t, model->days) -
                      (t > 0 ? paid_by(dist, (double)t - 1, model->days) : 0);
        return;
    }
    for (size_t i = 0; dist != NULL && i < POINTS; i++) {
        double x = oracle_dist_quantile(dist, ((double)i + 0.5) / POINTS) / model->days, whole = floor(x);
        if (whole < (double)h) paid[(size_t)whole] += (1 - (x - whole)) / POINTS;
        if (whole + 1 < (double)h) paid[(size_t)whole + 1] += (x - whole) / POINTS;
    }
}

static double years(const oracle_trial *now)
{
    return now->model->days / 365.25;
}

/* All that is booked in period b. */
static double booked_in(const oracle_trial *now, size_t b)
{
    double sum = 0;
    for (size_t c = 0; c <= now->model->n_channels; c++) sum += now->bookings[c * now->model->periods + b];
    return sum;
}

static double keeps_in(const oracle_trial *now, size_t t)
{
    size_t h = now->model->periods;
    return now->keeps[t < h ? t : h - 1];
}

/* ---- the bridge of yearly values; row h of `value` is that of the customers there at the start */

static void put_bridge(const oracle_trial *now, oracle_writer *w)
{
    enum { OPENING, NEW, EXPANDED, CHURNED, END, COLUMNS };
    size_t h = now->model->periods;
    double *value = oracle_need(h + 1, sizeof *value), *table = oracle_need(COLUMNS * h, sizeof *table);
    value[h] = now->model->revenue.opening;
    for (size_t t = 0; t < h; t++) {
        for (size_t b = 0; b <= h; b++) { /* nothing yet of what is booked later */
            double stays = value[b] * now->survival[t], more = value[b] * now->keeps[t] - stays;
            table[OPENING * h + t] += value[b];
            table[CHURNED * h + t] += value[b] - stays;
            table[EXPANDED * h + t] += more;
            value[b] = stays + more;
        }
        table[NEW * h + t] = value[t] = booked_in(now, t);
        for (size_t b = 0; b <= h; b++) table[END * h + t] += value[b];
    }
    oracle_put(w, "arr.opening", "", "", table + OPENING * h, table[OPENING * h]);
    oracle_put_sum(w, "arr.new", "", "", table + NEW * h);
    oracle_put_sum(w, "arr.expanded", "", "", table + EXPANDED * h);
    oracle_put_sum(w, "arr.churned", "", "", table + CHURNED * h);
    oracle_put_last(w, "arr.end", "", "", table + END * h);
    free(table);
    free(value);
}

/* ---- what later money is worth */

/* Seen from the scenario's start; period 0 is the first that is walked. */
static double worth(const oracle_trial *now, double period)
{
    return pow(1 + now->model->revenue.discount_rate,
               -((double)now->model->past + period + 0.5) * years(now));
}

/* Margin of the deals of period b in all periods after the horizon, that of the horizon on average. */
static double after_horizon(const oracle_trial *now, size_t b)
{
    const oracle_revenue *revenue = &now->model->revenue;
    size_t h = now->model->periods;
    double life = revenue->lifetime_years / years(now), value = booked_in(now, b), sum = 0, margin = 0;
    for (size_t t = 0; t < h; t++) margin += oracle_rate_in(now, revenue->gross_margin, 1, t) / (double)h;
    for (size_t t = b; (double)(t - b) < life - 1e-9; t++) {
        if (t > b) value *= keeps_in(now, t);
        if (t < h) continue;
        sum += value * fmin(1, life - (double)(t - b)) * worth(now, (double)t);
    }
    return margin * sum * years(now);
}

static void put_present_values(const oracle_trial *now, oracle_writer *w, const double *contribution)
{
    const size_t past = now->model->past;
    double npv = 0, later = 0, before = 0;
    for (size_t t = 0; t < past; t++)
        before += oracle_fact(now->model, "contribution", t) * worth(now, (double)t - (double)past);
    for (size_t t = 0; t < now->model->periods; t++) {
        npv += contribution[t] * worth(now, (double)t);
        if (now->model->revenue.recurring) later += after_horizon(now, t);
    }
    oracle_put_both(w, "npv", "", "", NULL, npv, before + npv);
    oracle_put_both(w, "npv.lifetime", "", "", NULL, npv + later, before + npv + later);
}

/* ---- when money moves */

static void add_in(const oracle_trial *now, double *invoiced, size_t t, double amount)
{
    if (t < now->model->periods) invoiced[t] += amount;
}

/* The deals of period b: at once, and at every anniversary, of which some may fall one period later. */
static void invoice_deals(const oracle_trial *now, size_t b, double *invoiced)
{
    double value = booked_in(now, b);
    size_t at = b; /* value is that of this period */
    for (size_t m = 0;; m++) {
        double anniversary = (double)b + (double)m / years(now);
        size_t t = (size_t)floor(anniversary + 1e-9);
        double later = fmax(0, anniversary - (double)t);
        if (t >= now->model->periods) return;
        while (at < t) value *= keeps_in(now, ++at);
        add_in(now, invoiced, t, value * (1 - later));
        add_in(now, invoiced, t + 1, value * keeps_in(now, t + 1) * later);
    }
}

void oracle_record_cash(const oracle_trial *now, oracle_writer *w, const double *revenue,
                        const double *opening, const double *contribution)
{
    size_t h = now->model->periods;
    double *invoiced = oracle_need(6 * h, sizeof *invoiced), *collected = invoiced + h, *cash = collected + h,
           *low = cash + h, *owed = low + h, *balance = owed + h, sum = 0, lowest = INFINITY,
           due = now->model->revenue.owed;
    for (size_t t = 0; t < h; t++) {
        invoiced[t] += now->model->revenue.yearly ? opening[t] : revenue[t];
        if (now->model->revenue.yearly) invoice_deals(now, t, invoiced);
    }
    for (size_t t = 0; t < h; t++) {
        collected[t] = now->model->revenue.owed_paid[t];
        for (size_t s = 0; s <= t; s++) collected[t] += invoiced[s] * now->model->revenue.paid[t - s];
        double costs = revenue[t] - contribution[t]; /* of goods, marketing and sales */
        cash[t] = collected[t] - costs;
        sum += cash[t];
        balance[t] = sum;
        due += invoiced[t] - collected[t];
        lowest = fmin(lowest, sum);
        low[t] = lowest;
        owed[t] = due;
    }
    oracle_put_sum(w, "cash.collected", "", "", collected);
    oracle_put_sum(w, "cash", "", "", cash);
    oracle_put_last(w, "cash.balance", "", "", balance);
    oracle_put_last(w, "cash.low", "", "", low);
    oracle_put_last(w, "cash.receivable", "", "", owed);
    free(invoiced);
    put_present_values(now, w, contribution);
    put_bridge(now, w);
}
