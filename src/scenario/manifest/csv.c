/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A manifest as a table: one row per run; columns `scenario`, `name`, `seed`, `trials`, and paths. A cell is
 * a number, read as in every table, else JSON if it can be read as that (lists, distributions, null), else a
 * text; an empty cell sets nothing.
 */
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "base/nearest.h"
#include "model/model.h"
#include "scenario/manifest/manifest.h"
#include "scenario/reading.h"
#include "scenario/files/table_file.h"
#include "table/currency_signs.h"
#include "table/number.h"

enum { COLUMNS_MOST = 1024, SCENARIOS_KEPT = 32 };

typedef enum column { COLUMN_SCENARIO, COLUMN_NAME, COLUMN_SEED, COLUMN_TRIALS, COLUMN_PATH } column;

typedef struct runs {
    bireme_manifest_reading *reading;
    bireme_table *table;
    size_t n;
    column kind[COLUMNS_MOST];
    const char *path[COLUMNS_MOST];
    bireme_meaning meaning[COLUMNS_MOST];
    double *numbers[COLUMNS_MOST]; /* [rows] each */
    /* for currency_of: the scenarios read last */
    bireme_table_file_currency currency[SCENARIOS_KEPT];
    const char *currency_of[SCENARIOS_KEPT];
    size_t n_currencies;  /* read so far */
    char set_currency[4]; /* the one that the row sets */
    bool stopped;
} runs;

static bireme_place place_of(const runs *r, bireme_table_cell at)
{
    return bireme_table_file_place(r->reading->file, at);
}

/* ------------------------ header */

/* Whether the text is the word, ignoring case. */
static bool is_in_capitals(const char *text, const char *word)
{
    while (*word != '\0' && (*text == *word || (*text | 32) == *word)) text++, word++;
    return *word == '\0' && *text == '\0';
}

/* There is no column `scenario`: reports it at the title nearest to that, else at the first. */
static void report_no_scenario(runs *r)
{
    char quoted[BIREME_QUOTE_SIZE];
    const char *nearest = bireme_nearest("scenario", r->path, r->n);
    size_t i = 0;
    while (nearest != NULL && i < r->n && r->path[i] != nearest) i++;
    const bireme_table_cell at = bireme_table_title_at(r->table, nearest != NULL ? i : 0);
    if (nearest != NULL)
        bireme_report_fail(&r->reading->report, place_of(r, at),
                           "a manifest needs a column `scenario`; is it `%s` that is meant?",
                           bireme_quote(quoted, nearest));
    else
        bireme_report_fail(&r->reading->report, place_of(r, at),
                           "a manifest needs a column `scenario`, with the files that are run");
}

static void read_title(runs *r, bireme_table_cell title)
{
    static const char *const names[] = {"scenario", "name", "seed", "trials"};
    char quoted[BIREME_QUOTE_SIZE];
    column kind = COLUMN_PATH;
    for (int k = 0; k < COLUMN_PATH; k++)
        if (strcmp(title.text, names[k]) == 0) kind = (column)k;
    if (title.text[0] == '\0')
        bireme_report_fail(&r->reading->report, place_of(r, title), "a column has no title");
    for (int k = 0; k < COLUMN_PATH; k++)
        if (kind == COLUMN_PATH && is_in_capitals(title.text, names[k]))
            bireme_report_fail(&r->reading->report, place_of(r, title),
                               "`%s` is no column of a manifest; did you mean `%s`?",
                               bireme_quote(quoted, title.text), names[k]);
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->path[i], title.text) == 0)
            bireme_report_fail(&r->reading->report, place_of(r, title), "two columns are called `%s`",
                               bireme_quote(quoted, title.text));
    r->kind[r->n] = kind;
    r->path[r->n] = bireme_manifest_keep(r->reading, title.text);
    if (r->path[r->n] == NULL) {
        r->stopped = true;
        return;
    }
    if (kind == COLUMN_PATH) bireme_manifest_note_path(r->reading, r->path[r->n]);
    r->n++;
}

static void read_header(runs *r)
{
    const size_t columns = bireme_table_columns(r->table);
    const bireme_table_cell last = bireme_table_title_at(r->table, columns - 1);
    bool has_scenario = false;
    if (columns > COLUMNS_MOST)
        bireme_report_fail(&r->reading->report, place_of(r, last), "more than %d columns", (int)COLUMNS_MOST);
    for (size_t i = 0; i < columns && i < COLUMNS_MOST && !r->stopped; i++)
        read_title(r, bireme_table_title_at(r->table, i));
    for (size_t i = 0; i < r->n; i++) has_scenario |= r->kind[i] == COLUMN_SCENARIO;
    if (!has_scenario && !r->stopped && r->reading->report.errors == 0) report_no_scenario(r);
    r->stopped |= r->reading->report.errors > 0;
}

