/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tokens of RFC 8259: texts (section 7), numbers (section 6), the three literals (section 3); UTF-8 as in
 * RFC 3629 (no overlong forms, no surrogates, nothing above U+10FFFF).
 */
#include "scenario/syntax/scan_internal.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/utf8.h"

int bireme_cursor_peek(const bireme_cursor *cursor, size_t ahead)
{
    return cursor->length - cursor->at > ahead ? (unsigned char)cursor->text[cursor->at + ahead] : -1;
}

void bireme_cursor_advance(bireme_cursor *cursor)
{
    int c = bireme_cursor_peek(cursor, 0);
    if (c < 0) return;
    cursor->at++;
    if (c == '\n') {
        cursor->line++;
        cursor->column = 1;
    } else if ((bireme_cursor_peek(cursor, 0) & 0xC0) != 0x80) {
        cursor->column++;
    }
}

bireme_place bireme_cursor_place(const bireme_cursor *cursor)
{
    return (bireme_place){.file = cursor->file, .line = cursor->line, .column = cursor->column};
}

bool bireme_cursor_fail(bireme_cursor *cursor, bireme_place place, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    bireme_utf8_end(message, sizeof message);
    cursor->failed = true;
    bireme_report_add(cursor->report, BIREME_SEVERITY_ERROR, BIREME_SYNTAX, place, "%s", message);
    return false;
}

static bool is_continuation(int c, int low, int high)
{
    return c >= low && c <= high;
}

/* Bytes of the well-formed UTF-8 character at the cursor, 0 if it is none. */
static size_t character_at(const bireme_cursor *cursor)
{
    int a = bireme_cursor_peek(cursor, 0), b = bireme_cursor_peek(cursor, 1);
    int c = bireme_cursor_peek(cursor, 2), d = bireme_cursor_peek(cursor, 3);
    if (a < 0) return 0;
    if (a < 0x80) return 1;
    if (a >= 0xC2 && a <= 0xDF) return is_continuation(b, 0x80, 0xBF) ? 2 : 0;
    if (a >= 0xE0 && a <= 0xEF) {
        int low = a == 0xE0 ? 0xA0 : 0x80, high = a == 0xED ? 0x9F : 0xBF;
        return is_continuation(b, low, high) && is_continuation(c, 0x80, 0xBF) ? 3 : 0;
    }
    if (a >= 0xF0 && a <= 0xF4) {
        int low = a == 0xF0 ? 0x90 : 0x80, high = a == 0xF4 ? 0x8F : 0xBF;
        bool good = is_continuation(b, low, high) && is_continuation(c, 0x80, 0xBF);
        return good && is_continuation(d, 0x80, 0xBF) ? 4 : 0;
    }
    return 0;
}

/* The code point of the well-formed character of `width` > 1 bytes at the cursor. */
static unsigned long code_point(const bireme_cursor *cursor, size_t width)
{
    unsigned long code = (unsigned long)bireme_cursor_peek(cursor, 0) & (0x7Fu >> width);
    for (size_t i = 1; i < width; i++)
        code = code << 6 | ((unsigned long)bireme_cursor_peek(cursor, i) & 0x3F);
    return code;
}

/* Describes what is at the cursor, for "found …": a whole word or number, else a character. */
static void describe_found(const bireme_cursor *cursor, char *buffer, size_t size)
{
    int c = bireme_cursor_peek(cursor, 0);
    size_t width = character_at(cursor), n = 0;
    if (c < 0) {
        snprintf(buffer, size, "the end of the text");
    } else if (c < 0x20 || c == 0x7F) {
        snprintf(buffer, size, "the control character U+%04X", (unsigned)c);
    } else if (width == 0) {
        snprintf(buffer, size, "the byte 0x%02X, which is not valid UTF-8 here", (unsigned)c);
    } else if (c == '"') {
        snprintf(buffer, size, "a text in double quotes");
    } else if (c == ' ') {
        snprintf(buffer, size, "a blank");
    } else if (width > 1) {
        snprintf(buffer, size, "`%.*s` (U+%04lX)", (int)width, cursor->text + cursor->at,
                 code_point(cursor, width));
    } else {
        while (n < 24) {
            int w = bireme_cursor_peek(cursor, n);
            bool word = (w >= '0' && w <= '9') || (w >= 'a' && w <= 'z') || (w >= 'A' && w <= 'Z') ||
                        w == '_' || w == '.' || w == '+' || w == '-';
            if (!word) break;
            n++;
        }
        if (n == 0) n = width;
        snprintf(buffer, size, "`%.*s`", (int)n, cursor->text + cursor->at);
    }
}

