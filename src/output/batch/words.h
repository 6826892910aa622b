/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the page and the workbook of a batch say, and by what they judge.
 */
#ifndef BIREME_OUTPUT_BATCH_WORDS_H
#define BIREME_OUTPUT_BATCH_WORDS_H

#include "base/text.h"
#include "output/batch/table.h"

/* By what points are judged: the chance of the goal if all have the same one, else the mean of the first
 * metric. */
typedef struct bireme_batch_measure {
    bool chance;
    size_t metric;
    bool less_is_better;
    bireme_format format;
    const char *currency;
} bireme_batch_measure;
bireme_batch_measure bireme_batch_measure_of(const bireme_batch_table *table, const char *currency);
/* A point's value, and in *se (may be NULL) its standard error; NAN: it has none. */
double bireme_batch_value_of(const bireme_batch_measure *measure, const bireme_batch_point *point,
                             double *se);
/* The first letter of what was appended since `from` becomes a capital. */
void bireme_batch_capital(bireme_text *out, size_t from);
/* "chance of the goal", "mean revenue" */
void bireme_batch_append_measure(const bireme_batch_table *table, const bireme_batch_measure *measure,
                                 bireme_text *out);
/* The goal that all points in that currency have; NULL: they have none, or different ones. */
const bireme_goal_result *bireme_batch_goal_of(const bireme_batch_table *table, const char *currency);

/* The best point and the one after it (SIZE_MAX: there is none), and how many others are within two standard
 * errors of the best. */
typedef struct bireme_batch_best {
    size_t best, next, level;
} bireme_batch_best;
bireme_batch_best bireme_batch_find_best(const bireme_batch_table *table,
                                         const bireme_batch_measure *measure);

/* "win rate of events" */
void bireme_batch_append_path(const bireme_batch_table *table, const char *path, bireme_text *out);
/* How numbers there are shown: amounts, shares, or plain. */
bireme_format bireme_batch_format_of(const char *path);
/* A value as people write it, "$20,000", "12 %"; a long one is shortened. */
void bireme_batch_append_value(const char *path, const char *json, const char *currency, bireme_text *out);
/* Everything that a run sets, "spend of events $20,000, reps 8"; nothing if that is nothing. The currency,
 * which amounts show, is left out of runs that succeeded. */
void bireme_batch_append_sets(const bireme_batch_table *table, const bireme_batch_outcome *run,
                              bireme_text *out);
/* What a point is called in a sentence. */
void bireme_batch_append_point(const bireme_batch_table *table, const bireme_batch_point *point,
                               bireme_text *out);
/* What a run is called in a row of its own. */
void bireme_batch_append_run(const bireme_batch_table *table, const bireme_batch_outcome *run,
                             bireme_text *out);

/* Whether runs of several scenario files succeeded. */
bool bireme_batch_has_scenarios(const bireme_batch_table *table);
/* "12 runs of Base 2027" */
void bireme_batch_append_title(const bireme_batch_table *table, bireme_text *out);
/* What was run. */
void bireme_batch_opening(const bireme_batch_table *table, bireme_text *out);
/* Which point is best, and how sure that is; only those in that currency. */
void bireme_batch_verdict(const bireme_batch_table *table, const char *currency, bireme_text *out);
/* How sure the numbers are, and what they rest on. */
void bireme_batch_certainty(const bireme_batch_table *table, bireme_text *out);

#endif
