/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stable JSON of a split: fields may be added, but those here remain.
 */
#include "output/decisions/split/split.h"

#include <math.h>
#include <string.h>
#include "output/forecast/forecast.h"

static void write_division(bireme_json *json, const char *key, const bireme_split *s,
                           const bireme_division *d, bool compact)
{
    bireme_json_open(json, key, '{', compact);
    bireme_json_number(json, "total", d->total);
    bireme_json_open(json, "share", '{', true);
    bireme_json_number(json, "marketing", d->marketing / d->total);
    bireme_json_number(json, "sales", d->sales / d->total);
    if (d->partner > 0) bireme_json_number(json, "partner", d->partner / d->total);
    bireme_json_close(json, '}');
    bireme_json_estimate(json, "value", d->value, d->value_se);
    bireme_json_estimate(json, "mean", d->mean, d->mean_se);
    bireme_json_open(json, "channels", '{', true);
    for (size_t i = 0; i < s->n_lines; i++) {
        if (!isnan(d->parts[i].reps)) continue;
        bireme_json_open(json, d->parts[i].name, '{', true);
        bireme_json_number(json, "spend", d->parts[i].spend);
        if (d->parts[i].bound != NULL) bireme_json_string(json, "held_at", d->parts[i].bound);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, '}');
    for (size_t i = 0; i < s->n_lines; i++) {
        if (isnan(d->parts[i].reps)) continue;
        bireme_json_open(json, "sales", '{', true);
        bireme_json_number(json, "reps", d->parts[i].reps);
        bireme_json_number(json, "spend", d->parts[i].spend);
        if (d->parts[i].bound != NULL) bireme_json_string(json, "held_at", d->parts[i].bound);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, '}');
}

static void write_gain(bireme_json *json, const char *key, double mean, double se)
{
    bireme_json_open(json, key, '{', true);
    bireme_json_estimate(json, "mean", mean, se);
    bireme_json_close(json, '}');
}

static void write_certificate(bireme_json *json, const bireme_split *s)
{
    bireme_json_open(json, "certificate", '{', false);
    bireme_json_numbers(json, "starts", s->start_value, s->n_starts);
    bireme_json_number(json, "searched", s->searched);
    bireme_json_number(json, "retested", s->retested);
    bireme_json_whole(json, "fresh_seed", s->fresh_seed);
    bireme_json_boolean(json, "gain_told_from_zero", s->told_from_zero);
    bireme_json_boolean(json, "searched_again", s->searched_again);
    bireme_json_whole(json, "looked_at", s->looked_at);
    bireme_json_estimate(json, "beaten_by", s->beaten_by, s->beaten_by_se);
    bireme_json_number(json, "last_amount", s->last_amount);
    bireme_json_open(json, "last", '{', false);
    for (size_t i = 0; i < s->n_lines; i++)
        write_gain(json, s->best.parts[i].path, s->margins[i].last, s->margins[i].last_se);
    bireme_json_close(json, '}');
    bireme_json_number(json, "margin_spread", s->margin_spread);
    bireme_json_number(json, "kkt_residual", s->kkt_residual);
    bireme_json_open(json, "as_good", '{', true);
    bireme_json_number(json, "marketing_from", s->as_good_from);
    bireme_json_number(json, "marketing_to", s->as_good_to);
    bireme_json_number(json, "within", s->as_good_within);
    bireme_json_close(json, '}');
    bireme_json_close(json, '}');
}

static void write_next(bireme_json *json, const bireme_split *s)
{
    bireme_json_open(json, "next", '{', false);
    bireme_json_number(json, "amount", s->next_amount);
    bireme_json_string(json, "best", s->next_best == SIZE_MAX ? NULL : s->best.parts[s->next_best].path);
    bireme_json_open(json, "lines", '{', false);
    for (size_t i = 0; i < s->n_lines; i++)
        write_gain(json, s->best.parts[i].path, s->margins[i].next, s->margins[i].next_se);
    bireme_json_close(json, '}');
    bireme_json_close(json, '}');
}

