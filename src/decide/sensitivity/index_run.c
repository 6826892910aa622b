/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sobol indices of a function. A is the first half of the dimensions of one point set, B the second: with two
 * scrambles of the same dimensions, B would not be independent but nearly the same points. Nothing is copied
 * to form AB: for input i the function gets the pointers to A's uniforms, with the i-th replaced by B's.
 */
#include <math.h>
#include <stdio.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/options.h"
#include "random/points.h"
#include "stats/indices.h"

enum { BLOCK = 256, INPUTS_MOST = BIREME_POINTS_DIMENSIONS_MOST / 2 };
#define TRIALS_MOST (UINT64_C(1) << 28)

typedef struct work {
    const bireme_index_options *options;
    bireme_points *points;   /* NULL: random */
    bireme_stream *stream;   /* [2 n_inputs] */
    double *u;               /* [2 n_inputs × BLOCK], A and then B */
    const double **input;    /* [n_inputs] */
    double *a, *b;           /* [trials] */
    double *ab, *square;     /* [BLOCK] */
    bireme_indices *indices; /* [n_inputs] */
} work;

static bireme_status check(const bireme_index_options *o, bireme_error *error)
{
    if (o->n_inputs < 1 || o->n_inputs > INPUTS_MOST)
        return bireme_fail(error, BIREME_DOMAIN, "a function of %zu inputs was given; 1 to %d are possible",
                           o->n_inputs, (int)INPUTS_MOST);
    if (o->trials < 1 || o->trials > TRIALS_MOST)
        return bireme_fail(error, BIREME_DOMAIN, "%llu trials were asked for; 1 to %llu are possible",
                           (unsigned long long)o->trials, (unsigned long long)TRIALS_MOST);
    if (o->evaluate == NULL) return bireme_fail(error, BIREME_DOMAIN, "there is no function to evaluate");
    if (o->sampler > BIREME_SAMPLER_RANDOM)
        return bireme_fail(error, BIREME_DOMAIN, "there is no sampler number %d", (int)o->sampler);
    return BIREME_OK;
}

static bireme_status make(work *w, bireme_error *error)
{
    const bireme_index_options *o = w->options;
    size_t n = o->n_inputs;
    w->stream = bireme_calloc(2 * n, sizeof *w->stream);
    w->u = bireme_calloc(2 * n, BLOCK * sizeof *w->u);
    w->input = bireme_calloc(n, sizeof *w->input);
    w->a = bireme_calloc((size_t)o->trials + BLOCK, sizeof *w->a);
    w->b = bireme_calloc((size_t)o->trials + BLOCK, sizeof *w->b);
    w->ab = bireme_calloc(BLOCK, sizeof *w->ab);
    w->square = bireme_calloc(BLOCK, sizeof *w->square);
    w->indices = bireme_calloc(n, sizeof *w->indices);
    if (!w->stream || !w->u || !w->input || !w->a || !w->b || !w->ab || !w->square || !w->indices)
        return bireme_fail_memory(error);
    for (size_t d = 0; d < 2 * n; d++) {
        char path[32];
        snprintf(path, sizeof path, "input.%zu", d % n);
        w->stream[d] = bireme_stream_create(o->seed, path, d < n ? "a" : "b");
    }
    if (o->sampler == BIREME_SAMPLER_RANDOM) return BIREME_OK;
    const bireme_points_options points = {.kind = o->sampler == BIREME_SAMPLER_LHS ? BIREME_POINTS_LATIN
                                                                                   : BIREME_POINTS_SOBOL,
                                          .n_dimensions = (uint32_t)(2 * n),
                                          .trials = o->trials};
    bireme_status status = bireme_points_create(&points, &w->points, error);
    for (size_t d = 0; d < 2 * n && status == BIREME_OK; d++)
        bireme_points_assign(w->points, (uint32_t)d, &w->stream[d], 0);
    return status;
}

static void fill(work *w, uint64_t first)
{
    for (size_t d = 0; d < 2 * w->options->n_inputs; d++) {
        double *u = w->u + d * BLOCK;
        if (w->points != NULL)
            bireme_points_fill(w->points, (uint32_t)d, first, BLOCK, u);
        else
            bireme_stream_fill(&w->stream[d], first, 0, 0, BLOCK, u);
    }
}

/* The inputs from … to − 1 are taken from B. */
static void evaluate(work *w, size_t n, size_t from, size_t to, double *value)
{
    size_t inputs = w->options->n_inputs;
    for (size_t i = 0; i < inputs; i++) w->input[i] = w->u + (i >= from && i < to ? inputs + i : i) * BLOCK;
    w->options->evaluate(w->options->context, n, w->input, value);
}

static bireme_status pass(work *w, bool first_pass, bireme_error *error)
{
    const bireme_index_options *o = w->options;
    for (uint64_t first = 0; first < o->trials; first += BLOCK) {
        size_t n = o->trials - first < BLOCK ? (size_t)(o->trials - first) : BLOCK;
        if (o->cancelled != NULL && o->cancelled(o->context))
            return bireme_fail(error, BIREME_CANCELLED, "the run was interrupted");
        fill(w, first);
        if (first_pass) {
            evaluate(w, n, 0, 0, w->a + first);
            evaluate(w, n, 0, o->n_inputs, w->b + first);
            continue;
        }
        bireme_indices_square(w->indices[0].centre, n, w->a + first, w->b + first, w->square);
        for (size_t i = 0; i < o->n_inputs; i++) {
            evaluate(w, n, i, i + 1, w->ab);
            const bireme_indices_runs runs = {.a = w->a + first, .b = w->b + first, .ab = w->ab};
            bireme_indices_add(&w->indices[i], first, n, &runs, w->square);
        }
    }
    return BIREME_OK;
}

bireme_status bireme_index_run(const bireme_index_options *options, bireme_index *out, bireme_error *error)
{
    bireme_index_options own;
    work w = {.options = &own};
    bireme_index_options_init(&own);
    bireme_status status = bireme_options_take(&own, sizeof own, options, "bireme_index_options", error);
    if (status == BIREME_OK) status = check(&own, error);
    if (status == BIREME_OK) status = make(&w, error);
    if (status == BIREME_OK) status = pass(&w, true, error);
    if (status == BIREME_OK) {
        double centre = bireme_indices_centre(w.a, w.b, own.trials);
        for (size_t i = 0; i < own.n_inputs; i++) bireme_indices_begin(&w.indices[i], centre);
        status = pass(&w, false, error);
    }
    for (size_t i = 0; i < own.n_inputs && status == BIREME_OK; i++)
        out[i] = bireme_indices_end(&w.indices[i]);
    bireme_points_free(w.points);
    bireme_free(w.stream);
    bireme_free(w.u);
    bireme_free(w.input);
    bireme_free(w.a);
    bireme_free(w.b);
    bireme_free(w.ab);
    bireme_free(w.square);
    bireme_free(w.indices);
    return status;
}
