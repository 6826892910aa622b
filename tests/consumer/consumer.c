/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program of its own that uses the installed library: a line for each kind of options, with a number of the
 * answer, or the error. run-consumer.sh builds it with the headers of other versions too. Called with a
 * scenario and a manifest. WITHOUT_SIZE: the size is left out; ADDED: a field is set that newer headers have.
 */
#include <bireme/bireme.h>
#include <stdio.h>

static const char *file, *manifest_file;
static bireme_scenario *scenario;

#ifdef WITHOUT_SIZE
#define CHANGE(options) ((options).size = 0)
#elif defined(ADDED)
#define CHANGE(options) ((options).added[7] = 1)
#else
#define CHANGE(options) ((void)0)
#endif

static void say(const char *kind, bireme_status status, double number, const bireme_error *error)
{
    if (status == BIREME_OK)
        printf("%s %.17g\n", kind, number);
    else
        printf("%s %s: %s\n", kind, bireme_status_text(status), error->message);
}

static double mean_of(const bireme_forecast *forecast, const char *name)
{
    size_t metric = 0;
    bireme_error error;
    if (bireme_forecast_metric_find(forecast, name, &metric, &error) != BIREME_OK) return -1;
    return bireme_forecast_total(forecast, metric)->mean;
}

static bireme_run_options short_run(void)
{
    bireme_run_options run;
    bireme_run_options_init(&run);
    run.trials = 256;
    run.has_seed = true;
    run.seed = 7;
    run.threads = 1;
    return run;
}

static void load(void)
{
    bireme_load_options options;
    bireme_scenario *changed = NULL;
    bireme_error error = {BIREME_OK};
    const bireme_override set = {"name", "\"Changed\""};
    bireme_load_options_init(&options);
    options.overrides = &set;
    options.n_overrides = 1;
    CHANGE(options);
    bireme_status status = bireme_scenario_load(file, &options, NULL, &changed, &error);
    say("load", status, status == BIREME_OK ? bireme_scenario_name(changed)[0] : 0, &error);
    bireme_scenario_free(changed);
}

static void table(void)
{
    bireme_table_options tables;
    bireme_load_options options;
    bireme_scenario *loaded = NULL;
    bireme_manifest *manifest = NULL;
    bireme_error error = {BIREME_OK};
    bireme_table_options_init(&tables);
    bireme_load_options_init(&options);
#ifndef OLDER /* of which the tables were the last field */
    options.tables = &tables;
#endif
    CHANGE(tables);
    bireme_status status = bireme_scenario_load(file, &options, NULL, &loaded, &error);
    say("table", status, 1, &error);
    status = bireme_manifest_load_with(manifest_file, &tables, NULL, &manifest, &error);
    say("table", status, 1, &error);
    bireme_scenario_free(loaded);
    bireme_manifest_free(manifest);
}

static void run(void)
{
    const bireme_run_options good = short_run();
    bireme_run_options options = good;
    bireme_forecast *forecast = NULL;
    bireme_need need = {0, 0, 0, 0};
    bireme_error error = {BIREME_OK};
    void *part = NULL;
    size_t length = 0;
    CHANGE(options);
    bireme_status status = bireme_forecast_run(scenario, &options, &forecast, &error);
    say("run", status, status == BIREME_OK ? mean_of(forecast, "revenue") : 0, &error);
    bireme_forecast_free(forecast);
    forecast = NULL;
    status = bireme_forecast_need(scenario, &options, &need, &error);
    say("run", status, need.trials, &error);
    status = bireme_forecast_part_need(scenario, &options, 1, 2, &need, &error);
    say("run", status, need.trials, &error);
    status = bireme_forecast_run_part(scenario, &options, 1, 1, &part, &length, &error);
    say("run", status, 1, &error);
    if (status != BIREME_OK &&
        bireme_forecast_run_part(scenario, &good, 1, 1, &part, &length, &error) != BIREME_OK)
        return;
    const void *parts = part;
    status = bireme_forecast_merge(scenario, &options, 1, &parts, &length, &forecast, &error);
    say("run", status, status == BIREME_OK ? mean_of(forecast, "revenue") : 0, &error);
    bireme_forecast_part_free(part);
    bireme_forecast_free(forecast);
}

