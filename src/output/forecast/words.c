/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sentences of a forecast, to be read aloud: the answer that opens it, and the closing sentences on how
 * sure the program is of its answer.
 */
#include "output/forecast/forecast.h"

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "engine/run/metric_of.h"
#include "model/past.h"
#include "output/forms/number.h"

static void append_count(bireme_text *out, uint64_t count)
{
    char number[BIREME_PEOPLE_SIZE];
    bireme_text_append(out, bireme_whole_format(number, (double)count, 0));
}

/* "In the 12 % of the trials in which recession comes by the end of June 2027, " */
static void append_given(bireme_text *out, const bireme_forecast_view *view)
{
    char share[BIREME_PEOPLE_SIZE];
    if (view->n_given == 0) return;
    bireme_share_format(share, bireme_forecast_given_probability(view->forecast), 0);
    bireme_text_format(out, "In the %s of the trials in which ", share);
    for (size_t i = 0; i < view->n_given; i++) {
        if (i > 0) bireme_text_append(out, " and ");
        bireme_given_append(out, view->model, &view->given[i]);
    }
    bireme_text_append(out, ", ");
}

/* The verb depends on the kind of revenue: booked at once, or earned over the life of a contract. */
static const char *verb_of(const bireme_forecast_view *view, bool done)
{
    if (!bireme_forecast_view_has_money(view)) return done ? "won" : "win";
    if (view->model->revenue.recurring) return done ? "earned" : "earn";
    return done ? "booked" : "book";
}

static void append_amount(bireme_text *out, const bireme_forecast_view *view, double value, double se)
{
    bool money = bireme_forecast_view_has_money(view);
    char number[BIREME_PEOPLE_SIZE];
    bireme_format format = money ? BIREME_FORMAT_MONEY : BIREME_FORMAT_COUNT;
    bireme_text_append(out, bireme_format_number(number, format, view->model->currency, value, se));
}

/* "$3.2M of revenue", "$3.2M", "32 deals" */
static void append_what(bireme_text *out, const bireme_forecast_view *view, double value, double se)
{
    bool money = bireme_forecast_view_has_money(view);
    append_amount(out, view, value, se);
    bireme_text_append(out, !money ? " deals" : view->model->revenue.recurring ? " of revenue" : "");
}

static void append_range(bireme_text *out, const bireme_forecast_view *view, const bireme_summary *s)
{
    const char *currency = view->model->currency;
    bireme_format format = bireme_forecast_view_has_money(view) ? BIREME_FORMAT_MONEY : BIREME_FORMAT_WHOLE;
    char low[BIREME_PEOPLE_SIZE], high[BIREME_PEOPLE_SIZE];
    if (!(s->min < s->max)) return;
    bireme_format_number(low, format, currency, s->quantile[BIREME_P10],
                         bireme_summary_quantile_se(s, BIREME_P10));
    bireme_format_number(high, format, currency, s->quantile[BIREME_P90],
                         bireme_summary_quantile_se(s, BIREME_P90));
    bireme_text_format(out, ", in 8 of 10 %s between %s and %s",
                       view->n_given > 0 ? "such futures" : "futures", low, high);
}

/* "has booked $0.9M through March 2027 and is expected to book $2.8M more in the 9 months from April 2027:
 * $3.8M in all" */
static void append_past(bireme_text *out, const bireme_forecast_view *view, double past)
{
    const bireme_metric_id id = bireme_forecast_view_subject(view);
    const bireme_summary *s = bireme_forecast_view_total(view, id);
    char through[BIREME_PERIOD_WORDS], said[BIREME_SAID_SIZE];
    bireme_text_format(out, "%s has %s ", view->model->name, verb_of(view, true));
    append_what(out, view, past, 0);
    bireme_text_format(out, " %s and is expected to %s ", bireme_forecast_view_through(view, through),
                       verb_of(view, false));
    append_amount(out, view, s->mean - past, s->mean_se);
    bireme_text_format(out, " more in %s: ",
                       bireme_calendar_say_horizon(&view->model->calendar, view->model->periods, said));
    append_amount(out, view, s->mean, s->mean_se);
    bireme_text_append(out, " in all");
    append_range(out, view, s);
}

static void append_expectation(bireme_text *out, const bireme_forecast_view *view)
{
    const bireme_metric_id id = bireme_forecast_view_subject(view);
    const bireme_summary *s = bireme_forecast_view_told(view, id);
    double past = bireme_past_sum(view->model, id);
    char said[BIREME_SAID_SIZE];
    if (view->model->past.periods > 0 && !isnan(past)) {
        append_past(out, view, past);
        return;
    }
    bireme_text_format(out, "%s is expected to %s ", view->model->name, verb_of(view, false));
    append_what(out, view, s->mean, s->mean_se);
    bireme_text_format(out, " in %s",
                       bireme_calendar_say_horizon(&view->model->calendar, view->model->periods, said));
    append_range(out, view, s);
}

