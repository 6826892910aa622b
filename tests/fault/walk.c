/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every command with every fault: memory, files, threads, processes that fail at one call after the other (inject.c).
 *
 *     walk PROGRAM INJECTOR FOLDER [--all] [--only NAME] [--jobs N] [--most N] [--tell]
 *
 * FOLDER holds `commands` and the inputs. A command first runs without faults: what it says and writes then is the answer.
 * With a fault it must end with the answer's exit status and the whole answer, or with the documented status of that
 * fault and a message; each file is then as it was before or as it is in the answer, inputs are untouched, and nothing
 * else lies about. A batch keeps what it finished, and --resume must come to the whole table. Walked are the places that
 * call (the first call of each, at most --most of a class, evenly chosen), or with --all every call.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORDS_MOST = 32, FILES_MOST = 24, CALLS_MOST = 1 << 17, STUCK_S = 60 };

static void die(const char *what)
{
    fprintf(stderr, "walk: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void *must(void *memory)
{
    if (memory == NULL) die("memory");
    return memory;
}

/* ------------------------ files */

typedef struct bytes {
    char *data;
    size_t length;
} bytes;

typedef struct file {
    char name[256];
    bytes content;
} file;

typedef struct folder {
    size_t n;
    file files[FILES_MOST];
} folder;

static bytes read_whole(const char *path)
{
    struct stat info;
    int f = open(path, O_RDONLY);
    if (f < 0 || fstat(f, &info) != 0) die(path);
    bytes b = {must(malloc((size_t)info.st_size + 1)), 0};
    ssize_t got;
    while ((got = read(f, b.data + b.length, (size_t)info.st_size - b.length)) > 0) b.length += (size_t)got;
    b.data[b.length] = '\0';
    close(f);
    return b;
}

static void write_whole(const char *path, bytes b)
{
    int f = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (f < 0 || write(f, b.data, b.length) != (ssize_t)b.length) die(path);
    close(f);
}

/* How long a run took is no part of the answer. */
static void forget_time(bytes *b)
{
    char *at = b->length > 0 ? memmem(b->data, b->length, "\"elapsed_s\": ", 13) : NULL;
    if (at == NULL) return;
    char *end = memchr(at, ',', b->length - (size_t)(at - b->data));
    if (end == NULL) return;
    memmove(at, end, b->length - (size_t)(end - b->data) + 1);
    b->length -= (size_t)(end - at);
}

static bool same(bytes a, bytes b)
{
    return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

/* The files of the current folder. */
static void look(folder *out)
{
    DIR *dir = opendir(".");
    if (dir == NULL) die("folder");
    out->n = 0;
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (e->d_name[0] == '.') continue;
        if (out->n == FILES_MOST) die("too many files");
        file *f = &out->files[out->n++];
        snprintf(f->name, sizeof f->name, "%s", e->d_name);
        f->content = read_whole(e->d_name);
        forget_time(&f->content);
    }
    closedir(dir);
}

static void forget(folder *f)
{
    for (size_t i = 0; i < f->n; i++) free(f->files[i].content.data);
    f->n = 0;
}

static const file *find(const folder *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->files[i].name, name) == 0) return &f->files[i];
    return NULL;
}

static void remove_all(void)
{
    DIR *dir = opendir(".");
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;)
        if (e->d_name[0] != '.') unlink(e->d_name);
    if (dir != NULL) closedir(dir);
}

static bool ends_with(const char *text, const char *end)
{
    size_t a = strlen(text), b = strlen(end);
    return a >= b && strcmp(text + a - b, end) == 0;
}

/* ------------------------ commands */

enum { BEFORE_MOST = 4, COMMANDS_MOST = 64, LINE = 1024 };
typedef struct command {
    char name[LINE];
    char before[BEFORE_MOST][LINE]; /* command lines that make its inputs */
    size_t n_before;
    char line[LINE];
} command;

/* "NAME", then "+ COMMAND LINE" and the command line; blocks are set off by empty lines. */
static size_t read_commands(const char *path, command *out)
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

/* ------------------------ running */

typedef struct setting {
    const char *program, *injector;
    char scratch[64]; /* of this worker */
} setting;

typedef struct outcome {
    int status; /* exit status; 1000 + the signal; 2000: did not end */
    bytes said, complained;
} outcome;

static void forget_outcome(outcome *o)
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

typedef struct fault {
    const char *class, *how; /* class NULL: none */
    long n;
    bool on;
} fault;

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

static outcome run(const setting *s, const char *line, const fault *f, const char *count)
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

/* ------------------------ judging */

