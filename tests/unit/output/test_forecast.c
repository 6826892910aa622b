/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer in its forms, written from a made-up forecast. This file stands in for the engine: it defines
 * what bireme/forecast.h declares, so that every number is chosen by the test.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "output/forecast.h"

enum { METRICS = 4, PERIODS = 2, TRIALS = 3 };

struct bireme_forecast {
    uint64_t trials;
    bool totals_only;
    bireme_summary total[METRICS], period;
    double samples[TRIALS];
    bireme_goal_result goal;
};

static const char *const names[METRICS] = {"revenue", "wins", "leads", "cac"};
const double bireme_quantile_probability[BIREME_QUANTILE_COUNT] = {.05, .10, .25, .50, .75, .90, .95};
const char *const bireme_quantile_name[BIREME_QUANTILE_COUNT] = {"p05", "p10", "p25", "p50",
                                                                 "p75", "p90", "p95"};

uint64_t bireme_forecast_trials(const bireme_forecast *forecast)
{
    return forecast->trials;
}

uint64_t bireme_forecast_seed(const bireme_forecast *forecast)
{
    (void)forecast;
    return UINT64_MAX;
}

const char *bireme_forecast_sampler(const bireme_forecast *forecast)
{
    (void)forecast;
    return "random";
}

size_t bireme_forecast_period_count(const bireme_forecast *forecast)
{
    (void)forecast;
    return PERIODS;
}

const char *bireme_forecast_period_label(const bireme_forecast *forecast, size_t period)
{
    (void)forecast;
    return period == 0 ? "2027-01" : "2027-02";
}

size_t bireme_forecast_metric_count(const bireme_forecast *forecast)
{
    (void)forecast;
    return METRICS;
}

const char *bireme_forecast_metric_name(const bireme_forecast *forecast, size_t metric)
{
    (void)forecast;
    return names[metric];
}

bireme_unit bireme_forecast_metric_unit(const bireme_forecast *forecast, size_t metric)
{
    (void)forecast;
    return metric == 0 || metric == 3 ? BIREME_UNIT_MONEY : BIREME_UNIT_COUNT;
}

size_t bireme_forecast_metric_find(const bireme_forecast *forecast, const char *name)
{
    (void)forecast;
    for (size_t m = 0; m < METRICS; m++)
        if (strcmp(names[m], name) == 0) return m;
    return SIZE_MAX;
}

const bireme_summary *bireme_forecast_total(const bireme_forecast *forecast, size_t metric)
{
    return &forecast->total[metric];
}

const bireme_summary *bireme_forecast_period(const bireme_forecast *forecast, size_t metric, size_t period)
{
    (void)period;
    return forecast->totals_only || metric == 3 ? NULL : &forecast->period;
}

const double *bireme_forecast_samples(const bireme_forecast *forecast, size_t metric)
{
    (void)metric;
    return forecast->samples;
}

bireme_goal_result bireme_forecast_goal(const bireme_forecast *forecast)
{
    return forecast->goal;
}

static bireme_summary summary_around(double mean, double se)
{
    bireme_summary s = {.n = 65536,
                        .mean = mean,
                        .mean_se = se,
                        .sd = mean / 5,
                        .sd_se = se,
                        .min = mean / 2,
                        .max = 2 * mean};
    static const double share[BIREME_QUANTILE_COUNT] = {0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3};
    for (int q = 0; q < BIREME_QUANTILE_COUNT; q++) {
        s.quantile[q] = share[q] * mean;
        s.quantile_se[q] = se;
    }
    return s;
}

static char stage_lead[] = "lead", stage_won[] = "won", model_name[] = "Base", currency[] = "USD";
static char *stages[] = {stage_lead, stage_won};
static bireme_model model;
static bireme_forecast forecast;
static bireme_forecast_view view;

static int set_up(void **state)
{
    (void)state;
    model =
        (bireme_model){.name = model_name, .currency = currency, .periods = 12, .stages = 2, .stage = stages};
    model.calendar = (bireme_calendar){BIREME_PERIOD_MONTH, 2027, 1, 1};
    forecast = (bireme_forecast){.trials = 65536, .samples = {1, NAN, 2.5}};
    forecast.total[0] = summary_around(6.2e6, 4000);
    forecast.total[1] = summary_around(250, 0.1);
    forecast.total[2] = summary_around(9000, 1);
    forecast.total[3] = summary_around(NAN, NAN);
    forecast.total[3].left_out = 1;
    forecast.total[3].n = 0;
    forecast.period = summary_around(5e5, 900);
    view = (bireme_forecast_view){
        .forecast = &forecast, .model = &model, .trials_asked = 65536, .elapsed_s = 0.5};
    return 0;
}

static void assert_opening(const char *expected)
{
    bireme_text text = {0};
    bireme_forecast_opening(&view, &text);
    assert_string_equal(bireme_text_string(&text), expected);
    bireme_text_free(&text);
}

static void set_goal(double probability, double se, double confidence)
{
    forecast.goal = (bireme_goal_result){.present = true,
                                         .metric = "revenue",
                                         .at_least = 6e6,
                                         .confidence = confidence,
                                         .by = "2027-12",
                                         .probability = probability,
                                         .probability_se = se};
}

