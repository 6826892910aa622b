/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options/given.h"

#include <string.h>
#include "base/memory.h"
#include "cli/console.h"
#include "model/calendar.h"

static int out_of_memory(void)
{
    return bireme_console_fail(bireme_status_exit(BIREME_MEMORY), "out of memory");
}

int bireme_given_add(bireme_given_list *list, const char *option, bool never, const char *text)
{
    int year, month, day;
    const char *colon = strrchr(text, ':');
    bool readable = *text != '\0' &&
                    (colon == NULL || (colon != text && bireme_date_parse(colon + 1, &year, &month, &day)));
    if (!readable)
        return bireme_console_refuse("--%s takes REGIME or REGIME:DATE, such as recession:2027-06, not '%s'",
                                     option, text);
    bireme_given *items = bireme_realloc(list->items, list->n + 1, sizeof *items);
    if (items == NULL) return out_of_memory();
    list->items = items;
    char *copy = bireme_strdup(text);
    if (copy == NULL) return out_of_memory();
    if (colon != NULL) copy[colon - text] = '\0';
    items[list->n++] = (bireme_given){
        .regime = copy, .by = colon != NULL ? copy + (colon - text) + 1 : NULL, .never = never};
    return 0;
}

void bireme_given_list_free(bireme_given_list *list)
{
    for (size_t i = 0; i < list->n; i++) bireme_free((void *)list->items[i].regime);
    bireme_free(list->items);
    *list = (bireme_given_list){0};
}
