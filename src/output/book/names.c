/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names for ranges.
 */
#include "output/book/book.h"

#include <string.h>

/* "Q1", "AB12", "R2C3", "R", "C": names that a spreadsheet takes for cells. */
static bool looks_like_a_cell(const char *name)
{
    size_t letters = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    size_t digits = strspn(name + letters, "0123456789");
    if (letters >= 1 && letters <= 3 && name[letters + digits] == '\0' && (digits > 0 || letters == 1))
        return true;
    return (name[0] == 'R' || name[0] == 'r') && strspn(name + 1, "0123456789Cc") == strlen(name + 1);
}

char *bireme_book_name(char *buffer, const char *text)
{
    size_t n = 0;
    for (; *text != '\0' && n + 2 < BIREME_BOOK_NAME; text++) {
        unsigned char c = (unsigned char)*text;
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_',
             digit = c >= '0' && c <= '9';
        if (n == 0 && c >= 'a' && c <= 'z') c = (unsigned char)(c - 'a' + 'A');
        if (n == 0 && digit) buffer[n++] = '_';
        buffer[n++] = letter || digit ? (char)c : '_';
    }
    buffer[n] = '\0';
    if (n == 0 || looks_like_a_cell(buffer)) {
        buffer[n++] = '_';
        buffer[n] = '\0';
    }
    return buffer;
}
