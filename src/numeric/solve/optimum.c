/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/solve/optimum.h"

#include <math.h>
#include <nlopt.h>
#include <string.h>
#include "base/memory.h"

/* A gain of less than that, as a share of the value, is none. */
static const double LITTLE = 1e-10;

typedef struct search {
    const bireme_optimum *optimum;
    nlopt_opt nlopt;
    bireme_status status;
    bireme_error *error;
    double *moved; /* [n] */
    double *best;  /* [n] the best point evaluated that satisfies the constraints */
    double best_value;
    double scale; /* the first value, because the method starts with a curvature of 1 */
} search;

static double value_at(search *s, const double *x)
{
    double out = NAN;
    if (s->status != BIREME_OK) return NAN;
    s->status = s->optimum->value(s->optimum->context, x, &out, s->error);
    if (s->status != BIREME_OK) nlopt_force_stop(s->nlopt);
    return out;
}

static bool keeps_to_all(const bireme_optimum *o, const double *x)
{
    for (size_t k = 0; k < o->n_linear; k++) {
        double sum = -o->linear[k].limit, scale = fmax(1, fabs(o->linear[k].limit));
        for (size_t i = 0; i < o->n; i++) {
            sum += o->linear[k].factor[i] * x[i];
            scale = fmax(scale, fabs(o->linear[k].factor[i] * x[i]));
        }
        if (sum > 1e-9 * scale || (o->linear[k].equal && sum < -1e-9 * scale)) return false;
    }
    return true;
}

/* One-sided differences go inwards at the upper bound. */
static double slope(search *s, const double *x, size_t i, double here)
{
    const bireme_optimum *o = s->optimum;
    double step = o->relative > 0 ? fmin(o->step, fmax(o->relative * fabs(x[i]), 1e-3 * o->step)) : o->step;
    double up = fmin(x[i] + step, o->high[i]), down = x[i];
    /* rounding may have left x a little below its bound */
    if (up - x[i] < step / 2 || o->central) down = fmax(x[i] - step, o->low[i]);
    if (!(up > down)) return 0;
    memcpy(s->moved, x, o->n * sizeof *x);
    s->moved[i] = up;
    double above = up > x[i] ? value_at(s, s->moved) : here;
    s->moved[i] = down;
    double below = down < x[i] ? value_at(s, s->moved) : here;
    return (above - below) / (up - down);
}

static double objective(unsigned n, const double *x, double *gradient, void *context)
{
    search *s = context;
    double here = value_at(s, x);
    if (!isnan(here) && here > s->best_value && keeps_to_all(s->optimum, x)) {
        s->best_value = here;
        memcpy(s->best, x, n * sizeof *x);
    }
    if (s->scale == 0) s->scale = isfinite(here) && here != 0 ? fabs(here) : 1;
    for (size_t i = 0; gradient != NULL && i < n; i++) gradient[i] = slope(s, x, i, here) / s->scale;
    return here / s->scale;
}

static double linear(unsigned n, const double *x, double *gradient, void *context)
{
    const bireme_linear *l = context;
    double sum = -l->limit;
    for (size_t i = 0; i < n; i++) sum += l->factor[i] * x[i];
    if (gradient != NULL) memcpy(gradient, l->factor, n * sizeof *gradient);
    return sum;
}

static bool set_up(search *s)
{
    const bireme_optimum *o = s->optimum;
    bool set = nlopt_set_max_objective(s->nlopt, objective, s) >= 0 &&
               nlopt_set_lower_bounds(s->nlopt, o->low) >= 0 &&
               nlopt_set_upper_bounds(s->nlopt, o->high) >= 0 && nlopt_set_xtol_rel(s->nlopt, 0) >= 0 &&
               nlopt_set_xtol_abs1(s->nlopt, o->tolerance) >= 0 &&
               nlopt_set_ftol_rel(s->nlopt, LITTLE) >= 0 && nlopt_set_maxeval(s->nlopt, o->most) >= 0;
    for (size_t k = 0; set && k < o->n_linear; k++) {
        void *data = (void *)&o->linear[k];
        set = (o->linear[k].equal ? nlopt_add_equality_constraint(s->nlopt, linear, data, 1e-10)
                                  : nlopt_add_inequality_constraint(s->nlopt, linear, data, 1e-10)) >= 0;
    }
    return set;
}

bireme_status bireme_optimum_find(const bireme_optimum *optimum, double *x, double *value,
                                  bireme_error *error)
{
    search s = {.optimum = optimum,
                .nlopt = nlopt_create(NLOPT_LD_SLSQP, (unsigned)optimum->n),
                .error = error,
                .moved = bireme_calloc(optimum->n, sizeof(double)),
                .best = bireme_calloc(optimum->n, sizeof(double)),
                .best_value = -INFINITY};
    bireme_status status = BIREME_OK;
    if (s.nlopt == NULL || s.moved == NULL || s.best == NULL || !set_up(&s))
        status = bireme_fail_memory(error);
    if (status == BIREME_OK) {
        /* It may stop at the limit of evaluations, or because rounding prevents progress: the best point so
         * far counts. */
        nlopt_result result = nlopt_optimize(s.nlopt, x, value);
        status = s.status;
        if (status == BIREME_OK && result == NLOPT_OUT_OF_MEMORY) status = bireme_fail_memory(error);
        if (status == BIREME_OK && result == NLOPT_INVALID_ARGS)
            status = bireme_fail(error, BIREME_INTERNAL, "the optimiser refused its task");
        if (status == BIREME_OK && s.best_value == -INFINITY)
            status = bireme_fail(error, BIREME_INTERNAL,
                                 "the optimiser found no place within the constraints");
    }
    if (status == BIREME_OK) {
        memcpy(x, s.best, optimum->n * sizeof *x);
        *value = s.best_value;
    }
    if (s.nlopt != NULL) nlopt_destroy(s.nlopt);
    bireme_free(s.moved);
    bireme_free(s.best);
    return status;
}
