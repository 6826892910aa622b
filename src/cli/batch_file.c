/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _DEFAULT_SOURCE /* flock */
#include "cli/batch_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "cli/console.h"

static const double SECONDS_BETWEEN = 0.5; /* entries of the journal */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static char *with_ending(const char *path, const char *ending)
{
    bireme_text text = {0};
    bireme_text_format(&text, "%s%s", path, ending);
    char *copy = text.failed ? NULL : bireme_strdup(bireme_text_string(&text));
    bireme_text_free(&text);
    return copy;
}

static int complain_io(const char *path, const char *what)
{
    bireme_console_complain("%s: cannot %s: %s", path, what, strerror(errno));
    return BIREME_EXIT_IO;
}

static bool write_all(int descriptor, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t n = write(descriptor, data, length);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        data += n;
        length -= (size_t)n;
    }
    return true;
}

/* ------------------------ journal */

/* "run DONE SIZE ok" or "end DONE SIZE ok"; anything else, such as half of one, says nothing. */
static void read_line(const char *line, bireme_batch_journal *out)
{
    char word[8], ok[4];
    uint64_t done, size;
    if (sscanf(line, "%4s %" SCNu64 " %" SCNu64 " %3s", word, &done, &size, ok) != 4) return;
    bool end = strcmp(word, "end") == 0;
    if (strcmp(ok, "ok") != 0 || (!end && strcmp(word, "run") != 0)) return;
    out->done = done;
    out->size = size;
    out->complete = end;
}

bool bireme_batch_journal_read(const char *path, bireme_batch_journal *out)
{
    enum { MOST = 256 << 20 };
    char *data = NULL, *name = with_ending(path, ".journal");
    size_t length = 0;
    *out = (bireme_batch_journal){0};
    if (name == NULL) return false;
    bireme_status status = bireme_file_read(name, MOST, &data, &length, NULL);
    bireme_free(name);
    if (status != BIREME_OK) return status != BIREME_MEMORY;
    char *line = data, *end;
    bool is_journal = strncmp(data, "bireme-batch ", 13) == 0 && strchr(data, '\n') != NULL;
    for (bool first = true; is_journal && (end = strchr(line, '\n')) != NULL; line = end + 1, first = false) {
        *end = '\0'; /* a line without an end was being written when the program was killed */
        if (first)
            out->identity = bireme_strdup(line);
        else
            read_line(line, out);
    }
    bireme_free(data);
    return !is_journal || out->identity != NULL;
}

/* Syncs the data, then names them. */
static bool log_progress(bireme_batch_file *file, const char *word)
{
    char line[64];
    if (fdatasync(file->data) != 0) return false;
    snprintf(line, sizeof line, "%s %" PRIu64 " %" PRIu64 " ok\n", word, file->done, file->size);
    file->logged = file->done;
    file->logged_s = now();
    return write_all(file->log, line, strlen(line));
}

/* ------------------------ opening */

/* What can be gone on with: runs and bytes. False: nothing. */
static bool find_rest(const bireme_batch_file *file, const bireme_batch_journal *journal, uint64_t runs,
                      bool *complete)
{
    struct stat status;
    *complete = false;
    bool whole = journal->done == runs && runs > 0;
    if (whole && stat(file->path, &status) == 0 && (uint64_t)status.st_size == journal->size &&
        (journal->complete || access(file->partial, F_OK) != 0)) {
        *complete = true;
        return true;
    }
    return stat(file->partial, &status) == 0 && (uint64_t)status.st_size >= journal->size &&
           journal->size > 0;
}

