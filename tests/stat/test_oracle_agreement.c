/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine against the oracle, on the shipped scenarios (those that extend another one only in a long
 * run) and on the small nasty ones of tests/oracle/scenarios; what must hold in every single trial; and
 * that the comparison has the power to notice when the two simulate slightly different companies. A long
 * run, with BIREME_LONG in the environment: the engine simulates eight times as many trials, and the oracle
 * walks up to ten times as many leads.
 *
 * Level: the whole program fails by chance less than once in 10⁴ choices of seeds (Bonferroni over
 * CHECKS_MOST checks); the seeds are fixed, so it is the same every time.
 */
#include "support/check.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "oracle/compare.h"
#include "oracle/forecast_of.h"
#include "support/tier.h"

enum { CHECKS_MOST = 400000, FILES_MOST = 64, FILE_NAME = 512, JOINT_TRIALS = 16384 };
#define LEVEL (1e-4 / CHECKS_MOST)
/* Of a comparison that is to fail: by chance it would less than once in 10⁴, for some 2,500 checks. */
#define LEVEL_OF_POWER 4e-8

/* How much is simulated: the oracle walks so many leads, about 0.1 µs each, in so many trials at most. */
typedef struct effort {
    uint64_t engine_trials;
    double leads, oracle_trials_most;
} effort;

static const effort shipped = {8192, 2e6, 10000}, nasty = {8192, 1.5e6, 12000};

static size_t checks_made;

static oracle_samples *run_oracle(const char *file, effort how)
{
    oracle *model = oracle_read(file, NULL, 0);
    double leads = how.leads * (is_long() ? 10 : 1), most = how.oracle_trials_most * (is_long() ? 2 : 1);
    double trials = fmin(most, leads / fmax(oracle_effort(model), 1));
    oracle_samples *samples = oracle_run(model, (size_t)trials, 20270101);
    oracle_free(model);
    return samples;
}

/* path: NULL, or what is changed for the engine alone. */
static comparison compare(const char *file, const char *path, const char *json, const oracle_samples *samples,
                          effort how)
{
    const char *slash = strrchr(file, '/');
    comparison result = {.title = slash == NULL ? file : slash + 1,
                         .level = path == NULL ? LEVEL : LEVEL_OF_POWER,
                         .quiet = path != NULL};
    uint64_t trials = how.engine_trials * (is_long() ? 8 : 1);
    bireme_forecast *forecast = forecast_of_file(file, path, json, trials, 7);
    compare_forecast(&result, forecast, samples);
    bireme_forecast_free(forecast);
    return result;
}

/* ------------------------ power */

/* The engine gets a scenario of the folder of nasty ones with one number slightly changed; the comparison
 * with the oracle must fail. */
