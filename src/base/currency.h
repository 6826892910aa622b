/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The signs of currencies, for whoever reads them and whoever writes them.
 */
#ifndef BIREME_BASE_CURRENCY_H
#define BIREME_BASE_CURRENCY_H

#include <stddef.h>

typedef struct bireme_currency_of_sign {
    const char *sign;  /* "€", "Fr." */
    const char *read;  /* the code that it means, "EUR"; itself where that may be several: "$" */
    const char *shown; /* the code of which it is what people are shown; NULL: of none, its code is */
} bireme_currency_of_sign;

/* Ended by a sign that is NULL; longer signs before those that they begin with or end in. */
extern const bireme_currency_of_sign bireme_currency_signs[];

/* "$" of "USD"; NULL: it has none, and its code is written. */
const char *bireme_currency_sign(const char *currency);

#endif