bool bireme_cursor_expected(bireme_cursor *cursor, const char *what)
{
    char found[64];
    describe_found(cursor, found, sizeof found);
    int c = bireme_cursor_peek(cursor, 0);
    const char *advice = "";
    if (c == '\'') advice = ": JSON writes texts and keys in double quotes";
    if (c == '/' || c == '#') advice = ": JSON has no comments; any object may have a `note` instead";
    if (c == 0xEF && bireme_cursor_peek(cursor, 1) == 0xBB)
        advice = " (a byte order mark may only begin the file)";
    return bireme_cursor_fail(cursor, bireme_cursor_place(cursor), "expected %s, found %s%s", what, found,
                              advice);
}

/* ------------------------ texts */

static int hex_digit(int c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Four hexadecimal digits `ahead` bytes ahead; −1: there are none. */
static long hex4(const bireme_cursor *cursor, size_t ahead)
{
    long value = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = hex_digit(bireme_cursor_peek(cursor, ahead + i));
        if (digit < 0) return -1;
        value = 16 * value + digit;
    }
    return value;
}

static void append_utf8(bireme_text *out, unsigned long code)
{
    char bytes[4];
    size_t n = 1;
    if (code < 0x80) {
        bytes[0] = (char)code;
    } else if (code < 0x800) {
        n = 2;
        bytes[0] = (char)(0xC0 | code >> 6);
    } else if (code < 0x10000) {
        n = 3;
        bytes[0] = (char)(0xE0 | code >> 12);
    } else {
        n = 4;
        bytes[0] = (char)(0xF0 | code >> 18);
    }
    for (size_t i = 1; i < n; i++) bytes[i] = (char)(0x80 | (code >> 6 * (n - 1 - i) & 0x3F));
    bireme_text_append_n(out, bytes, n);
}

static void skip(bireme_cursor *cursor, size_t n)
{
    while (n-- > 0) bireme_cursor_advance(cursor);
}

/* Scans \uXXXX, or two of them for a character above U+FFFF, from the backslash. */
static bool scan_unicode(bireme_cursor *cursor, bireme_text *decoded)
{
    bireme_place place = bireme_cursor_place(cursor);
    long code = hex4(cursor, 2);
    if (code < 0)
        return bireme_cursor_fail(cursor, place, "`\\u` must be followed by four hexadecimal digits");
    size_t length = 6;
    if (code >= 0xDC00 && code <= 0xDFFF)
        return bireme_cursor_fail(cursor, place,
                                  "`\\u%04lX` is the second half of a pair whose first half is missing",
                                  (unsigned long)code);
    if (code >= 0xD800 && code <= 0xDBFF) {
        bool pair = bireme_cursor_peek(cursor, 6) == '\\' && bireme_cursor_peek(cursor, 7) == 'u';
        long low = pair ? hex4(cursor, 8) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return bireme_cursor_fail(
                cursor, place, "`\\u%04lX` is the first half of a pair: `\\uDC00` to `\\uDFFF` must follow",
                (unsigned long)code);
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        length = 12;
    }
    if (code == 0) bireme_report_fail(cursor->report, place, "`\\u0000` is not allowed in a text");
    if (decoded != NULL && code != 0) append_utf8(decoded, (unsigned long)code);
    skip(cursor, length);
    return true;
}

