/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers of a comparison, scenario by scenario; figures that a scenario does not have are empty.
 */
#include "output/decisions/comparison.h"

#include "output/forecast/forecast.h"

static void put_difference(bireme_figures *f, const bireme_comparison *c, size_t s, size_t m)
{
    bireme_figures_of(f, "difference.%s", bireme_comparison_metric_name(c, m));
    bireme_difference_figures(f, bireme_comparison_difference(c, s, m));
}

static void put_choice(bireme_figures *f, const bireme_choice *choice)
{
    bireme_figures_of(f, "choice");
    bireme_figures_estimate(f, "probability_best", choice->probability_best, choice->probability_best_se);
    bireme_figures_of(f, "regret");
    bireme_figures_summary(f, choice->regret);
}

/* Parts of bridges have individual names: they are rows of only the tidy table. */
static void put_bridge(bireme_figures *f, const bireme_comparison *c, size_t s)
{
    for (size_t p = 0; p < bireme_comparison_bridge_count(c, s) && bireme_figures_are_tidy(f); p++) {
        bireme_bridge_part part = *bireme_comparison_bridge(c, s, p);
        bireme_figures_of(f, "bridge.%s", part.name);
        bireme_figures_estimate(f, "change", part.change, part.change_se);
    }
}

void bireme_comparison_figures(const void *view, size_t row, bireme_figures *f)
{
    const bireme_comparison *c = ((const bireme_comparison_view *)view)->comparison;
    const bireme_forecast *forecast = bireme_comparison_forecast(c, row);
    bireme_goal_result goal = *bireme_forecast_goal(forecast);
    size_t baseline = bireme_comparison_baseline(c);
    bireme_figures_key(f, bireme_comparison_name(c, row));
    bireme_figures_text(f, "baseline", bireme_comparison_name(c, baseline));
    bireme_figures_whole(f, "trials", bireme_forecast_trials(forecast));
    bireme_figures_whole(f, "seed", bireme_forecast_seed(forecast));
    bireme_figures_text(f, "sampler", bireme_forecast_sampler(forecast));
    for (size_t m = 0; m < bireme_comparison_metric_count(c); m++) {
        bireme_figures_of(f, "%s", bireme_comparison_metric_name(c, m));
        bireme_figures_summary(f, bireme_comparison_total(c, row, m));
    }
    bireme_goal_figures(f, &goal);
    put_choice(f, bireme_comparison_choice(c, row));
    for (size_t m = 0; m < bireme_comparison_metric_count(c); m++)
        if (bireme_comparison_total(c, baseline, m) != NULL) put_difference(f, c, row, m);
    bireme_comparison_quarters_figures(f, c, row);
    put_bridge(f, c, row);
}

/* ------------------------ the row */

const bireme_answer_kind bireme_comparison_kind = {
    .name = "comparison",
    .document = bireme_comparison_document,
    .json = bireme_comparison_json,
    .figures = bireme_comparison_figures,
    .book = bireme_comparison_book,
};
