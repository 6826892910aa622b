/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the name of a file to a scenario: syntax, checks, model. All problems are reported together; the model
 * is built only if there are none.
 */
#include "scenario/internal.h"

#include <string.h>
#include "base/memory.h"
#include "base/options.h"
#include "scenario/build/build.h"
#include "scenario/check/check.h"
#include "scenario/fields/dist_read.h"
#include "scenario/files/data_file.h"
#include "scenario/plausible/plausible.h"
#include "scenario/files/table_file.h"

bireme_model *bireme_reading_model(bireme_reading *reading)
{
    if (!bireme_names_collect(reading)) return NULL;
    bireme_check_field(reading, &bireme_field_root, reading->root);
    bireme_model *model = bireme_build_begin(reading);
    if (model == NULL) return NULL;
    bireme_check_together(reading, model);
    if (reading->report.errors == 0 && !reading->report.out_of_memory)
        return bireme_build_finish(reading, model);
    bireme_model_free(model);
    return NULL;
}

/* Keeps the options for tables in the arena: mixtures read the tables of distributions again. */
static bool keep_tables(bireme_reading *reading, bireme_table_options *out)
{
    if (reading->options.tables == NULL) return true;
    *out = *reading->options.tables;
    out->told = NULL;
    out->column = NULL;
    out->currency = NULL;
    out->context = NULL;
    bireme_table_choice *choices = bireme_arena_alloc(&reading->arena, out->n_choices, sizeof *choices);
    if (choices == NULL) return false;
    for (size_t i = 0; i < out->n_choices; i++) {
        choices[i] = out->choices[i];
        if (choices[i].column == NULL) continue;
        choices[i].column = bireme_arena_copy(&reading->arena, choices[i].column, strlen(choices[i].column));
        if (choices[i].column == NULL) return false;
    }
    bireme_table_rate *rates = bireme_arena_alloc(&reading->arena, out->n_rates, sizeof *rates);
    if (rates == NULL) return false;
    if (out->n_rates > 0) memcpy(rates, out->rates, out->n_rates * sizeof *rates);
    out->choices = choices;
    out->rates = rates;
    return true;
}

bireme_status bireme_reading_finish(bireme_reading *reading, bireme_model *model, bireme_problems *problems,
                                    bireme_scenario **out, bireme_error *error)
{
    bireme_status status = bireme_report_finish(&reading->report, problems, error);
    bireme_dist_free_values(reading);
    bireme_data_files_free(reading);
    bireme_scenario *scenario = NULL;
    bireme_table_options tables = {.size = sizeof(bireme_table_options)};
    const char *root = reading->options.root, *metric = reading->options.metric;
    if (root != NULL) root = bireme_arena_copy(&reading->arena, root, strlen(root));
    if (metric != NULL) metric = bireme_arena_copy(&reading->arena, metric, strlen(metric));
    if (status == BIREME_OK &&
        (!keep_tables(reading, &tables) || (reading->options.root != NULL && root == NULL)))
        status = bireme_fail_memory(error);
    if (status == BIREME_OK) {
        scenario = bireme_calloc(1, sizeof *scenario);
        if (scenario == NULL || model == NULL ||
            !bireme_provenance_fill(model, reading->root, &reading->report))
            status = bireme_fail_memory(error);
    }
    if (status == BIREME_OK) {
        *scenario = (bireme_scenario){.model = model,
                                      .arena = reading->arena,
                                      .root = reading->root,
                                      .tables = tables,
                                      .root_folder = root,
                                      .metric = metric,
                                      .repair_correlations = reading->options.repair_correlations};
        reading->arena = (bireme_arena){0};
        *out = scenario;
    } else {
        bireme_free(scenario);
        bireme_model_free(model);
    }
    bireme_report_free(&reading->report);
    bireme_arena_free(&reading->arena);
    return status;
}

/* Amounts in assumptions were read for the currency that the scenario was going to have; checks that it has
 * it. */