static void append_probability(bireme_text *out, const bireme_goal_result *goal, uint64_t trials)
{
    char number[BIREME_PEOPLE_SIZE];
    if (trials == 1) {
        bireme_text_append(out, goal->probability > 0 ? "is reached in the only trial"
                                                      : "is missed in the only trial");
        return;
    }
    if (goal->probability <= 0 || goal->probability >= 1) {
        bireme_text_append(out, goal->probability <= 0 ? "is reached in none of the "
                                                       : "is reached in all of the ");
        append_count(out, trials);
        bireme_text_append(out, " trials");
        return;
    }
    bireme_text_append(out, "is reached with a probability of ");
    if (goal->probability < 0.01)
        bireme_text_append(out, "less than 1 %");
    else if (goal->probability > 0.99)
        bireme_text_append(out, "more than 99 %");
    else {
        double percent = floor(100 * goal->probability + 0.5);
        bireme_text_format(out, "%s %%", bireme_whole_format(number, percent, 0));
    }
    if (goal->probability_se > 0.01)
        bireme_text_format(out, " (give or take %s %%)",
                           bireme_whole_format(number, ceil(100 * goal->probability_se), 0));
}

/* A trial without a value has not reached the goal. */
static void append_without_value(bireme_text *out, const bireme_forecast_view *view, size_t metric)
{
    char number[BIREME_PEOPLE_SIZE];
    const bireme_summary *s = bireme_forecast_total(view->forecast, metric);
    if (!(s->left_out >= 0.001)) return;
    bireme_text_format(out, " (the %s of the trials in which it has no value count as missed)",
                       bireme_share_format(number, s->left_out, 0));
}

static void append_goal(bireme_text *out, const bireme_forecast_view *view)
{
    bireme_goal_result goal = *bireme_forecast_goal(view->forecast);
    if (!goal.present) return;
    char number[BIREME_PEOPLE_SIZE], last[BIREME_LABEL_SIZE], by[BIREME_SAID_SIZE],
        words[BIREME_METRIC_WORDS_SIZE];
    bireme_metric_words_of(view->model, goal.metric, words);
    size_t metric = bireme_forecast_metric_of(view->forecast, goal.metric);
    bireme_format format = bireme_forecast_view_format(view, metric);
    if (format == BIREME_FORMAT_MONEY)
        bireme_money_format_exact(number, view->model->currency, goal.at_least);
    else if (format == BIREME_FORMAT_COUNT)
        bireme_plain_format(number, goal.at_least);
    else if (format == BIREME_FORMAT_RATIO) /* as it was given: 3×, not 3.00× */
        strcat(bireme_plain_format(number, goal.at_least), "×");
    else
        bireme_format_number(number, format, view->model->currency, goal.at_least, 0);
    bireme_metric_id id = bireme_forecast_metric_id(view->forecast, metric);
    const char *said = id.kind < BIREME_METRIC_KINDS ? bireme_metric_row_of(id.kind)->said : NULL;
    bireme_text_append(out, "; the goal of ");
    if (said == NULL && goal.at_most) bireme_text_append(out, "at most ");
    bool is_revenue = id.kind == BIREME_METRIC_REVENUE ||
                      (id.kind == BIREME_METRIC_BOOKINGS && !view->model->revenue.recurring);
    if (format == BIREME_FORMAT_COUNT)
        bireme_text_append_counted(out, number, words);
    else if (said != NULL)
        bireme_text_format(out, "%s of at %s %s", said, goal.at_most ? "most" : "least", number);
    else
        bireme_text_format(out,
                           is_revenue                      ? "%s"
                           : format == BIREME_FORMAT_MONEY ? "%s in %s"
                                                           : "%s for the %s",
                           number, words);
    bireme_calendar_label(&view->model->calendar, view->model->periods - 1, last);
    if (goal.by != NULL && strcmp(goal.by, last) != 0)
        bireme_text_format(out, " %s", bireme_calendar_say_by_date(&view->model->past.calendar, goal.by, by));
    bireme_text_append(out, " ");
    append_probability(out, &goal, bireme_forecast_view_trials(view));
    append_without_value(out, view, metric);
    if (!isfinite(goal.confidence)) return;
    bireme_share_format(number, goal.confidence, 0);
    double distance = goal.probability - goal.confidence;
    bool close = fabs(distance) <= 2 * goal.probability_se;
    if (close)
        bireme_text_format(out, ", as near to the %s asked for as these trials can tell", number);
    else
        bireme_text_format(out, distance > 0 ? ", more than the %s asked for" : ", short of the %s asked for",
                           number);
}

void bireme_forecast_opening(const bireme_forecast_view *view, bireme_text *out)
{
    if (view->n_given > 0 && bireme_forecast_view_trials(view) == 0) {
        bireme_text_append(out, "In none of the trials ");
        for (size_t i = 0; i < view->n_given; i++) {
            if (i > 0) bireme_text_append(out, " and ");
            bireme_given_append(out, view->model, &view->given[i]);
        }
        bireme_text_append(out, ": there is nothing to say.");
        return;
    }
    append_given(out, view);
    append_expectation(out, view);
    append_goal(out, view);
    bireme_text_append(out, ".");
}