static int lock(bireme_batch_file *file)
{
    file->log = open(file->journal, O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0666);
    if (file->log < 0) return complain_io(file->journal, "write");
    if (flock(file->log, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return 0;
    bireme_console_complain("%s: another batch is writing this file", file->path);
    return BIREME_EXIT_IO;
}

static int begin(bireme_batch_file *file, const char *identity, const bireme_text *head)
{
    bireme_text line = {0};
    file->data = open(file->partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file->data < 0) return complain_io(file->partial, "write");
    bireme_text_format(&line, "%s\n", identity);
    bool good = ftruncate(file->log, 0) == 0 &&
                write_all(file->log, bireme_text_string(&line), line.length) &&
                write_all(file->data, bireme_text_string(head), head->length);
    file->size = head->length;
    good = good && !line.failed && log_progress(file, "run");
    bireme_text_free(&line);
    return good ? 0 : complain_io(file->partial, "write");
}

static int go_on(bireme_batch_file *file, const bireme_batch_journal *journal)
{
    file->data = open(file->partial, O_WRONLY | O_CLOEXEC);
    if (file->data < 0) return complain_io(file->partial, "write");
    if (ftruncate(file->data, (off_t)journal->size) != 0 ||
        lseek(file->data, (off_t)journal->size, SEEK_SET) < 0)
        return complain_io(file->partial, "go on with");
    file->size = journal->size;
    file->done = file->logged = journal->done;
    /* What was written after the last whole line of the journal may be half a line. */
    return log_progress(file, "\nrun") ? 0 : complain_io(file->journal, "write");
}

static int open_file(bireme_batch_file *file, const char *identity, const bireme_text *head, uint64_t runs,
                     bool resume, bool *complete)
{
    bireme_batch_journal journal = {0};
    int failed = lock(file);
    if (failed != 0) return failed;
    if (resume && !bireme_batch_journal_read(file->path, &journal)) {
        bireme_console_complain("out of memory");
        return bireme_status_exit(BIREME_MEMORY);
    }
    if (journal.identity != NULL && strcmp(journal.identity, identity) != 0) {
        bireme_console_complain(
            "%s is of another batch: the manifest, a scenario, the options or the program differ; "
            "without --resume it is begun anew",
            file->journal);
        failed = BIREME_EXIT_USAGE;
    } else if (journal.identity != NULL && find_rest(file, &journal, runs, complete)) {
        if (*complete)
            file->done = runs;
        else
            failed = go_on(file, &journal);
    } else {
        failed = begin(file, identity, head);
    }
    bireme_free(journal.identity);
    return failed;
}

int bireme_batch_file_open(bireme_batch_file *file, const char *path, const char *identity,
                           const bireme_text *head, uint64_t runs, bool resume, bool *complete)
{
    *file = (bireme_batch_file){.data = -1, .log = -1};
    *complete = false;
    if (head->failed) {
        bireme_console_complain("out of memory");
        return bireme_status_exit(BIREME_MEMORY);
    }
    if (path == NULL || strcmp(path, "-") == 0) return bireme_console_write(head);
    file->path = path;
    file->partial = with_ending(path, ".partial");
    file->journal = with_ending(path, ".journal");
    if (file->partial != NULL && file->journal != NULL)
        return open_file(file, identity, head, runs, resume, complete);
    bireme_console_complain("out of memory");
    return bireme_status_exit(BIREME_MEMORY);
}

/* ------------------------ writing */

bool bireme_batch_file_append(bireme_batch_file *file, const bireme_text *rows)
{
    if (rows->failed) {
        bireme_console_complain("out of memory");
        return false;
    }
    if (file->path == NULL) return bireme_console_write(rows) == 0;
    if (!write_all(file->data, bireme_text_string(rows), rows->length)) {
        complain_io(file->partial, "write");
        return false;
    }
    file->size += rows->length;
    file->done++;
    if (now() - file->logged_s < SECONDS_BETWEEN || log_progress(file, "run")) return true;
    complain_io(file->partial, "write");
    return false;
}

int bireme_batch_file_finish(bireme_batch_file *file)
{
    if (file->path == NULL) return 0;
    if (!log_progress(file, "run")) return complain_io(file->partial, "write");
    if (rename(file->partial, file->path) != 0) return complain_io(file->path, "write");
    return log_progress(file, "end") ? 0 : complain_io(file->journal, "write");
}

void bireme_batch_file_close(bireme_batch_file *file)
{
    if (file->data >= 0 && file->log >= 0 && file->done > file->logged && !log_progress(file, "run"))
        complain_io(file->partial, "write");
    if (file->data >= 0) close(file->data);
    if (file->log >= 0) close(file->log);
    bireme_free(file->partial);
    bireme_free(file->journal);
    *file = (bireme_batch_file){.data = -1, .log = -1};
}
