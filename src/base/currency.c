/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/currency.h"

#include <string.h>

/* Signs that usually mean only one code; but "$" may be any dollar, "¥" yen or yuan, "kr" any krone. */
const bireme_currency_of_sign bireme_currency_signs[] = {
    {"US$", "USD", NULL}, {"HK$", "HKD", NULL}, {"NZ$", "NZD", NULL}, {"R$", "BRL", NULL},
    {"A$", "AUD", NULL},  {"C$", "CAD", NULL},  {"S$", "SGD", NULL},  {"$", "$", "USD"},
    {"€", "EUR", "EUR"},  {"£", "GBP", "GBP"},  {"¥", "¥", "JPY"},    {"₹", "INR", "INR"},
    {"₽", "RUB", NULL}, {"₩", "KRW", NULL},   {"₺", "TRY", NULL},   {"₪", "ILS", NULL},
    {"฿", "THB", NULL},   {"₫", "VND", NULL},   {"₴", "UAH", NULL},   {"₱", "PHP", NULL},
    {"₦", "NGN", NULL},   {"zł", "PLN", NULL},  {"Kč", "CZK", NULL},  {"kr.", "kr", NULL},
    {"kr", "kr", NULL},   {"Fr.", "CHF", NULL}, {"Ft", "HUF", NULL},  {"Rs.", "INR", NULL},
    {"Rs", "INR", NULL},  {NULL, NULL, NULL}};

const char *bireme_currency_sign(const char *currency)
{
    for (const bireme_currency_of_sign *row = bireme_currency_signs; row->sign != NULL; row++)
        if (row->shown != NULL && strcmp(currency, row->shown) == 0) return row->sign;
    return NULL;
}
