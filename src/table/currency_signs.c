/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/currency_signs.h"

#include <stdio.h>
#include <string.h>

typedef struct symbol {
    const char *text, *code;
} symbol;

/* Signs of which one code only is usual; "$" may be any dollar, "¥" yen or yuan, "kr" any krone. Longer ones
 * first. */
static const symbol symbols[] = {{"US$", "USD"},
                                 {"HK$", "HKD"},
                                 {"NZ$", "NZD"},
                                 {"R$", "BRL"},
                                 {"A$", "AUD"},
                                 {"C$", "CAD"},
                                 {"S$", "SGD"},
                                 {"$", "$"},
                                 {"\xE2\x82\xAC", "EUR"} /* € */,
                                 {"\xC2\xA3", "GBP"} /* £ */,
                                 {"\xC2\xA5", "\xC2\xA5"} /* ¥: yen or yuan */,
                                 {"\xE2\x82\xB9", "INR"} /* ₹ */,
                                 {"\xE2\x82\xBD", "RUB"} /* ₽ */,
                                 {"\xE2\x82\xA9", "KRW"} /* ₩ */,
                                 {"\xE2\x82\xBA", "TRY"} /* ₺ */,
                                 {"\xE2\x82\xAA", "ILS"} /* ₪ */,
                                 {"\xE0\xB8\xBF", "THB"} /* ฿ */,
                                 {"\xE2\x82\xAB", "VND"} /* ₫ */,
                                 {"\xE2\x82\xB4", "UAH"} /* ₴ */,
                                 {"\xE2\x82\xB1", "PHP"} /* ₱ */,
                                 {"\xE2\x82\xA6", "NGN"} /* ₦ */,
                                 {"z\xC5\x82", "PLN"} /* zł */,
                                 {"K\xC4\x8D", "CZK"} /* Kč */,
                                 {"kr.", "kr"},
                                 {"kr", "kr"},
                                 {"Fr.", "CHF"},
                                 {"Ft", "HUF"},
                                 {"Rs.", "INR"},
                                 {"Rs", "INR"}};

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
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        if (!(front ? bireme_span_starts(*s, symbols[i].text) : bireme_span_ends(*s, symbols[i].text)))
            continue;
        if (front)
            s->at += strlen(symbols[i].text);
        else
            s->end -= strlen(symbols[i].text);
        snprintf(code, 4, "%s", symbols[i].code);
        return true;
    }
    return false;
}

bool bireme_currency_find(const char *text, char currency[4])
{
    if (strlen(text) == 3 && is_code(text, currency)) return true;
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        if (strcmp(text, symbols[i].text) != 0) continue;
        snprintf(currency, 4, "%s", symbols[i].code);
        return true;
    }
    return false;
}

const char *bireme_currency_meanings(const char *sign)
{
    static const symbol several[] = {{"$", "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP UYU"},
                                     {"kr", "SEK NOK DKK ISK"},
                                     {"\xC2\xA5", "JPY CNY"}};
    for (size_t i = 0; i < sizeof several / sizeof *several; i++)
        if (strcmp(sign, several[i].text) == 0) return several[i].code;
    return NULL;
}

bool bireme_currency_fits(const char *sign, const char *code)
{
    const char *several = bireme_currency_meanings(sign);
    return several != NULL ? strlen(code) == 3 && strstr(several, code) != NULL : strcmp(sign, code) == 0;
}
