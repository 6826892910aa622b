/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Money of period t counts as if it moved in the middle of the period: (1 + r)^−((t + ½) d), d the length of
 * a period in years.
 *
 * Invoices are issued evenly within a period of length p days and paid after D days. The time from an invoice
 * to the end of the k-th period after its own lies evenly in [k p, (k + 1) p], so the share that is paid by
 * then is
 *
 *   C(k) = (G((k + 1) p) − G(k p)) / p,   G(x) = ∫₀ˣ P(D ≤ y) dy,
 *
 * and C(k) − C(k − 1) is paid in that period.
 *
 * Receivables were invoiced in the same way before, evenly for as long as it takes. Of the invoices of a day
 * a days ago P(D > a) are not paid, which makes E[D] days' worth in all, and P(D > a + x) are not paid x days
 * later: ∫ₓ P(D > y) dy = E[D] − (x − G(x)). So
 *
 *   R(x) = (x − G(x)) / E[D]
 *
 * of them is paid within x days; with D fixed that is the same on each of D days. If D → 0, at once.
 */
#include "compile/compiled.h"

#include <math.h>
#include "base/memory.h"
#include "model/past.h"
#include "numeric/solve/integral_table.h"
#include "numeric/special/portable.h"

static double paid_by(const void *dist, double x)
{
    return bireme_dist_cdf(dist, x);
}

/* ∫ of P(D ≤ y) from 0 to x, for a distribution of atoms. */
static double integral_of_atoms(const bireme_dist *dist, double x)
{
    double sum = 0, value, mass;
    for (size_t i = 0; i < bireme_dist_atom_count(dist); i++) {
        bireme_dist_atom(dist, i, &value, &mass);
        if (x > value) sum += mass * (x - value);
    }
    return sum;
}

/* integral[k] = G(k p), k ≤ n */
static bireme_status integrate(const bireme_dist *dist, double p, size_t n, double *integral,
                               bireme_error *error)
{
    bireme_integral_table *table = NULL;
    bool fixed = bireme_dist_is_fixed(dist), atoms = bireme_dist_is_atoms(dist);
    if (!fixed && !atoms) {
        double end = bireme_dist_quantile_pq(dist, 1 - 1e-14, 1e-14),
               middle = bireme_dist_quantile(dist, 0.5);
        bireme_status status = bireme_integral_table_create(paid_by, dist, false,
                                                            middle > 0 ? middle : bireme_dist_mean(dist), end,
                                                            bireme_dist_cost(dist), &table, error);
        if (status != BIREME_OK) return status;
    }
    for (size_t k = 0; k <= n; k++) {
        double x = (double)k * p, over = x - bireme_dist_mean(dist);
        integral[k] = fixed   ? (over > 0 ? over : 0)
                      : atoms ? integral_of_atoms(dist, x)
                              : bireme_integral_table_value(table, x);
    }
    bireme_integral_table_free(table);
    return BIREME_OK;
}

/* What of the receivables is paid in each period, and what is not at its end. */
static void compile_receivables(bireme_compiled *compiled, const double *integral)
{
    const bireme_revenue *revenue = &compiled->model->revenue;
    const double mean = bireme_dist_mean(revenue->payment.shape);
    double before = 0;
    for (size_t t = 0; t < compiled->model->periods; t++) {
        const double x = (double)(t + 1) * compiled->days;
        double by = mean > 0 ? (x - integral[t + 1]) / mean : 1;
        by = by < before ? before : by > 1 ? 1 : by;
        compiled->owed_paid[t] = revenue->receivables * (by - before);
        compiled->owed_unpaid[t] = revenue->receivables * (1 - by);
        before = by;
    }
}

static bireme_status compile_payment(bireme_compiled *compiled, bireme_error *error)
{
    const bireme_dist *dist = compiled->model->revenue.payment.shape;
    size_t n = compiled->model->periods;
    if (dist == NULL) return BIREME_OK;
    double *integral = bireme_calloc(n + 1, sizeof *integral);
    compiled->paid = bireme_calloc(n, sizeof *compiled->paid);
    compiled->unpaid = bireme_calloc(n, sizeof *compiled->unpaid);
    compiled->owed_paid = bireme_calloc(n, sizeof *compiled->owed_paid);
    compiled->owed_unpaid = bireme_calloc(n, sizeof *compiled->owed_unpaid);
    bireme_status status = integral != NULL && compiled->paid != NULL && compiled->unpaid != NULL &&
                                   compiled->owed_paid != NULL && compiled->owed_unpaid != NULL
                               ? integrate(dist, compiled->days, n, integral, error)
                               : bireme_fail_memory(error);
    double before = 0;
    for (size_t k = 0; k < n && status == BIREME_OK; k++) {
        double by = (integral[k + 1] - integral[k]) / compiled->days;
        by = by < before ? before : by > 1 ? 1 : by;
        compiled->paid[k] = by - before;
        compiled->unpaid[k] = 1 - by;
        before = by;
    }
    if (status == BIREME_OK) compile_receivables(compiled, integral);
    bireme_free(integral);
    return status;
}

/* Of money of a period, counted from the scenario's start. */
static double worth(const bireme_compiled *compiled, size_t t)
{
    return bireme_pow(1 + compiled->model->revenue.discount_rate, -((double)t + 0.5) * compiled->years);
}

bireme_status bireme_compile_money(bireme_compiled *compiled, bireme_error *error)
{
    const bireme_metric_id contribution = bireme_metric_all(BIREME_METRIC_CONTRIBUTION);
    const bireme_revenue *revenue = &compiled->model->revenue;
    size_t n = compiled->model->periods;
    compiled->years = compiled->days / 365.25;
    compiled->discount = bireme_calloc(n, sizeof *compiled->discount);
    if (compiled->discount == NULL) return bireme_fail_memory(error);
    for (size_t t = 0; t < n; t++) compiled->discount[t] = worth(compiled, compiled->model->past.periods + t);
    for (size_t t = 0; t < compiled->model->past.periods; t++)
        compiled->worth_before += worth(compiled, t) * bireme_past_value(compiled->model, contribution, t);
    if (isnan(compiled->worth_before)) compiled->worth_before = 0;
    compiled->discount_step = bireme_pow(1 + revenue->discount_rate, -compiled->years);
    double periods = revenue->lifetime_years / compiled->years;
    compiled->lifetime = (uint64_t)(periods + 1e-9);
    double rest = periods - (double)compiled->lifetime;
    compiled->lifetime_rest = rest > 1e-9 ? rest : 0;
    return compile_payment(compiled, error);
}

void bireme_compiled_money_free(bireme_compiled *compiled)
{
    bireme_free(compiled->discount);
    bireme_free(compiled->paid);
    bireme_free(compiled->unpaid);
    bireme_free(compiled->owed_paid);
    bireme_free(compiled->owed_unpaid);
}
