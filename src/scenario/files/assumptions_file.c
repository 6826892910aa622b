/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Assumptions from a spreadsheet: one row per number, given as a value, or as P10, P50 and P90 (a metalog
 * through them, between the bounds `lower` and `upper`; without these, a distribution with P10 above 0 is
 * never negative, and a conversion is at most 1). Numbers are read as in every table (table/number.h): "25 %"
 * is 0.25. The number format is inferred for each column separately, because one person typed it. A value
 * that is not a number may be JSON (a list, a distribution); else it is a text.
 */
#include <math.h>
#include <string.h>
#include "base/hash.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "scenario/files/data_file.h"
#include "scenario/files/table_file.h"
#include "table/number.h"

typedef enum column { PATH, VALUE, P10, P50, P90, LOWER, UPPER, NOTE, SOURCE, KNOWN, OTHER = KNOWN } column;

static const char *const names[KNOWN] = {"path",  "value", "p10",  "p50",   "p90",
                                         "lower", "upper", "note", "source"};

typedef struct cell {
    const char *text; /* NULL: empty */
    double number;    /* NAN: not a number */
    double date;      /* seconds since 1970; NAN: not a date */
    bireme_place place;
} cell;

typedef struct layer {
    bireme_reading *reading;
    const char *file;
    bireme_table *table;
    bool has[KNOWN];
    size_t index[KNOWN];    /* of the column, if present */
    double *numbers[KNOWN]; /* of columns with numbers; else NULL */
    bireme_table_file_currency currency;
    double *dates;  /* dates of the value column; NULL: no row sets a date */
    size_t *row_of; /* [slots] hash table: the row that sets a path, from 1; 0: free */
    size_t slots;   /* a power of two */
    bool stopped;
} layer;

static bireme_place place_of(const layer *l, bireme_table_cell at)
{
    return bireme_table_file_place(l->file, at);
}

static void stop(layer *l)
{
    l->stopped = true;
    bireme_report_memory(&l->reading->report);
}

/* ------------------------ header */

/* A column without a title must be empty: its content would be lost. */
static void check_untitled(layer *l, size_t index)
{
    for (size_t row = 0; row < bireme_table_rows(l->table); row++) {
        const bireme_table_cell at = bireme_table_at(l->table, row, index);
        if (at.text[0] == '\0') continue;
        bireme_report_fail(&l->reading->report, place_of(l, at), "this column has no title in the first row");
        return;
    }
}

static void read_title(layer *l, size_t index)
{
    const bireme_table_cell at = bireme_table_title_at(l->table, index);
    char quoted[BIREME_QUOTE_SIZE];
    column kind = OTHER;
    for (int k = 0; k < KNOWN; k++)
        if (strcmp(at.text, names[k]) == 0) kind = (column)k;
    if (kind != OTHER) {
        if (l->has[kind])
            bireme_report_fail(&l->reading->report, place_of(l, at), "two columns are called `%s`",
                               bireme_quote(quoted, at.text));
        l->has[kind] = true;
        l->index[kind] = index;
        return;
    }
    if (at.text[0] == '\0') {
        check_untitled(l, index);
        return;
    }
    const char *nearest = bireme_nearest(at.text, names, KNOWN);
    if (nearest != NULL)
        bireme_report_fail(&l->reading->report, place_of(l, at),
                           "there is no column `%s` of assumptions; did you mean `%s`?",
                           bireme_quote(quoted, at.text), nearest);
    else
        bireme_report_add(&l->reading->report, BIREME_SEVERITY_WARNING, BIREME_SCENARIO, place_of(l, at),
                          "the column `%s` is not read; those that are: path, value, p10, p50, p90, lower, "
                          "upper, note, source",
                          bireme_quote(quoted, at.text));
}

static void read_header(layer *l)
{
    const size_t errors = l->reading->report.errors, n = bireme_table_columns(l->table);
    for (size_t i = 0; i < n; i++) read_title(l, i);
    bool quantiles = l->has[P10] && l->has[P50] && l->has[P90],
         any = l->has[P10] || l->has[P50] || l->has[P90];
    if (!l->has[PATH] || (!l->has[VALUE] && !quantiles) || (any && !quantiles))
        bireme_report_fail(&l->reading->report, place_of(l, bireme_table_title_at(l->table, n - 1)),
                           "assumptions have the columns `path` and `value`, or `path`, `p10`, `p50` and "
                           "`p90`, or all of them");
    l->stopped |= l->reading->report.errors > errors || l->reading->report.out_of_memory;
}

/* Whether some row sets a date; only then is the value column read as dates. */
static bool sets_dates(const layer *l)
{
    for (size_t row = 0; l->has[PATH] && l->has[VALUE] && row < bireme_table_rows(l->table); row++)
        if (bireme_meaning_is_date(
                bireme_meaning_of_path(bireme_table_at(l->table, row, l->index[PATH]).text)))
            return true;
    return false;
}

