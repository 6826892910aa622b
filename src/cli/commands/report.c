/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme report`: the answers of all commands about one scenario as one page to look at and pass on.
 */
#include "cli/options/options.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/memory.h"
#include "bireme/compare.h"
#include "bireme/sensitivity.h"
#include "bireme/split.h"
#include "bireme/target.h"
#include "cli/answer.h"
#include "cli/options/again.h"
#include "cli/options/loading.h"
#include "cli/question.h"
#include "output/page/report.h"
#include "scenario/internal.h"

/* ------------------------ what is asked */

/* Which sections are wanted. 0, or the exit status after a complaint. */
static int read_sections(const char *list, bool left_out[BIREME_REPORT_SECTIONS])
{
    for (int s = 0; s < BIREME_REPORT_SECTIONS; s++) left_out[s] = list != NULL;
    while (list != NULL && *list != '\0') {
        char name[32];
        const size_t length = strcspn(list, ",");
        snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1), list);
        int s = 0;
        while (s < BIREME_REPORT_SECTIONS && strcmp(name, bireme_report_section_name[s]) != 0) s++;
        if (s == BIREME_REPORT_SECTIONS)
            return bireme_console_refuse_nearest(
                name, bireme_report_section_name, BIREME_REPORT_SECTIONS,
                "--sections '%s': the sections are answer, together, economy, sales, money, plan, "
                "split, drivers, assumptions, certainty and details",
                name);
        left_out[s] = false;
        list += length + (list[length] == ',');
    }
    return 0;
}

/* The scenario has a goal, and channels that money is spent on. */
static bool can_plan(const bireme_model *model)
{
    bool paid = false;
    for (size_t c = 0; c < model->n_channels; c++) paid = paid || model->channels[c].has_spend;
    return model->goal.present && paid;
}

typedef struct asked_for {
    bool left_out[BIREME_REPORT_SECTIONS];
    bool target, split, sensitivity, comparison;
} asked_for;

static bool wanted(const asked_for *asked, bireme_report_section section)
{
    return !asked->left_out[section] || !asked->left_out[BIREME_REPORT_DETAILS];
}

/* The searches, with the defaults of their own commands. */
typedef struct searches {
    bireme_target_options target;
    bireme_split_options split;
    bireme_sensitivity_options sensitivity;
} searches;

static searches searches_with(const bireme_run_options *run)
{
    searches s;
    bireme_target_options_init(&s.target);
    bireme_split_options_init(&s.split);
    bireme_sensitivity_options_init(&s.sensitivity);
    s.target.run = s.split.run = s.sensitivity.run = run;
    return s;
}

/* Only the forecast and the comparison have quarters. */
static bireme_run_options run_of_others(const bireme_run_options *run)
{
    bireme_run_options others = *run;
    others.fiscal_year_start = 0;
    return others;
}

static bireme_run_options run_of_forecast(const bireme_run_options *run)
{
    bireme_run_options kept = *run;
    kept.keep_samples = true;
    return kept;
}

static bireme_compare_options compare_of(const bireme_asked *a, const bireme_run_options *run,
                                         const bireme_scenario **list)
{
    for (size_t i = 0; i < a->options->n_arguments; i++) list[i] = a->scenarios[i];
    return (bireme_compare_options){.size = sizeof(bireme_compare_options), .run = run, .bridge = true};
}

/* A question can be asked at all if its need can be told. */
static void decide(const bireme_asked *a, const bireme_run_options *run, asked_for *out)
{
    const bireme_run_options others = run_of_others(run);
    const searches s = searches_with(&others);
    bireme_scenario *scenario = a->scenarios[0];
    bireme_need need;
    *out = (asked_for){0};
    read_sections(a->options->sections, out->left_out);
    out->comparison = a->options->n_arguments > 1 && wanted(out, BIREME_REPORT_ECONOMY);
    out->target = wanted(out, BIREME_REPORT_PLAN) && can_plan(bireme_scenario_model(scenario)) &&
                  bireme_target_need(scenario, &s.target, &need, NULL) == BIREME_OK;
    out->split = wanted(out, BIREME_REPORT_SPLIT) &&
                 bireme_split_need(scenario, &s.split, &need, NULL) == BIREME_OK;
    out->sensitivity = wanted(out, BIREME_REPORT_DRIVERS) &&
                       bireme_sensitivity_need(scenario, &s.sensitivity, &need, NULL) == BIREME_OK;
}

/* ------------------------ what it needs */

static void add_need(bireme_need *sum, const bireme_need *one)
{
    sum->bytes = fmax(sum->bytes, one->bytes);
    sum->address = fmax(sum->address, one->address);
    sum->trials += one->trials;
    sum->steps += one->steps;
}

static bireme_status need(const void *asked, const bireme_run_options *run, bireme_need *out,
                          bireme_error *error)
{
    const bireme_asked *a = asked;
    const bireme_scenario *list[BIREME_COMPARE_MOST];
    const bireme_run_options kept = run_of_forecast(run), others = run_of_others(run);
    bireme_need one;
    asked_for what;
    decide(a, run, &what);
    const searches s = searches_with(&others);
    bireme_status status = bireme_forecast_need(a->scenarios[0], &kept, out, error);
    if (status == BIREME_OK && what.comparison) {
        const bireme_compare_options compare = compare_of(a, run, list);
        status = bireme_comparison_need(list, a->options->n_arguments, &compare, &one, error);
        if (status == BIREME_OK) add_need(out, &one);
    }
    if (status == BIREME_OK && what.target) {
        status = bireme_target_need(a->scenarios[0], &s.target, &one, error);
        if (status == BIREME_OK) add_need(out, &one);
    }
    if (status == BIREME_OK && what.split) {
        status = bireme_split_need(a->scenarios[0], &s.split, &one, error);
        if (status == BIREME_OK) add_need(out, &one);
    }
    if (status == BIREME_OK && what.sensitivity) {
        status = bireme_sensitivity_need(a->scenarios[0], &s.sensitivity, &one, error);
        if (status == BIREME_OK) add_need(out, &one);
    }
    return status;
}

/* ------------------------ all answers */

typedef struct answers {
    asked_for what;
    bireme_forecast *forecast;
    bireme_recession recession;
    bireme_comparison *comparison;
    bireme_target *target;
    bireme_split *split;
    bireme_sensitivity *sensitivity;
    bireme_assumptions *assumptions;
    bireme_error no_target, no_split, no_sensitivity; /* why there is none, though it was asked for */
} answers;

static void say_left_out(const char *command, const bireme_error *why)
{
    if (why->status != BIREME_OK)
        bireme_console_complain("the report is without `%s`: %s", command, why->message);
}

static void discard(void *result)
{
    answers *all = result;
    if (all == NULL) return;
    bireme_forecast_free(all->forecast);
    bireme_comparison_free(all->comparison);
    bireme_target_free(all->target);
    bireme_split_free(all->split);
    bireme_sensitivity_free(all->sensitivity);
    bireme_assumptions_free(all->assumptions);
    bireme_free(all);
}

/* A question that the scenario has no answer to leaves its section out, and says why. */
static bireme_status passed_over(bireme_status status, const bireme_error *error, bireme_error *why)
{
    if (status != BIREME_DOMAIN) return status;
    *why = *error;
    return BIREME_OK;
}

static bireme_status ask_searches(const bireme_asked *asked, const bireme_run_options *run, answers *all,
                                  bireme_error *error)
{
    const searches s = searches_with(run);
    bireme_scenario *scenario = asked->scenarios[0];
    bireme_status status = BIREME_OK;
    if (all->what.target)
        status = passed_over(bireme_target_run(scenario, &s.target, &all->target, error), error,
                             &all->no_target);
    if (status == BIREME_OK && all->what.split)
        status = passed_over(bireme_split_run(scenario, &s.split, &all->split, error), error, &all->no_split);
    if (status == BIREME_OK && all->what.sensitivity)
        status = passed_over(bireme_sensitivity_run(scenario, &s.sensitivity, &all->sensitivity, error),
                             error, &all->no_sensitivity);
    return status;
}

static bireme_status ask_all(const bireme_asked *asked, const bireme_run_options *run, answers *all,
                             bireme_error *error)
{
    const bireme_model *model = bireme_scenario_model(asked->scenarios[0]);
    const bireme_run_options kept = run_of_forecast(run), others = run_of_others(run);
    bireme_status status = bireme_recession_forecast(asked->scenarios[0], &kept,
                                                     bireme_options_recession(asked->options), &all->forecast,
                                                     &all->recession, error);
    if (status == BIREME_OK && all->what.comparison) {
        const bireme_scenario *list[BIREME_COMPARE_MOST];
        const bireme_compare_options options = compare_of(asked, run, list);
        status = bireme_comparison_run(list, asked->options->n_arguments, &options, &all->comparison, error);
    }
    if (status == BIREME_OK) status = ask_searches(asked, &others, all, error);
    if (status == BIREME_OK && !all->what.left_out[BIREME_REPORT_ASSUMPTIONS])
        status = bireme_assumptions_create(model, &all->assumptions, error);
    return status;
}

static bireme_status make(const bireme_asked *asked, const bireme_run_options *run, void **result,
                          bireme_error *error)
{
    answers *all = bireme_calloc(1, sizeof *all);
    if (all == NULL) return bireme_fail_memory(error);
    decide(asked, run, &all->what);
    bireme_status status = ask_all(asked, run, all, error);
    *result = status == BIREME_OK ? all : NULL;
    if (status != BIREME_OK) discard(all);
    return status;
}

/* ------------------------ the page */

/* The same report again. */
static void append_command(const bireme_options *options, bireme_text *out)
{
    bireme_text_append(out, "bireme report");
    for (size_t i = 0; i < options->n_arguments; i++) bireme_again_word(options->arguments[i], out);
    bireme_text_append(out, bireme_text_string(&options->again));
    if (options->again.failed) out->failed = true;
}

static int answer(const bireme_console *console, const bireme_asked *asked, const void *result,
                  double elapsed_s)
{
    const answers *all = result;
    const bireme_model *models[BIREME_COMPARE_MOST];
    for (size_t i = 0; i < asked->options->n_arguments; i++)
        models[i] = bireme_scenario_model(asked->scenarios[i]);
    const bireme_forecast_view forecast = {.forecast = all->forecast,
                                           .model = models[0],
                                           .trials_asked = bireme_forecast_trials(all->forecast),
                                           .elapsed_s = elapsed_s,
                                           .recession = &all->recession};
    const bireme_comparison_view comparison = {.comparison = all->comparison, .models = models};
    const bireme_target_view target = {.target = all->target,
                                       .model = models[0],
                                       .beside_quarters = bireme_forecast_quarter_count(all->forecast) > 0};
    const bireme_split_view split = {.split = all->split, .model = models[0]};
    const bireme_sensitivity_view sensitivity = {.result = all->sensitivity, .model = models[0]};
    bireme_text command = {0};
    bireme_document document;
    if (!asked->options->quiet) {
        say_left_out("plan", &all->no_target);
        say_left_out("split", &all->no_split);
        say_left_out("sensitivity", &all->no_sensitivity);
    }
    append_command(asked->options, &command);
    bireme_report_view view = {.forecast = &forecast,
                               .comparison = all->comparison != NULL ? &comparison : NULL,
                               .target = all->target != NULL ? &target : NULL,
                               .split = all->split != NULL ? &split : NULL,
                               .sensitivity = all->sensitivity != NULL ? &sensitivity : NULL,
                               .assumptions = all->assumptions,
                               .command = bireme_text_string(&command),
                               .no_target = all->no_target.message,
                               .no_split = all->no_split.message,
                               .no_sensitivity = all->no_sensitivity.message};
    memcpy(view.left_out, all->what.left_out, sizeof view.left_out);
    bireme_document_init(&document, models[0]->currency);
    bireme_report_document(&view, &document);
    if (command.failed) document.failed = true;
    int status = bireme_cli_write_page(console, asked->options, &document);
    bireme_document_free(&document);
    bireme_text_free(&command);
    return status;
}

static int run(const bireme_console *console, const bireme_options *options)
{
    static const bireme_question question = {.not_yet = "there is no report before all answers are there",
                                             .need = need,
                                             .make = make,
                                             .answer = answer,
                                             .free = discard};
    bireme_scenario *scenarios[BIREME_COMPARE_MOST];
    bool left_out[BIREME_REPORT_SECTIONS];
    int status = read_sections(options->sections, left_out);
    if (status == 0) status = bireme_cli_load_all(options, scenarios);
    if (status != 0) return status;
    status = bireme_ask(&question, console, options, scenarios);
    for (size_t i = 0; i < options->n_arguments; i++) bireme_scenario_free(scenarios[i]);
    return status;
}

static const bireme_option taken[] = {
    BIREME_OPTION_SECTIONS,    BIREME_OPTION_TRIALS,   BIREME_OPTION_SEED,        BIREME_OPTION_SAMPLER,
    BIREME_OPTION_THREADS,     BIREME_OPTION_MEMORY,   BIREME_OPTION_SET_OF,      BIREME_OPTION_RECESSION,
    BIREME_OPTIONS_OF_TABLES,  BIREME_OPTION_QUARTERS, BIREME_OPTION_FISCAL_YEAR, BIREME_OPTION_OUT_PAGE,
    BIREME_OPTION_FORMAT_PAGE, BIREME_OPTIONS_LAST};

const bireme_command bireme_command_report = {
    .name = "report",
    .arguments = "SCENARIO...",
    .summary = "all answers on one page, to look at and pass on",
    .about =
        "Asks everything that the other commands ask (run, and of what the scenario has: plan, split,\n"
        "sensitivity; compare, if more scenarios follow) and writes one page that needs nothing else: no\n"
        "network, no script. First what a leader wants to know, in plain words and pictures; then the "
        "tables\n"
        "for analysts, every number that was assumed with its source, and how sure the program is.\n\n"
        "As Markdown the pictures are files beside it: year-1.svg, year-2.svg and so on of year.md.\n"
        "Sections: answer, together, economy, sales, money, plan, split, drivers, assumptions, certainty,\n"
        "details; "
        "those for which the scenario has nothing are not there.",
    .example = "  bireme report base.json --out year.html\n"
               "  bireme report base.json recession.json --out year.html     what a recession changes\n"
               "  bireme report base.json --sections answer,plan --out goal.md",
    .options = taken,
    .reads_arguments = true,
    .least = 1,
    .most = BIREME_COMPARE_MOST,
    .pages = true,
    .run = run,
};
