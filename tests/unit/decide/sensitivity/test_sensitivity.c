/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What drives a result, against closed forms.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "support/scenario_of.h"
#include "decide/sensitivity/result.h"

#define HEAD "{'start': '2027-01', 'periods': 4, 'funnel': ['lead', 'opp', 'won'], "

static bireme_sensitivity *find(const char *text, const char *metric, const bireme_run_options *run)
{
    bireme_scenario *scenario = scenario_of("%s", text);
    const bireme_sensitivity_options options = {
        .size = sizeof(bireme_sensitivity_options), .metric = metric, .run = run};
    bireme_sensitivity *result = NULL;
    bireme_error error;
    if (bireme_sensitivity_run(scenario, &options, &result, &error) != BIREME_OK)
        fail_msg("%s", error.message);
    bireme_scenario_free(scenario);
    return result;
}

static const bireme_input *input_of(const bireme_sensitivity *result, const char *path)
{
    for (size_t i = 0; i < result->n_inputs; i++)
        if (strcmp(result->inputs[i].path, path) == 0) return &result->inputs[i];
    fail_msg("no input %s", path);
    return NULL;
}

/* Within 4 standard errors, and within 0.02. */
static void assert_share(double value, double se, double exact)
{
    if (!(fabs(value - exact) <= fmin(4 * se + 1e-3, 0.02))) fail_msg("%g +- %g, not %g", value, se, exact);
}

static void assert_index(const bireme_input *input, double first, double total)
{
    assert_share(input->index.first_order, input->index.first_order_se, first);
    assert_share(input->index.total, input->index.total_se, total);
}

/* ------------------------ a product, and chance */

/* Wins are Poisson with mean M, a product of independent factors with coefficients of variation cᵢ:
 *   Var M = E[M]² (Π (1 + cᵢ²) − 1),  Var N = Var M + E[M],
 *   Sᵢ = E[M]² cᵢ² / Var N,  Tᵢ = E[M]² cᵢ² Π_{j≠i} (1 + cⱼ²) / Var N,  chance E[M] / Var N. */
static void assert_product(double spend)
{
    char text[1024];
    snprintf(text, sizeof text,
             HEAD
             "'channels': {'ads': {'spend': %.17g, 'cost_per_lead': {'dist': 'lognormal', 'mu': 3, 'sigma': "
             "0.25}, 'conversion': {'opp': {'dist': 'beta', 'mean': 0.3, 'sd': 0.09}, 'won': {'dist': "
             "'beta', 'mean': 0.4, 'sd': 0.06}}}}}",
             spend);
    static const char *const path[] = {"channels.ads.cost_per_lead", "channels.ads.conversion.opp",
                                       "channels.ads.conversion.won"};
    const double c2[] = {exp(0.0625) - 1, 0.09, 0.0225};
    double mean = 4 * spend * exp(-3 + 0.03125) * 0.3 * 0.4, all = 1;
    for (int i = 0; i < 3; i++) all *= 1 + c2[i];
    double variance = mean * mean * (all - 1) + mean;
    bireme_sensitivity *result = find(text, "wins", NULL);
    assert_int_equal(result->n_inputs, 3);
    assert_close(result->summary.mean, mean, 0.002, 0);
    assert_close(result->summary.sd, sqrt(variance), 0.02, 0);
    for (int i = 0; i < 3; i++)
        assert_index(input_of(result, path[i]), mean * mean * c2[i] / variance,
                     mean * mean * c2[i] * all / (1 + c2[i]) / variance);
    for (size_t i = 1; i < result->n_inputs; i++)
        assert_true(result->inputs[i - 1].index.total >= result->inputs[i].index.total);
    assert_share(result->chance.index.total, result->chance.index.total_se, mean / variance);
    bireme_sensitivity_free(result);
}

static void a_product_has_its_indices(void **state)
{
    (void)state;
    assert_product(1e6);  /* 5,000 wins or so a period: chance does not matter */
    assert_product(3000); /* it does: 75 wins in all */
    assert_product(300);
}

/* With dispersion v the leads of each of the four periods vary by a factor of their own, whose mean has
 * the variance v / 4: Var N = E[M]² (Π (1 + cᵢ²) (1 + v / 4) − 1) + E[M]. It is chance, and so is what
 * it does together with an input: the indices are those of M, and with chance they add up to 1 and their
 * interactions. */
