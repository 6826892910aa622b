/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules that compute G. Gaussian rules commute with scaling: the rule of s Y has the nodes s y_k and the
 * same weights, so a rule made once serves every trial.
 */
#include "compile/delay/delay_internal.h"

#include <math.h>
#include "base/memory.h"
#include "numeric/solve/gauss_rule.h"
#include "numeric/special/special.h"

enum { NODES_REFERENCE = 40, NODES_TOTAL_MOST = 2048, WINDOWS = 4 };
/* The reference rule has at least NODES_LEAST nodes for each table; ten in a row are the most that can be
 * made in half a second. */
enum { NODES_LEAST = 4, NODES_BEARABLE = 1 << 18 };
/* Errors of G, in periods: the error aimed at, and the one accepted if that would take more than NODES_DEAR
 * nodes. NODES_MOST is the limit whatever the error. At most this share
 * of the leads falls into the wrong period: what one period has too much the next has too little. */
enum { NODES_DEAR = 48, NODES_MOST = 256 };
static const double RULE_ERROR = 2e-5, RULE_ERROR_DEAR = 1e-4;
static const double STRAIGHT_ERROR = 1e-7; /* the same for the straight line that G becomes */

/* The same limit as in the trials (BIREME_COMPILE_DIVISOR_LEAST). */
static const double SCALE_LEAST = 1e-60;

static void add_positive(size_t n, const double *x, double shift, double weight, double *out)
{
    for (size_t i = 0; i < n; i++) out[i] += weight * (x[i] > shift ? x[i] - shift : 0);
}

void bireme_delay_rule_eval(const bireme_delay *delay, const bireme_delay_rule *r,
                            const double *const *quantity, size_t first, const double *inverse, size_t n,
                            const double *x, double *out)
{
    double moved[BIREME_DELAY_BLOCK];
    const double *main_scale = delay->main_scale >= 0 ? quantity[delay->main_scale] + first : NULL;
    for (size_t i = 0; i < n; i++) out[i] = 0;
    for (size_t k = 0; k < r->n_nodes; k++) {
        const double *from = x;
        for (size_t c = 0; c < delay->n_scaled; c++) {
            double moving = r->moving[k * delay->n_scaled + c];
            const double *scale = quantity[delay->scale[c]] + first;
            if (moving == 0) continue;
            for (size_t i = 0; i < n; i++) moved[i] = from[i] - moving * scale[i];
            from = moved;
        }
        if (r->straight)
            add_positive(n, from, r->offset[k], r->weight[k], out);
        else
            bireme_integral_table_add(delay->main, n, from, r->offset[k], main_scale,
                                      main_scale ? inverse : NULL, r->weight[k], out);
    }
}

enum { RULE_PANELS = 26, RULE_POINTS = RULE_PANELS * BIREME_DELAY_PANEL };

static double table_quantile(const bireme_integral_table *table, double p)
{
    double low = 0, high = bireme_integral_table_end(table);
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        *(bireme_integral_table_slope(table, middle) < p ? &low : &high) = middle;
    }
    return (low + high) / 2;
}

/* The part's distribution, cut off where its distribution function is `share`, as points for the Gaussian
 * rule to work on: Gauss–Legendre in the probability, on panels that shrink towards both ends by a factor of
 * 10. Masses sum to 1. */
static void discretise(const bireme_delay_part *p, double share, double *point, double *mass)
{
    double node[BIREME_DELAY_PANEL], weight[BIREME_DELAY_PANEL], from = 0, to = 1e-12;
    bireme_gauss_legendre(BIREME_DELAY_PANEL, node, weight);
    for (int k = 0; k < RULE_PANELS / 2; k++) {
        for (int i = 0; i < BIREME_DELAY_PANEL; i++) {
            double u = from + (to - from) * (1 + node[i]) / 2, m = weight[i] * (to - from) / 2;
            int at = k * BIREME_DELAY_PANEL + i;
            point[at] = table_quantile(p->table, share * u);
            point[RULE_POINTS - 1 - at] = table_quantile(p->table, share * (1 - u));
            mass[at] = mass[RULE_POINTS - 1 - at] = m;
        }
        from = to;
        to = k == RULE_PANELS / 2 - 2 ? 0.5 : to * 10;
    }
}

/* The rule of one part; limit: times beyond it are ignored, because they contribute nothing (if scale is
 * 1). */
