/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document as one page of HTML that needs nothing else: no script, no network. Pictures are drawn in it, at
 * two widths, of which the reader's screen shows one, and beneath each is the table of its numbers. Whatever
 * names and notes say, they are text.
 */
#ifndef BIREME_OUTPUT_PAGE_HTML_H
#define BIREME_OUTPUT_PAGE_HTML_H

#include "output/forms/document.h"

/* Appends the page; title: of the window. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_page_write(const bireme_document *document, const char *title,
                                                bireme_text *out, bireme_error *error);

#endif