static const struct {
    const char *file, *path, *json;
} changed[] = {
    {"erlang-clock.json", "channels.web.conversion.won", "0.4230769"}, /* odds × 1.1 */
    {"erlang-clock.json", "channels.web.cycle_days.won.mean", "40"},
    {"erlang-clock.json", "channels.web.deal_value.shape", "2.1"},
    {"erlang-clock.json", "economy.regimes.storm.cycle_time", "2.2"},
    {"erlang-clock.json", "economy.regimes.storm.conversion_odds.meeting", "0.9"},
    {"weeks.json", "channels.web.cycle_days.won.mean.max", "24"},
    {"weeks.json", "pace.3", "1.8"},
    {"markov.json", "economy.regimes.bust.deal_value.mean", "1.2"},
    {"markov.json", "economy.start", "{\"boom\": 0.5, \"normal\": 0.4, \"bust\": 0.1}"},
    {"quarters.json", "channels.bids.conversion.won.max", "0.55"},
    {"values.json", "channels.histogram.deal_value.weights", "[0.3, 0, 0.7]"},
    {"rates.json", "channels.a.conversion.mql.min", "0.12"},
    {"correlated.json", "correlations.0.rank", "0.3"},
    {"correlated.json", "correlations.2.rank", "-0.4"},
    {"shared.json", "defaults.conversion.won.each", "true"},
    {"shared.json", "defaults.deal_value.mean.each", "true"},
    {"deep.json", "channels.one.cycle_days.b", "14"},
    {"adstock-power.json", "channels.brand.adstock", "0.5"},
    {"adstock-power.json", "channels.brand.response.elasticity", "0.65"},
    {"adstock-power.json", "channels.events.spend_before", "[900, 0, 300]"},
    {"hill-season.json", "channels.search.response.half_saturation", "3500"},
    {"dispersion.json", "channels.wild.dispersion", "1.6"},
    {"outbound-ramp.json", "sales.ramp_months", "4"},
    {"capacity-lost.json", "sales.opportunities_per_rep", "3.7"},
    {"capacity-wait.json", "sales.patience", "0.7"},
    {"capacity-inner-stage.json", "economy.regimes.bad.conversion_odds.opportunity", "0.5"},
    {"teams-two.json", "sales.teams.ae.patience", "0.75"},
    {"teams-two.json", "sales.teams.sdr.items_per_rep", "5.15"},
    {"teams-segments.json", "sales.teams.large.overflow", "\"lost\""},
    {"teams-segments.json", "sales.teams.small.channels", "[\"small\", \"shop\", \"partner\"]"},
    {"teams-segments.json", "channels.calls.team", "\"small\""},
    {"teams-three.json", "sales.teams.field.patience", "0.6"},
    {"teams-open.json", "pipeline.6.age_days", "10"},
    {"teams-open.json", "pipeline.5.stage", "\"mql\""},
    {"teams-everything.json", "sales.teams.sdr.channels", "[\"search\", \"content\"]"},
    {"initiatives.json", "initiatives.definition.ramp_months", "1"},
    {"recurring.json", "revenue.churn.mean", "0.045"},
    {"opening-churn-economy.json", "initiatives.care.effect.churn.mean", "0.8"},
    {"cash-one-time.json", "revenue.payment_days.median", "25"},
    {"cash-yearly.json", "revenue.discount_rate", "0.15"},
    {"cash-yearly.json", "revenue.billing", "\"as_earned\""},
    {"cash-yearly.json", "revenue.lifetime_years", "3.5"},
    {"cash-yearly-weeks.json", "revenue.lifetime_years", "1.17"},
    {"cash-quarters.json", "revenue.payment_days.values", "[0, 30, 130]"},
    {"cash-quarters.json", "revenue.receivables", "9000"},
    {"cash-receivables.json", "revenue.receivables", "30000"},
    {"pipeline-groups.json", "pipeline.1.age_days", "5"},
    {"pipeline-groups.json", "pipeline.4.win_probability", "0.45"},
    {"pipeline-capacity.json", "pipeline.0.age_days", "40"},
    {"actuals.json", "actuals.leads.2", "191"},
    {"actuals.json", "actuals.channels.ads.spend.3", "10500"},
    {"ageing.json", "pipeline.deals.3.age_days", "40"},
    {"ageing.json", "defaults.lost_days.won.cv", "0.7"},
    {"ageing.json", "pipeline.slip_days.mean.median", "15"},
    {"ageing-capacity.json", "defaults.lost_days.sql.mean", "25"},
    {"ageing-facts.json", "pipeline.deals.4.slip_days.max", "200"},
    {"ageing-facts.json", "pipeline.deals.2.expected_close", "\"2027-04-15\""},
    {"touches.json", "channels.ads.touches.field", "0.4"},
    {"growth-drift.json", "defaults.growth.cost_per_lead.mean", "0.75"},
    {"growth-drift.json", "channels.blog.growth.organic_leads.max", "2.2"},
    {"growth-drift.json", "channels.phone.growth.leads_per_rep", "-0.5"},
    {"growth-drift.json", "channels.search.drift.leads", "0.4"},
    {"growth-drift.json", "defaults.drift.each", "true"},
    {"growth-drift.json", "economy.drift.leads", "0.2"},
    {"growth-costs.json", "sales.teams.callers.growth.cost_per_rep", "0.7"},
    {"growth-costs.json", "channels.calls.growth.fixed_cost", "0.5"},
    {"growth-costs.json", "defaults.growth.fixed_cost.mean", "0.8"},
    {"lifts.json", "channels.brand.adstock", "0.4"},
    {"lifts.json", "channels.brand.lifts.search.leads.mean", "0.9"},
    {"lifts.json", "channels.events.lifts.partner.leads", "0.5"},
    {"lifts.json", "channels.events.response.reference_spend", "210"},
    {"growth-weeks.json", "defaults.drift.each", "false"},
    {"growth-weeks.json", "channels.social.lifts.shops.leads.max", "1.4"},
    {"walks-together.json", "correlations.0.rank", "0.1"},
    {"walks-together.json", "correlations.2.rank", "-0.6"},
};

/* Of these; every second one in a short run. */
static size_t tried, noticed;

static void try_changes(const char *file, const oracle_samples *samples)
{
    for (size_t i = 0; i < sizeof changed / sizeof changed[0]; i++) {
        if (strcmp(strrchr(file, '/') + 1, changed[i].file) != 0 || (i % 2 != 0 && !is_long())) continue;
        comparison result = compare(file, changed[i].path, changed[i].json, samples, nasty);
        print_message("    %s = %s: %zu of %zu checks fail, worst |z| %.2f\n", changed[i].path,
                      changed[i].json, result.failures, result.checks, result.worst);
        tried++;
        noticed += result.failures > 0;
    }
}

