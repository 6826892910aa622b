/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The time is predicted from short runs, made only if the number of steps suggests that it may be long. A run
 * first makes its tables, whatever the number of trials; it reports progress once that is done, and from then
 * on its time is proportional to the trials.
 */
#include "cli/afford.h"

#include <math.h>
#include "cli/watch.h"

typedef struct pilot {
    bireme_watch watch;
    bool begun;
    double ready_s, now_s; /* since the start: until the first trial, until the last report */
    double done, all;      /* trials, as the run counts them */
} pilot;

static const double LONG_ENOUGH_S = 0.1, SHORT_ENOUGH_S = 0.7;

static void told(void *context, uint64_t done, uint64_t trials)
{
    pilot *p = context;
    p->now_s = bireme_watch_elapsed(&p->watch);
    if (!p->begun) p->ready_s = p->now_s;
    p->begun = true;
    p->done = (double)done;
    p->all = (double)trials;
}

static bool cancelled(void *context)
{
    const pilot *p = context;
    return p->begun && bireme_watch_elapsed(&p->watch) > p->ready_s + SHORT_ENOUGH_S && p->done > 0;
}

/* The seconds of a run of that many trials, whose steps are in need; *sure: whether it was long enough to
 * measure. */
static double try_once(const bireme_affording *a, const bireme_need *need, uint64_t trials, bool *sure)
{
    enum { TIMES_MORE = 8 };
    pilot p = {0};
    bireme_need few;
    bireme_error error;
    bireme_run_options run = a->run;
    run.trials = trials;
    run.precision = -1;
    run.keep_samples = false;
    run.progress = told;
    run.cancelled = cancelled;
    run.context = &p;
    *sure = true;
    if (a->need(a->asked, &run, &few, &error) != BIREME_OK) return NAN;
    bireme_watch_start(&p.watch, false, NULL);
    bireme_status status = a->try_out(a->asked, &run, &error);
    double took = bireme_watch_stop(&p.watch) - p.ready_s, share = 1;
    if (status == BIREME_CANCELLED && p.done > 0 && p.all > 0) {
        took = p.now_s - p.ready_s;
        share = fmin(p.done / p.all, 1);
    } else if (status != BIREME_OK) {
        return NAN;
    }
    double more = need->trials / few.trials, set_ups = a->set_ups > 0 ? a->set_ups : 1;
    *sure = took > LONG_ENOUGH_S || more < TIMES_MORE || p.ready_s > SHORT_ENOUGH_S;
    return p.ready_s * set_ups + took / share * more;
}

double bireme_afford_precision(const bireme_affording *a)
{
    if (a->run.precision != 0) return fmax(a->run.precision, 0);
    return a->model != NULL ? a->model->precision : 0;
}

/* The share of the trials after which the precision will be reached: errors fall at least with the square
 * root of their number. */
static double share_needed(const bireme_affording *a, const bireme_need *need, uint64_t trials)
{
    bireme_run_options run = a->run;
    run.trials = trials;
    run.precision = 1e-12;
    run.keep_samples = false;
    double times = a->reached(a->asked, &run) / bireme_afford_precision(a);
    double share = (double)trials * times * times / need->trials;
    return share < 1 ? share : 1; /* also if it is NAN */
}

double bireme_afford_seconds(const bireme_affording *a, const bireme_need *asked)
{
    bireme_need all = *asked, *need = &all;
    enum { FEW = 2048, LEAST = 256, TIMES = 8 };
    /* Steps that take less than a minute anywhere; steps that one test run may have; seconds per step,
     * typically 20 to 100 nanoseconds. */
    const double quick = 2e8, tried = 1e8, step_s = 5e-8;
    double each = need->steps / need->trials;
    uint64_t trials = FEW;
    if (need->steps < quick || a->try_out == NULL) return 0;
    while (trials > LEAST && (double)trials * each > tried) trials /= 2;
    if (bireme_afford_precision(a) > 0) {
        if (a->reached == NULL) return 0;
        double share = share_needed(a, need, trials);
        need->trials *= share;
        need->steps *= share;
        if (need->steps < quick) return 0;
    }
    if (a->run.trials > 0 && a->run.trials <= 2 * trials) /* a test run would take as long */
        return need->steps * step_s / (a->run.threads > 0 ? a->run.threads : 1);
    for (;; trials *= TIMES) {
        bool sure;
        double seconds = try_once(a, need, trials, &sure);
        if (sure) return seconds;
    }
}
