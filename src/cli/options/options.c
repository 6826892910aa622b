/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Options, read by popt: each command's in a context of its own, made from the entries of the table that it
 * names.
 */
#include "cli/options/options.h"

#include <errno.h>
#include <popt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/utf8.h"
#include "bireme/compare.h"
#include "cli/options/option_values.h"
#include "cli/options/told_tables.h"
#include "model/model.h"

typedef struct entry {
    const char *name;
    char letter;
    const char *argument; /* NULL: a switch */
    const char *help;     /* NULL: not shown */
} entry;

static const entry table[BIREME_OPTION_COUNT] = {
    [BIREME_OPTION_TRIALS] = {"trials", 0, "N", "number of trials (default: the scenario's, else 65536)"},
    [BIREME_OPTION_TRIALS_FEW] = {"trials", 0, "N",
                                  "number of trials (default: the scenario's, at most 16384)"},
    [BIREME_OPTION_SEED] = {"seed", 0, "S", "seed of the random numbers (default: the scenario's, else 1)"},
    [BIREME_OPTION_SAMPLER] = {"sampler", 0, "NAME",
                               "sobol, lhs or random points (default: the scenario's, else sobol)"},
    [BIREME_OPTION_PRECISION] = {"precision", 0, "REL",
                                 "stop when the standard errors are at most REL: 0.001 or 0.1%"},
    [BIREME_OPTION_THREADS] = {"threads", 0, "N",
                               "threads to use (default: all processors); the answer is the same"},
    [BIREME_OPTION_MEMORY] = {"max-memory", 0, "SIZE",
                              "refuse what needs more: 500M, 2G (default: what the machine has left)"},
    [BIREME_OPTION_SET] = {"set", 0, "PATH=JSON",
                           "change a value of the scenario; may be given again and again"},
    [BIREME_OPTION_ASSUMPTIONS] = {"assumptions", 0, "FILE",
                                   "numbers from a spreadsheet's CSV: path,value or path,p10,p50,p90"},
    [BIREME_OPTION_DECIMAL] = {"decimal", 0, "[COLUMN=]SIGN",
                               "point or comma: what a table's `1.234` means, if nothing decides"},
    [BIREME_OPTION_DATES] = {"dates", 0, "[COLUMN=]ORDER",
                             "dmy or mdy: what a table's `03/04/2027` means, if nothing decides"},
    [BIREME_OPTION_RATE] = {"rate", 0, "CUR=NUMBER",
                            "what one of CUR is worth, in tables: EUR=1.08; again and again"},
    [BIREME_OPTION_ENCODING] = {"encoding", 0, "NAME",
                                "of tables without a mark: utf-8 or latin1 (Windows-1252 too)"},
    [BIREME_OPTION_EXPLAIN] = {"explain", 0, NULL, "say of every table what was read as what, by column"},
    [BIREME_OPTION_SET_OF] = {"set", 0, "[N:]PATH=JSON",
                              "change a value, of all scenarios or of number N; again and again"},
    [BIREME_OPTION_METRIC] = {"metric", 0, "NAME", "decide by this metric instead of that of the goal"},
    [BIREME_OPTION_TARGET] = {"target", 0, "X", "what the metric must reach (default: the goal's)"},
    [BIREME_OPTION_CONFIDENCE] = {"confidence", 0, "P",
                                  "in which share of the futures: 80% (default: the goal's, or 0.8)"},
    [BIREME_OPTION_TARGET_METRIC] = {"metric", 0, "NAME",
                                     "the metric (default: the goal's, else revenue or wins)"},
    [BIREME_OPTION_UNTIL] = {"until", 0, "DATE",
                             "by the end of this date's period (default: the goal's, or the end)"},
    [BIREME_OPTION_BY] = {"by", 0, "WHAT",
                          "leads (what they cost is uncertain) or budget (what it brings is)"},
    [BIREME_OPTION_TOTAL] = {"total", 0, "X",
                             "what is divided, over the horizon (default: what today's plan costs)"},
    [BIREME_OPTION_OBJECTIVE] = {"objective", 0, "WHAT",
                                 "p_goal, mean, cvar or cvar:SHARE (default: p_goal if there is a goal)"},
    [BIREME_OPTION_STEPS] = {"steps", 0, "N", "shares of marketing on the frontier (default: 9)"},
    [BIREME_OPTION_BASELINE] = {"baseline", 0, "N",
                                "number of the scenario that the others are compared with (default: 1)"},
    [BIREME_OPTION_NO_BRIDGE] = {"no-bridge", 0, NULL, "not which assumptions make the difference: faster"},
    [BIREME_OPTION_GIVEN] = {"given", 0, "REGIME[:DATE]",
                             "only the futures in which the economy comes to REGIME (by DATE)"},
    [BIREME_OPTION_GIVEN_NOT] = {"given-not", 0, "REGIME[:DATE]",
                                 "only those in which it does not; both may be given again"},
    [BIREME_OPTION_SAMPLES] = {"samples", 0, "FILE", "write every trial to FILE as CSV, one row a trial"},
    [BIREME_OPTION_SIPMATH] = {"sipmath", 0, "FILE",
                               "write the forecast to FILE as a SIPmath 3.0 library (JSON)"},
    [BIREME_OPTION_TOTALS] = {"totals", 0, NULL, "the whole horizon only, no results per period: faster"},
    [BIREME_OPTION_OUT] = {"out", 'o', "FILE",
                           "write to FILE; its ending (.txt .json .csv .xlsx) gives the format"},
    [BIREME_OPTION_OUT_CSV] = {"out", 'o', "FILE", "write the table to FILE (default: standard output)"},
    [BIREME_OPTION_TRIALS_EACH] = {"trials", 0, "N",
                                   "trials of every run (default: the run's, else the scenario's)"},
    [BIREME_OPTION_RESUME] = {"resume", 0, NULL, "go on with what is there of the same batch"},
    [BIREME_OPTION_SHARD] = {"shard", 0, "I/N",
                             "only part I of N equal ones (default: what the job system says)"},
    [BIREME_OPTION_SHARD_OF_RUN] = {"shard", 0, "I/N",
                                    "only part I of N of the trials, for `merge`; auto: the job system's"},
    [BIREME_OPTION_PERIODS] = {"periods", 0, NULL, "results per period too"},
    [BIREME_OPTION_FORMAT] = {"format", 'f', "FORMAT", "text, json, csv or xlsx, whatever the ending"},
    [BIREME_OPTION_WIDE] = {"wide", 0, NULL,
                            "CSV with one row and a column per number, instead of a tidy table"},
    [BIREME_OPTION_EXCEL] = {"excel", 0, NULL, "CSV that Excel opens as UTF-8: with a byte order mark"},
    [BIREME_OPTION_EUROPEAN] = {"european", 0, NULL, "the same with semicolons, and commas in numbers"},
    [BIREME_OPTION_STRICT] = {"strict", 0, NULL, "exit with 1 if there is a warning"},
    [BIREME_OPTION_OUTSIDE] = {"allow-outside-extends", 0, NULL,
                               "let `extends` name files outside the scenario's folder"},
    [BIREME_OPTION_REPAIR] = {"repair-correlations", 0, NULL,
                              "take the nearest valid correlations if they contradict each other"},
    [BIREME_OPTION_REFERENCE] = {"reference", 0, NULL, NULL},
    [BIREME_OPTION_QUIET] = {"quiet", 'q', NULL, "no progress, no warnings, no remarks"},
    [BIREME_OPTION_HELP] = {"help", 'h', NULL, "this page"},
};

