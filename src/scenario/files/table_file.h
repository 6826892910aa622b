/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables as the scenario's readers use them: what is wrong with one goes into the report, at the file's own
 * lines.
 */
#ifndef BIREME_SCENARIO_FILES_TABLE_FILE_H
#define BIREME_SCENARIO_FILES_TABLE_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/opened.h"
#include "base/text.h"
#include "scenario/meaning.h"
#include "scenario/syntax/node.h"
#include "scenario/syntax/report.h"
#include "table/date.h"
#include "table/table.h"

/* Reports an error of a table at the place that it names. */
void bireme_table_file_report(bireme_report *report, const bireme_error *error);
/* The values of a column, as bireme_table_read() has them; free with bireme_free. NULL: reported. */
double *bireme_table_file_read(bireme_table *table, size_t column, bireme_table_kind kind,
                               bireme_report *report);
/* The currency of a scenario. */
typedef struct bireme_table_file_currency {
    char code[4]; /* or a sign; "": it is called something else */
    bool said;    /* or it goes without saying */
} bireme_table_file_currency;
bireme_table_file_currency bireme_table_file_currency_of(const bireme_node *root);
/* Columns are read into that currency. currency: kept by reference. */
void bireme_table_file_set_currency(bireme_table *table, bireme_table_file_currency *currency);
/* Holds every cell of a column against what it is (meaning.h); the first that does not fit is reported. */
void bireme_table_file_check_meaning(const char *file, const bireme_table *table, size_t column,
                                     bireme_meaning meaning, bireme_report *report);
/* A date that was read, in seconds since 1970, as the scenario writes it. NULL: it has a time of day,
 * reported. */
const char *bireme_table_file_date(char buffer[BIREME_DATE_TEXT_SIZE], double seconds, const char *cell,
                                   const char *name, bireme_place place, bireme_report *report);
/* bireme_table_tell(), a want of memory reported. */
void bireme_table_file_tell(const bireme_table *table, bireme_report *report);

static inline bireme_place bireme_table_file_place(const char *file, bireme_table_cell cell)
{
    return (bireme_place){.file = file, .line = cell.line, .column = cell.column};
}
/* The text as JSON, if it is: also the TRUE, FALSE, WAHR and FALSCH that spreadsheets make of what was typed;
 * else NULL. */
const char *bireme_table_file_json(const char *text);
/* The whole number of a cell that was read as the value, exactly; false: it is none, or too large for its
 * digits to be told from its groups. */
bool bireme_table_file_whole(const char *text, double value, uint64_t *out);
/* The number as JSON: as it is written in the cell, if that is JSON and means the same. buffer of
 * BIREME_NUMBER_SIZE. */
const char *bireme_table_file_number(char *buffer, const char *text, double value);

#endif
