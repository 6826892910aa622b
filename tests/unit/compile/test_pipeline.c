/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The open pipeline, compiled: what is shared, how groups are ordered, what their ages leave.
 */
#include "support/check.h"

#include <math.h>
#include <string.h>
#include "compile/pipeline.h"
#include "scenario/internal.h"
#include "support/scenario_of.h"

typedef struct made {
    bireme_scenario *scenario;
    bireme_shared shared;
    bireme_pipeline *pipeline;
} made;

static void make(made *m, const char *more, const char *deals)
{
    bireme_error error;
    *m = (made){
        .scenario = scenario_of(
            "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'mql', 'sql', 'opp', 'won'], 'defaults': "
            "{'deal_value': {'dist': 'gamma', 'mean': {'dist': 'uniform', 'min': 1, 'max': 2}, 'cv': 0.5}, "
            "'conversion': {'mql': 0.5, 'sql': 0.5, 'opp': 0.5, 'won': 0.5}, 'cycle_days': {'mql': {'dist': "
            "'exponential', 'mean': 20}, 'sql': {'dist': 'discrete', 'values': [0, 9], 'weights': [0.25, "
            "0.75]}, 'opp': {'dist': 'gamma', 'mean': {'dist': 'uniform', 'min': 10, 'max': 30}, 'cv': "
            "0.5}, 'won': {'dist': 'uniform', 'min': 5, 'max': 25}}}, 'channels': {'a': {'organic_leads': "
            "0}, 'b': {'organic_leads': 0}}%s, 'pipeline': [%s]}",
            more, deals)};
    assert_int_equal(
        bireme_pipeline_create(bireme_scenario_model(m->scenario), &m->shared, &m->pipeline, &error),
        BIREME_OK);
    for (size_t i = 0; i < bireme_shared_count(&m->shared); i++)
        assert_int_equal(bireme_shared_make(&m->shared, i, &error), BIREME_OK);
    bireme_shared_hand_out(&m->shared);
}

static void forget(made *m)
{
    bireme_pipeline_free(m->pipeline);
    bireme_shared_free(&m->shared);
    bireme_scenario_free(m->scenario);
}

static const bireme_pipeline_group *group(const made *m, size_t number)
{
    for (size_t i = 0; i < m->pipeline->n; i++)
        if (m->pipeline->groups[i].number == number) return &m->pipeline->groups[i];
    return NULL;
}

static void the_age_leaves_a_share_of_the_current_step(void **state)
{
    (void)state;
    made m;
    make(&m, "",
         "{'stage': 'lead', 'age_days': 30, 'channel': 'a'}, {'stage': 'mql', 'channel': 'a'}, {'stage': "
         "'sql', "
         "'channel': 'b'}, {'stage': 'sql', 'age_days': 2}, {'stage': 'opp', 'age_days': 20}, {'stage': "
         "'opp', "
         "'age_days': 90}, {'stage': 'mql', 'age_days': 9}");
    /* Elementary functions of other makes differ by some ulp. */
    assert_close(group(&m, 0)->left, exp(-1.5), 1e-14, 0);
    assert_close(group(&m, 1)->left, 0.75, 1e-15, 0); /* it has not passed at once */
    assert_close(group(&m, 2)->left, 1, 0, 0);
    assert_true(isnan(group(&m, 3)->left)); /* that depends on the trial */
    assert_non_null(group(&m, 3)->steps[3].survival);
    assert_close(group(&m, 4)->left, 0.25, 1e-14, 0);
    assert_close(group(&m, 5)->left, 0, 0, 0);
    assert_close(group(&m, 6)->left, 0, 0, 0);
    forget(&m);
}

static void steps_know_their_kinds(void **state)
{
    (void)state;
    made m;
    make(&m, "", "{'stage': 'lead'}");
    const bireme_pipeline_step *steps = group(&m, 0)->steps;
    assert_int_equal(steps[1].kind, BIREME_PIPELINE_SMOOTH);
    assert_int_equal(steps[2].kind, BIREME_PIPELINE_ATOMS);
    assert_int_equal(steps[3].kind, BIREME_PIPELINE_SMOOTH);
    assert_int_equal(steps[4].kind, BIREME_PIPELINE_BOUNDED);
    assert_close(steps[3].typical, 20, 1e-12, 0);
    assert_int_equal(m.pipeline->n_survivals, 0); /* nobody asks without capacity */
    forget(&m);
}

