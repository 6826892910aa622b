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

/* An input, of a sensitivity. */
typedef struct bireme_input bireme_input;

/* What could be decided instead of today's plan. */
typedef struct bireme_alternative {
    const char *path;     /* "channels.events.spend", "sales.reps"; NULL: today's plan */
    double factor;        /* of today's */
    double mean;          /* of worth_metric */
    double gain, gain_se; /* its mean over today's plan */
} bireme_alternative;

typedef struct bireme_sensitivity bireme_sensitivity;

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

/* ------------------------ what was asked, and with what */

BIREME_API const char *bireme_sensitivity_scenario(const bireme_sensitivity *sensitivity);
BIREME_API const char *bireme_sensitivity_metric(const bireme_sensitivity *sensitivity);
BIREME_API const char *bireme_sensitivity_until(const bireme_sensitivity *sensitivity);
/* `until` is the last period. */
BIREME_API bool bireme_sensitivity_whole_horizon(const bireme_sensitivity *sensitivity);
BIREME_API bireme_unit bireme_sensitivity_unit(const bireme_sensitivity *sensitivity);
BIREME_API uint64_t bireme_sensitivity_trials(const bireme_sensitivity *sensitivity);
BIREME_API uint64_t bireme_sensitivity_seed(const bireme_sensitivity *sensitivity);
BIREME_API bireme_sampler bireme_sensitivity_sampler(const bireme_sensitivity *sensitivity);
/* The work, in runs of `trials` trials. */
BIREME_API double bireme_sensitivity_runs(const bireme_sensitivity *sensitivity);

/* ------------------------ the answer */

/* Of the metric. */
BIREME_API const bireme_summary *bireme_sensitivity_summary(const bireme_sensitivity *sensitivity);
BIREME_API const bireme_input *bireme_sensitivity_chance(const bireme_sensitivity *sensitivity);
/* Of the first-order indices of all inputs: 1 less chance and interactions. */
BIREME_API double bireme_sensitivity_sum_first(const bireme_sensitivity *sensitivity);
/* By which is decided. */
BIREME_API const char *bireme_sensitivity_worth_metric(const bireme_sensitivity *sensitivity);
BIREME_API bireme_unit bireme_sensitivity_worth_unit(const bireme_sensitivity *sensitivity);
/* The alternative with the highest mean. */
BIREME_API size_t bireme_sensitivity_best(const bireme_sensitivity *sensitivity);

/* ------------------------ lists: NULL beyond the last */

/* The largest total index first. */
BIREME_API size_t bireme_sensitivity_input_count(const bireme_sensitivity *sensitivity);
BIREME_API const bireme_input *bireme_sensitivity_input(const bireme_sensitivity *sensitivity, size_t input);
/* Today's plan first; 1 where there is nothing to decide. */
BIREME_API size_t bireme_sensitivity_alternative_count(const bireme_sensitivity *sensitivity);
BIREME_API const bireme_alternative *bireme_sensitivity_alternative(const bireme_sensitivity *sensitivity,
                                                                    size_t alternative);

/* ------------------------ of an input */

/* As in correlations; of a set those of its members, joined by " + ". */
BIREME_API const char *bireme_input_path(const bireme_input *input);
BIREME_API bireme_input_kind bireme_input_kind_of(const bireme_input *input);
/* Of members of a set: NAN. */
BIREME_API const bireme_index *bireme_input_index(const bireme_input *input);
/* Spearman's, of input and metric; NAN: it is not one number. */
BIREME_API double bireme_input_rank_correlation(const bireme_input *input);
/* The metric's mean with the input at its P10 and its P90, the others as they are; with the economy in one
 * regime all the time: the one with the lowest mean and the one with the highest. NAN: there is none. */
BIREME_API double bireme_input_low(const bireme_input *input);
BIREME_API double bireme_input_low_se(const bireme_input *input);
BIREME_API double bireme_input_high(const bireme_input *input);
BIREME_API double bireme_input_high_se(const bireme_input *input);
/* The P10 and the P90; NAN: it is not one number. */
BIREME_API double bireme_input_low_at(const bireme_input *input);
BIREME_API double bireme_input_high_at(const bireme_input *input);
/* Of the economy, else NULL. */
BIREME_API const char *bireme_input_low_regime(const bireme_input *input);
BIREME_API const char *bireme_input_high_regime(const bireme_input *input);
/* What it would be worth, at the decision, to know the input before: in the unit of the sensitivity's
 * `worth_metric`. NAN: of chance, and where there is nothing to decide. */
BIREME_API double bireme_input_worth(const bireme_input *input);
BIREME_API double bireme_input_worth_se(const bireme_input *input);
/* Of a set. */
BIREME_API size_t bireme_input_member_count(const bireme_input *input);
BIREME_API const bireme_input *bireme_input_member(const bireme_input *input, size_t member);

#ifdef __cplusplus
}
#endif

#endif
