/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _DEFAULT_SOURCE /* flock */
#include "cli/files/batch_file.h"

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
#include "base/hash.h"
#include "base/memory.h"
#include "base/opened.h"
#include "cli/console.h"
#include "cli/options/option_values.h"
#include "cli/watch.h"

static const double SECONDS_BETWEEN = 0.5; /* between entries of the journal */

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
    return bireme_console_fail(BIREME_EXIT_IO, "%s: cannot %s: %s", path, what, strerror(errno));
}

static int complain_changed(const char *path)
{
    return bireme_console_fail(
        BIREME_EXIT_SCENARIO,
        "%s is not as the batch left it: it has been changed; without --resume it is begun anew", path);
}

static bool no_memory(bireme_batch_file *file)
{
    bireme_value_no_memory();
    file->out_of_memory = true;
    return false;
}

/* ------------------------ the journal */

/* Adds lines, completely or (with a complaint) not at all. */
static bool log_lines(bireme_batch_file *file, bireme_text *lines)
{
    bool good = !lines->failed;
    if (!good)
        no_memory(file);
    else if (file->log >= 0 && !(good = bireme_file_put(file->log, bireme_text_string(lines), lines->length)))
        complain_io(file->journal, "write");
    bireme_text_free(lines);
    return good;
}

static void state_line(bireme_text *out, const bireme_journal *done, bool complete)
{
    bireme_journal_line(out, "%s %" PRIu64 " %" PRIu64 " %016" PRIx64, complete ? "end" : "run", done->done,
                        done->size, done->hash);
}

/* Syncs the data, then records them in the journal. */
static bool log_state(bireme_batch_file *file, bool complete)
{
    bireme_text line = {0};
    if (file->data >= 0 && fdatasync(file->data) != 0) {
        complain_io(file->partial, "write");
        return false;
    }
    state_line(&line, &file->done, complete);
    file->logged = file->done.done;
    file->logged_s = now();
    bireme_watch_guard.hold(bireme_watch_guard.context);
    bool good = log_lines(file, &line);
    file->words[0] = '\0';
    bireme_watch_guard.release(bireme_watch_guard.context, NULL);
    return good;
}

static void failure_line(bireme_text *out, const bireme_journal_failure *failure)
{
    bireme_journal_line(out, "failed %" PRIu64 " %" PRIu64 " %" PRIu64 " %s", failure->run, failure->from,
                        failure->size, failure->again ? "again" : "final");
}

bool bireme_batch_file_note(bireme_batch_file *file, const bireme_opened_file *opened, const char *name)
{
    bireme_opened_file named = *opened;
    const bireme_opened one = {.n = 1, .files = &named};
    bireme_text line = {0};
    size_t before = file->done.opened.n;
    named.path = name;
    if (!bireme_opened_join(&file->done.opened, &one)) return no_memory(file);
    if (file->done.opened.n == before) return true;
    bireme_journal_file_line(&line, opened, name);
    return log_lines(file, &line);
}

/* ------------------------ opening */

static int lock(bireme_batch_file *file)
{
    file->log = open(file->journal, O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0666);
    if (file->log < 0) return complain_io(file->journal, "write");
    if (flock(file->log, LOCK_EX | LOCK_NB) == 0) return 0;
    if (errno == EWOULDBLOCK)
        return bireme_console_fail(BIREME_EXIT_IO, "%s: another batch is writing this file", file->path);
    bireme_console_complain("%s cannot be locked (%s): make sure that no other batch writes %s",
                            file->journal, strerror(errno), file->path);
    return 0;
}

/* Begins the table again. The old file is not truncated but removed: a process that may still write to it
 * cannot affect the new one. */
