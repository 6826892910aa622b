/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme plan`: how many leads, or what budget, a target needs.
 */
#include "cli/options/options.h"

#include <math.h>
#include "bireme/target.h"
#include "cli/question.h"
#include "output/decisions/target.h"
#include "scenario/internal.h"

/* The options of the calculation, for these run options. */
static bireme_target_options asked_of(const bireme_options *options, const bireme_run_options *run)
{
    return (bireme_target_options){.size = sizeof(bireme_target_options),
                                   .run = run,
                                   .metric = options->metric,
                                   .at_least = options->has_target ? options->target : NAN,
                                   .confidence = options->confidence > 0 ? options->confidence : NAN,
                                   .until = options->until,
                                   .by = options->by_budget ? BIREME_TARGET_BY_BUDGET
                                                            : BIREME_TARGET_BY_LEADS};
}

static bireme_status need(const void *asked, const bireme_run_options *run, bireme_need *out,
                          bireme_error *error)
{
    const bireme_asked *a = asked;
    const bireme_target_options options = asked_of(a->options, run);
    return bireme_target_need(a->scenarios[0], &options, out, error);
}

static bireme_status make(const bireme_asked *asked, const bireme_run_options *run, void **result,
                          bireme_error *error)
{
    bireme_target *made = NULL;
    const bireme_target_options options = asked_of(asked->options, run);
    bireme_status status = bireme_target_run(asked->scenarios[0], &options, &made, error);
    *result = made;
    return status;
}

static int answer(const bireme_console *console, const bireme_asked *asked, const void *result,
                  double elapsed_s)
{
    const bireme_target_view view = {
        .target = result, .model = bireme_scenario_model(asked->scenarios[0]), .elapsed_s = elapsed_s};
    const bireme_answer whole = bireme_answer_of_target(&view);
    int status = bireme_cli_answer(console, asked->options, &whole);
    bool is_answer = view.target->reached && view.target->confirmed;
    return status == 0 && !is_answer ? BIREME_EXIT_NO : status;
}

static void discard(void *result)
{
    bireme_target_free(result);
}

static int run(const bireme_console *console, const bireme_options *options)
{
    static const bireme_question question = {.not_yet = "there is no plan before the search is done",
                                             .need = need,
                                             .make = make,
                                             .answer = answer,
                                             .free = discard};
    return bireme_ask_of_one(&question, console, options);
}

static const bireme_option taken[] = {
    BIREME_OPTION_TARGET,   BIREME_OPTION_CONFIDENCE, BIREME_OPTION_TARGET_METRIC, BIREME_OPTION_UNTIL,
    BIREME_OPTION_BY,       BIREME_OPTION_TRIALS,     BIREME_OPTION_SEED,          BIREME_OPTION_SAMPLER,
    BIREME_OPTION_THREADS,  BIREME_OPTION_MEMORY,     BIREME_OPTION_SET,           BIREME_OPTIONS_OF_TABLES,
    BIREME_OPTIONS_OF_FORM, BIREME_OPTIONS_LAST};

const bireme_command bireme_command_plan = {
    .name = "plan",
    .arguments = "SCENARIO",
    .summary = "how many leads and what budget a target needs",
    .about =
        "Finds the smallest lead volume (or, --by budget, the smallest budget) with which the target is\n"
        "reached with the confidence asked for: by channel and period, what it costs, what sales must\n"
        "provide for it, and what more or less confidence would take. What scales are the lines of the\n"
        "scenario's `decision` block, without one all channels with spend; organic and outbound leads and\n"
        "open deals stay. A target that cannot be reached is said to be (exit status 1), with what holds\n"
        "it back and the best that can. Of a metric of which less is better (cac, a cost) the target is\n"
        "at most so much, and the plan the largest that keeps it.",
    .example =
        "  bireme plan base.json --target 3e6\n\n"
        "  To reach $3M revenue by the end of December 2027 with a confidence of 80 %, it takes 17,556\n"
        "  leads, of which 8,522 are bought (1.20 times those of today's plan); they cost $1.73M on "
        "average,\n"
        "  $1.49M in the median and no more than $1.99M in 8 of 10 futures. Today's plan reaches it in 78 %\n"
        "  of futures.\n"
        "  [...]\n\n"
        "  bireme plan base.json --target 3e6 --by budget --confidence 0.7\n"
        "  bireme plan base.json --metric wins --target 80 --until 2027-09\n"
        "  bireme plan base.json --out plan.csv",
    .options = taken,
    .reads_arguments = true,
    .least = 1,
    .most = 1,
    .csv = true,
    .json = true,
    .xlsx = true,
    .run = run,
};
