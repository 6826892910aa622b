/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules for money in time (docs/model, Money in time): what later money is worth, and when money moves.
 */
#include "engine/metrics/rules.h"

#include "base/kernel.h"

static size_t all_periods(const bireme_block *block)
{
    return block->compiled->model->periods;
}

/* ------------------------ what later money is worth */

void bireme_rule_npv(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes value;
    bireme_lanes_set(block->past_of != NULL ? block->compiled->worth_before : 0, out);
    for (t = 0; t < all_periods(block); t++) {
        bireme_rule_contribution(block, metric, t, value);
        bireme_lanes_add_scaled(value, block->compiled->discount[t], out);
    }
}

/* What a deal of yearly value 1 that closes in period b brings after the horizon, for all b at once. With q
 * the share that is left per period, that of the last period beyond the horizon H, and v = (1 + r)^−d:
 *
 *   d v^(H−½) Π_{b < j < H} q[j] · T(n),   T(n) = Σ_{1 ≤ i ≤ n} x^i + rest x^(n+1),   n = ⌊K⌋ − H + b
 *
 * with x = q v (T = 0 for n < 0), K = ⌊K⌋ + rest the periods of a lifetime, of which the period of the close
 * is the first. n grows with b by 1, so the sum over b of bookings times this is a Horner scheme over the
 * periods. */
BIREME_KERNEL static void add_cohort(const double *q, const double *sold, double *out)
{
    for (int i = 0; i < BIREME_BLOCK; i++) out[i] = out[i] * q[i] + sold[i];
}

/* sold = sold (sum + rest power), then n = n + 1. */
BIREME_KERNEL static void weigh(double rest, const double *x, double *sum, double *power, double *sold)
{
    for (int i = 0; i < BIREME_BLOCK; i++) {
        sold[i] *= sum[i] + rest * power[i];
        sum[i] += power[i];
        power[i] *= x[i];
    }
}

static void add_later(bireme_block *block, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    size_t h = all_periods(block);
    uint64_t whole = compiled->lifetime;
    bireme_lanes x, sum, power, sold, later;
    bireme_lanes_scale(bireme_lane_array(block->growth, h - 1), compiled->discount_step, x);
    bireme_lanes_set(0, later);
    /* the first period whose deals are still there after the horizon */
    size_t first = whole >= h ? 0 : h - (size_t)whole;
    bireme_lanes_geometric(x, whole >= h ? whole - h : 0, sum, power);
    bireme_lanes_multiply(x, sum); /* Σ_{1 ≤ i ≤ n} x^i and x^(n+1) */
    bireme_lanes_multiply(x, power);
    for (size_t b = first; b < h; b++) {
        bireme_rule_bookings(block, NULL, b, sold);
        weigh(compiled->lifetime_rest, x, sum, power, sold);
        add_cohort(bireme_lane_array(block->growth, b), sold, later);
    }
    bireme_margin_later(block, later);
    bireme_lanes_add_scaled(later, compiled->years * compiled->discount[h - 1], out);
}

void bireme_rule_npv_lifetime(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_rule_npv(block, metric, t, out);
    /* one-time deals bring nothing more */
    if (block->compiled->model->revenue.recurring) add_later(block, out);
}

/* ------------------------ when money moves */

/* base = base Π_{from < j ≤ to} q[j] */
static void renew(const bireme_block *block, size_t from, size_t to, double *base)
{
    for (size_t j = from + 1; j <= to; j++) bireme_lanes_multiply(bireme_lane_array(block->growth, j), base);
}

/* Yearly billing: what was sold in period b is invoiced there and at every anniversary, m years later, which
 * lies m/d periods later; where that is not whole, in two periods in proportion. `kept` holds, by the period
 * of invoicing, what is left of the deals that were sold ⌊m/d⌋ periods before. Customers there at the start
 * have their anniversaries evenly over the year, so that what they are invoiced is what they bring. */
