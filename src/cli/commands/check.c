/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme check`: every problem of the scenarios with its place, and everything that valid ones assume.
 */
#include "cli/options/options.h"

#include "base/error.h"
#include "base/opened.h"
#include "cli/files/outputs.h"
#include "cli/options/loading.h"
#include "cli/options/told_tables.h"
#include "output/assumptions/assumptions.h"
#include "output/forms/answer.h"
#include "scenario/internal.h"

/* One scenario checked. */
typedef struct checked {
    const char *file;
    bireme_problems *problems;
    bireme_scenario *scenario; /* NULL: not valid */
    bireme_error error;
    bireme_status status;
} checked;

static bireme_status add_document(const bireme_console *console, const bireme_options *options,
                                  const checked *one, bireme_text *out, bireme_error *error)
{
    const bireme_model *model = bireme_scenario_model(one->scenario);
    bireme_assumptions *assumptions = NULL;
    bireme_document document;
    size_t warnings = bireme_problems_count_warnings(one->problems);
    bireme_text verdict = {0};
    bireme_text_format(&verdict, "%s: valid", one->file);
    if (warnings > 0) bireme_text_format(&verdict, ", with %zu warning%s", warnings, bireme_plural(warnings));
    bireme_document_init(&document, model->currency);
    bireme_document_paragraph_take(&document, &verdict);
    bireme_status status = BIREME_OK;
    if (!options->quiet) status = bireme_assumptions_create(model, &assumptions, error);
    if (status == BIREME_OK && assumptions != NULL)
        bireme_assumptions_document(model, assumptions, false, &document);
    if (status == BIREME_OK) status = bireme_cli_write_document(console, options, &document, out);
    bireme_assumptions_free(assumptions);
    bireme_document_free(&document);
    return status;
}

static void write_problems(bireme_json *json, const checked *one)
{
    bireme_json_open(json, "problems", '[', false);
    for (size_t i = 0; i < bireme_problems_count(one->problems); i++) {
        bireme_severity severity;
        const bireme_error *problem = bireme_problems_get(one->problems, i, &severity);
        bireme_json_open(json, NULL, '{', true);
        bireme_json_string(json, "severity", severity == BIREME_SEVERITY_ERROR ? "error" : "warning");
        bireme_json_string(json, "status", bireme_status_text(problem->status));
        bireme_json_string(json, "file", problem->file);
        bireme_json_whole(json, "line", (uint64_t)problem->line);
        bireme_json_whole(json, "column", (uint64_t)problem->column);
        bireme_json_string(json, "pointer", problem->pointer);
        bireme_json_string(json, "message", problem->message);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
}

static bireme_status add_json(bireme_json *json, const checked *one, bireme_error *error)
{
    bireme_status status = BIREME_OK;
    bireme_json_open(json, NULL, '{', false);
    bireme_json_string(json, "file", one->file);
    bireme_json_boolean(json, "valid", one->scenario != NULL);
    write_problems(json, one);
    if (one->scenario != NULL) {
        const bireme_model *model = bireme_scenario_model(one->scenario);
        bireme_assumptions *assumptions = NULL;
        status = bireme_assumptions_create(model, &assumptions, error);
        if (status == BIREME_OK) bireme_assumptions_write_json(model, assumptions, json, "assumptions");
        bireme_assumptions_free(assumptions);
    }
    bireme_json_close(json, '}');
    return status;
}

/* Loads a scenario; an error that the reader has not put into the list (a file that cannot be read) is added
 * to it. */
static bireme_status check_one(const bireme_options *options, const char *file, bireme_opened *opened,
                               checked *one)
{
    *one = (checked){.file = file, .problems = bireme_problems_create()};
    if (one->problems == NULL) return bireme_fail_memory(&one->error);
    one->status = bireme_scenario_load_noting(file, &options->load, one->problems, opened, &one->scenario,
                                              &one->error);
    /* For an invalid one, not every file has been opened: the answer must not replace any file that it
     * names. */
    if (one->status != BIREME_OK && !bireme_scenario_survey(file, &options->load, opened))
        return bireme_fail_memory(&one->error);
    if (one->status == BIREME_OK)
        one->status = bireme_forecast_check(one->scenario, 0, one->problems, &one->error);
    if (one->status != BIREME_OK) {
        bireme_scenario_free(one->scenario);
        one->scenario = NULL;
    }
    if (one->status == BIREME_OK || bireme_problems_count_errors(one->problems) > 0) return BIREME_OK;
    return bireme_problems_add(one->problems, BIREME_SEVERITY_ERROR, &one->error);
}

static void free_one(checked *one)
{
    bireme_problems_free(one->problems);
    bireme_scenario_free(one->scenario);
}

/* The worst exit status so far: the highest, except that a failure always beats "no". */
static void worsen(int *worst, int status)
{
    if (status > *worst) *worst = status;
}

static int run(const bireme_console *console, const bireme_options *options)
{
    bool as_json = options->output == BIREME_OUTPUT_JSON;
    bireme_text out = {0};
    bireme_opened opened = {0};
    bireme_json json = bireme_json_begin(&out);
    int worst = 0;
    bool out_of_memory = false; /* scenarios not checked for lack of memory are not called invalid */
    if (as_json) {
        bireme_answer_json_open(&json, "check");
        bireme_json_open(&json, "files", '[', false);
    }
    for (size_t i = 0; i < options->n_arguments; i++) {
        checked one;
        bireme_status status = check_one(options, options->arguments[i], &opened, &one);
        if (one.problems != NULL)
            bireme_console_problems(one.problems, !options->quiet || options->strict, &one.error);
        worsen(&worst, bireme_status_exit(one.status));
        if (options->strict && one.problems != NULL && bireme_problems_count(one.problems) > 0)
            worsen(&worst, BIREME_EXIT_NO);
        if (status == BIREME_OK && as_json) status = add_json(&json, &one, &one.error);
        if (status == BIREME_OK && !as_json && one.scenario != NULL) {
            if (out.length > 0) bireme_text_append(&out, "\n");
            status = add_document(console, options, &one, &out, &one.error);
        }
        if (status != BIREME_OK) bireme_console_problem(BIREME_SEVERITY_ERROR, &one.error);
        out_of_memory |= status == BIREME_MEMORY || one.status == BIREME_MEMORY;
        worsen(&worst, bireme_status_exit(status));
        free_one(&one);
    }
    bool valid = worst < BIREME_EXIT_USAGE;
    if (valid || options->told.n_titles > 0) {
        int wrong = bireme_told_tables_check(options, valid);
        if (valid) worsen(&worst, wrong);
    }
    if (as_json) {
        bireme_json_close(&json, ']');
        bireme_json_close(&json, '}');
        bireme_json_end(&json);
    }
    int refused = bireme_outputs_check_options(options, &opened);
    if (refused != 0)
        worst = refused;
    else if ((out.length > 0 || out.failed) && !out_of_memory)
        worsen(&worst, bireme_options_write(options, &out));
    bireme_opened_free(&opened);
    bireme_text_free(&out);
    return worst;
}

static const bireme_option taken[] = {BIREME_OPTION_STRICT, BIREME_OPTION_SET,    BIREME_OPTIONS_OF_TABLES,
                                      BIREME_OPTION_ROOT,   BIREME_OPTION_REPAIR, BIREME_OPTION_OUT,
                                      BIREME_OPTION_FORMAT, BIREME_OPTION_QUIET,  BIREME_OPTION_HELP,
                                      BIREME_OPTION_NONE};

const bireme_command bireme_command_check = {
    .name = "check",
    .arguments = "SCENARIO...",
    .summary = "is it valid, and what does it assume, every default included",
    .about =
        "Reads scenarios and says everything that is wrong with them, each error on one line of standard\n"
        "error: FILE:LINE:COLUMN: error: MESSAGE (at /json/pointer). Of a valid one it prints all that it\n"
        "assumes: every number with its distribution in words, mean, P10 and P90, where it was written\n"
        "or that it is a default, its note and its source. With --quiet only the verdict.\n\n"
        "Figures that look like a slip of a unit (a year for a month, per cent for a share, thousands for\n"
        "units) and figures that do not go together are warnings, with what was probably meant.\n\n"
        "Exit status: 0 valid, 1 a warning with --strict, 3 invalid, 4 a file cannot be read.",
    .example = "  bireme check acme.json\n"
               "  bireme check plans/*.json --strict --quiet       in a script\n"
               "  bireme check acme.json --set goal.at_least=2e6   what if the goal were two million",
    .options = taken,
    .reads_arguments = true,
    .least = 1,
    .most = SIZE_MAX,
    .json = true,
    .run = run,
};
