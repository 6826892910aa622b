/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Options of programs that were built with another version of the headers. Every struct of options begins
 * with its size, as the program knows it, and grows at its end only: a new field begins where the struct
 * ended before, never in the room that was left over after its last field.
 */
#ifndef BIREME_BASE_OPTIONS_H
#define BIREME_BASE_OPTIONS_H

#include "base/error.h"
#include "bireme/table.h"

/* No options have more bytes. */
enum { BIREME_OPTIONS_MOST = 4096 };

/* Takes over what was told. to [size]: the defaults, of which those stay that `from` is too short for; its
 * size first. from: NULL: all of them stay. name: of the type. Errors: DOMAIN (from has no size, or sets what
 * this version does not know). error may be NULL. */
BIREME_MUST_USE bireme_status bireme_options_take(void *to, size_t size, const void *from, const char *name,
                                                  bireme_error *error);

/* What was told of tables (NULL: nothing). Errors: DOMAIN. */
BIREME_MUST_USE bireme_status bireme_table_options_take(const bireme_table_options *from,
                                                        bireme_table_options *to, bireme_error *error);

#endif
