/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The workbook itself: opened over an unnamed file, closed into bytes.
 *
 * When memory runs out inside libxlsxwriter 1.1.4, some of its functions say so, some leave something out,
 * and some follow a null pointer. The first two cases are detected here: every result is checked, errno
 * reveals omissions (bireme_book_check), and the finished file is verified before it is returned. The third
 * cannot be prevented from outside: a caller that must survive makes the workbook in a separate process, as
 * the program does (cli/files/workbook.c).
 */
#define _GNU_SOURCE /* memfd_create */
#include "output/book/book.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/memory.h"
#include "output/book/pages.h"
#include "output/forms/utf8.h"

/* ------------------------ opening and closing */

/* 1980-01-01, also the date of the file's parts: there is no clock here, and the same run must give the same
 * bytes. */
static const time_t first_day = 315532800;

static void free_late(bireme_book *book)
{
    if (book->file >= 0) close(book->file);
    bireme_free(book->currency);
    bireme_pages_free(book);
    *book = (bireme_book){.file = -1};
}

static void open_workbook(bireme_book *book, const char *title, const char *subject)
{
    char path[64], folder[BIREME_BOOK_PARTS], about[64];
    char nobody[] = "", comments[] = "Made by bireme.", unnamed[] = "bireme";
    lxw_workbook_options options = {.tmpdir = bireme_book_parts_folder(folder, &book->parts)};
    snprintf(path, sizeof path, "/proc/self/fd/%d", book->file);
    snprintf(about, sizeof about, "%s", subject);
    bireme_utf8_end(about, sizeof about);
    book->workbook = workbook_new_opt(path, &options);
    if (book->workbook == NULL || book->workbook->options.tmpdir == NULL) {
        book->out_of_memory = true;
        return;
    }
    lxw_format *normal = STAILQ_FIRST(book->workbook->formats); /* the unit of column widths */
    bireme_book_kept(book, normal);
    if (normal != NULL) {
        format_set_font_name(normal, BIREME_BOOK_FONT);
        format_set_font_size(normal, 10);
    }
    lxw_doc_properties properties = {.title = *title != '\0' ? (char *)title : unnamed,
                                     .subject = about,
                                     .company = nobody,
                                     .comments = comments,
                                     .created = first_day};
    bireme_book_check(book, workbook_set_properties(book->workbook, &properties));
    const lxw_doc_properties *kept = book->workbook->properties;
    bireme_book_kept(book, kept);
    bireme_book_kept(book, kept != NULL ? kept->title : NULL);
    bireme_book_kept(book, kept != NULL ? kept->subject : NULL);
    bireme_book_kept(book, kept != NULL ? kept->comments : NULL);
}

bireme_status bireme_book_open(bireme_book *book, const char *title, const char *subject,
                               const char *currency, bireme_error *error)
{
    bireme_text name = {0};
    *book = (bireme_book){.file = -1};
    bireme_utf8_append_clean(&name, title);
    book->currency = bireme_strdup(currency);
    bireme_status status = BIREME_OK;
    if (book->currency == NULL || name.failed) {
        status = bireme_fail_memory(error);
    } else if ((book->file = memfd_create("bireme-workbook", MFD_CLOEXEC)) < 0) {
        int code = errno;
        status = code == ENOMEM
                     ? bireme_fail_memory(error)
                     : bireme_fail(error, BIREME_IO, "cannot make a temporary file (errno %d)", code);
    }
    if (status == BIREME_OK) {
        errno = 0; /* see bireme_book_check() */
        open_workbook(book, bireme_text_string(&name), subject);
    } else {
        free_late(book);
    }
    bireme_text_free(&name);
    return status;
}

static bireme_status read_back(const bireme_book *book, bireme_text *out, bireme_error *error)
{
    char piece[1 << 14];
    size_t before = out->length;
    for (off_t at = 0;;) {
        ssize_t n = pread(book->file, piece, sizeof piece, at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return bireme_fail(error, BIREME_IO, "cannot read the temporary file (errno %d)", errno);
        if (n == 0) break;
        bireme_text_append_n(out, piece, (size_t)n);
        at += n;
    }
    if (out->failed) return bireme_fail_memory(error);
    if (bireme_book_is_whole(out->data + before, out->length - before, book->parts.opened)) return BIREME_OK;
    return bireme_fail(error, BIREME_IO, "the workbook was not written whole");
}

/* A file that need not exist (time zones), a descriptor that is not a terminal. */
static bool is_of_no_account(int code)
{
    return code == ENOENT || code == EACCES || code == ENOTDIR || code == ENOTTY;
}

/* Assembles the file and frees the workbook. An incomplete workbook is not assembled: the library would
 * follow pointers that were never set. */
static bireme_status assemble(bireme_book *book, bireme_error *error)
{
    if (book->out_of_memory || book->error != LXW_NO_ERROR) {
        lxw_workbook_free(book->workbook); /* NULL is fine */
        if (book->out_of_memory || book->error == LXW_ERROR_MEMORY_MALLOC_FAILED)
            return bireme_fail_memory(error);
        return bireme_fail(error, BIREME_INTERNAL, "the workbook cannot be made: %s",
                           lxw_strerror(book->error));
    }
    errno = 0;
    lxw_error closed = workbook_close(book->workbook);
    int code = is_of_no_account(errno) ? 0 : errno;
    if (closed == LXW_NO_ERROR && code == 0 && !book->parts.failed) return BIREME_OK;
    /* The library may say that it failed but not why; if the system gives no reason either, it was memory. */
    if (code == 0 || code == ENOMEM) return bireme_fail_memory(error);
    return bireme_fail(error, BIREME_IO, "the workbook cannot be written (%s, errno %d)",
                       closed != LXW_NO_ERROR ? lxw_strerror(closed) : "a part of it is missing", code);
}

bireme_status bireme_book_close(bireme_book *book, bireme_text *out, bireme_error *error)
{
    bireme_pages_finish(book);
    bireme_book_check(book, LXW_NO_ERROR);
    bireme_status status = assemble(book, error);
    if (status == BIREME_OK && out != NULL) status = read_back(book, out, error);
    free_late(book);
    return status;
}
