/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A separator fits if, under it, every row has as many cells as the header has titles. Cells after the last
 * title that are empty in all rows do not count: spreadsheets write them for columns that were once used.
 */
#include "table/records.h"

#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "table/number.h"

/* ------------------------ cells */

static bool is_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

static bool is_blank(const bireme_table_scanner *s, char byte)
{
    return byte != s->delimiter && (byte == ' ' || byte == '\t');
}

/* Moves one byte ahead, or past a line end (LF, CR, CRLF). */
static void step(bireme_table_scanner *s)
{
    char byte = s->text[s->at++];
    if (byte == '\r' && s->at < s->end && s->text[s->at] == '\n') return; /* the LF will count */
    if (is_end(byte)) {
        s->line++;
        s->column = 1;
    } else if (((unsigned char)byte & 0xC0) != 0x80) {
        s->column++;
    }
}

static void note_fault(const bireme_table_scanner *s, bireme_table_fault fault, bireme_table_token *token)
{
    if (token->fault != BIREME_FAULT_NONE) return;
    token->fault = fault;
    token->fault_line = s->line;
    token->fault_column = s->column;
}

/* Continues after the opening quote. */
static void scan_quoted(bireme_table_scanner *s, bireme_table_token *token)
{
    token->start = s->at;
    for (;;) {
        if (s->at >= s->end) {
            token->end = s->at;
            token->fault = BIREME_FAULT_OPEN;
            token->fault_line = token->line;
            token->fault_column = token->column;
            return;
        }
        if (s->text[s->at] == '"') {
            if (s->at + 1 >= s->end || s->text[s->at + 1] != '"') break;
            token->doubled = true;
            step(s);
        }
        step(s);
    }
    token->end = s->at;
    step(s);
    while (s->at < s->end && s->text[s->at] != s->delimiter && !is_end(s->text[s->at])) {
        if (!is_blank(s, s->text[s->at])) note_fault(s, BIREME_FAULT_AFTER, token);
        step(s);
    }
}

static void scan_plain(bireme_table_scanner *s, bireme_table_token *token)
{
    const char *text = s->text;
    size_t at = s->at;
    uint32_t column = s->column;
    token->start = token->end = at;
    for (; at < s->end; at++) {
        const char byte = text[at];
        if (byte == s->delimiter || is_end(byte)) break;
        if (byte == '"' && token->fault == BIREME_FAULT_NONE) {
            token->fault = BIREME_FAULT_STRAY;
            token->fault_line = s->line;
            token->fault_column = column;
        }
        column += ((unsigned char)byte & 0xC0) != 0x80;
        if (byte != ' ' && byte != '\t') token->end = at + 1;
    }
    s->at = at;
    s->column = column;
}

/* The length of a multi-byte blank, or of a zero-width character, at the beginning of the text; 0: none. */
static size_t wide_blank(const char *at, size_t n)
{
    static const char *const blanks[] = {"\xC2\xA0" /* no-break */, "\xE2\x80\xAF" /* narrow no-break */,
                                         "\xE2\x80\x89" /* thin */, "\xE2\x80\x8B" /* without width */,
                                         "\xEF\xBB\xBF" /* byte order mark */};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        const size_t length = strlen(blanks[i]);
        if (n >= length && memcmp(at, blanks[i], length) == 0) return length;
    }
    return 0;
}

/* Removes blanks of every kind from the ends of an unquoted cell. */
static void trim_wide(const bireme_table_scanner *s, bireme_table_token *token)
{
    const char *text = s->text;
    while (token->start < token->end) {
        const size_t left = token->end - token->start, wide = wide_blank(text + token->start, left);
        const size_t n = wide > 0 ? wide : is_blank(s, text[token->start]);
        if (n == 0) break;
        token->start += n;
        token->column++;
    }
    while (token->start < token->end) {
        const size_t left = token->end - token->start;
        const char *end = text + token->end;
        const size_t n = left > 1 && wide_blank(end - 2, 2) == 2   ? 2
                         : left > 2 && wide_blank(end - 3, 3) == 3 ? 3
                         : is_blank(s, end[-1])                    ? 1
                                                                   : 0;
        if (n == 0) break;
        token->end -= n;
    }
}

