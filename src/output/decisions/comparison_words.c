/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sentences of a comparison, to be read aloud.
 */
#include "output/decisions/comparison.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "output/forecast/forecast.h"
#include "output/forms/number.h"

const char *bireme_comparison_words(const bireme_comparison_view *view, size_t metric,
                                    char buffer[BIREME_METRIC_WORDS_SIZE])
{
    const bireme_comparison *c = view->comparison;
    const char *name = bireme_comparison_metric_name(c, metric);
    size_t s = bireme_comparison_baseline(c);
    for (size_t k = 0; bireme_comparison_total(c, s, metric) == NULL && k < bireme_comparison_count(c); k++)
        s = k;
    return bireme_metric_words_of(view->models[s], name, buffer);
}

/* The subject of the comparison, for its sentences. */
typedef struct subject {
    const bireme_comparison *c;
    const char *currency;
    bireme_format mean, quantile;
    char metric[BIREME_METRIC_WORDS_SIZE]; /* in words */
} subject;

static subject subject_of(const bireme_comparison_view *view)
{
    const bireme_comparison *c = view->comparison;
    size_t m = bireme_comparison_metric(c);
    bireme_format format = bireme_unit_format(bireme_comparison_metric_unit(c, m));
    if (format == BIREME_FORMAT_SHARE)
        format = BIREME_FORMAT_POINTS; /* everything reported is a difference */
    subject s = {.c = c,
                 .currency = view->models[bireme_comparison_baseline(c)]->currency,
                 .mean = format,
                 .quantile = format == BIREME_FORMAT_COUNT ? BIREME_FORMAT_WHOLE : format};
    bireme_comparison_words(view, m, s.metric);
    return s;
}

/* "$620K more", "12 % less", "3 fewer"; "no difference" if it rounds to nothing. */
static void append_change(bireme_text *out, const subject *s, bireme_format format, double value, double se)
{
    char number[BIREME_PEOPLE_SIZE];
    bireme_format_number(number, format, s->currency, fabs(value), se);
    if (strpbrk(number, "123456789") == NULL)
        bireme_text_append(out, "no difference");
    else
        bireme_text_format(out, "%s %s", number,
                           value >= 0                                                       ? "more"
                           : format == BIREME_FORMAT_COUNT || format == BIREME_FORMAT_WHOLE ? "fewer"
                                                                                            : "less");
}

/* "73 % of futures", "more than 99 %", "none", "all". */
static void append_futures(bireme_text *out, double share)
{
    char number[BIREME_PEOPLE_SIZE];
    if (share <= 0)
        bireme_text_append(out, "no future");
    else if (share >= 1)
        bireme_text_append(out, "every future");
    else if (share > 0.99)
        bireme_text_append(out, "more than 99 % of futures");
    else if (share < 0.01)
        bireme_text_append(out, "less than 1 % of futures");
    else
        bireme_text_format(out, "%s %% of futures", bireme_whole_format(number, floor(100 * share + 0.5), 0));
}

/* "Growth has $620K more revenue than Base on average (14 %)"; a difference within two standard errors of 0
 * is not called more or less. */
static void append_mean(bireme_text *out, const subject *s, const bireme_summary *d, double of,
                        const char *name, const char *base)
{
    char number[BIREME_PEOPLE_SIZE];
    if (isfinite(d->mean_se) && fabs(d->mean) <= 2 * d->mean_se) {
        bireme_text_format(out, "%s has about the same %s as %s on average", name, s->metric, base);
        if (!(d->mean_se > 0)) return;
        bireme_text_format(out, " (the difference of %s is",
                           bireme_format_number(number, s->mean, s->currency, d->mean, 0));
        bireme_text_format(out, " no more than two standard errors of %s)",
                           bireme_format_number(number, s->mean, s->currency, d->mean_se, NAN));
        return;
    }
    bireme_text_format(out, "%s has ", name);
    append_change(out, s, s->mean, d->mean, d->mean_se);
    bireme_text_format(out, " %s than %s on average", s->metric, base);
    if (s->mean == BIREME_FORMAT_MONEY && of > 0)
        bireme_text_format(out, " (%s)", bireme_share_format(number, fabs(d->mean) / of, d->mean_se / of));
}

/* "Growth brings $620K more revenue than Base (14 %): in 8 of 10 futures between $310K and $1.0M more; it
 * is ahead in 97 % of futures." */
