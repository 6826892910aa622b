/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The journal of a batch, FILE.journal: lines, each ending with a checksum, which are only ever appended. The
 * first is the identity; then
 *
 *     file HASH SIZE NAME            a file that the table rests on
 *     failed RUN FROM SIZE HOW       a run without a result, its rows in the table, and whether it is to be
 *                                    tried `again` or is `final`
 *     run DONE SIZE HASH             so many runs are in so many bytes of the table
 *     end DONE SIZE HASH             these are all, and the table has its name
 *
 * A later line overrides earlier ones; a failed run beyond DONE does not count. The last line may be
 * incomplete: it was being written when the program was killed.
 */
#ifndef BIREME_CLI_FILES_JOURNAL_H
#define BIREME_CLI_FILES_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/text.h"
#include "base/opened.h"

typedef struct bireme_journal_failure {
    uint64_t run, from, size; /* its number in this table, from 0; its bytes */
    bool again;               /* failed for lack of memory or files: not final */
} bireme_journal_failure;

typedef struct bireme_journal {
    char *identity;       /* NULL: there is none */
    bireme_opened opened; /* files, under the journal's names for them */
    uint64_t done, size, hash;
    bool complete;
    size_t n_failures, failures_room;
    bireme_journal_failure *failures; /* [n_failures], in order */
    uint64_t length;                  /* bytes of its complete lines */
} bireme_journal;

/* Reads the journal of FILE, FILE.journal. A missing or empty one has no identity. One that cannot be read,
 * is damaged or is not a journal is complained about. 0, or the exit status after a complaint. */
int bireme_journal_read(const char *path, bireme_journal *out);
/* Checks that the files beside a table replace only what a batch has left there. 0, or the exit status after
 * a complaint. Allocates nothing. */
int bireme_journal_check_own(const char *journal, const char *partial);
void bireme_journal_free(bireme_journal *journal); /* {0} is fine; empty afterwards */
/* Records a failed run, dropping those from that run on first. False: out of memory. */
bool bireme_journal_fail(bireme_journal *journal, const bireme_journal_failure *failure);
void bireme_journal_drop(bireme_journal *journal, uint64_t run);
/* Appends the line with its checksum. */
void bireme_journal_line(bireme_text *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Appends the line for a file. */
void bireme_journal_file_line(bireme_text *out, const bireme_opened_file *file, const char *name);

/* The name of a file in a journal: relative to the folder of the manifest. */
const char *bireme_journal_name(const char *manifest, const char *path);
/* How two identities differ, in words; NULL: they do not. shards: the shard may differ. */
const char *bireme_journal_difference(const char *a, const char *b, bool shards);
/* A file that differs between the two lists: its name in a; NULL: none. The first file is the manifest,
 * whatever its name. */
const char *bireme_journal_changed(const bireme_opened *a, const bireme_opened *b);

#endif
