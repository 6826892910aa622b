/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two percentiles determine a beta distribution, and any two 0 < p10 < p90 < 1 are those of exactly one (Shih
 * 2015, "Determination of the parameters of a beta distribution from quantiles"). Method: for a given n = α +
 * β the log odds of the mean that puts P10 in place is the root of a monotone function; with it in place, the
 * mass below p90 grows with n. Two nested one-dimensional searches, which always converge.
 */
#include "dist/families/beta_solve.h"

#include <math.h>
#include <stdbool.h>
#include "dist/family.h"
#include "numeric/special/portable.h"
#include "numeric/solve/root.h"
#include "numeric/special/special.h"

typedef struct beta_search {
    double p10, p90;
    double n;      /* of the inner search */
    double centre; /* log odds of the mean at the last inner root, where the next search begins */
} beta_search;

static void shapes(double n, double log_odds, double *alpha, double *beta)
{
    *alpha = n / (1 + bireme_exp(-log_odds));
    *beta = n / (1 + bireme_exp(log_odds));
}

/* log P(X ≤ p10) − log 0.1 as a function of the mean's log odds: decreasing. */
static double below_p10(double log_odds, void *context)
{
    const beta_search *search = context;
    double alpha, beta, p, q;
    shapes(search->n, log_odds, &alpha, &beta);
    bireme_beta_pq(alpha, beta, search->p10, 1 - search->p10, &p, &q);
    return bireme_log(fmax(p, 1e-300) / 0.1);
}

/* log P(X > p90) − log 0.1 at the concentration exp(log_n), with P10 in place: decreasing. */
static double above_p90(double log_n, void *context)
{
    beta_search *search = context;
    search->n = bireme_exp(log_n);
    double step = 0.5, low = search->centre, high = low;
    double f_low = below_p10(low, search), f_high = f_low;
    while (f_low < 0 && low > -200) {
        high = low;
        f_high = f_low;
        f_low = below_p10(low -= step, search);
        step *= 2;
    }
    while (f_high > 0 && high < 200) {
        low = high;
        f_low = f_high;
        f_high = below_p10(high += step, search);
        step *= 2;
    }
    if (!(f_low >= 0 && f_high <= 0)) return NAN;
    search->centre = bireme_root_find(below_p10, search, low, high, f_low, f_high, 1e-15 * (1 + fabs(low)));
    double alpha, beta, p, q;
    shapes(search->n, search->centre, &alpha, &beta);
    bireme_beta_pq(alpha, beta, search->p90, 1 - search->p90, &p, &q);
    return bireme_log(fmax(q, 1e-300) / 0.1);
}

bireme_status bireme_beta_solve(double p10, double p90, double *alpha, double *beta, bireme_error *error)
{
    const double least = bireme_log(1e-2), most = bireme_log(2 * BIREME_BETA_MOST);
    double middle = 0.5 * (p10 + p90), sd = (p90 - p10) / 2.563, n = middle * (1 - middle) / (sd * sd) - 1;
    beta_search search = {p10, p90, 0, bireme_log(middle / (1 - middle))};
    double low = bireme_log(fmax(n, 0.05)), high = low, step = 0.25;
    if (low > most) goto narrow;
    double f_low = above_p90(low, &search), f_high = f_low;
    while (f_low < 0 && low > least) { /* start less concentrated */
        high = low;
        f_high = f_low;
        f_low = above_p90(low -= step, &search);
        step *= 2;
    }
    while (f_high > 0 && high < most) {
        low = high;
        f_low = f_high;
        f_high = above_p90(high += step, &search);
        step *= 2;
    }
    if (f_low < 0) goto wide;
    if (f_high > 0) goto narrow;
    if (isnan(f_low) || isnan(f_high)) goto wide;
    double log_n = bireme_root_find(above_p90, &search, low, high, f_low, f_high, 1e-15 * (1 + fabs(low)));
    above_p90(log_n, &search);
    double a, b;
    shapes(search.n, search.centre, &a, &b);
    if (fmin(a, b) < BIREME_BETA_LEAST) goto wide;
    if (fmax(a, b) > BIREME_BETA_MOST) goto narrow;
    *alpha = a;
    *beta = b;
    return BIREME_OK;
narrow:
    return bireme_dist_fail(error, "p90",
                            "beta: p10 %s and p90 %s are so close that no beta within the allowed shapes "
                            "(at most 100000000) has them; for a known value write the number itself",
                            BIREME_SHOWN(p10), BIREME_SHOWN(p90));
wide:
    return bireme_dist_fail(error, "p10",
                            "beta: p10 %s and p90 %s are so far apart that no beta within the allowed "
                            "shapes (at least 0.01) has them; bring them nearer to each other",
                            BIREME_SHOWN(p10), BIREME_SHOWN(p90));
}
