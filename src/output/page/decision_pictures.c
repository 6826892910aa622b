/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include "base/memory.h"
#include "output/page/pictures.h"

/* Arrays of the numbers of a picture, side by side in one piece of memory; NULL: there is none, or n is 0. */
static double *room_for(size_t n, size_t arrays, bool *failed)
{
    double *room = n == 0 ? NULL : bireme_calloc(n, arrays * sizeof *room);
    if (n > 0 && room == NULL) *failed = true;
    return room;
}

/* ------------------------ plan */

bireme_picture *bireme_picture_of_confidence(const bireme_target_view *view, bool *failed)
{
    const bireme_target *t = view->target;
    size_t n = 0;
    double *room = room_for(t->n_curve, 3, failed);
    if (room == NULL) return NULL;
    double *confidence = room, *leads = room + t->n_curve, *budget = room + 2 * t->n_curve;
    bool paid = false;
    for (size_t i = 0; i < t->n_curve; i++) {
        if (!t->curve[i].reached) continue;
        confidence[n] = t->curve[i].confidence;
        leads[n] = t->curve[i].leads;
        budget[n] = t->curve[i].budget;
        paid = paid || budget[n] > 0;
        n++;
    }
    bireme_picture *picture = NULL;
    if (n >= 2) {
        char low[BIREME_PEOPLE_SIZE], high[BIREME_PEOPLE_SIZE], from[BIREME_PEOPLE_SIZE],
            to[BIREME_PEOPLE_SIZE];
        const bireme_format format = paid ? BIREME_FORMAT_MONEY : BIREME_FORMAT_COUNT;
        const double *what = paid ? budget : leads;
        const char *words = paid ? "budget" : bireme_metric_row_of(BIREME_METRIC_LEADS)->words;
        picture = bireme_picture_create(BIREME_PICTURE_PLOT, "What more certainty costs",
                                        view->model->currency);
        bireme_picture_numbers(picture, n, confidence, BIREME_FORMAT_SHARE,
                               "certainty of reaching the target");
        bireme_picture_values(picture, format, words);
        bireme_picture_series(picture, BIREME_MARK_LINE, words, what);
        if (picture != NULL) picture->from_zero = true;
        if (t->reached) bireme_picture_line_at(picture, true, t->confidence, "asked for");
        bireme_picture_message(
            picture, "For a chance of %s that the target is reached it takes %s, for %s it takes %s.",
            bireme_share_format(from, confidence[0], 0),
            bireme_format_number(low, format, view->model->currency, what[0], 0),
            bireme_share_format(to, confidence[n - 1], 0),
            bireme_format_number(high, format, view->model->currency, what[n - 1], 0));
        *failed = *failed || picture == NULL;
    }
    bireme_free(room);
    return picture;
}

/* ------------------------ split */

static double share_of(const bireme_division *d)
{
    return d->total > 0 ? d->marketing / d->total : NAN;
}

bireme_picture *bireme_picture_of_frontier(const bireme_split_view *view, bool *failed)
{
    const bireme_split *s = view->split;
    const size_t n = s->n_frontier;
    double *room = n < 2 ? NULL : room_for(n, 4, failed);
    if (room == NULL) return NULL;
    double *share = room, *value = room + n, *low = room + 2 * n, *high = room + 3 * n;
    for (size_t i = 0; i < n; i++) {
        share[i] = share_of(&s->frontier[i]);
        value[i] = s->frontier[i].value;
        low[i] = value[i] - 2 * s->frontier[i].value_se;
        high[i] = value[i] + 2 * s->frontier[i].value_se;
    }
    char from[BIREME_PEOPLE_SIZE], to[BIREME_PEOPLE_SIZE], words[BIREME_METRIC_WORDS_SIZE];
    bireme_picture *picture = bireme_picture_create(
        BIREME_PICTURE_PLOT, "Marketing and sales: the best of each share", view->model->currency);
    bireme_picture_numbers(picture, n, share, BIREME_FORMAT_SHARE,
                           "share of the money that goes to marketing");
    bireme_picture_values(picture, bireme_split_format(s),
                          s->objective == BIREME_OBJECTIVE_P_GOAL
                              ? "chance of the goal"
                              : bireme_metric_words_of(view->model, s->metric, words));
    bireme_picture_interval(picture, BIREME_MARK_BAND, "two standard errors", NULL, low, high);
    bireme_picture_series(picture, BIREME_MARK_LINE, "the best of that share", value);
    bireme_picture_line_at(picture, true, share_of(&s->today), "today");
    bireme_picture_line_at(picture, true, share_of(&s->best), "the best");
    if (s->as_good_to > s->as_good_from)
        bireme_picture_region(picture, s->as_good_from, s->as_good_to, "as good as the best");
    bireme_picture_message(picture, "Today %s goes to marketing; the best that was found gives it %s.",
                           bireme_share_format(from, share_of(&s->today), 0),
                           bireme_share_format(to, share_of(&s->best), 0));
    *failed = *failed || picture == NULL;
    bireme_free(room);
    return picture;
}

