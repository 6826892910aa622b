/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The structure of a JSON text: one loop over tokens with an explicit stack of open objects and lists, so
 * that no input can exhaust the call stack. Keys of open objects are kept, decoded, to find duplicates:
 * sorted when the object closes. Every value leaves a mark; the marks are later matched with the tree of the
 * JSON library in the same order.
 */
#include "scenario/syntax/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "scenario/syntax/scan_internal.h"

typedef struct scan_key {
    const char *text; /* in the arena */
    int line, column;
} scan_key;

typedef enum expectation { VALUE, FIRST_VALUE, FIRST_KEY, NEXT_KEY, AFTER_VALUE } expectation;

typedef struct scanner {
    bireme_cursor cursor;
    bireme_arena *arena;
    bireme_scan *scan;
    scan_key *keys; /* of all open objects, innermost last */
    size_t n_keys, keys_capacity;
    struct {
        bool is_object;
        size_t first_key;
        int line, column; /* of the opening bracket */
    } open[BIREME_SCAN_DEPTH];
    size_t depth;
    int key_line, key_column; /* of the key just read, 0: none */
    expectation expected;
} scanner;

static void skip_blanks(bireme_cursor *cursor)
{
    for (;;) {
        int c = bireme_cursor_peek(cursor, 0);
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
        bireme_cursor_advance(cursor);
    }
}

static bool out_of_memory(scanner *s)
{
    bireme_report_memory(s->cursor.report);
    s->cursor.failed = true;
    return false;
}

static bool push_mark(scanner *s, bireme_scan_kind kind)
{
    bireme_scan *scan = s->scan;
    if (scan->count == BIREME_SCAN_VALUES)
        return bireme_cursor_fail(&s->cursor, bireme_cursor_place(&s->cursor),
                                  "more than %d values: this is not a scenario that a person wrote",
                                  (int)BIREME_SCAN_VALUES);
    bireme_mark *marks = bireme_grown(scan->marks, &scan->capacity, scan->count, 256, sizeof *marks);
    if (marks == NULL) return out_of_memory(s);
    scan->marks = marks;
    scan->marks[scan->count++] = (bireme_mark){.kind = kind,
                                               .line = s->cursor.line,
                                               .column = s->cursor.column,
                                               .key_line = s->key_line,
                                               .key_column = s->key_column,
                                               .offset = s->cursor.at};
    s->key_line = s->key_column = 0;
    return true;
}

static bool push_key(scanner *s, const char *text, int line, int column)
{
    scan_key *keys = bireme_grown(s->keys, &s->keys_capacity, s->n_keys, 64, sizeof *keys);
    if (keys == NULL) return out_of_memory(s);
    s->keys = keys;
    s->keys[s->n_keys++] = (scan_key){text, line, column};
    return true;
}