static void check_assumed(bireme_reading *reading)
{
    const bireme_table_file_currency now = bireme_table_file_currency_of(reading->root);
    const bireme_node *said = bireme_node_find(reading->root, "currency");
    if (reading->assumed[0] == '\0' || now.code[0] == '\0' || strcmp(now.code, reading->assumed) == 0) return;
    bireme_node_fail(&reading->report, said != NULL ? said : reading->root,
                     "the currency becomes %s after amounts of assumptions were read in %s; say it in the "
                     "scenario, or in the first table of assumptions",
                     now.code, reading->assumed);
}

/* Converts the options to this version's. False: invalid, reported. */
static bool take(bireme_reading *reading, const bireme_load_options *options, bireme_table_options *tables)
{
    bireme_error error;
    bireme_load_options_init(&reading->options);
    bireme_status status = bireme_options_take(&reading->options, sizeof reading->options, options,
                                               "bireme_load_options", &error);
    if (status == BIREME_OK && reading->options.tables != NULL) {
        status = bireme_table_options_take(reading->options.tables, tables, &error);
        reading->options.tables = tables;
    }
    if (status != BIREME_OK) bireme_report_error(&reading->report, (bireme_place){0}, &error);
    return status == BIREME_OK;
}

/* file, bytes: as in bireme_reading. */
static bireme_status load(bireme_reading *reading, const bireme_load_options *options,
                          bireme_problems *problems, bireme_scenario **out, bireme_error *error)
{
    bireme_model *model = NULL;
    bireme_table_options tables;
    if (reading->file == NULL) {
        bireme_report_memory(&reading->report);
    } else if (take(reading, options, &tables) && bireme_source_read(reading) != NULL) {
        check_assumed(reading);
        bireme_pipeline_read(reading);
        bireme_actuals_read(reading);
        model = bireme_reading_model(reading);
        if (model != NULL) bireme_check_plausible(reading, model);
    }
    return bireme_reading_finish(reading, model, problems, out, error);
}

bireme_status bireme_scenario_load_noting(const char *file, const bireme_load_options *options,
                                          bireme_problems *problems, bireme_opened *opened,
                                          bireme_scenario **out, bireme_error *error)
{
    bireme_reading reading = {.opened = opened};
    /* nodes refer to it as their file */
    reading.file = bireme_arena_copy(&reading.arena, file, strlen(file));
    return load(&reading, options, problems, out, error);
}

bireme_status bireme_scenario_load(const char *file, const bireme_load_options *options,
                                   bireme_problems *problems, bireme_scenario **out, bireme_error *error)
{
    return bireme_scenario_load_noting(file, options, problems, NULL, out, error);
}

bireme_status bireme_scenario_load_memory(const void *bytes, size_t size, const char *name,
                                          const char *folder, const bireme_load_options *options,
                                          bireme_problems *problems, bireme_scenario **out,
                                          bireme_error *error)
{
    if (bytes == NULL)
        return bireme_fail(error, BIREME_DOMAIN, "a scenario in memory needs its bytes, found none");
    if (name == NULL || name[0] == '\0' || strchr(name, '/') != NULL)
        return bireme_fail(error, BIREME_DOMAIN,
                           "a scenario in memory needs a name for messages, without a slash, found %s%s%s",
                           name == NULL ? "none" : "`", name == NULL ? "" : name, name == NULL ? "" : "`");
    bireme_reading reading = {.bytes = bytes, .n_bytes = size};
    bireme_text path = {0};
    if (folder != NULL && folder[0] != '\0')
        bireme_text_format(&path, "%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/");
    bireme_text_append(&path, name);
    reading.file = bireme_arena_take(&reading.arena, &path);
    return load(&reading, options, problems, out, error);
}

void bireme_scenario_free(bireme_scenario *scenario)
{
    if (scenario == NULL) return;
    bireme_model_free(scenario->model);
    bireme_arena_free(&scenario->arena);
    bireme_free(scenario);
}

int bireme_scenario_fiscal_year_start(const bireme_scenario *scenario)
{
    return scenario->model->fiscal_year_start;
}

const char *bireme_scenario_name(const bireme_scenario *scenario)
{
    return scenario->model->name;
}
