/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The outside world: what standard output and standard error are, writing to them, and signals. Answers go to
 * standard output; progress, warnings and errors go to standard error.
 */
#ifndef BIREME_CLI_CONSOLE_H
#define BIREME_CLI_CONSOLE_H

#include <stdbool.h>
#include "base/text.h"
#include "bireme/status.h"

typedef struct bireme_console {
    bool output_is_terminal, errors_are_terminal;
    bool unicode; /* text is UTF-8, according to the locale or, if the system cannot load it, its name */
    bool colour;  /* wanted: no NO_COLOR, no dumb terminal */
} bireme_console;

enum {
    BIREME_EXIT_DONE = 0,
    BIREME_EXIT_NO = 1,
    BIREME_EXIT_USAGE = 2,
    BIREME_EXIT_SCENARIO = 3,
    BIREME_EXIT_IO = 4
};

/* Looks at the descriptors, the locale and the environment. Makes sure that descriptors 0 to 2 are in use, so
 * that no file opened later is taken for standard output, and that writing to a closed pipe is an error
 * rather than a signal. */
bireme_console bireme_console_open(void);

/* Writes text to standard output; nothing if the text has failed. The exit status: 0; or, with a message, 4
 * if it cannot be written, 5 if the text has failed. */
int bireme_console_write(const bireme_text *text);
/* "bireme: MESSAGE" on standard error. */
void bireme_console_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same; returns exit_status. */
int bireme_console_fail(int exit_status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same for wrong usage. */
int bireme_console_refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same, with the nearest of the candidates appended if one is close: "; did you mean 'run'?" */
int bireme_console_refuse_nearest(const char *name, const char *const *candidates, size_t n,
                                  const char *format, ...) __attribute__((format(printf, 4, 5)));
/* "FILE:LINE:COL: error: MESSAGE (at /pointer)" on standard error; unknown parts are left out. */
void bireme_console_problem(bireme_severity severity, const bireme_error *error);
/* Shows all problems of a list; warnings only if wanted. If the list has no error, also shows `error` if that
 * is one. */
void bireme_console_problems(const bireme_problems *problems, bool warnings, const bireme_error *error);

#endif
