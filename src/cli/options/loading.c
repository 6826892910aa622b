/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options/loading.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/opened.h"
#include "cli/options/option_values.h"
#include "cli/files/outputs.h"
#include "cli/options/told_tables.h"
#include "engine/run/parallel.h"
#include "output/page/html.h"
#include "scenario/internal.h"

static bireme_status load(const char *file, const bireme_load_options *options, bool quiet,
                          bireme_opened *opened, bireme_scenario **out)
{
    bireme_error error = {0};
    bireme_problems *problems = bireme_problems_create();
    if (problems == NULL) {
        bireme_console_complain("out of memory");
        return BIREME_MEMORY;
    }
    bireme_status status = bireme_scenario_load_noting(file, options, problems, opened, out, &error);
    bireme_console_problems(problems, !quiet, &error);
    bireme_problems_free(problems);
    return status;
}

/* Checks the choices for columns against the tables of scenarios [n], which were loaded with that status;
 * even if loading failed, since a misspelt column may be the reason. 0, or the exit status after a
 * complaint. */
static int check_columns(const bireme_options *options, char *const *files, size_t n, int loaded)
{
    bireme_opened opened = {0};
    bool good = true;
    if (loaded == 0) return bireme_told_tables_check(options, true);
    if (loaded != BIREME_EXIT_SCENARIO) return 0;
    for (size_t i = 0; i < n && good; i++) good = bireme_scenario_survey(files[i], &options->load, &opened);
    bireme_opened_free(&opened);
    if (!good) return bireme_value_no_memory();
    return options->told.n_titles > 0 ? bireme_told_tables_check(options, false) : 0;
}

int bireme_cli_load_noting(const bireme_options *options, bireme_opened *opened, bireme_scenario **out)
{
    bireme_scenario *scenario = NULL;
    int status =
        bireme_status_exit(load(options->arguments[0], &options->load, options->quiet, opened, &scenario));
    int wrong = check_columns(options, options->arguments, 1, status);
    if (status == 0) status = wrong;
    if (status == 0) status = bireme_outputs_check_options(options, opened);
    if (status == 0)
        *out = scenario;
    else
        bireme_scenario_free(scenario);
    return status;
}

int bireme_cli_load(const bireme_options *options, bireme_scenario **out)
{
    bireme_opened opened = {0};
    int status = bireme_cli_load_noting(options, &opened, out);
    bireme_opened_free(&opened);
    return status;
}

/* The number in "2:channels.events.spend", and where the path begins; 0: there is none. */
static size_t number_of(const char *path, const char **rest)
{
    size_t digits = strspn(path, "0123456789");
    *rest = path;
    if (digits == 0 || digits > 4 || path[digits] != ':') return 0;
    *rest = path + digits + 1;
    return (size_t)strtoul(path, NULL, 10);
}

static int check_numbers(const bireme_options *options)
{
    for (size_t i = 0; i < options->load.n_overrides; i++) {
        const char *path = options->load.overrides[i].path, *rest;
        size_t number = number_of(path, &rest);
        if (rest == path || (number >= 1 && number <= options->n_arguments)) continue;
        return bireme_console_refuse("--set %s: there is no scenario %zu, they are numbered from 1 to %zu",
                                     path, number, options->n_arguments);
    }
    return 0;
}

int bireme_cli_load_all(const bireme_options *options, bireme_scenario **out)
{
    size_t n = options->n_arguments;
    bireme_status first = BIREME_OK;
    bireme_opened opened = {0};
    for (size_t i = 0; i < n; i++) out[i] = NULL;
    int failed = check_numbers(options);
    if (failed != 0) return failed;
    bireme_override *own = bireme_calloc(options->load.n_overrides, sizeof *own);
    if (own == NULL) return bireme_console_fail(bireme_status_exit(BIREME_MEMORY), "out of memory");
    for (size_t i = 0; i < n; i++) {
        bireme_load_options load_options = options->load;
        load_options.overrides = own;
        load_options.n_overrides = 0;
        for (size_t k = 0; k < options->load.n_overrides; k++) {
            bireme_override override = options->load.overrides[k];
            size_t number = number_of(override.path, &override.path);
            if (number == 0 || number == i + 1) own[load_options.n_overrides++] = override;
        }
        bireme_status status = load(options->arguments[i], &load_options, options->quiet, &opened, &out[i]);
        if (first == BIREME_OK) first = status;
    }
    bireme_free(own);
    failed = bireme_status_exit(first);
    int wrong = check_columns(options, options->arguments, n, failed);
    if (failed == 0) failed = wrong;
    if (failed == 0) failed = bireme_outputs_check_options(options, &opened);
    bireme_opened_free(&opened);
    for (size_t i = 0; i < n && failed != 0; i++) {
        bireme_scenario_free(out[i]);
        out[i] = NULL;
    }
    return failed;
}

int bireme_cli_threads(const bireme_options *options)
{
    int wanted = options->threads > 0 ? options->threads : bireme_parallel_processors();
    int threads = bireme_parallel_threads(wanted);
    if (threads < wanted && !options->quiet)
        bireme_console_complain("%d of %d threads can be started: it takes longer, the answer is the same "
                                "(--threads %d asks for no more)",
                                threads, wanted, threads);
    return threads;
}

bireme_run_options bireme_cli_run_options(const bireme_options *options, const bireme_scenario *scenario)
{
    return (bireme_run_options){
        .size = sizeof(bireme_run_options),
        .trials = options->trials,
        .has_seed = options->has_seed,
        .seed = options->seed,
        .threads = bireme_cli_threads(options),
        .sampler = options->sampler,
        .precision = options->precision,
        .totals_only = options->totals,
        .fiscal_year_start = options->fiscal_year_start > 0 ? options->fiscal_year_start
                             : options->quarters            ? bireme_scenario_fiscal_year_start(scenario)
                                                            : 0,
        .keep_samples = options->samples != NULL || options->sipmath != NULL ||
                        options->output == BIREME_OUTPUT_XLSX,
        .given = options->given.items,
        .n_given = options->given.n};
}

/* The name of a file without its folder. */
static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

bireme_status bireme_cli_write_document(const bireme_console *console, const bireme_options *options,
                                        const bireme_document *document, bireme_text *out)
{
    bireme_error error = {0};
    const bireme_text_style style = {.unicode = console->unicode,
                                     .bold = console->output_is_terminal && console->colour &&
                                             bireme_options_to_standard_output(options),
                                     .width = 100};
    bireme_status status = options->output == BIREME_OUTPUT_MARKDOWN
                               ? bireme_document_write_markdown(document, out, &error)
                           : options->output == BIREME_OUTPUT_HTML
                               ? bireme_page_write(document, file_name(options->arguments[0]), out, &error)
                               : bireme_document_write_text(document, &style, out, &error);
    if (status != BIREME_OK) out->failed = true;
    return status;
}
