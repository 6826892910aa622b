/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stable JSON of a comparison: fields may be added, but those here remain.
 */
#include "output/decisions/comparison.h"

#include <math.h>
#include "engine/run/metric_of.h"
#include "output/forecast/forecast.h"
#include "output/forecast/of_totals.h"

static void write_names(bireme_json *json, const bireme_comparison *c)
{
    bireme_json_open(json, "scenarios", '[', true);
    for (size_t s = 0; s < bireme_comparison_count(c); s++)
        bireme_json_string(json, NULL, bireme_comparison_name(c, s));
    bireme_json_close(json, ']');
    bireme_json_string(json, "baseline", bireme_comparison_name(c, bireme_comparison_baseline(c)));
}

static void write_metrics(bireme_json *json, const bireme_comparison_view *view)
{
    const bireme_comparison *c = view->comparison;
    bireme_json_open(json, "metrics", '{', false);
    for (size_t m = 0; m < bireme_comparison_metric_count(c); m++) {
        bireme_json_open(json, bireme_comparison_metric_name(c, m), '{', false);
        for (size_t s = 0; s < bireme_comparison_count(c); s++) {
            const bireme_summary *total = bireme_comparison_total(c, s, m);
            if (total == NULL) continue;
            bireme_json_open(json, bireme_comparison_name(c, s), '{', true);
            const bireme_forecast *forecast = bireme_comparison_forecast(c, s);
            double of_totals =
                bireme_of_totals(forecast, view->models[s], false,
                                 bireme_forecast_metric_of(forecast, bireme_comparison_metric_name(c, m)));
            bireme_summary_json_members(json, total);
            if (!isnan(of_totals)) bireme_json_number(json, "of_totals", of_totals);
            bireme_json_close(json, '}');
        }
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, '}');
}

static bool has_difference(const bireme_comparison *c, size_t m)
{
    for (size_t s = 0; s < bireme_comparison_count(c); s++)
        if (bireme_comparison_difference(c, s, m) != NULL) return true;
    return false;
}

static void write_differences(bireme_json *json, const bireme_comparison *c)
{
    bireme_json_open(json, "differences", '{', false);
    for (size_t m = 0; m < bireme_comparison_metric_count(c); m++) {
        if (!has_difference(c, m)) continue;
        bireme_json_open(json, bireme_comparison_metric_name(c, m), '{', false);
        for (size_t s = 0; s < bireme_comparison_count(c); s++) {
            const bireme_difference *d = bireme_comparison_difference(c, s, m);
            if (d == NULL) continue;
            bireme_difference_json(json, bireme_comparison_name(c, s), d);
        }
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, '}');
}

static void write_choices(bireme_json *json, const bireme_comparison *c)
{
    bireme_json_open(json, "choice", '{', false);
    bireme_json_string(json, "metric", bireme_comparison_metric_name(c, bireme_comparison_metric(c)));
    bireme_json_boolean(json, "less_is_better", bireme_comparison_less_is_better(c));
    bireme_json_boolean(json, "of_economies", bireme_comparison_is_of_economies(c));
    for (int of = 0; of < 2; of++) {
        bireme_json_open(json, of == 0 ? "probability_best" : "regret", '{', false);
        for (size_t s = 0; s < bireme_comparison_count(c); s++) {
            const bireme_choice *choice = bireme_comparison_choice(c, s);
            bireme_json_open(json, bireme_comparison_name(c, s), '{', true);
            if (of == 0) {
                bireme_json_estimate(json, "probability", choice->probability_best,
                                     choice->probability_best_se);
            } else {
                bireme_summary_json_members(json, choice->regret);
            }
            bireme_json_close(json, '}');
        }
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, '}');
}

static void write_goals(bireme_json *json, const bireme_comparison *c)
{
    bireme_json_open(json, "goals", '{', false);
    for (size_t s = 0; s < bireme_comparison_count(c); s++) {
        bireme_goal_result goal = *bireme_forecast_goal(bireme_comparison_forecast(c, s));
        bireme_goal_json(json, bireme_comparison_name(c, s), &goal);
    }
    bireme_json_close(json, '}');
}

static void write_precisions(bireme_json *json, const bireme_comparison *c)
{
    if (!bireme_comparison_precision(c, 0)->asked) return; /* asked of all or of none */
    bireme_json_open(json, "precision", '{', false);
    for (size_t s = 0; s < bireme_comparison_count(c); s++) {
        bireme_precision_result precision = *bireme_comparison_precision(c, s);
        bireme_precision_json(json, bireme_comparison_name(c, s), &precision);
    }
    bireme_json_close(json, '}');
}

static void write_bridges(bireme_json *json, const bireme_comparison *c)
{
    bireme_json_open(json, "bridges", '{', false);
    for (size_t s = 0; s < bireme_comparison_count(c); s++) {
        size_t n = bireme_comparison_bridge_count(c, s);
        const char *reason = bireme_comparison_bridge_reason(c, s);
        if (n == 0 && reason == NULL) continue;
        bireme_json_open(json, bireme_comparison_name(c, s), '{', false);
        if (reason != NULL) bireme_json_string(json, "none_because", reason);
        bireme_json_open(json, "parts", '[', false);
        for (size_t p = 0; p < n; p++) {
            bireme_bridge_part part = *bireme_comparison_bridge(c, s, p);
            bireme_json_open(json, NULL, '{', true);
            bireme_json_string(json, "assumptions", part.name);
            bireme_json_estimate(json, "change", part.change, part.change_se);
            bireme_json_close(json, '}');
        }
        bireme_json_close(json, ']');
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, '}');
}

void bireme_comparison_json(const void *of, bireme_json *json)
{
    const bireme_comparison_view *view = of;
    const bireme_comparison *c = view->comparison;
    const bireme_forecast *first = bireme_comparison_forecast(c, 0);
    write_names(json, c);
    bireme_json_string(json, "currency", view->models[bireme_comparison_baseline(c)]->currency);
    bireme_json_whole(json, "trials", bireme_forecast_trials(first));
    bireme_json_whole(json, "seed", bireme_forecast_seed(first));
    bireme_json_string(json, "sampler", bireme_forecast_sampler(first));
    write_precisions(json, c);
    bireme_json_number(json, "elapsed_s", view->elapsed_s);
    write_choices(json, c);
    write_goals(json, c);
    write_bridges(json, c);
    write_metrics(json, view);
    write_differences(json, c);
    bireme_comparison_quarters_json(json, c);
}