static void dispersion_is_not_an_inputs(void **state)
{
    (void)state;
    static const double v = 6, mean = 4 * 1000 * 0.3 * 0.4;
    bireme_sensitivity *result = find(
        HEAD
        "'channels': {'ads': {'organic_leads': 1000, 'dispersion': 6, 'conversion': {'opp': {'dist': 'beta', "
        "'mean': 0.3, 'sd': 0.09}, 'won': {'dist': 'beta', 'mean': 0.4, 'sd': 0.16}}}}}",
        "wins", NULL);
    const double opp = 0.09, won = 0.16, of_inputs = (1 + opp) * (1 + won) - 1,
                 variance = mean * mean * ((1 + of_inputs) * (1 + v / 4) - 1) + mean,
                 unit = mean * mean / variance;
    assert_index(input_of(result, "channels.ads.conversion.opp"), unit * opp, unit * opp * (1 + won));
    assert_index(input_of(result, "channels.ads.conversion.won"), unit * won, unit * won * (1 + opp));
    assert_share(result->chance.index.total, result->chance.index.total_se, 1 - unit * of_inputs);
    bireme_sensitivity_free(result);
}

/* ------------------------ how it moves */

/* The mean is linear in each of them. */
static void means_at_p10_and_p90_are_those_of_the_input(void **state)
{
    (void)state;
    static const char text[] = HEAD
        "'channels': {'ads': {'spend': 100000, 'cost_per_lead': 20, 'deal_value': {'dist': 'gamma', "
        "'mean': {'dist': 'uniform', 'min': 90, 'max': 110}, 'cv': 0.5}, 'conversion': {'opp': 0.5, 'won': "
        "{'dist': 'uniform', 'min': 0.1, 'max': 0.3}}}}}";
    bireme_sensitivity *result = find(text, "revenue", NULL);
    const bireme_input *won = input_of(result, "channels.ads.conversion.won"),
                       *value = input_of(result, "channels.ads.deal_value.mean");
    assert_close(won->low_at, 0.12, 1e-12, 0);
    assert_close(won->high_at, 0.28, 1e-12, 0);
    assert_close(won->low, 20000 * 0.5 * 0.12 * 100, 0.003, 0);
    assert_close(won->high, 20000 * 0.5 * 0.28 * 100, 0.003, 0);
    assert_true(fabs(won->low - 120000) <= 5 * won->low_se);
    assert_close(value->high_at, 108, 1e-12, 0);
    assert_close(value->high, 20000 * 0.5 * 0.2 * 108, 0.003, 0);
    assert_true(won->rank_correlation > 0.97 && won->rank_correlation < 1);
    assert_true(value->rank_correlation > 0.1 && value->rank_correlation < 0.3);
    bireme_sensitivity_free(result);
    result = find(text, "leads", NULL); /* of which neither is an input: all is chance */
    won = input_of(result, "channels.ads.conversion.won");
    assert_close(won->index.total, 0, 0, 0);
    assert_close(result->chance.index.total, 1, 0, 0.03);
    assert_close(won->low, won->high, 0, 0);
    assert_true(fabs(won->rank_correlation) < 0.05);
    bireme_sensitivity_free(result);
}

/* In the long run of two: leads are times 1.5 or times 0.5, for good, with chances 0.3 and 0.7. */
static void the_economy_is_an_input(void **state)
{
    (void)state;
    static const char text[] = HEAD
        "'economy': {'regimes': {'up': {'leads': 1.5}, 'down': {'leads': 0.5}}, 'start': {'up': 0.3, 'down': "
        "0.7}, 'transition': {'up': {'up': 1}, 'down': {'down': 1}}},"
        " 'channels': {'ads': {'spend': 100000, 'cost_per_lead': {'dist': 'lognormal', 'mu': 3, 'sigma': "
        "0.25}, 'conversion': {'opp': 0.5, 'won': 0.2}}}}";
    double economy = 0.21 / 0.64, cost = exp(0.0625) - 1; /* squares of coefficients of variation */
    double mean = 400000 * exp(-3 + 0.03125) * 0.1 * 0.8;
    double variance = mean * mean * ((1 + economy) * (1 + cost) - 1) + mean;
    bireme_sensitivity *result = find(text, "wins", NULL);
    const bireme_input *path = input_of(result, "economy");
    assert_index(path, mean * mean * economy / variance, mean * mean * economy * (1 + cost) / variance);
    assert_index(input_of(result, "channels.ads.cost_per_lead"), mean * mean * cost / variance,
                 mean * mean * cost * (1 + economy) / variance);
    assert_string_equal(path->low_regime, "down");
    assert_string_equal(path->high_regime, "up");
    assert_close(path->low, mean * 0.5 / 0.8, 0.005, 0);
    assert_close(path->high, mean * 1.5 / 0.8, 0.005, 0);
    assert_true(isnan(path->rank_correlation) && isnan(path->low_at));
    bireme_sensitivity_free(result);
}

