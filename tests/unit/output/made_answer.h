/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A made-up forecast and the view of it that the writers get; a test sets it up and changes what it is about.
 */
#ifndef TESTS_UNIT_OUTPUT_MADE_ANSWER_H
#define TESTS_UNIT_OUTPUT_MADE_ANSWER_H

#include "support/check.h"

#include "unit/output/made_forecast.h"

enum { METRICS = 4 };

static char stage_lead[] = "lead", stage_won[] = "won", model_name[] = "Base", currency[] = "USD";
static char *stages[] = {stage_lead, stage_won};
static bireme_model model;
static bireme_forecast forecast;
static bireme_forecast_view view;

static char sales_name[] = "sales";
static bool all_work[] = {true, true, true};
static bireme_team team = {
    .name = sales_name, .works = all_work, .cost_per_rep = -1, .cost_growth = -1, .commission = -1};
static const bireme_given conditions[] = {{.regime = "recession", .by = "2027-06-17"},
                                          {.regime = "growth", .never = true}};

static inline int set_up(void **state)
{
    (void)state;
    model =
        (bireme_model){.name = model_name, .currency = currency, .periods = 12, .stages = 2, .stage = stages};
    model.revenue.gross_margin = model.revenue.unit_cost = -1;
    team = (bireme_team){
        .name = sales_name, .works = all_work, .cost_per_rep = -1, .cost_growth = -1, .commission = -1};
    model.calendar = model.past.calendar = (bireme_calendar){BIREME_PERIOD_MONTH, 2027, 1, 1};
    forecast = (bireme_forecast){.model = &model, .trials = 65536, .samples = {1, NAN, 2.5}};
    add_metric(&forecast, "revenue", BIREME_UNIT_MONEY, 6.2e6, 4000);
    add_metric(&forecast, "wins", BIREME_UNIT_COUNT, 250, 0.1);
    add_metric(&forecast, "leads", BIREME_UNIT_COUNT, 9000, 1);
    add_metric(&forecast, "cac", BIREME_UNIT_MONEY, NAN, NAN);
    forecast.total[3].left_out = 1;
    forecast.total[3].n = 0;
    for (size_t m = 0; m < 3; m++) forecast.period[m] = summary_around(5e5, 900);
    view = (bireme_forecast_view){
        .forecast = &forecast, .model = &model, .trials_asked = 65536, .elapsed_s = 0.5};
    return 0;
}

static inline void set_goal(double probability, double se, double confidence)
{
    forecast.goal = (bireme_goal_result){.present = true,
                                         .metric = "revenue",
                                         .at_least = 6e6,
                                         .confidence = confidence,
                                         .by = "2027-12",
                                         .probability = probability,
                                         .probability_se = se};
}

/* The answer in its forms for programs. */
static inline void write_json(bireme_text *out)
{
    const bireme_answer answer = bireme_answer_of_forecast(&view);
    bireme_answer_write_json(&answer, out);
}

static inline void write_csv(bool wide, bireme_text *out)
{
    const bireme_answer answer = bireme_answer_of_forecast(&view);
    bireme_answer_write_csv(&answer, wide, BIREME_CSV_PLAIN, out);
}

#endif
