/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme compare`: scenarios against one another.
 */
#include "cli/options/options.h"

#include "base/memory.h"
#include "bireme/compare.h"
#include "cli/afford.h"
#include "cli/answer.h"
#include "cli/options/loading.h"
#include "cli/watch.h"
#include "output/decisions/comparison.h"
#include "scenario/internal.h"

static int compare(const bireme_console *console, const bireme_options *options,
                   bireme_scenario *const *scenarios)
{
    const bireme_scenario *list[BIREME_COMPARE_MOST];
    const bireme_model *models[BIREME_COMPARE_MOST];
    bireme_comparison *comparison = NULL;
    bireme_error error = {0};
    bireme_watch watch;
    bireme_run_options run = bireme_cli_run_options(options);
    run.progress = bireme_watch_progress;
    run.cancelled = bireme_watch_cancelled;
    run.context = &watch;
    const bireme_compare_options compare_options = {.size = sizeof(bireme_compare_options),
                                                    .run = &run,
                                                    .metric = options->metric,
                                                    .baseline = options->baseline,
                                                    .bridge = !options->no_bridge};
    for (size_t i = 0; i < options->n_arguments; i++) {
        list[i] = scenarios[i];
        models[i] = bireme_scenario_model(scenarios[i]);
    }
    bireme_watch_start(&watch, console->errors_are_terminal && !options->quiet,
                       "there is nothing to compare before all scenarios are run");
    bireme_status status = bireme_comparison_run(list, options->n_arguments, &compare_options, &comparison,
                                                 &error);
    double elapsed_s = bireme_watch_stop(&watch);
    if (status == BIREME_CANCELLED)
        bireme_console_complain("interrupted: there is nothing to compare before all scenarios are run");
    else if (status != BIREME_OK)
        bireme_console_problem(BIREME_SEVERITY_ERROR, &error);
    if (status == BIREME_MEMORY) bireme_afford_complain(options);
    if (status != BIREME_OK) return bireme_status_exit(status);
    const bireme_comparison_view view = {.comparison = comparison, .models = models, .elapsed_s = elapsed_s};
    const bireme_answer answer = bireme_answer_of_comparison(&view);
    int exit_status = bireme_cli_answer(console, options, &answer);
    bireme_comparison_free(comparison);
    return exit_status;
}

typedef struct asking {
    const bireme_options *options;
    bireme_scenario *const *scenarios;
} asking;

/* Room for a pointer to each, and what is asked of them. */
static bireme_compare_options of(const asking *a, const bireme_run_options *run, const bireme_scenario **list)
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
    const asking *a = asked;
    const bireme_scenario *list[BIREME_COMPARE_MOST];
    const bireme_compare_options options = of(a, run, list);
    return bireme_comparison_need(list, a->options->n_arguments, &options, out, error);
}

static bireme_status try_out(const void *asked, const bireme_run_options *run, bireme_error *error)
{
    const asking *a = asked;
    const bireme_scenario *list[BIREME_COMPARE_MOST];
    const bireme_compare_options options = of(a, run, list);
    bireme_comparison *comparison = NULL;
    bireme_status status = bireme_comparison_run(list, a->options->n_arguments, &options, &comparison, error);
    if (status == BIREME_OK) bireme_comparison_free(comparison);
    return status;
}

static int afford(const bireme_options *options, bireme_scenario *const *scenarios)
{
    const asking a = {options, scenarios};
    const bireme_affording affording = {.options = options,
                                        .asked = &a,
                                        .run = bireme_cli_run_options(options),
                                        .need = need,
                                        .try_out = try_out,
                                        .model = bireme_scenario_model(scenarios[0])};
    return bireme_afford(&affording);
}

static int run(const bireme_console *console, const bireme_options *options)
{
    bireme_scenario *scenarios[BIREME_COMPARE_MOST];
    if (options->baseline >= options->n_arguments) {
        bireme_console_complain("--baseline %zu: there are %zu scenarios", options->baseline + 1,
                                options->n_arguments);
        return BIREME_EXIT_USAGE;
    }
    int status = bireme_cli_load_all(options, scenarios);
    if (status != 0) return status;
    status = afford(options, scenarios);
    if (status == 0) status = compare(console, options, scenarios);
    for (size_t i = 0; i < options->n_arguments; i++) bireme_scenario_free(scenarios[i]);
    return status;
}

static const bireme_option taken[] = {
    BIREME_OPTION_METRIC, BIREME_OPTION_BASELINE,  BIREME_OPTION_NO_BRIDGE,   BIREME_OPTION_TRIALS,
    BIREME_OPTION_SEED,   BIREME_OPTION_SAMPLER,   BIREME_OPTION_PRECISION,   BIREME_OPTION_THREADS,
    BIREME_OPTION_MEMORY, BIREME_OPTION_SET_OF,    BIREME_OPTION_ASSUMPTIONS, BIREME_OPTION_DECIMAL,
    BIREME_OPTION_DATES,  BIREME_OPTION_RATE,      BIREME_OPTION_ENCODING,    BIREME_OPTION_EXPLAIN,
    BIREME_OPTION_GIVEN,  BIREME_OPTION_GIVEN_NOT, BIREME_OPTION_OUT,         BIREME_OPTION_FORMAT,
    BIREME_OPTION_WIDE,   BIREME_OPTION_EXCEL,     BIREME_OPTION_EUROPEAN,    BIREME_OPTION_OUTSIDE,
    BIREME_OPTION_REPAIR, BIREME_OPTION_QUIET,     BIREME_OPTION_HELP,        BIREME_OPTION_NONE};

const bireme_command bireme_command_compare = {
    .name = "compare",
    .arguments = "A B [C...]",
    .summary = "recession or growth, this plan or that",
    .about =
        "Forecasts scenarios on common random numbers and says what they differ by: trial by trial, what is\n"
        "uncertain in both has the same luck in both, so that a difference is one of the plans and not of\n"
        "chance. Says in how many futures each is ahead, what is missed on average by taking it and not the\n"
        "best (regret), and which groups of assumptions make the difference from the first scenario to each\n"
        "of the others. It is decided by the metric of the first scenario's goal, or revenue.",
    .example =
        "  bireme compare base.json recession.json growth.json\n\n"
        "  Recession 2027 has $1.47M less revenue than Base 2027 on average (34 %), with 80 % confidence\n"
        "  between $2.39M less and $620K less; it is ahead in less than 1 % of futures. Growth 2027 has\n"
        "  $751K more revenue than Base 2027 on average (17 %), with 80 % confidence between $206K more and\n"
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
