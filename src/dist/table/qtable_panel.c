/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Coordinates: the real line is mapped to z = x, a half line to z = ±log of the distance from its end, an
 * interval to the logit, so that powers at the ends become exponentials and the density of z, h(z) = f(x)
 * dx/dz, is smooth. The z-axis is divided into panels, which are halved until the Chebyshev coefficients of h
 * (16 points) have become negligible; h is integrated as a polynomial. Masses are summed from each end
 * inwards, so that both tails keep their relative precision.
 *
 * Where the end of the stretch is a finite number other than 0, distances below 2⁻³⁰ of it are left to the
 * slow quantile, because x − end has too few digits there for the density.
 */
#include "dist/table/qtable_panel.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "numeric/special/portable.h"

enum { POINTS = 16, PANELS_START = 12, PANELS_MOST = 1024, DEPTH_MOST = 40 };

typedef enum coordinate { REAL, ABOVE, BELOW, BETWEEN } coordinate;

typedef struct panel {
    double center, half;
    double density[POINTS];      /* h as a polynomial in s = (z − center) / half, times half */
    double integral[POINTS + 1]; /* its antiderivative, 0 at s = −1 */
    double mass;                 /* of the panel */
    double below, above;         /* P(X ≤ left end), P(X > right end) */
} panel;

enum { ORDER = 4 };
typedef struct expansion {
    const panel *at; /* NULL: none */
    double s;
    double c[ORDER]; /* the integral as a polynomial in the distance from s, the first terms */
} expansion;

struct bireme_panels {
    const bireme_dist *dist;
    coordinate kind;
    double from, to;
    double basis[POINTS][POINTS]; /* from values at the Chebyshev points to Chebyshev coefficients */
    double point[POINTS];
    double power[POINTS]
                [POINTS]; /* Chebyshev coefficients to powers: power[k][i], coefficient of s^i in T_k */
    panel *panels;
    size_t count, capacity;
    size_t last;    /* panel of the last query */
    expansion near; /* expansion about the place of the last query */
    double error;
};

/* ---- coordinates */

/* 1 / (1 + e^|z|), with full precision. */
static double smaller_share(double z)
{
    double e = bireme_exp(-fabs(z));
    return e / (1 + e);
}

/* 1 / (1 + e^−z) and 1 / (1 + e^z), each with full precision. */
static void logistic(double z, double *low, double *high)
{
    double e = bireme_exp(-fabs(z)), small = e / (1 + e), large = 1 / (1 + e);
    *low = z < 0 ? small : large;
    *high = z < 0 ? large : small;
}

static double x_of(const bireme_panels *p, double z)
{
    double low;
    switch (p->kind) {
    case ABOVE:
        return p->from + bireme_exp(z);
    case BELOW:
        return p->to - bireme_exp(-z);
    case BETWEEN:
        low = smaller_share(z);
        return z < 0 ? p->from + (p->to - p->from) * low : p->to - (p->to - p->from) * low;
    case REAL:
        break;
    }
    return z;
}

static double density_of(const bireme_panels *p, double z)
{
    double low = 0, high = 0, x = z, slope = 1;
    if (p->kind == ABOVE || p->kind == BELOW) {
        slope = bireme_exp(p->kind == ABOVE ? z : -z);
        x = p->kind == ABOVE ? p->from + slope : p->to - slope;
    } else if (p->kind == BETWEEN) {
        double width = p->to - p->from;
        logistic(z, &low, &high);
        x = z < 0 ? p->from + width * low : p->to - width * high;
        slope = width * low * high;
    }
    return bireme_dist_pdf(p->dist, x) * slope;
}

/* ---- panels */