/* ------------------------ currency */

/* The currency of the scenario's file, which is read only as far as needed. A file that cannot be read has
 * none; its run will say why. */
static const bireme_table_file_currency *find_currency(runs *r, const char *scenario)
{
    bireme_reading reading = {.options = {.root = "/"}};
    for (size_t i = 0; i < SCENARIOS_KEPT && i < r->n_currencies; i++)
        if (strcmp(r->currency_of[i], scenario) == 0) return &r->currency[i];
    const size_t at = r->n_currencies++ % SCENARIOS_KEPT;
    r->currency[at] = (bireme_table_file_currency){0};
    r->currency_of[at] = scenario;
    reading.file = bireme_manifest_resolve(r->reading, scenario);
    const bireme_node *root = reading.file != NULL ? bireme_source_read(&reading) : NULL;
    if (root != NULL) r->currency[at] = bireme_table_file_currency_of(root);
    bireme_report_free(&reading.report);
    bireme_arena_free(&reading.arena);
    return &r->currency[at];
}

/* The currency of a run: the one that its row sets, else its scenario's. */
static const char *wanted_currency(void *context, size_t row, bool *said)
{
    runs *r = context;
    const char *scenario = NULL;
    *said = true;
    for (size_t i = 0; i < r->n; i++) {
        const char *text = bireme_table_at(r->table, row, i).text;
        if (r->kind[i] == COLUMN_SCENARIO) scenario = text;
        if (r->kind[i] != COLUMN_PATH || strcmp(r->path[i], "currency") != 0 || text[0] == '\0') continue;
        return bireme_currency_find(text, r->set_currency) ? r->set_currency : "";
    }
    if (scenario == NULL || scenario[0] == '\0') return "";
    const bireme_table_file_currency *currency = find_currency(r, scenario);
    *said = currency->said;
    return currency->code;
}

static void read_columns(runs *r)
{
    bireme_table_set_into(r->table, (bireme_table_into){.currency = wanted_currency, .context = r});
    for (size_t i = 0; i < r->n && !r->reading->report.out_of_memory; i++) {
        const bool text = r->kind[i] == COLUMN_SCENARIO || r->kind[i] == COLUMN_NAME;
        r->meaning[i] = bireme_meaning_of_path(r->kind[i] == COLUMN_SEED     ? "run.seed"
                                               : r->kind[i] == COLUMN_TRIALS ? "run.trials"
                                                                             : r->path[i]);
        r->numbers[i] = bireme_table_file_read(r->table, i,
                                               text ? BIREME_TABLE_TEXT
                                               : bireme_meaning_is_date(r->meaning[i])
                                                   ? BIREME_TABLE_MIXED_DATES
                                                   : BIREME_TABLE_MIXED_ALIKE,
                                               &r->reading->report);
        r->stopped |= r->numbers[i] == NULL;
        if (!text)
            bireme_table_file_check_meaning(r->reading->file, r->table, i, r->meaning[i],
                                            &r->reading->report);
    }
    r->stopped |= r->reading->report.out_of_memory; /* some columns may be missing */
}

/* ------------------------ rows */

static void read_whole(runs *r, bireme_table_cell at, double value, const char *what, uint64_t least,
                       uint64_t most, uint64_t *out)
{
    char quoted[BIREME_QUOTE_SIZE], why[BIREME_NUMBER_WHY_SIZE];
    uint64_t whole;
    if (bireme_table_file_whole(at.text, value, &whole) && whole >= least && whole <= most)
        *out = whole;
    else
        bireme_report_fail(&r->reading->report, place_of(r, at),
                           "%s must be a whole number from %" PRIu64 " to %" PRIu64 ", found `%s`%s", what,
                           least, most, bireme_quote(quoted, at.text),
                           isnan(value) ? bireme_number_why(why, at.text) : "");
}

