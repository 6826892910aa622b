/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A forecast as a workbook: Summary, Report, Assumptions, Periods, Trials, Checks, Chart data.
 */
#include "output/forecast/book.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "engine/run/metric_of.h"
#include "numeric/rank.h"
#include "output/book/pages.h"
#include "output/forecast/sections.h"
#include "output/forms/number.h"
#include "output/forecast/of_totals.h"

/* The mean of a ratio over the trials is a different number: with few wins a cost per win is high. */
static const char OF_RATIOS[] =
    "Ratios: the mean of the one over the mean of the other; P10 to P90 are of the trials.";

/* ------------------------ key figures */

/* A row of the key figures: mean (for a ratio, that of the totals), P10, P50, P90. */
typedef struct figure {
    size_t headline;
    bireme_format format;
    const bireme_summary *summary;
    double value[4];
} figure;

static figure figure_of(const bireme_forecast_view *view, size_t i, bool *ratio)
{
    static const int quantiles[] = {BIREME_P10, BIREME_P50, BIREME_P90};
    size_t metric = bireme_headline_metric(view, i);
    const bireme_summary *s = bireme_forecast_total(view->forecast, metric);
    figure f = {.headline = i};
    if (s == NULL || s->n == 0 || (s->min == 0 && s->max == 0)) return f;
    double of_totals = bireme_of_totals(view->forecast, view->model, false, metric);
    f.summary = s;
    f.format = bireme_forecast_view_format(view, metric);
    f.value[0] = isnan(of_totals) ? s->mean : of_totals;
    for (int k = 0; k < 3; k++) f.value[1 + k] = s->quantile[quantiles[k]];
    *ratio = *ratio || !isnan(of_totals);
    return f;
}

/* money: the common shape of all amounts in the table. */
static void key_row(bireme_book *book, lxw_worksheet *sheet, int row, const figure *f,
                    bireme_book_shape money)
{
    char title[BIREME_HEADLINE_SIZE];
    bireme_book_text(book, sheet, row, 0, BIREME_BOOK_BODY, bireme_headline_title(f->headline, title));
    for (int k = 0; k < 4; k++) {
        bireme_format format = f->format == BIREME_FORMAT_COUNT && k > 0 ? BIREME_FORMAT_WHOLE : f->format;
        bireme_book_shape shape = format == BIREME_FORMAT_MONEY ? money
                                                                : bireme_book_shape_of(format, 4, f->value);
        bireme_book_shaped(book, sheet, row, 1 + k, BIREME_BOOK_BODY, shape, f->value[k]);
    }
    if (f->summary->left_out > 0)
        bireme_book_number(book, sheet, row, 5, BIREME_BOOK_BODY, BIREME_FORMAT_SHARE, f->summary->left_out);
}

static int goal_row(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_forecast_view *view)
{
    bireme_goal_result goal = *bireme_forecast_goal(view->forecast);
    if (!goal.present) return row;
    bireme_text title = {0};
    char number[BIREME_PEOPLE_SIZE], by[BIREME_SAID_SIZE], words[BIREME_METRIC_WORDS_SIZE];
    size_t metric = bireme_forecast_metric_of(view->forecast, goal.metric);
    bireme_format format = bireme_forecast_view_format(view, metric);
    if (format == BIREME_FORMAT_MONEY)
        bireme_money_format_exact(number, view->model->currency, goal.at_least);
    else
        bireme_format_number(number, format, view->model->currency, goal.at_least, 0);
    bireme_text_format(&title, "Chance of the goal: %s of %s%s %s",
                       bireme_metric_words_of(view->model, goal.metric, words),
                       goal.at_most ? "at most " : "", number,
                       bireme_calendar_say_by_date(&view->model->past.calendar, goal.by, by));
    if (isfinite(goal.confidence))
        bireme_text_format(&title, " (asked for: %s)", bireme_share_format(number, goal.confidence, 0));
    bireme_book_wrapped(book, sheet, row, 0, 0, BIREME_BOOK_TEXT, bireme_text_string(&title));
    bireme_book_number(book, sheet, row, 1, BIREME_BOOK_BODY, BIREME_FORMAT_SHARE, goal.probability);
    bireme_book_release(book, &title);
    return row + 1;
}

