/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a command that met a fault (walk.c) ended as it must.
 */
#ifndef BIREME_TESTS_FAULT_WALK_JUDGE_H
#define BIREME_TESTS_FAULT_WALK_JUDGE_H

#include "walk_run.h"

typedef struct walk {
    const setting *setting;
    const command *command;
    folder before, answer; /* the folder before the command, and after it went well */
    outcome right;
} walk;

bool is_batch(const walk *w);
/* Makes the current folder what it is before the command; with_old: what it writes is there already, with
 * other content. */
void lay_out(const walk *w, bool with_old);
/* What is wrong with how it ended, static; NULL: nothing. The folder is as the command left it. */
const char *judge(const walk *w, const fault *f, const outcome *o, bool had_old);

#endif
