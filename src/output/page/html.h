/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document as one self-contained page of HTML: no scripts, no network. Pictures are drawn in it at two
 * widths, one of which is shown depending on the reader's screen, and under each is the table of its numbers.
 * Names and notes are always plain text.
 */
#ifndef BIREME_OUTPUT_PAGE_HTML_H
#define BIREME_OUTPUT_PAGE_HTML_H

#include "output/forms/document.h"

/* Appends the page; title: of the window and the page, if the document has none. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_page_write(const bireme_document *document, const char *title,
                                                bireme_text *out, bireme_error *error);

#endif