static int key_figures(bireme_book *book, lxw_worksheet *sheet, int row, const bireme_forecast_view *view)
{
    static const char *const heads[] = {"Over the whole horizon", "mean", "P10", "P50", "P90",
                                        "without a value"};
    bool left_out = false, ratios = false;
    figure figures[BIREME_HEADLINES];
    double money[4 * BIREME_HEADLINES];
    size_t n_money = 0;
    for (size_t i = 0; i < BIREME_HEADLINES; i++) {
        figures[i] = figure_of(view, i, &ratios);
        left_out = left_out || (figures[i].summary != NULL && figures[i].summary->left_out > 0);
        for (int k = 0; k < 4 && figures[i].summary != NULL && figures[i].format == BIREME_FORMAT_MONEY; k++)
            money[n_money++] = figures[i].value[k];
    }
    bireme_book_shape shape = bireme_book_shape_of(BIREME_FORMAT_MONEY, n_money, money);
    for (int c = 0; c < (left_out ? 6 : 5); c++)
        bireme_book_text(book, sheet, row, c, c == 0 ? BIREME_BOOK_HEAD : BIREME_BOOK_HEAD_RIGHT, heads[c]);
    row = goal_row(book, sheet, row + 1, view);
    for (size_t i = 0; i < BIREME_HEADLINES; i++)
        if (figures[i].summary != NULL) key_row(book, sheet, row++, &figures[i], shape);
    if (ratios) bireme_book_wrapped(book, sheet, row++, 0, 5, BIREME_BOOK_TEXT, OF_RATIOS);
    return row + 1;
}

/* ------------------------ checks */

/* What the owners won in the periods that are over may not be known: then of those still to come. */
static bool knows_owners(const bireme_forecast_view *view)
{
    for (size_t o = 0; o <= BIREME_OWNER_UNASSIGNED; o++) {
        const bireme_summary *s = bireme_forecast_view_one(view, BIREME_METRIC_OWNER_WINS, o);
        if (s != NULL && s->n == 0) return false;
    }
    return true;
}

static void add_up(bireme_checks *checks, const bireme_forecast_view *asked)
{
    bireme_forecast_view part = *asked;
    const bireme_forecast_view *view = &part;
    const bool whole = knows_owners(asked);
    if (!whole) part.rest = true;
    const bireme_summary *wins = bireme_forecast_view_all(view, BIREME_METRIC_WINS);
    double sum = 0;
    for (size_t o = 0; o <= BIREME_OWNER_UNASSIGNED; o++) {
        const bireme_summary *s = bireme_forecast_view_one(view, BIREME_METRIC_OWNER_WINS, o);
        if (s != NULL && s->n > 0) sum += s->mean;
    }
    if (wins->n > 0)
        bireme_checks_fact(checks,
                           whole ? "mean wins of marketing, sales, partners and unassigned add up to all wins"
                                 : "mean wins of marketing, sales, partners and unassigned, of what is still "
                                   "to come, add up to all wins",
                           fabs(sum - wins->mean) <= 1e-9 * fabs(wins->mean));
    bool ordered = true;
    for (size_t m = 0; m < bireme_forecast_metric_count(view->forecast); m++) {
        const bireme_summary *s = bireme_forecast_total(view->forecast, m);
        for (int k = 0; k + 1 < BIREME_QUANTILE_COUNT && s->n > 0; k++)
            ordered = ordered && s->quantile[k] <= s->quantile[k + 1];
    }
    bireme_checks_fact(checks, "P5 to P95 of every metric are in order", ordered);
}

