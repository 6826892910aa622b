/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Findings are kept until the end and then sorted, so that a file reads from top to bottom. The same finding
 * at the same place (a default that several channels use) is said once.
 */
#include "scenario/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/utf8.h"

static bool is_known(const bireme_report *report, const bireme_error *error)
{
    for (size_t i = 0; i < report->count; i++) {
        const bireme_error *other = &report->items[i].error;
        if (other->line == error->line && other->column == error->column &&
            strcmp(other->file, error->file) == 0 && strcmp(other->message, error->message) == 0)
            return true;
    }
    return false;
}

static size_t file_rank(const bireme_report *report, const char *file)
{
    for (size_t i = 0; i < report->count; i++)
        if (strcmp(report->items[i].error.file, file) == 0) return report->items[i].file_rank;
    return report->count;
}

static void keep(bireme_report *report, bireme_severity severity, const bireme_error *error)
{
    if (is_known(report, error)) return;
    if (severity == BIREME_SEVERITY_ERROR) report->errors++;
    bool warns = severity == BIREME_SEVERITY_WARNING;
    if (warns && report->warnings == BIREME_REPORT_MOST) report->more_warnings = true;
    if (warns ? report->more_warnings : bireme_report_is_full(report)) return;
    if (report->count == report->capacity) {
        size_t capacity = report->capacity ? 2 * report->capacity : 8;
        bireme_finding *items = bireme_realloc(report->items, capacity, sizeof *items);
        if (items == NULL) {
            report->out_of_memory = true;
            return;
        }
        report->items = items;
        report->capacity = capacity;
    }
    size_t rank = file_rank(report, error->file);
    report->items[report->count] = (bireme_finding){severity, *error, rank, report->count};
    report->count++;
    report->warnings += warns;
}

static void locate(bireme_error *error, bireme_place place)
{
    bireme_error_in_file(error, place.file != NULL ? place.file : "");
    snprintf(error->pointer, sizeof error->pointer, "%s", place.pointer != NULL ? place.pointer : "");
    bireme_utf8_end(error->pointer, sizeof error->pointer);
    error->line = place.line;
    error->column = place.column;
}

void bireme_report_add(bireme_report *report, bireme_severity severity, bireme_status status,
                       bireme_place place, const char *format, ...)
{
    bireme_error error = {.status = status};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error.message, sizeof error.message, format, arguments);
    va_end(arguments);
    bireme_utf8_end(error.message, sizeof error.message);
    locate(&error, place);
    keep(report, severity, &error);
}

void bireme_report_error(bireme_report *report, bireme_place place, const bireme_error *error)
{
    if (error->status == BIREME_MEMORY) {
        report->out_of_memory = true;
        return;
    }
    bireme_error copy = *error;
    locate(&copy, place);
    keep(report, BIREME_SEVERITY_ERROR, &copy);
}

void bireme_report_memory(bireme_report *report)
{
    report->out_of_memory = true;
}

static int compare(const void *a, const void *b)
{
    const bireme_finding *x = a, *y = b;
    if (x->file_rank != y->file_rank) return x->file_rank < y->file_rank ? -1 : 1;
    if (x->error.line != y->error.line) return x->error.line < y->error.line ? -1 : 1;
    if (x->error.column != y->error.column) return x->error.column < y->error.column ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

/* The last of its kind, where the list of them is full, says so; checks that stopped early do not know how many more there
 * are. */
static void say_full(bireme_report *report, bireme_severity severity, const char *message)
{
    size_t last = report->count;
    while (last > 0 && report->items[last - 1].severity != severity) last--;
    if (last > 0) bireme_fail(&report->items[last - 1].error, BIREME_SCENARIO, "%s", message);
}

bireme_status bireme_report_finish(bireme_report *report, bireme_problems *problems, bireme_error *error)
{
    if (report->out_of_memory) return bireme_fail_memory(error);
    if (report->count > 1) qsort(report->items, report->count, sizeof *report->items, compare);
    if (bireme_report_is_full(report))
        say_full(report, BIREME_SEVERITY_ERROR, "there are more problems than these; mend these first");
    if (report->more_warnings)
        say_full(report, BIREME_SEVERITY_WARNING, "there are more warnings than these");
    bireme_status status = BIREME_OK;
    for (size_t i = 0; i < report->count; i++) {
        const bireme_finding *item = &report->items[i];
        if (bireme_problems_add(problems, item->severity, &item->error) != BIREME_OK)
            return bireme_fail_memory(error);
        if (item->severity != BIREME_SEVERITY_ERROR || status != BIREME_OK) continue;
        status = item->error.status;
        if (error != NULL) *error = item->error;
    }
    return status;
}

void bireme_report_free(bireme_report *report)
{
    bireme_free(report->items);
    *report = (bireme_report){0};
}
