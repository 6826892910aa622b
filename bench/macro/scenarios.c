/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole scenarios: bench_macro_scenarios [OPTIONS] [--program PROGRAM] [SCENARIO…], bench/reference.json
 * without any.
 *
 *   memory      the largest resident size of a process that runs 10,000 trials on one thread
 *   process     PROGRAM run SCENARIO --trials 10000, from its start to its end, text output included
 *   load        reading and checking the file
 *   one block   a run of 256 trials: compiling the scenario, and a block
 *   1 thread, 2 threads, … totals     time per trial of a run of 16,384 trials, compiling included
 *
 * Each memory figure comes from a process of its own, forked before anything else is done.
 */
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "runs.h"

enum {
    TRIALS = 16384,
    TRIALS_PROCESS = 10000,
    BLOCK = 256,
    REPEATS = 7,
    REPEATS_PROCESS = 7,
    REPEATS_SHORT = 9
};

extern char **environ;

/* "scenarios/base.json" → "base". */
static const char *label_of(const char *file, char label[64])
{
    const char *slash = strrchr(file, '/');
    snprintf(label, 64, "%s", slash != NULL ? slash + 1 : file);
    label[strcspn(label, ".")] = '\0';
    return label;
}

/* ------------------------ memory */

static int run_in_child(const char *file)
{
    bireme_scenario *scenario = bench_load(file, NULL, 0);
    if (scenario == NULL) return 1;
    bench_run run = {scenario, {.size = sizeof(bireme_run_options), .trials = TRIALS_PROCESS, .threads = 1}};
    bench_consume(bench_run_once(&run));
    bireme_scenario_free(scenario);
    return 0;
}

/* Megabytes; −1: it failed. */
static double memory_of(const char *file)
{
    int ends[2], status;
    double megabytes = -1;
    struct rusage used;
    if (pipe(ends) != 0) return -1;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        int failed = run_in_child(file) != 0 || getrusage(RUSAGE_SELF, &used) != 0;
        megabytes = (double)used.ru_maxrss / 1024;
        if (!failed) failed = write(ends[1], &megabytes, sizeof megabytes) != sizeof megabytes;
        _exit(failed);
    }
    close(ends[1]);
    if (child < 0 || read(ends[0], &megabytes, sizeof megabytes) != sizeof megabytes) megabytes = -1;
    close(ends[0]);
    if (child > 0) waitpid(child, &status, 0);
    return megabytes;
}

/* ------------------------ a whole process */

typedef struct process {
    const char *program, *file, *threads, *totals; /* "--totals", or NULL */
} process;

static double run_process(void *context)
{
    const process *p = context;
    char trials[16];
    snprintf(trials, sizeof trials, "%d", TRIALS_PROCESS);
    const char *const argv[] = {p->program,  "run",      p->file,   "--trials", trials,
                                "--threads", p->threads, "--quiet", p->totals,  NULL};
    char *words[sizeof argv / sizeof argv[0]];
    memcpy(words, argv, sizeof words); /* spawn's interface has no const; it writes to none of them */
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status = -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", 1, 0);
    if (posix_spawn(&child, p->program, &actions, NULL, words, environ) == 0) waitpid(child, &status, 0);
    posix_spawn_file_actions_destroy(&actions);
    if (status == 0) return 1;
    fprintf(stderr, "scenarios: %s run %s ended with status %d\n", p->program, p->file, status);
    return 0.0 / 0.0;
}

static void time_process(const bench *b, const char *label, const char *program, const char *file)
{
    process one = {program, file, "1", NULL}, two = {program, file, "2", NULL},
            totals = {program, file, "2", "--totals"};
    bench_contender c[] = {{"process, 1 thread", run_process, &one, 1, "ms"},
                           {"process, 2 threads", run_process, &two, 1, "ms"},
                           {"process, 2 threads, totals", run_process, &totals, 1, "ms"}};
    bench_by_turns(b, label, REPEATS_PROCESS, 3, c);
}

/* ------------------------ speed */

static double load_once(void *context)
{
    bireme_scenario *scenario = bench_load(context, NULL, 0);
    double done = scenario != NULL ? 1 : 0.0 / 0.0;
    bireme_scenario_free(scenario);
    return done;
}

static int time_scenario(const bench *b, const char *label, char *file)
{
    bireme_scenario *scenario = bench_load(file, NULL, 0);
    if (scenario == NULL) return 1;
    uint64_t trials = b->smoke ? BLOCK : TRIALS;
    bench_run block = {scenario, {.size = sizeof(bireme_run_options), .trials = BLOCK, .threads = 1}};
    bench_run run[] = {
        {scenario, {.size = sizeof(bireme_run_options), .trials = trials, .threads = 1}},
        {scenario, {.size = sizeof(bireme_run_options), .trials = trials, .threads = 2}},
        {scenario, {.size = sizeof(bireme_run_options), .trials = trials, .threads = 1, .totals_only = true}},
        {scenario,
         {.size = sizeof(bireme_run_options), .trials = trials, .threads = 2, .totals_only = true}}};
    bench_contender first[] = {{"load", load_once, file, 1, "ms"},
                               {"one block", bench_run_once, &block, 1, "ms"}};
    bench_contender c[] = {{"1 thread", bench_run_once, &run[0], (double)trials, "ns/trial"},
                           {"2 threads", bench_run_once, &run[1], (double)trials, "ns/trial"},
                           {"1 thread, totals", bench_run_once, &run[2], (double)trials, "ns/trial"},
                           {"2 threads, totals", bench_run_once, &run[3], (double)trials, "ns/trial"}};
    bench_by_turns(b, label, REPEATS_SHORT, 2, first);
    bench_by_turns(b, label, REPEATS, 4, c);
    bireme_scenario_free(scenario);
    return 0;
}

int main(int argc, char **argv)
{
    static char reference[] = "bench/reference.json";
    char *only[] = {reference, NULL}, label[64];
    bench b = bench_begin("scenarios", argc, argv);
    const char *program = NULL;
    if (b.argc >= 2 && strcmp(b.argv[0], "--program") == 0) {
        program = b.argv[1];
        b.argc -= 2;
        b.argv += 2;
    }
    char **files = b.argc > 0 ? b.argv : only;
    for (char **file = files; *file != NULL; file++) {
        double megabytes = memory_of(*file);
        if (megabytes < 0) return 1;
        bench_figure(&b, label_of(*file, label), "memory", "MB", megabytes);
    }
    for (char **file = files; *file != NULL; file++) {
        if (program != NULL) time_process(&b, label_of(*file, label), program, *file);
        if (time_scenario(&b, label_of(*file, label), *file) != 0) return 1;
    }
    return bench_end(&b);
}
