/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/picture/axis.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/currency.h"
#include "output/forms/glyphs.h"

static double power_of_ten(int exponent)
{
    double power = 1;
    for (int i = abs(exponent); i > 0; i--) power *= 10;
    return exponent < 0 ? 1 / power : power;
}

/* ------------------------ ticks */

static double value_of(const bireme_axis *axis, long steps)
{
    if (axis->log) return power_of_ten((int)steps);
    const double whole = (double)steps * axis->mantissa;
    return axis->power >= 1 ? whole * power_of_ten(axis->power - 1) : whole / power_of_ten(1 - axis->power);
}

/* The smallest round step with which low … high takes at most `most` steps. */
static void choose_step(bireme_axis *axis, int most)
{
    static const int mantissas[] = {10, 20, 25, 50};
    axis->power = -300;
    while (axis->power < 300 && power_of_ten(axis->power + 1) * most < axis->high - axis->low) axis->power++;
    for (;; axis->power++)
        for (size_t m = 0; m < sizeof mantissas / sizeof mantissas[0]; m++) {
            const double slack = 1e-9, step = mantissas[m] * power_of_ten(axis->power - 1);
            axis->mantissa = mantissas[m];
            axis->first = (long)floor(axis->low / step + slack);
            axis->last = (long)ceil(axis->high / step - slack);
            if (axis->last - axis->first <= most || axis->power >= 300) return;
        }
}

static void widen(bireme_axis *axis)
{
    const double share = 0.02, least = share * fmax(fabs(axis->low), fabs(axis->high));
    const double middle = axis->low / 2 + axis->high / 2, room = least > 0 ? least / 2 : 1;
    if (axis->high - axis->low >= least && axis->high > axis->low) return;
    bool at_zero = axis->low == 0;
    axis->low = at_zero ? 0 : middle - room;
    axis->high = middle + room;
}

/* The power of ten that is the unit of labels: thousands, millions and so on for amounts, and a power of its
 * own for numbers far below or above these. most: the largest magnitude. */
static int scale_of(const bireme_axis *axis, double most)
{
    const bool amounts = axis->format == BIREME_FORMAT_MONEY || axis->format == BIREME_FORMAT_COUNT ||
                         axis->format == BIREME_FORMAT_WHOLE;
    const double tiny = 1e-3, huge = 1e15, whole = 2e6; /* counts such as 160,000 are easy to read */
    if (axis->format == BIREME_FORMAT_SHARE || axis->format == BIREME_FORMAT_POINTS) return -2;
    if (axis->log || most == 0) return 0;
    if (most < tiny || most >= huge) return 3 * (int)floor(log10(most) / 3);
    if (!amounts || (axis->format != BIREME_FORMAT_MONEY && most < whole)) return 0;
    return most >= 1e12 ? 12 : most >= 1e9 ? 9 : most >= 1e6 ? 6 : most >= 1e4 ? 3 : 0;
}

bireme_axis bireme_axis_round(double low, double high, int most, bool log, bireme_format format,
                              const char *currency)
{
    bireme_axis axis = {.low = low, .high = high, .format = format, .currency = currency};
    if (!isfinite(low) || !isfinite(high)) axis.low = axis.high = 0;
    axis.log = log && axis.low > 0;
    axis.scale = scale_of(&axis, fmax(fabs(axis.low), fabs(axis.high)));
    if (axis.log) {
        axis.first = (long)floor(log10(axis.low) + 1e-9);
        axis.last = (long)ceil(log10(axis.high) - 1e-9);
        if (axis.last == axis.first) axis.last++;
    } else {
        widen(&axis);
        choose_step(&axis, most);
    }
    axis.low = value_of(&axis, axis.first);
    axis.high = value_of(&axis, axis.last);
    return axis;
}

size_t bireme_axis_ticks(const bireme_axis *axis)
{
    return (size_t)(axis->last - axis->first) + 1;
}

double bireme_axis_tick(const bireme_axis *axis, size_t tick)
{
    return value_of(axis, axis->first + (long)tick);
}

double bireme_axis_px(const bireme_axis *axis, double value)
{
    if (axis->log && !(value > 0)) return NAN;
    const double low = axis->log ? log10(axis->low) : axis->low,
                 high = axis->log ? log10(axis->high) : axis->high;
    const double share = ((axis->log ? log10(value) : value) - low) / (high - low);
    return axis->from + share * (axis->to - axis->from);
}

/* ------------------------ words */

