/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sentences of a split, to be read aloud.
 */
#include "output/decisions/split/split.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "output/forecast/forecast.h"
#include "output/forms/number.h"

bireme_format bireme_split_format(const bireme_split *split)
{
    return split->objective == BIREME_OBJECTIVE_P_GOAL ? BIREME_FORMAT_SHARE
                                                       : bireme_unit_format(split->unit);
}

bireme_format bireme_split_difference_format(const bireme_split *split)
{
    bireme_format format = bireme_split_format(split);
    return format == BIREME_FORMAT_SHARE ? BIREME_FORMAT_POINTS : format;
}

const char *bireme_objective_name(bireme_objective objective)
{
    static const char *const names[] = {[BIREME_OBJECTIVE_UNSET] = "unset",
                                        [BIREME_OBJECTIVE_P_GOAL] = "p_goal",
                                        [BIREME_OBJECTIVE_MEAN] = "mean",
                                        [BIREME_OBJECTIVE_CVAR] = "cvar"};
    return names[objective];
}

/* A value of the objective, and what two differ by. buffer of BIREME_PEOPLE_SIZE; returned. */
static const char *value_format(char *buffer, const bireme_split_view *view, double value, double se)
{
    return bireme_format_number(buffer, bireme_split_format(view->split), view->model->currency, value, se);
}

const char *bireme_split_difference(char *buffer, const bireme_split_view *view, double value, double se)
{
    return bireme_format_number(buffer, bireme_split_difference_format(view->split), view->model->currency,
                                value, se);
}

/* "$648K (30 %) into marketing and $1.48M (70 %) into sales" */
static void append_owners(const bireme_split_view *view, bireme_text *out)
{
    const bireme_division *best = &view->split->best;
    const struct {
        const char *name;
        double money;
    } owners[] = {{"marketing", best->marketing}, {"sales", best->sales}, {"partners", best->partner}};
    double little = 0.0005 * view->split->total, rest = 1;
    size_t left = 0, said = 0;
    for (size_t o = 0; o < 3; o++) left += owners[o].money > little;
    for (size_t o = 0; o < 3; o++) {
        if (!(owners[o].money > little)) continue;
        if (said > 0) bireme_text_append(out, said + 1 == left ? " and " : ", ");
        double share = owners[o].money / view->split->total, whole = floor(100 * share + 0.5) / 100;
        if (said + 1 == left && rest >= 0.1 && rest < 1) share = rest; /* as displayed they add up */
        bireme_text_format(out, "%s (%s) into %s",
                           BIREME_MONEY(view->model->currency, owners[o].money, 0.005 * owners[o].money),
                           BIREME_SHARE(share, 0.003), owners[o].name);
        rest = whole >= 0.1 ? rest - whole : -1;
        said++;
    }
}

/* "revenue by the end of December 2027 is $4.82M on average" */
static void append_objective(const bireme_split_view *view, const bireme_division *d, bireme_text *out)
{
    const bireme_split *s = view->split;
    const char *value = value_format(BIREME_PEOPLE, view, d->value, d->value_se);
    char by[BIREME_SAID_SIZE], words[BIREME_METRIC_WORDS_SIZE];
    bireme_metric_words_of(view->model, s->metric, words);
    bireme_calendar_say_by_date(&view->model->calendar, s->until, by);
    if (s->objective == BIREME_OBJECTIVE_P_GOAL) {
        const char *least = s->unit == BIREME_UNIT_MONEY
                                ? bireme_money_format_exact(BIREME_PEOPLE, view->model->currency, s->at_least)
                                : bireme_plain_format(BIREME_PEOPLE, s->at_least);
        bireme_text_format(out, "the goal of %s", s->at_most ? "at most " : "");
        bireme_text_append_counted(out, least, words);
        bireme_text_format(out, " %s is reached in %s of futures", by, value);
        return;
    }
    /* what follows the horizon is not there by its end */
    const bool follows = strcmp(s->metric, bireme_metric_row_of(BIREME_METRIC_NPV_LIFETIME)->name) == 0;
    bireme_text_format(out, "%s%s%s is %s on average", words, follows ? "" : " ", follows ? "" : by, value);
    if (s->objective == BIREME_OBJECTIVE_CVAR)
        bireme_text_format(out, " of the worst %s of futures", BIREME_SHARE(s->worst, 0));
}

/* Differences no larger than this may be rounding. */
double bireme_split_rounding(const bireme_split *s)
{
    return 1e-9 * fmax(fabs(s->best.value), fabs(s->scaled.value));
}

/* What the best division is compared with. */
static const char *baseline(const bireme_split *s)
{
    if (!s->today_allowed) return "the split nearest to today's that the limits allow";
    bool same = fabs(s->today.total - s->total) <= 1e-9 * s->total;
    return same ? "today's split" : "the same total divided as today";
}

