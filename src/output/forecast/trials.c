/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sheet Trials of the forecast's workbook. Each column of trials is a named
 * range, and a row is one future in all of them: =PERCENTILE.INC(Revenue,0.1), =AVERAGE(--(Revenue>=Target))
 * and =CORREL(Revenue,Wins) work in plain Excel (the layout of a SIPmath 2.0 library).
 */
#include "output/forecast/book.h"

#include <math.h>
#include <string.h>
#include <strings.h>
#include "base/memory.h"
#include "numeric/rank.h"
#include "output/book/pages.h"
#include "output/forecast/of_totals.h"
#include "output/forecast/sections.h"
#include "stats/threshold.h"

enum { TRIALS_MOST = 100000, TRIALS_ON_PAPER = 30, NAMES_WIDTH = 32, CELLS_MOST = 600000 };

static bool wanted(const bireme_forecast_view *view, size_t m)
{
    return bireme_section_varies(bireme_forecast_total(view->forecast, m)) &&
           bireme_forecast_samples(view->forecast, m) != NULL;
}

/* Headlines first, then what each channel brings, unless the sheet becomes too large. */
static bool choose(bireme_trials *trials, const bireme_forecast_view *view)
{
    uint64_t n = bireme_forecast_trials(view->forecast);
    size_t most = bireme_headline_count(view->model);
    trials->n = n < TRIALS_MOST ? (size_t)n : TRIALS_MOST;
    trials->metric = bireme_calloc(most, sizeof *trials->metric);
    trials->mean = bireme_calloc(most, sizeof *trials->mean);
    if (trials->metric == NULL || trials->mean == NULL) return false;
    for (size_t i = 0; i < most; i++) {
        if (i >= BIREME_HEADLINES && (trials->columns + 1) * trials->n > CELLS_MOST) break;
        size_t m = bireme_headline_metric(view, i);
        if (m != SIZE_MAX && wanted(view, m)) trials->metric[trials->columns++] = m;
    }
    return true;
}

enum { ROW_HEAD = 4, ROW_NAME, ROW_MEAN, ROW_P10, ROW_P50, ROW_P90, ROW_TARGET, ROW_CHANCE, ROW_TRIALS = 14 };

/* As PERCENTILE.INC. */
static double percentile(const double *sorted, size_t n, double p)
{
    double at = p * (double)(n - 1);
    size_t i = (size_t)at;
    return i + 1 < n ? sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

typedef struct column {
    size_t index; /* of the metric */
    int at;
    const double *samples;
    bireme_format format;
    bireme_book_shape shape; /* for all its numbers */
    char name[BIREME_BOOK_NAME];
} column;

static void write_statistics(bireme_book *book, lxw_worksheet *sheet, const column *c, size_t n, double *work,
                             double *mean)
{
    static const double p[] = {0.1, 0.5, 0.9};
    static const char *const shown[] = {"0.1", "0.5", "0.9"};
    char formula[BIREME_BOOK_NAME + 64];
    size_t kept = 0;
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(c->samples[i])) continue;
        work[kept++] = c->samples[i];
        sum += c->samples[i];
    }
    *mean = kept > 0 ? sum / (double)kept : NAN;
    if (kept == 0) return;
    bireme_sort(kept, work);
    snprintf(formula, sizeof formula, "=AVERAGE(%s)", c->name);
    bireme_book_formula(book, sheet, ROW_MEAN, c->at, c->shape, formula, *mean, false);
    for (int k = 0; k < 3; k++) {
        snprintf(formula, sizeof formula, "=_xlfn.PERCENTILE.INC(%s,%s)", c->name, shown[k]);
        bireme_book_formula(book, sheet, ROW_P10 + k, c->at, c->shape, formula, percentile(work, kept, p[k]),
                            false);
    }
}

/* missed: trials without a value miss the goal; else (they do not meet the conditions) they do not count.
 * Target is a cell that the reader sees and may change; a sum may be off in its last digits and is compared
 * with a tolerance (stats/threshold.h). */
