/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of facts becomes the lists that could have been written in its place: each row is one number, which
 * knows its line. Names of channels and stages, and the numbers themselves, are checked later, in the same
 * way as those of lists.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/memory.h"
#include "base/nearest.h"
#include "scenario/check/check.h"
#include "scenario/files/data_file.h"
#include "scenario/files/table_file.h"
#include "scenario/frame.h"
#include "table/date.h"

typedef enum column { PERIOD, METRIC, CHANNEL, VALUE, COLUMNS } column;
static const char *const names[COLUMNS] = {"period", "metric", "channel", "value"};

/* What a fact may be about; those of a channel come first. */
static const char *const metrics[] = {"leads", "wins",       "bookings",     "revenue",
                                      "spend", "sales_cost", "contribution", "stage.NAME"};
enum { METRICS = 8, OF_CHANNEL = 5 };

typedef struct facts {
    bireme_reading *reading;
    const char *file; /* as shown in messages */
    bireme_table *table;
    size_t index[COLUMNS]; /* SIZE_MAX: there is no such column */
    double *value;         /* [rows] */
    double *date;          /* [rows] seconds since 1970; NULL: dates are written as scenarios write them */
    bireme_calendar calendar;
    bireme_node *actuals;
} facts;

static bireme_place place_of(const facts *f, bireme_table_cell at)
{
    return bireme_table_file_place(f->file, at);
}

/* ------------------------ header */

static bool read_header(facts *f)
{
    bireme_report *report = &f->reading->report;
    char quoted[BIREME_QUOTE_SIZE];
    for (size_t k = 0; k < COLUMNS; k++) f->index[k] = SIZE_MAX;
    for (size_t i = 0; i < bireme_table_columns(f->table); i++) {
        const bireme_table_cell title = bireme_table_title_at(f->table, i);
        size_t k = 0;
        if (title.text[0] == '\0' || strcmp(title.text, "note") == 0 || strcmp(title.text, "source") == 0)
            continue;
        while (k < COLUMNS && strcasecmp(names[k], title.text) != 0) k++;
        if (k == COLUMNS) {
            const char *nearest = bireme_nearest(title.text, (const char **)names, COLUMNS);
            bireme_report_fail(report, place_of(f, title), "there is no column `%s` of facts; %s%s%s",
                               bireme_quote(quoted, title.text),
                               nearest != NULL ? "did you mean `"
                                               : "there are: period, metric, channel, value",
                               nearest != NULL ? nearest : "", nearest != NULL ? "`?" : "");
            return false;
        }
        if (f->index[k] != SIZE_MAX) {
            bireme_report_fail(report, place_of(f, title), "the column `%s` is there twice", title.text);
            return false;
        }
        f->index[k] = i;
    }
    for (size_t k = 0; k < COLUMNS; k++) {
        if (k == CHANNEL || f->index[k] != SIZE_MAX) continue;
        bireme_report_fail(report, place_of(f, bireme_table_title_at(f->table, 0)),
                           "the first row names the columns, and one must be `%s`", names[k]);
        return false;
    }
    return true;
}

/* "2027-Q1": the first month of a calendar quarter. */
static bool read_quarter(const char *text, int *year, int *month, int *day)
{
    static const char *const months[] = {"01", "04", "07", "10"};
    char start[16];
    if (strlen(text) != 7 || strncasecmp(text + 4, "-q", 2) != 0 || text[6] < '1' || text[6] > '4')
        return false;
    snprintf(start, sizeof start, "%.4s-%s", text, months[text[6] - '1']);
    return bireme_date_parse(start, year, month, day);
}

/* Dates as scenarios write them, or else, if one is such, as the spreadsheet did. */
static bool read_columns(facts *f)
{
    const size_t rows = bireme_table_rows(f->table);
    bireme_report *report = &f->reading->report;
    bireme_table_file_currency currency = bireme_table_file_currency_of(f->reading->root);
    bireme_date date;
    int year, month, day;
    bool plain = false, other = false;
    bireme_table_file_set_currency(f->table, &currency);
    for (size_t row = 0; row < rows && !plain; row++) {
        const char *text = bireme_table_at(f->table, row, f->index[PERIOD]).text;
        plain = bireme_date_parse(text, &year, &month, &day) || read_quarter(text, &year, &month, &day);
        other = other || bireme_date_read(text, strlen(text), &date);
    }
    plain = plain || !other;
    if (!plain) f->date = bireme_table_file_read(f->table, f->index[PERIOD], BIREME_TABLE_DATE, report);
    f->value = bireme_table_file_read(f->table, f->index[VALUE], BIREME_TABLE_NUMBER, report);
    if (f->value == NULL || (!plain && f->date == NULL)) return false;
    bireme_table_file_tell(f->table, report);
    return !report->out_of_memory;
}