void bireme_options_free(bireme_options *options)
{
    for (size_t i = 0; i < options->load.n_overrides; i++)
        bireme_free((void *)options->load.overrides[i].path);
    bireme_free((void *)options->load.overrides);
    for (size_t i = 0; i < options->load.n_assumptions; i++)
        bireme_free((void *)options->load.assumptions[i]);
    bireme_free((void *)options->load.assumptions);
    bireme_told_tables_free(options);
    for (size_t i = 0; i < options->tables.n_choices; i++)
        bireme_free((void *)options->tables.choices[i].column);
    bireme_free((void *)options->tables.choices);
    bireme_free((void *)options->tables.rates);
    bireme_given_list_free(&options->given);
    for (size_t i = 0; i < options->n_arguments; i++) bireme_free(options->arguments[i]);
    bireme_free(options->arguments);
    bireme_free(options->samples);
    bireme_free(options->sipmath);
    bireme_free(options->out);
    bireme_free(options->metric);
    bireme_free(options->until);
    bireme_free(options->shard);
    *options = (bireme_options){0};
}

/* ------------------------ parsing */

static int apply(bireme_option option, const char *text, char **format, bireme_options *out)
{
    uint64_t threads = 0, number = 0;
    int failed = 0;
    switch (option) {
    case BIREME_OPTION_TRIALS:
    case BIREME_OPTION_TRIALS_FEW:
    case BIREME_OPTION_TRIALS_EACH:
        return bireme_value_whole("trials", text, 1, BIREME_TRIALS_MOST, &out->trials);
    case BIREME_OPTION_SEED:
        out->has_seed = true;
        return bireme_value_whole("seed", text, 0, UINT64_MAX, &out->seed);
    case BIREME_OPTION_SAMPLER:
        return bireme_value_sampler(text, &out->sampler);
    case BIREME_OPTION_PRECISION:
        return bireme_value_share(
            "precision", "a relative standard error of more than 0 and less than 1, such as 0.001 or 0.1%",
            text, &out->precision);
    case BIREME_OPTION_THREADS:
        failed = bireme_value_whole("threads", text, 0, 1024, &threads);
        out->threads = (int)threads;
        return failed;
    case BIREME_OPTION_MEMORY:
        return bireme_value_memory(text, &out->max_memory);
    case BIREME_OPTION_TARGET:
        return bireme_value_target(text, out);
    case BIREME_OPTION_CONFIDENCE:
        return bireme_value_share("confidence",
                                  "a share of the futures, more than 0 and less than 1, such as 0.8 or 80%",
                                  text, &out->confidence);
    case BIREME_OPTION_UNTIL:
        return bireme_value_text(&out->until, "until", "a date, such as 2027-09", text);
    case BIREME_OPTION_BY:
        return bireme_value_by(text, &out->by_budget);
    case BIREME_OPTION_METRIC:
    case BIREME_OPTION_TARGET_METRIC:
        return bireme_value_text(&out->metric, "metric", "the name of a metric", text);
    case BIREME_OPTION_BASELINE:
        failed = bireme_value_whole("baseline", text, 1, BIREME_COMPARE_MOST, &number);
        out->baseline = failed ? 0 : (size_t)number - 1;
        return failed;
    case BIREME_OPTION_TOTAL:
        return bireme_value_total(text, &out->total);
    case BIREME_OPTION_OBJECTIVE:
        return bireme_value_objective(text, out);
    case BIREME_OPTION_STEPS:
        failed = bireme_value_whole("steps", text, 2, 101, &number);
        out->steps = (int)number;
        return failed;
    case BIREME_OPTION_NO_BRIDGE:
        out->no_bridge = true;
        break;
    case BIREME_OPTION_ASSUMPTIONS:
        return bireme_value_assumptions(out, text);
    case BIREME_OPTION_DECIMAL:
        return bireme_value_decimal(out, text);
    case BIREME_OPTION_DATES:
        return bireme_value_dates(out, text);
    case BIREME_OPTION_RATE:
        return bireme_value_rate(out, text);
    case BIREME_OPTION_ENCODING:
        return bireme_value_encoding(out, text);
    case BIREME_OPTION_EXPLAIN:
        out->explain = true;
        break;
    case BIREME_OPTION_SET:
    case BIREME_OPTION_SET_OF:
        return bireme_value_override(out, text);
    case BIREME_OPTION_GIVEN:
    case BIREME_OPTION_GIVEN_NOT:
        return bireme_given_add(&out->given, option == BIREME_OPTION_GIVEN_NOT, text);
    case BIREME_OPTION_SAMPLES:
        return bireme_value_text(&out->samples, "samples", "the name of a file", text);
    case BIREME_OPTION_SIPMATH:
        return bireme_value_text(&out->sipmath, "sipmath", "the name of a file", text);
    case BIREME_OPTION_OUT:
    case BIREME_OPTION_OUT_CSV:
        return bireme_value_text(&out->out, "out", "the name of a file", text);
    case BIREME_OPTION_FORMAT:
        return bireme_value_text(format, "format", "the name of a format", text);
    case BIREME_OPTION_SHARD:
    case BIREME_OPTION_SHARD_OF_RUN:
        return bireme_value_text(&out->shard, "shard", "i/n, such as 2/4", text);
    case BIREME_OPTION_RESUME:
        out->resume = true;
        break;
    case BIREME_OPTION_PERIODS:
        out->periods = true;
        break;
    case BIREME_OPTION_TOTALS:
        out->totals = true;
        break;
    case BIREME_OPTION_WIDE:
        out->wide = true;
        break;
    case BIREME_OPTION_EXCEL:
        if (out->csv_style == BIREME_CSV_PLAIN) out->csv_style = BIREME_CSV_EXCEL;
        break;
    case BIREME_OPTION_EUROPEAN:
        out->csv_style = BIREME_CSV_EUROPEAN;
        break;
    case BIREME_OPTION_STRICT:
        out->strict = true;
        break;
    case BIREME_OPTION_OUTSIDE:
        out->load.allow_outside_extends = true;
        break;
    case BIREME_OPTION_REPAIR:
        out->load.repair_correlations = true;
        break;
    case BIREME_OPTION_REFERENCE:
        out->reference = true;
        break;
    case BIREME_OPTION_QUIET:
        out->quiet = true;
        break;
    case BIREME_OPTION_HELP:
        out->help = true;
        break;
    case BIREME_OPTION_NONE:
    case BIREME_OPTION_COUNT:
        break;
    }
    return 0;
}

