/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making errors. The public side (bireme_error, bireme_problems) is in bireme/status.h.
 */
#ifndef BIREME_BASE_ERROR_H
#define BIREME_BASE_ERROR_H

#include <stdbool.h>
#include "bireme/status.h"

/* Fills *error (may be NULL) with status and message, no location, and returns status. */
bireme_status bireme_fail(bireme_error *error, bireme_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Out of memory; does not allocate. */
bireme_status bireme_fail_memory(bireme_error *error);

/* Puts the file's path into an error; a path that is too long is cut between characters. error may be
 * NULL. */
void bireme_error_in_file(bireme_error *error, const char *path);

/* Appends a copy. problems may be NULL (nothing is kept then). Errors: MEMORY (the count of errors is still
 * right). */
BIREME_MUST_USE bireme_status bireme_problems_add(bireme_problems *problems, bireme_severity severity,
                                                  const bireme_error *error);

/* Counts n warnings that were not added to the list; problems may be NULL. */
void bireme_problems_leave_out(bireme_problems *problems, size_t n);
/* The number of warnings, including those that were left out. */
size_t bireme_problems_count_warnings(const bireme_problems *problems);

#endif