static void write_target(bireme_book *book, lxw_worksheet *sheet, const column *c, size_t n,
                         const bireme_goal_result *goal, bool missed)
{
    const bireme_threshold threshold = bireme_threshold_of(goal->at_least, 0, goal->at_most);
    const char *sign = goal->at_most ? "<=" : ">=", *slack = goal->at_most ? "+" : "-";
    char formula[2 * BIREME_BOOK_NAME + 64], place[64];
    size_t reached = 0, kept = 0;
    for (size_t i = 0; i < n; i++) {
        kept += isfinite(c->samples[i]);
        reached += bireme_threshold_met(threshold, c->samples[i]);
    }
    bireme_book_shaped(book, sheet, ROW_TARGET, c->at, BIREME_BOOK_INPUT, c->shape, goal->at_least);
    char cell[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell_abs(cell, ROW_TARGET, (lxw_col_t)c->at, 1, 1);
    snprintf(place, sizeof place, "=Trials!%s", cell);
    bireme_book_check(book, workbook_define_name(book->workbook, "Target", place));
    bool all = kept == n; /* an empty cell would count as a miss */
    if (all)
        snprintf(formula, sizeof formula, "=AVERAGE(--(%s%sTarget%sABS(Target)*2^-40))", c->name, sign,
                 slack);
    else
        snprintf(formula, sizeof formula, "=COUNTIF(%s,\"%s\"&Target%sABS(Target)*2^-40)/%s(%s)", c->name,
                 sign, slack, missed ? "ROWS" : "COUNT", c->name);
    size_t asked = missed ? n : kept;
    double chance = asked > 0 ? (double)reached / (double)asked : 0;
    bireme_book_formula(book, sheet, ROW_CHANCE, c->at, bireme_book_shape_of(BIREME_FORMAT_SHARE, 1, &chance),
                        formula, chance, all);
}

static void write_column(bireme_book *book, lxw_worksheet *sheet, const column *c, const char *title,
                         size_t n)
{
    char range[LXW_MAX_CELL_RANGE_LENGTH], place[LXW_MAX_CELL_RANGE_LENGTH + 16];
    bireme_book_text(book, sheet, ROW_HEAD, c->at, BIREME_BOOK_HEAD_RIGHT, title);
    bireme_book_text(book, sheet, ROW_NAME, c->at, BIREME_BOOK_NAME_OF, c->name);
    bireme_book_shape shape = c->shape;
    if (c->format == BIREME_FORMAT_COUNT) shape.format = BIREME_FORMAT_WHOLE;
    for (size_t i = 0; i < n; i++) /* trials without a value stay empty */
        if (isfinite(c->samples[i]))
            bireme_book_shaped(book, sheet, ROW_TRIALS + (int)i, c->at, BIREME_BOOK_BODY, shape,
                               c->samples[i]);
    lxw_rowcol_to_range_abs(range, ROW_TRIALS, (lxw_col_t)c->at, (lxw_row_t)(ROW_TRIALS + n - 1),
                            (lxw_col_t)c->at);
    snprintf(place, sizeof place, "=Trials!%s", range);
    bireme_book_check(book, workbook_define_name(book->workbook, c->name, place));
}

/* If two metrics would get the same name, the later one gets a number. */
static void name_apart(column *columns, size_t n, column *c, const char *metric)
{
    char base[BIREME_BOOK_NAME];
    bireme_book_name(base, metric);
    snprintf(c->name, sizeof c->name, "%s", base);
    for (int number = 2;; number++) {
        bool taken = strcasecmp(c->name, "Target") == 0 || strcasecmp(c->name, "PM_Trials") == 0;
        for (size_t i = 0; i < n; i++) taken = taken || strcasecmp(columns[i].name, c->name) == 0;
        if (!taken) return;
        snprintf(c->name, sizeof c->name, "%.100s_%d", base, number);
    }
}

/* Wide enough for the name of a metric, up to a limit: programs would break such names inside words. */
static double trial_width(const bireme_forecast_view *view, const bireme_trials *trials, size_t k)
{
    const double least = 13, most = 30;
    const char *name = bireme_forecast_metric_name(view->forecast, trials->metric[k]);
    return fmin(fmax(bireme_book_text_width(name, BIREME_BOOK_HEAD) + 2, least), most);
}

/* How many of the columns are printed. */
static size_t columns_on_paper(const bireme_forecast_view *view, const bireme_trials *trials)
{
    double width = NAMES_WIDTH + BIREME_PAGES_CELL;
    size_t k = 0;
    for (; k < trials->columns; k++) {
        width += trial_width(view, trials, k) + BIREME_PAGES_CELL;
        if (width > BIREME_PAGES_WIDTH) break;
    }
    return k;
}

static bool has_ratios(const bireme_forecast_view *view, const bireme_trials *trials)
{
    for (size_t k = 0; k < trials->columns; k++)
        if (isfinite(bireme_of_totals(view->forecast, view->model, false, trials->metric[k]))) return true;
    return false;
}

static void write_frame(bireme_book *book, lxw_worksheet *sheet, const bireme_forecast_view *view,
                        const bireme_trials *trials)
{
    static const char *const rows[] = {[ROW_HEAD] = "metric, over the whole horizon",
                                       [ROW_NAME] = "name for formulas",
                                       [ROW_MEAN] = "mean",
                                       [ROW_P10] = "P10",
                                       [ROW_P50] = "P50",
                                       [ROW_P90] = "P90",
                                       [ROW_TARGET] = "target (name: Target; change it)",
                                       [ROW_CHANCE] = "chance to reach it"};
    char place[80];
    bireme_text note = {0};
    bireme_book_text(book, sheet, 0, 0, BIREME_BOOK_HEADING, "Trials: a row is one future, in all columns");
    bireme_text_format(
        &note,
        "Each column has a name: =PERCENTILE.INC(%s,0.1), =CORREL(…) and the like work anywhere in "
        "this workbook.",
        trials->subject[0] != '\0' ? trials->subject : "NAME");
    if (trials->n < bireme_forecast_trials(view->forecast))
        bireme_text_format(&note, " These are the first %zu of the trials.", trials->n);
    if (has_ratios(view, trials))
        bireme_text_append(&note, " The mean of a ratio, such as cac, is that of the trials; Summary has the "
                                  "mean of the one over the mean of the other.");
    size_t paper = trials->n < TRIALS_ON_PAPER ? trials->n : TRIALS_ON_PAPER;
    size_t wide = columns_on_paper(view, trials);
    if (paper < trials->n || wide < trials->columns)
        bireme_text_format(&note, " On paper: the first %zu of %zu trial%s and %zu of %zu metrics.", paper,
                           trials->n, bireme_plural(trials->n), wide, trials->columns);
    bireme_book_wrapped(book, sheet, 1, 0, (int)wide, BIREME_BOOK_TEXT, bireme_text_string(&note));
    bireme_book_release(book, &note);
    for (int r = ROW_HEAD; r <= ROW_CHANCE; r++)
        bireme_book_text(book, sheet, r, 0, r == ROW_HEAD ? BIREME_BOOK_HEAD : BIREME_BOOK_BODY, rows[r]);
    bireme_book_text(book, sheet, ROW_TRIALS - 1, 0, BIREME_BOOK_HEAD, "trial");
    for (size_t c = 1; c <= trials->columns; c++)
        bireme_book_text(book, sheet, ROW_TRIALS - 1, (int)c, BIREME_BOOK_HEAD, "");
    for (size_t i = 0; i < trials->n; i++)
        bireme_book_number(book, sheet, ROW_TRIALS + (int)i, 0, BIREME_BOOK_BODY, BIREME_FORMAT_WHOLE,
                           (double)(i + 1));
    bireme_book_text(book, sheet, 2, 0, BIREME_BOOK_BODY, "trials here (name: PM_Trials)");
    bireme_book_number(book, sheet, 2, 1, BIREME_BOOK_BODY, BIREME_FORMAT_WHOLE, (double)trials->n);
    snprintf(place, sizeof place, "=Trials!$B$3");
    bireme_book_check(book, workbook_define_name(book->workbook, "PM_Trials", place));
}

static void write_columns(bireme_book *book, lxw_worksheet *sheet, const bireme_forecast_view *view,
                          bireme_trials *trials, column *columns, double *work)
{
    bireme_goal_result goal = *bireme_forecast_goal(view->forecast);
    const char *last = bireme_forecast_period_label(view->forecast,
                                                    bireme_forecast_period_count(view->forecast) - 1);
    size_t subject = bireme_forecast_view_metric(view, bireme_forecast_view_subject(view));
    for (size_t k = 0; k < trials->columns; k++) {
        column *c = &columns[k];
        size_t m = trials->metric[k];
        const char *metric = bireme_forecast_metric_name(view->forecast, m);
        *c = (column){.index = m,
                      .at = (int)k + 1,
                      .samples = bireme_forecast_samples(view->forecast, m),
                      .format = bireme_forecast_view_format(view, m)};
        c->shape = bireme_book_shape_of(c->format, trials->n, c->samples);
        name_apart(columns, k, c, metric);
        write_column(book, sheet, c, metric, trials->n);
        write_statistics(book, sheet, c, trials->n, work, &trials->mean[k]);
        if (m == subject) snprintf(trials->subject, sizeof trials->subject, "%s", c->name);
        if (goal.present && strcmp(goal.metric, metric) == 0 && strcmp(goal.by, last) == 0)
            write_target(book, sheet, c, trials->n, &goal, view->n_given == 0);
    }
}

bool bireme_book_trials(bireme_book *book, const bireme_forecast_view *view, bireme_trials *trials)
{
    if (!choose(trials, view)) book->out_of_memory = true;
    if (book->out_of_memory || trials->columns == 0 || trials->n == 0) return false;
    lxw_worksheet *sheet = bireme_book_sheet(book, "Trials");
    column *columns = bireme_calloc(trials->columns, sizeof *columns);
    double *work = bireme_calloc(trials->n, sizeof *work);
    if (columns == NULL || work == NULL || sheet == NULL) {
        book->out_of_memory = true;
    } else {
        bireme_book_width(book, sheet, 0, 0, NAMES_WIDTH);
        for (size_t k = 0; k < trials->columns; k++)
            bireme_book_width(book, sheet, (int)k + 1, (int)k + 1, trial_width(view, trials, k));
        write_columns(book, sheet, view, trials, columns, work);
        write_frame(book, sheet, view, trials);
        worksheet_freeze_panes(sheet, ROW_TRIALS, 1);
        /* printed are the statistics of the first columns, and enough trials to see what they are */
        bireme_pages_limit(book, sheet, ROW_TRIALS + TRIALS_ON_PAPER,
                           1 + (int)columns_on_paper(view, trials));
    }
    bireme_free(columns);
    bireme_free(work);
    return !book->out_of_memory;
}

void bireme_book_trials_free(bireme_trials *trials)
{
    bireme_free(trials->metric);
    bireme_free(trials->mean);
}