/* An option that popt does not know, or that lacks its argument. */
static int complain_option(const bireme_command *command, poptContext context, int code)
{
    const char *text = poptBadOption(context, POPT_BADOPTION_NOALIAS);
    if (text == NULL) text = "";
    if (code != POPT_ERROR_BADOPT) {
        bireme_console_complain("%s: %s", text, poptStrerror(code));
        return BIREME_EXIT_USAGE;
    }
    char name[64];
    size_t length = strcspn(text, "=");
    if (length >= sizeof name) length = sizeof name - 1;
    memcpy(name, text, length);
    name[length] = '\0';
    bireme_utf8_end(name, sizeof name);
    const char *candidates[BIREME_OPTION_COUNT];
    size_t n = 0;
    for (size_t i = 1; i < BIREME_OPTION_COUNT; i++)
        if (strncmp(name, "--", 2) == 0 && strcmp(name + 2, table[i].name) == 0) {
            bireme_console_complain("`%s` does not take %s; see `bireme %s --help`", command->name, name,
                                    command->name);
            return BIREME_EXIT_USAGE;
        }
    char long_names[BIREME_OPTION_COUNT][32];
    for (const bireme_option *o = command->options; *o != BIREME_OPTION_NONE; o++) {
        if (table[*o].help == NULL) continue;
        snprintf(long_names[n], sizeof long_names[n], "--%s", table[*o].name);
        candidates[n] = long_names[n];
        n++;
    }
    bireme_console_complain_nearest(name, candidates, n, "`%s` has no option %s", command->name, name);
    return BIREME_EXIT_USAGE;
}

