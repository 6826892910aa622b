/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must hold in every scenario, tried on varied ones that use every feature: more of a cause is not
 * less of its effect, parts add up to the whole, quantiles are in order, threads and unrelated channels
 * change nothing. Comparisons are on the same seed, so that differences are differences of the scenarios.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "oracle/forecast_of.h"
#include "support/scenario_of.h"
#include "support/varied.h"

enum { TRIALS = 1024 };

static bireme_forecast *forecast_on(const varied *v, int threads)
{
    return run_and_free(varied_scenario(v), &(bireme_run_options){.size = sizeof(bireme_run_options),
                                                                  .trials = TRIALS,
                                                                  .sampler = BIREME_SAMPLER_RANDOM,
                                                                  .has_seed = true,
                                                                  .seed = 7,
                                                                  .threads = threads,
                                                                  .keep_samples = true});
}

static bireme_forecast *forecast_varied(const varied *v)
{
    return forecast_on(v, 1);
}

/* The forecasts of all varied scenarios as they are; the state of every test. */
static int forecast_all(void **state)
{
    static bireme_forecast *all[VARIED_COUNT];
    for (unsigned n = 0; n < VARIED_COUNT; n++)
        all[n] = forecast_varied(&(varied){.number = n, .spend_scale = 1});
    *state = all;
    return 0;
}

static int free_all(void **state)
{
    bireme_forecast **all = *state;
    for (unsigned n = 0; n < VARIED_COUNT; n++) bireme_forecast_free(all[n]);
    return 0;
}

static const double *samples_if_any(const bireme_forecast *f, const char *metric)
{
    return has_metric(f, metric) ? samples_of(f, metric) : NULL;
}

/* ---- more is not less */

static void more_spend_never_brings_fewer_leads(void **state)
{
    bireme_forecast **all = *state;
    static const double scales[] = {0, 0.8, 1.1, 2};
    for (unsigned n = 0; n < VARIED_COUNT; n++) {
        double scale = scales[n % 4], mean = summary_of(all[n], "leads", OVER_HORIZON)->mean;
        bireme_forecast *f = forecast_varied(&(varied){.number = n, .spend_scale = scale});
        double other = summary_of(f, "leads", OVER_HORIZON)->mean;
        assert_true(scale < 1 ? other < mean : other > mean);
        bireme_forecast_free(f);
    }
}

/* Steady odds: who waits for the better times that follow may win more often, and that is not what is
 * asked here. No outbound: more reps do not bring more to work on. */
static void more_reps_never_win_less_nor_turn_more_away(void **state)
{
    (void)state;
    for (unsigned n = 0; n < VARIED_COUNT; n += n % 4 == 0 ? 3 : 1) { /* 0, 3, 4, 7, 8, 11 */
        varied v = {.number = n, .spend_scale = 1, .steady_odds = true, .no_outbound = true};
        bireme_forecast *few = forecast_varied(&v);
        v.reps = 1.5;
        bireme_forecast *many = forecast_varied(&v);
        const double *few_away = samples_of(few, "turned_away"), *many_away = samples_of(many, "turned_away");
        const double *few_wins = samples_of(few, "wins"), *many_wins = samples_of(many, "wins");
        double sum = 0, squares = 0;
        for (size_t i = 0; i < TRIALS; i++) {
            /* Expected numbers given the same rates: in order in every trial, but for rounding. */
            assert_true(many_away[i] <= few_away[i] * (1 + 1e-12) + 1e-9);
            double more = many_wins[i] - few_wins[i];
            sum += more;
            squares += more * more;
        }
        assert_true(sum >= -CHECK_Z * sqrt(squares));
        bireme_forecast_free(few);
        bireme_forecast_free(many);
    }
}

/* ---- parts and wholes */

/* Of the means, period by period: 1/12 of the year's worth a month, half of it in the period of the close. */
static void without_churn_and_expansion_revenue_is_an_annuity_of_bookings(void **state)
{
    (void)state;
    static const double years[] = {1 / 12.0, 7 / 365.25, 0.25};
    for (unsigned n = 0; n < 6; n++) {
        bireme_forecast *f = forecast_varied(&(varied){.number = n, .spend_scale = 1, .plain_annuity = true});
        bool opening = has_metric(f, "revenue.opening");
        double booked = 0;
        for (size_t t = 0; t < bireme_forecast_period_count(f); t++) {
            double now = summary_of(f, "bookings", t)->mean;
            double exact = years[n % 3] * (booked + now / 2);
            if (opening) exact += summary_of(f, "revenue.opening", t)->mean;
            /* Means of some thousand numbers each, summed in different orders. */
            assert_close(summary_of(f, "revenue", t)->mean, exact, 1e-11, 0);
            booked += now;
        }
        bireme_forecast_free(f);
    }
}

