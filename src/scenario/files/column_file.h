/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One column of numbers from a table, for the empirical distribution.
 */
#ifndef BIREME_SCENARIO_FILES_COLUMN_FILE_H
#define BIREME_SCENARIO_FILES_COLUMN_FILE_H

#include "scenario/reading.h"

/* The numbers [n] in the column that `column` names, of the table at path, which `file` names; missing ones
 * are left out. Free with bireme_free. False: reported, problems in the table at its own lines. */
bool bireme_column_read(bireme_reading *reading, const char *path, const bireme_node *file,
                        const bireme_node *column, double **values, size_t *n);

#endif