static bireme_status part_rule(const bireme_delay_part *p, size_t n, double limit, double *node,
                               double *weight, size_t *n_out, bireme_error *error)
{
    if (p->table == NULL) {
        for (size_t i = 0; i < p->n_atoms; i++) node[i] = p->value[i], weight[i] = p->mass[i];
        *n_out = p->n_atoms;
        return BIREME_OK;
    }
    double *point = bireme_calloc(2 * RULE_POINTS, sizeof *point);
    if (point == NULL) return bireme_fail_memory(error);
    double share = p->scale < 0 && limit < INFINITY ? bireme_integral_table_slope(p->table, limit) : 1;
    discretise(p, share, point, point + RULE_POINTS);
    bireme_status status = bireme_gauss_rule(RULE_POINTS, point, point + RULE_POINTS, n, node, weight, n_out,
                                             error);
    for (size_t i = 0; status == BIREME_OK && i < *n_out; i++) weight[i] *= share;
    bireme_free(point);
    return status;
}

void bireme_delay_rule_free(bireme_delay_rule *r)
{
    bireme_free(r->weight);
    bireme_free(r->offset);
    bireme_free(r->moving);
    *r = (bireme_delay_rule){0};
}

/* Multiplies the rule by nodes and weights of one part; column: that of its scale, −1: none. */
static bireme_status multiply_rule(bireme_delay_rule *r, size_t columns, int column, size_t count,
                                   const double *node, const double *weight, bireme_error *error)
{
    size_t n = r->n_nodes * count;
    bireme_delay_rule product = {.from = r->from, .to = r->to, .straight = r->straight, .n_nodes = n};
    product.weight = bireme_calloc(n, sizeof(double));
    product.offset = bireme_calloc(n, sizeof(double));
    product.moving = bireme_calloc(n, bireme_times(columns, sizeof(double)));
    if (!product.weight || !product.offset || !product.moving) {
        bireme_delay_rule_free(&product);
        return bireme_fail_memory(error);
    }
    for (size_t to = 0; to < n; to++) {
        size_t i = to / count, k = to % count;
        product.weight[to] = r->weight[i] * weight[k];
        product.offset[to] = r->offset[i] + (column < 0 ? node[k] : 0);
        for (size_t c = 0; c < columns; c++)
            product.moving[to * columns + c] = r->moving[i * columns + c] + ((int)c == column ? node[k] : 0);
    }
    bireme_delay_rule_free(r);
    *r = product;
    return BIREME_OK;
}

/* The rule over all parts but the main one for times up to `limit`, with at most n nodes for each table;
 * straight: the main part is replaced by its mean too, which is right once everything is decided (G(x) = x −
 * E[D]). */
static bireme_status build_rule(const bireme_delay *delay, const bireme_delay_part *parts, size_t n_parts,
                                size_t main, size_t n, bool straight, double limit, bireme_delay_rule *out,
                                bireme_error *error)
{
    size_t columns = delay->n_scaled, count;
    double node[64], weight[64];
    bireme_delay_rule r = {.to = limit, .straight = straight, .n_nodes = 1};
    bireme_status status = BIREME_OK;
    r.weight = bireme_calloc(1, sizeof(double));
    r.offset = bireme_calloc(1, sizeof(double));
    r.moving = bireme_calloc(columns, sizeof(double));
    if (!r.weight || !r.offset || !r.moving) status = bireme_fail_memory(error);
    if (status == BIREME_OK) r.weight[0] = 1, r.offset[0] = delay->shift;
    int column = 0;
    for (size_t i = 0; i < n_parts && status == BIREME_OK; i++) {
        if (i == main) continue;
        status = part_rule(&parts[i], n, limit - delay->shift, node, weight, &count, error);
        if (status == BIREME_OK)
            status = multiply_rule(&r, columns, parts[i].scale >= 0 ? column : -1, count, node, weight,
                                   error);
        column += parts[i].scale >= 0;
    }
    if (status == BIREME_OK && straight && main < n_parts) {
        node[0] = delay->main_mean, weight[0] = 1;
        status = multiply_rule(&r, columns, delay->main_scale >= 0 ? column : -1, 1, node, weight, error);
    }
    if (status == BIREME_OK)
        *out = r;
    else
        bireme_delay_rule_free(&r);
    return status;
}

/* Evaluates G at a range of times by one rule, with all scales at their 0.1 %, 50 % and 99.9 % points. */
enum { PROBES = 3, PROBE_TIMES = 32 };

