/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The signs of currencies, for whoever reads them and whoever writes them.
 */
#ifndef BIREME_BASE_CURRENCY_H
#define BIREME_BASE_CURRENCY_H

#include <stddef.h>

typedef struct bireme_currency_of_sign {
    const char *sign;  /* "€", "Fr." */
    const char *read;  /* the code that it stands for, "EUR"; the sign itself if it may be several: "$" */
    const char *shown; /* the code for which people are shown this sign; NULL: the sign is only read */
} bireme_currency_of_sign;

/* Ended by a NULL sign; a sign comes before any other that is its beginning or end. */
extern const bireme_currency_of_sign bireme_currency_signs[];

/* The sign shown for a code: "$" for "USD"; NULL: none, show the code. */
const char *bireme_currency_sign(const char *currency);

#endif
