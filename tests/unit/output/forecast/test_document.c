/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The document of a forecast, section by section: each is there only if the scenario has what it is about.
 */
#include "support/check.h"

#include <stdio.h>
#include "unit/dist/make.h"
#include "unit/output/made_forecast.h"

static char stage_lead[] = "lead", stage_deal[] = "deal", stage_won[] = "won";
static char model_name[] = "Base", currency[] = "USD", search[] = "search", calls[] = "calls";
static char *stages[] = {stage_lead, stage_deal, stage_won};
static double touched_by_search[] = {0, 0.5};
static bireme_channel channels[2];
static bireme_model model;
static bireme_forecast forecast;
static bireme_forecast_view view;
static bireme_quantity quantities[2]; /* a margin, a unit cost */
static bireme_text shown;

static char sales_name[] = "sales";
static bool all_work[] = {true, true, true};
static bireme_team team;

static int set_up(void **state)
{
    (void)state;
    channels[0] = (bireme_channel){.name = search, .owner = BIREME_OWNER_MARKETING, .has_spend = true};
    channels[1] = (bireme_channel){.name = calls, .owner = BIREME_OWNER_SALES};
    model = (bireme_model){.name = model_name, .currency = currency, .periods = PERIODS, .stages = 3};
    model.stage = stages;
    model.n_channels = 2;
    model.channels = channels;
    model.revenue.gross_margin = model.revenue.unit_cost = -1;
    model.quantities = quantities;
    model.n_quantities = 2;
    team = (bireme_team){
        .name = sales_name, .works = all_work, .cost_per_rep = -1, .cost_growth = -1, .commission = -1};
    quantities[0].dist = make_fixed(0.75);
    quantities[1].dist = make_fixed(500);
    model.calendar = model.past.calendar = (bireme_calendar){BIREME_PERIOD_MONTH, 2027, 1, 1};
    forecast = (bireme_forecast){.model = &model, .trials = 65536};
    add_metric(&forecast, "revenue", BIREME_UNIT_MONEY, 5e6, 1000);
    add_metric(&forecast, "wins", BIREME_UNIT_COUNT, 250, 0.1);
    add_metric(&forecast, "leads", BIREME_UNIT_COUNT, 9000, 1);
    view = (bireme_forecast_view){.forecast = &forecast, .model = &model, .trials_asked = 65536};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bireme_dist_free(quantities[0].dist);
    bireme_dist_free(quantities[1].dist);
    bireme_text_free(&shown);
    return 0;
}

/* The whole document as text, a table's columns separated by single blanks so that their widths do not
 * matter. */
static const char *document(void)
{
    const bireme_text_style style = {.unicode = true, .width = 200};
    bireme_document made;
    bireme_text text = {0};
    bireme_error error;
    bireme_document_init(&made, "USD");
    bireme_forecast_document(&view, &made);
    assert_int_equal(bireme_document_write_text(&made, &style, &text, &error), BIREME_OK);
    bireme_document_free(&made);
    bireme_text_free(&shown);
    for (const char *c = bireme_text_string(&text); *c; c++)
        if (*c != ' ' || (c[1] != ' ' && c[1] != '\n')) bireme_text_append_n(&shown, c, 1);
    bireme_text_free(&text);
    return bireme_text_string(&shown);
}

static void assert_shown(const char *what)
{
    if (strstr(bireme_text_string(&shown), what) != NULL) return;
    puts(bireme_text_string(&shown)); /* cmocka's messages are cut */
    fail_msg("'%s' is not in the document above", what);
}

static void assert_not_shown(const char *what)
{
    if (strstr(bireme_text_string(&shown), what) == NULL) return;
    puts(bireme_text_string(&shown));
    fail_msg("'%s' is in the document above", what);
}

static void what_the_scenario_has_not_is_not_mentioned(void **state)
{
    (void)state;
    document();
    assert_shown("Marketing and sales together");
    assert_not_shown("Who gets the credit");
    assert_not_shown("What it costs");
    assert_not_shown("Customers and contracts");
    assert_not_shown("If the economy turns");
    assert_not_shown("Sales");
    assert_not_shown("What a lead and a win");
    assert_not_shown("What was open");
    assert_not_shown("unassigned");
    assert_not_shown("earlier customers");
}

static void conditions_that_never_hold_end_the_document(void **state)
{
    (void)state;
    const bireme_given never = {.regime = "boom"};
    view.given = &never;
    view.n_given = 1;
    assert_string_equal(document(), "In none of the trials boom comes: there is nothing to say.\n");
}

