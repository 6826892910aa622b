/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/question.h"

#include "cli/options/loading.h"
#include "cli/watch.h"
#include "scenario/internal.h"

static bireme_status try_out(const void *asked, const bireme_run_options *run, bireme_error *error)
{
    const bireme_question *question = ((const bireme_asked *)asked)->question;
    void *result = NULL;
    bireme_status status = question->make(asked, run, &result, error);
    if (status == BIREME_OK) question->free(result);
    return status;
}

static int search(const bireme_console *console, const bireme_asked *asked)
{
    const bireme_question *question = asked->question;
    const bireme_options *options = asked->options;
    void *result = NULL;
    bireme_error error = {0};
    bireme_watch watch;
    bireme_run_options run = bireme_cli_run_options(options, asked->scenarios[0]);
    run.progress = bireme_watch_progress;
    run.cancelled = bireme_watch_cancelled;
    run.context = &watch;
    bireme_watch_start(&watch, console->errors_are_terminal && !options->quiet, question->not_yet);
    bireme_status status = question->make(asked, &run, &result, &error);
    double elapsed_s = bireme_watch_stop(&watch);
    if (status == BIREME_CANCELLED)
        bireme_console_complain("interrupted: %s", question->not_yet);
    else if (status != BIREME_OK)
        bireme_console_problem(BIREME_SEVERITY_ERROR, &error);
    if (status == BIREME_MEMORY) bireme_afford_complain(options);
    if (status != BIREME_OK) return bireme_status_exit(status);
    int exit_status = question->answer(console, asked, result, elapsed_s);
    question->free(result);
    return exit_status;
}

int bireme_ask(const bireme_question *question, const bireme_console *console, const bireme_options *options,
               bireme_scenario *const *scenarios)
{
    const bireme_asked asked = {question, options, scenarios};
    const bireme_affording affording = {.options = options,
                                        .asked = &asked,
                                        .run = bireme_cli_run_options(options, scenarios[0]),
                                        .need = question->need,
                                        .try_out = try_out,
                                        .model = bireme_scenario_model(scenarios[0])};
    int status = bireme_afford(&affording);
    return status == 0 ? search(console, &asked) : status;
}

int bireme_ask_of_one(const bireme_question *question, const bireme_console *console,
                      const bireme_options *options)
{
    bireme_scenario *scenario = NULL;
    int status = bireme_cli_load(options, &scenario);
    if (status == 0) status = bireme_ask(question, console, options, &scenario);
    bireme_scenario_free(scenario);
    return status;
}
