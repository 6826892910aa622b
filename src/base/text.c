/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

static bool reserve(bireme_text *text, size_t more)
{
    if (text->failed) return false;
    if (more > PTRDIFF_MAX - text->length - 1) {
        text->failed = true;
        return false;
    }
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity) return true;
    size_t capacity = text->capacity ? text->capacity : 64;
    while (capacity < needed) capacity *= 2;
    char *data = bireme_realloc(text->data, capacity, 1);
    if (data == NULL) {
        text->failed = true;
        return false;
    }
    text->data = data;
    text->capacity = capacity;
    return true;
}

void bireme_text_append_n(bireme_text *text, const void *bytes, size_t length)
{
    if (!reserve(text, length)) return;
    memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void bireme_text_append(bireme_text *text, const char *string)
{
    bireme_text_append_n(text, string, strlen(string));
}

void bireme_text_format_list(bireme_text *text, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length < 0) text->failed = true; /* longer than INT_MAX, or out of memory */
    if (length >= 0 && reserve(text, (size_t)length)) {
        if (vsnprintf(text->data + text->length, (size_t)length + 1, format, again) == length)
            text->length += (size_t)length;
        else
            text->failed = true;
    }
    va_end(again);
}

void bireme_text_format(bireme_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bireme_text_format_list(text, format, arguments);
    va_end(arguments);
}

void bireme_text_append_number(bireme_text *text, double value)
{
    char buffer[BIREME_NUMBER_SIZE];
    bireme_text_append(text, bireme_number_format(buffer, value));
}

void bireme_text_free(bireme_text *text)
{
    bireme_free(text->data);
    *text = (bireme_text){0};
}

char *bireme_text_take(bireme_text *text)
{
    if (text->failed) bireme_text_free(text);
    return text->data;
}

const char *bireme_text_string(const bireme_text *text)
{
    return text->data ? text->data : "";
}

bool bireme_bytes_take(bireme_bytes *from, void *to, size_t size)
{
    if (from->left < size) return false;
    if (size > 0) memcpy(to, from->at, size);
    from->at += size;
    from->left -= size;
    return true;
}

/* printf uses the decimal point of the process's locale; numbers here always have a dot. */
static void force_point(char *buffer)
{
    for (char *c = buffer; *c; c++)
        if (strchr("0123456789+-eE", *c) == NULL) *c = '.';
}

char *bireme_number_format(char *buffer, double value)
{
    if (!isfinite(value)) return strcpy(buffer, "null");
    if (value == 0) return strcpy(buffer, "0");
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(buffer, BIREME_NUMBER_SIZE, "%.*g", digits, value);
        force_point(buffer);
        if (bireme_number_parse(buffer, NULL) == value) break;
    }
    return buffer;
}

/* Whether a decimal text has a digit other than 0 before its exponent. */
static bool is_not_zero(const char *text)
{
    text += strspn(text, " \t+-0.");
    return *text >= '1' && *text <= '9';
}

double bireme_number_parse(const char *string, char **end)
{
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0), before = (locale_t)0;
    if (c != (locale_t)0) before = uselocale(c);
    double value = strtod(string, end);
    if (c != (locale_t)0) {
        uselocale(before);
        freelocale(c);
    }
    return value == 0 && is_not_zero(string) ? copysign(DBL_TRUE_MIN, value) : value;
}

/* Reads the exponent in "e-12"; false: there is none. *n: its length in bytes. */
static bool read_exponent(const char *text, size_t length, long *exponent)
{
    enum { MOST = 100000 };
    size_t i = length > 1 && (text[1] == '-' || text[1] == '+') ? 2 : 1;
    if (i >= length) return false;
    for (; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        if (*exponent < MOST) *exponent = 10 * *exponent + (text[i] - '0');
    }
    if (text[1] == '-') *exponent = -*exponent;
    return true;
}

bool bireme_number_whole(const char *text, size_t length, int power, uint64_t *out)
{
    uint64_t sum = 0;
    long exponent = 0, seen = 0;
    size_t point, n = 0;
    while (n < length && (text[n] == '.' || (text[n] >= '0' && text[n] <= '9'))) n++;
    for (point = 0; point < n && text[point] != '.';) point++;
    if (n < length && ((text[n] != 'e' && text[n] != 'E') || !read_exponent(text + n, length - n, &exponent)))
        return false;
    const long places = (long)point + exponent + power; /* digits before the decimal point */
    for (size_t i = 0; i < n; i++) {
        if (i == point) continue;
        if (text[i] == '.') return false;
        const uint64_t digit = (uint64_t)(text[i] - '0');
        if (seen++ >= places) {
            if (digit != 0) return false;
        } else if (__builtin_mul_overflow(sum, UINT64_C(10), &sum) ||
                   __builtin_add_overflow(sum, digit, &sum)) {
            return false;
        }
    }
    if (seen == 0) return false;
    for (; seen < places && sum != 0; seen++)
        if (__builtin_mul_overflow(sum, UINT64_C(10), &sum)) return false;
    *out = sum;
    return true;
}

const char *bireme_plural(uint64_t number)
{
    return number == 1 ? "" : "s";
}

const char *bireme_plural_of(const char *written)
{
    return strcmp(written + (*written == '-'), "1") == 0 ? "" : "s";
}

void bireme_text_append_counted(bireme_text *text, const char *written, const char *plural)
{
    size_t length = strcspn(plural, " "), kept = length;
    const bool one = *bireme_plural_of(written) == '\0',
               ies = length > 3 && strncmp(plural + length - 3, "ies", 3) == 0;
    if (one && length > 0 && plural[length - 1] == 's') kept -= ies ? 3 : 1;
    bireme_text_append(text, written);
    bireme_text_append(text, " ");
    bireme_text_append_n(text, plural, kept);
    bireme_text_append(text, one && ies ? "y" : "");
    bireme_text_append(text, plural + length);
}
