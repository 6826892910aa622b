/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A split as CSV: tidy (one number a row) or wide (one row).
 */
#include "output/decisions/split.h"

#include <math.h>
#include <stdio.h>
#include "output/forms/csv.h"
#include "output/forecast/forecast.h"

/* Goes through all numbers in the same order. */
typedef struct writer {
    bireme_csv csv;
    const bireme_split *split;
    enum { TIDY, TITLES, WIDE } form;
    bireme_text title, name;
} writer;

static void put(writer *w, const char *metric, const char *statistic, double value)
{
    if (w->form == TITLES) {
        w->title.length = 0;
        bireme_text_format(&w->title, "%s.%s", metric, statistic);
        bireme_csv_text(&w->csv, bireme_text_string(&w->title));
    } else if (w->form == WIDE) {
        bireme_csv_number(&w->csv, value);
    } else {
        bireme_csv_text(&w->csv, w->split->scenario);
        bireme_csv_text(&w->csv, metric);
        bireme_csv_text(&w->csv, "");
        bireme_csv_text(&w->csv, statistic);
        bireme_csv_number(&w->csv, value);
        bireme_csv_end_row(&w->csv);
    }
}

static void put_division(writer *w, const char *name, const bireme_division *d)
{
    put(w, name, "total", d->total);
    put(w, name, "marketing", d->marketing);
    put(w, name, "sales", d->sales);
    if (d->partner > 0) put(w, name, "partner", d->partner);
    put(w, name, "value", d->value);
    put(w, name, "value_se", d->value_se);
    put(w, name, "mean", d->mean);
    put(w, name, "mean_se", d->mean_se);
    for (size_t i = 0; i < w->split->n_lines; i++) {
        w->name.length = 0;
        bireme_text_format(&w->name, "%s.%s", name, d->parts[i].path);
        put(w, bireme_text_string(&w->name), "spend", d->parts[i].spend);
        if (!isnan(d->parts[i].reps)) put(w, bireme_text_string(&w->name), "reps", d->parts[i].reps);
    }
}

static void put_margin(writer *w, size_t i)
{
    const bireme_margin *m = &w->split->margins[i];
    w->name.length = 0;
    bireme_text_format(&w->name, "margin.%s", w->split->best.parts[i].path);
    put(w, bireme_text_string(&w->name), "last", m->last);
    put(w, bireme_text_string(&w->name), "last_se", m->last_se);
    put(w, bireme_text_string(&w->name), "next", m->next);
    put(w, bireme_text_string(&w->name), "next_se", m->next_se);
}

static void put_all(writer *w)
{
    const bireme_split *s = w->split;
    put_division(w, "today", &s->today);
    put_division(w, "divided_as_today", &s->scaled);
    put_division(w, "best", &s->best);
    put(w, "gain", "mean", s->gain);
    put(w, "gain", "mean_se", s->gain_se);
    put(w, "gain_over_divided_as_today", "mean", s->gain_scaled);
    put(w, "gain_over_divided_as_today", "mean_se", s->gain_scaled_se);
    put(w, "certificate", "searched", s->searched);
    put(w, "certificate", "retested", s->retested);
    put(w, "certificate", "margin_spread", s->margin_spread);
    put(w, "certificate", "converged", s->converged);
    put(w, "certificate", "confirmed", s->confirmed);
    put(w, "certificate", "today_allowed", s->today_allowed);
    put(w, "certificate", "searched_again", s->searched_again);
    put(w, "certificate", "looked_at", (double)s->looked_at);
    put(w, "certificate", "beaten_by", s->beaten_by);
    put(w, "certificate", "beaten_by_se", s->beaten_by_se);
    put(w, "certificate", "as_good_from", s->as_good_from);
    put(w, "certificate", "as_good_to", s->as_good_to);
    put(w, "margin", "last_amount", s->last_amount);
    put(w, "margin", "next_amount", s->next_amount);
    for (size_t i = 0; i < s->n_lines; i++) put_margin(w, i);
    for (size_t k = 0; k < s->n_frontier; k++) {
        char name[32];
        snprintf(name, sizeof name, "frontier.%zu", k + 1);
        put_division(w, name, &s->frontier[k]);
    }
}

static void write_wide(writer *w)
{
    static const char *const columns[] = {"scenario", "objective", "metric", "until",
                                          "trials",   "seed",      "sampler"};
    const bireme_split *s = w->split;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) bireme_csv_text(&w->csv, columns[i]);
    w->form = TITLES;
    put_all(w);
    bireme_csv_end_row(&w->csv);
    w->form = WIDE;
    bireme_csv_text(&w->csv, s->scenario);
    bireme_csv_text(&w->csv, bireme_objective_name(s->objective));
    bireme_csv_text(&w->csv, s->metric);
    bireme_csv_text(&w->csv, s->until);
    bireme_csv_whole(&w->csv, s->trials);
    bireme_csv_whole(&w->csv, s->seed);
    bireme_csv_text(&w->csv, bireme_sampler_name(s->sampler));
    put_all(w);
    bireme_csv_end_row(&w->csv);
}

void bireme_split_write_csv(const bireme_split_view *view, bool wide, bireme_text *out)
{
    static const char *const columns[] = {"scenario", "metric", "period", "statistic", "value"};
    writer w = {.csv = bireme_csv_begin(out), .split = view->split, .form = TIDY};
    if (wide) {
        write_wide(&w);
    } else {
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) bireme_csv_text(&w.csv, columns[i]);
        bireme_csv_end_row(&w.csv);
        put_all(&w);
    }
    if (w.title.failed || w.name.failed) out->failed = true;
    bireme_text_free(&w.title);
    bireme_text_free(&w.name);
}