typedef struct walk {
    const setting *setting;
    const command *command;
    folder before, answer; /* the folder before the command, and after it went well */
    outcome right;
} walk;

static bool is_batch(const walk *w)
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

static const char *judge(const walk *w, const fault *f, const outcome *o, bool had_old)
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

/* ------------------------ walking */

static void lay_out(const walk *w, bool with_old)
{
    remove_all();
    for (size_t i = 0; i < w->before.n; i++) write_whole(w->before.files[i].name, w->before.files[i].content);
    for (size_t i = 0; with_old && i < w->answer.n; i++)
        if (find(&w->before, w->answer.files[i].name) == NULL)
            write_whole(w->answer.files[i].name, old_content);
}

static bool temporary_left(const setting *s)
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

typedef struct place {
    char class[16];
    const char *how;
    long n;
    bool on;
} place;

static bool try(const walk *w, const place *p, bool tell)
{
    const fault f = {.class = p->class, .how = p->how, .n = p->n, .on = p->on};
    bool with_old = p->n % 2 == 0 && strncmp(w->command->line, "init", 4) != 0 && !is_batch(w);
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

/* What is walked: from the file of the count. */
static size_t choose(const char *path, bool all, size_t most, place *out)
{
    char class[16], word[16];
    size_t n = 0;
    long call;
    FILE *f = fopen(path, "r");
    if (f == NULL) die("no count: the program did not end as programs do");
    char line[64];
    place *first = must(calloc(CALLS_MOST, sizeof *first));
    size_t n_first = 0;
    while (fgets(line, sizeof line, f) != NULL) {
        if (sscanf(line, "%15s all %ld", class, &call) == 2) {
            if (!all) continue;
            for (long k = 1; k <= call && n_first < CALLS_MOST; k++) {
                first[n_first].n = k;
                strcpy(first[n_first++].class, class);
            }
        } else if (!all && sscanf(line, "%15s %15s", class, word) == 2 && n_first < CALLS_MOST) {
            first[n_first].n = atol(word);
            strcpy(first[n_first++].class, class);
        }
    }
    fclose(f);
    for (size_t i = 0; i < n_first; i++) {
        size_t of_class = 0, before = 0;
        for (size_t k = 0; !all && k < n_first; k++)
            if (strcmp(first[k].class, first[i].class) == 0) of_class++, before += k < i;
        /* evenly: as many as `most`, or all */
        if (!all && of_class > most && before * most / of_class == (before + 1) * most / of_class) continue;
        const char *c = first[i].class;
        bool moved = strcmp(c, "write") == 0 || strcmp(c, "read") == 0;
        static const char *const hows[] = {"error", "short", "interrupted"};
        for (int h = 0; h < 3; h++) {
            if (h > 0 && !moved) continue;
            if (n + 2 >= 4 * CALLS_MOST) die("too many calls");
            out[n] = first[i];
            out[n++].how = hows[h];
            if (h != 0) continue;
            out[n] = first[i]; /* and from there on, for ever */
            out[n].on = true;
            out[n++].how = hows[h];
        }
    }
    free(first);
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

static void enter(setting *s)
{
    char path[96];
    snprintf(s->scratch, sizeof s->scratch, "/tmp/bireme-walk-XXXXXX");
    if (mkdtemp(s->scratch) == NULL) die("scratch folder");
    snprintf(path, sizeof path, "%s/tmp", s->scratch);
    if (mkdir(path, 0700) != 0) die(path);
    snprintf(path, sizeof path, "%s/work", s->scratch);
    if (mkdir(path, 0700) != 0 || chdir(path) != 0) die(path);
}

static void leave(const setting *s)
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

typedef struct wish {
    const char *program, *injector, *inputs, *only;
    bool all, tell;
    size_t most;
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
    if (w.right.status > 1) {
        printf("WRONG %s: ends with %d without a fault: %s\n", c->name, w.right.status,
               w.right.complained.data);
        tallies[0].wrong++;
    } else {
        place *places = must(calloc(4 * CALLS_MOST, sizeof *places));
        size_t n = choose(count, want->all, want->most, places);
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
    snprintf(path, sizeof path, "%s/commands", want.inputs);
    size_t n = read_commands(path, commands);
    for (size_t i = 0; i < n; i++)
        if (want.only == NULL || strcmp(want.only, commands[i].name) == 0)
            wrong += walk_command(&want, &commands[i], all);
    for (int k = 0; k < CLASSES; k++) walked += all[k].walked;
    printf("%ld faults, %ld wrong:", walked, wrong);
    for (int k = 0; k < CLASSES; k++) printf(" %s %ld", classes[k], all[k].walked);
    printf("\n");
    return wrong > 0 || walked == 0;
}