#define ANSWER                                                                                               \
    "Base is expected to book $6.20M in the year from 2027-01, with 80 % confidence between $4.96M and "     \
    "$7.44M"

static void the_opening_is_one_sentence_with_the_range(void **state)
{
    (void)state;
    assert_opening(ANSWER ".");
}

static void the_goal_is_judged_against_the_confidence_asked_for(void **state)
{
    (void)state;
    set_goal(0.5812, 0.002, NAN);
    assert_opening(ANSWER "; the goal of $6M is reached with a probability of 58 %.");
    set_goal(0.5812, 0.002, 0.8);
    assert_opening(ANSWER
                   "; the goal of $6M is reached with a probability of 58 %, short of the 80 % asked for.");
    set_goal(0.91, 0.002, 0.8);
    assert_opening(ANSWER
                   "; the goal of $6M is reached with a probability of 91 %, more than the 80 % asked for.");
    set_goal(0.79, 0.02, 0.8);
    assert_opening(ANSWER
                   "; the goal of $6M is reached with a probability of 79 % (give or take 2 %), as near to "
                   "the 80 % asked for as these trials can tell.");
}

static void a_certain_goal_is_not_called_certain(void **state)
{
    (void)state;
    set_goal(0, 0, NAN);
    assert_opening(ANSWER "; the goal of $6M is reached in none of the 65,536 trials.");
    set_goal(1, 0, NAN);
    assert_opening(ANSWER "; the goal of $6M is reached in all of the 65,536 trials.");
    set_goal(0.004, 0.0002, NAN);
    assert_opening(ANSWER "; the goal of $6M is reached with a probability of less than 1 %.");
    set_goal(0.996, 0.0002, NAN);
    assert_opening(ANSWER "; the goal of $6M is reached with a probability of more than 99 %.");
}

static void an_earlier_goal_names_its_date_and_another_metric_its_name(void **state)
{
    (void)state;
    set_goal(0.5, 0.002, NAN);
    forecast.goal.by = "2027-06";
    assert_opening(ANSWER "; the goal of $6M by the end of 2027-06 is reached with a probability of 50 %.");
    set_goal(0.5, 0.002, NAN);
    forecast.goal.metric = "leads";
    forecast.goal.at_least = 9000;
    assert_opening(ANSWER "; the goal of 9,000 leads is reached with a probability of 50 %.");
}

static void without_values_the_answer_is_about_wins(void **state)
{
    (void)state;
    forecast.total[0] = summary_around(0, 0);
    model.periods = 9;
    assert_opening(
        "Base is expected to win 250 deals in the 9 months from 2027-01, with 80 % confidence between 200 "
        "and 300.");
}

static void the_closing_word_says_how_far_another_seed_would_be(void **state)
{
    (void)state;
    bireme_text text = {0};
    bireme_forecast_certainty(&view, &text);
    assert_non_null(strstr(bireme_text_string(&text),
                           "65,536 trials, seed 18446744073709551615, random sampling. "
                           "Another seed would move the revenue by about ±$4,000 on the "
                           "mean, ±$4,000 on P10, ±$4,000 on P50 and ±$4,000 on P90"));
    bireme_text_free(&text);
    forecast.trials = 1024;
    forecast.total[0].quantile_se[BIREME_P10] = NAN;
    bireme_forecast_certainty(&view, &text);
    assert_non_null(strstr(bireme_text_string(&text), "1,024 of 65,536 trials (interrupted)"));
    assert_non_null(strstr(bireme_text_string(&text), "too few trials to say"));
    bireme_text_free(&text);
}

static void json_has_every_statistic_and_null_for_none(void **state)
{
    (void)state;
    set_goal(0.5812, 0.002, NAN);
    bireme_text text = {0};
    bireme_forecast_write_json(&view, &text);
    const char *json = bireme_text_string(&text);
    assert_non_null(strstr(json, "\"elapsed_s\": 0.5,"));
    assert_non_null(
        strstr(json, "\"wins\": {\"mean\": 250, \"sd\": 50, \"mean_se\": 0.1, \"sd_se\": 0.1, "
                     "\"min\": 125, \"max\": 500, \"p05\": 175, \"p10\": 200, \"p25\": 225, \"p50\": 250, "
                     "\"p75\": 275, \"p90\": 300, \"p95\": 325, \"p05_se\": 0.1, \"p10_se\": 0.1, "
                     "\"p25_se\": 0.1, \"p50_se\": 0.1, \"p75_se\": 0.1, \"p90_se\": 0.1, "
                     "\"p95_se\": 0.1}"));
    assert_non_null(strstr(json, "\"cac\": {\"mean\": null,"));
    assert_non_null(strstr(json, "\"p95_se\": null, \"left_out\": 1}"));
    assert_non_null(strstr(json, "\"start\": \"2027-02\""));
    assert_non_null(strstr(json,
                           "\"goal\": {\"metric\": \"revenue\", \"at_least\": 6000000, \"by\": \"2027-12\", "
                           "\"confidence\": null, \"probability\": 0.5812, \"probability_se\": 0.002}"));
    assert_null(strstr(json, "nan"));
    assert_null(strstr(json, "interrupted"));
    bireme_text_free(&text);
}

