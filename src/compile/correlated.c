/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Correlated sets, as the triangles that their normal scores are drawn with.
 *
 * Walks that go together. A walk at the middle of the periods is B = C z, with the same C for every walk, and
 * z the numbers that the bridge draws. If z_a and z_b have the correlation r in every period, and 0 between
 * different ones, so have the increments w = D B = D C z: E[w_a w_b'] = D C (r I) (D C)' = r I, because D C =
 * A is orthogonal (both z and w are independent standard normal scores). So the matrix is used as it is, once
 * for each period.
 *
 * Single increments: what has the correlations R as to the increments has Q' R Q as to the numbers that are
 * drawn, Q with an A for each walk along its diagonal, and 1 for other quantities.
 */
#include "compile/compiled.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "numeric/solve/matrix.h"

/* A [periods × periods], a row per increment; b [periods]: room. */
static void find_increments(const bireme_compiled *compiled, double *b, double *out)
{
    const size_t periods = compiled->model->periods;
    const double year = compiled->days / 365.25;
    for (size_t p = 0; p < periods; p++) {
        for (size_t k = 0; k < periods; k++) {
            const bireme_walk_step *step = &compiled->walk_steps[k];
            b[step->period] = step->period == p ? step->sd : 0;
            if (step->left >= 0) b[step->period] += step->from_left * b[step->left];
            if (step->right >= 0) b[step->period] += step->from_right * b[step->right];
        }
        for (size_t t = 0; t < periods; t++)
            out[t * periods + p] = t == 0 ? b[0] / sqrt(year / 2) : (b[t] - b[t - 1]) / sqrt(year);
    }
}

/* matrix [n × n] := Q' matrix Q, for a walk whose increments are the rows from `at` on; room [periods]. */
static void turn(size_t n, size_t at, size_t periods, const double *a, double *matrix, double *room)
{
    for (int side = 0; side < 2; side++) {
        const size_t across = side == 0 ? 1 : n, along = side == 0 ? n : 1;
        for (size_t j = 0; j < n; j++) {
            double *first = matrix + at * along + j * across;
            for (size_t p = 0; p < periods; p++) {
                room[p] = 0;
                for (size_t t = 0; t < periods; t++) room[p] += a[t * periods + p] * first[t * along];
            }
            for (size_t p = 0; p < periods; p++) first[p * along] = room[p];
        }
    }
}

static bireme_status turn_all(const bireme_compiled *compiled, const bireme_correlated *set, double *matrix,
                              bireme_error *error)
{
    const bireme_model *model = compiled->model;
    const size_t periods = model->periods;
    double *a = bireme_calloc(bireme_times(periods, periods) + periods, sizeof *a);
    if (a == NULL) return bireme_fail_memory(error);
    double *room = a + periods * periods;
    find_increments(compiled, room, a);
    for (size_t i = 0; i < set->n; i++) {
        const int w = bireme_model_walk_of(model, set->quantity[i]);
        if (w >= 0 && model->walks[w].first == set->quantity[i]) turn(set->n, i, periods, a, matrix, room);
    }
    bireme_free(a);
    return BIREME_OK;
}

static void mark(bireme_compiled *compiled, int c)
{
    const bireme_compiled_correlated *set = &compiled->correlated[c];
    for (size_t i = 0; i < set->n; i++)
        for (size_t t = 0; t < set->times; t++) {
            bireme_compiled_quantity *quantity = &compiled->quantities[set->quantity[i] + (int)t];
            quantity->correlated = c;
            quantity->row = (int)i;
        }
}

static bireme_status compile_set(bireme_compiled *compiled, size_t c, bireme_error *error)
{
    const bireme_correlated *from = &compiled->model->correlated[c];
    bireme_compiled_correlated *to = &compiled->correlated[c];
    *to = (bireme_compiled_correlated){
        .kind = from->kind, .n = from->n, .quantity = from->quantity, .times = 1};
    if (from->kind == BIREME_CORRELATED_WALKS) to->times = compiled->model->periods;
    to->cholesky = bireme_calloc(bireme_times(from->n, from->n), sizeof *to->cholesky);
    double *matrix = bireme_memdup(from->pearson, from->n * from->n, sizeof *matrix);
    bireme_status status = to->cholesky == NULL || matrix == NULL ? bireme_fail_memory(error) : BIREME_OK;
    if (status == BIREME_OK && from->kind == BIREME_CORRELATED_INCREMENTS)
        status = turn_all(compiled, from, matrix, error);
    if (status == BIREME_OK && !bireme_matrix_cholesky(from->n, matrix, to->cholesky, NULL))
        status = bireme_fail(error, BIREME_INTERNAL, /* the reader has checked it */
                             "a correlation matrix is not positive definite");
    bireme_free(matrix);
    if (status == BIREME_OK) mark(compiled, (int)c);
    return status;
}

bireme_status bireme_compile_correlated(bireme_compiled *compiled, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    bireme_status status = BIREME_OK;
    if (model->n_correlated == 0) return BIREME_OK;
    compiled->correlated = bireme_calloc(model->n_correlated, sizeof *compiled->correlated);
    if (compiled->correlated == NULL) return bireme_fail_memory(error);
    compiled->n_correlated = model->n_correlated;
    for (size_t c = 0; c < model->n_correlated && status == BIREME_OK; c++)
        status = compile_set(compiled, c, error);
    return status;
}

void bireme_compiled_correlated_free(bireme_compiled *compiled)
{
    for (size_t c = 0; c < compiled->n_correlated; c++) bireme_free(compiled->correlated[c].cholesky);
    bireme_free(compiled->correlated);
}