/* Two conversions that nearly are one: as a set they have all that is not chance. */
static void correlated_numbers_are_one_input(void **state)
{
    (void)state;
    static const char text[] = HEAD
        "'correlations': [{'between': ['channels.a.conversion.won', 'channels.b.conversion.won'], 'rank': "
        "0.9}],"
        " 'channels': {'a': {'spend': 400000, 'cost_per_lead': 20, 'conversion': {'opp': 0.5, 'won': "
        "{'dist': 'uniform', 'min': 0.1, 'max': 0.3}}}, 'b': {'spend': 400000, 'cost_per_lead': 20, "
        "'conversion': {'opp': 0.5, 'won': {'dist': 'uniform', 'min': 0.1, 'max': 0.3}}}}}";
    bireme_sensitivity *result = find(text, "wins", NULL);
    assert_int_equal(result->n_inputs, 1);
    const bireme_input *set = &result->inputs[0];
    assert_string_equal(set->path, "channels.a.conversion.won + channels.b.conversion.won");
    assert_int_equal(set->kind, BIREME_INPUT_SET);
    assert_int_equal(set->n_members, 2);
    assert_close(set->index.first_order, 1 - result->chance.index.total, 0, 0.02);
    assert_close(set->index.total, 1, 0, 0.02);
    assert_true(isnan(set->rank_correlation) && isnan(set->low));
    for (int i = 0; i < 2; i++) {
        const bireme_input *member = &set->members[i];
        assert_true(isnan(member->index.first_order) && isnan(member->index.total));
        assert_true(member->rank_correlation > 0.95);
        /* The other keeps its mean: 0.2 of 80,000 leads, half of them opportunities. */
        assert_close(member->low, 40000 * (0.12 + 0.2), 0.003, 0);
        assert_close(member->high, 40000 * (0.28 + 0.2), 0.003, 0);
    }
    bireme_sensitivity_free(result);
}

/* Walks that go together, and a rate with one increment: members are what they would be as inputs. The ends
 * of the swing of a walk are those of its end: E[leads of a] is moved, those of b are not. */
static void correlated_walks_are_one_input_with_a_member_each(void **state)
{
    (void)state;
    static const char *const more[] = {
        "", ", {'between': ['channels.a.drift.leads[1]', 'channels.b.conversion.won'], 'rank': 0.3}"};
    for (int k = 0; k < 2; k++) {
        char text[1024];
        snprintf(text, sizeof text,
                 HEAD
                 "'correlations': [{'between': ['channels.a.drift.leads', 'channels.b.drift.leads'], "
                 "'rank': 0.9}%s], 'channels': {'a': {'organic_leads': 40000, 'conversion': {'opp': 0.5, "
                 "'won': 0.2}, 'drift': {'leads': 0.3}}, 'b': {'organic_leads': 40000, 'conversion': "
                 "{'opp': 0.5, 'won': {'dist': 'uniform', 'min': 0.18, 'max': 0.22}}, 'drift': {'leads': "
                 "0.3}}}}",
                 more[k]);
        bireme_sensitivity *result = find(text, "wins", NULL);
        assert_int_equal(result->n_inputs, k == 0 ? 2 : 1);
        const bireme_input *set = &result->inputs[0];
        assert_int_equal(set->kind, BIREME_INPUT_SET);
        assert_int_equal(set->n_members, 2 + k);
        const bireme_input *a = NULL, *b = NULL;
        for (size_t i = 0; i < set->n_members; i++) {
            if (strcmp(set->members[i].path, "channels.a.drift.leads") == 0) a = &set->members[i];
            if (strcmp(set->members[i].path, "channels.b.drift.leads") == 0) b = &set->members[i];
        }
        assert_true(a != NULL && b != NULL && a->kind == BIREME_INPUT_DRIFT && b->kind == BIREME_INPUT_DRIFT);
        assert_true(set->index.total > 0.9 && a->low < a->high && a->low_at < 1 && a->high_at > 1);
        assert_true(a->rank_correlation > 0.6 && b->rank_correlation > 0.6);
        bireme_sensitivity_free(result);
    }
}

