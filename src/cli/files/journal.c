/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/files/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/opened.h"
#include "cli/console.h"
#include "cli/options/option_values.h"

static const char first_word[] = "bireme-batch ";

void bireme_journal_free(bireme_journal *journal)
{
    bireme_free(journal->identity);
    bireme_free(journal->failures);
    bireme_opened_free(&journal->opened);
    *journal = (bireme_journal){0};
}

/* ------------------------ lines */

static uint32_t check_of(const char *line, size_t length)
{
    uint64_t hash = BIREME_HASH_START;
    bireme_hash_stir(&hash, line, length);
    return (uint32_t)(hash ^ (hash >> 32));
}

void bireme_journal_line(bireme_text *out, const char *format, ...)
{
    char line[2048];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof line)
        out->failed = true;
    else
        bireme_text_format(out, "%s %08" PRIx32 "\n", line, check_of(line, (size_t)length));
}

static bool is_plain(char c)
{
    return (unsigned char)c > ' ' && c != '%' && c != 0x7f;
}

void bireme_journal_file_line(bireme_text *out, const bireme_opened_file *file, const char *name)
{
    bireme_text line = {0};
    bireme_text_format(&line, "file %016" PRIx64 " %" PRIu64 " ", file->hash, file->size);
    for (const char *c = name; *c != '\0'; c++)
        if (is_plain(*c))
            bireme_text_append_n(&line, c, 1);
        else
            bireme_text_format(&line, "%%%02x", (unsigned char)*c);
    if (line.failed)
        out->failed = true;
    else
        bireme_text_format(out, "%s %08" PRIx32 "\n", line.data, check_of(line.data, line.length));
    bireme_text_free(&line);
}

/* In place. */
static void decode_name(char *name)
{
    char *to = name;
    for (const char *from = name; *from != '\0'; to++) {
        unsigned byte;
        if (*from == '%' && sscanf(from + 1, "%2x", &byte) == 1 && strlen(from) >= 3) {
            *to = (char)byte;
            from += 3;
        } else {
            *to = *from++;
        }
    }
    *to = '\0';
}

/* ------------------------ reading */

bool bireme_journal_fail(bireme_journal *journal, const bireme_journal_failure *failure)
{
    bireme_journal_drop(journal, failure->run);
    if (journal->n_failures == journal->failures_room) {
        size_t room = 2 * journal->failures_room + 16;
        bireme_journal_failure *failures = bireme_realloc(journal->failures, room, sizeof *failures);
        if (failures == NULL) return false;
        journal->failures = failures;
        journal->failures_room = room;
    }
    journal->failures[journal->n_failures++] = *failure;
    return true;
}

void bireme_journal_drop(bireme_journal *journal, uint64_t run)
{
    while (journal->n_failures > 0 && journal->failures[journal->n_failures - 1].run >= run)
        journal->n_failures--;
}

typedef enum outcome { GOOD, SENSELESS, NO_MEMORY } outcome;

static outcome read_file(const char *rest, bireme_journal *out)
{
    bireme_opened_file file = {0};
    int at = 0;
    if (sscanf(rest, "%16" SCNx64 " %" SCNu64 " %n", &file.hash, &file.size, &at) != 2 || rest[at] == '\0')
        return SENSELESS;
    char *name = bireme_strdup(rest + at);
    if (name == NULL) return NO_MEMORY;
    decode_name(name);
    file.path = name;
    const bireme_opened one = {.n = 1, .files = &file};
    bool good = bireme_opened_join(&out->opened, &one);
    bireme_free(name);
    return good ? GOOD : NO_MEMORY;
}

static outcome read_failed(const char *rest, bireme_journal *out)
{
    bireme_journal_failure failure;
    char how[8];
    if (sscanf(rest, "%" SCNu64 " %" SCNu64 " %" SCNu64 " %7s", &failure.run, &failure.from, &failure.size,
               how) != 4)
        return SENSELESS;
    failure.again = strcmp(how, "again") == 0;
    if (!failure.again && strcmp(how, "final") != 0) return SENSELESS;
    return bireme_journal_fail(out, &failure) ? GOOD : NO_MEMORY;
}

