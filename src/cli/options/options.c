/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Options, read by popt: each command has a context of its own, made from those entries of the table that it
 * names.
 */
#include "cli/options/options.h"

#include <errno.h>
#include <popt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/utf8.h"
#include "bireme/compare.h"
#include "cli/options/again.h"
#include "cli/options/option_values.h"
#include "cli/options/told_tables.h"
#include "model/model.h"

enum { NEVER = 1 };

/* One option, and where its value goes: into a field, according to the field's type, or to the function
 * `take`. */
typedef struct entry entry;
struct entry {
    const char *name;
    char letter;
    const char *argument;                                      /* NULL: a switch */
    const char *help;                                          /* NULL: not shown */
    int (*set)(const entry *e, const char *text, void *field); /* 0, or the exit status after a complaint */
    size_t field;                                              /* its offset in bireme_options */
    uint64_t low, high; /* range of a whole number; low is also used for a style, or for NEVER */
    const char *takes;  /* what a text or share may be, for the complaint */
    int (*take)(bireme_options *out, const char *text); /* instead of set, likewise */
};

static int set_switch(const entry *e, const char *text, void *field)
{
    (void)e, (void)text;
    *(bool *)field = true;
    return 0;
}

static int set_whole(const entry *e, const char *text, void *field)
{
    return bireme_value_whole(e->name, text, e->low, e->high, field);
}

static int set_int(const entry *e, const char *text, void *field)
{
    uint64_t number = 0;
    int failed = bireme_value_whole(e->name, text, e->low, e->high, &number);
    *(int *)field = (int)number;
    return failed;
}

static int set_share(const entry *e, const char *text, void *field)
{
    return bireme_value_share(e->name, e->takes, text, field);
}

static int set_text(const entry *e, const char *text, void *field)
{
    return bireme_value_text(field, e->name, e->takes, text);
}

/* Of several styles, the one farthest from plain applies. */
static int set_style(const entry *e, const char *text, void *field)
{
    bireme_csv_style *style = field;
    (void)text;
    if (e->low > *style) *style = (bireme_csv_style)e->low;
    return 0;
}

static int set_given(const entry *e, const char *text, void *field)
{
    return bireme_given_add(field, e->name, e->low == NEVER, text);
}

/* The setter for the field's type, chosen by the compiler. */
#define SETTER(field)                                                                                        \
    _Generic((field), bool: set_switch, uint64_t: set_whole, int: set_int, double: set_share,                \
             char *: set_text, bireme_csv_style: set_style, bireme_given_list: set_given)
#define FIELD(member) .set = SETTER(((bireme_options *)0)->member), .field = offsetof(bireme_options, member)

static int take_seed(bireme_options *out, const char *text)
{
    out->has_seed = true;
    return bireme_value_whole("seed", text, 0, UINT64_MAX, &out->seed);
}

static int take_baseline(bireme_options *out, const char *text)
{
    uint64_t number = 1;
    int failed = bireme_value_whole("baseline", text, 1, BIREME_COMPARE_MOST, &number);
    out->baseline = (size_t)number - 1;
    return failed;
}

