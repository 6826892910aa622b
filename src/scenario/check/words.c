/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Labels of nodes, and how a share given in per cent should be written.
 */
#include "scenario/check/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

char *bireme_check_percent(char *buffer, double x)
{
    char whole[BIREME_NUMBER_SIZE], share[BIREME_NUMBER_SIZE];
    buffer[0] = '\0';
    if (x >= 2 && x <= 100) /* below 2 it may be more than the whole of something */
        snprintf(buffer, BIREME_PERCENT_MOST, "; %s %% is written %s", bireme_number_format(whole, x),
                 bireme_number_format(share, floor(x * 1e6 + 0.5) / 1e8));
    return buffer;
}

char *bireme_check_change(char *buffer, double x)
{
    char whole[BIREME_NUMBER_SIZE], multiple[BIREME_NUMBER_SIZE];
    buffer[0] = '\0';
    double percent = x > -1 ? -100 * x : -x;
    if (x < 0 && (x > -1 || x <= -2) && percent < 100) /* -1 may be either a share or a percentage */
        snprintf(buffer, BIREME_PERCENT_MOST, "; %s %% less is written %s",
                 bireme_number_format(whole, floor(percent * 1e6 + 0.5) / 1e6),
                 bireme_number_format(multiple, floor((100 - percent) * 1e6 + 0.5) / 1e8));
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

char *bireme_check_label(char *buffer, const bireme_node *node)
{
    char quoted[BIREME_QUOTE_SIZE];
    size_t index = 0;
    if (node->parent == NULL) {
        snprintf(buffer, BIREME_LABEL_MOST, "the scenario");
    } else if (node->key != NULL) {
        snprintf(buffer, BIREME_LABEL_MOST, "`%s`", bireme_quote(quoted, node->key));
    } else {
        for (const bireme_node *n = node->parent->first; n != node; n = n->next) index++;
        const char *list = node->parent->key != NULL ? node->parent->key : "the list";
        snprintf(buffer, BIREME_LABEL_MOST, "entry %zu of `%s`", index, bireme_quote(quoted, list));
    }
    return buffer;
}
