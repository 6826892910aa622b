/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Faults of memory, files and threads: loaded in front of the C library (LD_PRELOAD), counts the calls of a
 * class from main() on and lets the n-th fail. A forked child counts on where its parent was. What is told to
 * standard error is never refused: the message is what the walk looks for. Environment:
 *   FAULT_CLASS  memory, open, read, write, sync, close, rename, change (of mode, length, lock), thread,
 *                process
 *   FAULT_N      which call fails, from 1; 0: none
 *   FAULT_ON     set: that call and all that come after it
 *   FAULT_HOW    error (the class's usual errno), short (half is written or read), interrupted (EINTR)
 *   FAULT_WHERE  set: tells where that call stands
 *   FAULT_COUNT  a file for what a run without faults calls: "CLASS n" a line, for the first call of every
 *                place; a place is where the program stands, all that called included; and at last "CLASS all
 *                n" with the count of calls
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum fault { MEMORY, OPEN, READ, WRITE, SYNC, CLOSE, RENAME, CHANGE, THREAD, PROCESS, FAULTS };
static const char *const names[FAULTS] = {"memory", "open",   "read",   "write",  "sync",
                                          "close",  "rename", "change", "thread", "process"};
static const int usual[FAULTS] = {ENOMEM, EMFILE, EIO, ENOSPC, EIO, EIO, EIO, EIO, EAGAIN, EAGAIN};
enum how { ERROR, SHORT, INTERRUPTED };

static _Atomic long *calls; /* [FAULTS], shared with children; NULL before main */
static enum fault wanted = FAULTS;
static long at;
static bool on, where;
static int told; /* standard error as it was at the beginning */
static enum how how;
static pid_t starter;

/* ------------------------ places */

enum { SEEN = 1 << 16, FRAMES = 24, FIRST_MOST = 1 << 15 };
static struct places {
    atomic_flag busy;
    uint64_t seen[SEEN];
    size_t n;
    struct {
        enum fault class;
        long call;
    } first[FIRST_MOST];
} * places; /* shared with children; NULL: not wanted */

static void note_place(enum fault class, long call)
{
    static _Thread_local bool within;
    void *frames[FRAMES];
    if (within) return;
    within = true;
    uint64_t hash = 0xcbf29ce484222325u + (uint64_t) class;
    int n = backtrace(frames, FRAMES);
    for (int i = 0; i < n; i++) hash = (hash ^ (uint64_t)(uintptr_t)frames[i]) * 0x100000001b3u;
    while (atomic_flag_test_and_set(&places->busy)) continue;
    size_t slot = hash % SEEN;
    while (places->seen[slot] != 0 && places->seen[slot] != hash) slot = (slot + 1) % SEEN;
    if (places->seen[slot] == 0 && places->n < FIRST_MOST) {
        places->seen[slot] = hash;
        places->first[places->n].class = class;
        places->first[places->n++].call = call;
    }
    atomic_flag_clear(&places->busy);
    within = false;
}

/* Whether this call is to fail; errno is then set. */
static bool fails(enum fault class)
{
    if (calls == NULL) return false;
    long n = atomic_fetch_add(&calls[class], 1) + 1;
    if (places != NULL) note_place(class, n);
    if (class != wanted || at == 0 || !(n == at || (on && n > at))) return false;
    if (where) {
        void *frames[FRAMES];
        backtrace_symbols_fd(frames, backtrace(frames, FRAMES), told);
    }
    if (how != SHORT) errno = how == INTERRUPTED ? EINTR : usual[class];
    return true;
}

/* The next definition of a function; looked up before main, so that looking up allocates nothing then. */
#define NEXT(type, name, ...) static type (*next_##name)(__VA_ARGS__)
NEXT(int, openat, int, const char *, int, ...);
NEXT(int, mkostemp, char *, int);
NEXT(int, mkstemp, char *);
NEXT(int, memfd_create, const char *, unsigned);
NEXT(int, pipe, int *);
NEXT(int, pipe2, int *, int);
NEXT(FILE *, fopen, const char *, const char *);
NEXT(FILE *, fdopen, int, const char *);
NEXT(FILE *, tmpfile, void);
NEXT(ssize_t, read, int, void *, size_t);
NEXT(ssize_t, pread, int, void *, size_t, off_t);
NEXT(size_t, fread, void *, size_t, size_t, FILE *);
NEXT(ssize_t, write, int, const void *, size_t);
NEXT(ssize_t, pwrite, int, const void *, size_t, off_t);
NEXT(ssize_t, writev, int, const struct iovec *, int);
NEXT(size_t, fwrite, const void *, size_t, size_t, FILE *);
NEXT(int, fflush, FILE *);
NEXT(int, fsync, int);
NEXT(int, fdatasync, int);
NEXT(int, close, int);
NEXT(int, fclose, FILE *);
NEXT(int, rename, const char *, const char *);
NEXT(int, renameat, int, const char *, int, const char *);
NEXT(int, fchmod, int, mode_t);
NEXT(int, ftruncate, int, off_t);
NEXT(int, flock, int, int);
NEXT(int, pthread_create, pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
NEXT(pid_t, fork, void);
NEXT(void *, mmap, void *, size_t, int, int, int, off_t);
NEXT(int, posix_memalign, void **, size_t, size_t);
NEXT(void *, aligned_alloc, size_t, size_t);
/* glibc's own, which dlsym itself may want before it can be asked */
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

__attribute__((constructor)) static void look_up(void)
{
#define LOOK_UP(name) *(void **)&next_##name = dlsym(RTLD_NEXT, #name)
    LOOK_UP(openat), LOOK_UP(mkostemp), LOOK_UP(mkstemp), LOOK_UP(memfd_create), LOOK_UP(pipe);
    LOOK_UP(pipe2), LOOK_UP(fopen), LOOK_UP(fdopen), LOOK_UP(tmpfile), LOOK_UP(read), LOOK_UP(pread);
    LOOK_UP(fread), LOOK_UP(write), LOOK_UP(pwrite), LOOK_UP(writev), LOOK_UP(fwrite), LOOK_UP(fflush);
    LOOK_UP(fsync), LOOK_UP(fdatasync), LOOK_UP(close), LOOK_UP(fclose), LOOK_UP(rename);
    LOOK_UP(renameat), LOOK_UP(fchmod), LOOK_UP(ftruncate), LOOK_UP(flock), LOOK_UP(pthread_create);
    LOOK_UP(fork), LOOK_UP(mmap), LOOK_UP(posix_memalign), LOOK_UP(aligned_alloc);
}

/* ------------------------ from main on */

static int (*real_main)(int, char **, char **);

static void read_environment(void)
{
    static const char *const hows[] = {"error", "short", "interrupted"};
    const char *class = getenv("FAULT_CLASS"), *n = getenv("FAULT_N"), *way = getenv("FAULT_HOW");
    for (int i = 0; class != NULL && i < FAULTS; i++)
        if (strcmp(class, names[i]) == 0) wanted = (enum fault)i;
    for (int i = 0; way != NULL && i < 3; i++)
        if (strcmp(way, hows[i]) == 0) how = (enum how)i;
    at = n != NULL ? atol(n) : 0;
    on = getenv("FAULT_ON") != NULL;
    where = getenv("FAULT_WHERE") != NULL;
    told = where ? fcntl(STDERR_FILENO, F_DUPFD, 100) : -1;
}

static void tell(void)
{
    const char *file = getenv("FAULT_COUNT");
    if (places == NULL || calls == NULL || getpid() != starter) return;
    _Atomic long *counted = calls;
    calls = NULL;
    FILE *out = next_fopen(file, "w");
    if (out == NULL) return;
    for (size_t i = 0; i < places->n; i++)
        fprintf(out, "%s %ld\n", names[places->first[i].class], places->first[i].call);
    for (int i = 0; i < FAULTS; i++) fprintf(out, "%s all %ld\n", names[i], (long)counted[i]);
    next_fclose(out);
}

static void *map_shared(size_t size)
{
    void *memory = next_mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) abort();
    return memory;
}

static int counted_main(int argc, char **argv, char **environment)
{
    read_environment();
    starter = getpid();
    atexit(tell);
    void *frames[2];
    backtrace(frames, 2); /* the first time it loads a library */
    if (getenv("FAULT_COUNT") != NULL) places = map_shared(sizeof *places);
    calls = map_shared(FAULTS * sizeof *calls);
    return real_main(argc, argv, environment);
}

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end);
int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
    __typeof__(&__libc_start_main) next;
    *(void **)&next = dlsym(RTLD_NEXT, "__libc_start_main");
    real_main = main;
    return next(counted_main, argc, argv, init, fini, rtld_fini, stack_end);
}

