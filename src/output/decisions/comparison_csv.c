/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A comparison as CSV: tidy (one number a row) or wide (one row a scenario).
 */
#include "output/decisions/comparison.h"

#include <math.h>
#include "output/forms/csv.h"
#include "output/forecast/forecast.h"

/* Goes through all numbers of a scenario in the same order, whether it has them or not (then NAN). */
typedef struct writer {
    bireme_csv csv;
    const char *scenario;
    enum { TIDY, TITLES, WIDE } form;
    bireme_text name;
} writer;

static void put(writer *w, const char *metric, const char *statistic, double value, bool present)
{
    if (w->form == TITLES) {
        w->name.length = 0;
        bireme_text_format(&w->name, "%s.%s", metric, statistic);
        bireme_csv_text(&w->csv, bireme_text_string(&w->name));
    } else if (w->form == WIDE) {
        bireme_csv_number(&w->csv, present ? value : NAN);
    } else if (present) {
        bireme_csv_text(&w->csv, w->scenario);
        bireme_csv_text(&w->csv, metric);
        bireme_csv_text(&w->csv, "");
        bireme_csv_text(&w->csv, statistic);
        bireme_csv_number(&w->csv, value);
        bireme_csv_end_row(&w->csv);
    }
}

static void put_summary(writer *w, const char *metric, const bireme_summary *summary)
{
    static const bireme_summary none;
    const bireme_summary *s = summary != NULL ? summary : &none;
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    bireme_summary_list(s, list);
    for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++)
        put(w, metric, list[i].name, list[i].value, summary != NULL);
    put(w, metric, "left_out", s->left_out, summary != NULL && (w->form != TIDY || s->left_out > 0));
}

static void put_difference(writer *w, const char *metric, const bireme_difference *difference)
{
    static const bireme_difference none;
    const bireme_difference *d = difference != NULL ? difference : &none;
    bireme_text name = {0};
    bireme_text_format(&name, "difference.%s", metric);
    put_summary(w, bireme_text_string(&name), difference != NULL ? d->summary : NULL);
    put(w, bireme_text_string(&name), "probability_above_baseline", d->probability_above, difference != NULL);
    put(w, bireme_text_string(&name), "probability_above_baseline_se", d->probability_above_se,
        difference != NULL);
    put(w, bireme_text_string(&name), "probability_equal", d->probability_equal, difference != NULL);
    if (name.failed) w->csv.out->failed = true;
    bireme_text_free(&name);
}

static void put_scenario(writer *w, const bireme_comparison *c, size_t s)
{
    bireme_goal_result goal = *bireme_forecast_goal(bireme_comparison_forecast(c, s));
    const bireme_choice *choice = bireme_comparison_choice(c, s);
    size_t baseline = bireme_comparison_baseline(c);
    w->scenario = bireme_comparison_name(c, s);
    for (size_t m = 0; m < bireme_comparison_metric_count(c); m++)
        put_summary(w, bireme_comparison_metric_name(c, m), bireme_comparison_total(c, s, m));
    put(w, "goal", "at_least", goal.at_least, goal.present && !goal.at_most);
    put(w, "goal", "at_most", goal.at_least, goal.present && goal.at_most);
    put(w, "goal", "probability", goal.probability, goal.present);
    put(w, "goal", "probability_se", goal.probability_se, goal.present);
    put(w, "choice", "probability_best", choice->probability_best, true);
    put(w, "choice", "probability_best_se", choice->probability_best_se, true);
    put_summary(w, "regret", choice->regret);
    for (size_t m = 0; m < bireme_comparison_metric_count(c); m++)
        if (bireme_comparison_total(c, baseline, m) != NULL)
            put_difference(w, bireme_comparison_metric_name(c, m), bireme_comparison_difference(c, s, m));
}

/* Parts of bridges have names of their own: they are rows of the tidy table only. */
static void put_bridge(writer *w, const bireme_comparison *c, size_t s)
{
    for (size_t p = 0; p < bireme_comparison_bridge_count(c, s); p++) {
        bireme_bridge_part part = *bireme_comparison_bridge(c, s, p);
        bireme_text name = {0};
        bireme_text_format(&name, "bridge.%s", part.name);
        put(w, bireme_text_string(&name), "change", part.change, true);
        put(w, bireme_text_string(&name), "change_se", part.change_se, true);
        if (name.failed) w->csv.out->failed = true;
        bireme_text_free(&name);
    }
}

static void write_tidy(writer *w, const bireme_comparison *c)
{
    static const char *const columns[] = {"scenario", "metric", "period", "statistic", "value"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) bireme_csv_text(&w->csv, columns[i]);
    bireme_csv_end_row(&w->csv);
    for (size_t s = 0; s < bireme_comparison_count(c); s++) {
        put_scenario(w, c, s);
        put_bridge(w, c, s);
    }
}

static void write_wide(writer *w, const bireme_comparison *c)
{
    static const char *const columns[] = {"scenario", "baseline", "trials", "seed", "sampler"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) bireme_csv_text(&w->csv, columns[i]);
    w->form = TITLES;
    put_scenario(w, c, 0);
    bireme_csv_end_row(&w->csv);
    w->form = WIDE;
    for (size_t s = 0; s < bireme_comparison_count(c); s++) {
        const bireme_forecast *forecast = bireme_comparison_forecast(c, s);
        bireme_csv_text(&w->csv, bireme_comparison_name(c, s));
        bireme_csv_text(&w->csv, bireme_comparison_name(c, bireme_comparison_baseline(c)));
        bireme_csv_whole(&w->csv, bireme_forecast_trials(forecast));
        bireme_csv_whole(&w->csv, bireme_forecast_seed(forecast));
        bireme_csv_text(&w->csv, bireme_forecast_sampler(forecast));
        put_scenario(w, c, s);
        bireme_csv_end_row(&w->csv);
    }
}

void bireme_comparison_write_csv(const bireme_comparison_view *view, bool wide, bireme_text *out)
{
    writer w = {.csv = bireme_csv_begin(out), .form = TIDY};
    if (wide)
        write_wide(&w, view->comparison);
    else
        write_tidy(&w, view->comparison);
    if (w.name.failed) out->failed = true;
    bireme_text_free(&w.name);
}
