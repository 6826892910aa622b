/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of a workbook's file in memory, and whether the file is whole.
 *
 * libxlsxwriter writes each part (a sheet, the styles) to a temporary file and reads it back to pack it, and
 * checks neither result: on a full disk a part is truncated, or a piece of it missing, in a file that looks
 * correct. It opens these files with its function lxw_tmpfile(), which is redefined here: the program's
 * definition takes precedence over that of a shared library. The files are in memory and record whether they
 * were written and read back to the last byte. The "folder for temporary files", which the library passes on,
 * identifies the workbook that a file belongs to. If the library's own function is called after all (when
 * linked statically), it finds no such folder and uses its default as usual; that is why the definition is
 * weak.
 */
#define _GNU_SOURCE /* fopencookie */
#include "output/book/book.h"

#include <errno.h>
#include <string.h>
#include "base/memory.h"

static const char folder[] = "bireme-parts:";

char *bireme_book_parts_folder(char *buffer, bireme_book_parts *parts)
{
    snprintf(buffer, BIREME_BOOK_PARTS, "%s%p", folder, (void *)parts);
    return buffer;
}

typedef struct part {
    bireme_book_parts *parts;
    char *data;
    size_t length, capacity, at, read; /* read: how far it was read back */
} part;

static ssize_t write_part(void *context, const char *data, size_t length)
{
    part *p = context;
    if (p->at + length > p->capacity) {
        size_t capacity = p->capacity > 0 ? p->capacity : 16384;
        while (capacity < p->at + length) capacity *= 2;
        char *larger = bireme_realloc(p->data, capacity, 1);
        if (larger == NULL) {
            p->parts->failed = true;
            errno = ENOMEM;
            return 0; /* this is how a cookie reports failure */
        }
        p->data = larger;
        p->capacity = capacity;
    }
    memcpy(p->data + p->at, data, length);
    p->at += length;
    if (p->at > p->length) p->length = p->at;
    return (ssize_t)length;
}

static ssize_t read_part(void *context, char *data, size_t length)
{
    part *p = context;
    size_t left = p->length - p->at, n = length < left ? length : left;
    if (n > 0) memcpy(data, p->data + p->at, n);
    p->at += n;
    if (p->at > p->read) p->read = p->at;
    return (ssize_t)n;
}

static int seek_part(void *context, off64_t *offset, int from)
{
    part *p = context;
    off64_t base = from == SEEK_SET ? 0 : from == SEEK_CUR ? (off64_t)p->at : (off64_t)p->length;
    if (base + *offset < 0 || base + *offset > (off64_t)p->length) {
        errno = EINVAL;
        return -1;
    }
    *offset += base;
    p->at = (size_t)*offset;
    return 0;
}

static int close_part(void *context)
{
    part *p = context;
    if (p->read != p->length) p->parts->failed = true;
    bireme_free(p->data);
    bireme_free(p);
    return 0;
}

__attribute__((weak, visibility("default"))) FILE *lxw_tmpfile(char *name)
{
    void *parts = NULL;
    if (name == NULL || strncmp(name, folder, sizeof folder - 1) != 0) return tmpfile();
    if (sscanf(name + sizeof folder - 1, "%p", &parts) != 1) return NULL;
    part *p = bireme_calloc(1, sizeof *p);
    if (p == NULL) {
        ((bireme_book_parts *)parts)->failed = true;
        return NULL;
    }
    p->parts = parts;
    p->parts->opened++;
    const cookie_io_functions_t functions = {
        .read = read_part, .write = write_part, .seek = seek_part, .close = close_part};
    FILE *file = fopencookie(p, "w+", functions);
    if (file != NULL) return file;
    p->parts->failed = true;
    bireme_free(p);
    return NULL;
}

/* ------------------------ whole */

static uint32_t number(const unsigned char *at, int bytes)
{
    uint32_t value = 0;
    for (int i = bytes - 1; i >= 0; i--) value = value << 8 | at[i];
    return value;
}

/* Source: PKWARE, .ZIP File Format Specification 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16; without comments
 * and without ZIP64, as libxlsxwriter writes it. */
enum { END = 22, ENTRY = 46, LOCAL = 30 };

bool bireme_book_is_whole(const char *data, size_t length, size_t parts)
{
    const unsigned char *file = (const unsigned char *)data;
    if (length < END || memcmp(file + length - END, "PK\5\6", 4) != 0) return false;
    const unsigned char *end = file + length - END;
    size_t n = number(end + 10, 2), size = number(end + 12, 4), directory = number(end + 16, 4),
           at = directory;
    if ((parts > 0 && n != parts) || directory + size != length - END) return false;
    size_t next = 0; /* where the next part begins: parts are contiguous */
    for (size_t i = 0; i < n; i++) {
        if (at + ENTRY > length - END || memcmp(file + at, "PK\1\2", 4) != 0) return false;
        size_t packed = number(file + at + 20, 4), local = number(file + at + 42, 4);
        if (local != next || local + LOCAL > directory || memcmp(file + local, "PK\3\4", 4) != 0)
            return false;
        if (memcmp(file + local + 14, file + at + 16, 12) != 0)
            return false; /* checksum and sizes, stored twice */
        next = local + LOCAL + number(file + local + 26, 2) + number(file + local + 28, 2) + packed;
        at += ENTRY + number(file + at + 28, 2) + number(file + at + 30, 2) + number(file + at + 32, 2);
    }
    return next == directory && at == length - END;
}
