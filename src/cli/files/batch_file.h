/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of a batch while it grows. It is written to FILE.partial, run by run, and FILE.journal says which
 * batch it is, what it rests on, and how much of the table is whole, so that whatever ends the program costs
 * at most the runs that were under way: FILE.partial is cut back to what the journal names, and the batch
 * goes on. When all runs are there the file gets its name. The journal stays, for merging shards. Two batches
 * cannot write the same file at a time.
 */
#ifndef BIREME_CLI_FILES_BATCH_FILE_H
#define BIREME_CLI_FILES_BATCH_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/text.h"
#include "bireme/status.h"
#include "cli/files/journal.h"

typedef struct bireme_batch_file {
    const char *path; /* NULL: standard output, without a journal; as is what is no regular file */
    char *partial, *journal;
    int data, log;       /* descriptors, −1: none */
    bireme_journal done; /* what is there; its identity and files are those of the batch */
    double logged_s;     /* when its state was last logged */
    uint64_t logged;     /* runs then */
    bool out_of_memory;  /* is why something failed; else it is a file */
    char words[128];     /* the line of the state, if it is not logged yet; else empty */
} bireme_batch_file;

/* The exit status that a failed function below means. */
static inline int bireme_batch_file_status(const bireme_batch_file *file)
{
    return bireme_status_exit(file->out_of_memory ? BIREME_MEMORY : BIREME_IO);
}

/* What the batch is: two with the same identity and the same files give the same table. */
typedef struct bireme_batch_identity {
    const char *line; /* of `key=value`s, see bireme_journal_difference() */
    const bireme_opened
        *opened;          /* the files that it rests on, as far as they are known; the manifest first */
    const char *manifest; /* its name: others are called as seen from there */
} bireme_batch_identity;

/* path NULL or "-": standard output. head: what comes before the first run. resume: goes on with what is
 * there of the same batch: file->done says what that is, and if it is all; nothing is written before
 * bireme_batch_file_begin(). 0, or the exit status after a complaint. */
int bireme_batch_file_open(bireme_batch_file *file, const char *path, const bireme_batch_identity *identity,
                           const bireme_text *head, uint64_t runs, bool resume);
/* Goes on where file->done ends. 0, or the exit status after a complaint. */
int bireme_batch_file_begin(bireme_batch_file *file);
/* Rows in the place of those of a failed run, file->done.failures[failure]. */
typedef struct bireme_batch_replacement {
    size_t failure;
    bool failed, again; /* as bireme_journal_failure */
    bireme_text rows;
} bireme_batch_replacement;
/* Puts them in, in order; before bireme_batch_file_begin(). 0, or the exit status after a complaint. */
int bireme_batch_file_replace(bireme_batch_file *file, const bireme_batch_replacement *by, size_t n);
/* A file that the rows rest on. False after a complaint. */
bool bireme_batch_file_note(bireme_batch_file *file, const bireme_opened_file *opened, const char *name);
/* The rows of the next run; failed: they say why there is no result; again: that may be another time. False
 * after a complaint. */
bool bireme_batch_file_append(bireme_batch_file *file, const bireme_text *rows, bool failed, bool again);
/* All runs are there: the file gets its name. 0, or the exit status after a complaint. */
int bireme_batch_file_finish(bireme_batch_file *file);
/* Notes what is there so far; frees. */
void bireme_batch_file_close(bireme_batch_file *file);
/* Notes what is there so far, from another thread that is about to end the program; context: the file. */
void bireme_batch_file_last_words(void *context);

#endif