static void append_gain(const bireme_split_view *view, bireme_text *out)
{
    const bireme_split *s = view->split;
    bool same = fabs(s->today.total - s->total) <= 1e-9 * s->total;
    const char *today = baseline(s);
    const char *cost = BIREME_MONEY(view->model->currency, s->today.total, 0),
               *gain = bireme_split_difference(BIREME_PEOPLE, view, fabs(s->gain), s->gain_se);
    if (!s->confirmed && s->gain_scaled < -fmax(2 * s->gain_scaled_se, bireme_split_rounding(s)))
        bireme_text_format(out, ", %s less than with %s",
                           bireme_split_difference(BIREME_PEOPLE, view, -s->gain_scaled, s->gain_scaled_se),
                           today);
    else if (s->told_from_zero)
        bireme_text_format(out, ", %s more than with %s",
                           bireme_split_difference(BIREME_PEOPLE, view, s->gain_scaled, s->gain_scaled_se),
                           today);
    else
        bireme_text_format(out, ", no different from %s as far as these trials can tell", today);
    if (!s->today_allowed) {
        bireme_text_format(out, ". Today's split, which the limits do not allow, gives %s, %s %s than that",
                           value_format(BIREME_PEOPLE, view, s->today.value, s->today.value_se), gain,
                           s->gain >= 0 ? "less" : "more");
        if (!same) bireme_text_format(out, ", and costs %s", cost);
    } else if (!same) {
        bireme_text_format(out, " and %s %s than with today's plan, which costs %s", gain,
                           s->gain >= 0 ? "more" : "less", cost);
    }
}

/* That today's division cannot be told from the best is an answer too, and comes first. */
static void append_unbeaten(const bireme_split_view *view, bireme_text *out)
{
    const bireme_split *s = view->split;
    double most = fmax(s->gain_scaled, 0) + 2 * s->gain_scaled_se;
    bireme_text_format(out, "No split was found that beats %s", baseline(s));
    if (most > bireme_split_rounding(s))
        bireme_text_format(out, " by more than %s", bireme_split_difference(BIREME_PEOPLE, view, most, NAN));
    bireme_text_append(out, ". ");
}

static void append_doubt(const bireme_split_view *view, bireme_text *out)
{
    const bireme_split *s = view->split;
    bireme_text_format(out, "Not an answer to rely on: %s", s->doubt);
    if (s->beaten_by > 0)
        bireme_text_format(out, ", by %s",
                           bireme_split_difference(BIREME_PEOPLE, view, s->beaten_by, s->beaten_by_se));
    bireme_text_append(out, ". What the search came to: ");
}

/* A total that was given, as it was written; one that follows from a plan's details, rounded. */
static const char *total_of(char *buffer, const bireme_split_view *view)
{
    const double total = view->split->total, digits_most = 1e7;
    const bool written = total == floor(total) &&
                         (total < digits_most || fmod(total, digits_most / 100) == 0);
    return written ? bireme_money_format_exact(buffer, view->model->currency, total)
                   : bireme_money_format(buffer, view->model->currency, total, 0);
}

/* "f the $2.13M in today's plan that can be moved", "f a budget of $2M", after a large or small O */
static void append_total(const bireme_split_view *view, bireme_text *out)
{
    const bireme_split *s = view->split;
    if (fabs(s->today.total - s->total) <= 1e-9 * s->total)
        bireme_text_format(out, "f the %s in today's plan that can be moved",
                           BIREME_MONEY(view->model->currency, s->total, 0));
    else
        bireme_text_format(out, "f a budget of %s", total_of(BIREME_PEOPLE, view));
}

void bireme_split_opening(const bireme_split_view *view, bireme_text *out)
{
    const bireme_split *s = view->split;
    if (!s->confirmed)
        append_doubt(view, out);
    else if (!s->told_from_zero && s->looked_at > 0)
        append_unbeaten(view, out);
    bireme_text_append(out, s->confirmed ? "O" : "o");
    append_total(view, out);
    bireme_text_append(out, !s->confirmed ? " it puts "
                            : s->told_from_zero || s->looked_at == 0
                                ? ", the best split puts "
                                : ", the split that the search ended at puts ");
    append_owners(view, out);
    bireme_text_append(out, ": ");
    append_objective(view, &s->best, out);
    append_gain(view, out);
    bireme_text_append(out, ".");
    if (s->confirmed && s->as_good_to - s->as_good_from > 0.005)
        bireme_text_format(out,
                           " Any marketing share from %s to %s comes within %s of that, if each part is "
                           "divided as well as can be.",
                           BIREME_SHARE(s->as_good_from, 0.003), BIREME_SHARE(s->as_good_to, 0.003),
                           bireme_split_difference(BIREME_PEOPLE, view, s->as_good_within, NAN));
}

