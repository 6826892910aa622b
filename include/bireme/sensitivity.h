/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What drives a result: the share of its variance due to each uncertain input (Sobol indices), how it moves
 * with each of them (rank correlation, tornado), how much is chance, and the value of knowing an input before
 * deciding. Also the same indices for any function of independent uniforms.
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

/* Shares of the variance; all NAN if the variance is 0. */
typedef struct bireme_index {
    double first_order, first_order_se; /* removed by knowing this input alone: Var(E[y | x]) / Var(y) */
    double total, total_se;             /* left when all others are known: E[Var(y | the others)] / Var(y) */
    double left_out;                    /* share of the trials that have no value */
} bireme_index;

typedef struct bireme_index_options {
    size_t size;     /* of this struct; bireme_index_options_init() sets it */
    size_t n_inputs; /* ≥ 1, at most 2048 */
    uint64_t trials; /* the function is evaluated trials × (n_inputs + 2) times; a power of two is best */
    uint64_t seed;
    bireme_sampler sampler; /* UNSET: Sobol */
    /* u [n_inputs][n]: independent uniforms in (0, 1); value [n], NAN where there is none. Calls never
     * overlap. */
    void (*evaluate)(void *context, size_t n, const double *const *u, double *value);
    bool (*cancelled)(void *context); /* NULL: never */
    void *context;
} bireme_index_options;

/* Sets every default; the function remains to be set. */
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
    /* NULL: the defaults. If trials is not set: at most 16,384, with many inputs 8,192. totals_only,
     * keep_samples and precision are ignored; `given` is an error. */
    const bireme_run_options *run;
    const char *metric; /* NULL: that of the goal, else revenue, or wins if no deal has a value */
    /* a date: the metric is measured at the end of its period; NULL: the goal's if the metric is, else the
     * end */
    const char *until;
} bireme_sensitivity_options;

