/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A team with a name is what `sales` without teams is, and a team with room for everything is as good as
 * none: the same scenario written in both ways. What a team takes up goes on from a uniform moment of the
 * period. Where leads come to it as they arrive, that is what they did before; at an inner stage it moves
 * them within their period, and so some of what follows by up to a period, but loses none.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cjson/cJSON.h>
#include "oracle/forecast_of.h"

enum { TRIALS = 4096, SEED = 5 };

/* Of tests/oracle/scenarios. What reps and deals cost sales is fixed in all of them: as a rate it would have
 * another path, and so other draws. */
static const char *const plain[] = {
    "ageing-capacity.json",   "capacity-inner-stage.json",
    "capacity-leads.json",    "capacity-lost.json",
    "capacity-wait.json",     "capacity-zero.json",
    "cash-yearly.json",       "everything.json",
    "everything-weeks.json",  "growth-drift.json",
    "outbound-leavers.json",  "outbound-ramp.json",
    "pipeline-capacity.json", "recurring.json",
    "redraw-total.json",      "shared.json",
};

static void path_of(const char *name, char file[512])
{
    snprintf(file, 512, "%s/tests/oracle/scenarios/%s", BIREME_SOURCE_DIR, name);
}

/* The file's scenario; the caller deletes it. */
static cJSON *read_json(const char *file)
{
    static char text[1 << 16];
    FILE *stream = fopen(file, "rb");
    assert_non_null(stream);
    text[fread(text, 1, sizeof text - 1, stream)] = '\0';
    fclose(stream);
    cJSON *root = cJSON_Parse(text);
    assert_non_null(root);
    return root;
}

/* The `sales` of the file as one team, desk: with another before it at the first stage, which has room for
 * everything. The caller frees the text. */
static char *as_teams(const char *file, bool desk)
{
    cJSON *root = read_json(file), *teams = cJSON_CreateObject(), *sales = cJSON_CreateObject();
    cJSON *team = cJSON_DetachItemFromObjectCaseSensitive(root, "sales");
    assert_non_null(team);
    cJSON *limit = cJSON_DetachItemFromObjectCaseSensitive(team, "opportunities_per_rep");
    if (limit != NULL) cJSON_AddItemToObject(team, "items_per_rep", limit);
    const cJSON *lead = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(root, "funnel"), 0);
    if (desk) {
        cJSON *first = cJSON_AddObjectToObject(teams, "desk");
        cJSON_AddStringToObject(first, "stage", lead->valuestring);
        cJSON_AddNumberToObject(first, "reps", 1);
        cJSON_AddNumberToObject(first, "items_per_rep", 1e8);
    }
    cJSON_AddItemToObject(teams, "people", team);
    cJSON_AddItemToObject(sales, "teams", teams);
    char *text = cJSON_PrintUnformatted(sales);
    assert_non_null(text);
    cJSON_Delete(sales);
    cJSON_Delete(root);
    return text;
}

static bireme_forecast *forecast_as(const char *file, const char *sales)
{
    return forecast_of_file(file, sales == NULL ? NULL : "sales", sales, TRIALS, SEED);
}

static bool is_same(double a, double b, double tolerance)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= tolerance * fabs(b);
}

/* In every trial, but for the order of sums. */
static void assert_same_samples(const char *file, const bireme_forecast *one, const char *metric,
                                const bireme_forecast *other, const char *same, double tolerance)
{
    const double *a = samples_of(one, metric), *b = samples_of(other, same);
    for (size_t i = 0; i < TRIALS; i++)
        if (!is_same(a[i], b[i], tolerance))
            fail_msg("%s: %s %.15g, %s %.15g in trial %zu", file, metric, a[i], same, b[i], i);
}

static void one_team_with_a_name_is_sales_without(void **state)
{
    (void)state;
    static const char *const of_team[] = {"reps",    "capacity",    "worked",           "utilisation",
                                          "backlog", "turned_away", "turned_away.value"};
    for (size_t f = 0; f < sizeof plain / sizeof *plain; f++) {
        char file[512], name[64];
        path_of(plain[f], file);
        char *sales = as_teams(file, false);
        bireme_forecast *one = forecast_as(file, NULL), *named = forecast_as(file, sales);
        const size_t n = bireme_forecast_metric_count(one);
        for (size_t m = 0; m < n; m++) {
            const char *metric = bireme_forecast_metric_name(one, m);
            assert_same_samples(plain[f], named, metric, one, metric, 0);
        }
        for (size_t k = 0; k < sizeof of_team / sizeof *of_team; k++) {
            snprintf(name, sizeof name, "team.people.%s", of_team[k]);
            assert_true(has_metric(named, name) == has_metric(one, of_team[k]));
            if (has_metric(one, of_team[k])) assert_same_samples(plain[f], named, name, one, of_team[k], 0);
        }
        free(sales);
        bireme_forecast_free(one);
        bireme_forecast_free(named);
    }
}

static void check_alike(const char *file, const char *metric, size_t period, const bireme_forecast *one,
                        const bireme_forecast *other)
{
    const bireme_summary *a = summary_of(one, metric, period), *b = summary_of(other, metric, period);
    char what[600];
    snprintf(what, sizeof what, "%s: mean of %s, period %ld", file, metric, (long)period);
    check_z(what, b->mean, hypot(a->mean_se, b->mean_se), a->mean);
}

/* Leads come to the first team as they arrive, at any moment of their period: what it takes up goes on from
 * any moment of the same period. */
