/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A manifest as CSV: a row a run; columns `scenario`, `name`, `seed`, `trials`, and paths. What stands in a cell is JSON if it
 * can be read as that (numbers, lists, distributions), else a text; an empty cell sets nothing.
 */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "model/model.h"
#include "scenario/csv_reader.h"
#include "scenario/manifest.h"
#include "scenario/scan.h"

enum { COLUMNS_MOST = 1024 };

typedef enum column { COLUMN_SCENARIO, COLUMN_NAME, COLUMN_SEED, COLUMN_TRIALS, COLUMN_PATH } column;

typedef struct table {
    bireme_manifest_reading *reading;
    bireme_csv_reader csv;
    size_t n;
    column kind[COLUMNS_MOST];
    const char *path[COLUMNS_MOST];
    bool stopped;
} table;

static bireme_place here(const table *t)
{
    return (bireme_place){.file = t->reading->file, .line = t->csv.cell_line, .column = t->csv.cell_column};
}

#define FAIL(t, ...)                                                                                         \
    bireme_report_add(&(t)->reading->report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO, here(t), __VA_ARGS__)

static char *next_cell(table *t)
{
    char *cell = bireme_csv_reader_next(&t->csv);
    if (t->csv.open_quote) {
        FAIL(t,
             "a cell that begins with a quote ends with one, followed by a separator or the end of the line");
        t->stopped = true;
    }
    return cell;
}

/* ------------------------ header */

static void read_title(table *t, const char *name)
{
    static const char *const names[] = {"scenario", "name", "seed", "trials"};
    char quoted[BIREME_QUOTE_SIZE];
    column kind = COLUMN_PATH;
    for (int k = 0; k < COLUMN_PATH; k++)
        if (strcmp(name, names[k]) == 0) kind = (column)k;
    if (name[0] == '\0') FAIL(t, "a column has no title");
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->path[i], name) == 0) FAIL(t, "two columns are called `%s`", bireme_quote(quoted, name));
    t->kind[t->n] = kind;
    t->path[t->n] = bireme_manifest_keep(t->reading, name);
    if (t->path[t->n] == NULL) {
        t->stopped = true;
        return;
    }
    if (kind == COLUMN_PATH) bireme_manifest_note_path(t->reading, t->path[t->n]);
    t->n++;
}

static void read_header(table *t)
{
    bool has_scenario = false;
    do {
        if (t->n == COLUMNS_MOST) {
            FAIL(t, "more than %d columns", (int)COLUMNS_MOST);
            t->stopped = true;
        }
        const char *name = t->stopped ? "" : next_cell(t);
        if (t->stopped) return;
        read_title(t, name);
    } while (!t->stopped && !t->csv.end_of_row);
    for (size_t i = 0; i < t->n; i++) has_scenario |= t->kind[i] == COLUMN_SCENARIO;
    if (!has_scenario && !t->stopped) FAIL(t, "a manifest needs a column `scenario`");
    t->stopped |= t->reading->report.errors > 0;
}

/* ------------------------ rows */

static void read_whole(table *t, const char *cell, const char *what, double least, double most, uint64_t *out)
{
    double value;
    char quoted[BIREME_QUOTE_SIZE];
    bool whole = bireme_csv_reader_number(cell, &value) && value >= least && value <= most &&
                 value == (double)(uint64_t)value;
    if (whole)
        *out = (uint64_t)value;
    else
        FAIL(t, "%s must be a whole number from %.0f to %.0f, found `%s`", what, least, most,
             bireme_quote(quoted, cell));
}

static bool is_json(const char *cell)
{
    bireme_arena arena = {0};
    bireme_report report = {0};
    bireme_scan scan = {0};
    bool valid = bireme_scan_text(cell, strlen(cell), "", &arena, &report, &scan) && report.errors == 0;
    bireme_scan_free(&scan);
    bireme_report_free(&report);
    bireme_arena_free(&arena);
    return valid;
}

static bool set_path(table *t, const char *path, const char *cell, bireme_override *to)
{
    bireme_text json = {0};
    const bireme_node text = {.type = BIREME_NODE_TEXT, .text = cell};
    if (is_json(cell))
        bireme_text_append(&json, cell);
    else
        bireme_node_write(&text, &json);
    *to = (bireme_override){
        .path = path,
        .json = json.failed ? NULL : bireme_manifest_keep(t->reading, bireme_text_string(&json))};
    bireme_text_free(&json);
    if (to->json == NULL) bireme_report_memory(&t->reading->report);
    return to->json != NULL;
}

static void read_cell(table *t, size_t i, const char *cell, bireme_batch_entry *entry, bireme_override *set)
{
    const double seed_most = 9007199254740992.0;
    if (cell[0] == '\0') return;
    switch (t->kind[i]) {
    case COLUMN_SCENARIO:
        entry->scenario = bireme_manifest_resolve(t->reading, cell);
        break;
    case COLUMN_NAME:
        entry->name = bireme_manifest_keep(t->reading, cell);
        break;
    case COLUMN_SEED:
        read_whole(t, cell, "`seed`", 0, seed_most, &entry->seed);
        entry->has_seed = true;
        break;
    case COLUMN_TRIALS:
        read_whole(t, cell, "`trials`", 1, (double)BIREME_TRIALS_MOST, &entry->trials);
        break;
    case COLUMN_PATH:
        if (set_path(t, t->path[i], cell, &set[entry->n_set])) entry->n_set++;
        break;
    }
}

static void read_row(table *t)
{
    bireme_batch_entry entry = {0};
    bireme_override *set = bireme_arena_alloc(&t->reading->manifest->arena, t->n, sizeof *set);
    bireme_place place = {0};
    bool empty = true;
    size_t i = 0;
    if (set == NULL) {
        bireme_report_memory(&t->reading->report);
        t->stopped = true;
        return;
    }
    do {
        const char *cell = next_cell(t);
        if (t->stopped) return;
        if (i == 0) place = here(t);
        empty &= cell[0] == '\0';
        if (i < t->n)
            read_cell(t, i, cell, &entry, set);
        else if (cell[0] != '\0')
            FAIL(t, "the row has more cells than the header has columns");
        i++;
    } while (!t->csv.end_of_row);
    if (empty) return; /* a blank line */
    if (entry.scenario == NULL) {
        bireme_report_add(&t->reading->report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO, place,
                          "the run names no scenario");
        return;
    }
    entry.set = set;
    if (!bireme_manifest_add(t->reading, &entry, place)) t->stopped = true;
}

void bireme_manifest_read_csv(bireme_manifest_reading *reading)
{
    table *t = bireme_calloc(1, sizeof *t);
    if (t == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    t->reading = reading;
    if (bireme_csv_reader_start(reading->file, &t->csv, &reading->report)) {
        read_header(t);
        t->stopped |= reading->report.errors > 0;
        while (!t->stopped && !bireme_csv_reader_is_at_end(&t->csv) && reading->report.errors < 100)
            read_row(t);
    }
    bireme_csv_reader_close(&t->csv);
    bireme_free(t);
}