static bool scan_escape(bireme_cursor *cursor, bireme_text *decoded)
{
    static const char written[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    int c = bireme_cursor_peek(cursor, 1);
    if (c == 'u') return scan_unicode(cursor, decoded);
    const char *which = c > 0 ? strchr(written, c) : NULL;
    if (which == NULL) {
        bireme_place place = bireme_cursor_place(cursor);
        if (c > 0x20 && c < 0x7F)
            return bireme_cursor_fail(
                cursor, place, "`\\%c` is not an escape of JSON; a backslash itself is written `\\\\`", c);
        return bireme_cursor_fail(cursor, place,
                                  "a backslash must be followed by one of \" \\ / b f n r t u; a backslash "
                                  "itself is written `\\\\`");
    }
    if (decoded != NULL) bireme_text_append_n(decoded, &meant[which - written], 1);
    skip(cursor, 2);
    return true;
}

bool bireme_scan_string(bireme_cursor *cursor, bireme_text *decoded)
{
    bireme_place start = bireme_cursor_place(cursor);
    bireme_cursor_advance(cursor);
    for (;;) {
        int c = bireme_cursor_peek(cursor, 0);
        if (c < 0)
            return bireme_cursor_fail(cursor, start, "this text is not closed: expected `\"` before the end");
        if (c == '\n' || c == '\r')
            return bireme_cursor_fail(cursor, bireme_cursor_place(cursor),
                                      "expected `\"` to close the text, found the end of the line (a line "
                                      "break in a text is written `\\n`)");
        if (c < 0x20)
            return bireme_cursor_fail(
                cursor, bireme_cursor_place(cursor),
                "found the control character U+%04X in a text, expected it as an escape: `%s`", (unsigned)c,
                c == '\t' ? "\\t" : "\\uXXXX");
        if (c == '"') break;
        if (c == '\\') {
            if (!scan_escape(cursor, decoded)) return false;
            continue;
        }
        size_t width = character_at(cursor);
        if (width == 0)
            return bireme_cursor_fail(
                cursor, bireme_cursor_place(cursor),
                "found the byte 0x%02X, which is not valid UTF-8 here; expected a file saved as UTF-8",
                (unsigned)c);
        if (decoded != NULL) bireme_text_append_n(decoded, cursor->text + cursor->at, width);
        skip(cursor, width);
    }
    bireme_cursor_advance(cursor);
    return true;
}

/* ------------------------ numbers */

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool scan_digits(bireme_cursor *cursor, const char *after)
{
    if (!is_digit(bireme_cursor_peek(cursor, 0))) {
        char what[64];
        snprintf(what, sizeof what, "a digit %s", after);
        return bireme_cursor_expected(cursor, what);
    }
    while (is_digit(bireme_cursor_peek(cursor, 0))) bireme_cursor_advance(cursor);
    return true;
}

bool bireme_scan_number(bireme_cursor *cursor)
{
    size_t start = cursor->at;
    bireme_place place = bireme_cursor_place(cursor);
    if (bireme_cursor_peek(cursor, 0) == '-') bireme_cursor_advance(cursor);
    if (bireme_cursor_peek(cursor, 0) == '0' && is_digit(bireme_cursor_peek(cursor, 1)))
        return bireme_cursor_fail(cursor, place, "a number may not begin with 0 and another digit");
    if (!scan_digits(cursor, "after `-`")) return false;
    if (bireme_cursor_peek(cursor, 0) == '.') {
        bireme_cursor_advance(cursor);
        if (!scan_digits(cursor, "after the decimal point")) return false;
    }
    if (bireme_cursor_peek(cursor, 0) == 'e' || bireme_cursor_peek(cursor, 0) == 'E') {
        bireme_cursor_advance(cursor);
        int sign = bireme_cursor_peek(cursor, 0);
        if (sign == '+' || sign == '-') bireme_cursor_advance(cursor);
        if (!scan_digits(cursor, "in the exponent")) return false;
    }
    char *end = NULL;
    /* The byte after the number cannot belong to one, so the conversion stops where the scan did. */
    double value = bireme_number_parse(cursor->text + start, &end);
    if (!isfinite(value))
        return bireme_cursor_fail(cursor, place, "the number is too large: the largest is about 1.8e308");
    return true;
}

bool bireme_scan_word(bireme_cursor *cursor, bireme_scan_kind *kind)
{
    static const struct {
        const char *word;
        bireme_scan_kind kind;
    } words[] = {{"null", BIREME_SCAN_NULL}, {"false", BIREME_SCAN_FALSE}, {"true", BIREME_SCAN_TRUE}};
    size_t n = 0;
    while (n < 24) {
        int c = bireme_cursor_peek(cursor, n);
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !is_digit(c) && c != '_') break;
        n++;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i].word) != n || memcmp(words[i].word, cursor->text + cursor->at, n) != 0) continue;
        *kind = words[i].kind;
        skip(cursor, n);
        return true;
    }
    return bireme_cursor_expected(cursor,
                                  "a value (text in double quotes, number, object, list, true, false, null)");
}
