/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Open deals that say themselves when they close. A date is one of the calendar, whatever the speed of the
 * clock, and so are the days by which it slips: the deal closes in the period in which that day lies, and not
 * before the start. With F the distribution of the slip, it has closed by the end of a period with
 * probability F(days from the date to that end).
 */
#include "engine/open/internal.h"

/* A day that is the end of a period but for rounding belongs to the next period. */
static const double ROUNDING = 1e-9;

/* The number of period ends that have passed on the day. The guess is at most a period off: n calendar months
 * are n months of equal length but for a few days. */
static int64_t period_of(const double *ends, size_t periods, double days, double day)
{
    const double guess = day / days;
    size_t t = guess < 0 ? 0 : guess > (double)periods ? periods : (size_t)guess;
    while (t > 0 && day < ends[t - 1]) t--;
    while (t < periods && day >= ends[t]) t++;
    return (int64_t)t;
}

void bireme_open_date(const bireme_open *open, size_t n, const uint16_t *lane, const double *delay,
                      int64_t *period)
{
    const bireme_pipeline_group *group = open->group;
    const double *scale = bireme_open_scale(open, group->close_scale);
    const double due = group->due + ROUNDING;
    for (size_t k = 0; k < n; k++)
        period[lane[k]] = period_of(group->ends, open->model->periods, open->block->compiled->days,
                                    due + delay[k] * (scale != NULL ? scale[lane[k]] : 1));
}

/* P(the slip, with scale 1, is days or more), days being just below a day. */
static double share_after(const bireme_pipeline_group *group, double days)
{
    if (group->close_shape == NULL) return days < 0;
    return days < 0 && bireme_dist_lower(group->close_shape) >= 0 ? 1
                                                                  : bireme_dist_sf(group->close_shape, days);
}

void bireme_open_not_before(const bireme_open *open, size_t t, double *out)
{
    const bireme_pipeline_group *group = open->group;
    const double *scale = bireme_open_scale(open, group->close_scale);
    const double x = group->ends[t - 1] - group->due - ROUNDING;
    if (scale == NULL) {
        const double share = share_after(group, x);
        for (int i = 0; i < BIREME_BLOCK; i++) out[i] = share;
        return;
    }
    bireme_lanes days;
    for (int i = 0; i < BIREME_BLOCK; i++) days[i] = x / scale[i];
    if (group->close_survival != NULL)
        bireme_survival_eval(group->close_survival, BIREME_BLOCK, days, out);
    else
        for (int i = 0; i < BIREME_BLOCK; i++)
            out[i] = i > 0 && days[i] == days[i - 1] ? out[i - 1] : share_after(group, days[i]);
}
