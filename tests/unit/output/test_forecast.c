/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sentences of an answer, and its forms for programs, written from a made-up forecast.
 */
#include "support/check.h"

#include "unit/output/made_forecast.h"

enum { METRICS = 4 };

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

static void recurring_revenue_is_earned_not_booked(void **state)
{
    (void)state;
    model.revenue.recurring = true;
    assert_opening(
        "Base is expected to earn $6.20M of revenue in the year from 2027-01, with 80 % confidence "
        "between $4.96M and $7.44M.");
}

static void a_goal_in_bookings_says_so_where_they_are_not_the_revenue(void **state)
{
    (void)state;
    set_goal(0.5, 0.002, NAN);
    forecast.goal.metric = "bookings";
    add_metric(&forecast, "bookings", BIREME_UNIT_MONEY, 6.2e6, 4000);
    assert_opening(ANSWER "; the goal of $6M is reached with a probability of 50 %.");
    model.revenue.recurring = true;
    assert_opening(
        "Base is expected to earn $6.20M of revenue in the year from 2027-01, with 80 % confidence "
        "between $4.96M and $7.44M; the goal of $6M in bookings is reached with a probability of "
        "50 %.");
}

static void a_goal_in_another_unit_is_written_in_it(void **state)
{
    (void)state;
    set_goal(0.5, 0.002, NAN);
    forecast.goal.metric = "ltv_cac";
    forecast.goal.at_least = 3;
    add_metric(&forecast, "ltv_cac", BIREME_UNIT_RATIO, 4, 0.01);
    assert_opening(ANSWER "; the goal of 3.0× in ltv_cac is reached with a probability of 50 %.");
    forecast.goal.metric = "nrr";
    forecast.goal.at_least = 1.05;
    add_metric(&forecast, "nrr", BIREME_UNIT_SHARE, 1, 0.01);
    assert_opening(ANSWER "; the goal of 105 % in nrr is reached with a probability of 50 %.");
}

static const bireme_given conditions[] = {{.regime = "recession", .by = "2027-06-17"},
                                          {.regime = "growth", .never = true}};

static void conditions_are_said_first(void **state)
{
    (void)state;
    view.given = conditions;
    view.n_given = 2;
    forecast.given_probability = 0.125;
    set_goal(1, 0, NAN);
    assert_opening(
        "In the 13 % of the trials in which recession comes by the end of 2027-06 and growth never "
        "comes, " ANSWER "; the goal of $6M is reached in all of the 8,192 trials.");
    bireme_text text = {0};
    bireme_forecast_certainty(&view, &text);
    assert_non_null(
        strstr(bireme_text_string(&text), "; the conditions hold in 8,192 of them. Another seed"));
    bireme_text_free(&text);
}

static void conditions_that_never_hold_leave_nothing_to_say(void **state)
{
    (void)state;
    view.given = conditions;
    view.n_given = 1;
    forecast.given_probability = 0;
    assert_opening("In none of the trials recession comes by the end of 2027-06: there is nothing to say.");
}

static void assert_in_short(const char *expected)
{
    bireme_text text = {0};
    bireme_forecast_in_short(&view, &text);
    assert_string_equal(bireme_text_string(&text), expected);
    bireme_text_free(&text);
}

static void in_short_says_what_is_left_after_which_costs(void **state)
{
    (void)state;
    assert_in_short("");
    model.revenue.gross_margin = 1;
    add_metric(&forecast, "contribution", BIREME_UNIT_MONEY, 2e6, 1000);
    assert_in_short(""); /* no costs: it would be the revenue once more */
    add_metric(&forecast, "cost.marketing", BIREME_UNIT_MONEY, 1e6, 0);
    assert_in_short("After the cost of marketing, the contribution is $2.00M, with 80 % confidence between "
                    "$1.60M and $2.40M.");
    add_metric(&forecast, "cost.sales", BIREME_UNIT_MONEY, 2e6, 0);
    model.revenue.gross_margin = 0.78;
    assert_in_short("After the cost of goods (gross margin 78 %) and the cost of marketing and sales, the "
                    "contribution is $2.00M, with 80 % confidence between $1.60M and $2.40M.");
}

static void in_short_says_what_is_earned_from_earlier_customers(void **state)
{
    (void)state;
    model.revenue.recurring = true;
    add_metric(&forecast, "bookings", BIREME_UNIT_MONEY, 3e6, 1000);
    assert_in_short("The new contracts are worth $3.00M a year.");
    add_metric(&forecast, "revenue.opening", BIREME_UNIT_MONEY, 4.1e6, 1000);
    assert_in_short(
        "Of that, $4.10M comes from customers there at the start and $2.10M from new ones. The new "
        "contracts are worth $3.00M a year.");
}

