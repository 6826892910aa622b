/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Options, read by popt: each command's in a context of its own, made from the entries of the table that it
 * names.
 */
#include "cli/options.h"

#include <popt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "bireme/compare.h"
#include "model/model.h"

typedef struct entry {
    const char *name;
    char letter;
    const char *argument; /* NULL: a switch */
    const char *help;     /* NULL: not shown */
} entry;

static const entry table[BIREME_OPTION_COUNT] = {
    [BIREME_OPTION_TRIALS] = {"trials", 0, "N", "number of trials (default: the scenario's, else 65536)"},
    [BIREME_OPTION_SEED] = {"seed", 0, "S", "seed of the random numbers (default: the scenario's, else 1)"},
    [BIREME_OPTION_SAMPLER] = {"sampler", 0, "NAME",
                               "sobol, lhs or random points (default: the scenario's, else sobol)"},
    [BIREME_OPTION_PRECISION] = {"precision", 0, "REL",
                                 "stop when the standard errors are at most REL: 0.001 or 0.1%"},
    [BIREME_OPTION_THREADS] = {"threads", 0, "N",
                               "threads to use (default: all processors); the answer is the same"},
    [BIREME_OPTION_SET] = {"set", 0, "PATH=JSON",
                           "change a value of the scenario; may be given again and again"},
    [BIREME_OPTION_SET_OF] = {"set", 0, "[N:]PATH=JSON",
                              "change a value, of all scenarios or of number N; again and again"},
    [BIREME_OPTION_METRIC] = {"metric", 0, "NAME", "decide by this metric instead of that of the goal"},
    [BIREME_OPTION_BASELINE] = {"baseline", 0, "N",
                                "number of the scenario that the others are compared with (default: 1)"},
    [BIREME_OPTION_NO_BRIDGE] = {"no-bridge", 0, NULL, "not which assumptions make the difference: faster"},
    [BIREME_OPTION_GIVEN] = {"given", 0, "REGIME[:DATE]",
                             "only the futures in which the economy comes to REGIME (by DATE)"},
    [BIREME_OPTION_GIVEN_NOT] = {"given-not", 0, "REGIME[:DATE]",
                                 "only those in which it does not; both may be given again"},
    [BIREME_OPTION_SAMPLES] = {"samples", 0, "FILE", "write every trial to FILE as CSV, one row a trial"},
    [BIREME_OPTION_TOTALS] = {"totals", 0, NULL, "the whole horizon only, no results per period: faster"},
    [BIREME_OPTION_OUT] = {"out", 'o', "FILE",
                           "write to FILE; its ending (.txt .json .csv) gives the format"},
    [BIREME_OPTION_FORMAT] = {"format", 'f', "FORMAT", "text, json or csv, whatever the ending"},
    [BIREME_OPTION_WIDE] = {"wide", 0, NULL,
                            "CSV with one row and a column per number, instead of a tidy table"},
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
    bireme_given_list_free(&options->given);
    for (size_t i = 0; i < options->n_arguments; i++) bireme_free(options->arguments[i]);
    bireme_free(options->arguments);
    bireme_free(options->samples);
    bireme_free(options->out);
    bireme_free(options->metric);
    *options = (bireme_options){0};
}

static int out_of_memory(void)
{
    bireme_console_complain("out of memory");
    return bireme_status_exit(BIREME_MEMORY);
}

/* ------------------------ values of options */

/* Digits only, or a number like 1e6 that is whole. */
static bool parse_whole(const char *text, uint64_t *value)
{
    size_t digits = strspn(text, "0123456789");
    if (digits > 0 && text[digits] == '\0') {
        uint64_t sum = 0;
        for (size_t i = 0; i < digits; i++)
            if (__builtin_mul_overflow(sum, UINT64_C(10), &sum) ||
                __builtin_add_overflow(sum, (uint64_t)(text[i] - '0'), &sum))
                return false;
        *value = sum;
        return true;
    }
    if (digits == 0 || text[strspn(text, "0123456789.eE+")] != '\0') return false;
    char *end;
    double number = bireme_number_parse(text, &end);
    if (*end != '\0' || !(number >= 0 && number < 0x1p53) || number != (double)(uint64_t)number) return false;
    *value = (uint64_t)number;
    return true;
}

static int set_whole(const char *option, const char *text, uint64_t low, uint64_t high, uint64_t *value)
{
    uint64_t parsed;
    if (parse_whole(text, &parsed) && parsed >= low && parsed <= high) {
        *value = parsed;
        return 0;
    }
    bireme_console_complain("--%s takes a whole number from %llu to %llu, not '%s'", option,
                            (unsigned long long)low, (unsigned long long)high, text);
    return BIREME_EXIT_USAGE;
}

static int set_sampler(const char *text, bireme_sampler *sampler)
{
    static const char *const names[] = {"sobol", "lhs", "random"};
    *sampler = bireme_sampler_find(text);
    if (*sampler != BIREME_SAMPLER_UNSET) return 0;
    bireme_console_complain_nearest(text, names, 3, "--sampler takes sobol, lhs or random, not '%s'", text);
    return BIREME_EXIT_USAGE;
}

