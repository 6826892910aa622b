/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Failures while a workbook is built: remembered, and reported at the end.
 */
#include <errno.h>
#include "output/book/book.h"

/* When the library runs out of memory it may silently leave something out. malloc() then sets ENOMEM, and no
 * function of the C library ever resets errno to 0. */
void bireme_book_check(bireme_book *book, lxw_error error)
{
    if (errno == ENOMEM) book->out_of_memory = true;
    if (book->error == LXW_NO_ERROR) book->error = error;
}

void bireme_book_kept(bireme_book *book, const void *copy)
{
    if (copy == NULL) book->out_of_memory = true;
    bireme_book_check(book, LXW_NO_ERROR);
}

void bireme_book_release(bireme_book *book, bireme_text *text)
{
    if (text->failed) book->out_of_memory = true;
    bireme_text_free(text);
}