static void write_measures(bireme_json *json, const bireme_split *s)
{
    bireme_json_open(json, "measures", '{', false);
    for (size_t k = 0; k < s->n_measures; k++) {
        const bireme_split_measure *m = &s->measures[k];
        bireme_json_open(json, m->metric, '{', false);
        write_gain(json, "today", m->today, m->today_se);
        write_gain(json, "best", m->best, m->best_se);
        write_gain(json, "gain", m->gain, m->gain_se);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, '}');
}

/* From today's division, or from the best: by line, then by amount. */
static void write_more(bireme_json *json, const bireme_split *s, bool at_best)
{
    bireme_json_open(json, at_best ? "best" : "today", '{', false);
    for (size_t i = 0; i < s->n_more; i += s->n_measures) {
        const bireme_split_more *row = &s->more[i];
        if (row->at_best != at_best) continue;
        const bool first = i == 0 || row[-1].at_best != at_best || strcmp(row[-1].path, row->path) != 0;
        const bool last = i + s->n_measures == s->n_more || strcmp(row[s->n_measures].path, row->path) != 0 ||
                          row[s->n_measures].at_best != at_best;
        if (first) bireme_json_open(json, row->path, '[', false);
        bireme_json_open(json, NULL, '{', true);
        bireme_json_number(json, "asked", row->asked);
        bireme_json_number(json, "amount", row->amount);
        for (size_t k = 0; k < s->n_measures; k++)
            write_gain(json, row[k].metric, row[k].mean, row[k].mean_se);
        bireme_json_close(json, '}');
        if (last) bireme_json_close(json, ']');
    }
    bireme_json_close(json, '}');
}

static void write_head(bireme_json *json, const bireme_split_view *view)
{
    const bireme_split *s = view->split;
    bireme_json_string(json, "scenario", s->scenario);
    bireme_json_string(json, "currency", view->model->currency);
    bireme_json_whole(json, "trials", s->trials);
    bireme_json_whole(json, "seed", s->seed);
    bireme_json_string(json, "sampler", bireme_sampler_name(s->sampler));
    bireme_json_number(json, "elapsed_s", view->elapsed_s);
    bireme_json_number(json, "total", s->total);
    bireme_json_string(json, "objective", bireme_objective_name(s->objective));
    bireme_json_string(json, "metric", s->metric);
    bireme_json_string(json, "until", s->until);
    if (!isnan(s->at_least)) bireme_json_number(json, s->at_most ? "at_most" : "at_least", s->at_least);
    if (!isnan(s->worst)) bireme_json_number(json, "worst_share", s->worst);
    bireme_json_boolean(json, "confirmed", s->confirmed);
    if (s->doubt != NULL) bireme_json_string(json, "doubt", s->doubt);
    bireme_json_boolean(json, "converged", s->converged);
    bireme_json_boolean(json, "today_allowed", s->today_allowed);
}

void bireme_split_json(const void *of, bireme_json *json)
{
    const bireme_split_view *view = of;
    const bireme_split *s = view->split;
    write_head(json, view);
    write_division(json, "today", s, &s->today, false);
    write_division(json, "divided_as_today", s, &s->scaled, false);
    write_division(json, "best", s, &s->best, false);
    write_gain(json, "gain", s->gain, s->gain_se);
    write_gain(json, "gain_over_divided_as_today", s->gain_scaled, s->gain_scaled_se);
    bireme_json_open(json, "frontier", '[', false);
    for (size_t k = 0; k < s->n_frontier; k++) write_division(json, NULL, s, &s->frontier[k], true);
    bireme_json_close(json, ']');
    write_certificate(json, s);
    write_next(json, s);
    if (s->n_measures > 0) {
        write_measures(json, s);
        bireme_json_open(json, "more", '{', false);
        write_more(json, s, false);
        write_more(json, s, true);
        bireme_json_close(json, '}');
    }
    bireme_json_number(json, "forward_runs", s->runs);
}
