/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Wording that the messages of the checks share.
 */
#ifndef BIREME_SCENARIO_CHECK_WORDS_H
#define BIREME_SCENARIO_CHECK_WORDS_H

#include "scenario/syntax/node.h"

/* "`spend`", "entry 3 of `season`", "the scenario"; for messages. buffer of BIREME_LABEL_MOST; returned. */
enum { BIREME_LABEL_MOST = 128 };
char *bireme_check_label(char *buffer, const bireme_node *node);
/* "; 25 % is written 0.25" for a share of 25; "" if it does not look like a share in per cent. buffer of
 * BIREME_PERCENT_MOST; returned. */
enum { BIREME_PERCENT_MOST = 96 };
char *bireme_check_percent(char *buffer, double x);
/* "; 15 % less is written 0.85" for a multiple of −0.15 or −15; "" if it is not negative. buffer as above. */
char *bireme_check_change(char *buffer, double x);
/* The same as for a share, for a text such as "25 %" in place of a number; "" for any other node. */
char *bireme_check_percent_text(char *buffer, const bireme_node *node);

#endif
