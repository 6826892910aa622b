/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plan for a target, as a workbook.
 */
#include <math.h>
#include "base/memory.h"
#include "output/book/answer.h"
#include "output/forecast/forecast.h"
#include "output/decisions/target.h"

/* ------------------------ charts */

/* False: there is nothing to draw. */
static bool curve(const bireme_target *t, bireme_charts *charts, bireme_chart_place place)
{
    double *x = bireme_calloc(t->n_curve, sizeof *x), *y = bireme_calloc(t->n_curve, sizeof *y);
    size_t n = 0;
    bool leads = t->by == BIREME_TARGET_BY_LEADS, drawn = false;
    if (x == NULL || y == NULL) {
        charts->book->out_of_memory = true;
    } else {
        for (size_t i = 0; i < t->n_curve; i++) {
            if (!t->curve[i].reached) continue;
            x[n] = leads ? t->curve[i].leads : t->curve[i].budget;
            y[n++] = t->curve[i].confidence;
        }
        double answer_x = leads ? t->leads.mean : t->budget.mean;
        const bireme_curve_line lines[] = {
            {t->at_most ? "what a confidence allows" : "what a confidence takes", n, x, y, false},
            {t->reached ? "this plan" : "the best that can be reached", 1, &answer_x, &t->achieved, true}};
        const bireme_chart_axes axes = {.x_title = leads ? "leads over the horizon"
                                                         : "marketing budget over the horizon",
                                        .y_title = "confidence",
                                        .x_format = leads ? BIREME_FORMAT_WHOLE : BIREME_FORMAT_MONEY,
                                        .y_format = BIREME_FORMAT_SHARE,
                                        .x_low = NAN,
                                        .x_high = NAN,
                                        .y_low = n > 0 ? 0.4 : NAN,
                                        .y_high = 1};
        drawn = n > 1;
        if (drawn)
            bireme_chart_curves(charts, place,
                                leads ? "How many leads for how much confidence"
                                      : "How much budget for how much confidence",
                                2, lines, &axes);
    }
    bireme_free(x);
    bireme_free(y);
    return drawn;
}

static bool has_reps(const bireme_target *t)
{
    for (size_t i = 0; i < t->n_periods; i++)
        if (!isfinite(t->periods[i].reps) || !isfinite(t->periods[i].reps_needed)) return false;
    return t->n_periods > 0;
}

static void reps(const bireme_target *t, bireme_charts *charts, bireme_chart_place place)
{
    static const char *const series[2] = {"there are (ramped)", "are needed (mean)"};
    const char **names = bireme_calloc(t->n_periods, sizeof *names);
    double *there = bireme_calloc(t->n_periods, sizeof *there),
           *needed = bireme_calloc(t->n_periods, sizeof *needed);
    if (names == NULL || there == NULL || needed == NULL) {
        charts->book->out_of_memory = true;
    } else {
        for (size_t i = 0; i < t->n_periods; i++) {
            names[i] = t->periods[i].label;
            there[i] = t->periods[i].reps;
            needed[i] = t->periods[i].reps_needed;
        }
        bireme_chart_bars(charts, place, "Reps, and what the plan asks of them", t->n_periods, names, series,
                          there, needed, BIREME_FORMAT_COUNT);
    }
    bireme_free(names);
    bireme_free(there);
    bireme_free(needed);
}

static int draw(const void *of, bireme_charts *charts, lxw_worksheet *summary, int row)
{
    const bireme_target *t = ((const bireme_target_view *)of)->target;
    bool left = curve(t, charts, bireme_book_half(summary, row, false)), more = has_reps(t);
    if (more) reps(t, charts, bireme_book_half(summary, row, left));
    return left || more ? BIREME_CHART_ROWS : 0;
}

/* ------------------------ checks */

static void check(const void *of, bireme_checks *checks)
{
    const bireme_target *t = ((const bireme_target_view *)of)->target;
    double leads = 0, budget = 0;
    for (size_t i = 0; i < t->n_channels; i++) {
        leads += t->channels[i].leads;
        if (isfinite(t->channels[i].budget)) budget += t->channels[i].budget;
    }
    /* the plan's figures, and those on other random numbers */
    bireme_checks_fact(checks, "the channels' leads add up to all leads (within five standard errors)",
                       fabs(leads - t->leads.mean) <= 5 * t->leads.mean_se + 1e-9 * t->leads.mean);
    if (!(t->budget.left_out > 0)) /* where leads cannot be bought, they have no cost */
        bireme_checks_fact(checks, "the channels' budgets add up to the budget (the same)",
                           fabs(budget - t->budget.mean) <=
                               5 * t->budget.mean_se + 1e-9 * fabs(t->budget.mean));
    bireme_checks_fact(checks, "the search came to its end", t->converged);
    bireme_checks_fact(checks, "other random numbers agree with it (within four standard errors)", t->agrees);
    bireme_checks_number(checks, "chance of the target, where it was searched", BIREME_FORMAT_SHARE,
                         t->achieved);
    bireme_checks_number(checks, "the same on other random numbers", BIREME_FORMAT_SHARE, t->verified);
    bireme_checks_number(checks, "its standard error", BIREME_FORMAT_SHARE, t->verified_se);
    bireme_checks_number(checks, "scale of today's plan", BIREME_FORMAT_RATIO, t->scale);
    bireme_checks_number(checks, "standard error of the scale", BIREME_FORMAT_RATIO, t->scale_se);
    bireme_checks_number(checks, "work, in forward runs", BIREME_FORMAT_MONTHS, t->runs);
}

bireme_status bireme_target_book(const void *of, bireme_text *out, bireme_error *error)
{
    const bireme_target_view *view = of;
    const bireme_target *t = view->target;
    bireme_book_answer answer = {.kind = "Plan for a target",
                                 .sheet = "Plan",
                                 .name = t->scenario,
                                 .n = 1,
                                 .models = &view->model,
                                 .names = &t->scenario,
                                 .trials = t->trials,
                                 .seed = t->seed,
                                 .sampler = bireme_sampler_name(t->sampler),
                                 .view = view,
                                 .document = bireme_target_document,
                                 .charts = draw,
                                 .checks = check};
    bireme_target_opening(view, &answer.answer[0]);
    bireme_target_certainty(view, &answer.certainty);
    return bireme_book_write(&answer, out, error);
}