static void json_of_totals_has_no_periods(void **state)
{
    (void)state;
    forecast.totals_only = true;
    bireme_text text = {0};
    bireme_forecast_write_json(&view, &text);
    assert_non_null(strstr(bireme_text_string(&text), "\"periods\": []"));
    assert_null(strstr(bireme_text_string(&text), "\"goal\""));
    bireme_text_free(&text);
}

static size_t count(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *at = strstr(text, what); at != NULL; at = strstr(at + 1, what)) n++;
    return n;
}

static void tidy_csv_has_a_row_per_number(void **state)
{
    (void)state;
    set_goal(0.5812, 0.002, NAN);
    bireme_text text = {0};
    bireme_forecast_write_csv(&view, false, &text);
    /* The title; the totals of four metrics and two periods of three; one left_out; three rows of the goal.
     */
    assert_int_equal(count(bireme_text_string(&text), "\r\n"),
                     1 + (METRICS + PERIODS * (METRICS - 1)) * BIREME_STATISTIC_COUNT + 1 + 3);
    assert_non_null(strstr(bireme_text_string(&text), "\r\nBase,wins,,p90_se,0.1\r\n"));
    assert_non_null(strstr(bireme_text_string(&text), "\r\nBase,cac,,mean,\r\n"));
    assert_non_null(strstr(bireme_text_string(&text), "\r\nBase,revenue,2027-02,p50,500000\r\n"));
    bireme_text_free(&text);
}

static void wide_csv_has_as_many_numbers_as_titles(void **state)
{
    (void)state;
    set_goal(0.5812, 0.002, NAN);
    bireme_text text = {0};
    bireme_forecast_write_csv(&view, true, &text);
    const char *titles = bireme_text_string(&text), *row = strstr(titles, "\r\n");
    assert_non_null(row);
    assert_int_equal(count(titles, "\r\n"), 2);
    assert_int_equal(count(titles, ",") - count(row, ","), count(row, ","));
    assert_int_equal(count(row, ","), 3 + METRICS * (BIREME_STATISTIC_COUNT + 1) + 3);
    bireme_text_free(&text);
}

static void samples_have_a_row_per_trial_and_empty_cells_where_left_out(void **state)
{
    (void)state;
    forecast.trials = TRIALS;
    bireme_text text = {0};
    bireme_forecast_write_samples(&view, &text);
    assert_string_equal(bireme_text_string(&text),
                        "trial,revenue,wins,leads,cac\r\n1,1,1,1,1\r\n2,,,,\r\n3,2.5,2.5,2.5,2.5\r\n");
    bireme_text_free(&text);
}

static void the_document_leaves_out_what_there_is_not(void **state)
{
    (void)state;
    forecast.totals_only = true;
    const bireme_text_style style = {.unicode = false, .width = 100};
    bireme_document document;
    bireme_text text = {0};
    bireme_error error;
    bireme_document_init(&document, "USD");
    bireme_forecast_document(&view, &document);
    assert_int_equal(bireme_document_write_text(&document, &style, &text, &error), BIREME_OK);
    const char *shown = bireme_text_string(&text);
    assert_non_null(
        strstr(shown, "  together  9,000  7,200-10,800   250  200-300   $6.20M  $4.96M-$7.44M  100 %\n"));
    assert_null(
        strstr(shown, "  marketing")); /* no owner's metrics, no costs, periods, channels, no afterwards */
    assert_null(strstr(shown, "cost of marketing"));
    assert_null(strstr(shown, "2027-02"));
    assert_null(strstr(shown, "The channels"));
    assert_null(strstr(shown, "Still to come"));
    bireme_text_free(&text);
    bireme_document_free(&document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_opening_is_one_sentence_with_the_range, set_up),
        cmocka_unit_test_setup(the_goal_is_judged_against_the_confidence_asked_for, set_up),
        cmocka_unit_test_setup(a_certain_goal_is_not_called_certain, set_up),
        cmocka_unit_test_setup(an_earlier_goal_names_its_date_and_another_metric_its_name, set_up),
        cmocka_unit_test_setup(without_values_the_answer_is_about_wins, set_up),
        cmocka_unit_test_setup(the_closing_word_says_how_far_another_seed_would_be, set_up),
        cmocka_unit_test_setup(json_has_every_statistic_and_null_for_none, set_up),
        cmocka_unit_test_setup(json_of_totals_has_no_periods, set_up),
        cmocka_unit_test_setup(tidy_csv_has_a_row_per_number, set_up),
        cmocka_unit_test_setup(wide_csv_has_as_many_numbers_as_titles, set_up),
        cmocka_unit_test_setup(samples_have_a_row_per_trial_and_empty_cells_where_left_out, set_up),
        cmocka_unit_test_setup(the_document_leaves_out_what_there_is_not, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