/* whole · 10^power, in digits: "-1,250", "0.025". */
static void put_decimal(char *buffer, long whole, int power)
{
    char digits[64];
    int n = 0, decimals = power < 0 ? -power : 0;
    long left = labs(whole);
    while (decimals > 0 && left % 10 == 0) { /* 0.50 is 0.5 */
        left /= 10;
        decimals--;
    }
    for (int zeros = power; zeros > 0 && left > 0 && n < 20; zeros--) digits[n++] = '0';
    do {
        digits[n++] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    while (n <= decimals && n < 40) digits[n++] = '0';
    size_t used = 0;
    if (whole < 0) buffer[used++] = '-';
    for (int i = n - 1; i >= 0 && used + 3 < BIREME_PEOPLE_SIZE; i--) {
        buffer[used++] = digits[i];
        if (i == decimals && i > 0) buffer[used++] = '.';
        if (i > decimals && (i - decimals) % 3 == 0) buffer[used++] = ',';
    }
    buffer[used] = '\0';
}

/* All labels have the decimals that the finest tick needs. */
char *bireme_axis_label(const bireme_axis *axis, size_t tick, char *buffer)
{
    const long steps = axis->first + (long)tick;
    if (axis->log)
        put_decimal(buffer, 1, (int)steps - axis->scale);
    else
        put_decimal(buffer, steps * axis->mantissa, axis->power - 1 - axis->scale);
    return buffer;
}

double bireme_axis_widest(const bireme_axis *axis, double size)
{
    double widest = 0;
    char label[BIREME_PEOPLE_SIZE];
    for (size_t i = 0; i < bireme_axis_ticks(axis); i++)
        widest = fmax(widest, bireme_glyph_text_width(bireme_axis_label(axis, i, label), size, false));
    return widest;
}

/* "10⁻⁹" */
static void append_power(bireme_text *out, int scale)
{
    static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    char digits[12];
    snprintf(digits, sizeof digits, "%d", abs(scale));
    bireme_text_append(out, scale < 0 ? "10⁻" : "10");
    for (const char *at = digits; *at != '\0'; at++) bireme_text_append(out, raised[*at - '0']);
}

static const char *unit_of(const bireme_axis *axis)
{
    switch (axis->format) {
    case BIREME_FORMAT_MONEY: {
        const char *sign = bireme_currency_sign(axis->currency);
        return sign != NULL ? sign : axis->currency;
    }
    case BIREME_FORMAT_SHARE:
        return "%";
    case BIREME_FORMAT_POINTS:
        return "points";
    case BIREME_FORMAT_MONTHS:
        return "months";
    case BIREME_FORMAT_RATIO:
        return "times";
    case BIREME_FORMAT_COUNT:
    case BIREME_FORMAT_WHOLE:
    case BIREME_FORMAT_PLAIN:
        break;
    }
    return "";
}

void bireme_axis_append_title(const bireme_axis *axis, const char *name, bireme_text *out)
{
    static const char *const words[] = {"", "thousand", "million", "billion", "trillion"};
    const char *unit = unit_of(axis);
    const bool per_cent = axis->scale == -2;
    if (name != NULL) bireme_text_append(out, name);
    if (*unit == '\0' && axis->scale == 0) return;
    if (name != NULL) bireme_text_append(out, ", ");
    bireme_text_append(out, unit);
    if (axis->scale == 0 || per_cent) return;
    if (*unit != '\0') bireme_text_append(out, " ");
    if (axis->scale > 0 && axis->scale <= 12)
        bireme_text_append(out, words[axis->scale / 3]);
    else
        append_power(out, axis->scale);
}

/* ------------------------ places that are months */

/* Months since the year 0 for "2027-01"; -1: it is not a month. */
static int month_of(const char *label)
{
    static const char form[] = "dddd-dd";
    if (strlen(label) != sizeof form - 1) return -1;
    for (size_t i = 0; form[i] != '\0'; i++)
        if (form[i] == 'd' ? label[i] < '0' || label[i] > '9' : label[i] != form[i]) return -1;
    int year = atoi(label), month = atoi(label + 5);
    return month >= 1 && month <= 12 ? 12 * year + month - 1 : -1;
}

/* "Q1 2027", "FY27 Q1", and either with ", 2 of 3 months": the quarter, and what the year is called, the
 * first or last word; false: it is none. */
static bool quarter_of(const char *label, int *number, char year[BIREME_PEOPLE_SIZE])
{
    const size_t first = strcspn(label, " "), length = strcspn(label, ",");
    if (label[first] == '\0' || length <= first + 1 || length >= BIREME_PEOPLE_SIZE) return false;
    const char *second = label + first + 1;
    const bool leads = label[0] == 'Q' && first == 2;
    const char *called = leads ? label : second, *of = leads ? second : label;
    const size_t room = leads ? length - first - 1 : first;
    if (!leads && (strncmp(label, "FY", 2) != 0 || length - first - 1 != 2)) return false;
    if (called[0] != 'Q' || called[1] < '1' || called[1] > '4') return false;
    *number = called[1] - '0';
    memcpy(year, of, room);
    year[room] = '\0';
    return true;
}

static bool label_quarter(const char *const *labels, size_t place, char *label, char *below)
{
    int number, before;
    char of_before[BIREME_PEOPLE_SIZE];
    if (!quarter_of(labels[place], &number, below)) return false;
    snprintf(label, BIREME_PEOPLE_SIZE, "Q%d%s", number, strchr(labels[place], ',') != NULL ? " (part)" : "");
    if (place > 0 && quarter_of(labels[place - 1], &before, of_before) && strcmp(of_before, below) == 0)
        *below = '\0';
    return true;
}

bool bireme_axis_month(const char *const *labels, size_t n, size_t place, char *label, char *below)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const int month = month_of(labels[place]), before = place > 0 ? month_of(labels[place - 1]) : -1;
    if (month < 0) return label_quarter(labels, place, label, below);
    const bool quarters = n > 1 && month_of(labels[1]) - month_of(labels[0]) == 3 && month % 3 == 0;
    if (quarters)
        snprintf(label, BIREME_PEOPLE_SIZE, "Q%d", month % 12 / 3 + 1);
    else
        snprintf(label, BIREME_PEOPLE_SIZE, "%s", names[month % 12]);
    *below = '\0';
    if (before < 0 || before / 12 != month / 12) snprintf(below, BIREME_PEOPLE_SIZE, "%d", month / 12);
    return true;
}
