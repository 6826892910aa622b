/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UTF-8: decoding, and keeping to whole characters where a text is cut.
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
/* Is it a character that nobody sees: a control, a blank other than the space, one without width? */
bool bireme_utf8_is_unseen(uint32_t code);
/* What snprintf and its kin cut to fit into the buffer of `size` bytes ends between characters: the bytes of
 * one that was cut are taken off. Does nothing to a text that is shorter than the buffer. Returns buffer. */
char *bireme_utf8_end(char *buffer, size_t size);

/* Text from outside, fit for one line of a message: control characters and bytes that are not UTF-8 shown as
 * escapes, and so what is without width, and at either end blanks that are not the space; cut after about 48
 * bytes between characters. buffer of BIREME_QUOTE_SIZE; returned. */
enum { BIREME_QUOTE_SIZE = 72 };
char *bireme_quote(char *buffer, const char *text);

#endif
