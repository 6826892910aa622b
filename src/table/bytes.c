/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Byte order marks are obeyed. Without one, the encoding of a text that is not UTF-8 is not guessed: what
 * older German, French or Polish programs wrote looks alike, and a wrong guess would change names.
 */
#include "table/bytes.h"

#include <stdint.h>
#include <string.h>
#include "base/memory.h"

/* ------------------------ places */

/* Line and column of the byte at `at`. A line ends with LF, CR or both. */
static void locate(const char *text, size_t at, bireme_error *error)
{
    error->line = error->column = 1;
    for (size_t i = 0; i < at; i++) {
        if (text[i] == '\n' && i > 0 && text[i - 1] == '\r') continue;
        if (text[i] == '\n' || text[i] == '\r') {
            error->line++;
            error->column = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
            error->column++;
        }
    }
}

static bireme_status fail_at(const char *text, size_t at, bireme_error *error)
{
    if (error != NULL) locate(text, at, error);
    return BIREME_SCENARIO;
}

/* ------------------------ UTF-8 */

/* The length of the character at c, of which `left` bytes are there; 0: not valid (overlong, surrogate, too
 * large, truncated). */
static size_t character(const unsigned char *c, size_t left)
{
    if (c[0] < 0x80) return 1;
    size_t n = c[0] >= 0xF0 ? 4 : c[0] >= 0xE0 ? 3 : 2;
    if (c[0] < 0xC2 || c[0] > 0xF4 || n > left) return 0;
    for (size_t i = 1; i < n; i++)
        if ((c[i] & 0xC0) != 0x80) return 0;
    if ((c[0] == 0xE0 && c[1] < 0xA0) || (c[0] == 0xED && c[1] > 0x9F)) return 0;
    if ((c[0] == 0xF0 && c[1] < 0x90) || (c[0] == 0xF4 && c[1] > 0x8F)) return 0;
    return n;
}

/* skipped: bytes of the file before the text. */
static bireme_status check(const char *text, size_t length, size_t skipped, bireme_error *error)
{
    for (size_t i = 0; i < length;) {
        uint64_t eight;
        if (length - i >= 8) {
            memcpy(&eight, text + i, 8);
            /* no high bit, and no zero byte */
            if ((eight & UINT64_C(0x8080808080808080)) == 0 &&
                ((eight - UINT64_C(0x0101010101010101)) & ~eight & UINT64_C(0x8080808080808080)) == 0) {
                i += 8;
                continue;
            }
        }
        size_t n = text[i] != '\0' ? character((const unsigned char *)text + i, length - i) : 0;
        if (n == 0 && length > 4 && memcmp(text, "PK\x03\x04", 4) == 0)
            bireme_fail(
                error, BIREME_SCENARIO,
                "this is a workbook or another ZIP archive, not a table of text; save the sheet as CSV "
                "UTF-8");
        else if (n == 0 && text[i] == '\0')
            bireme_fail(error, BIREME_SCENARIO,
                        "a table of text has no zero byte; save it as CSV UTF-8 (UTF-16 is read if it begins "
                        "with a byte order mark)");
        else if (n == 0)
            bireme_fail(error, BIREME_SCENARIO,
                        "the byte 0x%02X (byte %zu of the file) is not UTF-8; save the file as CSV UTF-8, or "
                        "read it with --encoding latin1, if it was saved as Latin-1 or Windows-1252",
                        (unsigned)(unsigned char)text[i], skipped + i + 1);
        if (n == 0) return fail_at(text, i, error);
        i += n;
    }
    return BIREME_OK;
}