static void a_scale_far_from_zero_begins_at_its_lowest_value(void **state)
{
    (void)state;
    forecast.period[0] = summary_around(500, 1);
    document();
    assert_shown("the scale runs from $400 to $600"); /* 0.8 and 1.2 times the mean */
    forecast.period[0].quantile[BIREME_P10] = 250;
    document();
    assert_shown("the scale runs from 0 to $600");
}

static void the_scoreboard_has_what_no_channel_brought(void **state)
{
    (void)state;
    bireme_open_group open = {.count = 1, .stage = 1, .channel = -1};
    model.n_open = 1;
    model.open = &open;
    model.revenue.recurring = true;
    model.revenue.opening = 2e6;
    add_metric(&forecast, "owner.unassigned.wins", BIREME_UNIT_COUNT, 10, 0.01);
    add_metric(&forecast, "owner.unassigned.revenue", BIREME_UNIT_MONEY, 1e6, 100);
    add_metric(&forecast, "revenue.opening", BIREME_UNIT_MONEY, 2e6, 100);
    document();
    assert_shown(" unassigned 10.0 8–12 $1.00M $0.80M–$1.20M 20 %\n"
                 " deals that were open at the start and name no channel\n");
    assert_shown(" earlier customers $2.00M $1.60M–$2.40M 40 %\n");
}

static void costs_say_what_they_hold(void **state)
{
    (void)state;
    add_metric(&forecast, "cost.marketing", BIREME_UNIT_MONEY, 1e6, 0);
    add_metric(&forecast, "contribution", BIREME_UNIT_MONEY, 4e6, 1000);
    add_metric(&forecast, "cac", BIREME_UNIT_MONEY, 4000, 1);
    size_t romi = add_metric(&forecast, "romi", BIREME_UNIT_RATIO, 3.25, 0.01);
    forecast.total[romi].left_out = 0.02;
    document();
    assert_shown(
        " contribution $4.00M $4.00M $3.20M–$4.80M\n revenue less the cost of marketing; no cost of sales is "
        "given\n");
    assert_shown(" cost per win (CAC) $4,000 $4,000 $3,200–$4,800\n all cost of marketing over all wins; no "
                 "cost of sales is "
                 "given\n");
    assert_shown(" return on marketing (ROMI) 3.25× 3.25× 2.60×–3.90×\n without 2.0 % of the trials, in "
                 "which it has no "
                 "value\n");
    assert_not_shown("cost of sales $");
    add_metric(&forecast, "cost.sales", BIREME_UNIT_MONEY, 2e6, 500);
    model.teams = &team;
    model.n_teams = 1;
    model.revenue.gross_margin = 0;
    document();
    assert_shown(" cost of sales $2.00M $2.00M $1.60M–$2.40M\n contribution");
    assert_shown(" the gross margin of 75 % on revenue, less the cost of marketing and sales\n");
    model.revenue.unit_cost = 1;
    document();
    assert_shown(
        " the gross margin of 75 % on revenue less $500 a deal, less the cost of marketing and sales\n");
    assert_shown(" fully loaded: all cost of marketing and sales over all wins\n");
}

static void recurring_revenue_has_its_own_figures(void **state)
{
    (void)state;
    model.revenue = (bireme_revenue){.recurring = true,
                                     .opening = 1e6,
                                     .gross_margin = 0,
                                     .unit_cost = -1,
                                     .discount_rate = 0.1,
                                     .lifetime_years = 5};
    add_metric(&forecast, "bookings", BIREME_UNIT_MONEY, 3e6, 1000);
    add_metric(&forecast, "nrr", BIREME_UNIT_SHARE, 1.04, 0.0001);
    add_metric(&forecast, "ltv", BIREME_UNIT_MONEY, 60000, 1);
    add_metric(&forecast, "ltv_cac", BIREME_UNIT_RATIO, 3.5, 0.001);
    add_metric(&forecast, "payback_months", BIREME_UNIT_MONTHS, 15, 0.001);
    document();
    assert_shown("Customers and contracts\n");
    assert_shown(" new contracts, value a year $3.00M $3.00M $2.40M–$3.60M\n");
    assert_shown(" net revenue retention (NRR) 104 % 104 % 83 %–125 %\n");
    assert_shown(" lifetime value (LTV) $60,000 $60,000 $48,000–$72,000\n"
                 " gross margin of 75 % on the revenue of a new customer over 5 years at most, discounted at "
                 "10 % a year\n");
    assert_shown(" LTV to CAC 3.50× 3.50× 2.80×–4.20×\n");
    assert_shown(" payback of the CAC 15.0 months 15.0 months 12.0–18.0 months\n");
    assert_shown("The new contracts are worth $3.00M a year.");
}

