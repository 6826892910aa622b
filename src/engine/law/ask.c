/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked of a law. Everything comes from two functions of x, P(Y ≤ x) and E[max(x − Y, 0)], the
 * integral of the first; each is found for every replicate of the points as a sum over its trials, whose
 * spread tells the error.
 */
#include "engine/law/internal.h"

#include <math.h>
#include "numeric/special/portable.h"
#include "numeric/special/special.h"

enum { PARTS = BIREME_LAW_PARTS };
static const double PI = 3.141592653589793;

/* Sums over the trials of each part. */
typedef struct sums {
    double of[PARTS];
} sums;

static double all_of(const double *part)
{
    double sum = 0;
    for (size_t r = 0; r < PARTS; r++) sum += part[r];
    return sum;
}

/* The ratio of two sums over the trials. */
static bireme_law_found found_of(const double *part, const double *trials)
{
    uint64_t n[PARTS];
    double count = all_of(trials);
    for (size_t r = 0; r < PARTS; r++) n[r] = (uint64_t)trials[r];
    if (!(count > 0)) return (bireme_law_found){NAN, NAN};
    return (bireme_law_found){all_of(part) / count, bireme_replicates_mean_se(PARTS, part, n)};
}

/* ------------------------ counts */

/* P(N ≤ k) of a Poisson count. */
static double poisson_below(double mean, double k)
{
    double p, q;
    if (k < 0) return 0;
    if (!(mean > 0)) return 1;
    bireme_gamma_pq(k + 1, mean, &p, &q);
    return q;
}

/* With shortfall: E[max(x − Y, 0)]. */
static void counts_below(const bireme_law *law, double x, bool strictly, bool shortfall, sums *out)
{
    for (size_t b = 0; b < law->n_blocks; b++)
        for (size_t i = 0; i < law->blocks[b].lanes; i++) {
            const bireme_law_block *block = &law->blocks[b];
            if (block->alive[i] == 0) continue;
            double rest = x - block->base[i], mean = block->count[i],
                   k = strictly ? ceil(rest) - 1 : floor(rest), p = poisson_below(mean, k);
            out->of[i % PARTS] += shortfall ? rest * p - mean * poisson_below(mean, k - 1) : p;
        }
}

/* ------------------------ lattice */

static void masses_below(const bireme_law *law, double x, bool strictly, bool shortfall, sums *out)
{
    const double rounding = 1e-7;
    double at = (x - law->low) / law->step;
    double last = strictly ? ceil(at - rounding) - 1 : floor(at + rounding);
    for (size_t r = 0; r < PARTS; r++)
        for (size_t j = 0; j < law->n && (double)j <= last; j++) {
            double mass = law->mass[r * law->n + j];
            out->of[r] += shortfall ? mass * (at - (double)j) * law->step : mass;
        }
}

/* ------------------------ series */

static void atoms_below(const bireme_law *law, double x, bool strictly, bool shortfall, sums *out)
{
    for (size_t b = 0; b < law->n_blocks; b++)
        for (size_t i = 0; i < law->blocks[b].lanes; i++) {
            const bireme_law_block *block = &law->blocks[b];
            double base = block->base[i], weight = block->none[i] * block->alive[i];
            if (strictly ? base < x : base <= x)
                out->of[i % PARTS] += shortfall ? weight * (x - base) : weight;
        }
}

/* The integral of the series, or its integral; x is clamped to the range, beyond which there is nothing. */
static void series_below(const bireme_law *law, double x, bool shortfall, sums *out)
{
    const double w = law->width, beyond = x - (law->low + w);
    double d = fmin(fmax(x - law->low, 0), w), angle = PI * (d / w), by_re = bireme_cos(angle),
           by_im = bireme_sin(angle), re = 1, im = 0;
    if (!(x > law->low)) return;
    for (size_t k = 0; k < law->n; k++) {
        double factor = 2 / (PI * (double)k);
        if (k == 0)
            factor = shortfall ? d * d / (2 * w) : d / w;
        else if (shortfall)
            factor *= w / (PI * (double)k) * (1 - re);
        else
            factor *= im;
        for (size_t r = 0; r < PARTS; r++) out->of[r] += factor * law->re[k * PARTS + r];
        double next = re * by_re - im * by_im;
        im = re * by_im + im * by_re;
        re = next;
    }
    for (size_t r = 0; r < PARTS && shortfall && beyond > 0; r++) out->of[r] += beyond * law->re[r];
}

/* ------------------------ all */

static void below(const bireme_law *law, double x, bool strictly, bool shortfall, sums *out)
{
    *out = (sums){0};
    switch (law->kind) {
    case BIREME_LAW_COUNTS:
        counts_below(law, x, strictly, shortfall, out);
        return;
    case BIREME_LAW_LATTICE:
        masses_below(law, x, strictly, shortfall, out);
        break;
    case BIREME_LAW_SERIES:
    default:
        series_below(law, x, shortfall, out);
        atoms_below(law, x, strictly, shortfall, out);
        break;
    }
    for (size_t r = 0; r < PARTS; r++) { /* what rounding leaves beyond what can be */
        out->of[r] = fmax(out->of[r], 0);
        if (!shortfall) out->of[r] = fmin(out->of[r], law->alive[r]);
    }
}

static double share_below(const bireme_law *law, double x)
{
    sums s;
    below(law, x, false, false, &s);
    return all_of(s.of) / all_of(law->alive);
}

bireme_law_found bireme_law_mean(const bireme_law *law)
{
    return found_of(law->sum, law->alive);
}

