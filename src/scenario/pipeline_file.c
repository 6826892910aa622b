/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A CSV file of open opportunities becomes the list that could have been written in its place: each row an
 * object, each cell a value that knows its line and column. What the values must be is for the checks to say,
 * which are the same as for a list.
 */
#include "scenario/reading.h"

#include <string.h>
#include "base/nearest.h"
#include "scenario/check.h"
#include "scenario/csv_reader.h"

enum { COLUMNS_MOST = 64 };

typedef struct table {
    bireme_reading *reading;
    const char *file; /* as shown */
    bireme_csv_reader csv;
    const bireme_field *field[COLUMNS_MOST]; /* of each column; NULL: it has no name, or none that is known */
    const char *name[COLUMNS_MOST];
    size_t n_columns;
    bool stopped; /* the rest cannot be read */
} table;

static bireme_place here(const table *t)
{
    return (bireme_place){.file = t->file, .line = t->csv.cell_line, .column = t->csv.cell_column};
}

#define FAIL(t, ...)                                                                                         \
    bireme_report_add(&(t)->reading->report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO, here(t), __VA_ARGS__)

static void stop(table *t)
{
    t->stopped = true;
    bireme_report_memory(&t->reading->report);
}

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

static const bireme_field *find_field(const char *name)
{
    const bireme_field *tables[] = {bireme_field_open.members, bireme_fields_any};
    for (size_t i = 0; i < 2; i++)
        for (const bireme_field *field = tables[i]; field->kind != BIREME_FIELD_END; field++)
            if (strcmp(field->name, name) == 0) return field;
    return NULL;
}

static void report_column(table *t, const char *name)
{
    const char *names[COLUMNS_MOST];
    size_t n = 0;
    bireme_text all = {0};
    const bireme_field *tables[] = {bireme_field_open.members, bireme_fields_any};
    for (size_t i = 0; i < 2; i++)
        for (const bireme_field *field = tables[i]; field->kind != BIREME_FIELD_END; field++) {
            bireme_text_format(&all, "%s%s", n > 0 ? ", " : "", field->name);
            names[n++] = field->name;
        }
    char quoted[BIREME_QUOTE_SIZE];
    const char *nearest = bireme_nearest(name, names, n);
    FAIL(t, "there is no column `%s` of an open opportunity; %s%s%s", bireme_quote(quoted, name),
         nearest != NULL ? "did you mean `" : "there are: ",
         nearest != NULL ? nearest : bireme_text_string(&all), nearest != NULL ? "`?" : "");
    bireme_text_free(&all);
}

static void read_header(table *t)
{
    bool has_stage = false, known = true;
    do {
        char *name = next_cell(t);
        if (t->stopped) return;
        if (t->n_columns == COLUMNS_MOST) {
            FAIL(t, "more than %d columns", (int)COLUMNS_MOST);
            t->stopped = true;
            return;
        }
        const bireme_field *field = *name != '\0' ? find_field(name) : NULL;
        if (field == NULL && *name != '\0') {
            report_column(t, name);
            known = false;
        }
        for (size_t i = 0; field != NULL && i < t->n_columns; i++)
            if (t->field[i] == field) FAIL(t, "the column `%s` is there twice", name);
        has_stage = has_stage || (field != NULL && strcmp(name, "stage") == 0);
        t->name[t->n_columns] = name;
        t->field[t->n_columns++] = field;
    } while (!t->csv.end_of_row);
    if (has_stage || !known) return; /* one that is not known may have been meant to be it */
    t->csv.cell_line = t->csv.cell_column = 1;
    FAIL(t, "the first row names the columns, and one must be `stage`");
    t->stopped = true;
}

/* ------------------------ rows */

static bireme_node *add_node(table *t, bireme_node *parent, bireme_node like)
{
    bireme_node *node = bireme_arena_alloc(&t->reading->arena, 1, sizeof *node);
    if (node == NULL) {
        stop(t);
        return NULL;
    }
    *node = like;
    node->file = t->file;
    node->line = node->key_line = t->csv.cell_line;
    node->column = node->key_column = t->csv.cell_column;
    bireme_node_append(parent, node);
    return node;
}

