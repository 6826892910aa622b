/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one reader of tables, every column as everything, told and untold. The first byte chooses what is told.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include "table/table.h"

static void told(void *context, const char *file, const char *inferred, const char *explained)
{
    (void)context;
    if (strlen(file) == 0 || strlen(explained) < strlen(inferred)) __builtin_trap();
}

static void read_column(bireme_table *table, size_t column, double *values)
{
    for (int kind = BIREME_TABLE_TEXT; kind <= BIREME_TABLE_BOOLEAN; kind++) {
        bireme_error error = {0};
        if (bireme_table_read(table, column, (bireme_table_kind)kind, values, NULL, &error) != BIREME_OK &&
            (error.line < 1 || error.column < 1 || error.message[0] == '\0'))
            __builtin_trap();
        bireme_table_has_currency(table, column);
        for (size_t row = 0; row < bireme_table_rows(table); row++) {
            const bireme_table_cell cell = bireme_table_at(table, row, column);
            if (bireme_table_is_empty(table, row, column) && values[row] == values[row]) __builtin_trap();
            if (cell.line < 1 || cell.column < 1 || strlen(cell.text) > BIREME_TABLE_SIZE_MOST)
                __builtin_trap();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const bireme_table_choice choices[] = {{NULL, BIREME_DECIMAL_COMMA, BIREME_DATES_MDY},
                                                  {"a", BIREME_DECIMAL_POINT, BIREME_DATES_DMY}};
    if (size < 1 || size > 1 << 13) return 0;
    const bireme_table_options options = {.size = sizeof(bireme_table_options),
                                          .encoding = data[0] & 1 ? BIREME_ENCODING_LATIN1
                                                                  : BIREME_ENCODING_UNICODE,
                                          .choices = choices,
                                          .n_choices = data[0] & 2 ? 2 : 0,
                                          .told = told};
    bireme_table *table = NULL;
    bireme_error error = {0};
    if (bireme_table_parse("t", (const char *)data + 1, size - 1, &options, &table, &error) != BIREME_OK) {
        if (error.line < 1 || error.column < 1 || error.message[0] == '\0') __builtin_trap();
        return 0;
    }
    if (bireme_table_columns(table) == 0) __builtin_trap();
    double *values = calloc(bireme_table_rows(table) + 1, sizeof *values);
    for (size_t c = 0; c < bireme_table_columns(table) && c < 40 && values != NULL; c++)
        read_column(table, c, values);
    if (bireme_table_tell(table, NULL) != BIREME_OK) __builtin_trap();
    free(values);
    bireme_table_free(table);
    return 0;
}