bireme_picture *bireme_picture_of_divisions(const bireme_split_view *view, bool *failed)
{
    const bireme_split *s = view->split;
    double *room = room_for(s->n_lines, 2, failed);
    const char **names = s->n_lines == 0 ? NULL : bireme_calloc(s->n_lines, sizeof *names);
    if (room == NULL || names == NULL) {
        *failed = *failed || s->n_lines > 0;
        bireme_free(room);
        bireme_free((void *)names);
        return NULL;
    }
    for (size_t l = 0; l < s->n_lines; l++) {
        names[l] = s->best.parts[l].name;
        room[l] = s->today.parts[l].spend;
        room[s->n_lines + l] = s->best.parts[l].spend;
    }
    bireme_picture *picture = bireme_picture_create(
        BIREME_PICTURE_PLOT, "Who gets how much, today and at the best", view->model->currency);
    bireme_picture_places(picture, s->n_lines, names);
    bireme_picture_values(picture, BIREME_FORMAT_MONEY, "over the whole horizon");
    bireme_picture_series(picture, BIREME_MARK_BARS, "today", room);
    bireme_picture_series(picture, BIREME_MARK_BARS, "the best", room + s->n_lines);
    *failed = *failed || picture == NULL;
    bireme_free(room);
    bireme_free((void *)names);
    return picture;
}

/* ------------------------ sensitivity */

enum { DRIVERS_MOST = 10 };

static double swing(const bireme_input *input)
{
    return fabs(input->high - input->low);
}

/* The inputs that move the mean most, the widest first; how many. */
static size_t widest(const bireme_sensitivity *r, const bireme_input *list[DRIVERS_MOST])
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_inputs; i++) {
        const size_t members = r->inputs[i].n_members;
        for (size_t k = 0; k < (members > 0 ? members : 1); k++) {
            const bireme_input *input = members > 0 ? &r->inputs[i].members[k] : &r->inputs[i];
            if (!isfinite(input->low) || !isfinite(input->high)) continue;
            size_t at = n < DRIVERS_MOST ? n++ : DRIVERS_MOST;
            while (at > 0 && swing(list[at - 1]) < swing(input)) {
                if (at < DRIVERS_MOST) list[at] = list[at - 1];
                at--;
            }
            if (at < DRIVERS_MOST) list[at] = input;
        }
    }
    return n;
}

static void add_driver(const bireme_sensitivity_view *view, bireme_format format, const bireme_input *input,
                       size_t place, bireme_picture *picture)
{
    char low[BIREME_PEOPLE_SIZE], high[BIREME_PEOPLE_SIZE];
    bireme_text note = {0};
    bireme_text_format(
        &note, "%s to %s",
        bireme_format_number(low, format, view->model->currency, input->low, input->low_se),
        bireme_format_number(high, format, view->model->currency, input->high, input->high_se));
    bireme_picture_note(picture, place, bireme_text_string(&note));
    if (note.failed && picture != NULL) picture->failed = true;
    bireme_text_free(&note);
}

bireme_picture *bireme_picture_of_drivers(const bireme_sensitivity_view *view, bool *failed)
{
    const bireme_sensitivity *r = view->result;
    const bireme_input *list[DRIVERS_MOST];
    const size_t n = widest(r, list);
    double low[DRIVERS_MOST], high[DRIVERS_MOST];
    bireme_text names[DRIVERS_MOST] = {{0}};
    const char *labels[DRIVERS_MOST];
    if (n == 0 || r->summary.min == r->summary.max) return NULL; /* nothing drives what does not vary */
    for (size_t i = 0; i < n; i++) {
        bireme_sensitivity_name(view, list[i], &names[i]);
        labels[i] = bireme_text_string(&names[i]);
        low[i] = list[i]->low;
        high[i] = list[i]->high;
        *failed = *failed || names[i].failed;
    }
    const bireme_format format = bireme_unit_format(r->unit);
    bireme_picture *picture = bireme_picture_create(
        BIREME_PICTURE_ROWS, "From the low to the high end of each number", view->model->currency);
    bireme_picture_places(picture, n, labels);
    char words[BIREME_METRIC_WORDS_SIZE];
    bireme_picture_values(picture, format, bireme_metric_words_of(view->model, r->metric, words));
    bireme_picture_interval(picture, BIREME_MARK_FLOATING, "mean with it at its low and at its high end",
                            NULL, low, high);
    bireme_picture_line_at(picture, false, r->summary.mean, "as planned");
    for (size_t i = 0; i < n; i++) add_driver(view, format, list[i], i, picture);
    size_t economy = 0;
    while (economy < n && bireme_input_low_regime(list[economy]) == NULL) economy++;
    if (economy < n)
        bireme_picture_message(
            picture,
            "A bar goes from the low end of a number (P10) to its high end (P90); that of the economy from "
            "%s all the time to %s all the time. The shares above count how likely each value is, so "
            "they are in another order.",
            bireme_input_low_regime(list[economy]), bireme_input_high_regime(list[economy]));
    else
        bireme_picture_message(picture,
                               "A bar goes from the low end of a number (P10) to its high end (P90).");
    for (size_t i = 0; i < n; i++) bireme_text_free(&names[i]);
    *failed = *failed || picture == NULL;
    return picture;
}