static int begin(bireme_batch_file *file, const bireme_batch_identity *identity, const bireme_text *head)
{
    bireme_text lines = {0};
    if (unlink(file->partial) != 0 && errno != ENOENT) return complain_io(file->partial, "write");
    if (ftruncate(file->log, 0) != 0) return complain_io(file->journal, "write");
    bireme_journal_free(&file->done);
    file->done.identity = bireme_strdup(identity->line);
    if (file->done.identity == NULL) return bireme_value_no_memory();
    bireme_journal_line(&lines, "%s", identity->line);
    if (!log_lines(file, &lines)) return bireme_batch_file_status(file);
    for (size_t i = 0; i < identity->opened->n; i++) {
        const bireme_opened_file *f = &identity->opened->files[i];
        if (f->size != UINT64_MAX &&
            !bireme_batch_file_note(file, f, bireme_journal_name(identity->manifest, f->path)))
            return bireme_batch_file_status(file);
    }
    file->data = open(file->partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file->data < 0) return complain_io(file->partial, "write");
    if (!bireme_file_put(file->data, bireme_text_string(head), head->length))
        return complain_io(file->partial, "write");
    file->done.hash = BIREME_HASH_START;
    bireme_hash_stir(&file->done.hash, bireme_text_string(head), head->length);
    file->done.size = head->length;
    return log_state(file, false) ? 0 : bireme_batch_file_status(file);
}

/* Whether the data that the journal describes are there, unchanged. */
static bool is_whole(int descriptor, const bireme_journal *journal)
{
    char piece[1 << 16];
    uint64_t hash = BIREME_HASH_START, left = journal->size;
    if (lseek(descriptor, 0, SEEK_SET) != 0) return false;
    while (left > 0) {
        ssize_t got = read(descriptor, piece, left < sizeof piece ? (size_t)left : sizeof piece);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        bireme_hash_stir(&hash, piece, (size_t)got);
        left -= (uint64_t)got;
    }
    return left == 0 && hash == journal->hash;
}

/* Whether it is the same batch. 0, or the exit status after a complaint that says what differs. */
static int compare(const bireme_batch_file *file, const bireme_batch_identity *identity,
                   const bireme_opened *now_there)
{
    const char *differs = bireme_journal_difference(file->done.identity, identity->line, false);
    const char *changed = bireme_journal_changed(&file->done.opened, now_there);
    if (differs == NULL && changed == NULL) return 0;
    if (changed != NULL)
        return bireme_console_refuse(
            "%s is of another batch: %s has changed since; without --resume it is begun anew", file->journal,
            changed);
    return bireme_console_refuse(
        "%s is of another batch: it differs in %s; without --resume it is begun anew", file->journal,
        differs);
}

/* The files as they are now, under the names of a journal. False: out of memory. */
static bool name_files(const bireme_batch_identity *identity, bireme_opened *out)
{
    bool good = true;
    for (size_t i = 0; i < identity->opened->n && good; i++) {
        bireme_opened_file named = identity->opened->files[i];
        const bireme_opened one = {.n = 1, .files = &named};
        named.path = bireme_journal_name(identity->manifest, named.path);
        if (named.size != UINT64_MAX) good = bireme_opened_join(out, &one);
    }
    return good;
}

/* Opens the file that the journal describes; its name goes to *is. 0, or the exit status after a complaint;
 * file->data stays −1 if there is nothing left that could be lost. */
static int open_rest(bireme_batch_file *file, uint64_t runs)
{
    const char *name = file->partial;
    bool all = file->done.done == runs, other = false;
    file->data = open(name, O_RDWR | O_CLOEXEC);
    if (file->data < 0 && errno != ENOENT) return complain_io(name, "go on with");
    if (file->data >= 0 && all && !is_whole(file->data, &file->done)) {
        /* Killed while the rows of failed runs were being replaced: the table itself may still be there. */
        close(file->data);
        file->data = -1;
        other = true;
    }
    if (file->data < 0 && all) {
        name = file->path;
        file->data = open(name, O_RDONLY | O_CLOEXEC);
        file->done.complete = file->data >= 0;
        if (file->data < 0 && errno != ENOENT) return complain_io(name, "read");
    } else {
        file->done.complete = false;
    }
    if (file->data < 0) return other ? complain_changed(file->partial) : 0;
    return is_whole(file->data, &file->done) ? 0 : complain_changed(name);
}