static void equal_distributions_are_compiled_once(void **state)
{
    (void)state;
    made m;
    make(&m, "", "{'stage': 'lead', 'channel': 'a'}, {'stage': 'lead', 'channel': 'b'}, {'stage': 'lead'}");
    assert_int_equal(m.shared.n_tables, 4); /* four steps; the value has the shape of one of them */
    for (size_t i = 1; i < 3; i++) {
        assert_ptr_equal(group(&m, i)->value, group(&m, 0)->value);
        for (size_t s = 1; s < 5; s++)
            assert_ptr_equal(group(&m, i)->steps[s].table, group(&m, 0)->steps[s].table);
    }
    forget(&m);
}

static void values_are_numbers_or_tables(void **state)
{
    (void)state;
    made m;
    make(&m, "",
         "{'stage': 'opp', 'value': 70}, {'stage': 'opp'}, {'stage': 'opp', 'value': {'dist': 'uniform', "
         "'min': 1, "
         "'max': 4}}");
    assert_null(group(&m, 0)->value);
    assert_close(group(&m, 0)->value_fixed, 70, 0, 0);
    assert_non_null(group(&m, 1)->value);
    assert_close(group(&m, 1)->value_mean, 1, 1e-14, 0); /* with scale 1 */
    assert_close(group(&m, 2)->value_mean, 2.5, 1e-14, 0);
    forget(&m);
}

static void groups_that_are_alike_stand_next_to_each_other(void **state)
{
    (void)state;
    made m;
    make(&m, ", 'sales': {'reps': 1, 'opportunities_per_rep': 1}",
         "{'stage': 'sql', 'age_days': 4, 'win_probability': 0.3}, {'stage': 'mql', 'age_days': 4}, "
         "{'stage': 'sql'}, "
         "{'stage': 'sql', 'age_days': 4}, {'stage': 'sql', 'win_probability': 0.3}, {'stage': 'mql', "
         "'channel': "
         "'b'}, {'stage': 'lead', 'channel': 'b'}, {'stage': 'opp'}");
    static const size_t chances[] = {6, 5, 1, 2, 3, 0, 4, 7}, ages[] = {6, 5, 1, 2, 4, 0, 3, 7};
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(m.pipeline->groups[i].number, chances[i]);
        assert_int_equal(m.pipeline->by_age[i]->number, ages[i]);
    }
    assert_true(bireme_pipeline_same_chances(group(&m, 2), group(&m, 3)));
    assert_true(bireme_pipeline_same_chances(group(&m, 0), group(&m, 4)));
    assert_false(bireme_pipeline_same_chances(group(&m, 0), group(&m, 3)));
    assert_false(bireme_pipeline_same_chances(group(&m, 1), group(&m, 5)));
    assert_true(bireme_pipeline_alike(group(&m, 0), group(&m, 3)));
    assert_false(bireme_pipeline_alike(group(&m, 0), group(&m, 4)));
    assert_int_equal(m.pipeline->n_integrals,
                     1); /* the lead; from mql the first of two steps has two values */
    forget(&m);
}

static void rules_integrate_within_their_budget(void **state)
{
    (void)state;
    made m;
    make(&m, "", "{'stage': 'opp'}");
    static const size_t depth[] = {1, 1, 1, 2, 3, 8}, nodes[] = {24, 8, 4, 16, 8, 4};
    static const double budget[] = {512, 8, 1, 512, 512, 512};
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(bireme_pipeline_rule_for(m.pipeline, depth[i], budget[i])->n, nodes[i]);
    for (size_t i = 0; i < BIREME_PIPELINE_RULES; i++) {
        const bireme_pipeline_rule *rule = &m.pipeline->rules[i];
        double sum = 0, mean = 0, square = 0;
        for (size_t k = 0; k < rule->n; k++) {
            sum += rule->weight[k];
            mean += rule->weight[k] * rule->node[k];
            square += rule->weight[k] * rule->node[k] * rule->node[k];
        }
        /* Polynomials that all but the coarsest rule integrate exactly. */
        assert_close(sum, 1, 1e-13, 0);
        assert_close(mean, 0.5, 1e-13, 0);
        assert_close(square, 1.0 / 3, 1e-13, 0);
    }
    forget(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_age_leaves_a_share_of_the_current_step),
        cmocka_unit_test(steps_know_their_kinds),
        cmocka_unit_test(equal_distributions_are_compiled_once),
        cmocka_unit_test(values_are_numbers_or_tables),
        cmocka_unit_test(groups_that_are_alike_stand_next_to_each_other),
        cmocka_unit_test(rules_integrate_within_their_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