static double probe_time(const bireme_model *model, int t)
{
    double whole = bireme_calendar_days(&model->calendar) * (double)model->periods;
    return whole * (t + 1) * (t + 1) / (PROBE_TIMES * PROBE_TIMES);
}

static bireme_status probe(const bireme_delay *delay, const bireme_delay_rule *r, const bireme_model *model,
                           double *out, bireme_error *error)
{
    static const double level[PROBES] = {0.001, 0.5, 0.999};
    double inverse[PROBES] = {1, 1, 1};
    double *values = bireme_calloc(model->n_quantities + 1, PROBES * sizeof *values);
    const double **quantity = bireme_calloc(model->n_quantities + 1, sizeof *quantity);
    bireme_status status = values && quantity ? BIREME_OK : bireme_fail_memory(error);
    if (status == BIREME_OK) {
        for (size_t c = 0; c < delay->n_scaled; c++) {
            int q = delay->scale[c];
            quantity[q] = values + PROBES * (size_t)q;
            for (int i = 0; i < PROBES; i++)
                values[PROBES * (size_t)q + (size_t)i] =
                    fmax(bireme_dist_quantile(model->quantities[q].dist, level[i]), SCALE_LEAST);
        }
        for (int i = 0; i < PROBES && delay->main_scale >= 0; i++)
            inverse[i] = 1 / quantity[delay->main_scale][i];
        for (int t = 0; t < PROBE_TIMES; t++) {
            double x[PROBES];
            for (int i = 0; i < PROBES; i++) x[i] = probe_time(model, t);
            bireme_delay_rule_eval(delay, r, quantity, 0, inverse, PROBES, x, out + t * PROBES);
        }
    }
    bireme_free(values);
    bireme_free(quantity);
    return status;
}

/* The time from which the rule agrees with the reference within `allowed` periods, INFINITY if it never
 * does. */
static double agrees_from(const bireme_model *model, const double *found, const double *reference,
                          double allowed)
{
    double from = 0, days = bireme_calendar_days(&model->calendar);
    for (int t = 0; t < PROBE_TIMES; t++)
        for (int i = 0; i < PROBES; i++) {
            double difference = fabs(found[t * PROBES + i] - reference[t * PROBES + i]) / days;
            if (difference > allowed) from = t + 1 < PROBE_TIMES ? probe_time(model, t + 1) : INFINITY;
        }
    return from;
}

/* Keeps the cheapest rule for each range of times. */
static void keep_rule(bireme_delay *delay, bireme_delay_rule *r)
{
    if (delay->n_rules > 0 && r->from >= delay->rules[delay->n_rules - 1].from)
        bireme_delay_rule_free(r);
    else if (r->from == INFINITY || (delay->n_rules == BIREME_DELAY_RULES - WINDOWS - 1 && r->from > 0))
        bireme_delay_rule_free(r);
    else
        delay->rules[delay->n_rules++] = *r;
}

/* Nodes of the rule with n nodes for each table. */
static size_t rule_nodes(const bireme_delay_part *parts, size_t n_parts, size_t main, size_t n)
{
    size_t product = 1;
    for (size_t i = 0; i < n_parts; i++)
        if (i != main) product = bireme_times(product, parts[i].table != NULL ? n : parts[i].n_atoms);
    return product;
}

/* Largest difference in periods at the probed times up to `to`. */
static double difference_until(const bireme_model *model, const double *found, const double *reference,
                               double to)
{
    double largest = 0, days = bireme_calendar_days(&model->calendar);
    for (int t = 0; t < PROBE_TIMES && probe_time(model, t) <= to; t++)
        for (int i = 0; i < PROBES; i++)
            largest = fmax(largest, fabs(found[t * PROBES + i] - reference[t * PROBES + i]) / days);
    return largest;
}

/* Adds the rule with the fewest nodes for times up to `to`, if that has fewer than the rule for all times. */
static bireme_status add_window(bireme_delay *delay, const bireme_model *model,
                                const bireme_delay_part *parts, size_t n_parts, size_t main, size_t most,
                                double to, bireme_error *error)
{
    static const size_t tries[] = {1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20};
    double reference[PROBES * PROBE_TIMES], found[PROBES * PROBE_TIMES];
    bireme_delay_rule r;
    bireme_status status = build_rule(delay, parts, n_parts, main, most, false, to, &r, error);
    if (status != BIREME_OK) return status;
    status = probe(delay, &r, model, reference, error);
    bireme_delay_rule_free(&r);
    for (size_t k = 0; status == BIREME_OK && k < sizeof tries / sizeof tries[0]; k++) {
        if (rule_nodes(parts, n_parts, main, tries[k]) >= delay->rules[delay->everywhere].n_nodes) break;
        status = build_rule(delay, parts, n_parts, main, tries[k], false, to, &r, error);
        if (status != BIREME_OK) break;
        status = probe(delay, &r, model, found, error);
        if (status == BIREME_OK && difference_until(model, found, reference, to) <= RULE_ERROR) {
            delay->rules[delay->n_rules++] = r;
            return BIREME_OK;
        }
        bireme_delay_rule_free(&r);
    }
    return status;
}