static void in_short_says_whether_sales_can_work_what_comes(void **state)
{
    (void)state;
    model.sales = (bireme_sales){.present = true, .has_capacity = true, .stage = 0};
    add_metric(&forecast, "stage.lead", BIREME_UNIT_COUNT, 9000, 1);
    add_metric(&forecast, "worked", BIREME_UNIT_COUNT, 8000, 1);
    add_metric(&forecast, "utilisation", BIREME_UNIT_SHARE, 0.74, 0.001);
    size_t away = add_metric(&forecast, "turned_away.share", BIREME_UNIT_SHARE, 0, 0);
    size_t backlog = add_metric(&forecast, "backlog", BIREME_UNIT_COUNT, 0, 0);
    add_metric(&forecast, "turned_away.value", BIREME_UNIT_MONEY, 1.2e6, 1000);
    assert_in_short("Sales has room for what comes: 74 % of what it can take up is used.");
    forecast.total[away] = summary_around(0.13, 0.001);
    assert_in_short("Of the 9,000 that come to the stage lead sales takes up 8,000; 13 %, worth $1.20M, find "
                    "no room and are lost.");
    model.sales.waits = true;
    forecast.total[backlog] = summary_around(45, 0.1);
    assert_in_short("Of the 9,000 that come to the stage lead sales takes up 8,000; 13 %, worth $1.20M, go "
                    "away while they wait and 45.0 still wait at the end.");
    forecast.total[away] = summary_around(0, 0);
    assert_in_short("Of the 9,000 that come to the stage lead sales takes up 8,000; 45.0 still wait at the "
                    "end.");
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

static void assert_certainty(const char *expected)
{
    bireme_text text = {0};
    bireme_forecast_certainty(&view, &text);
    if (strstr(bireme_text_string(&text), expected) == NULL) print_error("%s\n", bireme_text_string(&text));
    assert_non_null(strstr(bireme_text_string(&text), expected));
    bireme_text_free(&text);
}

static void the_closing_word_names_the_sampler(void **state)
{
    (void)state;
    forecast.sampler = "sobol";
    assert_certainty("seed 18446744073709551615, scrambled Sobol points. Another seed");
    forecast.sampler = "lhs";
    assert_certainty("seed 18446744073709551615, Latin hypercube sampling. Another seed");
}

static void the_closing_word_tells_what_became_of_the_precision(void **state)
{
    (void)state;
    forecast.precision = (bireme_precision_result){.asked = true,
                                                   .wanted = 0.001,
                                                   .reached = 0.000834,
                                                   .worst = "p10",
                                                   .metric = "revenue",
                                                   .met = true};
    assert_certainty(
        "random sampling. The precision of 0.1 % that was asked for was reached after 65,536 trials: the "
        "largest standard error is 0.083 % of the value, on P10 of revenue. Another seed");
    forecast.precision.met = false;
    forecast.precision.reached = 0.0125;
    forecast.precision.worst = "mean";
    assert_certainty(
        "The precision of 0.1 % that was asked for was not reached within 65,536 trials; allow more with "
        "--trials: the largest standard error is 1.3 % of the value, on the mean of revenue. Another");
    forecast.precision.reached = NAN;
    forecast.precision.worst = NULL;
    assert_certainty("not reached within 65,536 trials; allow more with --trials. Another seed");
    forecast.trials = 1024;
    assert_certainty(
        "The precision of 0.1 % that was asked for was not reached when the run was interrupted. ");
}

static void json_says_what_became_of_the_precision(void **state)
{
    (void)state;
    bireme_text text = {0};
    bireme_forecast_write_json(&view, &text);
    assert_null(strstr(bireme_text_string(&text), "precision"));
    bireme_text_free(&text);
    forecast.precision = (bireme_precision_result){
        .asked = true, .wanted = 0.001, .reached = 0.0005, .worst = "p10", .metric = "revenue", .met = true};
    bireme_forecast_write_json(&view, &text);
    assert_non_null(
        strstr(bireme_text_string(&text),
               "\"sampler\": \"random\",\n  \"precision\": {\"wanted\": 0.001, \"reached\": 0.0005, "
               "\"met\": true, \"metric\": \"revenue\", \"worst\": \"p10\"},"));
    bireme_text_free(&text);
    forecast.precision.reached = NAN;
    forecast.precision.worst = NULL;
    forecast.precision.met = false;
    bireme_forecast_write_json(&view, &text);
    assert_non_null(strstr(bireme_text_string(&text),
                           "\"reached\": null, \"met\": false, \"metric\": \"revenue\", \"worst\": null}"));
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

static void add_regime(void)
{
    forecast.n_regimes = 1;
    forecast.regime_metric = 0;
    forecast.regime[0] = (bireme_regime_result){.regime = "recession",
                                                .by = "2027-06",
                                                .probability = 0.25,
                                                .comes = summary_around(4e6, 9000),
                                                .stays_out = summary_around(7e6, 5000)};
}

static void json_has_the_conditions_and_the_regimes(void **state)
{
    (void)state;
    bireme_text text = {0};
    bireme_forecast_write_json(&view, &text);
    assert_null(strstr(bireme_text_string(&text), "given"));
    assert_null(strstr(bireme_text_string(&text), "regimes"));
    bireme_text_free(&text);
    view.given = conditions;
    view.n_given = 2;
    forecast.given_probability = 0.125;
    add_regime();
    bireme_forecast_write_json(&view, &text);
    const char *json = bireme_text_string(&text);
    assert_non_null(strstr(json, "\"given\": [{\"regime\": \"recession\", \"by\": \"2027-06-17\", \"never\": "
                                 "false}, {\"regime\": \"growth\", \"by\": null, \"never\": true}],"));
    assert_non_null(strstr(json, "\"given_probability\": 0.125,"));
    assert_non_null(strstr(json, "\"regime\": \"recession\",\n      \"by\": \"2027-06\",\n      "
                                 "\"probability\": 0.25,\n      \"metric\": \"revenue\",\n      "
                                 "\"comes\": {\"mean\": 4000000,"));
    assert_non_null(strstr(json, "\"stays_out\": {\"mean\": 7000000,"));
    bireme_text_free(&text);
}

static void csv_names_what_depends_on_a_regime(void **state)
{
    (void)state;
    view.given = conditions;
    view.n_given = 1;
    forecast.given_probability = 0.125;
    add_regime();
    bireme_text text = {0};
    bireme_forecast_write_csv(&view, false, &text);
    const char *tidy = bireme_text_string(&text);
    assert_non_null(strstr(tidy, "\r\nBase,given,,probability,0.125\r\n"));
    assert_non_null(strstr(tidy, "\r\nBase,if.recession,2027-06,probability,0.25\r\n"));
    assert_non_null(strstr(tidy, "\r\nBase,if.recession.revenue,,p50,4000000\r\n"));
    assert_non_null(strstr(tidy, "\r\nBase,unless.recession.revenue,,mean,7000000\r\n"));
    bireme_text_free(&text);
    bireme_forecast_write_csv(&view, true, &text);
    const char *titles = bireme_text_string(&text), *row = strstr(titles, "\r\n");
    assert_non_null(row);
    assert_int_equal(count(titles, ",") - count(row, ","), count(row, ","));
    /* Four of the run, the metrics, the conditions' probability, the regime's and its two summaries. */
    assert_int_equal(count(row, ","), 3 + (METRICS + 2) * (BIREME_STATISTIC_COUNT + 1) + 2);
    assert_non_null(strstr(titles, ",given.probability,if.recession.probability,if.recession.revenue.mean,"));
    assert_non_null(strstr(row, ",0.125,0.25,4000000,"));
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
        cmocka_unit_test_setup(recurring_revenue_is_earned_not_booked, set_up),
        cmocka_unit_test_setup(a_goal_in_bookings_says_so_where_they_are_not_the_revenue, set_up),
        cmocka_unit_test_setup(a_goal_in_another_unit_is_written_in_it, set_up),
        cmocka_unit_test_setup(conditions_are_said_first, set_up),
        cmocka_unit_test_setup(conditions_that_never_hold_leave_nothing_to_say, set_up),
        cmocka_unit_test_setup(in_short_says_what_is_left_after_which_costs, set_up),
        cmocka_unit_test_setup(in_short_says_what_is_earned_from_earlier_customers, set_up),
        cmocka_unit_test_setup(in_short_says_whether_sales_can_work_what_comes, set_up),
        cmocka_unit_test_setup(the_closing_word_says_how_far_another_seed_would_be, set_up),
        cmocka_unit_test_setup(the_closing_word_names_the_sampler, set_up),
        cmocka_unit_test_setup(the_closing_word_tells_what_became_of_the_precision, set_up),
        cmocka_unit_test_setup(json_says_what_became_of_the_precision, set_up),
        cmocka_unit_test_setup(json_has_every_statistic_and_null_for_none, set_up),
        cmocka_unit_test_setup(json_of_totals_has_no_periods, set_up),
        cmocka_unit_test_setup(tidy_csv_has_a_row_per_number, set_up),
        cmocka_unit_test_setup(wide_csv_has_as_many_numbers_as_titles, set_up),
        cmocka_unit_test_setup(json_has_the_conditions_and_the_regimes, set_up),
        cmocka_unit_test_setup(csv_names_what_depends_on_a_regime, set_up),
        cmocka_unit_test_setup(samples_have_a_row_per_trial_and_empty_cells_where_left_out, set_up),
        cmocka_unit_test_setup(the_document_leaves_out_what_there_is_not, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