static void shares_of_the_owners_and_of_no_one_are_all(void **state)
{
    bireme_forecast **all = *state;
    for (unsigned n = 0; n < VARIED_COUNT; n++) {
        const bireme_forecast *f = all[n];
        const double *revenue = samples_of(f, "revenue"), *opening = samples_if_any(f, "revenue.opening");
        const double *share[3] = {samples_of(f, "share.marketing_sourced"),
                                  samples_of(f, "share.sales_sourced"),
                                  samples_if_any(f, "share.partner_sourced")};
        const double *nobody = samples_of(f, "owner.unassigned.revenue");
        size_t checked = 0;
        for (size_t i = 0; i < TRIALS; i++) {
            double sourced = revenue[i] - (opening != NULL ? opening[i] : 0);
            assert_true(opening == NULL || (opening[i] > 0 && opening[i] <= revenue[i]));
            if (isnan(share[0][i])) continue;
            double sum = nobody[i] / sourced;
            for (size_t o = 0; o < 3; o++) sum += share[o] != NULL ? share[o][i] : 0;
            /* The opening is subtracted from revenue: rounding of its size over what remains. */
            assert_close(sum, 1, 1e-12, 1e-15 * revenue[i] / sourced);
            checked++;
        }
        assert_true(checked > TRIALS / 8);
    }
}

static void credits_of_every_rule_give_all_revenue_away(void **state)
{
    bireme_forecast **all = *state;
    static const char *const rules[] = {"last", "linear", "position"};
    static const char *const channels[] = {"search", "content", "calls", "referral"};
    for (unsigned n = 0; n < VARIED_COUNT; n++) {
        const bireme_forecast *f = all[n];
        assert_true(has_metric(f, "channel.calls.credit.last") == (n % 3 != 2)); /* where there are touches */
        const double *revenue = samples_of(f, "revenue"), *opening = samples_if_any(f, "revenue.opening");
        for (size_t r = 0; r < 3 && n % 3 != 2; r++) {
            char metric[64];
            static double sum[TRIALS];
            snprintf(metric, sizeof metric, "owner.unassigned.credit.%s", rules[r]);
            memcpy(sum, samples_of(f, metric), sizeof sum);
            for (size_t c = 0; c < 4; c++) {
                snprintf(metric, sizeof metric, "channel.%s.credit.%s", channels[c], rules[r]);
                const double *credit = samples_if_any(f, metric);
                for (size_t i = 0; i < TRIALS && credit != NULL; i++) sum[i] += credit[i];
            }
            for (size_t i = 0; i < TRIALS; i++)
                assert_close(sum[i], revenue[i] - (opening != NULL ? opening[i] : 0), 1e-12,
                             1e-14 * revenue[i]);
        }
    }
}

/* Of a trial's leads some are won, and no more of them reach a later stage than an earlier one; three
 * deals are open at sql and five at the opportunity, which they do not enter. */
static void no_stage_has_more_entries_than_the_one_before(void **state)
{
    bireme_forecast **all = *state;
    static const double open[] = {0, 0, 3, 5};
    for (unsigned n = 0; n < VARIED_COUNT; n++) {
        const double *stage[] = {samples_of(all[n], "leads"), samples_of(all[n], "stage.sql"),
                                 samples_of(all[n], "stage.opp"), samples_of(all[n], "wins")};
        for (size_t s = 1; s < 4; s++)
            for (size_t i = 0; i < TRIALS; i++) assert_true(stage[s][i] <= stage[s - 1][i] + open[s]);
    }
}

/* ---- order and bytes */

static void check_order(const bireme_summary *s)
{
    if (s->n == 0 || isnan(s->quantile[BIREME_P50])) return; /* where only moments are kept */
    /* Quantiles of binned values are right to the width of a bin. */
    double slack = 2 * s->quantile_error;
    for (int q = 1; q < BIREME_QUANTILE_COUNT; q++) assert_true(s->quantile[q - 1] <= s->quantile[q]);
    assert_true(s->min <= s->quantile[0] + slack * fabs(s->quantile[0]));
    assert_true(s->quantile[BIREME_QUANTILE_COUNT - 1] <= s->max + slack * fabs(s->max));
    /* A mean of equal numbers may miss them by rounding. */
    double rounding = 1e-12 * fmax(fabs(s->min), fabs(s->max));
    assert_true(s->min <= s->mean + rounding && s->mean <= s->max + rounding && s->sd >= 0);
}