static void invoice_yearly(bireme_block *block)
{
    size_t h = all_periods(block), before = 0;
    double year = 1 / block->compiled->years, *kept = block->collected; /* not needed until later */
    bireme_lanes older;
    for (size_t t = 0; t < h; t++) {
        bireme_rule_bookings(block, NULL, t, bireme_lane_array(kept, t));
        bireme_lanes_copy(bireme_lane_array(kept, t), bireme_lane_array(block->invoiced, t));
        bireme_lanes_add(bireme_lane_array(block->opening, t), bireme_lane_array(block->invoiced, t));
    }
    for (size_t m = 1; (double)m * year < (double)h; m++) {
        size_t whole = (size_t)((double)m * year + 1e-9), step = whole - before;
        double part = (double)m * year - (double)whole;
        for (size_t t = h; t-- > whole;) {
            bireme_lanes_copy(bireme_lane_array(kept, t - step), bireme_lane_array(kept, t));
            renew(block, t - step, t, bireme_lane_array(kept, t));
        }
        for (size_t t = whole; t < h; t++) {
            double *invoiced = bireme_lane_array(block->invoiced, t);
            bireme_lanes_add_scaled(bireme_lane_array(kept, t), 1 - part, invoiced);
            if (t == whole || !(part > 1e-9)) continue;
            bireme_lanes_copy(bireme_lane_array(kept, t - 1), older);
            renew(block, t - 1, t, older);
            bireme_lanes_add_scaled(older, part, invoiced);
        }
        before = whole;
    }
}

static void invoice(bireme_block *block)
{
    if (block->compiled->model->revenue.yearly) {
        invoice_yearly(block);
        return;
    }
    for (size_t t = 0; t < all_periods(block); t++)
        bireme_rule_revenue(block, NULL, t, bireme_lane_array(block->invoiced, t));
}

/* collected[t] = what is paid of the receivables + Σ_k invoiced[t−k] · (share paid k periods later) */
static void collect(bireme_block *block)
{
    const double *paid = block->compiled->paid, *owed = block->compiled->owed_paid;
    for (size_t t = 0; t < all_periods(block); t++) {
        double *collected = bireme_lane_array(block->collected, t);
        bireme_lanes_set(owed != NULL ? owed[t] : 0, collected);
        for (size_t s = paid != NULL ? 0 : t; s <= t; s++)
            bireme_lanes_add_scaled(bireme_lane_array(block->invoiced, s), paid != NULL ? paid[t - s] : 1,
                                    collected);
    }
}

BIREME_KERNEL static void add_to_low(const double *cash, double *sum, double *low)
{
    for (int i = 0; i < BIREME_BLOCK; i++) {
        sum[i] += cash[i];
        low[i] = sum[i] < low[i] ? sum[i] : low[i];
    }
}

/* Cost of goods is revenue less gross profit, and contribution is gross profit less the other costs; so
 * cash = collected − cost of goods − other costs = collected − revenue + contribution. */
static void make_cash(bireme_block *block)
{
    bireme_lanes revenue, sum, low;
    if (block->has_cash) return;
    invoice(block);
    collect(block);
    bireme_lanes_set(0, sum);
    for (size_t t = 0; t < all_periods(block); t++) {
        double *cash = bireme_lane_array(block->cash, t);
        bireme_rule_contribution(block, NULL, t, cash);
        bireme_rule_revenue(block, NULL, t, revenue);
        bireme_lanes_add_scaled(revenue, -1, cash);
        bireme_lanes_add(bireme_lane_array(block->collected, t), cash);
        if (t == 0) bireme_lanes_copy(cash, low);
        add_to_low(cash, sum, low);
        bireme_lanes_copy(low, bireme_lane_array(block->lowest, t));
    }
    block->has_cash = true;
}

void bireme_rule_collected(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    make_cash(block);
    bireme_lanes_copy(bireme_lane_array(block->collected, t), out);
}

void bireme_rule_cash(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    make_cash(block);
    bireme_lanes_copy(bireme_lane_array(block->cash, t), out);
}

void bireme_rule_cash_balance(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    make_cash(block);
    bireme_lanes_copy(bireme_lane_array(block->cash, 0), out);
    for (size_t s = 1; s <= t; s++) bireme_lanes_add(bireme_lane_array(block->cash, s), out);
}

void bireme_rule_cash_low(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    make_cash(block);
    bireme_lanes_copy(bireme_lane_array(block->lowest, t), out);
}

/* What is left of the receivables, and of what was invoiced k periods before the share that is not paid by
 * the end of the period. */
void bireme_rule_receivable(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    make_cash(block);
    bireme_lanes_set(block->compiled->owed_unpaid[t], out);
    for (size_t s = 0; s <= t; s++)
        bireme_lanes_add_scaled(bireme_lane_array(block->invoiced, s), block->compiled->unpaid[t - s], out);
}