bireme_table_token bireme_table_scanner_next(bireme_table_scanner *s)
{
    while (s->at < s->end && is_blank(s, s->text[s->at])) step(s);
    bireme_table_token token = {.line = s->line, .column = s->column};
    if (s->at < s->end && s->text[s->at] == '"') {
        token.quoted = true;
        step(s);
        scan_quoted(s, &token);
    } else {
        scan_plain(s, &token);
        if (token.end > token.start &&
            ((s->text[token.start] | s->text[token.end - 1]) & 0x80) != 0) /* most begin and end in ASCII */
            trim_wide(s, &token);
    }
    token.last = s->at >= s->end || is_end(s->text[s->at]);
    if (s->at >= s->end) return token;
    if (s->text[s->at] == '\r' && s->at + 1 < s->end && s->text[s->at + 1] == '\n') step(s);
    step(s);
    return token;
}

/* ------------------------ rows */

typedef struct row {
    uint32_t line;
    uint32_t cells, filled;          /* filled: up to the last non-empty one */
    uint32_t last_line, last_column; /* of the last non-empty one */
    bireme_table_token fault;        /* the first */
} row;

static row next_row(bireme_table_scanner *s)
{
    row r = {.line = s->line};
    bireme_table_token token;
    do {
        token = bireme_table_scanner_next(s);
        r.cells++;
        if (token.end > token.start) {
            r.filled = r.cells;
            r.last_line = token.line;
            r.last_column = token.column;
        }
        if (token.fault != BIREME_FAULT_NONE && r.fault.fault == BIREME_FAULT_NONE) r.fault = token;
    } while (!token.last);
    return r;
}

/* The text as read with one separator, up to the first fault. */
typedef struct fit {
    char delimiter;
    size_t titles, rows, empty;
    bool any;  /* the separator is there, in the header */
    row first; /* the header */
    row bad;   /* with the fault */
    bool faulty;
} fit;

/* needed: the separator was given, or there is none: then it need not occur in the header. */
static fit try_delimiter(const bireme_table_scanner *from, char delimiter, bool needed)
{
    bireme_table_scanner s = *from;
    fit f = {.delimiter = delimiter};
    s.delimiter = delimiter;
    while (s.at < s.end && !f.faulty) {
        row r = next_row(&s);
        const bool header = f.titles == 0;
        f.faulty = r.fault.fault != BIREME_FAULT_NONE;
        if (f.faulty) {
            f.bad = r;
        } else if (r.filled == 0) {
            f.empty += !header;
            continue;
        } else if (!header && (r.filled > f.titles || r.cells < f.titles)) {
            f.faulty = true;
            r.fault.fault = BIREME_FAULT_LENGTH;
            f.bad = r;
        }
        if (header) {
            f.first = r;
            f.titles = r.filled;
            f.any = r.cells > 1 || needed;
            if (!f.any) break;
        } else {
            f.rows += !f.faulty;
        }
    }
    return f;
}

/* ------------------------ what is wrong */

static const char *name_of(char delimiter)
{
    return delimiter == ','    ? "commas"
           : delimiter == ';'  ? "semicolons"
           : delimiter == '\t' ? "tabs"
                               : "bars";
}

static bireme_status fail_at(bireme_error *error, uint32_t line, uint32_t column)
{
    if (error != NULL) {
        error->line = (int)line;
        error->column = (int)column;
    }
    return BIREME_SCENARIO;
}

/* Whether a row looks like a header: cells all filled, none of them a number, no two alike. */
static bool is_like_a_header(const bireme_table_scanner *at, size_t cells)
{
    bireme_table_scanner s = *at;
    for (size_t i = 0; i < cells; i++) {
        bireme_table_token token = bireme_table_scanner_next(&s);
        bireme_number number;
        if (token.end == token.start || token.fault != BIREME_FAULT_NONE) return false;
        if (bireme_number_read(s.text + token.start, token.end - token.start, &number)) return false;
    }
    return true;
}

enum { TITLES_MOST = 20, HEAD = 32 };

/* Whether, with this separator, one of the lines just below the first looks like the real header: it is
 * longer than the first, and all rows from it on have its length. Returns its line and number of cells; 0:
 * none. */
