/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What drives a result, as a workbook.
 */
#include <math.h>
#include <stdlib.h>
#include "base/memory.h"
#include "output/book/answer.h"
#include "output/forecast/forecast.h"
#include "output/decisions/sensitivity.h"

/* A bar of the tornado: how much the mean moves. */
typedef struct swing {
    const bireme_input *input;
    double low, high;
} swing;

enum { BARS_MOST = 12 };
static const double VISIBLE = 0.005; /* relative to the longest bar: a shorter one is invisible */

static void add_swing(swing *list, size_t *n, const bireme_input *input, double mean)
{
    if (!isfinite(input->low) || !isfinite(input->high)) return;
    list[(*n)++] = (swing){input, input->low - mean, input->high - mean};
}

static double reach(const swing *s)
{
    return fabs(s->high - s->low);
}

static int by_reach(const void *a, const void *b)
{
    double x = reach(a), y = reach(b);
    return (x < y) - (x > y);
}

static bireme_format metric_format(const bireme_sensitivity *r)
{
    return bireme_unit_format(r->unit);
}

static void tornado(const bireme_sensitivity_view *view, bireme_charts *charts, bireme_chart_place place,
                    const swing *list, size_t n)
{
    const bireme_sensitivity *r = view->result;
    const char *names[BARS_MOST];
    bireme_text texts[BARS_MOST] = {{0}}, title = {0};
    double low[BARS_MOST], high[BARS_MOST];
    char words[BIREME_METRIC_WORDS_SIZE];
    for (size_t i = 0; i < n; i++) {
        bireme_sensitivity_name(view, list[i].input, &texts[i]);
        names[i] = bireme_text_string(&texts[i]);
        low[i] = list[i].low;
        high[i] = list[i].high;
        if (texts[i].failed) charts->book->out_of_memory = true;
    }
    bireme_text_format(&title, "How far each input moves the mean of %s",
                       bireme_metric_words_of(view->model, r->metric, words));
    bireme_chart_tornado(charts, place, bireme_text_string(&title), n, names, low, high, metric_format(r));
    for (size_t i = 0; i < n; i++) bireme_text_free(&texts[i]);
    bireme_book_release(charts->book, &title);
}

static int draw(const void *of, bireme_charts *charts, lxw_worksheet *summary, int row)
{
    const bireme_sensitivity *r = ((const bireme_sensitivity_view *)of)->result;
    size_t most = 0, n = 0;
    for (size_t i = 0; i < r->n_inputs; i++) most += 1 + r->inputs[i].n_members;
    swing *list = bireme_calloc(most > 0 ? most : 1, sizeof *list);
    if (list == NULL) {
        charts->book->out_of_memory = true;
        return 0;
    }
    for (size_t i = 0; i < r->n_inputs; i++) {
        const bireme_input *input = &r->inputs[i];
        add_swing(list, &n, input, r->summary.mean);
        for (size_t k = 0; k < input->n_members; k++)
            add_swing(list, &n, &input->members[k], r->summary.mean);
    }
    qsort(list, n, sizeof *list, by_reach);
    bireme_chart_place place = bireme_book_half(summary, row, false);
    place.width = 2 * BIREME_CHART_WIDTH;
    size_t bars = n < BARS_MOST ? n : BARS_MOST;
    while (bars > 1 && reach(&list[bars - 1]) < VISIBLE * reach(&list[0])) bars--;
    place.height = 90 + 16 * (int)bars;
    if (n > 0) tornado(of, charts, place, list, bars);
    bireme_free(list);
    return n > 0 ? bireme_chart_rows(place.height) : 0;
}

static void check(const void *of, bireme_checks *checks)
{
    const bireme_sensitivity *r = ((const bireme_sensitivity_view *)of)->result;
    bool ordered = true;
    for (size_t i = 0; i < r->n_inputs; i++) {
        const bireme_index *x = &r->inputs[i].index;
        double room = 4 * (x->first_order_se + x->total_se);
        if (isfinite(x->first_order) && isfinite(x->total))
            ordered = ordered && x->first_order <= x->total + room;
    }
    bireme_checks_fact(checks, "no input has more alone than with interactions (within four standard errors)",
                       ordered);
    bireme_checks_number(checks, "sum of what the inputs have alone", BIREME_FORMAT_SHARE, r->sum_first);
    bireme_checks_number(checks, "chance", BIREME_FORMAT_SHARE, r->chance.index.total);
}

static void numbers(const void *of, bireme_checks *checks)
{
    static const char *const heads[] = {"input", "alone", "with interactions", NULL};
    const bireme_sensitivity *r = ((const bireme_sensitivity_view *)of)->result;
    bireme_checks_table(checks, "Standard errors of the shares", heads);
    for (size_t i = 0; i < r->n_inputs; i++, checks->row++) {
        bireme_text name = {0};
        bireme_sensitivity_name(of, &r->inputs[i], &name);
        bireme_book_text(checks->book, checks->sheet, checks->row, 0, BIREME_BOOK_BODY,
                         bireme_text_string(&name));
        bireme_book_number(checks->book, checks->sheet, checks->row, 1, BIREME_BOOK_BODY, BIREME_FORMAT_SHARE,
                           r->inputs[i].index.first_order_se);
        bireme_book_number(checks->book, checks->sheet, checks->row, 2, BIREME_BOOK_BODY, BIREME_FORMAT_SHARE,
                           r->inputs[i].index.total_se);
        bireme_book_release(checks->book, &name);
    }
}

bireme_status bireme_sensitivity_book(const void *of, bireme_text *out, bireme_error *error)
{
    const bireme_sensitivity_view *view = of;
    const bireme_sensitivity *r = view->result;
    bireme_book_answer answer = {.kind = "What drives it",
                                 .sheet = "Sensitivity",
                                 .name = r->scenario,
                                 .n = 1,
                                 .models = &view->model,
                                 .names = &r->scenario,
                                 .trials = r->trials,
                                 .seed = r->seed,
                                 .sampler = bireme_sampler_name(r->sampler),
                                 .view = view,
                                 .document = bireme_sensitivity_document,
                                 .charts = draw,
                                 .checks = check,
                                 .numbers = numbers};
    bireme_sensitivity_opening(view, &answer.answer[0]);
    bireme_sensitivity_worth(view, &answer.answer[1]);
    bireme_sensitivity_certainty(view, &answer.certainty);
    return bireme_book_write(&answer, out, error);
}
