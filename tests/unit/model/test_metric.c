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
                                           "cac",
                                           "share.marketing_sourced",
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
    assert_true(wins->has_periods);
    const bireme_metric *cac = &metrics->items[bireme_metrics_find(metrics, "cac")];
    assert_int_equal(cac->unit, BIREME_UNIT_MONEY);
    assert_int_equal(cac->index, -1);
    assert_false(cac->has_periods);
    const bireme_metric *owner = &metrics->items[bireme_metrics_find(metrics, "owner.partner.revenue")];
    assert_int_equal(owner->kind, BIREME_METRIC_OWNER_REVENUE);
    assert_int_equal(owner->index, BIREME_OWNER_PARTNER);
    const bireme_metric *stage = &metrics->items[bireme_metrics_find(metrics, "stage.won")];
    assert_int_equal(stage->kind, BIREME_METRIC_STAGE);
    assert_int_equal(stage->index, 1);
    bireme_metrics_free(metrics);
}

static void an_owner_without_a_channel_has_no_metrics(void **state)
{
    (void)state;
    bireme_metrics *metrics = NULL;
    assert_int_equal(bireme_metrics_create(&model, &metrics, NULL), BIREME_OK);
    assert_true(bireme_metrics_find(metrics, "owner.sales.wins") == SIZE_MAX);
    assert_true(bireme_metrics_find(metrics, "") == SIZE_MAX);
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
        cmocka_unit_test(an_owner_without_a_channel_has_no_metrics),
        cmocka_unit_test(metrics_that_are_the_same_by_definition_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