/* ------------------------ currency */

static const char *wanted_currency(void *context, size_t row, bool *said)
{
    const layer *l = context;
    (void)row;
    *said = l->currency.said;
    return l->currency.code;
}

static bool is_amount(void *context, size_t row)
{
    const layer *l = context;
    return bireme_meaning_is_money(
        bireme_meaning_of_path(bireme_table_at(l->table, row, l->index[PATH]).text));
}

/* The content of a JSON text without escapes (a currency has none), in the arena; NULL: it is not one. */
static const char *text_of(layer *l, const char *json)
{
    const size_t n = strlen(json);
    return n > 2 && json[0] == '"' && json[n - 1] == '"'
               ? bireme_arena_copy(&l->reading->arena, json + 1, n - 2)
               : NULL;
}

/* The currency that the scenario will have: as set by --set, else by this table, else what it is so far. */
static void find_currency(layer *l)
{
    const bireme_load_options *o = &l->reading->options;
    const char *code = NULL;
    for (size_t row = 0; row < bireme_table_rows(l->table) && l->has[VALUE]; row++)
        if (strcmp(bireme_table_at(l->table, row, l->index[PATH]).text, "currency") == 0)
            code = bireme_table_at(l->table, row, l->index[VALUE]).text;
    for (size_t i = 0; i < o->n_overrides; i++)
        if (strcmp(o->overrides[i].path, "currency") == 0) code = text_of(l, o->overrides[i].json);
    const bireme_node said = {.type = BIREME_NODE_TEXT, .key = "currency", .text = code};
    bireme_node root = {.type = BIREME_NODE_OBJECT};
    bireme_node copy = said;
    if (code != NULL) bireme_node_append(&root, &copy);
    l->currency = bireme_table_file_currency_of(code != NULL ? &root : l->reading->root);
    bireme_table_set_into(l->table, (bireme_table_into){wanted_currency, is_amount, l});
}

/* A currency that a later layer sets would change what the amounts mean. */
static void check_currency(layer *l)
{
    for (column k = VALUE; k <= UPPER; k++)
        if (l->has[k] && bireme_table_has_currency(l->table, l->index[k]))
            memcpy(l->reading->assumed, l->currency.code, sizeof l->reading->assumed);
}

static void read_columns(layer *l)
{
    find_currency(l);
    if (sets_dates(l)) {
        l->dates = bireme_table_file_read(l->table, l->index[VALUE], BIREME_TABLE_MIXED_DATES,
                                          &l->reading->report);
        l->stopped |= l->dates == NULL;
    }
    for (column k = PATH; k < KNOWN && !l->reading->report.out_of_memory; k++) {
        const bool text = k == PATH || k == NOTE || k == SOURCE;
        if (!l->has[k]) continue;
        l->numbers[k] = bireme_table_file_read(
            l->table, l->index[k], text ? BIREME_TABLE_TEXT : BIREME_TABLE_MIXED, &l->reading->report);
        l->stopped |= l->numbers[k] == NULL;
    }
    l->stopped |= l->reading->report.out_of_memory; /* some columns may be missing */
}

/* ------------------------ values */

/* The number as JSON, in the arena; NULL: out of memory. */
static const char *number_text(layer *l, const cell *c)
{
    char buffer[BIREME_NUMBER_SIZE];
    const char *text = bireme_table_file_number(buffer, c->text, c->number);
    const char *kept = bireme_arena_copy(&l->reading->arena, text, strlen(text));
    if (kept == NULL) stop(l);
    return kept;
}

static bireme_node *new_node(layer *l, const cell *c, bireme_node like)
{
    bireme_node *node = bireme_node_add(&l->reading->arena, NULL, like, c->place);
    if (node == NULL) stop(l);
    return node;
}

/* Sets the place of everything that came from the cell. */
static void move_to(bireme_node *node, bireme_place place)
{
    node->line = place.line;
    node->column = place.column;
    if (node->key != NULL) node->key_line = place.line, node->key_column = place.column;
    for (bireme_node *child = node->first; child != NULL; child = child->next) move_to(child, place);
}

static bireme_node *new_number(layer *l, const cell *c)
{
    const char *kept = number_text(l, c);
    return kept != NULL
               ? new_node(l, c, (bireme_node){.type = BIREME_NODE_NUMBER, .number = c->number, .text = kept})
               : NULL;
}

static bireme_node *read_date(layer *l, const cell *c, const char *path)
{
    char buffer[BIREME_DATE_TEXT_SIZE];
    const char *text = bireme_table_file_date(buffer, c->date, c->text, path, c->place, &l->reading->report);
    if (text == NULL) return NULL;
    const char *kept = bireme_arena_copy(&l->reading->arena, text, strlen(text));
    if (kept == NULL) stop(l);
    return kept != NULL ? new_node(l, c, (bireme_node){.type = BIREME_NODE_TEXT, .text = kept}) : NULL;
}

