/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of metrics of a model.
 */
#include "support/check.h"

#include <stdint.h>
#include <string.h>
#include "model/metric.h"

static char *stages[] = {(char[]){"lead"}, (char[]){"won"}};
static bireme_channel channels[] = {{.name = (char[]){"events"}, .owner = BIREME_OWNER_PARTNER},
                                    {.name = (char[]){"web"}, .owner = BIREME_OWNER_MARKETING}};
static const bireme_model model = {.stages = 2, .stage = stages, .n_channels = 2, .channels = channels};

static void metrics_come_in_the_order_in_which_they_are_shown(void **state)
{
    (void)state;
    static const char *const expected[] = {"revenue",
                                           "bookings",
                                           "wins",
                                           "leads",
                                           "stage.lead",
                                           "stage.won",
                                           "owner.marketing.leads",
                                           "owner.marketing.wins",
                                           "owner.marketing.revenue",
                                           "owner.partner.leads",
                                           "owner.partner.wins",
                                           "owner.partner.revenue",
                                           "channel.events.leads",
                                           "channel.events.wins",
                                           "channel.events.revenue",
                                           "channel.events.spend",
                                           "channel.web.leads",
                                           "channel.web.wins",
                                           "channel.web.revenue",
                                           "channel.web.spend",
                                           "cost.marketing",
                                           "contribution",
                                           "cac",
                                           "romi",
                                           "share.marketing_sourced",
                                           "share.partner_sourced",
                                           "share.marketing_touched",
                                           "carried_out",
                                           "carried_out_value"};
    bireme_metrics *metrics = NULL;
    assert_int_equal(bireme_metrics_create(&model, &metrics, NULL), BIREME_OK);
    assert_int_equal(metrics->count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < metrics->count; i++) {
        assert_string_equal(metrics->items[i].name, expected[i]);
        assert_int_equal(bireme_metrics_find(metrics, expected[i]), i);
    }
    bireme_metrics_free(metrics);
}

static void a_metric_knows_what_it_is(void **state)
{
    (void)state;
    bireme_metrics *metrics = NULL;
    assert_int_equal(bireme_metrics_create(&model, &metrics, NULL), BIREME_OK);
    const bireme_metric *wins = &metrics->items[bireme_metrics_find(metrics, "channel.web.wins")];
    assert_int_equal(wins->kind, BIREME_METRIC_CHANNEL_WINS);
    assert_int_equal(wins->index, 1);
    assert_int_equal(wins->unit, BIREME_UNIT_COUNT);
    assert_true(bireme_metric_has_periods(wins));
    const bireme_metric *cac = &metrics->items[bireme_metrics_find(metrics, "cac")];
    assert_int_equal(cac->unit, BIREME_UNIT_MONEY);
    assert_int_equal(cac->index, -1);
    assert_false(bireme_metric_has_periods(cac));
    const bireme_metric *owner = &metrics->items[bireme_metrics_find(metrics, "owner.partner.revenue")];
    assert_int_equal(owner->kind, BIREME_METRIC_OWNER_REVENUE);
    assert_int_equal(owner->index, BIREME_OWNER_PARTNER);
    const bireme_metric *stage = &metrics->items[bireme_metrics_find(metrics, "stage.won")];
    assert_int_equal(stage->kind, BIREME_METRIC_STAGE);
    assert_int_equal(stage->index, 1);
    bireme_metrics_free(metrics);
}

static void a_metric_is_found_by_what_it_is(void **state)
{
    (void)state;
    bireme_metrics *metrics = NULL;
    bireme_model all = model;
    static double chance[2];
    bireme_channel touched[] = {channels[0], channels[1]};
    touched[0].touches = chance;
    touched[0].has_spend = true;
    all.channels = touched;
    char closers[] = "closers";
    bireme_team worked = {.name = closers, .has_capacity = true};
    all.teams = &worked;
    all.n_teams = 1;
    all.has_named_teams = all.revenue.recurring = true;
    all.revenue.opening = 1;
    assert_int_equal(bireme_metrics_create(&all, &metrics, NULL), BIREME_OK);
    for (size_t i = 0; i < metrics->count; i++) {
        const bireme_metric *metric = &metrics->items[i];
        const bireme_metric_id id = bireme_metric_id_of(metric);
        bireme_metric_id found;
        char name[BIREME_METRIC_NAME_SIZE];
        bireme_metric_name(&all, id, name);
        assert_string_equal(name, metric->name);
        assert_int_equal(bireme_metrics_find(metrics, name), i); /* no name twice */
        assert_int_equal(bireme_metrics_at(metrics, id), i);
        assert_true(bireme_metric_find(&all, name, &found) && bireme_metric_equal(found, id));
    }
    bireme_metrics_free(metrics);
}

