/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a cell says as a number: with the decimal point, with the decimal comma, or with either.
 *
 *   part        what is read
 *   ----------  ---------------------------------------------------------------------------------------------
 *   blanks      space, tab, no-break space, narrow no-break space, thin space: around every part
 *   sign        + - − before the digits or the currency; parentheses around it all: negative. One of them at
 *               most
 *   currency    $ € £ ¥ and the like, or a code of three capitals (ISO 4217), before or behind; one at most
 *   digits      at least one; a fraction has digits behind its sign, and may have none before it (.5)
 *   groups      of three, the first of one to three that does not begin with 0, between them all the same of
 *                 , . ' ’ or a blank; none in the fraction, and none with an exponent
 *   decimal     the point where the comma may group, the comma where the point may group
 *   exponent    e or E, a sign if wanted, digits
 *   percent     % behind: hundredths. Not with a currency
 *   no cents    .- or ,- behind the digits, the dash long or two of them: as it is written in Switzerland and
 *               Germany. It stands where a fraction would, so that there is none
 *
 *   cell                               decimal point   decimal comma
 *   ---------------------------------  --------------  -------------
 *   1234   1'234   1 234   1e5  25 %   the same        the same        tells nothing of its column
 *   1234.5   0.250   1234.567  1.5e3   reads           is no number    decides: point
 *   1,234.50   1,234,567               reads           is no number    decides: point
 *   1234,5   0,250   1.234,50          is no number    reads           decides: comma
 *   1.234   25.000                     1.234   25      1234   25000    ambiguous
 *   1,234   25,000                     1234   25000    1.234   25      ambiguous
 *   12,34,567   1.5.2   1,23  x        as it comes: what reads neither way is no number
 *
 * Read to the nearest double; no locale, no "inf", no hexadecimal.
 */
#ifndef BIREME_TABLE_NUMBER_H
#define BIREME_TABLE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct bireme_number {
    bool point, comma; /* can be read so; if both and the values are equal, it decides nothing */
    double with_point, with_comma;
    bool percent;
    char currency[4]; /* its code, or "$", "kr", "¥"; "": none */
} bireme_number;

/* Reads the text [n], UTF-8; false: it is not a number either way. */
bool bireme_number_read(const char *text, size_t n, bireme_number *out);

/* Whether the number has two different readings. */
static inline bool bireme_number_is_ambiguous(const bireme_number *number)
{
    return number->point && number->comma && number->with_point != number->with_comma;
}

/* Why a text is not a number, and what would be right, to be appended to a message: "; groups are …". buffer
 * of BIREME_NUMBER_WHY_SIZE, returned; "": it does not look like a number at all. */
enum { BIREME_NUMBER_WHY_SIZE = 200 };
const char *bireme_number_why(char *buffer, const char *text);

/* Whether it says that there is no value: empty, N/A, #N/A, NA, NaN, NaT, None, null, -, in upper or lower
 * case. */
bool bireme_table_is_missing(const char *text, size_t n);

#endif