static const entry table[BIREME_OPTION_COUNT] = {
    [BIREME_OPTION_TRIALS] = {"trials", 0, "N", "number of trials (default: the scenario's, else 65536)",
                              FIELD(trials), .low = 1, .high = BIREME_TRIALS_MOST},
    [BIREME_OPTION_TRIALS_FEW] = {"trials", 0, "N",
                                  "number of trials (default: the scenario's, at most 16384)", FIELD(trials),
                                  .low = 1, .high = BIREME_TRIALS_MOST},
    [BIREME_OPTION_SEED] = {"seed", 0, "S", "seed of the random numbers (default: the scenario's, else 1)",
                            .take = take_seed},
    [BIREME_OPTION_SAMPLER] = {"sampler", 0, "NAME",
                               "sobol, lhs or random points (default: the scenario's, else sobol)",
                               .take = bireme_value_sampler},
    [BIREME_OPTION_PRECISION] =
        {"precision", 0, "REL", "stop when the standard errors are at most REL: 0.001 or 0.1%",
         FIELD(precision),
         .takes = "a relative standard error of more than 0 and less than 1, such as 0.001 or 0.1%"},
    [BIREME_OPTION_THREADS] = {"threads", 0, "N",
                               "threads to use (default: all processors); the answer is the same",
                               FIELD(threads), .high = 1024},
    [BIREME_OPTION_MEMORY] = {"max-memory", 0, "SIZE",
                              "refuse what needs more: 500M, 2G (default: what the machine has left)",
                              .take = bireme_value_memory},
    [BIREME_OPTION_SET] = {"set", 0, "PATH=JSON",
                           "change a value of the scenario; may be given again and again",
                           .take = bireme_value_override},
    [BIREME_OPTION_ASSUMPTIONS] = {"assumptions", 0, "FILE",
                                   "numbers from a spreadsheet's CSV: path,value or path,p10,p50,p90",
                                   .take = bireme_value_assumptions},
    [BIREME_OPTION_DECIMAL] = {"decimal", 0, "[COLUMN=]SIGN",
                               "point or comma: what a table's `1.234` means, if nothing decides",
                               .take = bireme_value_decimal},
    [BIREME_OPTION_DATES] = {"dates", 0, "[COLUMN=]ORDER",
                             "dmy or mdy: what a table's `03/04/2027` means, if nothing decides",
                             .take = bireme_value_dates},
    [BIREME_OPTION_RATE] = {"rate", 0, "CUR=NUMBER",
                            "what one of CUR is worth, in tables: EUR=1.08; again and again",
                            .take = bireme_value_rate},
    [BIREME_OPTION_ENCODING] = {"encoding", 0, "NAME",
                                "of tables without a mark: utf-8 or latin1 (Windows-1252 too)",
                                .take = bireme_value_encoding},
    [BIREME_OPTION_EXPLAIN_TABLES] = {"explain-tables", 0, NULL,
                                      "say of every table what was read as what, by column",
                                      FIELD(explain_tables)},
    [BIREME_OPTION_SET_OF] = {"set", 0, "[N:]PATH=JSON",
                              "change a value, of all scenarios or of number N; again and again",
                              .take = bireme_value_override},
    [BIREME_OPTION_METRIC] = {"metric", 0, "NAME", "decide by this metric instead of that of the goal",
                              FIELD(metric), .takes = "the name of a metric"},
    [BIREME_OPTION_TARGET] = {"target", 0, "X", "what the metric must reach (default: the goal's)",
                              .take = bireme_value_target},
    [BIREME_OPTION_CONFIDENCE] =
        {"confidence", 0, "P", "in which share of futures: 80% (default: the goal's, or 0.8)",
         FIELD(confidence), .takes = "a share of futures, more than 0 and less than 1, such as 0.8 or 80%"},
    [BIREME_OPTION_TARGET_METRIC] = {"metric", 0, "NAME",
                                     "the metric (default: the goal's, else revenue or wins)", FIELD(metric),
                                     .takes = "the name of a metric"},
    [BIREME_OPTION_UNTIL] = {"until", 0, "DATE",
                             "by the end of this date's period (default: the goal's, or the end)",
                             FIELD(until), .takes = "a date, such as 2027-09"},
    [BIREME_OPTION_BY] = {"by", 0, "WHAT",
                          "leads (what they cost is uncertain) or budget (what it brings is)",
                          .take = bireme_value_by},
    [BIREME_OPTION_TOTAL] = {"total", 0, "X",
                             "what is divided, over the horizon (default: what today's plan costs)",
                             .take = bireme_value_total},
    [BIREME_OPTION_OBJECTIVE] = {"objective", 0, "WHAT",
                                 "p_goal, mean, cvar or cvar:SHARE (default: p_goal if there is a goal)",
                                 .take = bireme_value_objective},
    [BIREME_OPTION_STEPS] = {"steps", 0, "N", "shares of marketing on the frontier (default: 9)",
                             FIELD(steps), .low = 2, .high = 101},
    [BIREME_OPTION_BASELINE] = {"baseline", 0, "N",
                                "number of the scenario that the others are compared with (default: 1)",
                                .take = take_baseline},
    [BIREME_OPTION_NO_BRIDGE] = {"no-bridge", 0, NULL, "not which assumptions make the difference: faster",
                                 FIELD(no_bridge)},
    [BIREME_OPTION_EXPLAIN] = {"explain", 0, "METRIC",
                               "say what METRIC means, by name or words (CAC); all: every one",
                               FIELD(explain), .takes = "the name of a metric, or all"},
    [BIREME_OPTION_GIVEN] = {"given", 0, "REGIME[:DATE]",
                             "only the futures in which the economy comes to REGIME (by DATE)", FIELD(given)},
    [BIREME_OPTION_GIVEN_NOT] = {"given-not", 0, "REGIME[:DATE]",
                                 "only those in which it does not; both may be given again", FIELD(given),
                                 .low = NEVER},
    [BIREME_OPTION_RECESSION] = {"recession", 0, "REGIME[:DATE]",
                                 "what is set against the plan without it, from DATE on", FIELD(recession)},
    [BIREME_OPTION_SAMPLES] = {"samples", 0, "FILE", "write every trial to FILE as CSV, one row a trial",
                               FIELD(samples), .takes = "the name of a file"},
    [BIREME_OPTION_SIPMATH] = {"sipmath", 0, "FILE",
                               "write the forecast to FILE as a SIPmath 3.0 library (JSON)", FIELD(sipmath),
                               .takes = "the name of a file"},
    [BIREME_OPTION_TOTALS] = {"totals", 0, NULL, "the whole horizon only, no results per period: faster",
                              FIELD(totals)},
    [BIREME_OPTION_QUARTERS] = {"quarters", 0, NULL,
                                "show quarters, and fiscal years, in the place of shorter periods",
                                FIELD(quarters)},
    [BIREME_OPTION_FISCAL_YEAR] = {"fiscal-year-start", 0, "MONTH",
                                   "the year's first month: 07 is July (default: the scenario's, else 01)",
                                   FIELD(fiscal_year_start), .low = 1, .high = 12},
    [BIREME_OPTION_OUT] = {"out", 'o', "FILE",
                           "write to FILE: its ending (.txt .md .html .json .csv .xlsx) says how", FIELD(out),
                           .takes = "the name of a file"},
    [BIREME_OPTION_OUT_BATCH] = {"out", 'o', "FILE",
                                 "write to FILE: its ending (.csv .html .md .xlsx) says how", FIELD(out),
                                 .takes = "the name of a file"},
    [BIREME_OPTION_FORMAT_BATCH] = {"format", 'f', "FORMAT", "csv, html, md or xlsx, whatever the ending",
                                    FIELD(format), .takes = "the name of a format"},
    [BIREME_OPTION_TRIALS_EACH] = {"trials", 0, "N",
                                   "trials of every run (default: the run's, else the scenario's)",
                                   FIELD(trials), .low = 1, .high = BIREME_TRIALS_MOST},
    [BIREME_OPTION_RESUME] = {"resume", 0, NULL, "go on with what is there of the same batch", FIELD(resume)},
    [BIREME_OPTION_SHARD] = {"shard", 0, "I/N",
                             "only part I of N equal ones (default: what the job system says)", FIELD(shard),
                             .takes = "i/n, such as 2/4"},
    [BIREME_OPTION_SHARD_OF_RUN] = {"shard", 0, "I/N",
                                    "only part I of N of the trials, for `merge`; auto: the job system's",
                                    FIELD(shard), .takes = "i/n, such as 2/4"},
    [BIREME_OPTION_SECTIONS] = {"sections", 0, "LIST",
                                "only these: answer,together,economy,sales,money,plan,split, ...",
                                FIELD(sections), .takes = "names of sections, such as answer,plan"},
    [BIREME_OPTION_OUT_PAGE] = {"out", 'o', "FILE", "write to FILE: its ending (.html .md) says how",
                                FIELD(out), .takes = "the name of a file"},
    [BIREME_OPTION_FORMAT_PAGE] = {"format", 'f', "FORMAT", "html or md, whatever the ending", FIELD(format),
                                   .takes = "the name of a format"},
    [BIREME_OPTION_PERIODS] = {"periods", 0, NULL, "results per period too", FIELD(periods)},
    [BIREME_OPTION_FORMAT] = {"format", 'f', "FORMAT",
                              "text, md, html, json, csv or xlsx, whatever the ending", FIELD(format),
                              .takes = "the name of a format"},
    [BIREME_OPTION_WIDE] = {"wide", 0, NULL,
                            "CSV with one row and a column per number, instead of a tidy table", FIELD(wide)},
    [BIREME_OPTION_EXCEL] = {"excel", 0, NULL, "CSV that Excel opens as UTF-8: with a byte order mark",
                             FIELD(csv_style), .low = BIREME_CSV_EXCEL},
    [BIREME_OPTION_EUROPEAN] = {"european", 0, NULL, "the same with semicolons, and commas in numbers",
                                FIELD(csv_style), .low = BIREME_CSV_EUROPEAN},
    [BIREME_OPTION_STRICT] = {"strict", 0, NULL, "exit with 1 if there is a warning", FIELD(strict)},
    [BIREME_OPTION_ROOT] = {"root", 0, "DIR",
                            "scenarios may name files in DIR or deeper too, not just in their own",
                            .take = bireme_value_root},
    [BIREME_OPTION_REPAIR] = {"repair-correlations", 0, NULL,
                              "take the nearest valid correlations if they contradict each other",
                              FIELD(load.repair_correlations)},
    [BIREME_OPTION_REFERENCE] = {"reference", 0, NULL, NULL, FIELD(reference)},
    [BIREME_OPTION_QUIET] = {"quiet", 'q', NULL, "no progress, no warnings, no remarks", FIELD(quiet)},
    [BIREME_OPTION_HELP] = {"help", 'h', NULL, "this page", FIELD(help)},
};

