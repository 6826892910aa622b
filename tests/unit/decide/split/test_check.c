/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Splits that the smooth objective of the search would get wrong, against what is exact: wins of fixed rates
 * are Poisson.
 */
#include "unit/decide/split/dividing.h"

#define CHECKED 4096

/* Few deals of 1,100 or many of 100: 1 and 10 for 1,000. */
static const char deals[] =
    "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'channels': {'large': {'spend': 1000, "
    "'cost_per_lead': 10, 'conversion': {'won': 0.01}, 'deal_value': 1100}, 'small': {'spend': 1000, "
    "'cost_per_lead': 10, 'conversion': {'won': 0.1}, 'deal_value': 100}}}";

static double poisson(double mean, int k)
{
    return exp(k * log(fmax(mean, 1e-300)) - mean - lgamma(k + 1.0));
}

/* P(11 L + S ≥ hundreds), L and S Poisson, with that money for large deals of 2,000. */
static double chance(double large, int hundreds)
{
    double below = 0;
    for (int l = 0; 11 * l < hundreds; l++)
        for (int k = 0; 11 * l + k < hundreds; k++)
            below += poisson(large / 1000, l) * poisson((2000 - large) / 100, k);
    return 1 - below;
}

static bireme_split *ask(const char *text, bireme_objective objective, double target)
{
    const bireme_run_options run = {.size = sizeof(bireme_run_options), .trials = CHECKED};
    bireme_split_options options = defaults;
    options.run = &run;
    options.steps = 3;
    options.objective = objective;
    options.metric = "revenue";
    options.at_least = target;
    return divide(text, options);
}

static void the_chance_of_large_deals_is_held_to_what_is_drawn(void **state)
{
    (void)state;
    static const int goals[] = {11, 25};
    for (int g = 0; g < 2; g++) {
        bireme_split *split = ask(deals, BIREME_OBJECTIVE_P_GOAL, 100.0 * goals[g]);
        double best = 0, here = split->best.parts[0].spend;
        for (int k = 0; k <= 200; k++) best = fmax(best, chance(10 * k, goals[g]));
        assert_close(split->best.value, chance(here, goals[g]), 0, 5 * split->best.value_se);
        assert_true(chance(here, goals[g]) > best - 1e-4);
        assert_true(split->confirmed && split->beaten_by == 0);
        assert_true(split->looked_at >= 8);
        assert_int_equal(split->searched_again, g == 1); /* of two maxima the lower one was found first */
        bireme_split_free(split);
    }
}

static void the_worst_futures_of_large_deals_are_held_to_what_is_drawn(void **state)
{
    (void)state;
    /* Of 20 small deals the worst tenth: Σ min(k, q)-wise, by their probabilities. */
    double left = 0.1, sum = 0;
    for (int k = 0; left > 0; k++) {
        double here = fmin(poisson(20, k), left);
        sum += 100 * k * here;
        left -= here;
    }
    bireme_split *split = ask(deals, BIREME_OBJECTIVE_CVAR, NAN);
    assert_close(split->best.parts[0].spend, 0, 0, 20);
    assert_close(split->best.value, sum / 0.1, 0, 5 * split->best.value_se + 5);
    assert_true(split->confirmed);
    bireme_split_free(split);
}

