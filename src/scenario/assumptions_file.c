/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Assumptions that stand in a spreadsheet: a row a number, as a value, or as P10, P50 and P90 (a metalog goes through them,
 * between the bounds `lower` and `upper`; without them, what has a P10 above 0 is never negative, and a conversion at most 1).
 * Where the list is separated by semicolons or tabs, a comma is the decimal sign; "25 %" is 0.25. A value that is no number may be
 * JSON (a list, a distribution), else it is a text.
 */
#include <string.h>
#include "base/memory.h"
#include "base/nearest.h"
#include "scenario/csv_reader.h"
#include "scenario/reading.h"
#include "scenario/scan.h"

enum { COLUMNS_MOST = 256 };

typedef enum column { PATH, VALUE, P10, P50, P90, LOWER, UPPER, NOTE, SOURCE, KNOWN, OTHER = KNOWN } column;

static const char *const names[KNOWN] = {"path",  "value", "p10",  "p50",   "p90",
                                         "lower", "upper", "note", "source"};

typedef struct cell {
    const char *text; /* NULL: empty */
    bireme_place place;
} cell;

typedef struct table {
    bireme_reading *reading;
    const char *file;
    bireme_csv_reader csv;
    size_t n;
    column kind[COLUMNS_MOST];
    bool has[KNOWN];
    bool stopped;
} table;

static bireme_place here(const table *t)
{
    return (bireme_place){.file = t->file, .line = t->csv.cell_line, .column = t->csv.cell_column};
}

#define FAIL(t, place, ...)                                                                                  \
    bireme_report_add(&(t)->reading->report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO, (place), __VA_ARGS__)

static void stop(table *t)
{
    t->stopped = true;
    bireme_report_memory(&t->reading->report);
}

static char *next_cell(table *t)
{
    char *text = bireme_csv_reader_next(&t->csv);
    if (t->csv.open_quote) {
        FAIL(t, here(t),
             "a cell that begins with a quote ends with one, followed by a separator or the end of the "
             "line");
        t->stopped = true;
    }
    return text;
}

/* ------------------------ header */

static void read_title(table *t, const char *title)
{
    char quoted[BIREME_QUOTE_SIZE];
    column kind = OTHER;
    for (int k = 0; k < KNOWN; k++)
        if (strcmp(title, names[k]) == 0) kind = (column)k;
    t->kind[t->n++] = kind;
    if (kind != OTHER) {
        if (t->has[kind]) FAIL(t, here(t), "two columns are called `%s`", bireme_quote(quoted, title));
        t->has[kind] = true;
        return;
    }
    if (title[0] == '\0') return;
    const char *nearest = bireme_nearest(title, names, KNOWN);
    if (nearest != NULL)
        FAIL(t, here(t), "there is no column `%s` of assumptions; did you mean `%s`?",
             bireme_quote(quoted, title), nearest);
    else
        bireme_report_add(&t->reading->report, BIREME_SEVERITY_WARNING, BIREME_SCENARIO, here(t),
                          "the column `%s` is not read; those that are: path, value, p10, p50, p90, lower, "
                          "upper, note, source",
                          bireme_quote(quoted, title));
}

static void read_header(table *t)
{
    size_t errors = t->reading->report.errors;
    do {
        const char *title = t->n < COLUMNS_MOST ? next_cell(t) : "";
        if (t->n == COLUMNS_MOST) FAIL(t, here(t), "more than %d columns", (int)COLUMNS_MOST);
        if (t->stopped || t->n == COLUMNS_MOST) break;
        read_title(t, title);
    } while (!t->csv.end_of_row);
    bool quantiles = t->has[P10] && t->has[P50] && t->has[P90],
         any = t->has[P10] || t->has[P50] || t->has[P90];
    if (!t->stopped && (!t->has[PATH] || (!t->has[VALUE] && !quantiles) || (any && !quantiles)))
        FAIL(t, here(t),
             "assumptions have the columns `path` and `value`, or `path`, `p10`, `p50` and `p90`, or all of "
             "them");
    t->stopped |= t->reading->report.errors > errors;
}

