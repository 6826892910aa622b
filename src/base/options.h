/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Options from programs that were built with another version of the headers. Every options struct begins with
 * its size, as the program was compiled with it, and grows only at its end: a new field begins where the
 * struct ended before, never in the padding after its last field.
 */
#ifndef BIREME_BASE_OPTIONS_H
#define BIREME_BASE_OPTIONS_H

#include "base/error.h"
#include "bireme/table.h"

/* No options struct is larger. */
enum { BIREME_OPTIONS_MOST = 4096 };

/* Copies the caller's options. to [size]: holds the defaults; fields beyond the end of `from` keep them; its
 * size comes first. from: NULL: all defaults are kept. name: of the type. Errors: DOMAIN (from has no size,
 * or sets fields that this version does not know). error may be NULL. */
BIREME_MUST_USE bireme_status bireme_options_take(void *to, size_t size, const void *from, const char *name,
                                                  bireme_error *error);

/* The same for options about tables (NULL: the defaults). Errors: DOMAIN. */
BIREME_MUST_USE bireme_status bireme_table_options_take(const bireme_table_options *from,
                                                        bireme_table_options *to, bireme_error *error);

#endif