/* What differs by rounding is no gain; that today's is the best is an answer. */
static void a_best_split_may_be_todays(void **state)
{
    (void)state;
    char text[2048];
    static const char two[] =
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'defaults': {'cost_per_lead': 10, "
        "'deal_value': 100, 'response': {'curve': 'power', 'elasticity': 0.5, 'reference_spend': 1000}}, "
        "'channels': {'a': {'spend': 1000, 'conversion': {'won': 0.1}}, 'b': {'spend': 1000, 'conversion': "
        "{'won': %g}}}}";
    static const double rates[] = {0.1, 0.101, 0.1025};
    for (int k = 0; k < 6; k++) {
        double w = rates[k / 2];
        bool mean = k % 2 == 0;
        snprintf(text, sizeof text, two, w);
        bireme_split *split = ask(text, mean ? BIREME_OBJECTIVE_MEAN : BIREME_OBJECTIVE_CVAR, NAN);
        /* 10 √x each: at the best 10,000 √(2 (a² + b²)) in all, with a line for each rate. */
        double best = 1000 * sqrt(2 * (1 + 100 * w * w)), today = 1000 * (1 + 10 * w);
        if (mean) {
            assert_close(split->gain_scaled, best - today, 0, 1e-3 + 0.01 * (best - today));
            assert_int_equal(split->told_from_zero, w > 0.1);
        }
        assert_true(split->confirmed && split->doubt == NULL);
        assert_true(!split->told_from_zero || split->gain_scaled > 1e-9 * split->best.value);
        bireme_split_free(split);
    }
}

/* 0.05 x opportunities for the money x, 0.04 y worked for the money y: x + y = 2,500 is best at the kink 5 x
 * = 4 y. */
static void at_a_kink_no_move_gains(void **state)
{
    (void)state;
    static const char text[] =
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'opp', 'won'], 'channels': {'a': {'spend': "
        "1000, 'cost_per_lead': 10, 'conversion': {'opp': 0.5, 'won': 0.2}, 'deal_value': 100}}, 'sales': "
        "{'reps': 2, 'opportunities_per_rep': 20, 'cost_per_rep': 500, 'overflow': 'lost'}, 'decision': "
        "{'lines': "
        "{'channels.a.spend': {}, 'sales.reps': {'whole': false}}}}";
    const bireme_run_options run = {.size = sizeof(bireme_run_options), .trials = CHECKED};
    bireme_split_options options = defaults;
    options.run = &run;
    options.steps = 3;
    options.total = 2500;
    options.objective = BIREME_OBJECTIVE_MEAN;
    bireme_split *split = divide(text, options);
    assert_close(split->best.parts[0].spend, 2500 * 4 / 9.0, 1e-3, 0);
    assert_close(split->best.value, 2500 * 4 / 9.0, 1e-3, 0);
    assert_true(split->converged && split->confirmed && split->margin_spread > 0.1);
    /* nothing more is won by more of one of them alone */
    assert_close(split->margins[split->next_best].next, 0, 0, 1e-3);
    bireme_split_free(split);
}

/* 900 for a and b, by the squares of what each brings, 2,100 for p: less than today, whose share of marketing
 * is not allowed. What is nearest to that has the same shares in 900. */
static void todays_split_outside_a_group_is_no_yardstick(void **state)
{
    (void)state;
    static const char text[] =
        "{'start': '2027-01', 'periods': 1, 'funnel': ['lead', 'won'], 'defaults': {'cost_per_lead': 10, "
        "'deal_value': 100, 'response': {'curve': 'power', 'elasticity': 0.5, 'reference_spend': 1000}}, "
        "'channels': {'a': {'spend': 1000, 'conversion': {'won': 0.1}}, 'b': {'spend': 1000, 'conversion': "
        "{'won': 0.06}}, 'p': {'owner': 'sales', 'spend': 1000, 'conversion': {'won': 0.09}}}, 'decision': "
        "{'lines': {'channels.a.spend': {'min': 0}, 'channels.b.spend': {'min': 0}, 'channels.p.spend': "
        "{'min': "
        "0}}, 'groups': {'marketing': {'share_max': 0.3}}}}";
    bireme_split *split = ask(text, BIREME_OBJECTIVE_MEAN, NAN);
    double best = 1000 * (sqrt(0.9 * 100 / 136) + 0.6 * sqrt(0.9 * 36 / 136) + 0.9 * sqrt(2.1)),
           nearest = 1000 * (1.6 * sqrt(0.45) + 0.9 * sqrt(2.1));
    assert_close(split->best.parts[0].spend, 900 * 100 / 136.0, 0, 10);
    assert_close(split->best.value, best, 1e-4, 0);
    assert_false(split->today_allowed);
    assert_close(split->scaled.value, nearest, 1e-4, 0);
    assert_true(split->told_from_zero && split->confirmed);
    bireme_split_free(split);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_chance_of_large_deals_is_held_to_what_is_drawn),
        cmocka_unit_test(the_worst_futures_of_large_deals_are_held_to_what_is_drawn),
        cmocka_unit_test(a_best_split_may_be_todays),
        cmocka_unit_test(at_a_kink_no_move_gains),
        cmocka_unit_test(todays_split_outside_a_group_is_no_yardstick),
    };
    return cmocka_run_group_tests_name("decide.split.check", tests, NULL, NULL);
}
