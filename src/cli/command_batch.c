/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme batch`: many runs into one table.
 */
#include "bireme/batch.h"

#include <inttypes.h>
#include <string.h>
#include "base/memory.h"
#include "cli/batch_file.h"
#include "cli/loading.h"
#include "cli/option_values.h"
#include "cli/options.h"
#include "cli/shard.h"
#include "cli/watch.h"
#include "model/model.h"
#include "output/batch.h"

typedef struct session {
    const bireme_options *options;
    bireme_manifest *manifest;
    bireme_batch_view view;
    bireme_shard shard;
    size_t first, count; /* of the manifest's runs, this shard's */
    bireme_batch_file file;
    char *out; /* the file to write; NULL: standard output */
    bool *found;
    size_t failures;
    bool broken; /* it cannot be written */
    bireme_watch watch;
} session;

static bool finished(void *context, const bireme_batch_result *result)
{
    session *s = context;
    bireme_text rows = {0};
    bireme_batch_write_run(&s->view, result, s->found, &rows);
    bireme_csv_restyle(&rows, s->options->csv_style, false);
    s->failures += result->forecast == NULL;
    s->broken = !bireme_batch_file_append(&s->file, &rows);
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

/* What makes the table: two batches with the same line give the same bytes. */
static char *identity_of(const session *s)
{
    static const char *const styles[] = {
        [BIREME_CSV_PLAIN] = "", [BIREME_CSV_EXCEL] = "-excel", [BIREME_CSV_EUROPEAN] = "-european"};
    const bireme_options *o = s->options;
    bireme_text line = {0};
    bireme_text_format(&line,
                       "bireme-batch 1 version=%s hash=%s runs=%zu form=%s%s periods=%d trials=%" PRIu64
                       " sampler=%s shard=%zu/%zu",
                       bireme_version(), bireme_manifest_hash(s->manifest),
                       bireme_manifest_count(s->manifest), o->wide ? "wide" : "tidy", styles[o->csv_style],
                       o->periods, o->trials,
                       o->sampler != BIREME_SAMPLER_UNSET ? bireme_sampler_name(o->sampler) : "own",
                       s->shard.number, s->shard.of);
    char *copy = line.failed ? NULL : bireme_strdup(bireme_text_string(&line));
    bireme_text_free(&line);
    return copy;
}

/* A shard that the job system names writes a file of its own: FILE.csv becomes FILE.2-of-4.csv. */
static char *file_of(const session *s)
{
    const char *out = s->options->out;
    if (out == NULL || strcmp(out, "-") == 0) return NULL;
    bool own = s->shard.from != NULL && strcmp(s->shard.from, "--shard") != 0 && s->shard.of > 1;
    if (!own) return bireme_strdup(out);
    const char *slash = strrchr(out, '/'), *dot = strrchr(slash != NULL ? slash : out, '.');
    size_t stem = dot != NULL ? (size_t)(dot - out) : strlen(out);
    bireme_text name = {0};
    bireme_text_append_n(&name, out, stem);
    bireme_text_format(&name, ".%zu-of-%zu%s", s->shard.number, s->shard.of, out + stem);
    char *copy = name.failed ? NULL : bireme_strdup(bireme_text_string(&name));
    bireme_text_free(&name);
    return copy;
}

/* Metrics that no run had are most likely misspelt. */
static void remark_on_metrics(const session *s)
{
    const char *const *metrics = bireme_manifest_metrics(s->manifest);
    if (!bireme_manifest_names_metrics(s->manifest)) return;
    for (size_t k = 0; metrics[k] != NULL; k++)
        if (!s->found[k] && s->failures < s->count)
            bireme_console_complain("no run has a metric `%s`: it is not in the table", metrics[k]);
}

static int tell_end(session *s, bireme_status status, const bireme_error *error)
{
    bool quiet = s->options->quiet;
    if (s->broken) return BIREME_EXIT_IO;
    if (status == BIREME_CANCELLED && s->out != NULL)
        bireme_console_complain("interrupted: %" PRIu64
                                " of %zu runs are in %s.partial; --resume goes on with the rest",
                                s->file.done, s->count, s->out);
    else if (status == BIREME_CANCELLED)
        bireme_console_complain("interrupted");
    else if (status != BIREME_OK)
        bireme_console_problem(BIREME_SEVERITY_ERROR, error);
    if (status != BIREME_OK) return bireme_status_exit(status);
    int failed = bireme_batch_file_finish(&s->file);
    if (failed != 0 || quiet) return failed;
    remark_on_metrics(s);
    if (s->failures > 0)
        bireme_console_complain("%zu of %zu runs failed; the table says why", s->failures, s->count);
    return 0;
}

static int run_rest(session *s, const bireme_console *console)
{
    const bireme_options *o = s->options;
    bireme_error error = {0};
    const bireme_batch_options options = {.first = s->first + (size_t)s->file.done,
                                          .count = s->count - (size_t)s->file.done,
                                          .trials = o->trials,
                                          .sampler = o->sampler,
                                          .threads = bireme_cli_threads(o),
                                          .periods = o->periods,
                                          .allow_outside_extends = o->load.allow_outside_extends,
                                          .repair_correlations = o->load.repair_correlations,
                                          .tables = o->load.tables,
                                          .finished = finished,
                                          .progress = progress,
                                          .cancelled = cancelled,
                                          .context = s};
    bireme_watch_start(&s->watch, console->errors_are_terminal && !o->quiet);
    s->watch.what = "runs";
    bireme_status status = options.count > 0 ? bireme_batch_run(s->manifest, &options, &error) : BIREME_OK;
    bireme_watch_stop(&s->watch);
    return tell_end(s, status, &error);
}

static int write_table(session *s, const bireme_console *console)
{
    bireme_text head = {0};
    bool complete;
    char *identity = identity_of(s);
    size_t metrics = 0;
    while (bireme_manifest_metrics(s->manifest)[metrics] != NULL) metrics++;
    s->found = bireme_calloc(metrics, sizeof *s->found);
    s->out = file_of(s);
    bool to_file = s->options->out != NULL && strcmp(s->options->out, "-") != 0;
    if (identity == NULL || s->found == NULL || (to_file && s->out == NULL)) {
        bireme_free(identity);
        return bireme_value_no_memory();
    }
    bireme_batch_write_head(&s->view, &head);
    bireme_csv_restyle(&head, s->options->csv_style, true);
    int failed = bireme_batch_file_open(&s->file, s->out, identity, &head, s->count, s->options->resume,
                                        &complete);
    bireme_text_free(&head);
    bireme_free(identity);
    if (failed == 0 && complete && !s->options->quiet)
        bireme_console_complain("%s is complete: there is nothing left to do", s->out);
    if (failed == 0 && !complete) failed = run_rest(s, console);
    bireme_batch_file_close(&s->file);
    return failed;
}

static int load(session *s)
{
    bireme_error error = {0};
    bireme_problems *problems = bireme_problems_create();
    if (problems == NULL) return bireme_value_no_memory();
    bireme_status status = bireme_manifest_load_with(s->options->arguments[0], s->options->load.tables,
                                                     problems, &s->manifest, &error);
    bireme_console_problems(problems, !s->options->quiet, &error);
    bireme_problems_free(problems);
    return bireme_status_exit(status);
}

static int run(const bireme_console *console, const bireme_options *options)
{
    session s = {.options = options};
    if (options->resume && (options->out == NULL || strcmp(options->out, "-") == 0)) {
        bireme_console_complain("--resume goes on with a file: name it with --out");
        return BIREME_EXIT_USAGE;
    }
    int failed = options->shard != NULL ? bireme_shard_parse(options->shard, &s.shard)
                                        : bireme_shard_from_environment(&s.shard);
    if (failed == 0) failed = load(&s);
    if (failed != 0) return failed;
    s.view = (bireme_batch_view){.manifest = s.manifest, .wide = options->wide};
    bireme_shard_range(&s.shard, bireme_manifest_count(s.manifest), &s.first, &s.count);
    failed = write_table(&s, console);
    bireme_manifest_free(s.manifest);
    bireme_free(s.found);
    bireme_free(s.out);
    return failed;
}

static const bireme_option taken[] = {
    BIREME_OPTION_OUT_CSV, BIREME_OPTION_RESUME,   BIREME_OPTION_SHARD,   BIREME_OPTION_WIDE,
    BIREME_OPTION_EXCEL,   BIREME_OPTION_EUROPEAN, BIREME_OPTION_PERIODS, BIREME_OPTION_DECIMAL,
    BIREME_OPTION_DATES,   BIREME_OPTION_ENCODING, BIREME_OPTION_EXPLAIN, BIREME_OPTION_TRIALS_EACH,
    BIREME_OPTION_SAMPLER, BIREME_OPTION_THREADS,  BIREME_OPTION_OUTSIDE, BIREME_OPTION_REPAIR,
    BIREME_OPTION_QUIET,   BIREME_OPTION_HELP,     BIREME_OPTION_NONE};

const bireme_command bireme_command_batch = {
    .name = "batch",
    .arguments = "MANIFEST",
    .summary = "many runs into one table",
    .about =
        "Runs everything that a manifest names (JSON, or CSV from a spreadsheet): scenarios, with\n"
        "overrides, grids of them, and seeds; and writes one CSV table, a run after the other in the\n"
        "order of the manifest. A run that fails is a row with its error. What is finished is in\n"
        "FILE.partial and noted in FILE.journal, so that --resume can go on after whatever happened; the\n"
        "table is the same to the byte.",
    .example =
        "  bireme batch nightly.json --out nightly.csv\n\n"
        "  nightly.json\n"
        "    { \"scenarios\": [\"base.json\"],\n"
        "      \"grid\": { \"channels.events.spend\": [20000, 30000, 40000], \"sales.reps\": [6, 8] },\n"
        "      \"seeds\": [1, 2], \"metrics\": [\"revenue\", \"wins\", \"contribution\"] }\n\n"
        "  nightly.csv, of 12 runs\n"
        "    run,scenario,metric,period,statistic,value\n"
        "    1,Base 2027,run,,seed,1\n"
        "    1,Base 2027,set.channels.events.spend,,value,20000\n"
        "    [...]\n\n"
        "  bireme batch nightly.csv --out table.csv --wide --resume\n"
        "  bireme batch nightly.json --shard 2/4 --out part2.csv",
    .options = taken,
    .least = 1,
    .most = 1,
    .csv_only = true,
    .csv = true,
    .json = false,
    .run = run,
};
