/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people call a number of a scenario, from the field table: "win rate of paid_search" for
 * channels.paid_search.conversion.won, "shared win rate" for defaults.conversion.won.
 */
#ifndef BIREME_SCENARIO_FIELDS_SAID_H
#define BIREME_SCENARIO_FIELDS_SAID_H

#include "base/text.h"

/* Appends it; the path itself if the table has no words for it. won: the last stage of the funnel. */
void bireme_field_say(const char *path, const char *won, bireme_text *out);
/* The same where it is clear whose it is: "win rate". */
void bireme_field_say_alone(const char *path, const char *won, bireme_text *out);
/* The unit of the number there, as the field table has it: "money per period", "probability". NULL: none, or
 * another parameter of a distribution than its mean. */
const char *bireme_field_unit(const char *path);

#endif