bireme_law_found bireme_law_variance(const bireme_law *law)
{
    double mean = found_of(law->sum, law->alive).value, part[PARTS];
    for (size_t r = 0; r < PARTS; r++) /* about the mean of all, which adds nothing to first order */
        part[r] = law->squares[r] - 2 * mean * law->sum[r] + mean * mean * law->alive[r];
    return found_of(part, law->alive);
}

/* Sums, and the numbers of trials that they are over. */
static void find_share(const bireme_law *law, bireme_threshold threshold, sums *s, double *trials)
{
    below(law, threshold.limit, !threshold.at_most, false, s);
    for (size_t r = 0; r < PARTS; r++) {
        trials[r] = law->alive[r] + law->dead[r];
        if (!threshold.at_most) s->of[r] = law->alive[r] - s->of[r];
    }
}

bireme_law_found bireme_law_share(const bireme_law *law, bireme_threshold threshold)
{
    sums s;
    double trials[PARTS];
    find_share(law, threshold, &s, trials);
    return found_of(s.of, trials);
}

void bireme_law_share_parts(const bireme_law *law, bireme_threshold threshold, double part[PARTS])
{
    sums s;
    double trials[PARTS];
    find_share(law, threshold, &s, trials);
    for (size_t r = 0; r < PARTS; r++) part[r] = trials[r] > 0 ? s.of[r] / trials[r] : NAN;
}

double bireme_law_unbought(const bireme_law *law)
{
    double dead = all_of(law->dead), alive = all_of(law->alive);
    return dead / (dead + alive);
}

/* ------------------------ quantiles */

/* Where the distribution lies. */
static void find_range(const bireme_law *law, double *low, double *high)
{
    if (law->kind != BIREME_LAW_COUNTS) {
        *low = law->low, *high = law->low + law->width;
        return;
    }
    *low = INFINITY, *high = -INFINITY;
    for (size_t b = 0; b < law->n_blocks; b++)
        for (size_t i = 0; i < law->blocks[b].lanes; i++) {
            const bireme_law_block *block = &law->blocks[b];
            if (block->alive[i] == 0) continue;
            double most = block->base[i] + block->count[i] + 12 * sqrt(block->count[i]) + 40;
            *low = fmin(*low, block->base[i]);
            *high = fmax(*high, block->count[i] > 0 ? most : block->base[i]);
        }
}

/* To a value that the law can take. */
static double on_place(const bireme_law *law, double x)
{
    if (law->kind == BIREME_LAW_LATTICE)
        return law->low + floor((x - law->low) / law->step + 1e-6) * law->step;
    if (law->kind == BIREME_LAW_SERIES) return x;
    double whole = floor(x + 1e-6), p = share_below(law, whole), q = share_below(law, x);
    return p >= q ? whole : x; /* counts are whole unless what the trials begin with is not */
}

static double quantile_of(const bireme_law *law, double p)
{
    enum { HALVINGS = 60 };
    double low, high;
    find_range(law, &low, &high);
    if (!(high >= low)) return NAN;
    if (share_below(law, low) >= p) return low;
    const double fine = 1e-10 * fmax(fabs(low), fabs(high));
    for (int i = 0; i < HALVINGS && high - low > fine; i++) {
        double middle = low + (high - low) / 2;
        if (share_below(law, middle) >= p)
            high = middle;
        else
            low = middle;
    }
    return on_place(law, high);
}

/* Its error is that of P there, taken over to the value by the quantiles of p less and more that. */
bireme_law_found bireme_law_quantile(const bireme_law *law, double p)
{
    sums s;
    if (!(all_of(law->alive) > 0)) return (bireme_law_found){NAN, NAN};
    double value = quantile_of(law, p);
    below(law, value, false, false, &s);
    double se = found_of(s.of, law->alive).se, least = fmin(p, 1 - p) / 2, by = fmin(se, least);
    if (!(by > 0)) return (bireme_law_found){value, se == 0 ? 0 : NAN};
    double half = (quantile_of(law, p + by) - quantile_of(law, p - by)) / 2;
    return (bireme_law_found){value, half * (se / by)};
}

/* With q the quantile of the share, q − E[max(q − Y, 0)] / share (Rockafellar and Uryasev 2000); its
 * error is to first order that at a fixed q. */
static void find_tail(const bireme_law *law, double worst, bool highest, sums *s)
{
    if (worst >= 1) {
        for (size_t r = 0; r < PARTS; r++) s->of[r] = law->sum[r];
        return;
    }
    double q = quantile_of(law, highest ? 1 - worst : worst);
    below(law, q, false, true, s);
    for (size_t r = 0; r < PARTS; r++) {
        if (highest) /* E[max(Y − q, 0)] = E[Y] − q + E[max(q − Y, 0)] */
            s->of[r] = q * law->alive[r] + (law->sum[r] - q * law->alive[r] + s->of[r]) / worst;
        else
            s->of[r] = q * law->alive[r] - s->of[r] / worst;
    }
}

bireme_law_found bireme_law_tail_mean(const bireme_law *law, double worst, bool highest)
{
    sums s;
    if (!(all_of(law->alive) > 0)) return (bireme_law_found){NAN, NAN};
    find_tail(law, worst, highest, &s);
    return found_of(s.of, law->alive);
}

void bireme_law_tail_mean_parts(const bireme_law *law, double worst, bool highest, double part[PARTS])
{
    sums s = {0};
    if (all_of(law->alive) > 0) find_tail(law, worst, highest, &s);
    for (size_t r = 0; r < PARTS; r++) part[r] = law->alive[r] > 0 ? s.of[r] / law->alive[r] : NAN;
}
