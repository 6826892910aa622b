/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Splits against what is best: of random concave problems by their closed form, of random risk-averse ones by
 * running many divisions one by one.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "bireme/split.h"
#include "decide/split/result.h"
#include "random/stream.h"
#include "support/scenario_of.h"
#include "support/tier.h"

enum { LINES_MOST = 6 };

/* Numbers in (0, 1), other ones for every problem. */
typedef struct dice {
    bireme_stream stream;
    uint64_t next;
} dice;

static dice dice_of(const char *kind, size_t number)
{
    char name[64];
    snprintf(name, sizeof name, "%zu", number);
    return (dice){bireme_stream_create(2027, kind, name), 0};
}

static double roll(dice *d, double low, double high)
{
    double u[2];
    bireme_stream_fill(&d->stream, 2 * d->next++, 0, 0, 2, u);
    return low + u[0] * (high - low);
}

/* ------------------------ concave: power responses, some lines at a cap */

typedef struct problem {
    size_t n;
    bool uncertain; /* what a lead costs */
    double spend[LINES_MOST], cost[LINES_MOST], power[LINES_MOST], won[LINES_MOST], cap[LINES_MOST];
} problem;

static problem concave(size_t number)
{
    dice d = dice_of("concave", number);
    problem p = {.n = 2 + (size_t)roll(&d, 0, LINES_MOST - 1), .uncertain = number % 2 == 1};
    for (size_t k = 0; k < p.n; k++) {
        p.spend[k] = floor(exp(roll(&d, log(4000), log(60000))));
        p.cost[k] = floor(roll(&d, 15, 150));
        p.power[k] = floor(roll(&d, 20, 86)) / 100;
        p.won[k] = floor(roll(&d, 3, 20)) / 100;
        p.cap[k] = roll(&d, 0, 1) < 0.3 ? floor(p.spend[k] * roll(&d, 0.5, 1.5)) : INFINITY;
    }
    p.cap[0] = INFINITY; /* so that all of the money has a place */
    return p;
}

static bireme_scenario *scenario_of_problem(const problem *p)
{
    char channels[4096] = "", lines[2048] = "";
    for (size_t k = 0; k < p->n; k++) {
        size_t at = strlen(channels);
        snprintf(channels + at, sizeof channels - at,
                 "%s'c%zu': {'spend': %.17g, 'cost_per_lead': {'dist': 'lognormal', 'mean': %g, 'cv': %s}, "
                 "'conversion': {'won': %g}, 'response': {'curve': 'power', 'reference_spend': %.17g, "
                 "'elasticity': %g}}",
                 k > 0 ? ", " : "", k, p->spend[k], p->cost[k], p->uncertain ? "0.2" : "1e-12", p->won[k],
                 p->spend[k], p->power[k]);
        at = strlen(lines);
        snprintf(lines + at, sizeof lines - at, "%s'channels.c%zu.spend': {", k > 0 ? ", " : "", k);
        at = strlen(lines);
        snprintf(lines + at, sizeof lines - at, isfinite(p->cap[k]) ? "'max': %.17g}" : "}", p->cap[k]);
    }
    return scenario_of(
        "{'start': '2027-01', 'periods': 12, 'funnel': ['lead', 'won'], 'defaults': {'deal_value': "
        "1000}, 'channels': {%s}, 'decision': {'lines': {%s}}}",
        channels, lines);
}

/* A period's money with the same slope in all lines, w β (x / s)^(β − 1), but for those at their cap. */
static void right_division(const problem *p, double *right)
{
    double low = 1e-9, high = 1e9, total = 0;
    for (size_t k = 0; k < p->n; k++) total += p->spend[k];
    for (int i = 0; i < 400; i++) {
        double slope = sqrt(low * high), sum = 0;
        for (size_t k = 0; k < p->n; k++) {
            double b = p->power[k], one = p->won[k] / p->cost[k] * b;
            right[k] = fmin(p->spend[k] * pow(one / slope, 1 / (1 - b)), p->cap[k]);
            sum += right[k];
        }
        *(sum > total ? &low : &high) = slope;
    }
}

static bireme_split *divide(const bireme_scenario *scenario, bireme_objective objective, uint64_t trials)
{
    const bireme_run_options run = {.size = sizeof run, .trials = trials, .threads = 1};
    bireme_split_options options;
    bireme_split *split = NULL;
    bireme_error error;
    bireme_split_options_init(&options);
    options.run = &run;
    options.metric = "revenue";
    options.objective = objective;
    options.steps = 2;
    if (bireme_split_run(scenario, &options, &split, &error) != BIREME_OK) fail_msg("%s", error.message);
    return split;
}

static void concave_problems_have_their_closed_form(void **state)
{
    (void)state;
    const double matters = 0.01;
    double furthest = 0, residual = 0;
    for (size_t number = 0; number < of_build(of_tier(12, 60), 1); number++) {
        const problem p = concave(number);
        double right[LINES_MOST];
        right_division(&p, right);
        bireme_scenario *scenario = scenario_of_problem(&p);
        bireme_split *split = divide(scenario, BIREME_OBJECTIVE_MEAN, 1024);
        for (size_t k = 0; k < p.n; k++) {
            double off = fabs(split->best.parts[k].spend / (12 * right[k]) - 1);
            if (12 * right[k] < matters * split->total) continue;
            if (off > 0.01)
                fail_msg("problem %zu: line %zu gets %.0f and should get %.0f", number, k,
                         split->best.parts[k].spend, 12 * right[k]);
            furthest = fmax(furthest, off);
        }
        residual = fmax(residual, split->kkt_residual);
        assert_true(split->converged && split->confirmed && split->kkt_residual < 0.01);
        bireme_split_free(split);
        bireme_scenario_free(scenario);
    }
    printf("furthest off: %.2g of a line; largest residual: %.2g\n", furthest, residual);
}

