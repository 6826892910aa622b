/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of a batch while it grows. It is written to FILE.partial, run by run, and FILE.journal records
 * which batch it is, what it was made from, and how much of the table is complete, so that whatever ends the
 * program costs at most the runs in progress: FILE.partial is truncated to what the journal records, and the
 * batch continues. When all runs are there the file gets its name. The journal is kept, for merging shards.
 * Two batches cannot write the same file at the same time.
 */
#ifndef BIREME_CLI_FILES_BATCH_FILE_H
#define BIREME_CLI_FILES_BATCH_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/text.h"
#include "bireme/status.h"
#include "cli/files/journal.h"

typedef struct bireme_batch_file {
    /* NULL: standard output, without a journal; likewise anything that is not a regular file */
    const char *path;
    char *partial, *journal;
    bireme_text *kept;   /* the rows go here, not to standard output; NULL: they do not */
    int data, log;       /* descriptors, −1: none */
    bireme_journal done; /* what is done so far; its identity and files are those of the batch */
    double logged_s;     /* when its state was last logged */
    uint64_t logged;     /* runs done then */
    bool out_of_memory;  /* the reason of a failure; else a file was */
    char words[128];     /* the line with the state, if not logged yet; else empty */
} bireme_batch_file;

/* The exit status for a failure of the functions below. */
static inline int bireme_batch_file_status(const bireme_batch_file *file)
{
    return bireme_status_exit(file->out_of_memory ? BIREME_MEMORY : BIREME_IO);
}

/* Identifies the batch: two with the same identity and the same files give the same table. */
typedef struct bireme_batch_identity {
    const char *line;            /* of `key=value` words, see bireme_journal_difference() */
    const bireme_opened *opened; /* the files it is made from, as far as known; the manifest first */
    const char *manifest;        /* its name, which other names are relative to */
} bireme_batch_identity;

/* path NULL or "-": standard output. head: what precedes the first run. resume: continue with what there is
 * of the same batch: file->done says what that is, and whether it is all; nothing is written before
 * bireme_batch_file_begin(). 0, or the exit status after a complaint. */
int bireme_batch_file_open(bireme_batch_file *file, const char *path, const bireme_batch_identity *identity,
                           const bireme_text *head, uint64_t runs, bool resume);
/* No file: head and rows are kept in the text, which is the caller's. 0, or the exit status after a
 * complaint. */
int bireme_batch_file_keep(bireme_batch_file *file, const bireme_text *head, bireme_text *kept);
/* Continues where file->done ends. 0, or the exit status after a complaint. */
int bireme_batch_file_begin(bireme_batch_file *file);
/* Rows that replace those of a failed run, file->done.failures[failure]. */
typedef struct bireme_batch_replacement {
    size_t failure;
    bool failed, again; /* as in bireme_journal_failure */
    bireme_text rows;
} bireme_batch_replacement;
/* Replaces them, in order; to be called before bireme_batch_file_begin(). 0, or the exit status after a
 * complaint. */
int bireme_batch_file_replace(bireme_batch_file *file, const bireme_batch_replacement *by, size_t n);
/* Records a file that the rows were made from. False after a complaint. */
bool bireme_batch_file_note(bireme_batch_file *file, const bireme_opened_file *opened, const char *name);
/* Appends the rows of the next run; failed: they say why there is no result; again: it may succeed another
 * time. False after a complaint. */
bool bireme_batch_file_append(bireme_batch_file *file, const bireme_text *rows, bool failed, bool again);
/* All runs are there: gives the file its name. 0, or the exit status after a complaint. */
int bireme_batch_file_finish(bireme_batch_file *file);
/* Records the state so far, and frees. */
void bireme_batch_file_close(bireme_batch_file *file);
/* Records the state so far, from another thread that is about to end the program; context: the file. */
void bireme_batch_file_last_words(void *context);

#endif