/* ------------------------ values */

/* A copy in the arena with a decimal point; *number: what it says. False: it is none. */
static bool read_number(table *t, const char *text, double *number, const char **kept)
{
    char buffer[BIREME_NUMBER_SIZE + 24];
    size_t n = strlen(text);
    bool percent = n > 1 && text[n - 1] == '%';
    if (n >= sizeof buffer) return false;
    memcpy(buffer, text, n + 1);
    if (percent) {
        for (n--; n > 0 && buffer[n - 1] == ' '; n--) {
        }
        buffer[n] = '\0';
    }
    char *comma = strchr(buffer, ',');
    if (comma != NULL && t->csv.delimiter != ',') *comma = '.';
    if (!bireme_csv_reader_number(buffer, number)) return false;
    if (percent) *number /= 100;
    if (percent) bireme_number_format(buffer, *number);
    *kept = bireme_arena_copy(&t->reading->arena, buffer, strlen(buffer));
    if (*kept == NULL) stop(t);
    return *kept != NULL;
}

static bireme_node *new_node(table *t, const cell *c, bireme_node like)
{
    bireme_node *node = bireme_arena_alloc(&t->reading->arena, 1, sizeof *node);
    if (node == NULL) {
        stop(t);
        return NULL;
    }
    *node = like;
    node->file = c->place.file;
    node->line = node->key_line = c->place.line;
    node->column = node->key_column = c->place.column;
    return node;
}

static bool is_json(const table *t, const cell *c)
{
    bireme_arena arena = {0};
    bireme_report report = {0};
    bireme_scan scan = {0};
    (void)t;
    bool valid = bireme_scan_text(c->text, strlen(c->text), "", &arena, &report, &scan) && report.errors == 0;
    bireme_scan_free(&scan);
    bireme_report_free(&report);
    bireme_arena_free(&arena);
    return valid;
}

/* Everything that came from the cell is at its place. */
static void move_to(bireme_node *node, bireme_place place)
{
    node->line = place.line;
    node->column = place.column;
    if (node->key != NULL) node->key_line = place.line, node->key_column = place.column;
    for (bireme_node *child = node->first; child != NULL; child = child->next) move_to(child, place);
}

static bireme_node *read_value(table *t, const cell *c)
{
    double number;
    const char *kept;
    if (read_number(t, c->text, &number, &kept))
        return new_node(t, c, (bireme_node){.type = BIREME_NODE_NUMBER, .number = number, .text = kept});
    if (!is_json(t, c)) return new_node(t, c, (bireme_node){.type = BIREME_NODE_TEXT, .text = c->text});
    bireme_node *node = bireme_node_parse(c->text, strlen(c->text), t->file, &t->reading->arena,
                                          &t->reading->report);
    if (node != NULL) move_to(node, c->place);
    return node;
}

static bireme_node *add(table *t, bireme_node *parent, const char *key, const cell *c, bireme_node like)
{
    bireme_node *node = new_node(t, c, like);
    if (node == NULL) return NULL;
    node->key = key;
    bireme_node_append(parent, node);
    return node;
}

static bool add_quantile(table *t, bireme_node *parent, const cell *c, column kind)
{
    double number;
    const char *kept;
    char quoted[BIREME_QUOTE_SIZE];
    if (read_number(t, c->text, &number, &kept))
        return add(t, parent, names[kind], c,
                   (bireme_node){.type = BIREME_NODE_NUMBER, .number = number, .text = kept}) != NULL;
    if (!t->stopped)
        FAIL(t, c->place, "`%s` must be a number, found `%s`", names[kind], bireme_quote(quoted, c->text));
    return false;
}

