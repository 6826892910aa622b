/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The header names the column; cells of other columns may hold anything.
 */
#include "scenario/csv_column.h"

#include <string.h>
#include "base/memory.h"
#include "scenario/csv_reader.h"
#include "scenario/report.h"

static bool find_column(bireme_csv_reader *csv, const char *column, size_t *index)
{
    bool found = false;
    size_t i = 0;
    do {
        const char *cell = bireme_csv_reader_next(csv);
        if (!found && strcmp(cell, column) == 0) {
            found = true;
            *index = i;
        }
        i++;
    } while (!csv->end_of_row);
    return found;
}

static bireme_status add_cell(const bireme_csv_reader *csv, const char *cell, size_t *capacity,
                              double **values, size_t *n, bireme_error *error)
{
    double value;
    char quoted[BIREME_QUOTE_SIZE];
    if (!bireme_csv_reader_number(cell, &value))
        return bireme_fail(error, BIREME_SCENARIO, "line %d: expected a number, found `%s`", csv->cell_line,
                           bireme_quote(quoted, cell));
    if (*n == *capacity) {
        *capacity = *capacity ? 2 * *capacity : 256;
        double *grown = bireme_realloc(*values, *capacity, sizeof **values);
        if (grown == NULL) return bireme_fail_memory(error);
        *values = grown;
    }
    (*values)[(*n)++] = value;
    return BIREME_OK;
}

static bireme_status read_rows(bireme_csv_reader *csv, size_t index, double **values, size_t *n,
                               bireme_error *error)
{
    size_t capacity = 0;
    while (!bireme_csv_reader_is_at_end(csv)) {
        size_t i = 0;
        do {
            const char *cell = bireme_csv_reader_next(csv);
            if (i++ != index || *cell == '\0') continue;
            bireme_status status = add_cell(csv, cell, &capacity, values, n, error);
            if (status != BIREME_OK) return status;
        } while (!csv->end_of_row);
    }
    return BIREME_OK;
}

bireme_status bireme_csv_column(const char *path, const char *column, double **values, size_t *n,
                                bireme_error *error)
{
    char quoted[BIREME_QUOTE_SIZE];
    double *numbers = NULL;
    size_t index = 0, count = 0;
    bireme_csv_reader csv;
    bireme_status status = bireme_csv_reader_open(path, &csv, error);
    if (status != BIREME_OK) return status;
    if (!find_column(&csv, column, &index)) {
        status = bireme_fail(error, BIREME_SCENARIO, "there is no column `%s`", bireme_quote(quoted, column));
        goto done;
    }
    status = read_rows(&csv, index, &numbers, &count, error);
    if (status != BIREME_OK) goto done;
    if (count == 0) {
        status = bireme_fail(error, BIREME_SCENARIO, "the column `%s` holds no number",
                             bireme_quote(quoted, column));
        goto done;
    }
    *values = numbers;
    *n = count;
    numbers = NULL;
done:
    bireme_free(numbers);
    bireme_csv_reader_close(&csv);
    return status;
}
