/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How metrics are computed: each row has the rules that its total asks for.
 */
#include "support/check.h"

#include "engine/metrics/rules.h"

static void every_metric_has_the_rules_that_its_total_asks_for(void **state)
{
    (void)state;
    for (int k = 0; k < BIREME_METRIC_KINDS; k++) {
        const bireme_metric_row *row = bireme_metric_row_of((bireme_metric_kind)k);
        const bireme_metric_how *how = bireme_metric_how_of((bireme_metric_kind)k);
        bool periods = row->total != BIREME_TOTAL_ALONE;
        bool whole = row->total == BIREME_TOTAL_OWN || row->total == BIREME_TOTAL_ALONE;
        if ((how->at != NULL) != periods)
            fail_msg("%s: %s rule of a period", row->name, periods ? "no" : "a");
        if ((how->whole != NULL) != whole)
            fail_msg("%s: %s rule of the horizon", row->name, whole ? "no" : "a");
        if ((how->over != NULL) != (row->total == BIREME_TOTAL_OWN))
            fail_msg("%s: %s rule over several periods", row->name, how->over != NULL ? "a" : "no");
        /* Of what is once in all periods only the sum is known. */
        if (how->once && row->total != BIREME_TOTAL_SUM) fail_msg("%s is once and no sum", row->name);
    }
}

/* The difference that a plan breaks even by is rounded as its terms are (stats/threshold.h). */
static void differences_of_large_numbers_know_their_terms(void **state)
{
    (void)state;
    for (int k = 0; k < BIREME_METRIC_KINDS; k++) {
        bool difference = k == BIREME_METRIC_CONTRIBUTION || k == BIREME_METRIC_ROMI ||
                          k == BIREME_METRIC_NPV || k == BIREME_METRIC_NPV_LIFETIME ||
                          k == BIREME_METRIC_CASH || k == BIREME_METRIC_CASH_BALANCE ||
                          k == BIREME_METRIC_CASH_LOW;
        if ((bireme_metric_how_of((bireme_metric_kind)k)->terms != NULL) != difference)
            fail_msg("%s", bireme_metric_row_of((bireme_metric_kind)k)->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_metric_has_the_rules_that_its_total_asks_for),
                                       cmocka_unit_test(differences_of_large_numbers_know_their_terms)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
