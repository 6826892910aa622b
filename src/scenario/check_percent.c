/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shares written in per cent: how they are written instead.
 */
#include "scenario/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

char *bireme_check_percent(char *buffer, double x)
{
    char whole[BIREME_NUMBER_SIZE], share[BIREME_NUMBER_SIZE];
    buffer[0] = '\0';
    if (x >= 2 && x <= 100) /* below 2 it is more than the whole of something */
        snprintf(buffer, BIREME_PERCENT_MOST, "; %s %% is written %s", bireme_number_format(whole, x),
                 bireme_number_format(share, floor(x * 1e6 + 0.5) / 1e8));
    return buffer;
}

char *bireme_check_percent_text(char *buffer, const bireme_node *node)
{
    char *end = NULL, whole[BIREME_NUMBER_SIZE], share[BIREME_NUMBER_SIZE];
    buffer[0] = '\0';
    if (node->type != BIREME_NODE_TEXT) return buffer;
    double x = bireme_number_parse(node->text, &end);
    if (end == node->text || !(x >= 0 && x <= 1e6)) return buffer;
    while (*end == ' ') end++;
    if (strcmp(end, "%") == 0)
        snprintf(buffer, BIREME_PERCENT_MOST, "; %s %% is written %s", bireme_number_format(whole, x),
                 bireme_number_format(share, floor(x * 1e6 + 0.5) / 1e8));
    return buffer;
}