static void add_credit(const char *const names[5])
{
    for (size_t i = 0; i < 5; i++)
        add_metric(&forecast, names[i], BIREME_UNIT_MONEY, 1e6 * (double)(i + 1), 100);
}

static void credit_is_shared_out_by_every_rule_and_touched_overlaps(void **state)
{
    (void)state;
    static const char *const marketing[] = {"owner.marketing.revenue", "owner.marketing.credit.last",
                                            "owner.marketing.credit.linear",
                                            "owner.marketing.credit.position", "owner.marketing.touched"};
    static const char *const by_search[] = {"channel.search.revenue", "channel.search.credit.last",
                                            "channel.search.credit.linear", "channel.search.credit.position",
                                            "channel.search.touched"};
    add_credit(marketing);
    add_credit(by_search);
    document();
    assert_not_shown("Who gets the credit"); /* nobody touches anybody's deals */
    channels[0].touches = touched_by_search;
    document();
    assert_shown(
        "Who gets the credit for the revenue (means)\n credited by sourced (first) last linear position "
        "touched\n marketing $1.00M $2.00M $3.00M $4.00M $5.00M\n");
    assert_not_shown("- search"); /* it is all of marketing */
    assert_shown(" together $5.00M $5.00M $5.00M $5.00M\n");
    assert_shown("Touched does not: a deal counts in full for everyone who touched it");
    channels[1].owner = BIREME_OWNER_MARKETING;
    document();
    assert_shown(
        " marketing $1.00M $2.00M $3.00M $4.00M $5.00M\n - search $1.00M $2.00M $3.00M $4.00M $5.00M\n");
}

static void regimes_are_told_apart(void **state)
{
    (void)state;
    forecast.n_regimes = 1;
    bireme_summary comes = summary_around(4e6, 9000), stays_out = summary_around(7e6, 5000);
    forecast.regime[0] = (bireme_regime_result){.regime = "recession",
                                                .by = "2027-01",
                                                .probability = 0.25,
                                                .comes = &comes,
                                                .stays_out = &stays_out};
    document();
    assert_shown(
        "If the economy turns: revenue\n probability mean P10–P90\n if recession comes by the end of "
        "January 2027 25 % $4.00M $3.20M–$4.80M\n if it does not 75 % $7.00M $5.60M–$8.40M\n");
}

static void add_sales(void)
{
    static const char *const by_period[] = {"stage.deal", "worked", "reps", "capacity"};
    static const double mean[] = {400, 300, 8.25, 320};
    model.teams = &team;
    model.n_teams = 1;
    team = (bireme_team){.name = sales_name,
                         .works = all_work,
                         .has_capacity = true,
                         .stage = 1,
                         .cost_per_rep = -1,
                         .cost_growth = -1,
                         .commission = -1};
    for (size_t i = 0; i < 4; i++) {
        size_t m = add_metric(&forecast, by_period[i], BIREME_UNIT_COUNT, mean[i], 0.01);
        forecast.period[m] = summary_around(mean[i] / 2, 0.01);
    }
    add_metric(&forecast, "utilisation", BIREME_UNIT_SHARE, 0.94, 0.0001);
    add_metric(&forecast, "revenue_per_rep", BIREME_UNIT_MONEY, 6e5, 100);
}

static void sales_with_room_for_all_says_so(void **state)
{
    (void)state;
    add_sales();
    add_metric(&forecast, "turned_away", BIREME_UNIT_COUNT, 0, 0);
    add_metric(&forecast, "backlog", BIREME_UNIT_COUNT, 0, 0);
    document();
    assert_shown("Sales: what can be taken up (stage deal)\n");
    assert_shown(
        " come to be worked 400 400 320–480\n can be taken up (capacity) 320 320 256–384\n are taken up 300 "
        "300 240–360\n");
    assert_shown(" Sales has room for all that comes.\n");
    assert_shown(" means reps come can be taken up are taken up of capacity\n 2027-01 4.1 200 160 150\n");
    assert_shown(" taken up by sales 300 240–360 75 %\n"); /* in the funnel, after the worked stage */
    assert_not_shown("lost");
}

