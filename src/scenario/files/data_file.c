/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The error of a file that cannot be read is kept too, to be reported at each place that names the file.
 * Problems inside the file are reported at its own lines when it is read.
 */
#include "scenario/files/data_file.h"

#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "scenario/files/table_file.h"

enum { SIZE_MOST = 64 << 20 };

typedef struct bireme_data_file bireme_data_file;
struct bireme_data_file {
    const char *path;
    bireme_data_file *next;
    bool tried, empty;       /* a library: reading was tried; the file is empty */
    bireme_error error;      /* why it cannot be read; OK: it can be */
    bireme_table *table;     /* NULL: not requested, or not a table */
    const bireme_node *root; /* likewise for a library */
};

/* NULL: out of memory, reported. */
static bireme_data_file *find(bireme_reading *reading, const char *path)
{
    bireme_data_file *f = reading->files;
    while (f != NULL && strcmp(f->path, path) != 0) f = f->next;
    if (f != NULL) return f;
    f = bireme_arena_alloc(&reading->arena, 1, sizeof *f);
    if (f == NULL) {
        bireme_report_memory(&reading->report);
        return NULL;
    }
    *f = (bireme_data_file){.path = path, .next = reading->files};
    reading->files = f;
    return f;
}

bireme_table *bireme_data_file_table(bireme_reading *reading, const char *path, const bireme_node *named)
{
    bireme_data_file *f = find(reading, path);
    if (f == NULL) return NULL;
    if (f->table == NULL && f->error.status == BIREME_OK &&
        bireme_table_open(path, reading->options.tables, reading->opened, &f->table, &f->error) != BIREME_OK)
        f->table = NULL;
    if (f->table != NULL)
        bireme_table_forget(f->table);
    else if (named != NULL && f->error.status == BIREME_IO)
        bireme_node_report_error(&reading->report, named, &f->error);
    else
        bireme_table_file_report(&reading->report, &f->error);
    return f->table;
}

static void read_library(bireme_reading *reading, bireme_data_file *f)
{
    char *text = NULL;
    size_t length = 0;
    f->tried = true;
    if (bireme_file_read(f->path, SIZE_MOST, &text, &length, &f->error) != BIREME_OK) return;
    if (!bireme_opened_add(reading->opened, f->path, text, length)) bireme_report_memory(&reading->report);
    f->empty = text[strspn(text, " \t\r\n")] == '\0' && strlen(text) == length;
    if (!f->empty) f->root = bireme_node_parse(text, length, f->path, &reading->arena, &reading->report);
    bireme_free(text);
}

const bireme_node *bireme_data_file_library(bireme_reading *reading, const char *path,
                                            const bireme_node *file)
{
    char quoted[BIREME_QUOTE_SIZE];
    bireme_data_file *f = find(reading, path);
    if (f == NULL) return NULL;
    if (!f->tried) read_library(reading, f);
    if (f->error.status == BIREME_MEMORY)
        bireme_report_memory(&reading->report);
    else if (f->error.status != BIREME_OK)
        bireme_node_report(&reading->report, BIREME_SEVERITY_ERROR, f->error.status, file, BIREME_NODE_VALUE,
                           "`%s`: %s", bireme_quote(quoted, file->text), f->error.message);
    else if (f->empty)
        bireme_node_fail(
            &reading->report, file,
            "`%s` is empty, and no SIPmath 3.0 library: that is a JSON object with a list `sips`",
            bireme_quote(quoted, file->text));
    return f->root;
}

void bireme_data_files_free(bireme_reading *reading)
{
    for (bireme_data_file *f = reading->files; f != NULL; f = f->next) bireme_table_free(f->table);
    reading->files = NULL;
}
