/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How numbers that belong together are shown: in one unit, with as many decimals as the smallest needs, and
 * never as zero if they are not.
 */
#include "output/book/book.h"

#include <math.h>
#include <string.h>
#include "base/currency.h"
#include "output/forms/number.h"
#include "output/forms/utf8.h"

enum { NONE, BILLIONS, TRILLIONS };
static const double unit_of[BIREME_BOOK_POWERS] = {1, 1e9, 1e12};
static const char *const end_of[BIREME_BOOK_POWERS] = {"", ",,,\"B\"", ",,,,\"T\""};
enum { DECIMALS_MOST = 8, EXACT_MOST = 6, DIGITS = 4 };
static const double WITH_CENTS = 99.995, /* money below this has cents */
    TOO_SMALL = 0.05,               /* relative to the unit of the others: a smaller value has its own unit */
    TOO_LARGE = 1e18, DUST = 1e-12; /* DUST: relative to the largest, the rounding error of additions */

static double power_of_ten(int exponent)
{
    double power = 1;
    for (int i = exponent; i > 0; i--) power *= 10;
    return power;
}

/* The number of decimals that show two digits of a number below 1; at least `least`. */
static int two_digits(double size, int least)
{
    int decimals = least;
    while (size > 0 && decimals <= DECIMALS_MOST &&
           size * power_of_ten(decimals) < (decimals > 0 ? 9.5 : 0.5))
        decimals++;
    return decimals;
}

/* The value as shown: shares as percentages. */
static double shown(bireme_format format, double value)
{
    return format == BIREME_FORMAT_SHARE || format == BIREME_FORMAT_POINTS ? 100 * fabs(value) : fabs(value);
}

static int usual_decimals(bireme_format format, double size)
{
    switch (format) {
    case BIREME_FORMAT_COUNT:
        return size < 99.95 ? 1 : 0;
    case BIREME_FORMAT_RATIO:
        return 2;
    case BIREME_FORMAT_SHARE:
    case BIREME_FORMAT_POINTS:
    case BIREME_FORMAT_MONTHS:
        return 1;
    case BIREME_FORMAT_MONEY:
    case BIREME_FORMAT_WHOLE:
    case BIREME_FORMAT_PLAIN:
        break;
    }
    return 0;
}

static bool vanishes(double size, int decimals)
{
    return size > 0 && size * power_of_ten(decimals) < 0.5;
}

static bireme_book_shape of_money(double least, double most, double floor_of_unit)
{
    bireme_book_shape shape = {.format = BIREME_FORMAT_MONEY};
    if (most >= TOO_LARGE) shape.decimals = BIREME_BOOK_SCIENTIFIC;
    if (most < unit_of[BILLIONS] || most >= TOO_LARGE) {
        if (most > 0 && most < WITH_CENTS) shape.decimals = two_digits(fmax(least, most / 1000), 2);
        return shape;
    }
    shape.power = most >= unit_of[TRILLIONS] ? TRILLIONS : BILLIONS;
    double unit = unit_of[shape.power];
    shape.decimals = most < 10 * unit ? 3 : most < 100 * unit ? 2 : 1;
    while (shape.decimals < 3 && floor_of_unit * power_of_ten(shape.decimals) < 9.5 * unit) shape.decimals++;
    return shape;
}

static bool is_exact(size_t n, const double *values, int decimals)
{
    for (size_t i = 0; i < n; i++) {
        double units = values[i] * power_of_ten(decimals);
        if (isfinite(units) && fabs(units - floor(units + 0.5)) > 1e-9 * fmax(1, fabs(units))) return false;
    }
    return true;
}

/* A single number as it is; several with as many digits as the largest needs. */
static bireme_book_shape of_plain(size_t n, const double *values, double least, double most)
{
    bireme_book_shape shape = {.format = BIREME_FORMAT_PLAIN};
    if (most >= TOO_LARGE) shape.decimals = BIREME_BOOK_SCIENTIFIC;
    if (most == 0 || most >= TOO_LARGE) return shape;
    for (int d = 0; d <= EXACT_MOST && n == 1; d++)
        if (is_exact(n, values, d) && !vanishes(most, d)) {
            shape.decimals = d;
            return shape;
        }
    while (shape.decimals < DECIMALS_MOST && most * power_of_ten(shape.decimals) < power_of_ten(DIGITS - 1))
        shape.decimals++;
    if (least >= most / 1000) shape.decimals = two_digits(least, shape.decimals);
    while (shape.decimals > 0 && shape.decimals <= DECIMALS_MOST && is_exact(n, values, shape.decimals - 1))
        shape.decimals--;
    if (shape.decimals > DECIMALS_MOST) shape.decimals = BIREME_BOOK_SCIENTIFIC;
    return shape;
}

