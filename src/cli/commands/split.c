/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme split`: how a total is best divided between marketing and sales, and between channels.
 */
#include "bireme/split.h"

#include <math.h>
#include "cli/question.h"
#include "cli/options/options.h"
#include "output/decisions/split/split.h"
#include "scenario/internal.h"

/* The options of the calculation, for these run options. */
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
    const bireme_asked *a = asked;
    const bireme_split_options options = asked_of(a->options, run);
    return bireme_split_need(a->scenarios[0], &options, out, error);
}

static bireme_status make(const bireme_asked *asked, const bireme_run_options *run, void **result,
                          bireme_error *error)
{
    bireme_split *made = NULL;
    const bireme_split_options options = asked_of(asked->options, run);
    bireme_status status = bireme_split_run(asked->scenarios[0], &options, &made, error);
    *result = made;
    return status;
}

static int answer(const bireme_console *console, const bireme_asked *asked, const void *result,
                  double elapsed_s)
{
    const bireme_split_view view = {
        .split = result, .model = bireme_scenario_model(asked->scenarios[0]), .elapsed_s = elapsed_s};
    const bireme_answer whole = bireme_answer_of_split(&view);
    int status = bireme_cli_answer(console, asked->options, &whole);
    return status == 0 && !view.split->confirmed ? BIREME_EXIT_NO : status;
}

static void discard(void *result)
{
    bireme_split_free(result);
}

static int run(const bireme_console *console, const bireme_options *options)
{
    static const bireme_question question = {.not_yet = "there is no split before the search is done",
                                             .need = need,
                                             .make = make,
                                             .answer = answer,
                                             .free = discard};
    return bireme_ask_of_one(&question, console, options);
}

static const bireme_option taken[] = {
    BIREME_OPTION_TOTAL,      BIREME_OPTION_OBJECTIVE, BIREME_OPTION_STEPS,      BIREME_OPTION_TARGET_METRIC,
    BIREME_OPTION_TARGET,     BIREME_OPTION_UNTIL,     BIREME_OPTION_TRIALS_FEW, BIREME_OPTION_SEED,
    BIREME_OPTION_SAMPLER,    BIREME_OPTION_THREADS,   BIREME_OPTION_MEMORY,     BIREME_OPTION_SET,
    BIREME_OPTIONS_OF_TABLES, BIREME_OPTIONS_OF_FORM,  BIREME_OPTIONS_LAST};

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
        "  Of the $2.13M in today's plan that can be moved, the best split puts $600K (28 %) into marketing\n"
        "  and $1.54M (72 %) into sales: revenue by the end of December 2027 is $4.77M on average, $456K "
        "more\n"
        "  than with today's split. Any marketing share from 24 % to 28 % comes within $20,000 of that, if\n"
        "  each part is divided as well as can be.\n"
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
