/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Assumptions from a spreadsheet's CSV: what a row means, and what is wrong with it.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "unit/scenario/reading.h"

#define SCENARIO SMALLEST("", "\"spend\": 50, \"cost_per_lead\": 20, ")

/* One layer of assumptions; static until the next call. */
static bireme_load_options from(const char *csv, const bireme_override *set)
{
    static char path[160];
    static const char *const files[] = {path};
    snprintf(path, sizeof path, "%s", put_file("a.csv", csv));
    return (bireme_load_options){.size = sizeof(bireme_load_options),
                                 .assumptions = files,
                                 .n_assumptions = 1,
                                 .overrides = set,
                                 .n_overrides = set != NULL};
}

static bireme_scenario *with(const char *csv)
{
    const bireme_load_options options = from(csv, NULL);
    return load_ok(SCENARIO, &options);
}

static const bireme_dist *dist_of(const bireme_scenario *s, const char *path)
{
    return quantity_of(s, path)->dist;
}

static void assert_quantiles(const bireme_dist *dist, double p10, double p50, double p90)
{
    assert_string_equal(bireme_dist_family_name(dist), "metalog");
    assert_float_equal(bireme_dist_quantile(dist, 0.1), p10, 1e-9 * p90);
    assert_float_equal(bireme_dist_quantile(dist, 0.5), p50, 1e-9 * p90);
    assert_float_equal(bireme_dist_quantile(dist, 0.9), p90, 1e-9 * p90);
}

static void a_value_replaces_what_the_scenario_says(void **state)
{
    (void)state;
    bireme_scenario *s = with("path,value\nchannels.events.conversion.mql,25 %\n"
                              "channels.events.spend,\"[100, 200, 300]\"\nname,Plan B\n,\n"
                              "channels.events.deal_value,\"{\"\"dist\"\": \"\"lognormal\"\", \"\"mean\"\": "
                              "5, \"\"sd\"\": 1}\"\nperiods,3\nnote,\"two\nlines\"\n"
                              "channels.events.organic_leads,1.5e2\nstart,2028-02\n");
    const bireme_model *model = bireme_scenario_model(s);
    assert_string_equal(model->name, "Plan B");
    assert_float_equal(bireme_dist_mean(dist_of(s, "channels.events.conversion.mql")), 0.25, 0);
    assert_float_equal(bireme_dist_mean(dist_of(s, "channels.events.organic_leads")), 150, 0);
    for (int t = 0; t < 3; t++) assert_float_equal(model->channels[0].spend[t], 100 * (t + 1), 0);
    assert_float_equal(bireme_dist_mean(model->channels[0].deal_value.shape), 5, 1e-12);
    assert_contains(quantity_of(s, "channels.events.conversion.mql")->origin, "a.csv:2:32");
    assert_contains(quantity_of(s, "channels.events.organic_leads")->origin, "a.csv:10:31");
    bireme_scenario_free(s);
}

/* Limits go without saying where the quantity has them; those that are written count. */
static void quantiles_are_a_metalog_through_them(void **state)
{
    (void)state;
    bireme_scenario *s = with("path,p10,p50,p90,lower,upper,note,source\n"
                              "channels.events.conversion.mql,0.2,0.3,0.45,,,guess,Ann\n"
                              "channels.events.organic_leads,80,100,130,,,,\n"
                              "channels.events.conversion.won,10%,20%,25 %,5%,40%,,\n"
                              "channels.events.deal_value,900,1000,1500,,,,\n");
    const bireme_dist *mql = dist_of(s, "channels.events.conversion.mql"),
                      *leads = dist_of(s, "channels.events.organic_leads"),
                      *won = dist_of(s, "channels.events.conversion.won");
    assert_quantiles(mql, 0.2, 0.3, 0.45);
    assert_float_equal(bireme_dist_lower(mql), 0, 0);
    assert_float_equal(bireme_dist_upper(mql), 1, 0);
    assert_quantiles(leads, 80, 100, 130);
    assert_float_equal(bireme_dist_lower(leads), 0, 0);
    assert_true(bireme_dist_upper(leads) > 1e300);
    assert_quantiles(won, 0.1, 0.2, 0.25);
    assert_float_equal(bireme_dist_lower(won), 0.05, 0);
    assert_float_equal(bireme_dist_upper(won), 0.4, 0);
    const bireme_quantity *q = quantity_of(s, "channels.events.conversion.mql");
    assert_string_equal(q->note, "guess");
    assert_string_equal(q->source, "Ann");
    assert_null(quantity_of(s, "channels.events.organic_leads")->note);
    assert_contains(q->origin, "a.csv:2:32");
    const bireme_model *model = bireme_scenario_model(s);
    assert_quantiles(model->channels[0].deal_value.shape, 900, 1000, 1500);
    bireme_scenario_free(s);
}

/* As German, French or Italian Excel writes it: semicolons, decimal commas, a byte order mark; columns in any
 * order. */
