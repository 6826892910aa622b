/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forms/csv.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

bireme_csv bireme_csv_begin(bireme_text *out, bireme_csv_style style)
{
    if (style != BIREME_CSV_PLAIN) bireme_text_append(out, "\xEF\xBB\xBF");
    return bireme_csv_go_on(out, style);
}

bireme_csv bireme_csv_go_on(bireme_text *out, bireme_csv_style style)
{
    return (bireme_csv){.out = out, .style = style};
}

static void separate(bireme_csv *csv)
{
    if (csv->in_row) bireme_text_append(csv->out, csv->style == BIREME_CSV_EUROPEAN ? ";" : ",");
    csv->in_row = true;
}

/* A name such as "1.5" is quoted, so that no style takes it for a number. */
static bool is_like_a_fraction(const char *value)
{
    return strchr(value, '.') != NULL && value[strspn(value, "0123456789.eE+-")] == '\0';
}

void bireme_csv_text(bireme_csv *csv, const char *value)
{
    separate(csv);
    if (value == NULL || *value == '\0') return;
    const char *quoted = csv->style == BIREME_CSV_EUROPEAN ? ";,\"\r\n" : ",\"\r\n";
    bool formula = strchr("=+-@\t\r", *value) != NULL;
    if (strpbrk(value, quoted) == NULL && !is_like_a_fraction(value)) {
        if (formula) bireme_text_append(csv->out, "'");
        bireme_text_append(csv->out, value);
        return;
    }
    bireme_text_append(csv->out, formula ? "\"'" : "\"");
    for (; *value; value++) {
        if (*value == '"') bireme_text_append(csv->out, "\"");
        bireme_text_append_n(csv->out, value, 1);
    }
    bireme_text_append(csv->out, "\"");
}

/* 12.345 may be read as 12345 where the point separates groups, and so may 12,345: one to three digits, then
 * three decimals. */
static bool is_like_groups(const char *text)
{
    text += *text == '-';
    const size_t whole = strspn(text, "0123456789");
    return whole >= 1 && whole <= 3 && *text != '0' && text[whole] == '.' &&
           strspn(text + whole + 1, "0123456789") == 3 && text[whole + 4] == '\0';
}

void bireme_csv_texts(bireme_csv *csv, size_t n, const char *const *values)
{
    for (size_t i = 0; i < n; i++) bireme_csv_text(csv, values[i]);
}

void bireme_csv_number(bireme_csv *csv, double value)
{
    separate(csv);
    if (!isfinite(value)) return;
    char text[BIREME_NUMBER_SIZE];
    bireme_number_format(text, value);
    bool groups = is_like_groups(text);
    char *point = csv->style == BIREME_CSV_EUROPEAN ? strchr(text, '.') : NULL;
    if (point != NULL) *point = ',';
    bireme_text_append(csv->out, text);
    if (groups) bireme_text_append(csv->out, "0");
}

void bireme_csv_whole(bireme_csv *csv, uint64_t value)
{
    separate(csv);
    bireme_text_format(csv->out, "%" PRIu64, value);
}

void bireme_csv_end_row(bireme_csv *csv)
{
    bireme_text_append(csv->out, "\r\n");
    csv->in_row = false;
}
