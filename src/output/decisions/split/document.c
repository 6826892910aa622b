/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The document of a split, in the order in which its reader asks: what goes where, what if marketing had more
 * or less, where does more money go, and how sure is this.
 */
#include "output/decisions/split/split.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "output/forecast/forecast.h"
#include "output/forecast/sections.h"
#include "output/forms/number.h"

static bireme_cell money_cell(double value)
{
    return bireme_cell_number(BIREME_FORMAT_MONEY, value, 0.005 * fabs(value));
}

/* ------------------------ what has happened already */

static void past(const bireme_split_view *view, bireme_document *document)
{
    const bireme_model *model = view->model;
    char first[BIREME_SAID_SIZE], last[BIREME_SAID_SIZE];
    bireme_text text = {0};
    if (model->past.periods == 0) return;
    bireme_text_format(
        &text,
        "What has happened through %s is a fact and counts for the %s; what is divided is what is spent from "
        "%s on.",
        bireme_calendar_say(&model->past.calendar, model->past.periods - 1, last),
        view->split->objective == BIREME_OBJECTIVE_P_GOAL ? "goal" : "result",
        bireme_calendar_say(&model->calendar, 0, first));
    bireme_document_paragraph_take(document, &text);
}

/* ------------------------ what goes where */

/* What money brings; for a probability in hundredths of a point, because a thousand changes it by no more. */
static bireme_cell margin_cell(const bireme_split *s, double value, double se, bireme_text *room)
{
    if (isnan(value)) return bireme_cell_empty();
    if (s->objective != BIREME_OBJECTIVE_P_GOAL)
        return bireme_cell_number(bireme_unit_format(s->unit), value, fmax(se, 0.002 * fabs(value)));
    char number[BIREME_PEOPLE_SIZE];
    room->length = 0;
    double unit = fabs(value) >= 0.001 ? 10 : 1000; /* decimals of the points */
    bireme_plain_format(number, round(100 * unit * value) / unit);
    bireme_text_format(room, "%s point%s", number, bireme_plural_of(number));
    return bireme_cell_text(bireme_text_string(room));
}

static void line_row(const bireme_split_view *view, size_t i, bireme_document *document)
{
    const bireme_split *s = view->split;
    const bireme_split_part *now = &s->today.parts[i], *best = &s->best.parts[i];
    const bireme_margin *m = &s->margins[i];
    bireme_text last = {0}, next = {0};
    bireme_cell cells[7] = {bireme_cell_text(best->name), money_cell(now->spend), money_cell(best->spend),
                            bireme_cell_number(BIREME_FORMAT_SHARE, best->spend / s->total, 0.003),
                            bireme_cell_text(best->bound != NULL ? best->bound : "")};
    cells[5] = margin_cell(s, m->last, m->last_se, &last);
    cells[6] = margin_cell(s, m->next, m->next_se, &next);
    bireme_document_row(document, cells, false);
    bireme_document_release(document, &last);
    bireme_document_release(document, &next);
    if (isnan(best->reps)) return;
    char a[BIREME_PEOPLE_SIZE], b[BIREME_PEOPLE_SIZE];
    bireme_count_format(a, best->reps, 0);
    bireme_count_format(b, now->reps, 0);
    bireme_document_detail_format(document,
                                  strcmp(a, b) != 0 ? "%s rep%s at the start instead of %s"
                                                    : "%s rep%s at the start, as today",
                                  a, bireme_plural_of(a), b);
}

