/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The commands and the options that they share. Each command lists the options it takes; parsing, help and
 * complaints all come from one table.
 */
#ifndef BIREME_CLI_OPTIONS_OPTIONS_H
#define BIREME_CLI_OPTIONS_OPTIONS_H

#include <stdint.h>
#include "bireme/forecast.h"
#include "bireme/scenario.h"
#include "bireme/split.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/options/given.h"
#include "output/forms/csv.h"

typedef enum bireme_option {
    BIREME_OPTION_NONE,
    BIREME_OPTION_TRIALS,
    BIREME_OPTION_TRIALS_FEW, /* of commands with many runs */
    BIREME_OPTION_SEED,
    BIREME_OPTION_SAMPLER,
    BIREME_OPTION_PRECISION,
    BIREME_OPTION_THREADS,
    BIREME_OPTION_MEMORY,
    BIREME_OPTION_SET,
    BIREME_OPTION_ASSUMPTIONS,
    BIREME_OPTION_DECIMAL,
    BIREME_OPTION_DATES,
    BIREME_OPTION_RATE,
    BIREME_OPTION_ENCODING,
    BIREME_OPTION_EXPLAIN_TABLES,
    BIREME_OPTION_EXPLAIN,
    BIREME_OPTION_SET_OF, /* for one of several scenarios */
    BIREME_OPTION_METRIC,
    BIREME_OPTION_TARGET,
    BIREME_OPTION_CONFIDENCE,
    BIREME_OPTION_TARGET_METRIC,
    BIREME_OPTION_UNTIL,
    BIREME_OPTION_BY,
    BIREME_OPTION_TOTAL,
    BIREME_OPTION_OBJECTIVE,
    BIREME_OPTION_STEPS,
    BIREME_OPTION_BASELINE,
    BIREME_OPTION_NO_BRIDGE,
    BIREME_OPTION_GIVEN,
    BIREME_OPTION_GIVEN_NOT,
    BIREME_OPTION_RECESSION,
    BIREME_OPTION_SAMPLES,
    BIREME_OPTION_SIPMATH,
    BIREME_OPTION_TOTALS,
    BIREME_OPTION_QUARTERS,
    BIREME_OPTION_FISCAL_YEAR,
    BIREME_OPTION_OUT,
    BIREME_OPTION_OUT_BATCH, /* of a command that writes CSV unless a page or a workbook is asked for */
    BIREME_OPTION_FORMAT_BATCH,
    BIREME_OPTION_TRIALS_EACH,
    BIREME_OPTION_RESUME,
    BIREME_OPTION_SHARD,
    BIREME_OPTION_SHARD_OF_RUN,
    BIREME_OPTION_PERIODS,
    BIREME_OPTION_SECTIONS,
    BIREME_OPTION_OUT_PAGE, /* of a command that writes pages */
    BIREME_OPTION_FORMAT_PAGE,
    BIREME_OPTION_FORMAT,
    BIREME_OPTION_WIDE,
    BIREME_OPTION_EXCEL,
    BIREME_OPTION_EUROPEAN,
    BIREME_OPTION_STRICT,
    BIREME_OPTION_ROOT,
    BIREME_OPTION_REPAIR,
    BIREME_OPTION_REFERENCE,
    BIREME_OPTION_QUIET,
    BIREME_OPTION_HELP,
    BIREME_OPTION_COUNT
} bireme_option;

/* Options common to commands: how tables are read; the form in which the answer is written; and the end of a
 * list. */
#define BIREME_OPTIONS_OF_TABLES                                                                             \
    BIREME_OPTION_ASSUMPTIONS, BIREME_OPTION_DECIMAL, BIREME_OPTION_DATES, BIREME_OPTION_RATE,               \
        BIREME_OPTION_ENCODING, BIREME_OPTION_EXPLAIN_TABLES
#define BIREME_OPTIONS_OF_FORM                                                                               \
    BIREME_OPTION_OUT, BIREME_OPTION_FORMAT, BIREME_OPTION_WIDE, BIREME_OPTION_EXCEL, BIREME_OPTION_EUROPEAN
#define BIREME_OPTIONS_LAST                                                                                  \
    BIREME_OPTION_ROOT, BIREME_OPTION_REPAIR, BIREME_OPTION_QUIET, BIREME_OPTION_HELP, BIREME_OPTION_NONE

typedef enum bireme_output {
    BIREME_OUTPUT_TEXT,
    BIREME_OUTPUT_MARKDOWN,
    BIREME_OUTPUT_HTML,
    BIREME_OUTPUT_JSON,
    BIREME_OUTPUT_CSV,
    BIREME_OUTPUT_XLSX,
    BIREME_OUTPUT_PART /* of a run in parts */
} bireme_output;

