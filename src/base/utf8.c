/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Source of the well-formed byte sequences: The Unicode Standard, table 3-7.
 */
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

uint32_t bireme_utf8_next(const char **text)
{
    const unsigned char *s = (const unsigned char *)*text;
    int more = s[0] < 0x80 ? 0 : s[0] >= 0xC2 && s[0] < 0xE0 ? 1 : s[0] >= 0xE0 && s[0] < 0xF0 ? 2 : 3;
    *text += 1;
    if (more == 0) return s[0];
    if (s[0] < 0xC2 || s[0] > 0xF4) return BIREME_UTF8_INVALID;
    uint32_t code = s[0] & (0x3Fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((s[i] & 0xC0) != 0x80) return BIREME_UTF8_INVALID;
        code = code << 6 | (s[i] & 0x3Fu);
    }
    static const uint32_t least[4] = {0, 0x80, 0x800, 0x10000};
    if (code < least[more] || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF)
        return BIREME_UTF8_INVALID;
    *text += more;
    return code;
}

bool bireme_utf8_is_valid(const char *text)
{
    while (*text != '\0')
        if (bireme_utf8_next(&text) == BIREME_UTF8_INVALID) return false;
    return true;
}

char *bireme_utf8_end(char *buffer, size_t size)
{
    size_t length = strlen(buffer);
    if (length + 1 < size) return buffer;
    size_t lead = length; /* the last byte that can begin a character, at most three before the end */
    while (lead > 0 && length - lead < 4) {
        unsigned char byte = (unsigned char)buffer[--lead];
        if ((byte & 0xC0) == 0x80) continue;
        size_t wanted = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        if (lead + wanted > length) buffer[lead] = '\0';
        break;
    }
    return buffer;
}

/* ------------------------ messages */

/* Blanks other than the space, which separate groups of digits in numbers. */
static bool is_other_blank(uint32_t code)
{
    return code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F ||
           code == 0x205F || code == 0x3000;
}

/* Joiners matter to how two characters are shown, in some scripts and in emoji. */
static bool is_joiner(uint32_t code)
{
    return code == 0x200C || code == 0x200D;
}

bool bireme_utf8_is_unseen(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || is_other_blank(code) || is_joiner(code) ||
           code == 0xAD || code == 0x34F || code == 0x61C || code == 0x180E || code == 0x200B ||
           code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB) ||
           (code >= 0xE0000 && code <= 0xE007F);
}

/* How the character at text is shown in a message: as itself, or escaped into `escape`. *next: the character
 * after it. first: it begins the text. */
static const char *shown(const char *text, bool first, const char **next, char escape[8], size_t *length)
{
    *next = text;
    uint32_t code = bireme_utf8_next(next);
    *length = (size_t)(*next - text);
    const bool within = !first && **next != '\0';
    if (code != BIREME_UTF8_INVALID &&
        (!bireme_utf8_is_unseen(code) || (within && (is_other_blank(code) || is_joiner(code)))))
        return text;
    if (code == BIREME_UTF8_INVALID)
        *length = (size_t)snprintf(escape, 8, "\\x%02X", (unsigned)(unsigned char)*text);
    else
        *length = (size_t)snprintf(escape, 8, "\\u%04X", (unsigned)code);
    return escape;
}

char *bireme_quote(char *buffer, const char *text)
{
    /* bytes before the last character shown; most bytes that one character takes */
    enum { MOST = 48, LONGEST = 7 };
    _Static_assert(MOST + LONGEST + sizeof "…" <= BIREME_QUOTE_SIZE, "a quote and what cuts it off fit");
    size_t used = 0, length;
    const char *begin = text;
    while (*text != '\0') {
        char escape[8];
        if (used >= MOST) {
            memcpy(buffer + used, "…", strlen("…"));
            used += strlen("…");
            break;
        }
        const char *from = shown(text, text == begin, &text, escape, &length);
        memcpy(buffer + used, from, length);
        used += length;
    }
    buffer[used] = '\0';
    return buffer;
}
