/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A CSV file as a list of JSON objects: the columns of the first line are the members, an empty cell is
 * none, a cell that is a number is a number. Separated by comma or semicolon, whichever the first line has;
 * cells may be in double quotes.
 */
#include "oracle_internal.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MOST = 16, CELL = 256 };

/* Reads a cell; returns where the next one starts, *end is true if this was the last one of its line. */
static const char *read_cell(const char *at, char separator, char cell[CELL], bool *end)
{
    size_t n = 0;
    bool quoted = *at == '"';
    if (quoted) at++;
    for (; *at != '\0'; at++) {
        if (quoted && at[0] == '"' && at[1] == '"') {
            at++;
        } else if (quoted && *at == '"') {
            quoted = false;
            continue;
        } else if (!quoted && (*at == separator || *at == '\n' || *at == '\r')) {
            break;
        }
        if (n + 1 == CELL) oracle_stop("a cell is too long");
        cell[n++] = *at;
    }
    cell[n] = '\0';
    *end = *at != separator;
    while (*end && (*at == '\r' || *at == '\n')) at++;
    return *end || *at == '\0' ? at : at + 1;
}

static void add_cell(cJSON *row, const char *column, const char *cell)
{
    char *rest;
    if (cell[0] == '\0') return;
    double number = strtod(cell, &rest);
    if (*rest == '\0')
        cJSON_AddNumberToObject(row, column, number);
    else
        cJSON_AddStringToObject(row, column, cell);
}

cJSON *oracle_table_read(const char *file)
{
    char *text = oracle_text_read(file), column[COLUMNS_MOST][CELL], cell[CELL];
    char separator = memchr(text, ';', strcspn(text, "\n")) != NULL ? ';' : ',';
    const char *at = strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? text + 3 : text;
    size_t columns = 0;
    cJSON *rows = cJSON_CreateArray();
    for (bool end = false; !end; columns++) {
        if (columns == COLUMNS_MOST) oracle_stop("too many columns in %s", file);
        at = read_cell(at, separator, column[columns], &end);
    }
    while (*at != '\0') {
        cJSON *row = cJSON_CreateObject();
        bool end = false;
        for (size_t i = 0; i < columns && !end; i++) {
            at = read_cell(at, separator, cell, &end);
            add_cell(row, column[i], cell);
        }
        cJSON_AddItemToArray(rows, row);
    }
    free(text);
    return rows;
}