/* Early times take many nodes only because most of those lie beyond the time in question, where they
 * contribute nothing. Rules for times up to a limit have all their nodes before it. */
static bireme_status add_windows(bireme_delay *delay, const bireme_model *model,
                                 const bireme_delay_part *parts, size_t n_parts, size_t main, size_t most,
                                 bireme_error *error)
{
    /* For leads of the same period, the one before, … : whole periods and somewhat more, for a clock that
     * runs fast. */
    static const double periods[WINDOWS] = {1.3, 2.6, 4, 6.5};
    bool some = false;
    for (size_t i = 0; i < n_parts; i++) some |= i != main && parts[i].table != NULL && parts[i].scale < 0;
    if (!some || delay->main == NULL) return BIREME_OK;
    for (int w = 0; w < WINDOWS; w++) {
        if (periods[w] > (double)model->periods) break; /* times beyond the horizon are not probed */
        double to = periods[w] * bireme_calendar_days(&model->calendar);
        bireme_status status = add_window(delay, model, parts, n_parts, main, most, to, error);
        if (status != BIREME_OK) return status;
    }
    return BIREME_OK;
}

/* Finds, for each range of times, the fewest nodes with which G agrees with the reference rule. */
bireme_status bireme_delay_choose_rules(bireme_delay *delay, const bireme_model *model,
                                        const bireme_delay_part *parts, size_t n_parts, size_t main,
                                        bireme_error *error)
{
    static const size_t tries[] = {0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32}; /* 0: the straight line */
    double reference[PROBES * PROBE_TIMES], found[PROBES * PROBE_TIMES];
    enum { TRIES = sizeof tries / sizeof tries[0] };
    size_t most = NODES_REFERENCE;
    bireme_delay_rule best, r;
    while (most > NODES_LEAST && rule_nodes(parts, n_parts, main, most) > NODES_TOTAL_MOST) most--;
    if (rule_nodes(parts, n_parts, main, most) > NODES_BEARABLE)
        return bireme_fail(
            error, BIREME_DOMAIN,
            "up to this step %zu times of uncertain length follow one another, more than can be combined; "
            "give some of them a certain mean, or make one step of several",
            n_parts);
    bireme_status status = build_rule(delay, parts, n_parts, main, most, delay->main == NULL, INFINITY, &best,
                                      error);
    if (status != BIREME_OK) return status;
    status = probe(delay, &best, model, reference, error);
    for (size_t k = 0; status == BIREME_OK && k < TRIES && tries[k] < most; k++) {
        bool straight = delay->main == NULL || tries[k] == 0;
        size_t nodes = tries[k] > 0 ? tries[k] : 1;
        status = build_rule(delay, parts, n_parts, main, nodes, straight, INFINITY, &r, error);
        if (status != BIREME_OK) break;
        status = probe(delay, &r, model, found, error);
        double allowed = r.n_nodes <= NODES_DEAR ? RULE_ERROR : RULE_ERROR_DEAR;
        if (tries[k] == 0) allowed = STRAIGHT_ERROR;
        if (status == BIREME_OK) r.from = agrees_from(model, found, reference, allowed);
        if (k > 0 && (k + 1 == TRIES || rule_nodes(parts, n_parts, main, tries[k + 1]) > NODES_MOST))
            r.from = 0;
        keep_rule(delay, &r);
        if (delay->n_rules > 0 && delay->rules[delay->n_rules - 1].from == 0) break;
    }
    if (status == BIREME_OK && (delay->n_rules == 0 || delay->rules[delay->n_rules - 1].from > 0))
        delay->rules[delay->n_rules++] = best; /* from = 0 */
    else
        bireme_delay_rule_free(&best);
    if (status != BIREME_OK) return status;
    delay->everywhere = delay->n_rules - 1;
    return add_windows(delay, model, parts, n_parts, main, most, error);
}
