/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/points.h"

#include <assert.h>
#include "base/memory.h"
#include "random/latin.h"
#include "random/sobol.h"

enum { R = BIREME_REPLICATES };
_Static_assert((int)BIREME_REPLICATES == (int)BIREME_SOBOL_REPLICATES &&
                   (int)BIREME_REPLICATES == (int)BIREME_LATIN_REPLICATES,
               "all kinds of points have the same replicates");
_Static_assert((int)BIREME_POINTS_DIMENSIONS_MOST == (int)BIREME_SOBOL_DIMENSIONS_MOST,
               "the sequence's limit");

/* What the randomisations of a dimension are derived from. */
typedef struct origin {
    bireme_stream stream;
    uint32_t part;
} origin;

struct bireme_points {
    bireme_points_options options;
    bireme_sobol *sobol;              /* NULL: Latin hypercube */
    bireme_sobol_scrambles *scramble; /* [n_dimensions] for Sobol points */
    origin *origin;                   /* [n_dimensions] for hypercubes */
};

bireme_status bireme_points_create(const bireme_points_options *options, bireme_points **out,
                                   bireme_error *error)
{
    assert(options->trials <= UINT64_C(1) << 32 && options->round % (16 * R) == 0);
    bireme_status status = BIREME_OK;
    bireme_points *points = bireme_calloc(1, sizeof *points);
    if (points == NULL) return bireme_fail_memory(error);
    points->options = *options;
    if (options->kind == BIREME_POINTS_SOBOL) {
        if (options->n_dimensions > 0)
            status = bireme_sobol_create(options->n_dimensions, &points->sobol, error);
        points->scramble = bireme_calloc_aligned(options->n_dimensions, sizeof *points->scramble);
    } else {
        points->origin = bireme_calloc(options->n_dimensions, sizeof *points->origin);
    }
    if (status == BIREME_OK && points->scramble == NULL && points->origin == NULL)
        status = bireme_fail_memory(error);
    if (status != BIREME_OK) {
        bireme_points_free(points);
        return status;
    }
    *out = points;
    return BIREME_OK;
}

void bireme_points_free(bireme_points *points)
{
    if (points == NULL) return;
    bireme_sobol_free(points->sobol);
    bireme_free(points->scramble);
    bireme_free(points->origin);
    bireme_free(points);
}

void bireme_points_assign(bireme_points *points, uint32_t dimension, const bireme_stream *stream,
                          uint32_t part)
{
    assert(dimension < points->options.n_dimensions);
    if (points->options.kind == BIREME_POINTS_SOBOL)
        bireme_sobol_scrambles_init(&points->scramble[dimension], stream, part);
    else
        points->origin[dimension] = (origin){*stream, part};
}

/* The hypercube that a trial belongs to: its number, its first trial, and its points per randomisation. */
typedef struct hypercube {
    uint32_t number;
    uint64_t first, end, n_points;
} hypercube;

static hypercube hypercube_of(const bireme_points_options *options, uint64_t trial)
{
    hypercube cube = {0};
    uint64_t end = options->round > 0 ? options->round : options->trials;
    while (end <= trial && options->round > 0) cube.number++, cube.first = end, end *= 2;
    if (end > options->trials) end = options->trials;
    cube.end = end < options->trials ? end : UINT64_MAX;
    cube.n_points = (end - cube.first + R - 1) / R;
    return cube;
}

static void fill_latin(const bireme_points *points, uint32_t dimension, uint64_t first, size_t n, double *u)
{
    enum { STEP = 16 * R };
    const origin *from = &points->origin[dimension];
    for (size_t done = 0, now; done < n; done += now) {
        uint64_t trial = first + done;
        hypercube cube = hypercube_of(&points->options, trial);
        bireme_stream own = bireme_stream_replicate(&from->stream, cube.number);
        now = n - done < STEP ? n - done : STEP;
        if (now > cube.end - trial) now = (size_t)(cube.end - trial);
        bireme_latin_fill_replicates(&own, from->part, cube.n_points, (trial - cube.first) / R, now / R,
                                     trial, u + done);
    }
}

void bireme_points_fill(const bireme_points *points, uint32_t dimension, uint64_t first, size_t n, double *u)
{
    assert(dimension < points->options.n_dimensions && first % R == 0 && n % R == 0);
    if (points->options.kind == BIREME_POINTS_SOBOL)
        bireme_sobol_fill_replicates(points->sobol, dimension, &points->scramble[dimension], first / R, n / R,
                                     u);
    else
        fill_latin(points, dimension, first, n, u);
}