static int compare_keys(const void *a, const void *b)
{
    const scan_key *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    if (order != 0) return order;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

/* The innermost object closes: a repeated key is an error at its second place. */
static void close_keys(scanner *s)
{
    size_t first = s->open[s->depth - 1].first_key, n = s->n_keys - first;
    s->n_keys = first;
    if (n < 2) return;
    scan_key *keys = s->keys + first, *original = keys;
    qsort(keys, n, sizeof *keys, compare_keys);
    for (size_t i = 1; i < n; i++) {
        if (strcmp(keys[i].text, original->text) != 0) {
            original = &keys[i];
            continue;
        }
        char quoted[BIREME_QUOTE_SIZE];
        bireme_place place = {.file = s->cursor.file, .line = keys[i].line, .column = keys[i].column};
        bireme_report_fail(s->cursor.report, place,
                           "the key `%s` is written twice in one object; the first is in line %d, column %d",
                           bireme_quote(quoted, keys[i].text), original->line, original->column);
    }
}

static bool open_bracket(scanner *s, bool is_object)
{
    if (s->depth == BIREME_SCAN_DEPTH)
        return bireme_cursor_fail(&s->cursor, bireme_cursor_place(&s->cursor),
                                  "nested too deep: at most %d objects and lists may be open at once",
                                  (int)BIREME_SCAN_DEPTH);
    if (!push_mark(s, is_object ? BIREME_SCAN_OBJECT : BIREME_SCAN_LIST)) return false;
    s->open[s->depth].is_object = is_object;
    s->open[s->depth].first_key = s->n_keys;
    s->open[s->depth].line = s->cursor.line;
    s->open[s->depth].column = s->cursor.column;
    s->depth++;
    bireme_cursor_advance(&s->cursor);
    s->expected = is_object ? FIRST_KEY : FIRST_VALUE;
    return true;
}

static bool close_bracket(scanner *s)
{
    if (s->open[s->depth - 1].is_object) close_keys(s);
    s->depth--;
    bireme_cursor_advance(&s->cursor);
    s->expected = AFTER_VALUE;
    return true;
}

static bool scan_value(scanner *s)
{
    int c = bireme_cursor_peek(&s->cursor, 0);
    if (c == '{' || c == '[') return open_bracket(s, c == '{');
    bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool number = c == '-' || (c >= '0' && c <= '9');
    if (!word && !number && c != '"') {
        if (c == ']' && s->depth > 0 && !s->open[s->depth - 1].is_object)
            return bireme_cursor_expected(&s->cursor, "a value after the comma");
        if (c == '+') return bireme_cursor_expected(&s->cursor, "a number without `+`");
        if (c == '.') return bireme_cursor_expected(&s->cursor, "a digit before the decimal point");
        return bireme_cursor_expected(
            &s->cursor, "a value (text in double quotes, number, object, list, true, false, null)");
    }
    if (!push_mark(s, c == '"' ? BIREME_SCAN_TEXT : BIREME_SCAN_NUMBER)) return false;
    bireme_mark *mark = &s->scan->marks[s->scan->count - 1];
    bool good = word       ? bireme_scan_word(&s->cursor, &mark->kind)
                : c == '"' ? bireme_scan_string(&s->cursor, NULL)
                           : bireme_scan_number(&s->cursor);
    mark->length = s->cursor.at - mark->offset;
    s->expected = AFTER_VALUE;
    return good;
}

static bool scan_key_and_colon(scanner *s)
{
    bireme_cursor *cursor = &s->cursor;
    if (bireme_cursor_peek(cursor, 0) != '"') {
        if (s->expected == FIRST_KEY) return bireme_cursor_expected(cursor, "a key in double quotes or `}`");
        return bireme_cursor_expected(cursor, "a key in double quotes after the comma");
    }
    if (s->n_keys - s->open[s->depth - 1].first_key == BIREME_SCAN_KEYS)
        return bireme_cursor_fail(cursor, bireme_cursor_place(cursor), "more than %d keys in one object",
                                  (int)BIREME_SCAN_KEYS);
    int line = cursor->line, column = cursor->column;
    bireme_text decoded = {0};
    const char *text = NULL;
    if (bireme_scan_string(cursor, &decoded) && !decoded.failed)
        text = bireme_arena_copy(s->arena, bireme_text_string(&decoded), decoded.length);
    bireme_text_free(&decoded);
    if (cursor->failed) return false;
    if (text == NULL) return out_of_memory(s);
    if (!push_key(s, text, line, column)) return false;
    s->key_line = line;
    s->key_column = column;
    skip_blanks(cursor);
    if (bireme_cursor_peek(cursor, 0) != ':') return bireme_cursor_expected(cursor, "`:` after the key");
    bireme_cursor_advance(cursor);
    s->expected = VALUE;
    return true;
}

static bool scan_after_value(scanner *s)
{
    bool in_object = s->open[s->depth - 1].is_object;
    int c = bireme_cursor_peek(&s->cursor, 0);
    if (c == ',') {
        bireme_cursor_advance(&s->cursor);
        s->expected = in_object ? NEXT_KEY : VALUE;
        return true;
    }
    if (c == (in_object ? '}' : ']')) return close_bracket(s);
    char what[96];
    snprintf(what, sizeof what, "`,` or `%c` (the %s opened in line %d, column %d)", in_object ? '}' : ']',
             in_object ? "object" : "list", s->open[s->depth - 1].line, s->open[s->depth - 1].column);
    return bireme_cursor_expected(&s->cursor, what);
}

/* Handles one token; *done is set at the end of the text. */
static bool step(scanner *s, bool *done)
{
    skip_blanks(&s->cursor);
    int c = bireme_cursor_peek(&s->cursor, 0);
    switch (s->expected) {
    case FIRST_VALUE:
        if (c == ']') return close_bracket(s);
        return scan_value(s);
    case VALUE:
        return scan_value(s);
    case FIRST_KEY:
        if (c == '}') return close_bracket(s);
        return scan_key_and_colon(s);
    case NEXT_KEY:
        return scan_key_and_colon(s);
    case AFTER_VALUE:
        break;
    }
    if (s->depth > 0) return scan_after_value(s);
    *done = c < 0;
    return *done || bireme_cursor_expected(&s->cursor, "nothing more after the end of the value");
}

static bool looks_like_utf16(const char *text, size_t length)
{
    if (length < 2) return false;
    unsigned char a = (unsigned char)text[0], b = (unsigned char)text[1];
    return (a == 0xFF && b == 0xFE) || (a == 0xFE && b == 0xFF) || a == 0 || b == 0;
}

bool bireme_scan_text(const char *text, size_t length, const char *file, bireme_arena *arena,
                      bireme_report *report, bireme_scan *out)
{
    scanner s = {
        .cursor = {.text = text, .length = length, .line = 1, .column = 1, .file = file, .report = report},
        .arena = arena,
        .scan = out,
        .expected = VALUE};
    bool done = false;
    skip_blanks(&s.cursor);
    if (bireme_cursor_peek(&s.cursor, 0) < 0)
        bireme_cursor_fail(&s.cursor, bireme_cursor_place(&s.cursor),
                           "the text is empty: expected a JSON value, such as an object `{ … }`");
    else if (looks_like_utf16(text, length))
        bireme_cursor_fail(&s.cursor, bireme_cursor_place(&s.cursor),
                           "this looks like UTF-16: expected a file saved as UTF-8");
    while (!done && !s.cursor.failed)
        if (!step(&s, &done)) break;
    bireme_free(s.keys);
    return done && !s.cursor.failed;
}

void bireme_scan_free(bireme_scan *scan)
{
    bireme_free(scan->marks);
    *scan = (bireme_scan){0};
}