bireme_book_shape bireme_book_shape_of(bireme_format format, size_t n, const double *values)
{
    double least = INFINITY, most = 0, in_unit = INFINITY;
    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i])) most = fmax(most, fabs(values[i]));
    double unit = most >= unit_of[TRILLIONS] ? unit_of[TRILLIONS] : unit_of[BILLIONS];
    for (size_t i = 0; i < n; i++) {
        double size = fabs(values[i]);
        if (!isfinite(size) || size == 0) continue;
        least = fmin(least, size);
        if (size >= TOO_SMALL * unit) in_unit = fmin(in_unit, size);
    }
    bireme_book_shape shape = {.format = format};
    if (format == BIREME_FORMAT_MONEY)
        shape = of_money(least, most, in_unit);
    else if (format == BIREME_FORMAT_PLAIN)
        shape = of_plain(n, values, least, most);
    else
        shape.decimals = usual_decimals(format, most);
    if (shape.decimals > DECIMALS_MOST) shape.decimals = BIREME_BOOK_SCIENTIFIC;
    shape.dust = DUST * most;
    return shape;
}

bireme_book_shape bireme_book_shape_for(bireme_book_shape others, double value)
{
    double size = shown(others.format, value);
    bireme_book_shape shape = others;
    if (!isfinite(value)) return shape;
    if (fabs(value) < others.dust) size = value = 0;
    if (others.format == BIREME_FORMAT_MONEY) {
        bool leaves = others.power > 0       ? size < TOO_SMALL * unit_of[others.power]
                      : others.decimals == 0 ? size < WITH_CENTS
                                             : vanishes(size, others.decimals);
        if (value == 0) return (bireme_book_shape){.format = BIREME_FORMAT_MONEY};
        return leaves ? bireme_book_shape_of(others.format, 1, &value) : shape;
    }
    if (others.format == BIREME_FORMAT_PLAIN)
        return vanishes(size, others.decimals) ? bireme_book_shape_of(others.format, 1, &value) : shape;
    shape.decimals = size >= TOO_LARGE ? BIREME_BOOK_SCIENTIFIC : usual_decimals(others.format, size);
    if (vanishes(size, shape.decimals)) shape.decimals = two_digits(size, shape.decimals);
    if (shape.decimals > DECIMALS_MOST) shape.decimals = BIREME_BOOK_SCIENTIFIC;
    return shape;
}

/* ------------------------ patterns */

/* A text inside a number format: without quotes and special characters, at most 12 characters. */
static void append_literal(char *buffer, size_t size, const char *text)
{
    size_t n = strlen(buffer);
    for (int left = 12; *text != '\0' && left > 0; left--) {
        const char *start = text;
        uint32_t code = bireme_utf8_next(&text);
        size_t length = (size_t)(text - start);
        if (code == '"' || bireme_utf8_is_unsafe(code) || n + length + 1 > size) continue;
        memcpy(buffer + n, start, length);
        n += length;
    }
    buffer[n] = '\0';
}

char *bireme_book_unit(char *buffer, const char *currency)
{
    const char *sign = bireme_currency_sign(currency);
    *buffer = '\0';
    append_literal(buffer, BIREME_BOOK_UNIT - 1, sign != NULL ? sign : currency);
    if (sign == NULL && *buffer != '\0') strcat(buffer, " ");
    return buffer;
}

char *bireme_book_pattern(char *buffer, bireme_book_shape shape, const char *currency)
{
    char unit[BIREME_BOOK_UNIT], digits[40] = "#,##0";
    const char *end = shape.format == BIREME_FORMAT_SHARE    ? "%"
                      : shape.format == BIREME_FORMAT_POINTS ? "\" points\""
                      : shape.format == BIREME_FORMAT_RATIO  ? "\"×\""
                                                             : end_of[shape.power];
    if (shape.decimals == BIREME_BOOK_SCIENTIFIC)
        snprintf(digits, sizeof digits, "0.0E+00");
    else if (shape.decimals > 0)
        snprintf(digits, sizeof digits, "#,##0.%.*s", shape.decimals, "000000000");
    if (shape.format == BIREME_FORMAT_MONEY) {
        bireme_book_unit(unit, currency);
        snprintf(buffer, BIREME_BOOK_PATTERN, "\"%s\"%s%s;-\"%s\"%s%s", unit, digits, end, unit, digits, end);
    } else {
        snprintf(buffer, BIREME_BOOK_PATTERN, "%s%s", digits, end);
    }
    return buffer;
}

double bireme_book_number_width(bireme_book_shape shape, const char *currency, double value)
{
    char unit[BIREME_BOOK_UNIT] = "";
    shape = bireme_book_shape_for(shape, value);
    if (!isfinite(value)) return 3;
    double size = shown(shape.format, value) / unit_of[shape.power];
    double width = value < 0 ? 1 : 0;
    if (shape.format == BIREME_FORMAT_MONEY)
        width += bireme_book_text_width(bireme_book_unit(unit, currency), BIREME_BOOK_BODY);
    width += shape.format == BIREME_FORMAT_POINTS ? 6 : shape.format == BIREME_FORMAT_SHARE ? 1.7 : 0;
    width += shape.format == BIREME_FORMAT_RATIO || shape.power > 0 ? 1.3 : 0;
    if (shape.decimals == BIREME_BOOK_SCIENTIFIC) return width + 7;
    int whole = 1;
    for (double rest = size + 0.5; rest >= 10 && whole < 20; rest /= 10) whole++;
    width += whole + 0.5 * ((whole - 1) / 3);
    return width + (shape.decimals > 0 ? shape.decimals + 0.5 : 0);
}