static void add_cell(table *t, bireme_node *entry, size_t column, const char *cell)
{
    const bireme_field *field = t->field[column];
    char quoted[BIREME_QUOTE_SIZE];
    if (field == NULL) {
        if (t->name[column][0] == '\0') FAIL(t, "this column has no name in the first row");
        return;
    }
    bool text = field->kind == BIREME_FIELD_NAME || field->kind == BIREME_FIELD_TEXT;
    bireme_node like = {.type = text ? BIREME_NODE_TEXT : BIREME_NODE_NUMBER, .key = field->name};
    if (!text && !bireme_csv_reader_number(cell, &like.number)) {
        bool grouped = strpbrk(cell, ", '") != NULL;
        FAIL(t, "the column `%s` holds numbers, found `%s`%s", field->name, bireme_quote(quoted, cell),
             grouped ? "; a number has a decimal point and nothing between its thousands" : "");
        like.number = 1; /* so that nothing else is said of it */
    }
    like.text = bireme_arena_copy(&t->reading->arena, cell, strlen(cell));
    if (like.text == NULL)
        stop(t);
    else
        add_node(t, entry, like);
}

/* An empty row is no row. */
static void read_row(table *t, bireme_node *list)
{
    bireme_node *entry = NULL;
    int line = t->csv.line;
    size_t n = 0;
    do {
        char *cell = next_cell(t);
        if (t->stopped) return;
        size_t column = n++;
        if (*cell == '\0') continue;
        if (column >= t->n_columns) {
            FAIL(t, "this row has more cells than the first has columns, which are %zu", t->n_columns);
            while (!t->csv.end_of_row && !t->stopped) next_cell(t);
            return;
        }
        if (entry == NULL) {
            entry = add_node(t, list, (bireme_node){.type = BIREME_NODE_OBJECT});
            if (entry == NULL) return;
            entry->line = line;
            entry->column = 1;
        }
        add_cell(t, entry, column, cell);
    } while (!t->csv.end_of_row && !t->stopped);
}

static bool read_table(table *t, bireme_node *list)
{
    if (!bireme_csv_reader_check(&t->csv, t->file, &t->reading->report)) return false;
    if (bireme_csv_reader_is_at_end(&t->csv)) {
        t->csv.cell_line = t->csv.cell_column = 1;
        FAIL(t, "the file is empty; the first row names the columns, and one must be `stage`");
        return false;
    }
    read_header(t);
    while (!t->stopped && !bireme_csv_reader_is_at_end(&t->csv) &&
           !bireme_report_is_full(&t->reading->report))
        read_row(t, list);
    return !t->stopped;
}

void bireme_pipeline_read(bireme_reading *reading)
{
    bireme_node *named = bireme_node_find(reading->root, "pipeline");
    const bireme_node *file = bireme_node_find(named, "file");
    bireme_error error;
    if (file == NULL || file->type != BIREME_NODE_TEXT) return; /* a list, or for the checks to refuse */
    table t = {.reading = reading, .file = bireme_source_resolve(reading, file, file->text)};
    if (t.file == NULL) return;
    if (bireme_csv_reader_open(t.file, &t.csv, &error) != BIREME_OK) {
        bireme_node_report_error(&reading->report, file, &error);
        return;
    }
    bireme_node *list = bireme_arena_alloc(&reading->arena, 1, sizeof *list);
    if (list == NULL) {
        bireme_report_memory(&reading->report);
    } else {
        *list = (bireme_node){.type = BIREME_NODE_LIST,
                              .file = file->file,
                              .line = file->line,
                              .column = file->column,
                              .key_line = named->key_line,
                              .key_column = named->key_column};
        if (read_table(&t, list)) {
            const bireme_field *options = bireme_fields_pipeline;
            while (options->kind != BIREME_FIELD_OBJECT) options++;
            bireme_check_field(reading, options, named); /* before it goes */
            bireme_node_replace(named, list);
            reading->pipeline_file = file;
        }
    }
    bireme_csv_reader_close(&t.csv);
}
