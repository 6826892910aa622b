/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every command with every fault: memory, files, threads, processes that fail at one call after the other
 * (inject.c).
 *
 *     walk PROGRAM INJECTOR FOLDER [--all] [--only NAME] [--jobs N] [--most N] [--tell]
 *
 * With BIREME_SHORTENED in the environment --all is --most 24.
 *
 * FOLDER holds `commands` and the inputs. A command first runs without faults: what it says and writes then
 * is the answer. With a fault it must end with the answer's exit status and the whole answer, or with the
 * documented status of that fault and a message; each file is then as it was before or as it is in the
 * answer, inputs are untouched, and nothing else lies about. A batch keeps what it finished, and --resume
 * must come to the whole table. Walked are the places that call (the first call of each, at most --most of a
 * class, evenly chosen, other ones of each command), or with --all every call.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "walk_judge.h"

enum { CALLS_MOST = 1 << 17 };

typedef struct place {
    char class[16];
    const char *how;
    long n;
    bool on;
} place;

/* What a command writes is there before every other fault, and before each that only then can be. */
static bool has_old(const walk *w, const place *p)
{
    bool possible = strncmp(w->command->line, "init", 4) != 0 && !is_batch(w);
    return possible && (p == NULL || p->n % 2 == 0 || strcmp(p->class, "change") == 0);
}

static bool try(const walk *w, const place *p, bool tell)
{
    const fault f = {.class = p->class, .how = p->how, .n = p->n, .on = p->on};
    bool with_old = has_old(w, p);
    lay_out(w, with_old);
    outcome o = run(w->setting, w->command->line, &f, NULL);
    const char *wrong = judge(w, &f, &o, with_old);
    if (temporary_left(w->setting) && wrong == NULL) wrong = "a temporary file is left";
    if (wrong != NULL || tell) {
        o.complained.data[strcspn(o.complained.data, "\n")] = '\0';
        printf("%s%s: %s %ld%s, %s: %s (exit status %d: %.100s)\n", wrong != NULL ? "WRONG " : "",
               w->command->name, p->class, p->n, p->on ? " on" : "", p->how, wrong != NULL ? wrong : "well",
               o.status, o.complained.data);
        fflush(stdout);
    }
    forget_outcome(&o);
    return wrong == NULL;
}

/* The calls of the file of the count: of every place the first, or all. */
static size_t read_calls(const char *path, bool all, place *out)
{
    char line[64], class[16], word[16];
    size_t n = 0;
    FILE *f = fopen(path, "r");
    if (f == NULL) die("no count: the program did not end as programs do");
    while (fgets(line, sizeof line, f) != NULL) {
        long call;
        bool sum = sscanf(line, "%15s all %ld", class, &call) == 2;
        if (sum != all || (!sum && sscanf(line, "%15s %15s", class, word) != 2)) continue;
        if (!sum) call = atol(word);
        for (long k = sum ? 1 : call; k <= call && n < CALLS_MOST; k++) {
            out[n].n = k;
            strcpy(out[n++].class, class);
        }
    }
    fclose(f);
    return n;
}

/* The n-th of the calls is one of `most` of its class, which are spread evenly; shift moves them. */
static bool is_chosen(const place *calls, size_t n_calls, size_t n, size_t most, size_t shift)
{
    size_t of_class = 0, before = 0;
    for (size_t k = 0; k < n_calls; k++)
        if (strcmp(calls[k].class, calls[n].class) == 0) of_class++, before += k < n;
    shift %= of_class;
    return of_class <= most || (before * most + shift) / of_class != ((before + 1) * most + shift) / of_class;
}

/* What is walked: the chosen calls, each with every kind of failure that it can have. */
static size_t choose(const char *path, bool all, size_t most, size_t shift, place *out)
{
    static const char *const hows[] = {"error", "short", "interrupted"};
    place *calls = must(calloc(CALLS_MOST, sizeof *calls));
    size_t n = 0, n_calls = read_calls(path, all, calls);
    for (size_t i = 0; i < n_calls; i++) {
        if (!all && !is_chosen(calls, n_calls, i, most, shift)) continue;
        bool moved = strcmp(calls[i].class, "write") == 0 || strcmp(calls[i].class, "read") == 0;
        for (int h = 0; h < (moved ? 3 : 1); h++) {
            if (n + 2 >= 4 * CALLS_MOST) die("too many calls");
            out[n] = calls[i];
            out[n++].how = hows[h];
            if (h != 0) continue;
            out[n] = calls[i]; /* and from there on, for ever */
            out[n].on = true;
            out[n++].how = hows[h];
        }
    }
    free(calls);
    return n;
}

typedef struct tally {
    long walked, wrong;
} tally;

static void prepare(walk *w, const char *inputs)
{
    char path[512];
    remove_all();
    DIR *dir = opendir(inputs);
    if (dir == NULL) die(inputs);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (!ends_with(e->d_name, ".json") && !ends_with(e->d_name, ".csv")) continue;
        snprintf(path, sizeof path, "%s/%s", inputs, e->d_name);
        bytes b = read_whole(path);
        write_whole(e->d_name, b);
        free(b.data);
    }
    closedir(dir);
    for (size_t i = 0; i < w->command->n_before; i++) {
        outcome o = run(w->setting, w->command->before[i], NULL, NULL);
        if (o.status != 0) {
            printf("%s: `%s` ends with %d: %s\n", w->command->name, w->command->before[i], o.status,
                   o.complained.data);
            exit(1);
        }
        forget_outcome(&o);
    }
    look(&w->before);
}

