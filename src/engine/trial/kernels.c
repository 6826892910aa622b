/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/trial/kernels.h"

#include <math.h>
#include "base/kernel.h"
#include "numeric/special/portable.h"

#define LANES for (int i = 0; i < BIREME_BLOCK; i++)

BIREME_KERNEL void bireme_lanes_set(double value, double *out)
{
    LANES out[i] = value;
}

BIREME_KERNEL void bireme_lanes_copy(const double *a, double *out)
{
    LANES out[i] = a[i];
}

BIREME_KERNEL void bireme_lanes_scale(const double *a, double factor, double *out)
{
    LANES out[i] = a[i] * factor;
}

BIREME_KERNEL void bireme_lanes_affine(double factor, double constant, double *out)
{
    LANES out[i] = factor * out[i] + constant;
}

BIREME_KERNEL void bireme_lanes_product(const double *a, const double *b, double *out)
{
    LANES out[i] = a[i] * b[i];
}

BIREME_KERNEL void bireme_lanes_multiply(const double *a, double *out)
{
    LANES out[i] *= a[i];
}

BIREME_KERNEL void bireme_lanes_add(const double *a, double *out)
{
    LANES out[i] += a[i];
}

BIREME_KERNEL void bireme_lanes_add_scaled(const double *a, double factor, double *out)
{
    LANES out[i] += a[i] * factor;
}

BIREME_KERNEL void bireme_lanes_add_product(const double *a, const double *b, double *out)
{
    LANES out[i] += a[i] * b[i];
}

BIREME_KERNEL void bireme_lanes_subtract_positive(const double *a, const double *b, double *out)
{
    LANES
    {
        double d = a[i] - b[i];
        out[i] = d > 0 ? d : 0;
    }
}

BIREME_KERNEL void bireme_lanes_ratio(const double *a, const double *b, double *out)
{
    LANES
    {
        double r = a[i] / b[i];
        out[i] = b[i] != 0 ? r : NAN;
    }
}

BIREME_KERNEL void bireme_lanes_odds(const double *p, const double *odds, double *out)
{
    LANES
    {
        double op = odds[i] * p[i], all = 1 - p[i] + op;
        double converted = op / all;
        out[i] = all > 0 ? converted : 0; /* p = 1 with odds 0: nothing converts */
    }
}

/* Adds spend / cost to out, without the common factor, and to the paid leads with it. */
BIREME_KERNEL static void buy_leads(const bireme_lanes_sources *from, const double *factor, double *out)
{
    const double *cost = from->cost, *cost_factor = from->cost_factor;
    double *paid = from->paid, *paid_marginal = from->paid_marginal;
    double spend = from->spend, marginal = from->marginal;
    if (cost_factor) LANES
        {
            double each = 1 / (cost[i] * cost_factor[i]), leads = spend * each;
            out[i] += leads;
            paid[i] += leads * factor[i];
            paid_marginal[i] += marginal * each * factor[i];
        }
    else
        LANES
        {
            double each = 1 / cost[i], leads = spend * each;
            out[i] += leads;
            paid[i] += leads * factor[i];
            paid_marginal[i] += marginal * each * factor[i];
        }
}

/* The same where each lane has its own spend. */
BIREME_KERNEL static void buy_leads_each(const bireme_lanes_sources *from, const double *factor, double *out)
{
    const double *cost = from->cost, *cost_factor = from->cost_factor, *spends = from->spends,
                 *marginals = from->marginals;
    double *paid = from->paid, *paid_marginal = from->paid_marginal;
    LANES
    {
        double each = 1 / (cost[i] * (cost_factor ? cost_factor[i] : 1)), leads = spends[i] * each;
        out[i] += leads;
        paid[i] += leads * factor[i];
        paid_marginal[i] += marginals[i] * each * factor[i];
    }
}

BIREME_KERNEL void bireme_lanes_leads(const bireme_lanes_sources *from, double *out)
{
    double factor[BIREME_BLOCK] __attribute__((aligned(64)));
    const double *organic = from->organic, *per_rep = from->per_rep;
    double season = from->season, reps = from->reps;
    LANES factor[i] = season;
    if (from->effect) bireme_lanes_multiply(from->effect, factor);
    if (from->dispersion) bireme_lanes_multiply(from->dispersion, factor);
    LANES out[i] = organic ? organic[i] : 0;
    if (per_rep) LANES out[i] += per_rep[i] * reps;
    if (from->cost && from->spends)
        buy_leads_each(from, factor, out);
    else if (from->cost && from->spend > 0)
        buy_leads(from, factor, out);
    LANES out[i] *= factor[i];
}

BIREME_KERNEL void bireme_lanes_at_least(double least, double *out)
{
    LANES out[i] = out[i] > least ? out[i] : least;
}

void bireme_lanes_power(const double *a, double exponent, double *out)
{
    LANES out[i] *= bireme_pow(a[i], exponent);
}

/* By the bits of n from the highest, doubling: Σ_{k < 2m} r^k = Σ_{k < m} r^k (1 + r^m). */
BIREME_KERNEL void bireme_lanes_geometric(const double *ratio, uint64_t n, double *sum, double *power)
{
    LANES
    {
        double total = 0, raised = 1; /* Σ_{k < m} r^k and r^m, with m the bits so far */
        for (int bit = 63; bit >= 0; bit--) {
            total += total * raised;
            raised *= raised;
            if (n >> bit & 1) {
                total += raised;
                raised *= ratio[i];
            }
        }
        sum[i] = total;
        power[i] = raised;
    }
}

BIREME_KERNEL void bireme_lanes_taken_up(double capacity, const double *there, double *out)
{
    LANES
    {
        double share = capacity / there[i];
        out[i] = there[i] > capacity ? share : 1;
    }
}

BIREME_KERNEL void bireme_lanes_take_up(const double *share, double patience, const double *entries,
                                        double *left, double *taken, double *lost)
{
    if (lost) LANES lost[i] += (1 - patience) * ((entries[i] + left[i]) * (1 - share[i]));
    LANES
    {
        double there = entries[i] + left[i], worked = share[i] * there;
        taken[i] = worked;
        left[i] = patience * (there * (1 - share[i]));
    }
}

BIREME_KERNEL void bireme_lanes_select(const uint8_t *key, uint8_t which, const double *value, double *out)
{
    LANES out[i] = key[i] == which ? value[i] : out[i];
}

void bireme_lanes_step(const double *u, size_t n, const double *cumulative, const uint8_t *from, uint8_t *to)
{
    LANES
    {
        const double *row = cumulative + (from ? from[i] : 0) * n;
        uint8_t state = 0;
        for (size_t r = 0; r + 1 < n; r++) state = (uint8_t)(state + (row[r] <= u[i]));
        to[i] = state;
    }
}
