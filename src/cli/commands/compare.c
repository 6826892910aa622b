/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme compare`: scenarios against one another.
 */
#include "cli/options/options.h"

#include "base/memory.h"
#include "bireme/compare.h"
#include "cli/question.h"
#include "cli/options/loading.h"
#include "output/decisions/comparison.h"
#include "scenario/internal.h"

/* The options of the calculation, for these run options. list: room for a pointer to each scenario. */
static bireme_compare_options asked_of(const bireme_asked *a, const bireme_run_options *run,
                                       const bireme_scenario **list)
{
    for (size_t i = 0; i < a->options->n_arguments; i++) list[i] = a->scenarios[i];
    return (bireme_compare_options){.size = sizeof(bireme_compare_options),
                                    .run = run,
                                    .metric = a->options->metric,
                                    .baseline = a->options->baseline,
                                    .bridge = !a->options->no_bridge};
}

static bireme_status need(const void *asked, const bireme_run_options *run, bireme_need *out,
                          bireme_error *error)
{
    const bireme_asked *a = asked;
    const bireme_scenario *list[BIREME_COMPARE_MOST];
    const bireme_compare_options options = asked_of(a, run, list);
    return bireme_comparison_need(list, a->options->n_arguments, &options, out, error);
}

static bireme_status make(const bireme_asked *asked, const bireme_run_options *run, void **result,
                          bireme_error *error)
{
    const bireme_scenario *list[BIREME_COMPARE_MOST];
    bireme_comparison *made = NULL;
    const bireme_compare_options options = asked_of(asked, run, list);
    bireme_status status = bireme_comparison_run(list, asked->options->n_arguments, &options, &made, error);
    *result = made;
    return status;
}

static int answer(const bireme_console *console, const bireme_asked *asked, const void *result,
                  double elapsed_s)
{
    const bireme_model *models[BIREME_COMPARE_MOST];
    for (size_t i = 0; i < asked->options->n_arguments; i++)
        models[i] = bireme_scenario_model(asked->scenarios[i]);
    const bireme_comparison_view view = {.comparison = result, .models = models, .elapsed_s = elapsed_s};
    const bireme_answer whole = bireme_answer_of_comparison(&view);
    return bireme_cli_answer(console, asked->options, &whole);
}

static void discard(void *result)
{
    bireme_comparison_free(result);
}

static int run(const bireme_console *console, const bireme_options *options)
{
    static const bireme_question question = {
        .not_yet = "there is nothing to compare before all scenarios are run",
        .need = need,
        .make = make,
        .answer = answer,
        .free = discard};
    bireme_scenario *scenarios[BIREME_COMPARE_MOST];
    if (options->baseline >= options->n_arguments)
        return bireme_console_refuse("--baseline %zu: there are %zu scenarios", options->baseline + 1,
                                     options->n_arguments);
    int status = bireme_cli_load_all(options, scenarios);
    if (status != 0) return status;
    status = bireme_ask(&question, console, options, scenarios);
    for (size_t i = 0; i < options->n_arguments; i++) bireme_scenario_free(scenarios[i]);
    return status;
}

static const bireme_option taken[] = {
    BIREME_OPTION_METRIC,    BIREME_OPTION_BASELINE, BIREME_OPTION_NO_BRIDGE,   BIREME_OPTION_TRIALS,
    BIREME_OPTION_SEED,      BIREME_OPTION_SAMPLER,  BIREME_OPTION_PRECISION,   BIREME_OPTION_THREADS,
    BIREME_OPTION_MEMORY,    BIREME_OPTION_SET_OF,   BIREME_OPTIONS_OF_TABLES,  BIREME_OPTION_GIVEN,
    BIREME_OPTION_GIVEN_NOT, BIREME_OPTION_QUARTERS, BIREME_OPTION_FISCAL_YEAR, BIREME_OPTIONS_OF_FORM,
    BIREME_OPTIONS_LAST};

const bireme_command bireme_command_compare = {
    .name = "compare",
    .arguments = "A B [C...]",
    .summary = "recession or growth, this plan or that",
    .about =
        "Forecasts scenarios on common random numbers and says what they differ by: trial by trial, what is\n"
        "uncertain in both has the same luck in both, so that a difference is one of the plans and not of\n"
        "chance. Says in how many futures each is ahead, what is missed on average by taking it and not the\n"
        "best (regret), and which groups of assumptions make the difference from the first scenario to each\n"
        "of the others. It is decided by the metric of the first scenario's goal, or revenue.\n\n"
        "With --quarters it also shows that metric, and the difference, in every quarter and fiscal year;\n"
        "these are the first scenario's, unless --fiscal-year-start says when a year begins.",
    .example =
        "  bireme compare base.json recession.json growth.json\n\n"
        "  Recession 2027 has $1.47M less revenue than Base 2027 on average (34 %), in 8 of 10 futures\n"
        "  between $2.39M less and $620K less; it is ahead in less than 1 % of futures. Growth 2027 has\n"
        "  $751K more revenue than Base 2027 on average (17 %), in 8 of 10 futures between $206K more and\n"
        "  $1.34M more; it is ahead in 98 % of futures. [...]\n\n"
        "  bireme compare base.json base.json --set 2:sales.reps=7      what would one rep more bring\n"
        "  bireme compare base.json recession.json --metric contribution\n"
        "  bireme compare base.json growth.json --out growth.csv",
    .options = taken,
    .reads_arguments = true,
    .least = 2,
    .most = BIREME_COMPARE_MOST,
    .csv = true,
    .json = true,
    .xlsx = true,
    .run = run,
};
