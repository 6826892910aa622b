/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plan as CSV: tidy (one number a row) or wide (one row).
 */
#include "output/decisions/target.h"

#include <math.h>
#include "output/forms/csv.h"
#include "output/forecast/forecast.h"

/* Goes through all numbers in the same order. */
typedef struct writer {
    bireme_csv csv;
    const bireme_target *target;
    enum { TIDY, TITLES, WIDE } form;
    bireme_text name;
} writer;

static void put(writer *w, const char *metric, const char *period, const char *statistic, double value)
{
    if (w->form == TITLES) {
        w->name.length = 0;
        bireme_text_format(&w->name, "%s.%s", metric, statistic);
        bireme_csv_text(&w->csv, bireme_text_string(&w->name));
    } else if (w->form == WIDE) {
        bireme_csv_number(&w->csv, value);
    } else {
        bireme_csv_text(&w->csv, w->target->scenario);
        bireme_csv_text(&w->csv, metric);
        bireme_csv_text(&w->csv, period);
        bireme_csv_text(&w->csv, statistic);
        bireme_csv_number(&w->csv, value);
        bireme_csv_end_row(&w->csv);
    }
}

static void put_summary(writer *w, const char *metric, const char *period, const bireme_summary *summary)
{
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    bireme_summary_list(summary, list);
    for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++) put(w, metric, period, list[i].name, list[i].value);
}

static void put_answer(writer *w)
{
    const bireme_target *t = w->target;
    put(w, "plan", "", "reachable", t->reached);
    put(w, "plan", "", "target", t->at_least);
    put(w, "plan", "", "confidence", t->confidence);
    put(w, "plan", "", "scale", t->scale);
    put(w, "plan", "", "scale_se", t->scale_se);
    put(w, "plan", "", "achieved", t->achieved);
    put(w, "plan", "", "achieved_se", t->achieved_se);
    put(w, "plan", "", "verified", t->verified);
    put(w, "plan", "", "verified_se", t->verified_se);
    put(w, "plan", "", "converged", t->converged);
    put(w, "plan", "", "confirmed", t->confirmed);
    put(w, "plan", "", "today", t->today);
    put(w, "plan", "", "within_reach", t->within_reach);
    put_summary(w, "leads", "", &t->leads);
    put(w, "leads", "", "p80", t->leads_p80);
    put_summary(w, "budget", "", &t->budget);
    put(w, "budget", "", "p80", t->budget_p80);
    if (!isnan(t->reps)) put(w, "reps", "", "at_start", t->reps);
}

static void put_channel(writer *w, const bireme_target_channel *channel)
{
    static const char *const what[] = {"leads", "paid_leads", "budget"};
    const double whole[] = {channel->leads, channel->paid, channel->budget};
    const double *const period[] = {channel->period_leads, channel->period_paid, channel->period_budget};
    for (size_t k = 0; k < 3; k++) {
        bireme_text name = {0};
        bireme_text_format(&name, "channel.%s.%s", channel->name, what[k]);
        put(w, bireme_text_string(&name), "", "mean", whole[k]);
        for (size_t t = 0; t < w->target->n_periods && w->form == TIDY; t++)
            put(w, bireme_text_string(&name), w->target->periods[t].label, "mean", period[k][t]);
        if (name.failed) w->csv.out->failed = true;
        bireme_text_free(&name);
    }
}

static void put_period(writer *w, const bireme_target_period *p)
{
    put(w, "leads", p->label, "mean", p->leads);
    put(w, "budget", p->label, "mean", p->budget);
    put_summary(w, "opportunities", p->label, p->opportunities);
    if (!w->target->has_capacity) return;
    put(w, "reps", p->label, "needed", p->reps_needed);
    put(w, "reps", p->label, "needed_p90", p->reps_needed_p90);
    put(w, "reps", p->label, "effective", p->reps);
}

static void put_point(writer *w, const bireme_target_point *p)
{
    bireme_text name = {0};
    bireme_text_format(&name, "curve.%d", (int)(100 * p->confidence + 0.5));
    put(w, bireme_text_string(&name), "", "scale", p->scale);
    put(w, bireme_text_string(&name), "", "scale_se", p->scale_se);
    put(w, bireme_text_string(&name), "", "leads", p->leads);
    put(w, bireme_text_string(&name), "", "budget", p->budget);
    if (w->target->at_most) put(w, bireme_text_string(&name), "", "unlimited", p->unlimited);
    if (name.failed) w->csv.out->failed = true;
    bireme_text_free(&name);
}

static void put_all(writer *w)
{
    const bireme_target *t = w->target;
    put_answer(w);
    for (size_t c = 0; c < t->n_channels; c++) put_channel(w, &t->channels[c]);
    for (size_t i = 0; i < t->n_periods && w->form == TIDY; i++) put_period(w, &t->periods[i]);
    for (size_t i = 0; i < t->n_curve; i++) put_point(w, &t->curve[i]);
}

static void write_wide(writer *w)
{
    static const char *const columns[] = {"scenario", "metric", "until", "by", "trials", "seed", "sampler"};
    const bireme_target *t = w->target;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) bireme_csv_text(&w->csv, columns[i]);
    w->form = TITLES;
    put_all(w);
    bireme_csv_end_row(&w->csv);
    w->form = WIDE;
    bireme_csv_text(&w->csv, t->scenario);
    bireme_csv_text(&w->csv, t->metric);
    bireme_csv_text(&w->csv, t->until);
    bireme_csv_text(&w->csv, t->by == BIREME_TARGET_BY_LEADS ? "leads" : "budget");
    bireme_csv_whole(&w->csv, t->trials);
    bireme_csv_whole(&w->csv, t->seed);
    bireme_csv_text(&w->csv, bireme_forecast_sampler(t->forecast));
    put_all(w);
    bireme_csv_end_row(&w->csv);
}

void bireme_target_write_csv(const bireme_target_view *view, bool wide, bireme_text *out)
{
    static const char *const columns[] = {"scenario", "metric", "period", "statistic", "value"};
    writer w = {.csv = bireme_csv_begin(out), .target = view->target, .form = TIDY};
    if (wide) {
        write_wide(&w);
    } else {
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) bireme_csv_text(&w.csv, columns[i]);
        bireme_csv_end_row(&w.csv);
        put_all(&w);
    }
    if (w.name.failed) out->failed = true;
    bireme_text_free(&w.name);
}
