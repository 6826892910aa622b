/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of open opportunities becomes the list that could have been written in its place: each row an
 * object, each cell a value that knows its line and column. Values are checked later, in the same way as
 * those of a list.
 */
#include "scenario/reading.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "base/nearest.h"
#include "scenario/check/check.h"
#include "scenario/files/data_file.h"
#include "scenario/files/table_file.h"

enum { FIELDS_MOST = 64 };

typedef struct deals {
    bireme_reading *reading;
    const char *file; /* as shown in messages */
    bireme_table *table;
    size_t n_columns;
    const bireme_field **field; /* [n_columns]; NULL: no name, or not a known one */
    double **numbers; /* [n_columns] also of dates; NULL: texts, or a column that could not be read */
    bool stopped;     /* the rest cannot be read */
} deals;

static bireme_place place_of(const deals *d, bireme_table_cell at)
{
    return bireme_table_file_place(d->file, at);
}

static void stop(deals *d)
{
    d->stopped = true;
    bireme_report_memory(&d->reading->report);
}

/* ------------------------ header */

/* The field for a column title of CRM exports; blanks, `_` and case are ignored. */
static const char *name_in_exports(const char *title)
{
    static const struct {
        const char *theirs, *ours;
    } known[] = {{"amount", "value"},
                 {"dealamount", "value"},
                 {"dealvalue", "value"},
                 {"dealstage", "stage"},
                 {"stagename", "stage"},
                 {"probability", "win_probability"},
                 {"winprobability", "win_probability"},
                 {"dealprobability", "win_probability"},
                 {"age", "age_days"},
                 {"agedays", "age_days"},
                 {"stageduration", "age_days"},
                 {"leadsource", "channel"},
                 {"originalsource", "channel"},
                 {"number", "count"},
                 {"quantity", "count"},
                 {"closedate", "expected_close"},
                 {"expectedclosedate", "expected_close"},
                 {"expectedclose", "expected_close"},
                 {"closesindays", "closes_in_days"},
                 {"slipdays", "slip_days"}};
    char plain[32];
    size_t n = 0;
    for (const char *c = title; *c != '\0'; c++) {
        if (*c == ' ' || *c == '_' || *c == '-') continue;
        if (n + 1 == sizeof plain) return NULL;
        plain[n++] = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
    }
    plain[n] = '\0';
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].theirs, plain) == 0) return known[i].ours;
    return NULL;
}

static void report_column(deals *d, bireme_table_cell title)
{
    const char *names[FIELDS_MOST];
    size_t n = 0;
    bireme_text all = {0};
    const bireme_field *tables[] = {bireme_field_open.members, bireme_fields_any};
    for (size_t i = 0; i < 2; i++)
        for (const bireme_field *field = tables[i]; field->kind != BIREME_FIELD_END && n < FIELDS_MOST;
             field++) {
            bireme_text_format(&all, "%s%s", n > 0 ? ", " : "", field->name);
            names[n++] = field->name;
        }
    char quoted[BIREME_QUOTE_SIZE];
    const char *nearest = name_in_exports(title.text);
    if (nearest == NULL) nearest = bireme_nearest(title.text, names, n);
    bireme_report_fail(&d->reading->report, place_of(d, title),
                       "there is no column `%s` of an open opportunity; %s%s%s",
                       bireme_quote(quoted, title.text), nearest != NULL ? "did you mean `" : "there are: ",
                       nearest != NULL ? nearest : bireme_text_string(&all), nearest != NULL ? "`?" : "");
    bireme_text_free(&all);
}