static void every_kind_has_a_row(void **state)
{
    (void)state;
    for (int k = 0; k < BIREME_METRIC_KINDS; k++) {
        const bireme_metric_row *row = bireme_metric_row_of((bireme_metric_kind)k);
        assert_non_null(row->name);
        if (row->words == NULL || row->words[0] == '\0') fail_msg("%s has no words", row->name);
        size_t length = row->meaning != NULL ? strlen(row->meaning) : 0;
        if (length < 20 || row->meaning[length - 1] != '.' || strstr(row->meaning, "  ") != NULL)
            fail_msg("%s does not say in sentences what it means", row->name);
        size_t stars = 0;
        for (const char *c = row->name; *c != '\0'; c++) stars += *c == '*';
        if (stars != (size_t)(row->of != BIREME_OF_ALL) + row->ruled)
            fail_msg("%s: %zu stars", row->name, stars);
        for (int other = 0; other < k; other++)
            assert_string_not_equal(row->name, bireme_metric_row_of((bireme_metric_kind)other)->name);
    }
}

/* ------------------------ blocks bring their metrics */

static bool has(const bireme_model *of, const char *name)
{
    bireme_metrics *metrics = NULL;
    assert_int_equal(bireme_metrics_create(of, &metrics, NULL), BIREME_OK);
    bool found = bireme_metrics_find(metrics, name) != SIZE_MAX;
    bireme_metrics_free(metrics);
    return found;
}

/* Every name [n] is there with the second model and not with the first. */
static void assert_brings(const bireme_model *without, const bireme_model *with, const char *const *names,
                          size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (has(without, names[i])) fail_msg("%s is there without its block", names[i]);
        if (!has(with, names[i])) fail_msg("%s is missing", names[i]);
    }
}

static void a_sales_team_brings_its_metrics_and_a_capacity_more(void **state)
{
    (void)state;
    static const char *const of_team[] = {"cost.sales", "reps", "revenue_per_rep", "channel.web.cac"};
    static const char *const of_capacity[] = {"worked",           "capacity",    "utilisation",
                                              "backlog",          "turned_away", "turned_away.share",
                                              "turned_away.value"};
    bireme_model team = model, capacity = model;
    bireme_team idle = {0}, limited = {.has_capacity = true};
    team.n_teams = capacity.n_teams = 1;
    team.teams = &idle;
    capacity.teams = &limited;
    assert_brings(&model, &team, of_team, sizeof of_team / sizeof *of_team);
    assert_brings(&team, &capacity, of_capacity, sizeof of_capacity / sizeof *of_capacity);
}

static void recurring_revenue_and_customers_at_the_start_bring_theirs(void **state)
{
    (void)state;
    static const char *const of_recurring[] = {"ltv", "ltv_cac", "payback_months"};
    static const char *const of_opening[] = {"revenue.opening", "nrr"};
    bireme_model recurring = model, opening = model;
    recurring.revenue.recurring = opening.revenue.recurring = true;
    opening.revenue.opening = 1;
    assert_brings(&model, &recurring, of_recurring, sizeof of_recurring / sizeof *of_recurring);
    assert_brings(&recurring, &opening, of_opening, sizeof of_opening / sizeof *of_opening);
}

static void an_open_pipeline_brings_its_wins_and_an_owner_if_nobody_is(void **state)
{
    (void)state;
    static const char *const of_pipeline[] = {"pipeline.wins", "pipeline.bookings"};
    static const char *const of_nobody[] = {"owner.unassigned.wins", "owner.unassigned.revenue"};
    bireme_open_group of_web = {.channel = 1}, nobody = {.channel = -1};
    bireme_model assigned = model, unassigned = model;
    assigned.n_open = unassigned.n_open = 1;
    assigned.open = &of_web;
    unassigned.open = &nobody;
    assert_brings(&model, &assigned, of_pipeline, 2);
    assert_brings(&assigned, &unassigned, of_nobody, 2);
    assert_false(has(&unassigned, "owner.unassigned.leads")); /* they are no new leads */
}

static void spend_curves_and_touches_bring_metrics_of_channels(void **state)
{
    (void)state;
    static const char *const of_spend[] = {"channel.web.cost_per_lead", "channel.web.cac"};
    static const char *const of_curve[] = {"channel.web.marginal_cost_per_lead"};
    static const char *const of_touches[] = {"channel.web.credit.last",     "channel.events.credit.linear",
                                             "channel.web.credit.position", "channel.web.touched",
                                             "owner.partner.credit.last",   "owner.marketing.touched"};
    double touches[] = {0.5, 0};
    bireme_channel spends[] = {channels[0], channels[1]}, curved[] = {channels[0], channels[1]},
                   slow[] = {channels[0], channels[1]}, touched[] = {channels[0], channels[1]};
    bireme_model with_spend = model, with_curve = model, with_adstock = model, with_touches = model;
    spends[1].has_spend = curved[1].has_spend = slow[1].has_spend = true;
    curved[1].response.curve = BIREME_CURVE_HILL;
    slow[1].adstock = 0.1;
    touched[1].touches = touches;
    with_spend.channels = spends;
    with_curve.channels = curved;
    with_adstock.channels = slow;
    with_touches.channels = touched;
    assert_brings(&model, &with_spend, of_spend, 2);
    assert_brings(&with_spend, &with_curve, of_curve, 1);
    assert_brings(&with_spend, &with_adstock, of_curve, 1);
    assert_brings(&model, &with_touches, of_touches, sizeof of_touches / sizeof *of_touches);
}

