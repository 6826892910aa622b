/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files in src/dist: the fields of a distribution, the definition that every family's file
 * exports, and the checks of arguments. A family's `make` fills parameters, support and moments; everything
 * that is the same for all families (matching parameter sets, ranges, truncation, description) is done once,
 * outside.
 */
#ifndef BIREME_DIST_FAMILY_H
#define BIREME_DIST_FAMILY_H

#include "base/text.h"
#include "dist/dist.h"

/* Functions of the distribution before truncation. pdf and cdf are called with base_lower ≤ x ≤ base_upper,
 * quantile with p > 0 and q > 0. cdf fills in both tails, each accurate where it is small. truncate
 * conditions in place on [low, high] (low < high, with mass > 0) and sets support and moments; NULL: the
 * general method. */
typedef struct bireme_dist_kernel {
    double (*pdf)(const bireme_dist *dist, double x);
    void (*cdf)(const bireme_dist *dist, double x, double *p, double *q);
    double (*quantile)(const bireme_dist *dist, double p, double q);
    bireme_status (*truncate)(bireme_dist *dist, double low, double high, bireme_error *error);
    /* quantile is a closed formula, not the solution of an equation: tables are made from it */
    bool is_formula;
    bool is_symmetric; /* about its mean, before truncation */
} bireme_dist_kernel;

enum { BIREME_DIST_CONSTANTS = 6 };
enum { BIREME_DIST_HEAVY_LOW = 1, BIREME_DIST_HEAVY_HIGH = 2 };

struct bireme_dist {
    const char *name;
    const bireme_dist_kernel *kernel;
    double c[BIREME_DIST_CONSTANTS]; /* as the family's file says */
    size_t n_numbers;
    double *numbers; /* as the family's file says */
    size_t n_atoms;
    double *atoms; /* [4 × n]: values ascending, masses, mass up to and including each, mass after each */
    size_t n_breaks;
    double *breaks; /* inside the base support, ascending */
    size_t n_components;
    bireme_dist **components;
    double *weights; /* [n_components], sum 1 */
    double base_lower, base_upper;
    double lower, upper;
    double mean, variance; /* variance INFINITY: it has a mean but no variance */
    unsigned heavy;        /* BIREME_DIST_HEAVY_…: the tails without a variance */
    bool constant;         /* the density is constant between breaks */
    bool truncated;
    bool narrowed; /* written with a spread, taken as a point: see bireme_dist_is_narrowed() */
    /* probabilities of the base distribution below and above each bound, and between them */
    double p_low, q_low, p_high, q_high, mass;
    char *text;
    size_t sharers; /* owners besides the first */
};

typedef struct bireme_family_definition {
    bireme_family family;
    bireme_status (*make)(const bireme_dist_spec *spec, bireme_dist *dist, bireme_error *error);
} bireme_family_definition;

extern const bireme_family_definition bireme_family_uniform, bireme_family_triangular, bireme_family_pert,
    bireme_family_normal, bireme_family_lognormal, bireme_family_gamma, bireme_family_beta,
    bireme_family_weibull, bireme_family_exponential, bireme_family_metalog, bireme_family_discrete,
    bireme_family_histogram, bireme_family_empirical, bireme_family_mixture;

/* ---- arguments */

/* Returns DOMAIN with a message, and error->pointer set to the argument's name (may be NULL). */
bireme_status bireme_dist_fail(bireme_error *error, const char *argument, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A number formatted for a message; valid until the end of the block. */
#define BIREME_SHOWN(x) bireme_number_format((char[BIREME_NUMBER_SIZE]){0}, (x))
/* x with six significant digits, for a computed number in a message: rounded down (−1), to nearest (0) or up
 * (1). */
double bireme_dist_rounded(double x, int direction);

const bireme_dist_argument *bireme_spec_find(const bireme_dist_spec *spec,
                                             const char *name);            /* NULL: not given */
double bireme_spec_number(const bireme_dist_spec *spec, const char *name); /* must be given */
/* Checks that the names are one of the family's sets, and that every number is finite and in range. Errors:
 * DOMAIN. */
bireme_status bireme_spec_check(const bireme_dist_spec *spec, bireme_error *error);
/* Checks that low < high. Errors: DOMAIN, naming both. */
bireme_status bireme_spec_ordered(const bireme_dist_spec *spec, const char *low, const char *high,
                                  bireme_error *error);
/* Checks that min ≤ mode ≤ max. Errors: DOMAIN. */
bireme_status bireme_spec_mode(const bireme_dist_spec *spec, bireme_error *error);
/* Checks that the weights [n] sum to 1 within 1e-6, and divides them by their sum. Errors: DOMAIN. */
bireme_status bireme_spec_weights(const bireme_dist_argument *weights, double *normalised,
                                  bireme_error *error);
/* "lognormal (mean 24,000, cv 0.9)" without the truncation. */
void bireme_spec_describe(const bireme_dist_spec *spec, bireme_text *text);
/* A number for people: 24,000. */
void bireme_text_append_grouped(bireme_text *text, double value);

/* ---- building */

/* Frees what the distribution owns, not itself. */
void bireme_dist_clear(bireme_dist *dist);
/* Sets support (before truncation) and moments. Errors: DOMAIN if a moment is not finite, except the variance
 * of a distribution with heavy tails. */
bireme_status bireme_dist_set(bireme_dist *dist, double lower, double upper, double mean, double variance,
                              bireme_error *error);
/* Mean and variance (INFINITY with heavy tails) by integrating the quantile function over its breaks. */
void bireme_dist_integrate(bireme_dist *dist);
/* ∫ Q over the values rarer than v on a side, for a tail that is a power x ~ v^−s there, s < 1: v Q(v) / (1 −
 * s). */
double bireme_dist_power_beyond(const bireme_dist *dist, double v, bool upper);
/* Atoms, support and moments from n values (any order, duplicates merged) and masses (sum 1; NULL: equal). */
bireme_status bireme_dist_set_atoms(bireme_dist *dist, size_t n, const double *values, const double *masses,
                                    bireme_error *error);
/* Both tail probabilities at x, after truncation. */
void bireme_dist_pq(const bireme_dist *dist, double x, double *p, double *q);
/* P(low ≤ X ≤ high). */
double bireme_dist_between(const bireme_dist *dist, double low, double high);
/* Conditions in place on [low, high]; the description is unchanged. Errors: DOMAIN (no mass), MEMORY. */
bireme_status bireme_dist_truncate(bireme_dist *dist, double low, double high, bireme_error *error);

#endif
