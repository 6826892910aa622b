/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a run is divided into tasks. A task is a series of trials done by one thread. With a precision to
 * reach, the tasks of a round grow with it (rounds.c), so that their number stays the same.
 */
#include "engine/run/run.h"

enum { FIRST_ROUND_STEPS = BIREME_FIRST_ROUND / BIREME_STEP };

void bireme_run_cut_tasks(bireme_run *r)
{
    uint64_t steps = (r->trials + BIREME_STEP - 1) / BIREME_STEP;
    /* The shorter a task, the sooner a cancelled run ends. */
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
    uint64_t each = round > 0 ? UINT64_C(1) << (round - 1) : 1; /* steps per task */
    return (round > 0 ? FIRST_ROUND_STEPS * each : 0) + within * each;
}

uint64_t bireme_run_trials_of(const bireme_run *r, size_t tasks)
{
    uint64_t trials = bireme_run_first_step(r, tasks) * BIREME_STEP;
    return trials < r->trials ? trials : r->trials;
}
