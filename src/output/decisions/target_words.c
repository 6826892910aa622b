/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sentences of a plan, to be read aloud.
 */
#include "output/decisions/target.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "model/past.h"
#include "output/forecast/forecast.h"
#include "output/forms/number.h"

/* "$6M revenue", "120 wins", "a return on marketing (ROMI) of 2.5×" */
static void append_target(const bireme_target_view *view, double value, bool exact, bireme_text *out)
{
    const bireme_target *t = view->target;
    char number[BIREME_PEOPLE_SIZE], words[BIREME_METRIC_WORDS_SIZE];
    bireme_format format = bireme_unit_format(t->unit);
    bireme_metric_words_of(view->model, t->metric, words);
    if (format == BIREME_FORMAT_COUNT) format = BIREME_FORMAT_WHOLE;
    if (t->unit == BIREME_UNIT_MONEY && exact)
        bireme_money_format_exact(number, view->model->currency, value);
    else
        bireme_format_number(number, format, view->model->currency, value, 0);
    const char *said = bireme_metric_said(t->metric);
    if (t->unit == BIREME_UNIT_COUNT)
        bireme_text_append_counted(out, number, words);
    else if (said != NULL)
        bireme_text_format(out, "%s of %s", said, number);
    else
        bireme_text_format(out, t->unit == BIREME_UNIT_MONEY ? "%s %s" : "%s of %s", number, words);
}

static void append_until(const bireme_target_view *view, bireme_text *out)
{
    char by[BIREME_SAID_SIZE];
    bireme_text_format(out, " %s",
                       bireme_calendar_say_by_date(&view->model->calendar, view->target->until, by));
}

/* "0.58 times", with the digits that the tables have. buffer of BIREME_PEOPLE_SIZE; returned. */
static const char *times_format(char *buffer, double scale)
{
    bireme_ratio_format(buffer, scale, 0);
    strcpy(buffer + strcspn(buffer, "\xC3"), " times"); /* × is C3 97 */
    return buffer;
}

/* Uncertain budgets have a P80. */
static void append_cost(const bireme_target_view *view, bireme_text *out)
{
    const bireme_target *t = view->target;
    if (t->budget.n == 0) {
        bireme_text_append(out, "no budget in any trial");
        return;
    }
    const char *currency = view->model->currency;
    bireme_text_append(out, BIREME_MONEY(currency, t->budget.mean, t->budget.mean_se));
    if (t->budget.max > t->budget.min)
        bireme_text_format(
            out, " on average, %s in the median and no more than %s in 8 of 10 futures",
            BIREME_MONEY(currency, t->budget.quantile[BIREME_P50], t->budget.quantile_se[BIREME_P50]),
            BIREME_MONEY(currency, t->budget_p80, 0));
}

static double bought(const bireme_target *t)
{
    double sum = 0;
    for (size_t c = 0; c < t->n_channels; c++) sum += t->channels[c].paid;
    return sum;
}

/* Whether channels cost more than what buys leads. */
static bool has_other_costs(const bireme_model *model)
{
    for (size_t c = 0; c < model->n_channels; c++)
        if (model->channels[c].has_own_cost && model->channels[c].owner != BIREME_OWNER_SALES) return true;
    return false;
}

/* Leads and their cost, or the budget and its leads; `leads` and `budget` are the words before the first
 * number. */
static void append_volume(const bireme_target_view *view, const char *leads, const char *budget,
                          bireme_text *out)
{
    const bireme_target *t = view->target;
    const char *others = has_other_costs(view->model) ? ", the other costs of channels included" : "";
    const char *all = bireme_whole_format(BIREME_PEOPLE, bireme_target_all_to_come(view->target, false), 0),
               *times = times_format(BIREME_PEOPLE, t->scale);
    if (t->by == BIREME_TARGET_BY_LEADS) {
        const char *paid = bireme_whole_format(BIREME_PEOPLE, bought(t), 0);
        bireme_text_format(out, "%s %s lead%s, of which %s %s bought (%s those of today's plan); they cost ",
                           leads, all, bireme_plural_of(all), paid, strcmp(paid, "1") == 0 ? "is" : "are",
                           times);
        append_cost(view, out);
        bireme_text_append(out, others);
    } else {
        bireme_text_format(out, "%s ", budget);
        append_cost(view, out);
        bireme_text_append(out, others);
        bireme_text_format(out, " (%s today's), which brings %s lead%s on average", times, all,
                           bireme_plural_of(all));
    }
}

static void append_answer(const bireme_target_view *view, bireme_text *out)
{
    const bireme_target *t = view->target;
    if (t->scale == 0) {
        bireme_text_append(out, t->by == BIREME_TARGET_BY_LEADS ? "no leads need be bought: "
                                                                : "no budget is needed: ");
        append_target(view, t->at_least, true, out);
        bireme_text_append(out, " comes without");
        return;
    }
    append_volume(view, "it takes", "it takes a budget of", out);
}