/* What has been seen of the columns that have choices. */
typedef struct bireme_told_column bireme_told_column;
typedef struct bireme_told_tables {
    bireme_told_column *columns; /* [tables.n_choices]; NULL: no table has been opened */
    bireme_text titles;          /* the first titles seen, for messages */
    size_t n_titles;
    /* [tables.n_rates] flags BIREME_RATE_…; NULL: no currency has been seen */
    unsigned char *rates;
    bireme_text currencies; /* those in tables, for messages */
    bool failed;            /* out of memory */
} bireme_told_tables;

typedef struct bireme_options {
    uint64_t trials; /* 0: not given */
    bool has_seed;
    uint64_t seed;
    int threads;
    uint64_t max_memory;         /* bytes; 0: what is available */
    bireme_sampler sampler;      /* UNSET: not given */
    double precision;            /* 0: not given */
    bireme_load_options load;    /* its overrides are owned here; its tables are the ones below */
    bireme_table_options tables; /* its choices and rates are owned here */
    bireme_text tables_told;     /* what has been reported about tables, to report it only once */
    bireme_told_tables told;     /* cli/options/told_tables.h */
    bool explain_tables;
    char *explain; /* a metric, or "all"; NULL: not given */
    bireme_given_list given;
    bireme_given_list recession;   /* the last one counts */
    char *samples, *sipmath, *out; /* NULL: not given */
    char *metric;                  /* NULL: not given */
    size_t baseline;               /* from 0 */
    bool has_target, by_budget;
    double target, confidence; /* confidence 0: not given */
    char *until;               /* NULL: not given */
    char *sections;            /* NULL: not given */
    double total, worst;       /* 0: not given */
    bireme_objective objective;
    int steps;            /* 0: not given */
    char *shard, *format; /* NULL: not given */
    bireme_csv_style csv_style;
    bool resume, periods;
    bool quarters;
    int fiscal_year_start; /* the month; 0: not given */
    bool no_bridge, totals, wide, strict, reference, quiet, help;
    bireme_output output;
    bireme_text again; /* the options given that the answer depends on: " --seed 7 --set a=1" */
    size_t n_arguments;
    char **arguments; /* arguments that are not options: scenarios, names */
} bireme_options;

/* What is asked of a recession; NULL: nothing. */
static inline const bireme_given *bireme_options_recession(const bireme_options *options)
{
    return options->recession.n > 0 ? &options->recession.items[options->recession.n - 1] : NULL;
}

typedef struct bireme_command {
    const char *name;
    const char *arguments;        /* as the usage line shows them: "SCENARIO" */
    const char *summary;          /* one line for the list of commands */
    const char *about;            /* what the command does, for --help */
    const char *example;          /* a worked example: a command and its answer */
    const bireme_option *options; /* ended by BIREME_OPTION_NONE */
    size_t least, most;           /* number of arguments */
    bool reads_arguments;         /* the arguments are files that it reads */
    bool csv_first;               /* it writes CSV, or if asked for HTML, Markdown or XLSX; nothing else */
    bool csv, json, xlsx;         /* forms beside text and Markdown that it can write; pages with workbooks */
    bool pages;                   /* it writes pages, as HTML or Markdown, and nothing else */
    int (*run)(const bireme_console *console, const bireme_options *options); /* the exit status */
} bireme_command;

extern const bireme_command bireme_command_init, bireme_command_check, bireme_command_schema,
    bireme_command_run, bireme_command_compare, bireme_command_plan, bireme_command_sensitivity,
    bireme_command_split, bireme_command_batch, bireme_command_merge, bireme_command_report;

/* Parses argv [argc], argv[0] being the command's name. 0, or the exit status after a complaint. Free *out in
 * either case. */
int bireme_options_parse(const bireme_command *command, int argc, const char **argv, bireme_options *out);
void bireme_options_free(bireme_options *options);
/* Appends the command's --help. */
void bireme_command_help(const bireme_command *command, bireme_text *out);

/* Decides the form of the answer. 0, or the exit status after a complaint. */
int bireme_options_settle_form(const bireme_command *command, bireme_options *options);
/* Writes an answer to --out or standard output; the exit status. */
int bireme_options_write(const bireme_options *options, bireme_text *text);
/* Reports why there is no answer; returns the exit status. */
int bireme_options_fail(const bireme_error *error);
bool bireme_options_to_standard_output(const bireme_options *options);

#endif
