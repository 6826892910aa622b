/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A probability distribution as the scenario file writes one: created from a family's name and one of its
 * parameter sets, immutable afterwards. Exact functions, for compiling tables and for showing; the trial path
 * never calls them.
 */
#ifndef BIREME_DIST_DIST_H
#define BIREME_DIST_DIST_H

#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"

typedef struct bireme_dist bireme_dist;

/* ---- the registry: which families there are, which parameter sets each takes. The scenario's grammar, its
 * schema and its reference page are made from this table. */

typedef enum bireme_parameter_kind {
    BIREME_PARAMETER_NUMBER,     /* one number */
    BIREME_PARAMETER_NUMBERS,    /* a list of numbers */
    BIREME_PARAMETER_COMPONENTS, /* a list of distributions or numbers (mixture) */
    BIREME_PARAMETER_FILE,       /* the name of a CSV file (empirical); the reader turns it into `values` */
    BIREME_PARAMETER_COLUMN      /* the name of a column in it */
} bireme_parameter_kind;

typedef struct bireme_parameter {
    const char *name;
    bireme_parameter_kind kind;
    double low, high;         /* allowed range of each number */
    bool low_open, high_open; /* the bound itself is not allowed */
    bool whole;               /* whole numbers only (beta's successes and trials need not be: false) */
    const char *description;  /* with the unit, for schema and reference page */
} bireme_parameter;

enum { BIREME_SET_MOST = 4, BIREME_OPTIONAL_MOST = 2 };
typedef struct bireme_parameter_set {
    size_t count;
    const char *names[BIREME_SET_MOST]; /* each names a bireme_parameter of the family */
    const char *location; /* the parameter that scales the whole distribution when the set's other parameters
                             are relative (mean with cv, median with sigma, scale with shape): an item's
                             location may be uncertain. NULL: this set cannot be scaled */
    const char *optional[BIREME_OPTIONAL_MOST]; /* may be given too; NULL: no more */
} bireme_parameter_set;

typedef struct bireme_family {
    const char *name;
    const char *description;
    const char *support; /* for the reference page: "x > 0" */
    size_t n_parameters;
    const bireme_parameter *parameters;
    size_t n_sets;
    const bireme_parameter_set *sets;
    bool own_bounds; /* `min` and `max` are parameters of the family (uniform, triangular, pert), no
                        truncation */
} bireme_family;

/* The set has a parameter of this name, optional or not. */
bool bireme_parameter_set_has(const bireme_parameter_set *set, const char *name);

size_t bireme_family_count(void);
const bireme_family *bireme_family_get(size_t index);
const bireme_family *bireme_family_find(const char *name); /* NULL: no such family */
const bireme_parameter *bireme_family_parameter(const bireme_family *family,
                                                const char *name); /* NULL: none */

/* ---- creating */

typedef struct bireme_dist_argument {
    const char *name;
    double value;                         /* NUMBER */
    const double *values;                 /* NUMBERS [n] */
    const bireme_dist *const *components; /* COMPONENTS [n]; copied (deep), the caller keeps its own */
    size_t n;
} bireme_dist_argument;

typedef struct bireme_dist_spec {
    const bireme_family *family;
    const bireme_dist_argument *arguments; /* [n_arguments], exactly one of the family's sets, any order */
    size_t n_arguments;
    bool has_min, has_max; /* truncation (families without own_bounds) */
    double min, max;
} bireme_dist_spec;

/* Errors: DOMAIN (incomplete, over-determined, out of range, impossible: the message names the parameters,
 * what was found and what is allowed, and if the names are wrong lists the sets the family takes), MEMORY.
 * error->pointer is set to the name of the argument at fault if one is ("sd"), else empty: the reader adds
 * the path. */
BIREME_MUST_USE bireme_status bireme_dist_create(const bireme_dist_spec *spec, bireme_dist **out,
                                                 bireme_error *error);
/* A fixed value: all mass at one point. */
BIREME_MUST_USE bireme_status bireme_dist_create_fixed(double value, bireme_dist **out, bireme_error *error);
BIREME_MUST_USE bireme_status bireme_dist_copy(const bireme_dist *dist, bireme_dist **out,
                                               bireme_error *error);
/* The distribution itself, with one owner more: the last of them to free it ends it. Owners are one thread's.
 */
bireme_dist *bireme_dist_share(bireme_dist *dist);
void bireme_dist_free(bireme_dist *dist);
/* The same distribution, written in the same way or in another: what is compiled from one serves the other,
 * to the bit. */
bool bireme_dist_equal(const bireme_dist *a, const bireme_dist *b);