static void read_header(deals *d)
{
    bool has_stage = false, known = true;
    for (size_t i = 0; i < d->n_columns; i++) {
        const bireme_table_cell title = bireme_table_title_at(d->table, i);
        if (title.text[0] == '\0') continue;
        d->field[i] = bireme_field_find(bireme_field_open.members, title.text, strlen(title.text));
        if (d->field[i] == NULL) {
            report_column(d, title);
            known = false;
            continue;
        }
        for (size_t k = 0; k < i; k++)
            if (d->field[k] == d->field[i])
                bireme_report_fail(&d->reading->report, place_of(d, title), "the column `%s` is there twice",
                                   title.text);
        has_stage = has_stage || strcmp(title.text, "stage") == 0;
    }
    if (has_stage || !known) return; /* an unknown column may have been meant as the stage */
    bireme_report_fail(&d->reading->report, place_of(d, bireme_table_title_at(d->table, 0)),
                       "the first row names the columns, and one must be `stage`");
    d->stopped = true;
}

/* ------------------------ columns */

static bool is_text(const bireme_field *field)
{
    return field->kind == BIREME_FIELD_NAME || field->kind == BIREME_FIELD_TEXT;
}

static bool is_date(const bireme_field *field)
{
    return field->kind == BIREME_FIELD_DATE;
}

/* What is not a date as spreadsheets write them may be one as scenarios do, such as 2027-04. */
static bireme_table_kind kind_of(const bireme_field *field)
{
    return is_date(field)   ? BIREME_TABLE_MIXED_DATES
           : is_text(field) ? BIREME_TABLE_TEXT
                            : BIREME_TABLE_NUMBER;
}

/* Reads every column, so that everything wrong is reported. */
static void read_columns(deals *d)
{
    const size_t rows = bireme_table_rows(d->table);
    bireme_table_file_currency currency = bireme_table_file_currency_of(d->reading->root);
    bireme_table_file_set_currency(d->table, &currency);
    for (size_t i = 0; i < d->n_columns && !d->reading->report.out_of_memory; i++) {
        if (d->field[i] != NULL) {
            d->numbers[i] = bireme_table_file_read(d->table, i, kind_of(d->field[i]), &d->reading->report);
            if (!is_text(d->field[i]) && !is_date(d->field[i]))
                bireme_table_file_check_meaning(d->file, d->table, i, (bireme_meaning){.field = d->field[i]},
                                                &d->reading->report);
            continue;
        }
        for (size_t row = 0; row < rows && bireme_table_title(d->table, i)[0] == '\0'; row++) {
            const bireme_table_cell at = bireme_table_at(d->table, row, i);
            if (at.text[0] == '\0') continue;
            bireme_report_fail(&d->reading->report, place_of(d, at),
                               "this column has no name in the first row");
            break;
        }
    }
    d->stopped |= d->reading->report.out_of_memory;
}

/* ------------------------ rows */

static bireme_node *add_node(deals *d, bireme_node *parent, bireme_table_cell at, bireme_node like)
{
    bireme_node *node = bireme_node_add(&d->reading->arena, parent, like,
                                        bireme_table_file_place(d->file, at));
    if (node == NULL) stop(d);
    return node;
}

/* A date as scenarios write it; what is none as it is, for the checks. NULL: reported. */
static const char *date_of(const deals *d, size_t row, size_t column, char buffer[BIREME_DATE_TEXT_SIZE])
{
    const bireme_table_cell at = bireme_table_at(d->table, row, column);
    if (d->numbers[column] == NULL) return NULL;
    if (isnan(d->numbers[column][row])) return at.text;
    return bireme_table_file_date(buffer, d->numbers[column][row], at.text, d->field[column]->name,
                                  place_of(d, at), &d->reading->report);
}

static void add_cell(deals *d, bireme_node *entry, size_t row, size_t column)
{
    const bireme_field *field = d->field[column];
    const bireme_table_cell at = bireme_table_at(d->table, row, column);
    char buffer[BIREME_NUMBER_SIZE], date[BIREME_DATE_TEXT_SIZE];
    const char *text = is_date(field) ? date_of(d, row, column, date) : at.text;
    bireme_node like = {.type = BIREME_NODE_TEXT, .key = field->name};
    if (text == NULL) return;
    if (!is_text(field) && !is_date(field)) {
        /* a cell that could not be read has been reported; 1 avoids further messages about it */
        const bool bad = d->numbers[column] == NULL || isnan(d->numbers[column][row]);
        like.type = BIREME_NODE_NUMBER;
        like.number = bad ? 1 : d->numbers[column][row];
        text = bireme_table_file_number(buffer, at.text, like.number);
    }
    like.text = bireme_arena_copy(&d->reading->arena, text, strlen(text));
    if (like.text == NULL)
        stop(d);
    else
        add_node(d, entry, at, like);
}

