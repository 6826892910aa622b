/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels.h"

#include <math.h>
#include "base/kernel.h"

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
        out[i] = all > 0 ? converted : 0; /* odds 0 of a sure thing: nothing converts */
    }
}

BIREME_KERNEL void bireme_lanes_leads(double season, const double *organic, double spend, const double *cost,
                                      const double *cost_factor, const double *factor, double *out)
{
    LANES out[i] = organic ? organic[i] : 0;
    if (cost && spend > 0) {
        if (cost_factor)
            LANES out[i] += spend / (cost[i] * cost_factor[i]);
        else
            LANES out[i] += spend / cost[i];
    }
    if (factor)
        LANES out[i] *= season * factor[i];
    else
        LANES out[i] *= season;
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