/* A limit that is given, or goes without saying. */
static bool add_limit(table *t, bireme_node *dist, const cell *cells, column kind)
{
    const bireme_node *low = bireme_node_find(dist, "p10");
    bool conversion = strstr(cells[PATH].text, ".conversion.") != NULL;
    if (cells[kind].text != NULL) return add_quantile(t, dist, &cells[kind], kind);
    if (kind == LOWER ? !(low->number > 0) : !conversion) return true;
    const bireme_node limit = {
        .type = BIREME_NODE_NUMBER, .number = kind == LOWER ? 0 : 1, .text = kind == LOWER ? "0" : "1"};
    return add(t, dist, names[kind], &cells[kind == LOWER ? P10 : P90], limit) != NULL;
}

static bireme_node *read_quantiles(table *t, const cell *cells)
{
    bireme_node *dist = new_node(t, &cells[P10], (bireme_node){.type = BIREME_NODE_OBJECT});
    if (dist == NULL ||
        add(t, dist, "dist", &cells[P10], (bireme_node){.type = BIREME_NODE_TEXT, .text = "metalog"}) == NULL)
        return NULL;
    bool good = add_quantile(t, dist, &cells[P10], P10);
    good = add_quantile(t, dist, &cells[P50], P50) && good;
    good = add_quantile(t, dist, &cells[P90], P90) && good;
    good = good && add_limit(t, dist, cells, LOWER) && add_limit(t, dist, cells, UPPER);
    for (column k = NOTE; k <= SOURCE && good; k++)
        if (cells[k].text != NULL)
            good = add(t, dist, names[k], &cells[k],
                       (bireme_node){.type = BIREME_NODE_TEXT, .text = cells[k].text}) != NULL;
    return good ? dist : NULL;
}

/* ------------------------ rows */

static void set(table *t, const cell *cells)
{
    bool quantiles = cells[P10].text != NULL || cells[P50].text != NULL || cells[P90].text != NULL;
    bool all = cells[P10].text != NULL && cells[P50].text != NULL && cells[P90].text != NULL;
    bireme_place place = cells[PATH].place;
    if (cells[PATH].text == NULL)
        FAIL(t, place, "the row has no path");
    else if (cells[VALUE].text != NULL && quantiles)
        FAIL(t, place, "the row has a value and quantiles; one of them is meant");
    else if (quantiles && !all)
        FAIL(t, place, "the row needs `p10`, `p50` and `p90`");
    else if (cells[VALUE].text == NULL && !quantiles)
        FAIL(t, place, "the row says no value");
    else {
        bireme_node *value = quantiles ? read_quantiles(t, cells) : read_value(t, &cells[VALUE]);
        if (value != NULL) bireme_override_put(t->reading, place, cells[PATH].text, value);
    }
}

static void read_row(table *t)
{
    cell cells[KNOWN] = {{NULL, {0}}};
    bool empty = true;
    size_t i = 0;
    do {
        const char *text = next_cell(t);
        if (t->stopped) return;
        empty &= text[0] == '\0';
        if (i == 0)
            for (int k = 0; k < KNOWN; k++) cells[k].place = here(t);
        if (i < t->n && t->kind[i] != OTHER) {
            cells[t->kind[i]].place = here(t);
            if (text[0] != '\0') {
                cells[t->kind[i]].text = bireme_arena_copy(&t->reading->arena, text, strlen(text));
                if (cells[t->kind[i]].text == NULL) stop(t);
            }
        } else if (i >= t->n && text[0] != '\0') {
            FAIL(t, here(t), "the row has more cells than the header has columns");
        }
        i++;
    } while (!t->csv.end_of_row);
    if (!empty && !t->stopped) set(t, cells);
}

void bireme_assumptions_read(bireme_reading *reading, const char *file)
{
    table *t = bireme_calloc(1, sizeof *t);
    if (t == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    t->reading = reading;
    t->file = bireme_arena_copy(&reading->arena, file, strlen(file));
    if (t->file == NULL) {
        bireme_report_memory(&reading->report);
    } else if (bireme_csv_reader_start(t->file, &t->csv, &reading->report)) {
        read_header(t);
        while (!t->stopped && !bireme_csv_reader_is_at_end(&t->csv) &&
               !bireme_report_is_full(&reading->report))
            read_row(t);
    }
    bireme_csv_reader_close(&t->csv);
    bireme_free(t);
}
