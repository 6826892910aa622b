/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The three-term recurrence of the measure's orthogonal polynomials by the discretised Stieltjes procedure
 * (Gautschi 2004, section 2.2.3), then nodes as eigenvalues and weights from the first components of the
 * eigenvectors of the Jacobi matrix (Golub and Welsch 1969). GSL's symmetric eigensolver uses sqrt and
 * arithmetic only: portable bits.
 */
#include "numeric/solve/gauss_rule.h"

#include <assert.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_vector.h>
#include <math.h>
#include "base/memory.h"

enum { MOST = 64 };

/* α, √β of the monic recurrence p(k+1) = (x − α k) p(k) − β k p(k−1), on points standardised by the caller.
 * Returns the number of terms that the measure supports. */
static size_t stieltjes(size_t n_points, const double *x, const double *mass, size_t n, double *alpha,
                        double *beta, double *before, double *now)
{
    double norm_before = 1;
    for (size_t i = 0; i < n_points; i++) before[i] = 0, now[i] = 1;
    for (size_t k = 0; k < n; k++) {
        double norm = 0, first = 0;
        for (size_t i = 0; i < n_points; i++) {
            double square = mass[i] * now[i] * now[i];
            norm += square;
            first += square * x[i];
        }
        beta[k] = k == 0 ? 0 : norm / norm_before;
        if (k > 0 && !(beta[k] > 1e-13)) return k;
        alpha[k] = first / norm;
        norm_before = norm;
        for (size_t i = 0; i < n_points; i++) {
            double next = (x[i] - alpha[k]) * now[i] - beta[k] * before[i];
            before[i] = now[i];
            now[i] = next;
        }
    }
    return n;
}

static bireme_status solve(size_t n, const double *alpha, const double *beta, double *node, double *weight,
                           bireme_error *error)
{
    /* GSL's own allocations would abort the process if memory is out. */
    double *room = bireme_calloc(2 * n * n + 5 * n, sizeof *room);
    if (room == NULL) return bireme_fail_memory(error);
    double *work = room + 2 * n * n + n;
    gsl_matrix_view jacobi = gsl_matrix_view_array(room, n, n),
                    vectors = gsl_matrix_view_array(room + n * n, n, n);
    gsl_vector_view values = gsl_vector_view_array(room + 2 * n * n, n);
    gsl_eigen_symmv_workspace workspace = {
        .size = n, .d = work, .sd = work + n, .gc = work + 2 * n, .gs = work + 3 * n};
    bireme_status status = BIREME_OK;
    for (size_t k = 0; k < n; k++) {
        gsl_matrix_set(&jacobi.matrix, k, k, alpha[k]);
        if (k + 1 < n) {
            gsl_matrix_set(&jacobi.matrix, k, k + 1, sqrt(beta[k + 1]));
            gsl_matrix_set(&jacobi.matrix, k + 1, k, sqrt(beta[k + 1]));
        }
    }
    if (gsl_eigen_symmv(&jacobi.matrix, &values.vector, &vectors.matrix, &workspace) != 0) {
        status = bireme_fail(error, BIREME_INTERNAL, "no quadrature rule with %zu nodes was found", n);
        goto done;
    }
    gsl_eigen_symmv_sort(&values.vector, &vectors.matrix, GSL_EIGEN_SORT_VAL_ASC);
    for (size_t k = 0; k < n; k++) {
        double first = gsl_matrix_get(&vectors.matrix, 0, k);
        node[k] = gsl_vector_get(&values.vector, k);
        weight[k] = first * first;
    }
done:
    bireme_free(room);
    return status;
}

bireme_status bireme_gauss_rule(size_t n_points, const double *point, const double *mass, size_t n,
                                double *node, double *weight, size_t *n_out, bireme_error *error)
{
    assert(n >= 1 && n <= MOST && n_points >= 1);
    double alpha[MOST], beta[MOST], mean = 0, variance = 0;
    bireme_status status = BIREME_OK;
    for (size_t i = 0; i < n_points; i++) mean += mass[i] * point[i];
    for (size_t i = 0; i < n_points; i++) variance += mass[i] * (point[i] - mean) * (point[i] - mean);
    double sd = sqrt(variance);
    if (!(sd > 0)) {
        node[0] = mean, weight[0] = 1, *n_out = 1;
        return BIREME_OK;
    }
    double *x = bireme_calloc(n_points, 3 * sizeof *x);
    if (x == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < n_points; i++) x[i] = (point[i] - mean) / sd;
    size_t count = stieltjes(n_points, x, mass, n, alpha, beta, x + n_points, x + 2 * n_points);
    status = solve(count, alpha, beta, node, weight, error);
    if (status == BIREME_OK) {
        for (size_t k = 0; k < count; k++) node[k] = mean + sd * node[k];
        *n_out = count;
    }
    bireme_free(x);
    return status;
}
