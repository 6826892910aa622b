/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UTF-8: the width of a text on a terminal, and making text from outside safe to show. Content of scenario
 * files and file names are shown on terminals and in logs: control characters, which could move the cursor or
 * change colours, and marks that reverse the direction of writing never get through.
 */
#ifndef BIREME_OUTPUT_FORMS_UTF8_H
#define BIREME_OUTPUT_FORMS_UTF8_H

#include <stdbool.h>
#include <stdint.h>
#include "base/text.h"
#include "base/utf8.h"

/* Columns on a terminal: 0 for combining marks, 2 for the wide characters of East Asia and pictographs,
 * else 1. */
int bireme_utf8_width(const char *text);
/* Whether it is a control, format or direction character, or not a character at all. */
bool bireme_utf8_is_unsafe(uint32_t code);
/* Appends text with every control, format and direction character and every invalid byte replaced: line
 * breaks and tabs by a space, the others by '?'. */
void bireme_utf8_append_clean(bireme_text *out, const char *text);

#endif