static uint32_t find_lower_header(const bireme_table_scanner *from, char delimiter, uint32_t *cells)
{
    bireme_table_scanner s = *from, starts[HEAD];
    row head[HEAD];
    size_t n = 0;
    uint32_t most = 0, least = UINT32_MAX; /* of the rows below the head */
    s.delimiter = delimiter;
    while (s.at < s.end) {
        const bireme_table_scanner start = s;
        const row r = next_row(&s);
        if (r.filled == 0) continue;
        if (r.fault.fault != BIREME_FAULT_NONE) return 0;
        if (n < HEAD) {
            starts[n] = start;
            head[n++] = r;
            continue;
        }
        most = r.filled > most ? r.filled : most;
        least = r.cells < least ? r.cells : least;
    }
    uint32_t found = 0;
    for (size_t i = n; i-- > 1;) {
        const bool rows_fit = most <= head[i].filled && least >= head[i].filled && (most > 0 || i + 1 < n);
        if (rows_fit && i <= TITLES_MOST && head[i].filled > 1 && head[0].filled < head[i].filled &&
            is_like_a_header(&starts[i], head[i].filled)) {
            found = head[i].line;
            *cells = head[i].filled;
        }
        most = head[i].filled > most ? head[i].filled : most;
        least = head[i].cells < least ? head[i].cells : least;
    }
    return found;
}

static const char delimiters[] = {',', ';', '\t', '|'};
enum { N_DELIMITERS = sizeof delimiters };

/* True: reported. */
static bool report_title(const bireme_table_scanner *from, char told, bireme_error *error)
{
    uint32_t line = 0, cells = 0;
    for (size_t i = 0; i < N_DELIMITERS; i++) {
        uint32_t its_cells = 0;
        if (told != '\0' && delimiters[i] != told) continue;
        const uint32_t its_line = find_lower_header(from, delimiters[i], &its_cells);
        if (its_line > 0 && its_cells > cells) {
            line = its_line;
            cells = its_cells;
        }
    }
    if (line == 0) return false;
    bireme_fail(
        error, BIREME_SCENARIO,
        "the first line must name the columns, but line %u looks like the header, with %u columns; delete "
        "what stands above it",
        line, cells);
    fail_at(error, from->line, 1);
    return true;
}

static bireme_status report_fault(const fit *f, bireme_error *error)
{
    const row *r = &f->bad;
    const bireme_table_token *t = &r->fault;
    switch (t->fault) {
    case BIREME_FAULT_OPEN:
        bireme_fail(error, BIREME_SCENARIO, "the quote that opens this cell is never closed");
        break;
    case BIREME_FAULT_AFTER:
        bireme_fail(
            error, BIREME_SCENARIO,
            "a cell that begins with a quote ends with one, but something follows the quote that ends it "
            "here; a quote within a cell is written twice");
        break;
    case BIREME_FAULT_STRAY:
        bireme_fail(
            error, BIREME_SCENARIO,
            "a quote stands within a cell that does not begin with one; put the whole cell in quotes, and "
            "write those within twice");
        break;
    case BIREME_FAULT_LENGTH:
    case BIREME_FAULT_NONE:
        if (r->filled > f->titles && r->filled <= f->first.cells)
            bireme_fail(error, BIREME_SCENARIO,
                        "this row has something in column %u, over which the header (line %u) has no title",
                        r->filled, f->first.line);
        else if (f->delimiter == '\0')
            bireme_fail(error, BIREME_SCENARIO, "this row has more cells than the header");
        else
            bireme_fail(
                error, BIREME_SCENARIO,
                "this row has %u cell%s, and the header (line %u) has %zu column%s, separated by %s; no "
                "separator gives every row as many cells as the header. A cell that holds a separator "
                "stands in quotes",
                r->filled > f->titles ? r->filled : r->cells,
                bireme_plural(r->filled > f->titles ? r->filled : r->cells), f->first.line, f->titles,
                bireme_plural(f->titles), name_of(f->delimiter));
        if (r->filled > f->titles) return fail_at(error, r->last_line, r->last_column);
        return fail_at(error, r->line, 1);
    }
    return fail_at(error, t->fault_line, t->fault_column);
}

/* ------------------------ the separator */

