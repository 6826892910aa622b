/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sentences of an answer, and its document, written from a made-up forecast.
 */
#include "support/check.h"

#include "unit/dist/make.h"
#include "unit/output/made_answer.h"

static void assert_opening(const char *expected)
{
    bireme_text text = {0};
    bireme_forecast_opening(&view, &text);
    assert_string_equal(bireme_text_string(&text), expected);
    bireme_text_free(&text);
}

#define ANSWER                                                                                               \
    "Base is expected to book $6.20M in 2027, in 8 of 10 futures between $4.96M and "                        \
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
    assert_opening(ANSWER "; the goal of $6M by the end of June 2027 is reached with a probability of 50 %.");
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
        "Base is expected to win 250 deals in the 9 months from January 2027, in 8 of 10 futures between 200 "
        "and 300.");
}

static void recurring_revenue_is_earned_not_booked(void **state)
{
    (void)state;
    model.revenue.recurring = true;
    assert_opening("Base is expected to earn $6.20M of revenue in 2027, in 8 of 10 futures "
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
    assert_opening("Base is expected to earn $6.20M of revenue in 2027, in 8 of 10 futures "
                   "between $4.96M and $7.44M; the goal of $6M in bookings is reached with a probability of "
                   "50 %.");
}

static void a_goal_of_at_most_says_so_and_what_counts_as_missed(void **state)
{
    (void)state;
    set_goal(0.5, 0.002, NAN);
    forecast.goal.metric = "channel.ads.cac";
    forecast.goal.at_least = 12000;
    forecast.goal.at_most = true;
    size_t cac = add_metric(&forecast, "channel.ads.cac", BIREME_UNIT_MONEY, 11000, 0.01);
    assert_opening(ANSWER
                   "; the goal of at most $12,000 in channel.ads.cac is reached with a probability of 50 %.");
    forecast.total[cac].left_out = 0.03;
    assert_opening(ANSWER "; the goal of at most $12,000 in channel.ads.cac is reached with a probability of "
                          "50 % (the 3.0 % of the "
                          "trials in which it has no value count as missed).");
}

static void a_goal_in_another_unit_is_written_in_it(void **state)
{
    (void)state;
    set_goal(0.5, 0.002, NAN);
    forecast.goal.metric = "romi";
    forecast.goal.at_least = 3;
    add_metric(&forecast, "romi", BIREME_UNIT_RATIO, 4, 0.01);
    assert_opening(ANSWER "; the goal of a return on marketing (ROMI) of at least 3× is reached with a "
                          "probability of 50 %.");
    forecast.goal.metric = "share.marketing_touched";
    forecast.goal.at_least = 0.45;
    add_metric(&forecast, "share.marketing_touched", BIREME_UNIT_SHARE, 0.5, 0.01);
    assert_opening(
        ANSWER
        "; the goal of 45 % for the share of revenue touched by marketing is reached with a probability of "
        "50 %.");
}

static void conditions_are_said_first(void **state)
{
    (void)state;
    view.given = conditions;
    view.n_given = 2;
    forecast.given_probability = 0.125;
    set_goal(1, 0, NAN);
    assert_opening(
        "In the 13 % of the trials in which recession comes by the end of June 2027 and growth never "
        "comes, Base is expected to book $6.20M in 2027, in 8 of 10 such futures between $4.96M and "
        "$7.44M; the goal of $6M is reached in all of the 8,192 trials.");
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
    assert_opening("In none of the trials recession comes by the end of June 2027: there is nothing to say.");
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
    add_metric(&forecast, "contribution", BIREME_UNIT_MONEY, 2e6, 1000);
    assert_in_short(""); /* no costs: it would be the revenue once more */
    add_metric(&forecast, "cost.marketing", BIREME_UNIT_MONEY, 1e6, 0);
    assert_in_short("After the cost of marketing, the contribution is $2.00M, in 8 of 10 futures between "
                    "$1.60M and $2.40M.");
    add_metric(&forecast, "cost.sales", BIREME_UNIT_MONEY, 2e6, 0);
    model.teams = &team;
    model.n_teams = 1;
    bireme_quantity margin = {.dist = make_fixed(0.78)};
    model.quantities = &margin;
    model.revenue.gross_margin = 0;
    assert_in_short("After the cost of goods (gross margin 78 %) and the cost of marketing and sales, the "
                    "contribution is $2.00M, in 8 of 10 futures between $1.60M and $2.40M.");
    bireme_dist_free(margin.dist);
    margin.dist = make("beta", ARGUMENTS(NUMBER("mean", 0.78), NUMBER("sd", 0.02)));
    assert_in_short(
        "After the cost of goods (gross margin about 78 %) and the cost of marketing and sales, the "
        "contribution is $2.00M, in 8 of 10 futures between $1.60M and $2.40M.");
    bireme_dist_free(margin.dist);
}

static void in_short_says_what_is_earned_from_earlier_customers(void **state)
{
    (void)state;
    model.revenue.recurring = true;
    add_metric(&forecast, "bookings", BIREME_UNIT_MONEY, 3e6, 1000);
    assert_in_short("The new contracts are worth $3.00M a year.");
    add_metric(&forecast, "revenue.opening", BIREME_UNIT_MONEY, 4.1e6, 1000);
    model.revenue.opening = 4.1e6;
    assert_in_short(
        "Of that, $4.10M comes from customers there at the start and $2.10M from new ones. The new "
        "contracts are worth $3.00M a year.");
}

static void in_short_says_whether_sales_can_work_what_comes(void **state)
{
    (void)state;
    model.teams = &team;
    model.n_teams = 1;
    team = (bireme_team){.name = sales_name,
                         .works = all_work,
                         .has_capacity = true,
                         .stage = 0,
                         .cost_per_rep = -1,
                         .cost_growth = -1,
                         .commission = -1};
    add_metric(&forecast, "stage.lead", BIREME_UNIT_COUNT, 9000, 1);
    add_metric(&forecast, "worked", BIREME_UNIT_COUNT, 8000, 1);
    add_metric(&forecast, "utilisation", BIREME_UNIT_SHARE, 0.74, 0.001);
    size_t share = add_metric(&forecast, "turned_away.share", BIREME_UNIT_SHARE, 0, 0);
    size_t away = add_metric(&forecast, "turned_away", BIREME_UNIT_COUNT, 0, 0);
    size_t backlog = add_metric(&forecast, "backlog", BIREME_UNIT_COUNT, 0, 0);
    add_metric(&forecast, "turned_away.value", BIREME_UNIT_MONEY, 1.2e6, 1000);
    assert_in_short("Sales has room for what comes: 74 % of what it can take up is used.");
    forecast.total[share] = summary_around(1.0 / 9, 0.001);
    forecast.total[away] = summary_around(1000, 1);
    assert_in_short("Of the 9,000 that come to the stage lead, sales takes up 8,000; 1,000 (11 %), worth "
                    "$1.20M, find no room and are lost.");
    team.waits = true;
    team.patience = 0.25; /* of 60 who are not taken up in the last period 45 give up */
    forecast.total[away] = summary_around(985, 1);
    forecast.total[backlog] = summary_around(60, 0.1);
    assert_in_short(
        "Of the 9,000 that come to the stage lead, sales takes up 8,000; 985 (11 %), worth $1.20M, "
        "give up waiting, and 15 still wait at the end.");
    forecast.total[share] = forecast.total[away] = summary_around(0, 0);
    team.patience = 1;
    assert_in_short("Of the 9,000 that come to the stage lead, sales takes up 8,000; 60 still wait at the "
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
        cmocka_unit_test_setup(a_goal_of_at_most_says_so_and_what_counts_as_missed, set_up),
        cmocka_unit_test_setup(a_goal_in_another_unit_is_written_in_it, set_up),
        cmocka_unit_test_setup(conditions_are_said_first, set_up),
        cmocka_unit_test_setup(conditions_that_never_hold_leave_nothing_to_say, set_up),
        cmocka_unit_test_setup(in_short_says_what_is_left_after_which_costs, set_up),
        cmocka_unit_test_setup(in_short_says_what_is_earned_from_earlier_customers, set_up),
        cmocka_unit_test_setup(in_short_says_whether_sales_can_work_what_comes, set_up),
        cmocka_unit_test_setup(the_closing_word_says_how_far_another_seed_would_be, set_up),
        cmocka_unit_test_setup(the_closing_word_names_the_sampler, set_up),
        cmocka_unit_test_setup(the_closing_word_tells_what_became_of_the_precision, set_up),
        cmocka_unit_test_setup(the_document_leaves_out_what_there_is_not, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
