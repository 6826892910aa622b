/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The nearest valid name to one that was mistyped.
 */
#ifndef BIREME_BASE_NEAREST_H
#define BIREME_BASE_NEAREST_H

#include <stddef.h>

/* The candidate with the smallest edit distance (insert, delete, replace, swap of neighbours; case counts
 * half), or NULL if none is close: the distance may be at most a third of the length of the longer name, at
 * least 1. The first of equals wins. candidates [n]. */
const char *bireme_nearest(const char *name, const char *const *candidates, size_t n);

#endif
