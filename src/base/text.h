/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A growing string. Appending never fails at the call: a failed allocation is remembered in `failed`, which
 * the writer checks once at the end.
 */
#ifndef BIREME_BASE_TEXT_H
#define BIREME_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdarg.h>

typedef struct bireme_text {
    char *data; /* zero-terminated; NULL until something is appended */
    size_t length, capacity;
    bool failed;
} bireme_text;

void bireme_text_append(bireme_text *text, const char *string);
void bireme_text_append_n(bireme_text *text, const void *bytes, size_t length);
/* As printf. %f, %g and the like follow the process's locale: append doubles with append_number. */
void bireme_text_format(bireme_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void bireme_text_format_list(bireme_text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
/* The shortest decimal text that reads back as the same double, whatever the locale; "null" if not finite. */
void bireme_text_append_number(bireme_text *text, double value);
void bireme_text_free(bireme_text *text);
/* Its data, for the caller to free; NULL: nothing was appended, or memory ran out. */
char *bireme_text_take(bireme_text *text);
/* "" if nothing was appended. */
const char *bireme_text_string(const bireme_text *text);

/* Bytes still to be read, of those that were appended. */
typedef struct bireme_bytes {
    const char *at;
    size_t left;
} bireme_bytes;

/* Reads the next `size` of them. False: there are fewer, and none is read. */
bool bireme_bytes_take(bireme_bytes *from, void *to, size_t size);

/* What a noun has after its number: "" after 1, "s" after any other. The second is for a number as it is
 * written: "1 rep", "-1 point", "1.0 points", "6.7 reps". */
const char *bireme_plural(uint64_t number);
const char *bireme_plural_of(const char *written);
/* Appends a number and what is counted, in the plural, whose first word may end with s: "1 win", "20 wins",
 * "1 entry turned away". */
void bireme_text_append_counted(bireme_text *text, const char *written, const char *plural);

#define BIREME_NUMBER_SIZE 40
/* The same as a plain function; buffer of BIREME_NUMBER_SIZE. Returns buffer. */
char *bireme_number_format(char *buffer, double value);
/* The value of a decimal text, in the C locale whatever the process's is; *end as in strtod. A number other
 * than 0 never underflows to 0: it becomes the least double, which is just as unfit for computing with. */
double bireme_number_parse(const char *string, char **end);
/* The decimal text [length] times 10^power as an exact whole number; false: it is not whole, or is 2^64 or
 * more. */
bool bireme_number_whole(const char *text, size_t length, int power, uint64_t *out);

#endif