/* ---- asking */

const char *bireme_dist_family_name(const bireme_dist *dist); /* "fixed" for a number */
bool bireme_dist_is_fixed(const bireme_dist *dist);           /* all mass at one point */
/* It was written with a standard deviation of less than BIREME_DIST_NARROW of its mean, which is less than
 * tables and sums of doubles can show, and is taken as fixed at its mean. */
#define BIREME_DIST_NARROW 1e-9
bool bireme_dist_is_narrowed(const bireme_dist *dist);
/* A published metalog need not rise: it is sampled all the same (metalog_fold.h), and where it falls is said,
 * to six digits. */
typedef struct bireme_dist_fall {
    double from_p, to_p; /* the probabilities between which the quantile function falls the farthest */
    double from, to;     /* the values there, to < from; infinite where it falls to an end without a bound */
    size_t others;       /* stretches where it falls besides */
} bireme_dist_fall;
bool bireme_dist_falls(const bireme_dist *dist, bireme_dist_fall *out);
/* One line for people: "lognormal (mean 24,000, cv 0.9), truncated to [0, 90000]"; into buffer, cut to size.
 */
void bireme_dist_describe(const bireme_dist *dist, char *buffer, size_t size);

/* Of the continuous part; 0 outside the support. +INFINITY where it has a pole at an end (gamma with shape <
 * 1). */
double bireme_dist_pdf(const bireme_dist *dist, double x);
double bireme_dist_cdf(const bireme_dist *dist, double x); /* P(X ≤ x) */
double bireme_dist_sf(const bireme_dist *dist, double x);  /* P(X > x), accurate in the upper tail */
/* The smallest x with F(x) ≥ p, for a lower tail p and q = 1 − p, the smaller of which is used; p or q 0
 * gives the end of the support. */
double bireme_dist_quantile_pq(const bireme_dist *dist, double p, double q);
double bireme_dist_quantile(const bireme_dist *dist, double p);
double bireme_dist_mean(const bireme_dist *dist);
double bireme_dist_variance(const bireme_dist *dist); /* INFINITY: its tail is too heavy for one */
/* The s ≥ ½ of a power X ~ v^−s at a tail probability v: of the heavier tail that has no variance; or of one
 * that has, but nearly all of it in values rarer than a run shows, that of the power which leaves as much of
 * the mean to the values rarer than 2^-14. 0: a sample shows its variance. */
double bireme_dist_tail_power(const bireme_dist *dist);
/* The same of 1/X at 0, X ≥ 0; with s ≥ 1 it has no mean either. */
double bireme_dist_inverse_power(const bireme_dist *dist);
/* Has 1/X no mean, X ≥ 0? It has none where the density does not fall towards 0 (a gamma's does from shape 1
 * on). A density at 0 of less than 1e-9 a median is let pass: no run is so long that it would be seen. An
 * atom at 0 is another question. */
bool bireme_dist_inverse_is_endless(const bireme_dist *dist);
/* What of the mean (of 1/X: of what a uniform can show of it, down to 2^-54) is in the values of the tail
 * that are rarer than v. 0 where a sample shows the variance. */
double bireme_dist_heavy_share(const bireme_dist *dist, double v);
double bireme_dist_inverse_share(const bireme_dist *dist, double v);
/* By how much the mean is more than what uniforms can show of it: values rarer than 2^-54 are shown as the
 * one there. 0 where a sample shows the variance. */
double bireme_dist_unseen(const bireme_dist *dist);
/* Ends of the support, −INFINITY or INFINITY if there is none. */
double bireme_dist_lower(const bireme_dist *dist);
double bireme_dist_upper(const bireme_dist *dist);

/* How many times the work of a plain family it takes to ask it: the number of families that it is mixed
 * from. */
size_t bireme_dist_cost(const bireme_dist *dist);

/* How the distribution is built up, for those who tabulate it: it is a sum of atoms (points with mass) and a
 * continuous part with a density that is smooth between consecutive breaks. */
size_t bireme_dist_atom_count(const bireme_dist *dist);
void bireme_dist_atom(const bireme_dist *dist, size_t index, double *value,
                      double *mass); /* ascending values */
/* Points inside the support, ascending, where the density is not smooth (triangular's mode, histogram's
 * edges, bounds of a mixture's components). At most `most` are written; the count is returned. */
size_t bireme_dist_breaks(const bireme_dist *dist, double *points, size_t most);
/* The histogram and the pure atoms have exact piecewise-linear or step inverses: true if the density is
 * constant between breaks. */
bool bireme_dist_is_piecewise_constant(const bireme_dist *dist);

#endif