static void compare(void)
{
    const bireme_scenario *both[] = {scenario, scenario};
    const bireme_run_options of_run = short_run();
    bireme_compare_options options;
    bireme_comparison *c = NULL;
    bireme_need need = {0, 0, 0, 0};
    bireme_error error = {BIREME_OK};
    bireme_compare_options_init(&options);
    options.run = &of_run;
    options.baseline = 1;
    CHANGE(options);
    bireme_status status = bireme_comparison_run(both, 2, &options, &c, &error);
    say("compare", status, status == BIREME_OK ? (double)bireme_comparison_baseline(c) : 0, &error);
    status = bireme_comparison_need(both, 2, &options, &need, &error);
    say("compare", status, need.trials, &error);
    bireme_comparison_free(c);
}

static void target(void)
{
    const bireme_run_options of_run = short_run();
    bireme_target_options options;
    bireme_target *t = NULL;
    bireme_need need = {0, 0, 0, 0};
    bireme_error error = {BIREME_OK};
    bireme_target_options_init(&options);
    options.run = &of_run;
    options.metric = "wins";
    options.at_least = 1;
    CHANGE(options);
    bireme_status status = bireme_target_run(scenario, &options, &t, &error);
    say("target", status, status == BIREME_OK ? bireme_target_scale(t) : 0, &error);
    status = bireme_target_need(scenario, &options, &need, &error);
    say("target", status, need.trials, &error);
    bireme_target_free(t);
}

static void split(void)
{
    const bireme_run_options of_run = short_run();
    bireme_split_options options;
    bireme_split *s = NULL;
    bireme_need need = {0, 0, 0, 0};
    bireme_error error = {BIREME_OK};
    bireme_split_options_init(&options);
    options.run = &of_run;
    options.objective = BIREME_OBJECTIVE_MEAN;
    CHANGE(options);
    bireme_status status = bireme_split_run(scenario, &options, &s, &error);
    say("split", status, status == BIREME_OK ? bireme_split_total(s) : 0, &error);
    status = bireme_split_need(scenario, &options, &need, &error);
    say("split", status, need.trials, &error);
    bireme_split_free(s);
}

static void sensitivity(void)
{
    const bireme_run_options of_run = short_run();
    bireme_sensitivity_options options;
    bireme_sensitivity *s = NULL;
    bireme_need need = {0, 0, 0, 0};
    bireme_error error = {BIREME_OK};
    bireme_sensitivity_options_init(&options);
    options.run = &of_run;
    options.metric = "wins";
    CHANGE(options);
    bireme_status status = bireme_sensitivity_run(scenario, &options, &s, &error);
    say("sensitivity", status, status == BIREME_OK ? bireme_sensitivity_summary(s)->mean : 0, &error);
    status = bireme_sensitivity_need(scenario, &options, &need, &error);
    say("sensitivity", status, need.trials, &error);
    bireme_sensitivity_free(s);
}

static void add(void *context, size_t n, const double *const *u, double *value)
{
    (void)context;
    for (size_t i = 0; i < n; i++) value[i] = u[0][i] + u[1][i];
}

static void indices(void)
{
    bireme_index_options options;
    bireme_index out[2];
    bireme_error error = {BIREME_OK};
    bireme_index_options_init(&options);
    options.n_inputs = 2;
    options.trials = 64;
    options.evaluate = add;
    CHANGE(options);
    bireme_status status = bireme_index_run(&options, out, &error);
    say("index", status, status == BIREME_OK ? out[0].total : 0, &error);
}

static double mean_of_batch;

static bool finished(void *context, const bireme_batch_result *result)
{
    (void)context;
    mean_of_batch = result->forecast != NULL ? mean_of(result->forecast, "revenue") : -1;
    return true;
}

static void batch(void)
{
    bireme_manifest *manifest = NULL;
    bireme_batch_options options;
    bireme_need need = {0, 0, 0, 0};
    bireme_error error = {BIREME_OK};
    if (bireme_manifest_load(manifest_file, NULL, &manifest, &error) != BIREME_OK) return;
    bireme_batch_options_init(&options);
    options.trials = 256;
    options.threads = 1;
    options.finished = finished;
    CHANGE(options);
    bireme_status status = bireme_batch_run(manifest, &options, &error);
    say("batch", status, mean_of_batch, &error);
    status = bireme_batch_need(manifest, &options, &need, NULL, &error);
    say("batch", status, need.trials, &error);
    bireme_manifest_free(manifest);
}

int main(int argc, char **argv)
{
    bireme_error error;
    if (argc != 3) return 2;
    file = argv[1];
    manifest_file = argv[2];
    if (bireme_scenario_load(file, NULL, NULL, &scenario, &error) != BIREME_OK) return 3;
    load();
    table();
    run();
    compare();
    target();
    split();
    sensitivity();
    indices();
    batch();
    bireme_scenario_free(scenario);
    return 0;
}