static void make_bases(bireme_panels *p)
{
    double cosine[4 * POINTS]; /* of multiples of π / (2 POINTS) */
    for (int i = 0; i <= 2 * POINTS; i++)
        cosine[i] = cosine[(4 * POINTS - i) % (4 * POINTS)] =
            bireme_cos(i * 3.14159265358979323846 / (2 * POINTS));
    for (int i = 0; i < POINTS; i++) {
        p->point[i] = cosine[2 * i + 1];
        for (int k = 0; k < POINTS; k++)
            p->basis[k][i] = (k == 0 ? 1.0 : 2.0) / POINTS * cosine[k * (2 * i + 1) % (4 * POINTS)];
    }
    p->power[0][0] = p->power[1][1] = 1;
    for (int k = 2; k < POINTS; k++)
        for (int i = 0; i < POINTS; i++)
            p->power[k][i] = (i > 0 ? 2 * p->power[k - 1][i - 1] : 0) - p->power[k - 2][i];
}

static double polynomial(const double *c, int degree, double s)
{
    double sum = c[degree];
    for (int i = degree - 1; i >= 0; i--) sum = sum * s + c[i];
    return sum;
}

static void integrate(panel *p)
{
    p->integral[0] = 0;
    for (int i = 0; i < POINTS; i++) p->integral[i + 1] = p->density[i] / (i + 1);
    p->integral[0] = -polynomial(p->integral, POINTS, -1);
    p->mass = polynomial(p->integral, POINTS, 1);
}

/* Whether the density is well described on [center − half, center + half]. */
static bool make_panel(const bireme_panels *p, double center, double half, panel *out)
{
    double value[POINTS], coefficient[POINTS];
    for (int i = 0; i < POINTS; i++) value[i] = density_of(p, center + half * p->point[i]) * half;
    for (int k = 0; k < POINTS; k++) {
        coefficient[k] = 0;
        for (int i = 0; i < POINTS; i++) coefficient[k] += p->basis[k][i] * value[i];
    }
    *out = (panel){.center = center, .half = half};
    for (int k = 0; k < POINTS; k++)
        for (int i = 0; i <= k; i++) out->density[i] += coefficient[k] * p->power[k][i];
    integrate(out);
    double doubt = fabs(coefficient[POINTS - 1]) + fabs(coefficient[POINTS - 2]);
    return isfinite(out->mass) && out->mass >= 0 && doubt <= fmax(1e-19, fmin(1e-12, 1e-9 * out->mass));
}

static bireme_status append_panel(bireme_panels *p, const panel *made, bireme_error *error)
{
    if (p->count == PANELS_MOST)
        return bireme_fail(error, BIREME_DOMAIN, "the density is too rough to integrate");
    panel *more = bireme_grown(p->panels, &p->capacity, p->count, 32, sizeof *more);
    if (more == NULL) return bireme_fail_memory(error);
    p->panels = more;
    p->panels[p->count++] = *made;
    return BIREME_OK;
}

static bireme_status cover(bireme_panels *p, double from, double to, int depth, bireme_error *error)
{
    panel made;
    double center = from + (to - from) / 2;
    if (make_panel(p, center, (to - from) / 2, &made)) return append_panel(p, &made, error);
    if (depth == DEPTH_MOST)
        return bireme_fail(error, BIREME_DOMAIN, "the density is too rough to integrate");
    bireme_status status = cover(p, from, center, depth + 1, error);
    return status != BIREME_OK ? status : cover(p, center, to, depth + 1, error);
}

/* ---- where to begin and to end */

/* Whether the density next to an end is finite, not 0 and nearly constant; the digits of x − end do not
 * matter then. side: 1 for the lower end, −1 for the upper. */
static bool is_regular(const bireme_dist *dist, double end, int side)
{
    double near = bireme_dist_pdf(dist, end + side * 0x1p-40 * fabs(end));
    double far = bireme_dist_pdf(dist, end + side * 0x1p-30 * fabs(end));
    return isfinite(near) && fabs(near - far) < 1e-3 * near;
}

/* The distance from a finite end at which the panels begin: at the quantile of the outermost uniform, but
 * neither so near that x − end loses its digits (if they matter), nor nearer than e^−700. At an inner end, a
 * trillionth of the stretch: what that leaves out is far below the bound. */
