/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libxlsxwriter follows null pointers when memory runs out inside it (output/book/book.c says more). So that
 * this does not end the program, the workbook is made by a forked child, which passes its bytes through a
 * pipe. The child starts no threads, and everything it allocates ends with it. A complaint of the library on
 * standard error, which means that it goes on with something left out, is an error here.
 */
#define _GNU_SOURCE /* memfd_create */
#include "cli/files/workbook.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/error.h"

/* What the child reports, in shared memory. */
typedef struct report {
    bool finished;
    size_t length; /* of the workbook */
    bireme_status status;
    bireme_error error;
} report;

static bireme_status fail_for(bireme_error *error, bireme_status status, const char *what)
{
    int code = errno;
    return bireme_fail(error, code == ENOMEM ? BIREME_MEMORY : status, "cannot %s: %s", what, strerror(code));
}

static bool write_all(int file, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t put = write(file, data, length);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        data += put;
        length -= (size_t)put;
    }
    return true;
}

/* ------------------------ the child */

/* What the library wrote to standard error, which it does only when something is wrong. */
static bireme_status read_complaint(int complaints, bireme_error *error)
{
    char said[512];
    ssize_t n = pread(complaints, said, sizeof said - 1, 0);
    if (n <= 0) return n == 0 ? BIREME_OK : fail_for(error, BIREME_IO, "read what was said of the workbook");
    said[n] = '\0';
    if (strstr(said, "emory") != NULL) return bireme_fail(error, BIREME_MEMORY, "out of memory");
    said[strcspn(said, "\n")] = '\0';
    return bireme_fail(error, BIREME_INTERNAL, "the workbook cannot be made: %s", said);
}

static void child(const bireme_answer *answer, int pipe_end, report *told)
{
    const struct rlimit none = {0, 0};
    bireme_text out = {0};
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* nobody would read the workbook */
    setrlimit(RLIMIT_CORE, &none);    /* ending by a signal is expected */
    int complaints = memfd_create("bireme-complaints", MFD_CLOEXEC);
    if (complaints < 0 || dup2(complaints, STDERR_FILENO) < 0)
        told->status = fail_for(&told->error, BIREME_IO, "make a temporary file");
    else
        told->status = bireme_answer_write_book(answer, &out, &told->error);
    if (told->status == BIREME_OK) told->status = read_complaint(complaints, &told->error);
    if (told->status == BIREME_OK && !write_all(pipe_end, bireme_text_string(&out), out.length))
        told->status = fail_for(&told->error, BIREME_IO, "hand over the workbook");
    told->length = out.length;
    told->finished = true;
    _exit(0);
}

/* ------------------------ the parent */

static bireme_status take(int pipe_end, bireme_text *out, bireme_error *error)
{
    char piece[1 << 16];
    for (;;) {
        ssize_t n = read(pipe_end, piece, sizeof piece);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail_for(error, BIREME_IO, "take over the workbook");
        if (n == 0) return BIREME_OK;
        bireme_text_append_n(out, piece, (size_t)n);
        if (out->failed) return bireme_fail_memory(error);
    }
}

static bireme_status judge(const report *told, int ended, size_t length, bireme_error *error)
{
    if (told->finished && told->status != BIREME_OK) {
        if (error != NULL) *error = told->error;
        return told->status;
    }
    if (WIFSIGNALED(ended))
        return bireme_fail(error, BIREME_MEMORY,
                           "out of memory: what makes the workbook was ended by signal %d (%s)",
                           WTERMSIG(ended), strsignal(WTERMSIG(ended)));
    if (!told->finished || told->length != length)
        return bireme_fail(error, BIREME_INTERNAL, "what makes the workbook ended before it was done");
    return BIREME_OK;
}

static bireme_status with_child(const bireme_answer *answer, report *told, bireme_text *out,
                                bireme_error *error)
{
    int ends[2], ended = 0;
    size_t before = out->length;
    if (pipe(ends) != 0) return fail_for(error, BIREME_IO, "make a pipe");
    pid_t process = fork();
    if (process == 0) {
        close(ends[0]);
        child(answer, ends[1], told);
    }
    bireme_status status = BIREME_OK;
    if (process < 0) status = fail_for(error, BIREME_MEMORY, "start a process, which makes the workbook");
    close(ends[1]);
    if (status == BIREME_OK) status = take(ends[0], out, error);
    close(ends[0]); /* if not everything was read, the child's next write fails */
    while (process > 0 && waitpid(process, &ended, 0) < 0 && errno == EINTR) continue;
    return status == BIREME_OK ? judge(told, ended, out->length - before, error) : status;
}

bireme_status bireme_cli_workbook(const bireme_answer *answer, bireme_text *out, bireme_error *error)
{
    report *told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (told == MAP_FAILED) return bireme_fail_memory(error);
    bireme_status status = with_child(answer, told, out, error);
    munmap(told, sizeof *told);
    return status;
}