/* ------------------------ compare */

/* A step, its height and what it is called; a bridge's ends stand on zero. */
static void add_step(const bireme_comparison_view *view, bireme_picture *picture, bireme_format format,
                     size_t place, double change)
{
    char number[BIREME_PEOPLE_SIZE];
    bireme_text note = {0};
    const char *currency = view->models[bireme_comparison_baseline(view->comparison)]->currency;
    bireme_format_number(number, format, currency, change, 0);
    bireme_text_format(&note, "%s%s", change > 0 ? "+" : "", number);
    bireme_picture_note(picture, place, bireme_text_string(&note));
    if (note.failed && picture != NULL) picture->failed = true;
    bireme_text_free(&note);
}

bireme_picture *bireme_picture_of_bridge(const bireme_comparison_view *view, size_t which, bool *failed)
{
    const bireme_comparison *c = view->comparison;
    const size_t parts = bireme_comparison_bridge_count(c, which), n = parts + 2,
                 m = bireme_comparison_metric(c), baseline = bireme_comparison_baseline(c);
    const bireme_format format = bireme_unit_format(bireme_comparison_metric_unit(c, m));
    double *room = parts == 0 ? NULL : room_for(n, 3, failed);
    const char **names = parts == 0 ? NULL : bireme_calloc(n, sizeof *names);
    if (room == NULL || names == NULL) {
        *failed = *failed || parts > 0;
        bireme_free(room);
        bireme_free((void *)names);
        return NULL;
    }
    double *level = room, *low = room + n, *high = room + 2 * n;
    level[0] = bireme_comparison_total(c, baseline, m)->mean;
    names[0] = bireme_comparison_name(c, baseline);
    for (size_t i = 1; i <= parts; i++) {
        level[i] = level[i - 1] + bireme_comparison_bridge(c, which, i - 1)->change;
        names[i] = bireme_comparison_bridge(c, which, i - 1)->name;
        low[i] = fmin(level[i - 1], level[i]);
        high[i] = fmax(level[i - 1], level[i]);
    }
    level[n - 1] = bireme_comparison_total(c, which, m)->mean;
    names[n - 1] = bireme_comparison_name(c, which);
    low[0] = fmin(0, level[0]), high[0] = fmax(0, level[0]);
    low[n - 1] = fmin(0, level[n - 1]), high[n - 1] = fmax(0, level[n - 1]);
    bireme_text title = {0};
    bireme_text_format(&title, "From %s to %s, means", names[0], names[n - 1]);
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_PLOT, bireme_text_string(&title),
                                                    view->models[baseline]->currency);
    bireme_picture_places(picture, n, names);
    char words[BIREME_METRIC_WORDS_SIZE];
    bireme_picture_values(picture, format, bireme_comparison_words(view, m, words));
    bireme_picture_interval(picture, BIREME_MARK_FLOATING, words, level, low, high);
    bireme_picture_total(picture, 0);
    bireme_picture_total(picture, n - 1);
    for (size_t i = 1; i <= parts; i++) add_step(view, picture, format, i, level[i] - level[i - 1]);
    size_t largest = 1;
    for (size_t i = 2; i <= parts; i++)
        if (fabs(level[i] - level[i - 1]) > fabs(level[largest] - level[largest - 1])) largest = i;
    bireme_picture_message(picture, "What makes most of the difference: %s.", names[largest]);
    *failed = *failed || picture == NULL || title.failed;
    bireme_text_free(&title);
    bireme_free(room);
    bireme_free((void *)names);
    return picture;
}
