/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words that the messages of the checks share.
 */
#ifndef BIREME_SCENARIO_CHECK_WORDS_H
#define BIREME_SCENARIO_CHECK_WORDS_H

#include "scenario/syntax/node.h"

/* "`spend`", "entry 3 of `season`", "the scenario"; for messages. buffer of BIREME_LABEL_MOST; returned. */
enum { BIREME_LABEL_MOST = 128 };
char *bireme_check_label(char *buffer, const bireme_node *node);
/* "; 25 % is written 0.25" of a share of 25; "" of what is no share in per cent. buffer of
 * BIREME_PERCENT_MOST; returned. */
enum { BIREME_PERCENT_MOST = 96 };
char *bireme_check_percent(char *buffer, double x);
/* "; 15 % less is written 0.85" of a multiple of −0.15 or −15; "" of one that is not less than 0. buffer as
 * above. */
char *bireme_check_change(char *buffer, double x);
/* The same as of a share of a text such as "25 %" in the place of a number; "" of any other node. */
char *bireme_check_percent_text(char *buffer, const bireme_node *node);

#endif
