/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where more money should go, and what is left of it: whatever the total was divided for, it is judged by
 * what is left of revenue, and a loss is said first.
 */
#include "output/decisions/split/split.h"

#include <math.h>
#include <string.h>
#include "output/forecast/forecast.h"
#include "output/forms/number.h"

/* Whether that line brings as much as the best one, as far as the trials can tell, or as displayed. */
static bool is_as_good(const bireme_split *s, size_t line)
{
    const bireme_margin *best = &s->margins[s->next_best], *m = &s->margins[line];
    const double shown = s->objective == BIREME_OBJECTIVE_P_GOAL ? 0.0005 : 0.005 * fabs(best->next);
    if (line == s->next_best || isnan(m->next)) return false;
    double told = 2 * hypot(best->next_se, m->next_se);
    return best->next - m->next <= fmax(told, fmax(shown, bireme_split_rounding(s)));
}

static size_t count_as_good(const bireme_split *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_lines; i++) n += is_as_good(s, i);
    return n;
}

/* " brings as much in reps as in events and search, as far as these trials can tell:
 * " */
static void append_as_good(const bireme_split *s, bireme_text *out)
{
    size_t n = count_as_good(s), said = 0;
    bireme_text_format(out, " brings as much in %s as in ", s->best.parts[s->next_best].name);
    for (size_t i = 0; i < s->n_lines; i++) {
        if (!is_as_good(s, i)) continue;
        bireme_text_format(out, "%s%s",
                           said == 0      ? ""
                           : said + 1 < n ? ", "
                                          : " and ",
                           s->best.parts[i].name);
        said++;
    }
    bireme_text_append(out, ", as far as these trials can tell: about ");
}

/* ------------------------ what is left of it */

/* What to judge by: what is left of revenue, and of what follows it. NULL: the total was divided for that, or
 * there is nothing else. */
static const bireme_split_measure *judge_of(const bireme_split *s)
{
    const bireme_split_measure *judge = s->n_measures > 1 ? &s->measures[s->n_measures - 1] : NULL;
    bool is_it = judge != NULL && s->objective == BIREME_OBJECTIVE_MEAN &&
                 strcmp(judge->metric, s->metric) == 0;
    return is_it ? NULL : judge;
}

/* The line that the next amount is best put into at the best, by the judge; NULL: none can take it. */
static const bireme_split_more *best_more(const bireme_split *s)
{
    const bireme_split_more *best = NULL;
    for (size_t i = s->n_measures - 1; i < s->n_more; i += s->n_measures) {
        const bireme_split_more *more = &s->more[i];
        if (!more->at_best || more->asked != s->next_amount || isnan(more->mean)) continue;
        if (best == NULL || more->mean > best->mean) best = more;
    }
    return best;
}

static const char *line_of(const bireme_split *s, const char *path)
{
    for (size_t i = 0; i < s->n_lines; i++)
        if (strcmp(s->best.parts[i].path, path) == 0) return s->best.parts[i].name;
    return path;
}

/* Where more should go by what is left of it: a loss is said first. */
static void append_judgement(const bireme_split_view *view, const char *amount, bireme_text *out)
{
    const bireme_split *s = view->split;
    const bireme_split_measure *judge = judge_of(s);
    const bireme_split_more *more = judge != NULL ? best_more(s) : NULL;
    char words[BIREME_METRIC_WORDS_SIZE];
    if (more == NULL) return;
    const char *line = line_of(s, more->path),
               *by = bireme_metric_words_of(view->model, judge->metric, words),
               *gain = bireme_format_number(BIREME_PEOPLE, bireme_unit_format(judge->unit),
                                            view->model->currency, fabs(more->mean), more->mean_se);
    const double least = fmax(2 * more->mean_se, bireme_split_rounding(s));
    if (more->mean < -least)
        bireme_text_format(
            out,
            "Beyond the best split another %s loses money wherever it goes, judged by %s: least in %s, %s. ",
            amount, by, line, gain);
    else if (more->mean <= least)
        bireme_text_format(
            out, "Judged by %s, another %s brings nothing in any line that can be told from 0. ", by, amount);
    else
        bireme_text_format(out, "Judged by %s, the next %s should go to %s: it leaves %s more. ", by, amount,
                           line, gain);
}