/* ------------------------ rows */

/* Whether period t is the calendar quarter that begins then. */
static bool is_quarter(const facts *f, size_t t, int year, int month)
{
    int first_year, first_month, first_day;
    bireme_calendar_start(&f->calendar, t, &first_year, &first_month, &first_day);
    return f->calendar.period == BIREME_PERIOD_QUARTER && first_year == year && first_month == month;
}

/* The period of a row; −1: not a date or before the start, reported. */
static long period_of(facts *f, size_t row)
{
    const bireme_table_cell at = bireme_table_at(f->table, row, f->index[PERIOD]);
    bireme_report *report = &f->reading->report;
    char buffer[BIREME_DATE_TEXT_SIZE], first[BIREME_LABEL_SIZE], quoted[BIREME_QUOTE_SIZE];
    const char *text = at.text;
    int year, month, day;
    if (f->date != NULL && !isnan(f->date[row]))
        text = bireme_table_file_date(buffer, f->date[row], at.text, "period", place_of(f, at), report);
    if (text == NULL) return -1;
    bool quarter = read_quarter(text, &year, &month, &day);
    if (!quarter && !bireme_date_parse(text, &year, &month, &day)) {
        bireme_report_fail(report, place_of(f, at),
                           "a fact needs a period, such as 2027-03 (or 2027-Q1, if the scenario is one of "
                           "calendar quarters), or a date in it, such as 2027-03-31, found %s%s%s",
                           text[0] != '\0' ? "`" : "an empty cell", bireme_quote(quoted, text),
                           text[0] != '\0' ? "`" : "");
        return -1;
    }
    long period = bireme_calendar_find(&f->calendar, year, month, day);
    if (quarter && period >= 0 && !is_quarter(f, (size_t)period, year, month)) {
        bireme_report_fail(report, place_of(f, at),
                           "`%s` is a calendar quarter, which is no period of the scenario: its periods are "
                           "such as %s",
                           text, bireme_calendar_label(&f->calendar, 0, first));
        return -1;
    }
    if (period < 0)
        bireme_report_fail(report, place_of(f, at), "%s is before the start of the scenario, %s", text,
                           bireme_calendar_label(&f->calendar, 0, first));
    return period;
}

static bireme_node *add_node(facts *f, bireme_node *parent, bireme_table_cell at, bireme_node like)
{
    bireme_node *node = bireme_node_add(&f->reading->arena, parent, like, place_of(f, at));
    if (node == NULL) bireme_report_memory(&f->reading->report);
    return node;
}

/* The parent's member of that name, made if there is none. NULL: reported. */
static bireme_node *member(facts *f, bireme_node *parent, const char *key, bireme_node_type type,
                           bireme_table_cell at)
{
    bireme_node *found = bireme_node_find(parent, key);
    if (found != NULL && found->type == type) return found;
    if (found != NULL) return NULL; /* the checks report what it is */
    const char *copy = bireme_arena_copy(&f->reading->arena, key, strlen(key));
    if (copy == NULL) {
        bireme_report_memory(&f->reading->report);
        return NULL;
    }
    return add_node(f, parent, at, (bireme_node){.type = type, .key = copy});
}

/* The list of a row, with an entry for each period that is over. */
static bireme_node *list_of(facts *f, const char *metric, const char *channel, bireme_table_cell at)
{
    bireme_node *parent = f->actuals;
    const char *key = metric;
    if (channel[0] != '\0') {
        parent = member(f, parent, "channels", BIREME_NODE_OBJECT, at);
        if (parent != NULL) parent = member(f, parent, channel, BIREME_NODE_OBJECT, at);
    } else if (strncmp(metric, "stage.", 6) == 0) {
        parent = member(f, parent, "stages", BIREME_NODE_OBJECT, at);
        key = metric + 6;
    }
    bireme_node *list = parent != NULL ? member(f, parent, key, BIREME_NODE_LIST, at) : NULL;
    if (list == NULL) return NULL;
    if (list->file != f->file) {
        bireme_report_fail(&f->reading->report, place_of(f, at),
                           "`%s` is in the scenario too, at %s:%d; take one of the two away", metric,
                           list->file, list->line);
        return NULL;
    }
    while (list->count < f->reading->past)
        if (add_node(f, list, at, (bireme_node){.type = BIREME_NODE_NULL}) == NULL) return NULL;
    return list;
}