/* ------------------------ risk-averse: small deals and large ones */

typedef struct risky {
    double elasticity, cost, size, cv,
        goal; /* size: of a large deal; goal: 0: the worst tenth is what counts */
} risky;

static risky risky_problem(size_t number)
{
    dice d = dice_of("risky", number);
    risky r = {.elasticity = floor(roll(&d, 50, 90)) / 100,
               .cost = floor(roll(&d, 700, 1300)),
               .size = floor(roll(&d, 60000, 260000)),
               .cv = floor(roll(&d, 20, 110)) / 100};
    if (number % 2 == 0) r.goal = floor(roll(&d, 0.9e6, 1.5e6));
    return r;
}

/* small: its share of 60,000 a period. */
static bireme_scenario *scenario_of_risky(const risky *r, double small)
{
    return scenario_of(
        "{'start': '2027-01', 'periods': 12, 'funnel': ['lead', 'opp', 'won'], 'goal': {'metric': 'revenue', "
        "'at_least': %.17g}, 'channels': {'small': {'spend': %.17g, 'cost_per_lead': 100, 'conversion': "
        "{'opp': "
        "0.2, 'won': {'dist': 'beta', 'mean': 0.25, 'sd': 0.03}}, 'deal_value': {'dist': 'lognormal', "
        "'mean': "
        "6000, 'cv': 0.6}, 'response': {'curve': 'power', 'reference_spend': 30000, 'elasticity': %g}}, "
        "'large': "
        "{'spend': %.17g, 'cost_per_lead': %g, 'conversion': {'opp': 0.1, 'won': 0.2}, 'deal_value': "
        "{'dist': "
        "'lognormal', 'mean': %g, 'cv': %g}, 'response': {'curve': 'power', 'reference_spend': 30000, "
        "'elasticity': %g}}}}",
        r->goal > 0 ? r->goal : 1e6, small * 60000, r->elasticity, (1 - small) * 60000, r->cost, r->size,
        r->cv, r->elasticity);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The chance of the goal, or the mean of the worst tenth, by a run of its own. */
static double run_one(const risky *r, double small, uint64_t trials)
{
    const bireme_run_options run = {
        .size = sizeof run, .trials = trials, .has_seed = true, .seed = 99, .keep_samples = true};
    bireme_forecast *forecast = run_and_free(scenario_of_risky(r, small), &run);
    size_t metric;
    bireme_error error;
    if (bireme_forecast_metric_find(forecast, "revenue", &metric, &error) != BIREME_OK)
        fail_msg("%s", error.message);
    const double *sample = bireme_forecast_samples(forecast, metric);
    double *sorted = malloc(trials * sizeof *sorted), sum = 0, met = 0;
    assert_non_null(sample);
    assert_non_null(sorted);
    memcpy(sorted, sample, trials * sizeof *sorted);
    qsort(sorted, trials, sizeof *sorted, ascending);
    for (uint64_t i = 0; i < trials / 10; i++) sum += sorted[i];
    for (uint64_t i = 0; i < trials; i++) met += sorted[i] >= r->goal;
    free(sorted);
    bireme_forecast_free(forecast);
    return r->goal > 0 ? met / (double)trials : sum / (double)(trials / 10);
}

static void no_division_run_by_itself_is_better(void **state)
{
    (void)state;
    const uint64_t trials = 65536;
    const size_t places = of_tier(5, 20);
    for (size_t number = 0; number < of_build(of_tier(2, 20), 1); number++) {
        const risky r = risky_problem(number);
        bireme_scenario *scenario = scenario_of_risky(&r, 0.5);
        bireme_split *split = divide(scenario, r.goal > 0 ? BIREME_OBJECTIVE_P_GOAL : BIREME_OBJECTIVE_CVAR,
                                     16384);
        double share = split->best.parts[0].spend / split->total, best = run_one(&r, share, trials), top = -1,
               where = 0;
        for (size_t k = 0; k <= places; k++) {
            double small = (double)k / (double)places, here = run_one(&r, small, trials);
            if (here > top) top = here, where = small;
        }
        printf("%zu: %.3f for small deals: %.6g; the best of the others, %.2f: %.6g\n", number, share, best,
               where, top);
        /* two standard errors of a difference on the same random numbers */
        double slack = r.goal > 0 ? 2 * sqrt(fmax(top * (1 - top), 1e-4) / (double)trials) : 2e-3 * fabs(top);
        assert_true(best >= top - slack);
        assert_true(split->confirmed);
        /* what the search goes by is what is drawn, on the same trials */
        assert_close(split->retested, split->best.value, 1e-3, 4 * split->best.value_se);
        bireme_split_free(split);
        bireme_scenario_free(scenario);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(concave_problems_have_their_closed_form),
        cmocka_unit_test(no_division_run_by_itself_is_better),
    };
    return cmocka_run_group_tests_name("split optimum", tests, NULL, NULL);
}
