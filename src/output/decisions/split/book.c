/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A split as a workbook.
 */
#include <math.h>
#include "base/memory.h"
#include "output/book/answer.h"
#include "output/forecast/forecast.h"
#include "output/decisions/split/split.h"

static double marketing_share(const bireme_division *d)
{
    return d->total > 0 ? d->marketing / d->total : NAN;
}

static void frontier(const bireme_split *s, bireme_charts *charts, bireme_chart_place place)
{
    static const char *const titles[] = {[BIREME_OBJECTIVE_P_GOAL] = "chance to reach the goal",
                                         [BIREME_OBJECTIVE_MEAN] = "mean",
                                         [BIREME_OBJECTIVE_CVAR] = "mean of the worst futures"};
    double *x = bireme_calloc(s->n_frontier, sizeof *x), *y = bireme_calloc(s->n_frontier, sizeof *y);
    if (x == NULL || y == NULL) {
        charts->book->out_of_memory = true;
    } else {
        double best_x = marketing_share(&s->best), scaled_x = marketing_share(&s->scaled);
        for (size_t i = 0; i < s->n_frontier; i++) {
            x[i] = marketing_share(&s->frontier[i]);
            y[i] = s->frontier[i].value;
        }
        const bireme_curve_line lines[] = {
            {"the best of each share", s->n_frontier, x, y, false},
            {"the same total, divided as today", 1, &scaled_x, &s->scaled.value, true},
            {"the best of all", 1, &best_x, &s->best.value, true}};
        const bireme_chart_axes axes = {.x_title = "share of marketing",
                                        .y_title = titles[s->objective],
                                        .x_format = BIREME_FORMAT_SHARE,
                                        .y_format = bireme_split_format(s),
                                        .x_low = 0,
                                        .x_high = 1,
                                        .y_low = s->objective == BIREME_OBJECTIVE_P_GOAL ? 0 : NAN,
                                        .y_high = s->objective == BIREME_OBJECTIVE_P_GOAL ? 1 : NAN};
        bireme_chart_curves(charts, place, "If marketing had more or less of it", 3, lines, &axes);
    }
    bireme_free(x);
    bireme_free(y);
}

static void lines_of(const bireme_split *s, bireme_charts *charts, bireme_chart_place place)
{
    static const char *const series[2] = {"today", "best"};
    const char **names = bireme_calloc(s->n_lines, sizeof *names);
    double *today = bireme_calloc(s->n_lines, sizeof *today), *best = bireme_calloc(s->n_lines, sizeof *best);
    if (names == NULL || today == NULL || best == NULL) {
        charts->book->out_of_memory = true;
    } else {
        for (size_t i = 0; i < s->n_lines; i++) {
            names[i] = s->best.parts[i].name;
            today[i] = s->today.parts[i].spend;
            best[i] = s->best.parts[i].spend;
        }
        bireme_chart_bars(charts, place, "What each line gets over the horizon", s->n_lines, names, series,
                          today, best, BIREME_FORMAT_MONEY);
    }
    bireme_free(names);
    bireme_free(today);
    bireme_free(best);
}

static int draw(const void *of, bireme_charts *charts, lxw_worksheet *summary, int row)
{
    const bireme_split *s = ((const bireme_split_view *)of)->split;
    lines_of(s, charts, bireme_book_half(summary, row, false));
    if (s->n_frontier > 1) frontier(s, charts, bireme_book_half(summary, row, true));
    return BIREME_CHART_ROWS;
}

static void check(const void *of, bireme_checks *checks)
{
    const bireme_split *s = ((const bireme_split_view *)of)->split;
    double sum = 0;
    for (size_t i = 0; i < s->n_lines; i++) sum += s->best.parts[i].spend;
    bireme_checks_fact(checks, "what the lines get adds up to the total",
                       fabs(sum - s->best.total) <= 1e-9 * s->total);
    bireme_checks_fact(checks, "the best can be told from the same total divided as today",
                       s->told_from_zero);
    bireme_checks_fact(checks, "the search came to its end", s->converged);
    bireme_checks_fact(checks, "fresh random numbers do not contradict the search", s->confirmed);
    bireme_checks_number(checks, "starts of the search", BIREME_FORMAT_WHOLE, (double)s->n_starts);
    bireme_checks_number(checks, "objective on the numbers of the search", bireme_split_format(s),
                         s->searched);
    bireme_checks_number(checks, "the same on fresh numbers", bireme_split_format(s), s->retested);
    bireme_checks_number(checks, "margins of the lines apart, as a share of their mean", BIREME_FORMAT_SHARE,
                         s->margin_spread);
    bireme_checks_number(checks,
                         "what a small move of money would still gain, as a share of what it brings (KKT)",
                         BIREME_FORMAT_SHARE, s->kkt_residual);
}

bireme_status bireme_split_book(const void *of, bireme_text *out, bireme_error *error)
{
    const bireme_split_view *view = of;
    const bireme_split *s = view->split;
    bireme_book_answer answer = {.kind = "Split of the budget",
                                 .sheet = "Split",
                                 .name = s->scenario,
                                 .n = 1,
                                 .models = &view->model,
                                 .names = &s->scenario,
                                 .trials = s->trials,
                                 .seed = s->seed,
                                 .sampler = bireme_sampler_name(s->sampler),
                                 .view = view,
                                 .document = bireme_split_document,
                                 .charts = draw,
                                 .checks = check};
    bireme_split_loss(view, &answer.answer[0]);
    bireme_split_opening(view, &answer.answer[0]);
    bireme_split_next(view, &answer.answer[1]);
    bireme_split_certainty(view, &answer.certainty);
    return bireme_book_write(&answer, out, error);
}
