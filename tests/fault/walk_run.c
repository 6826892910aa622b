/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "walk_run.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MOST = 32, STUCK_S = 60 };

size_t read_commands(const char *path, command *out)
{
    char line[LINE];
    size_t n = 0;
    command *c = NULL;
    FILE *f = fopen(path, "r");
    if (f == NULL) die(path);
    while (fgets(line, sizeof line, f) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#') continue;
        if (line[0] == '\0') {
            c = NULL;
        } else if (c == NULL) {
            if (n == COMMANDS_MOST) die("too many commands");
            c = &out[n++];
            *c = (command){0};
            snprintf(c->name, sizeof c->name, "%s", line);
        } else if (line[0] == '+') {
            snprintf(c->before[c->n_before++], LINE, "%s", line + 2);
        } else {
            snprintf(c->line, LINE, "%s", line);
        }
    }
    fclose(f);
    return n;
}

void forget_outcome(outcome *o)
{
    free(o->said.data);
    free(o->complained.data);
}

static void redirect(int to, const char *path)
{
    int f = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (f < 0 || dup2(f, to) < 0) _exit(125);
    close(f);
}

static void become(const setting *s, const char *line, const fault *f, const char *count)
{
    static char text[LINE];
    char *words[WORDS_MOST], number[24], temporary[96];
    size_t n = 0;
    snprintf(text, sizeof text, "%s", line);
    words[n++] = (char *)s->program;
    for (char *w = strtok(text, " "); w != NULL && n + 1 < WORDS_MOST; w = strtok(NULL, " ")) words[n++] = w;
    words[n] = NULL;
    snprintf(temporary, sizeof temporary, "%s/tmp", s->scratch);
    setenv("TMPDIR", temporary, 1);
    setenv("LC_ALL", "C.UTF-8", 1); /* for which there may be no memory */
    if (f != NULL || count != NULL) setenv("LD_PRELOAD", s->injector, 1);
    if (count != NULL) setenv("FAULT_COUNT", count, 1);
    if (f != NULL) {
        snprintf(number, sizeof number, "%ld", f->n);
        setenv("FAULT_CLASS", f->class, 1);
        setenv("FAULT_N", number, 1);
        setenv("FAULT_HOW", f->how, 1);
        if (f->on) setenv("FAULT_ON", "1", 1);
    }
    execv(s->program, words);
    _exit(126);
}

outcome run(const setting *s, const char *line, const fault *f, const char *count)
{
    char out[96], errors[96];
    outcome o = {.status = 2000};
    snprintf(out, sizeof out, "%s/said", s->scratch);
    snprintf(errors, sizeof errors, "%s/complained", s->scratch);
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child == 0) {
        redirect(STDOUT_FILENO, out);
        redirect(STDERR_FILENO, errors);
        alarm(STUCK_S); /* outlives exec */
        become(s, line, f, count);
    }
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    o.status = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    o.said = read_whole(out);
    o.complained = read_whole(errors);
    forget_time(&o.said);
    return o;
}

bool temporary_left(const setting *s)
{
    char path[96];
    bool any = false;
    snprintf(path, sizeof path, "%s/tmp", s->scratch);
    DIR *dir = opendir(path);
    if (dir == NULL) die(path);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (e->d_name[0] == '.') continue;
        char name[512];
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        unlink(name);
        any = true;
    }
    closedir(dir);
    return any;
}

void enter(setting *s)
{
    char path[96];
    snprintf(s->scratch, sizeof s->scratch, "/tmp/bireme-walk-XXXXXX");
    if (mkdtemp(s->scratch) == NULL) die("scratch folder");
    snprintf(path, sizeof path, "%s/tmp", s->scratch);
    if (mkdir(path, 0700) != 0) die(path);
    snprintf(path, sizeof path, "%s/work", s->scratch);
    if (mkdir(path, 0700) != 0 || chdir(path) != 0) die(path);
}

void leave(const setting *s)
{
    char path[96];
    static const char *const parts[] = {"said", "complained", "count"};
    remove_all();
    if (chdir("/") != 0) die("/");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        snprintf(path, sizeof path, "%s/%s", s->scratch, parts[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/work", s->scratch);
    rmdir(path);
    snprintf(path, sizeof path, "%s/tmp", s->scratch);
    rmdir(path);
    rmdir(s->scratch);
}