static void a_european_spreadsheet_is_read(void **state)
{
    (void)state;
    bireme_scenario *s = with(
        "\xEF\xBB\xBFvalue;p10;p50;p90;path\r\n0,25;;;;channels.events.conversion.mql\r\n"
        ";80,5;100;130,25;channels.events.organic_leads\r\n"
        "12,5 %;;;;channels.events.conversion.won\r\n");
    assert_float_equal(bireme_dist_mean(dist_of(s, "channels.events.conversion.mql")), 0.25, 0);
    assert_float_equal(bireme_dist_mean(dist_of(s, "channels.events.conversion.won")), 0.125, 0);
    assert_quantiles(dist_of(s, "channels.events.organic_leads"), 80.5, 100, 130.25);
    bireme_scenario_free(s);
}

static void layers_are_applied_in_order(void **state)
{
    (void)state;
    char first[160], second[160];
    snprintf(first, sizeof first, "%s", put_file("1.csv", "path,value\nchannels.events.spend,1\nname,one\n"));
    snprintf(second, sizeof second, "%s",
             put_file("2.csv", "path\tvalue\nname\ttwo\nchannels.events.organic_leads\t7,5\n"));
    const char *const files[] = {first, second};
    const bireme_override set[] = {{"channels.events.organic_leads", "9"}};
    const bireme_load_options options = {.size = sizeof(bireme_load_options),
                                         .assumptions = files,
                                         .n_assumptions = 2,
                                         .overrides = set,
                                         .n_overrides = 1};
    bireme_scenario *s = load_ok(SCENARIO, &options);
    assert_string_equal(bireme_scenario_model(s)->name, "two");
    assert_float_equal(bireme_scenario_model(s)->channels[0].spend[0], 1, 0);
    assert_float_equal(bireme_dist_mean(dist_of(s, "channels.events.organic_leads")), 9, 0);
    bireme_scenario_free(s);
}

static void assert_refused(const char *csv, int line, int column, const char *message)
{
    const bireme_load_options options = from(csv, NULL);
    bireme_error e = load_error(SCENARIO, &options);
    if (strstr(e.file, "a.csv") == NULL || e.line != line || e.column != column ||
        strstr(e.message, message) == NULL)
        fail_msg("expected a.csv:%d:%d: %s; found %s:%d:%d: %s", line, column, message, e.file, e.line,
                 e.column, e.message);
}

static void what_is_wrong_is_said_where_it_stands(void **state)
{
    (void)state;
    assert_refused("", 1, 1, "empty");
    assert_refused("path,valeu\na,1\n", 1, 6, "did you mean `value`?");
    assert_refused("path,path,value\na,a,1\n", 1, 6, "two columns");
    assert_refused("path,p10,p90\na,1,2\n", 1, 10, "`p10`, `p50` and `p90`");
    assert_refused("path\nname\n", 1, 1, "the columns `path` and `value`");
    assert_refused("path,value\n,3\n", 2, 1, "no path");
    assert_refused("path,value\nname,\n", 2, 1, "no value");
    assert_refused("path,value\nname,\"x\n", 2, 6, "never closed");
    assert_refused("path,value\nname,x,y\n", 2, 8, "this row has 3 cells");
    assert_refused("path,value\nchannels.event.spend,3\n", 2, 1, "did you mean `events`?");
    assert_refused("path,value\nchannels.events.spends,3\n", 2, 24, "did you mean `spend`?");
    assert_refused("path,value\nchannels.events.conversion.mql,1.2\n", 2, 32, "1");
    assert_refused("path,value\nchannels.events.spend,\"1,234\"\n", 2, 23,
                   "`1,234` may be 1234 (decimal point) or 1.234");
    assert_refused("path,value,\nchannels.events.spend,1,2\n", 2, 25, "no title");
    assert_refused("path,,value\nchannels.events.spend,1,2\n", 2, 23, "no title");
    assert_refused("path,value\nextends,x.json\n", 2, 1, "cannot be set");
    assert_refused("path,value,p10,p50,p90\nchannels.events.spend,1,1,2,3\n", 2, 1, "one of them is meant");
    assert_refused("path,p10,p50,p90\nchannels.events.organic_leads,1,,3\n", 2, 1,
                   "needs `p10`, `p50` and `p90`");
    assert_refused("path,p10,p50,p90\nchannels.events.organic_leads,1,two,3\n", 2, 33, "found `two`");
    assert_refused("path,p10,p50,p90\nchannels.events.organic_leads,3,2,1\n", 2, 31, "p10");
    assert_refused("path,p10,p50,p90\nchannels.events.conversion.mql,0.5,0.8,1.1\n", 2, 40,
                   "`upper` must be greater than the highest quantile");
}

static void a_file_that_is_not_there_is_named(void **state)
{
    (void)state;
    const char *const files[] = {"/nowhere/a.csv"};
    const bireme_load_options options = {
        .size = sizeof(bireme_load_options), .assumptions = files, .n_assumptions = 1};
    bireme_error e = load_error(SCENARIO, &options);
    assert_int_equal(e.status, BIREME_IO);
    assert_string_equal(e.file, "/nowhere/a.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_replaces_what_the_scenario_says),
        cmocka_unit_test(quantiles_are_a_metalog_through_them),
        cmocka_unit_test(a_european_spreadsheet_is_read),
        cmocka_unit_test(layers_are_applied_in_order),
        cmocka_unit_test(what_is_wrong_is_said_where_it_stands),
        cmocka_unit_test(a_file_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