static void append_starts(const bireme_split_view *view, bireme_text *out)
{
    const bireme_split *s = view->split;
    double low = INFINITY, high = -INFINITY;
    for (size_t k = 0; k < s->n_starts; k++)
        low = fmin(low, s->start_value[k]), high = fmax(high, s->start_value[k]);
    bireme_text_format(out, "From %zu start%s the search came to ", s->n_starts, bireme_plural(s->n_starts));
    if (high - low <= 1e-3 * fabs(high)) {
        bireme_text_append(out, "the same place. ");
        return;
    }
    const char *lowest = value_format(BIREME_PEOPLE, view, low, (high - low) / 10),
               *highest = value_format(BIREME_PEOPLE, view, high, (high - low) / 10);
    if (strcmp(lowest, highest) == 0)
        bireme_text_append(out, "places of much the same worth and went on from the best. ");
    else
        bireme_text_format(out, "places worth %s to %s and went on from the best. ", lowest, highest);
}

static void append_end(const bireme_split_view *view, bireme_text *out)
{
    const double apart = 0.1, little = 0.01;
    const bireme_split *s = view->split;
    if (s->searched_again)
        bireme_text_append(
            out, "A better place was one that the smooth measure of the search had passed over; from "
                 "there it went on with the objective as it is drawn. ");
    if (!s->converged)
        bireme_text_format(
            out,
            "The last money does not bring the same in every line that is not held at a limit, as it "
            "would at the best: the lines are %s apart. ",
            BIREME_SHARE(s->margin_spread, NAN));
    else if (isnan(s->kkt_residual))
        return;
    else if (s->kkt_residual > little)
        bireme_text_format(
            out,
            "No move of %s from one line to another gains anything that matters, though what the next "
            "dollar brings in one is up to %s more than what the last brings in another. ",
            BIREME_MONEY(view->model->currency, s->last_amount, NAN), BIREME_SHARE(s->kkt_residual, NAN));
    else if (s->margin_spread > apart)
        bireme_text_format(
            out,
            "No move of money from one line to another gains anything, though in what the last %s brings "
            "the lines are %s apart. ",
            BIREME_MONEY(view->model->currency, s->last_amount, NAN), BIREME_SHARE(s->margin_spread, NAN));
    else
        bireme_text_append(out, "No move of money from one line to another gains anything. ");
}

static void append_difference_told(const bireme_split_view *view, bireme_text *out)
{
    const bireme_split *s = view->split;
    double gain = fabs(s->gain_scaled);
    bireme_text_format(out, "The gain over %s is %s",
                       s->today_allowed ? "the same total divided as today" : baseline(s),
                       bireme_split_difference(BIREME_PEOPLE, view, s->gain_scaled, s->gain_scaled_se));
    if (gain <= bireme_split_rounding(s) && gain > 2 * s->gain_scaled_se) {
        bireme_text_append(out, ", no more than rounding.");
        return;
    }
    if (s->gain_scaled_se <= bireme_split_rounding(s)) {
        bireme_text_append(out, ", the same for all of these trials.");
        return;
    }
    bireme_text_format(out, ", %s than two standard errors (%s each).",
                       gain > 2 * s->gain_scaled_se ? "more" : "no more",
                       bireme_split_difference(BIREME_PEOPLE, view, s->gain_scaled_se, NAN));
}

void bireme_split_certainty(const bireme_split_view *view, bireme_text *out)
{
    const bireme_split *s = view->split;
    append_starts(view, out);
    append_end(view, out);
    bireme_text_format(
        out,
        "All figures are from %s trial%s that had no part in the search (seed %" PRIu64
        "). By the measure that the search goes by the best is worth %s on them, and %s on the "
        "trials of the search. ",
        bireme_whole_format(BIREME_PEOPLE, (double)s->trials, 0), bireme_plural(s->trials), s->fresh_seed,
        value_format(BIREME_PEOPLE, view, s->retested, s->best.value_se),
        value_format(BIREME_PEOPLE, view, s->searched, s->best.value_se));
    append_difference_told(view, out);
    if (s->looked_at > 0)
        bireme_text_format(out, " %zu other split%s looked at there%s.", s->looked_at,
                           s->looked_at == 1 ? " was" : "s were",
                           s->beaten_by > 0 ? "" : ", and none can be told to be better");
    bireme_text_format(out, " The work was that of %s runs with %s; seed %" PRIu64 ".",
                       bireme_plain_format(BIREME_PEOPLE, ceil(s->runs)), bireme_sampler_words(s->sampler),
                       s->seed);
}
