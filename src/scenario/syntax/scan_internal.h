/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files of the scanner: the cursor and its moves.
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

/* The byte `ahead` bytes ahead, −1 at the end. */
int bireme_cursor_peek(const bireme_cursor *cursor, size_t ahead);
/* Moves one byte ahead. Columns count characters: a UTF-8 continuation byte does not move the column. */
void bireme_cursor_advance(bireme_cursor *cursor);
bireme_place bireme_cursor_place(const bireme_cursor *cursor);
/* Reports a syntax error at the cursor: "expected WHAT, found …"; always false. */
bool bireme_cursor_expected(bireme_cursor *cursor, const char *what);
/* Reports a syntax error in other words; always false. */
bool bireme_cursor_fail(bireme_cursor *cursor, bireme_place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Scans a text in double quotes, from its opening quote. decoded (may be NULL): its content is appended, as
 * UTF-8. */
bool bireme_scan_string(bireme_cursor *cursor, bireme_text *decoded);
/* Scans a number, from its first character. */
bool bireme_scan_number(bireme_cursor *cursor);
/* Scans true, false or null, from its first letter. */
bool bireme_scan_word(bireme_cursor *cursor, bireme_scan_kind *kind);

#endif
