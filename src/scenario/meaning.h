/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a value in a table is: money, a share, days, a count, a date, yes or no, as the field table says of
 * where it goes.
 */
#ifndef BIREME_SCENARIO_MEANING_H
#define BIREME_SCENARIO_MEANING_H

#include "scenario/fields/fields.h"
#include "scenario/syntax/report.h"

typedef struct bireme_meaning {
    const bireme_field *field; /* NULL: it is not known */
    const char *parameter; /* of the field's distribution, the last that has a name; NULL: its value itself */
} bireme_meaning;

/* Of a path such as channels.web.deal_value.mean. The parameter points into it. */
bireme_meaning bireme_meaning_of_path(const char *path);
bool bireme_meaning_is_truth(bireme_meaning meaning);
bool bireme_meaning_is_date(bireme_meaning meaning);
bool bireme_meaning_is_money(bireme_meaning meaning);

/* Is it a number, or a distribution or list that may as well be one? */
bool bireme_meaning_is_number(bireme_meaning meaning);
/* Reports a cell that is no number, nor JSON, where a number is wanted. */
void bireme_meaning_fail_number(const char *cell, const char *name, bireme_place place,
                                bireme_report *report);
/* Holds the cell against what it is: a percent sign belongs to a share (or a multiple, which is a change), a
 * currency to money. name: of the value, for the message. False: reported. What is no number is let pass. */
bool bireme_meaning_check(bireme_meaning meaning, const char *cell, const char *name, bireme_place place,
                          bireme_report *report);

#endif