static void quantiles_are_in_order(void **state)
{
    bireme_forecast **all = *state;
    for (unsigned n = 0; n < VARIED_COUNT; n++) {
        const bireme_forecast *f = all[n];
        for (size_t m = 0; m < bireme_forecast_metric_count(f); m++) {
            check_order(bireme_forecast_total(f, m));
            for (size_t t = 0; t < bireme_forecast_period_count(f); t++) {
                const bireme_summary *s = bireme_forecast_period(f, m, t);
                if (s != NULL) check_order(s);
            }
        }
    }
}

static void check_same(const bireme_forecast *f, const bireme_forecast *one)
{
    for (size_t m = 0; m < bireme_forecast_metric_count(f); m++) {
        assert_memory_equal(bireme_forecast_samples(f, m), bireme_forecast_samples(one, m),
                            TRIALS * sizeof(double));
        assert_memory_equal(bireme_forecast_total(f, m), bireme_forecast_total(one, m),
                            sizeof(bireme_summary));
        for (size_t t = 0; t < bireme_forecast_period_count(f); t++)
            if (bireme_forecast_period(f, m, t) != NULL)
                assert_memory_equal(bireme_forecast_period(f, m, t), bireme_forecast_period(one, m, t),
                                    sizeof(bireme_summary));
    }
    assert_true(bireme_forecast_goal(f)->probability == bireme_forecast_goal(one)->probability);
}

static void the_number_of_threads_changes_nothing(void **state)
{
    bireme_forecast **all = *state;
    for (unsigned k = 0; k < VARIED_COUNT; k += 2) {
        unsigned n = k + k / 6; /* 0, 2, 4, 7, 9, 11 */
        bireme_forecast *f = forecast_on(&(varied){.number = n, .spend_scale = 1}, n % 2 == 0 ? 2 : 3);
        check_same(f, all[n]);
        bireme_forecast_free(f);
    }
}

/* Random numbers belong to names, not to positions: where nothing is scarce, one channel more changes
 * nothing for the others. */
static void another_channel_leaves_the_others_as_they_are(void **state)
{
    (void)state;
    static const char *const parts[] = {"leads",           "wins",   "revenue", "cost_per_lead",
                                        "credit.position", "touched"};
    static const char *const channels[] = {"search", "content", "calls", "referral"};
    for (unsigned n = 0; n < VARIED_COUNT; n++) {
        varied v = {.number = n, .spend_scale = 1, .no_capacity = true};
        bireme_forecast *without = forecast_varied(&v);
        v.another_channel = true;
        bireme_forecast *with = forecast_varied(&v);
        size_t compared = 0;
        for (size_t c = 0; c < 4; c++)
            for (size_t p = 0; p < sizeof parts / sizeof parts[0]; p++) {
                char metric[64];
                snprintf(metric, sizeof metric, "channel.%s.%s", channels[c], parts[p]);
                const double *a = samples_if_any(without, metric), *b = samples_if_any(with, metric);
                assert_true((a == NULL) == (b == NULL));
                if (a != NULL) assert_memory_equal(a, b, TRIALS * sizeof(double));
                compared += a != NULL;
            }
        assert_true(compared >= 10);
        assert_true(summary_of(with, "leads", 0)->mean > summary_of(without, "leads", 0)->mean);
        bireme_forecast_free(without);
        bireme_forecast_free(with);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_spend_never_brings_fewer_leads),
        cmocka_unit_test(more_reps_never_win_less_nor_turn_more_away),
        cmocka_unit_test(without_churn_and_expansion_revenue_is_an_annuity_of_bookings),
        cmocka_unit_test(shares_of_the_owners_and_of_no_one_are_all),
        cmocka_unit_test(credits_of_every_rule_give_all_revenue_away),
        cmocka_unit_test(no_stage_has_more_entries_than_the_one_before),
        cmocka_unit_test(quantiles_are_in_order),
        cmocka_unit_test(the_number_of_threads_changes_nothing),
        cmocka_unit_test(another_channel_leaves_the_others_as_they_are),
    };
    return cmocka_run_group_tests(tests, forecast_all, free_all);
}
