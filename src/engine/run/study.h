/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A study: one compiled scenario run again and again with different decisions (compile/variant.h) on the same
 * random numbers, to get a few metrics, one value per trial. What is costly to make (tables, points) is made
 * once. Trial i uses the same draw for the same uncertain quantity in every run, so that differences between
 * runs are due to the decisions; a shorter run is the beginning of a longer one.
 */
#ifndef BIREME_ENGINE_RUN_STUDY_H
#define BIREME_ENGINE_RUN_STUDY_H

#include "bireme/forecast.h"
#include "engine/trial/block.h"
#include "compile/compiled.h"

typedef struct bireme_wanted {
    size_t metric;       /* an index into the compiled scenario's */
    size_t by;           /* summed over the periods up to this one */
    bool must_be_bought; /* its value is −INFINITY in trials in which the plan's leads cannot be bought */
} bireme_wanted;

typedef struct bireme_study_options {
    uint64_t trials; /* of the longest run */
    uint64_t seed;
    bireme_sampler sampler; /* never UNSET */
    int threads;            /* ≥ 1 */
    bool two_worlds;        /* also make a second set of random numbers on the same points, for sensitivity */
    /* For progress: trials of all runs together, as far as known; raised when there are more. */
    uint64_t expected;
    void (*progress)(void *context, uint64_t done, uint64_t trials);
    bool (*cancelled)(void *context);
    void *context;
    bool whole; /* forecasts are also made of the study's variants, so nothing may be left out of the model */
    /* all variants differ from the scenario only in spend and reps: what the rates decide is computed once
     * and kept, as far as memory allows. For many short runs */
    bool keeps;
    bool laws; /* laws are asked of it (engine/law) */
    /* The scenario compiled already, which must outlive the study and of which nothing is left out; NULL: the
     * study compiles it. */
    const bireme_compiled *compiled;
    size_t n_wanted;
    const bireme_wanted *wanted; /* [n_wanted], copied */
} bireme_study_options;

typedef struct bireme_study {
    bireme_study_options options;
    bireme_wanted *wanted;
    const bireme_compiled *compiled; /* with the scenario's decisions */
    bireme_compiled *own;            /* that, if the study compiled it */
    bireme_sources sources[2];       /* the worlds; the second is empty unless it was asked for */
    bireme_layout layout;
    bireme_depth depth;  /* no deeper than the metrics need */
    bool means;          /* run at the depth of means; set between runs, if every metric wanted allows it */
    bool superposed;     /* counts of all periods are drawn as one (block.h) */
    bireme_block **kept; /* [blocks of trials] made when needed; NULL: nothing is kept */
    uint64_t done;       /* trials of all runs so far */
    unsigned replicates; /* of the points (stats/replicates.h) */
} bireme_study;

/* The model must outlive it. Errors: as of bireme_compile_begin(). */
BIREME_MUST_USE bireme_status bireme_study_create(const bireme_model *model,
                                                  const bireme_study_options *options, bireme_study **out,
                                                  bireme_error *error);
void bireme_study_free(bireme_study *study); /* NULL is fine */
/* What a study with these options needs while it runs; trials and steps are those of the longest run. Errors:
 * as of bireme_compile_begin(). */
BIREME_MUST_USE bireme_status bireme_study_measure(const bireme_model *model,
                                                   const bireme_study_options *options, bireme_need *out,
                                                   bireme_error *error);

/* Whether wanted metric w may be run at the depth of means: its mean over trials is the same, and only open
 * deals are still drawn. */
bool bireme_study_has_means(const bireme_study *study, size_t w);

/* compiled: a variant of the study's scenario, NULL: the scenario itself; sources: one of its worlds, NULL:
 * the first. out [n_wanted]: each NULL (not wanted this time) or [trials], NAN where left out. trials: at
 * most those of the options. Errors: MEMORY, CANCELLED. */
BIREME_MUST_USE bireme_status bireme_study_run(bireme_study *study, const bireme_compiled *compiled,
                                               const bireme_sources *sources, uint64_t trials,
                                               double *const *out, bireme_error *error);

/* Runs all blocks of trials at a depth and hands each over, with how many of its lanes are trials: from
 * several threads at once, in no particular order. compiled and trials as above. Errors: MEMORY,
 * CANCELLED. */
typedef void bireme_study_take(void *context, bireme_block *block, size_t n);
BIREME_MUST_USE bireme_status bireme_study_each(bireme_study *study, const bireme_compiled *compiled,
                                                uint64_t trials, bireme_depth depth, bireme_study_take *take,
                                                void *context, bireme_error *error);

/* Mean leads, which depend only on the rates (no count is drawn): those bought by the channels' spend or
 * decided volume, and the others. paid, other [n_channels × periods], either may be NULL. Errors: MEMORY,
 * CANCELLED. */
BIREME_MUST_USE bireme_status bireme_study_arrivals(bireme_study *study, const bireme_compiled *compiled,
                                                    uint64_t trials, double *paid, double *other,
                                                    bireme_error *error);

/* In the study's own scenario and first world: the values of a quantity; the number of periods up to `by` in
 * which an economy whose path is drawn is in the regime. out [trials]. Errors: MEMORY, CANCELLED. */
BIREME_MUST_USE bireme_status bireme_study_quantity(bireme_study *study, int quantity, uint64_t trials,
                                                    double *out, bireme_error *error);
BIREME_MUST_USE bireme_status bireme_study_regime(bireme_study *study, int regime, size_t by, uint64_t trials,
                                                  double *out, bireme_error *error);

#endif
