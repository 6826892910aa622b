/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a value in a table means: money, a share, days, a count, a date, yes or no, according to the field
 * that it goes to.
 */
#ifndef BIREME_SCENARIO_MEANING_H
#define BIREME_SCENARIO_MEANING_H

#include "scenario/fields/fields.h"
#include "scenario/syntax/report.h"

typedef struct bireme_meaning {
    const bireme_field *field; /* NULL: not known */
    const char *parameter;     /* of the field's distribution, the last one named; NULL: the value itself */
} bireme_meaning;

/* The meaning of a path such as channels.web.deal_value.mean. The parameter points into the path. */
bireme_meaning bireme_meaning_of_path(const char *path);
bool bireme_meaning_is_truth(bireme_meaning meaning);
bool bireme_meaning_is_date(bireme_meaning meaning);
bool bireme_meaning_is_money(bireme_meaning meaning);

/* Whether it is a number, or a distribution or list for which a number may stand. */
bool bireme_meaning_is_number(bireme_meaning meaning);
/* Reports a cell that is neither a number nor JSON where a number is wanted. */
void bireme_meaning_fail_number(const char *cell, const char *name, bireme_place place,
                                bireme_report *report);
/* Checks that a cell fits its meaning: a percent sign needs a share (or a multiple, which is a change), a
 * currency needs money. name: of the value, for the message. False: reported. Cells that are not numbers
 * pass. */
bool bireme_meaning_check(bireme_meaning meaning, const char *cell, const char *name, bireme_place place,
                          bireme_report *report);

#endif