static double nearest_distance(const bireme_panels *p, double end, double outermost, bool outer, int side)
{
    double width = p->to - p->from;
    if (!outer) return fmax(isfinite(width) ? 0x1p-40 * width : 0x1p-40, 0x1p-45 * fabs(end));
    double least = fabs(end) * (end != 0 && is_regular(p->dist, end, side) ? 0x1p-60 : 0x1p-30);
    return fmax(fabs(outermost - end), fmax(least, 1e-304));
}

static void z_range(const bireme_panels *p, double *z_from, double *z_to)
{
    double low = bireme_dist_lower(p->dist), high = bireme_dist_upper(p->dist), width = p->to - p->from;
    bool outer_from = !(p->from > low), outer_to = !(p->to < high);
    double x_from = outer_from ? bireme_dist_quantile_pq(p->dist, 0x1p-56, 1) : p->from;
    double x_to = outer_to ? bireme_dist_quantile_pq(p->dist, 1, 0x1p-56) : p->to;
    double d_from = isfinite(p->from) ? nearest_distance(p, p->from, x_from, outer_from, 1) : 0;
    double d_to = isfinite(p->to) ? nearest_distance(p, p->to, x_to, outer_to, -1) : 0;
    switch (p->kind) {
    case REAL:
        *z_from = x_from, *z_to = x_to;
        break;
    case ABOVE:
        *z_from = bireme_log(d_from), *z_to = bireme_log(fmax(x_to - p->from, 2 * d_from));
        break;
    case BELOW:
        *z_from = -bireme_log(fmax(p->to - x_from, 2 * d_to)), *z_to = -bireme_log(d_to);
        break;
    case BETWEEN:
        *z_from = bireme_log(fmin(d_from / width, 0.25));
        *z_to = -bireme_log(fmin(d_to / width, 0.25));
        break;
    }
}

/* Sums the masses from both ends and compares with the distribution function. */
static bireme_status sum_up(bireme_panels *p, double z_from, double z_to, bireme_error *error)
{
    double below = bireme_dist_cdf(p->dist, x_of(p, z_from)), above = bireme_dist_sf(p->dist, x_of(p, z_to));
    for (size_t i = 0; i < p->count; i++) p->panels[i].below = below, below += p->panels[i].mass;
    for (size_t i = p->count; i-- > 0;) p->panels[i].above = above, above += p->panels[i].mass;
    p->error = fabs(below - bireme_dist_cdf(p->dist, x_of(p, z_to)));
    if (!(p->error <= 1e-10))
        return bireme_fail(error, BIREME_DOMAIN, "density and distribution function disagree");
    return BIREME_OK;
}

bireme_status bireme_panels_create(const bireme_dist *dist, double from, double to, bireme_panels **out,
                                   bireme_error *error)
{
    bireme_panels *p = bireme_calloc(1, sizeof *p);
    if (p == NULL) return bireme_fail_memory(error);
    *p = (bireme_panels){.dist = dist, .from = from, .to = to};
    p->kind = isfinite(from) ? (isfinite(to) ? BETWEEN : ABOVE) : (isfinite(to) ? BELOW : REAL);
    make_bases(p);
    double z_from = 0, z_to = 0;
    z_range(p, &z_from, &z_to);
    bireme_status status = BIREME_OK;
    if (!isfinite(z_from) || !isfinite(z_to) || !(z_to > z_from))
        status = bireme_fail(error, BIREME_DOMAIN, "the density has no room");
    for (int i = 0; i < PANELS_START && status == BIREME_OK; i++)
        status = cover(p, z_from + (z_to - z_from) * i / PANELS_START,
                       z_from + (z_to - z_from) * (i + 1) / PANELS_START, 0, error);
    if (status == BIREME_OK) status = sum_up(p, z_from, z_to, error);
    if (status == BIREME_OK)
        *out = p;
    else
        bireme_panels_free(p);
    return status;
}

void bireme_panels_free(bireme_panels *panels)
{
    if (panels == NULL) return;
    bireme_free(panels->panels);
    bireme_free(panels);
}

