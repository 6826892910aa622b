/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The codes and signs of currencies, and a piece of text from whose ends they are removed.
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

/* Removes a currency at the front, or at the end, and puts it into code [4]; false: there is none. */
bool bireme_currency_take(bireme_span *s, bool front, char *code);
/* The currency of a number that is written with that code ("EUR") or sign ("€"); false: it is not a
 * currency. */
bool bireme_currency_find(const char *text, char currency[4]);
/* Whether the sign, or code, of a cell fits the currency of that code: "$" fits any dollar. */
bool bireme_currency_fits(const char *sign, const char *code);
/* The codes that the sign may stand for, separated by blanks; NULL: it stands for one. */
const char *bireme_currency_meanings(const char *sign);

#endif
