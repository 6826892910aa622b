/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Metrics in sentences.
 */
#include <stdio.h>
#include <string.h>
#include "model/metric.h"

const char *bireme_metric_words(const bireme_model *model, bireme_metric_id id,
                                char buffer[BIREME_METRIC_WORDS_SIZE])
{
    const bireme_metric_row *row = bireme_metric_row_of(id.kind);
    const char *words = row->noun != NULL ? row->noun : row->words, *place = strchr(words, '*'),
               *thing = bireme_metric_thing(model, id),
               *of = thing == NULL || place != NULL ? ""
                     : row->of == BIREME_OF_STAGE   ? " "
                                                    : " of ";
    const int before = (int)(place != NULL ? (size_t)(place - words) : strlen(words));
    const int length = snprintf(buffer, BIREME_METRIC_WORDS_SIZE, "%.*s%s%s%s", before, words, of,
                                thing != NULL ? thing : "", place != NULL ? place + 1 : "");
    if (row->ruled && length >= 0 && length < BIREME_METRIC_WORDS_SIZE)
        snprintf(buffer + length, BIREME_METRIC_WORDS_SIZE - (size_t)length, " (%s)",
                 bireme_credit_name(id.rule));
    return buffer;
}

const char *bireme_metric_words_of(const bireme_model *model, const char *name,
                                   char buffer[BIREME_METRIC_WORDS_SIZE])
{
    bireme_metric_id id;
    if (bireme_metric_find(model, name, &id)) return bireme_metric_words(model, id, buffer);
    snprintf(buffer, BIREME_METRIC_WORDS_SIZE, "%s", name);
    return buffer;
}
