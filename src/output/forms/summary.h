/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The statistics of a summary under their names, in the order in which every form for programs writes them.
 */
#ifndef BIREME_OUTPUT_FORMS_SUMMARY_H
#define BIREME_OUTPUT_FORMS_SUMMARY_H

#include "base/json.h"
#include "bireme/forecast.h"

enum { BIREME_STATISTIC_COUNT = 6 + 2 * BIREME_QUANTILE_COUNT };
typedef struct bireme_statistic {
    char name[12];
    double value;
} bireme_statistic;
void bireme_summary_list(const bireme_summary *summary, bireme_statistic list[BIREME_STATISTIC_COUNT]);

/* The same as members of the open object; left_out if there is any. */
void bireme_summary_json_members(bireme_json *json, const bireme_summary *summary);
/* An object with only these members. */
void bireme_summary_json(bireme_json *json, const char *key, const bireme_summary *summary);

#endif