/* A share, or a percentage: "0.001", "1e-3", "0.1%", "0.1 %". */
static int set_precision(const char *text, double *precision)
{
    /* No words and no hexadecimal, which it would read too. */
    size_t length = strspn(text, "0123456789.eE+-");
    char *end = NULL;
    double value = bireme_number_parse(text, &end);
    bool read = length > 0 && end == text + length;
    if (read && (strcmp(end, "%") == 0 || strcmp(end, " %") == 0)) {
        value /= 100;
        end += strlen(end);
    }
    if (read && *end == '\0' && value > 0 && value < 1) {
        *precision = value;
        return 0;
    }
    bireme_console_complain(
        "--precision takes a relative standard error of more than 0 and less than 1, such as 0.001 "
        "or 0.1%%, not '%s'",
        text);
    return BIREME_EXIT_USAGE;
}

static int add_override(bireme_options *out, const char *text)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text || equals[1] == '\0') {
        bireme_console_complain("--set takes PATH=JSON, such as channels.events.spend=50000, not '%s'", text);
        return BIREME_EXIT_USAGE;
    }
    size_t n = out->load.n_overrides;
    bireme_override *list = bireme_realloc((void *)out->load.overrides, n + 1, sizeof *list);
    if (list == NULL) return out_of_memory();
    out->load.overrides = list;
    char *copy = bireme_strdup(text);
    if (copy == NULL) return out_of_memory();
    copy[equals - text] = '\0';
    list[n] = (bireme_override){.path = copy, .json = copy + (equals - text) + 1};
    out->load.n_overrides = n + 1;
    return 0;
}

static int set_text(char **field, const char *option, const char *what, const char *text)
{
    if (*text == '\0') {
        bireme_console_complain("--%s takes %s", option, what);
        return BIREME_EXIT_USAGE;
    }
    bireme_free(*field);
    *field = bireme_strdup(text);
    return *field == NULL ? out_of_memory() : 0;
}

/* ------------------------ parsing */

static int apply(bireme_option option, const char *text, char **format, bireme_options *out)
{
    uint64_t threads = 0, number = 0;
    int failed = 0;
    switch (option) {
    case BIREME_OPTION_TRIALS:
        return set_whole("trials", text, 1, BIREME_TRIALS_MOST, &out->trials);
    case BIREME_OPTION_SEED:
        out->has_seed = true;
        return set_whole("seed", text, 0, UINT64_MAX, &out->seed);
    case BIREME_OPTION_SAMPLER:
        return set_sampler(text, &out->sampler);
    case BIREME_OPTION_PRECISION:
        return set_precision(text, &out->precision);
    case BIREME_OPTION_THREADS:
        failed = set_whole("threads", text, 0, 1024, &threads);
        out->threads = (int)threads;
        return failed;
    case BIREME_OPTION_METRIC:
        return set_text(&out->metric, "metric", "the name of a metric", text);
    case BIREME_OPTION_BASELINE:
        failed = set_whole("baseline", text, 1, BIREME_COMPARE_MOST, &number);
        out->baseline = failed ? 0 : (size_t)number - 1;
        return failed;
    case BIREME_OPTION_NO_BRIDGE:
        out->no_bridge = true;
        break;
    case BIREME_OPTION_SET:
    case BIREME_OPTION_SET_OF:
        return add_override(out, text);
    case BIREME_OPTION_GIVEN:
    case BIREME_OPTION_GIVEN_NOT:
        return bireme_given_add(&out->given, option == BIREME_OPTION_GIVEN_NOT, text);
    case BIREME_OPTION_SAMPLES:
        return set_text(&out->samples, "samples", "the name of a file", text);
    case BIREME_OPTION_OUT:
        return set_text(&out->out, "out", "the name of a file", text);
    case BIREME_OPTION_FORMAT:
        return set_text(format, "format", "the name of a format", text);
    case BIREME_OPTION_TOTALS:
        out->totals = true;
        break;
    case BIREME_OPTION_WIDE:
        out->wide = true;
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
    out->arguments = bireme_calloc(n, sizeof *out->arguments);
    if (out->arguments == NULL) return out_of_memory();
    for (; out->n_arguments < n; out->n_arguments++) {
        out->arguments[out->n_arguments] = bireme_strdup(arguments[out->n_arguments]);
        if (out->arguments[out->n_arguments] == NULL) return out_of_memory();
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
    fill_popt(command, popt);
    poptContext context = poptGetContext(NULL, argc, argv, popt, 0);
    if (context == NULL) return out_of_memory();
    while (!failed && (code = poptGetNextOpt(context)) > 0) {
        char *text = poptGetOptArg(context);
        failed = apply((bireme_option)code, text ? text : "", &format, out);
        free(text);
    }
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