static bool has_rows(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && info.st_size > 0;
}

/* Without a journal nothing tells what the table, or its beginning, was made from. */
static int check_known(const bireme_batch_file *file)
{
    const char *there = has_rows(file->partial) ? file->partial : has_rows(file->path) ? file->path : NULL;
    if (there == NULL) return 0;
    return bireme_console_fail(
        BIREME_EXIT_SCENARIO,
        "%s is there, but no journal (%s) that says what it rests on; without --resume "
        "the batch is begun anew",
        there, file->journal);
}

static int resume_file(bireme_batch_file *file, const bireme_batch_identity *identity,
                       const bireme_text *head, uint64_t runs)
{
    bireme_opened now_there = {0};
    int failed = bireme_journal_read(file->path, &file->done);
    if (failed != 0) return failed;
    if (file->done.identity == NULL) {
        failed = check_known(file);
        return failed != 0 ? failed : begin(file, identity, head);
    }
    failed = name_files(identity, &now_there) ? compare(file, identity, &now_there)
                                              : bireme_value_no_memory();
    bireme_opened_free(&now_there);
    if (failed == 0 && ftruncate(file->log, (off_t)file->done.length) != 0)
        failed = complain_io(file->journal, "write"); /* half a line was written */
    /* A file that could not be read at first may exist by now. */
    for (size_t i = 0; failed == 0 && i < identity->opened->n; i++) {
        const bireme_opened_file *f = &identity->opened->files[i];
        if (f->size != UINT64_MAX &&
            !bireme_batch_file_note(file, f, bireme_journal_name(identity->manifest, f->path)))
            failed = bireme_batch_file_status(file);
    }
    /* The batch was ended before the first line of a table was there: nothing is lost. */
    if (failed == 0 && file->done.size == 0) return begin(file, identity, head);
    if (failed == 0) failed = open_rest(file, runs);
    if (failed == 0 && file->data < 0 && file->done.done > 0)
        bireme_console_complain("%s is gone, and what there was of it: the batch is begun anew", file->path);
    return failed == 0 && file->data < 0 ? begin(file, identity, head) : failed;
}

int bireme_batch_file_open(bireme_batch_file *file, const char *path, const bireme_batch_identity *identity,
                           const bireme_text *head, uint64_t runs, bool resume)
{
    struct stat info;
    *file = (bireme_batch_file){.data = -1, .log = -1};
    if (head->failed) return bireme_value_no_memory();
    if (path == NULL || strcmp(path, "-") == 0) return bireme_console_write(head);
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
        if (resume) return bireme_console_refuse("--resume goes on with a file: '%s' is none", path);
        file->data = open(path, O_WRONLY | O_CLOEXEC);
        bool written = file->data >= 0 && bireme_file_put(file->data, bireme_text_string(head), head->length);
        return written ? 0 : complain_io(path, "write");
    }
    file->path = path;
    file->partial = with_ending(path, ".partial");
    file->journal = with_ending(path, ".journal");
    if (file->partial == NULL || file->journal == NULL) return bireme_value_no_memory();
    int failed = resume ? 0 : bireme_journal_check_own(file->journal, file->partial);
    if (resume && lstat(file->journal, &info) != 0 && errno == ENOENT)
        failed = check_known(file); /* before a journal is created */
    if (failed == 0) failed = lock(file);
    if (failed != 0) return failed;
    return resume ? resume_file(file, identity, head, runs) : begin(file, identity, head);
}

int bireme_batch_file_keep(bireme_batch_file *file, const bireme_text *head, bireme_text *kept)
{
    *file = (bireme_batch_file){.kept = kept, .data = -1, .log = -1};
    bireme_text_append_n(kept, bireme_text_string(head), head->length);
    return head->failed || kept->failed ? bireme_value_no_memory() : 0;
}