static void what_is_turned_away_is_counted_and_valued(void **state)
{
    (void)state;
    add_sales();
    add_metric(&forecast, "turned_away", BIREME_UNIT_COUNT, 100, 0.1);
    add_metric(&forecast, "backlog", BIREME_UNIT_COUNT, 0, 0);
    add_metric(&forecast, "turned_away.share", BIREME_UNIT_SHARE, 0.25, 0.001);
    add_metric(&forecast, "turned_away.value", BIREME_UNIT_MONEY, 8e5, 100);
    document();
    assert_shown(
        " find no room and are lost 100 100 80–120\n - share of all that come 25 % 25 % 20 %–30 %\n - what "
        "they would have brought $800K $800K $640K–$960K\n");
    assert_not_shown("wait");
    team.waits = true;
    document();
    assert_shown(" give up waiting 100 100 80–120\n");
    assert_shown("give up still wait\n");
}

static void a_lead_that_costs_more_than_the_average_is_pointed_out(void **state)
{
    (void)state;
    add_metric(&forecast, "channel.search.cost_per_lead", BIREME_UNIT_MONEY, 120, 0.1);
    add_metric(&forecast, "channel.search.spend", BIREME_UNIT_MONEY, 1e5, 0);
    add_metric(&forecast, "channel.search.wins", BIREME_UNIT_COUNT, 50, 0.1);
    add_metric(&forecast, "channel.search.paid_leads", BIREME_UNIT_COUNT, 1000, 0.1);
    add_metric(&forecast, "channel.search.cost", BIREME_UNIT_MONEY, 250000, 1);
    add_metric(&forecast, "channel.search.cac", BIREME_UNIT_MONEY, 6000, 1);
    document();
    assert_shown(
        "What a lead and a win of each channel cost\n channel cost per lead P10–P90 cost per win median "
        "P10–P90\n search $100 $96.0–$144 $250K $5,000 $6,000 $4,800–$7,200\n");
    assert_not_shown("The next lead");
    channels[0].adstock = 0.5;
    size_t next = add_metric(&forecast, "channel.search.marginal_cost_per_lead", BIREME_UNIT_MONEY, 240, 0.1);
    document();
    assert_shown(" search $100 $96.0–$144 $250K $5,000 $6,000 $4,800–$7,200 $240 $192–$288\n");
    assert_shown(
        "The next lead costs more than the average one (medians of the trials): search $240 against $120.");
    forecast.total[next] = summary_around(121, 0.1);
    document();
    assert_not_shown("The next lead costs");
}

static void a_win_has_a_cost_where_no_lead_is_bought(void **state)
{
    (void)state;
    add_metric(&forecast, "channel.calls.cac", BIREME_UNIT_MONEY, 6000, 1);
    model.teams = &team;
    model.n_teams = 1;
    model.channels = &channels[1];
    model.n_channels = 1;
    document();
    assert_shown(
        "What a win of each channel costs\n channel cost per win median P10–P90\n calls $6,000 $6,000 "
        "$4,800–$7,200\n\n Per lead and per win");
}

static void the_open_pipeline_is_told_apart(void **state)
{
    (void)state;
    bireme_open_group open[] = {{.count = 1200, .stage = 1, .channel = -1}, {.count = 34, .stage = 0}};
    model.n_open = 2;
    model.open = open;
    add_metric(&forecast, "pipeline.wins", BIREME_UNIT_COUNT, 300, 0.1);
    add_metric(&forecast, "pipeline.bookings", BIREME_UNIT_MONEY, 9e6, 1000);
    document();
    assert_shown("What was open at the start (1,234 deals)\n mean median P10–P90\n won inside the horizon "
                 "300 300 240–360\n "
                 "bookings $9.00M $9.00M $7.20M–$10.8M\n");
    assert_shown("What was open at the start is in the stages that it enters from then on");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_the_scenario_has_not_is_not_mentioned),
        TEST(conditions_that_never_hold_end_the_document),
        TEST(a_scale_far_from_zero_begins_at_its_lowest_value),
        TEST(the_scoreboard_has_what_no_channel_brought),
        TEST(costs_say_what_they_hold),
        TEST(recurring_revenue_has_its_own_figures),
        TEST(credit_is_shared_out_by_every_rule_and_touched_overlaps),
        TEST(regimes_are_told_apart),
        TEST(sales_with_room_for_all_says_so),
        TEST(what_is_turned_away_is_counted_and_valued),
        TEST(a_lead_that_costs_more_than_the_average_is_pointed_out),
        TEST(a_win_has_a_cost_where_no_lead_is_bought),
        TEST(the_open_pipeline_is_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