static bool set_path(runs *r, size_t i, bireme_table_cell at, double number, bireme_override *to)
{
    bireme_text json = {0};
    char buffer[BIREME_NUMBER_SIZE], date[BIREME_DATE_TEXT_SIZE];
    const char *cell = at.text;
    bireme_node text = {.type = BIREME_NODE_TEXT, .text = cell};
    if (bireme_meaning_is_date(r->meaning[i]) && !isnan(number)) {
        text.text = bireme_table_file_date(date, number, cell, r->path[i],
                                           bireme_table_file_place(r->reading->file, at),
                                           &r->reading->report);
        if (text.text == NULL) return false;
        bireme_node_write(&text, &json);
    } else if (bireme_meaning_is_truth(r->meaning[i]) && bireme_table_truth(cell) >= 0)
        bireme_text_append(&json, bireme_table_truth(cell) == 1 ? "true" : "false");
    else if (!isnan(number))
        bireme_text_append(&json, bireme_table_file_number(buffer, cell, number));
    else if (bireme_table_file_json(cell) != NULL)
        bireme_text_append(&json, bireme_table_file_json(cell));
    else if (bireme_meaning_is_number(r->meaning[i])) {
        bireme_meaning_fail_number(cell, r->path[i], bireme_table_file_place(r->reading->file, at),
                                   &r->reading->report);
        return false;
    } else
        bireme_node_write(&text, &json);
    *to = (bireme_override){.path = r->path[i], .json = bireme_manifest_take(r->reading, &json)};
    r->stopped |= to->json == NULL;
    return to->json != NULL;
}

static void read_cell(runs *r, size_t row, size_t i, bireme_batch_entry *entry, bireme_override *set)
{
    const double number = r->numbers[i][row];
    const bireme_table_cell at = bireme_table_at(r->table, row, i);
    switch (r->kind[i]) {
    case COLUMN_SCENARIO:
        entry->scenario = bireme_manifest_resolve(r->reading, at.text);
        break;
    case COLUMN_NAME:
        entry->name = bireme_manifest_keep(r->reading, at.text);
        break;
    case COLUMN_SEED:
        read_whole(r, at, number, "`seed`", 0, BIREME_SEED_MOST, &entry->seed);
        entry->has_seed = true;
        break;
    case COLUMN_TRIALS:
        read_whole(r, at, number, "`trials`", 1, BIREME_TRIALS_MOST, &entry->trials);
        break;
    case COLUMN_PATH:
        if (set_path(r, i, at, number, &set[entry->n_set])) entry->n_set++;
        break;
    }
}

static void read_row(runs *r, size_t row)
{
    bireme_batch_entry entry = {0};
    bireme_override *set = bireme_arena_alloc(&r->reading->manifest->arena, r->n, sizeof *set);
    const bireme_table_cell first = bireme_table_at(r->table, row, 0);
    if (set == NULL) {
        bireme_report_memory(&r->reading->report);
        r->stopped = true;
        return;
    }
    for (size_t i = 0; i < r->n && !r->stopped; i++)
        if (!bireme_table_is_empty(r->table, row, i)) read_cell(r, row, i, &entry, set);
    if (r->stopped) return;
    if (entry.scenario == NULL) {
        bireme_report_fail(&r->reading->report, place_of(r, first), "the run names no scenario");
        return;
    }
    entry.set = set;
    if (!bireme_manifest_add(r->reading, &entry, bireme_table_file_place(r->reading->file, first)))
        r->stopped = true;
}

void bireme_manifest_read_csv(bireme_manifest_reading *reading)
{
    runs *r = bireme_calloc(1, sizeof *r);
    if (r == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    r->reading = reading;
    bireme_error error = {0};
    if (bireme_table_open(reading->file, reading->tables, &reading->manifest->opened, &r->table, &error) !=
        BIREME_OK)
        bireme_table_file_report(&reading->report, &error);
    if (r->table != NULL) {
        read_header(r);
        if (!r->stopped) read_columns(r);
        if (!r->stopped) bireme_table_file_tell(r->table, &reading->report);
        for (size_t row = 0; row < bireme_table_rows(r->table) && !r->stopped && reading->report.errors < 100;
             row++)
            read_row(r, row);
        if (reading->manifest->n == 0 && !r->stopped && reading->report.errors == 0)
            bireme_report_fail(&r->reading->report, place_of(r, bireme_table_title_at(r->table, 0)),
                               "the manifest has no run: no row follows its titles");
    }
    for (size_t i = 0; i < r->n; i++) bireme_free(r->numbers[i]);
    bireme_table_free(r->table);
    bireme_free(r);
}