static int take_arguments(const bireme_command *command, const char **arguments, bireme_options *out)
{
    size_t n = 0;
    while (arguments != NULL && arguments[n] != NULL) n++;
    if (out->help) return 0;
    if (n < command->least) {
        bireme_console_complain("`%s` needs %s; see `bireme %s --help`", command->name, command->arguments,
                                command->name);
        return BIREME_EXIT_USAGE;
    }
    if (n > command->most) {
        char most[48];
        snprintf(most, sizeof most, "at most %zu arguments", command->most);
        bireme_console_complain("`%s` takes %s: '%s' is too much; see `bireme %s --help`", command->name,
                                command->most == 0   ? "no argument"
                                : command->most == 1 ? "one argument"
                                                     : most,
                                arguments[command->most], command->name);
        return BIREME_EXIT_USAGE;
    }
    for (size_t i = 0; i < n; i++)
        if (arguments[i][0] == '\0') {
            bireme_console_complain(
                "`%s` takes %s: argument %zu is empty, and names no file; see `bireme %s --help`",
                command->name, command->arguments, i + 1, command->name);
            return BIREME_EXIT_USAGE;
        }
    out->arguments = bireme_calloc(n, sizeof *out->arguments);
    if (out->arguments == NULL) return bireme_value_no_memory();
    for (; out->n_arguments < n; out->n_arguments++) {
        out->arguments[out->n_arguments] = bireme_strdup(arguments[out->n_arguments]);
        if (out->arguments[out->n_arguments] == NULL) return bireme_value_no_memory();
    }
    return 0;
}

