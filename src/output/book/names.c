/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Number formats, and names for ranges.
 */
#include "output/book/book.h"

#include <string.h>
#include "output/forms/number.h"
#include "output/forms/utf8.h"

/* ------------------------ number formats */

/* A text inside a number format: without quotes and all that is no plain character, at most 12 of them. */
static void append_literal(char *buffer, size_t size, const char *text)
{
    size_t n = strlen(buffer);
    for (int left = 12; *text != '\0' && left > 0; left--) {
        const char *start = text;
        uint32_t code = bireme_utf8_next(&text);
        size_t length = (size_t)(text - start);
        if (code == '"' || bireme_utf8_is_unsafe(code) || n + length + 1 > size) continue;
        memcpy(buffer + n, start, length);
        n += length;
    }
    buffer[n] = '\0';
}

char *bireme_book_pattern(char *buffer, bireme_format format, const char *currency)
{
    static const char *const patterns[BIREME_BOOK_FORMATS] = {
        [BIREME_FORMAT_COUNT] = "[<100]#,##0.0;#,##0",
        [BIREME_FORMAT_WHOLE] = "#,##0",
        [BIREME_FORMAT_SHARE] = "0.0%",
        [BIREME_FORMAT_POINTS] = "0.0\" points\"",
        [BIREME_FORMAT_RATIO] = "0.00\"×\"",
        [BIREME_FORMAT_MONTHS] = "0.0",
        [BIREME_FORMAT_PLAIN] = "#,##0.####",
    };
    if (format != BIREME_FORMAT_MONEY) {
        snprintf(buffer, BIREME_BOOK_PATTERN, "%s", patterns[format]);
        return buffer;
    }
    char unit[56] = "";
    const char *sign = bireme_currency_sign(currency);
    append_literal(unit, sizeof unit - 1, sign != NULL ? sign : currency);
    if (sign == NULL && unit[0] != '\0') strcat(unit, " ");
    snprintf(buffer, BIREME_BOOK_PATTERN, "\"%s\"#,##0;-\"%s\"#,##0", unit, unit);
    return buffer;
}

char *bireme_book_pattern_of_money(char *buffer, const char *currency, const char *end)
{
    char whole[BIREME_BOOK_PATTERN];
    size_t n = strcspn(bireme_book_pattern(whole, BIREME_FORMAT_MONEY, currency), ";");
    snprintf(buffer, BIREME_BOOK_PATTERN, "%.*s%s;%s%s", (int)n, whole, end, whole + n + 1, end);
    return buffer;
}

/* ------------------------ names */

/* "Q1", "AB12", "R2C3", "R", "C": what a spreadsheet takes for a cell. */
static bool looks_like_a_cell(const char *name)
{
    size_t letters = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    size_t digits = strspn(name + letters, "0123456789");
    if (letters >= 1 && letters <= 3 && name[letters + digits] == '\0' && (digits > 0 || letters == 1))
        return true;
    return (name[0] == 'R' || name[0] == 'r') && strspn(name + 1, "0123456789Cc") == strlen(name + 1);
}

char *bireme_book_name(char *buffer, const char *text)
{
    size_t n = 0;
    for (; *text != '\0' && n + 2 < BIREME_BOOK_NAME; text++) {
        unsigned char c = (unsigned char)*text;
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_',
             digit = c >= '0' && c <= '9';
        if (n == 0 && c >= 'a' && c <= 'z') c = (unsigned char)(c - 'a' + 'A');
        if (n == 0 && digit) buffer[n++] = '_';
        buffer[n++] = letter || digit ? (char)c : '_';
    }
    buffer[n] = '\0';
    if (n == 0 || looks_like_a_cell(buffer)) {
        buffer[n++] = '_';
        buffer[n] = '\0';
    }
    return buffer;
}