static void an_owner_without_a_channel_has_no_metrics(void **state)
{
    (void)state;
    bireme_metrics *metrics = NULL;
    assert_int_equal(bireme_metrics_create(&model, &metrics, NULL), BIREME_OK);
    assert_true(bireme_metrics_find(metrics, "owner.sales.wins") == SIZE_MAX);
    assert_true(bireme_metrics_find(metrics, "") == SIZE_MAX);
    bireme_metric_id found;
    assert_false(bireme_metric_find(&model, "owner.sales.wins", &found));
    assert_false(bireme_metric_find(&model, "", &found));
    assert_true(bireme_metrics_at(metrics, bireme_metric_one(BIREME_METRIC_OWNER_WINS, BIREME_OWNER_SALES)) ==
                SIZE_MAX);
    bireme_metrics_free(metrics);
    bireme_metrics_free(NULL);
}

static void assert_same(const bireme_metrics *metrics, const bireme_model *of, const char *name,
                        const char *as)
{
    assert_int_equal(bireme_metrics_same(metrics, of, bireme_metrics_find(metrics, name)),
                     bireme_metrics_find(metrics, as));
}

static void metrics_that_are_the_same_by_definition_are_known(void **state)
{
    (void)state;
    bireme_metrics *metrics = NULL;
    bireme_channel one_owner[] = {channels[1], {.name = (char[]){"mail"}, .owner = BIREME_OWNER_MARKETING}};
    bireme_model second = model;
    second.channels = one_owner;
    bireme_channel with_spend[] = {channels[0], channels[1]};
    with_spend[0].has_spend = with_spend[1].has_spend = true;
    bireme_model spends = model, sells, begins;
    spends.channels = with_spend;
    sells = begins = spends;
    bireme_team closers = {0};
    sells.n_teams = 1;
    sells.teams = &closers;
    begins.n_initiatives = 1;
    assert_int_equal(bireme_metrics_create(&model, &metrics, NULL), BIREME_OK);
    assert_same(metrics, &model, "revenue", "revenue");
    assert_same(metrics, &model, "bookings", "revenue");
    assert_same(metrics, &model, "stage.lead", "leads");
    assert_same(metrics, &model, "stage.won", "wins");
    assert_same(metrics, &model, "owner.partner.wins", "owner.partner.wins");
    assert_same(metrics, &model, "channel.events.revenue", "owner.partner.revenue");
    assert_same(metrics, &model, "channel.web.spend", "channel.web.spend");
    assert_same(metrics, &model, "cac", "cac");
    bireme_metrics_free(metrics);
    assert_int_equal(bireme_metrics_create(&sells, &metrics, NULL), BIREME_OK);
    assert_same(metrics, &sells, "channel.web.cost", "channel.web.cost");
    bireme_metrics_free(metrics);
    assert_int_equal(bireme_metrics_create(&begins, &metrics, NULL), BIREME_OK);
    assert_same(metrics, &begins, "channel.web.cost", "channel.web.cost");
    bireme_metrics_free(metrics);
    assert_int_equal(bireme_metrics_create(&spends, &metrics, NULL), BIREME_OK);
    assert_same(metrics, &spends, "channel.web.cost", "channel.web.spend");
    assert_same(metrics, &spends, "channel.events.cost", "channel.events.spend");
    bireme_metrics_free(metrics);
    assert_int_equal(bireme_metrics_create(&second, &metrics, NULL), BIREME_OK);
    assert_same(metrics, &second, "owner.marketing.leads", "leads");
    assert_same(metrics, &second, "channel.web.leads", "channel.web.leads");
    assert_same(metrics, &second, "channel.mail.leads", "channel.mail.leads");
    bireme_metrics_free(metrics);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metrics_come_in_the_order_in_which_they_are_shown),
        cmocka_unit_test(a_metric_knows_what_it_is),
        cmocka_unit_test(a_metric_is_found_by_what_it_is),
        cmocka_unit_test(every_kind_has_a_row),
        cmocka_unit_test(a_sales_team_brings_its_metrics_and_a_capacity_more),
        cmocka_unit_test(recurring_revenue_and_customers_at_the_start_bring_theirs),
        cmocka_unit_test(an_open_pipeline_brings_its_wins_and_an_owner_if_nobody_is),
        cmocka_unit_test(spend_curves_and_touches_bring_metrics_of_channels),
        cmocka_unit_test(an_owner_without_a_channel_has_no_metrics),
        cmocka_unit_test(metrics_that_are_the_same_by_definition_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
