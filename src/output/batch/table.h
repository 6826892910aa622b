/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tidy table of a batch, read back: its runs, the points that they stand for, and the grids that the
 * points lie on. The page and the workbook of a batch are made from this, so that they are the same whether
 * the runs were made at one time or resumed.
 *
 * A point is what was set in a scenario: runs that differ only in their seeds share it. A grid is the points
 * that set the same numbers of the same scenario, in one currency.
 */
#ifndef BIREME_OUTPUT_BATCH_TABLE_H
#define BIREME_OUTPUT_BATCH_TABLE_H

#include "bireme/batch.h"
#include "model/model.h"
#include "output/forms/document.h"

typedef struct bireme_batch_outcome {
    const bireme_batch_entry *entry;
    const char *scenario; /* its name; the file's, if it could not be read */
    const char *error;    /* NULL: it succeeded */
    const char *currency; /* "" if it failed */
    uint64_t seed, trials;
    bireme_goal_result goal; /* without the metric and the period, which the table does not have */
    bireme_summary *total;   /* [n_metrics]; n is 0 if the run does not have the metric */
} bireme_batch_outcome;

typedef struct bireme_batch_metric {
    const char *name;
    char *words; /* "revenue", "leads of events" */
    bireme_format format;
    bool less_is_better;
} bireme_batch_metric;

typedef struct bireme_batch_point {
    size_t n_runs, *runs; /* which */
    size_t grid;
    bireme_goal_result goal; /* these are means over its runs, as are their standard errors' squares */
    bireme_summary *total;   /* [n_metrics]; only mean, mean_se and quantiles */
} bireme_batch_point;

/* A number, or whatever else is set, with more than one value in a grid. */
typedef struct bireme_batch_axis {
    const char *path;
    bool numbers;
    size_t n;
    const char **json; /* [n] different values: numbers rise, others are in the order of the manifest */
    double *x;         /* [n]; NAN: not a number */
} bireme_batch_axis;

typedef struct bireme_batch_grid {
    const char *scenario, *file, *currency;
    size_t n_points, *points; /* which */
    size_t n_axes;
    bireme_batch_axis *axes; /* [n_axes], in the order of the manifest */
} bireme_batch_grid;

typedef struct bireme_batch_table {
    const bireme_manifest *manifest;
    char *bytes;              /* what texts of runs point into */
    bool has_file;            /* the table stays in a file beside what is made from it */
    const char *won;          /* the last stage of the funnel, for the names of rates; "" if not known */
    bireme_batch_metric goal; /* what the goal of all runs is of; name NULL: none, or not known */
    size_t n_runs, n_failed, n_metrics, n_points, n_grids, n_currencies;
    bireme_batch_outcome *runs;
    bireme_batch_metric *metrics;
    bireme_batch_point *points;
    bireme_batch_grid *grids;
    const char **currencies; /* [n_currencies], as they first appear */
    /* [n_models] of each scenario that could be read; kept by reference */
    const bireme_model *const *models;
    size_t n_models;
    size_t *of_point; /* [n_runs] the point of each run; SIZE_MAX: it failed */
} bireme_batch_table;

/* Takes `bytes` [length] over, a complete tidy table of all runs of the manifest in the plain style. Errors:
 * SCENARIO (it is not that); MEMORY. Free *out in any case. */
BIREME_MUST_USE bireme_status bireme_batch_table_read(const bireme_manifest *manifest, char *bytes,
                                                      size_t length, const bireme_model *const *models,
                                                      size_t n_models, bireme_batch_table *out,
                                                      bireme_error *error);
void bireme_batch_table_free(bireme_batch_table *table); /* {0} is fine */

/* Finds points and grids; a step of reading. False: out of memory. */
bool bireme_batch_find_points(bireme_batch_table *table);
bool bireme_batch_find_grids(bireme_batch_table *table);

/* What a run sets for the path, as JSON; NULL: nothing. */
const char *bireme_batch_set_of(const bireme_batch_entry *entry, const char *path);
/* The number that a JSON text is; NAN: it is none. */
double bireme_batch_number_of(const char *json);
/* The index of a point's value on an axis of its grid. */
size_t bireme_batch_place_of(const bireme_batch_table *table, const bireme_batch_point *point,
                             const bireme_batch_axis *axis);
/* Whether the run has a name of its own, rather than its number. */
bool bireme_batch_is_named(const bireme_batch_table *table, const bireme_batch_outcome *run);

#endif
