/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * First what surrounds the digits is removed; then the digits are read twice, once with each decimal sign.
 */
#include "table/number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "table/currency_signs.h"

/* ------------------------ blanks */

static const char *const blanks[] = {" ", "\t", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"};
enum { N_BLANKS = sizeof blanks / sizeof *blanks };

static size_t blank_at(bireme_span s)
{
    if (s.at < s.end && (*s.at == ' ' || *s.at == '\t')) return 1;
    if (s.at == s.end || (*s.at != '\xC2' && *s.at != '\xE2')) return 0;
    for (size_t i = 2; i < N_BLANKS; i++)
        if (bireme_span_starts(s, blanks[i])) return strlen(blanks[i]);
    return 0;
}

static bireme_span trim(bireme_span s)
{
    for (size_t n; (n = blank_at(s)) > 0;) s.at += n;
    for (bool again = true; again && s.at < s.end;) {
        again = false;
        for (size_t i = 0; i < N_BLANKS && !again; i++)
            if (bireme_span_ends(s, blanks[i])) {
                s.end -= strlen(blanks[i]);
                again = true;
            }
    }
    return s;
}

/* ------------------------ around the digits */

typedef struct around {
    bool negative, sign, percent, no_cents;
    int opened, closed; /* parentheses */
    char currency[4];
} around;

/* True: something was removed at the front. *failed: it may not be there. */
static bool take_front(bireme_span *s, around *a, bool *failed)
{
    char code[4];
    if (s->at == s->end) return false;
    const bool minus = *s->at == '-' || bireme_span_starts(*s, "\xE2\x88\x92");
    if (minus || *s->at == '+') {
        *failed = a->sign;
        a->sign = true;
        a->negative = minus;
        s->at += *s->at == '-' || *s->at == '+' ? 1 : 3;
        return true;
    }
    if (*s->at == '(') {
        s->at++;
        a->opened++;
        return true;
    }
    if (!bireme_currency_take(s, true, code)) return false;
    *failed = a->currency[0] != '\0';
    memcpy(a->currency, code, sizeof code);
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ".-" or ",-" after a digit, in place of cents. */
static bool take_no_cents(bireme_span *s)
{
    static const char *const dashes[] = {"--", "-", "\xE2\x80\x93" /* – */, "\xE2\x80\x94" /* — */,
                                         "\xE2\x88\x92" /* − */};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        const size_t n = strlen(dashes[i]) + 1;
        if (!bireme_span_ends(*s, dashes[i]) || (size_t)(s->end - s->at) <= n) continue;
        const char *mark = s->end - n;
        if ((*mark != '.' && *mark != ',') || !is_digit(mark[-1])) continue;
        s->end = mark;
        return true;
    }
    return false;
}

static bool take_end(bireme_span *s, around *a, bool *failed)
{
    char code[4];
    if (s->at == s->end) return false;
    if (s->end[-1] == '%') {
        s->end--;
        *failed = a->percent;
        a->percent = true;
        return true;
    }
    if (s->end[-1] == ')') {
        s->end--;
        a->closed++;
        return true;
    }
    if (take_no_cents(s)) {
        a->no_cents = true;
        return true;
    }
    if (!bireme_currency_take(s, false, code)) return false;
    *failed = a->currency[0] != '\0';
    memcpy(a->currency, code, sizeof code);
    return true;
}

static bool take_around(bireme_span *s, around *a)
{
    bool failed = false;
    *s = trim(*s);
    while (s->at < s->end && !is_digit(*s->at) && !failed && take_front(s, a, &failed)) *s = trim(*s);
    while (s->at < s->end && !is_digit(s->end[-1]) && !failed && take_end(s, a, &failed)) *s = trim(*s);
    if (a->opened > 0) {
        failed |= a->sign; /* (−5) might be either */
        a->negative = true;
    }
    failed |= a->opened > 1 || a->opened != a->closed ||
              (a->percent && (a->currency[0] != '\0' || a->no_cents));
    return !failed;
}

/* ------------------------ digits */

enum { DIGITS_MOST = 400 };

/* Digits, a point and an exponent, as strtod reads them. */
typedef struct plain {
    char text[DIGITS_MOST + 24];
    size_t n;
    /* the same for the fast path: value = whole · 10^power, unless there are too many digits */
    uint64_t whole;
    int digits, power;
} plain;

static void put_digit(plain *p, char digit, bool fraction)
{
    p->text[p->n++] = digit;
    if (p->digits < 19) p->whole = 10 * p->whole + (uint64_t)(digit - '0');
    p->digits += p->digits > 0 || digit != '0';
    p->power -= fraction;
}

/* The mark that may separate groups here: ',' '.' '\'' or ' ' for every blank; 0: none. *n: its length in
 * bytes. */
static char group_mark(bireme_span s, size_t *n)
{
    *n = 1;
    if (*s.at == ',' || *s.at == '.' || *s.at == '\'') return *s.at;
    if (bireme_span_starts(s, "\xE2\x80\x99")) { /* ’ */
        *n = 3;
        return '\'';
    }
    *n = blank_at(s);
    return *n > 0 && *s.at != '\t' ? ' ' : '\0';
}

/* Reads the whole part, with its groups. */
static bool read_whole(bireme_span *s, char decimal, plain *p, bool *grouped)
{
    const char *first = s->at;
    char mark = '\0';
    int run = 0;
    for (; s->at < s->end; run++, s->at++) {
        while (s->at < s->end && !is_digit(*s->at)) {
            size_t n;
            if (*s->at == decimal || *s->at == 'e' || *s->at == 'E') goto done;
            const char here = group_mark(*s, &n);
            if (here == '\0' || (mark != '\0' && here != mark)) return false;
            if (mark == '\0' ? run < 1 || run > 3 || *first == '0' : run != 3) return false;
            mark = here;
            run = 0;
            s->at += n;
            if (s->at == s->end || !is_digit(*s->at)) return false;
        }
        put_digit(p, *s->at, false);
    }
done:
    *grouped = mark != '\0';
    return mark == '\0' || run == 3;
}

static bool read_exponent(bireme_span *s, plain *p)
{
    int exponent = 0, n = 0;
    s->at++;
    const bool negative = s->at < s->end && (*s->at == '-' || bireme_span_starts(*s, "\xE2\x88\x92"));
    if (negative)
        s->at += *s->at == '-' ? 1 : 3;
    else if (s->at < s->end && *s->at == '+')
        s->at++;
    for (; s->at < s->end && is_digit(*s->at); s->at++, n++)
        if (exponent < 100000) exponent = 10 * exponent + (*s->at - '0');
    p->power += negative ? -exponent : exponent;
    return n > 0;
}

/* Powers of ten that are exact doubles, so that only one rounding is made, as strtod does (Clinger 1990). */
static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static double value_of(plain *p)
{
    if (p->digits <= 18 && p->whole < UINT64_C(1) << 53 && p->power >= -22 && p->power <= 22)
        return p->power < 0 ? (double)p->whole / powers[-p->power] : (double)p->whole * powers[p->power];
    snprintf(p->text + p->n, sizeof p->text - p->n, "e%d", p->power);
    return bireme_number_parse(p->text, NULL);
}

static bool read_with(bireme_span s, char decimal, const around *a, double *value)
{
    plain p;
    bool grouped = false;
    p.n = 0;
    p.whole = 0;
    p.digits = p.power = 0;
    if (!read_whole(&s, decimal, &p, &grouped)) return false;
    if (s.at < s.end && a->no_cents) return false;
    if (s.at < s.end && *s.at == decimal) {
        s.at++;
        if (s.at == s.end || !is_digit(*s.at)) return false;
        for (; s.at < s.end && is_digit(*s.at); s.at++) put_digit(&p, *s.at, true);
    }
    if (p.n == 0) return false;
    if (s.at < s.end && (*s.at == 'e' || *s.at == 'E') && (grouped || !read_exponent(&s, &p))) return false;
    if (s.at < s.end) return false;
    p.power -= a->percent ? 2 : 0;
    *value = value_of(&p);
    if (a->negative) *value = -*value;
    return isfinite(*value);
}

/* The fast path for most cells: digits, with at most one point or comma. False: not such a cell; nothing is
 * reported. */
static bool read_short(const char *text, size_t n, bireme_number *out)
{
    enum { SHORT_MOST = 15 }; /* below 2^53 */
    uint64_t whole = 0;
    size_t sign = n;
    if (n == 0 || n > SHORT_MOST) return false;
    for (size_t i = 0; i < n; i++) {
        if (is_digit(text[i]))
            whole = 10 * whole + (uint64_t)(text[i] - '0');
        else if ((text[i] == '.' || text[i] == ',') && sign == n)
            sign = i;
        else
            return false;
    }
    if (sign + 1 == n || sign == 0) return false;
    const size_t fraction = sign == n ? 0 : n - sign - 1;
    const bool grouped = fraction == 3 && sign <= 3 && text[0] != '0', point = sign == n || text[sign] == '.';
    const double as_decimal = (double)whole / powers[fraction];
    out->point = point || grouped;
    out->comma = !point || grouped || sign == n;
    out->with_point = point ? as_decimal : grouped ? (double)whole : 0;
    out->with_comma = !point ? as_decimal : grouped ? (double)whole : sign == n ? as_decimal : 0;
    return true;
}

bool bireme_number_read(const char *text, size_t n, bireme_number *out)
{
    bireme_span s = {text, text + n};
    around a = {0};
    *out = (bireme_number){0};
    if (read_short(text, n, out)) return true;
    if (n == 0 || !take_around(&s, &a) || s.at == s.end || s.end - s.at > DIGITS_MOST) return false;
    if (!is_digit(*s.at) && *s.at != '.' && *s.at != ',') return false;
    out->point = read_with(s, '.', &a, &out->with_point);
    out->comma = read_with(s, ',', &a, &out->with_comma);
    out->percent = a.percent;
    memcpy(out->currency, a.currency, sizeof a.currency);
    return out->point || out->comma;
}

/* ------------------------ why it is not a number */

typedef struct magnitude {
    const char *word;
    int zeros;
} magnitude;

static const magnitude magnitudes[] = {
    {"thousand", 3}, {"million", 6}, {"Million", 6}, {"billion", 9}, {"Tsd.", 3}, {"Tsd", 3},
    {"tsd", 3},      {"Mio.", 6},    {"Mio", 6},     {"mio", 6},     {"Mrd.", 9}, {"Mrd", 9},
    {"mln", 6},      {"MM", 6},      {"mn", 6},      {"Mn", 6},      {"bn", 9},   {"Bn", 9},
    {"K", 3},        {"k", 3},       {"M", 6},       {"m", 6},       {"B", 9},    {"T", 3}};

/* "25 Tsd." and the like, with or without a currency. */
static const char *why_magnitude(char *buffer, bireme_span s)
{
    around a = {0};
    char shown[40], code[4];
    bireme_number number;
    s = trim(s);
    if (bireme_currency_take(&s, false, code)) s = trim(s);
    for (size_t i = 0; i < sizeof magnitudes / sizeof *magnitudes; i++) {
        const magnitude *m = &magnitudes[i];
        if (!bireme_span_ends(s, m->word)) continue;
        bireme_span digits = trim((bireme_span){s.at, s.end - strlen(m->word)});
        if (digits.at == digits.end || digits.end - digits.at > 40 || !take_around(&digits, &a) ||
            digits.at == digits.end || !is_digit(digits.end[-1]) ||
            !bireme_number_read(digits.at, (size_t)(digits.end - digits.at), &number))
            return NULL;
        const double value = number.point ? number.with_point : number.with_comma, factor = powers[m->zeros];
        snprintf(shown, sizeof shown, "%.10g", value * factor * (a.negative ? -1 : 1));
        if (bireme_number_is_ambiguous(&number))
            snprintf(buffer, BIREME_NUMBER_WHY_SIZE,
                     "; `%s` is not read: write the number out in full, or as 1.5e%d", m->word, m->zeros);
        else
            snprintf(buffer, BIREME_NUMBER_WHY_SIZE,
                     "; `%s` is not read: write the number out in full, %s, or as 1.5e%d", m->word, shown,
                     m->zeros);
        return buffer;
    }
    return NULL;
}

/* Whether the digits contain marks that separate groups. */
static bool has_groups(bireme_span s)
{
    for (const char *at = s.at + 1; at + 1 < s.end; at++)
        if (!is_digit(*at)) return true;
    return false;
}

const char *bireme_number_why(char *buffer, const char *text)
{
    bireme_span s = trim((bireme_span){text, text + strlen(text)});
    around a = {0};
    bireme_number number;
    buffer[0] = '\0';
    if (s.at == s.end || strpbrk(s.at, "0123456789") == NULL) return buffer;
    if (why_magnitude(buffer, s) != NULL) return buffer;
    if (*s.at == '\'' && bireme_number_read(s.at + 1, (size_t)(s.end - s.at) - 1, &number))
        return snprintf(buffer, BIREME_NUMBER_WHY_SIZE,
                        "; the apostrophe in front, a spreadsheet's mark of a text, does not belong to the "
                        "number"),
               buffer;
    if (!take_around(&s, &a) || s.at == s.end) return buffer;
    const size_t digits = strspn(s.at, "0123456789");
    if (s.at + digits == s.end) {
        snprintf(buffer, BIREME_NUMBER_WHY_SIZE, "; its %zu digits are more than a number has here", digits);
        return buffer;
    }
    for (const char *at = s.at; at < s.end; at++)
        if (!is_digit(*at) && *at != '.' && *at != ',' && *at != '\'' && *at != ' ') return buffer;
    const char last = s.end[-1];
    if (last == '.' || last == ',')
        snprintf(buffer, BIREME_NUMBER_WHY_SIZE,
                 "; behind the `%c` digits are missing: leave it out, or write them", last);
    else if (has_groups(s))
        snprintf(buffer, BIREME_NUMBER_WHY_SIZE, "; groups are of three digits each");
    return buffer;
}

/* ------------------------ missing */

bool bireme_table_is_missing(const char *text, size_t n)
{
    static const char *const words[] = {"n/a", "#n/a", "na", "nan", "nat", "none", "null", "-"};
    if (n > 0 && is_digit(text[0])) return false; /* most are */
    const bireme_span s = trim((bireme_span){text, text + n});
    const size_t length = (size_t)(s.end - s.at);
    if (length == 0) return true;
    if (length > 4) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i]) != length) continue;
        size_t k = 0;
        while (k < length &&
               (s.at[k] == words[i][k] || (bireme_is_capital(s.at[k]) && (s.at[k] | 32) == words[i][k])))
            k++;
        if (k == length) return true;
    }
    return false;
}