static void append_difference(bireme_text *out, const subject *s, size_t scenario)
{
    size_t m = bireme_comparison_metric(s->c), baseline = bireme_comparison_baseline(s->c);
    const bireme_difference *d = bireme_comparison_difference(s->c, scenario, m);
    const char *name = bireme_comparison_name(s->c, scenario), *base = bireme_comparison_name(s->c, baseline);
    if (d == NULL) return;
    if (out->length > 0) bireme_text_append(out, " ");
    if (d->summary->n == 0) {
        bireme_text_format(out, "%s and %s cannot be compared by %s: in no trial do both have a value.", name,
                           base, s->metric);
        return;
    }
    if (d->probability_equal >= 1) {
        bireme_text_format(out, "%s and %s have the same %s in every future.", name, base, s->metric);
        return;
    }
    append_mean(out, s, d->summary, bireme_comparison_total(s->c, baseline, m)->mean, name, base);
    if (d->summary->min < d->summary->max) {
        const double *q = d->summary->quantile;
        bireme_text_append(out, ", in 8 of 10 futures between ");
        append_change(out, s, s->quantile, q[BIREME_P10], bireme_summary_quantile_se(d->summary, BIREME_P10));
        bireme_text_append(out, " and ");
        append_change(out, s, s->quantile, q[BIREME_P90], bireme_summary_quantile_se(d->summary, BIREME_P90));
    }
    bool less = bireme_comparison_less_is_better(s->c);
    bireme_text_append(out,
                       bireme_comparison_is_of_economies(s->c) ? "; it is more in " : "; it is ahead in ");
    less = less && !bireme_comparison_is_of_economies(s->c);
    append_futures(out, less ? 1 - d->probability_above - d->probability_equal : d->probability_above);
    if (d->probability_equal > 0.0005) {
        bireme_text_append(out, " and level in ");
        append_futures(out, d->probability_equal);
    }
    bireme_text_append(out, ".");
}

static bool same_goal(const bireme_goal_result *a, const bireme_goal_result *b)
{
    return a->present && b->present && a->at_least == b->at_least && a->at_most == b->at_most &&
           strcmp(a->metric, b->metric) == 0 && strcmp(a->by, b->by) == 0;
}

/* "The goal is reached with a probability of 44 % (Base) and 62 % (Growth)." */
static void append_goals(bireme_text *out, const subject *s)
{
    size_t n = bireme_comparison_count(s->c);
    bireme_goal_result first = *bireme_forecast_goal(bireme_comparison_forecast(s->c, 0));
    bool same = first.present;
    char number[BIREME_PEOPLE_SIZE];
    for (size_t k = 1; k < n; k++) {
        bireme_goal_result goal = *bireme_forecast_goal(bireme_comparison_forecast(s->c, k));
        if (!goal.present) return;
        same = same && same_goal(&first, &goal);
    }
    if (!first.present) return;
    bireme_text_append(out, same ? " The goal is reached with a probability of "
                                 : " Each reaches its own goal with a probability of ");
    for (size_t k = 0; k < n; k++) {
        bireme_goal_result goal = *bireme_forecast_goal(bireme_comparison_forecast(s->c, k));
        bireme_text_format(out, "%s%s (%s)",
                           k == 0      ? ""
                           : k + 1 < n ? ", "
                                       : " and ",
                           bireme_share_format(number, goal.probability, goal.probability_se),
                           bireme_comparison_name(s->c, k));
    }
    bireme_text_append(out, ".");
}

/* With three or more scenarios: which one is best most often, and which one has the least regret. */
static void append_choice(bireme_text *out, const subject *s)
{
    size_t n = bireme_comparison_count(s->c), often = 0, safe = 0;
    char number[BIREME_PEOPLE_SIZE];
    if (n < 3) return;
    for (size_t k = 1; k < n; k++) {
        const bireme_choice *choice = bireme_comparison_choice(s->c, k);
        if (choice->probability_best > bireme_comparison_choice(s->c, often)->probability_best) often = k;
        if (choice->regret->mean < bireme_comparison_choice(s->c, safe)->regret->mean) safe = k;
    }
    const bireme_choice *best = bireme_comparison_choice(s->c, often),
                        *least = bireme_comparison_choice(s->c, safe);
    if (best->regret->n == 0 || least->regret->n == 0) return;
    bireme_text_format(out, " %s is the best of all in ", bireme_comparison_name(s->c, often));
    append_futures(out, best->probability_best);
    bireme_format_number(number, s->mean, s->currency, least->regret->mean, least->regret->mean_se);
    if (safe == often)
        bireme_text_format(out, "; whoever takes it misses %s on average.", number);
    else
        bireme_text_format(out, "; whoever takes %s misses least on average, %s.",
                           bireme_comparison_name(s->c, safe), number);
}