int bireme_batch_file_begin(bireme_batch_file *file)
{
    if (file->path == NULL || file->done.complete) return 0;
    if (ftruncate(file->data, (off_t)file->done.size) != 0 ||
        lseek(file->data, (off_t)file->done.size, SEEK_SET) < 0)
        return complain_io(file->partial, "go on with");
    return log_state(file, false) ? 0 : bireme_batch_file_status(file);
}

/* ------------------------ writing */

/* Adds the rows of `runs` runs; failed ones among them are not recorded. */
static bool add_rows(bireme_batch_file *file, const char *rows, size_t length, uint64_t runs)
{
    const bireme_text text = {.data = (char *)(uintptr_t)rows, .length = length};
    if (file->kept != NULL) {
        bireme_text_append_n(file->kept, rows, length);
        if (file->kept->failed) return no_memory(file);
    } else if (file->data < 0 && length > 0 && bireme_console_write(&text) != 0) {
        return false;
    }
    if (file->data >= 0 && !bireme_file_put(file->data, rows, length)) {
        complain_io(file->partial != NULL ? file->partial : "--out", "write");
        return false;
    }
    bireme_hash_stir(&file->done.hash, rows, length);
    file->done.size += length;
    file->done.done += runs;
    return true;
}

/* lines: the text to append to. */
static bool note_failure(bireme_batch_file *file, uint64_t size, bool again, bireme_text *lines)
{
    const bireme_journal_failure failure = {
        .run = file->done.done, .from = file->done.size, .size = size, .again = again};
    if (!bireme_journal_fail(&file->done, &failure)) return no_memory(file);
    failure_line(lines, &failure);
    return true;
}

/* The line to write if the program is ended before the journal records the run. */
static void prepare_words(bireme_batch_file *file)
{
    bireme_text line = {0};
    if (file->log < 0) return;
    state_line(&line, &file->done, false);
    bireme_watch_guard.hold(bireme_watch_guard.context);
    snprintf(file->words, sizeof file->words, "%s", bireme_text_string(&line));
    bireme_watch_guard.release(bireme_watch_guard.context, NULL);
    bireme_text_free(&line);
}

bool bireme_batch_file_append(bireme_batch_file *file, const bireme_text *rows, bool failed, bool again)
{
    if (rows->failed) return no_memory(file);
    bireme_text line = {0};
    if (failed && (!note_failure(file, rows->length, again, &line) || !log_lines(file, &line))) return false;
    if (!add_rows(file, bireme_text_string(rows), rows->length, 1)) return false;
    prepare_words(file);
    return file->log < 0 || now() - file->logged_s < SECONDS_BETWEEN || log_state(file, false);
}

/* Replaces rows of the old table, in memory. The journal records all that is new at once, when it is
 * complete. */
static int put_in(bireme_batch_file *file, const char *old, const bireme_journal *was,
                  const bireme_batch_replacement *by, size_t n)
{
    bireme_text lines = {0};
    uint64_t run = was->failures[by[0].failure].run, from = was->failures[by[0].failure].from;
    size_t next = 0;
    file->done.hash = BIREME_HASH_START;
    bireme_hash_stir(&file->done.hash, old, from);
    file->done.size = from;
    file->done.done = run;
    bireme_journal_drop(&file->done, run);
    state_line(&lines, &file->done, false);
    if (!was->complete) { /* the journal stops naming what is cut off before it is removed */
        if (!log_lines(file, &lines)) return bireme_batch_file_status(file);
        if (ftruncate(file->data, (off_t)from) != 0 || lseek(file->data, (off_t)from, SEEK_SET) < 0)
            return complain_io(file->partial, "write");
    } else if (!bireme_file_put(file->data, old, from)) {
        return complain_io(file->partial, "write");
    }
    for (size_t f = by[0].failure; f < was->n_failures; f++) {
        const bireme_journal_failure *failure = &was->failures[f];
        const bireme_batch_replacement *here = next < n && by[next].failure == f ? &by[next++] : NULL;
        const char *rows = here != NULL ? bireme_text_string(&here->rows) : old + failure->from;
        uint64_t size = here != NULL ? here->rows.length : failure->size;
        bool failed = here == NULL || here->failed, again = here != NULL ? here->again : failure->again;
        uint64_t end = f + 1 < was->n_failures ? was->failures[f + 1].from : was->size;
        uint64_t end_run = f + 1 < was->n_failures ? was->failures[f + 1].run : was->done;
        if ((failed && !note_failure(file, size, again, &lines)) || !add_rows(file, rows, size, 1) ||
            !add_rows(file, old + failure->from + failure->size, end - failure->from - failure->size,
                      end_run - failure->run - 1)) {
            bireme_text_free(&lines);
            return BIREME_EXIT_IO;
        }
    }
    if (fdatasync(file->data) != 0) {
        bireme_text_free(&lines);
        return complain_io(file->partial, "write");
    }
    return log_lines(file, &lines) && log_state(file, false) ? 0 : bireme_batch_file_status(file);
}

