/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme batch`: many runs into one table, or a page or a workbook that is made from it.
 */
#include "bireme/batch.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "base/opened.h"
#include "cli/afford.h"
#include "cli/commands/batch_form.h"
#include "cli/commands/batch_names.h"
#include "cli/files/batch_file.h"
#include "cli/options/loading.h"
#include "cli/options/option_values.h"
#include "cli/options/options.h"
#include "cli/files/outputs.h"
#include "cli/files/shard.h"
#include "cli/options/told_tables.h"
#include "cli/watch.h"
#include "output/batch/figures.h"
#include "scenario/internal.h"
#include "scenario/manifest/manifest.h"

typedef struct session {
    const bireme_options *options;
    bireme_manifest *manifest;
    bireme_batch_view view;
    bireme_shard shard;
    size_t first, count; /* of the manifest's runs, this shard's */
    bireme_batch_file file;
    char *out;                         /* the table to write; NULL: standard output, or only `kept` */
    bool forms;                        /* not the table is asked for, but a form that is made from it */
    bireme_text kept;                  /* the table, if no file is there to hold it */
    bireme_opened opened;              /* all files the table is made from, as far as they have been read */
    int refused;                       /* the exit status, if a run reads what the batch writes */
    bireme_batch_replacement *retried; /* NULL: the rows are appended to the table */
    size_t n_retried;
    bool broken;        /* the table cannot be written */
    double memory_most; /* bytes for the concurrent runs; 0: not known */
    bireme_watch watch;
} session;

static const char *with_ending(bireme_text *text, const char *path, const char *ending)
{
    if (path != NULL) bireme_text_format(text, "%s%s", path, ending);
    return path != NULL ? bireme_text_string(text) : NULL;
}

/* Checks that neither the table nor the files beside it while it grows are among the files that were read. 0,
 * or the exit status after a complaint. */
static int check_outputs(const session *s, const bireme_opened *opened)
{
    bireme_text partial = {0}, journal = {0};
    const bireme_output_file outputs[] = {
        {"--out", s->forms && !bireme_options_to_standard_output(s->options) ? s->options->out : s->out},
        {"the partial table", with_ending(&partial, s->out, ".partial")},
        {"the journal", with_ending(&journal, s->out, ".journal")},
        {"the table that it is made from", s->out}};
    bool failed = partial.failed || journal.failed;
    int status = failed ? bireme_value_no_memory()
                        : bireme_outputs_check(outputs,
                                               s->out == NULL ? 1
                                               : s->forms     ? 4
                                                              : 3,
                                               opened);
    bireme_text_free(&partial);
    bireme_text_free(&journal);
    return status;
}

/* Records the files that a run names and no earlier one did. 0, or the exit status after a complaint. */
static int note_files(session *s, const bireme_opened *opened)
{
    const char *changed = bireme_opened_changed(opened, &s->opened, 0);
    if (changed != NULL)
        return bireme_console_fail(
            BIREME_EXIT_SCENARIO,
            "%s has changed while the batch was running: its runs would not be of one world", changed);
    size_t before = s->opened.n;
    if (!bireme_opened_join(&s->opened, opened)) return bireme_value_no_memory();
    for (size_t i = 0; s->file.path != NULL && i < opened->n; i++)
        if (opened->files[i].size != UINT64_MAX &&
            !bireme_batch_file_note(&s->file, &opened->files[i],
                                    bireme_journal_name(s->options->arguments[0], opened->files[i].path)))
            return bireme_batch_file_status(&s->file);
    return s->opened.n > before ? check_outputs(s, opened) : 0;
}

/* A run that failed for lack of something may succeed another time; one that is wrong stays wrong. */
static bool is_for_want(bireme_status status)
{
    return status == BIREME_IO || status == BIREME_MEMORY || status == BIREME_INTERNAL;
}

static bool finished(void *context, const bireme_batch_result *result)
{
    session *s = context;
    bool failed = result->forecast == NULL, again = failed && is_for_want(result->error->status);
    bireme_text rows = {0};
    s->refused = note_files(s, result->opened);
    if (s->refused != 0) return false;
    bireme_batch_write_run(&s->view, result, &rows);
    if (s->retried != NULL) {
        bireme_batch_replacement *to = &s->retried[s->n_retried++];
        to->failed = failed;
        to->again = again;
        to->rows = rows;
        return true;
    }
    s->broken = !bireme_batch_file_append(&s->file, &rows, failed, again);
    bireme_text_free(&rows);
    return !s->broken;
}

static void progress(void *context, uint64_t done, uint64_t runs)
{
    session *s = context;
    bireme_watch_progress(&s->watch, done, runs);
}

static bool cancelled(void *context)
{
    session *s = context;
    return bireme_watch_cancelled(&s->watch);
}

static int tell_failures(const session *s)
{
    size_t failed = s->file.done.n_failures;
    if (failed == 0) return 0;
    if (!s->options->quiet)
        bireme_console_complain("%zu of %zu runs failed; the %s says why", failed, s->count,
                                s->options->output == BIREME_OUTPUT_CSV    ? "table"
                                : s->options->output == BIREME_OUTPUT_XLSX ? "workbook"
                                                                           : "page");
    return failed == s->count ? BIREME_EXIT_SCENARIO : BIREME_EXIT_NO;
}

/* Reports why the runs ended too early. */
static int tell_broken(const session *s, bireme_status status, const bireme_error *error)
{
    if (s->refused != 0) return s->refused;
    if (s->broken) return bireme_batch_file_status(&s->file);
    if (status == BIREME_CANCELLED && s->file.path != NULL)
        bireme_console_complain("interrupted: %" PRIu64
                                " of %zu runs are in %s.partial; --resume goes on with the rest",
                                s->file.done.done, s->count, s->out);
    else if (status == BIREME_CANCELLED)
        bireme_console_complain("interrupted");
    else if (status != BIREME_OK)
        bireme_console_problem(BIREME_SEVERITY_ERROR, error);
    return bireme_status_exit(status);
}

static bireme_batch_options options_of(session *s, size_t first, size_t count)
{
    const bireme_options *o = s->options;
    return (bireme_batch_options){.size = sizeof(bireme_batch_options),
                                  .first = s->first + first,
                                  .count = count,
                                  .trials = o->trials,
                                  .sampler = o->sampler,
                                  .threads = bireme_cli_threads(o),
                                  .periods = o->periods,
                                  .root = o->load.root,
                                  .repair_correlations = o->load.repair_correlations,
                                  .memory_most = s->memory_most,
                                  .tables = o->load.tables,
                                  .finished = finished,
                                  .progress = progress,
                                  .cancelled = cancelled,
                                  .context = s};
}

static bireme_status run_some(session *s, size_t first, size_t count, bireme_error *error)
{
    const bireme_batch_options options = options_of(s, first, count);
    return count > 0 ? bireme_batch_run(s->manifest, &options, error) : BIREME_OK;
}

/* Repeats runs that failed for lack of memory or files; the results replace their rows. */
static int run_failed(session *s)
{
    const bireme_journal *done = &s->file.done;
    bireme_error error = {0};
    bireme_status status = BIREME_OK;
    bool other = false;
    bireme_batch_replacement *retried = bireme_calloc(done->n_failures, sizeof *retried);
    if (retried == NULL) return bireme_value_no_memory();
    s->retried = retried;
    for (size_t f = 0; f < done->n_failures && status == BIREME_OK; f++) {
        if (!done->failures[f].again) continue;
        retried[s->n_retried].failure = f;
        status = run_some(s, (size_t)done->failures[f].run, 1, &error);
    }
    s->retried = NULL;
    for (size_t i = 0; i < s->n_retried; i++) other |= !retried[i].failed;
    int failed = s->refused;
    if (failed == 0 && other) failed = bireme_batch_file_replace(&s->file, retried, s->n_retried);
    for (size_t i = 0; i < s->n_retried; i++) bireme_text_free(&retried[i].rows);
    bireme_free(retried);
    return failed == 0 && status != BIREME_OK ? tell_broken(s, status, &error) : failed;
}

static int run_rest(session *s)
{
    bireme_error error = {0};
    size_t done = (size_t)s->file.done.done;
    bireme_status status = run_some(s, done, s->count - done, &error);
    /* The batch does not know of a failure in the last run's callback. */
    if (status != BIREME_OK || s->refused != 0 || s->broken) return tell_broken(s, status, &error);
    return bireme_batch_file_finish(&s->file);
}

static int run_runs(session *s, const bireme_console *console)
{
    bireme_text sentence = {0};
    if (s->file.path != NULL)
        bireme_text_format(&sentence,
                           "the runs that are finished are in %s.partial; --resume goes on with the rest",
                           s->out);
    bireme_watch_start(&s->watch, console->errors_are_terminal && !s->options->quiet, sentence.data);
    s->watch.what = "runs";
    bireme_watch_last_words(bireme_batch_file_last_words, &s->file);
    bireme_watch_give_time(true);
    int failed = run_failed(s);
    if (failed == 0) failed = bireme_batch_file_begin(&s->file);
    if (failed == 0 && s->file.done.complete && !s->options->quiet)
        bireme_console_complain("%s is complete: there is nothing left to do", s->out);
    else if (failed == 0 && !s->file.done.complete)
        failed = run_rest(s);
    bireme_watch_give_time(false);
    bireme_watch_last_words(NULL, NULL);
    bireme_watch_stop(&s->watch);
    bireme_text_free(&sentence);
    return failed;
}

static int write_table(session *s, const bireme_console *console)
{
    bireme_text head = {0};
    char *line = bireme_batch_line(s->options, s->manifest, &s->shard);
    s->out = bireme_batch_table_file(s->options, &s->shard, s->forms);
    bool to_file = s->options->out != NULL && strcmp(s->options->out, "-") != 0;
    bool good = line != NULL && (!to_file || s->out != NULL || bireme_batch_form_is_device(s->options));
    int failed = good ? check_outputs(s, &s->opened) : bireme_value_no_memory();
    if (failed == 0) {
        const bireme_batch_identity identity = {
            .line = line, .opened = &s->opened, .manifest = s->options->arguments[0]};
        bireme_batch_write_head(&s->view, &head);
        if (s->forms && s->out == NULL)
            failed = bireme_batch_file_keep(&s->file, &head, &s->kept);
        else
            failed = bireme_batch_file_open(&s->file, s->out, &identity, &head, s->count, s->options->resume);
        if (failed == 0) failed = run_runs(s, console);
        if (failed == 0 && s->forms)
            failed = bireme_batch_form_write(console, s->options, s->manifest, s->out, &s->kept, &s->opened);
        if (failed == 0) failed = tell_failures(s);
        bireme_batch_file_close(&s->file);
    }
    bireme_text_free(&head);
    bireme_free(line);
    return failed;
}

/* ------------------------ before it is begun */

/* What is asked of the batch, and of its largest run for the time. */
typedef struct asking {
    bireme_manifest *manifest;
    bireme_batch_options options;
    size_t largest;
    bireme_scenario *scenario; /* the largest run's */
} asking;

static bireme_status need(const void *asked, const bireme_run_options *run, bireme_need *out,
                          bireme_error *error)
{
    const asking *a = asked;
    bireme_batch_options options = a->options;
    options.trials = run->trials;
    options.threads = run->threads;
    options.periods = !run->totals_only;
    if (run->progress != NULL) options.first = a->largest, options.count = 1;
    return bireme_batch_need(a->manifest, &options, out, NULL, error);
}

static bireme_status try_out(const void *asked, const bireme_run_options *run, bireme_error *error)
{
    const asking *a = asked;
    bireme_forecast *result = NULL;
    bireme_status status = bireme_forecast_run(a->scenario, run, &result, error);
    bireme_forecast_free(result);
    return status;
}

/* The scenario of the largest run; NULL: it no longer exists. */
static bireme_scenario *load_largest(const session *s, size_t largest)
{
    const bireme_batch_entry *entry = bireme_manifest_entry(s->manifest, largest);
    bireme_load_options options = s->options->load;
    bireme_scenario *scenario = NULL;
    bireme_opened opened = {0};
    bireme_error error;
    options.overrides = entry->set;
    options.n_overrides = entry->n_set;
    options.tables = NULL; /* reported when they are read for the table */
    if (bireme_scenario_load_noting(entry->scenario, &options, NULL, &opened, &scenario, &error) != BIREME_OK)
        scenario = NULL;
    bireme_opened_free(&opened);
    return scenario;
}

static int afford(session *s)
{
    asking a = {.manifest = s->manifest, .options = options_of(s, 0, s->count), .largest = SIZE_MAX};
    bireme_need all;
    bireme_error error;
    double address;
    s->memory_most = s->options->max_memory > 0 ? (double)s->options->max_memory
                                                : bireme_afford_memory(&address);
    if (!isfinite(s->memory_most)) s->memory_most = 0;
    if (s->count == 0 || bireme_batch_need(s->manifest, &a.options, &all, &a.largest, &error) != BIREME_OK ||
        a.largest == SIZE_MAX)
        return 0;
    const bireme_affording affording = {.options = s->options,
                                        .asked = &a,
                                        .run = {.size = sizeof(bireme_run_options),
                                                .trials = s->options->trials,
                                                .threads = a.options.threads,
                                                .totals_only = !a.options.periods},
                                        .need = need,
                                        .try_out = try_out,
                                        .set_ups = (double)s->count,
                                        .what = "smaller runs need less"};
    a.scenario = load_largest(s, a.largest);
    int status = a.scenario != NULL ? bireme_afford(&affording) : 0;
    bireme_scenario_free(a.scenario);
    return status;
}

static int load(session *s)
{
    bireme_error error = {0};
    bireme_problems *problems = bireme_problems_create();
    if (problems == NULL) return bireme_value_no_memory();
    bireme_status status = bireme_manifest_load_with(s->options->arguments[0], s->options->load.tables,
                                                     problems, &s->manifest, &error);
    if (status == BIREME_OK)
        status = bireme_manifest_check_metrics(s->manifest, &s->options->load, problems, &error);
    if (status != BIREME_OK) {
        bireme_manifest_free(s->manifest);
        s->manifest = NULL;
    }
    bireme_console_problems(problems, !s->options->quiet, &error);
    bireme_problems_free(problems);
    /* a misspelt column may be the reason */
    if (status == BIREME_SCENARIO && s->options->told.n_titles > 0)
        (void)bireme_told_tables_check(s->options, false);
    return bireme_status_exit(status);
}

static int run(const bireme_console *console, const bireme_options *options)
{
    session s = {.options = options, .forms = options->output != BIREME_OUTPUT_CSV};
    if (options->resume && (options->out == NULL || strcmp(options->out, "-") == 0))
        return bireme_console_refuse("--resume goes on with a file: name it with --out");
    int failed = options->shard != NULL ? bireme_shard_parse(options->shard, &s.shard)
                                        : bireme_shard_from_environment(&s.shard);
    if (failed == 0) failed = load(&s);
    if (failed != 0) return failed;
    s.view = (bireme_batch_view){.manifest = s.manifest, .wide = options->wide, .style = options->csv_style};
    if (s.forms) failed = bireme_batch_form_check(options, &s.shard, bireme_manifest_count(s.manifest));
    bireme_shard_range(&s.shard, bireme_manifest_count(s.manifest), &s.first, &s.count);
    if (failed == 0)
        failed = bireme_manifest_survey(s.manifest, &options->load, &s.opened)
                     ? bireme_told_tables_check(options, false)
                     : bireme_value_no_memory();
    if (failed == 0) failed = afford(&s);
    if (failed == 0) failed = write_table(&s, console);
    bireme_manifest_free(s.manifest);
    bireme_opened_free(&s.opened);
    bireme_text_free(&s.kept);
    bireme_free(s.out);
    return failed;
}

static const bireme_option taken[] = {
    BIREME_OPTION_OUT_BATCH,      BIREME_OPTION_FORMAT_BATCH, BIREME_OPTION_RESUME,   BIREME_OPTION_SHARD,
    BIREME_OPTION_WIDE,           BIREME_OPTION_EXCEL,        BIREME_OPTION_EUROPEAN, BIREME_OPTION_PERIODS,
    BIREME_OPTION_DECIMAL,        BIREME_OPTION_DATES,        BIREME_OPTION_RATE,     BIREME_OPTION_ENCODING,
    BIREME_OPTION_EXPLAIN_TABLES, BIREME_OPTION_TRIALS_EACH,  BIREME_OPTION_SAMPLER,  BIREME_OPTION_THREADS,
    BIREME_OPTION_MEMORY,         BIREME_OPTIONS_LAST};

const bireme_command bireme_command_batch = {
    .name = "batch",
    .arguments = "MANIFEST",
    .summary = "many runs into one table, page or workbook",
    .about =
        "Runs everything that a manifest names (JSON, or CSV from a spreadsheet): scenarios, with\n"
        "overrides, grids of them, and seeds; and writes one CSV table, a run after the other in the\n"
        "order of the manifest, or a page (.html, .md) or a workbook (.xlsx): which is best and how sure\n"
        "that is, pictures of the grids, and all runs. A run that fails is a row with its error, and the\n"
        "exit status is 1, or 3 if all do. Runs in several currencies stand below each other; each says\n"
        "its own, and nothing is converted.\n\n"
        "What is finished is in FILE.partial and noted in FILE.journal, so that --resume can go on after\n"
        "whatever happened; the table is the same to the byte. Runs that failed for want of memory or of a\n"
        "file are tried again. A table rests on all that was read for it: --resume names what has changed\n"
        "since, and refuses. A page or a workbook is made, when all runs are there, from the tidy table\n"
        "FILE.csv, which grows beside it in the same way and stays there.",
    .example =
        "  bireme batch nightly.json --out nightly.csv\n\n"
        "  nightly.json\n"
        "    { \"scenarios\": [\"base.json\"],\n"
        "      \"grid\": { \"channels.events.spend\": [20000, 30000, 40000], \"sales.reps\": [6, 8] },\n"
        "      \"seeds\": [1, 2], \"metrics\": [\"revenue\", \"wins\", \"contribution\"] }\n\n"
        "  nightly.csv, of 12 runs\n"
        "    run,scenario,metric,period,statistic,value\n"
        "    1,Base 2027,run,,seed,1\n"
        "    [...]\n"
        "    1,Base 2027,currency,,USD,\n"
        "    1,Base 2027,set.channels.events.spend,,value,20000\n"
        "    [...]\n\n"
        "  bireme batch nightly.csv --out table.csv --wide --resume\n"
        "  bireme batch nightly.json --shard 2/4 --out part2.csv\n"
        "  bireme batch nightly.json --out nightly.html      a page; also nightly.html.csv",
    .options = taken,
    .reads_arguments = true,
    .least = 1,
    .most = 1,
    .csv_first = true,
    .run = run,
};
