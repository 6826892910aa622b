/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Findings are kept until the end and then sorted, so that a file reads from top to bottom. The same finding
 * at the same place (a default that several channels use) is reported once.
 */
#include "scenario/syntax/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"

static void put_seen(uint64_t *seen, size_t room, uint64_t hash)
{
    size_t at = (size_t)hash & (room - 1);
    while (seen[at] != 0) at = (at + 1) & (room - 1);
    seen[at] = hash;
}

/* Makes room for one more finding; at most half of it is taken. False: out of memory. */
static bool make_seen(bireme_report *report)
{
    const size_t n = report->errors + report->warnings;
    if (2 * (n + 1) <= report->seen_room) return true;
    const size_t room = report->seen_room > 0 ? 2 * report->seen_room : 64;
    uint64_t *seen = bireme_calloc(room, sizeof *seen);
    if (seen == NULL) return false;
    for (size_t i = 0; i < report->seen_room; i++)
        if (report->seen[i] != 0) put_seen(seen, room, report->seen[i]);
    bireme_free(report->seen);
    report->seen = seen;
    report->seen_room = room;
    return true;
}

/* Whether this was found at this place before; notes it. */
static bool is_known(bireme_report *report, const bireme_error *error)
{
    const int place[] = {error->line, error->column};
    uint64_t hash = BIREME_HASH_START;
    bireme_hash_stir_text(&hash, error->file);
    bireme_hash_stir(&hash, place, sizeof place);
    bireme_hash_stir_text(&hash, error->message);
    hash += hash == 0;
    if (!make_seen(report)) {
        report->out_of_memory = true;
        return true;
    }
    for (size_t at = (size_t)hash & (report->seen_room - 1); report->seen[at] != 0;
         at = (at + 1) & (report->seen_room - 1))
        if (report->seen[at] == hash) return true;
    put_seen(report->seen, report->seen_room, hash);
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
    size_t *found = severity == BIREME_SEVERITY_ERROR ? &report->errors : &report->warnings;
    if (++*found > BIREME_REPORT_MOST) return;
    bireme_finding *items = bireme_grown(report->items, &report->capacity, report->count, 8, sizeof *items);
    if (items == NULL) {
        report->out_of_memory = true;
        return;
    }
    report->items = items;
    size_t rank = file_rank(report, error->file);
    report->items[report->count] = (bireme_finding){severity, *error, rank, report->count};
    report->count++;
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

/* Lines about findings not kept: checks that stopped early do not know how many more errors there are, but
 * warnings are all counted. */
static bireme_status add_rest(const bireme_report *report, bireme_problems *problems)
{
    const size_t warnings = bireme_report_warnings_more(report);
    bireme_error more = {0};
    bireme_status status = BIREME_OK;
    if (report->errors > BIREME_REPORT_MOST) {
        (void)bireme_fail(&more, BIREME_SCENARIO, "there are more errors than these %d; mend these first",
                          (int)BIREME_REPORT_MOST);
        bireme_error_in_file(&more, report->items[0].error.file);
        status = bireme_problems_add(problems, BIREME_SEVERITY_ERROR, &more);
    }
    if (status != BIREME_OK || warnings == 0) return status;
    (void)bireme_fail(&more, BIREME_SCENARIO, "there %s %zu more warning%s than these %d",
                      warnings == 1 ? "is" : "are", warnings, bireme_plural(warnings),
                      (int)BIREME_REPORT_MOST);
    bireme_error_in_file(&more, report->items[0].error.file);
    bireme_problems_leave_out(problems, warnings - 1); /* this line counts as one of them */
    return bireme_problems_add(problems, BIREME_SEVERITY_WARNING, &more);
}

bireme_status bireme_report_finish(bireme_report *report, bireme_problems *problems, bireme_error *error)
{
    if (report->out_of_memory) return bireme_fail_memory(error);
    if (report->count > 1) qsort(report->items, report->count, sizeof *report->items, compare);
    bireme_status status = BIREME_OK;
    for (size_t i = 0; i < report->count; i++) {
        const bireme_finding *item = &report->items[i];
        if (bireme_problems_add(problems, item->severity, &item->error) != BIREME_OK)
            return bireme_fail_memory(error);
        if (item->severity != BIREME_SEVERITY_ERROR || status != BIREME_OK) continue;
        status = item->error.status;
        if (error != NULL) *error = item->error;
    }
    return add_rest(report, problems) == BIREME_OK ? status : bireme_fail_memory(error);
}

void bireme_report_free(bireme_report *report)
{
    bireme_free(report->items);
    bireme_free(report->seen);
    *report = (bireme_report){0};
}
