/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A number is rounded to a whole multiple of 10^step, and that whole number is written digit by digit: no
 * printf, whose decimal point follows the process's locale, and no logarithm, whose last bit differs between
 * processors.
 */
#include "output/forms/number.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "base/currency.h"
#include "base/text.h"
#include "base/utf8.h"

enum { STEP_NONE = -400, MONEY_DIGITS = 3, PLAIN_DIGITS = 4 };

static double power_of_ten(int exponent)
{
    double power = 1;
    for (int i = exponent < 0 ? -exponent : exponent; i > 0; i--) power *= 10;
    return exponent < 0 ? 1 / power : power;
}

/* The e with 10^e ≤ value < 10^(e+1), value > 0. */
static int magnitude(double value)
{
    int e = 0;
    while (e < 308 && value >= power_of_ten(e + 1)) e++;
    while (e > -300 && value < power_of_ten(e)) e--;
    return e;
}

/* The step that the standard error supports. Rounding to a step h adds an error of standard deviation h/√12
 * (it is uniform over a step), so with the largest power of ten h ≤ 2·se the whole is at most √(1 + 4/12) =
 * 1.155 times se. A number known to within a quarter keeps two digits: rounded to one, 1.5 would be 2. */
static int step_of_error(double value, double se)
{
    const double known = 4;
    if (!isfinite(se)) return value == 0 ? STEP_NONE : magnitude(fabs(value)) - 1;
    if (!(se > 0)) return STEP_NONE;
    int step = magnitude(2 * se);
    bool two_digits = fabs(value) >= known * se;
    return two_digits && step >= magnitude(fabs(value)) ? magnitude(fabs(value)) - 1 : step;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* |value| in units of 10^step, rounded; values too large for that, which do not occur in practice, are cut
 * off. */
static uint64_t rounded_units(double value, int step)
{
    double units = step < 0 ? fabs(value) * power_of_ten(-step) : fabs(value) / power_of_ten(step);
    return units < 1e18 ? (uint64_t)floor(units + 0.5) : UINT64_C(1000000000000000000);
}

/* units · 10^step / 10^scale with thousands grouped: the point goes `scale − step` digits from the right. */
static void write_decimal(char *buffer, uint64_t units, int step, int scale)
{
    char digits[48];
    int n = 0, decimals = scale - step;
    for (int zeros = -decimals; zeros > 0 && units > 0 && n < 20; zeros--) digits[n++] = '0';
    do {
        digits[n++] = (char)('0' + units % 10);
        units /= 10;
    } while (units > 0);
    if (decimals < 0) decimals = 0;
    while (n <= decimals && n < 40) digits[n++] = '0';
    size_t used = 0;
    for (int i = n - 1; i >= 0 && used + 2 < BIREME_PEOPLE_SIZE; i--) {
        buffer[used++] = digits[i];
        if (i == decimals && i > 0) buffer[used++] = '.';
        if (i > decimals && (i - decimals) % 3 == 0) buffer[used++] = ',';
    }
    buffer[used] = '\0';
}

static char *not_a_number(char *buffer)
{
    snprintf(buffer, BIREME_PEOPLE_SIZE, "n/a");
    return buffer;
}

static void put_money(char *buffer, const char *currency, bool negative, const char *amount,
                      const char *suffix)
{
    const char *sign = bireme_currency_sign(currency);
    char unit[13];
    snprintf(unit, sizeof unit, "%s", sign ? sign : currency);
    snprintf(buffer, BIREME_PEOPLE_SIZE, "%s%s%s%.30s%.8s", negative ? "-" : "",
             bireme_utf8_end(unit, sizeof unit), sign || *currency == '\0' ? "" : " ", amount, suffix);
}

static const struct {
    double from;
    int scale;
    const char *suffix;
} money_units[] = {{1e12, 12, "T"}, {1e9, 9, "B"}, {1e6, 6, "M"}, {1e5, 3, "K"}};
enum { MONEY_UNITS = sizeof money_units / sizeof *money_units };

static int scale_of(double amount)
{
    for (size_t i = 0; i < MONEY_UNITS; i++)
        if (amount >= money_units[i].from) return money_units[i].scale;
    return 0;
}

static const char *suffix_of(int scale)
{
    for (size_t i = 0; i < MONEY_UNITS; i++)
        if (scale == money_units[i].scale) return money_units[i].suffix;
    return "";
}

/* scale: BIREME_MONEY_OWN, or that of the column. */
static void write_money(char *buffer, const char *currency, double value, int step, int scale)
{
    char amount[BIREME_PEOPLE_SIZE];
    uint64_t units = rounded_units(value, step);
    /* A quarter of a step of tolerance: 10^step is not exact below 1. */
    double rounded = (double)units * power_of_ten(step) + 0.25 * power_of_ten(step);
    if (scale == BIREME_MONEY_OWN) scale = scale_of(rounded);
    if (units == 0) scale = 0;
    write_decimal(amount, units, step, scale);
    put_money(buffer, currency, value < 0 && units > 0, amount, suffix_of(scale));
}

int bireme_money_scale(double least, double most)
{
    int scale = scale_of(most);
    /* Three decimals show two digits of a hundredth of the unit. For smaller amounts the next smaller unit is
     * easier to read, as long as the largest amount has at most five digits in it. */
    while (scale > 0 && least < 0.01 * power_of_ten(scale) && most < 1e5 * power_of_ten(scale - 3))
        scale -= 3;
    return scale;
}

char *bireme_money_format_in(char *buffer, const char *currency, double value, double se, int scale)
{
    if (!isfinite(value)) return not_a_number(buffer);
    int step = step_of_error(value, se);
    if (value != 0) step = larger(step, magnitude(fabs(value)) - MONEY_DIGITS + 1);
    step = larger(step, fabs(value) >= 100 || value == 0 ? 0 : -2);
    if (fabs(value) < 0.01 * power_of_ten(scale > 0 ? scale : 0)) scale = BIREME_MONEY_OWN;
    if (scale > 0) /* two digits of amounts below a tenth of the unit */
        step = larger(step, scale - (fabs(value) < 0.0995 * power_of_ten(scale) ? 3 : 2));
    if (rounded_units(value, step) >= 1000) step++; /* rounded up to a fourth digit */
    write_money(buffer, currency, value, step, scale);
    return buffer;
}

char *bireme_money_format(char *buffer, const char *currency, double value, double se)
{
    return bireme_money_format_in(buffer, currency, value, se, BIREME_MONEY_OWN);
}

char *bireme_money_format_exact(char *buffer, const char *currency, double value)
{
    if (!isfinite(value)) return not_a_number(buffer);
    if (value == 0) return bireme_money_format(buffer, currency, 0, 0);
    int top = magnitude(fabs(value));
    for (int digits = 1; digits <= 4; digits++) {
        int step = larger(top - digits + 1, -2);
        double rounded = (double)rounded_units(value, step) * power_of_ten(step);
        if (fabs(rounded - fabs(value)) > 1e-12 * fabs(value)) continue;
        if (fabs(value) < 100000) step = step > 0 ? 0 : step < 0 ? -2 : step;
        write_money(buffer, currency, value, step, BIREME_MONEY_OWN);
        return buffer;
    }
    int step = fabs(value - floor(value)) > 0 ? -2 : 0;
    char amount[BIREME_PEOPLE_SIZE];
    write_decimal(amount, rounded_units(value, step), step, 0);
    put_money(buffer, currency, value < 0, amount, "");
    return buffer;
}

static char *write_number(char *buffer, double value, int step)
{
    char amount[BIREME_PEOPLE_SIZE];
    uint64_t units = rounded_units(value, step);
    write_decimal(amount, units, step, 0);
    snprintf(buffer, BIREME_PEOPLE_SIZE, "%s%.60s", value < 0 && units > 0 ? "-" : "", amount);
    return buffer;
}

char *bireme_count_format(char *buffer, double value, double se)
{
    if (!isfinite(value)) return not_a_number(buffer);
    double size = fabs(value);
    int finest = size >= 100 || value == 0 ? 0 : size >= 1 ? -1 : larger(magnitude(size) - 1, -4);
    return write_number(buffer, value, larger(step_of_error(value, se), finest));
}

char *bireme_decimals_format(char *buffer, double value, int decimals)
{
    return isfinite(value) ? write_number(buffer, value, -decimals) : not_a_number(buffer);
}

char *bireme_whole_format(char *buffer, double value, double se)
{
    if (!isfinite(value)) return not_a_number(buffer);
    return write_number(buffer, value, larger(step_of_error(value, se), 0));
}

/* Whole per cents from ten up, `finest` below; never coarser than whole per cents. */
static int step_of_percent(double percent, double se, int finest)
{
    int step = step_of_error(percent, se);
    if (step > 0) step = 0;
    return larger(step, fabs(percent) >= 9.95 || percent == 0 ? 0 : finest);
}

char *bireme_share_format(char *buffer, double value, double se)
{
    if (!isfinite(value)) return not_a_number(buffer);
    char number[BIREME_PEOPLE_SIZE];
    double percent = 100 * value;
    if (percent > 0 && percent < 0.1) {
        snprintf(buffer, BIREME_PEOPLE_SIZE, "< 0.1 %%");
        return buffer;
    }
    if (percent > 99.9 && percent < 100) {
        snprintf(buffer, BIREME_PEOPLE_SIZE, "> 99.9 %%");
        return buffer;
    }
    /* what is not all may not look so */
    const bool nearly = percent >= 99.5 && percent < 100;
    write_number(number, percent, nearly ? -1 : step_of_percent(percent, 100 * se, -1));
    snprintf(buffer, BIREME_PEOPLE_SIZE, "%.60s %%", number);
    return buffer;
}

char *bireme_points_format(char *buffer, double value, double se)
{
    if (!isfinite(value)) return not_a_number(buffer);
    char number[BIREME_PEOPLE_SIZE];
    double percent = 100 * value;
    int top = fabs(percent) < 1 && value != 0 ? larger(magnitude(fabs(percent)) - 1, -3) : -1;
    write_number(number, percent, step_of_percent(percent, 100 * se, top));
    snprintf(buffer, BIREME_PEOPLE_SIZE, "%.50s point%s", number, bireme_plural_of(number));
    return buffer;
}

char *bireme_ratio_format(char *buffer, double value, double se)
{
    if (!isfinite(value)) return not_a_number(buffer);
    char number[BIREME_PEOPLE_SIZE];
    double size = fabs(value);
    int finest = size >= 100 || value == 0 ? 0 : size >= 10 ? -1 : -2;
    write_number(number, value, larger(step_of_error(value, se), finest));
    snprintf(buffer, BIREME_PEOPLE_SIZE, "%.60s×", number);
    return buffer;
}

char *bireme_months_format(char *buffer, double value, double se)
{
    if (!isfinite(value)) return not_a_number(buffer);
    char number[BIREME_PEOPLE_SIZE];
    int finest = fabs(value) >= 100 || value == 0 ? 0 : -1;
    write_number(number, value, larger(step_of_error(value, se), finest));
    snprintf(buffer, BIREME_PEOPLE_SIZE, "%.50s month%s", number, bireme_plural_of(number));
    return buffer;
}

char *bireme_plain_format(char *buffer, double value)
{
    if (!isfinite(value)) return not_a_number(buffer);
    if (value == 0) return write_number(buffer, 0, 0);
    int step = magnitude(fabs(value)) - PLAIN_DIGITS + 1;
    if (step > 0) step = 0;
    if (step < -9) step = -9;
    while (step < 0 && rounded_units(value, step) % 10 == 0) step++; /* no trailing zeros */
    return write_number(buffer, value, step);
}