/* An economy comes, and is not chosen. */
static void append_economies(bireme_text *out, const bireme_comparison_view *view)
{
    const bireme_comparison *c = view->comparison;
    bireme_text_format(
        out,
        " The plan is the same in %s: they differ in the economy, which comes and is not chosen. "
        "What can be chosen is a plan: compare plans in each of these economies.",
        bireme_comparison_count(c) == 2 ? "both" : "all of them");
    if (view->models[bireme_comparison_baseline(c)]->economy.n_regimes > 1)
        bireme_text_append(
            out, " The difference is between the economies as these scenarios write them; `run` quotes "
                 "another number, what a worse regime from the first period on costs, against the "
                 "economy without it.");
}

/* "2027", "the 15 months from January 2027", facts included. */
static const char *horizon_of(const bireme_model *model, char *buffer)
{
    return bireme_calendar_say_horizon(&model->past.calendar, model->past.periods + model->periods, buffer);
}

/* Totals of other lengths of time, or of another time, are no difference that plans make. */
static void append_horizons(bireme_text *out, const bireme_comparison_view *view)
{
    const bireme_comparison *c = view->comparison;
    const size_t base = bireme_comparison_baseline(c);
    char first[BIREME_SAID_SIZE], other[BIREME_SAID_SIZE];
    horizon_of(view->models[base], first);
    for (size_t k = 0; k < bireme_comparison_count(c); k++)
        if (strcmp(horizon_of(view->models[k], other), first) != 0)
            bireme_text_format(
                out,
                " They are not about the same time: %s is about %s, %s about %s; what they differ by "
                "is that too.",
                bireme_comparison_name(c, base), first, bireme_comparison_name(c, k), other);
}

void bireme_comparison_opening(const bireme_comparison_view *view, bireme_text *out)
{
    subject s = subject_of(view);
    for (size_t k = 0; k < bireme_comparison_count(s.c); k++)
        if (k != bireme_comparison_baseline(s.c)) append_difference(out, &s, k);
    append_horizons(out, view);
    append_goals(out, &s);
    if (bireme_comparison_is_of_economies(s.c))
        append_economies(out, view);
    else
        append_choice(out, &s);
}

/* ------------------------ how sure */

static void append_precision(bireme_text *out, const bireme_comparison *c)
{
    bool asked = false, met = true;
    for (size_t k = 0; k < bireme_comparison_count(c); k++) {
        bireme_precision_result precision = *bireme_comparison_precision(c, k);
        asked |= precision.asked;
        met &= precision.met;
    }
    if (!asked) return;
    bireme_text_append(out, met ? "Each of the scenarios reached the precision that was asked for. "
                                : "Not all of the scenarios reached the precision that was asked for; allow "
                                  "more with --trials. ");
}

void bireme_comparison_certainty(const bireme_comparison_view *view, bireme_text *out)
{
    subject s = subject_of(view);
    size_t m = bireme_comparison_metric(s.c), baseline = bireme_comparison_baseline(s.c);
    const bireme_forecast *first = bireme_comparison_forecast(s.c, 0);
    char a[BIREME_PEOPLE_SIZE], b[BIREME_PEOPLE_SIZE];
    bireme_whole_format(a, (double)bireme_forecast_trials(first), 0);
    bireme_text_format(out,
                       "%s trial%s of each, seed %" PRIu64
                       ", %s. In each trial, what is uncertain in both scenarios takes the same values in "
                       "both, so that chance which they share cancels out of what they differ by. ",
                       a, bireme_plural_of(a), bireme_forecast_seed(first),
                       bireme_sampler_words(bireme_sampler_find(bireme_forecast_sampler(first))));
    append_precision(out, s.c);
    for (size_t k = 0; k < bireme_comparison_count(s.c); k++) {
        const bireme_difference *d = bireme_comparison_difference(s.c, k, m);
        if (d == NULL || !isfinite(d->summary->mean_se)) continue;
        double own = bireme_comparison_total(s.c, k, m)->sd,
               base = bireme_comparison_total(s.c, baseline, m)->sd;
        bireme_format_number(a, s.mean, s.currency, d->summary->mean_se, NAN);
        bireme_text_format(out, "Another seed would move the mean difference of %s by about ±%s",
                           bireme_comparison_name(s.c, k), a);
        double apart = hypot(own, base);
        if (d->summary->sd > 0 && apart > 0)
            bireme_text_format(out,
                               " (one standard error); from future to future the difference spreads %s as "
                               "much as it would if "
                               "each were drawn on its own",
                               bireme_share_format(b, d->summary->sd / apart, d->summary->sd_se / apart));
        bireme_text_append(out, ". ");
    }
}
