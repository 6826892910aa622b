/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The forms of an answer for programs, JSON and CSV, written from a made-up forecast.
 */
#include "support/check.h"

#include "unit/output/made_answer.h"

static void json_says_what_became_of_the_precision(void **state)
{
    (void)state;
    bireme_text text = {0};
    write_json(&text);
    assert_null(strstr(bireme_text_string(&text), "precision"));
    bireme_text_free(&text);
    forecast.precision = (bireme_precision_result){
        .asked = true, .wanted = 0.001, .reached = 0.0005, .worst = "p10", .metric = "revenue", .met = true};
    write_json(&text);
    assert_non_null(
        strstr(bireme_text_string(&text),
               "\"sampler\": \"random\",\n  \"precision\": {\"wanted\": 0.001, \"reached\": 0.0005, "
               "\"met\": true, \"metric\": \"revenue\", \"worst\": \"p10\"},"));
    bireme_text_free(&text);
    forecast.precision.reached = NAN;
    forecast.precision.worst = NULL;
    forecast.precision.met = false;
    write_json(&text);
    assert_non_null(strstr(bireme_text_string(&text),
                           "\"reached\": null, \"met\": false, \"metric\": \"revenue\", \"worst\": null}"));
    bireme_text_free(&text);
}

static void json_has_every_statistic_and_null_for_none(void **state)
{
    (void)state;
    set_goal(0.5812, 0.002, NAN);
    bireme_text text = {0};
    write_json(&text);
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

static void json_has_sums_to_date_and_the_chance_by_then(void **state)
{
    (void)state;
    static const bireme_summary first = {.n = 65536, .mean = 7, .quantile[BIREME_P10] = 3},
                                last = {.mean = 8};
    bireme_text text = {0};
    forecast.to_date[0] = (bireme_to_date){.value = &first, .probability = 0.25, .probability_se = 0.01};
    forecast.to_date[1] = (bireme_to_date){.value = &last, .probability = 0.5, .probability_se = 0.02};
    write_json(&text);
    assert_non_null(strstr(bireme_text_string(&text), "\"to_date\": {\n    \"metric\": \"revenue\","));
    assert_non_null(strstr(bireme_text_string(&text), "{\"start\": \"2027-02\", \"mean\": 8,"));
    assert_null(strstr(bireme_text_string(&text), "probability"));
    bireme_text_free(&text);
    set_goal(0.5, 0.02, NAN);
    write_json(&text);
    assert_non_null(strstr(bireme_text_string(&text), "\"start\": \"2027-01\", \"mean\": 7,"));
    assert_non_null(strstr(bireme_text_string(&text), "\"p10\": 3,"));
    assert_non_null(strstr(bireme_text_string(&text), "\"probability\": 0.25, \"probability_se\": 0.01}"));
    bireme_text_free(&text);
}

static void json_of_totals_has_no_periods(void **state)
{
    (void)state;
    forecast.totals_only = true;
    bireme_text text = {0};
    write_json(&text);
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
    write_csv(false, &text);
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
    write_csv(true, &text);
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
    static bireme_summary comes, stays_out;
    comes = summary_around(4e6, 9000);
    stays_out = summary_around(7e6, 5000);
    forecast.regime[0] = (bireme_regime_result){.regime = "recession",
                                                .by = "2027-06",
                                                .probability = 0.25,
                                                .comes = &comes,
                                                .stays_out = &stays_out};
}

static void json_has_the_conditions_and_the_regimes(void **state)
{
    (void)state;
    bireme_text text = {0};
    write_json(&text);
    assert_null(strstr(bireme_text_string(&text), "given"));
    assert_null(strstr(bireme_text_string(&text), "regimes"));
    bireme_text_free(&text);
    view.given = conditions;
    view.n_given = 2;
    forecast.given_probability = 0.125;
    add_regime();
    write_json(&text);
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
    write_csv(false, &text);
    const char *tidy = bireme_text_string(&text);
    assert_non_null(strstr(tidy, "\r\nBase,given,,probability,0.125\r\n"));
    assert_non_null(strstr(tidy, "\r\nBase,if.recession,2027-06,probability,0.25\r\n"));
    assert_non_null(strstr(tidy, "\r\nBase,if.recession.revenue,,p50,4000000\r\n"));
    assert_non_null(strstr(tidy, "\r\nBase,unless.recession.revenue,,mean,7000000\r\n"));
    bireme_text_free(&text);
    write_csv(true, &text);
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
    bireme_forecast_write_samples(&view, BIREME_CSV_PLAIN, &text);
    assert_string_equal(bireme_text_string(&text),
                        "trial,revenue,wins,leads,cac\r\n1,1,1,1,1\r\n2,,,,\r\n3,2.5,2.5,2.5,2.5\r\n");
    bireme_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(json_says_what_became_of_the_precision, set_up),
        cmocka_unit_test_setup(json_has_every_statistic_and_null_for_none, set_up),
        cmocka_unit_test_setup(json_has_sums_to_date_and_the_chance_by_then, set_up),
        cmocka_unit_test_setup(json_of_totals_has_no_periods, set_up),
        cmocka_unit_test_setup(tidy_csv_has_a_row_per_number, set_up),
        cmocka_unit_test_setup(wide_csv_has_as_many_numbers_as_titles, set_up),
        cmocka_unit_test_setup(json_has_the_conditions_and_the_regimes, set_up),
        cmocka_unit_test_setup(csv_names_what_depends_on_a_regime, set_up),
        cmocka_unit_test_setup(samples_have_a_row_per_trial_and_empty_cells_where_left_out, set_up),
    };
    return cmocka_run_group_tests_name("output.forecast_forms", tests, NULL, NULL);
}