void bireme_options_free(bireme_options *options)
{
    for (size_t i = 0; i < options->load.n_overrides; i++)
        bireme_free((void *)options->load.overrides[i].path);
    bireme_free((void *)options->load.overrides);
    bireme_free((void *)options->load.root);
    for (size_t i = 0; i < options->load.n_assumptions; i++)
        bireme_free((void *)options->load.assumptions[i]);
    bireme_free((void *)options->load.assumptions);
    bireme_told_tables_free(options);
    for (size_t i = 0; i < options->tables.n_choices; i++)
        bireme_free((void *)options->tables.choices[i].column);
    bireme_free((void *)options->tables.choices);
    bireme_free((void *)options->tables.rates);
    bireme_given_list_free(&options->given);
    bireme_given_list_free(&options->recession);
    for (size_t i = 0; i < options->n_arguments; i++) bireme_free(options->arguments[i]);
    bireme_free(options->arguments);
    bireme_free(options->samples);
    bireme_free(options->sipmath);
    bireme_free(options->out);
    bireme_free(options->metric);
    bireme_free(options->explain);
    bireme_free(options->until);
    bireme_free(options->sections);
    bireme_free(options->shard);
    bireme_free(options->format);
    bireme_text_free(&options->again);
    *options = (bireme_options){0};
}

