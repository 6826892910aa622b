/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What went wrong while a workbook was built; it is remembered, and said at the end.
 */
#include <errno.h>
#include "output/book/book.h"

/* Where the library has no memory it may leave something out and say nothing. malloc() then leaves ENOMEM,
 * and no function of the C library ever sets errno back to 0. */
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