static void read_row(deals *d, bireme_node *list, size_t row)
{
    bireme_table_cell at = bireme_table_at(d->table, row, 0);
    at.column = 1;
    bireme_node *entry = add_node(d, list, at, (bireme_node){.type = BIREME_NODE_OBJECT});
    for (size_t i = 0; i < d->n_columns && entry != NULL && !d->stopped; i++)
        if (d->field[i] != NULL && !bireme_table_is_empty(d->table, row, i)) add_cell(d, entry, row, i);
}

static bool read_table(deals *d, bireme_node *list)
{
    const size_t rows = bireme_table_rows(d->table), errors = d->reading->report.errors;
    read_header(d);
    if (!d->stopped) read_columns(d);
    if (!d->stopped && d->reading->report.errors == errors)
        bireme_table_file_tell(d->table, &d->reading->report);
    for (size_t row = 0; row < rows && !d->stopped && !bireme_report_is_full(&d->reading->report); row++)
        read_row(d, list, row);
    return !d->stopped;
}

/* Appends the table's rows to the list; false: reported. */
static bool read_file(bireme_reading *reading, const char *path, const bireme_node *named, bireme_node *list)
{
    deals d = {.reading = reading, .file = path};
    bool good = false;
    d.table = bireme_data_file_table(reading, path, named);
    if (d.table == NULL) return false;
    d.n_columns = bireme_table_columns(d.table);
    d.field = bireme_calloc(d.n_columns, sizeof *d.field);
    d.numbers = bireme_calloc(d.n_columns, sizeof *d.numbers);
    if (d.field == NULL || d.numbers == NULL)
        bireme_report_memory(&reading->report);
    else
        good = read_table(&d, list);
    for (size_t i = 0; d.numbers != NULL && i < d.n_columns; i++) bireme_free(d.numbers[i]);
    bireme_free((void *)d.field);
    bireme_free(d.numbers);
    return good;
}

void bireme_pipeline_read(bireme_reading *reading)
{
    bireme_node *named = bireme_node_find(reading->root, "pipeline");
    const bireme_node *file = bireme_node_find(named, "file");
    if (file == NULL || file->type != BIREME_NODE_TEXT) return; /* a list, or left for the checks to refuse */
    const bireme_node *both = bireme_node_find(named, "deals");
    if (both != NULL) {
        bireme_node_fail_key(&reading->report, both,
                             "`pipeline` has both `file` and `deals`: give one of them");
        return;
    }
    const char *path = bireme_source_resolve(reading, file, file->text);
    if (path == NULL) return;
    bireme_node *list = bireme_arena_alloc(&reading->arena, 1, sizeof *list);
    if (list == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    *list = (bireme_node){.type = BIREME_NODE_LIST,
                          .file = file->file,
                          .line = file->line,
                          .column = file->column,
                          .key_line = named->key_line,
                          .key_column = named->key_column};
    if (!read_file(reading, path, file, list)) return;
    reading->pipeline_file = file;
    if (bireme_node_find(named, "slip_days") != NULL) {
        list->key = "deals"; /* what else is in the pipeline stays, to be checked with all the rest */
        bireme_node_remove(bireme_node_find(named, "file"));
        bireme_node_append(named, list);
        return;
    }
    const bireme_field *options = bireme_fields_pipeline;
    while (options->kind != BIREME_FIELD_OBJECT) options++;
    bireme_check_field(reading, options, named); /* before it is replaced */
    bireme_node_replace(named, list);
}
