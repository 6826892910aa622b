/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forms/csv_style.h"

#include <string.h>

/* The end of the cell at `at`, with its quotes. */
static const char *end_of(const char *at, const char *end)
{
    if (at < end && *at == '"')
        for (at++; at < end; at++) {
            if (*at != '"') continue;
            if (at + 1 == end || at[1] != '"') return at + 1;
            at++;
        }
    while (at < end && *at != ',' && *at != '\r' && *at != '\n') at++;
    return at;
}

static bool is_number(const char *cell, size_t length)
{
    char copy[BIREME_NUMBER_SIZE + 8], *end;
    if (length == 0 || length >= sizeof copy || strchr("-.0123456789", cell[0]) == NULL) return false;
    memcpy(copy, cell, length);
    copy[length] = '\0';
    (void)bireme_number_parse(copy, &end);
    return *end == '\0';
}

static void write_european(const char *cell, size_t length, bireme_text *out)
{
    if (is_number(cell, length)) {
        for (size_t i = 0; i < length; i++) bireme_text_append_n(out, cell[i] == '.' ? "," : cell + i, 1);
        return;
    }
    bool quote = length > 0 && cell[0] != '"' && memchr(cell, ';', length) != NULL;
    if (quote) bireme_text_append(out, "\"");
    bireme_text_append_n(out, cell, length);
    if (quote) bireme_text_append(out, "\"");
}

void bireme_csv_restyle(bireme_text *csv, bireme_csv_style style, bool beginning)
{
    bireme_text out = {0};
    if (style == BIREME_CSV_PLAIN || csv->failed) return;
    if (beginning) bireme_text_append(&out, "\xEF\xBB\xBF");
    const char *at = bireme_text_string(csv), *end = at + csv->length;
    if (style == BIREME_CSV_EXCEL) bireme_text_append_n(&out, at, csv->length);
    while (style == BIREME_CSV_EUROPEAN && at < end) {
        const char *next = end_of(at, end);
        write_european(at, (size_t)(next - at), &out);
        at = next;
        if (at < end && *at == ',') {
            bireme_text_append(&out, ";");
            at++;
        }
        while (at < end && (*at == '\r' || *at == '\n')) bireme_text_append_n(&out, at++, 1);
    }
    bireme_text_free(csv);
    *csv = out;
}
