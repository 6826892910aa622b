/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The widths are the blocks of Unicode's EastAsianWidth.txt that are wide throughout; a rare character
 * counted one column short only shifts its line.
 */
#include "output/forms/utf8.h"

typedef struct span {
    uint32_t first, last;
} span;

static bool within(uint32_t code, const span *spans, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (code >= spans[i].first && code <= spans[i].last) return true;
    return false;
}

static int code_width(uint32_t code)
{
    static const span combining[] = {{0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},
                                     {0x610, 0x61A},   {0x64B, 0x65F},   {0x200B, 0x200D},
                                     {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
    static const span wide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},  {0xAC00, 0xD7A3},
                                {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},  {0xFFE0, 0xFFE6},
                                {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
    if (within(code, combining, sizeof combining / sizeof *combining)) return 0;
    return within(code, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

int bireme_utf8_width(const char *text)
{
    int width = 0;
    while (*text) width += code_width(bireme_utf8_next(&text));
    return width;
}

/* C0, DEL, C1, line and paragraph separators, direction marks, byte order mark, and what is not a
 * character. */
bool bireme_utf8_is_unsafe(uint32_t code)
{
    static const span unsafe[] = {{0, 0x1F},        {0x7F, 0x9F},     {0x200E, 0x200F},
                                  {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF},
                                  {0xFFF9, 0xFFFB}, {0xFDD0, 0xFDEF}, {0xE0000, 0xE007F}};
    return code == BIREME_UTF8_INVALID || (code & 0xFFFE) == 0xFFFE ||
           within(code, unsafe, sizeof unsafe / sizeof *unsafe);
}

void bireme_utf8_append_clean(bireme_text *out, const char *text)
{
    while (*text) {
        const char *start = text;
        uint32_t code = bireme_utf8_next(&text);
        if (code == '\n' || code == '\r' || code == '\t')
            bireme_text_append(out, " ");
        else if (bireme_utf8_is_unsafe(code))
            bireme_text_append(out, "?");
        else
            bireme_text_append_n(out, start, (size_t)(text - start));
    }
}
