/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the oracle's files share: a scenario as it understands it.
 */
#ifndef BIREME_TESTS_ORACLE_INTERNAL_H
#define BIREME_TESTS_ORACLE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <cjson/cJSON.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_rng.h>
#include "oracle.h"

enum { ORACLE_OWNERS = 3, ORACLE_NAME = 64, ORACLE_PATH = 256 };

/* Ends the program with a message. */
void oracle_stop(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));
/* Zeroed memory that is freed with the scenario. */
void *oracle_alloc(oracle *model, size_t count, size_t size);

/* ---- scenario files: extends, RFC 7396, overrides (oracle_file.c) */

cJSON *oracle_file_read(const char *file, const oracle_override *overrides, size_t n_overrides);
/* Exact (case-sensitive) member, or NULL. */
const cJSON *oracle_get(const cJSON *object, const char *name);
double oracle_number(const cJSON *object, const char *name);

/* ---- distributions (oracle_dist.c) */

typedef enum oracle_family {
    ORACLE_FIXED,
    ORACLE_UNIFORM,
    ORACLE_TRIANGULAR,
    ORACLE_NORMAL,
    ORACLE_LOGNORMAL,
    ORACLE_GAMMA,
    ORACLE_BETA, /* on [x0, x0 + width] */
    ORACLE_WEIBULL,
    ORACLE_METALOG,
    ORACLE_DISCRETE,
    ORACLE_HISTOGRAM,
    ORACLE_MIXTURE
} oracle_family;

typedef struct oracle_dist {
    oracle_family family;
    double a, b, c;   /* parameters, see oracle_dist.c */
    double x0, width; /* of a beta */
    double low, high; /* truncation, −INFINITY and INFINITY if there is none */
    size_t n;
    double *x;                     /* values [n], edges [n + 1] or metalog coefficients [n] */
    double *cumulative;            /* [n], the last is 1 */
    struct oracle_dist *component; /* [n] */
} oracle_dist;

oracle_dist *oracle_dist_read(oracle *model, const cJSON *node);
double oracle_dist_sample(const oracle_dist *dist, const gsl_rng *rng);
double oracle_dist_quantile(const oracle_dist *dist, double u);

/* ---- the scenario (oracle_read.c) */

typedef struct oracle_rate {
    char path[ORACLE_PATH];
    const oracle_dist *dist;
} oracle_rate;

typedef struct oracle_item {
    const oracle_dist *dist; /* NULL: none */
    int scale;               /* rate, −1: 1 */
} oracle_item;

typedef struct oracle_channel {
    char name[ORACLE_NAME];
    int owner;
    double *spend, *season;           /* [periods] */
    int cost_per_lead, organic_leads; /* rates, −1: none */
    int *conversion;                  /* [stages], from 1 */
    oracle_item *cycle;               /* [stages], from 1 */
    oracle_item deal_value;
} oracle_channel;

/* Rates, −1: no effect. */
typedef struct oracle_regime {
    char name[ORACLE_NAME];
    int leads, cost_per_lead, deal_value, cycle_time;
    int *odds; /* [stages], from 1 */
} oracle_regime;

typedef struct oracle_block oracle_block;

struct oracle {
    oracle_block *blocks;
    size_t periods, stages, n_channels, n_regimes, n_rates, most_rates;
    double days; /* of a period */
    double *pace;
    char (*stage)[ORACLE_NAME];
    oracle_channel *channels;
    oracle_regime *regimes;
    int *path;                  /* [periods] or NULL */
    double *start, *transition; /* Markov chain, when there is no path */
    oracle_rate *rates;
    size_t n_correlated;
    int *correlated;      /* [n_correlated] rates */
    gsl_matrix *cholesky; /* lower triangle, NULL: nothing is correlated */
};

extern const char *const oracle_owner_name[ORACLE_OWNERS];

#endif
