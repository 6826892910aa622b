/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a run is cut into tasks and rounds. A task is a run of trials that one thread does, a round a run of tasks that
 * are done before their moments are merged. With a precision to be reached the first round is BIREME_FIRST_ROUND
 * trials and each later one as long as all before it: powers of two, where Sobol points are spread best. Its tasks grow
 * with it, so that their number does not.
 */
#include "engine/run.h"

#include <math.h>

enum { FIRST_ROUND_STEPS = BIREME_FIRST_ROUND / BIREME_STEP };

void bireme_run_plan_tasks(bireme_run *r)
{
    uint64_t steps = (r->trials + BIREME_STEP - 1) / BIREME_STEP;
    /* The shorter a task, the sooner a run that is cancelled ends. */
    enum { STEPS_MOST = 64 };
    size_t each = (size_t)((steps + BIREME_ROUND_TASKS - 1) / BIREME_ROUND_TASKS);
    r->steps_per_task = each < STEPS_MOST ? each : STEPS_MOST;
    while (r->precision > 0 && bireme_run_first_step(r, r->tasks) < steps) r->tasks++;
    if (r->precision <= 0) r->tasks = (size_t)((steps + r->steps_per_task - 1) / r->steps_per_task);
    if ((size_t)r->threads > r->tasks) r->threads = (int)r->tasks;
}

uint64_t bireme_run_first_step(const bireme_run *r, size_t task)
{
    size_t round = task / FIRST_ROUND_STEPS, within = task % FIRST_ROUND_STEPS;
    if (r->precision <= 0) return (uint64_t)task * r->steps_per_task;
    uint64_t each = round > 0 ? UINT64_C(1) << (round - 1) : 1; /* steps of a task */
    return (round > 0 ? FIRST_ROUND_STEPS * each : 0) + within * each;
}

uint64_t bireme_run_trials_of(const bireme_run *r, size_t tasks)
{
    uint64_t trials = bireme_run_first_step(r, tasks) * BIREME_STEP;
    return trials < r->trials ? trials : r->trials;
}

bireme_status bireme_run_start_round(bireme_run *r, bireme_error *error)
{
    size_t end = r->round_end + (r->precision > 0 ? FIRST_ROUND_STEPS : BIREME_ROUND_TASKS);
    r->round_first = r->round_end;
    r->round_end = end < r->tasks ? end : r->tasks;
    return bireme_run_reserve(r, bireme_run_trials_of(r, r->round_end), error);
}

/* |se / value|: 0 / 0 is known exactly. */
static double relative(double se, double value)
{
    return se == 0 ? 0 : value == 0 ? INFINITY : fabs(se / value);
}

void bireme_run_check_precision(bireme_run *r, bireme_precision_result *out)
{
    enum { P10 = 1, P50 = 3, P90 = 5 };
    static const struct {
        const char *name;
        int quantile;
    } looked_at[] = {{"p10", P10}, {"p50", P50}, {"p90", P90}};
    bireme_summary summary;
    bireme_run_summarise(r, 0, r->split_metric, r->slot[r->split_metric], &summary);
    out->reached = relative(summary.mean_se, summary.mean);
    out->worst = "mean";
    for (size_t k = 0; k < sizeof looked_at / sizeof *looked_at; k++) {
        int q = looked_at[k].quantile;
        double here = relative(summary.quantile_se[q], summary.quantile[q]);
        if (here <= out->reached) continue;
        out->reached = here; /* also if it cannot be told */
        out->worst = looked_at[k].name;
    }
    if (isnan(out->reached)) out->worst = NULL;
    out->met = out->reached <= r->precision;
}
