/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The oracle: a slow second implementation of the model, to check the fast engine against. It walks every
 * lead and every open deal by itself: its arrival, the outcome and the delay of every step, the clock that
 * runs faster and slower from period to period, the wait for a rep, the value of the deal, who touched it.
 * What is an expectation in the model (reps, the entries that capacity is shared by) it integrates
 * numerically by methods of its own. It reads scenario files with a reader of its own and shares nothing
 * with the library but libc, GSL and cJSON. It trusts its input; a field that it does not know stops the
 * program with a message, as does any error: this is test code.
 */
#ifndef BIREME_TESTS_ORACLE_H
#define BIREME_TESTS_ORACLE_H

#include <stddef.h>

typedef struct oracle oracle;

/* One value to put into a scenario before it is read: "channels.web.conversion.won" and a JSON text. */
typedef struct oracle_override {
    const char *path, *json;
} oracle_override;

/* overrides [n_overrides], may be NULL if there are none. Never NULL; free it with oracle_free(). */
oracle *oracle_read(const char *file, const oracle_override *overrides, size_t n_overrides);
void oracle_free(oracle *model);

size_t oracle_period_count(const oracle *model);
/* The expected number of leads in a trial, roughly (from 50 trials): how long a trial will take. */
double oracle_effort(const oracle *model);

/* What happened in n trials. */
typedef struct oracle_samples {
    size_t n_trials, n_metrics, n_columns;
    char (*name)[128]; /* [n_metrics] "revenue", "channel.web.wins", … as the program calls them */
    double *value;     /* [n_metrics × n_columns × n_trials]; NAN where a trial has no value */
    size_t n_past;     /* periods that are over, which are facts */
    double *fact;      /* [n_metrics × n_past], NAN where it is not known */
} oracle_samples;

/* Runs n_trials trials with GSL's Mersenne Twister. Columns: the periods that are not over, all of them
 * together, the whole horizon with those that are over. */
oracle_samples *oracle_run(const oracle *model, size_t n_trials, unsigned long seed);
void oracle_samples_free(oracle_samples *samples);

/* The metric's index, or SIZE_MAX. */
size_t oracle_samples_find(const oracle_samples *samples, const char *name);
/* [n_trials] of one metric in one column. */
const double *oracle_samples_of(const oracle_samples *samples, size_t metric, size_t column);

#endif