/* ------------------------ memory */

void *malloc(size_t size)
{
    return fails(MEMORY) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails(MEMORY) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    return fails(MEMORY) ? NULL : __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails(MEMORY) ? NULL : next_aligned_alloc(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    return fails(MEMORY) ? ENOMEM : next_posix_memalign(out, alignment, size);
}

void *mmap(void *where, size_t length, int protection, int flags, int file, off_t offset)
{
    return fails(MEMORY) ? MAP_FAILED : next_mmap(where, length, protection, flags, file, offset);
}

/* ------------------------ opening */

static int open_with(int folder, const char *path, int flags, mode_t mode)
{
    return fails(OPEN) ? -1 : next_openat(folder, path, flags, mode);
}

#define MODE_OF(flags, mode)                                                                                 \
    mode_t mode = 0;                                                                                         \
    if (((flags)&O_CREAT) != 0 || ((flags)&O_TMPFILE) == O_TMPFILE) {                                        \
        va_list rest;                                                                                        \
        va_start(rest, flags);                                                                               \
        mode = va_arg(rest, mode_t);                                                                         \
        va_end(rest);                                                                                        \
    }

int open(const char *path, int flags, ...)
{
    MODE_OF(flags, mode)
    return open_with(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE_OF(flags, mode)
    return open_with(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    MODE_OF(flags, mode)
    return open_with(folder, path, flags, mode);
}

int creat(const char *path, mode_t mode)
{
    return open_with(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int mkstemp(char *path)
{
    return fails(OPEN) ? -1 : next_mkstemp(path);
}

int mkostemp(char *path, int flags)
{
    return fails(OPEN) ? -1 : next_mkostemp(path, flags);
}

int memfd_create(const char *name, unsigned flags)
{
    return fails(OPEN) ? -1 : next_memfd_create(name, flags);
}

int pipe(int ends[2])
{
    return fails(OPEN) ? -1 : next_pipe(ends);
}

int pipe2(int ends[2], int flags)
{
    return fails(OPEN) ? -1 : next_pipe2(ends, flags);
}

FILE *fopen(const char *path, const char *mode)
{
    return fails(OPEN) ? NULL : next_fopen(path, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
    return fails(OPEN) ? NULL : next_fopen(path, mode);
}

FILE *fdopen(int file, const char *mode)
{
    return fails(OPEN) ? NULL : next_fdopen(file, mode);
}

FILE *tmpfile(void)
{
    return fails(OPEN) ? NULL : next_tmpfile();
}

/* ------------------------ reading and writing */

static size_t half(size_t length)
{
    return length > 1 ? length / 2 : length;
}

ssize_t read(int file, void *data, size_t length)
{
    if (!fails(READ)) return next_read(file, data, length);
    return how == SHORT ? next_read(file, data, half(length)) : -1;
}

ssize_t pread(int file, void *data, size_t length, off_t from)
{
    if (!fails(READ)) return next_pread(file, data, length, from);
    return how == SHORT ? next_pread(file, data, half(length), from) : -1;
}

size_t fread(void *data, size_t size, size_t count, FILE *file)
{
    return fails(READ) && how != SHORT ? 0 : next_fread(data, size, count, file); /* which reads on itself */
}

ssize_t write(int file, const void *data, size_t length)
{
    if (file == STDERR_FILENO || !fails(WRITE)) return next_write(file, data, length);
    return how == SHORT ? next_write(file, data, half(length)) : -1;
}

ssize_t pwrite(int file, const void *data, size_t length, off_t to)
{
    if (!fails(WRITE)) return next_pwrite(file, data, length, to);
    return how == SHORT ? next_pwrite(file, data, half(length), to) : -1;
}

ssize_t writev(int file, const struct iovec *pieces, int count)
{
    if (file == STDERR_FILENO || !fails(WRITE)) return next_writev(file, pieces, count);
    return how == SHORT ? next_write(file, pieces[0].iov_base, half(pieces[0].iov_len)) : -1;
}

size_t fwrite(const void *data, size_t size, size_t count, FILE *file)
{
    if (file == stderr || !fails(WRITE) || how == SHORT) return next_fwrite(data, size, count, file);
    return 0;
}

int fflush(FILE *file)
{
    if (file == stderr || !fails(WRITE) || how == SHORT) return next_fflush(file);
    return EOF;
}

int fsync(int file)
{
    return fails(SYNC) ? -1 : next_fsync(file);
}

int fdatasync(int file)
{
    return fails(SYNC) ? -1 : next_fdatasync(file);
}

/* What cannot be closed is closed nevertheless, as Linux has it. */
int close(int file)
{
    if (!fails(CLOSE)) return next_close(file);
    int code = errno;
    next_close(file);
    errno = code;
    return -1;
}

int fclose(FILE *file)
{
    if (!fails(CLOSE)) return next_fclose(file);
    int code = errno;
    next_fclose(file);
    errno = code;
    return EOF;
}

int rename(const char *from, const char *to)
{
    return fails(RENAME) ? -1 : next_rename(from, to);
}

int renameat(int a, const char *from, int b, const char *to)
{
    return fails(RENAME) ? -1 : next_renameat(a, from, b, to);
}

int fchmod(int file, mode_t mode)
{
    return fails(CHANGE) ? -1 : next_fchmod(file, mode);
}

int ftruncate(int file, off_t length)
{
    return fails(CHANGE) ? -1 : next_ftruncate(file, length);
}

int flock(int file, int operation)
{
    return fails(CHANGE) ? -1 : next_flock(file, operation);
}

/* ------------------------ threads and processes */

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*work)(void *), void *context)
{
    return fails(THREAD) ? EAGAIN : next_pthread_create(thread, attributes, work, context);
}

pid_t fork(void)
{
    return fails(PROCESS) ? -1 : next_fork();
}
