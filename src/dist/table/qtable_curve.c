/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a distribution to its quantile table. Atoms become steps; a density that is constant between breaks
 * becomes lines; everything else is divided at its breaks and atoms into stretches on which the curve is
 * smooth. Families with an elementary quantile function evaluate it; for the others the density is integrated
 * in panels (qtable_panel.c), with the slow quantile where the panels do not reach.
 *
 * A distribution on x > 0 that spans too many orders of magnitude for polynomials (gamma with a shape of
 * 0.01) is tabulated by its logarithm; values then stay within e^±700.
 */
#include "dist/table/qtable.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "dist/family.h"
#include "dist/table/qtable_build.h"
#include "dist/table/qtable_panel.h"
#include "numeric/rank.h"
#include "numeric/special/portable.h"

/* u-error aimed at between nodes, and the bound that the header states. */
static const double TOLERANCE = 2e-10, BOUND = 1e-9;
enum { RECORDS_PLAIN = 3000, RECORDS_MOST = 60000 };

typedef struct stretches {
    const bireme_dist *dist;
    bireme_qsegment *segments; /* [count] */
    bireme_panels **panels;    /* [count], NULL: evaluate the distribution */
    double *cuts;              /* ends of the stretches, ascending, atoms twice */
    size_t count;
    bool logarithm;
    size_t work; /* done by the slow quantile so far */
} stretches;

/* The slow quantile of a mixture evaluates its components many times. A distribution for which this is not
 * enough has more kinks than a table can have. */
static const size_t WORK_MOST = 400000;
enum { WORK_MIXTURE = 4 };

static bool is_worn_out(const stretches *s)
{
    return s->work > WORK_MOST;
}

/* Whether there is work left for another quantile. */
static bool may_ask(stretches *s)
{
    size_t cost = bireme_dist_cost(s->dist);
    if (is_worn_out(s)) return false;
    s->work += cost > 1 ? WORK_MIXTURE * cost : 1;
    return !is_worn_out(s);
}

static double curve(void *context, size_t index, double v, bool upper)
{
    stretches *s = context;
    const bireme_qsegment *segment = &s->segments[index];
    double x;
    if (s->panels[index] != NULL && bireme_panels_quantile(s->panels[index], v, upper, s->logarithm, &x)) {
        if (s->logarithm) return fmin(fmax(x, -BIREME_QTABLE_LOG_MOST), BIREME_QTABLE_LOG_MOST);
    } else {
        if (!may_ask(s)) return s->logarithm ? 0 : segment->from; /* attempt() then fails */
        x = upper ? bireme_dist_quantile_pq(s->dist, 1 - v, v) : bireme_dist_quantile_pq(s->dist, v, 1 - v);
        if (s->logarithm) {
            x = x > 0 ? bireme_log(x) : -BIREME_QTABLE_LOG_MOST;
            return fmin(fmax(x, -BIREME_QTABLE_LOG_MOST), BIREME_QTABLE_LOG_MOST);
        }
    }
    return fmin(fmax(x, segment->from), segment->to);
}

/* ---- cutting */

/* Mass of the atom at x, 0 if there is none; *next moves up through the atoms. */
static double atom_at(const bireme_dist *dist, double x, size_t *next)
{
    size_t n = bireme_dist_atom_count(dist);
    for (; *next < n; (*next)++) {
        double value, mass;
        bireme_dist_atom(dist, *next, &value, &mass);
        if (value == x) return mass;
        if (value > x) return 0;
    }
    return 0;
}

static bireme_status cut(stretches *s, bireme_error *error)
{
    const bireme_dist *dist = s->dist;
    size_t atoms = bireme_dist_atom_count(dist), breaks = bireme_dist_breaks(dist, NULL, 0), n = 0, next = 0;
    double low = bireme_dist_lower(dist), high = bireme_dist_upper(dist);
    bool lines = bireme_dist_is_piecewise_constant(dist);
    s->cuts = bireme_calloc(atoms + breaks + 2, sizeof *s->cuts);
    s->segments = bireme_calloc(2 * (atoms + breaks + 2), sizeof *s->segments);
    s->panels = bireme_calloc(2 * (atoms + breaks + 2), sizeof *s->panels);
    if (s->cuts == NULL || s->segments == NULL || s->panels == NULL) return bireme_fail_memory(error);
    s->cuts[n++] = low;
    s->cuts[n++] = high;
    n += bireme_dist_breaks(dist, s->cuts + n, breaks);
    for (size_t i = 0; i < atoms; i++) {
        double mass;
        bireme_dist_atom(dist, i, &s->cuts[n++], &mass);
    }
    bireme_sort(n, s->cuts);
    double from = low, p = 0, q = 1;
    for (size_t i = 0; i < n; i++) {
        double x = s->cuts[i];
        if (i > 0 && x == s->cuts[i - 1]) continue;
        double mass = atom_at(dist, x, &next);
        double below = isfinite(x) ? bireme_dist_cdf(dist, x) : x > 0,
               above = isfinite(x) ? bireme_dist_sf(dist, x) : x < 0;
        double p_open = x == high && mass == 0 ? 1 : fmax(p, below - mass), q_open = fmin(q, above + mass);
        if (x == high) q_open = mass;
        if (i > 0 && fmax(p_open - p, q - q_open) > 0 &&
            (p_open - p > 1e-15 * p_open || q - q_open > 1e-15 * q))
            s->segments[s->count++] = (bireme_qsegment){p, q, p_open, q_open, from, x, lines};
        if (mass > 0) s->segments[s->count++] = (bireme_qsegment){p_open, q_open, below, above, x, x, true};
        from = x;
        p = x == low && mass == 0 ? 0 : below;
        q = x == low && mass == 0 ? 1 : above;
    }
    return BIREME_OK;
}