static char *put_character(char *out, uint32_t code)
{
    if (code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {
        *out++ = (char)(0xC0 | code >> 6);
        *out++ = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *out++ = (char)(0xE0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    } else {
        *out++ = (char)(0xF0 | code >> 18);
        *out++ = (char)(0x80 | (code >> 12 & 0x3F));
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    return out;
}

/* ------------------------ UTF-16 */

static uint32_t unit(const char *text, size_t at, bool big)
{
    const unsigned char *c = (const unsigned char *)text + at;
    return big ? (uint32_t)c[0] << 8 | c[1] : (uint32_t)c[1] << 8 | c[0];
}

static bireme_status from_utf16(const char *text, size_t length, bool big, char *buffer, size_t *written,
                                bireme_error *error)
{
    char *out = buffer;
    for (size_t i = 2; i < length; i += 2) {
        uint32_t code = i + 1 < length ? unit(text, i, big) : 0xDC00;
        bool pair = code >= 0xD800 && code < 0xDC00 && i + 3 < length && unit(text, i + 2, big) >= 0xDC00 &&
                    unit(text, i + 2, big) < 0xE000;
        if (!pair && code >= 0xD800 && code < 0xE000) {
            bireme_fail(
                error, BIREME_SCENARIO,
                "the byte 0x%02X (byte %zu of the file) is not UTF-16, which the byte order mark says that "
                "the file is; save it as CSV UTF-8",
                (unsigned)(unsigned char)text[i], i + 1);
            return fail_at(buffer, (size_t)(out - buffer), error);
        }
        if (pair) {
            code = 0x10000 + ((code - 0xD800) << 10) + (unit(text, i + 2, big) - 0xDC00);
            i += 2;
        }
        out = put_character(out, code);
    }
    *written = (size_t)(out - buffer);
    return BIREME_OK;
}

/* ------------------------ Windows-1252 */

/* What the bytes 0x80 … 0x9F stand for; 0: nothing. Source: the WHATWG Encoding Standard's index of
 * windows-1252, where those five are control characters. */
static const uint16_t western[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                     0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static bireme_status from_latin1(const char *text, size_t length, char *buffer, size_t *written,
                                 bireme_error *error)
{
    char *out = buffer;
    for (size_t i = 0; i < length; i++) {
        uint32_t code = (unsigned char)text[i];
        if (code >= 0x80 && code < 0xA0) code = western[code - 0x80];
        if (code == 0 && text[i] != '\0') {
            bireme_fail(error, BIREME_SCENARIO,
                        "the byte 0x%02X (byte %zu of the file) means nothing in Windows-1252, as which "
                        "--encoding latin1 reads",
                        (unsigned)(unsigned char)text[i], i + 1);
            return fail_at(buffer, (size_t)(out - buffer), error);
        }
        out = put_character(out, code);
    }
    *written = (size_t)(out - buffer);
    return BIREME_OK;
}

/* ------------------------ all */

bireme_status bireme_table_decode(char **data, size_t *length, bireme_encoding encoding, bireme_error *error)
{
    char *text = *data;
    const size_t n = *length;
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        memmove(text, text + 3, n - 2); /* including the zero */
        *length = n - 3;
        return check(text, *length, 3, error);
    }
    const bool little = n >= 2 && memcmp(text, "\xFF\xFE", 2) == 0,
               big = n >= 2 && memcmp(text, "\xFE\xFF", 2) == 0;
    if (!little && !big && encoding == BIREME_ENCODING_UNICODE) return check(text, n, 0, error);
    /* Two bytes of UTF-16, or one of Windows-1252, become at most three. */
    char *buffer = bireme_calloc(little || big ? n / 2 + 1 : n + 1, 3);
    if (buffer == NULL) return bireme_fail_memory(error);
    size_t written = 0;
    bireme_status status = little || big ? from_utf16(text, n, big, buffer, &written, error)
                                         : from_latin1(text, n, buffer, &written, error);
    if (status == BIREME_OK) status = check(buffer, written, 0, error);
    if (status != BIREME_OK) {
        bireme_free(buffer);
        return status;
    }
    bireme_free(text);
    *data = buffer;
    *length = written;
    return BIREME_OK;
}