/* ------------------------ the scenarios of a folder */

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The scenarios of a folder of the source tree, sorted; their number. */
static size_t list_scenarios(const char *folder, char files[FILES_MOST][FILE_NAME])
{
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    size_t count = 0;
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        const char *ending = strrchr(entry->d_name, '.');
        if (ending == NULL || strcmp(ending, ".json") != 0 || strstr(entry->d_name, ".schema.json") != NULL)
            continue;
        assert_true(count < FILES_MOST);
        snprintf(files[count++], FILE_NAME, "%s/%s", folder, entry->d_name);
    }
    closedir(directory);
    qsort(files, count, FILE_NAME, by_name);
    return count;
}

static bool has_member(const char *file, const char *quoted)
{
    static char text[1 << 16];
    FILE *stream = fopen(file, "rb");
    assert_non_null(stream);
    text[fread(text, 1, sizeof text - 1, stream)] = '\0';
    fclose(stream);
    return strstr(text, quoted) != NULL;
}

/* Those that only change another one are for a long run, but for the one with a table of facts. */
static bool is_left_out(const char *file)
{
    return has_member(file, "\"extends\"") && !has_member(file, "\"actuals\"") && !is_long();
}

static void check_folder(const char *folder, size_t least, effort how)
{
    static char files[FILES_MOST][FILE_NAME];
    size_t count = list_scenarios(folder, files), failures = 0;
    assert_true(count >= least);
    for (size_t i = 0; i < count; i++) {
        if (is_left_out(files[i])) continue;
        oracle_samples *samples = run_oracle(files[i], how);
        comparison result = compare(files[i], NULL, NULL, samples, how);
        print_message("%s: %zu checks, worst |z| %.2f\n", result.title, result.checks, result.worst);
        try_changes(files[i], samples);
        oracle_samples_free(samples);
        failures += result.failures;
        checks_made += result.checks;
    }
    assert_int_equal(failures, 0);
}

static void shipped_scenarios_agree_with_the_item_by_item_oracle(void **state)
{
    (void)state;
    check_folder(BIREME_SOURCE_DIR "/scenarios", 1, shipped);
}

static void nasty_scenarios_agree_with_the_item_by_item_oracle(void **state)
{
    (void)state;
    check_folder(BIREME_SOURCE_DIR "/tests/oracle/scenarios", 30, nasty);
}

/* ------------------------ in every single trial */

/* Samples of metrics whose names begin and end like this, added up trial by trial. */
static void add_samples(const bireme_forecast *forecast, const char *begin, const char *end, double *sum)
{
    size_t trials = (size_t)bireme_forecast_trials(forecast);
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++) {
        const char *name = bireme_forecast_metric_name(forecast, m);
        size_t length = strlen(name), tail = strlen(end);
        if (strncmp(name, begin, strlen(begin)) != 0 || length < tail ||
            strcmp(name + length - tail, end) != 0)
            continue;
        const double *samples = bireme_forecast_samples(forecast, m);
        for (size_t i = 0; i < trials; i++) sum[i] += samples[i];
    }
}

static void assert_same(const bireme_forecast *forecast, const char *what, const double *sum,
                        const double *whole)
{
    for (size_t i = 0; i < (size_t)bireme_forecast_trials(forecast); i++)
        if (!(fabs(sum[i] - whole[i]) <= 1e-9 * fabs(whole[i]))) /* the order of a sum of some 10³ terms */
            fail_msg("%s: %.15g and %.15g in trial %zu", what, sum[i], whole[i], i);
}

/* No metric of the first ending is below that of the second, name by name. */
static void assert_at_least(const bireme_forecast *forecast, const char *upper, const char *lower)
{
    size_t pairs = 0;
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++) {
        const char *name = bireme_forecast_metric_name(forecast, m), *dot = strrchr(name, '.');
        if (dot == NULL || strcmp(dot, upper) != 0) continue;
        char other[256];
        snprintf(other, sizeof other, "%.*s%s", (int)(dot - name), name, lower);
        const double *above = bireme_forecast_samples(forecast, m), *below = samples_of(forecast, other);
        for (size_t i = 0; i < (size_t)bireme_forecast_trials(forecast); i++)
            if (!(above[i] >= below[i] * (1 - 1e-9)))
                fail_msg("%s is %.15g, %s %.15g", name, above[i], other, below[i]);
        pairs++;
    }
    assert_true(pairs > 0);
}

static double *zeros(const bireme_forecast *forecast)
{
    double *sum = calloc((size_t)bireme_forecast_trials(forecast), sizeof *sum);
    assert_non_null(sum);
    return sum;
}