static void lines(const bireme_split_view *view, bireme_document *document)
{
    const bireme_split *s = view->split;
    char last[BIREME_PEOPLE_SIZE + 8] = "last 1 %", next[BIREME_PEOPLE_SIZE + 8] = "next 10 %",
                                   money[BIREME_PEOPLE_SIZE];
    if (s->last_amount == 1000)
        snprintf(last, sizeof last, "last %s", bireme_money_format_exact(money, view->model->currency, 1000));
    if (s->next_amount == 100000)
        snprintf(next, sizeof next, "next %s",
                 bireme_money_format_exact(money, view->model->currency, 100000));
    const bireme_column columns[] = {BIREME_TEXTS(NULL),      BIREME_NUMBERS("today"), BIREME_NUMBERS("best"),
                                     BIREME_NUMBERS("share"), BIREME_TEXTS(NULL),      BIREME_NUMBERS(last),
                                     BIREME_NUMBERS(next)};
    bireme_document_heading(document, "What each line gets over the horizon");
    bireme_document_table(document, columns, 7);
    bool bound = false;
    for (size_t i = 0; i < s->n_lines; i++) {
        line_row(view, i, document);
        bound |= s->best.parts[i].bound != NULL;
    }
    const bireme_cell total[7] = {bireme_cell_text("together"), money_cell(s->today.total),
                                  bireme_cell_number(BIREME_FORMAT_MONEY, s->total, 0)};
    bireme_document_row(document, total, true);
    bireme_document_detail(
        document, s->objective == BIREME_OBJECTIVE_P_GOAL
                      ? "last, next: what that money changes in the chance to reach the goal, all other "
                        "lines as they are"
                      : "last, next: what that money brings, all other lines as they are");
    if (bound)
        bireme_document_detail(document, "min, max: the line is held there by its limits, or at nothing");
    if (s->left_out != NULL)
        bireme_document_detail(
            document, "sales.reps stays as planned: without cost_per_rep it costs nothing that could "
                      "be divided");
}

/* ------------------------ frontier */

static void frontier_row(const bireme_split *s, const bireme_division *d, const char *note,
                         bireme_document *document)
{
    double others = (d->sales + d->partner) / d->total, marketing = d->marketing / d->total, least = 1e-6;
    bireme_cell cells[5] = {bireme_cell_number(BIREME_FORMAT_SHARE, marketing > least ? marketing : 0, 0.003),
                            bireme_cell_number(BIREME_FORMAT_SHARE, others > least ? others : 0, 0.003),
                            bireme_cell_number(bireme_split_format(s), d->value, d->value_se)};
    size_t n = 3;
    if (s->objective != BIREME_OBJECTIVE_MEAN)
        cells[n++] = bireme_cell_number(bireme_unit_format(s->unit), d->mean, d->mean_se);
    cells[n] = bireme_cell_text(note);
    bireme_document_row(document, cells, false);
}

static const char *value_title(const bireme_split *s)
{
    return s->objective == BIREME_OBJECTIVE_P_GOAL ? "goal reached"
           : s->objective == BIREME_OBJECTIVE_CVAR ? "worst futures"
                                                   : s->metric;
}

static void frontier(const bireme_split_view *view, bireme_document *document)
{
    const bireme_split *s = view->split;
    bool mean = s->objective == BIREME_OBJECTIVE_MEAN, best_said = false;
    const bireme_column columns[] = {BIREME_NUMBERS("marketing"),
                                     BIREME_NUMBERS("sales"),
                                     BIREME_NUMBERS(value_title(s)),
                                     {.title = mean ? NULL : s->metric, .right = !mean},
                                     BIREME_TEXTS(NULL)};
    if (s->n_frontier < 2) return;
    bireme_document_heading(document,
                            "If marketing got less or more of it, each part divided as well as can be");
    bireme_document_table(document, columns, mean ? 4 : 5);
    for (size_t k = 0; k < s->n_frontier; k++) {
        double share = s->frontier[k].marketing / s->frontier[k].total, best = s->best.marketing / s->total;
        bool here = fabs(share - best) < 1e-4;
        if (!best_said && (here || share > best)) frontier_row(s, &s->best, "the best", document);
        best_said |= here || share > best;
        if (here) continue;
        bool good = share >= s->as_good_from - 1e-9 && share <= s->as_good_to + 1e-9;
        frontier_row(s, &s->frontier[k], good ? "as good" : "", document);
    }
    if (!best_said) frontier_row(s, &s->best, "the best", document);
}

/* ------------------------ what it is worth */

