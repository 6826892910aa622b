/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The common part of the commands that search (compare, plan, split, sensitivity): they check that they can
 * be afforded, show progress, and answer only when all is done.
 */
#ifndef BIREME_CLI_QUESTION_H
#define BIREME_CLI_QUESTION_H

#include "cli/afford.h"
#include "cli/answer.h"

typedef struct bireme_question bireme_question;

/* What `need` and `make` work on. */
typedef struct bireme_asked {
    const bireme_question *question;
    const bireme_options *options;
    bireme_scenario *const *scenarios; /* [n_arguments of the options] */
} bireme_asked;

struct bireme_question {
    const char *not_yet; /* what is said on interruption: "there is no plan before the search is done" */
    bireme_need_of need;
    bireme_status (*make)(const bireme_asked *asked, const bireme_run_options *run, void **result,
                          bireme_error *error);
    /* Writes the answer; the exit status. */
    int (*answer)(const bireme_console *console, const bireme_asked *asked, const void *result,
                  double elapsed_s);
    void (*free)(void *result);
};

/* Returns the exit status. */
int bireme_ask(const bireme_question *question, const bireme_console *console, const bireme_options *options,
               bireme_scenario *const *scenarios);
/* The same for the one scenario that the options name, which is loaded first. */
int bireme_ask_of_one(const bireme_question *question, const bireme_console *console,
                      const bireme_options *options);

#endif
