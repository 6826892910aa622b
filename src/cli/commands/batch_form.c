/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands/batch_form.h"

#include <string.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/memory.h"
#include "cli/answer.h"
#include "cli/options/option_values.h"
#include "output/batch/document.h"
#include "scenario/internal.h"

/* Scenarios whose models say how numbers are written and what was assumed; if the first runs of one cannot be
 * read, that many are tried. */
enum { SCENARIOS_MOST = 64, TRIED_MOST = 16 };

bool bireme_batch_form_is_device(const bireme_options *options)
{
    struct stat info;
    return !bireme_options_to_standard_output(options) && stat(options->out, &info) == 0 &&
           !S_ISREG(info.st_mode);
}

int bireme_batch_form_check(const bireme_options *options, const bireme_shard *shard, size_t runs)
{
    if (shard->of > 1)
        return bireme_console_refuse("%s: a page or a workbook is made of all runs; write the shards as CSV, "
                                     "and join them with `bireme merge`",
                                     shard->from);
    if (options->periods)
        return bireme_console_refuse(
            "--periods is for CSV: a page or a workbook of a batch has what comes of "
            "each run over the whole horizon; use --out FILE.csv");
    if (options->resume && bireme_batch_form_is_device(options))
        return bireme_console_refuse("--resume goes on with a file: '%s' is none", options->out);
    if (runs > BIREME_BATCH_MOST)
        return bireme_console_refuse(
            "a page or a workbook is for at most %d runs, and these are %zu: write CSV", BIREME_BATCH_MOST,
            runs);
    return 0;
}

/* ------------------------ the scenarios */

typedef struct scenarios {
    size_t n;
    const char *file[SCENARIOS_MOST];
    size_t tried[SCENARIOS_MOST];
    bireme_scenario *scenario[SCENARIOS_MOST]; /* NULL: none of its runs could be read */
    const bireme_model *models[SCENARIOS_MOST];
    size_t n_unread;
    struct {
        size_t run;
        bireme_status status;
    } unread[SCENARIOS_MOST * TRIED_MOST]; /* runs that could not be read */
} scenarios;

/* Reads what a run is of; *status: of the reading. 0, or the exit status after a complaint: a file has
 * changed. */
static int read_one(const bireme_options *options, const bireme_batch_entry *entry,
                    const bireme_opened *opened, bireme_scenario **out, bireme_status *status)
{
    bireme_table_options tables = *options->load.tables;
    bireme_load_options load = options->load;
    bireme_opened now = {0};
    bireme_error error;
    tables.told = NULL;
    load.tables = &tables;
    load.overrides = entry->set;
    load.n_overrides = entry->n_set;
    *status = bireme_scenario_load_noting(entry->scenario, &load, NULL, &now, out, &error);
    if (*status != BIREME_OK) *out = NULL;
    const char *changed = bireme_opened_changed(&now, opened, 0);
    int failed = changed == NULL ? 0
                                 : bireme_console_fail(BIREME_EXIT_SCENARIO,
                                                       "%s has changed while the batch was running: --resume "
                                                       "says what can be done",
                                                       changed);
    bireme_opened_free(&now);
    return failed;
}

static int read_scenarios(const bireme_options *options, const bireme_manifest *manifest,
                          const bireme_opened *opened, scenarios *s)
{
    for (size_t i = 0; i < bireme_manifest_count(manifest); i++) {
        const bireme_batch_entry *entry = bireme_manifest_entry(manifest, i);
        size_t k = 0;
        while (k < s->n && strcmp(s->file[k], entry->scenario) != 0) k++;
        if (k == SCENARIOS_MOST) continue;
        if (k == s->n) s->file[s->n++] = entry->scenario;
        if (s->scenario[k] != NULL || s->tried[k]++ >= TRIED_MOST) continue;
        bireme_status status;
        int failed = read_one(options, entry, opened, &s->scenario[k], &status);
        if (failed != 0) return failed;
        if (status == BIREME_OK) continue;
        s->unread[s->n_unread].run = i;
        s->unread[s->n_unread++].status = status;
    }
    return 0;
}

/* What could be run can be read: if it was not, something went wrong just now. 0, or the exit status after a
 * complaint. */
static int check_unread(const scenarios *s, const bireme_batch_table *table)
{
    for (size_t i = 0; i < s->n_unread; i++) {
        const bireme_batch_outcome *run = &table->runs[s->unread[i].run];
        if (run->error != NULL) continue;
        if (s->unread[i].status == BIREME_MEMORY) return bireme_value_no_memory();
        return bireme_console_fail(
            bireme_status_exit(s->unread[i].status),
            "cannot read %s again, of which run %s is: the table is finished, and --resume "
            "makes the rest",
            run->entry->scenario, run->entry->name);
    }
    return 0;
}

/* ------------------------ the form */

static int write_form(const bireme_console *console, const bireme_options *options,
                      const bireme_batch_table *table)
{
    const bireme_answer answer = bireme_answer_of_batch(table);
    if (options->output == BIREME_OUTPUT_XLSX) return bireme_cli_answer(console, options, &answer);
    bireme_document document;
    bireme_answer_document(&answer, &document);
    int status = bireme_cli_write_page(console, options, &document);
    bireme_document_free(&document);
    return status;
}

int bireme_batch_form_write(const bireme_console *console, const bireme_options *options,
                            const bireme_manifest *manifest, const char *table, bireme_text *kept,
                            const bireme_opened *opened)
{
    bireme_batch_table read = {0};
    bireme_error error = {0};
    scenarios s = {0};
    char *bytes = NULL;
    size_t length = kept->length, n_models = 0;
    int failed = read_scenarios(options, manifest, opened, &s);
    for (size_t k = 0; k < s.n; k++)
        if (s.scenario[k] != NULL) s.models[n_models++] = bireme_scenario_model(s.scenario[k]);
    bireme_status status = BIREME_OK;
    if (failed == 0 && table != NULL) {
        status = bireme_file_read(table, SIZE_MAX / 4, &bytes, &length, &error);
    } else if (failed == 0) {
        bytes = bireme_text_take(kept);
        *kept = (bireme_text){0};
        if (bytes == NULL) status = bireme_fail_memory(&error);
    }
    if (failed == 0 && status == BIREME_OK)
        status = bireme_batch_table_read(manifest, bytes, length, s.models, n_models, &read, &error);
    if (failed == 0 && status != BIREME_OK) failed = bireme_options_fail(&error);
    if (failed == 0) failed = check_unread(&s, &read);
    read.has_file = table != NULL;
    if (failed == 0) failed = write_form(console, options, &read);
    bireme_batch_table_free(&read);
    for (size_t k = 0; k < s.n; k++) bireme_scenario_free(s.scenario[k]);
    return failed;
}