/* ------------------------ what it is worth to know */

/* A win rate of 4 % or 16 %, each with chance ½. Leads cost 5, half of them are opportunities, deals are
 * worth 80: a dollar brings 8 p dollars, 0.32 or 1.28, 0.8 in the mean. So a fifth less is best unless p is
 * known; then a fifth more is, where p is 16 %:
 *   gain today → less   0.2 · 40,000 · (1 − 0.8) = 1,600
 *   worth of knowing p  ½ · 0.4 · 40,000 · (1.28 − 1) = 2,240. */
static void knowing_the_win_rate_is_worth_what_it_changes(void **state)
{
    (void)state;
    static const char text[] = HEAD
        "'channels': {'ads': {'spend': 10000, 'cost_per_lead': 5, 'deal_value': 80, 'conversion': {'opp': "
        "{'dist': 'uniform', 'min': 0.49, 'max': 0.51}, 'won': {'dist': 'discrete', 'values': [0.04, 0.16], "
        "'weights': [0.5, 0.5]}}}}}";
    bireme_sensitivity *result = find(text, "wins", NULL);
    assert_string_equal(result->worth_metric, "contribution");
    assert_int_equal(result->n_alternatives, 3);
    assert_null(result->alternatives[0].path);
    assert_string_equal(result->alternatives[1].path, "channels.ads.spend");
    assert_close(result->alternatives[1].factor, 0.8, 1e-12, 0);
    assert_close(result->alternatives[1].gain, 1600, 0.05, 0);
    assert_close(result->alternatives[2].gain, -1600, 0.05, 0);
    assert_int_equal(result->best, 1);
    const bireme_input *won = input_of(result, "channels.ads.conversion.won"),
                       *opp = input_of(result, "channels.ads.conversion.opp");
    assert_close(won->worth, 2240, 0.05, 0);
    assert_true(fabs(won->worth - 2240) <= 5 * won->worth_se);
    assert_close(opp->worth, 0, 0, 0); /* whatever it is, a fifth less is best */
    assert_true(isnan(result->chance.worth));
    bireme_sensitivity_free(result);
}

/* Spend f S brings f S (κ p − 1), p uniform between 0.1 and 0.3; it pays from p₀ = 1 / κ on, so
 * that a fifth more is best unless p is known to be less: worth 0.4 S E[(1 − κ p)⁺] = 0.4 S (p₀ −
 * 0.1)² / (2 · 0.2 p₀). Of a hundredth of the futures too. */
static void knowing_is_worth_what_it_changes_in_few_futures(void **state)
{
    (void)state;
    static const double pays_from[] = {0.102, 0.11, 0.15, 0.19};
    for (size_t k = 0; k < sizeof pays_from / sizeof *pays_from; k++) {
        const double p0 = pays_from[k], spend = 4e6;
        char text[1024];
        snprintf(
            text, sizeof text,
            HEAD
            "'channels': {'ads': {'spend': 1000000, 'cost_per_lead': 5, 'deal_value': %.17g, 'conversion': "
            "{'opp': {'dist': 'beta', 'mean': 0.5, 'sd': 0.01}, 'won': {'dist': 'uniform', 'min': 0.1, "
            "'max': 0.3}}}}}",
            10 / p0);
        bireme_sensitivity *result = find(text, "wins", NULL);
        const bireme_input *won = input_of(result, "channels.ads.conversion.won");
        const double exact = 0.4 * spend * (p0 - 0.1) * (p0 - 0.1) / (0.4 * p0);
        printf("%g: %g +- %g, exactly %g\n", p0, won->worth, won->worth_se, exact);
        assert_close(won->worth, exact, 0.04, 4 * won->worth_se);
        bireme_sensitivity_free(result);
    }
}

/* Lines of the decision block bound the alternatives; reps move by whole ones. */
static void alternatives_keep_to_their_lines(void **state)
{
    (void)state;
    static const char text[] = HEAD
        "'sales': {'reps': 3, 'stage': 'opp', 'opportunities_per_rep': 50, 'cost_per_rep': 1000},"
        " 'decision': {'lines': {'channels.ads.spend': {'max': 11000}, 'sales.reps': {'min': 3, 'max': 8, "
        "'whole': true}}}, 'channels': {'ads': {'spend': 10000, 'cost_per_lead': 5, 'deal_value': 80, "
        "'conversion': {'opp': {'dist': 'uniform', 'min': 0.4, 'max': 0.6}, 'won': 0.2}}}}";
    bireme_sensitivity *result = find(text, "wins", NULL);
    assert_int_equal(result->n_alternatives, 4);
    assert_close(result->alternatives[1].factor, 0.8, 1e-12, 0);
    assert_close(result->alternatives[2].factor, 1.1, 1e-12, 0);
    assert_string_equal(result->alternatives[3].path, "sales.reps");
    assert_close(result->alternatives[3].factor, 4 / 3.0, 1e-12, 0);
    bireme_sensitivity_free(result);
}

