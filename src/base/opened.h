/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping the list of bireme/opened.h: whoever opens a file adds it, with the bytes that it got.
 */
#ifndef BIREME_BASE_OPENED_H
#define BIREME_BASE_OPENED_H

#include <stdbool.h>
#include "bireme/opened.h"

struct bireme_opened {
    size_t n, room;
    bireme_opened_file *files; /* [n] */
    size_t n_slots, *slots;    /* where a long list is searched by its paths; 0, NULL: a short one */
};

/* Adds a file that was read; the list (start with {0}; NULL: nobody keeps one) takes copies. False: out of
 * memory. */
bool bireme_opened_add(bireme_opened *opened, const char *path, const char *data, size_t length);
/* Adds a file that is named, if it is there at all: its content is not known. False: out of memory. */
bool bireme_opened_name(bireme_opened *opened, const char *path);
/* Adds what another list holds. False: out of memory. */
bool bireme_opened_join(bireme_opened *opened, const bireme_opened *others);
/* The path of a file that both lists hold, with other bytes; NULL: none. left_out: so many at the beginning
 * of both do not count. */
const char *bireme_opened_changed(const bireme_opened *a, const bireme_opened *b, size_t left_out);
void bireme_opened_free(bireme_opened *opened); /* {0} is fine; empty afterwards */

#endif
