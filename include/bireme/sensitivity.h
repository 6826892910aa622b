/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What drives a result: how much of its variance comes from which uncertain input (Sobol indices), how it
 * moves with each of them (rank correlation, tornado), how much is chance, and what it would be worth to know
 * an input before deciding. And the same indices for any function of independent uniforms.
 */
#ifndef BIREME_SENSITIVITY_H
#define BIREME_SENSITIVITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "bireme/forecast.h"
#include "bireme/scenario.h"
#include "bireme/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------ of a function */

/* Shares of the variance. All NAN where there is none. */
typedef struct bireme_index {
    double first_order, first_order_se; /* what knowing the input alone takes away: Var(E[y | x]) / Var(y) */
    double total, total_se; /* what is left where all others are known: E[Var(y | the others)] / Var(y) */
    double left_out;        /* share of the trials that have no value */
} bireme_index;

typedef struct bireme_index_options {
    size_t size;     /* of this struct; bireme_index_options_init() sets it */
    size_t n_inputs; /* ≥ 1, at most 2048 */
    uint64_t trials; /* the function is evaluated trials × (n_inputs + 2) times; a power of two is best */
    uint64_t seed;
    bireme_sampler sampler; /* UNSET: Sobol */
    /* u [n_inputs][n]: independent uniforms in (0, 1); value [n], NAN: there is none. One call at a time. */
    void (*evaluate)(void *context, size_t n, const double *const *u, double *value);
    bool (*cancelled)(void *context); /* NULL: never */
    void *context;
} bireme_index_options;

/* No function yet. */
static inline void bireme_index_options_init(bireme_index_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

/* out [n_inputs]. Errors: DOMAIN (no inputs, too many, no trials), MEMORY, CANCELLED. */
BIREME_API BIREME_MUST_USE bireme_status bireme_index_run(const bireme_index_options *options,
                                                          bireme_index *out, bireme_error *error);

/* ------------------------ of a scenario */

typedef struct bireme_sensitivity_options {
    size_t size; /* of this struct; bireme_sensitivity_options_init() sets it */
    /* NULL: the defaults; without trials, at most 16,384, with many inputs 8,192. totals_only, keep_samples,
     * precision do not matter; `given` is not possible. */
    const bireme_run_options *run;
    const char *metric; /* NULL: that of the goal, else revenue, or wins if no deal has a value */
    /* a date: measured by the end of its period; NULL: the goal's for its metric, else the end */
    const char *until;
} bireme_sensitivity_options;

/* Every default. */
static inline void bireme_sensitivity_options_init(bireme_sensitivity_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

typedef enum bireme_input_kind {
    BIREME_INPUT_QUANTITY, /* one uncertain number of the scenario */
    BIREME_INPUT_SET,      /* numbers that are correlated: indices of one of them alone would not add up */
    BIREME_INPUT_ECONOMY,  /* the path of the regimes */
    BIREME_INPUT_CHANCE    /* what is left where every number is known: counts, deal values, open deals */
} bireme_input_kind;

typedef struct bireme_input {
    const char *path; /* as in correlations; of a set those of its members, joined by " + " */
    bireme_input_kind kind;
    bireme_index index;      /* of members of a set: NAN */
    double rank_correlation; /* Spearman's, of input and metric; NAN: it is not one number */
    /* The metric's mean with the input at its P10 and its P90, the others as they are; with the economy in
     * one regime all the time: the one with the lowest mean and the one with the highest. NAN: there is
     * none. */
    double low, low_se, high, high_se;
    double low_at, high_at;               /* the P10 and the P90; NAN: it is not one number */
    const char *low_regime, *high_regime; /* of the economy, else NULL */
    /* What it would be worth, at the decision, to know the input before: in the unit of `worth_metric`. NAN:
     * of chance, and where there is nothing to decide. */
    double worth, worth_se;
    size_t n_members;
    struct bireme_input *members; /* [n_members] of a set */
} bireme_input;

/* What could be decided instead of today's plan. */
typedef struct bireme_alternative {
    const char *path;     /* "channels.events.spend", "sales.reps"; NULL: today's plan */
    double factor;        /* of today's */
    double mean;          /* of worth_metric */
    double gain, gain_se; /* its mean over today's plan */
} bireme_alternative;

typedef struct bireme_sensitivity {
    const char *scenario, *metric, *until;
    bireme_unit unit;
    bool whole_horizon; /* `until` is the last period */
    uint64_t trials, seed;
    bireme_sampler sampler;
    double runs;            /* the work, in runs of `trials` trials */
    bireme_summary summary; /* of the metric */
    size_t n_inputs;
    bireme_input *inputs; /* the largest total index first */
    bireme_input chance;
    double sum_first; /* of the first-order indices of all inputs: 1 less chance and interactions */

    const char *worth_metric; /* by which is decided */
    bireme_unit worth_unit;
    size_t n_alternatives;
    bireme_alternative *alternatives; /* today's plan first; 1 where there is nothing to decide */
    size_t best;                      /* the alternative with the highest mean */
} bireme_sensitivity;

/* options: NULL for the defaults. Errors: as of bireme_forecast_run(), and DOMAIN (no such metric, more than
 * 2^20 trials, no uncertain input). On CANCELLED there is no result. The same bytes for any number of
 * threads. */
BIREME_API BIREME_MUST_USE bireme_status bireme_sensitivity_run(const bireme_scenario *scenario,
                                                                const bireme_sensitivity_options *options,
                                                                bireme_sensitivity **out,
                                                                bireme_error *error);
/* What it needs (bireme_need), of the options only the run. Errors: DOMAIN, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_sensitivity_need(const bireme_scenario *scenario,
                                                                 const bireme_sensitivity_options *options,
                                                                 bireme_need *out, bireme_error *error);
BIREME_API void bireme_sensitivity_free(bireme_sensitivity *sensitivity); /* NULL is fine */

#ifdef __cplusplus
}
#endif

#endif
