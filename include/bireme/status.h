/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Status codes and errors. Every function that can fail returns a bireme_status; what went wrong, worded for
 * the person who can mend it, is in a bireme_error that the caller owns. A function that fails leaves its
 * outputs unchanged.
 */
#ifndef BIREME_STATUS_H
#define BIREME_STATUS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BIREME_API      __attribute__((visibility("default")))
#define BIREME_MUST_USE __attribute__((warn_unused_result))

/* code, exit status of the program, text */
#define BIREME_STATUS_LIST(X)                                                                                \
    X(OK, 0, "done")                                                                                         \
    X(NEGATIVE, 1, "the answer is no")                                                                       \
    X(USAGE, 2, "wrong usage")                                                                               \
    X(SYNTAX, 3, "not a valid JSON text")                                                                    \
    X(SCENARIO, 3, "invalid scenario")                                                                       \
    X(UNSUPPORTED, 3, "not yet supported")                                                                   \
    X(DOMAIN, 3, "value out of range")                                                                       \
    X(IO, 4, "file cannot be read or written")                                                               \
    X(MEMORY, 5, "out of memory")                                                                            \
    X(INTERNAL, 5, "internal error")                                                                         \
    X(CANCELLED, 130, "interrupted")

#define BIREME_STATUS_ENUM(code, exit_status, text) BIREME_##code,
typedef enum bireme_status { BIREME_STATUS_LIST(BIREME_STATUS_ENUM) } bireme_status;
#undef BIREME_STATUS_ENUM

/* One thing that is wrong, and where. file, pointer: empty if not known; line, column: from 1, 0 if not
 * known. message: what is wrong, what was found, what is allowed. All strings are zero-terminated. */
typedef struct bireme_error {
    bireme_status status;
    char file[256];
    int line;
    int column;
    char pointer[256]; /* JSON pointer (RFC 6901) of the value */
    char message[768];
} bireme_error;

/* The text of a status, static; the exit status with which the program reports it. */
BIREME_API const char *bireme_status_text(bireme_status status);
BIREME_API int bireme_status_exit(bireme_status status);
/* The version of the library, static, such as "0.1.0". */
BIREME_API const char *bireme_version(void);

/* Everything that is wrong with a file, found in one go. Create, hand to bireme_scenario_load(), query, free.
 */
typedef enum bireme_severity { BIREME_SEVERITY_WARNING, BIREME_SEVERITY_ERROR } bireme_severity;
typedef struct bireme_problems bireme_problems;

/* NULL if out of memory. */
BIREME_API bireme_problems *bireme_problems_create(void);
BIREME_API void bireme_problems_free(bireme_problems *problems); /* NULL is fine */
BIREME_API size_t bireme_problems_count(const bireme_problems *problems);
BIREME_API size_t bireme_problems_count_errors(const bireme_problems *problems);
/* NULL: index is not below the count. Valid until the list is changed or freed; severity may be NULL. */
BIREME_API const bireme_error *bireme_problems_get(const bireme_problems *problems, size_t index,
                                                   bireme_severity *severity);

#ifdef __cplusplus
}
#endif

#endif