double bireme_panels_error(const bireme_panels *panels)
{
    return panels->error;
}

/* ---- quantiles */

/* Finds the panel of tail probability v; false if it is in none. Queries come in order, so the last answer is
 * a good start. */
static bool find(bireme_panels *p, double v, bool upper)
{
    size_t i = p->last;
    if (!upper) {
        while (i + 1 < p->count && p->panels[i + 1].below <= v) i++;
        while (i > 0 && p->panels[i].below > v) i--;
        p->last = i;
        return v >= p->panels[i].below && v - p->panels[i].below <= p->panels[i].mass;
    }
    while (i > 0 && p->panels[i - 1].above <= v) i--;
    while (i + 1 < p->count && p->panels[i].above > v) i++;
    p->last = i;
    return v >= p->panels[i].above && v - p->panels[i].above <= p->panels[i].mass;
}

typedef double pair __attribute__((vector_size(16)));

/* Both halves of the polynomial at once, low + s⁸ high: half the latency for the processor. */
static void expand(const panel *at, double s, expansion *out)
{
    enum { HALF = POINTS / 2 };
    const double *c = at->integral;
    pair both[ORDER] = {{0, c[POINTS]}}, place = {s, s};
    for (int i = HALF - 1; i >= 0; i--) {
        for (int k = ORDER - 1; k > 0; k--) both[k] = both[k] * place + both[k - 1];
        both[0] = both[0] * place + (pair){c[i], c[HALF + i]};
    }
    double s2 = s * s, s4 = s2 * s2; /* s⁸ about s, HALF being 8 */
    const double power[ORDER] = {s4 * s4, 8 * s4 * s2 * s, 28 * s4 * s2, 56 * s4 * s};
    *out = (expansion){.at = at, .s = s};
    for (int k = 0; k < ORDER; k++) {
        out->c[k] = both[k][0];
        for (int j = 0; j <= k; j++) out->c[k] += power[j] * both[k - j][1];
    }
}

/* The distance to where the expansion has a value, by reversion of the series, correct to fourth order. */
static double reverse(const expansion *e, double value)
{
    double first = 1 / e->c[1], h = (value - e->c[0]) * first;
    double second = e->c[2] * first, third = e->c[3] * first;
    return h * (1 - h * (second - h * (2 * second * second - third)));
}

/* Finds where the integral of the panel reaches target. Queries come in order: the first guess comes from the
 * place of the last one, which is near, so that usually a single evaluation is enough. */
static double solve(bireme_panels *p, const panel *at, double target)
{
    const double enough = 1e-3; /* the error after such a step is of the order of its fourth power */
    double low = -1, high = 1, s = 2 * target / at->mass - 1;
    if (p->near.at == at) {
        double guess = p->near.s + reverse(&p->near, target);
        if (guess >= low && guess <= high) s = guess;
    }
    for (int i = 0; i < 60; i++) {
        expand(at, s, &p->near);
        if (p->near.c[0] > target)
            high = s;
        else
            low = s;
        double next = s + reverse(&p->near, target);
        if (!(next >= low && next <= high)) next = low + (high - low) / 2;
        double step = next - s;
        s = next;
        if (fabs(step) < enough) break;
    }
    return s;
}

bool bireme_panels_quantile(bireme_panels *p, double v, bool upper, bool logarithm, double *x)
{
    if (!find(p, v, upper)) return false;
    const panel *at = &p->panels[p->last];
    double s = solve(p, at, upper ? at->mass - (v - at->above) : v - at->below);
    double z = at->center + at->half * s;
    if (!logarithm) {
        *x = x_of(p, z);
    } else if (p->kind == ABOVE) {
        *x = z;
    } else {
        double lower, higher;
        logistic(z, &lower, &higher);
        *x = bireme_log(p->to) + (z < 0 ? z - bireme_log1p(bireme_exp(z)) : bireme_log1p(-higher));
    }
    return true;
}