/* The separator given by a line `sep=;`, which is then skipped; '\0': there is no such line. */
static bireme_status take_told(bireme_table_scanner *s, char *told, bireme_error *error)
{
    const char *text = s->text;
    const size_t quote = s->end > 0 && text[0] == '"';
    if (s->end < quote + 5 || (text[quote] | 32) != 's' || (text[quote + 1] | 32) != 'e' ||
        (text[quote + 2] | 32) != 'p' || text[quote + 3] != '=')
        return BIREME_OK;
    const size_t end = quote + 5 + quote;
    if ((quote && (s->end < end || text[quote + 5] != '"')) || (end < s->end && !is_end(text[end])))
        return BIREME_OK;
    *told = text[quote + 4];
    if (memchr(delimiters, *told, N_DELIMITERS) == NULL) {
        bireme_fail(
            error, BIREME_SCENARIO,
            "the line `sep=` tells a separator that is not read; those that are: comma, semicolon, tab, bar");
        return fail_at(error, 1, 1);
    }
    while (s->at < end) step(s);
    if (s->at < s->end && text[s->at] == '\r' && s->at + 1 < s->end && text[s->at + 1] == '\n') step(s);
    if (s->at < s->end) step(s);
    return BIREME_OK;
}

static bireme_status report_empty(uint32_t line, bireme_error *error)
{
    bireme_fail(error, BIREME_SCENARIO, "the file is empty; its first line must name the columns");
    return fail_at(error, line, 1);
}

/* Whether there is anything besides separators, quotes and blanks. */
static bool has_text(const bireme_table_scanner *s)
{
    for (size_t i = s->at; i < s->end; i++)
        if (!is_end(s->text[i]) && memchr(" \"", s->text[i], 2) == NULL &&
            memchr(delimiters, s->text[i], N_DELIMITERS) == NULL)
            return true;
    return false;
}

static bireme_status take_fit(const bireme_table_scanner *s, const fit *f, bireme_table_layout *out,
                              bireme_error *error)
{
    if (f->titles == 0) return report_empty(s->line, error);
    if (f->titles > BIREME_TABLE_COLUMNS_MOST) {
        bireme_fail(error, BIREME_SCENARIO, "the header has %zu columns, and at most %d are read", f->titles,
                    (int)BIREME_TABLE_COLUMNS_MOST);
        return fail_at(error, f->first.line, 1);
    }
    *out = (bireme_table_layout){.start = s->at,
                                 .line = s->line,
                                 .delimiter = f->delimiter,
                                 .columns = f->titles,
                                 .rows = f->rows,
                                 .empty_rows = f->empty};
    return BIREME_OK;
}

/* No separator occurs in the header: it is a single column, unless the header is a title above the table. */
static bireme_status take_one_column(const bireme_table_scanner *s, bireme_table_layout *out,
                                     bireme_error *error)
{
    if (report_title(s, '\0', error)) return BIREME_SCENARIO;
    const fit f = try_delimiter(s, '\0', true);
    return f.faulty ? report_fault(&f, error) : take_fit(s, &f, out, error);
}

bireme_status bireme_table_layout_find(char *text, size_t length, bireme_table_layout *out,
                                       bireme_error *error)
{
    bireme_table_scanner s = {.text = text, .end = length, .line = 1, .column = 1};
    char told = '\0';
    bireme_status status = take_told(&s, &told, error);
    if (status != BIREME_OK) return status;
    if (!has_text(&s)) return report_empty(1, error);
    fit fits[N_DELIMITERS], *good = NULL, *other = NULL, *widest = NULL;
    for (size_t i = 0; i < N_DELIMITERS; i++) {
        fits[i] = (fit){0};
        if (told != '\0' && delimiters[i] != told) continue;
        fits[i] = try_delimiter(&s, delimiters[i], told != '\0');
        if (!fits[i].any) continue;
        if (widest == NULL || fits[i].titles > widest->titles) widest = &fits[i];
        if (fits[i].faulty) continue;
        other = good;
        good = &fits[i];
        if (other != NULL) break;
    }
    if (other != NULL) {
        bireme_fail(
            error, BIREME_SCENARIO,
            "%s and %s both give every row as many cells as the header; say which separates them with a "
            "first line `sep=%c` or `sep=%c`",
            name_of(other->delimiter), name_of(good->delimiter), other->delimiter, good->delimiter);
        return fail_at(error, s.line, 1);
    }
    if (good != NULL) return take_fit(&s, good, out, error);
    if (widest == NULL) return take_one_column(&s, out, error);
    if (report_title(&s, told, error)) return BIREME_SCENARIO;
    return report_fault(widest, error);
}