/* ------------------------ errors, threads, being told to stop */

#define PLAIN                                                                                                \
    HEAD                                                                                                     \
        "'channels': {'ads': {'spend': 10000, 'cost_per_lead': {'dist': 'gamma', 'mean': 20, 'cv': 0.3}, "   \
        "'deal_value': 80, 'conversion': {'opp': 0.5, 'won': {'dist': 'beta', 'mean': 0.25, 'sd': 0.05}}}}}"

static void assert_refused(const char *text, bireme_sensitivity_options options, const char *word)
{
    bireme_scenario *scenario = scenario_of("%s", text);
    bireme_sensitivity *result = NULL;
    bireme_error error;
    assert_int_equal(bireme_sensitivity_run(scenario, &options, &result, &error), BIREME_DOMAIN);
    assert_null(result);
    if (strstr(error.message, word) == NULL) fail_msg("'%s' lacks '%s'", error.message, word);
    bireme_scenario_free(scenario);
}

static void what_cannot_be_asked_is_refused(void **state)
{
    (void)state;
    const bireme_run_options many = {.size = sizeof(bireme_run_options), .trials = 1 << 21};
    assert_refused(PLAIN,
                   (bireme_sensitivity_options){.size = sizeof(bireme_sensitivity_options), .metric = "winz"},
                   "`wins`");
    assert_refused(
        PLAIN, (bireme_sensitivity_options){.size = sizeof(bireme_sensitivity_options), .until = "2028-01"},
        "2028-01");
    assert_refused(PLAIN,
                   (bireme_sensitivity_options){
                       .size = sizeof(bireme_sensitivity_options), .metric = "romi", .until = "2027-02"},
                   "add up");
    assert_refused(PLAIN,
                   (bireme_sensitivity_options){.size = sizeof(bireme_sensitivity_options), .run = &many},
                   "at most 1048576");
    assert_refused(
        HEAD "'channels': {'ads': {'spend': 10000, 'cost_per_lead': 20, 'conversion': {'opp': 0.5, "
             "'won': 0.2}}}}",
        (bireme_sensitivity_options){.size = sizeof(bireme_sensitivity_options)}, "nothing uncertain");
}

/* Up to an earlier date. A metric that no trial has a value for has no indices. */
static void other_metrics_and_dates(void **state)
{
    (void)state;
    bireme_scenario *scenario = scenario_of("%s", PLAIN);
    const bireme_sensitivity_options early = {
        .size = sizeof(bireme_sensitivity_options), .metric = "wins", .until = "2027-02"};
    bireme_sensitivity *result;
    bireme_error error;
    assert_int_equal(bireme_sensitivity_run(scenario, &early, &result, &error), BIREME_OK);
    assert_string_equal(result->until, "2027-02");
    assert_false(result->whole_horizon);
    assert_close(result->summary.mean, 2 * 10000 * 0.125 / 20 * 1.0989, 0.01,
                 0); /* E[1/X] = 1/(20 (1 − cv²)) */
    bireme_sensitivity_free(result);
    bireme_scenario_free(scenario);
    static const char never[] = HEAD
        "'channels': {'ads': {'spend': 10000, 'cost_per_lead': {'dist': 'gamma', 'mean': 20, 'cv': 0.3}, "
        "'deal_value': 80, 'conversion': {'opp': 0.5, 'won': 0}}}}";
    result = find(never, "cac", NULL);
    assert_close(result->inputs[0].index.left_out, 1, 0, 0);
    assert_true(isnan(result->inputs[0].index.total) && isnan(result->inputs[0].rank_correlation));
    bireme_sensitivity_free(result);
}