/* Revenue of what was sold: without that of the customers there at the start. */
static double *sold(const bireme_forecast *forecast)
{
    double *sum = zeros(forecast);
    add_samples(forecast, "owner.", ".revenue", sum);
    double *whole = zeros(forecast);
    add_samples(forecast, "owner.", ".revenue", whole);
    add_samples(forecast, "revenue.opening", "", whole);
    assert_same(forecast, "revenue", whole, samples_of(forecast, "revenue"));
    free(whole);
    return sum;
}

static void check_credits(const char *file)
{
    static const char *const rule[] = {".credit.last", ".credit.linear", ".credit.position"};
    bireme_forecast *forecast = forecast_of_file(file, NULL, NULL, JOINT_TRIALS, 11);
    double *whole = sold(forecast);
    for (size_t r = 0; r < sizeof rule / sizeof rule[0]; r++) {
        double *by_owner = zeros(forecast), *by_channel = zeros(forecast);
        add_samples(forecast, "owner.", rule[r], by_owner);
        assert_same(forecast, rule[r], by_owner, whole);
        add_samples(forecast, "channel.", rule[r], by_channel);
        add_samples(forecast, "owner.unassigned", rule[r], by_channel);
        assert_same(forecast, rule[r], by_channel, whole);
        free(by_owner);
        free(by_channel);
    }
    assert_at_least(forecast, ".touched", ".revenue");
    double *parts = zeros(forecast), *unassigned = zeros(forecast);
    add_samples(forecast, "share.", "_sourced", parts); /* NAN where nothing was sold */
    add_samples(forecast, "owner.unassigned", ".revenue", unassigned);
    for (size_t i = 0; i < JOINT_TRIALS; i++) {
        if (!(whole[i] > 0)) continue;
        if (!(fabs(parts[i] + unassigned[i] / whole[i] - 1) <= 1e-9))
            fail_msg("shares add up to %.15g in trial %zu", parts[i] + unassigned[i] / whole[i], i);
    }
    free(parts);
    free(unassigned);
    free(whole);
    bireme_forecast_free(forecast);
}

static void credits_add_up_to_all_revenue_in_every_trial(void **state)
{
    (void)state;
    check_credits(BIREME_SOURCE_DIR "/tests/oracle/scenarios/touches.json");
    check_credits(BIREME_SOURCE_DIR "/tests/oracle/scenarios/everything.json");
    check_credits(BIREME_SOURCE_DIR "/tests/oracle/scenarios/everything-weeks.json");
}

static void no_more_is_worked_than_entered_in_any_trial(void **state)
{
    (void)state;
    static const char *const files[][2] = {
        {"capacity-lost.json", "stage.opportunity"},     {"capacity-wait.json", "stage.meeting"},
        {"capacity-inner-stage.json", "stage.sql"},      {"capacity-leads.json", "stage.lead"},
        {"pipeline-capacity.json", "stage.opportunity"}, {"everything.json", "stage.opportunity"},
        {"everything-weeks.json", "stage.demo"},
    };
    for (size_t f = 0; f < sizeof files / sizeof files[0]; f++) {
        char file[FILE_NAME];
        snprintf(file, sizeof file, "%s/tests/oracle/scenarios/%s", BIREME_SOURCE_DIR, files[f][0]);
        bireme_forecast *forecast = forecast_of_file(file, NULL, NULL, JOINT_TRIALS, 11);
        const double *worked = samples_of(forecast, "worked"), *entered = samples_of(forecast, files[f][1]);
        for (size_t i = 0; i < JOINT_TRIALS; i++)
            if (!(worked[i] <= entered[i]))
                fail_msg("%s: %g worked of %g in trial %zu", files[f][0], worked[i], entered[i], i);
        bireme_forecast_free(forecast);
    }
}

static void a_slightly_different_scenario_is_noticed(void **state)
{
    (void)state;
    assert_true(tried >= sizeof changed / sizeof changed[0] / 2);
    assert_int_equal(noticed, tried);
}

static void no_more_checks_are_made_than_the_level_allows_for(void **state)
{
    (void)state;
    print_message("%zu checks, level of one %.1g\n", checks_made, LEVEL);
    assert_true(checks_made > 0 && checks_made <= CHECKS_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_scenarios_agree_with_the_item_by_item_oracle),
        cmocka_unit_test(nasty_scenarios_agree_with_the_item_by_item_oracle),
        cmocka_unit_test(no_more_checks_are_made_than_the_level_allows_for),
        cmocka_unit_test(credits_add_up_to_all_revenue_in_every_trial),
        cmocka_unit_test(no_more_is_worked_than_entered_in_any_trial),
        cmocka_unit_test(a_slightly_different_scenario_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
