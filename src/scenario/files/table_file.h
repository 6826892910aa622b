/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables for the scenario's readers: problems in a table are reported at its own lines.
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
/* The values of a column, as from bireme_table_read(); free with bireme_free. NULL: reported. */
double *bireme_table_file_read(bireme_table *table, size_t column, bireme_table_kind kind,
                               bireme_report *report);
/* The currency of a scenario. */
typedef struct bireme_table_file_currency {
    char code[4]; /* or a sign; "": neither */
    bool said;    /* the scenario says it; false: it is the default */
} bireme_table_file_currency;
bireme_table_file_currency bireme_table_file_currency_of(const bireme_node *root);
/* Columns are converted to that currency. currency: kept by reference. */
void bireme_table_file_set_currency(bireme_table *table, bireme_table_file_currency *currency);
/* Checks every cell of a column against its meaning (meaning.h); the first that does not fit is reported. */
void bireme_table_file_check_meaning(const char *file, const bireme_table *table, size_t column,
                                     bireme_meaning meaning, bireme_report *report);
/* A date that was read, in seconds since 1970, as the scenario writes dates. NULL: it has a time of day;
 * reported. */
const char *bireme_table_file_date(char buffer[BIREME_DATE_TEXT_SIZE], double seconds, const char *cell,
                                   const char *name, bireme_place place, bireme_report *report);
/* bireme_table_tell(), with lack of memory reported. */
void bireme_table_file_tell(const bireme_table *table, bireme_report *report);

static inline bireme_place bireme_table_file_place(const char *file, bireme_table_cell cell)
{
    return (bireme_place){.file = file, .line = cell.line, .column = cell.column};
}
/* The text itself if it is JSON; JSON for the TRUE, FALSE, WAHR and FALSCH that spreadsheets make of typed
 * text; else NULL. */
const char *bireme_table_file_json(const char *text);
/* The exact whole number of a cell that was read as the value; false: it is not whole, or so large that its
 * digits cannot be told from digit groups. */
bool bireme_table_file_whole(const char *text, double value, uint64_t *out);
/* The number as JSON: as written in the cell if that is JSON for the same value. buffer of
 * BIREME_NUMBER_SIZE. */
const char *bireme_table_file_number(char *buffer, const char *text, double value);

#endif
