/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of this room share.
 */
#ifndef BIREME_OUTPUT_PAGE_INTERNAL_H
#define BIREME_OUTPUT_PAGE_INTERNAL_H

#include "output/forms/document.h"

/* Appends the style sheet of a page, that of its pictures left out. */
void bireme_page_style(bireme_text *out);
/* A table with its head, details and key; what: what it is of, for whoever does not see where it stands. */
void bireme_page_table(const bireme_document *document, const bireme_document_block *block, const char *what,
                       bireme_text *out);

#endif
