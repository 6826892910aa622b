/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The nearest valid name to one that was mistyped.
 */
#ifndef BIREME_BASE_NEAREST_H
#define BIREME_BASE_NEAREST_H

#include <stddef.h>
#include "base/error.h"

/* The candidate with the smallest edit distance (insert, delete, replace, swap of neighbours; case counts
 * half), or NULL if none is close: the distance may be at most a third of the length of the longer name, at
 * least 1. The first of equals is taken. candidates [n]. */
const char *bireme_nearest(const char *name, const char *const *candidates, size_t n);

/* Fails with DOMAIN: none of the candidates [n], each a `kind` ("metric"), has that name (NULL: no name was
 * given); the message suggests the nearest. error may be NULL. */
bireme_status bireme_fail_nearest(bireme_error *error, const char *kind, const char *name,
                                  const char *const *candidates, size_t n);

#endif