static bireme_node *read_value(layer *l, const cell *c, const char *path)
{
    const bireme_meaning meaning = bireme_meaning_of_path(path);
    const int truth = bireme_meaning_is_truth(meaning) ? bireme_table_truth(c->text) : -1;
    if (truth >= 0) return new_node(l, c, (bireme_node){.type = BIREME_NODE_BOOL, .truth = truth == 1});
    if (bireme_meaning_is_date(meaning) && !isnan(c->date)) return read_date(l, c, path);
    if (!isnan(c->number)) return new_number(l, c);
    const char *json = bireme_table_file_json(c->text);
    if (json == NULL && bireme_meaning_is_number(meaning)) {
        bireme_meaning_fail_number(c->text, path, c->place, &l->reading->report);
        return NULL;
    }
    if (json == NULL) return new_node(l, c, (bireme_node){.type = BIREME_NODE_TEXT, .text = c->text});
    bireme_node *node = bireme_node_parse(json, strlen(json), l->file, &l->reading->arena,
                                          &l->reading->report);
    if (node != NULL) move_to(node, c->place);
    return node;
}

static bireme_node *add(layer *l, bireme_node *parent, const char *key, const cell *c, bireme_node like)
{
    bireme_node *node = new_node(l, c, like);
    if (node == NULL) return NULL;
    node->key = key;
    bireme_node_append(parent, node);
    return node;
}

static bool add_quantile(layer *l, bireme_node *parent, const cell *c, column kind)
{
    if (isnan(c->number)) {
        bireme_meaning_fail_number(c->text, names[kind], c->place, &l->reading->report);
        return false;
    }
    bireme_node *node = new_number(l, c);
    if (node == NULL) return false;
    node->key = names[kind];
    bireme_node_append(parent, node);
    return true;
}

/* Adds a limit that is given or implied. */
static bool add_limit(layer *l, bireme_node *dist, const cell *cells, column kind)
{
    const bireme_node *low = bireme_node_find(dist, "p10");
    bool conversion = strstr(cells[PATH].text, ".conversion.") != NULL;
    if (cells[kind].text != NULL) return add_quantile(l, dist, &cells[kind], kind);
    if (kind == LOWER ? !(low->number > 0) : !conversion) return true;
    const bireme_node limit = {
        .type = BIREME_NODE_NUMBER, .number = kind == LOWER ? 0 : 1, .text = kind == LOWER ? "0" : "1"};
    return add(l, dist, names[kind], &cells[kind == LOWER ? P10 : P90], limit) != NULL;
}

static bireme_node *read_quantiles(layer *l, const cell *cells)
{
    bireme_node *dist = new_node(l, &cells[P10], (bireme_node){.type = BIREME_NODE_OBJECT});
    if (dist == NULL ||
        add(l, dist, "dist", &cells[P10], (bireme_node){.type = BIREME_NODE_TEXT, .text = "metalog"}) == NULL)
        return NULL;
    bool good = add_quantile(l, dist, &cells[P10], P10);
    good = add_quantile(l, dist, &cells[P50], P50) && good;
    good = add_quantile(l, dist, &cells[P90], P90) && good;
    good = good && add_limit(l, dist, cells, LOWER) && add_limit(l, dist, cells, UPPER);
    for (column k = NOTE; k <= SOURCE && good; k++)
        if (cells[k].text != NULL)
            good = add(l, dist, names[k], &cells[k],
                       (bireme_node){.type = BIREME_NODE_TEXT, .text = cells[k].text}) != NULL;
    return good ? dist : NULL;
}

/* ------------------------ rows */

/* Checks that each number of a row fits its field, and that either all numbers other than 0 are in per cent,
 * or none. */
static void check_signs(layer *l, const cell *cells)
{
    const cell *percent = NULL, *plain = NULL, *money = NULL, *bare = NULL;
    const bireme_table_options *tables = l->reading->options.tables;
    const bireme_meaning meaning = bireme_meaning_of_path(cells[PATH].text);
    char quoted[BIREME_QUOTE_SIZE], other[BIREME_QUOTE_SIZE];
    for (column k = VALUE; k <= UPPER; k++) {
        bireme_number number;
        if (cells[k].text == NULL || isnan(cells[k].number)) continue;
        if (!bireme_meaning_check(meaning, cells[k].text, cells[PATH].text, cells[k].place,
                                  &l->reading->report))
            return;
        bireme_number_read(cells[k].text, strlen(cells[k].text), &number);
        if (number.currency[0] != '\0') money = &cells[k];
        if (number.currency[0] == '\0' && cells[k].number != 0) bare = &cells[k];
        if (number.percent)
            percent = &cells[k];
        else if (cells[k].number != 0)
            plain = &cells[k];
    }
    if (money != NULL && bare != NULL && tables != NULL && tables->n_rates > 0)
        bireme_report_fail(
            &l->reading->report, bare->place,
            "`%s` says no currency, and `%s` of the same row does; rates are told, so all must",
            bireme_quote(quoted, bare->text), bireme_quote(other, money->text));
    if (percent != NULL && plain != NULL)
        bireme_report_fail(
            &l->reading->report, plain->place,
            "`%s` has no percent sign, and `%s` of the same row has one; write all of them with it or none",
            bireme_quote(quoted, plain->text), bireme_quote(other, percent->text));
}

