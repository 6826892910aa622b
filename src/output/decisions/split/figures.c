/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers of a split.
 */
#include "output/decisions/split/split.h"

#include <math.h>
#include <stdio.h>

static void put_division(bireme_figures *f, const char *name, const bireme_split *s, const bireme_division *d)
{
    bireme_figures_of(f, "%s", name);
    bireme_figures_put(f, "total", d->total);
    bireme_figures_put(f, "marketing", d->marketing);
    bireme_figures_put(f, "sales", d->sales);
    if (d->partner > 0) bireme_figures_put(f, "partner", d->partner);
    bireme_figures_estimate(f, "value", d->value, d->value_se);
    bireme_figures_estimate(f, "mean", d->mean, d->mean_se);
    for (size_t i = 0; i < s->n_lines; i++) {
        bireme_figures_of(f, "%s.%s", name, d->parts[i].path);
        bireme_figures_put(f, "spend", d->parts[i].spend);
        if (!isnan(d->parts[i].reps)) bireme_figures_put(f, "reps", d->parts[i].reps);
    }
}

static void put_gain(bireme_figures *f, const char *name, double mean, double se)
{
    bireme_figures_of(f, "%s", name);
    bireme_figures_estimate(f, "mean", mean, se);
}

static void put_certificate(bireme_figures *f, const bireme_split *s)
{
    bireme_figures_of(f, "certificate");
    bireme_figures_put(f, "searched", s->searched);
    bireme_figures_put(f, "retested", s->retested);
    bireme_figures_put(f, "margin_spread", s->margin_spread);
    bireme_figures_put(f, "kkt_residual", s->kkt_residual);
    bireme_figures_put(f, "converged", s->converged);
    bireme_figures_put(f, "confirmed", s->confirmed);
    bireme_figures_put(f, "today_allowed", s->today_allowed);
    bireme_figures_put(f, "searched_again", s->searched_again);
    bireme_figures_put(f, "looked_at", (double)s->looked_at);
    bireme_figures_estimate(f, "beaten_by", s->beaten_by, s->beaten_by_se);
    bireme_figures_put(f, "as_good_from", s->as_good_from);
    bireme_figures_put(f, "as_good_to", s->as_good_to);
}

static void put_measures(bireme_figures *f, const bireme_split *s)
{
    for (size_t k = 0; k < s->n_measures; k++) {
        const bireme_split_measure *m = &s->measures[k];
        bireme_figures_of(f, "measure.%s", m->metric);
        bireme_figures_estimate(f, "today", m->today, m->today_se);
        bireme_figures_estimate(f, "best", m->best, m->best_se);
        bireme_figures_estimate(f, "gain", m->gain, m->gain_se);
    }
    for (size_t i = 0; i < s->n_more; i++) {
        const bireme_split_more *m = &s->more[i];
        bireme_figures_of(f, "more.%s.%s.%.0f", m->at_best ? "best" : "today", m->path, m->asked);
        if (i % s->n_measures == 0) bireme_figures_put(f, "amount", m->amount);
        bireme_figures_estimate(f, m->metric, m->mean, m->mean_se);
    }
}

static void put_margins(bireme_figures *f, const bireme_split *s)
{
    bireme_figures_of(f, "margin");
    bireme_figures_put(f, "last_amount", s->last_amount);
    bireme_figures_put(f, "next_amount", s->next_amount);
    for (size_t i = 0; i < s->n_lines; i++) {
        const bireme_margin *m = &s->margins[i];
        bireme_figures_of(f, "margin.%s", s->best.parts[i].path);
        bireme_figures_estimate(f, "last", m->last, m->last_se);
        bireme_figures_estimate(f, "next", m->next, m->next_se);
    }
}

void bireme_split_figures(const void *view, size_t row, bireme_figures *f)
{
    const bireme_split *s = ((const bireme_split_view *)view)->split;
    (void)row;
    bireme_figures_key(f, s->scenario);
    bireme_figures_text(f, "objective", bireme_objective_name(s->objective));
    bireme_figures_text(f, "metric", s->metric);
    bireme_figures_text(f, "until", s->until);
    bireme_figures_whole(f, "trials", s->trials);
    bireme_figures_whole(f, "seed", s->seed);
    bireme_figures_text(f, "sampler", bireme_sampler_name(s->sampler));
    put_division(f, "today", s, &s->today);
    put_division(f, "divided_as_today", s, &s->scaled);
    put_division(f, "best", s, &s->best);
    put_gain(f, "gain", s->gain, s->gain_se);
    put_gain(f, "gain_over_divided_as_today", s->gain_scaled, s->gain_scaled_se);
    put_certificate(f, s);
    put_margins(f, s);
    put_measures(f, s);
    for (size_t k = 0; k < s->n_frontier; k++) {
        char name[32];
        snprintf(name, sizeof name, "frontier.%zu", k + 1);
        put_division(f, name, s, &s->frontier[k]);
    }
}

/* ------------------------ the row */

const bireme_answer_kind bireme_split_kind = {
    .name = "split",
    .document = bireme_split_document,
    .json = bireme_split_json,
    .figures = bireme_split_figures,
    .book = bireme_split_book,
};