/* ---- building */

static bireme_status all_steps(const bireme_dist *dist, bireme_qtable **out, bireme_error *error)
{
    size_t n = bireme_dist_atom_count(dist);
    double *values = bireme_calloc(2 * n, sizeof *values), *masses = values + n;
    if (values == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < n; i++) bireme_dist_atom(dist, i, &values[i], &masses[i]);
    bireme_status status = bireme_qtable_create_steps(n, values, masses, out, error);
    bireme_free(values);
    return status;
}

static bireme_status integrate(stretches *s, bireme_error *error)
{
    for (size_t i = 0; i < s->count; i++) {
        const bireme_qsegment *segment = &s->segments[i];
        if (segment->linear) continue;
        bireme_status status = bireme_panels_create(s->dist, segment->from, segment->to, &s->panels[i],
                                                    error);
        if (status == BIREME_MEMORY) return status;
        if (status != BIREME_OK) s->panels[i] = NULL;
    }
    return BIREME_OK;
}

static void forget_panels(stretches *s)
{
    for (size_t i = 0; i < s->count; i++) {
        bireme_panels_free(s->panels[i]);
        s->panels[i] = NULL;
    }
}

/* How much of u one rounding of x covers: no double is closer to the quantile. */
static double grain(const bireme_dist *dist, double x)
{
    double ulp = fmax(fabs(x) * 0x1p-51, 1e-303);
    return bireme_dist_cdf(dist, x + ulp) - bireme_dist_cdf(dist, x - ulp);
}

/* Compares the table with the distribution function at a few dozen places, using the smaller tail. */
static double check(const bireme_dist *dist, const bireme_qtable *table)
{
    enum { PLACES = 37 };
    double worst = 0;
    for (int i = 0; i < PLACES; i++) {
        double u = (i + 0.37) / PLACES;
        double x = bireme_qtable_eval_one(table, u);
        double error = u < 0.5 ? fabs(bireme_dist_cdf(dist, x) - u) : fabs(bireme_dist_sf(dist, x) - (1 - u));
        if (error > 1e-10 && bireme_dist_atom_count(dist) > 0 && grain(dist, x) > error) continue;
        if (error > 1e-10) error = fmax(0, error - grain(dist, x));
        if (error > worst) worst = error;
    }
    return worst;
}

static bireme_status too_rough(const bireme_dist *dist, double reached, bireme_error *error)
{
    char text[128];
    bireme_dist_describe(dist, text, sizeof text);
    return bireme_fail(
        error, BIREME_DOMAIN,
        "%s is too irregular to be tabulated: the error of a probability would be %.1e (allowed: %.0e); "
        "less extreme parameters help",
        text, reached, BOUND);
}

static bool is_symmetric(const bireme_dist *dist)
{
    return dist->kernel != NULL && dist->kernel->is_symmetric && !dist->truncated;
}

/* One attempt; OK only if the table is within the bound. */
static bireme_status attempt(stretches *s, size_t most, bireme_qtable **out, double *reached,
                             bireme_error *error)
{
    const bireme_qbuild build = {.curve = curve,
                                 .context = s,
                                 .segments = s->segments,
                                 .n_segments = s->count,
                                 .tolerance = TOLERANCE,
                                 .relative = 1e-6,
                                 .floor = TOLERANCE,
                                 .most = most,
                                 .logarithm = s->logarithm,
                                 .symmetric = is_symmetric(s->dist),
                                 .center = bireme_dist_mean(s->dist)};
    bireme_qtable *table = NULL;
    bireme_status status = bireme_qtable_fit(&build, &table, reached, error);
    if (status == BIREME_OK && is_worn_out(s)) {
        bireme_qtable_free(table);
        *reached = 1;
        status = BIREME_DOMAIN;
    }
    if (status != BIREME_OK) return status;
    table->u_error = fmax(table->u_error, check(s->dist, table));
    for (size_t i = 0; i < s->count; i++)
        if (s->panels[i] != NULL) table->u_error = fmax(table->u_error, bireme_panels_error(s->panels[i]));
    *reached = table->u_error;
    if (table->u_error > BOUND) {
        bireme_qtable_free(table);
        return BIREME_DOMAIN;
    }
    *out = table;
    return BIREME_OK;
}

