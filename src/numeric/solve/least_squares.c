/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/solve/least_squares.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>
#include "base/memory.h"

bireme_status bireme_least_squares(size_t rows, size_t columns, const double *a, const double *b, double *x,
                                   bireme_error *error)
{
    double *room = bireme_calloc(bireme_times(rows + 2, columns + 1), sizeof *room);
    if (room == NULL) return bireme_fail_memory(error);
    double *tau = room + rows * columns, *residual = tau + columns, *solution = residual + rows;
    memcpy(room, a, rows * columns * sizeof *a);
    gsl_matrix_view qr = gsl_matrix_view_array(room, rows, columns);
    gsl_vector_const_view right = gsl_vector_const_view_array(b, rows);
    gsl_vector_view t = gsl_vector_view_array(tau, columns), r = gsl_vector_view_array(residual, rows),
                    s = gsl_vector_view_array(solution, columns);
    gsl_linalg_QR_decomp(&qr.matrix, &t.vector);
    double largest = 0, smallest = INFINITY;
    for (size_t k = 0; k < columns; k++) {
        double pivot = fabs(room[k * columns + k]);
        largest = pivot > largest ? pivot : largest;
        smallest = pivot < smallest ? pivot : smallest;
    }
    bireme_status status = BIREME_OK;
    if (!(smallest > 1e-13 * largest)) {
        status = bireme_fail(error, BIREME_DOMAIN, "the columns depend on one another");
    } else {
        gsl_linalg_QR_lssolve(&qr.matrix, &t.vector, &right.vector, &s.vector, &r.vector);
        memcpy(x, solution, columns * sizeof *x);
    }
    bireme_free(room);
    return status;
}