static void append_reps(const bireme_target_view *view, bireme_text *out)
{
    const bireme_target *t = view->target;
    if (!t->scales_reps) return;
    const char *reps = bireme_plain_format(BIREME_PEOPLE, t->reps);
    bireme_text_format(out, " It starts with %s rep%s instead of %s", reps, bireme_plural_of(reps),
                       bireme_plain_format(BIREME_PEOPLE, t->reps_today));
    if (t->reps_bound != NULL) bireme_text_format(out, ", the %s of their line", t->reps_bound);
    bireme_text_append(out, ".");
}

/* Limits without which the target would be more likely, by at least a point. */
static void append_limits(const bireme_target *t, bireme_text *out)
{
    size_t said = 0;
    if (!t->converged) return;
    for (size_t i = 0; i < t->n_limits; i++) {
        const bireme_target_limit *limit = &t->limits[i];
        if (limit->probability < t->achieved + 0.01) continue;
        bireme_text_format(out,
                           said > 0 ? "; without that of %s in %s"
                           : t->at_most
                               ? " What holds it back is %s: without that limit it would be kept in %s"
                               : " What holds it back is %s: without that limit it would be reached in %s",
                           limit->name, BIREME_SHARE(limit->probability, limit->probability_se));
        if (said == 0) bireme_text_append(out, " of futures at best");
        said++;
    }
    if (said > 0) bireme_text_append(out, ".");
    if (t->n_limits > 1 && t->all_limits > t->achieved + 0.01 &&
        (said == 0 || t->limits[0].probability < t->confidence)) {
        bireme_text_format(out,
                           said > 0 ? " Without any limit it would be %s in %s of futures."
                                    : " No single limit holds it back; without any of them it would be %s in "
                                      "%s of futures.",
                           t->at_most ? "kept" : "reached", BIREME_SHARE(t->all_limits, t->all_limits_se));
    } else if (said == 0) {
        bireme_text_append(
            out, " No limit of capacity, saturation or time holds it back: it is what each lead brings, "
                 "set against what it costs.");
    }
}

/* "What such a plan reaches with a confidence of 80 % is $6.07M bookings." */
static void append_within_reach(const bireme_target_view *view, bireme_text *out)
{
    const bireme_target *t = view->target;
    if (!isfinite(t->within_reach)) return;
    bireme_text_format(out,
                       t->at_most ? " What such a plan keeps with a confidence of %s is at most "
                                  : " What such a plan reaches with a confidence of %s is ",
                       BIREME_SHARE(t->confidence, 0));
    append_target(view, t->within_reach, false, out);
    bireme_text_append(out, ".");
}

/* A share beside another, with as many decimals as tell them apart: "50.99 %" beside "51.05 %". buffer of
 * BIREME_PEOPLE_SIZE; returned. */
static const char *share_apart(char *buffer, double share, double se, double from)
{
    char other[BIREME_PEOPLE_SIZE];
    bireme_share_format(buffer, share, se);
    bireme_share_format(other, from, se);
    for (int decimals = 1; decimals <= 3 && strcmp(buffer, other) == 0 && share != from; decimals++) {
        snprintf(buffer, BIREME_PEOPLE_SIZE, "%.*f %%", decimals, 100 * share);
        snprintf(other, sizeof other, "%.*f %%", decimals, 100 * from);
    }
    return buffer;
}

/* A search that was stopped early does not know what would have followed. */
static void append_never(const bireme_target *t, bireme_text *out)
{
    const char *verb = t->at_most ? "kept" : "reached";
    bireme_text_format(
        out, t->confirmed ? " cannot be %s with a confidence of %s" : " was not %s with a confidence of %s",
        verb, share_apart(BIREME_PEOPLE, t->confidence, 0, t->achieved));
    if (!t->confirmed)
        bireme_text_append(out, t->converged ? " in this search: " : " as far as the search went: ");
    else
        bireme_text_append(out, t->by == BIREME_TARGET_BY_LEADS ? ", however many leads are bought: "
                                                                : ", whatever the budget: ");
}

/* What comes nearest to a target that is not reached. */
static void append_best(const bireme_target_view *view, bireme_text *out)
{
    const bireme_target *t = view->target;
    append_never(t, out);
    bireme_text_format(out, "at best it is %s in %s of futures, with %s %s", t->at_most ? "kept" : "reached",
                       share_apart(BIREME_PEOPLE, t->achieved, t->achieved_se, t->confidence),
                       times_format(BIREME_PEOPLE, t->scale),
                       t->by == BIREME_TARGET_BY_LEADS ? "the bought leads of today's plan."
                                                       : "today's budget.");
    append_limits(t, out);
    append_within_reach(view, out);
}

/* "At most $12,000 cac by the end of December 2027 is kept with a confidence of 80 % with up to 4,131
 * leads …" */
static void append_ceiling(const bireme_target_view *view, bireme_text *out)
{
    const bireme_target *t = view->target;
    bireme_text_append(out, "At most ");
    append_target(view, t->at_least, true, out);
    append_until(view, out);
    if (!t->reached) {
        append_best(view, out);
        return;
    }
    bireme_text_format(out, " is kept with a confidence of %s", BIREME_SHARE(t->confidence, 0));
    append_volume(view, " with up to", " with a budget of up to", out);
    bireme_text_append(out, ".");
    append_reps(view, out);
}