/* A standard error, with two digits. */
static void append_error(bireme_text *out, const bireme_forecast_view *view, bool money, const char *what,
                         double se)
{
    char number[BIREME_PEOPLE_SIZE];
    bireme_format format = money ? BIREME_FORMAT_MONEY : BIREME_FORMAT_COUNT;
    bireme_text_format(out, "±%s on %s", bireme_format_number(number, format, view->model->currency, se, NAN),
                       what);
}

/* A share with two digits, as a percentage: "0.083 %". */
static void append_small_share(bireme_text *out, double share)
{
    char number[BIREME_PEOPLE_SIZE];
    double unit = share > 0 ? pow(10, floor(log10(100 * share)) - 1) : 1;
    bireme_text_format(out, "%s %%", bireme_plain_format(number, floor(100 * share / unit + 0.5) * unit));
}

/* "The precision of 0.1 % that was asked for was reached after 131,072 trials: the largest standard error is
 * 0.083 % of the value, on P10 of revenue. " */
static void append_precision(bireme_text *out, const bireme_forecast_view *view)
{
    bireme_precision_result precision = *bireme_forecast_precision(view->forecast);
    char number[BIREME_PEOPLE_SIZE], trials[BIREME_PEOPLE_SIZE], words[BIREME_METRIC_WORDS_SIZE];
    if (!precision.asked) return;
    bool interrupted = bireme_forecast_trials(view->forecast) < view->trials_asked;
    bireme_whole_format(trials, (double)bireme_forecast_trials(view->forecast), 0);
    bireme_text_format(out, "The precision of %s %% that was asked for ",
                       bireme_plain_format(number, 100 * precision.wanted));
    if (precision.met)
        bireme_text_format(out, "was reached after %s trial%s", trials, bireme_plural_of(trials));
    else if (interrupted)
        bireme_text_append(out, "was not reached when the run was interrupted");
    else
        bireme_text_format(out, "was not reached within %s trial%s; allow more with --trials", trials,
                           bireme_plural_of(trials));
    if (precision.worst != NULL && isfinite(precision.reached)) {
        bool mean = strcmp(precision.worst, "mean") == 0;
        bireme_metric_words_of(view->model, precision.metric, words);
        bireme_text_append(out, ": the largest standard error is ");
        append_small_share(out, precision.reached);
        if (mean)
            bireme_text_format(out, " of the value, on the mean of %s", words);
        else
            bireme_text_format(out, " of the value, on P%s of %s", precision.worst + 1, words);
    }
    bireme_text_append(out, ". ");
}

void bireme_forecast_certainty(const bireme_forecast_view *view, bireme_text *out)
{
    const bireme_summary *s = bireme_forecast_view_told(view, bireme_forecast_view_subject(view));
    bool money = bireme_forecast_view_has_money(view);
    uint64_t trials = bireme_forecast_trials(view->forecast);
    append_count(out, trials);
    if (trials < view->trials_asked) {
        bireme_text_append(out, " of ");
        append_count(out, view->trials_asked);
    }
    bireme_text_format(out, " trial%s%s, seed %" PRIu64 ", %s", bireme_plural(view->trials_asked),
                       trials < view->trials_asked ? " (interrupted)" : "",
                       bireme_forecast_seed(view->forecast),
                       bireme_sampler_words(bireme_sampler_find(bireme_forecast_sampler(view->forecast))));
    if (view->n_given > 0) {
        bireme_text_append(out, "; the conditions hold in ");
        append_count(out, bireme_forecast_view_trials(view));
        bireme_text_append(out, " of them");
    }
    bireme_text_append(out, ". ");
    append_precision(out, view);
    if (!isfinite(s->mean_se) || !isfinite(s->quantile_se[BIREME_P10]) ||
        !isfinite(s->quantile_se[BIREME_P50]) || !isfinite(s->quantile_se[BIREME_P90])) {
        bireme_text_append(out,
                           "These are too few trials to say how far the figures above are from what many "
                           "trials would give; use more with --trials.");
        return;
    }
    bireme_text_format(out, "Another seed would move the %s by about ", money ? "revenue" : "number of wins");
    append_error(out, view, money, "the mean, ", s->mean_se);
    append_error(out, view, money, "P10, ", bireme_summary_quantile_se(s, BIREME_P10));
    append_error(out, view, money, "P50 and ", bireme_summary_quantile_se(s, BIREME_P50));
    append_error(out, view, money, "P90", bireme_summary_quantile_se(s, BIREME_P90));
    if (view->model->tail_power > 0)
        bireme_text_append(
            out, " (one standard error each; some values have so heavy a tail that trials show too little of "
                 "it, and that of the mean holds what values rarer than any of these trials would add)");
    else
        bireme_text_append(out, " (one standard error each)");
    bireme_text_append(out, ". The rest of the ranges is the uncertainty that the scenario "
                            "itself states; what it leaves out is not in them.");
}