int bireme_batch_file_replace(bireme_batch_file *file, const bireme_batch_replacement *by, size_t n)
{
    bireme_journal was = file->done;
    bireme_error error = {0};
    char *old = NULL;
    size_t length = 0;
    if (n == 0) return 0;
    was.failures = bireme_memdup(was.failures, was.n_failures, sizeof *was.failures);
    if (was.failures == NULL) return bireme_value_no_memory();
    bireme_status status = bireme_file_read(was.complete ? file->path : file->partial, SIZE_MAX / 4, &old,
                                            &length, &error);
    int failed = status != BIREME_OK ? bireme_options_fail(&error) : 0;
    if (failed == 0 && length < was.size) failed = complain_changed(file->path);
    if (failed == 0 && was.complete) { /* the table keeps its name until the new one is complete */
        close(file->data);
        unlink(file->partial);
        file->data = open(file->partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file->data < 0) failed = complain_io(file->partial, "write");
        file->done.complete = false;
    }
    if (failed == 0) failed = put_in(file, old, &was, by, n);
    bireme_free(old);
    bireme_free(was.failures);
    return failed;
}

/* Whether the file of that name is still the one that is open. */
static bool is_ours(const char *path, int descriptor)
{
    struct stat named, open_one;
    return stat(path, &named) == 0 && fstat(descriptor, &open_one) == 0 && named.st_dev == open_one.st_dev &&
           named.st_ino == open_one.st_ino;
}

int bireme_batch_file_finish(bireme_batch_file *file)
{
    struct stat info;
    if (file->path == NULL || file->done.complete) return 0;
    if (!log_state(file, false)) return bireme_batch_file_status(file);
    if (!is_ours(file->partial, file->data) || !is_ours(file->journal, file->log))
        return bireme_console_fail(
            BIREME_EXIT_IO,
            "%s or its journal was taken away or replaced meanwhile: the table is not written",
            file->partial);
    if (stat(file->path, &info) == 0 && fchmod(file->data, info.st_mode & 0777) != 0)
        return complain_io(file->partial, "write");
    if (rename(file->partial, file->path) != 0) return complain_io(file->path, "write");
    file->done.complete = true;
    return log_state(file, true) ? 0 : bireme_batch_file_status(file);
}

void bireme_batch_file_last_words(void *context)
{
    const bireme_batch_file *file = context;
    if (file->log >= 0 && file->words[0] != '\0')
        bireme_file_put(file->log, file->words, strlen(file->words));
}

void bireme_batch_file_close(bireme_batch_file *file)
{
    bool behind = file->data >= 0 && file->log >= 0 && file->done.done > file->logged && !file->done.complete;
    if (behind && !log_state(file, false)) complain_io(file->journal, "write");
    if (file->data >= 0) close(file->data);
    if (file->log >= 0) close(file->log);
    bireme_free(file->partial);
    bireme_free(file->journal);
    bireme_journal_free(&file->done);
    *file = (bireme_batch_file){.data = -1, .log = -1};
}
