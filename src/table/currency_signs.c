/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/currency_signs.h"

#include <stdio.h>
#include <string.h>
#include "base/currency.h"

/* The currencies of ISO 4217 that are in use, without its funds and metals. */
static const char codes[] = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL "
                            "BSD BTN BWP BYN BZD CAD CDF CHF "
                            "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
                            "GIP GMD GNF GTQ GYD HKD HNL HTG "
                            "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK "
                            "LBP LKR LRD LSL LYD MAD MDL MGA "
                            "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN "
                            "PGK PHP PKR PLN PYG QAR RON RSD "
                            "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT "
                            "TND TOP TRY TTD TWD TZS UAH UGX "
                            "USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL ";

static bool is_code(const char *text, char *code)
{
    const char wanted[5] = {text[0], text[1], text[2], ' ', '\0'};
    if (!bireme_is_capital(text[0]) || !bireme_is_capital(text[1]) || !bireme_is_capital(text[2]))
        return false;
    for (const char *found = codes; (found = strstr(found, wanted)) != NULL; found++) {
        if ((found - codes) % 4 != 0) continue;
        memcpy(code, wanted, 3);
        code[3] = '\0';
        return true;
    }
    return false;
}

bool bireme_currency_take(bireme_span *s, bool front, char *code)
{
    const size_t left = (size_t)(s->end - s->at);
    if (left > 3 && is_code(front ? s->at : s->end - 3, code)) {
        if (front)
            s->at += 3;
        else
            s->end -= 3;
        return true;
    }
    for (const bireme_currency_of_sign *row = bireme_currency_signs; row->sign != NULL; row++) {
        if (!(front ? bireme_span_starts(*s, row->sign) : bireme_span_ends(*s, row->sign))) continue;
        if (front)
            s->at += strlen(row->sign);
        else
            s->end -= strlen(row->sign);
        snprintf(code, 4, "%s", row->read);
        return true;
    }
    return false;
}

bool bireme_currency_find(const char *text, char currency[4])
{
    if (strlen(text) == 3 && is_code(text, currency)) return true;
    for (const bireme_currency_of_sign *row = bireme_currency_signs; row->sign != NULL; row++) {
        if (strcmp(text, row->sign) != 0) continue;
        snprintf(currency, 4, "%s", row->read);
        return true;
    }
    return false;
}

const char *bireme_currency_meanings(const char *sign)
{
    static const char *const several[][2] = {{"$", "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP UYU"},
                                             {"kr", "SEK NOK DKK ISK"},
                                             {"¥", "JPY CNY"}};
    for (size_t i = 0; i < sizeof several / sizeof *several; i++)
        if (strcmp(sign, several[i][0]) == 0) return several[i][1];
    return NULL;
}

bool bireme_currency_fits(const char *sign, const char *code)
{
    const char *several = bireme_currency_meanings(sign);
    return several != NULL ? strlen(code) == 3 && strstr(several, code) != NULL : strcmp(sign, code) == 0;
}
