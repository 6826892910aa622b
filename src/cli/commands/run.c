/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme run`: one scenario, its forecast.
 */
#include "cli/options/options.h"

#include <math.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/opened.h"
#include "cli/afford.h"
#include "cli/answer.h"
#include "cli/options/loading.h"
#include "cli/files/run_part.h"
#include "cli/watch.h"
#include "decide/target/settle.h"
#include "output/assumptions/glossary.h"
#include "output/forecast/forecast.h"
#include "output/forms/number.h"
#include "output/forecast/sipmath.h"
#include "scenario/internal.h"

static int write_samples(const bireme_options *options, const bireme_forecast_view *view)
{
    bireme_text out = {0};
    bireme_error error = {0};
    bireme_status status = BIREME_OK;
    bireme_forecast_write_samples(view, options->csv_style, &out);
    if (out.failed)
        status = bireme_fail_memory(&error);
    else
        status = bireme_file_write(options->samples, bireme_text_string(&out), out.length,
                                   &bireme_watch_guard, &error);
    if (status != BIREME_OK) bireme_console_problem(BIREME_SEVERITY_ERROR, &error);
    bireme_text_free(&out);
    return bireme_status_exit(status);
}

static void tell(void *context, const char *metric, const char *what)
{
    const bireme_options *options = context;
    if (!options->quiet) bireme_console_complain("SIPmath: %s: %s", metric, what);
}

static int write_sipmath(const bireme_options *options, const bireme_forecast_view *view)
{
    bireme_text out = {0};
    bireme_error error = {0};
    bireme_status status = bireme_forecast_write_sipmath(view, &out, tell, (void *)options, &error);
    if (status == BIREME_OK)
        status = bireme_file_write(options->sipmath, bireme_text_string(&out), out.length,
                                   &bireme_watch_guard, &error);
    bireme_text_free(&out);
    return status == BIREME_OK ? 0 : bireme_options_fail(&error);
}

/* Writes one more file, which takes time: if the program is interrupted, the answer has been given already
 * and only the file is missing. */
static int write_one(const bireme_options *options, const bireme_forecast_view *view, const char *path,
                     int (*write)(const bireme_options *options, const bireme_forecast_view *view))
{
    bireme_text sentence = {0};
    bireme_text_format(&sentence, "%s is not written", path);
    bireme_watch_say(sentence.failed ? NULL : sentence.data);
    bool interrupted = bireme_watch_is_interrupted();
    if (interrupted) bireme_console_complain("interrupted: %s", bireme_text_string(&sentence));
    int status = interrupted ? 0 : write(options, view);
    bireme_watch_say(NULL);
    bireme_text_free(&sentence);
    return status;
}

/* Writes what is asked for besides the answer. */
static int write_beside(const bireme_options *options, const bireme_forecast_view *view)
{
    int failed = 0, status = 0;
    bireme_watch_give_time(false);
    if (options->sipmath != NULL) failed = write_one(options, view, options->sipmath, write_sipmath);
    if (options->samples != NULL) status = write_one(options, view, options->samples, write_samples);
    return failed != 0 ? failed : status;
}

/* The forecast, in *out, also on CANCELLED if anything was finished; reports what went wrong. */
static bireme_status forecast(const bireme_console *console, const bireme_options *options,
                              const bireme_scenario *scenario, bireme_forecast **out,
                              bireme_recession *recession, double *elapsed_s)
{
    bireme_watch watch;
    bireme_error error = {0};
    bireme_run_options run_options = bireme_cli_run_options(options, scenario);
    run_options.progress = bireme_watch_progress;
    run_options.cancelled = bireme_watch_cancelled;
    run_options.context = &watch;
    bireme_watch_start(&watch, console->errors_are_terminal && !options->quiet,
                       "the first trials were not finished, or those under way did not end within a second");
    watch.in_parts = true;
    bireme_status status = bireme_recession_forecast(
        scenario, &run_options, bireme_options_recession(options), out, recession, &error);
    bireme_watch_give_time(*out != NULL);
    *elapsed_s = bireme_watch_stop(&watch);
    if (status == BIREME_CANCELLED && *out == NULL)
        bireme_console_complain("interrupted before the first trials were finished");
    else if (status != BIREME_OK && status != BIREME_CANCELLED)
        bireme_console_problem(BIREME_SEVERITY_ERROR, &error);
    return status;
}

static uint64_t trials_asked(const bireme_options *options, const bireme_model *model)
{
    return bireme_model_trials(model, options->trials,
                               options->precision > 0 ? options->precision : model->precision);
}

/* A part is not an answer yet. */
static int check_shard(const bireme_options *options)
{
    const char *other = options->samples != NULL                ? "--samples"
                        : options->sipmath != NULL              ? "--sipmath"
                        : options->precision != 0               ? "--precision"
                        : options->recession.n > 0              ? "--recession"
                        : options->out == NULL                  ? NULL
                        : options->output != BIREME_OUTPUT_PART ? "--format"
                                                                : "";
    if (other != NULL && *other == '\0') return 0;
    if (other == NULL)
        bireme_console_complain("--shard writes a part for `bireme merge`: name its file with --out");
    else if (strcmp(other, "--format") == 0)
        bireme_console_complain(
            "--shard writes a part for `bireme merge`, which has the forms: name a .part file, not '%s'",
            options->out);
    else
        bireme_console_complain("--shard and %s do not go together", other);
    return BIREME_EXIT_USAGE;
}

static bireme_status need(const void *asked, const bireme_run_options *run, bireme_need *out,
                          bireme_error *error)
{
    return bireme_forecast_need(asked, run, out, error);
}

static bireme_status try_out(const void *asked, const bireme_run_options *run, bireme_error *error)
{
    bireme_forecast *result = NULL;
    bireme_status status = bireme_forecast_run(asked, run, &result, error);
    bireme_forecast_free(result);
    return status;
}

static double reached(const void *asked, const bireme_run_options *run)
{
    bireme_forecast *result = NULL;
    bireme_error error;
    double error_reached = NAN;
    if (bireme_forecast_run(asked, run, &result, &error) == BIREME_OK)
        error_reached = bireme_forecast_precision(result)->reached;
    bireme_forecast_free(result);
    return error_reached;
}

static int afford(const bireme_options *options, const bireme_scenario *scenario)
{
    const bireme_affording affording = {.options = options,
                                        .asked = scenario,
                                        .run = bireme_cli_run_options(options, scenario),
                                        .need = need,
                                        .try_out = try_out,
                                        .reached = reached,
                                        .model = bireme_scenario_model(scenario),
                                        .has_periods = true};
    return bireme_afford(&affording);
}

/* Says what the metric asked for means, or all of them. */
static int explain(const bireme_console *console, const bireme_options *options, const bireme_model *model)
{
    bireme_error error = {0};
    bireme_metrics *metrics = NULL;
    bireme_document document;
    bireme_text out = {0};
    size_t metric = 0;
    const bool all = strcmp(options->explain, "all") == 0;
    if (options->output != BIREME_OUTPUT_TEXT && options->output != BIREME_OUTPUT_MARKDOWN)
        return bireme_console_refuse("--explain answers in words: as text, or as Markdown");
    bireme_document_init(&document, model->currency);
    bireme_status status = bireme_metrics_create(model, &metrics, &error);
    if (status == BIREME_OK) metric = bireme_metrics_find(metrics, options->explain);
    if (status == BIREME_OK && all)
        bireme_glossary_all(model, metrics, &document);
    else if (status == BIREME_OK && metric != SIZE_MAX)
        bireme_glossary_metric(model, metrics, metric, &document);
    else if (status == BIREME_OK && bireme_metric_needs(options->explain) != NULL)
        bireme_glossary_absent(options->explain, &document);
    else if (status == BIREME_OK && bireme_glossary_search(metrics, options->explain, &document) == 0)
        status = bireme_settle_metric(model, metrics, options->explain, &metric, &error);
    if (status == BIREME_OK) status = bireme_cli_write_document(console, options, &document, &out);
    int exit_status = status == BIREME_OK ? bireme_options_write(options, &out) : bireme_options_fail(&error);
    bireme_text_free(&out);
    bireme_document_free(&document);
    bireme_metrics_free(metrics);
    return exit_status;
}

/* Quarters are made of periods. */
static int check_quarters(const bireme_options *options)
{
    if (!options->totals || (!options->quarters && options->fiscal_year_start == 0)) return 0;
    return bireme_console_refuse("--totals and %s do not go together: quarters are made of periods",
                                 options->quarters ? "--quarters" : "--fiscal-year-start");
}

static int run(const bireme_console *console, const bireme_options *options)
{
    int wrong = options->shard != NULL ? check_shard(options) : 0;
    if (wrong == 0 && options->given.n > 0 && options->recession.n > 0)
        wrong = bireme_console_refuse(
            "--recession sets two paths of the economy against each other, so it does "
            "not go together with --given and --given-not");
    if (wrong == 0) wrong = check_quarters(options);
    if (wrong != 0) return wrong;
    bireme_scenario *scenario = NULL;
    bireme_forecast *result = NULL;
    bireme_recession recession = {0};
    double elapsed_s = 0;
    bireme_opened opened = {0};
    int exit_status = bireme_cli_load_noting(options, &opened, &scenario);
    if (exit_status == 0 && options->explain != NULL) {
        exit_status = explain(console, options, bireme_scenario_model(scenario));
        goto done;
    }
    if (exit_status == 0 && options->shard == NULL) exit_status = afford(options, scenario);
    if (exit_status != 0) goto done;
    if (options->shard != NULL) {
        exit_status = bireme_run_part_make(console, options, scenario, &opened);
        goto done;
    }
    bireme_status status = forecast(console, options, scenario, &result, &recession, &elapsed_s);
    exit_status = bireme_status_exit(status);
    if (status == BIREME_MEMORY) bireme_afford_complain(options);
    if (result == NULL) goto done;
    const bireme_model *model = bireme_scenario_model(scenario);
    const bireme_forecast_view view = {.forecast = result,
                                       .model = model,
                                       .trials_asked = status == BIREME_CANCELLED
                                                           ? trials_asked(options, model)
                                                           : bireme_forecast_trials(result),
                                       .elapsed_s = elapsed_s,
                                       .given = options->given.items,
                                       .n_given = options->given.n,
                                       .recession = &recession};
    if (status == BIREME_CANCELLED) {
        char done[BIREME_PEOPLE_SIZE], asked[BIREME_PEOPLE_SIZE];
        bireme_whole_format(done, (double)bireme_forecast_trials(result), 0);
        bireme_whole_format(asked, (double)view.trials_asked, 0);
        bireme_console_complain("interrupted: this is the answer of the first %s of %s trials", done, asked);
    }
    bireme_watch_say("the answer could not be written within a second");
    const bireme_answer answer = bireme_answer_of_forecast(&view);
    int written = bireme_cli_answer(console, options, &answer);
    int failed = write_beside(options, &view);
    if (exit_status == 0 && bireme_forecast_view_trials(&view) == 0) exit_status = BIREME_EXIT_NO;
    if (written != 0 || failed != 0) exit_status = written != 0 ? written : failed;
done:
    bireme_opened_free(&opened);
    bireme_forecast_free(result);
    bireme_scenario_free(scenario);
    return exit_status;
}

static const bireme_option taken[] = {
    BIREME_OPTION_TRIALS,   BIREME_OPTION_SEED,      BIREME_OPTION_SAMPLER,      BIREME_OPTION_PRECISION,
    BIREME_OPTION_THREADS,  BIREME_OPTION_MEMORY,    BIREME_OPTION_SET,          BIREME_OPTIONS_OF_TABLES,
    BIREME_OPTION_GIVEN,    BIREME_OPTION_GIVEN_NOT, BIREME_OPTION_RECESSION,    BIREME_OPTION_EXPLAIN,
    BIREME_OPTIONS_OF_FORM, BIREME_OPTION_TOTALS,    BIREME_OPTION_QUARTERS,     BIREME_OPTION_FISCAL_YEAR,
    BIREME_OPTION_SAMPLES,  BIREME_OPTION_SIPMATH,   BIREME_OPTION_SHARD_OF_RUN, BIREME_OPTIONS_LAST};

const bireme_command bireme_command_run = {
    .name = "run",
    .arguments = "SCENARIO",
    .summary = "what will we book, together, and how sure are we",
    .about =
        "Forecasts a scenario: revenue and wins with their uncertainty, who brings them, what they cost,\n"
        "period by period and stage by stage, the probability of the goal, and how sure the program is\n"
        "of its own answer. The same scenario, seed and number of trials give the same answer, whatever\n"
        "the number of threads. Interrupted (Ctrl-C), it answers with what was finished.\n\n"
        "With --precision it stops as soon as the standard errors of the mean, P10, P50 and P90 of the\n"
        "goal's metric (revenue without a goal) are at most that share of their values. It runs at most\n"
        "--trials, or 16,777,216 (where the scenario asks for the precision itself, its own trials).\n\n"
        "With --quarters months or weeks are added up to quarters, in every trial: the range of a quarter\n"
        "is that of its sum; after the last quarter of each year comes that year, added up in the same\n"
        "way. --fiscal-year-start 07 is for a year that begins in July, which is called by\n"
        "the one in which it ends: FY27 Q1 is July to September 2026. CSV keeps the periods.\n\n"
        "With --given and --given-not it answers for the trials in which the economy goes that way, and\n"
        "says how many these are; if there are none it exits with 1. In CSV, what a regime changes stands\n"
        "under if.REGIME.METRIC and unless.REGIME.METRIC.\n\n"
        "Where a recession may come, it also says what one costs: the same plan with a recession from the\n"
        "first period on and without one, trial by trial. --recession names another regime or date; else it\n"
        "is the regime called recession, or the one that is worse than all others in every respect.",
    .example =
        "  bireme init acme\n"
        "  bireme run acme.json\n"
        "\n"
        "  acme is expected to book $2.33M in 2027, in 8 of 10 futures between $1.54M and $3.17M; the goal "
        "of\n"
        "  $2M is reached with a probability of 67 %, short of the 80 % asked for.\n"
        "  [...]\n"
        "\n"
        "  bireme run acme.json --set channels.paid_search.spend=30000\n"
        "  bireme run acme.json --given recession:2027-06       if a recession comes by the end of June\n"
        "  bireme run acme.json --recession recession:2027-04   what one from April on would cost\n"
        "  bireme run acme.json --precision 0.1% --trials 1e7      as sure as that, in at most so many "
        "trials\n"
        "  bireme run acme.json --quarters --fiscal-year-start 07\n"
        "  bireme run acme.json --out forecast.csv --samples trials.csv --trials 1e6\n"
        "  bireme run acme.json --out forecast.xlsx   a workbook: summary, charts, trials",
    .options = taken,
    .reads_arguments = true,
    .least = 1,
    .most = 1,
    .csv = true,
    .json = true,
    .xlsx = true,
    .run = run,
};
