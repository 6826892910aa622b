/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme merge`: joins the shards of a batch, equal parts of its runs in order, into the table that one
 * process would have written.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/opened.h"
#include "cli/files/journal.h"
#include "cli/options/option_values.h"
#include "cli/options/options.h"
#include "cli/files/outputs.h"
#include "cli/files/run_part.h"
#include "cli/files/shard.h"

typedef struct part {
    const char *path;
    bireme_journal journal;
    size_t number, of;
} part;

/* Finds out what the part is. 0, or the exit status after a complaint. */
static int inspect(const char *path, part *out)
{
    static const char mark[] = " shard=";
    bireme_shard shard;
    *out = (part){.path = path};
    int failed = bireme_journal_read(path, &out->journal);
    if (failed != 0) return failed;
    const char *identity = out->journal.identity, *found = identity != NULL ? strstr(identity, mark) : NULL;
    if (found == NULL)
        return bireme_console_fail(BIREME_EXIT_SCENARIO,
                                   "%s: there is no journal of a batch beside it (%s.journal)", path, path);
    if (!out->journal.complete)
        return bireme_console_fail(BIREME_EXIT_SCENARIO,
                                   "%s is not complete: finish it with `bireme batch … --resume`", path);
    if (bireme_shard_parse(found + strlen(mark), &shard) != 0) return BIREME_EXIT_SCENARIO;
    out->number = shard.number;
    out->of = shard.of;
    return 0;
}

/* Checks that all are of the same batch, each given once. */
static int check(part *parts, size_t n)
{
    const part *first = &parts[0];
    for (size_t i = 1; i < n; i++) {
        const part *p = &parts[i];
        const char *differs = bireme_journal_difference(first->journal.identity, p->journal.identity, true);
        const char *changed = bireme_journal_changed(&first->journal.opened, &p->journal.opened);
        if (differs == NULL && changed == NULL && p->of == first->of) continue;
        if (changed != NULL)
            return bireme_console_fail(BIREME_EXIT_SCENARIO,
                                       "%s and %s are not of the same batch: %s was another file",
                                       first->path, p->path, changed);
        return bireme_console_fail(BIREME_EXIT_SCENARIO,
                                   "%s and %s are not of the same batch: they differ in %s", first->path,
                                   p->path, differs != NULL ? differs : "the number of shards");
    }
    for (size_t number = 1; number <= first->of; number++) {
        size_t times = 0;
        for (size_t i = 0; i < n; i++) times += parts[i].number == number;
        if (times == 1) continue;
        return bireme_console_fail(BIREME_EXIT_SCENARIO,
                                   times == 0 ? "shard %zu of %zu is missing"
                                              : "shard %zu of %zu is there twice",
                                   number, first->of);
    }
    return 0;
}

static const part *find(const part *parts, size_t n, size_t number)
{
    for (size_t i = 0; i < n; i++)
        if (parts[i].number == number) return &parts[i];
    return NULL;
}

/* Appends the rows of a part; of the first one also the head, which all must share. head: its length, 0 at
 * first. */
static int append(const part *p, bireme_text *head, bireme_text *out)
{
    char *data = NULL;
    size_t length = 0;
    bireme_error error = {0};
    bireme_status status = bireme_file_read(p->path, SIZE_MAX / 4, &data, &length, &error);
    if (status != BIREME_OK) {
        bireme_console_problem(BIREME_SEVERITY_ERROR, &error);
        return bireme_status_exit(status);
    }
    const char *end = strstr(data, "\r\n");
    size_t title = end != NULL ? (size_t)(end - data) + 2 : 0;
    int failed = 0;
    if (head->length == 0 && title > 0) {
        bireme_text_append_n(head, data, title);
        bireme_text_append_n(out, data, title);
    }
    uint64_t hash = BIREME_HASH_START;
    bireme_hash_stir(&hash, data, length);
    if (head->failed) {
        failed = bireme_value_no_memory();
    } else if (length != p->journal.size || hash != p->journal.hash || title == 0 || title != head->length ||
               memcmp(data, bireme_text_string(head), title) != 0) {
        bireme_console_complain("%s is not as the batch left it: it has been changed", p->path);
        failed = BIREME_EXIT_SCENARIO;
    } else {
        bireme_text_append_n(out, data + title, length - title);
    }
    bireme_free(data);
    return failed;
}

/* For a table with failed runs: the same as for the batch. */
static int tell_failures(const bireme_options *options, const part *parts, size_t n)
{
    size_t failed = 0, runs = 0;
    for (size_t i = 0; i < n; i++) {
        failed += parts[i].journal.n_failures;
        runs += (size_t)parts[i].journal.done;
    }
    if (failed == 0) return 0;
    if (!options->quiet) bireme_console_complain("%zu of %zu runs failed; the table says why", failed, runs);
    return failed == runs ? BIREME_EXIT_SCENARIO : BIREME_EXIT_NO;
}

static int join(const bireme_options *options, const part *parts, size_t n)
{
    bireme_text out = {0}, head = {0};
    int failed = 0;
    for (size_t number = 1; number <= n && failed == 0; number++)
        failed = append(find(parts, n, number), &head, &out);
    if (head.failed) out.failed = true;
    if (failed == 0) failed = bireme_options_write(options, &out);
    bireme_text_free(&head);
    bireme_text_free(&out);
    return failed;
}

/* Parts of one run, or of a batch, whose table already has its form. */
static int check_form(const bireme_options *options)
{
    if (options->output == BIREME_OUTPUT_TEXT && bireme_options_to_standard_output(options)) return 0;
    if (options->output == BIREME_OUTPUT_CSV && !options->wide && options->csv_style == BIREME_CSV_PLAIN)
        return 0;
    return bireme_console_refuse(
        "the shards of a batch are CSV, in the form that they were written in: name a .csv file");
}

/* The journals are inputs too. */
static int check_output(const bireme_options *options)
{
    bireme_opened opened = {0};
    bool good = true;
    for (size_t i = 0; i < options->n_arguments && good; i++) {
        bireme_text journal = {0};
        bireme_text_format(&journal, "%s.journal", options->arguments[i]);
        good = !journal.failed && bireme_opened_name(&opened, bireme_text_string(&journal));
        bireme_text_free(&journal);
    }
    int status = good ? bireme_outputs_check_options(options, &opened) : bireme_value_no_memory();
    bireme_opened_free(&opened);
    return status;
}

static int run(const bireme_console *console, const bireme_options *options)
{
    bool of_a_run;
    int wrong = bireme_run_part_is(options->arguments[0], &of_a_run);
    if (wrong == 0 && of_a_run) return bireme_run_part_merge(console, options);
    if (wrong == 0) wrong = check_form(options);
    if (wrong == 0) wrong = check_output(options);
    if (wrong == 0) /* joined into a table they are in memory twice for a moment */
        wrong = bireme_run_part_afford(options);
    if (wrong != 0) return wrong;
    size_t n = options->n_arguments;
    part *parts = bireme_calloc(n, sizeof *parts);
    int failed = 0;
    if (parts == NULL) {
        return bireme_value_no_memory();
    }
    for (size_t i = 0; i < n && failed == 0; i++) failed = inspect(options->arguments[i], &parts[i]);
    if (failed == 0) failed = check(parts, n);
    if (failed == 0) failed = join(options, parts, n);
    if (failed == 0) failed = tell_failures(options, parts, n);
    for (size_t i = 0; i < n; i++) bireme_journal_free(&parts[i].journal);
    bireme_free(parts);
    return failed;
}

static const bireme_option taken[] = {BIREME_OPTIONS_OF_FORM, BIREME_OPTION_THREADS, BIREME_OPTION_MEMORY,
                                      BIREME_OPTION_ROOT,     BIREME_OPTION_QUIET,   BIREME_OPTION_HELP,
                                      BIREME_OPTION_NONE};

const bireme_command bireme_command_merge = {
    .name = "merge",
    .arguments = "PART…",
    .summary = "the shards of a batch, or of one run, into one",
    .about =
        "Joins what the shards have written, in any order, to what a single process would have written.\n\n"
        "Of a batch these are tables, and the result is the table, byte for byte; the journal beside each\n"
        "part (PART.journal) says what it is. Of one run (`bireme run --shard`) these are .part files, and\n"
        "the result is the forecast of all trials, to the last bit, in any form; the scenario must be where\n"
        "it was, in this folder or deeper. Shards of different batches or runs, missing ones and unfinished\n"
        "ones are refused. A part says which scenario and options it is of; what it names elsewhere is\n"
        "opened only below a folder that --root names here.",
    .example = "  bireme batch nightly.json --shard 1/2 --out part1.csv\n"
               "  bireme batch nightly.json --shard 2/2 --out part2.csv\n"
               "  bireme merge part1.csv part2.csv --out nightly.csv\n\n"
               "  bireme run acme.json --trials 1e8 --totals --shard 1/2 --out 1.part\n"
               "  bireme run acme.json --trials 1e8 --totals --shard 2/2 --out 2.part\n"
               "  bireme merge 1.part 2.part --out acme.json",
    .options = taken,
    .reads_arguments = true,
    .least = 1,
    .most = 100000,
    .csv = true,
    .json = true,
    .xlsx = true,
    .run = run,
};