static void a_team_with_room_for_all_leads_changes_nothing(void **state)
{
    (void)state;
    static const char *const expected[] = {"utilisation", "backlog", "turned_away", "turned_away.value"};
    static const char *const counted[] = {"wins", "bookings", "worked"};
    static const char *const files[] = {"capacity-wait.json", "capacity-lost.json",
                                        "capacity-inner-stage.json", "shared.json"};
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        char file[512], name[64];
        path_of(files[f], file);
        char *sales = as_teams(file, true);
        bireme_forecast *one = forecast_as(file, NULL), *two = forecast_as(file, sales);
        for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
            snprintf(name, sizeof name, "team.people.%s", expected[k]);
            assert_same_samples(files[f], two, name, one, expected[k], 1e-6);
        }
        check_exact(two, "team.desk.turned_away", OVER_HORIZON, 0);
        check_exact(two, "team.desk.backlog", OVER_HORIZON, 0);
        for (size_t k = 0; k < sizeof counted / sizeof *counted; k++) {
            if (!has_metric(two, counted[k])) continue;
            check_alike(files[f], counted[k], OVER_HORIZON, one, two);
            for (size_t t = 0; t < bireme_forecast_period_count(one); t++)
                check_alike(files[f], counted[k], t, one, two);
        }
        check_alike(files[f], "carried_out", OVER_HORIZON, one, two);
        free(sales);
        bireme_forecast_free(one);
        bireme_forecast_free(two);
    }
}

/* Until the end of a period: the mean, and its standard error. */
static double won_until(const bireme_forecast *f, size_t period, double *se)
{
    double sum = 0, variance = 0;
    for (size_t t = 0; t <= period; t++) {
        const bireme_summary *wins = summary_of(f, "wins", t);
        sum += wins->mean;
        variance += wins->mean_se * wins->mean_se;
    }
    *se = sqrt(variance);
    return sum;
}

/* 60 leads a month, half of which become opportunities and a third of these are won: none is lost on the way,
 * wherever somebody with room for all takes them up. But each who does moves them within the month. */
static void teams_with_room_for_all_lose_nothing(void **state)
{
    (void)state;
    enum { PERIODS = 6 };
    static const struct {
        const char *teams;
        size_t moves; /* by so many periods at most */
    } rows[] = {
        {"'a': {'stage': 'lead', 'reps': 1, 'items_per_rep': 1e6}", 0},
        {"'a': {'stage': 'mql', 'reps': 1, 'items_per_rep': 1e6}", 1},
        {"'a': {'stage': 'mql', 'reps': 1, 'items_per_rep': 1e6}, 'b': {'reps': 2, 'items_per_rep': 1e6}", 2},
        {"'a': {'stage': 'lead', 'reps': 1, 'items_per_rep': 1e6, 'overflow': 'lost'}, 'b': {'stage': 'mql', "
         "'reps': 1, 'items_per_rep': 1e6, 'patience': 0.5}, 'c': {'reps': 1, 'items_per_rep': 1e6}",
         2},
        {"'a': {'stage': 'mql', 'reps': 1, 'items_per_rep': 1e6, 'channels': ['x']}, 'b': {'stage': 'mql', "
         "'reps': 1, 'items_per_rep': 1e6}",
         1},
    };
    const char *const text =
        "{'start': '2027-01', 'periods': 6, 'funnel': ['lead', 'mql', 'opp', 'won'], 'sales': {'teams': "
        "{%s}}, "
        "'defaults': {'conversion': {'mql': 1, 'opp': 0.5, 'won': 0.333333333333333}, 'cycle_days': {'mql': "
        "{'dist': 'exponential', 'mean': 10}, 'opp': {'dist': 'gamma', 'mean': 25, 'cv': 0.6}, 'won': "
        "{'dist': "
        "'exponential', 'mean': 30}}}, 'channels': {'x': {'organic_leads': 40}, 'y': {'organic_leads': 20}}}";
    bireme_forecast *none = forecast_of(text, "'a': {'reps': 1}");
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        bireme_forecast *f = forecast_of(text, rows[r].teams);
        const bireme_summary *wins = summary_of(f, "wins", OVER_HORIZON),
                             *later = summary_of(f, "carried_out", OVER_HORIZON);
        check_z("wins in and after the horizon", wins->mean + later->mean,
                hypot(wins->mean_se, later->mean_se), 60.0 * PERIODS / 6);
        check_exact(f, "backlog", OVER_HORIZON, 0);
        check_exact(f, "turned_away", OVER_HORIZON, 0);
        for (size_t t = 0; t < PERIODS; t++) {
            double se, se_before = 0, se_after = 0, moved = won_until(f, t, &se);
            const size_t d = rows[r].moves;
            double before = t >= d ? won_until(none, t - d, &se_before) : 0;
            double after = t + d < PERIODS ? won_until(none, t + d, &se_after) : INFINITY;
            if (!(moved >= before - CHECK_Z * hypot(se, se_before) &&
                  moved <= after + CHECK_Z * hypot(se, se_after)))
                fail_msg("row %zu: %g won until period %zu, without teams %g before and %g after", r, moved,
                         t, before, after);
        }
        bireme_forecast_free(f);
    }
    bireme_forecast_free(none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_team_with_a_name_is_sales_without),
        cmocka_unit_test(a_team_with_room_for_all_leads_changes_nothing),
        cmocka_unit_test(teams_with_room_for_all_lose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