static void measures(const bireme_split_view *view, bireme_document *document)
{
    const bireme_split *s = view->split;
    const bireme_column columns[] = {BIREME_TEXTS(NULL), BIREME_NUMBERS("today"), BIREME_NUMBERS("best"),
                                     BIREME_NUMBERS("more"), BIREME_NUMBERS("±")};
    bireme_document_heading(document, "What it comes to by the end of the horizon");
    bireme_document_table(document, columns, 5);
    for (size_t k = 0; k < s->n_measures; k++) {
        const bireme_split_measure *m = &s->measures[k];
        const bireme_format format = bireme_unit_format(m->unit);
        char words[BIREME_METRIC_WORDS_SIZE];
        const bireme_cell cells[] = {
            bireme_cell_text(bireme_metric_words_of(view->model, m->metric, words)),
            bireme_cell_number(format, m->today, m->gain_se), bireme_cell_number(format, m->best, m->gain_se),
            bireme_cell_number(format, m->gain, m->gain_se), bireme_cell_number(format, m->gain_se, NAN)};
        bireme_document_row(document, cells, false);
    }
}

/* What an amount brings in each line, from today's division and from the best. */
static void more_of(const bireme_split_view *view, double amount, bireme_document *document)
{
    enum { MEASURES_MOST = 3 };
    const bireme_split *s = view->split;
    const size_t n = s->n_measures, of_a_place = s->n_more / 2;
    double dearest = NAN; /* what a whole rep costs, if that is more than the amount */
    char words[MEASURES_MOST][BIREME_METRIC_WORDS_SIZE], title[BIREME_PEOPLE_SIZE + 32],
        money[BIREME_PEOPLE_SIZE];
    bireme_column columns[2 + MEASURES_MOST] = {BIREME_TEXTS(NULL), BIREME_TEXTS("from")};
    for (size_t k = 0; k < n; k++) {
        bireme_metric_words_of(view->model, s->measures[k].metric, words[k]);
        columns[2 + k] = (bireme_column)BIREME_NUMBERS(words[k]);
    }
    bireme_money_format(money, view->model->currency, amount, 0);
    snprintf(title, sizeof title, "What the next %s brings", money);
    bireme_document_heading(document, title);
    bireme_document_table(document, columns, 2 + n);
    for (size_t i = 0; i < of_a_place; i += n)
        for (size_t place = 0; place < 2; place++) {
            const bireme_split_more *row = &s->more[place * of_a_place + i];
            const size_t line = i / n / 2;
            if (row->asked != amount || isnan(row->amount)) continue;
            bireme_cell cells[2 + MEASURES_MOST] = {bireme_cell_text(s->best.parts[line].name),
                                                    bireme_cell_text(place == 0 ? "today" : "the best")};
            for (size_t k = 0; k < n; k++)
                cells[2 + k] = bireme_cell_number(bireme_unit_format(s->measures[k].unit), row[k].mean,
                                                  row[k].mean_se);
            bireme_document_row(document, cells, false);
            if (row->amount > amount * (1 + 1e-9)) dearest = row->amount;
        }
    if (isnan(dearest)) return;
    bireme_money_format(money, view->model->currency, dearest, 0);
    bireme_document_detail_format(document, "reps come whole, one for %s: its share of what one brings",
                                  money);
}

void bireme_split_worth(const bireme_split_view *view, bireme_document *document)
{
    if (view->split->n_measures == 0) return;
    measures(view, document);
    more_of(view, view->split->last_amount, document);
    more_of(view, view->split->next_amount, document);
}

void bireme_split_document(const void *of, bireme_document *document)
{
    const bireme_split_view *view = of;
    bireme_text opening = {0}, next = {0}, certainty = {0};
    bireme_split_loss(view, &opening);
    bireme_split_opening(view, &opening);
    bireme_document_paragraph_take(document, &opening);
    past(view, document);
    lines(view, document);
    frontier(view, document);
    bireme_document_heading(document, "Where more money should go");
    bireme_split_next(view, &next);
    bireme_document_paragraph_take(document, &next);
    bireme_split_worth(view, document);
    bireme_document_heading(document, "How sure is this");
    bireme_split_certainty(view, &certainty);
    bireme_document_paragraph_take(document, &certainty);
}