/* Sets every default. */
static inline void bireme_sensitivity_options_init(bireme_sensitivity_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

typedef enum bireme_input_kind {
    BIREME_INPUT_QUANTITY, /* one uncertain number of the scenario */
    BIREME_INPUT_SET,      /* correlated numbers: indices of the single ones would not add up */
    BIREME_INPUT_ECONOMY,  /* the path of the regimes */
    BIREME_INPUT_CHANCE,   /* what remains when every number is known: counts, deal values, open deals */
    /* a random walk as a whole. Rank correlation, `low` and `high` are those of its end, and low_at and
     * high_at the multiples that it then has: what happens on the way is drawn */
    BIREME_INPUT_DRIFT
} bireme_input_kind;

/* An input of a scenario; belongs to its sensitivity. */
typedef struct bireme_input bireme_input;

/* A plan that could be chosen instead of today's. */
typedef struct bireme_alternative {
    const char *path;     /* "channels.events.spend", "sales.reps"; NULL: today's plan */
    double factor;        /* of today's value */
    double mean;          /* of worth_metric */
    double gain, gain_se; /* its mean less that of today's plan */
} bireme_alternative;

/* What one more rep of a team brings, who is there from the start (of what is forecast) on and fully ramped:
 * the mean difference from today's plan, trial by trial. */
typedef struct bireme_one_more {
    const char *path;   /* "sales.teams.sdr.reps" */
    const char *metric; /* "revenue", "contribution", "npv.lifetime"; "wins" if no deal has a value */
    bireme_unit unit;
    double gain, gain_se; /* over the whole horizon */
} bireme_one_more;

typedef struct bireme_sensitivity bireme_sensitivity;

/* options: NULL for the defaults. Errors: as of bireme_forecast_run(), and DOMAIN (no such metric, more than
 * 2^20 trials, no uncertain input). On CANCELLED there is no result. The result does not depend on the number
 * of threads. */
BIREME_API BIREME_MUST_USE bireme_status bireme_sensitivity_run(const bireme_scenario *scenario,
                                                                const bireme_sensitivity_options *options,
                                                                bireme_sensitivity **out,
                                                                bireme_error *error);
/* What it needs (bireme_need); only `run` of the options matters. Errors: DOMAIN, MEMORY. */
BIREME_API BIREME_MUST_USE bireme_status bireme_sensitivity_need(const bireme_scenario *scenario,
                                                                 const bireme_sensitivity_options *options,
                                                                 bireme_need *out, bireme_error *error);
BIREME_API void bireme_sensitivity_free(bireme_sensitivity *sensitivity); /* NULL is fine */

/* ------------------------ the question, and how it was run */

BIREME_API const char *bireme_sensitivity_scenario(const bireme_sensitivity *sensitivity);
BIREME_API const char *bireme_sensitivity_metric(const bireme_sensitivity *sensitivity);
BIREME_API const char *bireme_sensitivity_until(const bireme_sensitivity *sensitivity);
/* Whether `until` is the last period. */
BIREME_API bool bireme_sensitivity_whole_horizon(const bireme_sensitivity *sensitivity);
BIREME_API bireme_unit bireme_sensitivity_unit(const bireme_sensitivity *sensitivity);
BIREME_API uint64_t bireme_sensitivity_trials(const bireme_sensitivity *sensitivity);
BIREME_API uint64_t bireme_sensitivity_seed(const bireme_sensitivity *sensitivity);
BIREME_API bireme_sampler bireme_sensitivity_sampler(const bireme_sensitivity *sensitivity);
/* The total work, as a number of runs of `trials` trials. */
BIREME_API double bireme_sensitivity_runs(const bireme_sensitivity *sensitivity);

/* ------------------------ the answer */

/* The summary of the metric, under today's plan. */
BIREME_API const bireme_summary *bireme_sensitivity_summary(const bireme_sensitivity *sensitivity);
BIREME_API const bireme_input *bireme_sensitivity_chance(const bireme_sensitivity *sensitivity);
/* The sum of the first-order indices of all inputs; the rest of 1 is chance and interactions. */
BIREME_API double bireme_sensitivity_sum_first(const bireme_sensitivity *sensitivity);
/* The metric that alternatives are compared by. */
BIREME_API const char *bireme_sensitivity_worth_metric(const bireme_sensitivity *sensitivity);
BIREME_API bireme_unit bireme_sensitivity_worth_unit(const bireme_sensitivity *sensitivity);
/* The alternative with the highest mean. */
BIREME_API size_t bireme_sensitivity_best(const bireme_sensitivity *sensitivity);

/* ------------------------ lists: NULL beyond the last */

/* Inputs, the largest total index first. */
BIREME_API size_t bireme_sensitivity_input_count(const bireme_sensitivity *sensitivity);
BIREME_API const bireme_input *bireme_sensitivity_input(const bireme_sensitivity *sensitivity, size_t input);
/* Today's plan first; the count is 1 if there is nothing to decide. */
BIREME_API size_t bireme_sensitivity_alternative_count(const bireme_sensitivity *sensitivity);
BIREME_API const bireme_alternative *bireme_sensitivity_alternative(const bireme_sensitivity *sensitivity,
                                                                    size_t alternative);
/* Of each team of `sales.teams`, metric by metric; none if teams have no names. */
BIREME_API size_t bireme_sensitivity_one_more_count(const bireme_sensitivity *sensitivity);
BIREME_API const bireme_one_more *bireme_sensitivity_one_more(const bireme_sensitivity *sensitivity,
                                                              size_t one_more);

/* ------------------------ of an input */

/* As in `correlations`; for a set, the paths of its members joined by " + ". */
BIREME_API const char *bireme_input_path(const bireme_input *input);
BIREME_API bireme_input_kind bireme_input_kind_of(const bireme_input *input);
/* NAN for members of a set. */
BIREME_API const bireme_index *bireme_input_index(const bireme_input *input);
/* Spearman's, between input and metric; NAN if the input is not a single number. */
BIREME_API double bireme_input_rank_correlation(const bireme_input *input);
/* The metric's mean with the input at its P10 and at its P90, the others varying as before. For the economy:
 * with one regime throughout, the one with the lowest mean and the one with the highest. NAN: none. */
BIREME_API double bireme_input_low(const bireme_input *input);
BIREME_API double bireme_input_low_se(const bireme_input *input);
BIREME_API double bireme_input_high(const bireme_input *input);
BIREME_API double bireme_input_high_se(const bireme_input *input);
/* The input's P10 and P90; NAN if it is not a single number. */
BIREME_API double bireme_input_low_at(const bireme_input *input);
BIREME_API double bireme_input_high_at(const bireme_input *input);
/* For the economy, the regimes of `low` and `high`; else NULL. */
BIREME_API const char *bireme_input_low_regime(const bireme_input *input);
BIREME_API const char *bireme_input_high_regime(const bireme_input *input);
/* The value of knowing the input before deciding, in the unit of the sensitivity's `worth_metric`. NAN for
 * chance, and if there is nothing to decide. */
BIREME_API double bireme_input_worth(const bireme_input *input);
BIREME_API double bireme_input_worth_se(const bireme_input *input);
/* The members of a set; 0 for other inputs. */
BIREME_API size_t bireme_input_member_count(const bireme_input *input);
BIREME_API const bireme_input *bireme_input_member(const bireme_input *input, size_t member);

#ifdef __cplusplus
}
#endif

#endif
