/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the scanner share: the cursor and its moves.
 */
#ifndef BIREME_SCENARIO_SYNTAX_SCAN_INTERNAL_H
#define BIREME_SCENARIO_SYNTAX_SCAN_INTERNAL_H

#include <stdbool.h>
#include "base/text.h"
#include "scenario/syntax/scan.h"

typedef struct bireme_cursor {
    const char *text;
    size_t length, at;
    int line, column; /* of text[at] */
    const char *file;
    bireme_report *report;
    bool failed; /* a syntax error was reported */
} bireme_cursor;

/* The byte `ahead` bytes on, −1 at the end. */
int bireme_cursor_peek(const bireme_cursor *cursor, size_t ahead);
/* One byte on. Columns count characters: a UTF-8 continuation byte does not move the column. */
void bireme_cursor_advance(bireme_cursor *cursor);
bireme_place bireme_cursor_place(const bireme_cursor *cursor);
/* Reports a syntax error at the cursor: "expected WHAT, found …"; always false. */
bool bireme_cursor_expected(bireme_cursor *cursor, const char *what);
/* Reports a syntax error in own words; always false. */
bool bireme_cursor_fail(bireme_cursor *cursor, bireme_place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Bytes of the well-formed UTF-8 character at the cursor, 0 if it is none. */
size_t bireme_cursor_character(const bireme_cursor *cursor);

/* A text in double quotes, the cursor on the opening one. decoded (may be NULL): its content as UTF-8 is
 * appended. */
bool bireme_scan_string(bireme_cursor *cursor, bireme_text *decoded);
/* A number, the cursor on its first character. */
bool bireme_scan_number(bireme_cursor *cursor);
/* true, false or null, the cursor on its first letter. */
bool bireme_scan_word(bireme_cursor *cursor, bireme_scan_kind *kind);

#endif
