/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Touches that are drawn, and the credit that follows from them.
 */
#include "unit/engine/trial/made_block.h"

#include <math.h>

static void make_touched(made_block *made)
{
    make_block(
        scenario_of(
            "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'defaults': {'deal_value': 100, "
            "'conversion': {'won': 0.5}, 'organic_leads': 4}, 'channels': {'ads': {'owner': 'marketing', "
            "'touches': {'fair': 0.25, 'calls': 0.6, 'mail': 1}}, 'fair': {'owner': 'marketing'}, 'calls': "
            "{'owner': 'sales', 'touches': {'fair': 0.5}}, 'mail': {'owner': 'partner'}}, 'pipeline': "
            "[{'stage': 'lead', 'count': 2, 'channel': 'ads'}, {'stage': 'lead', 'count': 3}]}"),
        made);
    bireme_block_run(made->block, 0);
}

static void classes_come_with_their_probabilities(void **state)
{
    (void)state;
    enum { DEALS = 4000 };
    made_block made;
    make_touched(&made);
    uint16_t lane[BIREME_BLOCK / 2];
    double revenue[BIREME_BLOCK / 2], *touched = made.block->channel[0].touched;
    for (int k = 0; k < BIREME_BLOCK / 2; k++) lane[k] = (uint16_t)(2 * k), revenue[k] = 1;
    for (size_t class = 0; class < 8; class ++) bireme_lanes_set(0, bireme_lane_array(touched, class));
    for (uint32_t deal = 0; deal < DEALS; deal++)
        bireme_block_touch(made.block, 0, deal, 9, BIREME_BLOCK / 2, lane, revenue);
    double n = (double)DEALS * BIREME_BLOCK / 2;
    for (size_t class = 0; class < 8; class ++) {
        double p = (class & 1 ? 0.25 : 0.75) * (class & 2 ? 0.6 : 0.4) * (class & 4 ? 1 : 0), sum = 0;
        for (int i = 0; i < BIREME_BLOCK; i++) {
            double here = bireme_lane_array(touched, class)[i];
            if (i % 2 == 1) assert_close(here, 0, 0, 0); /* not in the list */
            sum += here;
        }
        /* Five standard deviations: with a fixed seed, once and for all. */
        assert_close(sum / n, p, 0, 5 * sqrt(p * (1 - p) / n));
    }
    free_block(&made);
}

static void credit(made_block *made, bireme_metric_kind kind, int index, bireme_credit rule, double *out)
{
    const bireme_metric metric = {.kind = kind, .index = index, .rule = rule};
    bireme_block_credit(made->block, &metric, out);
}

/* Sums of some hundred values. */
static const double ROUNDING = 1e-12;

static void credit_adds_up_to_revenue_in_every_trial(void **state)
{
    (void)state;
    made_block made;
    make_touched(&made);
    double all[BIREME_BLOCK], owners[BIREME_BLOCK], channels[BIREME_BLOCK], one[BIREME_BLOCK];
    bireme_lanes_set(0, all);
    for (size_t c = 0; c < 5; c++)
        for (size_t t = 0; t < 2; t++)
            bireme_lanes_add(bireme_lane_array(made.block->channel[c].revenue, t), all);
    for (int rule = 0; rule < BIREME_CREDIT_COUNT; rule++) {
        bireme_lanes_set(0, owners);
        bireme_lanes_set(0, channels);
        for (int o = 0; o <= BIREME_OWNER_COUNT; o++) {
            credit(&made, BIREME_METRIC_OWNER_CREDIT, o, (bireme_credit)rule, one);
            bireme_lanes_add(one, owners);
            if (o == BIREME_OWNER_COUNT) bireme_lanes_add(one, channels); /* deals without a channel */
        }
        for (int c = 0; c < 4; c++) {
            credit(&made, BIREME_METRIC_CHANNEL_CREDIT, c, (bireme_credit)rule, one);
            bireme_lanes_add(one, channels);
        }
        for (int i = 0; i < BIREME_BLOCK; i++) {
            assert_close(owners[i], all[i], ROUNDING, 0);
            assert_close(channels[i], all[i], ROUNDING, 0);
        }
    }
    free_block(&made);
}

static void whoever_sourced_a_deal_touched_it(void **state)
{
    (void)state;
    made_block made;
    make_touched(&made);
    double touched[BIREME_BLOCK], sourced[BIREME_BLOCK], ads[BIREME_BLOCK], mail[BIREME_BLOCK];
    for (int c = 0; c < 4; c++) {
        credit(&made, BIREME_METRIC_CHANNEL_TOUCHED, c, BIREME_CREDIT_LAST, touched);
        bireme_lanes_set(0, sourced);
        for (size_t t = 0; t < 2; t++)
            bireme_lanes_add(bireme_lane_array(made.block->channel[c].revenue, t), sourced);
        for (int i = 0; i < BIREME_BLOCK; i++) assert_true(touched[i] >= sourced[i] * (1 - ROUNDING));
        if (c == 0) bireme_lanes_copy(touched, ads);
        if (c == 3) bireme_lanes_add_scaled(sourced, -1, touched), bireme_lanes_copy(touched, mail);
    }
    /* Nobody else touches what ads sourced but always mail; marketing touches that and some of what calls
     * did. */
    credit(&made, BIREME_METRIC_OWNER_TOUCHED, BIREME_OWNER_MARKETING, BIREME_CREDIT_LAST, touched);
    double more = 0;
    for (int i = 0; i < BIREME_BLOCK; i++) {
        assert_close(mail[i], ads[i], ROUNDING, ROUNDING);
        more += touched[i] - ads[i];
    }
    assert_true(more > 0);
    free_block(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_come_with_their_probabilities),
        cmocka_unit_test(credit_adds_up_to_revenue_in_every_trial),
        cmocka_unit_test(whoever_sourced_a_deal_touched_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