/* ------------------------ parsing */

static int apply(const entry *e, const char *text, bireme_options *out)
{
    return e->take != NULL ? e->take(out, text) : e->set(e, text, (char *)out + e->field);
}

/* An option that popt does not know, or that lacks its argument. */
static int complain_option(const bireme_command *command, poptContext context, int code)
{
    const char *text = poptBadOption(context, POPT_BADOPTION_NOALIAS);
    if (text == NULL) text = "";
    if (code != POPT_ERROR_BADOPT) return bireme_console_refuse("%s: %s", text, poptStrerror(code));
    char name[64];
    size_t length = strcspn(text, "=");
    if (length >= sizeof name) length = sizeof name - 1;
    memcpy(name, text, length);
    name[length] = '\0';
    bireme_utf8_end(name, sizeof name);
    const char *candidates[BIREME_OPTION_COUNT];
    size_t n = 0;
    for (size_t i = 1; i < BIREME_OPTION_COUNT; i++)
        if (strncmp(name, "--", 2) == 0 && strcmp(name + 2, table[i].name) == 0)
            return bireme_console_refuse("`%s` does not take %s; see `bireme %s --help`", command->name, name,
                                         command->name);
    char long_names[BIREME_OPTION_COUNT][32];
    for (const bireme_option *o = command->options; *o != BIREME_OPTION_NONE; o++) {
        if (table[*o].help == NULL) continue;
        snprintf(long_names[n], sizeof long_names[n], "--%s", table[*o].name);
        candidates[n] = long_names[n];
        n++;
    }
    return bireme_console_refuse_nearest(name, candidates, n, "`%s` has no option %s", command->name, name);
}

