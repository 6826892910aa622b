/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file that a batch writes: results as they finish into FILE.partial, which becomes FILE when all are there, and beside it
 * FILE.journal, which says of which batch it is and how many runs are safely in it. Whatever kills the program, the journal
 * never says more than is there: the data are synced before the journal names them.
 */
#ifndef BIREME_CLI_BATCH_FILE_H
#define BIREME_CLI_BATCH_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/text.h"

typedef struct bireme_batch_file {
    const char *path; /* NULL: standard output, without a journal */
    char *partial, *journal;
    int data, log;   /* descriptors, −1: none */
    uint64_t size;   /* bytes written */
    uint64_t done;   /* runs written */
    uint64_t logged; /* of them in the journal */
    double logged_s; /* when */
} bireme_batch_file;

/* path NULL or "-": standard output. identity: one line that says which batch it is; head: what comes before the first run.
 * resume: goes on with what is there of the same batch; file->done says how many runs that are, *complete that it is all.
 * 0, or the exit status after a complaint. */
int bireme_batch_file_open(bireme_batch_file *file, const char *path, const char *identity,
                           const bireme_text *head, uint64_t runs, bool resume, bool *complete);
/* The rows of the next run. False after a complaint. */
bool bireme_batch_file_append(bireme_batch_file *file, const bireme_text *rows);
/* All runs are there: the file gets its name. 0, or the exit status after a complaint. */
int bireme_batch_file_finish(bireme_batch_file *file);
/* Notes what is there so far; frees. */
void bireme_batch_file_close(bireme_batch_file *file);

/* What a journal says. */
typedef struct bireme_batch_journal {
    char *identity; /* NULL: there is none */
    uint64_t done, size;
    bool complete;
} bireme_batch_journal;

/* Of FILE, from FILE.journal; free identity with bireme_free(). False: out of memory. A journal that is not there, or is
 * none, has no identity. */
bool bireme_batch_journal_read(const char *path, bireme_batch_journal *out);

#endif
