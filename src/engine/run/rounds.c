/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rounds: consecutive tasks (tasks.c) that are done before their moments are merged. With a precision to
 * reach, the first round has BIREME_FIRST_ROUND trials and each later one as many as all before it: powers of
 * two, where Sobol points are most even. Tasks grow with the round, so that their number stays the same.
 */
#include "engine/run/run.h"

#include <math.h>

enum { FIRST_ROUND_STEPS = BIREME_FIRST_ROUND / BIREME_STEP };

bireme_status bireme_run_start_round(bireme_run *r, bireme_error *error)
{
    size_t end = r->round_end + (r->precision > 0 ? FIRST_ROUND_STEPS : BIREME_ROUND_TASKS);
    r->round_first = r->round_end;
    r->round_end = end < r->tasks ? end : r->tasks;
    return bireme_run_reserve(r, bireme_run_trials_of(r, r->round_end), error);
}

/* |se / value|; 0 / 0 counts as 0, known exactly. */
static double relative(double se, double value)
{
    return se == 0 ? 0 : value == 0 ? INFINITY : fabs(se / value);
}

void bireme_run_check_precision(bireme_run *r, bireme_precision_result *out)
{
    static const struct {
        const char *name;
        int quantile;
    } looked_at[] = {{"p10", BIREME_P10}, {"p50", BIREME_P50}, {"p90", BIREME_P90}};
    bireme_summary summary;
    bireme_run_summarise(r, 0, r->split_metric, r->slot[r->split_metric], &summary);
    out->reached = relative(summary.mean_se, summary.mean);
    out->worst = "mean";
    for (size_t k = 0; k < sizeof looked_at / sizeof *looked_at; k++) {
        int q = looked_at[k].quantile;
        double here = relative(summary.quantile_se[q], summary.quantile[q]);
        if (here <= out->reached) continue;
        out->reached = here; /* also if it is NAN */
        out->worst = looked_at[k].name;
    }
    if (isnan(out->reached)) out->worst = NULL;
    out->met = out->reached <= r->precision;
}