/* `-`, which can be read once, and must be there again where a part of a run is merged. */
static int check_standard_input(const bireme_command *command, const char **arguments, size_t n,
                                const bireme_options *options)
{
    size_t read = 0;
    for (size_t i = 0; i < n; i++) read += strcmp(arguments[i], "-") == 0;
    bool scenarios = strncmp(command->arguments, "SCENARIO", 8) == 0 ||
                     strncmp(command->arguments, "A B", 3) == 0;
    if (read > 0 && !scenarios)
        return bireme_console_refuse(
            "`%s` takes %s: `-`, standard input, is for scenarios; a file of that name is `./-`",
            command->name, command->arguments);
    if (read > 1)
        return bireme_console_refuse("standard input, `-`, can be read once: it cannot be two scenarios");
    if (read > 0 && options->shard != NULL)
        return bireme_console_refuse(
            "a part of a run names its scenario for `merge`: with --shard it is a file, not `-`");
    return 0;
}

static int take_arguments(const bireme_command *command, const char **arguments, bireme_options *out)
{
    size_t n = 0;
    while (arguments != NULL && arguments[n] != NULL) n++;
    if (out->help) return 0;
    if (n < command->least)
        return bireme_console_refuse("`%s` needs %s; see `bireme %s --help`", command->name,
                                     command->arguments, command->name);
    if (n > command->most) {
        char most[48];
        snprintf(most, sizeof most, "at most %zu arguments", command->most);
        return bireme_console_refuse("`%s` takes %s: '%s' is too much; see `bireme %s --help`", command->name,
                                     command->most == 0   ? "no argument"
                                     : command->most == 1 ? "one argument"
                                                          : most,
                                     arguments[command->most], command->name);
    }
    for (size_t i = 0; i < n; i++)
        if (arguments[i][0] == '\0')
            return bireme_console_refuse(
                "`%s` takes %s: argument %zu is empty, and names no file; see `bireme %s --help`",
                command->name, command->arguments, i + 1, command->name);
    int refused = check_standard_input(command, arguments, n, out);
    if (refused != 0) return refused;
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
            failed = apply(&table[code], text ? text : "", out);
        bireme_again_option((bireme_option)code, table[code].name, text, &out->again);
        free(text);
    }
    /* If popt has no memory for an argument, it silently leaves it out. */
    if (!failed && errno == ENOMEM) failed = bireme_value_no_memory();
    if (!failed && code < -1) failed = complain_option(command, context, code);
    if (!failed) failed = take_arguments(command, poptGetArgs(context), out);
    out->load.metric = out->metric;
    if (!failed && !out->help) failed = bireme_options_settle_form(command, out);
    poptFreeContext(context);
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
