/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping the list of bireme/opened.h: whoever opens a file adds it, with the bytes that were read.
 */
#ifndef BIREME_BASE_OPENED_H
#define BIREME_BASE_OPENED_H

#include <stdbool.h>
#include "bireme/opened.h"

struct bireme_opened {
    size_t n, room;
    bireme_opened_file *files; /* [n] */
    size_t n_slots, *slots;    /* hash table of a long list's paths; 0, NULL: the list is short */
};

/* Adds a file that was read; the list (start with {0}; NULL: none is kept) copies what it needs. False: out
 * of memory. */
bool bireme_opened_add(bireme_opened *opened, const char *path, const char *data, size_t length);
/* Adds a file that was only named, if it exists: its content is not known. False: out of memory. */
bool bireme_opened_name(bireme_opened *opened, const char *path);
/* Adds all files of another list. False: out of memory. */
bool bireme_opened_join(bireme_opened *opened, const bireme_opened *others);
/* The path of a file that is in both lists with different content; NULL: none. The first left_out files of
 * either list are ignored. */
const char *bireme_opened_changed(const bireme_opened *a, const bireme_opened *b, size_t left_out);
void bireme_opened_free(bireme_opened *opened); /* {0} is fine; empty afterwards */

#endif
