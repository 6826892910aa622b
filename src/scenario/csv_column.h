/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One column of numbers from a CSV file, for the empirical distribution.
 */
#ifndef BIREME_SCENARIO_CSV_COLUMN_H
#define BIREME_SCENARIO_CSV_COLUMN_H

#include <stddef.h>
#include "base/error.h"

/* The numbers [n] under the header `column`, empty cells left out; free with bireme_free. RFC 4180 (comma,
 * semicolon or tab), UTF-8, decimal point whatever the locale. Errors: IO, SCENARIO (no such column, a cell
 * that is no number: with its line), MEMORY. */
BIREME_MUST_USE bireme_status bireme_csv_column(const char *path, const char *column, double **values,
                                                size_t *n, bireme_error *error);

#endif
