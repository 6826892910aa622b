/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme split`: how a total is best divided between marketing and sales, and between channels.
 */
#include "bireme/split.h"

#include <math.h>
#include "cli/afford.h"
#include "cli/answer.h"
#include "cli/options/loading.h"
#include "cli/options/options.h"
#include "cli/watch.h"
#include "output/decisions/split.h"
#include "scenario/internal.h"

/* What is asked for, of a run. */
static bireme_split_options asked_of(const bireme_options *options, const bireme_run_options *run)
{
    return (bireme_split_options){.size = sizeof(bireme_split_options),
                                  .run = run,
                                  .total = options->total > 0 ? options->total : NAN,
                                  .objective = options->objective,
                                  .worst = options->worst > 0 ? options->worst : NAN,
                                  .metric = options->metric,
                                  .at_least = options->has_target ? options->target : NAN,
                                  .until = options->until,
                                  .steps = options->steps};
}

static bireme_status need(const void *asked, const bireme_run_options *run, bireme_need *out,
                          bireme_error *error)
{
    const bireme_decision_asked *a = asked;
    const bireme_split_options options = asked_of(a->options, run);
    return bireme_split_need(a->scenario, &options, out, error);
}

static bireme_status try_out(const void *asked, const bireme_run_options *run, bireme_error *error)
{
    const bireme_decision_asked *a = asked;
    const bireme_split_options options = asked_of(a->options, run);
    bireme_split *result = NULL;
    bireme_status status = bireme_split_run(a->scenario, &options, &result, error);
    if (status == BIREME_OK) bireme_split_free(result);
    return status;
}

static int divide(const bireme_console *console, const bireme_options *options,
                  const bireme_scenario *scenario)
{
    bireme_split *split = NULL;
    bireme_error error = {0};
    bireme_watch watch;
    bireme_run_options run = bireme_cli_run_options(options);
    run.progress = bireme_watch_progress;
    run.cancelled = bireme_watch_cancelled;
    run.context = &watch;
    const bireme_split_options asked = asked_of(options, &run);
    bireme_watch_start(&watch, console->errors_are_terminal && !options->quiet,
                       "there is no split before the search is done");
    bireme_status status = bireme_split_run(scenario, &asked, &split, &error);
    double elapsed_s = bireme_watch_stop(&watch);
    if (status == BIREME_CANCELLED)
        bireme_console_complain("interrupted: there is no split before the search is done");
    else if (status != BIREME_OK)
        bireme_console_problem(BIREME_SEVERITY_ERROR, &error);
    if (status == BIREME_MEMORY) bireme_afford_complain(options);
    if (status != BIREME_OK) return bireme_status_exit(status);
    const bireme_split_view view = {
        .split = split, .model = bireme_scenario_model(scenario), .elapsed_s = elapsed_s};
    const bireme_answer answer = bireme_answer_of_split(&view);
    int exit_status = bireme_cli_answer(console, options, &answer);
    if (exit_status == 0 && !split->confirmed) exit_status = BIREME_EXIT_NO;
    bireme_split_free(split);
    return exit_status;
}

static int run(const bireme_console *console, const bireme_options *options)
{
    bireme_scenario *scenario = NULL;
    int status = bireme_cli_load(options, &scenario);
    if (status != 0) return status;
    int exit_status = bireme_afford_decision(options, scenario, need, try_out);
    if (exit_status == 0) exit_status = divide(console, options, scenario);
    bireme_scenario_free(scenario);
    return exit_status;
}

static const bireme_option taken[] = {
    BIREME_OPTION_TOTAL,       BIREME_OPTION_OBJECTIVE, BIREME_OPTION_STEPS,      BIREME_OPTION_TARGET_METRIC,
    BIREME_OPTION_TARGET,      BIREME_OPTION_UNTIL,     BIREME_OPTION_TRIALS_FEW, BIREME_OPTION_SEED,
    BIREME_OPTION_SAMPLER,     BIREME_OPTION_THREADS,   BIREME_OPTION_MEMORY,     BIREME_OPTION_SET,
    BIREME_OPTION_ASSUMPTIONS, BIREME_OPTION_DECIMAL,   BIREME_OPTION_DATES,      BIREME_OPTION_RATE,
    BIREME_OPTION_ENCODING,    BIREME_OPTION_EXPLAIN,   BIREME_OPTION_OUT,        BIREME_OPTION_FORMAT,
    BIREME_OPTION_WIDE,        BIREME_OPTION_EXCEL,     BIREME_OPTION_EUROPEAN,   BIREME_OPTION_OUTSIDE,
    BIREME_OPTION_REPAIR,      BIREME_OPTION_QUIET,     BIREME_OPTION_HELP,       BIREME_OPTION_NONE};

const bireme_command bireme_command_split = {
    .name = "split",
    .arguments = "SCENARIO",
    .summary = "how a total is best divided between marketing and sales",
    .about =
        "Divides one total between the lines of the scenario's `decision` block, without one every\n"
        "channel with spend and the reps, within their limits: for the chance to reach the goal, for the\n"
        "mean, or for the mean of the worst futures. Shows what each line gets, the frontier over the\n"
        "share of marketing, what the best split is worth against today's, where the next money should\n"
        "go, and how sure it is.",
    .example =
        "  bireme split base.json --objective mean\n"
        "\n"
        "  Of $2.133M, the best split puts $600K (28 %) into marketing and $1.54M (72 %) into sales:\n"
        "  revenue by the end of 2027-12 is $4.77M on average, $456K more than with today's split. Any\n"
        "  share of marketing from 24 % to 28 % is as good, but for $20,000, if it is divided well.\n"
        "  [...]\n"
        "\n"
        "  bireme split base.json --total 2.4e6 --objective p_goal\n"
        "  bireme split base.json --total 2.4e6 --objective cvar:20% --steps 5 --out split.csv",
    .options = taken,
    .reads_arguments = true,
    .least = 1,
    .most = 1,
    .csv = true,
    .json = true,
    .xlsx = true,
    .run = run,
};
