/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small reader of RFC 4180: cells in double quotes may hold commas, line breaks and doubled quotes. The
 * file is read whole and cells are decoded in place.
 */
#include "scenario/csv_column.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "scenario/report.h"

enum { SIZE_MOST = 16 << 20 };

typedef struct csv {
    char *at, *end;
    size_t line;     /* of at, from 1 */
    bool end_of_row; /* the cell just read was the last of its row */
} csv;

/* The next cell, zero-terminated in place (over the separator that has been passed). */
static char *next_cell(csv *c)
{
    char *cell = c->at, *out = c->at;
    bool quoted = c->at < c->end && *c->at == '"';
    if (quoted) c->at++;
    while (c->at < c->end) {
        char byte = *c->at;
        if (quoted && byte == '"') {
            c->at++;
            if (c->at < c->end && *c->at == '"')
                *out++ = *c->at++;
            else
                quoted = false;
            continue;
        }
        if (!quoted && (byte == ',' || byte == '\n')) break;
        if (byte == '\n') c->line++;
        *out++ = byte;
        c->at++;
    }
    c->end_of_row = c->at >= c->end || *c->at == '\n';
    if (c->at < c->end) {
        if (*c->at == '\n') c->line++;
        c->at++;
    }
    if (c->end_of_row && out > cell && out[-1] == '\r') out--;
    *out = '\0';
    return cell;
}

static bool find_column(csv *c, const char *column, size_t *index)
{
    bool found = false;
    size_t i = 0;
    do {
        const char *cell = next_cell(c);
        if (!found && strcmp(cell, column) == 0) {
            found = true;
            *index = i;
        }
        i++;
    } while (!c->end_of_row);
    return found;
}

static bireme_status parse_cell(const char *cell, size_t line, double *value, bireme_error *error)
{
    char *end = NULL;
    size_t digits = strspn(cell, "0123456789+-.eE \t");
    *value = bireme_number_parse(cell, &end);
    if (end != cell) end += strspn(end, " \t");
    if (end != cell && *end == '\0' && digits == strlen(cell) && isfinite(*value)) return BIREME_OK;
    char quoted[BIREME_QUOTE_SIZE];
    return bireme_fail(error, BIREME_SCENARIO, "line %zu: expected a number, found `%s`", line,
                       bireme_quote(quoted, cell));
}

static bireme_status read_rows(csv *c, size_t index, double **values, size_t *n, bireme_error *error)
{
    size_t capacity = 0;
    while (c->at < c->end) {
        size_t i = 0;
        do {
            size_t line = c->line;
            const char *cell = next_cell(c);
            if (i++ != index || cell[strspn(cell, " \t")] == '\0') continue;
            double value;
            bireme_status status = parse_cell(cell, line, &value, error);
            if (status != BIREME_OK) return status;
            if (*n == capacity) {
                capacity = capacity ? 2 * capacity : 256;
                double *grown = bireme_realloc(*values, capacity, sizeof **values);
                if (grown == NULL) return bireme_fail_memory(error);
                *values = grown;
            }
            (*values)[(*n)++] = value;
        } while (!c->end_of_row);
    }
    return BIREME_OK;
}

bireme_status bireme_csv_column(const char *path, const char *column, double **values, size_t *n,
                                bireme_error *error)
{
    char *data = NULL, quoted[BIREME_QUOTE_SIZE];
    double *numbers = NULL;
    size_t length = 0, index = 0, count = 0;
    bireme_status status = bireme_file_read(path, SIZE_MOST, &data, &length, error);
    if (status != BIREME_OK) return status;
    bool has_mark = length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0;
    csv c = {.at = data + (has_mark ? 3 : 0), .end = data + length, .line = 1};
    if (!find_column(&c, column, &index)) {
        status = bireme_fail(error, BIREME_SCENARIO, "there is no column `%s`", bireme_quote(quoted, column));
        goto done;
    }
    status = read_rows(&c, index, &numbers, &count, error);
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
    bireme_free(data);
    return status;
}