static void any_number_of_threads_gives_the_same(void **state)
{
    (void)state;
    bireme_sensitivity *result[2];
    for (int i = 0; i < 2; i++) {
        const bireme_run_options run = {.size = sizeof(bireme_run_options),
                                        .trials = 5000,
                                        .seed = 3,
                                        .has_seed = true,
                                        .threads = 1 + 2 * i};
        result[i] = find(PLAIN, "revenue", &run);
    }
    for (size_t i = 0; i < result[0]->n_inputs; i++) {
        const bireme_input *a = &result[0]->inputs[i], *b = &result[1]->inputs[i];
        assert_memory_equal(&a->index, &b->index, sizeof a->index);
        assert_memory_equal(&a->rank_correlation, &b->rank_correlation, sizeof(double));
        assert_memory_equal(&a->low, &b->low, sizeof(double));
        assert_memory_equal(&a->worth, &b->worth, sizeof(double));
    }
    assert_memory_equal(&result[0]->summary, &result[1]->summary, sizeof(bireme_summary));
    bireme_sensitivity_free(result[0]);
    bireme_sensitivity_free(result[1]);
}

/* Each sampler finds the same, the random one less closely. */
static void all_samplers_agree(void **state)
{
    (void)state;
    bireme_sensitivity *result[3];
    for (bireme_sampler s = BIREME_SAMPLER_SOBOL; s <= BIREME_SAMPLER_RANDOM; s++) {
        const bireme_run_options run = {.size = sizeof(bireme_run_options), .sampler = s};
        result[s - BIREME_SAMPLER_SOBOL] = find(PLAIN, "revenue", &run);
    }
    for (size_t i = 0; i < 2; i++) {
        const bireme_input *sobol = &result[0]->inputs[i];
        for (int s = 1; s < 3; s++) {
            const bireme_index *other = &input_of(result[s], sobol->path)->index;
            assert_true(fabs(other->first_order - sobol->index.first_order) <=
                        4 * hypot(other->first_order_se, sobol->index.first_order_se));
            assert_true(fabs(other->total - sobol->index.total) <=
                        4 * hypot(other->total_se, sobol->index.total_se));
        }
    }
    for (int s = 0; s < 3; s++) bireme_sensitivity_free(result[s]);
}

typedef struct watch {
    int left;
    uint64_t done, trials;
} watch;

static void progress(void *context, uint64_t done, uint64_t trials)
{
    watch *w = context;
    assert_true(done >= w->done && done <= trials);
    w->done = done;
    w->trials = trials;
}

static bool stop(void *context)
{
    return --((watch *)context)->left < 0;
}

static void it_tells_how_far_it_is_and_can_be_cancelled(void **state)
{
    (void)state;
    bireme_scenario *scenario = scenario_of("%s", PLAIN);
    static const int after[] = {0, 3, 20, 60, 100};
    bireme_sensitivity *result = NULL;
    bireme_error error;
    for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
        watch w = {.left = after[i]};
        const bireme_run_options run = {
            .size = sizeof(bireme_run_options), .trials = 4096, .cancelled = stop, .context = &w};
        const bireme_sensitivity_options options = {.size = sizeof(bireme_sensitivity_options), .run = &run};
        assert_int_equal(bireme_sensitivity_run(scenario, &options, &result, &error), BIREME_CANCELLED);
        assert_null(result);
    }
    watch w = {.left = 0};
    const bireme_run_options run = {
        .size = sizeof(bireme_run_options), .trials = 4096, .progress = progress, .context = &w};
    const bireme_sensitivity_options options = {.size = sizeof(bireme_sensitivity_options), .run = &run};
    assert_int_equal(bireme_sensitivity_run(scenario, &options, &result, &error), BIREME_OK);
    assert_true(w.done > w.trials / 2); /* about as many as it said */
    bireme_sensitivity_free(result);
    bireme_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_product_has_its_indices),
        cmocka_unit_test(dispersion_is_not_an_inputs),
        cmocka_unit_test(means_at_p10_and_p90_are_those_of_the_input),
        cmocka_unit_test(the_economy_is_an_input),
        cmocka_unit_test(correlated_numbers_are_one_input),
        cmocka_unit_test(correlated_walks_are_one_input_with_a_member_each),
        cmocka_unit_test(knowing_the_win_rate_is_worth_what_it_changes),
        cmocka_unit_test(knowing_is_worth_what_it_changes_in_few_futures),
        cmocka_unit_test(alternatives_keep_to_their_lines),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
        cmocka_unit_test(other_metrics_and_dates),
        cmocka_unit_test(any_number_of_threads_gives_the_same),
        cmocka_unit_test(all_samplers_agree),
        cmocka_unit_test(it_tells_how_far_it_is_and_can_be_cancelled),
    };
    return cmocka_run_group_tests_name("decide.sensitivity", tests, NULL, NULL);
}
