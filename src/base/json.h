/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing JSON (RFC 8259): shortest round-trip numbers, null for what is not finite, every string valid
 * UTF-8. Containers are broken over several lines or, if compact, on one line with all their content.
 */
#ifndef BIREME_BASE_JSON_H
#define BIREME_BASE_JSON_H

#include <stdint.h>
#include "base/text.h"

typedef struct bireme_json {
    bireme_text *out; /* owned by the caller, who checks out->failed at the end */
    int depth;
    int compact_from; /* depth at which the outermost compact container was opened; 0: none is open */
    bool first;       /* the innermost container is still empty */
} bireme_json;

bireme_json bireme_json_begin(bireme_text *out);
/* key: NULL inside a list and at the top. */
void bireme_json_open(bireme_json *json, const char *key, char bracket,
                      bool compact);                                            /* bracket '{' or '[' */
void bireme_json_close(bireme_json *json, char bracket);                        /* '}' or ']' */
void bireme_json_string(bireme_json *json, const char *key, const char *value); /* NULL: null */
void bireme_json_number(bireme_json *json, const char *key, double value);
/* An estimate, and under KEY_se its standard error; keys must be the program's own. */
void bireme_json_estimate(bireme_json *json, const char *key, double value, double se);
/* A compact list of the values [n]. */
void bireme_json_numbers(bireme_json *json, const char *key, const double *value, size_t n);
void bireme_json_whole(bireme_json *json, const char *key, uint64_t value);
void bireme_json_boolean(bireme_json *json, const char *key, bool value);
void bireme_json_end(bireme_json *json); /* the newline at the end */
/* Appends a string with its quotes. Escapes what must be escaped, and also DEL and the line separators, which
 * trip up other readers. Bytes that are not UTF-8 (a file name may contain any bytes) become U+FFFD. */
void bireme_json_quote(bireme_text *out, const char *value);

#endif
