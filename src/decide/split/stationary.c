/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether the best is stationary (Karush, Kuhn and Tucker): no line to which money may go has a steeper slope
 * than a line from which it may be taken. With the slopes of a little more, up, and of a little less, down,
 * one-sided because the objective may have a kink at the best (all that is won needs reps and leads),
 *
 *     residual = max(0, max up, lines below their upper limit, − min down, lines above their lower limit)
 *
 * as a share of the mean of what the last money brings. Lines of an owner whose share is held at a limit are
 * compared with each other only. Reps that are whole have no slope.
 */
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "decide/split/internal.h"

typedef struct slopes {
    double up, down; /* NAN: the line cannot have more, or less */
} slopes;

static bireme_status find_slopes(bireme_splitting *s, const double *best, double here, size_t i,
                                 double *money, slopes *out, bireme_error *error)
{
    const bireme_split_line *line = &s->lines[i];
    const double part = s->exact ? 1e-2 : 1e-4, total = s->split->total;
    double step = fmin(1e-3 * total, fmax(part * best[i], 1e-6 * total)), there;
    *out = (slopes){NAN, NAN};
    if (i == s->reps && line->line->whole) return BIREME_OK;
    bireme_status status = BIREME_OK;
    memcpy(money, best, s->n * sizeof *money);
    money[i] = best[i] + step;
    if (money[i] <= line->high) {
        status = bireme_splitting_mean(s, money, bireme_splitting_trials_of_end(s), &there, error);
        if (status == BIREME_OK) out->up = (there - here) / step;
    }
    money[i] = best[i] - step;
    if (money[i] >= line->low && status == BIREME_OK) {
        status = bireme_splitting_mean(s, money, bireme_splitting_trials_of_end(s), &there, error);
        if (status == BIREME_OK) out->down = (here - there) / step;
    }
    return status;
}

/* Whether the owner's share is at one of its limits. */
static bool is_held(const bireme_splitting *s, const double *best, bireme_owner owner)
{
    const double near = 1e-4;
    double share = bireme_splitting_owned(s, best, owner) / s->split->total;
    const bireme_decision *decision = &s->model->decision;
    return (decision->share_min[owner] > 0 && share < decision->share_min[owner] + near) ||
           (decision->share_max[owner] < 1 && share > decision->share_max[owner] - near);
}

/* owner −1: of all lines whose owner is not held. */
static double gain_within(const bireme_splitting *s, const double *best, const slopes *slope, int owner)
{
    double up = -INFINITY, down = INFINITY;
    for (size_t i = 0; i < s->n; i++) {
        const bireme_owner of = s->lines[i].owner;
        if (owner < 0 ? is_held(s, best, of) : (int)of != owner) continue;
        if (!isnan(slope[i].up)) up = fmax(up, slope[i].up);
        if (!isnan(slope[i].down)) down = fmin(down, slope[i].down);
    }
    return fmax(up - down, 0);
}

bireme_status bireme_splitting_find_residual(bireme_splitting *s, const double *best, bireme_error *error)
{
    double here, sum = 0, n = 0, *money = bireme_calloc(s->n, sizeof *money);
    slopes *slope = bireme_calloc(s->n, sizeof *slope);
    bireme_status status = money != NULL && slope != NULL
                               ? bireme_splitting_mean(s, best, bireme_splitting_trials_of_end(s), &here,
                                                       error)
                               : bireme_fail_memory(error);
    for (size_t i = 0; i < s->n && status == BIREME_OK; i++) {
        status = find_slopes(s, best, here, i, money, &slope[i], error);
        double last = isnan(slope[i].down) ? slope[i].up : slope[i].down;
        if (!isnan(last)) sum += fabs(last), n++;
    }
    double gain = status == BIREME_OK ? gain_within(s, best, slope, -1) : 0;
    for (int o = 0; o < BIREME_OWNER_COUNT && status == BIREME_OK; o++)
        if (is_held(s, best, (bireme_owner)o)) gain = fmax(gain, gain_within(s, best, slope, o));
    s->split->kkt_residual = n > 1 && sum > 0 ? gain / (sum / n) : NAN;
    bireme_free(money);
    bireme_free(slope);
    return status;
}