static outcome read_line(const char *line, bireme_journal *out)
{
    uint64_t done, size, hash;
    char word[8];
    int at = 0;
    if (sscanf(line, "%7s %n", word, &at) != 1) return SENSELESS;
    if (strcmp(word, "file") == 0) return read_file(line + at, out);
    if (strcmp(word, "failed") == 0) return read_failed(line + at, out);
    bool end = strcmp(word, "end") == 0;
    if ((!end && strcmp(word, "run") != 0) ||
        sscanf(line + at, "%" SCNu64 " %" SCNu64 " %16" SCNx64, &done, &size, &hash) != 3)
        return SENSELESS;
    if (done < out->done) bireme_journal_drop(out, done);
    out->done = done;
    out->size = size;
    out->hash = hash;
    out->complete = end;
    return GOOD;
}

/* Removes the checksum; false: it does not match. */
static bool check_line(char *line)
{
    char *space = strrchr(line, ' '), sum[9];
    if (space == NULL) return false;
    snprintf(sum, sizeof sum, "%08" PRIx32, check_of(line, (size_t)(space - line)));
    if (strcmp(space + 1, sum) != 0) return false;
    *space = '\0';
    return true;
}

static int read_lines(const char *name, char *data, size_t length, bireme_journal *out)
{
    char *line = data, *end;
    for (int number = 1; (end = memchr(line, '\n', (size_t)(data + length - line))) != NULL;
         line = end + 1, number++) {
        *end = '\0';
        outcome result = strlen(line) == (size_t)(end - line) && check_line(line) ? GOOD : SENSELESS;
        bool first = number == 1;
        if (first && strncmp(line, first_word, sizeof first_word - 1) != 0)
            return bireme_console_fail(BIREME_EXIT_SCENARIO, "%s is no journal of a batch", name);
        if (first && result == GOOD) {
            out->identity = bireme_strdup(line);
            if (out->identity == NULL) result = NO_MEMORY;
        } else if (result == GOOD) {
            result = read_line(line, out);
        }
        if (result == NO_MEMORY) return bireme_value_no_memory();
        if (result == SENSELESS)
            return bireme_console_fail(BIREME_EXIT_SCENARIO,
                                       "%s is damaged in line %d: what it says of the table cannot be relied "
                                       "on; without --resume the batch is begun anew",
                                       name, number);
        out->length = (uint64_t)(end + 1 - data);
    }
    if (out->identity == NULL && length > 0 &&
        strncmp(data, first_word, length < sizeof first_word - 1 ? length : sizeof first_word - 1) != 0)
        return bireme_console_fail(BIREME_EXIT_SCENARIO, "%s is no journal of a batch", name);
    bireme_journal_drop(out, out->done);
    return 0;
}

int bireme_journal_read(const char *path, bireme_journal *out)
{
    enum { MOST = 1 << 30 };
    char *data = NULL;
    size_t length = 0;
    struct stat info;
    bireme_error error = {0};
    bireme_text name = {0};
    *out = (bireme_journal){0};
    bireme_text_format(&name, "%s.journal", path);
    int failed = name.failed ? bireme_value_no_memory() : 0;
    if (failed == 0 && lstat(name.data, &info) == 0) {
        bireme_status status = bireme_file_read(name.data, MOST, &data, &length, &error);
        if (status != BIREME_OK) {
            bireme_console_problem(BIREME_SEVERITY_ERROR, &error);
            failed = bireme_status_exit(status);
        } else {
            failed = read_lines(name.data, data, length, out);
        }
    }
    bireme_free(data);
    bireme_text_free(&name);
    if (failed != 0) bireme_journal_free(out);
    return failed;
}

/* Reads the first bytes of a file, at most size; 0: empty or missing; −1: it cannot be read, errno says why.
 * Allocates nothing. */
