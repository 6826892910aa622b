/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The data files of a scenario (assumptions, open deals, columns, SIP libraries): each is opened and read
 * once, whoever asks for it, and is the reading's.
 */
#ifndef BIREME_SCENARIO_FILES_DATA_FILE_H
#define BIREME_SCENARIO_FILES_DATA_FILE_H

#include "scenario/reading.h"
#include "table/table.h"

/* The table in the file at path (kept by reference), as if none of its columns had been read yet. named:
 * where a file that cannot be read is reported; NULL: at the file. NULL: reported. */
bireme_table *bireme_data_file_table(bireme_reading *reading, const char *path, const bireme_node *named);
/* The SIPmath library in it, which `file` names. NULL: it is none; reported. */
const bireme_node *bireme_data_file_library(bireme_reading *reading, const char *path,
                                            const bireme_node *file);
/* Frees all of the reading's. */
void bireme_data_files_free(bireme_reading *reading);

#endif
