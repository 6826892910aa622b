/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The domain as plain data: what a scenario says once it is read and found valid. Built by src/scenario,
 * never changed afterwards. Every list has the length that its comment gives; every index is valid or −1 for
 * "none".
 *
 * A *quantity* is an uncertain (or fixed) number that is drawn once per trial: a rate in the sense of
 * docs/model. Its path in the scenario names it, in correlations and as the key of its random stream. An
 * *item* is a distribution that is drawn once per lead or deal: `shape` times the quantity `scale`.
 */
#ifndef BIREME_MODEL_MODEL_H
#define BIREME_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "dist/dist.h"
#include "model/calendar.h"

typedef struct bireme_quantity {
    char *path;          /* "channels.events.conversion.won"; the location of an item:
                            "channels.events.deal_value.mean" */
    bireme_dist *dist;   /* a fixed value is a fixed distribution */
    char *note, *source; /* NULL: none */
    char *origin;        /* "base.json:14:21", where the number was written; NULL: a default of the program */
} bireme_quantity;

typedef struct bireme_item {
    bireme_dist *shape; /* NULL: the item is not given (no delay; no value) */
    int scale;          /* quantity, −1: 1. With a scale, shape has location 1 */
    char *path, *origin, *note, *source;
} bireme_item;

typedef enum bireme_owner { BIREME_OWNER_MARKETING, BIREME_OWNER_SALES, BIREME_OWNER_PARTNER } bireme_owner;
enum { BIREME_OWNER_COUNT = 3 };

typedef struct bireme_channel {
    char *name;
    bireme_owner owner;
    bool has_spend;
    double *spend;      /* [periods], money; zeros without spend */
    int cost_per_lead;  /* quantity, −1: none (then spend is 0) */
    int organic_leads;  /* quantity, leads per period, −1: none */
    double *season;     /* [periods] */
    int *conversion;    /* [stages]: quantity of the step from stage s−1 to s; [0] is −1 */
    bireme_item *cycle; /* [stages]: days of the step from s−1 to s; [0] unused; shape NULL: no delay */
    bireme_item deal_value;
    char *note, *source;
} bireme_channel;

/* Multipliers of one regime; −1: 1 (no effect). */
typedef struct bireme_regime {
    char *name;
    int leads, cost_per_lead, deal_value, cycle_time;
    int *conversion_odds; /* [stages], [0] is −1 */
} bireme_regime;

typedef struct bireme_economy {
    size_t n_regimes; /* 0: no economy */
    bireme_regime *regimes;
    int *path;          /* [periods] regime of each period, or NULL: a Markov chain */
    double *start;      /* [n_regimes] probabilities of the first period (Markov), else NULL */
    double *transition; /* [n_regimes × n_regimes], row from, column to, else NULL */
} bireme_economy;

/* Correlated quantities: a connected set; pearson is the matrix of the Gaussian copula, positive definite. */
typedef struct bireme_correlated {
    size_t n;
    int *quantity;   /* [n] */
    double *pearson; /* [n × n], 2 sin(π ρ / 6) of the rank correlation ρ; unit diagonal */
} bireme_correlated;

typedef struct bireme_goal {
    bool present;
    char *metric; /* name of a metric */
    double at_least;
    double confidence; /* NAN: not given */
    int by;            /* period by whose end it is measured */
} bireme_goal;

typedef struct bireme_model {
    char *name, *description, *currency;
    char *file;               /* the scenario file that was asked for */
    bireme_calendar calendar; /* period length, start, labels */
    size_t periods;           /* H ≥ 1 */
    size_t stages;            /* S + 1 ≥ 2: lead … won */
    char **stage;             /* [stages] names */
    double *pace;             /* [periods], 1 is normal */
    size_t n_channels;        /* ≥ 1 */
    bireme_channel *channels; /* in the file's order */
    bireme_economy economy;
    bireme_goal goal;
    size_t n_quantities;
    bireme_quantity *quantities;
    size_t n_correlated;
    bireme_correlated *correlated;
    uint64_t trials, seed; /* of the run block, or the defaults */
} bireme_model;

enum { BIREME_TRIALS_DEFAULT = 65536, BIREME_SEED_DEFAULT = 1 };
#define BIREME_TRIALS_MOST UINT64_C(1000000000)

/* Frees what the model owns and the model itself; a partly built (zeroed) model is fine. */
void bireme_model_free(bireme_model *model);

#endif
