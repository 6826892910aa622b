/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alternating projections between the matrices whose eigenvalues are at least `smallest` and those with unit
 * diagonal, with Dykstra's correction for the first (Higham 2002). Eigenvalues come from GSL's symmetric QR
 * (arithmetic and square roots only), on memory of our own: GSL's own allocation would end the program if
 * memory is out.
 */
#include "numeric/solve/matrix.h"

#include <math.h>
#include <string.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_vector.h>
#include "base/memory.h"

bool bireme_matrix_cholesky(size_t n, const double *a, double *lower, bool *out_of_memory)
{
    const double smallest_pivot = 1e-12;
    double *l = lower != NULL ? lower : bireme_calloc(bireme_times(n, n), sizeof *l);
    bool positive = l != NULL;
    if (out_of_memory != NULL) *out_of_memory = l == NULL;
    for (size_t i = 0; positive && i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            if (j > i) {
                l[i * n + j] = 0;
                continue;
            }
            double sum = a[i * n + j];
            for (size_t k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
            if (j < i) {
                l[i * n + j] = sum / l[j * n + j];
            } else if (sum > smallest_pivot) {
                l[i * n + i] = sqrt(sum);
            } else {
                positive = false;
                break;
            }
        }
    }
    if (lower == NULL) bireme_free(l);
    return positive;
}

typedef struct projection {
    size_t n;
    double *before, *correction, *projected; /* [n × n] */
    double *matrix, *vectors;                /* [n × n] */
    double *values;                          /* [n] */
    double *work;                            /* [4 × n] */
} projection;

/* out = the nearest matrix to `in` whose eigenvalues are at least `smallest`. False: no convergence. */
static bool project_eigenvalues(projection *p, const double *in, double smallest, double *out)
{
    size_t n = p->n;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) p->matrix[i * n + j] = (in[i * n + j] + in[j * n + i]) / 2;
    gsl_matrix_view matrix = gsl_matrix_view_array(p->matrix, n, n);
    gsl_matrix_view vectors = gsl_matrix_view_array(p->vectors, n, n);
    gsl_vector_view values = gsl_vector_view_array(p->values, n);
    gsl_eigen_symmv_workspace workspace = {
        .size = n, .d = p->work, .sd = p->work + n, .gc = p->work + 2 * n, .gs = p->work + 3 * n};
    if (gsl_eigen_symmv(&matrix.matrix, &values.vector, &vectors.matrix, &workspace) != 0) return false;
    memset(out, 0, n * n * sizeof *out);
    for (size_t k = 0; k < n; k++) {
        double value = p->values[k] > smallest ? p->values[k] : smallest;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                out[i * n + j] += value * p->vectors[i * n + k] * p->vectors[j * n + k];
    }
    return true;
}

/* D^-1/2 · a · D^-1/2, D the diagonal of a: keeps a positive definite. */
static void scale_to_unit_diagonal(size_t n, double *a)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            a[i * n + j] = a[j * n + i] = a[i * n + j] / sqrt(a[i * n + i] * a[j * n + j]);
    for (size_t i = 0; i < n; i++) a[i * n + i] = 1;
}

static bool alternate(projection *p, const double *a, double smallest, double *y)
{
    enum { ITERATIONS_MOST = 1000 };
    const double tolerance = 1e-10; /* far below the three decimals shown */
    size_t n = p->n;
    memcpy(y, a, n * n * sizeof *y);
    for (int iteration = 0; iteration < ITERATIONS_MOST; iteration++) {
        double change = 0;
        for (size_t i = 0; i < n * n; i++) p->before[i] = y[i] - p->correction[i];
        if (!project_eigenvalues(p, p->before, smallest, p->projected)) return false;
        for (size_t i = 0; i < n * n; i++) {
            double projected = p->projected[i], next = i % (n + 1) == 0 ? 1 : projected;
            p->correction[i] = projected - p->before[i];
            if (fabs(next - y[i]) > change) change = fabs(next - y[i]);
            y[i] = next;
        }
        if (change < tolerance) break;
    }
    /* The last projection was on the diagonal: project on the eigenvalues once more, then scale. */
    memcpy(p->before, y, n * n * sizeof *y);
    if (!project_eigenvalues(p, p->before, smallest, y)) return false;
    scale_to_unit_diagonal(n, y);
    return true;
}

bireme_status bireme_matrix_nearest_correlation(size_t n, const double *a, double smallest, double *out,
                                                bireme_error *error)
{
    if (n == 0) return BIREME_OK;
    bireme_status status = BIREME_OK;
    double *room = bireme_calloc(bireme_times(n, 6 * n + 5), sizeof *room), *y = room;
    if (room == NULL) return bireme_fail_memory(error);
    size_t square = n * n;
    projection p = {.n = n,
                    .before = room + square,
                    .correction = room + 2 * square,
                    .projected = room + 3 * square,
                    .matrix = room + 4 * square,
                    .vectors = room + 5 * square,
                    .values = room + 6 * square,
                    .work = room + 6 * square + n};
    if (alternate(&p, a, smallest, y) && bireme_matrix_cholesky(n, y, p.before, NULL))
        memcpy(out, y, square * sizeof *out);
    else
        status = bireme_fail(error, BIREME_INTERNAL, "no nearest correlation matrix was found");
    bireme_free(room);
    return status;
}
