/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The oracle's dates and values per period, by libc's calendar.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static struct tm date_of(int year, int month, int day)
{
    struct tm date = {
        .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = 12, .tm_isdst = 0};
    mktime(&date); /* brings 2027-14-01 into order */
    return date;
}

static struct tm date_read(const char *text)
{
    int year = 0, month = 0, day = 1;
    if (sscanf(text, "%d-%d-%d", &year, &month, &day) < 2) oracle_stop("\"%s\" is no date", text);
    return date_of(year, month, day);
}

static double days_between(struct tm from, struct tm to)
{
    return round(difftime(mktime(&to), mktime(&from)) / 86400);
}

double oracle_position(const cJSON *root, const char *date)
{
    struct tm start = date_read(oracle_text_or(root, "start", "")), at = date_read(date);
    const char *period = oracle_text_or(root, "period", "month");
    if (strcmp(period, "week") == 0) return days_between(start, at) / 7;
    struct tm first = date_of(at.tm_year + 1900, at.tm_mon + 1, 1);
    struct tm next = date_of(at.tm_year + 1900, at.tm_mon + 2, 1);
    double months = 12.0 * (at.tm_year - start.tm_year) + (at.tm_mon - start.tm_mon) +
                    days_between(first, at) / days_between(first, next);
    return strcmp(period, "quarter") == 0 ? months / 3 : months;
}

size_t oracle_period_after(const oracle *model, const char *date, double days)
{
    const struct tm start = date_read(model->first_day), from = date_read(date);
    const struct tm at = date_of(from.tm_year + 1900, from.tm_mon + 1, from.tm_mday + (int)floor(days));
    double periods = 12.0 * (at.tm_year - start.tm_year) + (at.tm_mon - start.tm_mon);
    if (strcmp(model->period, "quarter") == 0) periods /= 3;
    if (strcmp(model->period, "week") == 0) periods = days_between(start, at) / 7;
    periods = floor(periods) - (double)model->past;
    return periods < 0 ? 0 : periods > (double)model->periods ? model->periods : (size_t)periods;
}

/* Twelve calendar months' values, averaged day by day over the real days of period t. */
static double calendar_average(const cJSON *root, const cJSON *months, size_t t)
{
    struct tm start = date_read(oracle_text_or(root, "start", ""));
    int year = start.tm_year + 1900, month = start.tm_mon + 1, day = start.tm_mday, n = (int)t;
    const char *period = oracle_text_or(root, "period", "month");
    int step = strcmp(period, "quarter") == 0 ? 3 : 1;
    bool week = strcmp(period, "week") == 0;
    struct tm now = week ? date_of(year, month, day + 7 * n) : date_of(year, month + step * n, 1);
    struct tm end = week ? date_of(year, month, day + 7 * (n + 1)) : date_of(year, month + step * (n + 1), 1);
    double sum = 0;
    int days = 0;
    while (now.tm_year != end.tm_year || now.tm_mon != end.tm_mon || now.tm_mday != end.tm_mday) {
        sum += cJSON_GetArrayItem(months, now.tm_mon)->valuedouble;
        days++;
        now = date_of(now.tm_year + 1900, now.tm_mon + 1, now.tm_mday + 1);
    }
    return sum / days;
}

double *oracle_per_period(oracle *model, const cJSON *root, const cJSON *node, double fallback)
{
    double *value = oracle_alloc(model, model->periods, sizeof *value);
    const cJSON *months = cJSON_IsObject(node) ? oracle_get(node, "calendar") : NULL;
    if (cJSON_IsObject(node) && months == NULL)
        oracle_stop("an object of dates is not in the oracle's subset");
    for (size_t t = 0; t < model->periods; t++) {
        if (node == NULL)
            value[t] = fallback;
        else if (months != NULL)
            value[t] = calendar_average(root, months, model->past + t);
        else
            value[t] = cJSON_IsArray(node) ? cJSON_GetArrayItem(node, (int)(model->past + t))->valuedouble
                                           : node->valuedouble;
    }
    return value;
}
