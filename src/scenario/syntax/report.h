/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Collects what is wrong with a scenario while it is read, so that everything can be reported at once, in the
 * order of files and lines, each finding once.
 */
#ifndef BIREME_SCENARIO_SYNTAX_REPORT_H
#define BIREME_SCENARIO_SYNTAX_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/error.h"
#include "base/utf8.h"
#include "scenario/syntax/arena.h"

typedef struct bireme_place {
    const char *file;
    int line, column;    /* from 1; 0: not known */
    const char *pointer; /* NULL: not known */
} bireme_place;

typedef struct bireme_finding {
    bireme_severity severity;
    bireme_error error;
    size_t file_rank, order; /* for sorting: files in the order met, then lines, then the order found */
} bireme_finding;

/* Start with {0}. */
typedef struct bireme_report {
    bireme_finding *items;
    size_t count, capacity;
    size_t errors,
        warnings;     /* each distinct finding counts once; at most BIREME_REPORT_MOST of them are kept */
    uint64_t *seen;   /* [seen_room] hash table of the findings' hashes; 0: free */
    size_t seen_room; /* a power of two, or 0 */
    bool out_of_memory;
} bireme_report;

/* At most this many errors and this many warnings are kept; one more line for each then says that there are
 * more. */
enum { BIREME_REPORT_MOST = 1000 };

void bireme_report_add(bireme_report *report, bireme_severity severity, bireme_status status,
                       bireme_place place, const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Adds an error (SCENARIO). */
#define bireme_report_fail(report, place, ...)                                                               \
    bireme_report_add(report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO, place, __VA_ARGS__)
/* True once there are more errors than are kept: loops over long lists may stop, because more would not be
 * shown. Warnings stop nothing, since all of them are counted. */
static inline bool bireme_report_is_full(const bireme_report *report)
{
    return report->errors > BIREME_REPORT_MOST;
}
/* Adds an error made elsewhere: its message and status, at the given place. */
void bireme_report_error(bireme_report *report, bireme_place place, const bireme_error *error);
/* How many warnings were found but not kept. */
static inline size_t bireme_report_warnings_more(const bireme_report *report)
{
    return report->warnings > BIREME_REPORT_MOST ? report->warnings - BIREME_REPORT_MOST : 0;
}
/* Notes that memory ran out; nothing is added to the list. */
void bireme_report_memory(bireme_report *report);

/* Sorts, appends everything to problems (may be NULL), and returns the status of the first error, which is
 * put into *error (may be NULL); OK if there is none. */
bireme_status bireme_report_finish(bireme_report *report, bireme_problems *problems, bireme_error *error);
void bireme_report_free(bireme_report *report);

#endif