/* What the best of the lines brings of the objective, where something else judges. */
static void append_most(const bireme_split_view *view, double least, bireme_text *out)
{
    const bireme_split *s = view->split;
    const bireme_margin *m = &s->margins[s->next_best];
    char words[BIREME_METRIC_WORDS_SIZE];
    const char *line = s->best.parts[s->next_best].name,
               *brings = bireme_split_difference(BIREME_PEOPLE, view, fabs(m->next), m->next_se);
    const char *of = s->objective == BIREME_OBJECTIVE_P_GOAL ? "the chance to reach the goal"
                     : s->objective == BIREME_OBJECTIVE_CVAR
                         ? "the mean of the worst futures"
                         : bireme_metric_words_of(view->model, s->metric, words);
    if (fabs(m->next) <= least) {
        bireme_text_format(out, "Of %s it brings nothing in any line that can be told from 0", of);
    } else if (m->next < 0) {
        bireme_text_format(out, "It takes from %s in every line, least in %s, %s", of, line, brings);
    } else if (count_as_good(s) > 0) {
        bireme_text_format(out, "Of %s it", of);
        append_as_good(s, out);
        bireme_text_append(out, brings);
    } else {
        bireme_text_format(out, "Of %s it brings most in %s, %s", of, line, brings);
    }
    bireme_text_append(out, ", with all other lines as they are.");
}

void bireme_split_loss(const bireme_split_view *view, bireme_text *out)
{
    const bireme_split *s = view->split;
    const bireme_split_measure *judge = judge_of(s);
    char words[BIREME_METRIC_WORDS_SIZE];
    if (judge == NULL || !(judge->gain < -fmax(2 * judge->gain_se, bireme_split_rounding(s)))) return;
    bireme_text_format(out, "Judged by %s the split below loses %s on average against today's plan. ",
                       bireme_metric_words_of(view->model, judge->metric, words),
                       bireme_format_number(BIREME_PEOPLE, bireme_unit_format(judge->unit),
                                            view->model->currency, -judge->gain, judge->gain_se));
}

void bireme_split_next(const bireme_split_view *view, bireme_text *out)
{
    const bireme_split *s = view->split;
    const char *amount = BIREME_MONEY(view->model->currency, s->next_amount, 0);
    if (s->next_best == SIZE_MAX) {
        bireme_text_format(out, "No line can take another %s within its limits.", amount);
        return;
    }
    const bireme_margin *m = &s->margins[s->next_best];
    const char *line = s->best.parts[s->next_best].name;
    double least = fmax(2 * m->next_se, bireme_split_rounding(s));
    if (judge_of(s) != NULL && best_more(s) != NULL) {
        append_judgement(view, amount, out);
        append_most(view, least, out);
        return;
    }
    const char *of = s->objective == BIREME_OBJECTIVE_P_GOAL ? " of probability" : "";
    bireme_text_format(out, "%s %s", m->next > least ? "The next" : "Another", amount);
    if (fabs(m->next) <= least) {
        bireme_text_append(out,
                           " brings nothing in any line that can be told from 0, with all other lines as "
                           "they are.");
        return;
    }
    if (m->next < 0)
        bireme_text_format(out,
                           " costs more than it brings in every line, least in %s, where it changes "
                           "things by ",
                           line);
    else if (count_as_good(s) > 0)
        append_as_good(s, out);
    else
        bireme_text_format(out, " should go to %s, where it brings ", line);
    bireme_text_format(out, "%s%s, with all other lines as they are.",
                       bireme_split_difference(BIREME_PEOPLE, view, m->next, m->next_se), of);
}
