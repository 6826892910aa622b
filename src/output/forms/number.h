/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers for people: as many digits as the standard error supports and no more, in a form that can be read
 * aloud
 * ("$6.23M", "1,240", "58 %"). The text is UTF-8 and the same under every locale: a point for decimals,
 * commas between thousands. For machines there is base/text.h.
 *
 * Numbers are rounded to the largest power of ten that is no more than twice the standard error, so that
 * rounding adds at most 15 % to it; two digits are kept of a number known to within a quarter, and shares are
 * never coarser than whole per cents. se: 0 for exact numbers; NAN if it is not known, and for a standard
 * error itself, which gives two digits.
 */
#ifndef BIREME_OUTPUT_FORMS_NUMBER_H
#define BIREME_OUTPUT_FORMS_NUMBER_H

#define BIREME_PEOPLE_SIZE 64

/* A buffer in the midst of a sentence; it lasts until the end of the block. */
#define BIREME_PEOPLE                     ((char[BIREME_PEOPLE_SIZE]){0})
#define BIREME_SHARE(value, se)           bireme_share_format(BIREME_PEOPLE, value, se)
#define BIREME_MONEY(currency, value, se) bireme_money_format(BIREME_PEOPLE, currency, value, se)

/* Each writes into a buffer of BIREME_PEOPLE_SIZE and returns it; a value that is not finite is written
 * "n/a". */

/* Money, at most three digits: "$1.30", "$24,100", "$850K", "$6.23M", "CHF 1.2B". */
char *bireme_money_format(char *buffer, const char *currency, double value, double se);
/* The same in the unit of a whole column: 10^scale, or BIREME_MONEY_OWN for the unit of the value itself. At
 * most three decimals; below a hundredth of the unit, in the value's own. */
enum { BIREME_MONEY_OWN = -1 };
char *bireme_money_format_in(char *buffer, const char *currency, double value, double se, int scale);
/* The scale (0, 3, 6, 9 or 12) for amounts that belong together; least, most: the smallest magnitude other
 * than 0, and the largest. */
int bireme_money_scale(double least, double most);
/* Money that is known exactly, such as a goal: "$6M", "$6.25M", "$1,234,567". */
char *bireme_money_format_exact(char *buffer, const char *currency, double value);
/* The mean of a count: one decimal below 100, whole above: "7.1", "1,240". */
char *bireme_count_format(char *buffer, double value, double se);
/* With that many decimals, 0 or more: "7.0", "0.2". */
char *bireme_decimals_format(char *buffer, double value, int decimals);
/* A count itself, or its quantile: whole. */
char *bireme_whole_format(char *buffer, double value, double se);
/* A share of one as a percentage: "58 %", "4.2 %", "< 0.1 %"; only all is "100 %": "99.6 %", "> 99.9 %". */
char *bireme_share_format(char *buffer, double value, double se);
/* The difference of two shares, in percentage points: "-8.4 points". */
char *bireme_points_format(char *buffer, double value, double se);
/* A multiple: "14.3×", "3.23×", "0.45×". */
char *bireme_ratio_format(char *buffer, double value, double se);
/* A number of months: "14.5 months". */
char *bireme_months_format(char *buffer, double value, double se);
/* Any number, at most four digits: "0.34", "1.142", "24,000". */
char *bireme_plain_format(char *buffer, double value);

#endif
