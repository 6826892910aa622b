/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The codes and signs of currencies, and a stretch of text from whose ends they are taken.
 */
#ifndef BIREME_TABLE_CURRENCY_SIGNS_H
#define BIREME_TABLE_CURRENCY_SIGNS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct bireme_span {
    const char *at, *end;
} bireme_span;

static inline bool bireme_span_starts(bireme_span s, const char *with)
{
    const size_t n = strlen(with);
    return (size_t)(s.end - s.at) >= n && memcmp(s.at, with, n) == 0;
}

static inline bool bireme_span_ends(bireme_span s, const char *with)
{
    const size_t n = strlen(with);
    return (size_t)(s.end - s.at) >= n && memcmp(s.end - n, with, n) == 0;
}

static inline bool bireme_is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Takes a currency off the front, or off the end, into code [4]; false: there is none. */
bool bireme_currency_take(bireme_span *s, bool front, char *code);
/* The currency that a number has when it is read with that code ("EUR") or sign ("€"); false: it is none. */
bool bireme_currency_find(const char *text, char currency[4]);
/* Does the sign, or code, of a cell fit the currency of that code: "$" fits any dollar? */
bool bireme_currency_fits(const char *sign, const char *code);
/* The codes that the sign may mean, with blanks between; NULL: it means one. */
const char *bireme_currency_meanings(const char *sign);

#endif
