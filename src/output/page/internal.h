/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files in this folder.
 */
#ifndef BIREME_OUTPUT_PAGE_INTERNAL_H
#define BIREME_OUTPUT_PAGE_INTERNAL_H

#include "output/forms/document.h"

/* Appends the style sheet of a page, without that of its pictures. */
void bireme_page_style(bireme_text *out);
/* A table with its head, details and key; what: its subject, for readers who cannot see its context. */
void bireme_page_table(const bireme_document *document, const bireme_document_block *block, const char *what,
                       bireme_text *out);

#endif