static void trials_agree(bireme_checks *checks, const bireme_forecast_view *view, const bireme_trials *trials)
{
    char formula[BIREME_BOOK_NAME + 128], number[BIREME_NUMBER_SIZE];
    size_t subject = bireme_forecast_view_metric(view, bireme_forecast_view_subject(view));
    const bireme_summary *s = bireme_forecast_total(view->forecast, subject);
    if (trials->subject[0] == '\0') return;
    bool all = trials->n == bireme_forecast_trials(view->forecast);
    /* some of the trials: within five of their standard errors */
    double room = all ? 1e-9 * fabs(s->mean) : 5 * s->sd / sqrt((double)trials->n);
    bireme_number_format(number, s->mean);
    int length = snprintf(formula, sizeof formula, "ABS(AVERAGE(%s)-%s)<=", trials->subject, number);
    bireme_number_format(number, room);
    snprintf(formula + length, sizeof formula - (size_t)length, "%s", number);
    double mean = NAN;
    for (size_t c = 0; c < trials->columns; c++)
        if (trials->metric[c] == subject) mean = trials->mean[c];
    bireme_text what = {0};
    char words[BIREME_METRIC_WORDS_SIZE];
    bool ratio = isfinite(bireme_of_totals(view->forecast, view->model, false, subject));
    bireme_text_format(&what, "the mean of %s on the sheet Trials is the one %s",
                       bireme_forecast_view_words(view, subject, words),
                       ratio ? "in the table below" : "on Summary");
    bireme_checks_formula(checks, bireme_text_string(&what), formula, fabs(mean - s->mean) <= room);
    bireme_book_release(checks->book, &what);
}

/* Whether the mean here, over the trials, differs from the one that Summary and Report show. */
static bool is_ratio(const bireme_forecast_view *view, size_t m)
{
    double of_totals = bireme_of_totals(view->forecast, view->model, false, m);
    const bireme_summary *s = bireme_forecast_total(view->forecast, m);
    return isfinite(of_totals) && fabs(of_totals - s->mean) > 1e-9 * fabs(of_totals);
}

static void standard_errors(bireme_checks *checks, const bireme_forecast_view *view)
{
    static const char *const heads[] = {
        "metric, over the horizon", "mean of the trials", "of the mean", "of P10", "of P50", "of P90", NULL};
    bool any = false;
    for (size_t m = 0; m < bireme_forecast_metric_count(view->forecast); m++) any = any || is_ratio(view, m);
    bireme_checks_table(checks, "Standard errors: by how much another seed would move the figures", heads);
    if (any)
        bireme_book_wrapped(checks->book, checks->sheet, checks->row++, 0, 5, BIREME_BOOK_TEXT,
                            "* A ratio: here the mean of what it is trial by trial. Summary and Report have "
                            "the mean of the one over the mean of the other, which is another number.");
    for (size_t m = 0; m < bireme_forecast_metric_count(view->forecast); m++) {
        const bireme_summary *s = bireme_forecast_total(view->forecast, m);
        if (!bireme_section_varies(s)) continue;
        bireme_text name = {0};
        bireme_text_format(&name, "%s%s", bireme_forecast_metric_name(view->forecast, m),
                           is_ratio(view, m) ? " *" : "");
        bireme_book_text(checks->book, checks->sheet, checks->row, 0, BIREME_BOOK_BODY,
                         bireme_text_string(&name));
        const double values[] = {s->mean, s->mean_se, bireme_summary_quantile_se(s, BIREME_P10),
                                 bireme_summary_quantile_se(s, BIREME_P50),
                                 bireme_summary_quantile_se(s, BIREME_P90)};
        bireme_book_shape shape = bireme_book_shape_of(bireme_forecast_view_format(view, m), 5, values);
        for (int c = 0; c < 5; c++)
            bireme_book_shaped(checks->book, checks->sheet, checks->row, c + 1, BIREME_BOOK_BODY, shape,
                               values[c]);
        bireme_book_release(checks->book, &name);
        checks->row++;
    }
}

static void add_checks(bireme_book *book, const bireme_forecast_view *view, const bireme_trials *trials,
                       const char *certainty)
{
    bireme_checks checks;
    const char *name = view->model->name;
    bireme_checks_open(&checks, book, 1, &view->model, &name, bireme_forecast_trials(view->forecast),
                       bireme_forecast_seed(view->forecast), bireme_forecast_sampler(view->forecast));
    if (view->trials_asked > bireme_forecast_trials(view->forecast))
        bireme_checks_text(&checks, "interrupted", "the answer of the trials that were finished");
    bireme_checks_heading(&checks, "Do the figures hold together?");
    trials_agree(&checks, view, trials);
    add_up(&checks, view);
    bireme_checks_warnings(&checks, 1, &view->model, certainty);
    standard_errors(&checks, view);
}

/* ------------------------ the workbook */

