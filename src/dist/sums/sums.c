/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dist/sums/sums.h"

#include <math.h>
#include "base/memory.h"
#include "dist/sums/level.h"

enum { LEVELS_LEAST = 2, LEVELS_MOST = BIREME_SUM_LEVELS };

static unsigned levels_of(double most)
{
    unsigned levels = LEVELS_LEAST;
    while (levels < LEVELS_MOST && ldexp(1, 4 * (int)levels) <= most) levels++;
    return levels;
}

static bireme_status make_levels(bireme_sums *sums, const bireme_summand *s, double most, bireme_error *error)
{
    bireme_grid_space space = {0};
    bireme_status status = BIREME_OK;
    for (unsigned l = 0; l < sums->levels && status == BIREME_OK; l++) {
        bool top = l + 1 == sums->levels;
        double digits = top ? ceil(most / ldexp(1, 4 * (int)l)) : BIREME_SUM_DIGITS;
        digits = fmin(fmax(digits, 1), BIREME_SUM_DIGITS);
        status = bireme_sum_level_create(s, l, (unsigned)digits, top, &space, &sums->level[l], error);
    }
    bireme_grid_space_free(&space);
    return status;
}

/* For a very long tail: the moments that uniforms can show, down to 2⁻⁵⁴; the body must not compensate for
 * what lies beyond. */
static void set_moments(bireme_summand *s)
{
    const double little = 1e-6;
    double unseen = bireme_dist_unseen(s->dist);
    s->mean = bireme_dist_mean(s->dist);
    s->variance = bireme_dist_variance(s->dist);
    if (isfinite(s->variance) && fabs(unseen) <= little * fabs(s->mean)) return;
    s->mean -= unseen;
    s->variance = INFINITY;
}

bireme_status bireme_sums_create(const bireme_dist *dist, double most, bireme_sums **out, bireme_error *error)
{
    bireme_sums *sums = bireme_calloc(1, sizeof *sums);
    if (sums == NULL) return bireme_fail_memory(error);
    sums->levels = levels_of(most);
    bireme_status status = bireme_qtable_create(dist, &sums->single, error);
    if (status == BIREME_OK) {
        bireme_summand s = {.dist = dist,
                            .single = sums->single,
                            .lower = bireme_dist_lower(dist),
                            .upper = bireme_dist_upper(dist),
                            .has_points = bireme_dist_atom_count(dist) > 0};
        set_moments(&s);
        bireme_sum_lattice_find(&s);
        status = make_levels(sums, &s, most, error);
    }
    if (status == BIREME_OK)
        *out = sums;
    else
        bireme_sums_free(sums);
    return status;
}

void bireme_sums_free(bireme_sums *sums)
{
    if (sums == NULL) return;
    for (unsigned l = 0; l < sums->levels; l++) bireme_sum_level_free(&sums->level[l]);
    bireme_qtable_free(sums->single);
    bireme_free(sums);
}

unsigned bireme_sums_levels(const bireme_sums *sums)
{
    return sums->levels;
}

double bireme_sums_count_most(const bireme_sums *sums)
{
    const bireme_sum_level *top = &sums->level[sums->levels - 1];
    return ldexp((double)top->digits * BIREME_SUMS_DRAWS, 4 * (int)top->level);
}

const bireme_qtable *bireme_sums_single(const bireme_sums *sums)
{
    return sums->single;
}