static void fill_popt(const bireme_command *command, struct poptOption *popt)
{
    for (const bireme_option *o = command->options; *o != BIREME_OPTION_NONE; o++, popt++)
        *popt = (struct poptOption){.longName = table[*o].name,
                                    .shortName = table[*o].letter,
                                    .argInfo = table[*o].argument ? POPT_ARG_STRING : POPT_ARG_NONE,
                                    .val = (int)*o};
    *popt = (struct poptOption)POPT_TABLEEND;
}

int bireme_options_parse(const bireme_command *command, int argc, const char **argv, bireme_options *out)
{
    struct poptOption popt[BIREME_OPTION_COUNT + 1];
    char *format = NULL;
    int code, failed = 0;
    *out = (bireme_options){0};
    bireme_load_options_init(&out->load);
    bireme_table_options_init(&out->tables);
    bireme_told_tables_listen(out);
    fill_popt(command, popt);
    errno = 0;
    poptContext context = poptGetContext(NULL, argc, argv, popt, 0);
    if (context == NULL) return bireme_value_no_memory();
    while (!failed && (code = poptGetNextOpt(context)) > 0) {
        char *text = poptGetOptArg(context);
        if (text == NULL && table[code].argument != NULL)
            failed = bireme_value_no_memory();
        else
            failed = apply((bireme_option)code, text ? text : "", &format, out);
        free(text);
    }
    /* Words that popt has no memory for it leaves out, and says nothing. */
    if (!failed && errno == ENOMEM) failed = bireme_value_no_memory();
    if (!failed && code < -1) failed = complain_option(command, context, code);
    if (!failed) failed = take_arguments(command, poptGetArgs(context), out);
    if (!failed && !out->help) failed = bireme_options_settle_form(command, format, out);
    poptFreeContext(context);
    bireme_free(format);
    return failed;
}

/* ------------------------ help */

void bireme_command_help(const bireme_command *command, bireme_text *out)
{
    bireme_text_format(out, "usage: bireme %s%s%s [options]\n\n%s\n\noptions\n", command->name,
                       *command->arguments ? " " : "", command->arguments, command->about);
    for (const bireme_option *o = command->options; *o != BIREME_OPTION_NONE; o++) {
        const entry *e = &table[*o];
        char left[48];
        if (e->help == NULL) continue;
        char letter[8] = "";
        if (e->letter) snprintf(letter, sizeof letter, "-%c, ", e->letter);
        snprintf(left, sizeof left, "%s--%s%s%s", letter, e->name, e->argument ? " " : "",
                 e->argument ? e->argument : "");
        bireme_text_format(out, "  %-27s %s\n", left, e->help);
    }
    bireme_text_format(out, "\nexample\n%s\n", command->example);
}