typedef struct wish {
    const char *program, *injector, *inputs, *only;
    bool all, tell;
    size_t most, shift;
    int jobs;
} wish;

static const char *const classes[] = {"memory", "open",   "read",   "write",  "sync",
                                      "close",  "rename", "change", "thread", "process"};
enum { CLASSES = sizeof classes / sizeof *classes };

/* One worker's share of a command; tallies are shared among workers. */
static void walk_share(const wish *want, const command *c, int job, tally *tallies)
{
    setting s = {.program = want->program, .injector = want->injector};
    char count[96];
    enter(&s);
    walk w = {.setting = &s, .command = c};
    prepare(&w, want->inputs);
    snprintf(count, sizeof count, "%s/count", s.scratch);
    w.right = run(&s, c->line, NULL, count);
    look(&w.answer);
    if (w.right.status <= 1 && has_old(&w, NULL)) { /* more is called then */
        lay_out(&w, true);
        outcome again = run(&s, c->line, NULL, count);
        forget_outcome(&again);
    }
    if (w.right.status > 1) {
        printf("WRONG %s: ends with %d without a fault: %s\n", c->name, w.right.status,
               w.right.complained.data);
        tallies[0].wrong++;
    } else {
        place *places = must(calloc(4 * CALLS_MOST, sizeof *places));
        size_t n = choose(count, want->all, want->most, want->shift, places);
        for (size_t i = (size_t)job; i < n; i += (size_t)want->jobs) {
            bool well = try(&w, &places[i], want->tell);
            for (int k = 0; k < CLASSES; k++) {
                if (strcmp(classes[k], places[i].class) != 0) continue;
                __atomic_add_fetch(&tallies[k].walked, 1, __ATOMIC_RELAXED);
                if (!well) __atomic_add_fetch(&tallies[k].wrong, 1, __ATOMIC_RELAXED);
            }
        }
        free(places);
    }
    leave(&s);
    exit(0);
}

static long walk_command(const wish *want, const command *c, tally *all)
{
    long wrong = 0;
    tally *shared = mmap(NULL, CLASSES * sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                         -1, 0);
    if (shared == MAP_FAILED) die("memory");
    fflush(stdout);
    for (int j = 0; j < want->jobs; j++) {
        pid_t child = fork();
        if (child < 0) die("fork");
        if (child == 0) walk_share(want, c, j, shared);
    }
    for (int j = 0; j < want->jobs; j++) {
        int status;
        if (wait(&status) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) wrong++;
    }
    printf("%-24s", c->name);
    for (int k = 0; k < CLASSES; k++) {
        if (shared[k].wrong > 0)
            printf(" %s %ld/%ld wrong", classes[k], shared[k].wrong, shared[k].walked);
        else if (shared[k].walked > 0)
            printf(" %s %ld", classes[k], shared[k].walked);
        wrong += shared[k].wrong;
        all[k].walked += shared[k].walked;
        all[k].wrong += shared[k].wrong;
    }
    printf("\n");
    munmap(shared, CLASSES * sizeof *shared);
    return wrong;
}

int main(int argc, char **argv)
{
    static command commands[COMMANDS_MOST];
    tally all[CLASSES] = {{0}};
    char path[512];
    long wrong = 0, walked = 0;
    if (argc < 4) return 2;
    wish want = {.program = argv[1], .injector = argv[2], .inputs = argv[3], .most = 40, .jobs = 1};
    for (int i = 4; i < argc; i++) {
        if (strcmp(argv[i], "--all") == 0) want.all = true;
        if (strcmp(argv[i], "--tell") == 0) want.tell = true;
        if (strcmp(argv[i], "--only") == 0 && i + 1 < argc) want.only = argv[++i];
        if (strcmp(argv[i], "--jobs") == 0 && i + 1 < argc) want.jobs = atoi(argv[++i]);
        if (strcmp(argv[i], "--most") == 0 && i + 1 < argc) want.most = (size_t)atol(argv[++i]);
    }
    if (want.all && getenv("BIREME_SHORTENED") != NULL) want.all = false, want.most = 24;
    snprintf(path, sizeof path, "%s/commands", want.inputs);
    size_t n = read_commands(path, commands);
    for (size_t i = 0; i < n; i++) {
        want.shift = i * 7919; /* a prime number of places */
        if (want.only == NULL || strcmp(want.only, commands[i].name) == 0)
            wrong += walk_command(&want, &commands[i], all);
    }
    for (int k = 0; k < CLASSES; k++) walked += all[k].walked;
    printf("%ld faults, %ld wrong:", walked, wrong);
    for (int k = 0; k < CLASSES; k++) printf(" %s %ld", classes[k], all[k].walked);
    printf("\n");
    return wrong > 0 || walked == 0;
}
