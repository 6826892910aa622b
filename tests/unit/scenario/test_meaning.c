/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a path leads says which signs its number may have.
 */
#include "scenario/meaning.h"

#include "support/check.h"

static bool takes(const char *path, const char *cell)
{
    bireme_report report = {0};
    const bireme_place place = {.file = "t.csv", .line = 1, .column = 1};
    const bool fits = bireme_meaning_check(bireme_meaning_of_path(path), cell, path, place, &report);
    assert_int_equal(report.errors, fits ? 0 : 1);
    bireme_report_free(&report);
    return fits;
}

static void a_percent_sign_belongs_to_a_share(void **state)
{
    (void)state;
    static const char *const shares[] = {"channels.web.conversion.won",
                                         "channels.web.conversion.won.mean",
                                         "defaults.conversion.won.p10",
                                         "channels.web.touches.fair",
                                         "channels.web.adstock",
                                         "channels.web.deal_value.cv",
                                         "channels.web.deal_value.mean.cv",
                                         "sales.attrition",
                                         "sales.commission",
                                         "revenue.churn",
                                         "revenue.expansion.sd",
                                         "revenue.discount_rate",
                                         "pipeline.0.win_probability",
                                         "goal.confidence",
                                         "goal.at_least",
                                         "channels.web.season.3",
                                         "economy.regimes.boom.leads",
                                         "economy.regimes.boom.conversion_odds",
                                         "correlations.0.rank",
                                         "run.precision",
                                         "decision.groups.sales.share_max"};
    static const char *const others[] = {"channels.web.spend",
                                         "channels.web.spend.0",
                                         "channels.web.deal_value",
                                         "channels.web.deal_value.mean",
                                         "channels.web.deal_value.values.0",
                                         "channels.web.cycle_days.won",
                                         "channels.web.cycle_days.won.shape",
                                         "channels.web.dispersion",
                                         "channels.web.response.elasticity",
                                         "channels.web.organic_leads",
                                         "sales.reps",
                                         "sales.hires.2027-04",
                                         "sales.cost_per_rep",
                                         "revenue.opening",
                                         "pipeline.0.age_days",
                                         "pipeline.0.count",
                                         "run.trials",
                                         "run.seed",
                                         "periods",
                                         "channels.web.conversion.won.successes"};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        if (!takes(shares[i], "25 %")) fail_msg("%s", shares[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (takes(others[i], "25 %")) fail_msg("%s", others[i]);
}

static void a_currency_belongs_to_money(void **state)
{
    (void)state;
    static const char *const money[] = {"channels.web.spend",
                                        "channels.web.spend.0",
                                        "channels.web.spend_before",
                                        "channels.web.cost_per_lead.p90",
                                        "channels.web.deal_value.mean.sd",
                                        "sales.cost_per_rep",
                                        "revenue.opening",
                                        "pipeline.0.value",
                                        "goal.at_least",
                                        "initiatives.x.one_time_cost",
                                        "channels.web.response.reference_spend"};
    static const char *const others[] = {"channels.web.conversion.won",
                                         "channels.web.deal_value.cv",
                                         "channels.web.cycle_days.won",
                                         "sales.reps",
                                         "run.trials",
                                         "economy.regimes.boom.deal_value"};
    for (size_t i = 0; i < sizeof money / sizeof *money; i++)
        if (!takes(money[i], "$3")) fail_msg("%s", money[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (takes(others[i], "$3")) fail_msg("%s", others[i]);
}

static void what_is_not_known_or_no_number_is_let_pass(void **state)
{
    (void)state;
    assert_true(takes("channels.web.nothing", "25 %"));
    assert_true(takes("", "25 %"));
    assert_true(takes("channels.web.spend", "25"));
    assert_true(takes("channels.web.spend", "per cent %"));
}

static void words_and_dates_are_known(void **state)
{
    (void)state;
    assert_true(bireme_meaning_is_truth(bireme_meaning_of_path("sales.backfill")));
    assert_true(bireme_meaning_is_truth(bireme_meaning_of_path("channels.web.conversion.won.each")));
    assert_false(bireme_meaning_is_truth(bireme_meaning_of_path("sales.reps")));
    assert_true(bireme_meaning_is_date(bireme_meaning_of_path("start")));
    assert_true(bireme_meaning_is_date(bireme_meaning_of_path("goal.by")));
    assert_false(bireme_meaning_is_date(bireme_meaning_of_path("sales.hires.2027-04")));
    assert_true(bireme_meaning_is_number(bireme_meaning_of_path("sales.hires[2027-04]")));
    assert_true(bireme_meaning_is_number(bireme_meaning_of_path("pipeline[0].age_days")));
    assert_true(bireme_meaning_is_number(bireme_meaning_of_path("channels.web[1].spend")));
    assert_true(bireme_meaning_is_number(bireme_meaning_of_path("channels.web.spend")));
    assert_false(bireme_meaning_is_number(bireme_meaning_of_path("channels.web.deal_value.dist")));
    assert_false(bireme_meaning_is_number(bireme_meaning_of_path("name")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_percent_sign_belongs_to_a_share),
        cmocka_unit_test(a_currency_belongs_to_money),
        cmocka_unit_test(what_is_not_known_or_no_number_is_let_pass),
        cmocka_unit_test(words_and_dates_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
