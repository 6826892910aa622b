/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the walk through faults (walk.c) knows of a folder: its files, whole. What goes wrong with the walk
 * itself ends it.
 */
#ifndef BIREME_TESTS_FAULT_WALK_FILES_H
#define BIREME_TESTS_FAULT_WALK_FILES_H

#include <stdbool.h>
#include <stddef.h>

enum { FILES_MOST = 24 };

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

/* Ends the walk: the walk cannot go on. */
void die(const char *what);
void *must(void *memory); /* which is there, or the walk ends */

bytes read_whole(const char *path); /* free(data); a zero byte follows */
void write_whole(const char *path, bytes b);
/* How long a run took is no part of the answer. */
void forget_time(bytes *b);
bool same(bytes a, bytes b);
bool ends_with(const char *text, const char *end);

/* The files of the current folder. */
void look(folder *out);
void forget(folder *f);
const file *find(const folder *f, const char *name); /* NULL: it is not there */
void remove_all(void);

#endif