static bireme_status build_curve(stretches *s, bireme_qtable **out, bireme_error *error)
{
    double reached = 0;
    bireme_error inner;
    bool positive = s->count == 1 && s->segments[0].from == 0;
    size_t patience = RECORDS_PLAIN + 200 * s->count;
    bireme_status status = attempt(s, positive ? patience : RECORDS_MOST, out, &reached, &inner);
    if (status == BIREME_DOMAIN && positive && !is_worn_out(s)) {
        s->logarithm = true;
        status = attempt(s, RECORDS_MOST, out, &reached, &inner);
        s->logarithm = false;
    }
    if (status == BIREME_DOMAIN && !is_worn_out(s)) { /* again, with the slow quantile throughout */
        forget_panels(s);
        status = attempt(s, RECORDS_MOST, out, &reached, &inner);
    }
    if (status == BIREME_DOMAIN) return too_rough(s->dist, reached, error);
    if (status == BIREME_MEMORY) return bireme_fail_memory(error);
    return status;
}

/* The largest error accepted in the table's mean, compared with the mean that uniforms can show (down to
 * 2⁻⁵⁴); relative to the mean, or to the quartiles if the mean is nearer to 0. */
static const double MEAN_OFF = 1e-3;

static bireme_status check_mean(const bireme_dist *dist, const bireme_qtable *table, bireme_error *error)
{
    double mean, second, exact = bireme_dist_mean(dist) - bireme_dist_unseen(dist);
    double size = fmax(fabs(exact), bireme_dist_quantile(dist, 0.75) - bireme_dist_quantile(dist, 0.25));
    bireme_qtable_moments(table, 0, &mean, &second);
    double off = fabs(mean - exact) / size;
    if (off <= MEAN_OFF) return BIREME_OK;
    char text[128];
    bireme_dist_describe(dist, text, sizeof text);
    return bireme_fail(
        error, BIREME_DOMAIN,
        "%s has a tail so long that no table of it has its mean: %.2g %% of it would be missing "
        "(allowed: %.1g %%); cut the tail off with `min` or `max`, or give a smaller spread",
        text, 100 * off, 100 * MEAN_OFF);
}

/* A pert is tabulated as a beta on [0, 1], where the distance from either end has full precision and the
 * density can be integrated all the way; it is then stretched, with no value beyond the upper end. */
static bireme_status stretched_beta(const bireme_dist *pert, bireme_qtable **out, bireme_error *error)
{
    const bireme_dist_argument arguments[] = {{.name = "alpha", .value = pert->c[0]},
                                              {.name = "beta", .value = pert->c[1]}};
    const bireme_dist_spec spec = {
        .family = bireme_family_find("beta"), .arguments = arguments, .n_arguments = 2};
    double low = bireme_dist_lower(pert), high = bireme_dist_upper(pert), width = high - low;
    for (double step = width - nextafter(width, 0); low + width > high; step *= 2) width -= step;
    bireme_dist *beta = NULL;
    bireme_status status = bireme_dist_create(&spec, &beta, error);
    if (status == BIREME_OK) status = bireme_qtable_create(beta, out, error);
    if (status == BIREME_OK) bireme_qtable_transform(*out, low, width);
    bireme_dist_free(beta);
    return status;
}

bireme_status bireme_qtable_create(const bireme_dist *dist, bireme_qtable **out, bireme_error *error)
{
    double low = bireme_dist_lower(dist), high = bireme_dist_upper(dist);
    if ((low == high || bireme_dist_breaks(dist, NULL, 0) == 0) && bireme_dist_is_atoms(dist))
        return all_steps(dist, out, error);
    if (strcmp(bireme_dist_family_name(dist), "pert") == 0) return stretched_beta(dist, out, error);
    stretches s = {.dist = dist};
    bireme_status status = cut(&s, error);
    if (status == BIREME_OK && !(dist->kernel != NULL && dist->kernel->is_formula))
        status = integrate(&s, error);
    bireme_qtable *table = NULL;
    if (status == BIREME_OK) status = build_curve(&s, &table, error);
    if (status == BIREME_OK) status = check_mean(dist, table, error);
    if (status == BIREME_OK)
        *out = table;
    else
        bireme_qtable_free(table);
    if (s.panels != NULL) forget_panels(&s);
    bireme_free(s.panels);
    bireme_free(s.segments);
    bireme_free(s.cuts);
    return status;
}

bireme_status bireme_qtable_create_normal(bireme_qtable **out, bireme_error *error)
{
    const bireme_dist_argument arguments[] = {{.name = "mean", .value = 0}, {.name = "sd", .value = 1}};
    const bireme_dist_spec spec = {
        .family = bireme_family_find("normal"), .arguments = arguments, .n_arguments = 2};
    bireme_dist *normal = NULL;
    bireme_status status = bireme_dist_create(&spec, &normal, error);
    if (status == BIREME_OK) status = bireme_qtable_create(normal, out, error);
    bireme_dist_free(normal);
    return status;
}
