/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The data files of a scenario (assumptions, open deals, columns, SIP libraries): each is opened and read
 * once, however many readers use it, and belongs to the reading.
 */
#ifndef BIREME_SCENARIO_FILES_DATA_FILE_H
#define BIREME_SCENARIO_FILES_DATA_FILE_H

#include "scenario/reading.h"
#include "table/table.h"

/* The table in the file at path (kept by reference), with none of its columns marked as read. named: where to
 * report a file that cannot be read; NULL: at the file. NULL: reported. */
bireme_table *bireme_data_file_table(bireme_reading *reading, const char *path, const bireme_node *named);
/* The SIPmath library in the file that `file` names. NULL: it is not one; reported. */
const bireme_node *bireme_data_file_library(bireme_reading *reading, const char *path,
                                            const bireme_node *file);
/* Frees all data files of the reading. */
void bireme_data_files_free(bireme_reading *reading);

#endif
