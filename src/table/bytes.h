/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the bytes of a file to UTF-8.
 */
#ifndef BIREME_TABLE_BYTES_H
#define BIREME_TABLE_BYTES_H

#include "base/error.h"
#include "bireme/table.h"

/* Takes *data (from bireme_calloc; length bytes and a zero), and replaces it by UTF-8 without a byte order
 * mark and without zero bytes. Errors: SCENARIO, with line and column of the first byte that cannot be
 * decoded; MEMORY. *data stays valid, and the caller's, in any case. */
BIREME_MUST_USE bireme_status bireme_table_decode(char **data, size_t *length, bireme_encoding encoding,
                                                  bireme_error *error);

#endif