static ssize_t peek(const char *path, char *seen, size_t size)
{
    ssize_t got = -1;
    size_t n = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return errno == ENOENT ? 0 : -1;
    do got = read(file, seen + n, size - n);
    while ((got < 0 && errno == EINTR) || (got > 0 && (n += (size_t)got) < size));
    const int why = errno;
    close(file);
    errno = why;
    return got < 0 ? -1 : (ssize_t)n;
}

/* Whether the first n bytes of a file are those of a batch's journal, of the beginning of one, or there are
 * none. */
static bool may_be_journal(const char *seen, size_t n)
{
    const size_t most = sizeof first_word - 1;
    return strncmp(seen, first_word, n < most ? n : most) == 0;
}

/* The same for a batch's table. */
static bool may_be_table(const char *seen, size_t n)
{
    static const char *const titles[] = {"run,scenario,", "run;scenario;"};
    if (n >= 3 && memcmp(seen, "\xEF\xBB\xBF", 3) == 0) seen += 3, n -= 3;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (strncmp(seen, titles[i], n < strlen(titles[i]) ? n : strlen(titles[i])) == 0) return true;
    return false;
}

int bireme_journal_check_own(const char *journal, const char *partial)
{
    const char *const path[] = {journal, partial}, *const what[] = {"journal", "table"};
    for (int i = 0; i < 2; i++) {
        char seen[32] = "";
        const ssize_t n = peek(path[i], seen, sizeof seen - 1);
        if (n < 0 && errno != EISDIR)
            return bireme_console_fail(BIREME_EXIT_IO, "%s: cannot read: %s", path[i], strerror(errno));
        if (n >= 0 && (i == 0 ? may_be_journal(seen, (size_t)n) : may_be_table(seen, (size_t)n))) continue;
        return bireme_console_refuse("%s is no %s of a batch, and would be replaced: move it away, or name "
                                     "another file for the table",
                                     path[i], what[i]);
    }
    return 0;
}

/* ------------------------ comparing */

const char *bireme_journal_name(const char *manifest, const char *path)
{
    const char *slash = strrchr(manifest, '/');
    size_t n = slash != NULL ? (size_t)(slash - manifest) + 1 : 0;
    return strncmp(path, manifest, n) == 0 ? path + n : path;
}

/* The value of the key in the identity, and its length. NULL: none. */
static const char *find_word(const char *identity, const char *key, size_t *length)
{
    size_t n = strlen(key);
    for (const char *at = strchr(identity, ' '); at != NULL; at = strchr(at + 1, ' ')) {
        if (strncmp(at + 1, key, n) != 0 || at[1 + n] != '=') continue;
        *length = strcspn(at + 1, " ");
        return at + 1;
    }
    return NULL;
}

const char *bireme_journal_difference(const char *a, const char *b, bool shards)
{
    static const struct {
        const char *key, *words;
    } keys[] = {{"version", "the version of the program"},
                {"encoding", "--encoding"},
                {"decimal", "--decimal"},
                {"dates", "--dates"},
                {"rates", "--rate"},
                {"hash", "the manifest"},
                {"runs", "the manifest"},
                {"form", "the form of the table (--wide, --excel, --european)"},
                {"periods", "--periods"},
                {"trials", "--trials"},
                {"sampler", "--sampler"},
                {"root", "--root"},
                {"repair", "--repair-correlations"},
                {"shard", "--shard"}};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        size_t na = 0, nb = 0;
        const char *in_a = find_word(a, keys[k].key, &na), *in_b = find_word(b, keys[k].key, &nb);
        bool same = in_a != NULL && in_b != NULL && na == nb && strncmp(in_a, in_b, na) == 0;
        if ((in_a == NULL) != (in_b == NULL)) return "the version of the program";
        if (!same && !(shards && strcmp(keys[k].key, "shard") == 0)) return keys[k].words;
    }
    return shards || strcmp(a, b) == 0 ? NULL : "the version of the program";
}

const char *bireme_journal_changed(const bireme_opened *a, const bireme_opened *b)
{
    if (a->n > 0 && b->n > 0 &&
        (a->files[0].size != b->files[0].size || a->files[0].hash != b->files[0].hash))
        return a->files[0].path;
    return bireme_opened_changed(a, b, 1);
}
