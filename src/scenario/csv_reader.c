/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file is read whole and cells are decoded in place: what is written never catches up with what is read.
 */
#include "scenario/csv_reader.h"

#include <math.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "scenario/scan_internal.h"

enum { SIZE_MOST = 16 << 20 };

static char find_delimiter(const bireme_csv_reader *csv)
{
    static const char candidates[] = {',', ';', '\t'};
    size_t count[sizeof candidates] = {0}, best = 0;
    bool quoted = false;
    for (const char *c = csv->at; c < csv->end && (quoted || *c != '\n'); c++) {
        if (*c == '"') quoted = !quoted;
        for (size_t i = 0; i < sizeof candidates; i++) count[i] += !quoted && *c == candidates[i];
    }
    for (size_t i = 1; i < sizeof candidates; i++)
        if (count[i] > count[best]) best = i;
    return candidates[best];
}

bireme_status bireme_csv_reader_open(const char *path, bireme_csv_reader *out, bireme_error *error)
{
    char *data = NULL;
    size_t length = 0;
    bireme_status status = bireme_file_read(path, SIZE_MOST, &data, &length, error);
    if (status != BIREME_OK) return status;
    bool has_mark = length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0;
    *out = (bireme_csv_reader){
        .data = data, .at = data + (has_mark ? 3 : 0), .end = data + length, .line = 1, .column = 1};
    out->delimiter = find_delimiter(out);
    return BIREME_OK;
}

void bireme_csv_reader_close(bireme_csv_reader *csv)
{
    bireme_free(csv->data);
    *csv = (bireme_csv_reader){0};
}

/* One byte on; a UTF-8 continuation byte does not move the column. */
static char take(bireme_csv_reader *csv)
{
    char byte = *csv->at++;
    if (byte == '\n') {
        csv->line++;
        csv->column = 1;
    } else if (((unsigned char)byte & 0xC0) != 0x80) {
        csv->column++;
    }
    return byte;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* The text between the quotes, the first of which has been passed; where it ends. */
static char *take_quoted(bireme_csv_reader *csv, char *out)
{
    while (csv->at < csv->end) {
        char byte = take(csv);
        if (byte == '"' && (csv->at == csv->end || *csv->at != '"')) return out;
        if (byte == '"') take(csv);
        *out++ = byte;
    }
    csv->open_quote = true;
    return out;
}

char *bireme_csv_reader_next(bireme_csv_reader *csv)
{
    while (csv->at < csv->end && is_blank(*csv->at) && *csv->at != csv->delimiter) take(csv);
    char *cell = csv->at, *out = cell, *kept = cell;
    csv->cell_line = csv->line;
    csv->cell_column = csv->column;
    csv->open_quote = false;
    bool quoted = csv->at < csv->end && *csv->at == '"';
    if (quoted) {
        take(csv);
        kept = out = take_quoted(csv, out);
    }
    while (csv->at < csv->end && *csv->at != csv->delimiter && *csv->at != '\n') {
        char byte = take(csv);
        *out++ = byte;
        if (is_blank(byte) || (byte == '\r' && (csv->at == csv->end || *csv->at == '\n'))) continue;
        csv->open_quote = csv->open_quote || quoted;
        kept = out;
    }
    csv->end_of_row = csv->at >= csv->end || *csv->at == '\n';
    if (csv->at < csv->end) take(csv);
    *kept = '\0'; /* over a byte that has been passed, or the zero at the end of the file */
    return cell;
}

bool bireme_csv_reader_number(const char *cell, double *value)
{
    const char *blank = " \t";
    char *end = NULL;
    if (strspn(cell, "0123456789+-.eE \t") != strlen(cell)) return false; /* no "inf", no "0x1p3" */
    cell += strspn(cell, blank);
    *value = bireme_number_parse(cell, &end);
    return end != cell && end[strspn(end, blank)] == '\0' && isfinite(*value);
}

bool bireme_csv_reader_check(const bireme_csv_reader *csv, const char *file, bireme_report *report)
{
    bireme_cursor cursor = {.text = csv->at, .length = (size_t)(csv->end - csv->at)};
    int line = 1, column = 1;
    while (cursor.at < cursor.length) {
        size_t bytes = bireme_cursor_character(&cursor);
        char byte = cursor.text[cursor.at];
        if (bytes == 0 || byte == '\0') {
            bireme_report_add(report, BIREME_SEVERITY_ERROR, BIREME_SYNTAX,
                              (bireme_place){.file = file, .line = line, .column = column},
                              byte == '\0' ? "a file of text has no zero byte"
                                           : "this is not UTF-8; save the file as CSV UTF-8");
            return false;
        }
        line += byte == '\n';
        column = byte == '\n' ? 1 : column + 1;
        cursor.at += bytes;
    }
    return true;
}

bool bireme_csv_reader_start(const char *file, bireme_csv_reader *out, bireme_report *report)
{
    const bireme_place place = {.file = file};
    bireme_error error = {0};
    if (bireme_csv_reader_open(file, out, &error) != BIREME_OK) {
        bireme_report_error(report, place, &error);
        return false;
    }
    if (!bireme_csv_reader_check(out, file, report)) return false;
    if (bireme_csv_reader_is_at_end(out))
        bireme_report_add(report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO, place, "the file is empty");
    return !bireme_csv_reader_is_at_end(out);
}
