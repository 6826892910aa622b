/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The header names the column; cells of other columns may hold anything.
 */
#include "scenario/files/column_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/memory.h"
#include "base/nearest.h"
#include "scenario/files/data_file.h"
#include "scenario/files/table_file.h"

enum { NAMES_MOST = 256 };

static bool find_column(bireme_reading *reading, const bireme_table *table, const bireme_node *column,
                        size_t *index)
{
    const char *names[NAMES_MOST];
    char quoted[BIREME_QUOTE_SIZE], other[BIREME_QUOTE_SIZE];
    char rest[80] = "";
    size_t found = 0, n = 0, untitled = 0;
    for (size_t i = 0; i < bireme_table_columns(table); i++) {
        const char *title = bireme_table_title(table, i);
        if (strcmp(title, column->text) == 0 && found++ == 0) *index = i;
        untitled += title[0] == '\0';
        if (n < NAMES_MOST && title[0] != '\0') names[n++] = title;
    }
    if (found == 1) return true;
    const char *nearest = bireme_nearest(column->text, names, n);
    bireme_quote(quoted, column->text);
    if (untitled > 0)
        snprintf(rest, sizeof rest, "; %zu without a title cannot be named: give %s one", untitled,
                 untitled == 1 ? "it" : "them");
    if (found > 1)
        bireme_node_fail(&reading->report, column, "the table has %zu columns `%s`", found, quoted);
    else if (nearest != NULL)
        bireme_node_fail(&reading->report, column, "the table has no column `%s`; did you mean `%s`?%s",
                         quoted, bireme_quote(other, nearest), rest);
    else
        bireme_node_fail(&reading->report, column, "the table has no column `%s`%s", quoted, rest);
    return false;
}

bool bireme_column_read(bireme_reading *reading, const char *path, const bireme_node *file,
                        const bireme_node *column, double **values, size_t *n)
{
    size_t index = 0, count = 0;
    double *numbers = NULL;
    char quoted[BIREME_QUOTE_SIZE];
    const size_t errors = reading->report.errors;
    bireme_table *table = bireme_data_file_table(reading, path, file);
    bireme_table_file_currency currency = bireme_table_file_currency_of(reading->root);
    if (table != NULL && find_column(reading, table, column, &index)) {
        bireme_table_file_set_currency(table, &currency);
        numbers = bireme_table_file_read(table, index, BIREME_TABLE_NUMBER, &reading->report);
        bireme_table_file_check_meaning(path, table, index, (bireme_meaning){.field = reading->field},
                                        &reading->report);
    }
    if (reading->report.errors > errors) {
        bireme_free(numbers);
        numbers = NULL;
    }
    if (numbers != NULL) bireme_table_file_tell(table, &reading->report);
    for (size_t row = 0; numbers != NULL && row < bireme_table_rows(table); row++)
        if (!isnan(numbers[row])) numbers[count++] = numbers[row];
    if (numbers == NULL) return false;
    if (count == 0) {
        bireme_node_fail(&reading->report, column, "the column `%s` holds no number",
                         bireme_quote(quoted, column->text));
        bireme_free(numbers);
        return false;
    }
    *values = numbers;
    *n = count;
    return true;
}
