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
    char *data; /* zero-terminated once anything was appended; NULL before */
    size_t length, capacity;
    bool failed;
} bireme_text;

void bireme_text_append(bireme_text *text, const char *string);
void bireme_text_append_n(bireme_text *text, const char *string, size_t length);
/* As printf; numbers follow the C locale only for %d, %s and the like: write doubles with append_number. */
void bireme_text_format(bireme_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void bireme_text_format_list(bireme_text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
/* The shortest decimal text that reads back as the same double, whatever the locale; "null" if not finite. */
void bireme_text_append_number(bireme_text *text, double value);
void bireme_text_free(bireme_text *text);
/* "" if nothing was appended. */
const char *bireme_text_string(const bireme_text *text);

#define BIREME_NUMBER_SIZE 40
/* The same as a plain function; buffer of BIREME_NUMBER_SIZE. Returns buffer. */
char *bireme_number_format(char *buffer, double value);
/* The double that a decimal text means, in the C locale whatever the process's; *end as in strtod. What is
 * not 0 never becomes 0: it is the least double instead, which is as much as not to be computed with. */
double bireme_number_parse(const char *string, char **end);
/* The whole number that the decimal text [length] means times 10^power, exactly; false: it is none, or is
 * 2^64 or more. */
bool bireme_number_whole(const char *text, size_t length, int power, uint64_t *out);

#endif
