/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Status texts and the list of problems.
 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/memory.h"
#include "base/utf8.h"

const char *bireme_status_text(bireme_status status)
{
    switch (status) {
#define STATUS_TEXT(code, exit_status, text)                                                                 \
    case BIREME_##code:                                                                                      \
        return text;
        BIREME_STATUS_LIST(STATUS_TEXT)
#undef STATUS_TEXT
    }
    return "unknown status";
}

int bireme_status_exit(bireme_status status)
{
    switch (status) {
#define STATUS_EXIT(code, exit_status, text)                                                                 \
    case BIREME_##code:                                                                                      \
        return exit_status;
        BIREME_STATUS_LIST(STATUS_EXIT)
#undef STATUS_EXIT
    }
    return 5;
}

const char *bireme_version(void)
{
    return BIREME_VERSION;
}

bireme_status bireme_fail(bireme_error *error, bireme_status status, const char *format, ...)
{
    if (error == NULL) return status;
    *error = (bireme_error){.status = status};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    bireme_utf8_end(error->message, sizeof error->message);
    return status;
}

bireme_status bireme_fail_memory(bireme_error *error)
{
    return bireme_fail(error, BIREME_MEMORY, "out of memory");
}

void bireme_error_in_file(bireme_error *error, const char *path)
{
    if (error == NULL) return;
    snprintf(error->file, sizeof error->file, "%s", path);
    bireme_utf8_end(error->file, sizeof error->file);
}

/* ------------------------ problems */

typedef struct problem {
    bireme_severity severity;
    bireme_error error;
} problem;

struct bireme_problems {
    size_t count, capacity, errors;
    size_t left_out; /* warnings */
    problem *items;
};

bireme_problems *bireme_problems_create(void)
{
    return bireme_calloc(1, sizeof(bireme_problems));
}

void bireme_problems_free(bireme_problems *problems)
{
    if (problems == NULL) return;
    bireme_free(problems->items);
    bireme_free(problems);
}

size_t bireme_problems_count(const bireme_problems *problems)
{
    return problems->count;
}

size_t bireme_problems_count_errors(const bireme_problems *problems)
{
    return problems->errors;
}

const bireme_error *bireme_problems_get(const bireme_problems *problems, size_t index,
                                        bireme_severity *severity)
{
    if (index >= problems->count) return NULL;
    if (severity != NULL) *severity = problems->items[index].severity;
    return &problems->items[index].error;
}

bireme_status bireme_problems_add(bireme_problems *problems, bireme_severity severity,
                                  const bireme_error *error)
{
    if (problems == NULL) return BIREME_OK;
    if (severity == BIREME_SEVERITY_ERROR) problems->errors++;
    problem *items = bireme_grown(problems->items, &problems->capacity, problems->count, 8, sizeof *items);
    if (items == NULL) return BIREME_MEMORY;
    problems->items = items;
    problems->items[problems->count++] = (problem){severity, *error};
    return BIREME_OK;
}

void bireme_problems_leave_out(bireme_problems *problems, size_t n)
{
    if (problems != NULL) problems->left_out += n;
}

size_t bireme_problems_count_warnings(const bireme_problems *problems)
{
    return problems->count - problems->errors + problems->left_out;
}