static void append_refusal(const bireme_target_view *view, bireme_text *out)
{
    append_target(view, view->target->at_least, true, out);
    append_until(view, out);
    append_best(view, out);
}

/* An answer that its own check contradicts is not an answer, and is not presented as one. */
static void append_doubt(const bireme_target *t, bireme_text *out)
{
    bireme_text_format(out, "Not an answer to rely on: %s", t->doubt);
    if (t->converged && !t->agrees)
        bireme_text_format(out, ": in %s of them, in %s of those of the search",
                           BIREME_SHARE(t->verified, t->verified_se),
                           BIREME_SHARE(t->achieved, t->achieved_se));
    bireme_text_append(out, ". What the search came to: ");
}

void bireme_target_opening(const bireme_target_view *view, bireme_text *out)
{
    const bireme_target *t = view->target;
    if (!t->confirmed) append_doubt(t, out);
    if (t->at_most) {
        append_ceiling(view, out);
    } else if (t->reached) {
        bireme_text_append(out, "To reach ");
        append_target(view, t->at_least, true, out);
        append_until(view, out);
        bireme_text_format(out, " with a confidence of %s, ", BIREME_SHARE(t->confidence, 0));
        append_answer(view, out);
        bireme_text_append(out, ".");
        append_reps(view, out);
    } else {
        append_refusal(view, out);
    }
    bireme_text_format(out, " Today's plan %s it in %s of futures.", t->at_most ? "keeps" : "reaches",
                       t->reached ? BIREME_SHARE(t->today, t->today_se)
                                  : share_apart(BIREME_PEOPLE, t->today, t->today_se, t->confidence));
}

/* An answer of nothing, or at the end of a line, has no standard error. */
static void append_scale_error(const bireme_target *t, bireme_text *out)
{
    const char *times = times_format(BIREME_PEOPLE, t->scale);
    if (t->scale_se == 0) return;
    if (isnan(t->scale_se))
        bireme_text_format(out,
                           t->converged
                               ? "How accurate the answer is, %s today's plan, is not known: there the "
                                 "chance hardly changes with the scale. "
                               : "The search stopped at %s today's plan, which has no standard error. ",
                           times);
    else
        bireme_text_format(out, "The answer, %s today's plan, has a standard error of %s. ", times,
                           bireme_count_format(BIREME_PEOPLE, t->scale_se, NAN));
}

void bireme_target_certainty(const bireme_target_view *view, bireme_text *out)
{
    const bireme_target *t = view->target;
    if (t->reached) append_scale_error(t, out);
    bireme_text_format(
        out,
        "On the %s trial%s of the search the target is %s in %s, on as many others (seed %" PRIu64
        "), which had no part in it, in %s: %s",
        bireme_whole_format(BIREME_PEOPLE, (double)t->trials, 0), bireme_plural(t->trials),
        t->at_most ? "kept" : "reached", BIREME_SHARE(t->achieved, t->achieved_se), t->verified_seed,
        BIREME_SHARE(t->verified, t->verified_se),
        t->agrees ? "chance alone explains such a difference."
                  : "more than chance explains, so that the answer is not known.");
    if (t->unbought > 0)
        bireme_text_format(
            out,
            " In %s of the trials some channel is saturated before it brings the leads, whatever is spent: "
            "in those the target counts as missed, and they have no cost.",
            BIREME_SHARE(t->unbought, 0));
    const char *runs = bireme_plain_format(BIREME_PEOPLE, ceil(10 * t->runs) / 10);
    bireme_text_format(
        out, " The work was that of %s run%s with %s; seed %" PRIu64 ".", runs, bireme_plural_of(runs),
        bireme_sampler_words(bireme_sampler_find(bireme_forecast_sampler(t->forecast))), t->seed);
}

/* ------------------------ facts, and what they make with the plan */

double bireme_target_past_in(const bireme_target_view *view, size_t t, bool budget)
{
    return budget ? bireme_past_spend(view->model, t)
                  : bireme_past_value(view->model, bireme_metric_all(BIREME_METRIC_LEADS), t);
}

double bireme_target_so_far(const bireme_target_view *view, size_t c, bool budget)
{
    const bireme_metric_kind kind = budget ? BIREME_METRIC_CHANNEL_SPEND : BIREME_METRIC_CHANNEL_LEADS;
    return bireme_past_sum(view->model, bireme_metric_one(kind, (int)c));
}

double bireme_target_all_so_far(const bireme_target_view *view, bool budget)
{
    double sum = 0;
    for (size_t t = 0; t < view->model->past.periods; t++) sum += bireme_target_past_in(view, t, budget);
    return sum;
}

double bireme_target_to_come(const bireme_target *t, size_t c, bool budget)
{
    return budget ? t->channels[c].budget : t->channels[c].leads;
}

double bireme_target_all_to_come(const bireme_target *t, bool budget)
{
    double sum = 0;
    for (size_t c = 0; c < t->n_channels; c++) sum += bireme_target_to_come(t, c, budget);
    return sum;
}
