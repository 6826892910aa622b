/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UTF-8: decoding, and cutting texts between characters.
 */
#ifndef BIREME_BASE_UTF8_H
#define BIREME_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BIREME_UTF8_INVALID UINT32_C(0xFFFFFFFF)

/* The code point at *text, which moves past it; BIREME_UTF8_INVALID (moving one byte) where the bytes are not
 * UTF-8: overlong, a surrogate, beyond U+10FFFF, cut short. Not to be called at the terminating zero. */
uint32_t bireme_utf8_next(const char **text);
bool bireme_utf8_is_valid(const char *text);
/* Whether a character is invisible: a control, a blank other than the space, or one of zero width. */
bool bireme_utf8_is_unseen(uint32_t code);
/* Makes a text that snprintf or the like may have cut to fit a buffer of `size` bytes end between characters,
 * by removing the bytes of a partial one. A text shorter than the buffer is unchanged. Returns buffer. */
char *bireme_utf8_end(char *buffer, size_t size);

/* Text from outside, made fit for one line of a message: control characters, bytes that are not UTF-8, and
 * zero-width characters are shown as escapes, as are blanks other than the space at either end; cut after
 * about 48 bytes, between characters. buffer of BIREME_QUOTE_SIZE; returned. */
enum { BIREME_QUOTE_SIZE = 72 };
char *bireme_quote(char *buffer, const char *text);

#endif