/* Reports an earlier row that sets the same path, if there is one; else notes this one. */
static void check_path(layer *l, size_t row, const cell *at)
{
    uint64_t hash = BIREME_HASH_START;
    char quoted[BIREME_QUOTE_SIZE];
    bireme_hash_stir(&hash, at->text, strlen(at->text));
    size_t i = (size_t)hash & (l->slots - 1);
    for (; l->row_of[i] != 0; i = (i + 1) & (l->slots - 1)) {
        const bireme_table_cell other = bireme_table_at(l->table, l->row_of[i] - 1, l->index[PATH]);
        if (strcmp(other.text, at->text) != 0) continue;
        bireme_report_fail(&l->reading->report, at->place, "`%s` is set in line %d too; one of them is meant",
                           bireme_quote(quoted, at->text), other.line);
        return;
    }
    l->row_of[i] = row + 1;
}

static void set(layer *l, const cell *cells)
{
    bool quantiles = cells[P10].text != NULL || cells[P50].text != NULL || cells[P90].text != NULL;
    bool all = cells[P10].text != NULL && cells[P50].text != NULL && cells[P90].text != NULL;
    bireme_place place = cells[PATH].place;
    if (cells[PATH].text == NULL)
        bireme_report_fail(&l->reading->report, place, "the row has no path");
    else if (cells[VALUE].text != NULL && quantiles)
        bireme_report_fail(&l->reading->report, place,
                           "the row has a value and quantiles; one of them is meant");
    else if (quantiles && !all)
        bireme_report_fail(&l->reading->report, place, "the row needs `p10`, `p50` and `p90`");
    else if (cells[VALUE].text == NULL && !quantiles)
        bireme_report_fail(&l->reading->report, place, "the row says no value");
    else {
        check_signs(l, cells);
        bireme_node *value = quantiles ? read_quantiles(l, cells)
                                       : read_value(l, &cells[VALUE], cells[PATH].text);
        if (value != NULL) bireme_override_put(l->reading, place, cells[PATH].text, value);
    }
}

static void read_row(layer *l, size_t row)
{
    cell cells[KNOWN];
    const bireme_place beginning = place_of(l, bireme_table_at(l->table, row, 0));
    for (column k = PATH; k < KNOWN; k++) {
        cells[k] = (cell){NULL, NAN, NAN, beginning};
        if (!l->has[k]) continue;
        const bireme_table_cell at = bireme_table_at(l->table, row, l->index[k]);
        cells[k].place = place_of(l, at);
        if (bireme_table_is_empty(l->table, row, l->index[k])) continue;
        cells[k].number = l->numbers[k][row];
        if (k == VALUE && l->dates != NULL) cells[k].date = l->dates[row];
        cells[k].text = bireme_arena_copy(&l->reading->arena, at.text, strlen(at.text));
        if (cells[k].text == NULL) stop(l);
    }
    if (!l->stopped && cells[PATH].text != NULL) check_path(l, row, &cells[PATH]);
    if (!l->stopped) set(l, cells);
}

void bireme_assumptions_read(bireme_reading *reading, const char *file)
{
    layer l = {.reading = reading, .file = bireme_arena_copy(&reading->arena, file, strlen(file))};
    if (l.file == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    l.table = bireme_data_file_table(reading, l.file, NULL);
    if (l.table == NULL) return;
    read_header(&l);
    if (!l.stopped) read_columns(&l);
    if (!l.stopped) bireme_table_file_tell(l.table, &reading->report);
    for (l.slots = 16; l.slots < 2 * bireme_table_rows(l.table);) l.slots *= 2;
    if (!l.stopped) l.row_of = bireme_calloc(l.slots, sizeof *l.row_of);
    if (!l.stopped && l.row_of == NULL) stop(&l);
    for (size_t row = 0; row < bireme_table_rows(l.table) && !l.stopped; row++) {
        if (bireme_report_is_full(&reading->report)) break;
        read_row(&l, row);
    }
    if (!l.stopped) check_currency(&l);
    for (column k = PATH; k < KNOWN; k++) bireme_free(l.numbers[k]);
    bireme_free(l.dates);
    bireme_free(l.row_of);
}
