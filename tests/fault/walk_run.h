/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The commands that are walked (walk.c), and running one with a fault.
 */
#ifndef BIREME_TESTS_FAULT_WALK_RUN_H
#define BIREME_TESTS_FAULT_WALK_RUN_H

#include "walk_files.h"

enum { BEFORE_MOST = 4, COMMANDS_MOST = 64, LINE = 1024 };
typedef struct command {
    char name[LINE];
    char before[BEFORE_MOST][LINE]; /* command lines that make its inputs */
    size_t n_before;
    char line[LINE];
} command;

typedef struct setting {
    const char *program, *injector;
    char scratch[64]; /* of this worker */
} setting;

typedef struct outcome {
    int status; /* exit status; 1000 + the signal; 2000: did not end */
    bytes said, complained;
} outcome;

typedef struct fault {
    const char *class, *how; /* class NULL: none */
    long n;
    bool on;
} fault;

/* "NAME", then "+ COMMAND LINE" and the command line; blocks are set off by empty lines. How many there
 * are. */
size_t read_commands(const char *path, command *out);

/* Makes the folders of a worker and enters the one that commands run in; and removes them. */
void enter(setting *s);
void leave(const setting *s);
/* Whether a temporary file lies about; it is removed. */
bool temporary_left(const setting *s);

/* f: NULL without a fault; count: NULL, or the file for the injector's count of calls. */
outcome run(const setting *s, const char *line, const fault *f, const char *count);
void forget_outcome(outcome *o);

#endif
