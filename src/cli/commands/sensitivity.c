/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme sensitivity`: what drives the result.
 */
#include "bireme/sensitivity.h"

#include "cli/question.h"
#include "cli/options/options.h"
#include "output/decisions/sensitivity.h"
#include "scenario/internal.h"

/* The options of the calculation, for these run options. */
static bireme_sensitivity_options asked_of(const bireme_options *options, const bireme_run_options *run)
{
    return (bireme_sensitivity_options){.size = sizeof(bireme_sensitivity_options),
                                        .run = run,
                                        .metric = options->metric,
                                        .until = options->until};
}

static bireme_status need(const void *asked, const bireme_run_options *run, bireme_need *out,
                          bireme_error *error)
{
    const bireme_asked *a = asked;
    const bireme_sensitivity_options options = asked_of(a->options, run);
    return bireme_sensitivity_need(a->scenarios[0], &options, out, error);
}

static bireme_status make(const bireme_asked *asked, const bireme_run_options *run, void **result,
                          bireme_error *error)
{
    bireme_sensitivity *made = NULL;
    const bireme_sensitivity_options options = asked_of(asked->options, run);
    bireme_status status = bireme_sensitivity_run(asked->scenarios[0], &options, &made, error);
    *result = made;
    return status;
}

static int answer(const bireme_console *console, const bireme_asked *asked, const void *result,
                  double elapsed_s)
{
    const bireme_sensitivity_view view = {
        .result = result, .model = bireme_scenario_model(asked->scenarios[0]), .elapsed_s = elapsed_s};
    const bireme_answer whole = bireme_answer_of_sensitivity(&view);
    return bireme_cli_answer(console, asked->options, &whole);
}

static void discard(void *result)
{
    bireme_sensitivity_free(result);
}

static int run(const bireme_console *console, const bireme_options *options)
{
    static const bireme_question question = {
        .not_yet = "there is no answer before all inputs have been tried",
        .need = need,
        .make = make,
        .answer = answer,
        .free = discard};
    return bireme_ask_of_one(&question, console, options);
}

static const bireme_option taken[] = {
    BIREME_OPTION_TARGET_METRIC, BIREME_OPTION_UNTIL,    BIREME_OPTION_TRIALS_FEW, BIREME_OPTION_SEED,
    BIREME_OPTION_SAMPLER,       BIREME_OPTION_THREADS,  BIREME_OPTION_MEMORY,     BIREME_OPTION_SET,
    BIREME_OPTIONS_OF_TABLES,    BIREME_OPTIONS_OF_FORM, BIREME_OPTIONS_LAST};

const bireme_command bireme_command_sensitivity = {
    .name = "sensitivity",
    .arguments = "SCENARIO",
    .summary = "what drives the result",
    .about =
        "Finds where the uncertainty of the result comes from: for each uncertain number of the scenario, "
        "for\n"
        "numbers that are correlated together, and for the economy, the share of the variance that it makes\n"
        "alone and with interactions (Sobol indices); the rank correlation; the mean with the input at its\n"
        "P10 and at its P90; the part that is chance; and what it would be worth to know the input before\n"
        "deciding on a fifth more or less in one line of the plan.",
    .example =
        "  bireme sensitivity base.json\n"
        "\n"
        "  Of the variance of revenue by the end of December 2027 (mean $4.32M, standard deviation $1.64M),\n"
        "  66 % comes from the shared win rate and 2 numbers that go with it, 6.4 % from the shared\n"
        "  conversion to opportunity, 5.9 % from the economy; 6.7 % is chance, which knowing the inputs\n"
        "  cannot take away.\n"
        "  [...]\n"
        "\n"
        "  bireme sensitivity base.json --metric wins --until 2027-06\n"
        "  bireme sensitivity base.json --trials 65536 --out drivers.csv",
    .options = taken,
    .reads_arguments = true,
    .least = 1,
    .most = 1,
    .csv = true,
    .json = true,
    .xlsx = true,
    .run = run,
};