/* Whether there is such a fact; if not, that is reported. */
static bool is_known(facts *f, const char *metric, const char *channel, bireme_table_cell at)
{
    char quoted[BIREME_QUOTE_SIZE];
    size_t most = channel[0] != '\0' ? OF_CHANNEL : METRICS;
    for (size_t i = 0; i < most; i++)
        if (strcmp(metrics[i], metric) == 0 && i + 1 < METRICS) return true;
    if (channel[0] == '\0' && strncmp(metric, "stage.", 6) == 0 && metric[6] != '\0') return true;
    const char *nearest = bireme_nearest(metric, (const char **)metrics, most);
    bireme_report_fail(&f->reading->report, place_of(f, at), "there are no facts about `%s`%s; %s%s%s",
                       bireme_quote(quoted, metric), channel[0] != '\0' ? " of a channel" : "",
                       nearest != NULL      ? "did you mean `"
                       : channel[0] != '\0' ? "there are: leads, wins, bookings, revenue, spend"
                                            : "there are: leads, wins, bookings, revenue, spend, sales_cost, "
                                              "contribution, stage.NAME",
                       nearest != NULL ? nearest : "", nearest != NULL ? "`?" : "");
    return false;
}

static void read_row(facts *f, size_t row)
{
    const bireme_table_cell at = bireme_table_at(f->table, row, f->index[METRIC]),
                            value = bireme_table_at(f->table, row, f->index[VALUE]);
    const char *channel = f->index[CHANNEL] != SIZE_MAX
                              ? bireme_table_at(f->table, row, f->index[CHANNEL]).text
                              : "";
    char buffer[BIREME_NUMBER_SIZE];
    long period = period_of(f, row);
    if (period < 0 || !is_known(f, at.text, channel, at) || period >= (long)f->reading->past) return;
    if (strcasecmp(value.text, "nan") == 0) {
        bireme_report_fail(
            &f->reading->report, place_of(f, value),
            "a fact is a number, such as 1234.5, or an empty cell where it is not known, found "
            "`%s`",
            value.text);
        return;
    }
    if (isnan(f->value[row])) return; /* an empty cell: not known */
    bireme_node *list = list_of(f, at.text, channel, at);
    bireme_node *entry = list != NULL ? bireme_node_at(list, (size_t)period) : NULL;
    if (entry == NULL) return;
    if (entry->type != BIREME_NODE_NULL) {
        bireme_report_fail(&f->reading->report, place_of(f, at),
                           "`%s` of this period%s is in line %d already", at.text,
                           channel[0] != '\0' ? " and channel" : "", entry->line);
        return;
    }
    const char *text = bireme_table_file_number(buffer, value.text, f->value[row]);
    entry->text = bireme_arena_copy(&f->reading->arena, text, strlen(text));
    if (entry->text == NULL) bireme_report_memory(&f->reading->report);
    entry->type = BIREME_NODE_NUMBER;
    entry->number = f->value[row];
    entry->line = value.line;
    entry->column = value.column;
}

void bireme_actuals_read(bireme_reading *reading)
{
    facts f = {.reading = reading, .actuals = bireme_node_find(reading->root, "actuals")};
    bireme_node *file = bireme_node_find(f.actuals, "file");
    if (file == NULL || file->type != BIREME_NODE_TEXT) return; /* none, or left for the checks to refuse */
    if (!bireme_names_collect(reading) || reading->past == 0) return; /* likewise */
    f.file = bireme_source_resolve(reading, file, file->text);
    if (f.file == NULL || !bireme_calendar_read(reading, &f.calendar)) return;
    f.table = bireme_data_file_table(reading, f.file, file);
    if (f.table == NULL) return;
    bool good = read_header(&f) && read_columns(&f);
    for (size_t row = 0; good && row < bireme_table_rows(f.table) && !bireme_report_is_full(&reading->report);
         row++)
        read_row(&f, row);
    bireme_free(f.value);
    bireme_free(f.date);
    if (good) bireme_node_remove(file); /* else what it lacks is no news */
}