static void add_report(bireme_book *book, const bireme_forecast_view *view)
{
    bireme_document document;
    lxw_worksheet *sheet = bireme_book_sheet(book, "Report");
    bireme_document_init(&document, view->model->currency);
    bireme_forecast_document(view, &document);
    bireme_book_document(book, sheet, 0, &document);
    bireme_document_free(&document);
}

static bireme_status fill(bireme_book *book, const bireme_forecast_view *view, bireme_text texts[4],
                          bireme_error *error)
{
    bireme_trials trials = {0};
    bireme_charts charts;
    int row;
    const char *answer[] = {bireme_text_string(&texts[0]), bireme_text_string(&texts[1])};
    lxw_worksheet *summary = bireme_book_summary(book, view->model->name, bireme_text_string(&texts[2]),
                                                 answer, 2, NULL, 0, &row);
    row = key_figures(book, summary, row, view);
    int charts_at = row;
    lxw_worksheet *more = NULL;
    if (bireme_book_has_charts(view)) {
        const double width = BIREME_PAGES_WIDTH / BIREME_SUMMARY_COLUMNS - BIREME_PAGES_CELL;
        more = bireme_book_sheet(book, "Charts");
        bireme_book_width(book, more, 0, BIREME_SUMMARY_COLUMNS - 1, width);
        bireme_book_text(book, more, 0, 0, BIREME_BOOK_TITLE, "The forecast in pictures");
    }
    add_report(book, view);
    const char *name = view->model->name;
    bireme_status status = bireme_book_assumptions(book, 1, &view->model, &name, error);
    if (status != BIREME_OK) return status;
    bool periods = bireme_book_periods(book, view), kept = false;
    /* An interrupted run should not have to wait for a sheet of trials. */
    if (view->trials_asked <= bireme_forecast_trials(view->forecast))
        kept = bireme_book_trials(book, view, &trials);
    add_checks(book, view, &trials, bireme_text_string(&texts[3]));
    bireme_charts_open(&charts, book);
    if (more != NULL) bireme_book_forecast_charts(&charts, view, more);
    row = bireme_book_summary_charts(&charts, view, summary, charts_at);
    row = bireme_book_passage(book, summary, row, "How sure is this", bireme_text_string(&texts[3]));
    const char *names[8] = {NULL}, *words[8] = {NULL};
    size_t n = 0;
    if (more != NULL) names[n] = "Charts", words[n++] = "more pictures: how much by when, how often";
    names[n] = "Report", words[n++] = "the whole answer, table by table";
    names[n] = "Assumptions", words[n++] = "every number that went in, with its source";
    const bool quarters = bireme_forecast_quarter_count(view->forecast) > 0;
    if (periods && quarters)
        names[n] = "Quarters", words[n++] = "every metric quarter by quarter";
    else if (periods)
        names[n] = "Periods", words[n++] = "every metric period by period";
    if (kept) names[n] = "Trials", words[n++] = "the trials, under names that formulas can use";
    names[n] = "Checks", words[n++] = "where this comes from, whether it holds together, how sure it is";
    names[n] = BIREME_CHART_DATA, words[n++] = "the numbers behind the charts";
    bireme_book_contents(book, summary, row, names, words);
    bireme_book_trials_free(&trials);
    return BIREME_OK;
}

bireme_status bireme_forecast_book(const void *of, bireme_text *out, bireme_error *error)
{
    const bireme_forecast_view *view = of;
    bireme_book book;
    bireme_text texts[4] = {{0}}; /* answer, in short, subtitle, certainty */
    bireme_status status = bireme_book_open(&book, view->model->name, "Forecast", view->model->currency,
                                            error);
    if (status != BIREME_OK) return status;
    bireme_forecast_opening(view, &texts[0]);
    bireme_forecast_in_short(view, &texts[1]);
    bireme_book_subtitle(&texts[2], "Forecast", view->model);
    bireme_forecast_certainty(view, &texts[3]);
    for (int i = 0; i < 4; i++) book.out_of_memory = book.out_of_memory || texts[i].failed;
    status = fill(&book, view, texts, error);
    for (int i = 0; i < 4; i++) bireme_text_free(&texts[i]);
    bireme_status closed = bireme_book_close(&book, status == BIREME_OK ? out : NULL,
                                             status == BIREME_OK ? error : NULL);
    return status != BIREME_OK ? status : closed;
}
