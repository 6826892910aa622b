/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What quantities change of the expected bookings, against closed forms.
 */
#include "unit/engine/points/made_sources.h"

#include <math.h>
#include <gsl/gsl_cdf.h>

static size_t number_of(const made_block *made, const char *path)
{
    const bireme_model *model = made->compiled->model;
    for (size_t q = 0; q < model->n_quantities; q++)
        if (strcmp(model->quantities[q].path, path) == 0) return q;
    fail_msg("no quantity %s", path);
    return 0;
}

static const double ABOVE = 0.8413447460685429; /* Φ(1) */

static void assert_importance(const made_block *made, const bireme_importance *importance, const char *path,
                              double expected)
{
    /* 1e-6: the tables' u-error of 1e-9 against densities of some tenths, and to spare. */
    assert_close(importance->quantity[number_of(made, path)], expected, 1e-6, 0);
}

static void importance_is_half_the_change_from_minus_one_to_plus_one(void **state)
{
    (void)state;
    made_block made;
    make_placed(scenario_of(PRODUCTS), BIREME_POINTS_SOBOL, true, &made);
    bireme_importance importance = importance_of(&made);
    double bought = 4 * 3000 / exp(3.5), opp = gsl_cdf_beta_Pinv(0.5, 12, 28);
    double found = 4 * gsl_cdf_gamma_Pinv(0.5, 16, 2) * 0.4, won = gsl_cdf_beta_Pinv(0.5, 5, 20);
    assert_importance(&made, &importance, "channels.bought.cost_per_lead",
                      -bought * sinh(0.3) * opp * 0.5 * 900);
    assert_importance(&made, &importance, "channels.bought.conversion.opp",
                      bought * 0.5 * 900 *
                          (gsl_cdf_beta_Pinv(ABOVE, 12, 28) - gsl_cdf_beta_Pinv(1 - ABOVE, 12, 28)) / 2);
    assert_importance(&made, &importance, "channels.bought.conversion.won", 0);
    assert_importance(&made, &importance, "channels.bought.deal_value.mean", bought * opp * 0.5 * 70);
    assert_importance(&made, &importance, "channels.found.organic_leads",
                      4 * 0.4 * won * 200 *
                          (gsl_cdf_gamma_Pinv(ABOVE, 16, 2) - gsl_cdf_gamma_Pinv(1 - ABOVE, 16, 2)) / 2);
    assert_importance(&made, &importance, "channels.found.conversion.won",
                      found * 200 * (gsl_cdf_beta_Pinv(ABOVE, 5, 20) - gsl_cdf_beta_Pinv(1 - ABOVE, 5, 20)) /
                          2);
    assert_close(importance.wins[0], bought * opp * 0.5, 1e-6, 0);
    assert_close(importance.value[0], 900, 1e-6, 0);
    assert_close(importance.spread[0], 900 * 0.8, 1e-6, 0);
    assert_close(importance.wins[1], found * won, 1e-6, 0);
    assert_close(importance.value[1], 200, 1e-12, 0);
    assert_close(importance.spread[1], 0, 0, 0);
    bireme_importance_free(&importance);
    free_block(&made);
}

static void without_deal_values_it_is_wins(void **state)
{
    (void)state;
    made_block made;
    make_placed(scenario_of("{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'channels': {'a': "
                            "{'organic_leads': {'dist': 'gamma', 'shape': 16, 'scale': 2}, 'conversion': "
                            "{'won': 0.4}}}}"),
                BIREME_POINTS_LATIN, true, &made);
    bireme_importance importance = importance_of(&made);
    assert_importance(&made, &importance, "channels.a.organic_leads",
                      3 * 0.4 * (gsl_cdf_gamma_Pinv(ABOVE, 16, 2) - gsl_cdf_gamma_Pinv(1 - ABOVE, 16, 2)) /
                          2);
    assert_close(importance.value[0], 1, 0, 0);
    assert_close(importance.spread[0], 0, 0, 0);
    assert_close(importance.wins[0], 3 * 0.4 * gsl_cdf_gamma_Pinv(0.5, 16, 2), 1e-6, 0);
    bireme_importance_free(&importance);
    free_block(&made);
}

/* 200 quantities: more than a block has lanes for. */
static void as_many_quantities_as_one_likes_are_asked(void **state)
{
    (void)state;
    static const char *const what[] = {"cost_per_lead", "organic_leads", "conversion.opp", "conversion.won",
                                       "deal_value.mean"};
    made_block made;
    make_placed(alike(40, 2), BIREME_POINTS_SOBOL, true, &made);
    bireme_importance importance = importance_of(&made);
    for (int k = 0; k < 5; k++) {
        char path[64];
        snprintf(path, sizeof path, "channels.c0.%s", what[k]);
        double first = importance.quantity[number_of(&made, path)];
        assert_true(first != 0);
        for (int c = 1; c < 40; c++) {
            snprintf(path, sizeof path, "channels.c%d.%s", c, what[k]);
            /* Sums over the channels are rounded where the change is a 40th. */
            assert_close(importance.quantity[number_of(&made, path)], first, 1e-9, 0);
        }
    }
    bireme_importance_free(&importance);
    free_block(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(importance_is_half_the_change_from_minus_one_to_plus_one),
        cmocka_unit_test(without_deal_values_it_is_wins),
        cmocka_unit_test(as_many_quantities_as_one_likes_are_asked),
    };
    return cmocka_run_group_tests_name("engine.importance", tests, NULL, NULL);
}
