/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "walk_judge.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

bool is_batch(const walk *w)
{
    return strncmp(w->command->line, "batch", 5) == 0;
}

static bool is_check(const walk *w)
{
    return strncmp(w->command->line, "check", 5) == 0;
}

static bool is_journal(const char *name)
{
    return ends_with(name, ".journal") || ends_with(name, ".partial");
}

static int documented(const char *class)
{
    bool resource = strcmp(class, "memory") == 0 || strcmp(class, "thread") == 0 ||
                    strcmp(class, "process") == 0;
    return resource ? 5 : 4;
}

/* The table that comes to be when the batch is gone on with. */
static const char *judge_resumed(const walk *w)
{
    static char line[LINE + 16];
    const char *wrong = NULL;
    folder after;
    snprintf(line, sizeof line, "%s --resume", w->command->line);
    if (strstr(w->command->line, "--out") == NULL) return NULL;
    outcome o = run(w->setting, strstr(w->command->line, "--resume") ? w->command->line : line, NULL, NULL);
    look(&after);
    if (o.status != w->right.status) wrong = "resumed, it ends otherwise";
    for (size_t i = 0; i < w->answer.n && wrong == NULL; i++) {
        const file *f = &w->answer.files[i], *now = find(&after, f->name);
        if (!is_journal(f->name) && (now == NULL || !same(now->content, f->content)))
            wrong = "resumed, it comes to another table";
    }
    forget(&after);
    forget_outcome(&o);
    return wrong;
}

static bytes old_content = {(char *)"what was there\n", 15};

static const char *judge_files(const walk *w, bool done, bool had_old)
{
    const char *wrong = NULL;
    folder after;
    look(&after);
    for (size_t i = 0; i < after.n && wrong == NULL; i++) {
        const file *f = &after.files[i], *was = find(&w->before, f->name), *new = find(&w->answer, f->name);
        if (is_batch(w) && (is_journal(f->name) || (!done && new != NULL)))
            continue; /* see judge_resumed() */
        if (is_check(w) && strstr(f->content.data, "cannot be read") != NULL && !done)
            continue; /* is its answer */
        if (new == NULL)
            wrong = "a file is left over";
        else if (same(f->content, new->content))
            continue;
        else if (done)
            wrong = "done, and a file is not the answer's";
        else if (was != NULL ? !same(f->content, was->content) : !had_old || !same(f->content, old_content))
            wrong = "a file is broken";
    }
    for (size_t i = 0; i < w->answer.n && wrong == NULL; i++) {
        const char *name = w->answer.files[i].name;
        bool there = find(&after, name) != NULL;
        if (!there && (done || find(&w->before, name) != NULL || had_old) &&
            !(is_batch(w) && is_journal(name)))
            wrong = "a file is lost";
    }
    forget(&after);
    return wrong;
}

const char *judge(const walk *w, const fault *f, const outcome *o, bool had_old)
{
    bool done = o->status == w->right.status;
    const char *wrong;
    if (o->status >= 1000) return o->status == 1000 + SIGALRM ? "it does not end" : "it is ended by a signal";
    /* of a batch the runs that the fault met have failed: some (1) or all (3) */
    bool runs_failed = is_batch(w) && (o->status == 1 || o->status == 3);
    if (!done && !runs_failed && o->status != documented(f->class))
        return "its exit status is not that of the fault";
    if (!done && strcmp(f->how, "short") == 0) return "what was written or read in two pieces is an error";
    if (!done && o->complained.length == 0) return "it says nothing";
    if (done && !same(o->said, w->right.said)) return "done, and it says something else";
    wrong = judge_files(w, done, had_old);
    if (wrong != NULL || done || !is_batch(w)) return wrong;
    return judge_resumed(w);
}

void lay_out(const walk *w, bool with_old)
{
    remove_all();
    for (size_t i = 0; i < w->before.n; i++) write_whole(w->before.files[i].name, w->before.files[i].content);
    for (size_t i = 0; with_old && i < w->answer.n; i++)
        if (find(&w->before, w->answer.files[i].name) == NULL)
            write_whole(w->answer.files[i].name, old_content);
}
